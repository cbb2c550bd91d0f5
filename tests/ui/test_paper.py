# SPDX-License-Identifier: GPL-3.0-or-later
"""What the panel puts on paper, through GTK's own dialog into a PDF, and into the clipboard."""

import glob
import os
import subprocess
import unittest

import desk
import world
from calendar_double import CalendarDouble

HOUR = 3600
NOW = world.NOW_SECONDS


class Paper(desk.TestCase):
    def setUp(self):
        super().setUp()
        box = self.desk.maildir('mail-%s' % self.id().rpartition('.')[2])
        text = 'Could you send me a number?\n\n> The old venue is closed.\n\n' + \
               '\n\n'.join('Paragraph %d, which is there to fill the page.' % i for i in range(90))
        box.deliver(world.make_mail('Venue for June', text, when=NOW - HOUR,
                                    sender='Marta Keller <marta@keller.example>'))
        self.desk.ctl('source', 'add', 'maildir', box.path, standalone=True)

    def print_to_file(self, panel):
        """Chooses a file in the dialog, and prints."""
        before = set(glob.glob(os.path.join(self.desk.env['HOME'], '**', '*.pdf'), recursive=True))
        panel.drag(panel.see('Print to File'), 0, 0)
        ready = self.desk.atspi.StateType.SENSITIVE
        desk.wait_until(lambda: panel.see('_Print').get_state_set().contains(ready), 'a printer')
        panel.press('_Print')

        def look():
            new = set(glob.glob(os.path.join(self.desk.env['HOME'], '**', '*.pdf'),
                                recursive=True)) - before
            return new.pop() if new else None
        path = desk.wait_until(look, 'the file', timeout=20)
        desk.wait_until(lambda: self.read(path) is not None, 'all of the file', timeout=20)
        return path, self.read(path)

    def read(self, path):
        done = subprocess.run(['pdftotext', '-layout', path, '-'], capture_output=True, text=True,
                              check=False)
        return done.stdout if done.returncode == 0 else None

    def test_message(self):
        self.desk.set_view('mail')
        panel = self.open_panel()
        panel.see('Marta Keller, Venue for June')
        panel.key('j')
        panel.chord('p')
        path, text = self.print_to_file(panel)
        self.assertEqual(os.path.basename(path), 'Venue for June.pdf')
        self.assertIn('Marta Keller <marta@keller.example>', text)
        self.assertIn('The old venue is closed.', text)
        self.assertIn('Paragraph 89,', text)
        self.assertRegex(text, r'1 of \d')
        self.assertEqual(text.count('\f'), int(text.split('1 of ')[1][0]))

    def test_day(self):
        double = CalendarDouble(self.desk)
        self.addCleanup(double.close)
        home = double.add_calendar('Home', '#3584e4')
        double.add_event(home, 'Budget review', NOW + HOUR, NOW + 2 * HOUR, location='Room Linden')
        self.desk.set_view('today')
        panel = self.open_panel()
        panel.see('Budget review')
        panel.chord('p')
        _path, text = self.print_to_file(panel)
        self.assertIn('Budget review', text)
        self.assertIn('Room Linden · Home', text)
        self.assertIn('Needs you', text)
        self.assertIn('Send Marta a number', text)
        self.assertIn('1 of 1', text)

    def test_nothing(self):
        self.desk.set_view('talk')
        panel = self.open_panel()
        panel.see('Talk')
        panel.chord('p')
        panel.see('There is nothing to print here.')


if __name__ == '__main__':
    unittest.main()
