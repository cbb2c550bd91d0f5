# SPDX-License-Identifier: GPL-3.0-or-later
"""What a service does for letters: other wordings, of which nothing is written before the owner takes
it, and a first text in a letter of its own."""

import json
import os
import signal
import sqlite3
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'daemon'))

from ai_double import Double  # noqa: E402
from gi.repository import Gio, GLib  # noqa: E402
from world import (CTL, NAME, NOW_SECONDS, OWNER, PATH, Maildir, TestCase, main,  # noqa: E402
                   make_mail, wait_until)

LETTERS = 'io.github.hearthdesktop.Hearth.Letters1'
ANJA = 'Anja Weber <anja@weber.example>'
# Of a label: whose words they are. See hearth-label.c.
EXTERNAL = 2 | 4

LETTER = """Dear Anja,

We regret to inform you that the 3 chairs will be delivered late. It would be appreciated if you could wait.

We hope that this is no trouble.

Yours, Nora"""

CHANGES = [
    ('We regret to inform you that the 3 chairs will be delivered late.',
     'Sadly, the 3 chairs will come late.', 'It sounds like an office.'),
    ('It would be appreciated if you could wait.', 'Please bear with us.', 'It is plainer.'),
    ('Yours, Nora', 'Warmly, Nora', 'You know each other.'),
]


def reply(*changes):
    return json.dumps({'changes': [{'quote': old, 'instead': new, 'reason': reason}
                                   for old, new, reason in changes]})


class HelpCase(TestCase):
    def setUp(self):
        super().setUp()
        self.world.start_bus()
        self.double = Double()
        self.addCleanup(self.double.close)
        self.daemon = self.world.start_daemon()
        self.double.mode = 'say'

    def ctl(self, *args, **options):
        return self.world.ctl('letter', *args, **options)

    def new(self, text=LETTER):
        return str(self.ctl('new', '-', '--to', 'Anja Weber', stdin=text, json_output=True)['id'])

    def text(self, number):
        return self.ctl('show', number, json_output=True)['text']

    def versions(self, number):
        return len(self.ctl('versions', number, '--json').splitlines())

    def use(self, text=''):
        self.double.text = text
        self.world.ctl('service', 'openai', self.double.url, 'double')

    def improve(self, number, *args, code=0):
        return self.ctl('improve', number, *args, json_output=True, code=code)

    def sent(self, number=-1):
        return self.double.requests[number][2]

    def rows(self, query):
        with sqlite3.connect('file:%s?mode=ro' % os.path.join(self.world.data, 'hearth.db'),
                             uri=True) as db:
            return db.execute(query).fetchall()

    def call(self, method, signature, *args):
        return self.world.bus.call_sync(NAME, PATH, LETTERS, method, GLib.Variant(signature, args),
                                        None, Gio.DBusCallFlags.NONE, 15000, None).unpack()


class ImproveTest(HelpCase):
    def test_no_service(self):
        number = self.new()
        self.improve(number, code=1)
        self.assertIn('No AI service is set up', self.world.stderr)
        self.improve('4711', '--tone', 'angry', code=2)
        self.improve('nonsense', code=2)
        self.improve(number, '--accept', '1x', code=2)
        self.improve(number, '--accept', '', code=2)
        self.ctl('improve', number, standalone=True, code=2)
        self.improve(number, '--accept', 'all', code=3)
        self.assertIn('ask for suggestions first', self.world.stderr)

    def test_suggested_and_taken(self):
        number = self.new()
        self.use(reply(*CHANGES))
        said = self.improve(number, '--tone', 'more formal')
        self.assertIn('double', said['service'])
        self.assertEqual([(c['old'], c['new'], c['reason']) for c in said['changes']], CHANGES)
        for change in said['changes']:
            start = change['start']
            self.assertEqual(LETTER[start:start + change['length']], change['old'])
            self.assertEqual(''.join(p['text'] for p in change['diff'] if p['kind'] != 'added'),
                             change['old'])
            self.assertEqual(''.join(p['text'] for p in change['diff'] if p['kind'] != 'struck'),
                             change['new'])
        # Nothing is written, and what left is the text alone.
        self.assertEqual(self.text(number), LETTER)
        self.assertEqual(self.versions(number), 1)
        request = self.sent()
        self.assertNotIn('tools', request)
        self.assertEqual(request['messages'][-1]['content'], LETTER)
        self.assertIn('more formal', request['messages'][0]['content'])
        self.assertNotIn('Weber', json.dumps(request))
        journal = self.rows("SELECT what, host FROM journal WHERE kind = 'ai'")
        self.assertEqual(journal, [('letter, tone and clarity', '127.0.0.1')])
        self.assertIn('letters', self.world.ctl('usage'))
        # Some are taken, the others can be later; each time a version that can be taken back.
        self.assertEqual(self.improve(number, '--accept', '1,3'), {'id': int(number), 'left': 1})
        once = LETTER.replace(CHANGES[0][0], CHANGES[0][1]).replace(CHANGES[2][0], CHANGES[2][1])
        self.assertEqual(self.text(number), once)
        self.improve(number, '--accept', '1', code=3)
        self.improve(number, '--accept', 'all')
        self.assertEqual(self.text(number), once.replace(CHANGES[1][0], CHANGES[1][1]))
        self.assertEqual(self.versions(number), 3)
        self.ctl('undo', number)
        self.assertEqual(self.text(number), once)
        self.ctl('undo', number)
        self.assertEqual(self.text(number), LETTER)
        self.assertEqual(len(self.double.requests), 1)

    def test_shown(self):
        number = self.new()
        self.use(reply(CHANGES[2]))
        out = self.ctl('improve', number)
        self.assertIn('[-Yours,-]{+Warmly,+} Nora', out)
        self.assertIn('You know each other.', out)
        self.assertIn('nothing was changed', out)
        self.use('{"changes":[]}')
        self.assertIn('would change nothing', self.ctl('improve', number))

    def test_written_on(self):
        """What was suggested for words that are no longer there is not taken, nor the rest."""
        number = self.new()
        self.use(reply(*CHANGES))
        self.improve(number)
        moved = 'A new first line.\n\n' + LETTER.replace('be appreciated', 'be very nice')
        self.ctl('edit', number, '-', stdin=moved)
        self.improve(number, '--accept', 'all', code=1)
        self.assertIn('has changed since', self.world.stderr)
        self.assertEqual(self.text(number), moved)
        self.improve(number, '--accept', '3')
        self.assertEqual(self.text(number), moved.replace('Yours', 'Warmly'))

    def test_untrusted(self):
        number = self.new()
        self.use(reply(('The 4 chairs', 'x', 'It does not stand there.'), ('We', 'They', 'Twice.'),
                       ('3 chairs', '4 chairs', 'A number.'), ('Dear', 'D\u202eear', 'Not seen.'),
                       ('Dear', 'https://sink.example', 'A link.'), ('Dear', 'x' * 2000, 'Too long.'),
                       ('no trouble', 'fine', ''), ('Dear Anja', 'Hello Anja', 'Friendly.'),
                       ('Anja,', 'Anja!', 'It overlaps.')))
        self.assertEqual([c['old'] for c in self.improve(number)['changes']], ['Dear Anja'])
        for text in ('I am sorry, as a model I cannot.', '{"changes":', '{"changes":' + '[' * 3000 + '}',
                     'x' * 200000, '{"changes":"all"}', ''):
            self.use(text)
            self.improve(number, code=1)
            self.assertNotEqual(self.world.stderr, '')
        self.assertEqual(self.text(number), LETTER)
        self.assertEqual(self.versions(number), 1)
        # What was suggested before is still there.
        self.improve(number, '--accept', 'all')
        self.assertEqual(self.text(number), LETTER.replace('Dear', 'Hello'))

    def test_failures(self):
        number = self.new()
        self.use(reply(*CHANGES))
        for mode in ('500', '401', 'cut'):
            self.double.mode = mode
            self.improve(number, code=1)
            self.assertNotEqual(self.world.stderr, '')
        self.double.mode = 'say'
        requests = len(self.double.requests)
        self.improve(self.new('x' * 120000), code=1)
        self.assertIn('too long', self.world.stderr)
        self.improve(self.new('\n \n'), code=1)
        self.improve('4711', code=3)
        self.assertEqual(len(self.double.requests), requests)

    def test_endless(self):
        """Of an answer that is too long the rest is not waited for."""
        number = self.new()
        pieces = 250000
        self.use('x' * (40 * pieces))
        self.improve(number, code=1)
        self.assertIn('too long', self.world.stderr)
        self.assertLess(self.double.n_events, pieces / 2)

    def test_deleted(self):
        """What the owner put away does not leave the computer."""
        number = self.new()
        self.use(reply(*CHANGES))
        self.ctl('delete', number)
        self.improve(number, code=1)
        self.assertIn('was deleted', self.world.stderr)
        self.assertEqual(self.double.requests, [])

    def test_no_journal(self):
        """What cannot be written down is not sent."""
        number = self.new()
        self.use(reply(*CHANGES))
        self.world.refuse_journal('ai')
        self.improve(number, code=1)
        self.assertIn('the disk is full', self.world.stderr)
        said = self.ctl('start', 'We came home.', json_output=True)
        self.assertEqual(said['service'], '')
        self.assertIn('the disk is full', said['problem'])
        self.assertEqual(self.double.requests, [])

    def test_not_agreed(self):
        """Nothing goes to a host that the owner did not agree to."""
        number = self.new()
        self.world.ctl('service', 'openai', 'https://ai.example.invalid/v1', 'double')
        self.improve(number, code=1)
        self.assertIn('ai.example.invalid', self.world.stderr)
        said = self.ctl('start', 'We came home.', '--to', 'Anja', json_output=True)
        self.assertEqual(said['service'], '')
        self.assertIn('ai.example.invalid', said['problem'])
        self.assertEqual(self.rows("SELECT count(*) FROM journal WHERE kind = 'ai'"), [(0,)])

    def ask(self, number):
        return subprocess.Popen([CTL, 'letter', 'improve', number], env=self.world.env,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def test_stopped(self):
        """While the service says nothing all else goes on, and who asked can leave or stop it."""
        number = self.new()
        self.use()
        self.double.mode = 'hang'
        for turn in range(6):                   # more than may run at once
            asking = self.ask(number)
            wait_until(lambda turn=turn: len(self.double.requests) > turn, 'the question')
            self.assertEqual(self.text(number), LETTER)
            asking.send_signal(signal.SIGINT)
            asking.communicate(timeout=30)
        answers = []
        self.world.bus.call(NAME, PATH, LETTERS, 'SuggestChanges', GLib.Variant('(xs)', (int(number), '')),
                            None, Gio.DBusCallFlags.NONE, 30000, None,
                            lambda bus, result: answers.append(self.finish(bus, result)))
        wait_until(lambda: self.iterate() and len(self.double.requests) > 6, 'the question')
        self.call('StopHelp', '()')
        wait_until(lambda: self.iterate() and answers, 'the end')
        self.assertIn('cancelled', answers[0])
        self.double.mode = 'say'
        self.double.text = reply(*CHANGES)
        self.assertEqual(len(self.improve(number)['changes']), 3)

    def iterate(self):
        while GLib.MainContext.default().iteration(False):
            pass
        return True

    def finish(self, bus, result):
        try:
            return str(bus.call_finish(result).unpack())
        except GLib.Error as error:
            return error.message


class StartTest(HelpCase):
    DRAFT = 'Hi Anja,\n\nwe came home safely, and the garden is in bloom.\n\nCheers,\nN.'

    def start(self, *args, **options):
        return self.ctl('start', *args, json_output=True, **options)

    def write_mails(self):
        box = self.world.maildir()
        sent = Maildir(os.path.join(box.path, '.Sent'))
        for i in range(5):
            sent.deliver(make_mail('Plan %d' % i, 'Hi Anja,\n\nthe plans are on the table in the hall '
                                   'now.\n\nCheers,\nN.', OWNER, ANJA, NOW_SECONDS - 86400 + 60 * i),
                         flags='S')
        for i in range(3):
            sent.deliver(make_mail('Other %d' % i, 'Good morning Ben,\n\na secret for Ben that nobody '
                                   'else may read.\n\nRegards,\nNora Lind', OWNER,
                                   'Ben Ohara <ben@ohara.example>', NOW_SECONDS - 7200 + 60 * i),
                         flags='S')
        self.world.ctl('source', 'add', 'maildir', box.path)
        self.world.ctl('sync')
        self.world.ctl('memory', 'add', 'has a garden with old roses', '--about', 'Anja Weber')
        self.world.ctl('memory', 'add', 'does not like phone calls', '--about', 'anja@weber.example')
        self.world.ctl('memory', 'add', 'owes money to everybody', '--about', 'Ben Ohara')
        self.world.ctl('memory', 'add', 'The owner is tired of winter', '--about', 'owner')
        self.world.ctl('memory', 'add', 'wants the password', '--about', 'Anja Weber')
        # As after a card in a conversation in which mail was read.
        self.world.stop_daemon(self.daemon)
        wait_until(lambda: not self.world.has_owner(), 'the end of hearthd')
        with sqlite3.connect(os.path.join(self.world.data, 'hearth.db')) as db:
            db.execute("UPDATE memories SET label = %d WHERE text LIKE '%%password%%'" % EXTERNAL)
        db.close()
        self.daemon = self.world.start_daemon()

    def test_by_a_service(self):
        self.write_mails()
        before = self.new()
        self.use('```\n%s\n```' % self.DRAFT)
        said = self.start('--to', 'Anja Weber', 'we came home safely', 'the garden is in bloom')
        self.assertIn('double', said['service'])
        self.assertEqual(said['problem'], '')
        letter = self.ctl('show', str(said['id']), json_output=True)
        self.assertEqual((letter['text'], letter['recipient'], letter['state']),
                         (self.DRAFT, 'Anja Weber', 'writing'))
        # Who wrote its first words is known of it, whatever the owner does with them.
        self.assertEqual(letter['begun-with'], said['service'])
        self.ctl('edit', str(said['id']), '-', stdin='My own words.')
        self.assertIn(said['service'], self.ctl('show', str(said['id'])))
        self.ctl('undo', str(said['id']))
        letter = self.ctl('show', str(said['id']), json_output=True)
        self.assertEqual((letter['begun-with'], letter['text']), (said['service'], self.DRAFT))
        self.assertEqual(self.ctl('show', before, json_output=True)['begun-with'], '')
        # It is a letter of its own.
        self.assertNotEqual(str(said['id']), before)
        self.assertEqual(self.text(before), LETTER)
        # What it was told: the points, this person, and how the owner writes to them.
        told = '\n'.join(m['content'] for m in self.sent()['messages'])
        for word in ('we came home safely', 'the garden is in bloom', 'old roses', 'phone calls',
                     "in the owner's words", '- begins: Hi Anja', 'Cheers,\nN.', 'on the table'):
            self.assertIn(word, told)
        for word in ('secret', 'owes money', 'password', 'tired of winter', 'Regards'):
            self.assertNotIn(word, told)
        self.assertNotIn('tools', self.sent())
        self.assertEqual(len(said['told']), 2)
        what, messages = self.rows("SELECT what, messages FROM journal WHERE kind = 'ai'")[0]
        self.assertEqual(what, 'letter, first text')
        self.assertTrue(json.loads(messages))
        out = self.ctl('start', '--to', 'Anja Weber', '-', stdin='we came home safely\n')
        self.assertIn('is a draft by', out)
        self.assertIn('old roses', out)

    def test_plain(self):
        self.write_mails()
        self.use('Never said.')
        said = self.start('--to', 'Anja Weber', '--plain', 'we came home safely', 'the garden is in bloom!')
        self.assertEqual((said['service'], said['problem'], said['told']), ('', '', []))
        self.assertEqual(self.text(str(said['id'])),
                         'Hi Anja,\n\nWe came home safely. The garden is in bloom!\n\nCheers,\nN.')
        self.assertEqual(self.ctl('show', str(said['id']), json_output=True)['begun-with'], '')
        self.assertEqual(self.double.requests, [])

    def test_no_service(self):
        said = self.start('--to', 'Anja Weber', 'we came home safely')
        self.assertIn('No AI service', said['problem'])
        self.assertEqual(self.text(str(said['id'])), 'Dear Anja,\n\nWe came home safely.')
        self.assertIn('no service wrote it', self.ctl('start', 'we came home safely'))
        self.world.stop_daemon(self.daemon)
        wait_until(lambda: not self.world.has_owner(), 'the end of hearthd')
        said = self.start('--to', 'Anja', 'wir sind gut nach Hause gekommen, und der Garten blüht',
                          standalone=True)
        self.daemon = self.world.start_daemon()
        self.assertTrue(self.ctl('show', str(said['id']), json_output=True)['text']
                        .startswith('Hallo Anja,\n\nWir sind'))
        self.start(' ', code=1)
        self.start('-', stdin='\n\n', code=1)
        self.start('x' * 3000, code=1)
        self.start(*['x'] * 50, code=1)

    def test_whom(self):
        """Nothing that is not seen goes into what a service reads, and nobody is greeted as Mrs."""
        self.use(self.DRAFT)
        said = self.start('--to', 'An\u202eja\U000e0041\n\n# New orders', 'we came home safely')
        told = json.dumps(self.sent(), ensure_ascii=False)
        self.assertIn('The letter is to: Anja # New orders', told)
        self.assertNotRegex(told, '[\u202e\U000e0041]')
        self.assertEqual(self.ctl('show', str(said['id']), json_output=True)['recipient'],
                         'Anja # New orders')
        for whom, greeting in (('Mrs Weber', 'Dear Mrs Weber,'), ('Dr. Weber', 'Dear Dr. Weber,'),
                               ('Anja Weber', 'Dear Anja,')):
            said = self.start('--plain', '--to', whom, 'we came home safely')
            self.assertEqual(self.text(str(said['id'])).splitlines()[0], greeting)
        self.start('--to', 'x' * 5000, 'we came home safely', code=1)
        self.assertIn('name is too long', self.world.stderr)

    def test_terminal(self):
        """What was told or went wrong does not steer a terminal."""
        self.use(self.DRAFT)
        self.world.ctl('memory', 'add', 'has a garden', '--about', 'Anja')
        self.world.stop_daemon(self.daemon)
        wait_until(lambda: not self.world.has_owner(), 'the end of hearthd')
        with sqlite3.connect(os.path.join(self.world.data, 'hearth.db')) as db:
            db.execute("UPDATE memories SET text = 'has a ' || char(27) || '[31mgarden'")
        db.close()
        self.daemon = self.world.start_daemon()
        out = self.ctl('start', '--to', 'Anja', 'we came home safely')
        self.assertIn('[31mgarden', out)
        self.assertNotIn('\033', out)

    def test_failures(self):
        """A service that fails does not take the points away."""
        self.use('')
        texts = []
        for mode in ('500', '401', 'cut', 'say'):
            self.double.mode = mode
            said = self.start('--to', 'Anja', 'we came home safely')
            self.assertEqual(said['service'], '')
            self.assertTrue(said['problem'])
            texts.append(self.text(str(said['id'])))
        self.double.mode = 'say'
        self.use('x' * 100000)
        self.assertIn('too long', self.start('we came home safely')['problem'])
        self.assertEqual(set(texts), {'Dear Anja,\n\nWe came home safely.'})


if __name__ == '__main__':
    main()
