# SPDX-License-Identifier: GPL-3.0-or-later
"""Dictating a mail: each sentence is written where the cursor is, and is one step to undo."""

import unittest

import desk
import world
from mail_double import MailDouble
from speech_double import SpeechDouble


class Dictation(desk.TestCase):
    def setUp(self):
        super().setUp()
        box = self.desk.maildir('mail-%s' % self.id().rpartition('.')[2])
        box.deliver(world.make_mail('Venue for June', 'Could you send me a number?\n',
                                    sender='Marta Keller <marta@keller.example>'))
        self.desk.ctl('source', 'add', 'maildir', box.path, standalone=True)
        self.double = MailDouble(self.desk)
        self.addCleanup(self.double.close)
        self.double.add_account('nora@lind.example')
        self.speech = SpeechDouble(self.double)
        self.addCleanup(self.speech.close)
        self.desk.set_view('mail')
        self.panel = self.open_panel()
        self.panel.see('Marta Keller, Venue for June')
        self.panel.key('j')
        self.panel.key('r')
        self.panel.see('Re: Venue for June')
        self.panel.see('Dictate', 'push button')

    def text(self):
        return self.panel.read(self.panel.see('Text of the message', 'text'))

    def wait_text(self, start):
        desk.wait_until(lambda: self.text().startswith(start), 'to read “%s”, not “%s”' %
                        (start, self.text()))

    def dictate(self):
        self.panel.press('Dictate')
        desk.wait_until(lambda: self.speech.listening == {'purpose': 'dictate'}, 'to listen')
        self.panel.see('Stop Dictating', 'push button')

    def test_sentences_are_written(self):
        self.dictate()
        self.speech.hear('hello mar')
        self.panel.see('hello mar', 'label')
        self.speech.hear('Hello Marta,', True)
        self.wait_text('Hello Marta,')
        self.speech.hear('we will be 42.', True)
        self.wait_text('Hello Marta, we will be 42.')
        self.speech.hear('\n\nThank you', True)
        self.wait_text('Hello Marta, we will be 42.\n\nThank you')
        # Who types meanwhile types where the next sentence follows.
        for letter in ' so':
            self.panel.key(letter)
        self.speech.hear('much', True)
        self.wait_text('Hello Marta, we will be 42.\n\nThank you so much')
        self.panel.chord('z')
        self.wait_text('Hello Marta, we will be 42.\n\nThank you so')
        self.assertNotIn('much', self.text())
        self.panel.press('Stop Dictating')
        desk.wait_until(lambda: self.speech.named('StopListening') == [(True,)], 'it to stop')
        self.speech.end()
        self.panel.see('Dictate', 'push button')
        desk.wait_until(lambda: 'we will be 42.' in self.double.draft(1)[2], 'it to be saved')

    def test_one_sentence_is_one_step(self):
        self.dictate()
        self.speech.hear('The first.', True)
        self.speech.hear('The second.', True)
        self.wait_text('The first. The second.')
        self.panel.chord('z')
        self.wait_text('The first.')
        self.assertNotIn('The second', self.text())
        self.panel.chord('z')
        desk.wait_until(lambda: 'The first' not in self.text(), 'the first to go')

    def test_what_was_said_last_is_deleted(self):
        self.dictate()
        self.speech.hear('The first.', True)
        self.speech.hear('The second.', True)
        self.wait_text('The first. The second.')
        self.speech.command('delete')
        desk.wait_until(lambda: 'The second' not in self.text(), 'the second to go')
        self.wait_text('The first.')
        self.speech.hear('The third.', True)
        self.wait_text('The first. The third.')

    def test_failure_is_said_on_the_page(self):
        self.dictate()
        self.speech.fail('The microphone was unplugged.')
        self.speech.end()
        self.panel.see('The microphone was unplugged.')
        self.panel.see('Dictate', 'push button')

    def test_leaving_the_page_closes_the_microphone(self):
        self.dictate()
        # The first Escape is silence, the second leads back.
        self.panel.key('Escape')
        desk.wait_until(lambda: self.speech.named('Hush'), 'silence')
        self.panel.see('Dictate', 'push button')
        self.dictate()
        self.panel.press('Back')
        desk.wait_until(lambda: self.speech.named('StopListening') == [(False,)], 'it to close')


if __name__ == '__main__':
    unittest.main(verbosity=2)
