# SPDX-License-Identifier: GPL-3.0-or-later
"""What is remembered: by hearthctl with and without hearthd, kept over a kill, forgotten in the files."""

import json
import os
import signal
import sqlite3

from world import TestCase, main, wait_until


class MemoryCase(TestCase):
    standalone = True

    def ctl(self, *args, **options):
        options.setdefault('standalone', self.standalone)
        return self.world.ctl('memory', *args, **options)

    def add(self, *args):
        return self.ctl('add', *args, json_output=True)

    def list(self, *args, code=0):
        lines = self.world.ctl('--json', 'memory', 'list', *args, standalone=self.standalone,
                               code=code)
        return [json.loads(line) for line in lines.splitlines()]

    def texts(self, *args, code=0):
        return [memory['text'] for memory in self.list(*args, code=code)]

    def on_disk(self, word):
        found = []
        for name in ('hearth.db', 'hearth.db-wal', 'hearth.db-shm'):
            path = os.path.join(self.world.data, name)
            if os.path.exists(path):
                with open(path, 'rb') as file:
                    if word.encode() in file.read():
                        found.append(name)
        return found


class MemoryTest(MemoryCase):
    def test_whole_life(self):
        self.assertEqual(self.texts(code=3), [])
        home = self.add('I live in Rome', '--since', '2023-01-01')
        self.add('I live in Porto')
        tea = self.add('I', 'like', 'tea')
        ana = self.add('Ana likes oranges', '--about', 'Ana', '--pin')
        self.assertEqual(self.texts(), ['Ana likes oranges', 'I like tea', 'I live in Porto'])
        old, = self.list('--past')
        self.assertEqual((old['id'], old['text'], old['from'][:10]),
                         (home['id'], 'I live in Rome', '2022-12-31'))
        self.assertEqual(self.texts('--about', 'ana'), ['Ana likes oranges'])
        self.assertEqual(self.texts('orang'), ['Ana likes oranges'])
        self.ctl('unpin', str(ana['id']))
        changed = self.ctl('change', str(tea['id']), 'I like green tea', json_output=True)
        self.assertEqual(self.texts(), ['I like green tea', 'Ana likes oranges', 'I live in Porto'])
        self.world.ctl('undo', str(changed['action']), standalone=self.standalone)
        self.assertEqual(self.texts(), ['Ana likes oranges', 'I like tea', 'I live in Porto'])
        self.assertIn('written by you', self.ctl('show', str(ana['id'])))
        self.ctl('pin', '999', code=3)
        self.ctl('pin', 'x', code=2)
        self.ctl('add', 'x' * 501, code=1)
        self.ctl('add', 'x' * 100000, code=2)
        self.ctl('add', 'I like milk', '--kind', 'secret', code=1)
        self.assertEqual(len(self.list('--all')), 4)

    def test_forgotten_in_the_files(self):
        self.add('Quuxana wears zzyzxhats', '--about', 'Quuxana')
        self.add('I like tea')
        memory = self.list('zzyzxhats')[0]
        self.assertTrue(self.on_disk('zzyzxhat'))
        self.ctl('forget', str(memory['id']))
        self.assertEqual(self.texts(), ['I like tea'])
        for word in ('zzyzxhat', 'uuxana'):
            self.assertEqual(self.on_disk(word), [])

    def test_export_and_import(self):
        path = os.path.join(self.world.path('out'))
        self.add('I live in Rome')
        self.add('I live in Porto')
        self.add('Ana likes “oranges”\n', '--about', 'Ana', '--pin')
        self.ctl('export', path)
        self.assertEqual(os.stat(path).st_mode & 0o777, 0o600)
        self.ctl('export', path, code=1)
        with open(path, encoding='utf-8') as file:
            lines = file.read()
        self.assertEqual(self.ctl('export'), lines)
        self.assertEqual(len(lines.splitlines()), 3)
        before = self.list('--all')
        self.assertIn('0 memories', self.ctl('import', path))
        for memory in before:
            self.ctl('forget', str(memory['id'])) if 'replaced_by' not in memory else None
        self.assertEqual(self.list('--all', code=3), [])
        self.assertIn('3 memories', self.ctl('import', stdin=lines))
        self.assertEqual(self.texts(), ['Ana likes “oranges”', 'I live in Porto'])
        self.assertEqual(self.texts('--past'), ['I live in Rome'])
        for bad in ('{"text":"x"}\nnonsense\n', '{"text":"%s"}' % ('x' * 501), '[' * 60000,
                    '{"text":{"text":"x"}}'):
            self.ctl('import', stdin=bad, code=1)
        self.assertEqual(len(self.list('--all')), 3)
        # What a file does not say to hold, waits.
        self.ctl('import', stdin='{"text":"I like milk"}\n')
        waiting, = self.list('--proposed')
        self.assertEqual((waiting['text'], waiting['label']), ('I like milk', 'external'))
        self.ctl('accept', str(waiting['id']))
        self.assertIn('I like milk', self.texts())


class ConversationTest(MemoryCase):
    def ask(self, text):
        return self.world.ctl('ask', text, standalone=True)

    def test_said(self):
        """What is said to the memory is done; what is said in passing waits for a yes."""
        self.assertIn('I will remember', self.ask("Remember that my sister's name is Ana."))
        self.assertIn('know that', self.ask("Please remember: my sister's name is Ana"))
        self.assertIn('I will remember', self.ask('Merk dir, dass ich Diabetes habe'))
        memory, = self.list('sister')
        self.assertEqual((memory['text'], memory['source_kind'], memory['label'], memory['slot']),
                         ("My sister's name is Ana", 'conversation', 'owner', "sister's name"))
        self.ask("Remember that my sister's name is Anna")
        self.assertEqual(self.texts('--past'), ["My sister's name is Ana"])
        self.assertIn("My sister's name is Anna", self.ask('What do you know about me?'))
        self.assertIn("My sister's name is Anna", self.ask('Was weißt du über meine sister?'))
        # A reminder is none.
        self.ask('Remember to call Ana tomorrow at nine')
        self.assertEqual(len(self.list()), 2)

        self.ask("What is on tomorrow? By the way, I don't eat meat.")
        self.ask('My wife is Marta. I am allergic to nuts.')
        waiting, = self.list('--proposed')
        self.assertEqual((waiting['text'], waiting['quote']),
                         ("I don't eat meat", "I don't eat meat."))
        self.assertTrue(waiting['reason'])
        self.ctl('forget', str(waiting['id']))
        self.ask("I don't eat meat.")
        self.assertEqual(self.texts('--proposed', code=3), [])

    def test_forgotten(self):
        self.ask('Remember that my dog wears zzyzxhats')
        self.ask('Remember that my dog is brown')
        self.ask('Remember that I like tea')
        answer = self.ask('Forget that my dog')
        self.assertIn('Which of these?', answer)
        self.assertEqual(len(self.list()), 3)
        answer = self.ask('Forget that my dog wears zzyzxhats')
        self.assertIn('forgotten', answer)
        self.assertNotIn('zzyzx', answer)
        self.assertEqual(self.texts(), ['I like tea', 'My dog is brown'])
        self.assertIn('forgotten', self.ask('Forget everything you know about my dog'))
        self.assertIn('nothing of that', self.ask('Forget that I like milk'))
        self.assertIn('too much', self.ask('Forget all you know about me'))
        self.assertEqual(self.texts(), ['I like tea'])


class DaemonMemoryTest(MemoryTest):
    """The same over the bus."""
    standalone = False

    def setUp(self):
        super().setUp()
        self.world.start_bus()
        self.daemon = self.world.start_daemon()

    def test_killed(self):
        """What was said to be remembered is there after a kill, and what was forgotten is not."""
        self.add('Quuxana wears zzyzxhats', '--about', 'Quuxana')
        kept = self.add('I like tea')
        self.world.stop_daemon(self.daemon, signal.SIGKILL)
        wait_until(lambda: not self.world.has_owner(), 'the end of hearthd')
        self.daemon = self.world.start_daemon()
        self.assertEqual(self.texts(), ['I like tea', 'Quuxana wears zzyzxhats'])
        self.ctl('forget', str(self.list('zzyzxhats')[0]['id']))
        self.world.stop_daemon(self.daemon, signal.SIGKILL)
        wait_until(lambda: not self.world.has_owner(), 'the end of hearthd')
        self.assertEqual(self.on_disk('zzyzxhat'), [])
        self.daemon = self.world.start_daemon()
        self.assertEqual(self.list()[0]['id'], kept['id'])

    def test_killed_before_the_log_was_emptied(self):
        """A reader keeps the log, hearthd is killed, and the next one empties it."""
        self.add('Quuxana wears zzyzxhats', '--about', 'Quuxana')
        reader = sqlite3.connect('file:%s?mode=ro' % os.path.join(self.world.data, 'hearth.db'),
                                 uri=True, isolation_level=None)
        reader.execute('BEGIN')
        reader.execute('SELECT count(*) FROM memories').fetchall()
        self.ctl('forget', str(self.list('zzyzxhats')[0]['id']))
        self.assertTrue(self.on_disk('zzyzxhat'))
        self.world.stop_daemon(self.daemon, signal.SIGKILL)
        wait_until(lambda: not self.world.has_owner(), 'the end of hearthd')
        reader.execute('ROLLBACK')
        self.daemon = self.world.start_daemon()
        wait_until(lambda: not self.on_disk('zzyzxhat'), 'the log to be emptied')
        self.assertEqual(self.on_disk('uuxana'), [])
        reader.close()


if __name__ == '__main__':
    main()
