# SPDX-License-Identifier: GPL-3.0-or-later
"""Doubles of speech services that are not in Debian: a Wyoming server and one that does as OpenAI's.

They speak with flite's voice, and say what was put into their mouth, once they were given speech.
"""

import email
import http.server
import io
import json
import os
import socketserver
import subprocess
import threading
import wave

KEY = 'key-0123456789abcdef'


def flite(text):
    """What flite makes of a text: rate and samples."""
    path = f'/proc/self/fd/{os.memfd_create("speech", 0)}'
    descriptor = int(path.rsplit('/', 1)[1])
    try:
        subprocess.run(['flite', '-voice', 'slt', '-t', text, '-o', path], check=True,
                       pass_fds=[descriptor], timeout=20)
        with open(path, 'rb') as file, wave.open(file) as sound:
            return sound.getframerate(), sound.readframes(sound.getnframes())
    finally:
        os.close(descriptor)


def program(name, kind, names, languages=('en_US',)):
    """What a program of a Wyoming server says of itself: it has the first of these names."""
    return {'name': name, kind: [{'name': each, 'installed': each == names[0],
                                  'languages': list(languages)} for each in names]}


class WyomingHandler(socketserver.StreamRequestHandler):
    def read(self):
        line = self.rfile.readline()
        if not line:
            return None, None, None
        head = json.loads(line)
        data = head.get('data') or {}
        data.update(json.loads(self.rfile.read(head.get('data_length') or 0) or '{}'))
        return head['type'], data, self.rfile.read(head.get('payload_length') or 0)

    def write(self, name, data, payload=b''):
        body = json.dumps(data).encode()
        head = {'type': name, 'version': '1.7.2', 'data_length': len(body)}
        if payload:
            head['payload_length'] = len(payload)
        self.wfile.write(json.dumps(head).encode() + b'\n' + body + payload)

    def speak(self, text):
        rate, samples = flite(text)
        form = {'rate': rate, 'width': 2, 'channels': 1}
        self.write('audio-start', form)
        for at in range(0, len(samples), 2047):
            self.write('audio-chunk', form, samples[at:at + 2047])
        self.write('audio-stop', {})

    def handle(self):
        while True:
            name, data, payload = self.read()
            if name is None:
                return
            self.server.seen.append((name, data))
            if name == 'describe':
                self.write('info', self.server.info)
            elif name == 'audio-chunk':
                self.server.heard += payload
            elif name == 'audio-stop' and self.server.broken:
                return
            elif name == 'audio-stop':
                self.write('transcript', {'text': ' Half past three.\n'})
            elif name == 'synthesize':
                self.speak(data['text'])


class OpenAiHandler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_arguments):
        pass

    def answer(self, kind, body):
        self.send_response(200)
        self.send_header('Content-Type', kind)
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        if self.path == '/v1/models':
            self.answer('application/json', json.dumps({'data': self.server.models}).encode())
        else:
            self.send_error(404)

    def do_POST(self):
        body = self.rfile.read(int(self.headers['Content-Length']))
        if len(body) < 20:
            # Who asks without giving anything, does so without a key.
            self.server.probes.append((self.path, self.headers['Authorization']))
            self.send_error(422 if self.path in self.server.paths else 404)
        elif self.headers['Authorization'] != f'Bearer {KEY}':
            self.send_error(401)
        elif self.path == '/v1/audio/transcriptions':
            form = email.message_from_bytes(
                b'Content-Type: ' + self.headers['Content-Type'].encode() + b'\r\n\r\n' + body)
            parts = {part.get_param('name', header='content-disposition'):
                     part.get_payload(decode=True) for part in form.get_payload()}
            with wave.open(io.BytesIO(parts['file'])) as sound:
                self.server.seen.append((sound.getframerate(), parts['model'].decode().strip()))
                self.server.heard += sound.readframes(sound.getnframes())
            self.answer('text/event-stream',
                        b'data: {"type":"transcript.text.delta","delta":"Half past"}\n\n'
                        b'data: {"type":"transcript.text.done","text":"Half past three."}\n\n')
        elif self.path == '/v1/audio/speech':
            wanted = json.loads(body)
            self.server.seen.append((wanted['input'], wanted['voice'], wanted['response_format']))
            self.answer('audio/pcm', flite(wanted['input'])[1])


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self, handler):
        super().__init__(('127.0.0.1', 0), handler)
        self.seen = []
        self.heard = b''
        self.broken = False
        self.info = {'tts': [{'name': 'double', 'voices': []}], 'asr': []}
        self.models = []
        self.probes = []
        self.paths = ['/v1/audio/transcriptions', '/v1/audio/speech']
        self.thread = threading.Thread(target=self.serve_forever)
        self.thread.start()

    @property
    def port(self):
        return self.server_address[1]

    def handle_error(self, request, client_address):
        """What is no request of theirs servers leave."""

    def close(self):
        self.shutdown()
        self.thread.join(10)
        self.server_close()
