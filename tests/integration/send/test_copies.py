# SPDX-License-Identifier: GPL-3.0-or-later
"""Drafts in the Drafts mailbox and sent mail in Sent, at a real Dovecot that goes away meanwhile."""

import email
import email.policy
import imaplib
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'mail'))

from mailserver import PASSWORD, Server, wait_until  # noqa: E402
from sink import Sink  # noqa: E402

DRIVER = os.environ['HEARTH_TEST_COPY_DRIVER']


class TestCopies(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix='hearth-copies-')
        self.addCleanup(shutil.rmtree, self.folder)
        self.server = Server()
        self.addCleanup(self.server.close)
        self.sink = Sink(self.folder)
        self.addCleanup(self.sink.close)

    def mailbox(self, name):
        """Flags and content of each mail, as another program sees them."""
        client = imaplib.IMAP4('127.0.0.1', self.server.port)
        client.login('alex', PASSWORD)
        client.select(name, readonly=True)
        _, numbers = client.search(None, 'ALL')
        mails = []
        for number in numbers[0].split():
            _, data = client.fetch(number, '(FLAGS BODY.PEEK[])')
            # One that went since the search has flags at most.
            found = [item for item in data if isinstance(item, tuple)]
            if found:
                mails.append((found[0][0], email.message_from_bytes(found[0][1],
                                                                    policy=email.policy.default)))
        client.logout()
        return mails

    def test_copies(self):
        driver = subprocess.Popen([DRIVER, os.path.join(self.folder, 'data'),
                                   str(self.server.port), str(self.sink.port)],
                                  stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                  env=dict(os.environ, LC_ALL='C.UTF-8',
                                           XDG_RUNTIME_DIR=self.folder))
        self.addCleanup(driver.wait)
        self.addCleanup(driver.kill)

        def expect(word):
            self.assertEqual(driver.stdout.readline().strip(), word)

        def go_on():
            driver.stdin.write('\n')
            driver.stdin.flush()

        expect('copied')
        (flags, mail), = self.mailbox('Drafts')
        self.assertIn(b'\\Draft', flags)
        self.assertIn(b'\\Seen', flags)
        self.assertEqual((mail['Subject'], mail['To']), ('Draft', 'Ana <ana@silva.example>'))
        go_on()
        expect('copied again')
        wait_until(lambda: len(self.mailbox('Drafts')) == 1, 'the older copy to go')
        (_, mail), = self.mailbox('Drafts')
        self.assertEqual((mail['Subject'], mail['Bcc']), ('Final', 'secret@example.org'))
        self.server.kill()
        go_on()
        expect('sent, without a copy')
        self.assertEqual(len(self.sink.mails), 1)
        self.assertNotIn(b'secret', self.sink.mails[0][2])
        self.server.start()
        go_on()
        expect('done')
        self.assertEqual(driver.wait(timeout=20), 0)
        (flags, mail), = self.mailbox('Sent')
        self.assertIn(b'\\Seen', flags)
        self.assertEqual(mail['Bcc'], 'secret@example.org')
        self.assertEqual(mail['Message-ID'],
                         email.message_from_bytes(self.sink.mails[0][2])['Message-ID'])
        self.assertEqual(self.mailbox('Drafts'), [])
        self.assertEqual(len(self.sink.mails), 1)


if __name__ == '__main__':
    unittest.main(verbosity=2)
