# SPDX-License-Identifier: GPL-3.0-or-later
"""Letters out of hearthctl, with and without hearthd: on paper, by mail and in books, in a hand; and
occasions to write one."""

import json
import os
import resource
import sqlite3
import stat
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'daemon'))

from test_letters import LettersCase  # noqa: E402
from world import BUILD, CTL, main, store_account  # noqa: E402

WRITE_HAND = os.path.join(BUILD, 'tests/unit/letters/write-synthetic-hand')

PARAGRAPH = ('The garden blooms as never before, and the bees are at it from the morning on. We sat '
             'under the old tree and thought of you. ') * 3

PEOPLE = """BEGIN:VCARD
VERSION:3.0
UID:ana
FN:Ana Silva
N:Silva;Ana;;;
EMAIL:ana@silva.example
BDAY:1984-05-17
END:VCARD
BEGIN:VCARD
VERSION:3.0
UID:bob
FN:Bob Ode
N:Ode;Bob;;;
EMAIL:bob@ode.example
BDAY:1970-12-24
END:VCARD
"""

DAYS = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Test//EN
BEGIN:VEVENT
UID:eva
DTSTAMP:20240501T100000Z
DTSTART;VALUE=DATE:20240520
DTEND;VALUE=DATE:20240521
SUMMARY:Anniversary of Eva and Jo
END:VEVENT
END:VCALENDAR
"""

FAKE_LP = """#!/bin/sh
printf '%s\\n' "$@" > "{0}/arguments"
cat > "{0}/printed"
exit {1}
"""


class PaperCase(LettersCase):
    def path(self, name):
        return os.path.join(self.world.root, 'out', name)

    def setUp(self):
        super().setUp()
        os.mkdir(os.path.join(self.world.root, 'out'))

    def read(self, name):
        with open(self.path(name), 'rb') as file:
            return file.read()

    def add_file(self, name, data=b'mine'):
        with open(self.path(name), 'wb') as file:
            file.write(data)

    def files(self):
        return sorted(os.listdir(os.path.join(self.world.root, 'out')))

    def add_hand(self, *args):
        path = os.path.join(self.world.root, 'hand')
        subprocess.run([WRITE_HAND, path], check=True)
        return str(self.letter('hand', 'import', path, *args, json_output=True)['id'])

    def assert_pdf(self, data):
        self.assertEqual(data[:5], b'%PDF-')
        self.assertEqual(data.rstrip()[-5:], b'%%EOF')

    def query(self, sql):
        db = self.open_store()
        rows = db.execute(sql).fetchall()
        db.close()
        return rows


class PaperTest(PaperCase):
    def test_pdf(self):
        number = self.new('Dear Ana,\n\n' + PARAGRAPH, '--to', 'Ana Silva', '--date', '2024-05-15')
        made = self.letter('pdf', number, self.path('a.pdf'), json_output=True)
        self.assertEqual(made, {'file': self.path('a.pdf'), 'pages': 1, 'missing': '', 'absent': ''})
        first = self.read('a.pdf')
        self.assert_pdf(first)
        self.assertEqual(stat.S_IMODE(os.stat(self.path('a.pdf')).st_mode), 0o600)
        # The same letter is the same each time.
        self.letter('pdf', number, self.path('b.pdf'))
        self.assertEqual(self.read('b.pdf'), first)
        self.add_file('a.pdf')
        self.letter('pdf', number, self.path('a.pdf'), code=1)
        self.assertIn('--force', self.world.stderr)
        self.assertEqual(self.read('a.pdf'), b'mine')
        self.letter('pdf', number, self.path('a.pdf'), '--force')
        self.assertEqual(self.read('a.pdf'), first)
        self.letter('pdf', '99', self.path('c.pdf'), code=3)
        self.letter('pdf', 'x', self.path('c.pdf'), code=2)
        self.letter('pdf', number, self.path('nowhere/c.pdf'), code=1)
        self.assertEqual(self.files(), ['a.pdf', 'b.pdf'])

    def text_of(self, name):
        return subprocess.run(['pdftotext', '-layout', self.path(name), '-'], check=True,
                              capture_output=True, text=True).stdout

    def count_lines(self, name):
        """How many lines are ruled on the first page."""
        subprocess.run(['pdftoppm', '-r', '150', '-gray', '-singlefile', self.path(name),
                        self.path('page')], check=True)
        with open(self.path('page.pgm'), 'rb') as file:
            magic, size, depth, pixels = file.read().split(b'\n', 3)
        os.remove(self.path('page.pgm'))
        self.assertEqual((magic, depth), (b'P5', b'255'))
        width, height = map(int, size.split())
        # At the left edge of a text that is not there yet, near the foot of the page.
        ink = [pixels[y * width + width // 2] < 250 for y in range(height // 2, height)]
        return sum(1 for before, here in zip(ink, ink[1:]) if here and not before)

    def test_ruled(self):
        """Paper has lines where the letter says so, on each way out; and none where it does not."""
        plain = self.new('Dear Ana')
        ruled = self.new('Dear Ana', '--paper', 'a5 ruled')
        self.assertEqual(self.letter('show', ruled, json_output=True)['paper'], 'a5 ruled')
        self.letter('pdf', plain, self.path('a.pdf'))
        self.letter('pdf', ruled, self.path('b.pdf'))
        self.assertEqual(self.count_lines('a.pdf'), 0)
        self.assertGreater(self.count_lines('b.pdf'), 8)
        self.letter('svg', plain, self.path('a.svg'))
        self.letter('svg', ruled, self.path('b.svg'))
        self.assertGreater(len(self.read('b.svg')), len(self.read('a.svg')))
        self.letter('change', ruled, '--paper', 'a5')
        self.letter('pdf', ruled, self.path('b.pdf'), '--force')
        self.assertEqual(self.count_lines('b.pdf'), 0)
        # How it looks is not what it says.
        self.assertEqual(len(self.lines('versions', ruled)), 1)

    def test_language(self):
        """What stands on a letter beside its text is in its language."""
        for text, date, title in (
                ('Liebe Anna, ich schreibe dir heute aus dem Garten, weil es so warm ist.',
                 '1. Mai 2024', 'Brief an Anna'),
                ('Chère Anna, je vous remercie pour votre lettre, qui est arrivée ce matin.',
                 '1er mai 2024', 'Lettre à Anna'),
                ('Dear Anna, I am writing to you from the garden, because it is so warm here.',
                 '1 May 2024', 'Letter to Anna')):
            number = self.new(text, '--to', 'Anna', '--date', '2024-05-01', '--paper', 'folded-card')
            self.letter('pdf', number, self.path('a.pdf'), '--force')
            out = self.text_of('a.pdf')
            self.assertIn(date, out)
            self.assertIn(title, out)

    def test_envelope(self):
        """The owner's address stands on the letter and goes along to the next; both are on an
        envelope."""
        number = self.new('Dear Ana', '--to', 'Ana Silva', '--address', 'Rua 1\nPorto', '--from',
                          'Nora Lind\n3 Mill Lane')
        self.letter('pdf', number, self.path('a.pdf'))
        for line in ('Nora Lind', '3 Mill Lane', 'Rua 1', 'Dear Ana'):
            self.assertIn(line, self.text_of('a.pdf'))
        self.letter('pdf', number, self.path('e.pdf'), '--envelope')
        out = self.text_of('e.pdf')
        for line in ('Nora Lind', '3 Mill Lane', 'Ana Silva', 'Porto'):
            self.assertIn(line, out)
        self.assertNotIn('Dear Ana', out)
        # The sender is above and left of whom it is to.
        self.assertLess(out.index('Nora Lind'), out.index('Ana Silva'))
        self.letter('svg', number, self.path('e.svg'), '--envelope')
        self.assertIn(b'width="623', self.read('e.svg'))
        # It stays what it was, and the next one is from the same.
        self.assertEqual(self.letter('show', number, json_output=True)['paper'], '')
        second = self.new('Dear Bob')
        self.assertEqual(self.letter('show', second, json_output=True)['sender'],
                         'Nora Lind\n3 Mill Lane')
        self.letter('change', second, '--no-from')
        self.assertEqual(self.letter('show', self.new('Dear Eva'), json_output=True)['sender'], '')
        # What is not said does not stand on the letter; an envelope comes back all the same.
        self.letter('pdf', second, self.path('b.pdf'))
        self.assertNotIn('Nora Lind', self.text_of('b.pdf'))
        self.letter('pdf', second, self.path('b.pdf'), '--envelope', '--force')
        self.assertIn('Nora Lind', self.text_of('b.pdf'))
        self.letter('change', second, '--from', 'x' * 2001, code=2)
        # It is said with the rest, and brought back with what was said then.
        self.assertIn('3 Mill Lane', self.letter('show', number))
        self.letter('undo', second)
        self.assertEqual(self.letter('show', second, json_output=True)['sender'],
                         'Nora Lind\n3 Mill Lane')

    def test_no_place_to_write(self):
        """A link is not followed to write somewhere else, and a folder is not replaced."""
        number = self.new('Dear Ana')
        self.add_file('target')
        os.symlink(self.path('target'), self.path('link.pdf'))
        self.letter('pdf', number, self.path('link.pdf'), code=1)
        self.letter('pdf', number, self.path('link.pdf'), '--force')
        self.assertEqual(self.read('target'), b'mine')
        os.mkdir(self.path('folder'))
        self.letter('pdf', number, self.path('folder'), '--force', code=1)
        self.assertEqual(self.files(), ['folder', 'link.pdf', 'target'])

    def test_svg(self):
        one = self.new('Dear Ana')
        self.letter('svg', one, self.path('one.svg'))
        self.assertIn(b'<svg', self.read('one.svg'))
        long = self.new((PARAGRAPH + '\n\n') * 9)
        out = self.lines('svg', long, self.path('long.svg'))
        pages = out[0]['pages']
        self.assertGreater(pages, 2)
        names = ['long-%d.svg' % (i + 1) for i in range(pages)]
        self.assertEqual([each['file'] for each in out], [self.path(name) for name in names])
        self.assertEqual(self.files(), sorted(names + ['one.svg']))
        self.assertNotEqual(self.read(names[0]), self.read(names[1]))
        self.letter('svg', long, self.path('p.svg'), '--page', '2')
        self.assertEqual(self.read('p.svg'), self.read(names[1]))
        self.letter('svg', long, self.path('q.svg'), '--page', '99', code=1)
        # Nothing is written where one of the pages has no place.
        self.add_file('r-2.svg')
        self.letter('svg', long, self.path('r.svg'), code=1)
        self.assertNotIn('r-1.svg', self.files())

    def set_lp(self, code=0):
        tools = os.path.join(self.world.root, 'tools')
        os.makedirs(tools, exist_ok=True)
        with open(os.path.join(tools, 'lp'), 'w', encoding='utf-8') as file:
            file.write(FAKE_LP.format(tools, code))
        os.chmod(os.path.join(tools, 'lp'), 0o755)
        self.world.env['PATH'] = tools + ':' + os.environ['PATH']
        return tools

    def test_print(self):
        number = self.new('Dear Ana', '--title', 'Secret')
        tools = self.set_lp()
        self.letter('print', number, '--printer', 'Kitchen; touch x')
        with open(os.path.join(tools, 'printed'), 'rb') as file:
            self.assert_pdf(file.read())
        with open(os.path.join(tools, 'arguments'), encoding='utf-8') as file:
            self.assertEqual(file.read().splitlines(), ['-t', 'Hearth', '-d', 'Kitchen; touch x'])
        self.letter('print', number)
        with open(os.path.join(tools, 'arguments'), encoding='utf-8') as file:
            self.assertEqual(file.read().splitlines(), ['-t', 'Hearth'])
        self.set_lp(1)
        self.letter('print', number, code=1)
        self.world.env['PATH'] = self.path('')
        self.letter('print', number, code=1)
        self.assertIn('letter pdf', self.world.stderr)

    def test_hands(self):
        self.lines('hand', 'list', code=3)
        hand = self.add_hand()
        self.assertEqual([(each['id'], each['name']) for each in self.lines('hand', 'list')],
                         [(int(hand), 'Synthetic')])
        second = self.add_hand()
        third = self.add_hand('--name', 'Anna')
        self.assertEqual([each['name'] for each in self.lines('hand', 'list')],
                         ['Anna', 'Synthetic', 'Synthetic 2'])
        number = self.new('Dear Ana, 你 is a character of its own.', '--face', 'Synthetic')
        made = self.letter('pdf', number, self.path('a.pdf'), json_output=True)
        self.assertEqual(made['missing'], '你')
        plain = self.new('Dear Ana', '--face', 'No Such Font')
        self.assertEqual(self.letter('pdf', plain, self.path('b.pdf'), json_output=True)['absent'],
                         'No Such Font')
        book = str(self.letter('book', 'new', 'Letters', number, '--face', 'Synthetic',
                               json_output=True)['id'])
        self.letter('hand', 'rename', hand, 'Nora’s')
        self.assertEqual(self.letter('show', number, json_output=True)['face'], 'Nora’s')
        self.assertEqual(self.letter('book', 'show', book, json_output=True)['face'], 'Nora’s')
        again = self.letter('pdf', number, self.path('c.pdf'), json_output=True)
        self.assertEqual((again['missing'], again['absent']), ('你', ''))
        self.assertEqual(self.read('c.pdf'), self.read('a.pdf'))
        self.letter('hand', 'rename', second, 'Nora’s', code=1)
        self.letter('hand', 'rename', second, 'two\nlines', code=1)
        self.letter('hand', 'rename', '99', 'x', code=3)
        # It goes out under the name that it has here.
        self.letter('hand', 'export', hand, self.path('hand'))
        self.letter('hand', 'export', hand, self.path('hand'), code=1)
        self.assertEqual(json.loads(self.read('hand'))['name'], 'Nora’s')
        self.letter('hand', 'delete', hand)
        self.letter('hand', 'export', hand, self.path('gone'), code=3)
        with open(self.path('hand'), encoding='utf-8') as file:
            self.letter('hand', 'import', '-', stdin=file.read())
        self.letter('hand', 'delete', third)
        self.assertEqual([each['name'] for each in self.lines('hand', 'list')],
                         ['Nora’s', 'Synthetic 2'])

    def test_no_hand(self):
        for data in (b'', b'{}', b'x' * 100000, b'{"format": "hearth-hand", "version": 99}'):
            self.add_file('hand', data)
            self.letter('hand', 'import', self.path('hand'), code=1)
        self.letter('hand', 'import', self.path('nothing'), code=1)
        self.lines('hand', 'list', code=3)

    def test_no_room(self):
        """A hand that could not be copied whole is not taken for one."""
        self.add_file('hand', b'x' * 200000)
        limited = subprocess.run(
            [CTL, '--standalone', '--data', self.world.data, 'letter', 'hand', 'import',
             self.path('hand')], env=self.world.env, capture_output=True, text=True, check=False,
            restore_signals=False,           # the signal about it stays ignored
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100000, 100000)))
        self.assertEqual(limited.returncode, 1)
        self.assertIn('File too large', limited.stderr)


class BookTest(PaperCase):
    def show(self, book):
        return self.letter('book', 'show', book, json_output=True)

    def add_letters(self, n):
        return [self.new('Dear Ana,\n\n%s\n\nYours, %d' % (PARAGRAPH, i), '--to', 'Ana', '--date',
                         '2024-05-%02d' % (i + 1)) for i in range(n)]

    def test_whole_life(self):
        letters = self.add_letters(3)
        ids = [int(each) for each in letters]
        book = str(self.letter('book', 'new', 'A Year', letters[0], '--dedication', 'For Ana',
                               '--author', 'Nora', json_output=True)['id'])
        shown = self.show(book)
        self.assertEqual((shown['title'], shown['dedication'], shown['author'], shown['letters']),
                         ('A Year', 'For Ana', 'Nora', ids[:1]))
        self.letter('book', 'add', book, letters[2], letters[1], '--at', '1')
        self.assertEqual(self.show(book)['letters'], [ids[2], ids[1], ids[0]])
        self.letter('book', 'move', book, letters[0], '1')
        self.assertEqual(self.show(book)['letters'], [ids[0], ids[2], ids[1]])
        self.letter('book', 'move', book, letters[0], '9')
        self.assertEqual(self.show(book)['letters'], [ids[2], ids[1], ids[0]])
        self.letter('book', 'remove', book, letters[1])
        self.assertEqual(self.show(book)['letters'], [ids[2], ids[0]])
        self.letter('book', 'remove', book, letters[1], code=3)
        self.letter('book', 'add', book, letters[0], code=2)
        self.letter('book', 'add', book, '99', code=3)
        self.letter('book', 'change', book, '--title', 'Two Years', '--paper', 'a5')
        shown = self.show(book)
        self.assertEqual((shown['title'], shown['paper'], shown['author'], shown['letters']),
                         ('Two Years', 'a5', 'Nora', [ids[2], ids[0]]))
        self.letter('book', 'change', book, '--face', 'Caveat')
        self.assertEqual(self.show(book)['face'], 'Caveat')
        self.letter('book', 'change', book, '--face', 'type')
        self.assertEqual(self.show(book)['face'], '')
        self.assertEqual([each['title'] for each in self.lines('book', 'list')], ['Two Years'])
        self.assertIn('Letter to Ana', self.letter('book', 'show', book))
        self.letter('book', 'delete', book)
        self.lines('book', 'list', code=3)
        self.letter('book', 'show', book, code=3)
        self.assertEqual(len(self.lines('list')), 3)

    def test_pdf(self):
        letters = self.add_letters(4)
        book = str(self.letter('book', 'new', 'A Year', *letters, json_output=True)['id'])
        made = self.letter('book', 'pdf', book, self.path('a.pdf'), json_output=True)
        # A title, contents, and for each letter two pages: to whom, and what.
        self.assertEqual((made['pages'], made['missing'], made['absent']), (11, '', ''))
        self.assert_pdf(self.read('a.pdf'))
        self.letter('book', 'pdf', book, self.path('a.pdf'), code=1)
        self.letter('book', 'pdf', book, self.path('b.pdf'), '--bleed', '3', '--marks', '--gutter',
                    '8.5')
        self.assertNotEqual(self.read('a.pdf'), self.read('b.pdf'))
        without = self.letter('book', 'pdf', book, self.path('c.pdf'), '--no-contents',
                              json_output=True)
        self.assertEqual(without['pages'], 9)
        self.letter('book', 'pdf', book, self.path('d.pdf'), '--marks', code=2)
        self.letter('book', 'pdf', book, self.path('d.pdf'), '--bleed', 'wide', code=2)
        self.letter('book', 'pdf', book, self.path('d.pdf'), '--gutter', '51', code=2)
        self.letter('book', 'change', book, '--paper', 'envelope')
        self.letter('book', 'pdf', book, self.path('d.pdf'), code=1)
        empty = str(self.letter('book', 'new', 'Nothing', json_output=True)['id'])
        self.letter('book', 'pdf', empty, self.path('d.pdf'), code=1)
        self.letter('book', 'pdf', '99', self.path('d.pdf'), code=3)
        self.assertEqual(self.files(), ['a.pdf', 'b.pdf', 'c.pdf'])

    def test_deleted_letter(self):
        """A letter that was deleted is not in the book until it is brought back."""
        letters = self.add_letters(2)
        book = str(self.letter('book', 'new', 'A Year', *letters, json_output=True)['id'])
        self.letter('delete', letters[0])
        self.assertEqual(self.show(book)['letters'], [int(letters[1])])
        self.letter('book', 'pdf', book, self.path('a.pdf'))


class MailTest(PaperCase):
    """A letter becomes a draft, and never more."""

    def draft(self, number):
        return self.query('SELECT recipients, subject, text, files FROM drafts WHERE id = %d'
                          % number)[0]

    def test_mail(self):
        number = self.new('Dear Ana,\n\nthe garden blooms.', '--to', 'Ana Silva', '--title',
                          'In May: a/b')
        self.letter('mail', number, '--to', 'ana@silva.example',
                    code=1 if self.standalone else 3)
        store_account(self.world.data)
        draft = self.letter('mail', number, '--to', 'ana@silva.example', json_output=True)['draft']
        recipients, subject, text, path = self.draft(draft)
        self.assertIn('ana@silva.example', recipients)
        self.assertEqual(subject, 'In May: a/b')
        self.assertIn('Nora', text)
        self.assertNotIn('garden', text)
        self.assertEqual(path, os.path.join(self.world.data, 'drafts', str(draft),
                                            'In May- a-b.pdf'))
        with open(path, 'rb') as file:
            self.assert_pdf(file.read())
        self.assertEqual(stat.S_IMODE(os.stat(path).st_mode), 0o600)
        draft = self.letter('mail', number, '--as', 'text', '--to', 'ana@silva.example',
                            json_output=True)['draft']
        _, _, text, files = self.draft(draft)
        self.assertTrue(text.startswith('Dear Ana,\n\nthe garden blooms.'), text)
        self.assertEqual(files, '')
        self.letter('mail', number, '--as', 'fax', code=2)
        self.letter('mail', '99', code=3)
        self.assertEqual(self.query('SELECT count(*) FROM outbox'), [(0,)])

    def test_whose_address(self):
        """Where it goes is known from the letter or the address book, or has to be said."""
        people = self.world.write('people.vcf', PEOPLE.replace('\n', '\r\n'))
        self.world.ctl('source', 'add', 'vcard', people, standalone=self.standalone)
        self.world.ctl('sync', standalone=self.standalone)
        store_account(self.world.data)
        known = self.new('Dear Ana', '--to', 'ana silva')
        draft = self.letter('mail', known, json_output=True)['draft']
        self.assertIn('ana@silva.example', self.draft(draft)[0])
        said = self.new('Dear Ana', '--to', 'Ana Silva', '--address', 'other@silva.example')
        draft = self.letter('mail', said, json_output=True)['draft']
        self.assertIn('other@silva.example', self.draft(draft)[0])
        unknown = self.new('Dear Eva', '--to', 'Eva')
        self.letter('mail', unknown, code=2)

    def test_book(self):
        letters = [self.new('Dear Ana') for _ in range(2)]
        book = str(self.letter('book', 'new', 'A Year', *letters, json_output=True)['id'])
        store_account(self.world.data)
        draft = self.letter('book', 'mail', book, '--to', 'ana@silva.example',
                            json_output=True)['draft']
        _, subject, text, path = self.draft(draft)
        self.assertEqual(subject, 'A Year')
        self.assertIn('a book of 2 letters', text)
        with open(path, 'rb') as file:
            self.assert_pdf(file.read())
        self.assertEqual(self.query('SELECT count(*) FROM outbox'), [(0,)])


class OccasionsTest(PaperCase):
    def test_occasions(self):
        people = self.world.write('people.vcf', PEOPLE.replace('\n', '\r\n'))
        days = self.world.write('days.ics', DAYS.replace('\n', '\r\n'))
        self.world.ctl('source', 'add', 'vcard', people, standalone=self.standalone)
        self.world.ctl('source', 'add', 'ics', days, standalone=self.standalone)
        self.world.ctl('sync', standalone=self.standalone)
        found = self.lines('occasions')
        self.assertEqual([(each['kind'], each['name'], each['reason']) for each in found], [
            ('birthday', 'Ana Silva', 'Ana Silva turns 40: Friday, 17 May'),
            ('anniversary', 'Anniversary of Eva and Jo',
             'Anniversary of Eva and Jo: Monday, 20 May')])
        self.letter('occasions', '--dismiss', '2')
        self.assertEqual([each['name'] for each in self.lines('occasions')], ['Ana Silva'])
        self.letter('occasions', '--dismiss', '2', code=2)
        self.letter('occasions', '--again')
        self.assertEqual(len(self.lines('occasions')), 2)
        # Whoever is written to is not offered.
        self.new('Dear Ana', '--to', 'Ana Silva')
        self.assertEqual([each['kind'] for each in self.lines('occasions')], ['anniversary'])
        self.letter('occasions', '--dismiss', '1')
        self.assertEqual(self.lines('occasions', code=3), [])


class DaemonCase:
    """The same over the bus."""
    standalone = False

    def setUp(self):
        super().setUp()
        self.world.start_bus()
        self.daemon = self.world.start_daemon()


class DaemonPaperTest(DaemonCase, PaperTest):
    pass


class DaemonBookTest(DaemonCase, BookTest):
    pass


class DaemonMailTest(DaemonCase, MailTest):
    pass


class DaemonOccasionsTest(DaemonCase, OccasionsTest):
    pass


if __name__ == '__main__':
    main()
