# SPDX-License-Identifier: GPL-3.0-or-later
"""Thousands of mails on a server are archived as one action, and brought back with one step; the engine
is killed in the middle.

HEARTH_TEST_MESSAGES  how many (400)
HEARTH_TEST_TIMES     writes down how long each step took
"""

import os
import tempfile
import time
import unittest

from mailserver import Client, Engine, Server, make_mail, wait_until

MESSAGES = int(os.environ.get('HEARTH_TEST_MESSAGES', '400'))


class ManyTest(unittest.TestCase):
    def setUp(self):
        self.server = Server()
        self.addCleanup(self.server.close)
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.data = os.path.join(folder.name, 'data')
        box = os.path.join(self.server.dir, 'mail/alex/cur')
        for i in range(MESSAGES):
            with open(os.path.join(box, '%d.M%dP1.test:2,' % (1700000000 + i, i)), 'wb') as file:
                file.write(make_mail(i).replace(b'\r\n', b'\n'))
        self.start = time.monotonic()

    def note(self, what):
        if 'HEARTH_TEST_TIMES' in os.environ:
            print('%s: %.1f s' % (what, time.monotonic() - self.start))
        self.start = time.monotonic()

    def on_server(self, mailbox):
        client = Client(self.server)
        try:
            return int(client.imap.select('"%s"' % mailbox)[1][0])
        finally:
            client.close()

    def in_store(self, engine, role):
        return engine.query('SELECT count(*) FROM messages WHERE mailbox_id IN'
                            ' (SELECT id FROM mailboxes WHERE role = ?)', role)[0][0]

    def settle(self, engine):
        wait_until(lambda: engine.query('SELECT count(*) FROM operations')[0][0] == 0 and
                   engine.query('SELECT count(*) FROM actions WHERE state != 0')[0][0] == 0,
                   'the server to be told', timeout=300)

    def test_archive_and_undo(self):
        engine = Engine(self.data)
        engine.add(self.server)
        engine.sync()
        self.note('read')
        action = engine.ask('archive-many', answer='archived')
        wait_until(lambda: self.in_store(engine, 6) == MESSAGES, 'all of it', timeout=120)
        self.note('archived here')
        self.settle(engine)
        self.note('archived on the server')
        self.assertEqual((self.on_server('INBOX'), self.on_server('Old Things')), (0, MESSAGES))
        engine.undo(action)
        wait_until(lambda: self.in_store(engine, 1) == MESSAGES, 'all of it', timeout=120)
        self.note('brought back here')
        self.settle(engine)
        self.note('brought back on the server')
        self.assertEqual((self.on_server('INBOX'), self.on_server('Old Things')), (MESSAGES, 0))
        engine.sync()
        self.assertEqual(self.in_store(engine, 1), MESSAGES)
        engine.close()

    def test_killed(self):
        engine = Engine(self.data)
        engine.add(self.server)
        engine.sync()
        action = engine.ask('archive-many', answer='archived')
        wait_until(lambda: self.in_store(engine, 6) > 0, 'some of it')
        engine.kill()
        engine = Engine(self.data)
        engine.sync()
        self.settle(engine)
        self.assertEqual((self.on_server('INBOX'), self.on_server('Old Things')), (0, MESSAGES))
        engine.undo(action)
        wait_until(lambda: self.in_store(engine, 6) < MESSAGES, 'some of it')
        engine.kill()
        engine = Engine(self.data)
        engine.sync()
        self.settle(engine)
        engine.sync()
        self.assertEqual((self.on_server('INBOX'), self.on_server('Old Things')), (MESSAGES, 0))
        self.assertEqual(self.in_store(engine, 1), MESSAGES)
        engine.close()


if __name__ == '__main__':
    unittest.main(verbosity=2)
