# SPDX-License-Identifier: GPL-3.0-or-later
"""Accounts as their owner adds them: hearthctl, hearthd, a real Dovecot and a real keyring."""

import glob
import os
import pty
import re
import sqlite3
import subprocess
import sys
import threading
import time
import unittest
import warnings

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from mail_house import (Dovecot, Keyring, OnlineAccounts, PASSWORD, Providers, Sink,  # noqa: E402
                        World, make_mail, wait_until)
from world import CTL, GLib  # noqa: E402

ADDRESS = 'alex@lind.example'


class AccountsTest(unittest.TestCase):
    keyring_wanted = True

    def setUp(self):
        self.world = World()
        self.addCleanup(self.world.close)
        del self.world.env['HEARTH_NOW']
        self.world.start_bus()
        self.keyring = Keyring(self.world) if self.keyring_wanted else None
        self.dovecot = Dovecot(self.world.path('dovecot'))
        self.addCleanup(self.dovecot.close)
        self.sink = None

    def start_sink(self, **options):
        # The sink warns of logins without TLS, which is what loopback is for.
        warnings.simplefilter('ignore')
        self.sink = Sink(self.world.path('dovecot'), auth=True, **options)
        self.sink.password = PASSWORD.encode()
        self.addCleanup(self.sink.close)
        return self.sink

    def ctl(self, *args, **options):
        return self.world.ctl(*args, **options)

    def use_list(self, providers):
        self.world.write('config/glib-2.0/settings/keyfile',
                         '[io/github/hearthdesktop/Hearth]\nispdb-url=\'%s\'\n' % providers.url)

    def servers(self):
        """Options for servers without TLS, which only this computer may have."""
        self.start_sink()
        return ('--imap', '127.0.0.1:%d:none' % self.dovecot.port,
                '--smtp', '127.0.0.1:%d:none' % self.sink.port)

    def query(self, sql, *values):
        database = sqlite3.connect('file:%s/hearth.db?mode=ro' % self.world.data, uri=True)
        rows = database.execute(sql, values).fetchall()
        database.close()
        return rows

    def journal(self, kind):
        database = sqlite3.connect(os.path.join(self.world.data, 'hearth.db'))
        rows = database.execute('SELECT what, host, bytes_sent FROM journal WHERE kind = ?'
                                ' ORDER BY id', (kind,)).fetchall()
        database.close()
        return rows

    def host(self, user='alex', port=None):
        return 'imap://%s@127.0.0.1:%d' % (user, port or self.dovecot.port)


class TestAccounts(AccountsTest):
    def test_from_beginning_to_end(self):
        self.dovecot.deliver('Greetings from Dovecot')
        added = self.ctl('account', 'add', ADDRESS, '--user', 'alex', '--name', 'Alex Lind',
                         *self.servers(), stdin=PASSWORD + '\n', json_output=True)
        self.assertEqual(self.keyring.items(), [self.host()])
        self.assertGreater(len(self.sink.logins), 0)
        account, = self.ctl('account', 'list', json_output=True)
        self.assertEqual(account['id'], added['id'])
        self.assertEqual(account['address'], ADDRESS)
        self.assertEqual(account['imap'], {'host': '127.0.0.1', 'port': self.dovecot.port,
                                           'security': 'none', 'user': 'alex'})
        # It is read without being told so.
        wait_until(lambda: self.world.search('greetings') == ['Greetings from Dovecot'],
                   'the mail', timeout=20)
        self.assertIn('works', self.ctl('account', 'test', ADDRESS))
        again = self.ctl('account', 'add', ADDRESS, '--user', 'alex', '--imap',
                         '127.0.0.1:%d:none' % self.dovecot.port, stdin='other\n', code=1)
        self.assertEqual(again, '')
        self.assertIn('already', self.world.stderr)
        self.assertEqual(self.keyring.items(), [self.host()])

        self.ctl('account', 'change', ADDRESS, '--label', 'Home', '--keep-days', '90')
        account, = self.ctl('account', 'list', json_output=True)
        self.assertEqual((account['label'], account['keep_days']), ('Home', 90))
        self.ctl('account', 'remove', 'Home')
        wait_until(lambda: self.keyring.items() == [], 'the keyring to forget')
        self.ctl('account', 'list', code=3)
        self.assertEqual(self.world.search('greetings'), [])

    def test_wrong_password(self):
        servers = self.servers()
        self.ctl('account', 'add', ADDRESS, '--user', 'alex', *servers, stdin='wrong\n', code=1)
        self.assertNotIn('wrong', self.world.stderr)
        self.assertTrue(self.world.stderr.strip().endswith('.'), self.world.stderr)
        # Whoever refused it once is not asked by the other protocol as well.
        self.assertEqual(self.sink.logins, [])
        self.assertEqual(self.keyring.items(), [])
        self.ctl('account', 'list', code=3)

        self.ctl('account', 'add', ADDRESS, '--user', 'alex', '--force', *servers,
                 stdin='wrong\n')
        result = self.ctl('account', 'test', ADDRESS, json_output=True, code=1)
        self.assertNotEqual(result['imap']['problem'], '')
        self.assertIn('Not tried', result['smtp']['problem'])
        self.assertEqual(self.sink.logins, [])
        wait_until(lambda: 'password' in self.ctl('account', 'list', json_output=True)[0].get(
            'error', ''), 'the sentence', timeout=20)
        # Another wrong one changes nothing.
        self.ctl('account', 'change', ADDRESS, '--password', stdin='bad\n', code=1)
        self.assertIn('did not accept', self.world.stderr)
        self.ctl('account', 'change', ADDRESS, '--password', stdin=PASSWORD + '\n')
        result = self.ctl('account', 'test', ADDRESS, json_output=True)
        self.assertEqual(result['imap']['problem'] + result['smtp']['problem'], '')
        wait_until(lambda: 'error' not in self.ctl('account', 'list', json_output=True)[0],
                   'the account to work', timeout=20)

    def test_identities(self):
        """What was sent to another address of the account is answered by that."""
        self.ctl('account', 'add', ADDRESS, '--user', 'alex', '--name', 'Alex Lind',
                 *self.servers(), stdin=PASSWORD + '\n')
        club = 'club@lind.example'
        self.ctl('account', 'identity', 'list', ADDRESS, code=3)
        self.ctl('account', 'identity', 'add', ADDRESS, 'nobody', code=1)
        self.assertIn('not a mail address', self.world.stderr)
        self.ctl('account', 'identity', 'add', ADDRESS, club, '--name', 'The Club',
                 '--signature', 'Yours, the club')
        self.ctl('account', 'identity', 'add', ADDRESS, 'other@lind.example')
        self.assertEqual(self.ctl('account', 'identity', 'list', ADDRESS, json_output=True),
                         [{'address': club, 'name': 'The Club', 'signature': 'Yours, the club'},
                          {'address': 'other@lind.example', 'name': '', 'signature': ''}])
        self.ctl('account', 'identity', 'remove', ADDRESS, 'other@lind.example')
        self.ctl('account', 'identity', 'remove', ADDRESS, 'other@lind.example', code=3)
        for name, to in (('club', 'Club <CLUB@lind.example>'), ('own', ADDRESS)):
            with open(self.world.path('dovecot', 'mail/alex/new', name), 'wb') as file:
                file.write(make_mail('To the ' + name, 'Hello?', to=to))
        wait_until(lambda: len(self.world.search('subject:to')) == 2, 'the mail', timeout=20)
        for name, sender, who in (('club', club, 'The Club <%s>' % club),
                                  ('own', ADDRESS, 'Alex Lind <%s>' % ADDRESS)):
            message = self.ctl('mail', 'search', 'subject:' + name, json_output=True)[0]['id']
            item = self.ctl('mail', 'reply', str(message), '--send', stdin='Yes.\n',
                            json_output=True)['item']
            self.ctl('outbox', 'resend', str(item))
            wait_until(lambda: self.sink.mails, 'the answer', timeout=20)
            (by, _, content), = self.sink.mails
            self.sink.mails.clear()
            self.assertEqual(by, sender)
            self.assertIn(b'\r\nFrom: %s\r\n' % who.encode(), b'\r\n' + content)
            self.assertEqual(b'Yours, the club' in content, name == 'club')
        # Whoever writes signs with the signature that belongs to it.
        for standalone in (False, True):
            if standalone:
                self.world.call('Quit')
                wait_until(lambda: not self.world.has_owner(), 'the end')
            out = self.ctl('mail', 'write', '--from', club.upper(), '--to',
                           'ana@silva.example', '--subject', 'Sing', stdin='Tonight?\n',
                           standalone=standalone)
            row = int(re.search(r'\d+', out).group())
            sender, text = self.query('SELECT sender, text FROM drafts WHERE id = ?', row)[0]
            self.assertEqual(sender, club)
            self.assertEqual(text, 'Tonight?\n-- \nYours, the club\n')
            out = self.ctl('mail', 'write', '--from', ADDRESS, stdin='Tonight?\n',
                           standalone=standalone)
            row = int(re.search(r'\d+', out).group())
            self.assertEqual(self.query('SELECT text FROM drafts WHERE id = ?', row)[0][0],
                             'Tonight?')
            self.ctl('mail', 'write', '--from', 'nobody@lind.example', stdin='', code=3,
                     standalone=standalone)
        self.daemon = self.world.start_daemon()
        # A draft keeps its sender, and goes as nobody else.
        draft, = self.world.call('Compose', '(sx)', 'new', 0)
        self.world.call('SaveDraft', '(xa{sv})', draft, {
            'from': GLib.Variant('s', club), 'to': GLib.Variant('s', 'ana@silva.example'),
            'text': GLib.Variant('s', 'Hello')})
        self.world.call('SaveDraft', '(xa{sv})', draft, {'subject': GLib.Variant('s', 'Kept')})
        item, = self.world.call('Send', '(x)', draft)
        draft, = self.world.call('CancelSend', '(x)', item)
        self.ctl('account', 'identity', 'remove', ADDRESS, club)
        with self.assertRaises(GLib.Error) as caught:
            self.world.call('Send', '(x)', draft)
        self.assertIn(club, caught.exception.message)
        self.world.call('SaveDraft', '(xa{sv})', draft, {'from': GLib.Variant('s', '')})
        item, = self.world.call('Send', '(x)', draft)
        self.world.call('ResolveSend', '(xsb)', item, 'waiting', True)
        wait_until(lambda: self.sink.mails, 'the mail', timeout=20)
        self.assertEqual(self.sink.mails[0][0], ADDRESS)
        # What went to the owner's own servers is known, and is not what left for a service.
        wait_until(lambda: len(self.journal('send')) == 3, 'the journal')
        self.assertTrue(all(row[1] == '127.0.0.1' and row[2] > 0 for row in self.journal('send')))
        self.assertEqual(self.ctl('status', json_output=True)['bytes_sent_today'], 0)

    def test_first_half_of_the_address(self):
        """Many small servers know their people so."""
        self.ctl('account', 'add', ADDRESS, '--imap', '127.0.0.1:%d:none' % self.dovecot.port,
                 stdin=PASSWORD + '\n')
        account, = self.ctl('account', 'list', json_output=True)
        self.assertEqual(account['imap']['user'], 'alex')
        self.assertEqual(self.keyring.items(), [self.host()])

    def test_certificate(self):
        """One that nobody signed is refused with its facts, and accepted only by its own name."""
        server = ('--user', 'alex', '--imap', '127.0.0.1:%d:tls' % self.dovecot.tls_port)
        self.ctl('account', 'add', ADDRESS, *server, stdin=PASSWORD + '\n', code=1)
        self.assertIn('imap-pin: %s\n' % self.dovecot.pin(), self.world.stderr)
        self.assertNotIn('Login', self.dovecot.log())
        self.assertEqual(self.keyring.items(), [])
        self.ctl('account', 'add', ADDRESS, *server, '--imap-pin', 'ab' * 32,
                 stdin=PASSWORD + '\n', code=1)
        self.assertNotIn('Login', self.dovecot.log())
        self.ctl('account', 'add', ADDRESS, *server, '--imap-pin', self.dovecot.pin(),
                 stdin=PASSWORD + '\n')
        account, = self.ctl('account', 'list', json_output=True)
        self.assertEqual(account['imap']['pin'], self.dovecot.pin())
        self.ctl('account', 'change', ADDRESS, '--imap-pin', 'cd' * 32, code=1)
        self.assertIn('imap-pin: %s\n' % self.dovecot.pin(), self.world.stderr)
        account, = self.ctl('account', 'list', json_output=True)
        self.assertEqual(account['imap']['pin'], self.dovecot.pin())
        # What is tried is the stored password, at the server that shall be.
        self.ctl('account', 'change', ADDRESS, '--imap',
                 '127.0.0.1:%d:none' % self.dovecot.port)
        self.ctl('account', 'change', ADDRESS, '--imap', '127.0.0.1:%d:tls' % self.dovecot.tls_port,
                 '--imap-pin', self.dovecot.pin())
        self.ctl('account', 'change', ADDRESS, '--imap-pin', 'cd' * 32, '--force')
        result = self.ctl('account', 'test', ADDRESS, json_output=True, code=1)
        self.assertEqual(result['imap']['certificate']['pin'], self.dovecot.pin())

    def test_found_in_a_list(self):
        """Only the address and the password are needed."""
        self.start_sink(starttls=True)
        providers = Providers(self.dovecot.tls_port, self.sink.port)
        self.addCleanup(providers.close)
        self.use_list(providers)
        out = self.ctl('account', 'add', ADDRESS, '--yes', '--imap-pin', self.dovecot.pin(),
                       '--smtp-pin', self.dovecot.pin(), stdin=PASSWORD + '\n')
        self.assertIn('127.0.0.1, %d, tls' % self.dovecot.tls_port, out)
        self.assertIn('was told to: ', out)
        # The list learnt the domain and not who asks.
        self.assertEqual(providers.requests, ['/v1.1/lind.example'])
        self.assertEqual(self.journal('setup'), [('discovery', '127.0.0.1', 0)])
        account, = self.ctl('account', 'list', json_output=True)
        self.assertEqual(account['imap']['user'], 'alex')
        self.assertEqual(account['smtp']['security'], 'starttls')
        # Nobody is asked without a terminal, and nothing is sent unasked.
        self.ctl('account', 'add', ADDRESS, stdin=PASSWORD + '\n', code=2)

    def test_usage(self):
        self.ctl('account', 'add', 'alex', '--imap', '127.0.0.1:1:none', stdin='x\n', code=1)
        self.assertIn('not a mail address', self.world.stderr)
        self.ctl('account', 'add', ADDRESS, '--imap', 'imap.lind.example:143:none', stdin='x\n',
                 code=1)
        self.assertIn('TLS', self.world.stderr)
        self.ctl('account', 'add', ADDRESS, '--imap', 'a:b:c', stdin='x\n', code=2)
        self.ctl('account', 'add', ADDRESS, '--imap', '127.0.0.1:1:none', stdin='\n', code=1)
        self.assertIn('password', self.world.stderr)
        # A server that is off.
        self.ctl('account', 'add', ADDRESS, '--imap', '127.0.0.1:1:none', stdin='x\n', code=1)
        self.assertIn('127.0.0.1', self.world.stderr)

    def test_terminal(self):
        """What was found is shown and asked about, and the password does not appear."""
        self.start_sink(starttls=True)
        providers = Providers(self.dovecot.tls_port, self.sink.port)
        self.addCleanup(providers.close)
        self.use_list(providers)
        pid, terminal = pty.fork()
        if pid == 0:
            os.execve(CTL, [CTL, 'account', 'add', ADDRESS, '--imap-pin', self.dovecot.pin(),
                            '--smtp-pin', self.dovecot.pin()], self.world.env)
        shown = b''

        def read_until(words):
            nonlocal shown
            while words not in shown:
                shown += os.read(terminal, 4096)

        read_until(b'[1] ')
        self.assertEqual(self.keyring.items(), [])
        self.assertNotIn('Login', self.dovecot.log())
        os.write(terminal, b'\n')
        read_until(b'Password of ')
        time.sleep(0.3)
        os.write(terminal, PASSWORD.encode() + b'\n')
        read_until(b' added.')
        _, status = os.waitpid(pid, 0)
        os.close(terminal)
        self.assertEqual(status, 0)
        self.assertNotIn(PASSWORD.encode(), shown)
        self.assertEqual(len(self.keyring.items()), 1)

    def test_standalone(self):
        self.dovecot.deliver('Without a service')
        self.ctl('account', 'add', ADDRESS, '--user', 'alex', *self.servers(),
                 stdin=PASSWORD + '\n', standalone=True)
        self.assertEqual(self.keyring.items(), [self.host()])
        self.assertIn('works', self.ctl('account', 'test', ADDRESS, standalone=True))
        self.ctl('sync', standalone=True)
        self.assertEqual(self.world.search('without', standalone=True), ['Without a service'])
        self.ctl('account', 'change', ADDRESS, '--pause', standalone=True)
        self.assertTrue(self.ctl('account', 'list', standalone=True, json_output=True)[0]['paused'])
        self.ctl('account', 'remove', ADDRESS, standalone=True)
        self.assertEqual(self.keyring.items(), [])

    def test_password_is_nowhere(self):
        """Not on the bus, not among the processes, not in a log, not on disk."""
        capture = self.world.path('bus.pcap')
        with open(capture, 'wb') as file:
            self.world.start(['dbus-monitor', '--session', '--pcap'], stdout=file)
        seen = []
        end = threading.Event()

        def watch():
            while not end.is_set():
                for path in glob.glob('/proc/[0-9]*/cmdline') + glob.glob('/proc/[0-9]*/environ'):
                    try:
                        with open(path, 'rb') as file:
                            if PASSWORD.encode() in file.read():
                                seen.append(path)
                    except OSError:
                        pass

        watcher = threading.Thread(target=watch)
        watcher.start()
        wait_until(lambda: os.path.getsize(capture) > 0, 'the monitor')
        self.ctl('account', 'add', ADDRESS, '--user', 'alex', *self.servers(),
                 stdin=PASSWORD + '\n')
        self.ctl('account', 'test', ADDRESS)
        self.ctl('account', 'change', ADDRESS, '--password', stdin=PASSWORD + '\n')
        end.set()
        watcher.join()
        self.assertEqual(seen, [])
        with open(capture, 'rb') as file:
            bus = file.read()
        self.assertIn(b'AddAccount', bus)
        self.assertNotIn(PASSWORD.encode(), bus)
        self.assertNotIn(PASSWORD, self.world.read_log())
        for folder, _, names in os.walk(self.world.env['XDG_DATA_HOME']):
            for name in names:
                with open(os.path.join(folder, name), 'rb') as file:
                    self.assertNotIn(PASSWORD.encode(), file.read(), name)


class TestGuesses(AccountsTest):
    def test_usual_names(self):
        """Where nobody says where the servers are, those that answer are found; a password is not
        even near."""
        self.start_sink(starttls=True)
        begun = time.monotonic()
        out = subprocess.run(
            [os.environ['HEARTH_TEST_DISCOVERY_DRIVER'], 'alex@small.invalid',
             'imap.small.invalid:993=%d' % self.dovecot.tls_port,
             'mail.small.invalid:143=%d' % self.dovecot.port,
             'smtp.small.invalid:587=%d' % self.sink.port],
            env=self.world.env, check=True, capture_output=True, text=True, timeout=20).stdout
        self.assertLess(time.monotonic() - begun, 10)
        found = [GLib.Variant.parse(None, line, None, None).unpack()
                 for line in out.splitlines()]
        self.assertEqual([(c['imap-host'], c['imap-port'], c['imap-security'], c['smtp-host'],
                           c['smtp-security']) for c in found],
                         [('imap.small.invalid', 993, 'tls', 'smtp.small.invalid', 'starttls'),
                          ('mail.small.invalid', 143, 'starttls', 'smtp.small.invalid',
                           'starttls')])
        for choice in found:
            self.assertTrue(choice['answered'])
            # Their certificate is for another name, and nobody signed it.
            self.assertIn('certificate', choice['problem'])
        self.assertNotIn('alex', self.dovecot.log())
        self.assertEqual(self.sink.logins, [])


class TestOnlineAccounts(AccountsTest):
    """Against a double of GNOME Online Accounts."""

    def setUp(self):
        super().setUp()
        self.start_sink(starttls=True)
        self.goa = OnlineAccounts(self.world, '127.0.0.1:%d' % self.dovecot.tls_port,
                                  '127.0.0.1:%d' % self.sink.port)
        self.addCleanup(self.goa.close)

    def test_add(self):
        choices, = self.world.call('Discover', '(s)', '')
        self.assertEqual(len(choices), 1)
        choice = choices[0]
        self.assertEqual(choice['auth'], 'goa')
        self.assertEqual(choice['goa-id'], 'account_1')
        self.assertEqual(choice['imap-port'], self.dovecot.tls_port)
        self.assertEqual(choice['smtp-security'], 'starttls')
        # An account that is there already comes first.
        found, = self.world.call('Discover', '(s)', ADDRESS)
        self.assertEqual(found[0]['auth'], 'goa')
        self.ctl('account', 'add', ADDRESS, '--yes', '--imap-pin', self.dovecot.pin(),
                 '--smtp-pin', self.dovecot.pin(), stdin='')
        self.assertIn(('GetPassword', 'imap-password'), self.goa.asked)
        self.assertIn(('GetPassword', 'smtp-password'), self.goa.asked)
        # The desktop keeps the password; Hearth does not.
        self.assertEqual(self.keyring.items(), [])
        self.goa.authorized = False
        self.ctl('account', 'test', ADDRESS, code=1)
        self.assertIn('sign in', self.world.stderr)

    def test_signed_in_again(self):
        """Once the owner has signed in over there, mail comes at once."""
        self.goa.authorized = False
        self.ctl('account', 'add', ADDRESS, '--yes', '--force', '--imap-pin', self.dovecot.pin(),
                 '--smtp-pin', self.dovecot.pin(), stdin='')
        wait_until(lambda: 'sign in' in self.ctl('account', 'list', json_output=True)[0].get(
            'error', ''), 'the sentence', timeout=20)
        self.dovecot.deliver('After the sign-in')
        self.goa.tell()
        # Without the signal it would be tried again after a minute.
        wait_until(lambda: self.world.search('after') == ['After the sign-in'], 'the mail',
                   timeout=20)


class TestWithoutKeyring(AccountsTest):
    keyring_wanted = False

    def test_add(self):
        server = ('--user', 'alex', '--imap', '127.0.0.1:%d:none' % self.dovecot.port)
        # The service, once started, has the folder for itself.
        for standalone in (True, False):
            self.ctl('account', 'add', ADDRESS, *server, stdin=PASSWORD + '\n', code=1,
                     standalone=standalone)
            self.assertIn('No keyring answers', self.world.stderr)
            self.ctl('account', 'list', code=3, standalone=standalone)


if __name__ == '__main__':
    unittest.main(verbosity=2)
