# SPDX-License-Identifier: GPL-3.0-or-later
"""The rounds of a service and the tools it reads with, and what the built-in reader does by itself."""

import email.message
import http.server
import json
import os
import sqlite3
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'daemon'))

import world  # noqa: E402
from world import CTL, NOW_SECONDS, make_mail  # noqa: E402

DAY = 86400
HOLD_SECONDS = 30  # so long an answer is held that goes on
CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Hearth//Tests//EN
BEGIN:VEVENT
UID:dentist@test.example
DTSTAMP:20240501T000000Z
DTSTART:20240517T083000
DTEND:20240517T091500
SUMMARY:Dentist
END:VEVENT
END:VCALENDAR
""".replace('\n', '\r\n')


def make_pdf(text):
    """A PDF with one line."""
    stream = b'BT /F1 12 Tf 72 720 Td (%s) Tj ET' % text.encode()
    parts = [b'<< /Type /Catalog /Pages 2 0 R >>', b'<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
             b'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R'
             b' /Resources << /Font << /F1 5 0 R >> >> >>',
             b'<< /Length %d >>\nstream\n%s\nendstream' % (len(stream), stream),
             b'<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>']
    out = b'%PDF-1.4\n'
    places = []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b'%d 0 obj\n%s\nendobj\n' % (number, part)
    table = len(out)
    out += b'xref\n0 %d\n0000000000 65535 f \n' % (len(parts) + 1)
    out += b''.join(b'%010d 00000 n \n' % place for place in places)
    return out + b'trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n' % (len(parts) + 1, table)


class Script(http.server.BaseHTTPRequestHandler):
    """A service that says what a test has written down: one entry a request."""

    protocol_version = 'HTTP/1.1'

    def log_message(self, *args):
        pass

    def event(self, delta, finish=None, usage=None):
        chunk = {'id': 'x', 'object': 'chat.completion.chunk', 'model': 'script',
                 'choices': [{'index': 0, 'delta': delta, 'finish_reason': finish}]}
        if usage:
            chunk['usage'] = usage
        self.wfile.write(b'data: ' + json.dumps(chunk).encode() + b'\n\n')
        self.wfile.flush()

    def do_POST(self):
        request = json.loads(self.rfile.read(int(self.headers.get('Content-Length', 0))) or b'{}')
        self.server.requests.append(request)
        script = self.server.script
        entry = script(request) if callable(script) else script.pop(0)
        self.send_response(200)
        self.send_header('Content-Type', 'text/event-stream')
        self.send_header('Connection', 'close')
        self.end_headers()
        self.event({'role': 'assistant'})
        calls = entry.get('calls', [])
        for index, (name, arguments) in enumerate(calls):
            self.server.count += 1
            self.event({'tool_calls': [{'index': index, 'id': 'call_%d' % self.server.count,
                                        'type': 'function', 'function': {
                                            'name': name, 'arguments': json.dumps(arguments)}}]})
        if entry.get('text'):
            self.event({'content': entry['text']})
        if entry.get('hold'):
            # It has more to say, and takes its time.
            self.connection.settimeout(HOLD_SECONDS)
            try:
                self.connection.recv(1)
            except OSError:
                pass
            self.close_connection = True
            return
        if entry.get('cut'):
            self.connection.close()
            return
        self.event({}, entry.get('finish', 'tool_calls' if calls else 'stop'),
                   {'prompt_tokens': 100, 'completion_tokens': 7, 'total_tokens': 107})
        self.wfile.write(b'data: [DONE]\n\n')
        self.close_connection = True


class LoopCase(world.TestCase):
    """An owner with a little mail, a calendar, and a service that says what a test has written."""

    with_bus = True

    def setUp(self):
        super().setUp()
        self.server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Script)
        self.server.daemon_threads = True
        self.server.requests, self.server.script, self.server.count = [], [], 0
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)
        self.box = self.world.maildir()
        os.makedirs(self.world.path('mail', '.Archive', 'cur'))
        for part in ('new', 'tmp'):
            os.makedirs(self.world.path('mail', '.Archive', part))
        self.box.deliver(make_mail('Lunch', 'Shall we have lunch on Friday?'))
        for number in range(3):
            self.box.deliver(make_mail('Harbour newsletter %d' % number, 'Ships and concerts.',
                                       sender='Harbour News <news@harbour.example>',
                                       when=NOW_SECONDS - (number + 1) * DAY))

    def begin(self, service=True):
        self.world.ctl('source', 'add', 'maildir', self.box.path, standalone=True)
        self.world.ctl('source', 'add', 'ics', self.world.write('work.ics', CALENDAR), standalone=True)
        self.world.ctl('sync', standalone=True)
        database = sqlite3.connect(os.path.join(self.world.data, 'hearth.db'))
        with database:
            source = database.execute("INSERT INTO sources (kind, path, name) VALUES ('imap',"
                                      " 'imap://nora@:993', 'Nora')").lastrowid
            database.execute(
                'INSERT INTO accounts (source_id, address, name, auth, imap_host, imap_port,'
                ' imap_security, imap_user, smtp_host, smtp_port, smtp_security, smtp_user, paused,'
                " keep_days, sent_copy, signature) VALUES (?, 'nora@lind.example', 'Nora Lind',"
                " 'password', '', 993, 'tls', 'nora', '127.0.0.1', 9, 'none', '', 1, 0, 0, '')", (source,))
        database.close()
        if service:
            self.world.write('config/glib-2.0/settings/keyfile',
                             "[io/github/hearthdesktop/Hearth]\nservice='openai'\nopenai-base-url="
                             "'http://127.0.0.1:%d/v1'\nopenai-model='script'\n" % self.server.server_port)
        self.world.start_daemon()

    def ask(self, text):
        result = subprocess.run([CTL, '--json', 'ask', text], env=self.world.env, check=False,
                                capture_output=True, text=True, timeout=60)
        return [json.loads(line) for line in result.stdout.splitlines()]

    def rows(self, sql):
        database = sqlite3.connect(os.path.join(self.world.data, 'hearth.db'))
        try:
            return database.execute(sql).fetchall()
        finally:
            database.close()

    def kinds(self, events, kind):
        return [event for event in events if event['type'] == kind]

    def text(self, events):
        return ''.join(event['text'] for event in self.kinds(events, 'text'))

    def results(self):
        return [m['content'] for m in self.server.requests[-1]['messages'] if m['role'] == 'tool']

    def message(self, subject):
        return self.rows("SELECT id FROM messages WHERE subject = '%s'" % subject)[0][0]


class LoopTest(LoopCase):
    def test_rounds(self):
        """Eight rounds, and then it must answer; what was counted is kept with the turn."""
        self.begin()
        self.server.script = lambda request: (
            {'calls': [('search_mail', {'query': 'lunch'})]} if request.get('tools') else
            {'text': 'There is one about lunch.'})
        events = self.ask('what is new about lunch?')
        self.assertEqual(len(self.server.requests), 8)
        self.assertEqual(self.text(events), 'There is one about lunch.')
        self.assertEqual(self.rows("SELECT tokens_in, tokens_out FROM turns WHERE tokens_in > 0"),
                         [(800, 56)])
        self.assertEqual(self.rows('SELECT count(*) FROM messages WHERE flags & 1'), [(0,)],
                         'nothing is marked as read')

    def test_refused_rounds(self):
        """What does not exist does not use up the rounds, and does not go on for ever."""
        self.begin()
        self.server.script = lambda request: (
            {'calls': [('run_shell', {'command': 'id'})]} if request.get('tools') else {'text': 'No.'})
        self.ask('what is new?')
        self.assertEqual(len(self.server.requests), 33)
        self.assertIn('Unknown tool', self.results()[0])

    def test_order_of_results(self):
        """Calls that come at once are answered in their order, each under its own id."""
        self.begin()
        self.server.script = [
            {'calls': [('list_events', {'from': '2024-05-17'}), ('nonsense', {}),
                       ('search_mail', {'query': 'lunch'})]}, {'text': 'Done.'}]
        self.ask('what is on?')
        messages = self.server.requests[-1]['messages']
        calls = [call for m in messages for call in m.get('tool_calls') or []]
        answers = [m for m in messages if m['role'] == 'tool']
        self.assertEqual([m['tool_call_id'] for m in answers], [call['id'] for call in calls])
        self.assertIn('Dentist', answers[0]['content'])
        self.assertIn('Unknown tool', answers[1]['content'])
        self.assertIn('Lunch', answers[2]['content'])

    def test_cut(self):
        """A call of an answer that breaks off is not run, and not one that was withheld."""
        self.begin()
        lunch = self.message('Lunch')
        for entry in ({'cut': True}, {'finish': 'length'}, {'finish': 'content_filter'}):
            self.server.requests.clear()
            self.server.script = [dict(entry, calls=[('reply', {'message': lunch, 'text': 'Yes.'})])] * 9
            self.ask('Reply to Ana that I come')
            # The built-in reader, which answers then, may have proposed the owner's own words.
            contents = [content for content, in self.rows('SELECT content FROM cards')]
            self.assertEqual([c for c in contents if 'Yes.' in c], [], entry)

    def test_overlong(self):
        """What is more than is kept of an answer is not waited for, and the answer is not called whole."""
        self.begin()
        self.server.script = [{'text': 'a' * 60000, 'calls': [('search_mail', {'query': 'lunch'})]},
                              {'text': 'b' * 10000, 'hold': True}]
        began = time.monotonic()
        events = self.ask('what is new about lunch?')
        self.assertLess(time.monotonic() - began, HOLD_SECONDS)
        self.assertEqual(self.text(events).rstrip(), 'a' * 60000)
        notice, = self.kinds(events, 'notice')
        self.assertIn('too long', notice['text'])
        self.assertEqual(self.rows('SELECT complete FROM turns WHERE role = 1'), [(0,)])

    def test_proposed_once(self):
        """Two cards would be two mails: what is proposed is not proposed again when the service fails."""
        self.begin()
        lunch = self.message('Lunch')
        self.server.script = lambda request: (
            {'cut': True} if any(m['role'] == 'tool' for m in request['messages']) else
            {'calls': [('search_mail', {'query': 'lunch'}),
                       ('reply', {'message': lunch, 'text': 'I come.'})]})
        events = self.ask('Reply to Ana that I come')
        self.assertEqual(len(self.kinds(events, 'card')), 1, events)
        self.assertEqual(self.rows('SELECT count(*) FROM cards'), [(1,)])
        notice, = self.kinds(events, 'notice')
        self.assertIn('stays as it is', notice['text'])
        self.assertEqual(self.rows("SELECT complete FROM turns WHERE role = 1"), [(0,)])

    def test_plan_from_words(self):
        """Only what the owner asks for is offered."""
        self.begin()
        offered = {}
        for text in ('what did Ana write?', 'Reply to Ana that I come'):
            self.server.requests.clear()
            self.server.script = [{'text': 'Yes.'}]
            self.ask(text)
            self.assertEqual(len(self.server.requests), 1, 'no call for a plan')
            offered[text] = {t['function']['name'] for t in self.server.requests[0]['tools']}
        first, second = offered.values()
        self.assertEqual(second - first, {'reply'})
        self.assertIn('search_mail', first)

    def test_not_done(self):
        """A service that says it has done what was refused does not have the last word."""
        self.begin()
        self.server.script = [{'calls': [('reply', {'message': 4711, 'text': 'Yes.'})]},
                              {'text': 'I have answered her.'}]
        self.assertIn('I have answered her.\n\nOne thing was not done. ',
                      self.text(self.ask('Reply to Ana that I come')))
        # What was not asked for is refused without a word, and what comes after all is no failure.
        self.server.script = [{'calls': [('trash', {'messages': [self.message('Lunch')]})]},
                              {'text': 'Nothing to do.'}]
        self.assertEqual(self.text(self.ask('what did Ana write?')), 'Nothing to do.')
        lunch = self.message('Lunch')
        self.server.script = [{'calls': [('search_mail', {'query': 'lunch'}),
                                         ('reply', {'message': lunch})]},
                              {'calls': [('reply', {'message': lunch, 'text': 'I come.'})]},
                              {'text': 'It waits.'}]
        self.assertEqual(self.text(self.ask('Reply to Ana that I come')), 'It waits.')

    def test_plan_call(self):
        """What is not clear is asked in a call that sees the owner's words and nothing else."""
        self.begin()
        self.server.script = [{'text': '```json\n{"plan":[{"verb":"reply","count":1}]}\n```'},
                              {'calls': [('search_mail', {'query': 'lunch'})]}, {'text': 'Done.'}]
        self.ask('Please do what the mail of Ana asks for')
        plan, work = self.server.requests[:2]
        self.assertFalse(plan.get('tools'))
        self.assertEqual([m['role'] for m in plan['messages']], ['system', 'user'])
        self.assertIn('do what the mail of Ana asks', plan['messages'][1]['content'])
        self.assertNotIn('Friday', json.dumps(plan))
        self.assertIn('reply', {t['function']['name'] for t in work['tools']})
        # A bad plan allows nothing.
        for bad in ('{"plan":[{"verb":"format_disk","count":1}]}', 'I would rather not.', '{"plan":'):
            self.server.requests.clear()
            self.server.script = [{'text': bad}, {'text': 'Done.'}]
            self.ask('Please do what the mail of Ana asks for')
            names = {t['function']['name'] for t in self.server.requests[1]['tools']}
            self.assertFalse(names & {'reply', 'send', 'trash', 'archive', 'draft'}, bad)

    def test_attachments(self):
        """PDF, HTML and text are read as text; what nobody would see is left out."""
        message = email.message.EmailMessage()
        message['From'], message['To'] = 'Ana <ana@silva.example>', 'nora@lind.example'
        message['Subject'], message['Date'] = 'Papers', email.utils.formatdate(NOW_SECONDS)
        message['Message-ID'] = '<papers@test.example>'
        message.set_content('Three papers.')
        message.add_attachment(make_pdf('The rent is 900 euros'), maintype='application',
                               subtype='pdf', filename='rent.pdf')
        message.add_attachment('<p>Seen</p><p style="display:none">Unseen</p>', subtype='html',
                               filename='page.html')
        message.add_attachment('Plain \U000e0041\U000e0042\u202etext', filename='plain.txt')
        message.add_attachment(b'\x00\x01', maintype='application', subtype='octet-stream',
                               filename='program.bin')
        self.box.deliver(message.as_bytes())
        self.begin()
        papers = self.message('Papers')
        self.server.script = [
            {'calls': [('read_attachment', {'id': papers, 'name': name}) for name in
                       ('rent.pdf', 'page.html', 'plain.txt', 'program.bin', 'none.txt')]},
            {'text': 'Done.'}]
        self.ask('what do the papers say?')
        pdf, page, plain, program, none = self.results()
        self.assertIn('The rent is 900 euros', pdf)
        self.assertIn('Seen', page)
        self.assertNotIn('Unseen', page)
        self.assertEqual(json.loads(plain)['attachments'][0]['text'].strip(), 'Plain text')
        self.assertIn('error', json.loads(program))
        self.assertIn('error', json.loads(none))

    def test_bad_pdf(self):
        """What only says that it is a PDF gives a sentence, and the answer goes on."""
        message = email.message.EmailMessage()
        message['From'], message['To'] = 'Ana <ana@silva.example>', 'nora@lind.example'
        message['Subject'], message['Date'] = 'Broken', email.utils.formatdate(NOW_SECONDS)
        message.set_content('See there.')
        message.add_attachment(b'%PDF-1.4\n' + os.urandom(200000), maintype='application',
                               subtype='pdf', filename='broken.pdf')
        self.box.deliver(message.as_bytes())
        self.begin()
        self.server.script = [{'calls': [('read_attachment', {'id': self.message('Broken')})]},
                              {'text': 'It cannot be read.'}]
        self.assertEqual(self.text(self.ask('what does the paper say?')), 'It cannot be read.')
        self.assertIn('error', json.loads(self.results()[0]))

    def test_capped(self):
        """However much there is, a result is bounded and says that it was cut."""
        for number in range(30):
            self.box.deliver(make_mail('Long %d' % number, 'word ' * 20000))
        self.begin()
        self.server.script = [{'calls': [('search_mail', {'query': 'word', 'limit': 20}),
                                         ('read_message', {'id': 0}), ('read_message', {}),
                                         ('search_mail', {'query': 'before:yesterdayish ((('})]},
                              {'text': 'Done.'}]
        self.ask('what is there?')
        results = self.results()
        for result in results:
            self.assertLess(len(result.encode()), 14000)
            json.loads(result)
        self.assertEqual(len(json.loads(results[0])['messages']), 20)

    def test_built_in(self):
        """Without a service the same gate: mail is proposed, the rest is done and can be taken back."""
        self.begin(service=False)
        events = self.ask('Reply to Ana that I come gladly')
        card, = self.kinds(events, 'card')
        verb, content = self.rows('SELECT verb, content FROM cards WHERE id = %d' % card['id'])[0]
        self.assertEqual(verb, 'reply')
        self.assertIn('ana@silva.example', content)
        self.assertIn('I come gladly.', content)
        self.assertEqual(self.rows('SELECT count(*) FROM outbox'), [(0,)], 'nothing goes by itself')
        events = self.ask('Archive the harbour newsletters')
        done, = self.kinds(events, 'done')
        archived = "SELECT count(*) FROM messages m JOIN mailboxes b ON b.id = m.mailbox_id" \
                   " WHERE b.name = 'Archive'"
        self.assertEqual(self.rows(archived), [(3,)])
        self.world.ctl('undo', str(done['id']))
        self.assertEqual(self.rows(archived), [(0,)])
        events = self.ask('Move the dentist to 2024-05-22 at 10:00')
        self.assertEqual(len(self.kinds(events, 'done')), 1, events)
        self.assertEqual(self.rows("SELECT start FROM events WHERE summary = 'Dentist'"), [(1716364800,)])
        events = self.ask('Cancel the dentist')
        self.assertEqual(len(self.kinds(events, 'done')), 1, events)
        events = self.ask('Send a mail to bob@example.org saying that the roses are there')
        card, = self.kinds(events, 'card')
        self.assertIn('bob@example.org', self.rows('SELECT content FROM cards WHERE id = %d' % card['id'])[0][0])

    def test_built_in_namesake(self):
        """Who calls themselves like somebody known, and writes last, is not the one who is answered."""
        for part in ('cur', 'new', 'tmp'):
            os.makedirs(self.world.path('mail', '.Sent', part))
        with open(self.world.path('mail', '.Sent', 'cur', '1.M1P1.x:2,S'), 'wb') as file:
            file.write(make_mail('Hello', 'Hello Ana.', sender='nora@lind.example',
                                 to='Ana Silva <ana@silva.example>', when=NOW_SECONDS - 9 * DAY))
        self.box.deliver(make_mail('Lunch', 'Answer me here.', sender='Ana Silva <ana@evil.example>',
                                   when=NOW_SECONDS + 60))
        self.begin(service=False)
        card, = self.kinds(self.ask('Reply to Ana that I come gladly'), 'card')
        content = self.rows('SELECT content FROM cards WHERE id = %d' % card['id'])[0][0]
        self.assertIn('ana@silva.example', content)
        self.assertNotIn('evil.example', content)

    def is_on_disk(self, word):
        for where, _, names in os.walk(self.world.data):
            for name in names:
                with open(os.path.join(where, name), 'rb') as file:
                    if word.encode() in file.read():
                        return name
        return None

    def ask_in(self, conversation, text):
        result = subprocess.run([CTL, '--json', 'ask', '--conversation', conversation, text],
                                env=self.world.env, check=False, capture_output=True, text=True,
                                timeout=60)
        return [json.loads(line) for line in result.stdout.splitlines()]

    def test_private_cards(self):
        """What is proposed in private is in memory only: declined, nothing was; accepted, only what
        it did is left; and it ends with its conversation."""
        self.begin(service=False)
        name = self.world.call('BeginConversation', '(bs)', True, '')[0]
        card, = self.kinds(self.ask_in(name, 'Reply to Ana that I bring xochiquetzal'), 'card')
        self.assertLess(card['id'], 0)
        shown, = self.world.call('PrivateCards', '(s)', name)[0]
        self.assertEqual((shown['id'], shown['verb'], shown['state']), (card['id'], 'reply', 0))
        self.assertIn('I bring xochiquetzal.', shown['content'])
        self.world.call('DeclineCard', '(x)', card['id'])
        self.assertEqual(self.world.call('PrivateCards', '(s)', name)[0][0]['state'], 2)
        self.assertEqual(self.rows('SELECT count(*) FROM cards'), [(0,)])
        self.assertEqual(self.rows("SELECT count(*) FROM journal WHERE kind = 'card'"), [(0,)])
        self.assertIsNone(self.is_on_disk('xochiquetzal'))
        # Accepted, it stands where its act needs it: in the outbox, and nowhere else.
        card, = self.kinds(self.ask_in(name, 'Reply to Ana that I bring marigolds'), 'card')
        shown = self.world.call('PrivateCards', '(s)', name)[0][1]
        with self.assertRaises(Exception):
            self.world.call('AcceptCard', '(xs)', card['id'], 'no hash')
        action = self.world.call('AcceptCard', '(xs)', card['id'], shown['hash'])[0]
        shown = self.world.call('PrivateCards', '(s)', name)[0][1]
        self.assertEqual((shown['state'], shown['action']), (1, action))
        self.assertEqual(self.rows('SELECT count(*) FROM outbox'), [(1,)])
        self.assertEqual(self.rows("SELECT what, conversation FROM journal WHERE kind = 'card'"), [('', None)])
        with self.assertRaises(Exception):
            self.world.call('AcceptCard', '(xs)', card['id'], shown['hash'])
        self.world.ctl('undo', str(action))
        self.assertEqual(self.rows('SELECT count(*) FROM turns'), [(0,)])
        self.assertEqual(self.rows('SELECT count(*) FROM cards'), [(0,)])
        # A question of its own shows it at once, and waits for the word.
        for word, left in (('yes', 1), ('no', 0)):
            before = self.rows('SELECT count(*) FROM outbox')[0][0]
            result = subprocess.run([CTL, 'ask', '--private', 'Reply to Ana that I bring tulips'],
                                    env=self.world.env, check=False, capture_output=True, text=True,
                                    input=word + '\n', timeout=60)
            self.assertIn('I bring tulips.', result.stdout)
            self.assertEqual(self.rows('SELECT count(*) FROM outbox')[0][0], before + left, result.stderr)
        self.world.call('RemoveConversation', '(s)', name)
        self.assertEqual(self.world.call('PrivateCards', '(s)', name)[0], [])
        with self.assertRaises(Exception):
            self.world.call('DeclineCard', '(x)', card['id'])

    def test_built_in_asks_back(self):
        """What is missing is asked for, and nothing is done."""
        self.begin(service=False)
        for text in ('Reply to Ana', 'Reply to Zacharias that I come', 'Send Bob a mail',
                     'Move the dentist', 'Archive the mails from Zacharias'):
            events = self.ask(text)
            self.assertEqual(self.kinds(events, 'card') + self.kinds(events, 'done'), [], text)
            self.assertTrue(self.text(events), text)


if __name__ == '__main__':
    world.main()
