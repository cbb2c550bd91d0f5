# SPDX-License-Identifier: GPL-3.0-or-later
"""Signing in through the browser, against a little authorization server that checks everything."""

import base64
import hashlib
import http.server
import json
import os
import subprocess
import threading
import unittest
import urllib.error
import urllib.parse
import urllib.request

DRIVER = os.environ['HEARTH_TEST_OAUTH_DRIVER']

FAILED, INVALID, NO_SECRET, REFUSED, CERTIFICATE, OFFLINE = range(6)


class Provider(http.server.ThreadingHTTPServer):
    """RFC 6749 with RFC 7636, one code at a time."""

    def __init__(self):
        super().__init__(('127.0.0.1', 0), Handler)
        self.base = 'http://127.0.0.1:%d' % self.server_address[1]
        self.code = None
        self.used = False
        self.refresh_tokens = {'refresh-1'}
        self.answer = None
        self.forms = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def authorize(self, url):
        """What happens while the owner signs in: returns where the browser is sent."""
        query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(url).query,
                                            strict_parsing=True))
        assert query['response_type'] == 'code'
        assert query['client_id'] == 'hearth-test'
        assert query['code_challenge_method'] == 'S256'
        assert len(query['state']) >= 32
        assert urllib.parse.urlsplit(query['redirect_uri']).hostname == '127.0.0.1'
        self.query = query
        self.code = 'code/+&=1'
        return '%s?%s' % (query['redirect_uri'], urllib.parse.urlencode(
            {'code': self.code, 'state': query['state']}))

    def token(self, form):
        self.forms.append(form)
        if self.answer:
            return self.answer
        if form['client_id'] != 'hearth-test' or form['client_secret'] != 'no-secret':
            return 401, {'error': 'invalid_client'}
        if form['grant_type'] == 'refresh_token':
            if form['refresh_token'] not in self.refresh_tokens:
                return 400, {'error': 'invalid_grant'}
            self.refresh_tokens = {'refresh-2'}
            return 200, {'access_token': 'access-2', 'refresh_token': 'refresh-2',
                         'expires_in': 1800, 'token_type': 'Bearer'}
        challenge = base64.urlsafe_b64encode(
            hashlib.sha256(form['code_verifier'].encode()).digest()).rstrip(b'=').decode()
        if (form['code'] != self.code or self.used or challenge != self.query['code_challenge'] or
                form['redirect_uri'] != self.query['redirect_uri']):
            return 400, {'error': 'invalid_grant'}
        assert 43 <= len(form['code_verifier']) <= 128
        self.used = True
        return 200, {'access_token': 'access-1', 'refresh_token': 'refresh-1',
                     'expires_in': 3599, 'token_type': 'Bearer'}


class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        length = int(self.headers['Content-Length'])
        form = dict(urllib.parse.parse_qsl(self.rfile.read(length).decode(), strict_parsing=True))
        status, body = self.server.token(form)
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header('Content-Type', 'application/json')
        self.send_header('Content-Length', str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_args):
        pass


class TestOauth(unittest.TestCase):
    def setUp(self):
        self.provider = Provider()
        self.addCleanup(self.provider.server_close)
        self.addCleanup(self.provider.shutdown)

    def start(self):
        driver = subprocess.Popen([DRIVER, self.provider.base], stdout=subprocess.PIPE, text=True,
                                  env=dict(os.environ, LC_ALL='C.UTF-8'))
        self.addCleanup(driver.stdout.close)
        self.addCleanup(driver.wait, 10)
        return driver, driver.stdout.readline().strip()

    def go(self, url):
        with urllib.request.urlopen(url, timeout=10) as answer:
            self.assertEqual(answer.headers['Cache-Control'], 'no-store')
            return answer.read().decode()

    def test_sign_in_and_refresh(self):
        driver, page = self.start()
        text = self.go(self.provider.authorize(page))
        self.assertIn('can be closed', text)
        self.assertEqual(driver.stdout.readline().strip(), 'tokens access-1 refresh-1 3599')
        self.assertEqual(driver.stdout.readline().strip(), 'tokens access-2 refresh-2 1800')
        self.assertEqual([form['grant_type'] for form in self.provider.forms],
                         ['authorization_code', 'refresh_token'])

    def test_forged_answer(self):
        """Who does not know the state is not heard, and the owner can still come back."""
        driver, page = self.start()
        good = self.provider.authorize(page)
        with self.assertRaises(urllib.error.HTTPError):
            self.go(good.replace('state=', 'state=x'))
        self.assertEqual(self.provider.forms, [])
        self.go(good)
        self.assertEqual(driver.stdout.readline().strip(), 'tokens access-1 refresh-1 3599')

    def test_stolen_code(self):
        """A code of another sign-in is worth nothing: its verifier is another."""
        driver, page = self.start()
        answer = self.provider.authorize(page)
        self.provider.query = dict(self.provider.query, code_challenge='of-somebody-else')
        self.go(answer)
        self.assertTrue(driver.stdout.readline().startswith('error %d ' % REFUSED))

    def expect(self, answer, code):
        self.provider.answer = answer
        driver, page = self.start()
        self.go(self.provider.authorize(page))
        line = driver.stdout.readline().strip()
        self.assertTrue(line.startswith('error %d ' % code), line)
        self.assertTrue(line.endswith('.'), line)

    def test_bad_answers(self):
        self.expect((400, {'error': 'invalid_client'}), REFUSED)
        self.expect((503, b'later'), OFFLINE)
        self.expect((200, b'<html>'), FAILED)
        self.expect((200, {'access_token': 'a b\r\nc', 'refresh_token': 'x'}), FAILED)
        self.expect((200, {'access_token': 'without-refresh'}), FAILED)
        self.expect((200, {'access_token': 7}), FAILED)

    def test_refused_refresh(self):
        self.provider.refresh_tokens = set()
        driver, page = self.start()
        self.go(self.provider.authorize(page))
        self.assertEqual(driver.stdout.readline().strip(), 'tokens access-1 refresh-1 3599')
        self.assertTrue(driver.stdout.readline().startswith('error %d ' % REFUSED))


if __name__ == '__main__':
    unittest.main(verbosity=2)
