# SPDX-License-Identifier: GPL-3.0-or-later
"""The number at Hearth's icon in the launcher, as a dock listens for it."""

import time
import unittest

from gi.repository import Gio, GLib
from world import TestCase, make_mail, wait_until

ICON = 'application://io.github.hearthdesktop.Hearth.desktop'
DOCK = 'com.canonical.Unity'


class LauncherTest(TestCase):
    with_bus = True

    def setUp(self):
        super().setUp()
        self.heard = []
        self.world.bus.signal_subscribe(None, 'com.canonical.Unity.LauncherEntry', 'Update', None,
                                        None, Gio.DBusSignalFlags.NONE,
                                        lambda *signal: self.heard.append(signal[5].unpack()))
        self.box = self.world.maildir()
        for number in range(3):
            self.box.deliver(make_mail('News %d' % number, 'Words.\n',
                                       headers={'List-Unsubscribe': '<https://x.example/>'}))
        self.deliver('Budget')
        self.world.ctl('source', 'add', 'maildir', self.box.path, standalone=True)

    def deliver(self, subject):
        return self.box.deliver(make_mail(subject, 'Could you send me the figures today? It is '
                                          'urgent.\n', headers={'Importance': 'high'}))

    def pump(self):
        while GLib.MainContext.default().iteration(False):
            pass

    def own(self):
        owned = Gio.bus_own_name_on_connection(self.world.bus, DOCK, Gio.BusNameOwnerFlags.NONE,
                                               None, None)
        self.addCleanup(Gio.bus_unown_name, owned)
        return owned

    def needs(self):
        return len(self.world.ctl('today', json_output=True)['needs_you'])

    def wait_for(self, number):
        def look():
            self.pump()
            return self.heard and self.heard[-1] == (ICON, {'count': number,
                                                            'count-visible': number > 0})
        wait_until(look, 'the number %d, not %s' % (number, self.heard))

    def test_number(self):
        self.world.start_daemon()
        self.world.ctl('sync')
        time.sleep(2.5)
        self.pump()
        # Nobody listens.
        self.assertEqual(self.heard, [])
        self.own()
        self.wait_for(1)
        self.assertEqual(self.needs(), 1)
        self.deliver('Contract')
        self.wait_for(2)
        ids = [mail['id'] for mail in self.world.ctl('mail', 'list', json_output=True)
               if mail['subject'] == 'Contract']
        self.world.ctl('mail', 'archive', str(ids[0]))
        self.wait_for(1)
        before = len(self.heard)
        self.world.ctl('sync')
        time.sleep(2.5)
        self.pump()
        # The same number is not told twice.
        self.assertEqual(len(self.heard), before)

    def test_off_and_end(self):
        daemon = self.world.start_daemon()
        self.world.ctl('sync')
        self.own()
        self.wait_for(1)
        self.world.write('config/glib-2.0/settings/keyfile',
                         '[io/github/hearthdesktop/Hearth]\nlauncher-count=false\n')
        self.wait_for(0)
        self.world.write('config/glib-2.0/settings/keyfile',
                         '[io/github/hearthdesktop/Hearth]\nlauncher-count=true\n')
        self.wait_for(1)
        self.world.stop_daemon(daemon)
        self.wait_for(0)


if __name__ == '__main__':
    unittest.main(verbosity=2)
