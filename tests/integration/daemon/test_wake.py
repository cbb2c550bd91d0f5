# SPDX-License-Identifier: GPL-3.0-or-later
"""Reminders after a sleep, when the clock is set, and when their owner goes to another zone."""

import os
import sqlite3
import time
import unittest

from gi.repository import Gio, GLib
from notification_double import NotificationDouble
from world import BUILD, TestCase, wait_until

TURNED = os.path.join(BUILD, 'tests/integration/daemon/turned-world.so')
HOUR = 3600
AT_MOST = 2.0

FLOATING = """BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//test//EN\r
BEGIN:VEVENT\r
UID:lunch@test\r
DTSTAMP:20240101T000000Z\r
DTSTART:%s\r
SUMMARY:Lunch\r
BEGIN:VALARM\r
ACTION:DISPLAY\r
TRIGGER:-PT10M\r
END:VALARM\r
END:VEVENT\r
END:VCALENDAR\r
"""


class WakeTest(TestCase):
    """hearthd in a world whose clock and zone can be turned, on buses of its own."""

    with_bus = True

    def setUp(self):
        super().setUp()
        del self.world.env['HEARTH_NOW']
        del self.world.env['TZ']
        # The hours that pass may be those of a digest.
        self.world.write('config/glib-2.0/settings/keyfile',
                         '[io/github/hearthdesktop/Hearth]\nnotify-mail=true\n'
                         'digest-morning=false\ndigest-evening=false\ndigest-weekly=false\n')
        self.world.start_system_bus()
        self.etc = self.world.path('etc')
        os.mkdir(self.etc)
        self.travel('Europe/Berlin')
        orders = self.world.path('orders')
        os.mkfifo(orders)
        # Nobody has to wait for the other end; sanitizers would want to be loaded first.
        self.orders = os.open(orders, os.O_RDWR)
        self.addCleanup(os.close, self.orders)
        self.turned = {'LD_PRELOAD': TURNED, 'HEARTH_TEST_ORDERS': orders,
                       'HEARTH_TEST_ETC': self.etc,
                       'ASAN_OPTIONS': os.environ.get('ASAN_OPTIONS', '') +
                       ':verify_asan_link_order=0'}
        self.server = NotificationDouble(self.world.env['DBUS_SESSION_BUS_ADDRESS'])
        self.addCleanup(self.server.close)

    def travel(self, zone):
        link = os.path.join(self.etc, 'localtime')
        os.symlink('/usr/share/zoneinfo/' + zone, link + '.new')
        os.rename(link + '.new', link)

    def start_turned(self):
        plain = dict(self.world.env)
        self.world.env.update(self.turned)
        daemon = self.world.start_daemon()
        self.world.env.clear()
        self.world.env.update(plain)
        return daemon

    def order(self, what, seconds):
        os.write(self.orders, b'%s %d\n' % (what.encode(), seconds))

    def prepare(self, *reminders):
        """Has reminders: (text, seconds from now); starts hearthd."""
        self.world.stop_daemon(self.start_turned())
        database = sqlite3.connect(os.path.join(self.world.data, 'hearth.db'))
        for text, seconds in reminders:
            due = int(time.time() + seconds)
            database.execute('INSERT INTO reminders (key, text, due, original_due, event_start,'
                             ' event_id, state, kind, event_end, shown)'
                             ' VALUES (?, ?, ?, ?, 0, 0, 0, 0, 0, 0)',
                             ('user:' + text, text, due, due))
        database.commit()
        database.close()
        self.start_turned()
        self.world.call('Status')

    def tell_of_sleep(self, begins):
        """What logind says before and after a sleep."""
        self.world.system_bus.emit_signal(None, '/org/freedesktop/login1',
                                          'org.freedesktop.login1.Manager', 'PrepareForSleep',
                                          GLib.Variant('(b)', (begins,)))

    def become_logind(self):
        self.world.system_bus.call_sync(
            'org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', 'RequestName',
            GLib.Variant('(su)', ('org.freedesktop.login1', 0)), None, Gio.DBusCallFlags.NONE, 5000,
            None)

    def assert_shown(self, text, what):
        """A bubble comes soon enough; says how soon."""
        start = time.monotonic()
        wait_until(lambda: [each[0] for each in self.server.displayed.values()] == [text], what,
                   timeout=AT_MOST + 3, interval=0.005)
        took = time.monotonic() - start
        print('%s: %.0f ms' % (what, took * 1000))
        self.assertLessEqual(took, AT_MOST)

    def assert_nothing(self, seconds=0.7):
        time.sleep(seconds)
        self.assertEqual(self.server.notified, [])

    def test_resume(self):
        self.prepare(('Tea', HOUR))
        self.order('sleep', HOUR - 60)
        self.assert_nothing()
        self.order('sleep', 120)
        self.assert_shown('Tea', 'after a sleep')

    def test_resume_told_by_logind(self):
        """A timer that a sleep swallowed is made up for as soon as the computer is awake."""
        self.become_logind()
        self.prepare(('Tea', HOUR))
        wait_until(lambda: self.watches_sleep(), 'the watch')
        self.tell_of_sleep(True)
        self.order('freeze', 2 * HOUR)
        self.assert_nothing()
        self.tell_of_sleep(False)
        self.assert_shown('Tea', 'after PrepareForSleep')

    def watches_sleep(self):
        """Whether hearthd is on the system bus beside logind and the bus itself."""
        names = self.world.system_bus.call_sync(
            'org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', 'ListNames',
            None, None, Gio.DBusCallFlags.NONE, 5000, None).unpack()[0]
        return len([name for name in names if name.startswith(':')]) > 1

    def test_clock_set_forward(self):
        self.prepare(('Tea', 3 * HOUR))
        self.order('step', 3 * HOUR + 1)
        self.assert_shown('Tea', 'after a step forward')

    def test_clock_set_back(self):
        """What was near is far then, and comes when the clock says so."""
        self.prepare(('Tea', 3))
        self.order('step', -2 * HOUR)
        self.assert_nothing(4)
        self.order('step', 2 * HOUR)
        self.assert_shown('Tea', 'after a step back and forth')
        self.assertEqual(len(self.server.notified), 1)

    def due(self):
        database = sqlite3.connect('file:%s?mode=ro' % os.path.join(self.world.data, 'hearth.db'),
                                   uri=True)
        rows = database.execute('SELECT due FROM reminders WHERE state = 0').fetchall()
        database.close()
        return [due for due, in rows]

    def test_travel(self):
        """A time without a zone is told by the clock of where its owner is."""
        noon = time.strftime('%Y%m%dT120000', time.gmtime(time.time() + 3 * 86400))
        calendar = self.world.write('lunch.ics', FLOATING % noon)
        self.start_turned()
        self.world.ctl('source', 'add', 'ics', calendar)
        before = wait_until(self.due, 'the reminder')[0]
        self.travel('Asia/Tokyo')
        start = time.monotonic()
        # For a moment both are there: the new one is set before the old one is taken back.
        wait_until(lambda: len(self.due()) == 1 and self.due() != [before], 'the new time')
        self.assertLess(time.monotonic() - start, AT_MOST)
        # Berlin is seven or eight hours behind, by the season.
        self.assertIn((before - self.due()[0]) / HOUR, (7, 8))


if __name__ == '__main__':
    unittest.main(verbosity=2)
