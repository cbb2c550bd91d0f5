# SPDX-License-Identifier: GPL-3.0-or-later
"""Books of letters in the panel, with the real service; the file is chosen by a double of the portal."""

import os
import sqlite3
import subprocess
import unittest

import desk
import world
from file_portal import FilePortal
from gi.repository import GLib

LETTERS = 'io.github.hearthdesktop.Hearth.Letters1'


class Book(desk.TestCase):
    def setUp(self):
        super().setUp()
        self.file = self.desk.path('%s.pdf' % self.id().rpartition('.')[2])
        self.portal = FilePortal(self, self.file)
        self.daemon = self.desk.start_daemon()
        self.addCleanup(self.desk.stop_daemon, self.daemon)
        for title in ('Harbour', 'Garden', 'Winter'):
            self.desk.bus.call_sync(
                world.NAME, world.PATH, LETTERS, 'SaveLetter',
                GLib.Variant('(xa{sv}b)', (0, {'title': GLib.Variant('s', title),
                                               'text': GLib.Variant('s', 'Of the %s.' % title)}, True)),
                None, 0, 5000, None)
        self.panel = self.open_panel(GTK_USE_PORTAL='1', GDK_DEBUG='portals')
        self.panel.see('Here ·')
        self.panel.act('show-view', GLib.Variant('s', 'letters'))

    def stored(self):
        """Of each book its title and its dedication, as the store has them."""
        with sqlite3.connect('file:%s?mode=ro' % os.path.join(self.desk.data, 'hearth.db'),
                             uri=True) as database:
            found = database.execute('SELECT title, dedication FROM books').fetchall()
        database.close()
        return found

    def test_made(self):
        """Letters are put in and in order, and become a file; the book is removed, they stay."""
        panel = self.panel
        panel.press('Books')
        panel.see('No book yet')
        panel.press('New Book')
        panel.see('Not in the book')
        for title in ('Harbour', 'Garden'):
            panel.press('Put into the book: ' + title)
            panel.see('Take out of the book: ' + title)
        panel.press('Earlier in the book: Garden')
        panel.drag(panel.see('Title'), 0, 0)
        for letter in ' of ours':
            panel.key(letter)
        desk.wait_until(lambda: self.stored() and 'of ours' in self.stored()[0][0], 'the title to be kept')
        panel.press('Save as PDF…')
        panel.see('Saved: ')
        text = subprocess.run(['pdftotext', self.file, '-'], check=True, capture_output=True,
                              text=True).stdout
        self.assertIn('Of the Garden.', text)
        self.assertLess(text.index('Of the Garden.'), text.index('Of the Harbour.'))
        self.assertNotIn('Winter', text)
        self.assertEqual(self.panel.nameless(), [])
        panel.press('Back')
        panel.see('2 letters')
        panel.press('Remove: ')
        panel.see('Its letters stay.')
        next(node for node in panel.walk_from_the_front()
             if node.get_role_name() == 'push button' and
             (node.get_name() or '').split()[-1:] == ['Remove']).do_action(0)
        panel.see('No book yet')
        self.assertEqual(self.stored(), [])


if __name__ == '__main__':
    unittest.main(verbosity=2)
