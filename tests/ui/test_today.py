# SPDX-License-Identifier: GPL-3.0-or-later
"""Today: the day and its neighbours, tasks, reminders, and an event said in words."""

import unittest

import desk
import world
from calendar_double import CalendarDouble
from gi.repository import GLib

HOUR = 3600
NOW = world.NOW_SECONDS


class Today(desk.TestCase):
    def setUp(self):
        super().setUp()
        box = self.desk.maildir('mail-%s' % self.id().rpartition('.')[2])
        self.desk.ctl('source', 'add', 'maildir', box.path, standalone=True)
        self.double = CalendarDouble(self.desk)
        self.addCleanup(self.double.close)
        self.home = self.double.add_calendar('Home', '#3584e4')
        self.double.add_event(self.home, 'Budget review', NOW + HOUR, NOW + 2 * HOUR)

    def open(self, *waits_for):
        panel = self.open_panel()
        for text in waits_for or ('Budget review',):
            panel.see(text)
        return panel

    def test_tasks_are_done_and_taken_back(self):
        self.double.add_task(self.home, 'Water the plants', NOW + HOUR)
        self.double.add_task(self.home, 'Call the bank', NOW - 2 * HOUR)
        panel = self.open('Water the plants', 'was due at')
        panel.tab_to('Done: Call the bank')
        panel.key(' ')
        panel.miss('was due at')
        panel.see('Water the plants')
        self.assertEqual([args[1] for args in self.double.named('CompleteTask')], [True])
        panel.press('Undo')
        panel.see('was due at')

    def test_people_to_think_of(self):
        self.double.people[('today', '')] = [
            {'text': GLib.Variant('s', 'Amy Lind turns 40 today')},
            {'text': GLib.Variant('s', 'You wanted to keep in touch with Otto: nothing for 5 weeks')},
        ]
        panel = self.open('Amy Lind turns 40 today')
        panel.see('People to think of')
        panel.see('You wanted to keep in touch with Otto: nothing for 5 weeks')
        # Once there is nobody any more, nothing is left of it.
        self.double.people[('today', '')] = []
        self.double.changed('people')
        panel.miss('People to think of')

    def test_reminders_wait_until_they_are_answered(self):
        self.double.add_reminder('Take the cake out', NOW - 600)
        self.double.add_reminder('Not yet', NOW + HOUR, state=0)
        panel = self.open('Take the cake out')
        self.assertIsNone(panel.find('Not yet'))
        panel.press('Done: Take the cake out')
        panel.miss('Take the cake out')
        self.assertEqual(len(self.double.named('FinishReminder')), 1)

    def test_reminder_is_put_off(self):
        row = self.double.add_reminder('Take the cake out', NOW - 600)
        panel = self.open('Take the cake out')
        panel.tab_to('Later')
        panel.key(' ')
        panel.see('Tomorrow')
        panel.tab_to('Tomorrow', key='Down')
        panel.key('Return')
        panel.miss('Take the cake out')
        self.assertEqual([args[0] for args in self.double.named('SnoozeReminder')], [row])
        self.assertGreater(self.double.named('SnoozeReminder')[0][1], NOW + 12 * HOUR)

    def has_state(self, panel, text, state):
        node = panel.see(text)
        return node.get_state_set().contains(getattr(self.desk.atspi.StateType, state))

    def test_rows_stay_while_mail_is_read(self):
        """An open menu stays open, and the focus where it is; only what came or went changes."""
        self.double.add_reminder('Take the cake out', NOW - 600)
        self.double.add_task(self.home, 'Water the plants', NOW + HOUR)
        panel = self.open('Take the cake out', 'Water the plants')
        panel.tab_to('Done: Water the plants')
        self.double.add_task(self.home, 'Call the bank', NOW - 2 * HOUR)
        self.double.changed('tasks')
        panel.see('was due at')
        self.assertTrue(self.has_state(panel, 'Done: Water the plants', 'FOCUSED'))
        panel.tab_to('Later')
        panel.key(' ')
        panel.see('Tomorrow')
        self.double.add_task(self.home, 'Feed the cat', NOW + 2 * HOUR)
        self.double.changed('messages')
        panel.see('Feed the cat')
        panel.see('Tomorrow', timeout=0.5)

    def test_what_was_refused_can_be_ticked_again(self):
        """Of tasks, and of what was found in mail."""
        box = self.desk.maildir('asks')
        box.deliver(world.make_mail('Venue', 'Could you send me the head count by Friday?\n',
                                    sender='Marta Keller <marta@keller.example>', when=NOW - HOUR))
        self.double.close()
        # The double's calendar is nowhere, which is said.
        self.desk.ctl('source', 'add', 'maildir', box.path, standalone=True, code=1)
        self.double = CalendarDouble(self.desk)
        self.addCleanup(self.double.close)
        self.double.add_task(self.home, 'Water the plants', NOW + HOUR)
        panel = self.open('Water the plants', 'Done: Send Marta the head count')
        self.double.refused = {'CompleteTask': 'The server says no.',
                               'SettleFinding': 'It cannot be kept.'}
        for text, why in (('Done: Water the plants', 'The server says no.'),
                          ('Done: Send Marta the head count', 'It cannot be kept.')):
            panel.tab_to(text)
            panel.key(' ')
            panel.see(why)
            self.assertTrue(self.has_state(panel, text, 'SENSITIVE'))
            self.assertFalse(self.has_state(panel, text, 'CHECKED'))
        self.double.refused = {}
        panel.tab_to('Done: Water the plants')
        panel.key(' ')
        panel.miss('Water the plants, ')

    def test_event_is_dragged_to_another_hour(self):
        panel = self.open()
        event = panel.see('Budget review', 'push button')
        panel.drag(event, 0, 60)
        desk.wait_until(lambda: self.double.named('EditEvent'), 'the event to be moved')
        fields = self.double.named('EditEvent')[0][3]
        self.assertGreater(fields['start'], NOW + HOUR)
        self.assertEqual(fields['end'] - fields['start'], HOUR)
        panel.press('Undo')

    def test_days_are_stepped_through_by_keys(self):
        self.double.add_event(self.home, 'Choir', NOW + 25 * HOUR, NOW + 26 * HOUR)
        panel = self.open()
        panel.key('Page_Down')
        panel.see('Choir')
        panel.miss('Budget review')
        panel.tab_to('Choir')
        panel.key('Left')
        panel.see('Budget review')
        panel.tab_to('Budget review')
        panel.key('Right')
        panel.see('Choir')
        panel.tab_to('Choir')
        panel.key('Home')
        panel.see('Budget review')
        panel.key('Page_Up')
        panel.miss('Budget review')

    def test_conflict_is_marked(self):
        self.double.add_event(self.home, 'Dentist', NOW + HOUR + 1800, NOW + 3 * HOUR)
        panel = self.open('overlaps with Dentist', 'overlaps with Budget review')
        self.assertTrue(panel.find('overlaps with Dentist'))

    def test_hidden_calendar_is_out_of_sight(self):
        other = self.double.add_calendar('Choir', hidden=True)
        self.double.add_event(other, 'Rehearsal', NOW + HOUR, NOW + 2 * HOUR)
        panel = self.open()
        self.assertIsNone(panel.find('Rehearsal'))
        self.assertIsNone(panel.find('overlaps'))

    def test_days_and_weeks(self):
        self.double.add_event(self.home, 'Breakfast', NOW + 24 * HOUR, NOW + 25 * HOUR)
        panel = self.open()
        self.assertIsNone(panel.find('Breakfast'))
        panel.press('Next day')
        panel.see('Tomorrow')
        panel.see('Breakfast')
        panel.miss('Budget review')
        panel.press('Previous day')
        panel.see('Budget review')
        panel.press('Previous day')
        panel.see('Yesterday')
        panel.see('Nothing is planned.')
        panel.tab_to('Next day')
        panel.key('w')
        panel.see('This week')
        panel.see('Breakfast')
        # The strip above it names each day's meetings, and leads there.
        panel.see('Today: 1 h of meetings, no mail')
        panel.press('Tomorrow: 1 h of meetings')
        panel.miss('This week')
        panel.see('Breakfast')
        panel.miss('Budget review')
        panel.key('t')
        panel.see('Budget review')

    def test_words_become_an_event(self):
        words = 'lunch with Ana at 12'
        self.double.words[words] = {
            'understood': True, 'summary': 'Lunch with Ana', 'start': NOW + HOUR + 1800,
            'end': NOW + 2 * HOUR, 'location': 'Roma',
            'conflicts': [{'event': 1, 'start': NOW + HOUR, 'end': NOW + 2 * HOUR,
                           'summary': 'Budget review'}]}
        panel = self.open()
        panel.tab_to('Add an event in words')
        panel.key('x')
        panel.see('Say what and when')
        panel.key('BackSpace')
        for letter in words:
            panel.key(letter)
        panel.see('Lunch with Ana · Today')
        panel.see('Overlaps with Budget review')
        self.assertEqual(self.double.named('CreateEvent'), [])
        panel.key('Return')
        panel.see('Added: Lunch with Ana')
        self.assertEqual(self.double.named('CreateEvent'),
                         [(0, {'summary': 'Lunch with Ana', 'start': NOW + HOUR + 1800,
                               'end': NOW + 2 * HOUR, 'location': 'Roma'})])
        panel.see('Lunch with Ana, ')
        panel.press('Undo')
        panel.miss('Lunch with Ana, ')

    def test_refusal_is_said(self):
        self.double.add_task(self.home, 'Water the plants', NOW + HOUR)
        panel = self.open('Water the plants')
        # What is shown is read from the store. A service that was never there would be started.
        panel.see('Here · 0 bytes')
        self.double.close()
        self.addCleanup(setattr, self.double, 'close', lambda: None)
        panel.see('What you see may be out of date.')
        panel.tab_to('Done: Water the plants')
        panel.key(' ')
        panel.see('The companion’s service is not running. Start it and try again.')


if __name__ == '__main__':
    unittest.main(verbosity=2)
