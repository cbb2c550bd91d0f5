# SPDX-License-Identifier: GPL-3.0-or-later
"""Adding an account: what was found is shown first, and what is wrong is said where it is mended."""

import unittest

import desk
from gi.repository import GLib
from mail_double import MailDouble, make_choice

CERTIFICATE = '''The certificate of imap.lind.example was made by itself.
imap-pin: 0123456789abcdef
imap-subject: CN=imap.lind.example
imap-issuer: CN=imap.lind.example
imap-expires: 1900000000'''


class Accounts(desk.TestCase):
    def setUp(self):
        super().setUp()
        # A store that has nothing yet.
        self.desk.ctl('sync', standalone=True)
        self.double = MailDouble(self.desk)
        self.addCleanup(self.double.close)
        self.double.choices = [make_choice()]
        self.panel = self.open_panel()

    def type(self, text):
        for letter in text:
            self.panel.key(letter)

    def look(self):
        self.panel.see('What may I read?')
        self.panel.press('Another Account…')
        self.panel.see('Whose mail shall I read?')
        self.type('nora@lind.example')
        self.panel.key('Return')

    def sign_in(self, password):
        self.type(password)
        self.panel.key('Return')

    def test_added(self):
        self.look()
        self.panel.see('This is what I found')
        self.panel.see('Reads from imap.lind.example, port 993, encrypted (TLS)')
        self.panel.see('Found: DNS records of lind.example')
        # Nothing was sent before it was shown.
        self.assertEqual(self.double.secrets, [])
        self.sign_in('sesame')
        self.panel.see('nora@lind.example is here')
        self.assertEqual(self.double.secrets, ['sesame'])
        settings = self.double.named('AddAccount')[0][0]
        self.assertEqual(settings['imap-host'], 'imap.lind.example')
        # What only the owner reads is not sent back, and no message holds the password.
        self.assertNotIn('origin', settings)
        self.assertNotIn('sesame', repr(self.double.calls))

    def test_wrong_password(self):
        self.double.add_errors = [('Refused', 'The server does not accept this password.')]
        self.look()
        self.panel.see('This is what I found')
        self.sign_in('wrong')
        self.panel.see('The server does not accept this password.')
        self.sign_in('right')
        self.panel.see('nora@lind.example is here')
        # What was typed replaced what was wrong.
        self.assertEqual(self.double.secrets, ['wrong', 'right'])

    def test_certificate(self):
        self.double.add_errors = [('Certificate', CERTIFICATE)]
        self.look()
        self.panel.see('This is what I found')
        self.sign_in('sesame')
        self.panel.see('Is this the right server?')
        self.panel.see('The certificate of imap.lind.example was made by itself.')
        self.panel.see('0123 4567 89AB CDEF')
        # Return goes the safe way.
        self.panel.key('Return')
        self.panel.see('The account was not added: its server could not prove who it is.')
        self.assertEqual(len(self.double.named('AddAccount')), 1)
        self.double.add_errors = [('Certificate', CERTIFICATE)]
        self.panel.press('Add')
        self.panel.see('Is this the right server?')
        self.panel.press('Trust This Certificate')
        self.panel.see('nora@lind.example is here')
        self.assertEqual(self.double.named('AddAccount')[2][0]['imap-pin'], '0123456789abcdef')

    def test_nothing_found(self):
        self.double.choices = []
        self.look()
        self.panel.see('Nothing was found')
        self.panel.press('By Hand…')
        self.panel.see('The servers, by hand')

    def test_browser(self):
        self.double.choices = [make_choice(auth='google')]
        self.look()
        self.panel.see('You sign in to Google in your browser.')
        self.panel.press('Continue in the Browser')
        self.panel.see('nora@lind.example is here')
        self.assertEqual(self.double.secrets, [''])

    def test_online_accounts_come_first(self):
        self.double.online = [make_choice(auth='goa', **{'goa-id': 'account_1'})]
        self.panel.see('What may I read?')
        self.panel.press('Another Account…')
        self.panel.see('From GNOME Online Accounts')

    def test_account_that_is_refused(self):
        row = self.double.add_account('nora@lind.example',
                                      error='The server does not accept the password any more.')
        self.double.changed('sources')
        self.panel.see('nora@lind.example: The server does not accept the password any more.')
        self.panel.press('Sign In Again')
        self.panel.see('The server wants you to prove again who you are.')
        self.double.tests = [{'imap': GLib.Variant('s', 'It is still wrong.'),
                              'smtp': GLib.Variant('s', '')},
                             {'imap': GLib.Variant('s', ''), 'smtp': GLib.Variant('s', '')}]
        self.sign_in('old')
        self.panel.see('It is still wrong.')
        self.sign_in('new')
        self.panel.see('nora@lind.example is signed in')
        self.assertEqual(self.double.secrets, ['old', 'new'])
        self.assertEqual([args[0] for args in self.double.named('ChangeAccount')], [row, row])

    def test_changed_and_removed(self):
        row = self.double.add_account('nora@lind.example')
        self.panel.act('preferences')
        self.panel.see('nora@lind.example')
        self.panel.tab_to('nora@lind.example')
        self.panel.key('Return')
        self.panel.tab_to('Pause')
        self.panel.key('Return')
        desk.wait_until(lambda: [args[:2] for args in self.double.named('ChangeAccount')] ==
                        [(row, {'paused': True})], 'it to be paused')
        self.panel.tab_to('Remove…')
        self.panel.key('Return')
        self.panel.see('Stop reading “nora@lind.example”?')
        self.assertEqual(self.double.named('RemoveSource'), [])
        self.panel.press('Stop Reading')
        desk.wait_until(lambda: self.double.named('RemoveSource') == [(row,)], 'it to be removed')


if __name__ == '__main__':
    unittest.main(verbosity=2)
