# SPDX-License-Identifier: GPL-3.0-or-later
"""hearthd under a notification server that hangs, loses, refuses, or ends."""

import os
import signal
import sqlite3
import time
import unittest

from gi.repository import Gio
from notification_double import NotificationDouble
from world import NAME, PATH, SLOWDOWN, TestCase, wait_until


class HangingServerTest(TestCase):
    with_bus = True

    def setUp(self):
        super().setUp()
        del self.world.env['HEARTH_NOW']
        self.server = None

    def start_server(self, **options):
        self.server = NotificationDouble(self.world.env['DBUS_SESSION_BUS_ADDRESS'], **options)
        self.addCleanup(self.server.close)

    def prepare(self, *reminders):
        """Sets own reminders: (text, seconds from now)."""
        daemon = self.world.start_daemon()
        self.world.stop_daemon(daemon)
        self.set_reminders(reminders)

    def set_reminders(self, reminders):
        database = sqlite3.connect(os.path.join(self.world.data, 'hearth.db'))
        for text, seconds in reminders:
            due = int(time.time() + seconds)
            database.execute('INSERT INTO reminders (key, text, due, original_due, event_start,'
                             ' event_id, state, kind, event_end, shown)'
                             ' VALUES (?, ?, ?, ?, 0, 0, 0, 0, 0, 0)',
                             ('user:' + text, text, due, due))
        database.commit()
        database.close()

    def watch(self, seconds):
        """Asks hearthd again and again: it answers at once, whatever the server does.

        A single answer may be late where the computer has much else to do.
        """
        waits = []
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            start = time.monotonic()
            self.world.call('Status')
            self.world.bus.call_sync(NAME, PATH, 'org.freedesktop.DBus.Peer', 'Ping', None, None,
                                     Gio.DBusCallFlags.NONE, 5000, None)
            waits.append(time.monotonic() - start)
            time.sleep(0.02)
        waits.sort()
        self.assertLess(waits[len(waits) * 9 // 10], 0.2)
        self.assertLess(waits[-1], 2)

    def displayed(self):
        return sorted(each[0] for each in self.server.displayed.values())

    def states(self):
        database = sqlite3.connect('file:%s?mode=ro' % os.path.join(self.world.data, 'hearth.db'),
                                   uri=True)
        rows = database.execute('SELECT text, state FROM reminders').fetchall()
        database.close()
        return {text: {1: 'presenting', 2: 'done', 4: 'presented'}[state] for text, state in rows}

    def test_hangs_from_the_start(self):
        self.prepare(('Tea', 0), ('Milk', 1))
        self.start_server(mode='hangs')
        self.world.start_daemon()
        self.watch(3)
        self.assertEqual(self.states(), {'Tea': 'presenting', 'Milk': 'presenting'})
        self.assertEqual(self.server.notified, [], 'no bubble for one who does not answer')
        self.server.release()
        wait_until(lambda: self.displayed() == ['Milk', 'Tea'], 'the bubbles', timeout=1)
        wait_until(lambda: set(self.states().values()) == {'presented'}, 'the note of it')
        self.assertEqual(len(self.server.notified), 2)

    def test_hangs_meanwhile(self):
        """It hangs with a bubble on its way, for longer than anybody waits for an answer."""
        self.prepare(('Tea', 2), ('Milk', 9))
        self.start_server(mode='hangs-meanwhile')
        self.world.start_daemon()
        self.world.call('Status')
        self.watch(10)
        self.assertEqual([each[1] for each in self.server.notified], ['Tea'],
                         'no further bubble for one who hangs')
        self.assertEqual(self.states(), {'Tea': 'presenting', 'Milk': 'presenting'})
        self.server.release()
        wait_until(lambda: self.displayed() == ['Milk', 'Tea'], 'the bubbles', timeout=1)
        wait_until(lambda: set(self.states().values()) == {'presented'}, 'the note of it')
        self.assertEqual(len(self.server.notified), 2, 'each was sent once')

    def test_done_while_it_hangs(self):
        """What was dealt with elsewhere meanwhile does not stay on the screen."""
        self.prepare(('Tea', 1))
        self.start_server(mode='hangs-meanwhile')
        self.world.start_daemon()
        self.world.call('Status')
        wait_until(lambda: self.server.notified, 'the bubble')
        self.world.call('FinishReminder', '(x)', 1)
        self.server.release()
        wait_until(lambda: self.server.last_id == 1 and not self.server.displayed, 'its end')

    def test_killed_while_it_hangs(self):
        """The owner's word, and then an end, before the number of the bubble is known."""
        self.prepare(('Tea', 1), ('Milk', 1))
        self.start_server(mode='hangs-meanwhile', takes_numbers=True)
        daemon = self.world.start_daemon()
        self.world.call('Status')
        wait_until(lambda: len(self.server.notified) == 2, 'the bubbles')
        self.world.call('FinishReminder', '(x)', 1)
        self.world.stop_daemon(daemon, signal.SIGKILL)
        self.server.release()
        wait_until(lambda: self.displayed() == ['Milk', 'Tea'], 'both bubbles')
        self.world.start_daemon()
        wait_until(lambda: self.displayed() == ['Milk'], 'the end of one')
        wait_until(lambda: len(self.server.notified) == 3, 'the other once more')
        self.assertEqual(self.displayed(), ['Milk'])

    def test_ends_while_it_hangs(self):
        """Another server shows what the former took with it."""
        self.prepare(('Tea', 1))
        self.start_server(mode='hangs-meanwhile')
        self.world.start_daemon()
        self.world.call('Status')
        wait_until(lambda: self.server.notified, 'the bubble')
        self.server.close()
        self.start_server()
        wait_until(lambda: self.displayed() == ['Tea'], 'the bubble at the new server')
        self.server.close()
        self.start_server()
        wait_until(lambda: self.displayed() == ['Tea'], 'the bubble once more')
        self.watch(0.3)
        self.assertEqual(len(self.server.notified), 1)

    def test_loses(self):
        """It answers questions, and forgot what it was told to show."""
        self.prepare(('Tea', 0))
        self.start_server(mode='loses')
        self.world.start_daemon()
        wait_until(lambda: self.server.notified, 'the bubble')
        self.server.mode = 'answers'
        wait_until(lambda: self.displayed() == ['Tea'], 'the bubble again', timeout=12)
        self.assertEqual(len(self.server.notified), 2)

    def test_answers_late(self):
        """It shows a bubble and answers only after another question: the bubble stands once."""
        self.prepare(('Tea', 0))
        self.start_server(mode='late')
        self.world.start_daemon()
        wait_until(lambda: self.server.notified, 'the bubble')
        wait_until(lambda: 'does not answer' in self.world.read_log(), 'the end of patience')
        self.watch(0.3)
        self.server.answer_late()
        wait_until(lambda: self.states() == {'Tea': 'presented'}, 'the note of it')
        self.watch(5)
        self.assertEqual(self.displayed(), ['Tea'])
        self.assertLessEqual(len(self.server.notified), 2)

    def test_refuses_one(self):
        """A bubble that is refused keeps no other back."""
        self.prepare(('Bad', 0), ('Tea', 1), ('Milk', 3 * SLOWDOWN))
        self.start_server(mode='refuses')
        self.world.start_daemon()
        wait_until(lambda: self.displayed() == ['Tea'], 'the one', timeout=4 * SLOWDOWN)
        wait_until(lambda: self.displayed() == ['Milk', 'Tea'], 'the other', timeout=3 * SLOWDOWN)
        self.server.mode = 'answers'
        wait_until(lambda: self.displayed() == ['Bad', 'Milk', 'Tea'], 'all', timeout=12)


if __name__ == '__main__':
    unittest.main(verbosity=2)
