# SPDX-License-Identifier: GPL-3.0-or-later
"""What the owner does again and again: proposed with its evidence, never again what was refused."""

import json
import os
import signal

from world import NOW_SECONDS, OWNER, Maildir, TestCase, main, make_mail, wait_until

DAY = 86400
# It looks five seconds after all that came in was read.
PATIENCE = 40


def make_calendar(hour):
    """Ten appointments, one a day."""
    lines = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//test//EN']
    for day in range(1, 11):
        lines += ['BEGIN:VEVENT', 'UID:plan-%d@test.example' % day, 'DTSTAMP:20240501T080000Z',
                  'DTSTART;TZID=Europe/Berlin:202405%02dT%02d0000' % (day, hour),
                  'DTEND;TZID=Europe/Berlin:202405%02dT%02d4500' % (day, hour),
                  'SUMMARY:Plan %d' % day, 'END:VEVENT']
    return '\r\n'.join(lines + ['END:VCALENDAR', ''])


class HabitsTest(TestCase):
    def setUp(self):
        super().setUp()
        self.maildir = self.world.maildir()
        self.sent = Maildir(os.path.join(self.maildir.path, '.Sent'))
        self.world.start_bus()

    def write(self, count, to, text):
        """Mail that the owner sent, each with words of its own."""
        for _ in range(count):
            self.sent.deliver(make_mail('Plan %d' % self.sent.count, text, OWNER, to,
                                        NOW_SECONDS - DAY - 60 * self.sent.count), flags='S')

    def start(self, days=0):
        # The clock runs on: at the same hour of the next day, a slow machine has not had its day yet.
        self.daemon = self.world.start_daemon('2024-05-%02dT%02d:00:00+02:00'
                                              % (15 + days, 10 if days == 0 else 11))

    def stop(self, how=signal.SIGTERM):
        self.world.stop_daemon(self.daemon, how)
        wait_until(lambda: not self.world.has_owner(), 'the end of hearthd')

    def read_accounts(self):
        self.world.ctl('source', 'add', 'maildir', self.maildir.path)
        self.world.ctl('sync')

    def list(self, *args, code=0):
        lines = self.world.ctl('--json', 'memory', 'list', *args, code=code)
        return {memory['text']: memory for memory in map(json.loads, lines.splitlines())}

    def wait_for(self, count):
        def look():
            proposed = self.world.ctl('--json', 'memory', 'list', '--proposed',
                                      code=3 if count == 0 else 0)
            return len(proposed.splitlines()) == count
        def try_to():
            try:
                return look()
            except AssertionError:
                return False
        wait_until(try_to, '%d proposals\n%s' % (count, self.world.read_log()), PATIENCE, 0.2)

    def looked(self):
        """When it was looked last; the mark stands behind what was proposed."""
        import sqlite3
        with sqlite3.connect('file:%s/hearth.db?mode=ro' % self.world.data, uri=True) as store:
            row = store.execute("SELECT value FROM meta WHERE name = 'habits:looked'").fetchone()
        return int(row[0]) if row else 0

    def test_whole_life(self):
        self.write(9, 'Ana Silva <ana@silva.example>',
                   'Hi Ana,\n\nThursday works for me, I will bring the plans.\n\nCheers,\nT.\n\n'
                   'On Monday, 6 May 2024, Ana Silva wrote:\n> Hi T.,\n> do you come?\n> Ana\n')
        self.write(1, 'Ben Ohara <ben@ohara.example>', 'That is fine with me, see you there.')
        # What others write, however often, tells nothing of the owner.
        for i in range(12):
            self.maildir.deliver(make_mail('Spring %d' % i, 'Dear Theo,\n\nbuy this and that.\n\n'
                                           'Best,\nMallory', when=NOW_SECONDS - 3600 * i))
        self.start()
        self.world.ctl('source', 'add', 'ics', self.world.write('plan.ics', make_calendar(9)))
        self.read_accounts()
        self.wait_for(3)
        proposed = self.list('--proposed')
        self.assertEqual(set(proposed), {'You prefer mornings for appointments',
                                         'Your appointments mostly take 45 minutes',
                                         'You sign as “T.”'})
        signed = proposed['You sign as “T.”']
        self.assertEqual((signed['source_kind'], signed['quote'], signed['reason'], signed['label']),
                         ('act', 'in 9 of your last 10 mails',
                          'You signed 9 of your last 10 mails so.', 'known'))
        # Nothing of it holds without a yes, and each says what it rests on.
        self.assertEqual(self.list(code=3), {})
        self.assertIn('9 of your last 10 mails', self.world.ctl('memory', 'list', '--proposed'))
        shown = self.world.ctl('memory', 'show', str(signed['id']))
        self.assertIn('from what you did', shown)
        self.assertIn('seen', shown)

        self.world.ctl('memory', 'forget',
                       str(proposed['You prefer mornings for appointments']['id']))
        self.world.ctl('memory', 'accept', str(signed['id']))
        self.assertEqual(set(self.list()), {'You sign as “T.”'})
        wait_until(lambda: self.looked() > 0, 'the mark', PATIENCE)
        self.stop(signal.SIGKILL)
        # The same day it is not looked again; the next day there is room for what had none.
        self.start()
        self.world.ctl('sync')
        self.start_and_wait(1)
        self.assertEqual(set(self.list('--proposed')),
                         {'Your appointments mostly take 45 minutes',
                          'You greet Ana Silva with “Hi Ana,”'})
        # What the owner had forgotten, or put otherwise, stays so.
        for text, memory in self.list('--proposed').items():
            self.world.ctl('memory', 'accept' if 'greet' in text else 'forget', str(memory['id']))
        self.world.ctl('memory', 'forget', str(signed['id']))
        greeted = self.list('greet')['You greet Ana Silva with “Hi Ana,”']
        self.assertEqual(greeted['subject'], 'ana@silva.example')
        self.world.ctl('memory', 'change', str(greeted['id']), 'I greet Ana with “Dear Ana,”')
        self.start_and_wait(3)
        self.assertEqual(self.list('--proposed', code=3), {})
        self.assertEqual(set(self.list()), {'I greet Ana with “Dear Ana,”'})

    def start_and_wait(self, days):
        """Starts on a later day, and waits until it has looked."""
        if self.daemon in self.world.processes:
            self.stop()
        before = self.looked()
        self.start(days)
        self.world.ctl('sync')
        wait_until(lambda: self.looked() > before, 'a look on a later day', PATIENCE)

    def test_not_enough(self):
        """A few mails tell nothing, and neither do those that are signed in two ways."""
        self.write(5, 'Ana Silva <ana@silva.example>', 'I will bring the plans.\n\nCheers,\nT.')
        self.write(5, 'Ben Ohara <ben@ohara.example>', 'I will bring the plans.\n\nBest,\nTheo')
        self.write(3, 'Cem Acar <cem@acar.example>', 'I will bring the plans.\n\nBest,\nWinter')
        self.start()
        self.read_accounts()
        wait_until(lambda: self.looked() > 0, 'a look', PATIENCE)
        proposed = self.list('--proposed')
        # To Ana and to Ben it is told, each for itself; in general it is not.
        self.assertEqual(set(proposed), {'You sign as “T.” when you write to Ana Silva',
                                         'You sign as “Theo” when you write to Ben Ohara'})
        self.assertEqual({memory['subject'] for memory in proposed.values()},
                         {'ana@silva.example', 'ben@ohara.example'})


if __name__ == '__main__':
    main()
