# SPDX-License-Identifier: GPL-3.0-or-later
"""One attempt to submit a mail to a real SMTP server, for every way in which it can end."""

import email
import hashlib
import os
import shutil
import ssl
import subprocess
import tempfile
import time
import unittest

from sink import Sink, make_certificate

DRIVER = os.environ['HEARTH_TEST_SMTP_DRIVER']

SENDER = 'nora@lind.example'
TO = 'ana@silva.example'
MAIL = (b'From: nora@lind.example\r\nTo: ana@silva.example\r\nSubject: x\r\n'
        b'Message-ID: <1@lind.example>\r\n\r\nHello\r\n.\r\n..\r\n.two\r\nend\r\n')


class TestSmtp(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix='hearth-smtp-')
        self.addCleanup(shutil.rmtree, self.folder)
        self.sink = None

    def start(self, **options):
        self.sink = Sink(self.folder, **options)
        self.addCleanup(self.sink.close)

    def send(self, security='none', pin='-', mechanism='-', secret='-', cancel=False,
             host='127.0.0.1', content=MAIL, to=(TO,), port=None, trust=False, sender=SENDER):
        path = os.path.join(self.folder, 'mail')
        with open(path, 'wb') as file:
            file.write(content)
        env = dict(os.environ, LC_ALL='C.UTF-8')
        if trust:
            env['HEARTH_TEST_AUTHORITIES'] = make_certificate(self.folder)[0]
        result = subprocess.run(
            [DRIVER, str(port or self.sink.port), security, pin, mechanism, secret,
             '1' if cancel else '0', host, path, sender, *to],
            env=env, capture_output=True, text=True, timeout=40, check=True)
        outcome, code, begun, sentence = result.stdout.split('\n')[:4]
        self.sentence = sentence
        self.begun = begun == '1'
        self.assertEqual(bool(sentence), outcome != 'sent')
        if secret != '-':
            self.assertNotIn(secret, result.stdout + result.stderr)
        return outcome, int(code)

    def test_sent(self):
        self.start()
        self.assertEqual(self.send(to=(TO, 'bob@example.org')), ('sent', 250))
        sender, recipients, content = self.sink.mails[0]
        self.assertEqual(sender, SENDER)
        self.assertEqual(recipients, [TO, 'bob@example.org'])
        self.assertEqual(content, MAIL)
        self.assertEqual(self.sink.names, ['[127.0.0.1]'])

    def test_large(self):
        self.start()
        body = b''.join(b'.%060d\r\n' % i for i in range(100000))
        self.assertEqual(self.send(content=MAIL + body), ('sent', 250))
        self.assertEqual(self.sink.mails[0][2], MAIL + body)

    def test_every_fault(self):
        """What is said of each, and that it is true."""
        self.start()
        expected = {
            'greeting-421': 'later', 'drop-greeting': 'later', 'drop-ehlo': 'later',
            'mail-451': 'later', 'mail-550': 'refused', 'drop-mail': 'later', 'hang-mail': 'later',
            'rcpt-451': 'later', 'rcpt-550': 'refused', 'drop-rcpt': 'later',
            'data-451': 'later', 'data-554': 'refused', 'drop-data': 'later', 'hang-data': 'later',
            'drop-body': ('later', 'unknown'),
            'end-451': 'later', 'end-552': 'refused',
            'drop-end-kept': 'unknown', 'drop-end-lost': 'unknown',
            'hang-end-kept': 'unknown', 'hang-end-lost': 'unknown', 'slow-end': 'sent',
        }
        for fault, wanted in expected.items():
            with self.subTest(fault):
                kept = len(self.sink.mails)
                self.sink.tell(fault)
                outcome, _ = self.send()
                self.assertIn(outcome, wanted if isinstance(wanted, tuple) else (wanted,))
                got = len(self.sink.mails) > kept
                if outcome in ('later', 'refused', 'auth'):
                    self.assertFalse(got)
                elif outcome == 'sent':
                    self.assertTrue(got)
                if fault.split('-')[1] in ('mail', 'rcpt', 'ehlo', 'greeting'):
                    self.assertFalse(self.begun)

    def test_cut_in_a_large_body(self):
        """A mail that breaks off in the middle was not sent, and that is known."""
        self.start()
        self.sink.tell('drop-body')
        body = b'x' * 70 + b'\r\n'
        self.assertEqual(self.send(content=MAIL + body * 200000)[0], 'later')
        self.assertTrue(self.begun)

    def test_which_recipient(self):
        self.start()
        self.assertEqual(self.send(to=(TO, 'nobody@example.org', 'bob@example.org')),
                         ('refused', 550))
        self.assertIn('nobody@example.org', self.sentence)
        self.assertIn('no such user here', self.sentence)
        self.assertEqual(self.sink.mails, [])

    def test_no_server(self):
        self.assertEqual(self.send(port=9)[0], 'later')
        self.assertEqual(self.send(port=25, host='no-such-host.invalid')[0], 'later')

    def test_never_in_clear(self):
        """Not to another computer, whatever the settings say."""
        self.assertEqual(self.send(port=25, host='192.0.2.1')[0], 'later')
        self.assertIn('without encryption', self.sentence)

    def test_starttls_is_required(self):
        self.start()
        self.assertEqual(self.send(security='starttls', mechanism='password', secret='s3cret')[0],
                         'later')
        self.assertIn('no encryption', self.sentence)
        self.assertEqual(self.sink.logins, [])

    def read_pin(self):
        certificate, _ = make_certificate(self.folder)
        with open(certificate, encoding='ascii') as file:
            der = ssl.PEM_cert_to_DER_cert(file.read())
        return hashlib.sha256(der).hexdigest()

    def test_pinned(self):
        for security in ('tls', 'starttls'):
            with self.subTest(security):
                self.start(auth=True, **{security: True})
                pin = self.read_pin()
                self.assertEqual(self.send(security=security, mechanism='password',
                                           secret='correct horse')[0], 'later')
                self.assertIn('cannot be trusted', self.sentence)
                self.assertEqual(self.sink.logins, [])
                self.assertEqual(self.send(security=security, pin='0' * 64, mechanism='password',
                                           secret='correct horse')[0], 'later')
                self.assertIn('another certificate', self.sentence)
                self.assertEqual(self.sink.logins, [])
                self.assertEqual(self.send(security=security, pin=pin, mechanism='password',
                                           secret='correct horse'), ('sent', 250))
                self.assertEqual(self.sink.mails[0][2], MAIL)
                self.assertEqual(self.send(security=security, pin=pin, mechanism='password',
                                           secret='wrong battery')[0], 'auth')

    def test_pinned_before_it_was_valid(self):
        """A server whose certificate had to be accepted got one that passes the checks."""
        for security in ('tls', 'starttls'):
            with self.subTest(security):
                self.start(auth=True, **{security: True})
                for pin in ('0' * 64, '-'):
                    self.assertEqual(self.send(security=security, pin=pin, mechanism='password',
                                               secret='correct horse', trust=True), ('sent', 250))
                # For another name it is not valid.
                self.assertEqual(self.send(security=security, pin='0' * 64, host='localhost',
                                           mechanism='password', secret='correct horse',
                                           trust=True)[0], 'later')
                self.assertIn('another certificate', self.sentence)
                self.assertEqual(len(self.sink.logins), 2)

    def test_login(self):
        self.start(auth=True)
        self.assertEqual(self.send(mechanism='password', secret='correct horse'), ('sent', 250))
        self.assertEqual(self.send(mechanism='password', secret='wrong battery'), ('auth', 535))
        self.assertEqual(self.send(), ('auth', 530))
        self.assertEqual(self.send(mechanism='token', secret='t0ken')[0], 'auth')
        self.assertIn('no way to sign in', self.sentence)

    def test_token(self):
        """Whichever of the two the server has."""
        for mechanism, other in (('XOAUTH2', 'OAUTHBEARER'), ('OAUTHBEARER', 'XOAUTH2')):
            with self.subTest(mechanism):
                self.start(auth=True, token=b'ya29.t0ken', excluded=(other, 'PLAIN', 'LOGIN'))
                self.assertEqual(self.send(mechanism='token', secret='ya29.t0ken'), ('sent', 250))
                self.assertEqual(self.sink.logins, [mechanism])
                self.assertEqual(self.send(mechanism='token', secret='ya29.stale')[0], 'auth')
                self.assertEqual(len(self.sink.mails), 1)

    def test_utf8_address(self):
        self.start()
        self.assertEqual(self.send(to=('jörg@example.org',))[0], 'refused')
        self.assertIn('English', self.sentence)
        self.assertFalse(self.begun)

    def test_utf8_server(self):
        self.start(utf8=True)
        self.assertEqual(self.send(to=('jörg@example.org',)), ('sent', 250))
        self.assertEqual(self.sink.mails[0][1], ['jörg@example.org'])

    def test_injected_recipient(self):
        self.start()
        self.assertEqual(self.send(to=('a@b.example>\r\nRCPT TO:<c@d.example',))[0], 'refused')
        self.assertEqual(self.sink.mails, [])

    def test_cancelled(self):
        """Before the end it is at once, and certain; after it an answer is waited for a moment."""
        self.start()
        self.sink.tell('hang-mail', 'slow-end', 'hang-end-kept')
        start = time.monotonic()
        self.assertEqual(self.send(cancel=True)[0], 'later')
        self.assertLess(time.monotonic() - start, 3)
        self.assertEqual(self.send(cancel=True)[0], 'sent')
        self.assertEqual(self.send(cancel=True)[0], 'unknown')


if __name__ == '__main__':
    unittest.main(verbosity=2)
