# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists are left: by one request, to the letter of RFC 8058, to nobody but who was shown; by a draft;
or on a page. Never that of junk."""

import hashlib
import http.server
import json
import os
import socket
import sqlite3
import ssl
import subprocess
import tempfile
import threading
import unittest

from world import BUILD, NOW_SECONDS, TestCase, make_mail

DRIVER = os.path.join(BUILD, 'tests/integration/mail/leave-driver')
PRIVATE = 10  # HEARTH_HTTP_ERROR_PRIVATE
REDIRECT = 8
TOO_LARGE = 6
STATUS = 7

SIGNED = {
    'DKIM-Signature': 'v=1; a=rsa-sha256; d=acme.example; s=s1; h=from:subject:'
                      'list-unsubscribe:list-unsubscribe-post; bh=x; b=y',
}


class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers.get('Content-Length', 0)))
        self.server.seen.append((self.path, dict(self.headers), body))
        if self.path == '/redirect':
            self.send_response(302)
            self.send_header('Location', 'https://elsewhere.example/')
            self.end_headers()
        elif self.path == '/home':
            self.send_response(307)
            self.send_header('Location', '/leave')
            self.end_headers()
        elif self.path == '/large':
            self.send_response(200)
            self.end_headers()
            try:
                for _ in range(100):
                    self.wfile.write(b'x' * 65536)
            except OSError:
                pass
        elif self.path == '/broken':
            self.send_error(500)
        else:
            self.send_response(200)
            self.send_header('Set-Cookie', 'a=b')
            self.send_header('Content-Length', '2')
            self.end_headers()
            self.wfile.write(b'ok')

    def log_message(self, *args):
        pass


class RequestTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        key, certificate = (os.path.join(folder.name, name) for name in ('key.pem', 'cert.pem'))
        subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt',
                        'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj',
                        '/CN=127.0.0.1', '-keyout', key, '-out', certificate], check=True,
                       capture_output=True)
        with open(certificate, encoding='ascii') as file:
            self.pin = hashlib.sha256(ssl.PEM_cert_to_DER_cert(file.read())).hexdigest()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        self.server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.server.seen = []
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)

    def send(self, path='/leave?a=1', pin=None, host='127.0.0.1'):
        uri = 'https://%s:%d%s' % (host, self.server.server_port, path)
        return subprocess.run([DRIVER, uri, pin or self.pin], capture_output=True, text=True,
                              timeout=40, check=True).stdout.strip()

    def test_request(self):
        self.assertEqual(self.send(), 'done 200')
        (path, headers, body), = self.server.seen
        names = {name.lower(): value for name, value in headers.items()}
        self.assertEqual(path, '/leave?a=1')
        self.assertEqual(body, b'List-Unsubscribe=One-Click')
        self.assertEqual(names['content-type'], 'application/x-www-form-urlencoded')
        for name in ('cookie', 'referer', 'authorization', 'from'):
            self.assertNotIn(name, names)

    def test_no_redirects(self):
        for path in ('/redirect', '/home'):
            self.assertTrue(self.send(path).startswith('%d ' % REDIRECT), self.send(path))
        self.assertNotIn('/leave', [path for path, _, _ in self.server.seen])

    def test_bounds(self):
        self.assertTrue(self.send('/large').startswith('%d ' % TOO_LARGE), self.send('/large'))

    def test_failure(self):
        self.assertTrue(self.send('/broken').startswith('%d ' % STATUS), self.send('/broken'))

    def test_private(self):
        """Nothing reaches this machine, by whatever name."""
        for host in ('127.0.0.1', 'localhost', '2130706433', '0x7f.1', '[::1]',
                     '[::ffff:127.0.0.1]', '[64:ff9b::7f00:1]', '0.0.0.0'):
            answer = self.send(pin='-', host=host)
            self.assertTrue(answer.startswith('%d ' % PRIVATE), '%s: %s' % (host, answer))
        self.assertEqual(self.server.seen, [])


class LeaveTest(TestCase):
    def setUp(self):
        super().setUp()
        self.box = self.world.maildir()
        self.n = 0

    def deliver(self, headers, above=(), when=NOW_SECONDS):
        """A mail of a list; above: what the owner's server wrote before it."""
        self.n += 1
        mail = make_mail('Issue %d' % self.n, 'The garden shed has a new roof.\n',
                         sender='ACME <news@acme.example>', when=when,
                         message_id='<%d@acme.example>' % self.n,
                         headers=dict({'List-Id': '<news.acme.example>'}, **headers))
        top = ''.join('%s: %s\n' % field for field in above)
        self.box.deliver(top.encode() + mail, flags='')

    def add(self):
        self.world.ctl('source', 'add', 'maildir', self.box.path, standalone=True)
        mails = self.world.ctl('mail', 'list', '--limit', '100', standalone=True, json_output=True)
        return {m['subject']: str(m['id']) for m in mails}

    def leave(self, number, *args, code=0):
        return json.loads(self.world.ctl('--json', 'mail', 'unsubscribe', number, *args,
                                         standalone=True, code=code))

    def query(self, sql):
        database = sqlite3.connect('file:%s/hearth.db?mode=ro' % self.world.data, uri=True)
        try:
            return database.execute(sql).fetchall()
        finally:
            database.close()

    TRUSTED = (('Authentication-Results', 'mx.lind.example; dkim=pass header.d=acme.example'),
               ('Received', 'from out.acme.example (out [192.0.2.1]) by mx.lind.example with ESMTPS'))

    def offer(self, uri='<https://leave.acme.example/u?1>'):
        return dict(SIGNED, **{'List-Unsubscribe': uri,
                               'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click'})

    def test_ways(self):
        self.deliver(self.offer(), above=self.TRUSTED)
        self.deliver(self.offer())
        self.deliver(self.offer('<mailto:leave@acme.example?subject=leave%20me>, <http://a.example/>'))
        self.deliver({'List-Unsubscribe': '<http://www.acme.example/leave>'})
        self.deliver({})
        ids = self.add()
        how = self.leave(ids['Issue 1'])
        self.assertEqual((how['how'], how['host']), ('one-click', 'leave.acme.example'))
        how = self.leave(ids['Issue 2'])
        self.assertEqual(how['how'], 'web')
        self.assertIn('nothing proves', how['note'])
        how = self.leave(ids['Issue 3'])
        self.assertEqual((how['how'], how['address']), ('mail', 'leave@acme.example'))
        how = self.leave(ids['Issue 4'])
        self.assertEqual((how['how'], how['uri']), ('web', 'http://www.acme.example/leave'))
        self.assertEqual(self.leave(ids['Issue 5'], code=3)['how'], 'none')
        self.assertEqual(self.query('SELECT * FROM unsubscribes'), [], 'nothing was done')

    def test_private_host(self):
        """The engine's own request: what points home is refused, and that is written down."""
        with socket.create_server(('127.0.0.1', 0)) as server:
            server.settimeout(0.2)
            port = server.getsockname()[1]
            self.deliver(self.offer('<https://127.0.0.1:%d/u>' % port), above=self.TRUSTED)
            number = self.add()['Issue 1']
            self.world.ctl('mail', 'unsubscribe', number, '--yes', standalone=True, code=1)
            with self.assertRaises(TimeoutError):
                server.accept()
        (how, state, problem), = self.query('SELECT how, state, problem FROM unsubscribes')
        self.assertEqual((how, state), ('one-click', 2))
        self.assertIn('127.0.0.1', problem)
        self.assertEqual([row[0] for row in self.query(
            "SELECT what FROM journal WHERE kind = 'unsubscribe'")], ['list:news.acme.example'])
        self.assertEqual(self.leave(number)['state'], 'failed')

    def test_junk(self):
        self.deliver(self.offer(), above=self.TRUSTED)
        number = self.add()['Issue 1']
        self.world.ctl('mail', 'teach', number, 'spam', standalone=True)
        self.assertEqual(self.leave(number, code=3)['how'], 'none')
        self.world.ctl('mail', 'unsubscribe', number, '--yes', standalone=True, code=1)
        self.assertEqual(self.query('SELECT * FROM unsubscribes'), [])

    def test_still_writes(self):
        day = 86400
        self.deliver({'List-Unsubscribe': '<https://acme.example/>'}, when=NOW_SECONDS - 9 * day)
        self.deliver({'List-Unsubscribe': '<https://acme.example/>'}, when=NOW_SECONDS - 1 * day)
        ids = self.add()
        database = sqlite3.connect(os.path.join(self.world.data, 'hearth.db'))
        database.execute("INSERT INTO unsubscribes VALUES ('list:news.acme.example', 1, ?,"
                         " 'one-click', 1, NULL)", (NOW_SECONDS - 6 * day,))
        database.commit()
        database.close()
        self.assertFalse(self.leave(ids['Issue 1'])['still_writes'])
        self.assertTrue(self.leave(ids['Issue 2'])['still_writes'])
        self.assertIn('it still writes', self.world.ctl('mail', 'unsubscribe', ids['Issue 2'],
                                                        standalone=True))


if __name__ == '__main__':
    unittest.main(verbosity=2)
