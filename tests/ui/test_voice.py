# SPDX-License-Identifier: GPL-3.0-or-later
"""What listens and speaks, in the settings: chosen, heard, found, added and allowed."""

import unittest

import desk
from gi.repository import GLib
from mail_double import MailDouble
from speech_double import SPEECH, SpeechDouble
from test_services import pack
from world import PATH

VOICES = [
    {'id': 'flite:slt', 'title': 'Slt, a woman (flite)', 'language': 'en-US', 'local': True},
    {'id': 'flite:rms', 'title': 'Rms, a man (flite)', 'language': 'en-US', 'local': True},
    {'id': 'espeak:de', 'title': 'German (eSpeak NG)', 'language': 'de', 'local': True},
]
WHISPER = {'name': 'faster-whisper', 'kind': 'wyoming', 'address': '127.0.0.1:10300',
           'hears': True, 'speaks': False, 'foreign': False, 'models': ['small']}
TYPES = {'sample-rate': 'u', 'models': 'as'}


class SpeechSetup(SpeechDouble):
    """Keeps what listens and speaks as hearthd does."""

    def __init__(self, service):
        super().__init__(service)
        self.services = []
        self.found = []
        self.chosen = {'recognition': '', 'speech': ''}

    def list(self):
        return [self.pack(dict(service, used=self.chosen[service['use']] == service['id']))
                for service in self.services]

    @staticmethod
    def pack(fields):
        packed = pack({key: value for key, value in fields.items() if key not in TYPES})
        packed.update({key: GLib.Variant(kind, fields[key]) for key, kind in TYPES.items()
                       if key in fields})
        return packed

    def save(self, told):
        far = 'example' in told['address']
        service = dict(told, id=told['id'] or 'new', title=told['name'] or told['address'],
                       local=not far, agreed=not far, host='voice.example' if far else '',
                       leaves='The sound of what you say goes to voice.example.' if far
                       else 'Nothing leaves this computer.')
        self.services.append(service)
        return GLib.Variant('(s)', (service['id'],))

    def answer(self, method, told):
        if method == 'ListSpeechServices':
            return GLib.Variant('(aa{sv})', (self.list(),))
        if method == 'ListVoices':
            return GLib.Variant('(aa{sv})', ([self.pack(dict(v, service='', host=''))
                                              for v in VOICES],))
        if method == 'FindSpeechServices':
            return GLib.Variant('(aa{sv})', ([self.pack(f) for f in self.found],))
        if method == 'TrySpeechService':
            return GLib.Variant('(s)', ('It listens: it answered after 0.4 s.',))
        if method == 'Say':
            return GLib.Variant('(b)', (True,))
        if method == 'SaveSpeechService':
            reply = self.save(told[0])
        else:
            reply = None
        if method == 'ChooseSpeech':
            self.chosen[told[0]] = told[1]
        elif method == 'AgreeSpeechHost':
            for service in self.services:
                service['agreed'] = service['local'] or told[1]
        elif method == 'RemoveSpeechService':
            self.services = [s for s in self.services if s['id'] != told[0]]
        self.bus.emit_signal(None, PATH, SPEECH, 'SpeechChanged', None)
        return reply

    def _call(self, _bus, _sender, _path, _interface, method, parameters, invocation):
        told = parameters.unpack()
        self.calls.append((method, told))
        if self.refusal is not None and method not in ('ListSpeechServices', 'ListVoices'):
            invocation.return_dbus_error(SPEECH + '.Error', self.refusal)
        else:
            invocation.return_value(self.answer(method, told))


class Voice(desk.TestCase):
    def setUp(self):
        super().setUp()
        box = self.desk.maildir('mail-%s' % self.id().rpartition('.')[2])
        self.desk.ctl('source', 'add', 'maildir', box.path, standalone=True)
        service = MailDouble(self.desk)
        self.addCleanup(service.close)
        self.double = SpeechSetup(service)
        self.addCleanup(self.double.close)

    def open(self):
        panel = self.open_panel()
        panel.act('preferences')
        panel.see('Companion')
        panel.tab_to('Voice')
        panel.key('Return')
        panel.see('What listens')
        return panel

    def called(self, method, count=1):
        desk.wait_until(lambda: len(self.double.named(method)) >= count, method)
        return self.double.named(method)[-1]

    def test_first(self):
        """Without a service it is said what there is, what it understands, and how to get more."""
        panel = self.open()
        panel.see('This computer, in English')
        panel.see('It understands English only')
        panel.see('Piper speaks like a person')
        panel.see('Whisper understands almost any language')
        panel.see('One that speaks the language')
        panel.press('Hear It')
        text, options = self.called('Say')
        self.assertEqual(text, 'Hello. This is how I sound.')
        self.assertEqual(options['voice'], '')

    def test_hands_free(self):
        """A phrase that will not do is said so, and nothing is switched on."""
        panel = self.open()
        self.double.refusal = 'A phrase needs four syllables.'
        panel.press('Come when you are called', 'check box')
        self.assertEqual(self.called('SetHandsFree'), (True, ''))
        panel.see('A phrase needs four syllables.')
        self.assertEqual(self.double.named('SetHandsFree'), [(True, '')])

    def test_found(self):
        self.double.found = [WHISPER]
        panel = self.open()
        panel.press('Look')
        panel.see('faster-whisper')
        panel.press('Let It Listen: faster-whisper')
        self.called('ChooseSpeech')
        self.assertEqual(self.double.chosen, {'recognition': 'new', 'speech': ''})
        saved = self.called('SaveSpeechService')[0]
        self.assertEqual((saved['kind'], saved['use'], saved['address'], saved['name']),
                         ('wyoming', 'recognition', '127.0.0.1:10300', 'faster-whisper'))
        panel.see('Nothing leaves this computer.')
        panel.miss('Piper speaks like a person')

    def test_added(self):
        """What would leave the computer is said before, and agreed to."""
        panel = self.open()
        panel.press('Add a Service…')
        panel.see('Address, such as', 'text')
        panel.see('It listens')
        # The address has the focus; the kind is before it.
        panel.tab_to('Kind')
        for key in ('Return', 'Down', 'Return'):
            panel.key(key)
        panel.see('Key (kept in your keyring)')
        panel.see('Address, such as https')
        panel.key('Tab')
        for letter in 'voice.example':
            panel.key(letter)
        panel.see('The sound of what you say goes to voice.example.')
        self.assertEqual(panel.nameless(), [])
        panel.tab_to('What is spoken may go to voice.example')
        panel.key(' ')
        panel.press('Add and Use It')
        self.assertEqual(self.called('ChooseSpeech'), ('recognition', 'new'))
        self.assertEqual(self.called('AgreeSpeechHost'), ('voice.example', True))
        saved = self.called('SaveSpeechService')[0]
        self.assertEqual((saved['kind'], saved['use'], saved['address']),
                         ('openai', 'recognition', 'voice.example'))
        panel.see('voice.example')

    def test_nothing_found(self):
        panel = self.open()
        panel.press('Look')
        panel.see('No speech service answers on this computer.')

    def test_refused(self):
        """What goes wrong is said."""
        panel = self.open()
        self.double.refusal = 'The voice is hoarse.'
        panel.press('Hear It')
        panel.see('The voice is hoarse.')

    def test_removed(self):
        self.double.save({'id': 'one', 'kind': 'openai', 'use': 'recognition', 'name': 'Far',
                          'address': 'https://voice.example/v1', 'model': '', 'voice': ''})
        self.double.chosen['recognition'] = 'one'
        panel = self.open()
        panel.see('The sound of what you say goes to voice.example.')
        panel.tab_to('Far', limit=60)
        panel.key(' ')
        panel.see('What is spoken may go to voice.example')
        panel.tab_to('What is spoken may go to voice.example')
        panel.key(' ')
        self.assertEqual(self.called('AgreeSpeechHost'), ('voice.example', True))
        panel.press('Test')
        panel.see('It listens: it answered after 0.4 s.')
        self.assertEqual(panel.nameless(), [])
        panel.press('Remove')
        panel.see('Remove “Far”?')
        panel.tab_to('Remove')
        panel.key('Return')
        self.assertEqual(self.called('RemoveSpeechService'), ('one',))
        panel.see('Piper speaks like a person')


if __name__ == '__main__':
    unittest.main(verbosity=2)
