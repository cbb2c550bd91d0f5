# SPDX-License-Identifier: GPL-3.0-or-later
"""What is removed for good from a large store: nobody waits for it meanwhile, and a kill amid it
leaves nothing behind."""

import os
import signal
import sqlite3
import statistics
import time
import unittest

from gi.repository import Gio, GLib
from world import INTERFACE, NAME, PATH, TestCase, wait_until

N_MEMORIES = 20000
N_TURNS = 30000
SECRET = 'xochiquetzalli'


class WipingTest(TestCase):
    with_bus = True

    def fill(self):
        """A store of years."""
        self.world.ctl('source', 'add', 'maildir', self.world.maildir().path, standalone=True)
        now = int(time.time())
        database = sqlite3.connect(os.path.join(self.world.data, 'hearth.db'))
        triggers = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
                                    " AND tbl_name = 'turns'").fetchall()
        with database:
            for name, _ in triggers:
                database.execute('DROP TRIGGER ' + name)
            database.executemany(
                'INSERT INTO memories (kind, subject, text, source_kind, source, state, label, created,'
                " changed) VALUES ('fact', ?, ?, 'owner', '', 1, 4, ?, ?)",
                (('person %d' % (i % 700), '%s number %d of %s' % (
                    SECRET if i == 77 else 'something', i, 'many words about a longer matter ' * 6),
                  now, now) for i in range(N_MEMORIES)))
            for name in ('long', 'other', 'empty'):
                database.execute('INSERT INTO conversations (name, title, created, changed)'
                                 ' VALUES (?, ?, ?, ?)', (name, name, now, now))
            database.executemany(
                'INSERT INTO turns (conversation, role, text, created, complete) VALUES (?, ?, ?, ?, 1)',
                (('long' if i % 9 == 0 else 'other', i % 2, '%s %d %s' % (
                    SECRET if i == 99 else 'said', i, 'and some more words of a turn ' * 6), now)
                 for i in range(N_TURNS)))
            for _, sql in triggers:
                database.execute(sql)
        self.memory, = database.execute('SELECT id FROM memories WHERE text LIKE ?',
                                        (SECRET + '%',)).fetchone()
        database.close()
        # Which makes the index of all turns anew: nothing was indexed above.
        self.world.ctl('conversation', 'remove', 'empty')
        self.world.call('Quit')
        wait_until(lambda: not self.world.has_owner(), 'the end')

    def is_on_disk(self):
        for name in os.listdir(self.world.data):
            path = os.path.join(self.world.data, name)
            if os.path.isfile(path):
                with open(path, 'rb') as file:
                    if SECRET.encode() in file.read():
                        return name
        return None

    def begin(self, method, parameters):
        """Calls without waiting. Returns a list that will hold the answer or the error."""
        answers = []

        def answered(bus, result):
            try:
                answers.append(bus.call_finish(result))
            except GLib.Error as error:
                answers.append(error)
        self.world.bus.call(NAME, PATH, INTERFACE, method, parameters, None,
                            Gio.DBusCallFlags.NONE, 120000, None, answered)
        self.world.bus.flush_sync()
        return answers

    def watch(self, answers):
        """Asks for something else until the answer is there. Returns how long each of it took."""
        took = []
        begun = time.monotonic()
        while not answers:
            before = time.monotonic()
            self.world.call('Status')
            took.append(time.monotonic() - before)
            while GLib.MainContext.default().iteration(False):
                pass
            self.assertLess(time.monotonic() - begun, 100)
        self.assertNotIsInstance(answers[0], GLib.Error)
        return took

    def check_quick(self, what, took):
        print('%s: %d calls were answered meanwhile, half of them within %.1f ms, all within %.0f ms' %
              (what, len(took), statistics.median(took) * 1000, max(took) * 1000))
        # Who waits for it gets one answer, when it is over.
        self.assertGreater(len(took), 3)
        self.assertLess(statistics.median(took), 0.1)

    def test_nobody_waits(self):
        self.fill()
        self.world.start_daemon()
        self.world.call('Status')
        took = self.watch(self.begin('ForgetMemory', GLib.Variant('(x)', (self.memory,))))
        self.check_quick('forgetting', took)
        took = self.watch(self.begin('RemoveConversation', GLib.Variant('(s)', ('long',))))
        self.check_quick('removing', took)
        wait_until(lambda: self.is_on_disk() is None, 'its end', timeout=10)
        with self.assertRaises(GLib.Error):
            self.world.call('ForgetMemory', '(x)', self.memory)
        with self.assertRaises(GLib.Error):
            self.world.call('RemoveConversation', '(s)', 'long')

    def test_killed_amid(self):
        self.fill()
        for delay in (0.02, 0.2, 0.5, 0.9, 1.4, None):
            daemon = self.world.start_daemon()
            self.world.call('Status')
            answers = self.begin('ForgetMemory', GLib.Variant('(x)', (self.memory,)))
            other = self.begin('RemoveConversation', GLib.Variant('(s)', ('long',)))
            if delay is None:
                break
            time.sleep(delay)
            self.world.stop_daemon(daemon, signal.SIGKILL)

        def both():
            while GLib.MainContext.default().iteration(False):
                pass
            return answers and other
        wait_until(both, 'both', timeout=60, interval=0.05)
        # In an earlier round it may have been done, and then it is not found.
        for answer in answers + other:
            if isinstance(answer, GLib.Error):
                self.assertIn('NotFound', Gio.DBusError.get_remote_error(answer))
        wait_until(lambda: self.is_on_disk() is None, 'its end', timeout=20, interval=0.1)
        database = sqlite3.connect(os.path.join(self.world.data, 'hearth.db'))
        self.assertEqual(database.execute('PRAGMA integrity_check').fetchone(), ('ok',))
        self.assertEqual(database.execute('SELECT count(*) FROM memories').fetchone(), (N_MEMORIES - 1,))
        self.assertEqual(database.execute("SELECT count(*) FROM turns WHERE conversation = 'other'").fetchone(),
                         (N_TURNS - (N_TURNS + 8) // 9,))
        database.close()


if __name__ == '__main__':
    unittest.main(verbosity=2)
