# SPDX-License-Identifier: GPL-3.0-or-later
"""The engine is killed in the middle of a sync, again and again: nothing is lost or doubled.

HEARTH_TEST_KILLS says how often; the suite "long" takes two hundred.
"""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import time
import unittest

from world import ENGINE, TestCase, make_mail

KILLS = int(os.environ.get('HEARTH_TEST_KILLS', '8'))
BATCH = 400


class KillTest(TestCase):
    def deliver(self, box, n):
        for _ in range(n):
            self.n += 1
            self.paths.append(box.deliver(make_mail('Mail %d' % self.n, 'Word%d.\n' % self.n,
                                                    message_id='<%d@test.example>' % self.n),
                                          flags='S'))

    def change(self, box):
        """Mail comes, goes and is marked, as another program does it."""
        self.deliver(box, BATCH)
        for _ in range(40):
            path = self.paths.pop(random.randrange(len(self.paths)))
            os.remove(path)
        for _ in range(40):
            at = random.randrange(len(self.paths))
            name = self.paths[at] + 'F'
            os.rename(self.paths[at], name)
            self.paths[at] = name

    def test_kills(self):
        random.seed(4711)
        self.n = 0
        self.paths = []
        box = self.world.maildir()
        self.deliver(box, BATCH)
        self.world.ctl('source', 'add', 'maildir', box.path, '--no-sync', standalone=True)
        start = time.monotonic()
        self.world.ctl('sync', standalone=True)
        length = time.monotonic() - start
        killed = 0
        for _ in range(KILLS):
            self.change(box)
            engine = subprocess.Popen([ENGINE, '--data', self.world.data, 'sync'],
                                      env=self.world.env, stdout=self.world.log,
                                      stderr=self.world.log)
            time.sleep(random.uniform(0, length * 1.1))
            engine.send_signal(signal.SIGKILL)
            killed += engine.wait() == -signal.SIGKILL
        self.assertGreater(killed, KILLS // 3, 'most were killed before they ended')
        self.world.ctl('sync', standalone=True)
        self.check()

    def check(self):
        status = self.world.ctl('status', standalone=True, json_output=True)
        self.assertEqual(status['messages'], len(self.paths))
        mails = self.world.ctl('mail', 'list', '--limit', '100000', standalone=True,
                               json_output=True)
        subjects = [m['subject'] for m in mails]
        self.assertEqual(len(subjects), len(set(subjects)), 'nothing is there twice')
        self.assertEqual(len(subjects), len(self.paths), 'nothing is lost')
        flagged = sum(1 for path in self.paths if 'F' in path.rpartition(':2,')[2])
        self.assertEqual(sum(m['flagged'] for m in mails), flagged)
        for mail in random.sample(mails, 20):
            word = 'word' + mail['subject'].split()[1]
            self.assertEqual(self.world.search(word, standalone=True), [mail['subject']])
        copy = self.world.path('copy.db')
        shutil.copy(os.path.join(self.world.data, 'hearth.db'), copy)
        database = sqlite3.connect(copy)
        self.assertEqual(database.execute('pragma integrity_check').fetchone(), ('ok',))
        database.close()


if __name__ == '__main__':
    unittest.main(verbosity=2)
