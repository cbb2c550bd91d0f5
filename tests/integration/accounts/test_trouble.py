# SPDX-License-Identifier: GPL-3.0-or-later
"""What went wrong with mail is said on the desktop: once, until there is nothing to do any more."""

import os
import subprocess
import sys
import time
import unittest
import warnings

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from mail_house import Dovecot, Keyring, PASSWORD, Sink, World, wait_until  # noqa: E402
from world import GLib  # noqa: E402

ADDRESS = 'alex@lind.example'


class TroubleTest(unittest.TestCase):
    def setUp(self):
        self.world = World()
        self.addCleanup(self.world.close)
        del self.world.env['HEARTH_NOW']
        self.world.start_bus()
        self.keyring = Keyring(self.world)
        self.world.start_dunst()
        self.dovecot = Dovecot(self.world.path('dovecot'))
        self.addCleanup(self.dovecot.close)
        # The sink warns of logins without TLS, which is what loopback is for.
        warnings.simplefilter('ignore')
        self.sink = Sink(self.world.path('dovecot'), auth=True)
        self.sink.password = PASSWORD.encode()
        self.addCleanup(self.sink.close)
        self.daemon = self.world.start_daemon()
        self.world.ctl('account', 'add', ADDRESS, '--user', 'alex', '--label', 'Home',
                       '--imap', '127.0.0.1:%d:none' % self.dovecot.port,
                       '--smtp', '127.0.0.1:%d:none' % self.sink.port, stdin=PASSWORD + '\n')

    def set_password(self, password):
        with open(os.path.join(self.world.path('dovecot'), 'passwd'), 'w', encoding='ascii') as file:
            file.write('alex:{PLAIN}%s\n' % password)
        # Dovecot looks at it once a second.
        time.sleep(1.1)

    def restart(self):
        self.world.stop_daemon(self.daemon)
        self.daemon = self.world.start_daemon()

    def send(self, subject, fault):
        self.sink.tell(fault)
        draft, = self.world.call('Compose', '(sx)', 'new', 0)
        self.world.call('SaveDraft', '(xa{sv})', draft,
                        {'to': GLib.Variant('s', 'ana@silva.example'),
                         'subject': GLib.Variant('s', subject), 'text': GLib.Variant('s', 'Hello')})
        item, = self.world.call('Send', '(x)', draft)
        self.world.call('ResolveSend', '(xsb)', item, 'waiting', True)
        return item

    def wait_displayed(self, n, what):
        wait_until(lambda: self.world.displayed() == n, what, timeout=20)

    def test_not_sent(self):
        refused = self.send('Dinner', 'rcpt-550')
        self.wait_displayed(1, 'the bubble')
        _, summary, body, actions = self.world.notifications()[-1]
        self.assertEqual(summary, '“Dinner” was not sent')
        self.assertIn('550', body)
        self.assertIn('Open', actions)
        unknown = self.send('Lunch', 'drop-end-kept')
        self.wait_displayed(2, 'the second bubble')
        _, summary, body, _ = self.world.notifications()[-1]
        self.assertEqual(summary, '“Lunch” may not have been sent')
        self.assertIn('may have been sent', body)

        shown = len(self.world.notifications())
        self.restart()
        wait_until(lambda: len(self.world.notifications()) == shown + 2, 'the bubbles again')
        self.assertTrue(all(each[0] != 0 for each in self.world.notifications()[shown:]),
                        'they replace those that stand')
        self.assertEqual(self.world.displayed(), 2)
        self.world.call('ResolveSend', '(xsb)', refused, 'refused', True)
        self.wait_displayed(1, 'the first to go')
        self.world.call('ResolveSend', '(xsb)', unknown, 'unknown', False)
        self.wait_displayed(0, 'the second to go')
        self.restart()
        self.assertEqual(len(self.world.notifications()), shown + 2)

    def test_seen_is_not_said_again(self):
        self.send('Dinner', 'rcpt-550')
        self.wait_displayed(1, 'the bubble')
        subprocess.run(['dunstctl', 'close'], env=self.world.env, check=True)
        self.wait_displayed(0, 'its end')
        shown = len(self.world.notifications())
        self.restart()
        # What comes after it would come behind it.
        self.send('Lunch', 'rcpt-550')
        self.wait_displayed(1, 'the other bubble')
        self.assertEqual([each[1] for each in self.world.notifications()[shown:]],
                         ['“Lunch” was not sent'])

    def test_locked_screen(self):
        self.world.lock_screen()
        self.send('Dinner', 'rcpt-550')
        self.wait_displayed(1, 'the bubble')
        _, summary, body, _ = self.world.notifications()[-1]
        self.assertEqual((summary, body), ('A mail was not sent', ''))

    def test_password_where_mail_is_sent(self):
        """It is said once that mail can be read and not be sent, until it can be or none waits."""
        self.sink.password = b'another'
        first = self.send('Dinner', 'ok')
        self.wait_displayed(1, 'the bubble')
        _, summary, body, actions = self.world.notifications()[-1]
        self.assertEqual(summary, 'No mail leaves from “Home”')
        self.assertIn('535', body)
        self.assertIn('Open', actions)
        second = self.send('Lunch', 'ok')
        for _ in range(3):
            self.world.ctl('sync')
        self.assertEqual(len(self.world.notifications()), 1)
        self.restart()
        wait_until(lambda: len(self.world.notifications()) == 2, 'the bubble again')
        self.world.ctl('sync')
        self.assertEqual(self.world.displayed(), 1)
        self.sink.password = PASSWORD.encode()
        self.world.ctl('sync')
        self.wait_displayed(0, 'its end')
        wait_until(lambda: len(self.sink.mails) == 2, 'both mails')
        self.sink.password = b'another'
        third = self.send('Tea', 'ok')
        self.wait_displayed(1, 'another bubble')
        self.world.call('CancelSend', '(x)', third)
        self.wait_displayed(0, 'the end of the other')
        self.assertGreater(second, first)

    def test_password(self):
        """It is said once that a password is not accepted any more, however often it is tried."""
        self.world.ctl('sync')
        self.assertEqual(self.world.notifications(), [])
        self.world.stop_daemon(self.daemon)
        self.set_password('another')
        self.daemon = self.world.start_daemon()
        self.wait_displayed(1, 'the bubble')
        _, summary, body, _ = self.world.notifications()[-1]
        self.assertEqual(summary, 'No mail from “Home”')
        self.assertIn('password', body)
        for _ in range(3):
            self.world.ctl('sync', code=1)
        self.assertEqual(len(self.world.notifications()), 1)
        self.restart()
        wait_until(lambda: len(self.world.notifications()) == 2, 'the bubble again')
        self.world.ctl('sync', code=1)
        self.assertEqual(self.world.displayed(), 1)
        self.set_password(PASSWORD)
        self.world.ctl('sync')
        self.wait_displayed(0, 'its end')
        self.assertEqual(len(self.world.notifications()), 2)


if __name__ == '__main__':
    unittest.main(verbosity=2)
