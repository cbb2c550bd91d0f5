# SPDX-License-Identifier: GPL-3.0-or-later
"""What is known, what was done and what left this computer, with the real service."""

import os
import sqlite3
import unittest

import desk
import world
from gi.repository import GLib

MENU = 'What I Know about You'


class Memory(desk.TestCase):
    def setUp(self):
        super().setUp()
        self.box = self.desk.maildir('mail-%s' % self.id().rpartition('.')[2])

    def begin(self, *subjects):
        for subject in subjects:
            self.box.deliver(world.make_mail(subject, 'Some words.\n'), flags='')
        self.desk.ctl('source', 'add', 'maildir', self.box.path, standalone=True)

    def open(self):
        self.daemon = self.desk.start_daemon()
        self.addCleanup(self.desk.stop_daemon, self.daemon)
        self.panel = self.open_panel()
        self.panel.see('Here ·')
        self.panel.act('show-view', GLib.Variant('s', 'memory'))
        self.panel.see('What I know about you')

    def write(self, sql, *values):
        with sqlite3.connect(os.path.join(self.desk.data, 'hearth.db')) as database:
            database.execute(sql, values)
        database.close()

    def test_empty(self):
        self.begin()
        self.open()
        self.panel.see('Nothing yet. Say “Remember that …”, and it stands here.')
        self.panel.see('Nothing was done, and nothing has left this computer.')
        self.panel.see('No connection was made in the last days.')

    def test_journal(self):
        """What is done stands there at once, is taken back and shown from there."""
        self.begin('Garden', 'Harbour')
        self.open()
        number = {mail['subject']: mail['id']
                  for mail in self.desk.ctl('mail', 'list', json_output=True)}
        self.desk.ctl('mail', 'flag', str(number['Garden']))
        self.desk.ctl('mail', 'archive', str(number['Harbour']))
        self.panel.see('Starred: Garden')
        self.panel.settle('Archived: Harbour')
        self.panel.press('Undo: Starred: Garden')
        self.panel.see('Taken back')
        self.panel.miss('Undo: Starred: Garden')
        flags = {mail['subject']: mail['flags'] for mail in
                 self.desk.ctl('mail', 'list', json_output=True) if 'flags' in mail}
        self.assertNotIn('flagged', flags.get('Garden', ''))
        # By the keyboard alone.
        self.panel.tab_to('Undo: Archived: Harbour')
        self.panel.key(' ')
        self.panel.miss('Undo: Archived: Harbour')
        self.panel.settle('Show: Archived: Harbour')
        self.panel.press('Show: Archived: Harbour')
        self.panel.see('Some words.')

    def test_receipts(self):
        """What was counted stands there by day; one that does not agree is open and says so."""
        self.begin()
        day = int(GLib.DateTime.new_from_iso8601(self.desk.env['HEARTH_NOW'],
                                                 GLib.TimeZone.new_utc()).to_unix() // 86400)
        self.write('INSERT INTO receipts VALUES (?, ?, ?, 1500, 9000, 1400, 8000, 0)', day,
                   'api.example.com', 'send')
        self.write('INSERT INTO receipts VALUES (?, ?, ?, 700, 9000, 700, 9000, 0)', day,
                   'localhost', 'answers')
        self.write('INSERT INTO receipts VALUES (?, ?, ?, 99000, 9000, 1000, 8000, 4321)', day - 1,
                   'odd.example.com', 'mail')
        self.open()
        self.panel.see('1.5\u00a0kB left, to 1 host')
        self.panel.see('What was counted and what I know of do not agree')
        self.panel.see('odd.example.com')
        self.panel.see('differs by 4321 bytes')

    def test_known(self):
        self.begin()
        for state, subject, text, source in (
                (1, 'owner', 'Mornings are for writing', 'conversation'),
                (1, 'amy@example.org', 'Amy plays the cello', 'owner'),
                (0, 'owner', 'Signs letters “T.”', 'act')):
            self.write('INSERT INTO memories (kind, subject, text, source_kind, source, state, label,'
                       " created, changed) VALUES ('fact', ?, ?, ?, '', ?, 0, 1700000000, 1700000000)",
                       subject, text, source, state)
        self.write("UPDATE memories SET reason = 'You signed 9 of your last 10 mails so.' WHERE state = 0")
        self.open()
        self.panel.see('Mornings are for writing')
        self.panel.see('You said so')
        self.panel.see('About others')
        self.panel.see('amy@example.org · You wrote it')
        self.panel.see('May I remember this?')
        self.panel.see('You signed 9 of your last 10 mails so. I keep it only if you say yes.')
        self.panel.tab_to('Mornings are for writing')
        self.panel.key(' ')
        self.panel.see('In your words', 'text')
        self.panel.see('Forget…: Mornings are for writing')
        self.assertEqual(self.panel.nameless(), [])
        self.panel.see('Keep: Signs letters “T.”')
        self.panel.see('Don’t: Signs letters “T.”')


if __name__ == '__main__':
    unittest.main(verbosity=2)
