# SPDX-License-Identifier: GPL-3.0-or-later
"""Speech services are added, found, tried, agreed to and removed: hearthctl, hearthd and a keyring."""

import json
import os
import subprocess
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, '..', name) for name in ('accounts', 'daemon')]

from mail_house import Keyring  # noqa: E402
from speech_servers import KEY, OpenAiHandler, Server, WyomingHandler, program  # noqa: E402
from world import CTL, NAME, PATH, TestCase, Gio, GLib, wait_until  # noqa: E402

SPEECH = 'io.github.hearthdesktop.Hearth.Speech1'


class SetupCase(TestCase):
    with_bus = True
    with_keyring = True

    def setUp(self):
        super().setUp()
        self.keyring = Keyring(self.world) if self.with_keyring else None

    def serve(self, handler):
        server = Server(handler)
        self.addCleanup(server.close)
        return server

    def run_ctl(self, *args, **options):
        return subprocess.run([CTL, *args], env=self.world.env, check=False, capture_output=True,
                              text=True, timeout=60, **options)

    def ctl_json(self, *args, **options):
        result = self.run_ctl('--json', *args, **options)
        self.assertIn(result.returncode, (0, 3), result.stderr)
        return [json.loads(line) for line in result.stdout.splitlines()]

    def services(self):
        return {service['id']: service for service in self.ctl_json('voice', 'list')}

    def get(self, key):
        return subprocess.run(['gsettings', 'get', 'io.github.hearthdesktop.Hearth', key],
                              env=self.world.env, check=True, capture_output=True, text=True,
                              timeout=20).stdout.strip()

    def set(self, key, value):
        subprocess.run(['gsettings', 'set', 'io.github.hearthdesktop.Hearth', key, value],
                       env=self.world.env, check=True, timeout=20)

    def keys(self):
        return self.keyring.items('speech-key')


class TestSetup(SetupCase):
    def test_add_use_remove(self):
        server = self.serve(WyomingHandler)
        address = f'127.0.0.1:{server.port}'
        result = self.run_ctl('voice', 'list')
        self.assertEqual(result.returncode, 3)
        self.assertIn('this computer listens, in English', result.stderr)
        added = self.ctl_json('voice', 'add', 'wyoming', 'recognition', f'tcp://{address}',
                              '--name', 'Whisper', '--model', 'tiny')[0]
        self.assertEqual(added, {'id': 'whisper'})
        service = self.services()['whisper']
        self.assertEqual((service['address'], service['title'], service['model'], service['use']),
                         (address, 'Whisper', 'tiny', 'recognition'))
        # Added is not used.
        self.assertEqual((service['local'], service['agreed'], service['used']),
                         (True, True, False))
        self.assertIn('Nothing leaves', service['leaves'])
        self.assertEqual(self.run_ctl('voice', 'use', 'recognition', 'whisper').returncode, 0)
        self.assertTrue(self.services()['whisper']['used'])
        self.assertEqual(self.get('recognizer'), "'whisper'")
        # It listens and does not speak; nobody of that name does either.
        for wrong in (('speech', 'whisper'), ('recognition', 'nobody'), ('recognition', 'flite:slt')):
            result = self.run_ctl('voice', 'use', *wrong)
            self.assertEqual(result.returncode, 1)
            self.assertIn('There is no speech service', result.stderr)
        self.assertEqual(self.run_ctl('voice', 'use', 'dinner', 'whisper').returncode, 2)
        self.assertEqual(self.run_ctl('voice', 'remove', 'whisper').returncode, 0)
        self.assertEqual(self.services(), {})
        self.assertEqual(self.get('recognizer'), "''")
        self.assertEqual(self.run_ctl('voice', 'remove', 'whisper').returncode, 3)

    def test_key(self):
        """The key is in the keyring and in no file, and goes with the last service of its host."""
        server = self.serve(OpenAiHandler)
        url = f'http://127.0.0.1:{server.port}'
        for use in ('recognition', 'speech'):
            self.ctl_json('voice', 'add', 'openai', use, url, '--name', use, '--sample-rate',
                          '16000', '--key-from-stdin', input=KEY + '\n')
        self.assertEqual(self.keys(), [f'127.0.0.1:{server.port}'])
        for folder, _, names in os.walk(self.world.root):
            for name in names:
                path = os.path.join(folder, name)
                # The keyring's own file is encrypted.
                if os.path.isfile(path):
                    with open(path, 'rb') as file:
                        self.assertNotIn(KEY.encode(), file.read(), path)
        self.assertRegex(self.run_ctl('voice', 'try', 'recognition').stdout, 'It listens')
        self.assertRegex(self.run_ctl('voice', 'try', 'speech').stdout,
                         r'It speaks: it began after \d+\.\d s, and made [1-3]\.\d s')
        self.assertEqual(len(server.heard), 2 * 16000)
        self.assertEqual(set(server.heard), {0})
        self.assertEqual(server.seen[1][0], 'Hello. This is how I sound.')
        self.run_ctl('voice', 'remove', 'speech')
        self.assertEqual(len(self.keys()), 1)
        self.run_ctl('voice', 'remove', 'recognition')
        self.assertEqual(self.keys(), [])

    def test_agreement(self):
        """A service outside this computer is used only after its owner agreed to its host."""
        result = self.run_ctl('voice', 'add', 'openai', 'recognition', 'nowhere.invalid',
                              '--name', 'far', '--use')
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn('hearthctl voice agree nowhere.invalid', result.stderr)
        service = self.services()['far']
        self.assertEqual((service['address'], service['local'], service['agreed'], service['used']),
                         ('https://nowhere.invalid/v1', False, False, True))
        self.assertIn('The sound of what you say goes to nowhere.invalid', service['leaves'])
        self.run_ctl('voice', 'agree', 'nowhere.invalid')
        self.assertTrue(self.services()['far']['agreed'])
        self.run_ctl('voice', 'agree', 'nowhere.invalid', '--not')
        self.assertFalse(self.services()['far']['agreed'])
        self.run_ctl('voice', 'agree', 'nowhere.invalid')
        # Whoever adds it again is asked again.
        self.run_ctl('voice', 'remove', 'far')
        self.assertEqual(self.get('speech-hosts'), '@as []')

    def test_refused(self):
        """Speech goes nowhere without encryption."""
        for args in (('wyoming', 'speech', '192.0.2.1:10200'), ('openai', 'speech', 'http://a.example'),
                     ('openai', 'speech', 'not an address')):
            self.assertEqual(self.run_ctl('voice', 'add', *args).returncode, 1, args)
        self.assertEqual(self.services(), {})
        self.assertEqual(self.run_ctl('voice', 'add', 'smoke', 'speech', 'x').returncode, 2)
        self.assertEqual(self.run_ctl('--standalone', 'voice', 'list').returncode, 2)
        # Where nothing listens that is said, too.
        server = self.serve(WyomingHandler)
        server.close()
        self._cleanups.pop()
        self.ctl_json('voice', 'add', 'wyoming', 'speech', f'127.0.0.1:{server.port}', '--name',
                      'gone')
        result = self.run_ctl('voice', 'try', 'gone')
        self.assertEqual(result.returncode, 1)
        self.assertIn('refused the connection', result.stderr)

    def test_find(self):
        piper, whisper, speaches, other = [self.serve(handler) for handler in (
            WyomingHandler, WyomingHandler, OpenAiHandler, OpenAiHandler)]
        piper.info = {'tts': [program('piper', 'voices', ['en_US-amy-low', 'de_DE-thorsten-low'])]}
        whisper.info = {'asr': [program('faster-whisper', 'models', ['tiny-int8'])]}
        speaches.models = [
            {'id': 'Systran/faster-whisper-small', 'task': 'automatic-speech-recognition'},
            {'id': 'hexgrad/Kokoro-82M', 'task': 'text-to-speech'}, {'id': 'llama'}]
        # One that answers questions is none that speaks.
        other.paths = []
        other.models = [{'id': 'qwen'}]
        ports = [server.port for server in (piper, whisper, speaches, other)]
        self.set('speech-service-ports', str([ports[0]] + ports[1:]))
        found = self.ctl_json('voice', 'find')
        self.assertEqual([(each['name'], each['hears'], each['speaks']) for each in found],
                         [('piper', False, True), ('faster-whisper', True, False),
                          (f'A service on port {speaches.port}', True, True)])
        self.assertEqual(found[0]['voices'], ['en_US-amy-low'])
        self.assertEqual(found[1]['models'], ['tiny-int8'])
        self.assertEqual(found[2]['models'], ['Systran/faster-whisper-small'])
        self.assertEqual(found[2]['speech_models'], ['hexgrad/Kokoro-82M'])
        self.assertFalse(any(each['foreign'] for each in found))
        # They are told nothing, and nobody is given a key.
        self.assertEqual({probe[1] for probe in speaches.probes + other.probes}, {None})
        self.assertEqual((piper.heard, whisper.heard, speaches.heard), (b'', b'', b''))
        lines = self.run_ctl('voice', 'find').stdout
        self.assertIn(f'hearthctl voice add wyoming speech 127.0.0.1:{piper.port} --use', lines)
        self.set('speech-service-ports', '@aq []')
        wait_until(lambda: self.run_ctl('voice', 'find').returncode == 3, 'nobody')

    def test_voices(self):
        piper = self.serve(WyomingHandler)
        piper.info = {'tts': [program('piper', 'voices', ['de_DE-thorsten-low', 'en_US-amy-low'])]}
        self.ctl_json('voice', 'add', 'wyoming', 'speech', f'127.0.0.1:{piper.port}', '--name',
                      'Kitchen')
        voices = {voice['id']: voice for voice in self.ctl_json('voice', 'voices')}
        self.assertEqual(list(voices)[:2], ['kitchen', 'kitchen:de_DE-thorsten-low'])
        self.assertEqual(voices['kitchen:de_DE-thorsten-low']['language'], 'de-DE')
        self.assertNotIn('kitchen:en_US-amy-low', voices)
        self.assertTrue(voices['flite:slt']['local'])
        self.assertEqual(voices['flite:slt']['language'], 'en-US')
        german = [voice['id'] for voice in self.ctl_json('voice', 'voices', 'de')]
        self.assertIn('espeak:de', german)
        self.assertNotIn('flite:slt', german)
        for choice in ('kitchen:de_DE-thorsten-low', 'flite:rms', 'builtin'):
            self.assertEqual(self.run_ctl('voice', 'use', 'speech', choice).returncode, 0)
        self.assertEqual(self.get('voice'), "''")

    def test_receipts(self):
        """What goes to a service is in the receipts, and in the journal."""
        server = self.serve(OpenAiHandler)
        self.ctl_json('voice', 'add', 'openai', 'speech', f'http://127.0.0.1:{server.port}',
                      '--name', 'x', '--sample-rate', '16000', '--key-from-stdin', input=KEY + '\n')
        self.run_ctl('voice', 'try', 'x')

        def rows():
            return [row for row in self.ctl_json('receipts') if row.get('purpose') == 'voice']
        receipt = wait_until(rows, 'the receipt')[0]
        self.assertEqual(receipt['host'], '127.0.0.1')

    def test_changed(self):
        """Whoever shows services learns that there are others."""
        news = []
        self.world.start_daemon()
        self.world.bus.signal_subscribe(NAME, SPEECH, 'SpeechChanged', PATH, None,
                                        Gio.DBusSignalFlags.NONE, lambda *args: news.append(args))
        self.ctl_json('voice', 'add', 'openai', 'speech', 'a.example', '--name', 'x')
        wait_until(lambda: self.world.main.iteration(False) and news, 'the news')


class TestWithoutKeyring(SetupCase):
    with_keyring = False

    def test_no_keyring(self):
        """Where keys cannot be kept a service that wants none works, and one that has one is not
        added."""
        server = self.serve(WyomingHandler)
        self.ctl_json('voice', 'add', 'wyoming', 'speech', f'127.0.0.1:{server.port}', '--name', 'a')
        self.assertIn('It speaks', self.run_ctl('voice', 'try', 'a').stdout)
        result = self.run_ctl('voice', 'add', 'openai', 'speech', 'a.example', '--key-from-stdin',
                              input=KEY + '\n')
        self.assertEqual(result.returncode, 1)
        self.assertIn('No keyring answers', result.stderr)
        self.assertEqual(list(self.services()), ['a'])
        self.assertEqual(self.run_ctl('voice', 'remove', 'a').returncode, 0)


if __name__ == '__main__':
    unittest.main(verbosity=2)
