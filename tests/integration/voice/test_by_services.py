# SPDX-License-Identifier: GPL-3.0-or-later
"""Talking by ear with services instead of this computer: what is chosen hears and speaks, with its key,
and what went there is in the receipts."""

import json
import os
import subprocess
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, '..', name) for name in ('accounts', 'daemon')]

from mail_house import Keyring  # noqa: E402
from sound import Sound, wait_for  # noqa: E402
from speech_servers import KEY, OpenAiHandler, Server, WyomingHandler  # noqa: E402
from talking import Listener, move_in  # noqa: E402
from test_voice import FAINT  # noqa: E402
from gi.repository import GLib  # noqa: E402
import world  # noqa: E402


class TestByServices(world.TestCase):
    with_bus = True

    @classmethod
    def setUpClass(cls):
        cls.sound = Sound()
        cls.addClassCleanup(cls.sound.close)
        cls.sound.furnish()

    def setUp(self):
        super().setUp()
        self.keyring = Keyring(self.world)
        move_in(self.world, self.sound)
        self.listener = Listener(self.world)

    def serve(self, handler):
        server = Server(handler)
        self.addCleanup(server.close)
        return server

    def ctl(self, *args, stdin=None):
        return self.world.ctl(*args, stdin=stdin)

    def receipts(self):
        """What was counted for speech."""
        lines = subprocess.run([world.CTL, '--json', 'receipts'], env=self.world.env, check=False,
                               capture_output=True, text=True, timeout=30).stdout.splitlines()
        return [each for each in map(json.loads, lines) if each['purpose'] == 'voice']

    def test_spoken(self):
        """A service speaks, with its key and the voice that was chosen; its bytes are kept."""
        server = self.serve(OpenAiHandler)
        self.ctl('voice', 'add', 'openai', 'speech', f'http://127.0.0.1:{server.port}', '--name',
                 'far', '--voice', 'bella', '--sample-rate', '16000', '--key-from-stdin', '--use',
                 stdin=KEY + '\n')
        self.assertEqual(self.receipts(), [])
        recording = self.sound.record()
        self.addCleanup(lambda: recording.process.poll() is None and recording.stop())
        self.assertTrue(self.listener.call('Say', '(sa{sv})', 'What is new today?', {})[0])
        recording.stop()
        sounds = recording.find_sound(FAINT)
        self.assertGreater(sounds[-1] - sounds[0], 0.4)
        self.assertEqual([each[:2] for each in server.seen], [('What is new today?', 'bella')])
        receipt, = wait_for(self.receipts, 10, 'the receipt')
        self.assertEqual(receipt['host'], '127.0.0.1')
        self.assertGreater(receipt['bytes_received'], 10000)
        self.assertIsNone(receipt.get('problem'))
        # One that is only tried is another for this once.
        self.listener.call('Say', '(sa{sv})', 'Hello.', {'voice': GLib.Variant('s', 'flite:rms')})
        self.assertEqual(len(server.seen), 1)

    def test_heard(self):
        """A service hears, and which it is, is said while it does."""
        server = self.serve(WyomingHandler)
        self.ctl('voice', 'add', 'wyoming', 'recognition', f'127.0.0.1:{server.port}', '--name',
                 'Whisper', '--use')
        self.listener.listen(purpose='words')
        wait_for(lambda: self.listener.get('Microphone'), 10, 'an open microphone')
        self.assertEqual(self.listener.get('Hearing'), 'Whisper')
        self.assertEqual(self.listener.get('HearingHost'), '')
        self.sound.speak('half past three')
        final = wait_for(lambda: [each[1] for each in self.listener.find('Heard') if each[1][2]],
                         20, 'what was heard')
        self.assertEqual(final[0][1], 'Half past three.')
        self.assertGreater(len(server.heard), 16000)

    def test_not_agreed(self):
        """Before its owner agreed nothing is heard for a service outside this computer."""
        self.ctl('voice', 'add', 'openai', 'recognition', 'nowhere.invalid', '--use')
        self.listener.listen(purpose='words')
        failed = self.listener.wait('Failed')[1]
        self.assertTrue(failed[1].endswith('.NotAgreed'), failed)
        self.assertIn('nowhere.invalid', failed[2])
        self.assertEqual(self.sound.microphones_in_use(), [])


if __name__ == '__main__':
    unittest.main(verbosity=2)
