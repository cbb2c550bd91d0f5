# SPDX-License-Identifier: GPL-3.0-or-later
"""A service that speaks OpenAI's chat completions, on loopback.

A double because the real ones need a key, cost money and say something else every time. It streams,
calls one of the tools that it is offered, and fails in each way that the network can fail.
"""

import http.server
import json
import threading
import time


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def log_message(self, *args):
        pass

    def reply_json(self, body, status=200):
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header('Content-Type', 'application/json')
        self.send_header('Content-Length', str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self):
        if self.path.endswith('/models'):
            self.reply_json({'object': 'list', 'data': [{'id': 'double', 'object': 'model'}]})
        else:
            self.reply_json({'error': {'message': 'no such page'}}, 404)

    def event(self, delta, finish=None):
        chunk = {'id': 'x', 'object': 'chat.completion.chunk', 'model': 'double',
                 'choices': [{'index': 0, 'delta': delta, 'finish_reason': finish}]}
        self.wfile.write(b'data: ' + json.dumps(chunk).encode() + b'\n\n')
        self.wfile.flush()
        self.server.double.n_events += 1

    def do_POST(self):
        length = int(self.headers.get('Content-Length', 0))
        request = json.loads(self.rfile.read(length) or b'{}')
        double = self.server.double
        double.requests.append((self.path, dict(self.headers), request))
        if double.mode == '500':
            return self.reply_json({'error': {'message': 'the model is on fire'}}, 500)
        if double.mode == '401':
            return self.reply_json({'error': {'message': 'bad key'}}, 401)
        self.send_response(200)
        self.send_header('Content-Type', 'text/event-stream')
        self.send_header('Connection', 'close')
        self.end_headers()
        self.event({'role': 'assistant'})
        results = [m for m in request['messages'] if m.get('role') == 'tool']
        if double.mode == 'tool' and not results:
            return self.call_tool(request)
        if double.mode == 'hang':
            double.go_on.wait(60)
            self.connection.close()
            return None
        if double.mode == 'say':
            return self.say(double.text)
        if double.mode == 'think':
            return self.think(*double.text)
        text = 'The double says: ' + (results[-1]['content'] if results else 'hello from afar.')
        for i in range(0, len(text), 7):
            self.event({'content': text[i:i + 7]})
            if double.mode == 'cut' and i > 7:
                # The line goes dead in the middle of a sentence.
                self.connection.close()
                return None
        self.event({}, 'stop')
        self.wfile.write(b'data: [DONE]\n\n')
        return None

    def say(self, text):
        for i in range(0, len(text), 40):
            self.event({'content': text[i:i + 40]})
        self.event({}, 'stop')
        self.wfile.write(b'data: [DONE]\n\n')

    def think(self, first, rest):
        """The first sentence word by word, and the rest after a while."""
        for word in first.split():
            self.event({'content': word + ' '})
        self.server.double.told.append(time.monotonic())
        time.sleep(1.5)
        self.event({'content': rest})
        self.event({}, 'stop')
        self.wfile.write(b'data: [DONE]\n\n')

    def call_tool(self, request):
        names = [t['function']['name'] for t in request.get('tools', [])]
        self.server.double.tools = names
        name = next(n for n in names if 'search' in n)
        tool = next(t['function'] for t in request['tools'] if t['function']['name'] == name)
        argument = next(iter(tool['parameters']['properties']))
        self.event({'tool_calls': [{'index': 0, 'id': 'call_1', 'type': 'function', 'function': {
            'name': name, 'arguments': json.dumps({argument: 'kestrel'})}}]})
        self.event({}, 'tool_calls')
        self.wfile.write(b'data: [DONE]\n\n')


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """A client that leaves early is no news."""


class Double:
    def __init__(self):
        self.mode = 'plain'
        self.text = ''                      # what it says in the modes "say" and "think"
        self.told = []                      # when it had said the first sentence, in the mode "think"
        self.go_on = threading.Event()      # ends the mode "hang"
        self.requests = []
        self.n_events = 0                   # pieces of answers that were sent
        self.tools = []
        self.server = Server(('127.0.0.1', 0), Handler)
        self.server.double = self
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self):
        return 'http://127.0.0.1:%d/v1' % self.server.server_address[1]

    def close(self):
        self.go_on.set()
        self.server.shutdown()
        self.server.server_close()
