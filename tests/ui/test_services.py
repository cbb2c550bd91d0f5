# SPDX-License-Identifier: GPL-3.0-or-later
"""What answers, in the settings: chosen, added, allowed, found and downloaded."""

import unittest

import desk
from gi.repository import GLib
from mail_double import MailDouble

LEAVES = 'Your questions, and the messages and events that they need, go to ai.example.'
BUILTIN = {'id': 'builtin', 'kind': 'builtin', 'title': 'This computer, by rules', 'local': True,
           'agreed': True, 'leaves': 'Nothing leaves this computer.', 'host': ''}
REMOTE = {'id': 'one', 'kind': 'openai', 'title': 'big on ai.example', 'local': False,
          'agreed': False, 'leaves': LEAVES, 'host': 'ai.example', 'speed': 31.7,
          'base-url': 'https://ai.example/v1', 'model': 'big'}
MIND = {'id': 'small', 'title': 'Small 1.5', 'licence': 'Apache-2.0', 'languages': 'some',
        'host': 'files.example', 'size': 2000000000, 'memory': 4000000000, 'done': 0,
        'state': 'none', 'problem': ''}
TYPES = {'size': 't', 'memory': 't', 'done': 't', 'speed': 'd', 'purposes': 'as', 'models': 'as',
         'sizes': 'at', 'first': 'd'}


def pack(fields):
    def wrap(key, value):
        kind = TYPES.get(key) or ('b' if isinstance(value, bool) else 's')
        return GLib.Variant(kind, value)
    return {key: wrap(key, value) for key, value in fields.items()}


class Double(MailDouble):
    """Keeps services as hearthd does."""

    def __init__(self, where):
        super().__init__(where)
        self.services = [dict(BUILTIN)]
        self.minds = [dict(MIND)]
        self.found = []
        self.uses = {'conversation': 'builtin', 'plan': 'builtin', 'summaries': 'builtin'}
        self.test_error = None

    def list(self):
        return [pack(dict(s, purposes=[p for p, c in self.uses.items() if c == s['id']]))
                for s in self.services]

    def answer_service(self, method, told, invocation):
        answers = {
            'ListServices': lambda: GLib.Variant('(aa{sv})', (self.list(),)),
            'ListServiceKinds': lambda: GLib.Variant('(aa{sv})', ([pack(
                {'id': 'openai', 'name': 'OpenAI-compatible service', 'base-url': ''})],)),
            'ListModels': lambda: GLib.Variant('(as)', (['big', 'huge'],)),
            'ListMinds': lambda: GLib.Variant('(aa{sv})', ([pack(m) for m in self.minds],)),
            'FindLocalServices': lambda: GLib.Variant('(aa{sv})', ([pack(f) for f in self.found],)),
            'TestService': lambda: GLib.Variant('(a{sv})', (pack(
                {'text': 'Hello.', 'first': 0.4, 'speed': 22.0}),)),
        }
        if method in answers:
            invocation.return_value(answers[method]())
            return True
        if method == 'SaveService':
            service = dict(REMOTE, **told[0])
            service.update(id='new', title='%s, new' % service['model'])
            self.services.append(service)
            invocation.return_value(GLib.Variant('(s)', ('new',)))
        elif method == 'ChoosePurpose':
            self.uses[told[0]] = told[1]
            invocation.return_value(None)
        elif method == 'AgreeToHost':
            for service in self.services:
                if service['host'] == told[0]:
                    service['agreed'] = told[1]
            invocation.return_value(None)
        elif method == 'RemoveService':
            self.services = [s for s in self.services if s['id'] != told[0]]
            invocation.return_value(None)
        elif method in ('DownloadMind', 'StopDownload', 'RemoveMind'):
            self.minds[0].update({'DownloadMind': {'state': 'downloading', 'done': 500000000},
                                  'StopDownload': {'state': 'paused'},
                                  'RemoveMind': {'state': 'none', 'done': 0}}[method])
            invocation.return_value(None)
            self.changed('minds')
            return True
        else:
            return False
        self.changed('services')
        return True

    def _call(self, bus, sender, path, interface, method, parameters, invocation):
        told = parameters.unpack()
        self.calls.append((method, told))
        if not self.answer_service(method, told, invocation):
            super()._call(bus, sender, path, interface, method, parameters, invocation)


class Services(desk.TestCase):
    def setUp(self):
        super().setUp()
        box = self.desk.maildir('mail-%s' % self.id().rpartition('.')[2])
        self.desk.ctl('source', 'add', 'maildir', box.path, standalone=True)
        self.double = Double(self.desk)
        self.addCleanup(self.double.close)

    def open(self):
        panel = self.open_panel()
        panel.act('preferences')
        panel.see('Companion')
        panel.tab_to('What answers')
        panel.key('Return')
        panel.see('On this computer')
        return panel

    def top(self, panel, name):
        return panel.see(name, 'push button').get_extents(panel.desk.atspi.CoordType.WINDOW).y

    def use(self, **fields):
        """What services used this month; a limit that is set stands there from then on."""
        usage = {'tokens-in': GLib.Variant('x', 900), 'tokens-out': GLib.Variant('x', 120),
                 'remote': GLib.Variant('x', 820), 'cost': GLib.Variant('d', 1.25),
                 'currency': GLib.Variant('s', 'EUR'), 'limit-tokens': GLib.Variant('x', 0),
                 'limit-cost': GLib.Variant('d', 0), 'priced': GLib.Variant('b', False),
                 'reached': GLib.Variant('b', False)}
        usage.update(fields)
        self.double.set('MonthlyUsage', GLib.Variant('a{sv}', usage))

    def told(self, method):
        return [args for name, args in self.double.calls if name == method]

    def test_alone(self):
        panel = self.open()
        panel.see('Nothing leaves this computer.')
        panel.see('None yet')
        panel.see('Small 1.5')
        # Nobody looked, so nobody was asked.
        self.assertEqual(self.told('FindLocalServices'), [])

    def test_monthly_limit(self):
        """What was used stands beside the limit; a limit is set by the keyboard, and said when reached."""
        self.use()
        panel = self.open()
        panel.see('820 tokens · 1.25 EUR')
        panel.see('200 more on this computer')
        panel.miss('The limit is reached')
        self.assertIsNone(panel.find('Money'), 'no price is known')
        panel.tab_to('Tokens')
        panel.key('Return')
        for letter in '500':
            panel.key(letter)
        panel.key('Return')
        desk.wait_until(lambda: self.told('SetMonthlyLimit')[-1:] == [(500, 0.0)], 'the limit')
        self.use(**{'limit-tokens': GLib.Variant('x', 500), 'reached': GLib.Variant('b', True),
                    'priced': GLib.Variant('b', True)})
        panel.see('The limit is reached')
        panel.tab_to('Money (EUR)')
        panel.key('Return')
        for letter in '2.5':
            panel.key(letter)
        panel.key('Return')
        desk.wait_until(lambda: self.told('SetMonthlyLimit')[-1] == (500, 2.5), 'the limit in money')

    def test_allowed_tested_removed(self):
        self.double.services.append(dict(REMOTE))
        panel = self.open()
        panel.see('big on ai.example')
        panel.see('32 tokens a second')
        panel.tab_to('big on ai.example')
        panel.key(' ')
        panel.see('Questions and mail may go to ai.example')
        panel.tab_to('Questions and mail may go to ai.example')
        panel.key(' ')
        desk.wait_until(lambda: self.told('AgreeToHost') == [('ai.example', True)], 'the word')
        panel.press('Test')
        panel.see('after 0.4 s, 22 tokens a second')
        panel.press('Remove')
        panel.see('Remove “big on ai.example”?')
        panel.tab_to('Remove')
        panel.key('Return')
        desk.wait_until(lambda: self.told('RemoveService') == [('one',)], 'its end')
        panel.see('None yet')

    def test_added(self):
        panel = self.open()
        panel.press('Add a Service…')
        panel.see('Name of the model')
        # The address has the focus; GTK 4.8 says so of no text inside of an entry.
        panel.see('Address, such as', 'text')
        for letter in 'https://ai.example':
            panel.key(letter)
        panel.see('go to ai.example')
        panel.press('Show Its Models')
        panel.tab_to('Questions and mail may go to ai.example')
        panel.key(' ')
        panel.press('Add and Use It')
        desk.wait_until(lambda: self.told('ChoosePurpose') == [('conversation', 'new')], 'its use')
        saved = self.told('SaveService')[0][0]
        self.assertEqual((saved['kind'], saved['base-url'], saved['model']),
                         ('openai', 'https://ai.example', 'big'))
        self.assertEqual(self.told('AgreeToHost'), [('ai.example', True)])
        panel.see('big, new')

    def test_found(self):
        self.double.found = [{'name': 'Ollama', 'kind': 'ollama', 'foreign': False,
                              'base-url': 'http://127.0.0.1:11434', 'models': ['qwen3:4b'],
                              'sizes': [2500000000]}]
        panel = self.open()
        panel.press('Look')
        panel.see('qwen3:4b')
        panel.see('Ollama · 2.5\u00a0GB')
        # What was found stands below what looked for it, and above what could be downloaded.
        self.assertLess(self.top(panel, 'Use: qwen3:4b'), self.top(panel, 'Choose…'))
        self.assertLess(self.top(panel, 'Choose…'), self.top(panel, 'Download: Small 1.5'))
        panel.press('Use: qwen3:4b')
        desk.wait_until(lambda: self.told('ChoosePurpose') == [('conversation', 'new')], 'its use')
        self.assertEqual(self.told('SaveService')[0][0]['kind'], 'ollama')

    def test_found_without_a_model(self):
        self.double.found = [{'name': 'Ollama', 'kind': 'ollama', 'foreign': False,
                              'base-url': 'http://127.0.0.1:11434', 'models': [], 'sizes': []}]
        panel = self.open()
        panel.press('Look')
        panel.see('Ollama answers, but has no model yet.')

    def test_everything_says_what_it_is(self):
        self.double.services.append(dict(REMOTE))
        panel = self.open()
        panel.see('big on ai.example')
        panel.tab_to('big on ai.example')
        panel.key(' ')
        panel.see('Questions and mail may go to ai.example')
        self.assertEqual(panel.nameless(), [])
        panel.press('Add a Service…')
        panel.see('Name of the model', 'text')
        panel.see('Key (kept in your keyring)')
        self.assertEqual(panel.nameless(), [])

    def test_downloaded(self):
        panel = self.open()
        panel.press('Download: Small 1.5')
        panel.see('500.0\u00a0MB of 2.0\u00a0GB from files.example')
        self.assertEqual(self.told('DownloadMind'), [('small', True)])
        panel.press('Stop: Small 1.5')
        panel.see('Go On: Small 1.5')
        self.double.minds[0].update(state='none', done=0, problem='The disk is full: 1 GB more.')
        self.double.changed('minds')
        panel.see('The disk is full: 1 GB more.')


if __name__ == '__main__':
    unittest.main(verbosity=2)
