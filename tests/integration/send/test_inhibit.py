# SPDX-License-Identifier: GPL-3.0-or-later
"""The computer is kept awake while a mail is with a server, and only then."""

import os
import signal
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'daemon'))

from gi.repository import Gio, GLib  # noqa: E402
from test_outbox import OutboxCase  # noqa: E402
from world import wait_until  # noqa: E402

LOGIND = 'org.freedesktop.login1'


class InhibitTest(OutboxCase):
    def setUp(self):
        super().setUp()
        self.world.start_system_bus()
        self.world.start([sys.executable, '-m', 'dbusmock', '--system', '--template', 'logind'])
        wait_until(self.has_logind, 'logind')
        self.prepare()

    def has_logind(self):
        return self.world.system_bus.call_sync(
            'org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', 'NameHasOwner',
            GLib.Variant('(s)', (LOGIND,)), None, Gio.DBusCallFlags.NONE, 5000, None).unpack()[0]

    def inhibitors(self):
        return [one[:4] for one in self.world.system_bus.call_sync(
            LOGIND, '/org/freedesktop/login1', LOGIND + '.Manager', 'ListInhibitors', None, None,
            Gio.DBusCallFlags.NONE, 5000, None).unpack()[0]]

    def wait_for_inhibitor(self):
        return wait_until(self.inhibitors, 'the computer to be kept awake')

    def test_while_a_mail_goes(self):
        self.assertEqual(self.inhibitors(), [])
        self.sink.tell('slow-end', 'slow-end')
        items = [self.send(self.write('One')), self.send(self.write('Two'))]
        self.assertEqual(self.wait_for_inhibitor(),
                         [('shutdown:sleep', 'Hearth', 'A mail is being sent', 'block')])
        for item in items:
            self.wait_for(item, 'done')
        wait_until(lambda: self.inhibitors() == [], 'the computer to be let go')

    def test_refused(self):
        self.sink.tell('end-550')
        item = self.send(self.write('No'))
        self.wait_for(item, 'refused')
        wait_until(lambda: self.inhibitors() == [], 'the computer to be let go')

    def test_killed(self):
        self.sink.tell('hang-end-kept')
        self.send(self.write('Hangs'))
        self.wait_for_inhibitor()
        self.daemon.send_signal(signal.SIGKILL)
        self.daemon.wait()
        self.world.processes.remove(self.daemon)
        wait_until(lambda: self.inhibitors() == [], 'the computer to be let go')


if __name__ == '__main__':
    unittest.main(verbosity=2)
