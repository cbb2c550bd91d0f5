# SPDX-License-Identifier: GPL-3.0-or-later
"""A program that behaves as llama-server does, for tests.

A double because a real one needs a model of some gigabytes. It takes the options that Hearth gives,
reads its key from the environment, says 503 at /health while it "loads", answers only who knows the
key, streams, and dies when it is told to. What it was started with it writes beside its model.
"""

import argparse
import http.server
import json
import os
import signal
import sys
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
        if self.path == '/health':
            if time.monotonic() < self.server.ready:
                return self.reply_json({'error': {'code': 503, 'message': 'Loading model',
                                                  'type': 'unavailable_error'}}, 503)
            return self.reply_json({'status': 'ok'})
        return self.reply_json({'error': {'message': 'File Not Found'}}, 404)

    def event(self, delta, finish=None, **more):
        chunk = {'id': 'x', 'object': 'chat.completion.chunk', 'model': 'double',
                 'choices': [{'index': 0, 'delta': delta, 'finish_reason': finish}]}
        chunk.update(more)
        self.wfile.write(b'data: ' + json.dumps(chunk).encode() + b'\n\n')
        self.wfile.flush()

    def do_POST(self):
        request = json.loads(self.rfile.read(int(self.headers.get('Content-Length', 0))) or b'{}')
        if self.headers.get('Authorization') != 'Bearer ' + self.server.key:
            return self.reply_json({'error': {'code': 401, 'message': 'Invalid API Key',
                                              'type': 'authentication_error'}}, 401)
        said = request['messages'][-1]['content']
        self.send_response(200)
        self.send_header('Content-Type', 'text/event-stream')
        self.send_header('Connection', 'close')
        self.end_headers()
        self.event({'role': 'assistant', 'content': None})
        for i in range(20):
            self.event({'content': 'word%d ' % i})
            time.sleep(0.01)
            if 'die' in said and i == 3:
                os.kill(os.getpid(), signal.SIGKILL)
        self.event({}, 'stop')
        self.event({}, usage={'prompt_tokens': 10, 'completion_tokens': 20, 'total_tokens': 30})
        self.wfile.write(b'data: [DONE]\n\n')
        return None


def main():
    parser = argparse.ArgumentParser(allow_abbrev=False)
    parser.add_argument('--model', required=True)
    parser.add_argument('--host', required=True)
    parser.add_argument('--port', type=int, required=True)
    parser.add_argument('--ctx-size', type=int)
    parser.add_argument('--parallel', type=int)
    parser.add_argument('--jinja', action='store_true')
    parser.add_argument('--no-webui', action='store_true')
    args = parser.parse_args()
    with open(args.model, 'rb') as file:
        if file.read(4) != b'GGUF':
            sys.exit(1)
        content = file.read()
    with open(args.model + '.starts', 'a', encoding='utf-8') as file:
        file.write(json.dumps({'args': sys.argv[1:], 'pid': os.getpid()}) + '\n')
    if b'broken' in content:
        sys.exit(3)
    server = http.server.ThreadingHTTPServer((args.host, args.port), Handler)
    server.daemon_threads = True
    server.key = os.environ['LLAMA_API_KEY']
    server.ready = time.monotonic() + 0.5
    server.serve_forever()


if __name__ == '__main__':
    main()
