# SPDX-License-Identifier: GPL-3.0-or-later
"""What other programs hand over: addresses to write to, mails and calendars in files."""

import os
import signal
import sqlite3
import unittest

from gi.repository import Gio, GLib
from world import INTERFACE, NAME, PATH, TestCase, make_mail, wait_until

EVENT = """BEGIN:VEVENT
UID:%(uid)s
DTSTAMP:20240501T080000Z
DTSTART:20240517T080000Z
DTEND:20240517T090000Z
SUMMARY:%(summary)s
ORGANIZER;CN=Marta:mailto:marta@keller.example
ATTENDEE;CN=Nora:mailto:nora@lind.example
ATTENDEE;CN=Ana:mailto:ana@silva.example
%(more)sBEGIN:VALARM
ACTION:EMAIL
TRIGGER:-PT15M
ATTENDEE:mailto:ana@silva.example
SUMMARY:x
DESCRIPTION:x
END:VALARM
END:VEVENT
"""


def make_calendar(*events, method=''):
    return ('\ufeff\r\nBEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test\r\nX-WR-CALNAME:Harbour\r\n'
            + method + ''.join(events).replace('\n', '\r\n') + 'END:VCALENDAR\r\n')


def make_event(uid, summary, more=''):
    return EVENT % {'uid': uid, 'summary': summary, 'more': more}


class OpenedTest(TestCase):
    with_bus = True

    def setUp(self):
        super().setUp()
        self.box = self.world.maildir()
        self.box.deliver(make_mail('First', 'Hello\n', message_id='<first@test.example>'), flags='')
        self.world.ctl('source', 'add', 'maildir', self.box.path, standalone=True)
        self.daemon = self.world.start_daemon()

    def query(self, text, *values):
        database = sqlite3.connect(os.path.join(self.world.data, 'hearth.db'))
        rows = database.execute(text, values).fetchall()
        database.close()
        return rows

    def add_account(self):
        """One that sends; nothing is sent here."""
        database = sqlite3.connect(os.path.join(self.world.data, 'hearth.db'))
        with database:
            source = database.execute(
                "INSERT INTO sources (kind, path, name) VALUES ('imap', 'imap://nora@:993', 'Nora')"
            ).lastrowid
            database.execute(
                "INSERT INTO accounts (source_id, address, name, auth, imap_host, imap_port,"
                " imap_security, imap_user, smtp_host, smtp_port, smtp_security, smtp_user, paused,"
                " keep_days, sent_copy, signature) VALUES (?, 'nora@lind.example', 'Nora Lind',"
                " 'password', '', 993, 'tls', 'nora', '127.0.0.1', 1, 'none', '', 1, 0, 1, 'Nora')",
                (source,))
        database.close()

    def call(self, method, file, *args, signature=''):
        """A method that takes a descriptor."""
        fds = Gio.UnixFDList.new_from_array([os.dup(file)])
        reply, _fds = self.world.bus.call_with_unix_fd_list_sync(
            NAME, PATH, INTERFACE, method, GLib.Variant('(h%s)' % signature, (0, *args)), None,
            Gio.DBusCallFlags.NONE, 20000, fds, None)
        return reply.unpack()

    def with_file(self, data, method, *args, signature=''):
        path = self.world.write('handed-over', data)
        with open(path, 'rb') as file:
            return self.call(method, file.fileno(), *args, signature=signature)

    def read(self, data):
        return self.with_file(data, 'ReadFile')[0]

    def add(self, data):
        return self.with_file(data, 'AddFileEvents', 0, signature='x')

    def refuses(self, words, func, *args, **more):
        with self.assertRaises(GLib.Error) as caught:
            func(*args, **more)
        self.assertIn(words, caught.exception.message)

    def test_mailto(self):
        self.refuses('no account', self.world.call, 'ComposeMailto', '(s)', 'mailto:a@x.example')
        self.add_account()
        draft = self.world.call(
            'ComposeMailto', '(s)', 'mailto:Ana%20%3Cana@silva.example%3E?cc=bob@x.example'
            '&subject=Tomorrow&body=One%0D%0Atwo&attach=/etc/passwd&bcc=evil@x.example')[0]
        kind, answered, people, subject, text, files, label = self.query(
            'SELECT kind, message_id, recipients, subject, text, files, label FROM drafts'
            ' WHERE id = ?', draft)[0]
        self.assertEqual((kind, answered, subject, files), ('new', 0, 'Tomorrow', ''))
        self.assertEqual(text, 'One\ntwo\n\n-- \nNora\n')
        self.assertIn('ana@silva.example', people)
        self.assertIn('bob@x.example', people)
        self.assertNotIn('evil', people)
        # Whoever made the link wrote it.
        self.assertEqual(label & 3, 2)
        self.refuses('no address', self.world.call, 'ComposeMailto', '(s)', 'https://x.example')
        self.refuses('too long', self.world.call, 'ComposeMailto', '(s)', 'mailto:' + 'a' * 70000)

    def test_mailto_answers(self):
        self.add_account()
        for uri, kind in (('mailto:a@x.example?in-reply-to=%3Cfirst@test.example%3E', 'reply'),
                          ('mailto:a@x.example?in-reply-to=%3Cother@test.example%3E', 'new')):
            draft = self.world.call('ComposeMailto', '(s)', uri)[0]
            found, answered = self.query('SELECT kind, message_id FROM drafts WHERE id = ?',
                                         draft)[0]
            self.assertEqual((found, answered != 0), (kind, kind == 'reply'))

    def test_mail_file(self):
        before = self.query('SELECT count (*) FROM messages')
        found = self.read(make_mail('A file', 'Words of a file.\n', message_id='<other@test.example>',
                                    headers={'Reply-To': 'evil@x.example'}))
        self.assertEqual((found['kind'], found['subject'], found['from'], found['address']),
                         ('message', 'A file', 'Ana Silva', 'ana@silva.example'))
        self.assertIn('Words of a file.', found['text'])
        self.assertEqual((found['reply-to'], found['row']), ('evil@x.example', 0))
        same = self.read(make_mail('First', 'Hello\n', message_id='<first@test.example>'))
        self.assertEqual(same['row'], self.query('SELECT id FROM messages')[0][0])
        self.assertEqual(self.query('SELECT count (*) FROM messages'), before)

    def test_mail_file_with_attachment(self):
        mail = (b'From: Ana <ana@silva.example>\r\nSubject: Two\r\nMIME-Version: 1.0\r\n'
                b'Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nText\r\n--x\r\n'
                b'Content-Type: application/octet-stream\r\n'
                b'Content-Disposition: attachment; filename="../../evil.txt"\r\n\r\n'
                b'inside\r\n--x--\r\n')
        found = self.read(mail)['attachments']
        self.assertEqual(len(found), 1)
        path = self.with_file(mail, 'SaveFilePart', found[0]['part'], signature='s')[0]
        self.assertTrue(path.startswith(self.world.env['XDG_RUNTIME_DIR'] + '/hearth/attachments/'))
        self.assertNotIn('..', path)
        with open(path, 'rb') as file:
            self.assertEqual(file.read().strip(), b'inside')
        self.assertEqual(os.stat(path).st_mode & 0o777, 0o600)
        self.refuses('no such attachment', self.with_file, mail, 'SaveFilePart', '9',
                     signature='s')

    def test_what_is_refused(self):
        self.refuses('neither', self.read, b'\x89PNG\r\n\x1a\n' + os.urandom(4000))
        self.refuses('neither', self.read, b'')
        self.refuses('no events', self.add, make_calendar())
        self.refuses('no events', self.add, make_mail('A mail', 'Words\n'))
        read, write = os.pipe()
        self.refuses('Only files', self.call, 'ReadFile', read)
        os.close(read)
        os.close(write)
        folder = os.open(self.world.root, os.O_RDONLY)
        self.refuses('Only files', self.call, 'ReadFile', folder)
        os.close(folder)
        path = self.world.write('large', b'')
        os.truncate(path, 65 * 1024 * 1024)
        with open(path, 'rb') as file:
            self.refuses('too large', self.call, 'ReadFile', file.fileno())
        self.refuses('too large', self.read, make_calendar() + ' ' * (9 * 1024 * 1024))
        self.assertIsNone(self.daemon.poll())

    def test_events(self):
        text = make_calendar(make_event('one', 'Harbour walk'),
                             make_event('two', 'Sailing', 'RRULE:FREQ=WEEKLY\nLOCATION:Quay\n'),
                             method='METHOD:REQUEST\r\n')
        found = self.read(text)
        self.assertEqual((found['kind'], found['name'], found['count'], found['known']),
                         ('events', 'Harbour', 2, 0))
        self.assertEqual([(one['summary'], one['start'], one['location'], bool(one['rrule']))
                          for one in found['events']],
                         [('Harbour walk', 1715932800, '', False),
                          ('Sailing', 1715932800, 'Quay', True)])
        self.assertEqual(self.query('SELECT count (*) FROM events'), [(0,)])
        added, action = self.add(text)
        self.assertEqual(added, 2)
        # A kill does not undo what was answered.
        self.daemon.send_signal(signal.SIGKILL)
        self.daemon.wait()
        self.world.processes.remove(self.daemon)
        wait_until(lambda: not self.world.has_owner(), 'the end')
        self.daemon = self.world.start_daemon()
        self.assertEqual(self.query('SELECT summary, organizer, attendees, alarms FROM events'
                                    ' ORDER BY summary'),
                         [('Harbour walk', None, '', ''), ('Sailing', None, '', '')])
        self.assertEqual(self.query('SELECT count (*) FROM outbox'), [(0,)])
        self.assertEqual(self.read(text)['known'], 2)
        self.refuses('already', self.add, text)
        self.assertEqual(self.add(make_calendar(make_event('one', 'Harbour walk'),
                                                make_event('three', 'Rowing')))[0], 1)
        self.world.call('Undo', '(x)', action)
        self.assertEqual(self.query('SELECT summary FROM events'), [('Rowing',)])
        for folder, _, names in os.walk(self.world.path('share')):
            for name in names:
                if name.endswith('.ics'):
                    with open(os.path.join(folder, name), encoding='utf-8') as file:
                        self.assertNotIn('ATTENDEE', file.read())

    def test_events_that_are_no_text(self):
        text = make_calendar(make_event('bad', 'Caf\u00e9')).encode().replace(b'\xc3\xa9', b'\xe9\x00')
        self.assertEqual(self.read(text)['count'], 1)
        self.assertEqual(self.add(text)[0], 1)
        self.assertEqual(self.query('SELECT count (*) FROM events'), [(1,)])

    def test_many_events(self):
        events = [make_event('u%d' % i, 'Event %d' % i) for i in range(101)]
        self.assertEqual(self.read(make_calendar(*events))['count'], 101)
        self.refuses('too many', self.add, make_calendar(*events))
        self.assertEqual(self.add(make_calendar(*events[1:]))[0], 100)
        self.assertEqual(self.query('SELECT count (*) FROM events'), [(100,)])


if __name__ == '__main__':
    unittest.main(verbosity=2)
