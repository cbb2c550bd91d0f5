# SPDX-License-Identifier: GPL-3.0-or-later
"""Old mail is looked through, put away with one yes, and brought back with one step.

HEARTH_TEST_KILLS says how often the engine is killed in the middle; the suite "long" takes two
hundred.
"""

import json
import os
import random
import signal
import subprocess
import time
import unittest

from world import ENGINE, NOW_SECONDS, TestCase, make_mail, wait_until

KILLS = int(os.environ.get('HEARTH_TEST_KILLS', '8'))
DAY = 86400
N = 600
TEXT = """The garden shed has a new roof, and the rain stays outside. We planted beans along the
fence and hope for a warm June. The list of what was bought in April is below.
"""


class OldMailTest(TestCase):
    def setUp(self):
        super().setUp()
        self.box = self.world.maildir()
        random.seed(4711)

    def deliver(self, n, sender='ACME News <news@acme.example>', age=60, subject='News %d',
                headers=(('List-Id', 'ACME <news.acme.example>'),
                         ('List-Unsubscribe', '<https://acme.example/leave>'))):
        for i in range(n):
            when = NOW_SECONDS - age * DAY - i * 60
            self.box.deliver(make_mail(subject % i, TEXT, sender=sender, when=when,
                                       message_id='<%s.%d@test.example>' % (sender[:3], i),
                                       headers=dict(headers)),
                             flags='S' if i % 7 == 0 else '')

    def add(self):
        self.world.ctl('source', 'add', 'maildir', self.box.path, standalone=True)

    def review(self, *args, standalone=True):
        return {g['key']: g for g in self.lines('mail', 'review', *args, standalone=standalone)}

    def lines(self, *args, standalone=True):
        """What is written as one object a line."""
        output = self.world.ctl('--json', *args, standalone=standalone)
        return [json.loads(line) for line in output.splitlines()]

    def where(self):
        """Each message, by its name without flags: where it lies, and its flags."""
        found = {}
        for folder, _, names in os.walk(self.box.path):
            for name in names:
                if os.path.basename(folder) in ('cur', 'new'):
                    key, _, flags = name.partition(':2,')
                    self.assertFalse(key in found, 'a message is there twice')
                    found[key] = (os.path.relpath(os.path.dirname(folder), self.box.path), flags)
        return found

    def count_in(self, mailbox):
        folder = os.path.join(self.box.path, mailbox)
        return sum(len(os.listdir(os.path.join(folder, sub))) for sub in ('cur', 'new')
                   if os.path.isdir(os.path.join(folder, sub)))

    def sources_agree(self):
        """The store says of each message what its file says."""
        self.world.ctl('sync', standalone=True)
        mails = self.world.ctl('mail', 'list', '--limit', '100000', standalone=True,
                               json_output=True)
        in_store = sorted(m['mailbox'] for m in mails)
        in_files = sorted('INBOX' if place == '.' else place.lstrip('.')
                          for place, _ in self.where().values() if place != '.Trash')
        self.assertEqual((len(in_store), in_store == in_files), (len(in_files), True))

    def test_groups_and_undo(self):
        self.deliver(N)
        self.deliver(3, sender='Ana Silva <ana@silva.example>', headers=(), subject='Holiday %d')
        self.deliver(2, sender='Shop <noreply@shop.example>', headers=(), subject='Your invoice %d')
        self.deliver(1, sender='Fresh <fresh@acme.example>', age=2, headers=(), subject='New %d')
        self.add()
        before = self.where()
        groups = self.review()
        self.assertEqual(groups['list:news.acme.example']['section'], 'unsubscribe')
        self.assertEqual(groups['list:news.acme.example']['count'], N)
        self.assertEqual(groups['list:news.acme.example']['read'], (N + 6) // 7)
        self.assertEqual(len(groups['list:news.acme.example']['samples']), 3)
        self.assertEqual(groups['personal']['count'], 3)
        self.assertEqual(groups['papers']['count'], 2)
        self.assertEqual(sum(g['count'] for g in groups.values()), N + 5, 'new mail is not old')
        self.assertEqual(self.where(), before, 'nothing moves without a yes')

        self.world.ctl('mail', 'review', '--archive', 'personal', standalone=True, code=3)
        self.assertEqual(self.where(), before, 'what is to be kept cannot be put away')

        action = self.lines('mail', 'review', '--archive', 'list:news.acme.example')[0]
        self.assertEqual(self.count_in('.Archive'), N)
        self.assertEqual(self.count_in('.'), len(before) - N)
        self.sources_agree()
        self.world.ctl('undo', str(action['action']), standalone=True)
        self.same(self.flags_of(before))
        self.sources_agree()
        self.world.ctl('undo', str(action['action']), standalone=True, code=1)

    def same(self, before):
        """All messages are where they were, with their flags."""
        now = self.flags_of(self.where())
        self.assertEqual([(k, now.get(k), v) for k, v in before.items() if now.get(k) != v], [])
        self.assertEqual(len(now), len(before))

    def flags_of(self, where):
        return {key: (place, ''.join(sorted(flags))) for key, (place, flags) in where.items()}

    def test_undo_keeps_what_changed_since(self):
        self.deliver(N)
        self.add()
        self.world.ctl('mail', 'review', '--archive', 'list:news.acme.example', standalone=True)
        mail = self.world.ctl('mail', 'list', '--limit', '1', standalone=True, json_output=True)[0]
        self.world.ctl('mail', 'trash', str(mail['id']), standalone=True)
        self.world.ctl('undo', '1', standalone=True)
        self.assertEqual(self.count_in('.'), N - 1)
        self.assertEqual(self.count_in('.Trash'), 1)
        self.sources_agree()

    def kill_in(self, args, length):
        engine = subprocess.Popen([ENGINE, '--data', self.world.data] + args, env=self.world.env,
                                  stdout=subprocess.DEVNULL, stderr=self.world.log)
        time.sleep(random.uniform(0, length))
        engine.send_signal(signal.SIGKILL)
        return engine.wait() == -signal.SIGKILL

    def test_kills(self):
        """Whoever ends it in the middle: it goes on, and one step brings all of it back."""
        self.deliver(N)
        self.add()
        before = self.flags_of(self.where())
        start = time.monotonic()
        self.world.ctl('mail', 'review', '--archive', 'list:news.acme.example', standalone=True)
        length = time.monotonic() - start
        self.world.ctl('undo', standalone=True)
        self.same(before)
        killed = halves = 0
        for _ in range(KILLS):
            killed += self.kill_in(['review', '30', 'list:news.acme.example'], length)
            halves += 0 < self.count_in('.Archive') < N
            if self.count_in('.Archive') + self.pending() == 0:
                continue
            # It goes on by itself where it was ended, or is taken back from there.
            if random.random() < 0.5:
                self.world.ctl('sync', standalone=True)
                self.finish()
                self.assertEqual(self.count_in('.Archive'), N)
                self.sources_agree()
            killed += self.kill_in(['undo', '0'], length / 2)
            if not self.is_undone():
                self.world.ctl('undo', standalone=True)
            self.world.ctl('sync', standalone=True)
            self.finish()
            self.same(before)
            self.sources_agree()
        self.assertGreater(killed, KILLS // 3, 'most were killed before they ended')

    def query(self, sql):
        import sqlite3
        database = sqlite3.connect('file:%s/hearth.db?mode=ro' % self.world.data, uri=True)
        try:
            return database.execute(sql).fetchone()[0]
        finally:
            database.close()

    def pending(self):
        return self.query('SELECT count(*) FROM actions WHERE state != 0')

    def is_undone(self):
        return self.query('SELECT undone != 0 FROM actions ORDER BY id DESC LIMIT 1')

    def finish(self):
        for _ in range(20):
            if self.pending() == 0:
                return
            self.world.ctl('sync', standalone=True)
        self.fail('it does not come to an end')

    def test_daemon(self):
        """In the service: progress, cancel, the yes, and undo while it is under way."""
        self.deliver(N)
        self.add()
        self.world.start_bus()
        daemon = self.world.start_daemon()
        groups = self.review(standalone=False)
        self.assertEqual(groups['list:news.acme.example']['count'], N)
        self.world.call('CancelReview')
        state, left = self.world.call('ReviewGroups')
        self.assertEqual((state['state'], left), ('idle', []))
        self.world.ctl('mail', 'review', '--archive', 'list:news.acme.example')
        wait_until(lambda: self.count_in('.Archive') == N, 'all of it is put away')
        self.world.ctl('undo')
        wait_until(lambda: self.count_in('.') == N, 'all of it is back')
        wait_until(lambda: not self.world.call('ReviewGroups')[0]['moving'], 'it ended')
        self.world.ctl('mail', 'review', '--archive', 'list:news.acme.example')
        self.world.ctl('undo')
        wait_until(lambda: self.count_in('.') == N, 'what was begun is taken back')
        self.world.stop_daemon(daemon)
        self.sources_agree()

    def test_senders(self):
        self.deliver(6, sender='Ana Silva <ana@silva.example>', headers=(), subject='Holiday %d')
        for i in range(4):
            self.box.deliver(make_mail('Silence %d' % i, 'Text.\n', sender='Loud <loud@x.example>',
                                       message_id='<loud%d@x.example>' % i), flags='')
        self.add()
        senders = self.lines('mail', 'senders')
        self.assertEqual([(s['address'], s['received'], s['read']) for s in senders],
                         [('ana@silva.example', 6, 1), ('loud@x.example', 4, 0)])
        senders = self.lines('mail', 'senders', '--never-read')
        self.assertEqual([s['address'] for s in senders], ['loud@x.example'])


if __name__ == '__main__':
    unittest.main(verbosity=2)
