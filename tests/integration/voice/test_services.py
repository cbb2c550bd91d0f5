# SPDX-License-Identifier: GPL-3.0-or-later
"""hearth-voice hears and speaks through services, over PipeWire and real sockets."""

import array
import os
import time
import unittest

from sound import ERROR, INTERFACE, PATH
from speech_servers import KEY, OpenAiHandler, Server, WyomingHandler
from test_voice import FAINT, VoiceTest
from gi.repository import Gio, GLib


def loudest(samples):
    return max(map(abs, array.array('h', samples)), default=0)


class TestServices(VoiceTest):
    def serve(self, handler):
        server = Server(handler)
        self.addCleanup(server.close)
        return server, GLib.Variant('s', f'127.0.0.1:{server.port}')

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
        recording.stop()
        sounds = recording.find_sound(FAINT)
        self.assertGreater(sounds[-1] - sounds[0], 0.4)

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

    def test_sent(self):
        """What went where is told a moment later, and as much as the service got."""
        server, address = self.serve(OpenAiHandler)
        self.call_with_key('Speak', '(tsa{sv})', 1, 'what is new', {
            'synthesizer': GLib.Variant('s', 'openai'), 'address': address,
            'sample-rate': GLib.Variant('u', 16000), 'key': GLib.Variant('h', 0)})
        self.voice.wait('Spoken')
        self.voice.wait('Sent')
        time.sleep(1)
        sent = [signal[1] for signal in self.voice.find('Sent')]
        self.assertEqual({each[0] for each in sent}, {'127.0.0.1'})
        kernel, came, told, heard = (sum(each[at] for each in sent) for at in range(1, 5))
        # Without TLS both agree to the byte.
        self.assertEqual((kernel, came), (told, heard))
        self.assertEqual([each[5] for each in sent], [0] * len(sent))
        self.assertGreater(told, 200)
        self.assertGreater(heard, 10000)

    def test_own_voices(self):
        voices = {voice['id']: voice for voice in self.voice.call('ListVoices')[0]}
        self.assertEqual(voices['flite:slt']['language'], 'en-US')
        self.assertEqual(voices['espeak:de']['language'], 'de')
        self.assertIn('eSpeak NG', voices['espeak:de']['title'])
        # What is listed speaks.
        for number, name in enumerate(('flite:slt', 'flite:rms', 'espeak:de', 'espeak:en-gb'), 1):
            engine, voice = name.split(':')
            self.voice.say(number, 'Eins.', synthesizer=GLib.Variant('s', engine),
                           voice=GLib.Variant('s', voice),
                           language=GLib.Variant('s', voices[name]['language']))
            self.assertEqual(self.voice.wait('Spoken', count=number)[1], (number, 5))

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
