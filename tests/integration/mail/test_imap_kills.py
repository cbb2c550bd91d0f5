# SPDX-License-Identifier: GPL-3.0-or-later
"""The server and the engine are killed in the middle of a sync, again and again, while the owner and
another client change things. In the end both sides are equal and nothing is lost or doubled.

HEARTH_TEST_KILLS  how often (5)
"""

import imaplib
import os
import random
import tempfile
import time
import unittest

from mailserver import Client, Engine, Server, make_mail

KILLS = int(os.environ.get('HEARTH_TEST_KILLS', '5'))
MESSAGES = 400


class KillTest(unittest.TestCase):
    def setUp(self):
        self.random = random.Random(int(os.environ.get('HEARTH_TEST_SEED', '11')))
        self.server = Server()
        self.addCleanup(self.server.close)
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.data = os.path.join(self.folder.name, 'data')
        self.next = 0
        self.alive = set()     # message ids that must be there
        self.maybe = set()     # whose deletion was not confirmed
        self.seen = set()      # marked by the other client
        self.flagged = set()   # by the owner
        self.archived = set()
        self.touched = set()   # by the owner: left alone by the other client
        box = os.path.join(self.server.dir, 'mail/alex/cur')
        for _ in range(MESSAGES):
            with open(os.path.join(box, '%d.M%dP1.test:2,' % (1700000000 + self.next, self.next)),
                      'wb') as file:
                file.write(make_mail(self.next, text='Words. ' * 400).replace(b'\r\n', b'\n'))
            self.alive.add(self.next)
            self.next += 1
        self.prepare()

    def prepare(self):
        engine = Engine(self.data)
        engine.add(self.server)
        engine.close()

    def other_client(self):
        """Some changes by somebody else; what fails was not confirmed and is not counted."""
        try:
            client = Client(self.server)
            for _ in range(3):
                number = self.next
                self.next += 1
                self.maybe.add(number)
                client.append(make_mail(number, text='Words. ' * 400))
                self.maybe.discard(number)
                self.alive.add(number)
            free = sorted(self.alive - self.touched - self.seen - self.maybe)
            for number in self.random.sample(free, min(4, len(free))):
                client.store(number, '+FLAGS', '(\\Seen)')
                self.seen.add(number)
            free = sorted(self.alive - self.touched - self.seen - self.maybe)
            for number in self.random.sample(free, min(2, len(free))):
                self.touched.add(number)
                self.maybe.add(number)
                client.delete(number)
                self.maybe.discard(number)
                self.alive.discard(number)
            client.close()
        except (imaplib.IMAP4.error, OSError):
            pass

    def owner(self, engine):
        """The owner flags and archives what the store has."""
        numbers = [int(row[0][1:row[0].index('@')]) for row in engine.query(
            "SELECT message_id FROM messages WHERE message_id LIKE 'm%@test.example'")]
        free = sorted(set(numbers) & self.alive - self.touched - self.maybe)
        chosen = self.random.sample(free, min(10, len(free)))
        self.touched.update(chosen)
        if not chosen:
            return
        engine.act('flag', *chosen)
        self.flagged.update(chosen)
        half = chosen[:5]
        engine.act('archive', *half)
        self.archived.update(half)

    def round(self, number):
        engine = Engine(self.data)
        engine.send('start')
        time.sleep(self.random.random() * 0.3)
        self.other_client()
        self.owner(engine)
        time.sleep(self.random.random() * 0.3)
        victim = number % 3
        if victim in (0, 2):
            self.server.kill()
        if victim in (1, 2):
            engine.kill()
        if victim in (0, 2):
            # The owner goes on meanwhile.
            if victim == 0:
                self.owner(engine)
            time.sleep(self.random.random() * 0.3)
            self.server.start()
        if victim == 0:
            time.sleep(self.random.random())
            engine.kill()

    def check_equal(self, engine, client, sent=frozenset()):
        """Both sides are equal, and nothing is lost, doubled or unmarked."""
        there = client.state()
        self.assertEqual(engine.waiting(), 0)
        self.assertEqual(engine.state(), there)
        flags = {}
        where = {}
        for mailbox, messages in there.items():
            for message_id, number in messages:
                self.assertNotIn(message_id, flags, 'doubled: %s and %s' % (
                    mailbox, where.get(message_id)))
                flags[message_id] = number
                where[message_id] = mailbox
        name = 'm%d@test.example'
        self.assertEqual({name % n for n in self.alive - self.maybe} - set(flags), set(), 'lost')
        self.assertEqual(set(flags) - {name % n for n in self.alive | self.maybe} - set(sent),
                         set(), 'came back')
        self.assertEqual({n: where[n] for n in sent if where.get(n) != 'Sent'}, {})
        self.assertEqual([n for n in self.seen - self.maybe if not flags[name % n] & 1], [])
        self.assertEqual([n for n in self.flagged if not flags[name % n] & 4], [])
        self.assertEqual([n for n in self.archived if where[name % n] != 'Old Things'], [])
        self.assertEqual(engine.journal(), [])
        self.assertEqual(engine.query('PRAGMA integrity_check'), [('ok',)])
        print('# %d kills, %d messages, %d marked, %d moved' % (
            KILLS, len(flags), len(self.flagged) + len(self.seen), len(self.archived)))

    def test_kills(self):
        for number in range(KILLS):
            self.round(number)
        engine = Engine(self.data)
        self.addCleanup(engine.close)
        engine.sync(ok=False)
        engine.sync()
        client = Client(self.server)
        self.addCleanup(client.close)
        self.check_equal(engine, client)


if __name__ == '__main__':
    unittest.main(verbosity=2)
