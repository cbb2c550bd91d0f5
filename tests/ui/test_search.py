# SPDX-License-Identifier: GPL-3.0-or-later
"""The search over everything, by the keyboard, with the real service."""

import os
import unittest

import desk
import world
from gi.repository import GLib

CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//test
BEGIN:VEVENT
UID:harbour
DTSTAMP:20240501T080000Z
DTSTART:20240517T080000Z
DTEND:20240517T090000Z
SUMMARY:Harbour walk
LOCATION:The old crane
END:VEVENT
END:VCALENDAR
"""


class Search(desk.TestCase):
    def setUp(self):
        super().setUp()
        name = self.id().rpartition('.')[2]
        self.box = self.desk.maildir('mail-' + name)
        self.box.deliver(world.make_mail('Harbour plans', 'Here they are.\n'), flags='')
        self.box.deliver(world.make_mail('Saturday', 'We go to see the garden show.\n',
                                         sender='Harbour Master <master@harbour.example>'), flags='')
        calendar = self.desk.write('calendar-%s/harbour.ics' % name, CALENDAR)
        self.daemon = self.desk.start_daemon()
        self.addCleanup(self.desk.stop_daemon, self.daemon)
        self.desk.ctl('source', 'add', 'maildir', self.box.path)
        self.desk.ctl('source', 'add', 'ics', os.path.dirname(calendar))
        self.desk.ctl('sync')
        self.desk.ctl('memory', 'add', 'The boat lies in the harbour.')
        self.panel = self.open_panel()
        self.panel.see('Here ·')
        self.panel.press('Search')
        self.panel.see('Mail, events, people, what I remember, what we said and letters.')

    def type(self, letters):
        for letter in letters:
            self.panel.key(letter)

    def press_chip(self, name):
        """The last one that is called so: the view behind has names like these."""
        role = self.panel.see('Facts').get_role_name()
        chips = [node for node in self.panel.walk()
                 if node.get_name() == name and node.get_role_name() == role]
        chips[-1].do_action(0)

    def wait_for_title(self, title):
        desk.wait_until(lambda: self.panel.app.get_child_at_index(0).get_name() == title,
                        'the page “%s”' % title)

    def is_in_entry(self):
        focused = self.desk.atspi.StateType.FOCUSED
        return any(node.get_role_name() in ('text', 'entry') and
                   node.get_state_set().contains(focused) for node in self.panel.walk())

    def test_everything_by_keyboard(self):
        self.type('harb')
        event = self.panel.see('Event, Harbour walk', 'list item')
        self.panel.see('Mail, Harbour plans', 'list item')
        self.panel.see('Person, Harbour Master', 'list item')
        self.panel.see('Fact, The boat lies in the harbour.', 'list item')
        self.assertIn('The old crane', event.get_name())
        # What is about to be is the first, and opened by Return.
        self.panel.key('Return')
        self.wait_for_title('Harbour walk')
        self.panel.key('Escape')
        self.wait_for_title('Search')
        # Down leads into the list, Up out of it, Escape away.
        self.panel.key('Down')
        self.panel.tab_to('Event, Harbour walk', limit=2, key='Down')
        self.assertFalse(self.is_in_entry())
        self.panel.key('Up')
        self.assertTrue(self.is_in_entry(), 'Up leads back to the words')
        self.panel.key('Escape')
        self.panel.miss('Back')

    def test_kinds(self):
        self.type('harb')
        self.panel.see('Event, Harbour walk', 'list item')
        self.panel.press('Facts', None)
        self.panel.miss('Event, Harbour walk')
        self.panel.see('Fact, The boat lies in the harbour.', 'list item')
        self.press_chip('Mail')
        self.panel.see('Ana Silva, Harbour plans')
        self.press_chip('Talk')
        self.panel.see('Nothing found')

    def test_what_opens(self):
        self.panel.act('find', GLib.Variant('s', 'boat'))
        self.panel.see('Fact, The boat lies in the harbour.', 'list item')
        self.panel.key('Return')
        self.panel.see('What I know about you')
        self.panel.key('Escape')
        self.panel.act('find', GLib.Variant('s', 'garden'))
        row = self.panel.see('Mail, Saturday', 'list item')
        self.assertIn('see the garden show', row.get_name())
        self.panel.key('Return')
        self.wait_for_title('Harbour Master')

    def test_nothing_and_too_much(self):
        self.type('xyzzy')
        self.panel.see('Nothing found')
        self.panel.see('Try fewer of them')
        self.panel.act('find', GLib.Variant('s', 'word ' * 2000))
        self.panel.see('This is not understood')
        self.assertEqual(self.panel.nameless(), [])


if __name__ == '__main__':
    unittest.main(verbosity=2)
