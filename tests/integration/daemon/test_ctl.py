# SPDX-License-Identifier: GPL-3.0-or-later
"""hearthctl with the engine alone, on real Maildir, mbox and .ics files."""

import json
import os
import subprocess
import unittest

import world
from world import CTL, TestCase, make_mail

CALENDAR = """BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//test//EN\r
X-WR-CALNAME:Work\r
BEGIN:VEVENT\r
UID:standup@test\r
DTSTAMP:20240101T000000Z\r
DTSTART;TZID=Europe/Berlin:20240513T093000\r
DTEND;TZID=Europe/Berlin:20240513T100000\r
RRULE:FREQ=DAILY;COUNT=5\r
SUMMARY:Standup\r
LOCATION:Room 3\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:holiday@test\r
DTSTAMP:20240101T000000Z\r
DTSTART;VALUE=DATE:20240517\r
DTEND;VALUE=DATE:20240518\r
SUMMARY:Offsite\r
END:VEVENT\r
END:VCALENDAR\r
"""


class CtlTest(TestCase):
    def ctl(self, *args, **options):
        return self.world.ctl(*args, standalone=True, **options)

    def json(self, *args, **options):
        return self.ctl(*args, json_output=True, **options)

    def test_usage(self):
        for args in ([], ['sing'], ['source'], ['source', 'burn'], ['source', 'add', 'maildir'],
                     ['source', 'add', 'floppy', '/tmp'], ['mail', 'list', '--limit', 'many'],
                     ['mail', 'list', '--colour'], ['mail', 'show', 'first'], ['mail', 'search'],
                     ['agenda', '--from', 'someday'], ['agenda', '--from', '+2', '--to', '+1'],
                     ['reminders', 'done', 'x'], ['reminders', 'snooze', '1', '0'],
                     ['service', 'oracle'], ['sync', 'now']):
            with self.subTest(args=args):
                self.ctl(*args, code=2)
                self.assertEqual(len(self.world.stderr.splitlines()), 1, self.world.stderr)
                self.assertTrue(self.world.stderr.startswith('hearthctl: '))
        self.world.ctl('--data', '/tmp/x', 'status', code=2)
        self.assertIn('hearthctl', self.world.ctl('--version'))
        self.assertIn('mail search', self.world.ctl('--help'))
        self.assertIn('--limit', self.world.ctl('mail', 'search', '--help'))
        books = self.world.ctl('help', 'letter', 'book')
        self.assertIn('letter book pdf BOOK', books)
        self.assertNotIn('letter list', books)
        self.world.ctl('help', 'letter', 'nonsense', code=2)

    def test_no_store(self):
        for args in (['mail', 'list'], ['mail', 'search', 'x'], ['today'], ['agenda'],
                     ['source', 'list'], ['reminders'], ['status']):
            with self.subTest(args=args):
                self.ctl(*args, code=3)
                self.assertIn('hearthctl source add', self.world.stderr)
        self.assertFalse(os.path.exists(self.world.data))

    def test_missing_path(self):
        self.ctl('source', 'add', 'maildir', '/nowhere/at/all', code=1)
        self.assertIn('/nowhere/at/all', self.world.stderr)

    def test_maildir(self):
        box = self.world.maildir()
        box.deliver(make_mail('Budget', 'Could you send me the number by Friday?'))
        seen = box.deliver(make_mail('Lunch', 'The soup was good.'), flags='S')
        sub = world.Maildir(os.path.join(box.path, '.Archive'))
        sub.deliver(make_mail('Old contract', 'An umbrella clause.'), flags='S')
        self.ctl('source', 'add', 'maildir', box.path, '--no-sync')
        status = self.json('status')
        self.assertEqual((status['messages'], status['sources']), (0, 1))
        self.ctl('sync')
        status = self.json('status')
        self.assertEqual((status['messages'], status['unread']), (3, 1))

        mails = self.json('mail', 'list')
        self.assertEqual({m['subject'] for m in mails}, {'Budget', 'Lunch', 'Old contract'})
        budget = next(m for m in mails if m['subject'] == 'Budget')
        self.assertTrue(budget['unread'])
        self.assertEqual(budget['from'], {'name': 'Ana Silva', 'address': 'ana@silva.example'})
        self.assertEqual(budget['class'], 'needs_response')
        self.assertIn('by Friday', budget['reason'])
        self.assertEqual([m['subject'] for m in self.json('mail', 'list', '--unread')], ['Budget'])
        self.assertEqual(len(self.json('mail', 'list', '--limit', '1')), 1)
        self.assertEqual([m['subject'] for m in self.json('mail', 'list', '--in', 'Archive')],
                         ['Old contract'])

        shown = self.json('mail', 'show', str(budget['id']))
        self.assertIn('send me the number', shown['text'])
        self.assertIn('send me the number', self.ctl('mail', 'show', str(budget['id'])))
        self.ctl('mail', 'show', '17', code=3)

        self.assertEqual([m['subject'] for m in self.json('mail', 'search', 'umbrella')],
                         ['Old contract'])
        self.assertEqual([m['subject'] for m in self.json('mail', 'search', 'from:ana', 'budget')],
                         ['Budget'])
        self.assertEqual(self.json('mail', 'search', 'zeppelin', code=3), [])
        self.ctl('mail', 'search', '"unclosed', code=2)
        self.ctl('mail', 'search', 'before:notaday', code=2)

        found = self.json('search', 'ana')
        self.assertEqual((found[0]['kind'], found[0]['address']), ('person', 'ana@silva.example'))
        self.assertIn(budget['id'], [one.get('id') for one in found if one['kind'] == 'message'])
        self.assertEqual([one['title'] for one in self.json('search', 'umbrella')], ['Old contract'])
        self.assertEqual(self.json('search', 'ana', '--kind', 'event', code=3), [])
        self.ctl('search', 'ana', '--kind', 'song', code=2)
        self.assertIn('Budget', self.ctl('search', 'budg'))

        # Flags and deletions made by another program.
        os.rename(seen, seen[:-1] + 'RS')
        os.remove(os.path.join(box.path, 'new', os.listdir(os.path.join(box.path, 'new'))[0]))
        self.ctl('sync')
        self.assertEqual({m['subject']: m['answered'] for m in self.json('mail', 'list')},
                         {'Lunch': True, 'Old contract': False})

        source = self.json('source', 'list')[0]
        self.assertEqual((source['kind'], source['path'], source['items']),
                         ('maildir', box.path, 2))
        self.ctl('source', 'remove', str(source['id']))
        self.assertEqual(self.json('status')['messages'], 0)
        self.assertTrue(os.path.exists(seen[:-1] + 'RS'))
        self.ctl('source', 'remove', str(source['id']), code=3)

    def test_mbox(self):
        data = b''.join(b'From ana@silva.example Wed May 15 08:00:00 2024\n' +
                        make_mail('Letter %d' % i, 'From the start.\n') + b'\n' for i in range(3))
        path = self.world.write('letters.mbox', data.replace(b'\nFrom the', b'\n>From the'))
        self.ctl('source', 'add', 'mbox', path)
        self.assertEqual(self.json('status')['messages'], 3)
        with open(path, 'ab') as file:
            file.write(b'From ana@silva.example Wed May 15 09:00:00 2024\n' +
                       make_mail('Letter 3', 'One more.') + b'\n')
        self.ctl('sync')
        self.assertEqual(self.json('status')['messages'], 4)
        letter = self.json('mail', 'search', 'subject:3')[0]
        self.assertIn('One more', self.ctl('mail', 'show', str(letter['id'])))

    def test_calendar(self):
        path = self.world.write('work.ics', CALENDAR)
        self.ctl('source', 'add', 'ics', path)
        self.assertEqual(self.json('status')['events'], 2)
        events = self.json('agenda', '--from', '2024-05-15', '--to', '2024-05-17')
        self.assertEqual([(e['summary'], e['start'][:10]) for e in events if not e['all_day']],
                         [('Standup', '2024-05-15'), ('Standup', '2024-05-16'),
                          ('Standup', '2024-05-17')])
        self.assertEqual([e['summary'] for e in events if e['all_day']], ['Offsite'])
        self.assertEqual(events[0]['start'], '2024-05-15T09:30:00+02:00')
        self.assertEqual(events[0]['location'], 'Room 3')
        text = self.ctl('agenda', '--from', 'today', '--to', 'today')
        self.assertIn('9:30', text)
        self.assertIn('Standup · Room 3', text)
        self.assertEqual(self.json('agenda', '--from', '2024-06-15', '--to', '2024-06-16', code=3),
                         [])
        # What was called off is not a thing to go to.
        self.world.write('work.ics', CALENDAR.replace('SUMMARY:Standup', 'SUMMARY:Standup\r\nSTATUS:CANCELLED'))
        self.ctl('sync')
        self.assertIn('Standup (cancelled)', self.ctl('agenda', '--from', 'today', '--to', 'today'))
        # Far from the window that is kept expanded.
        self.json('agenda', '--from', '2034-06-15', '--to', '2034-06-16', code=3)
        os.remove(path)
        self.world.write('work.ics', CALENDAR.replace('Standup', 'Daily'))
        self.ctl('sync')
        self.assertEqual(self.json('agenda', '--to', 'today')[0]['summary'], 'Daily')

    def test_ask_and_remind(self):
        self.ctl('source', 'add', 'ics', self.world.write('work.ics', CALENDAR))
        answer = self.ctl('ask', 'what is on tomorrow?')
        self.assertIn('Standup', answer)
        self.assertIn('(event ', answer)
        lines = [json.loads(line) for line in subprocess.run(
            [CTL, '--standalone', '--data', self.world.data, '--json', 'ask', 'what is on tomorrow?'],
            env=self.world.env, capture_output=True, text=True, check=True).stdout.splitlines()]
        self.assertEqual(lines[-1]['type'], 'end')
        self.assertIn('Standup', ''.join(x['text'] for x in lines if x['type'] == 'text'))
        self.assertIn('source', [x['type'] for x in lines])

        # Each question stands alone, unless it goes on from the last one.
        self.assertIn('Room 3', self.ctl('ask', '--continue', 'where is the first one?'))
        self.assertIn('sure', self.ctl('ask', 'how long is the second one?'))

        self.ctl('remind', 'call Ana tomorrow at nine')
        reminder = self.json('reminders')[-1]
        self.assertEqual(reminder['due'], '2024-05-16T09:00:00+02:00')
        self.assertIn('Ana', reminder['text'])
        self.ctl('reminders', 'snooze', str(reminder['id']), '30')
        self.ctl('reminders', 'done', str(reminder['id']))
        self.assertNotIn(reminder['id'], [r['id'] for r in json.loads(subprocess.run(
            [CTL, '--standalone', '--data', self.world.data, '--json', 'reminders'],
            env=self.world.env, capture_output=True, text=True, check=False).stdout)])
        self.assertIn('done', [r['state'] for r in self.json('reminders', '--all')])
        self.ctl('reminders', 'done', '4711', code=3)

    def test_terminal(self):
        """A mail does not steer the terminal, with or without colours."""
        box = self.world.maildir()
        box.deliver(make_mail('Red =?utf-8?q?=1B=5B31malert=07?=', 'a\x1b[2Jb\x9bc').replace(
            b'quoted-printable', b'8bit'))
        self.ctl('source', 'add', 'maildir', box.path)
        for args in (['mail', 'list'], ['today']):
            out = self.ctl(*args)
            self.assertNotIn('\x1b', out)
            self.assertNotIn('\x07', out)
        mail = self.json('mail', 'list')[0]
        self.assertNotIn('\x1b', self.ctl('mail', 'show', str(mail['id'])))
        wide = subprocess.run(['script', '-qec', '%s --standalone --data %s mail list' % (
            CTL, self.world.data), '/dev/null'], env=dict(self.world.env, TERM='xterm', NO_COLOR='1'),
            capture_output=True, text=True, check=True).stdout
        self.assertNotIn('\x1b', wide)

    def test_demo(self):
        self.world.data = self.world.path('demo')
        self.assertIn('\n', self.ctl('--demo', 'today'))
        status = self.json('status')
        self.assertGreaterEqual(status['messages'], 80)
        self.assertGreaterEqual(status['events'], 25)
        today = self.json('today')
        self.assertGreater(len(today['needs_you']), 0)
        self.assertGreater(len(today['day']), 0)

    def test_locked(self):
        """Two engines never write to one folder."""
        box = self.world.maildir()
        self.ctl('source', 'add', 'maildir', box.path)
        lock = [name for name in os.listdir(self.world.data) if 'lock' in name]
        self.assertEqual(len(lock), 1)
        holder = self.world.start(['flock', os.path.join(self.world.data, lock[0]), 'sleep', '20'])
        world.wait_until(lambda: holder.poll() is None and subprocess.run(
            ['flock', '-n', os.path.join(self.world.data, lock[0]), 'true'],
            check=False).returncode != 0, 'the lock')
        self.ctl('sync', code=1)
        self.assertNotEqual(self.world.stderr, '')
        self.json('status')

    def test_newer_store(self):
        """A store from a newer version is left alone, and it is said so."""
        self.ctl('source', 'add', 'maildir', self.world.maildir().path)
        store = os.path.join(self.world.data, 'hearth.db')
        subprocess.run(['/usr/bin/python3', '-c',
                        'import sqlite3,sys; d=sqlite3.connect(sys.argv[1]); '
                        'd.execute("pragma user_version=9999"); d.commit()', store], check=True)
        self.ctl('status', code=1)
        self.assertIn('newer', self.world.stderr)
        self.ctl('sync', code=1)
        self.assertIn('newer', self.world.stderr)


if __name__ == '__main__':
    unittest.main(verbosity=2)
