# SPDX-License-Identifier: GPL-3.0-or-later
"""Writing mail: nothing is lost, nothing goes by accident, and what went wrong is said."""

import subprocess
import unittest

import desk
import world
from gi.repository import GLib
from mail_double import MailDouble


class Compose(desk.TestCase):
    def setUp(self):
        super().setUp()
        box = self.desk.maildir('mail-%s' % self.id().rpartition('.')[2])
        box.deliver(world.make_mail('Venue for June', 'Could you send me a number?\n',
                                    sender='Marta Keller <marta@keller.example>'))
        self.desk.ctl('source', 'add', 'maildir', box.path, standalone=True)
        with open(self.desk.path('people.vcf'), 'w', encoding='utf-8') as file:
            file.write('BEGIN:VCARD\nVERSION:4.0\nUID:1\nFN:Zoe Quist\nNICKNAME:Captain\n'
                       'EMAIL:zoe@quist.example\nEND:VCARD\n')
        self.desk.ctl('source', 'add', 'vcard', self.desk.path('people.vcf'), standalone=True)
        self.double = MailDouble(self.desk)
        self.addCleanup(self.double.close)
        self.account = self.double.add_account('nora@lind.example', signature='Nora')
        self.desk.set_view('mail')
        with open(self.desk.path('config/glib-2.0/settings/keyfile'), 'a', encoding='utf-8') as file:
            file.write('first-close-told=true\n')
        self.panel = self.open_panel()
        self.panel.see('Marta Keller, Venue for June')

    def type(self, text):
        for letter in text:
            self.panel.key(letter)

    def choose(self, *keys):
        """Chooses another sender."""
        self.panel.see('From', 'combo box').get_child_at_index(0).do_action(0)
        world.time.sleep(0.5)
        for key in (*keys, 'Return'):
            self.panel.key(key)

    def reply(self):
        self.panel.key('j')
        self.panel.key('r')
        self.panel.see('Re: Venue for June')
        desk.wait_until(lambda: self.panel.find('Discard this draft'), 'the page to write on')

    def saved(self, text):
        def look():
            draft = self.double.draft(1)
            return draft is not None and text in draft[2]
        desk.wait_until(look, '“%s” to be saved' % text)

    def test_saved_as_one_writes(self):
        self.reply()
        self.type('we are 42')
        self.saved('we are 42')
        self.panel.see('Saved')
        recipients, subject, text, _files = self.double.draft(1)
        self.assertEqual(recipients, '+Marta Keller\tmarta@keller.example')
        self.assertEqual(subject, 'Re: Venue for June')
        self.assertIn('> Something.', text)

    def test_escape_keeps_the_draft(self):
        self.reply()
        self.type('soon')
        self.panel.key('Escape')
        self.panel.miss('Back')
        self.saved('soon')
        self.panel.press('Drafts 1', None)
        self.panel.see('Draft, Marta Keller, Re: Venue for June')
        self.panel.act('show-view', GLib.Variant('s', 'mail'))

    def reopen(self):
        """Closes the panel, which is only hidden then, and brings it back."""
        self.panel.chord('w')
        self.panel.miss('Discard this draft')
        subprocess.run([desk.PANEL], env=self.desk.env, check=True, timeout=20)
        self.panel.see('Discard this draft')

    def test_written_on_after_the_panel_was_closed(self):
        self.reply()
        self.type('we are')
        self.saved('we are')
        self.reopen()
        self.type(' 42')
        self.saved('we are 42')
        self.panel.press('Send this message')
        self.panel.see('Sending in 10 s')
        self.assertIn('we are 42', self.double.sent[1][6])

    def test_empty_mail_is_there_after_the_panel_was_closed(self):
        self.reply()
        self.reopen()
        self.assertEqual(self.double.named('DiscardDraft'), [])
        self.type('soon')
        self.saved('soon')
        self.panel.key('Escape')
        self.panel.miss('Back')
        self.assertEqual(self.double.named('DiscardDraft'), [])

    def end_the_service(self):
        self.double.leave()
        self.panel.see('What you see may be out of date.')

    def test_written_while_the_service_is_away(self):
        self.reply()
        self.type('we are')
        self.saved('we are')
        self.end_the_service()
        self.type(' 42')
        self.panel.see('Not saved')
        self.double.come_back()
        self.saved('we are 42')
        self.panel.see('Saved')

    def test_left_while_the_service_is_away(self):
        self.reply()
        self.type('we are')
        self.saved('we are')
        self.panel.key('Escape')
        self.panel.miss('Back')
        self.double._compose('new', 0)
        self.double.changed('drafts')
        self.end_the_service()
        self.open_draft('Draft, Marta Keller, Re: Venue for June')
        self.type('42: ')
        self.panel.key('Escape')
        self.panel.see('Your mail is not saved yet.')
        # Another one takes its place on the page, and gives it back.
        self.open_draft('Draft, Nobody')
        self.panel.key('Escape')
        self.open_draft('Draft, Marta Keller, Re: Venue for June')
        self.panel.see('Not saved')
        self.type('and ')
        self.panel.key('Escape')
        self.panel.miss('Back')
        self.double.come_back()
        self.saved('and 42: we are')

    def open_draft(self, name):
        if self.panel.find(name) is None:
            self.panel.press('Drafts', None)
        self.panel.tab_to(name)
        self.panel.key('Return')
        self.panel.see('Discard this draft')
        world.time.sleep(0.5)

    def test_saved_later_than_its_page_was_left(self):
        """What was written comes back also where the store does not have it yet."""
        self.reply()
        self.double.waiting = ('SaveDraft',)
        self.type('we are 42')
        self.panel.key('Escape')
        self.panel.miss('Back')
        self.open_draft('Draft, Marta Keller, Re: Venue for June')
        self.type('yes, ')
        self.double.release()
        self.saved('yes, we are 42')

    def test_new_mail_that_was_written_on_stays(self):
        """Also when another page stood on it."""
        self.panel.key('c')
        self.panel.see('Discard this draft')
        desk.wait_until(lambda: self.double.named('Compose'), 'a draft')
        world.time.sleep(0.5)
        self.type('nobody')
        desk.wait_until(lambda: 'nobody' in self.double.draft(1)[0], 'it to be saved')
        self.panel.chord('f')
        self.panel.see('Everything, as you type')
        self.panel.key('Escape')
        self.panel.see('Draft, kept as you write')
        world.time.sleep(0.5)
        self.panel.key('Escape')
        self.panel.miss('Back')
        self.assertEqual(self.double.named('DiscardDraft'), [])
        self.assertIn('nobody', self.double.draft(1)[0])

    def test_sent_after_its_page_was_left(self):
        self.reply()
        self.type('yes')
        self.double.waiting = ('SaveDraft',)
        self.panel.press('Send this message')
        desk.wait_until(lambda: self.double.held, 'it to be saved')
        self.panel.key('Escape')
        self.panel.miss('Back')
        self.double.release()
        self.panel.see('Sending in 10 s')
        self.assertIn('yes', self.double.sent[1][6])

    def test_not_sent_after_its_page_was_left(self):
        self.reply()
        self.type('yes')
        self.double.waiting = ('Send',)
        self.panel.press('Send this message')
        desk.wait_until(lambda: self.double.held, 'it to be sent')
        self.panel.key('Escape')
        self.panel.miss('Back')
        self.double.refuse('The file plan.pdf cannot be read.')
        self.panel.see('Your mail was not sent. The file plan.pdf cannot be read.')

    def test_not_sent_while_the_service_is_away(self):
        """Not later by itself either: it is not known whether its writer still wants it."""
        self.reply()
        self.type('yes')
        self.end_the_service()
        self.panel.press('Send this message')
        self.panel.see('The companion’s service is not running.')
        self.double.come_back()
        self.panel.see('Saved')
        self.assertEqual(self.double.named('Send'), [])
        self.panel.press('Send this message')
        self.panel.see('Sending in 10 s')

    def test_nothing_written_leaves_nothing(self):
        self.reply()
        self.panel.key('Escape')
        self.panel.miss('Back')
        desk.wait_until(lambda: self.double.named('DiscardDraft') == [(1,)], 'it to be forgotten')
        self.assertIsNone(self.double.draft(1))

    def test_sent_and_taken_back(self):
        self.reply()
        self.type('yes')
        self.panel.press('Send this message')
        self.panel.see('Sending in 10 s')
        self.assertIn('yes', self.double.sent[1][6])
        self.panel.press('Undo')
        desk.wait_until(lambda: self.double.named('CancelSend'), 'it to be taken back')
        self.panel.see('Discard this draft')
        self.saved('yes')

    def test_forgotten_attachment(self):
        self.reply()
        self.type('see the attached plan')
        self.panel.press('Send this message')
        self.panel.see('You write of an attachment, but there is none.')
        self.assertEqual(self.double.named('Send'), [])
        self.panel.press('Send Anyway')
        self.panel.see('Sending in 10 s')

    def test_nobody(self):
        self.panel.key('c')
        self.panel.see('Discard this draft')
        desk.wait_until(lambda: self.double.named('Compose') == [('new', 0)], 'a draft')
        self.panel.press('Send this message')
        self.panel.see('Nobody is to get this yet. Whom is it for?')
        self.assertEqual(self.double.named('Send'), [])

    def test_people_are_offered(self):
        self.panel.key('c')
        self.panel.see('Discard this draft')
        desk.wait_until(lambda: self.double.named('Compose'), 'a draft')
        world.time.sleep(0.5)
        self.type('mar')
        self.panel.see('marta@keller.example')
        self.panel.key('Return')
        desk.wait_until(lambda: self.double.draft(1)[0] == '+Marta Keller\tmarta@keller.example',
                        'the recipient to be saved')

    def test_address_book_is_offered(self):
        """Somebody who never wrote, by the name that the owner calls her."""
        self.panel.key('c')
        self.panel.see('Discard this draft')
        desk.wait_until(lambda: self.double.named('Compose'), 'a draft')
        world.time.sleep(0.5)
        self.type('capt')
        self.panel.see('zoe@quist.example')
        self.panel.key('Return')
        desk.wait_until(lambda: self.double.draft(1)[0] == '+Zoe Quist\tzoe@quist.example',
                        'the recipient to be saved')

    def test_identities(self):
        """An account writes as each of its identities, and the signature follows."""
        self.double.add_identity(self.account, 'chair@choir.example', 'Nora Lind, Choir', 'Choir')
        self.double.add_identity(self.account, 'shop@lind.example')
        self.panel.key('c')
        self.panel.see('Discard this draft')
        self.panel.see('Nora Lind <nora@lind.example>')
        self.choose('Down')
        desk.wait_until(lambda: self.double.sender(1) == (self.account, 'chair@choir.example'),
                        'the sender to be saved')
        text = self.double.draft(1)[2]
        self.assertTrue(text.endswith('\n-- \nChoir\n'), text)
        self.assertNotIn('\nNora\n', text)
        self.choose('Down')
        desk.wait_until(lambda: self.double.sender(1) == (self.account, 'shop@lind.example'),
                        'the other sender')
        self.assertNotIn('-- ', self.double.draft(1)[2])
        self.choose('Up', 'Up')
        desk.wait_until(lambda: self.double.sender(1) == (self.account, ''), 'the account itself')
        self.assertTrue(self.double.draft(1)[2].endswith('\n-- \nNora\n'))

    def test_unsent_from_outside(self):
        """What a notification of a mail that did not go opens."""
        self.double.add_outbox(5, 'Photos', 'The server takes at most 10 MB.')
        self.double.changed('outbox')
        self.panel.act('show-view', GLib.Variant('s', 'today'))
        self.panel.miss('The server takes at most 10 MB.')
        self.panel.act('show-view', GLib.Variant('s', 'unsent'))
        self.panel.see('The server takes at most 10 MB.')
        # Also over what is open.
        self.panel.key('c')
        self.panel.see('Discard this draft')
        self.panel.act('show-view', GLib.Variant('s', 'unsent'))
        self.panel.see('The server takes at most 10 MB.')
        self.panel.miss('Back')

    def test_outbox_asks(self):
        self.double.add_outbox(2, 'Invoice', 'The connection was lost while the server had it.')
        self.double.add_outbox(5, 'Photos', 'The server takes at most 10 MB.')
        self.double.changed('outbox')
        self.panel.press('Not sent 2', None)
        self.panel.see('Was it sent?')
        self.panel.see('The server takes at most 10 MB.')
        self.panel.press('Yes, It Was')
        desk.wait_until(lambda: self.double.named('ResolveSend') == [(1, 'unknown', False)], 'the answer')
        self.panel.miss('Invoice')
        # A button that is pressed clicks a moment later, and the list is made anew once more.
        self.panel.settle('Send Again')
        self.panel.press('Send Again')
        desk.wait_until(lambda: self.double.named('ResolveSend')[1:] == [(2, 'refused', True)], 'another try')


if __name__ == '__main__':
    unittest.main(verbosity=2)
