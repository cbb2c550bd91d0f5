# SPDX-License-Identifier: GPL-3.0-or-later
"""hearthd sends through a real mail server of the distribution, with TLS and a login."""

import email
import email.policy
import json
import os
import subprocess
import sys
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'accounts'))

from mail_house import Dovecot, Keyring, PASSWORD, World, wait_until  # noqa: E402
from exim import Exim, Line  # noqa: E402
from world import CTL, GLib  # noqa: E402

ADDRESS = 'alex@lind.example'


def read_pin(certificate):
    text = subprocess.run(['openssl', 'x509', '-in', certificate, '-noout', '-fingerprint',
                           '-sha256'], check=True, capture_output=True, text=True).stdout
    return text.split('=')[1].strip().replace(':', '').lower()


class MtaTest(unittest.TestCase):
    def setUp(self):
        self.world = World()
        self.addCleanup(self.world.close)
        del self.world.env['HEARTH_NOW']
        self.world.start_bus()
        self.keyring = Keyring(self.world)
        self.dovecot = Dovecot(self.world.path('dovecot'))
        self.addCleanup(self.dovecot.close)
        self.exim = Exim(PASSWORD)
        self.addCleanup(self.exim.close)
        self.world.start_daemon()

    def add_account(self, security='starttls', port=None, *options, code=0):
        port = port or (self.exim.tls_port if security == 'tls' else self.exim.port)
        return self.world.ctl(
            'account', 'add', ADDRESS, '--user', 'alex', '--imap',
            '127.0.0.1:%d:none' % self.dovecot.port, '--smtp', '127.0.0.1:%d:%s' % (port, security),
            '--smtp-pin', read_pin(self.exim.certificate), *options, stdin=PASSWORD + '\n',
            code=code)

    def send(self, subject, to='ana@silva.example', text='Hello', files=(), **extra):
        draft, = self.world.call('Compose', '(sx)', 'new', 0)
        content = {name: GLib.Variant('s', value) for name, value in
                   dict(extra, to=to, subject=subject, text=text).items()}
        content['files'] = GLib.Variant('as', files)
        self.world.call('SaveDraft', '(xa{sv})', draft, content)
        item, = self.world.call('Send', '(x)', draft)
        self.resolve(item, 'waiting', True)
        return item

    def resolve(self, item, state, again):
        self.world.call('ResolveSend', '(xsb)', item, state, again)

    def item(self, number):
        result = subprocess.run([self.world.calling_ctl, '--json', 'outbox', 'list', '--all'], env=self.world.env,
                                capture_output=True, text=True, timeout=30, check=False)
        return {entry['id']: entry for entry in json.loads(result.stdout)}[number]

    def wait_for(self, item, *states, timeout=20):
        wait_until(lambda: self.item(item)['state'] in states, 'mail %d: %s' % (item, states),
                   timeout, 0.1)
        return self.item(item)

    def wait_delivered(self, name, n=1):
        wait_until(lambda: len(self.exim.box(name)) == n and self.exim.waiting() == 0,
                   'the delivery to %s' % name, 15)
        return self.exim.box(name)

    def check_sent(self, security):
        self.add_account(security)
        item = self.send('Dinner', 'Ana <ana@silva.example>', 'Hällo\n\n.\n.two\nFrom here\n',
                         cc='bob@example.org', bcc='carol@example.org')
        entry = self.wait_for(item, 'done')
        for name in ('ana', 'bob', 'carol'):
            raw, = self.wait_delivered(name)
            mail = email.message_from_bytes(raw, policy=email.policy.default)
            self.assertEqual(mail['Message-ID'], '<%s>' % entry['message_id'])
            self.assertEqual((mail['To'], mail['Cc'], mail['Bcc']),
                             ('Ana <ana@silva.example>', 'bob@example.org', None))
            if name != 'carol':
                self.assertNotIn(b'carol', raw)
            self.assertEqual(mail.get_content().split(),
                             ['Hällo', '.', '.two', 'From', 'here'])
            # With TLS and a login, RFC 3848.
            self.assertIn('with esmtpsa', mail['Received'])
        self.assertEqual(len(self.exim.everything()), 3)
        self.assertNotIn(PASSWORD, self.world.read_log())

    def test_sent_with_starttls(self):
        self.check_sent('starttls')

    def test_sent_with_tls(self):
        self.check_sent('tls')

    def test_refused_recipient(self):
        """Either all get it or nobody does."""
        self.add_account()
        item = self.send('Dinner', 'ana@silva.example, nobody@example.org')
        entry = self.wait_for(item, 'refused')
        self.assertIn('nobody@example.org', entry['sentence'])
        self.assertIn('no such user here', entry['sentence'])
        time.sleep(0.5)
        self.assertEqual((self.exim.everything(), self.exim.waiting()), ([], 0))
        draft, = self.world.call('CancelSend', '(x)', item)
        self.world.call('SaveDraft', '(xa{sv})', draft,
                        {'to': GLib.Variant('s', 'ana@silva.example')})
        item, = self.world.call('Send', '(x)', draft)
        self.resolve(item, 'waiting', True)
        self.wait_for(item, 'done')
        self.wait_delivered('ana')

    def test_too_large(self):
        """What is over the server's limit is refused before it goes."""
        self.add_account()
        large = self.world.path('large')
        with open(large, 'wb') as file:
            file.write(os.urandom(2 * 1024 * 1024))
        item = self.send('Photos', files=[large])
        entry = self.wait_for(item, 'refused')
        self.assertIn('552', entry['sentence'])
        self.assertEqual((self.exim.everything(), self.exim.waiting()), ([], 0))
        self.wait_for(self.send('Few words'), 'done')
        self.assertIn(b'Few words', self.wait_delivered('ana')[0])

    def test_refused_login(self):
        self.add_account()
        self.exim.kill()
        with open(self.exim.config, encoding='ascii') as file:
            config = file.read()
        with open(self.exim.config, 'w', encoding='ascii') as file:
            file.write(config.replace(PASSWORD, 'another'))
        self.exim.start()
        first = self.send('First')
        wait_until(lambda: '535' in self.item(first)['sentence'], 'the refusal')
        second = self.send('Second')
        wait_until(lambda: '535' in self.item(second)['sentence'], 'the other refusal')
        # Opened by the owner's word, once for each mail, and by nothing else.
        self.assertEqual(self.exim.read_log().count('535 Incorrect authentication data'), 2)
        self.assertEqual(self.exim.everything(), [])
        self.exim.kill()
        with open(self.exim.config, 'w', encoding='ascii') as file:
            file.write(config)
        self.exim.start()
        self.world.ctl('sync')
        self.wait_for(first, 'done')
        self.wait_for(second, 'done')
        self.wait_delivered('ana', 2)

    def test_killed_after_data(self):
        """The server dies with the whole mail in its hands: nobody knows, and the owner is asked."""
        self.add_account()
        item = self.send('Slow')
        self.wait_for(item, 'sending')
        time.sleep(1)
        self.exim.kill()
        entry = self.wait_for(item, 'unknown')
        self.assertIn('may have been sent', entry['sentence'])
        self.exim.start()
        self.world.ctl('sync')
        time.sleep(1)
        self.assertEqual(self.item(item)['state'], 'unknown')
        self.assertEqual(self.exim.everything(), [])
        self.resolve(item, 'unknown', True)
        self.wait_for(item, 'done')
        mail, = self.wait_delivered('ana')
        self.assertIn(entry['message_id'].encode(), mail)

    def test_answer_is_lost(self):
        """The server has it and its answer does not arrive: it is not sent twice."""
        line = Line(self.exim.port)
        self.addCleanup(line.close)
        self.add_account(port=line.port)
        item = self.send('Slow')
        self.wait_for(item, 'sending')
        line.is_cut = True
        self.wait_for(item, 'unknown')
        self.assertEqual(line.n_cut, 1)
        line.is_cut = False
        self.wait_delivered('ana')
        self.resolve(item, 'unknown', False)
        self.wait_for(item, 'done')
        time.sleep(1)
        self.wait_delivered('ana', 1)


if __name__ == '__main__':
    unittest.main(verbosity=2)
