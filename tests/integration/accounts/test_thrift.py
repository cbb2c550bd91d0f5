# SPDX-License-Identifier: GPL-3.0-or-later
"""On a metered network and with a low battery older mail waits, and comes when that is over.

NetworkManager and UPower are doubles on a system bus of the test's own.
"""

import email
import email.policy
import os
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from mail_house import Dovecot, Keyring, PASSWORD, World, make_mail, wait_until  # noqa: E402
from world import GLib, Gio  # noqa: E402

ADDRESS = 'alex@lind.example'
NEWEST = 200

# NMMetered, NMConnectivityState and NMState.
METERED_YES, METERED_NO, CONNECTIVITY_FULL, STATE_CONNECTED = 1, 2, 4, 70

# UpDeviceLevel.
WARNING_NONE, WARNING_LOW = 1, 3


class Double:
    """One object of a service, with properties that a test sets."""

    def __init__(self, world, bus, name, path, interface, properties):
        self.bus, self.name, self.path, self.interface = bus, name, path, interface
        world.start(['/usr/bin/python3', '-m', 'dbusmock', '--system', name, path, interface])
        wait_until(lambda: self._try(properties), name, timeout=20)

    def _try(self, properties):
        try:
            self._call('AddProperties', properties)
            return True
        except GLib.Error:
            return False

    def _call(self, method, properties):
        values = {key: GLib.Variant('u', value) for key, value in properties.items()}
        self.bus.call_sync(self.name, self.path, 'org.freedesktop.DBus.Mock', method,
                           GLib.Variant('(sa{sv})', (self.interface, values)), None,
                           Gio.DBusCallFlags.NONE, 5000, None)

    def set(self, **properties):
        self._call('UpdateProperties', properties)


class ThriftTest(unittest.TestCase):
    count = 450

    def setUp(self):
        self.world = World()
        self.addCleanup(self.world.close)
        del self.world.env['HEARTH_NOW']
        self.world.start_system_bus()
        self.bus = self.world.system_bus
        self.network = Double(self.world, self.bus, 'org.freedesktop.NetworkManager',
                              '/org/freedesktop/NetworkManager', 'org.freedesktop.NetworkManager',
                              {'Metered': METERED_NO, 'Connectivity': CONNECTIVITY_FULL,
                               'State': STATE_CONNECTED})
        self.battery = Double(self.world, self.bus, 'org.freedesktop.UPower',
                              '/org/freedesktop/UPower/devices/DisplayDevice',
                              'org.freedesktop.UPower.Device', {'WarningLevel': WARNING_NONE})
        self.world.start_bus()
        self.keyring = Keyring(self.world)
        self.dovecot = Dovecot(self.world.path('dovecot'))
        self.addCleanup(self.dovecot.close)
        self.box = os.path.join(self.world.path('dovecot'), 'mail/alex/new')
        for number in range(self.count):
            self.deliver('%05d.test' % number, make_mail('Mail %d' % number, 'Some words.'))

    def deliver(self, name, data):
        with open(os.path.join(self.box, name), 'wb') as file:
            file.write(data)

    def add(self):
        self.world.start_daemon()
        self.world.ctl('account', 'add', ADDRESS, '--user', 'alex',
                       '--imap', '127.0.0.1:%d:none' % self.dovecot.port, stdin=PASSWORD + '\n')

    def status(self):
        return self.world.call('Status')[0]

    def wait_for(self, n):
        wait_until(lambda: self.status()['messages'] == n, '%d messages' % n, timeout=30)

    def waits(self):
        return self.world.ctl('status', json_output=True).get('older_mail_waits')

    def test_metered(self):
        self.network.set(Metered=METERED_YES)
        self.add()
        self.wait_for(NEWEST)
        wait_until(lambda: self.status()['activity'] ==
                   'Older mail waits: the network is metered', 'the line')
        self.assertEqual(self.waits(), 'metered')
        self.assertIn('the network is metered', self.world.ctl('status'))
        # No sync fetches what is older, and each what is new.
        self.world.ctl('sync')
        self.assertEqual(self.status()['messages'], NEWEST)
        self.deliver('new', make_mail('Mail that is new', 'Some words.'))
        self.wait_for(NEWEST + 1)
        self.assertEqual(self.world.search('subject:new'), ['Mail that is new'])

        self.network.set(Metered=METERED_NO)
        self.wait_for(self.count + 1)
        wait_until(lambda: self.status()['activity'] == '', 'the line to go')
        self.assertIsNone(self.waits())

    def test_one_account(self):
        """An account whose owner wants everything at all times does not wait."""
        self.network.set(Metered=METERED_YES)
        self.add()
        self.wait_for(NEWEST)
        wait_until(lambda: self.waits() == 'metered', 'the word')
        self.world.ctl('account', 'change', ADDRESS, '--fetch', 'sometimes', code=1)
        self.world.ctl('account', 'change', ADDRESS, '--fetch', 'always')
        self.wait_for(self.count)
        wait_until(lambda: self.waits() is None, 'the word to go')
        account, = self.world.ctl('account', 'list', json_output=True)
        self.assertEqual(account['fetch_when'], 'always')
        self.world.ctl('account', 'change', ADDRESS, '--fetch', 'careful')
        account, = self.world.ctl('account', 'list', json_output=True)
        self.assertEqual(account['fetch_when'], 'careful')

    def test_only_the_text(self):
        """A mail of a megabyte costs what its text costs, until its attachment is wanted."""
        self.network.set(Metered=METERED_YES)
        self.add()
        self.wait_for(NEWEST)
        mail = email.message_from_bytes(make_mail('Heavy', 'Few words.'),
                                        policy=email.policy.default)
        mail.add_attachment(os.urandom(1000000), maintype='application', subtype='pdf',
                            filename='plan.pdf')
        before = self.sent()
        self.deliver('heavy', mail.as_bytes())
        self.wait_for(NEWEST + 1)
        found = self.world.ctl('mail', 'search', 'subject:heavy', json_output=True)[0]
        shown = self.world.ctl('mail', 'show', str(found['id']), json_output=True)
        self.assertIn('Few words', shown['text'])
        self.assertEqual([each['name'] for each in shown['attachments']], ['plan.pdf'])
        self.world.call('Quit')
        wait_until(lambda: not self.world.has_owner(), 'the end')
        self.assertLess(wait_until(lambda: self.sent() - before, 'the count'), 300000)

    def sent(self):
        """How much Dovecot says that it sent, of connections that have ended."""
        return sum(int(word[4:]) for line in self.dovecot.log().splitlines()
                   for word in line.split() if word.startswith('out='))

    def test_battery(self):
        self.battery.set(WarningLevel=WARNING_LOW)
        self.add()
        wait_until(lambda: self.waits() == 'battery', 'the word', timeout=20)
        self.assertLess(self.status()['messages'], self.count)
        # The owner's word counts for more.
        self.world.write('config/glib-2.0/settings/keyfile',
                         "[io/github/hearthdesktop/Hearth]\nfetch-when='always'\n")
        self.wait_for(self.count)
        self.assertIsNone(self.waits())


class AmidTest(ThriftTest):
    count = 6000

    def test_metered(self):
        """What is being fetched ends when the network becomes another one, and nothing is lost."""
        self.add()
        wait_until(lambda: self.status()['messages'] >= NEWEST, 'the first', interval=0.002)
        self.network.set(Metered=METERED_YES)
        wait_until(lambda: self.waits() == 'metered', 'the end', timeout=20)
        self.assertLess(self.status()['messages'], self.count)
        self.network.set(Metered=METERED_NO)
        self.wait_for(self.count)
        self.assertIsNone(self.waits())

    test_only_the_text = None
    test_battery = None


if __name__ == '__main__':
    unittest.main(verbosity=2)
