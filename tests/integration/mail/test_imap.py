# SPDX-License-Identifier: GPL-3.0-or-later
"""An account is kept in step with a real server, and what the owner does reaches it."""

import os
import socket
import sqlite3
import sys
import tempfile
import threading
import time
import unittest

from mailserver import Client, Engine, Proxy, Server, make_mail, wait_until

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))
from slowdown import SLOWDOWN  # noqa: E402


class Account(unittest.TestCase):
    """One server, one other client and one account that was read once."""

    capability = ''
    tls = False
    count = 20

    def setUp(self):
        self.server = Server(self.capability, self.tls)
        self.addCleanup(self.server.close)
        self.client = Client(self.server)
        self.addCleanup(self.client.close)
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        for number in range(self.count):
            self.client.append(make_mail(number), flags='(\\Seen)' if number % 3 == 0 else None)
        self.engine = self.start()
        self.account = self.engine.add(self.server, 'tls' if self.tls else 'none')
        self.engine.sync()

    def start(self, **env):
        engine = Engine(os.path.join(self.folder.name, 'data'), env)
        self.addCleanup(engine.close)
        return engine

    def restart(self):
        self.engine.close()
        self.engine = self.start()

    def assert_same(self):
        self.assertEqual(self.engine.state(), self.client.state())


class SyncTest(Account):
    def test_first_sync(self):
        self.assert_same()
        roles = dict(self.engine.query('SELECT name, role FROM mailboxes'))
        # INTERFACE of RFC 6154: the archive has a name that says nothing.
        self.assertEqual(roles, {'INBOX': 1, 'Sent': 2, 'Drafts': 3, 'Old Things': 6})
        self.assertEqual(self.engine.state()['INBOX'][0], ('m0@test.example', 1))

    def test_reading_marks_nothing(self):
        self.engine.ask('raw', self.engine.row(1), answer='raw')
        self.assertEqual(dict(self.client.state()['INBOX'])['m1@test.example'], 0)

    def test_changes_elsewhere(self):
        self.client.append(make_mail('new'))
        self.client.store(1, '+FLAGS', '(\\Seen \\Flagged)')
        self.client.store(3, '-FLAGS', '(\\Seen)')
        self.client.delete(4)
        self.client.move(5, 'Old Things')
        self.engine.sync()
        self.assert_same()
        self.client.imap.create('Projects/Hearth')
        self.client.move(6, 'Projects/Hearth')
        self.engine.sync()
        self.assert_same()
        self.client.imap.delete('Projects/Hearth')
        self.client.imap.delete('Projects')
        self.engine.sync()
        self.assert_same()

    def test_names(self):
        self.client.imap.create('"Entw&APw-rfe &- mehr"')
        self.client.append(make_mail('umlaut'), 'Entw&APw-rfe &- mehr')
        self.engine.sync()
        self.assertEqual([row[0] for row in self.engine.query(
            "SELECT name FROM mailboxes WHERE wire LIKE 'Entw%'")], ['Entwürfe & mehr'])
        self.assertEqual(self.engine.state()['Entwürfe & mehr'], [('mumlaut@test.example', 0)])
        action = self.engine.act('move', 1, target='INBOX')
        self.assertEqual(action, 0)
        self.engine.ask('act', 'archive', '-', self.engine.row('umlaut'), answer='acted')
        self.engine.told()
        self.assertEqual(self.client.uids('umlaut', 'Old Things'), [b'1'])

    def test_large_message(self):
        text = b'--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nGr\xc3\xbc\xc3\x9fe und Kuchen\r\n'
        data = os.urandom(600000)
        import base64
        blob = base64.encodebytes(data).replace(b'\n', b'\r\n')
        head = make_mail('large', extra='MIME-Version: 1.0\r\nContent-Type: multipart/mixed;'
                         ' boundary=b\r\n').split(b'\r\n\r\n')[0]
        self.client.append(head + b'\r\n\r\n' + text + b'--b\r\nContent-Type: application/pdf;'
                           b' name="plan.pdf"\r\nContent-Disposition: attachment;'
                           b' filename="plan.pdf"\r\nContent-Transfer-Encoding: base64\r\n\r\n' +
                           blob + b'--b--\r\n')
        self.engine.sync()
        row = self.engine.row('large')
        (names, parts, preview, size) = self.engine.query(
            'SELECT attachment_names, attachment_parts, preview, size FROM messages WHERE id = ?',
            row)[0]
        self.assertEqual(names, 'plan.pdf')
        kind, part, length = parts.split('\t')
        self.assertEqual((kind, part), ('application/pdf', '2'))
        self.assertAlmostEqual(int(length), len(data), delta=8)
        self.assertEqual(preview, 'Grüße und Kuchen')
        self.assertGreater(size, 800000)
        path = self.engine.ask('save', row, '2', answer='saved')
        with open(path, 'rb') as file:
            self.assertEqual(file.read(), data)

    def test_many_large_messages(self):
        """Their texts do not take a round trip each."""
        blob = b'QUJD' * 80000
        alternative = (b'--b\r\nContent-Type: multipart/alternative; boundary=c\r\n\r\n--c\r\n'
                       b'Content-Type: text/plain\r\n\r\n%s\r\n--c\r\nContent-Type: text/html\r\n\r\n'
                       b'<p>%s</p>\r\n--c--\r\n')
        plain = b'--b\r\nContent-Type: text/plain\r\n\r\n%s\r\n'
        for number in range(16):
            words = b'Text of %d.' % number
            part = alternative % (words, words) if number % 4 == 0 else plain % words
            head = make_mail('l%d' % number, extra='MIME-Version: 1.0\r\nContent-Type: multipart/'
                             'mixed; boundary=b\r\n').split(b'\r\n\r\n')[0]
            self.client.append(head + b'\r\n\r\n' + (b'' if number == 15 else part) +
                               b'--b\r\nContent-Type: application/pdf; name="plan.pdf"\r\n'
                               b'Content-Transfer-Encoding: base64\r\n\r\n' + blob +
                               b'\r\n--b--\r\n')
        proxy = Proxy(self.server)
        self.addCleanup(proxy.close)
        engine = Engine(os.path.join(self.folder.name, 'other'))
        self.addCleanup(engine.close)
        engine.add(self.server, port=proxy.port)
        engine.sync()
        self.assertEqual(engine.state(), self.client.state())
        self.assertEqual(
            dict(engine.query("SELECT substr (message_id, 3, length (message_id) - 15), preview"
                              " FROM messages WHERE message_id LIKE 'ml%'")),
            {str(number): 'Text of %d.' % number if number != 15 else ''
             for number in range(16)})
        heard = b''.join(data for _when, _connection, data in proxy.heard)
        self.assertLess(heard.count(b' OK Fetch completed'), 10)

    def test_click_during_a_sync(self):
        """Who wants the connection meanwhile gets it, and the sync goes on after that."""
        text = 'Many words of a long text. ' * 2000
        for number in range(1200):
            with open(os.path.join(self.server.dir, 'mail/alex/cur/%d.c%d:2,S' % (
                    1700000000 + number, number)), 'wb') as file:
                file.write(make_mail('c%d' % number, text))
        row = self.engine.row(1)
        self.engine.seen.clear()
        self.engine.send('sync')
        self.engine.wait('stored')
        for _ in range(2):
            self.engine.ask('raw', row, answer='raw')
        self.assertFalse([line for line in self.engine.seen if 'synced' in line],
                         'all clicks waited for the end')
        self.assertEqual(self.engine.wait('synced')['synced'], '')
        self.assert_same()

    def test_renumbered(self):
        """The server forgets its numbers: rows stay, nothing is doubled."""
        self.client.move(7, 'Old Things')
        self.engine.sync()
        rows = dict(self.engine.query('SELECT message_id, id FROM messages'))
        self.client.close()
        self.server.kill()
        index = os.path.join(self.server.dir, 'mail/alex')
        for name in os.listdir(index):
            if name.startswith('dovecot'):
                os.unlink(os.path.join(index, name))
        time.sleep(1.1)  # the next generation is named by the second
        self.server.start()
        self.client = Client(self.server)
        self.addCleanup(self.client.close)
        self.client.delete(8)
        self.client.store(9, '+FLAGS', '(\\Flagged)')
        self.engine.sync()
        self.assert_same()
        for message_id, row in self.engine.query('SELECT message_id, id FROM messages'):
            self.assertEqual(rows[message_id], row)
        self.assertEqual(self.engine.query("SELECT count(*) FROM messages WHERE key LIKE 'old%'"),
                         [(0,)])

    def test_wrong_password(self):
        self.restart()
        self.engine.close()
        self.engine = self.start(HEARTH_TEST_PASSWORD='wrong')
        self.assertIn('localhost', self.engine.sync(ok=False))
        error = self.engine.query('SELECT last_error FROM sources')[0][0]
        self.assertTrue(error)
        self.assertNotIn('wrong', error.split())
        self.assert_same()

    def test_paused(self):
        other = Engine(os.path.join(self.folder.name, 'paused'))
        self.addCleanup(other.close)
        other.add(self.server, paused=1)
        logins = self.server.log().count('Login: user=<alex>')
        other.sync()
        other.send('start')
        other.sync()
        time.sleep(0.3)
        self.assertEqual(self.server.log().count('Login: user=<alex>'), logins)
        self.assertEqual(other.state(), {})

    def test_keep_days(self):
        self.client.check(self.client.imap.append('INBOX', None, '"01-Jan-2020 10:00:00 +0000"',
                                                  make_mail('ancient')))
        other = Engine(os.path.join(self.folder.name, 'short'))
        self.addCleanup(other.close)
        other.add(self.server, keep_days=30)
        other.sync()
        stored = dict(other.state()['INBOX'])
        self.assertEqual(len(stored), self.count)
        self.assertNotIn('mancient@test.example', stored)
        self.client.append(make_mail('young'))
        other.sync()
        self.assertIn('myoung@test.example', dict(other.state()['INBOX']))


class EmptyTest(Account):
    def test_empty_mailboxes_are_not_opened(self):
        """That there is nothing in them stands in the list; what comes later is found."""
        proxy = Proxy(self.server)
        self.addCleanup(proxy.close)
        engine = Engine(os.path.join(self.folder.name, 'other'))
        self.addCleanup(engine.close)
        engine.add(self.server, port=proxy.port)
        engine.sync()
        heard = b''.join(data for _when, _connection, data in proxy.heard)
        self.assertEqual(heard.count(b'Select completed'), 1)
        self.client.append(make_mail('later'), 'Sent')
        engine.sync()
        self.assertEqual(engine.state(), self.client.state())
        self.assertEqual([name for name, _ in engine.state()['Sent']], ['mlater@test.example'])


class CondstoreTest(SyncTest):
    """The same with a server that has no QRESYNC."""

    capability = ('IMAP4rev1 ID ENABLE IDLE NAMESPACE UIDPLUS LIST-EXTENDED CONDSTORE ESEARCH'
                  ' SPECIAL-USE LITERAL+ MOVE')


class PlainTest(SyncTest):
    """The same with a server as of 1996."""

    capability = 'IMAP4rev1 NAMESPACE SPECIAL-USE'


class TlsTest(Account):
    tls = True

    def test_pinned_certificate(self):
        self.assert_same()
        self.engine.act('flag', 1)
        self.engine.told()
        self.assert_same()


class ActionTest(Account):
    def test_each(self):
        self.engine.act('read', 1, 2)
        self.engine.act('unread', 0)
        self.engine.act('flag', 4)
        self.engine.act('unflag', 4)
        self.engine.act('flag', 5)
        self.engine.act('archive', 6)
        self.engine.act('trash', 7)
        self.engine.act('junk', 8, 9)
        self.engine.act('not-junk', 9)
        self.engine.act('move', 10, target='Sent')
        self.engine.told()
        self.assert_same()
        self.engine.sync()
        self.assert_same()
        state = {name: [m for m, _flags in messages]
                 for name, messages in self.client.state().items()}
        self.assertEqual(state['Old Things'], ['m6@test.example'])
        self.assertEqual(state['Trash'], ['m7@test.example'])
        self.assertEqual(state['Junk'], ['m8@test.example'])
        self.assertEqual(state['Sent'], ['m10@test.example'])
        self.assertIn('m9@test.example', state['INBOX'])
        self.assertEqual(self.engine.journal(), [])

    def test_undo(self):
        before = self.client.state()
        rows = self.engine.query('SELECT message_id, id FROM messages ORDER BY id')
        actions = [self.engine.act('read', 1, 2, 3), self.engine.act('archive', 1, 4),
                   self.engine.act('trash', 5)]
        self.engine.told()
        self.restart()
        for action in reversed(actions):
            self.engine.undo(action)
        self.engine.told()
        self.assertEqual(self.client.state(), before)
        self.engine.sync()
        self.assertEqual(self.engine.state(), before)
        self.assertEqual(rows, self.engine.query('SELECT message_id, id FROM messages ORDER BY id'))
        self.engine.send('undo', actions[0])
        self.assertIn('already', self.engine.wait('error')['error'])

    def test_undo_only_what_stands(self):
        action = self.engine.act('archive', 1, 2)
        self.engine.told()
        self.client.move(1, 'Sent', 'Old Things')
        self.engine.sync()
        self.assertEqual(self.engine.undo(action), 1)
        self.engine.told()
        self.engine.sync()
        self.assert_same()
        state = dict(self.client.state())
        self.assertEqual([m for m, _flags in state['Sent']], ['m1@test.example'])
        self.assertIn(('m2@test.example', 0), state['INBOX'])

    def test_batch(self):
        """5,000 at once: one transaction, one command."""
        number = 5000
        folder = os.path.join(self.server.dir, 'mail/alex/cur')
        for i in range(1000, 1000 + number):
            with open(os.path.join(folder, '%d.M%dP1.test:2,' % (1700000000 + i, i)), 'wb') as file:
                file.write(make_mail(i).replace(b'\r\n', b'\n'))
        self.engine.sync()
        ids = [row[0] for row in self.engine.query(
            "SELECT id FROM messages WHERE key != '' AND message_id >= 'm1000' "
            "AND length (message_id) > 16")]
        self.assertEqual(len(ids), number)
        start = time.monotonic()
        action = self.engine.ask('act', 'archive', '-', *ids, answer='acted')
        acted = time.monotonic() - start
        self.engine.told(timeout=60)
        told = time.monotonic() - start
        print('# 5,000 archived in %.2f s, on the server after %.2f s' % (acted, told))
        self.assertLess(acted, 2.0 * SLOWDOWN)
        self.assertEqual(len(self.client.state()['Old Things']), number)
        self.engine.undo(action)
        self.engine.told(timeout=60)
        self.engine.sync()
        self.assert_same()
        self.assertNotIn('Old Things', self.client.state())


class OldActionTest(ActionTest):
    """The same with a server that has neither MOVE nor CONDSTORE, but tells UIDs."""

    capability = 'IMAP4rev1 NAMESPACE SPECIAL-USE UIDPLUS LITERAL+'


class OfflineTest(Account):
    def go_offline(self):
        self.client.close()
        self.server.kill()

    def go_online(self):
        self.server.start()
        self.client = Client(self.server)
        self.addCleanup(self.client.close)

    def test_replayed_in_order(self):
        self.go_offline()
        self.engine.act('read', 1)
        self.engine.act('archive', 1, 2)
        self.engine.act('flag', 2)
        self.engine.act('move', 2, target='Sent')
        self.engine.act('trash', 4)
        self.engine.undo()
        wanted = self.engine.state()
        self.assertEqual(self.engine.waiting(), 5)
        self.restart()
        self.go_online()
        self.engine.sync()
        self.assertEqual(self.engine.waiting(), 0)
        self.assertEqual(self.engine.state(), wanted)
        self.assert_same()
        self.engine.sync()
        self.assert_same()

    def test_not_taken_back_by_a_sync(self):
        """What waits to be told stands, whatever the server still says."""
        other = self.start_other()
        self.go_offline()
        self.engine.act('archive', 1)
        self.engine.act('read', 2)
        self.go_online()
        self.client.store(3, '+FLAGS', '(\\Flagged)')
        other.sync()
        self.engine.sync()
        self.assert_same()
        state = self.engine.state()
        self.assertEqual(state['Old Things'], [('m1@test.example', 0)])
        self.assertIn(('m2@test.example', 1), state['INBOX'])

    def start_other(self):
        other = Engine(os.path.join(self.folder.name, 'other'))
        self.addCleanup(other.close)
        other.add(self.server)
        other.sync()
        return other

    def test_conflicts(self):
        """Deleted and moved elsewhere: the server's state stands, and the journal says so."""
        self.go_offline()
        self.engine.act('archive', 1, 2)
        self.engine.act('flag', 4)
        self.engine.act('read', 5)
        self.go_online()
        self.client.delete(1)
        self.client.move(2, 'Sent')
        self.client.delete(4)
        self.client.store(5, '+FLAGS', '(\\Seen)')
        self.engine.sync()
        self.engine.sync()
        self.assert_same()
        journal = self.engine.journal()
        self.assertEqual(len(journal), 3, journal)
        self.assertIn('Number 1', ' '.join(journal))
        self.assertEqual(self.engine.waiting(), 0)

    def test_namesake_is_no_copy(self):
        """Two mails with one Message-ID, of which one came by way of a list: neither is lost when
        a move breaks off before it reaches the server."""
        self.go_offline()
        self.engine.act('archive', 1)
        self.engine.close()
        db = sqlite3.connect(os.path.join(self.engine.data, 'hearth.db'))
        with db:
            self.assertEqual(db.execute('UPDATE operations SET state = 1').rowcount, 1)
        db.close()
        self.go_online()
        self.client.append(make_mail(1, text='The same, with the foot of a list.'), 'Old Things')
        self.engine = self.start()
        self.engine.sync()
        self.engine.sync()
        self.assertEqual(len(self.client.uids(1, 'Old Things')), 2)
        self.assertEqual(self.client.uids(1), [])
        self.assert_same()

    def test_longer_id_is_another(self):
        """A Message-ID that holds another's is not taken for it."""
        self.go_offline()
        self.engine.act('archive', 1)
        self.go_online()
        self.client.append(make_mail('0.m1'), 'Old Things')
        self.client.delete(1)
        self.engine.sync()
        self.engine.sync()
        self.assertIn('Number 1', ' '.join(self.engine.journal()))
        self.assert_same()

    def test_crash_between(self):
        """A move that reached the server before the program died is not made again."""
        action = self.engine.act('archive', 1)
        self.engine.told()
        key = self.engine.query('SELECT key FROM messages WHERE id = ?', self.engine.row(1))[0][0]
        row = self.engine.row(1)
        self.engine.close()
        # As the program leaves it when it dies after the command and before its answer.
        db = sqlite3.connect(os.path.join(self.engine.data, 'hearth.db'))
        inbox, archive = [db.execute('SELECT id FROM mailboxes WHERE name = ?', (name,)
                                     ).fetchone()[0] for name in ('INBOX', 'Old Things')]
        validity = db.execute("SELECT key FROM messages WHERE mailbox_id = ?", (inbox,)
                              ).fetchone()[0].split('.')[0]
        cursor = db.execute('INSERT INTO operations (source_id, message_id, mailbox_id, key,'
                            ' add_flags, remove_flags, target_id, state)'
                            ' VALUES (?, ?, ?, ?, 0, 0, ?, 1)',
                            (self.account, row, inbox, validity + '.2', archive))
        # The tables' own functions are not here; the index is not touched by a key.
        db.execute('UPDATE messages SET key = ? WHERE id = ?', ('op:%d' % cursor.lastrowid, row))
        db.commit()
        db.close()
        self.engine = self.start()
        self.engine.sync()
        self.assertEqual(self.engine.waiting(), 0)
        self.assertEqual(self.engine.query('SELECT key FROM messages WHERE id = ?', row)[0][0], key)
        self.assertEqual(self.client.uids(1, 'Old Things'), [b'1'])
        self.assertEqual(self.engine.journal(), [])
        self.assertEqual(self.engine.undo(action), 1)
        self.engine.told()
        self.assert_same()


class WatchTest(Account):
    def setUp(self):
        super().setUp()
        self.engine.send('start')
        time.sleep(0.5)

    def test_marks_and_deletions(self):
        self.client.store(1, '+FLAGS', '(\\Seen)')
        wait_until(lambda: ('m1@test.example', 1) in self.engine.state()['INBOX'], 'the mark')
        self.client.delete(2)
        wait_until(lambda: 'm2@test.example' not in dict(self.engine.state()['INBOX']),
                   'the deletion')

    def test_own_change_while_waiting(self):
        start = time.monotonic()
        self.engine.act('archive', 1)
        self.engine.told()
        self.assertLess(time.monotonic() - start, 2 * SLOWDOWN)
        self.assert_same()

    def test_news_during_a_long_sync(self):
        """What comes in while ten years are read for the first time does not wait for their end."""
        self.engine.close()
        text = 'Many words of a long text. ' * 200
        for number in range(6000):
            with open(os.path.join(self.server.dir, 'mail/alex/cur/%d.c%d:2,S' % (
                    1600000000 + number, number)), 'wb') as file:
                file.write(make_mail('c%d' % number, text))
        self.engine = Engine(os.path.join(self.folder.name, 'new'))
        self.addCleanup(self.engine.close)
        proxy = Proxy(self.server)
        self.addCleanup(proxy.close)
        proxy.rest = 0.02
        self.engine.add(self.server, port=proxy.port)
        self.engine.send('start')
        self.engine.wait('first')
        self.client.append(make_mail('news'))
        wait_until(lambda: 'mnews@test.example' in dict(self.engine.state()['INBOX']),
                   'the mail', timeout=60)
        stored = self.engine.query('SELECT count(*) FROM messages')[0][0]
        self.assertLess(stored, 6000, 'it waited for all that was there')

    def test_restarted_server(self):
        self.client.close()
        self.server.kill()
        time.sleep(0.5)
        self.server.start()
        self.client = Client(self.server)
        self.addCleanup(self.client.close)
        self.client.append(make_mail('later'))
        wait_until(lambda: 'mlater@test.example' in dict(self.engine.state()['INBOX']),
                   'the mail after the restart', timeout=20)


class ProxyTest(Account):
    """What happens on the wire."""

    def setUp(self):
        super().setUp()
        self.proxy = Proxy(self.server)
        self.addCleanup(self.proxy.close)
        self.engine.close()
        self.engine = Engine(os.path.join(self.folder.name, 'proxied'))
        self.addCleanup(self.engine.close)
        self.engine.add(self.server, port=self.proxy.port)
        self.engine.sync()

    def test_latency(self):
        """From the server's untagged response to the stored and judged mail."""
        self.engine.send('start')
        time.sleep(0.5)
        waits = []
        for number in range(100, 110):
            before = len(self.proxy.heard)
            self.client.append(make_mail(
                number, text='Could you please send me the report by tomorrow?',
                subject='Question %d: can you answer today?' % number))
            line = self.engine.wait('matters', timeout=10)
            told = [when for when, _number, data in self.proxy.heard[before:]
                    if b' EXISTS' in data][0]
            waits.append(line['at'] - told)
            time.sleep(0.3)
        print('# from EXISTS to what notifies: %s ms' % ', '.join('%.0f' % (w * 1000)
                                                                   for w in waits))
        self.assertLess(sorted(waits)[len(waits) // 2], 0.1)

    def test_no_change_is_one_round_trip(self):
        self.engine.close()
        self.engine = Engine(os.path.join(self.folder.name, 'proxied'))
        self.addCleanup(self.engine.close)
        before = len(self.proxy.heard)
        self.engine.sync()
        said = b''.join(data for _when, _number, data in self.proxy.heard[before:])
        after_login = said[said.index(b'ENABLED'):]
        # ENABLE and NAMESPACE belong to a new connection; then the list says how each mailbox stands.
        self.assertEqual(after_login.count(b' OK '), 3, after_login)
        before = len(self.proxy.heard)
        self.engine.sync()
        said = b''.join(data for _when, _number, data in self.proxy.heard[before:])
        self.assertEqual(said.count(b' OK '), 1, said)


class DeadTest(ProxyTest):
    def test_latency(self):
        pass

    test_no_change_is_one_round_trip = test_latency

    def test_swallowed(self):
        """A line that swallows everything is noticed within a minute, and mended in seconds."""
        self.engine.send('start')
        time.sleep(0.5)
        self.proxy.swallow = True
        start = time.monotonic()
        before = len(self.proxy.opened)
        wait_until(lambda: len(self.proxy.opened) > before, 'a new connection', timeout=65)
        noticed = time.monotonic() - start
        self.client.append(make_mail('after'))
        self.proxy.swallow = False
        start = time.monotonic()
        wait_until(lambda: 'mafter@test.example' in dict(self.engine.state()['INBOX']),
                   'the mail after the dead line', timeout=30)
        mended = time.monotonic() - start
        print('# dead line noticed after %.1f s, mended after %.1f s' % (noticed, mended))
        self.assertLess(noticed, 60)
        self.assertLess(mended, 6)


class PollTest(Account):
    """A server without IDLE is asked."""

    capability = 'IMAP4rev1 ENABLE CONDSTORE QRESYNC UIDPLUS MOVE'

    def test_woken(self):
        self.engine.send('start')
        time.sleep(0.3)
        self.client.append(make_mail('polled'))
        self.engine.send('wake')
        wait_until(lambda: 'mpolled@test.example' in dict(self.engine.state()['INBOX']), 'the mail')


if __name__ == '__main__':
    unittest.main(verbosity=2)
