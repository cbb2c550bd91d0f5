# SPDX-License-Identifier: GPL-3.0-or-later
"""The page on old mail, with the real service: what is found, what is chosen, one yes and one Undo."""

import os
import unittest

import desk
import world

DAY = 86400
TEXT = 'The garden shed has a new roof, and the rain stays outside.\nWe planted beans.\n'


class Review(desk.TestCase):
    def setUp(self):
        super().setUp()
        self.box = self.desk.maildir('mail-%s' % self.id().rpartition('.')[2])
        self.daemon = None

    def deliver(self, n, sender, subject, headers=None, age=60):
        for i in range(n):
            self.box.deliver(world.make_mail(
                '%s %d' % (subject, i), TEXT, sender=sender, headers=headers,
                when=world.NOW_SECONDS - (age + i) * DAY), flags='')

    def deliver_all(self):
        acme = {'List-Id': '<news.acme.example>',
                'List-Unsubscribe': '<https://www.acme.example/leave>'}
        self.deliver(24, 'ACME News <news@acme.example>', 'Garden letter', acme)
        self.deliver(9, 'Harbour <noreply@harbour.example>', 'Tide', {'Auto-Submitted': 'auto-generated'})
        self.deliver(3, 'Ana Silva <ana@silva.example>', 'Holiday')

    def open(self):
        self.desk.ctl('source', 'add', 'maildir', self.box.path, standalone=True)
        # A service that starts for the first time writes its name into the same file.
        self.desk.set_view('mail')
        self.daemon = self.desk.start_daemon()
        self.addCleanup(self.desk.stop_daemon, self.daemon)
        self.panel = self.open_panel()
        self.panel.tab_to('Other mail')
        self.panel.key(' ')
        self.panel.see('Look through Old Mail…')
        self.panel.press('Look through Old Mail…', 'menu item')

    def count(self, folder):
        path = os.path.join(self.box.path, folder, 'cur')
        return len(os.listdir(path)) if os.path.isdir(path) else 0

    def test_archive_and_undo(self):
        self.deliver_all()
        self.open()
        self.panel.see('ACME News')
        self.panel.see('24 newsletters, you opened none')
        self.panel.see('Choose the mail of Harbour')
        self.panel.see('Written by people')
        self.assertEqual(self.count('.Archive'), 0, 'nothing moves without a yes')
        self.panel.press('Archive 9 Mails')
        desk.wait_until(lambda: self.count('.Archive') == 9, 'the mail to be archived')
        self.panel.press('Undo')
        desk.wait_until(lambda: self.count('.Archive') == 0, 'the mail to be back')
        self.panel.see('Choose the mail of Harbour')

    def test_leaving_asks_first(self):
        self.deliver_all()
        self.open()
        self.panel.see('ACME News')
        self.panel.tab_to('Choose the mail of ACME News')
        self.panel.key(' ')
        self.panel.see('Archive 33 Mails')
        self.panel.press('Leave 1 List…')
        self.panel.see('https://www.acme.example/leave')
        self.panel.press('Cancel')
        self.panel.miss('https://www.acme.example/leave')
        self.assertEqual(self.count('.Archive'), 0)

    def test_nothing(self):
        self.deliver(2, 'Ana Silva <ana@silva.example>', 'Holiday')
        self.open()
        self.panel.see('Nothing to Tidy')


if __name__ == '__main__':
    unittest.main(verbosity=2)
