# SPDX-License-Identifier: GPL-3.0-or-later
"""Which service is used for what: added, chosen, agreed to, found, tried, and one that is started."""

import http.server
import json
import os
import signal
import subprocess
import sys
import threading
import time
import unittest

from ai_double import Double
from test_ctl import CALENDAR
from world import CTL, NAME, TestCase, Gio, GLib, free_port, make_mail, wait_until

DOUBLE = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'mind_double.py')


class MindCase(TestCase):
    with_bus = True

    def prepare(self):
        """What is set before hearthd starts: it sees a change of settings a moment later."""

    def setUp(self):
        super().setUp()
        self.prepare()
        box = self.world.maildir()
        box.deliver(make_mail('Kestrel', 'The bird was seen at the tower.'))
        self.world.ctl('source', 'add', 'maildir', box.path)
        self.world.ctl('source', 'add', 'ics', self.world.write('work.ics', CALENDAR))

    def run_ctl(self, *args, **options):
        return subprocess.run([CTL, *args], env=self.world.env, check=False, capture_output=True,
                              text=True, timeout=options.pop('timeout', 30), **options)

    def ctl_json(self, *args):
        result = self.run_ctl('--json', *args)
        self.assertIn(result.returncode, (0, 3), result.stderr)
        return [json.loads(line) for line in result.stdout.splitlines()]

    def services(self):
        return {service['id']: service for service in self.ctl_json('service', 'list')}

    def ask(self, text):
        return self.ctl_json('ask', text)

    def text_of(self, events, *kinds):
        return ''.join(e.get('text', '') for e in events if e['type'] in kinds)

    def set(self, key, value):
        path = self.world.path('config/glib-2.0/settings/keyfile')
        subprocess.run(['gsettings', 'set', 'io.github.hearthdesktop.Hearth', key, value],
                       env=self.world.env, check=True, timeout=20)
        self.assertTrue(os.path.exists(path))

    def kill_daemon(self):
        """Ends hearthd as a crash does; the next call starts another."""
        bus = ('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus')
        pid = self.world.bus.call_sync(*bus, 'GetConnectionUnixProcessID',
                                       GLib.Variant('(s)', (NAME,)), None, Gio.DBusCallFlags.NONE,
                                       5000, None).unpack()[0]
        os.kill(pid, signal.SIGKILL)
        wait_until(lambda: not self.world.has_owner(), 'the end of hearthd')


class ServicesTest(MindCase):
    def setUp(self):
        super().setUp()
        self.double = Double()
        self.addCleanup(self.double.close)

    def test_add_use_remove(self):
        self.assertEqual(list(self.services()), ['builtin'])
        self.assertEqual(self.services()['builtin']['purposes'],
                         ['conversation', 'plan', 'summaries'])
        # The model is the first that the service has.
        added = self.ctl_json('service', 'add', 'openai', self.double.url, '--name', 'Büro')[0]
        self.assertEqual(added, {'id': 'buro', 'model': 'double'})
        # Added is not used.
        self.assertIn('Standup', self.text_of(self.ask('what is on tomorrow?'), 'text'))
        self.world.ctl('service', 'use', 'buro')
        self.assertIn('hello from afar', self.text_of(self.ask('tell me something'), 'text'))
        self.assertEqual(self.services()['buro']['purposes'], ['conversation', 'plan', 'summaries'])
        self.assertIn('Nothing leaves', self.services()['buro']['leaves'])
        # Removed, the built-in one answers, and says nothing of a service.
        self.world.ctl('service', 'remove', 'buro')
        self.assertEqual(list(self.services()), ['builtin'])
        events = self.ask('what is on tomorrow?')
        self.assertIn('Standup', self.text_of(events, 'text'))
        self.assertEqual(self.text_of(events, 'notice'), '')
        self.assertEqual(self.run_ctl('service', 'remove', 'buro').returncode, 3)

    def test_purposes(self):
        other = Double()
        self.addCleanup(other.close)
        self.ctl_json('service', 'add', 'openai', self.double.url, 'double', '--name', 'one', '--use')
        self.ctl_json('service', 'add', 'openai', other.url, 'double', '--name', 'two')
        self.world.ctl('service', 'use', 'two', '--for', 'summaries')
        self.world.ctl('service', 'use', 'builtin', '--for', 'plan')
        services = self.services()
        self.assertEqual(services['one']['purposes'], ['conversation'])
        self.assertEqual(services['two']['purposes'], ['summaries'])
        self.assertEqual(services['builtin']['purposes'], ['plan'])
        self.ask('tell me something')
        self.assertEqual((len(self.double.requests), len(other.requests)), (1, 0))
        # A summary goes to the other one; that its answer is of no use is another test's matter.
        message = self.ctl_json('mail', 'list')[0][0]['id']
        other.mode = 'say'
        self.run_ctl('mail', 'summary', str(message), '--service')
        self.assertEqual((len(self.double.requests), len(other.requests)), (1, 1))
        self.world.ctl('service', 'use', 'same', '--for', 'summaries')
        self.assertEqual(self.services()['two']['purposes'], [])
        self.assertEqual(self.run_ctl('service', 'use', 'one', '--for', 'dinner').returncode, 2)
        self.assertEqual(self.run_ctl('service', 'use', 'nobody').returncode, 3)

    def test_survives_restart(self):
        self.ctl_json('service', 'add', 'openai', self.double.url, 'double', '--name', 'one', '--use')
        self.kill_daemon()
        self.assertIn('conversation', self.services()['one']['purposes'])
        self.assertIn('hello', self.text_of(self.ask('tell me something'), 'text'))

    def test_old_settings(self):
        """What an older Hearth, or an administrator, set goes on."""
        self.set('openai-base-url', self.double.url)
        self.set('openai-model', 'double')
        self.set('service', 'openai')
        wait_until(lambda: 'conversation' in self.services().get('openai', {}).get('purposes', []),
                   'the settings')
        self.assertIn('hello', self.text_of(self.ask('tell me something'), 'text'))
        self.assertEqual(self.services()['openai']['model'], 'double')
        # Changed, it moves into the list; removed, it does not come back.
        self.world.ctl('service', 'openai', self.double.url, 'other')
        self.assertEqual(self.services()['openai']['model'], 'other')
        self.world.ctl('service', 'remove', 'openai')
        self.assertEqual(list(self.services()), ['builtin'])

    def test_agreement(self):
        """Before the owner agreed nothing goes to a service outside this computer."""
        result = self.run_ctl('service', 'openai', 'https://nowhere.invalid/v1', 'double')
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn('hearthctl service agree nowhere.invalid', result.stderr)
        events = self.ask('what is on tomorrow?')
        notice = self.text_of(events, 'notice')
        self.assertRegex(notice, 'nowhere.invalid only after you have agreed')
        self.assertIn('Standup', self.text_of(events, 'text'))
        self.assertFalse(self.services()['openai']['agreed'])
        self.world.ctl('service', 'agree', 'nowhere.invalid')
        self.assertTrue(self.services()['openai']['agreed'])
        notice = self.text_of(self.ask('what is on tomorrow?'), 'notice')
        self.assertIn('nowhere.invalid', notice)
        self.assertNotIn('agreed', notice)
        # The word goes with the last service of the host.
        self.world.ctl('service', 'remove', 'openai')
        self.run_ctl('service', 'openai', 'https://nowhere.invalid/v1', 'double')
        self.assertFalse(self.services()['openai']['agreed'])

    def test_models_and_test(self):
        self.ctl_json('service', 'add', 'openai', self.double.url, 'double', '--name', 'one')
        self.assertEqual(self.ctl_json('service', 'models', 'one'), [{'model': 'double'}])
        outcome = self.ctl_json('service', 'test', 'one')[0]
        self.assertIn('hello from afar', outcome['text'])
        # Nothing of the owner's is in the question.
        self.assertNotIn('Nora', json.dumps(self.double.requests[-1][2]))
        self.double.mode = '401'
        result = self.run_ctl('service', 'test', 'one')
        self.assertEqual(result.returncode, 1)
        self.assertIn('key', result.stderr)

    def test_bad(self):
        for args in (('add', 'openai', 'http://nowhere.invalid/v1', 'm'), ('add', 'oracle', 'x', 'm'),
                     ('add', 'llama-server', self.world.write('x.gguf', 'no model')),
                     ('add', 'llama-server', '/nowhere.gguf')):
            result = self.run_ctl('service', *args)
            if args[1] == 'openai':
                continue
            self.assertEqual(result.returncode, 1, args)
            self.assertRegex(result.stderr, r'hearthctl: \S+')
        self.assertNotIn('oracle', json.dumps(self.services()))


class Web(http.server.BaseHTTPRequestHandler):
    """Something on a usual port that is no server of models."""

    def log_message(self, *args):
        pass

    def do_GET(self):
        body = b'<html>hello</html>' if self.server.mode == 'html' else b'[' * 100000
        self.server.paths.append(self.path)
        if self.server.mode == 'silent':
            time.sleep(5)
            return
        self.send_response(200)
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class FindTest(MindCase):
    def serve(self, mode):
        server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Web)
        server.daemon_threads = True
        server.mode = mode
        server.paths = []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        return server

    def prepare(self):
        self.double = Double()
        self.addCleanup(self.double.close)
        self.others = [self.serve(mode) for mode in ('html', 'deep', 'silent')]
        self.closed = free_port()
        ports = [self.double.server.server_address[1], self.closed]
        self.set('local-service-ports', str(ports + [s.server_address[1] for s in self.others]))

    def test_find(self):
        double, others, closed = self.double, self.others, self.closed
        # Nobody asks before the owner looks.
        self.ask('what is on tomorrow?')
        self.assertEqual(sum((s.paths for s in others), []), [])
        started = time.monotonic()
        found = self.ctl_json('service', 'find')
        self.assertLess(time.monotonic() - started, 10)
        self.assertEqual([(f['base_url'], f['models']) for f in found], [(double.url, ['double'])])
        self.assertFalse(found[0]['foreign'])
        # Found is neither added nor asked.
        self.assertEqual(list(self.services()), ['builtin'])
        self.assertEqual(double.requests, [])
        self.set('local-service-ports', '[%d]' % closed)
        wait_until(lambda: self.ctl_json('service', 'find') == [], 'nothing to be found')


class LlamaTest(MindCase):
    def prepare(self):
        self.model = self.world.write('small.gguf', b'GGUF' + b'\0' * 1000)
        self.program = program = self.world.write('llama-server', '#!/bin/sh\nexec %s %s "$@"\n'
                                   % (sys.executable, DOUBLE))
        os.chmod(program, 0o755)
        self.set('llama-server', program)

    def starts(self):
        try:
            with open(self.model + '.starts', encoding='utf-8') as file:
                return [json.loads(line) for line in file]
        except FileNotFoundError:
            return []

    def is_alive(self, pid):
        try:
            with open('/proc/%d/stat' % pid, encoding='utf-8') as file:
                return file.read().rsplit(')', 1)[1].split()[0] != 'Z'
        except FileNotFoundError:
            return False

    def use(self):
        self.ctl_json('service', 'add', 'llama-server', self.model, '--use')
        return self.services()['small']

    def test_on_demand(self):
        service = self.use()
        self.assertTrue(service['local'])
        self.assertEqual(service['size'], 1004)
        self.assertEqual(self.starts(), [], 'it is started when it is asked')
        self.assertIn('word19', self.text_of(self.ask('tell me something'), 'text'))
        self.assertIn('word19', self.text_of(self.ask('and more'), 'text'))
        starts = self.starts()
        self.assertEqual(len(starts), 1, 'it stays for the next question')
        # Its key is not among the arguments, which all can read.
        with open('/proc/%d/environ' % starts[0]['pid'], 'rb') as file:
            key = [v.split(b'=', 1)[1].decode() for v in file.read().split(b'\0')
                   if v.startswith(b'LLAMA_API_KEY=')][0]
        self.assertEqual(len(key), 64)
        self.assertNotIn(key, json.dumps(starts[0]['args']))
        # Its speed was measured and is kept: 20 tokens in about 0.2 s.
        speed = wait_until(lambda: self.services()['small']['tokens_per_second'], 'the speed')
        self.assertTrue(5 < speed < 200, speed)

    def test_ends_with_hearthd(self):
        self.use()
        self.ask('tell me something')
        pid = self.starts()[0]['pid']
        self.assertTrue(self.is_alive(pid))
        self.kill_daemon()
        wait_until(lambda: not self.is_alive(pid), 'the end of the model')

    def test_dies(self):
        """Its death is told in a sentence, the built-in one answers, and the next question works."""
        self.use()
        events = self.ask('please die now')
        notice = self.text_of(events, 'notice')
        self.assertIn('llama-server', notice)
        self.assertRegex(notice, 'died|ended by')
        self.assertEqual(events[-1]['type'], 'end')
        self.assertIn('word19', self.text_of(self.ask('tell me something'), 'text'))
        self.assertEqual(len(self.starts()), 2)

    def test_cannot_start(self):
        self.model = self.world.write('small.gguf', b'GGUFbroken')
        self.use()
        events = self.ask('what is on tomorrow?')
        self.assertIn('ended by itself (3)', self.text_of(events, 'notice'))
        self.assertIn('Standup', self.text_of(events, 'text'))
        os.remove(self.model)
        self.assertIn('not there any more', self.text_of(self.ask('what is on?'), 'notice'))
        os.remove(self.program)
        self.assertIn('not installed', self.text_of(self.ask('what is on?'), 'notice'))


if __name__ == '__main__':
    unittest.main(verbosity=2)
