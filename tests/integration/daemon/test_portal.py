# SPDX-License-Identifier: GPL-3.0-or-later
"""hearthd in a sandbox: its bubbles go through the portal, and logind says when the screen is locked.
What a real portal does with them is seen by the suite "flatpak"."""

import time
import unittest

from gi.repository import GLib
from portal_double import Logind, NotificationPortal
from world import TestCase, make_mail, wait_until


class PortalTest(TestCase):
    with_bus = True
    version = 1

    def setUp(self):
        super().setUp()
        self.world.start_system_bus()
        self.logind = Logind(self.world.env['DBUS_SYSTEM_BUS_ADDRESS'])
        self.addCleanup(self.logind.close)
        self.world.env['HEARTH_SANDBOX'] = 'flatpak'

    def start_portal(self, **options):
        self.portal = NotificationPortal(self.world.env['DBUS_SESSION_BUS_ADDRESS'],
                                         version=self.version, **options)
        self.addCleanup(self.portal.close)

    def start(self):
        self.box = self.world.maildir()
        self.box.deliver(make_mail('Before', 'Could you answer by Friday?'))
        daemon = self.world.start_daemon()
        self.world.ctl('source', 'add', 'maildir', self.box.path)
        return daemon

    def ask(self, subject='Budget'):
        self.box.deliver(make_mail(subject, 'Could you send me the number by Friday?\n'))

    def the_bubble(self):
        wait_until(lambda: len(self.portal.displayed) == 1, 'the bubble', timeout=15)
        return next(iter(self.portal.displayed.values()))

    def test_mail(self):
        self.start_portal()
        self.start()
        self.ask()
        bubble = self.the_bubble()
        self.assertEqual(bubble['title'], 'Ana Silva')
        self.assertIn('Budget', bubble['body'])
        self.assertEqual(bubble['default-action'], 'default')
        self.assertIn('Mark read', [button['label'] for button in bubble['buttons']])
        self.assertEqual(bubble['icon'][0], 'themed')
        self.assertFalse(set(bubble) - NotificationPortal.known)
        # None of the names is the application's: the portal would start the panel for those.
        self.assertFalse([b for b in bubble['buttons'] if b['action'].startswith('app.')])
        self.portal.press(next(button['action'] for button in bubble['buttons']
                               if button['label'] == 'Mark read'))
        wait_until(lambda: not self.portal.displayed, 'the end of the bubble')
        self.assertEqual(self.world.search('subject:budget is:unread'), [])

    def test_restart(self):
        self.start_portal()
        daemon = self.start()
        self.ask()
        self.the_bubble()
        self.world.stop_daemon(daemon)
        self.world.start_daemon()
        wait_until(lambda: len(self.portal.added) == 2, 'the bubble after a restart')
        self.assertEqual(len(set(self.portal.added)), 1, 'it is the same one')

    def test_late_portal(self):
        self.start()
        self.ask()
        wait_until(lambda: self.world.search('subject:budget'), 'the mail')
        self.start_portal()
        self.the_bubble()

    def test_refused(self):
        self.start_portal(refuses=True)
        self.start()
        self.ask()
        wait_until(lambda: 'could not be shown' in self.world.read_log(), 'the refusal', timeout=15)
        self.portal.refuses = False
        self.the_bubble()

    def test_locked(self):
        self.start_portal()
        self.start()
        self.logind.lock()
        time.sleep(0.5)
        self.ask()
        self.assertEqual(self.the_bubble()['title'], 'Ana Silva')
        self.assertNotIn('body', self.the_bubble())

    def test_locked_from_the_start(self):
        self.logind.locked = True
        self.start_portal()
        self.start()
        self.ask()
        self.assertNotIn('body', self.the_bubble())

    def test_lock_brings_nothing_back(self):
        self.start_portal()
        self.start()
        self.ask()
        self.the_bubble()
        # The owner closes it, of which the portal says nothing.
        self.portal.displayed.clear()
        self.logind.lock()
        time.sleep(1)
        self.assertFalse(self.portal.displayed)

    def test_reaches_no_server(self):
        """What a sandbox cannot reach is not asked for."""
        self.start_portal()
        self.start()
        self.ask()
        self.the_bubble()
        self.assertFalse(self.world.has_owner('org.freedesktop.Notifications'))


class NewPortalTest(PortalTest):
    """A portal of today, which knows of sounds and locked screens."""

    version = 2
    test_restart = test_late_portal = test_refused = test_locked_from_the_start = None

    def test_mail(self):
        self.start_portal()
        self.start()
        self.ask()
        bubble = self.the_bubble()
        self.assertIn(bubble['sound'], ('default', 'silent'))
        self.assertEqual(bubble['display-hint'], ['hide-content-on-lockscreen'])
        token = GLib.Variant('a{sv}', {'activation-token': GLib.Variant('s', 'token-1')})
        self.portal.press('default', token)
        time.sleep(0.5)
        self.assertTrue(self.world.has_owner())


if __name__ == '__main__':
    unittest.main(verbosity=2)
