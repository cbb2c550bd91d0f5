# SPDX-License-Identifier: GPL-3.0-or-later
"""A key and passwords, set up through a real keyring, used, refused and cut off: they stand nowhere
but where they have to be said."""

import base64
import glob
import os
import resource
import signal
import subprocess
import sys
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from mail_house import PASSWORD, wait_until  # noqa: E402
from ai_double import Double  # noqa: E402 (mail_house knows where)
from test_accounts import ADDRESS, AccountsTest  # noqa: E402

KEY = 'sk-cAnary-5f1e9c0b7a'
WRONG = 'wr0ng-cAnary-77d1'
SECRETS = {'key': KEY, 'password': PASSWORD, 'wrong password': WRONG}


def forms(secret):
    """As it stands, in base64 at each offset, and as an IMAP login has it."""
    raw = secret.encode()
    yield raw
    for before in (b'', b'a', b'ab', b'\0alex\0'):
        text = base64.b64encode(before + raw)
        # Without what depends on its neighbours.
        yield text[4 if before else 0:len(text) - 4]


class TestCanaries(AccountsTest):
    def setUp(self):
        super().setUp()
        self.world.env['G_MESSAGES_DEBUG'] = 'all'
        self.world.env['LIBC_FATAL_STDERR_'] = '1'
        self.printed = []
        self.processes = []

    def ctl(self, *args, **options):
        out = super().ctl(*args, **options)
        self.printed.append((str(out) + self.world.stderr).encode())
        return out

    def start_monitor(self):
        """All that passes the bus, each message as its bytes."""
        path = self.world.path('bus-traffic')
        file = open(path, 'wb')
        self.addCleanup(file.close)
        self.world.start(['dbus-monitor', '--session', '--binary'], stdout=file)
        wait_until(lambda: os.path.getsize(path) > 0, 'the monitor')
        return path

    def start_watching(self):
        """hearthd as whoever looks at processes sees it."""
        # Whoever starts it allows core files; it must say no by itself.
        soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
        resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
        self.addCleanup(resource.setrlimit, resource.RLIMIT_CORE, (soft, hard))
        return self.world.start_daemon()

    def look_at(self, process):
        for name in ('cmdline', 'environ'):
            with open('/proc/%d/%s' % (process.pid, name), 'rb') as file:
                self.printed.append(file.read())
        with open('/proc/%d/limits' % process.pid, encoding='ascii') as file:
            line, = [each for each in file if each.startswith('Max core file size')]
        self.assertEqual(line.split()[4], '0', line)

    def use(self):
        """All that needs a secret, well and badly."""
        double = Double()
        self.addCleanup(double.close)
        self.ctl('service', 'openai', double.url, 'double', '--key-from-stdin', stdin=KEY + '\n')
        self.dovecot.deliver('Greetings from Dovecot')
        self.start_sink(starttls=True)
        servers = ('--imap', '127.0.0.1:%d:tls' % self.dovecot.tls_port,
                   '--smtp', '127.0.0.1:%d:starttls' % self.sink.port,
                   '--imap-pin', self.dovecot.pin(), '--smtp-pin', self.dovecot.pin())
        self.ctl('account', 'add', ADDRESS, '--user', 'alex', *servers, stdin=WRONG + '\n', code=1)
        self.ctl('account', 'add', ADDRESS, '--user', 'alex', *servers, stdin=PASSWORD + '\n')
        wait_until(lambda: self.world.search('greetings'), 'the mail', timeout=20)
        for mode in ('plain', 'tool', '401', '500', 'cut', 'plain'):
            double.mode = mode
            subprocess.run(['hearthctl', 'ask', 'plugh xyzzy frobnicate ' + mode], check=False,
                           executable=os.path.join(os.environ['HEARTH_TEST_BUILD'],
                                                   'src/ctl/hearthctl'),
                           env=self.world.env, stdout=self.world.log, stderr=self.world.log,
                           timeout=30)
        self.ctl('mail', 'write', '--to', 'ana@silva.example', '--subject', 'Hello', '--send',
                 stdin='Some words.\n')
        item, = self.query('SELECT id FROM outbox')[0]
        self.world.call('ResolveSend', '(xsb)', item, 'waiting', True)
        wait_until(lambda: self.sink.mails, 'the mail to be sent', timeout=20)
        self.ctl('account', 'test', ADDRESS)
        self.ctl('journal')
        self.ctl('--json', 'journal')
        self.ctl('receipts')
        # Refused from now on, and told.
        self.ctl('account', 'change', ADDRESS, '--password', '--force', stdin=WRONG + '\n')
        self.ctl('account', 'test', ADDRESS, code=1)
        return double

    def files(self):
        """Every file of this home but the keyring's, which is encrypted, and the servers' own."""
        for folder, folders, names in os.walk(self.world.root):
            folders[:] = [name for name in folders if name not in ('dovecot', 'keyrings')]
            for name in names:
                path = os.path.join(folder, name)
                if os.path.isfile(path):
                    yield path

    def assert_nowhere(self, data, where):
        for name, secret in SECRETS.items():
            for form in forms(secret):
                if form in data:
                    at = data.index(form)
                    self.fail('the %s stands in %s: %r' % (name, where,
                                                           data[max(0, at - 60):at + 60]))

    def test_nowhere(self):
        monitor = self.start_monitor()
        daemon = self.start_watching()
        double = self.use()
        self.look_at(daemon)
        # The search would find them: they were used, and said to their servers.
        for _path, headers, body in double.requests:
            self.assertEqual(headers.pop('Authorization'), 'Bearer ' + KEY)
            self.assert_nowhere(repr((headers, body)).encode(), 'a prompt')
        self.assertGreaterEqual(len(double.requests), 6)
        self.assertEqual(self.keyring.items('ai-key'), ['127.0.0.1'])

        before = set(glob.glob('/tmp/core*') + glob.glob('core*'))
        daemon.send_signal(signal.SIGABRT)
        daemon.wait(timeout=10)
        self.world.processes.remove(daemon)
        time.sleep(0.5)
        self.assertEqual(set(glob.glob('/tmp/core*') + glob.glob('core*')), before)
        for output in self.printed:
            self.assert_nowhere(output, 'what was printed')
        self.assertGreater(os.path.getsize(monitor), 10000)
        seen = set()
        for path in self.files():
            with open(path, 'rb') as file:
                self.assert_nowhere(file.read(), path)
            seen.add(os.path.basename(path))
            self.assertFalse(os.path.basename(path).startswith('core'), path)
        self.assertTrue({'hearth.db', 'log', 'bus-traffic'} <= seen, seen)

    def test_search_finds(self):
        """The search itself: what is said in any of its forms is found."""
        for data in (b'key ' + KEY.encode(), base64.b64encode(b'\0alex\0' + PASSWORD.encode()),
                     b'x' + base64.b64encode(b'q' + WRONG.encode() + b' and more')):
            with self.assertRaises(AssertionError):
                self.assert_nowhere(data, 'here')


if __name__ == '__main__':
    unittest.main(verbosity=2)
