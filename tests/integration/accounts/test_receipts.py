# SPDX-License-Identifier: GPL-3.0-or-later
"""What the receipts say of each connection is what its server saw, and the journal tells of it."""

import os
import re
import signal
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from mail_house import PASSWORD, Relay, wait_until  # noqa: E402
from ai_double import Double  # noqa: E402 (mail_house knows where)
from test_accounts import ADDRESS, AccountsTest  # noqa: E402
from world import SOURCE  # noqa: E402


class TestReceipts(AccountsTest):
    def setUp(self):
        super().setUp()
        self.relays = {}

    def relay(self, name, port):
        self.relays[name] = Relay(port)
        self.addCleanup(self.relays[name].close)
        return self.relays[name].port

    def receipts(self, code=0):
        rows = self.ctl('receipts', json_output=False, code=code)
        self.said = rows
        lines = self.query('SELECT purpose, bytes_sent, bytes_received, told_sent, told_received,'
                           ' difference FROM receipts')
        return {line[0]: line[1:] for line in lines}

    def start_service(self):
        self.double = Double()
        self.addCleanup(self.double.close)
        port = self.relay('answers', self.double.server.server_address[1])
        self.ctl('service', 'openai', 'http://127.0.0.1:%d/v1' % port, 'double',
                 '--key-from-stdin', stdin='k\n')

    def add_account(self):
        self.dovecot.deliver('Greetings from Dovecot')
        self.start_sink(starttls=True)
        self.ctl('account', 'add', ADDRESS, '--user', 'alex',
                 '--imap', '127.0.0.1:%d:tls' % self.relay('mail', self.dovecot.tls_port),
                 '--smtp', '127.0.0.1:%d:starttls' % self.relay('send', self.sink.port),
                 '--imap-pin', self.dovecot.pin(), '--smtp-pin', self.dovecot.pin(),
                 stdin=PASSWORD + '\n')
        wait_until(lambda: self.world.search('greetings') == ['Greetings from Dovecot'],
                   'the mail', timeout=20)

    def send_mail(self):
        self.ctl('mail', 'write', '--to', 'ana@silva.example', '--subject', 'Hello', '--send',
                 stdin='Some words.\n' * 50)
        item, = self.query('SELECT id FROM outbox')[0]
        self.world.call('ResolveSend', '(xsb)', item, 'waiting', True)
        wait_until(lambda: self.sink.mails, 'the mail to be sent', timeout=20)

    def assert_came(self, name, received):
        """A server still says goodbye to connections that are closed, which reaches nobody."""
        self.assertLessEqual(received, self.relays[name].received)
        self.assertGreater(received, self.relays[name].received * 3 // 4)

    def test_every_byte(self):
        daemon = self.world.start_daemon()
        self.start_service()
        self.add_account()
        for question in ('qwertz asdf yxcv?', 'plugh xyzzy frobnicate'):
            self.ctl('ask', question)
        self.send_mail()
        wait_until(lambda: self.query("SELECT id FROM journal WHERE kind = 'send'"), 'the journal')
        self.world.stop_daemon(daemon)
        counted = self.receipts()
        # Without TLS: to the byte what the service got, and what was said.
        sent, received, told_sent, told_received, difference = counted['answers']
        self.assertGreater(sent, 1000)
        self.assertEqual((sent, received),
                         (self.relays['answers'].sent, self.relays['answers'].received))
        self.assertEqual((told_sent, told_received, difference), (sent, received, 0))
        # With TLS: to the byte what went through, which is more than what was said. The tries of
        # the login go to the same servers.
        mail = counted['mail']
        self.assertEqual(mail[0], self.relays['mail'].sent)
        self.assert_came('mail', mail[1])
        outgoing = [counted['send'], counted['test']]
        self.assertEqual(sum(each[0] for each in outgoing), self.relays['send'].sent)
        self.assert_came('send', sum(each[1] for each in outgoing))
        for sent, received, told_sent, told_received, difference in [mail] + outgoing:
            self.assertGreater(told_sent, 0)
            self.assertGreater(sent, told_sent)
            self.assertGreater(received, told_received)
            self.assertEqual(difference, 0)
        # The journal tells of what was said: of mail all of it.
        (said, heard), = self.query("SELECT bytes_sent, bytes_received FROM journal"
                                    " WHERE kind = 'sync'")
        self.assertEqual((said, heard), mail[2:4])
        self.assertNotIn('differs', self.said)

    def test_killed(self):
        """What was counted a moment before a kill is there, once."""
        daemon = self.world.start_daemon()
        self.start_service()
        self.ctl('ask', 'qwertz asdf yxcv?')
        wait_until(lambda: self.query('SELECT sum (bytes_sent) FROM receipts')[0][0] ==
                   self.relays['answers'].sent, 'what was counted', timeout=20)
        before = self.receipts()['answers']
        self.world.stop_daemon(daemon, signal.SIGKILL)
        self.assertEqual(self.receipts()['answers'], before)
        daemon = self.world.start_daemon()
        self.ctl('ask', 'plugh xyzzy frobnicate')
        self.world.stop_daemon(daemon)
        self.assertEqual(self.receipts()['answers'][:2],
                         (self.relays['answers'].sent, self.relays['answers'].received))

    def test_difference_is_told(self):
        daemon = self.world.start_daemon()
        self.start_service()
        self.ctl('ask', 'qwertz asdf yxcv?')
        self.world.stop_daemon(daemon)
        self.receipts()
        self.query_write("UPDATE receipts SET difference = 4321")
        self.receipts(code=1)
        self.assertIn('4321', self.said)

    def query_write(self, sql):
        import sqlite3
        with sqlite3.connect(os.path.join(self.world.data, 'hearth.db')) as database:
            database.execute(sql)
        database.close()


class TestSockets(unittest.TestCase):
    # Where sockets are made and counted, and who only listens on this computer or looks for a port.
    # The last two are the ends of the socket between the service and its own child.
    PLACES = {'base/hearth-sockets.c', 'accounts/hearth-oauth-redirect.c', 'daemon/hearth-llama.c',
              'voice/hearth-voice-client.c', 'voice/hearth-voice-main.c'}
    MAKERS = re.compile(
        r'\b(socket|socketpair|g_socket_new|g_socket_client_new|g_socket_connection_factory\w+|'
        r'g_socket_listener_new|g_socket_service_new|g_threaded_socket_service_new|'
        r'soup_session_new\w*|g_file_new_for_uri)\s*\(')

    def test_one_place(self):
        """Every socket to another program is made where it is counted, and libcurl's, too."""
        found, handles = set(), set()
        root = os.path.join(SOURCE, 'src')
        for folder, _, names in os.walk(root):
            for name in names:
                if not name.endswith('.c'):
                    continue
                path = os.path.join(folder, name)
                with open(path, encoding='utf-8') as file:
                    text = re.sub(r'/\*.*?\*/', '', file.read(), flags=re.S)
                place = os.path.relpath(path, root)
                if self.MAKERS.search(text):
                    found.add(place)
                if re.search(r'\bcurl_easy_init\s*\(', text):
                    handles.add(place)
                    self.assertEqual(len(re.findall(r'\bcurl_easy_init\s*\(', text)),
                                     len(re.findall(r'\bhearth_http_opener_attach\s*\(', text)),
                                     place)
        self.assertEqual(found, self.PLACES)
        self.assertEqual(handles, {'base/hearth-http.c', 'mail/hearth-smtp.c'})


if __name__ == '__main__':
    unittest.main(verbosity=2)
