# SPDX-License-Identifier: GPL-3.0-or-later
"""Letters by hearthctl, with and without hearthd: written, their versions, deleted and brought back,
proofread, and what is left of them after kills."""

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'daemon'))

from gi.repository import Gio, GLib  # noqa: E402
from world import CTL, NAME, PATH, TestCase, main, wait_until  # noqa: E402

LETTERS = 'io.github.hearthdesktop.Hearth.Letters1'

ANJA = """BEGIN:VCARD
VERSION:3.0
UID:anja
FN:Anja Weber
N:Weber;Anja;;;
EMAIL:anja@weber.example
END:VCARD
"""

PARTY = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Test//EN
BEGIN:VEVENT
UID:party
DTSTAMP:20240501T100000Z
DTSTART;VALUE=DATE:20240518
DTEND;VALUE=DATE:20240519
SUMMARY:Garden party
END:VEVENT
END:VCALENDAR
"""

LETTER = """Dear Anya,

The the garden party is on 17 May, and I hope that you will come. We saw you on Monday, 14 May.

I recieved your parcel on Tuesday.
"""


class LettersCase(TestCase):
    standalone = True

    def letter(self, *args, **options):
        options.setdefault('standalone', self.standalone)
        return self.world.ctl('letter', *args, **options)

    def lines(self, *args, code=0):
        out = self.world.ctl('--json', 'letter', *args, standalone=self.standalone, code=code)
        return [json.loads(line) for line in out.splitlines()]

    def new(self, text, *args):
        return str(self.letter('new', '-', *args, stdin=text, json_output=True)['id'])

    def edit(self, number, text):
        self.letter('edit', number, '-', stdin=text)

    def text(self, number, *args):
        return self.letter('show', number, *args, json_output=True)['text']

    def marks(self, number):
        return self.letter('check', number, json_output=True)['marks']

    def open_store(self):
        return sqlite3.connect('file:%s?mode=ro' % os.path.join(self.world.data, 'hearth.db'),
                               uri=True)


class LettersTest(LettersCase):
    def test_whole_life(self):
        number = self.new('Dear Ana,\n\nthe garden blooms.\n', '--to', 'Ana Silva', '--title',
                          'In May', '--date', '2024-05-15')
        shown = self.letter('show', number, json_output=True)
        self.assertEqual((shown['recipient'], shown['title'], shown['date'], shown['text']),
                         ('Ana Silva', 'In May', '2024-05-15', 'Dear Ana,\n\nthe garden blooms.'))
        self.assertEqual((shown['state'], shown['language']), ('writing', 'en'))
        self.letter('change', number, '--to', 'Ana', '--address', 'Rua 1\nPorto', '--finished')
        shown = self.letter('show', number, json_output=True)
        self.assertEqual((shown['recipient'], shown['address'], shown['state'], shown['title']),
                         ('Ana', 'Rua 1\nPorto', 'finished', 'In May'))
        other = self.new('Dear Bob.')
        self.assertEqual([each['id'] for each in self.lines('list')], [int(other), int(number)])
        self.assertEqual([each['id'] for each in self.lines('list', '--to', 'ana')], [int(number)])
        self.assertEqual([each['id'] for each in self.lines('find', 'gard')], [int(number)])
        self.assertEqual(self.lines('find', 'zebra', code=3), [])
        self.letter('show', '99', code=3)
        self.letter('edit', '99', '-', stdin='x', code=3)
        self.letter('new', '-', '--date', '2024-02-30', stdin='x', code=2)
        self.letter('new', '-', stdin='x' * 1048577, code=2)

    def test_long(self):
        """A letter is longer than an argument may be."""
        text = 'Ä “quoted” line.\n' * 20000
        number = self.new(text)
        self.assertEqual(self.text(number), text[:-1])

    def test_editor(self):
        number = self.new('one')
        self.world.env['VISUAL'] = 'sed -i s/one/two/'
        self.world.env['TMPDIR'] = os.path.join(self.world.root, 'edited')
        os.mkdir(self.world.env['TMPDIR'])
        self.assertEqual(self.run_editor(number)[0], 0)
        self.assertEqual(self.text(number), 'two')
        self.assertEqual(os.listdir(self.world.env['TMPDIR']), [])
        # What cannot be stored is kept, and it is said where.
        db = sqlite3.connect(os.path.join(self.world.data, 'hearth.db'))
        with db:
            db.execute("CREATE TRIGGER refused BEFORE UPDATE ON letters BEGIN"
                       " SELECT raise(ABORT, 'the disk is full'); END")
        db.close()
        self.world.env['VISUAL'] = 'sed -i s/two/three/'
        code, said = self.run_editor(number)
        self.assertNotEqual(code, 0)
        name, = os.listdir(self.world.env['TMPDIR'])
        self.assertIn('the disk is full', said)
        self.assertIn(name, said)
        with open(os.path.join(self.world.env['TMPDIR'], name), encoding='utf-8') as file:
            self.assertEqual(file.read(), 'three\n')

    def run_editor(self, number):
        """Edits a letter at a terminal: how that ended, and what it said."""
        script = 'import pty, sys; sys.exit(pty.spawn(sys.argv[1:]) >> 8)'
        command = [CTL] + (['--standalone', '--data', self.world.data] if self.standalone else [])
        done = subprocess.run([sys.executable, '-c', script] + command + ['letter', 'edit', number],
                              env=self.world.env, check=False, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, text=True, timeout=30)
        return done.returncode, done.stdout

    def test_versions(self):
        number = self.new('one')
        self.edit(number, 'two')
        self.edit(number, 'three')
        versions = self.lines('versions', number)
        self.assertEqual([each['characters'] for each in versions], [5, 3, 3])
        self.letter('restore', number, str(versions[2]['id']))
        self.assertEqual(self.text(number), 'one')
        self.assertEqual(self.lines('versions', number)[0]['brought-back'], versions[2]['id'])
        self.assertEqual(self.text(number, '--version-of', str(versions[0]['id'])), 'three')
        self.letter('redo', number)
        self.letter('redo', number)
        self.assertEqual(self.text(number), 'three')
        self.letter('redo', number, code=3)
        self.letter('undo', number)
        self.assertEqual(self.text(number), 'two')
        self.letter('undo', number)
        self.assertEqual(self.text(number), 'one')
        self.letter('undo', number, code=3)
        other = self.new('other')
        self.letter('restore', other, str(versions[0]['id']), code=1)

    def test_deleted(self):
        number = self.new('one')
        self.edit(number, 'two')
        action = self.letter('delete', number, json_output=True)['action']
        self.assertEqual(self.lines('list', code=3), [])
        self.assertEqual([each['id'] for each in self.lines('list', '--deleted')], [int(number)])
        self.letter('edit', number, '-', stdin='three', code=1)
        self.letter('delete', number, code=1)
        self.world.ctl('undo', str(action), standalone=self.standalone)
        self.assertEqual(self.text(number), 'two')
        self.letter('undo', number)
        self.assertEqual(self.text(number), 'one')
        self.world.ctl('undo', str(action), standalone=self.standalone, code=1)

    def test_check(self):
        people = self.world.write('people.vcf', ANJA.replace('\n', '\r\n'))
        party = self.world.write('party.ics', PARTY.replace('\n', '\r\n'))
        self.world.ctl('source', 'add', 'vcard', people, standalone=self.standalone)
        self.world.ctl('source', 'add', 'ics', party, standalone=self.standalone)
        self.world.ctl('sync', standalone=self.standalone)
        number = self.new(LETTER, '--to', 'Anja Weber', '--date', '2024-05-15')
        marks = self.marks(number)
        self.assertEqual([(mark['kind'], mark['text'], mark['suggestions'][:1]) for mark in marks], [
            ('name', 'Anya', ['Anja']), ('repeated', 'The the', ['The']),
            ('date', '17 May', ['18 May']), ('date', 'Monday', ['Tuesday']),
            ('spelling', 'recieved', ['received'])])
        self.assertTrue(all(mark['reason'].endswith('.') for mark in marks), marks)
        text = self.text(number)
        self.assertTrue(all(text[mark['start']:mark['end']] == mark['text'] for mark in marks))
        self.letter('check', number, '--accept', '1', '--accept', '5')
        self.assertIn('Dear Anja,', self.text(number))
        self.assertIn('I received your', self.text(number))
        self.letter('undo', number)
        self.assertIn('Dear Anya,', self.text(number))
        self.letter('redo', number)
        self.letter('check', number, '--dismiss', '2')
        self.assertEqual([mark['text'] for mark in self.marks(number)], ['The the', 'Monday'])
        self.edit(number, self.text(number) + '\n\nYours, Nora')
        self.assertEqual([mark['text'] for mark in self.marks(number)], ['The the', 'Monday'])
        self.letter('check', number, '--again')
        self.assertEqual(len(self.marks(number)), 3)
        self.letter('check', number, '--dismiss-all')
        self.assertEqual(self.marks(number), [])
        self.letter('check', number, '--again')
        self.letter('check', number, '--accept-all')
        self.assertEqual(self.marks(number), [])
        self.letter('check', number, '--accept', '9', code=2)
        self.letter('check', '99', code=3)

    def test_own_words(self):
        number = self.new('We ate zwetschgendatschi on the terrace in the evening sun.')
        self.assertEqual([mark['text'] for mark in self.marks(number)], ['zwetschgendatschi'])
        self.letter('word', 'Zwetschgendatschi', '--language', 'en')
        self.assertEqual(self.marks(number), [])
        self.letter('word', 'Zwetschgendatschi', '--language', 'en', '--remove')
        self.assertEqual(len(self.marks(number)), 1)
        self.letter('word', 'two words', code=1)


class DaemonLettersTest(LettersTest):
    """The same over the bus."""
    standalone = False

    def setUp(self):
        super().setUp()
        self.world.start_bus()
        self.daemon = self.world.start_daemon()

    def call(self, method, signature, *args):
        return self.world.bus.call_sync(NAME, PATH, LETTERS, method, GLib.Variant(signature, args),
                                        None, Gio.DBusCallFlags.NONE, 15000, None).unpack()

    def kill(self):
        self.world.stop_daemon(self.daemon, signal.SIGKILL)
        wait_until(lambda: not self.world.has_owner(), 'the end of hearthd')

    def save(self, number, text):
        """An autosave that nobody waits for."""
        self.world.bus.call(NAME, PATH, LETTERS, 'SaveLetter',
                            GLib.Variant('(xa{sv}b)', (number, {'text': GLib.Variant('s', text)},
                                                       False)),
                            None, Gio.DBusCallFlags.NONE, 15000, None, None)

    def test_killed_while_saving(self):
        """Whatever was answered is there, and what is there is whole: one of the texts that were sent."""
        number, = self.call('SaveLetter', '(xa{sv}b)', 0, {'text': GLib.Variant('s', 'begin')}, True)
        chooser = random.Random(1)
        for turn in range(6):
            sure = 'sure %d ' % turn * 2000
            sent = [sure] + ['%d/%d ' % (turn, i) * 20000 for i in range(8)]
            self.call('SaveLetter', '(xa{sv}b)', number, {'text': GLib.Variant('s', sure)}, True)
            for text in sent[1:]:
                self.save(number, text)
            self.world.bus.flush_sync(None)
            time.sleep(chooser.uniform(0, 0.06))
            self.kill()
            with self.open_store() as db:
                self.assertEqual(db.execute('PRAGMA quick_check').fetchone(), ('ok',))
                found, = db.execute('SELECT text FROM letters WHERE id = ?', (number,)).fetchone()
                newest, = db.execute('SELECT text FROM letter_versions WHERE letter_id = ?'
                                     ' ORDER BY id DESC', (number,)).fetchone()
                texts = {text for text, in db.execute('SELECT text FROM letter_versions')}
            db.close()
            self.assertIn(found, sent)
            self.assertEqual(found, newest)
            self.assertIn(sure, texts)
            self.daemon = self.world.start_daemon()
        self.letter('undo', str(number))
        self.assertNotEqual(self.text(str(number)), found)

    def test_hands_and_books(self):
        """Beside letters: a hand goes in by a descriptor, and out of all files of the store."""
        path = os.path.join(self.world.root, 'hand')
        with open(path, 'wb') as file:
            file.write(b'zzyzxhand' * 3000)
        with open(path, 'rb') as file:
            fds = Gio.UnixFDList.new()
            handle = fds.append(file.fileno())
            reply, _ = self.world.bus.call_with_unix_fd_list_sync(
                NAME, PATH, LETTERS, 'SaveHand', GLib.Variant('(xsh)', (0, 'Mine', handle)), None,
                Gio.DBusCallFlags.NONE, 15000, fds, None)
        hand, = reply.unpack()
        self.call('RenameHand', '(xs)', hand, 'My hand')
        with self.open_store() as db:
            self.assertEqual(db.execute('SELECT name, length (data) FROM hands').fetchall(),
                             [('My hand', 27000)])
        db.close()
        self.call('RemoveHand', '(x)', hand)
        self.world.stop_daemon(self.daemon)
        for name in os.listdir(self.world.data):
            if name.startswith('hearth.db'):
                with open(os.path.join(self.world.data, name), 'rb') as file:
                    self.assertFalse(b'zzyzxhand' in file.read(), name)
        self.daemon = self.world.start_daemon()
        first, second = int(self.new('one')), int(self.new('two'))
        book, = self.call('SaveBook', '(xa{sv})', 0,
                          {'title': GLib.Variant('s', 'Letters'),
                           'letters': GLib.Variant('ax', [second, first])})
        with self.open_store() as db:
            self.assertEqual(db.execute('SELECT letter_id FROM book_letters WHERE book_id = ?'
                                        ' ORDER BY position', (book,)).fetchall(),
                             [(second,), (first,)])
        db.close()
        with self.assertRaises(GLib.Error):
            self.call('SaveBook', '(xa{sv})', book, {'letters': GLib.Variant('ax', [99])})
        self.call('RemoveBook', '(x)', book)

    def test_removed_for_good(self):
        """A month after it was deleted a letter leaves all files of the store, with what it said."""
        number = self.new('Dear zzyzxana, ' * 40)
        for turn in range(5):
            self.edit(number, 'Dear zzyzxana, %d. ' % turn * 900)
        self.edit(number, 'short')
        other = self.new('another')
        self.letter('delete', number)
        self.world.stop_daemon(self.daemon)
        self.daemon = self.world.start_daemon('2024-06-20T10:00:00+02:00')
        self.assertEqual(len(self.lines('list', '--deleted')), 1)
        self.letter('delete', other)
        self.assertEqual([each['id'] for each in self.lines('list', '--deleted')], [int(other)])
        self.world.stop_daemon(self.daemon)
        for name in os.listdir(self.world.data):
            if name.startswith('hearth.db'):
                with open(os.path.join(self.world.data, name), 'rb') as file:
                    self.assertFalse(b'zzyzx' in file.read(), name)
        self.daemon = self.world.start_daemon()

    def test_refused(self):
        """What nobody may hand over is refused, and nothing is changed by it."""
        number = int(self.new('one'))
        for method, signature, args in (
                ('SaveLetter', '(xa{sv}b)', (number, {'date': GLib.Variant('s', '2024-13-01')}, True)),
                ('SaveLetter', '(xa{sv}b)', (number, {'title': GLib.Variant('s', 'x' * 2001)}, True)),
                ('DismissMarks', '(xasb)', (number, ['x' * 501], True)),
                ('DismissMarks', '(xasb)', (99, ['comma:x'], True)),
                ('SetOwnWord', '(ssb)', ('en', '', True)),
                ('RestoreVersion', '(xx)', (number, 99)),
                ('RemoveHand', '(x)', (99,)), ('RemoveBook', '(x)', (99,))):
            with self.subTest(method=method), self.assertRaises(GLib.Error):
                self.call(method, signature, *args)
        self.assertEqual(self.text(str(number)), 'one')

    def test_export(self):
        """They are in what the owner takes along."""
        self.new('Dear Quuxana')
        path = os.path.join(self.world.root, 'export')
        self.world.ctl('export', path)
        with open(path, encoding='utf-8') as file:
            tables = {json.loads(line)['table'] for line in file}
        self.assertLessEqual({'letters', 'letter_versions'}, tables)


if __name__ == '__main__':
    main()
