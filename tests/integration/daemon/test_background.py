# SPDX-License-Identifier: GPL-3.0-or-later
"""What the desktop shows of Hearth where it runs without a window. The portal is a double: a real one
listens to applications in a sandbox only."""

import time
import unittest

from gi.repository import Gio, GLib
from world import TestCase, make_mail, wait_until

PORTAL = 'org.freedesktop.portal.Desktop'
NODE = Gio.DBusNodeInfo.new_for_xml('''<node>
<interface name="org.freedesktop.portal.Background">
<method name="SetStatus"><arg type="a{sv}" direction="in"/></method>
</interface></node>''')


class BackgroundTest(TestCase):
    with_bus = True

    def setUp(self):
        super().setUp()
        self.told = []
        self.refuses = False
        self.box = self.world.maildir()
        self.world.ctl('source', 'add', 'maildir', self.box.path, standalone=True)
        self.world.bus.register_object('/org/freedesktop/portal/desktop', NODE.interfaces[0],
                                       self.called, None, None)

    def called(self, _bus, _sender, _path, _interface, _method, parameters, invocation):
        self.told.append(parameters.unpack()[0])
        if self.refuses:
            invocation.return_dbus_error('org.freedesktop.portal.Error.NotAllowed',
                                         'Only sandboxed applications can set a status')
        else:
            invocation.return_value(None)

    def own(self):
        owned = Gio.bus_own_name_on_connection(self.world.bus, PORTAL, Gio.BusNameOwnerFlags.NONE,
                                               None, None)
        self.addCleanup(Gio.bus_unown_name, owned)

    def pump(self, seconds=0.0):
        end = time.monotonic() + seconds
        while GLib.MainContext.default().iteration(False) or time.monotonic() < end:
            pass

    def deliver(self, subject):
        self.box.deliver(make_mail(subject, 'Could you send me the figures today? It is urgent.\n',
                                   headers={'Importance': 'high'}))

    def wait_for(self, *sentences):
        def look():
            self.pump()
            return [status['message'] for status in self.told] == list(sentences)
        wait_until(look, '%s, not %s' % (sentences, self.told))

    def test_line(self):
        self.own()
        self.world.start_daemon()
        self.wait_for('Nothing needs you.')
        self.deliver('Budget')
        self.wait_for('Nothing needs you.', 'One thing needs you.')
        self.world.ctl('sync')
        self.pump(2.5)
        self.wait_for('Nothing needs you.', 'One thing needs you.')

    def test_refused(self):
        self.refuses = True
        self.own()
        self.world.start_daemon()
        self.wait_for('Nothing needs you.')
        self.deliver('Budget')
        self.world.ctl('sync')
        self.assertEqual(len(self.world.ctl('today', json_output=True)['needs_you']), 1)
        self.pump(2.5)
        self.wait_for('Nothing needs you.')


if __name__ == '__main__':
    unittest.main(verbosity=2)
