# SPDX-License-Identifier: GPL-3.0-or-later
"""Books of letters in the panel, with the real service; the file is chosen by a double of the portal."""

import os
import re
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

    def rows(self, sql):
        with sqlite3.connect('file:%s?mode=ro' % os.path.join(self.desk.data, 'hearth.db'),
                             uri=True) as database:
            found = database.execute(sql).fetchall()
        database.close()
        return found

    def stored(self):
        """Of each book its title and its dedication, as the store has them."""
        return self.rows('SELECT title, dedication FROM books')

    def read(self):
        return subprocess.run(['pdftotext', self.file, '-'], check=True, capture_output=True,
                              text=True).stdout

    def draft(self):
        return self.panel.read(self.panel.see('Text of the message', 'text'))

    def new_book(self, *titles):
        self.panel.press('Books')
        self.panel.see('No book yet')
        self.panel.press('New Book')
        self.panel.see('Not in the book')
        self.put_in(*titles)

    def put_in(self, *titles):
        for title in titles:
            self.panel.press('Put into the book: ' + title)
            self.panel.see('Take out of the book: ' + title)

    def test_made(self):
        """Letters are put in and in order, and become a file; the book is removed, they stay."""
        panel = self.panel
        self.new_book()
        # The title is chosen: what is typed takes its place.
        for key in [*'ours', 'Tab', *'you']:
            panel.key(key)
        desk.wait_until(lambda: self.stored() == [('ours', 'you')], 'the title to be kept')
        self.put_in('Harbour', 'Garden')
        panel.press('Earlier in the book: Garden')
        panel.press('Save as PDF…')
        panel.see('Saved: ')
        text = self.read()
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

    def test_for_a_printer(self):
        """Paper for a printer is larger than the page, which the file says where it is cut."""
        self.new_book('Harbour')
        boxes = {}
        for button in ('Save as PDF…', 'For a Printer…'):
            if os.path.exists(self.file):
                os.unlink(self.file)
            self.panel.press(button)
            desk.wait_until(lambda: os.path.exists(self.file) and os.path.getsize(self.file) > 1000,
                            'the book')
            self.panel.see('Saved: ')
            shown = subprocess.run(['pdfinfo', '-box', self.file], check=True, capture_output=True,
                                   text=True).stdout
            boxes[button] = [float(number) for number in
                             re.search('MediaBox: +(.*)', shown).group(1).split()]
        plain, printed = boxes.values()
        self.assertGreater(printed[2], plain[2] + 2 * 3 * 72 / 25.4 - 0.5)
        self.assertGreater(printed[3], plain[3] + 2 * 3 * 72 / 25.4 - 0.5)

    def test_paper(self):
        """The book is on the paper that was chosen, and stays on it."""
        self.new_book('Harbour')
        panel = self.panel
        panel.tab_to('Paper: A5')
        panel.key('Return')
        panel.tab_to('A4, ruled', key='Down')
        panel.key('Return')
        panel.see('Paper: A4, ruled')
        desk.wait_until(lambda: self.rows('SELECT paper FROM books') == [('a4 ruled',)], 'the paper')
        panel.press('Save as PDF…')
        panel.see('Saved: ')
        shown = subprocess.run(['pdfinfo', self.file], check=True, capture_output=True, text=True).stdout
        self.assertIn('(A4)', shown)
        panel.press('Back')
        panel.tab_to('Letters')
        panel.key('Return')
        panel.see('Paper: A4, ruled')

    def test_mail(self):
        """A book and a letter go with the draft of a mail, and never further."""
        self.new_book('Harbour')
        panel = self.panel
        # Where there is no account, that is said.
        panel.press('Mail…')
        panel.see('There is no account to send from.')
        world.store_account(self.desk.data)
        panel.press('Mail…')
        panel.see('Letters.pdf')
        self.assertIn('a book of 1 letter, is attached as a PDF.', self.draft())
        panel.act('show-letter', GLib.Variant('x', 1))
        panel.see('Letter', 'text')
        for item in ('PDF', 'Text'):
            panel.tab_to('Mail')
            panel.key('Return')
            panel.see('With the Letter as')
            if item == 'Text':
                panel.key('Down')
            panel.key('Return')
            panel.see('To')
            if item == 'PDF':
                panel.see('Harbour.pdf')
            else:
                desk.wait_until(lambda: 'Of the Harbour.' in self.draft(), 'the text')
            panel.act('show-letter', GLib.Variant('x', 1))
            panel.see('Letter', 'text')
        self.assertEqual(self.rows('SELECT subject, files != "" FROM drafts ORDER BY id'),
                         [('Letters', 1), ('Harbour', 1), ('Harbour', 0)])
        self.assertEqual(self.rows('SELECT count(*) FROM outbox'), [(0,)])


if __name__ == '__main__':
    unittest.main(verbosity=2)
