# SPDX-License-Identifier: GPL-3.0-or-later
"""A service that answers from outside: when it works, and each way it can fail."""

import json
import os
import subprocess
import unittest
import urllib.request

from ai_double import Double
from test_ctl import CALENDAR
from world import CTL, SOURCE, TestCase, free_port, make_mail, wait_until

GULLIBLE = os.path.join(SOURCE, '..', 'shared', 'suites', 'gullible_server.py')


class ServiceTest(TestCase):
    with_bus = True

    def setUp(self):
        super().setUp()
        self.double = Double()
        self.addCleanup(self.double.close)
        box = self.world.maildir()
        box.deliver(make_mail('Kestrel', 'The bird was seen at the tower.'))
        self.world.ctl('source', 'add', 'maildir', box.path)
        self.world.ctl('source', 'add', 'ics', self.world.write('work.ics', CALENDAR))

    def use_double(self, mode):
        self.double.mode = mode
        self.world.ctl('service', 'openai', self.double.url, 'double')

    def ask(self, text):
        """The events of an answer, as hearthctl --json prints them."""
        result = subprocess.run([CTL, '--json', 'ask', text], env=self.world.env, check=False,
                                capture_output=True, text=True, timeout=20)
        return [json.loads(line) for line in result.stdout.splitlines()]

    def text_of(self, events, *kinds):
        return ''.join(e.get('text', '') for e in events if e['type'] in kinds)

    def test_plain(self):
        """No key is no obstacle: a local server wants none."""
        self.use_double('plain')
        events = self.ask('tell me something')
        self.assertEqual(self.text_of(events, 'text'), 'The double says: hello from afar.')
        self.assertGreater(len([e for e in events if e['type'] == 'text']), 1, 'it streams')
        _, headers, request = self.double.requests[-1]
        self.assertNotIn('Authorization', headers)
        self.assertEqual(request['model'], 'double')
        self.assertTrue(request['stream'])
        # What goes to this computer has not left it.
        self.assertEqual(self.world.ctl('status', json_output=True)['bytes_sent_today'], 0)

    def test_tool(self):
        """It may look into the mail, and the answer names what it rests on."""
        self.use_double('tool')
        events = self.ask('was the bird seen?')
        self.assertIn('Kestrel', self.text_of(events, 'text'))
        self.assertIn('Kestrel', ' '.join(e.get('label', '') for e in events
                                          if e['type'] == 'source'))
        for name in self.double.tools:
            for verb in ('send', 'delete', 'create', 'reply', 'move', 'write'):
                self.assertNotIn(verb, name, 'there is no tool that changes anything')

    def check_fallback(self, host, asked=True):
        """A sentence names the service that failed, and the built-in service answers."""
        events = self.ask('what is on tomorrow?')
        notice = self.text_of(events, 'notice')
        self.assertRegex(notice, r'\w+ .*\.')
        self.assertIn(host, notice)
        self.assertEqual(bool(self.double.requests), asked)
        self.assertIn('Standup', self.text_of(events, 'text'))
        self.assertEqual(events[-1]['type'], 'end')

    def test_500(self):
        self.use_double('500')
        self.check_fallback('127.0.0.1')

    def test_401(self):
        self.use_double('401')
        self.check_fallback('127.0.0.1')

    def test_refused(self):
        self.world.ctl('service', 'openai', 'http://127.0.0.1:9/v1', 'double')
        self.check_fallback('127.0.0.1', asked=False)

    def test_unknown_host(self):
        self.world.ctl('service', 'openai', 'http://nowhere.invalid/v1', 'double')
        self.world.ctl('service', 'agree', 'nowhere.invalid')
        self.check_fallback('nowhere.invalid', asked=False)

    def test_no_journal(self):
        """What cannot be written down is not sent, and that is said."""
        self.use_double('plain')
        self.world.refuse_journal('ai')
        events = self.ask('what is on tomorrow?')
        self.assertIn('the disk is full', self.text_of(events, 'notice', 'error'))
        self.assertIn('Standup', self.text_of(events, 'text'))
        self.assertEqual(self.double.requests, [])

    def test_cut(self):
        """A stream that ends early is said to have ended early."""
        self.use_double('cut')
        events = self.ask('tell me something')
        self.assertIn(events[-1]['type'], ('end', 'error'))
        self.assertRegex(self.text_of(events, 'notice', 'error'), r'\w+ .*\.')
        # The next question is answered as if nothing had been.
        self.double.mode = 'plain'
        self.assertIn('hello', self.text_of(self.ask('once more'), 'text'))

    def test_back(self):
        self.use_double('plain')
        self.world.ctl('service', 'builtin')
        self.assertIn('Standup', self.text_of(self.ask('what is on tomorrow?'), 'text'))
        self.assertEqual(self.double.requests, [])

    def test_gullible(self):
        """A model that obeys every mail changes nothing: it has no tool to do so."""
        if not os.path.exists(GULLIBLE):
            # The double above stands for it; this one is another maker's.
            self.use_double('tool')
            self.assertIn('Kestrel', self.text_of(self.ask('was the bird seen?'), 'text'))
            return
        port = free_port()
        self.world.start(['/usr/bin/python3', GULLIBLE, '--port', str(port)])
        url = 'http://127.0.0.1:%d' % port

        def post(path, body):
            request = urllib.request.Request(url + path, json.dumps(body).encode(),
                                             {'Content-Type': 'application/json'})
            with urllib.request.urlopen(request, timeout=5) as reply:
                return json.load(reply)

        def start():
            try:
                return post('/scenario', {'user_task': 'user_task_0', 'mode': 'stubborn',
                                          'injection_task': 'injection_task_0'})
            except OSError:
                return None

        prompt = wait_until(start, 'the server')['prompt']
        self.world.ctl('service', 'openai', url + '/v1', 'gullible')
        before = sorted(os.listdir(self.world.path('mail', 'new')))
        events = self.ask(prompt)
        self.assertEqual(events[-1]['type'], 'end')
        self.assertEqual(sorted(os.listdir(self.world.path('mail', 'new'))), before)
        with urllib.request.urlopen(url + '/log', timeout=5) as reply:
            calls = json.load(reply)['calls']
        for call in calls or []:
            if call['kind'] == 'injection':
                self.assertFalse(call['offered'], call['name'])


if __name__ == '__main__':
    unittest.main(verbosity=2)
