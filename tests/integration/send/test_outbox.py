# SPDX-License-Identifier: GPL-3.0-or-later
"""The outbox of a real hearthd against a real SMTP server, with faults, ends and kills amid sending.

What must hold for every mail that was told to go: it arrives at most once unless the owner asked for
more, it is never lost, and where it cannot be known whether it arrived it is listed and asked about.
"""

import email
import email.policy
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'daemon'))

import world  # noqa: E402
from gi.repository import Gio, GLib  # noqa: E402
from sink import Sink  # noqa: E402
from world import wait_until  # noqa: E402

KILLS = int(os.environ.get('HEARTH_TEST_KILLS', '10'))
SEED = int(os.environ.get('HEARTH_TEST_SEED', str(random.randrange(1 << 30))))


class OutboxCase(world.TestCase):
    with_bus = True

    def setUp(self):
        super().setUp()
        os.makedirs(self.world.data, mode=0o700, exist_ok=True)
        self.sink = Sink(self.world.root)
        self.addCleanup(lambda: self.sink.close())
        self.daemon = None

    def add_account(self, port=None):
        """Gives the store an account that sends to the sink, which asks for no login."""
        database = sqlite3.connect(os.path.join(self.world.data, 'hearth.db'))
        with database:
            source = database.execute(
                "INSERT INTO sources (kind, path, name) VALUES ('imap', 'imap://nora@:993', 'Nora')"
            ).lastrowid
            database.execute(
                "INSERT INTO accounts (source_id, address, name, auth, imap_host, imap_port,"
                " imap_security, imap_user, smtp_host, smtp_port, smtp_security, smtp_user, paused,"
                " keep_days, sent_copy, signature) VALUES (?, 'nora@lind.example', 'Nora Lind',"
                " 'password', '', 993, 'tls', 'nora', '127.0.0.1', ?, 'none', '', 1, 0, 1, ?)",
                (source, port or self.sink.port, 'Nora'))
        database.close()
        return source

    def start(self):
        self.daemon = self.world.start_daemon()
        return self.daemon

    def prepare(self, maildir=None):
        """A running daemon with an account, and perhaps a Maildir."""
        if maildir is None:
            maildir = self.world.maildir()
            maildir.deliver(world.make_mail('First', 'Hello'))
        self.world.ctl('source', 'add', 'maildir', maildir.path, standalone=True)
        self.account = self.add_account()
        self.start()

    def write(self, subject, to='ana@silva.example', text='Hello', **extra):
        """A draft."""
        draft = self.world.call('Compose', '(sx)', 'new', 0)[0]
        content = {'to': GLib.Variant('s', to), 'subject': GLib.Variant('s', subject),
                   'text': GLib.Variant('s', text)}
        content.update({key: GLib.Variant('s', value) for key, value in extra.items()})
        self.world.call('SaveDraft', '(xa{sv})', draft, content)
        return draft

    def send(self, draft, now=True):
        item = self.world.call('Send', '(x)', draft)[0]
        if now:
            self.world.call('ResolveSend', '(xsb)', item, 'waiting', True)
        return item

    def items(self, *options):
        result = subprocess.run([self.world.calling_ctl, '--json', 'outbox', 'list', '--all', *options],
                                env=self.world.env, capture_output=True, text=True, timeout=30,
                                check=False)
        return {entry['id']: entry for entry in json.loads(result.stdout)} if result.stdout else {}

    def state(self, item):
        return self.items()[item]['state']

    def wait_for(self, item, *states, timeout=15.0):
        wait_until(lambda: self.state(item) in states, 'mail %d: %s' % (item, states), timeout, 0.1)
        return self.items()[item]


class TestOutbox(OutboxCase):
    def test_sent(self):
        self.prepare()
        item = self.send(self.write('Dinner', 'Ana <ana@silva.example>', 'Hällo\n\nWorld',
                                    cc='bob@example.org', bcc='secret@example.org'), now=False)
        entry = self.items()[item]
        self.assertEqual(entry['state'], 'waiting')
        time.sleep(1.5)
        self.assertEqual(self.sink.mails, [])
        self.world.call('ResolveSend', '(xsb)', item, 'waiting', True)
        self.wait_for(item, 'done')
        (sender, recipients, content), = self.sink.mails
        self.assertEqual(sender, 'nora@lind.example')
        self.assertEqual(recipients, ['ana@silva.example', 'bob@example.org', 'secret@example.org'])
        self.assertNotIn(b'secret', content)
        mail = email.message_from_bytes(content, policy=email.policy.default)
        self.assertEqual(mail['To'], 'Ana <ana@silva.example>')
        self.assertEqual(mail['Message-ID'], '<%s>' % entry['message_id'])
        self.assertEqual(mail.get_content_type(), 'text/plain')
        self.assertIn('Hällo', mail.get_content())
        self.assertEqual(self.world.call('Status')[0]['messages'], 1)
        with self.assertRaises(GLib.Error):
            self.world.call('CancelSend', '(x)', item)

    def test_goes_by_itself(self):
        """After ten seconds, and not before."""
        self.prepare()
        start = time.monotonic()
        item = self.send(self.write('Later'), now=False)
        self.wait_for(item, 'done', timeout=20)
        self.assertGreaterEqual(time.monotonic() - start, 9)
        self.assertEqual(len(self.sink.mails), 1)

    def test_taken_back(self):
        self.prepare()
        draft = self.write('Whole', 'Ana <ana@silva.example>, typing <', bcc='b@example.org')
        with self.assertRaises(GLib.Error) as caught:
            self.send(draft)
        self.assertIn('typing <', caught.exception.message)
        self.world.call('SaveDraft', '(xa{sv})', draft,
                        {'to': GLib.Variant('s', 'Ana <ana@silva.example>')})
        item = self.send(draft, now=False)
        self.assertEqual(self.world.call('CancelSend', '(x)', item)[0], draft)
        self.assertEqual(self.items(), {})
        database = sqlite3.connect(os.path.join(self.world.data, 'hearth.db'))
        rows = database.execute('SELECT recipients, subject, text FROM drafts').fetchall()
        database.close()
        self.assertEqual(rows, [('+Ana\tana@silva.example\n!\tb@example.org', 'Whole', 'Hello')])
        self.world.call('DiscardDraft', '(x)', draft)
        with self.assertRaises(GLib.Error):
            self.send(draft)
        time.sleep(0.5)
        self.assertEqual(self.sink.mails, [])

    def test_every_fault(self):
        """After each fault the owner sees what is known, and nothing arrives twice by itself."""
        self.prepare()
        expected = {
            'greeting-421': 'waiting', 'drop-greeting': 'waiting', 'drop-ehlo': 'waiting',
            'mail-451': 'waiting', 'drop-mail': 'waiting', 'rcpt-451': 'waiting',
            'drop-rcpt': 'waiting', 'data-451': 'waiting', 'drop-data': 'waiting',
            'end-451': 'waiting', 'mail-550': 'refused', 'rcpt-550': 'refused',
            'data-554': 'refused', 'end-552': 'refused',
            'drop-end-kept': 'unknown', 'drop-end-lost': 'unknown',
        }
        told = {}
        for fault, state in expected.items():
            with self.subTest(fault):
                self.sink.tell(fault)
                item = self.send(self.write(fault))
                entry = self.wait_for(item, state)
                wait_until(lambda: self.items()[item]['attempts'] == 1, 'one attempt')
                self.assertTrue(entry['sentence'])
                told[item] = (fault, state, entry['message_id'])
        # Nothing of what is unknown or refused goes again by itself, also not at the next start.
        self.world.stop_daemon(self.daemon)
        attempts = self.sink.attempts
        self.start()
        time.sleep(1)
        self.assertEqual(self.sink.attempts, attempts)
        for item, (fault, state, message_id) in told.items():
            with self.subTest(fault):
                self.assertEqual(self.state(item), state)
                name = '<%s>' % message_id
                self.assertEqual(self.sink.count().get(name, 0), int(fault == 'drop-end-kept'))
                if state == 'unknown':
                    with self.assertRaises(GLib.Error):
                        self.world.call('CancelSend', '(x)', item)
                self.world.call('ResolveSend', '(xsb)', item, state,
                                fault != 'drop-end-kept')
                self.wait_for(item, 'done')
                self.assertEqual(self.sink.count()[name], 1)

    def test_large_attachments(self):
        """While they are encoded everything else goes on; and the draft goes once, as it is."""
        self.prepare()
        files = []
        for number in range(4):
            files.append(self.world.path('photo-%d' % number))
            with open(files[-1], 'wb') as file:
                file.write(os.urandom(5 * 1024 * 1024))

        def send(draft, done):
            self.world.bus.call(world.NAME, world.PATH, world.INTERFACE, 'Send',
                                GLib.Variant('(x)', (draft,)), None, Gio.DBusCallFlags.NONE, 30000,
                                None, lambda bus, result: done.append(result))

        def pump():
            while GLib.MainContext.default().iteration(False):
                pass

        def finish(result):
            return self.world.bus.call_finish(result).unpack()[0]

        draft = self.write('Photos')
        self.world.call('SaveDraft', '(xa{sv})', draft, {'files': GLib.Variant('as', files)})
        first, second = [], []
        begun = time.monotonic()
        send(draft, first)
        send(draft, second)
        slowest = 0
        while not first or not second:
            start = time.monotonic()
            self.world.call('Status')
            slowest = max(slowest, time.monotonic() - start)
            pump()
        # On a busy computer each answer takes its time; none waits for the whole.
        self.assertLess(slowest, max(0.1, (time.monotonic() - begun) / 2))
        print('# %.2f s, the slowest answer %.3f s' % (time.monotonic() - begun, slowest))
        item = finish(first[0])
        with self.assertRaises(GLib.Error) as caught:
            finish(second[0])
        self.assertIn('being sent already', caught.exception.message)
        self.assertEqual(list(self.items()), [item])

        # Written on meanwhile: neither the old text nor the new one goes unasked.
        draft = self.write('Photos')
        self.world.call('SaveDraft', '(xa{sv})', draft, {'files': GLib.Variant('as', files)})
        third = []
        send(draft, third)
        self.world.call('SaveDraft', '(xa{sv})', draft, {'text': GLib.Variant('s', 'Wait')})
        wait_until(lambda: pump() or third, 'an answer')
        with self.assertRaises(GLib.Error) as caught:
            finish(third[0])
        self.assertIn('was written on', caught.exception.message)
        self.assertEqual(list(self.items()), [item])
        self.world.call('DiscardDraft', '(x)', draft)

    def test_word_on_another_state(self):
        """What its owner said of a mail that waited holds no longer when it may be with the server."""
        self.prepare()
        self.sink.tell('drop-end-kept')
        item = self.send(self.write('Once'))
        self.wait_for(item, 'unknown')
        with self.assertRaises(GLib.Error) as caught:
            self.world.call('ResolveSend', '(xsb)', item, 'waiting', True)
        self.assertIn('stands otherwise', caught.exception.message)
        for state in ('sending', 'done', 'nonsense'):
            with self.assertRaises(GLib.Error):
                self.world.call('ResolveSend', '(xsb)', item, state, True)
        time.sleep(1)
        self.assertEqual(self.state(item), 'unknown')
        self.assertEqual(len(self.sink.mails), 1)

    def test_server_is_away(self):
        """A mail waits for a server that is not there, and goes when it is."""
        self.prepare()
        port = self.sink.port
        self.sink.close()
        item = self.send(self.write('Away'))
        wait_until(lambda: self.items()[item]['attempts'] == 1, 'an attempt')
        entry = self.wait_for(item, 'waiting')
        self.assertIn('cannot be reached', entry['sentence'])
        self.sink = Sink(self.world.root, port=port)
        self.world.call('ResolveSend', '(xsb)', item, 'waiting', True)
        self.wait_for(item, 'done')
        self.assertEqual(len(self.sink.mails), 1)

    def test_store_is_full(self):
        """A store that takes no record is tried now and then, and not without a pause."""
        self.prepare()
        draft = self.write('Full')
        database = sqlite3.connect(os.path.join(self.world.data, 'hearth.db'))
        item = self.send(draft, now=False)
        with database:
            database.execute("UPDATE outbox SET not_before = 0")
            database.execute("CREATE TRIGGER full BEFORE UPDATE ON outbox"
                             " BEGIN SELECT RAISE (ABORT, 'the disk is full'); END")
        time.sleep(1)
        other = self.send(self.write('Second'), now=False)
        before = self.cpu_seconds()
        time.sleep(4)
        self.assertLess(self.cpu_seconds() - before, 1)
        self.assertEqual(self.sink.mails, [])
        with database:
            database.execute('DROP TRIGGER full')
        database.close()
        self.wait_for(item, 'done', timeout=25)
        self.wait_for(other, 'done', timeout=25)
        self.assertEqual(len(self.sink.mails), 2)

    def cpu_seconds(self):
        with open('/proc/%d/stat' % self.daemon.pid, encoding='ascii') as file:
            fields = file.read().rsplit(')', 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')

    def test_ended_amid(self):
        """An orderly end waits a moment for an answer, and knows when there was none."""
        self.prepare()
        self.sink.tell('slow-end')
        slow = self.send(self.write('Slow'))
        wait_until(lambda: self.sink.mails, 'the mail')
        self.assertLess(self.world.stop_daemon(self.daemon), 8)
        self.assertIn(self.state(slow), ('sent', 'done'))
        self.start()
        self.wait_for(slow, 'done')
        self.sink.tell('hang-end-kept')
        hung = self.send(self.write('Hung'))
        wait_until(lambda: len(self.sink.mails) == 2, 'the mail')
        self.assertLess(self.world.stop_daemon(self.daemon), 8)
        self.assertEqual(self.state(hung), 'unknown')
        self.assertEqual(len(self.sink.mails), 2)

    def test_killed_amid(self):
        """Before the first byte it simply goes again; after it the owner is asked."""
        self.prepare()
        self.sink.tell('hang-mail')
        before = self.send(self.write('Before'))
        wait_until(lambda: self.sink.attempts == 1, 'an attempt')
        self.world.stop_daemon(self.daemon, signal.SIGKILL)
        self.start()
        self.wait_for(before, 'done')
        self.assertEqual(len(self.sink.mails), 1)
        self.sink.tell('hang-end-kept')
        after = self.send(self.write('After'))
        wait_until(lambda: len(self.sink.mails) == 2, 'the mail')
        self.world.stop_daemon(self.daemon, signal.SIGKILL)
        self.start()
        entry = self.wait_for(after, 'unknown')
        self.assertIn('may have been sent', entry['sentence'])
        time.sleep(0.5)
        self.assertEqual(len(self.sink.mails), 2)
        self.world.ctl('outbox', 'discard', str(after))
        self.wait_for(after, 'done')

    def test_reply_from_the_command_line(self):
        maildir = self.world.maildir()
        maildir.deliver(world.make_mail('Plan', 'Shall we meet?', message_id='<plan@silva.example>'))
        self.prepare(maildir)
        number = str(self.world.ctl('mail', 'list', json_output=True)[0]['id'])
        draft = self.world.ctl('mail', 'reply', number, stdin='Yes, see attached.\n',
                               json_output=True)['draft']
        self.assertIn('speaks of an attachment', self.world.stderr)
        note = self.world.write('notes/nöte.txt', 'Grüße\n')
        self.world.call('SaveDraft', '(xa{sv})', draft, {'files': GLib.Variant('as', [note])})
        item = self.world.ctl('mail', 'send', str(draft), json_output=True)['item']
        self.world.ctl('outbox', 'resend', str(item))
        self.wait_for(item, 'done')
        mail = email.message_from_bytes(self.sink.mails[0][2], policy=email.policy.default)
        self.assertEqual(mail['Subject'], 'Re: Plan')
        self.assertEqual(mail['In-Reply-To'], '<plan@silva.example>')
        self.assertEqual(mail['To'], 'Ana Silva <ana@silva.example>')
        body, attachment = mail.iter_parts()
        self.assertIn('> Shall we meet?', body.get_content())
        self.assertEqual(attachment.get_filename(), 'nöte.txt')
        # The mail that was answered says so, in its file too.
        wait_until(lambda: any('R' in name.rpartition(',')[2] for name in maildir.files()),
                   'the flag')

    def test_forward(self):
        maildir = self.world.maildir()
        mail = email.message_from_bytes(world.make_mail('Plan', 'See it'))
        mail = email.message_from_bytes(mail.as_bytes(), policy=email.policy.default)
        mail.add_attachment(b'%PDF-1.4', maintype='application', subtype='pdf',
                            filename='plan.pdf')
        maildir.deliver(mail.as_bytes())
        self.prepare(maildir)
        number = str(self.world.ctl('mail', 'list', json_output=True)[0]['id'])
        for options, kind in ((), 'application/pdf'), (('--whole',), 'message/rfc822'):
            item = self.world.ctl('mail', 'forward', number, '--to', 'bob@example.org', '--send',
                                  *options, stdin='', json_output=True)['item']
            self.world.ctl('outbox', 'resend', str(item))
            self.wait_for(item, 'done')
            sent = email.message_from_bytes(self.sink.mails[-1][2], policy=email.policy.default)
            self.assertEqual(sent['Subject'], 'Fwd: Plan')
            self.assertEqual([part.get_content_type() for part in sent.iter_attachments()], [kind])
        wait_until(lambda: not os.listdir(os.path.join(self.world.data, 'drafts')),
                   'the files of drafts that are gone')

    def test_show_original(self):
        maildir = self.world.maildir()
        mail = email.message_from_bytes(world.make_mail('Offer', 'plain'),
                                        policy=email.policy.default)
        mail.add_alternative('<p>Hi <script>alert(1)</script><img src="http://evil.example/x">'
                             '<a href="https://shop.example/a">shop</a></p>', subtype='html')
        maildir.deliver(mail.as_bytes())
        self.prepare(maildir)
        number = self.world.ctl('mail', 'list', json_output=True)[0]['id']
        path, = self.world.call('ShowOriginal', '(x)', number)
        self.assertTrue(path.startswith(self.world.env['XDG_RUNTIME_DIR']))
        self.assertEqual(os.stat(path).st_mode & 0o777, 0o600)
        with open(path, encoding='utf-8') as file:
            page = file.read()
        self.assertIn('[shop.example]', page)
        self.assertIn("default-src 'none'", page)
        self.assertNotIn('alert', page)
        self.assertNotIn('evil', page)

    def test_show_original_keeps_nobody_waiting(self):
        """A mail that takes long to read, as one can be made."""
        maildir = self.world.maildir()
        mail = email.message_from_bytes(world.make_mail('Slow', 'plain'),
                                        policy=email.policy.default)
        mail.add_alternative('&' * (2 << 20), subtype='html', cte='base64')
        maildir.deliver(mail.as_bytes())
        self.prepare(maildir)
        number = self.world.ctl('mail', 'list', json_output=True)[0]['id']
        start = time.monotonic()
        self.world.call('ShowOriginal', '(x)', number)
        whole = time.monotonic() - start
        answers = []
        self.world.bus.call(world.NAME, world.PATH, world.INTERFACE, 'ShowOriginal',
                            GLib.Variant('(x)', (number,)), None, Gio.DBusCallFlags.NONE, 15000,
                            None, lambda bus, result: answers.append(bus.call_finish(result)))
        self.world.bus.flush_sync(None)
        time.sleep(whole / 5)
        start = time.monotonic()
        self.world.call('Status')
        self.assertLess(time.monotonic() - start, whole / 3)
        wait_until(lambda: GLib.MainContext.default().iteration(False) or answers, 'the page')

    def test_standalone(self):
        maildir = self.world.maildir()
        self.world.ctl('source', 'add', 'maildir', maildir.path, standalone=True)
        self.add_account()
        self.world.ctl('mail', 'write', '--to', 'ana@silva.example', '--subject', 'Alone', '--send',
                       stdin='Hello\n', standalone=True)
        self.assertEqual(len(self.sink.mails), 1)
        self.assertIn(b'\r\nHello\r\n', self.sink.mails[0][2])
        self.sink.tell('rcpt-550')
        self.world.ctl('mail', 'write', '--to', 'ana@silva.example', '--send', stdin='x',
                       standalone=True, code=1)
        entry, = self.world.ctl('outbox', standalone=True, json_output=True)
        self.assertEqual(entry['state'], 'refused')
        self.world.ctl('outbox', 'cancel', str(entry['id']), standalone=True)
        self.world.ctl('outbox', standalone=True, code=3)
        self.world.ctl('mail', 'write', '--to', 'Carl', '--send', stdin='x', standalone=True, code=1)
        self.assertIn('“Carl”', self.world.stderr)


class TestKills(OutboxCase):
    def test_kills(self):
        """Killed at any moment amid sending, with a server that fails in every way."""
        print('seed %d, %d kills' % (SEED, KILLS))
        chance = random.Random(SEED)
        faults = ['ok', 'ok', 'slow-end', 'drop-mail', 'rcpt-451', 'drop-body', 'end-451',
                  'drop-end-kept', 'drop-end-lost', 'hang-data', 'hang-end-kept', 'hang-end-lost']
        self.prepare()
        for number in range(KILLS):
            for _ in range(3):
                self.sink.tell(chance.choice(faults))
            for k in range(2):
                self.send(self.write('Mail %d-%d' % (number, k)))
            time.sleep(chance.random() * 0.12)
            self.world.stop_daemon(self.daemon, signal.SIGKILL)
            self.start()
        with self.sink.lock:
            self.sink.faults.clear()
        # Connections that still have a fault to come end here: below, nothing that waits can turn
        # into what is unknown while the test asks for it to be sent at once.
        self.world.stop_daemon(self.daemon, signal.SIGKILL)
        self.start()
        # What waits goes now; what is unknown stays until its owner has decided.
        end = time.monotonic() + 30 + KILLS
        while True:
            open_items = [entry for entry in self.items().values()
                          if entry['state'] in ('waiting', 'sending', 'sent')]
            if not open_items:
                break
            self.assertLess(time.monotonic(), end, open_items)
            for entry in open_items:
                if entry['state'] == 'waiting':
                    try:
                        self.world.call('ResolveSend', '(xsb)', entry['id'], entry['state'], True)
                    except GLib.Error:
                        pass
            time.sleep(0.5)
        counts = self.sink.count()
        tally = {'done': 0, 'unknown, arrived': 0, 'unknown, not arrived': 0}
        items = self.items()
        self.assertEqual(len(items), 2 * KILLS)
        for entry in items.values():
            n = counts.get('<%s>' % entry['message_id'], 0)
            self.assertLessEqual(n, 1, entry)
            if entry['state'] == 'done':
                self.assertEqual(n, 1, entry)
                tally['done'] += 1
            else:
                self.assertEqual(entry['state'], 'unknown', entry)
                self.assertIn('may have been sent', entry['sentence'])
                tally['unknown, arrived' if n else 'unknown, not arrived'] += 1
        print(tally)


if __name__ == '__main__':
    world.main()
