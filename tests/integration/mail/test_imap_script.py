# SPDX-License-Identifier: GPL-3.0-or-later
"""What a real server does too seldom to wait for it, by one that does it each time."""

import os
import re
import socket
import tempfile
import threading
import time
import unittest

from mailserver import Engine, make_mail, wait_until


class ScriptedServer:
    """An inbox on which every connection is served by a thread of its own."""

    def __init__(self):
        self.messages = {}       # by UID
        self.uid_next = 1
        self.fetched = set()     # UIDs whose text was handed out
        self.commands = []
        self.refuses = False     # whatever the password
        self.on_idle = None      # called with a function that says something
        self.on_done = None
        self.on_examine = None   # called before the answer
        self.socket = socket.create_server(('127.0.0.1', 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def deliver(self):
        self.messages[self.uid_next] = make_mail(self.uid_next)
        self.uid_next += 1

    def close(self):
        self.socket.close()

    def _accept(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        def say(text):
            connection.sendall(text if isinstance(text, bytes) else text.encode())
        try:
            file = connection.makefile('rb')
            say('* OK [CAPABILITY IMAP4rev1 IDLE UIDPLUS SASL-IR AUTH=PLAIN] hello\r\n')
            for line in file:
                tag, _, command = line.decode().strip().partition(' ')
                self.commands.append(command)
                if self.refuses and command.startswith('AUTHENTICATE'):
                    time.sleep(0.3)  # as servers do, so that whoever tries at once is caught
                    say('%s NO [AUTHENTICATIONFAILED] no\r\n' % tag)
                    continue
                self._answer(command, say, file)
                say('%s OK done\r\n' % tag)
        except OSError:
            pass

    def _answer(self, command, say, file):
        if command.startswith('CAPABILITY'):
            say('* CAPABILITY IMAP4rev1 IDLE UIDPLUS SASL-IR AUTH=PLAIN\r\n')
        elif command.startswith('LIST'):
            say('* LIST () "/" INBOX\r\n')
        elif command.startswith(('SELECT', 'EXAMINE')):
            if command.startswith('EXAMINE') and self.on_examine is not None:
                self.on_examine()
            say('* %d EXISTS\r\n* OK [UIDVALIDITY 1] .\r\n* OK [UIDNEXT %d] .\r\n' %
                (len(self.messages), self.uid_next))
        elif command.startswith('UID SEARCH'):
            say('* SEARCH%s\r\n' % ''.join(' %d' % uid for uid in sorted(self.messages)))
        elif command.startswith('UID FETCH'):
            self._fetch(command, say)
        elif command == 'IDLE':
            say('+ idling\r\n')
            if self.on_idle is not None:
                self.on_idle(say)
            file.readline()
            if self.on_done is not None:
                self.on_done(say)

    def _fetch(self, command, say):
        uids = set()
        for first, last in re.findall(r'(\d+)(?::(\d+))?', command.split(' ')[2]):
            uids |= {uid for uid in self.messages if int(first) <= uid <= int(last or first)}
        for number, uid in enumerate(sorted(self.messages), 1):
            if uid not in uids:
                continue
            data = self.messages[uid]
            say('* %d FETCH (UID %d FLAGS () RFC822.SIZE %d INTERNALDATE'
                ' "01-Nov-2026 12:00:00 +0000"' % (number, uid, len(data)))
            if 'BODY.PEEK' in command:
                say(b' BODY[]<0> {%d}\r\n%b' % (len(data), data))
                self.fetched.add(uid)
            say(')\r\n')


class ScriptTest(unittest.TestCase):
    def setUp(self):
        self.server = ScriptedServer()
        self.addCleanup(self.server.close)
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.server.deliver()
        self.engine = Engine(os.path.join(self.folder.name, 'data'))
        self.addCleanup(self.engine.close)
        self.engine.add(self.server)
        self.engine.sync()
        self.assertEqual(self.count(), 1)

    def count(self):
        return self.engine.query('SELECT count(*) FROM messages')[0][0]

    def test_news_amid_the_end_of_an_idle(self):
        """A mail of which the server speaks between two waits is fetched, too."""
        said = []

        def on_idle(say):
            if not said:
                said.append('second')
                self.server.deliver()
                say('* 2 EXISTS\r\n')

        def on_done(say):
            if said == ['second']:
                said.append('third')
                wait_until(lambda: 2 in self.server.fetched, 'the second mail')
                wait_until(lambda: self.count() == 2, 'the second row')
                self.server.deliver()
                say('* 3 EXISTS\r\n')

        self.server.on_idle = on_idle
        self.server.on_done = on_done
        self.engine.send('start')
        wait_until(lambda: self.count() == 3, 'the third mail', 15)

    def test_news_before_the_first_idle(self):
        """A mail that came after the first sync and before the server was listened to."""
        def on_examine():
            self.server.on_examine = None
            time.sleep(1)  # until the syncs of the start are over
            self.server.deliver()

        self.server.on_examine = on_examine
        self.engine.send('start')
        wait_until(lambda: self.count() == 2, 'the mail', 15)

    def test_refused_password(self):
        """A password that is refused is said once, whoever wants in: the sync, the watch, what
        tells the server of the owner's doings, or anybody after the network changed."""
        self.engine.close()
        self.server.refuses = True
        self.server.commands.clear()
        self.engine = Engine(self.engine.data)
        self.addCleanup(self.engine.close)
        self.engine.send('start')
        self.engine.act('flag', 1)
        for _ in range(3):
            self.assertIn('password', self.engine.sync(ok=False))
            self.engine.send('wake')
            time.sleep(0.3)
        logins = [each for each in self.server.commands if each.startswith('AUTHENTICATE')]
        self.assertEqual(len(logins), 1)
        self.server.refuses = False
        self.engine.send('allow')
        wait_until(lambda: 'IDLE' in self.server.commands, 'the watch to come back')
        self.engine.sync()

    def test_traffic_in_the_journal(self):
        """What was said to the server stands in the journal, in one line a day."""
        def said():
            return self.engine.query("SELECT host, bytes_sent FROM journal WHERE kind = 'sync'")
        self.engine.sync()
        (host, before), = said()
        self.assertEqual(host, 'localhost')
        self.server.deliver()
        self.engine.sync()
        self.engine.close()
        (_, after), = said()
        self.assertGreater(after, before)
        # Each command and its line end are what was said; a tag is up to six letters and a space.
        commands = sum(len(each) + 2 for each in self.server.commands)
        self.assertGreaterEqual(after, commands)
        self.assertLess(after, commands + 8 * len(self.server.commands) + 100)

    def test_gap_in_the_numbers(self):
        """A server that leaves a thousand million numbers out is not asked for each of them."""
        self.server.uid_next = 4000000000
        self.server.deliver()
        self.server.commands.clear()
        self.engine.sync(timeout=20)
        self.assertEqual(self.count(), 2)
        self.assertLess(len(self.server.commands), 100)


if __name__ == '__main__':
    unittest.main(verbosity=2)
