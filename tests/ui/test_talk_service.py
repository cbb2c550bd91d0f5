# SPDX-License-Identifier: GPL-3.0-or-later
"""The conversation with the real service; on its own, for a process can look at one desk only."""

import os
import unittest

import desk
import test_talk
import world


class Real(desk.TestCase):
    """With the real service."""

    def setUp(self):
        super().setUp()
        self.desk.set_view('talk')
        box = self.desk.maildir('mail-%s' % self.id().rpartition('.')[2])
        box.deliver(world.make_mail('Venue', 'Halle 7 is ours.'))
        self.desk.ctl('source', 'add', 'maildir', box.path, standalone=True)
        self.shelf = test_talk.Shelf(os.path.join(self.desk.data, 'hearth.db'))
        self.addCleanup(self.shelf.db.close)

    def read_calendar(self):
        path = os.path.join(self.desk.data, 'own', 'Hearth.ics')
        if not os.path.exists(path):
            return ''
        with open(path, encoding='utf-8') as file:
            return file.read()

    def insist(self, panel, button, text):
        """Presses again while what was pressed has just moved and did not listen."""
        for _ in range(8):
            node = panel.find(button, 'push button')
            if node is not None:
                node.do_action(0)
            try:
                return panel.see(text, timeout=2)
            except AssertionError as error:
                last = error
        raise last

    def close(self, panel):
        if panel.process in self.desk.processes:
            panel.close()

    def test_event_is_created_and_taken_back(self):
        turns = self.shelf.conversation('lunch', 'Lunch', [(test_talk.OWNER, 'Lunch with Jon tomorrow'),
                                                           (test_talk.COMPANION, 'This would be noted.')])
        start = self.shelf.now // 3600 * 3600 + 86400
        self.shelf.card('lunch', turns[1], 'create_event', {
            'uid': 'lunch-1', 'title': 'Lunch with Jon', 'location': 'Linden', 'start': start,
            'end': start + 3600, 'all_day': False, 'zone': 'UTC', 'description': '', 'guests': []})
        self.shelf.card('lunch', turns[1], 'remind', {'text': 'Book a table', 'at': start - 7200})
        panel = self.desk.open_panel()
        self.addCleanup(self.close, panel)
        panel.see('Event: Lunch with Jon')
        panel.see('Waits until the other one is decided.')
        self.assertNotIn('lunch-1', self.read_calendar())
        self.insist(panel, 'Create', 'It is in your calendar')
        self.assertIn('UID:lunch-1', self.read_calendar())
        panel.press('Undo: New event')
        panel.see('Taken back')
        desk.wait_until(lambda: 'lunch-1' not in self.read_calendar(), 'the event to go')
        # What waits is there again after a restart of everything.
        self.close(panel)
        panel = self.open_panel()
        panel.see('Taken back')
        panel.see('Remind me', 'push button')

    def test_conversation_is_removed_for_good(self):
        self.shelf.conversation('old', 'An old secret', [(test_talk.OWNER, 'Where is the key?'),
                                                         (test_talk.COMPANION, 'Under the mat.')], 86400)
        self.shelf.conversation('new', 'Today', [(test_talk.OWNER, 'Hello'), (test_talk.COMPANION, 'Good morning.')])
        panel = self.open_panel()
        panel.see('Good morning.')
        panel.press('All conversations')
        panel.tab_to('More: An old secret')
        panel.key(' ')
        panel.see('Remove').do_action(0)
        panel.see('“An old secret” is removed')

        def count():
            return self.shelf.db.execute("SELECT count(*) FROM turns WHERE conversation = 'old'"
                                         ).fetchone()[0]
        self.assertEqual(count(), 2)
        desk.wait_until(lambda: count() == 0, 'it to be gone', timeout=30)


if __name__ == '__main__':
    unittest.main(verbosity=2)
