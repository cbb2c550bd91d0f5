# SPDX-License-Identifier: GPL-3.0-or-later
"""hearthd is killed again and again while reminders fall due: none is lost, none stands twice.

A real notification daemon shows them. HEARTH_TEST_KILLS says how often; the suite "long" takes two
hundred.
"""

import os
import random
import signal
import sqlite3
import subprocess
import time
import unittest

from world import DAEMON, TestCase, wait_until

KILLS = int(os.environ.get('HEARTH_TEST_KILLS', '20'))
PER_SECOND = 3
LEFT_OPEN = 5


class ReminderKillTest(TestCase):
    with_dunst = True

    def setUp(self):
        super().setUp()
        # The clock runs on over all the starts.
        del self.world.env['HEARTH_NOW']

    def set_reminders(self, count):
        """Sets reminders as the store has them, three for each second from soon on."""
        database = sqlite3.connect(os.path.join(self.world.data, 'hearth.db'))
        begin = int(time.time()) + 2
        for i in range(count):
            due = begin + i // PER_SECOND
            database.execute('INSERT INTO reminders (key, text, due, original_due, event_start,'
                             ' event_id, state, kind, event_end, shown)'
                             ' VALUES (?, ?, ?, ?, 0, 0, 0, 0, 0, 0)',
                             ('user:%d' % i, 'Tea %d' % i, due, due))
        database.commit()
        database.close()
        return begin + count / PER_SECOND

    def shown(self):
        """The numbers of the reminders that were sent, in order, and None for each end of hearthd."""
        return [int(body[3].split()[1]) if member == 'Notify' else None
                for member, body in list(self.world.calls)
                if member == 'gone' or member == 'Notify' and body[3].startswith('Tea ')]

    def finish_some(self, open_now):
        """The owner deals with most of what is on the screen."""
        for number in random.sample(sorted(open_now), min(len(open_now), 6)):
            try:
                self.world.call('FinishReminder', '(x)', number + 1)
            except Exception as error:  # pylint: disable=broad-except
                self.assertNotIn('NotFound', str(error), 'it was shown and is not open')
                raise
            self.finished.setdefault(number, len(self.shown()))

    def start_both(self):
        """Two starts at once, of which one gives way."""
        first, second = (subprocess.Popen([DAEMON], env=self.world.env, stdout=self.world.log,
                                          stderr=self.world.log) for _ in range(2))
        wait_until(lambda: first.poll() is not None or second.poll() is not None, 'one to end')
        left = second if first.poll() is not None else first
        self.assertIsNone(left.poll(), 'one stays')
        self.world.processes.append(left)
        wait_until(self.world.has_owner, 'hearthd')
        return left

    def test_kills(self):
        random.seed(4711)
        self.finished = {}
        self.world.stop_daemon(self.world.start_daemon())
        count = KILLS * PER_SECOND // 2
        end = self.set_reminders(count)
        for i in range(KILLS):
            daemon = self.start_both() if i % 10 == 9 else self.world.start_daemon()
            if i % 4 == 0:
                # In the midst of what is done for those that are due with this second.
                time.sleep(1 - time.time() % 1 + random.uniform(0, 0.03))
            else:
                time.sleep(random.uniform(0, 0.4))
            if i % 2 == 1:
                self.finish_some(set(self.shown()) - {None} - set(self.finished) -
                                 set(range(count - LEFT_OPEN, count)))
            self.world.stop_daemon(daemon, signal.SIGKILL)
            wait_until(lambda: not self.world.has_owner(), 'the end of hearthd')
        self.world.start_daemon()
        wait_until(lambda: set(self.shown()) >= set(range(count)), 'all of them',
                   timeout=max(end - time.time(), 0) + 5)
        time.sleep(1)
        self.check(count)

    def check(self, count):
        ids = {}
        for member, body in self.world.calls:
            if member == 'Notify' and body[3].startswith('Tea '):
                ids.setdefault(body[3], set()).add(body[1])
        self.assertEqual(len(ids), count, 'none is lost')
        for text, numbers in ids.items():
            self.assertEqual(len(numbers), 1, '%s stands once' % text)
            self.assertNotIn(0, numbers)
        since_crash = set()
        repeats = 0
        seen = set()
        for place, number in enumerate(self.shown()):
            if number is None:
                since_crash.clear()
                continue
            self.assertNotIn(number, since_crash, 'once more for each crash at most')
            self.assertLessEqual(place, self.finished.get(number, place), 'done stays done')
            repeats += number in seen
            since_crash.add(number)
            seen.add(number)
        for number in set(range(count)) - set(self.finished):
            self.world.call('FinishReminder', '(x)', number + 1) if number < count - LEFT_OPEN \
                else None
        wait_until(lambda: self.world.displayed() == LEFT_OPEN, 'only what is open on the screen')
        print('%d reminders over %d kills, %d repeats' % (count, KILLS, repeats))


if __name__ == '__main__':
    unittest.main(verbosity=2)
