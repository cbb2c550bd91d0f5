# SPDX-License-Identifier: GPL-3.0-or-later
"""hearthd under a real notification daemon, dunst, on a display of its own."""

import os
import time
import unittest

from gi.repository import GLib
from world import NOW_SECONDS, SLOWDOWN, TestCase, make_mail, wait_until

NEWSLETTER = {'List-Unsubscribe': '<https://news.example/u>', 'List-Id': '<news.example>',
              'Precedence': 'bulk'}

EVENT = """BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//test//EN\r
BEGIN:VEVENT\r
UID:dentist@test\r
DTSTAMP:20240101T000000Z\r
DTSTART:20240515T081002Z\r
DTEND:20240515T090000Z\r
SUMMARY:Dentist\r
END:VEVENT\r
END:VCALENDAR\r
"""


class NotificationTest(TestCase):
    with_dunst = True

    def start_with_mail(self):
        """A daemon that has read a mailbox, which holds old mail."""
        self.box = self.world.maildir()
        self.box.deliver(make_mail('Before', 'Could you answer by Friday?'))
        daemon = self.world.start_daemon()
        self.world.ctl('source', 'add', 'maildir', self.box.path)
        return daemon

    def ask(self, n=0, sender='Ana Silva <ana@silva.example>'):
        return self.box.deliver(make_mail('Budget %d' % n, 'Hi Nora,\n\ncould you send me the number '
                                          'by Friday?\n\nAna\n', sender=sender,
                                          when=NOW_SECONDS + n))

    def settle(self, seconds=0.7):
        time.sleep(seconds)

    def test_one_bubble(self):
        self.start_with_mail()
        self.settle()
        self.assertEqual(self.world.notifications(), [], 'old mail is no news')
        self.box.deliver(make_mail('Ten recipes', 'In this issue.', headers=NEWSLETTER,
                                   sender='Crate <news@crate.example>'))
        path = self.ask()
        wait_until(lambda: self.world.displayed() == 1, 'the bubble')
        self.settle(0.4)
        self.assertEqual(self.world.displayed(), 1)
        _, summary, body, actions = self.world.notifications()[-1]
        self.assertEqual(summary, 'Ana Silva')
        self.assertIn('Budget', body)
        self.assertIn('by Friday', body)
        self.assertNotIn('recipes', body)
        self.assertIn('Open', actions)
        self.assertIn('Mark read', actions)

        self.world.press('Mark read')
        moved = os.path.join(self.box.path, 'cur', os.path.basename(path) + ':2,S')
        wait_until(lambda: os.path.exists(moved), 'the mark')
        wait_until(lambda: self.world.displayed() == 0, 'the end of the bubble')
        self.assertEqual(self.world.search('subject:budget is:unread'), [])

    def test_group(self):
        self.start_with_mail()
        for i in range(5):
            self.ask(i, 'Person %d <p%d@silva.example>' % (i, i))
        wait_until(lambda: any('5 ' in n[1] for n in self.world.notifications()), 'the group')
        self.assertEqual(self.world.displayed(), 1)
        self.assertLessEqual(len({n[0] for n in self.world.notifications()} - {0}), 1)

    def test_read_elsewhere(self):
        self.start_with_mail()
        path = self.ask()
        wait_until(lambda: self.world.displayed() == 1, 'the bubble')
        os.rename(path, os.path.join(self.box.path, 'cur', os.path.basename(path) + ':2,S'))
        wait_until(lambda: self.world.displayed() == 0, 'the withdrawal')
        self.assertEqual(len(self.world.closed()), 1)

    def test_restart(self):
        daemon = self.start_with_mail()
        self.ask()
        wait_until(lambda: self.world.displayed() == 1, 'the bubble')
        shown = len(self.world.notifications())
        self.world.stop_daemon(daemon)
        self.world.start_daemon()
        wait_until(lambda: len(self.world.notifications()) > shown, 'the bubble after a restart')
        self.settle()
        again = self.world.notifications()[shown:]
        self.assertEqual(len(again), 1)
        self.assertEqual(again[0][1], 'Ana Silva')
        self.assertNotEqual(again[0][0], 0, 'it replaces the one that stands')
        self.assertEqual(self.world.displayed(), 1)

    def test_read_while_away(self):
        """What was read while hearthd did not run is taken off the screen at its start."""
        daemon = self.start_with_mail()
        path = self.ask()
        wait_until(lambda: self.world.displayed() == 1, 'the bubble')
        self.world.stop_daemon(daemon)
        os.rename(path, os.path.join(self.box.path, 'cur', os.path.basename(path) + ':2,S'))
        self.world.start_daemon()
        wait_until(lambda: self.world.displayed() == 0, 'the withdrawal')

    def test_stop_amid_news(self):
        """An end while mail comes in is clean, and what came is told at the next start."""
        daemon = self.start_with_mail()
        for i in range(200):
            self.ask(i, 'Person %d <p%d@silva.example>' % (i, i))
        wait_until(lambda: self.world.call('Status')[0]['messages'] > 1, 'the first', interval=0.002)
        self.assertLess(self.world.stop_daemon(daemon), 2.0 * SLOWDOWN)
        self.assertEqual(daemon.returncode, 0, self.world.read_log())
        self.world.start_daemon()
        wait_until(lambda: self.world.displayed() == 1, 'the bubble')

    def test_event(self):
        """An event's reminder, snoozed by its button, comes again five minutes later."""
        calendar = self.world.write('dentist.ics', EVENT)
        daemon = self.world.start_daemon()
        self.world.ctl('source', 'add', 'ics', calendar)
        wait_until(lambda: self.world.displayed() == 1, 'the reminder')
        _, summary, body, actions = self.world.notifications()[-1]
        self.assertIn('Dentist', summary)
        self.assertIn('10:10', body)
        self.assertIn('Open', actions)
        self.assertIn('Snooze 5 min', actions)
        self.world.press('Snooze 5 min')
        wait_until(lambda: self.world.displayed() == 0, 'the snooze')
        reminder = self.world.ctl('reminders', json_output=True)[0]
        self.assertEqual(reminder['state'], 'snoozed')
        self.assertAlmostEqual(reminder['due_timestamp'], NOW_SECONDS + 300, delta=15)
        self.world.stop_daemon(daemon)

        shown = len(self.world.notifications())
        self.world.start_daemon('2024-05-15T10:04:30+02:00')
        self.settle(0.5)
        self.assertEqual(len(self.world.notifications()), shown, 'not before its time')
        self.world.stop_daemon(self.world.processes[-1])
        self.world.start_daemon('2024-05-15T10:05:20+02:00')
        wait_until(lambda: self.world.displayed() == 1, 'the snoozed reminder')
        self.assertIn('Dentist', self.world.notifications()[-1][1])
        self.assertEqual(len(self.world.notifications()), shown + 1)

    def test_own_reminder(self):
        self.world.start_daemon()
        self.world.ctl('remind', 'call Ana in 1 minute')
        reminder = self.world.ctl('reminders', json_output=True)[0]
        self.world.call('SnoozeReminder', '(xx)', reminder['id'], NOW_SECONDS + 5)
        wait_until(lambda: self.world.displayed() == 1, 'the reminder', timeout=10)
        self.world.press('Done')
        wait_until(lambda: self.world.displayed() == 0, 'its end')
        self.world.ctl('reminders', code=3)

    def test_no_bubble_by_setting(self):
        self.world.write('config/glib-2.0/settings/keyfile',
                         '[io/github/hearthdesktop/Hearth]\nnotify-mail=false\n')
        self.start_with_mail()
        self.ask()
        wait_until(lambda: self.world.search('subject:budget'), 'the mail')
        self.settle()
        self.assertEqual(self.world.notifications(), [])

    def test_locked_screen(self):
        """On a locked screen a bubble says no more than who wrote."""
        self.start_with_mail()
        self.world.lock_screen()
        self.ask()
        wait_until(lambda: self.world.displayed() == 1, 'the bubble')
        _, summary, body, _ = self.world.notifications()[-1]
        self.assertEqual((summary, body), ('Ana Silva', ''))

    def test_server_comes_later(self):
        """A bubble waits for a notification daemon."""
        self.start_with_mail()
        dunst = self.world.processes[2]
        dunst.terminate()
        dunst.wait()
        wait_until(lambda: not self.world.has_owner('org.freedesktop.Notifications'), 'no server')
        self.ask()
        wait_until(lambda: self.world.search('subject:budget'), 'the mail')
        self.settle(0.3)
        self.world.start(['dunst', '-conf', self.world.path('dunstrc')])
        wait_until(lambda: self.world.has_owner('org.freedesktop.Notifications'), 'dunst')
        wait_until(lambda: self.world.displayed() == 1, 'the bubble')


if __name__ == '__main__':
    unittest.main(verbosity=2)
