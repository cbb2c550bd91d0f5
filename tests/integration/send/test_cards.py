# SPDX-License-Identifier: GPL-3.0-or-later
"""Cards of a real hearthd, accepted over D-Bus and in a terminal, with a real SMTP server, a real
Maildir and a real calendar; and with kills amid it.

What must hold: what arrives is what the card says, byte by byte; a card is done once or it waits.
"""

import email
import email.policy
import hashlib
import json
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'daemon'))

import world  # noqa: E402
from gi.repository import Gio, GLib  # noqa: E402
from test_outbox import OutboxCase  # noqa: E402
from world import wait_until  # noqa: E402

KILLS = int(os.environ.get('HEARTH_TEST_KILLS', '8'))
SEED = int(os.environ.get('HEARTH_TEST_SEED', str(random.randrange(1 << 30))))
DAY = 86400


class CardCase(OutboxCase):
    def query(self, sql, *values):
        database = sqlite3.connect(os.path.join(self.world.data, 'hearth.db'), timeout=20)
        try:
            with database:
                return database.execute(sql, values).fetchall()
        finally:
            database.close()

    def put(self, verb, **content):
        """A card that waits, as the gate writes it: its content in JSON, and its hash."""
        text = json.dumps(content, ensure_ascii=False, separators=(',', ':'))
        digest = hashlib.sha256(verb.encode() + b'\0' + text.encode()).hexdigest()
        database = sqlite3.connect(os.path.join(self.world.data, 'hearth.db'), timeout=20)
        with database:
            card = database.execute(
                'INSERT INTO cards (conversation, turn_id, verb, content, hash, label, state,'
                " created) VALUES ('talk', 1, ?, ?, ?, 6, 0, ?)",
                (verb, text, digest, int(time.time()))).lastrowid
        database.close()
        return card, digest

    def put_mail(self, verb='send', **content):
        whole = {'account': self.account, 'sender': '',
                 'from': {'name': 'Nora Lind', 'address': 'nora@lind.example'},
                 'to': [{'name': 'Ana', 'address': 'ana@silva.example', 'origin': 'owner'}],
                 'cc': [], 'bcc': [], 'subject': 'Dinner', 'text': 'Yes.'}
        whole.update(content)
        return self.put(verb, **whole)

    def put_event(self, uid, **content):
        start = world.NOW_SECONDS // DAY * DAY + 3 * DAY
        return self.put('create_event', uid=uid, title=uid, location='', start=start,
                        end=start + 3600, all_day=False, zone='UTC', description='', guests=[],
                        **content)

    def card(self, number):
        return self.world.ctl('card', 'show', str(number), json_output=True)

    def accept(self, number, digest):
        return self.world.call('AcceptCard', '(xs)', number, digest)[0]

    def send_now(self):
        """What waits in the outbox goes; returns what arrived."""
        for item, entry in self.items().items():
            if entry['state'] == 'waiting':
                self.world.call('ResolveSend', '(xsb)', item, 'waiting', True)
                self.wait_for(item, 'done')
        return self.sink.mails


class TestCards(CardCase):
    def test_sent(self):
        """What arrives is what the card says: recipients, subject, and the text byte by byte."""
        self.prepare()
        text = 'Hällo Ana,\n\n> not a quote\nFrom here on.\n.\n' + 'long ' * 40 + 'end\n\n-- \nNora'
        card, digest = self.put_mail(
            text=text, subject='Größe & „Zeit“',
            cc=[{'name': '', 'address': 'bob@example.org', 'origin': 'book'}],
            bcc=[{'name': '', 'address': 'secret@example.org', 'origin': 'sent'}])
        shown = self.world.ctl('card', 'show', str(card))
        for part in ('Ana <ana@silva.example>', 'bob@example.org', 'secret@example.org',
                     'Größe & „Zeit“', 'Nora Lind <nora@lind.example>'):
            self.assertIn(part, shown)
        for line in text.split('\n'):
            self.assertIn('  | ' + line, shown)
        action = self.accept(card, digest)
        self.assertGreater(action, 0)
        (sender, recipients, content), = self.send_now()
        self.assertEqual(sender, 'nora@lind.example')
        self.assertEqual(recipients, ['ana@silva.example', 'bob@example.org', 'secret@example.org'])
        mail = email.message_from_bytes(content, policy=email.policy.default)
        self.assertEqual(str(mail['To']), 'Ana <ana@silva.example>')
        self.assertEqual(str(mail['Cc']), 'bob@example.org')
        self.assertIsNone(mail['Bcc'])
        self.assertEqual(str(mail['Subject']), 'Größe & „Zeit“')
        self.assertEqual(str(mail['From']), 'Nora Lind <nora@lind.example>')
        self.assertEqual(mail.get_content_type(), 'text/plain')
        self.assertEqual(self.unflow(mail), text)
        self.assertEqual(self.card(card)['state'], 'accepted')
        with self.assertRaises(GLib.Error):
            self.world.call('Undo', '(x)', action)
        what, = self.query("SELECT what FROM journal WHERE kind = 'card'")
        self.assertEqual(what[0], 'Mail to several people: accepted')

    def unflow(self, mail):
        """The text as its writer wrote it, RFC 3676."""
        text = mail.get_content().replace('\r\n', '\n').rstrip('\n')
        if mail['Content-Type'].params.get('format') != 'flowed':
            return text
        out, joined = [], ''
        for line in text.split('\n'):
            line = line[1:] if line.startswith(' ') else line
            joined += line
            if line.endswith(' ') and line != '-- ':
                continue
            out.append(joined)
            joined = ''
        return '\n'.join(out + ([joined] if joined else []))

    def test_terminal(self):
        """In a terminal it is shown in full, and only the word does it."""
        self.prepare()
        card, digest = self.put_mail()
        listed = self.world.ctl('card', 'list', json_output=True)
        self.assertEqual((listed['id'], listed['hash'], listed['state']), (card, digest, 'waiting'))
        self.assertIn('Mail to Ana', self.world.ctl('card', 'list'))
        for word in ('no\n', '\n', 'y\n', 'YES\n', ''):
            shown = self.world.ctl('card', 'accept', str(card), stdin=word, code=1)
            self.assertIn('ana@silva.example', shown)
        self.world.ctl('card', 'accept', str(card), json_output=True, code=2)
        for wrong in ('yes', 'x', digest[:-1], digest + '0', digest.upper()):
            self.world.ctl('card', 'accept', str(card), '--yes', wrong, code=1)
        self.assertEqual(self.card(card)['state'], 'waiting')
        self.assertEqual(self.items(), {})
        done = self.world.ctl('card', 'accept', str(card), stdin='yes\n')
        self.assertIn('takes it back', done)
        self.world.ctl('card', 'accept', str(card), stdin='yes\n', code=1)
        self.assertEqual(len(self.items()), 1)
        action = re.search(r'hearthctl undo (\d+)', done).group(1)
        self.world.ctl('undo', action)
        self.assertEqual(self.items(), {})
        self.assertEqual(self.query('SELECT subject FROM drafts'), [('Dinner',)])
        other, digest = self.put_mail()
        self.world.ctl('card', 'accept', str(other), '--yes', digest, json_output=True)
        third, _ = self.put_mail()
        self.world.ctl('card', 'decline', str(third))
        self.world.ctl('card', 'decline', str(third), code=1)
        self.world.ctl('card', 'show', '999', code=3)
        self.world.ctl('card', 'list', code=3)
        result = subprocess.run([self.world.calling_ctl, '--json', 'card', 'list', '--all'], env=self.world.env,
                                capture_output=True, text=True, timeout=30, check=True)
        states = [json.loads(line)['state'] for line in result.stdout.splitlines()]
        self.assertEqual(states, ['accepted', 'accepted', 'declined'])

    def test_without_service(self):
        self.prepare()
        self.world.stop_daemon(self.daemon)
        card, digest = self.put_event('alone')
        self.world.ctl('card', 'accept', str(card), '--yes', digest, standalone=True)
        self.world.ctl('card', 'accept', str(card), '--yes', digest, standalone=True, code=1)
        self.assertEqual(self.query("SELECT count(*) FROM events WHERE uid = 'alone'"), [(1,)])

    def test_signals(self):
        """Whoever shows cards hears that one was settled."""
        self.prepare()
        card, digest = self.put_mail()
        heard = []
        self.world.bus.signal_subscribe(None, world.INTERFACE, 'Changed', world.PATH, None, 0,
                                        lambda *args: heard.extend(args[5].unpack()))
        self.accept(card, digest)

        def told():
            while GLib.MainContext.default().iteration(False):
                pass
            return 'cards' in str(heard)

        wait_until(told, 'a signal')


class TestKills(CardCase):
    def count_done(self, uid):
        path = os.path.join(self.world.data, 'own', 'Hearth.ics')
        if not os.path.exists(path):
            return 0
        with open(path, encoding='utf-8', newline='') as file:
            return file.read().count('UID:%s\r\n' % uid)

    def test_kills(self):
        """Killed at any moment amid accepting: each card is done once, or waits and can be."""
        print('seed %d, %d kills' % (SEED, KILLS))
        chance = random.Random(SEED)
        self.prepare()
        cards = {}
        for number in range(KILLS):
            pairs = [self.put_mail(subject='Mail %d' % number), self.put_event('event-%d' % number)]
            cards.update(dict(pairs))
            for card, digest in chance.sample(pairs, 2):
                # Whoever is killed does not answer, and is not to be started by this.
                self.world.bus.call(world.NAME, world.PATH, world.INTERFACE, 'AcceptCard',
                                    GLib.Variant('(xs)', (card, digest)), None,
                                    Gio.DBusCallFlags.NO_AUTO_START, 30000, None, None)
            time.sleep(chance.random() * 0.1)
            self.world.stop_daemon(self.daemon, signal.SIGKILL)
            self.start()
            # What the card says and what was done agree.
            mails = dict(self.query('SELECT subject, count(*) FROM outbox GROUP BY subject'))
            state, = self.query('SELECT state FROM cards WHERE id = ?', pairs[0][0])[0]
            self.assertEqual(mails.get('Mail %d' % number, 0), int(state == 1))
        left = [row[0] for row in self.query('SELECT id FROM cards WHERE state = 0')]
        print('%d of %d waited still' % (len(left), 2 * KILLS))
        for card in left:
            self.accept(card, cards[card])
        self.assertEqual(self.query('SELECT count(*) FROM cards WHERE state != 1'), [(0,)])
        mails = dict(self.query('SELECT subject, count(*) FROM outbox GROUP BY subject'))
        self.assertEqual(mails, {'Mail %d' % number: 1 for number in range(KILLS)})
        for number in range(KILLS):
            self.assertEqual(self.count_done('event-%d' % number), 1)


if __name__ == '__main__':
    world.main()
