# SPDX-License-Identifier: GPL-3.0-or-later
"""hearth-voice hears and speaks through services, over PipeWire and real sockets.

The services are doubles of what is not in Debian: a Wyoming server and one that does as OpenAI's.
They speak with flite's voice, and say what was put into their mouth, once they were given speech.
"""

import array
import email
import http.server
import io
import json
import os
import socketserver
import subprocess
import threading
import unittest
import wave

from sound import ERROR, INTERFACE, PATH
from test_voice import VoiceTest, loud_until
from gi.repository import Gio, GLib

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


def loudest(samples):
    return max(map(abs, array.array('h', samples)), default=0)


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
                self.write('info', {'tts': [{'name': 'double', 'voices': []}], 'asr': []})
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

    def do_POST(self):
        body = self.rfile.read(int(self.headers['Content-Length']))
        if self.headers['Authorization'] != f'Bearer {KEY}':
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
        self.thread = threading.Thread(target=self.serve_forever)
        self.thread.start()

    def close(self):
        self.shutdown()
        self.thread.join(10)
        self.server_close()


class TestServices(VoiceTest):
    def serve(self, handler):
        server = Server(handler)
        self.addCleanup(server.close)
        return server, GLib.Variant('s', f'127.0.0.1:{server.server_address[1]}')

    def call_with_key(self, method, signature, *arguments):
        """The key is in a pipe, and nowhere else."""
        reader, writer = os.pipe()
        os.write(writer, KEY.encode())
        os.close(writer)
        fds = Gio.UnixFDList.new()
        fds.append(reader)
        os.close(reader)
        answer, _fds = self.voice.connection.call_with_unix_fd_list_sync(
            None, PATH, INTERFACE, method, GLib.Variant(signature, arguments), None,
            Gio.DBusCallFlags.NONE, 10000, fds, None)
        return answer.unpack()

    def check_heard(self, server):
        """The service got what was said, from its beginning, and not much more."""
        self.assertGreater(loudest(server.heard), 2000)
        self.assertGreater(len(server.heard) / 2 / 16000, 0.7)
        self.assertLess(len(server.heard) / 2 / 16000, 4)

    def check_spoken(self, speak, length):
        recording = self.sound.record()
        self.addCleanup(lambda: recording.process.poll() is None and recording.stop())
        speak()
        self.assertEqual(self.voice.wait('Spoken')[1], (1, length))
        self.assertGreater(loud_until(recording.stop()), 0.4)

    def test_wyoming(self):
        server, address = self.serve(WyomingHandler)
        hearing = self.voice.listen(recognizer=GLib.Variant('s', 'wyoming'), address=address,
                                    language=GLib.Variant('s', 'en-GB'))
        self.sound.speak('half past three')
        self.assertEqual(self.voice.wait('Final')[1][:2], (hearing, 'Half past three.'))
        self.check_heard(server)
        self.assertIn(('transcribe', {'language': 'en'}), server.seen)
        self.check_spoken(lambda: self.voice.say(1, 'what is new', address=address,
                                                 synthesizer=GLib.Variant('s', 'wyoming')), 11)

    def test_openai(self):
        server, address = self.serve(OpenAiHandler)
        hearing = self.call_with_key('Listen', '(sa{sv})', 'ask', {
            'recognizer': GLib.Variant('s', 'openai'), 'address': address,
            'model': GLib.Variant('s', 'tiny'), 'key': GLib.Variant('h', 0)})[0]
        self.sound.speak('half past three')
        self.assertEqual(self.voice.wait('Final')[1][:2], (hearing, 'Half past three.'))
        self.check_heard(server)
        self.assertEqual(server.seen, [(16000, 'tiny')])
        self.check_spoken(lambda: self.call_with_key('Speak', '(tsa{sv})', 1, 'what is new', {
            'synthesizer': GLib.Variant('s', 'openai'), 'address': address,
            'voice': GLib.Variant('s', 'bella'), 'sample-rate': GLib.Variant('u', 16000),
            'key': GLib.Variant('h', 0)}), 11)
        self.assertEqual(server.seen[1], ('what is new', 'bella', 'pcm'))

    def test_trouble(self):
        """What breaks off is said, and an address that is not allowed is refused at once."""
        server, address = self.serve(WyomingHandler)
        server.broken = True
        hearing = self.voice.listen(recognizer=GLib.Variant('s', 'wyoming'), address=address)
        self.sound.speak('half past three')
        self.assertEqual(self.voice.wait('Failed')[1][:3], ('listening', hearing, ERROR + 'CutOff'))
        with self.assertRaisesRegex(GLib.Error, 'on this computer only'):
            self.voice.listen(recognizer=GLib.Variant('s', 'wyoming'),
                              address=GLib.Variant('s', '192.0.2.1:10300'))
        with self.assertRaisesRegex(GLib.Error, 'without encryption'):
            self.voice.say(1, 'Hello.', synthesizer=GLib.Variant('s', 'openai'),
                           address=GLib.Variant('s', 'http://example.org/v1'))


if __name__ == '__main__':
    unittest.main()
