# SPDX-License-Identifier: GPL-3.0-or-later
"""Address books on real servers: radicale and xandikos, and one that knows no sync tokens."""

import http.server
import json
import os
import signal
import subprocess
import sys
import threading
import unittest
import urllib.error
import urllib.request

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '../calendar'))
import test_caldav as caldav  # noqa: E402

CARD = 'BEGIN:VCARD\r\nVERSION:3.0\r\nUID:%s\r\nFN:%s\r\nN:%s;;;;\r\n%sEND:VCARD\r\n'

MKCOL = ('<mkcol xmlns="DAV:" xmlns:A="urn:ietf:params:xml:ns:carddav"><set><prop><resourcetype>'
         '<collection/><A:addressbook/></resourcetype><displayname>%s</displayname></prop></set>'
         '</mkcol>')


class CardTests:
    """What is asked of every server."""

    user = 'alex'
    request = caldav.ServerTests.request
    find_secrets = caldav.ServerTests.find_secrets

    def setUp(self):
        super().setUp()
        self.url = 'http://127.0.0.1:%d' % self.port
        self.start_server()
        self.make_home()

    def put(self, uid, name, *addresses):
        self.request('PUT', self.book + uid + '.vcf',
                     CARD % (uid, name, name, ''.join('EMAIL;TYPE=INTERNET:%s\r\n' % address
                                                      for address in addresses)),
                     Content_Type='text/vcard')

    def add(self):
        self.ctl('contacts', 'add', self.url + '/', '--user', self.user, stdin='pw\n')

    def offers(self, typed):
        """Whom a new mail would be offered."""
        command = [caldav.CTL, '--standalone', '--data', self.data, '--json', 'contacts', 'find', typed]
        result = subprocess.run(command, env=self.env, capture_output=True, text=True,
                                       timeout=60, check=False)
        self.assertIn(result.returncode, (0, 3), result.stderr)
        return ['%s <%s>' % (one['name'], one['address'])
                for one in json.loads(result.stdout or '[]')]

    def token(self):
        return self.execute("SELECT token FROM sources WHERE kind = 'carddav'")[0][0]

    def test_first_sync_change_and_deletion(self):
        self.put('one', 'Ana Lima', 'ana@lima.example', 'a.lima@work.example')
        self.put('two', 'Bo Lima', 'bo@lima.example')
        found = self.ctl('calendar', 'discover', self.url + '/', '--user', self.user, stdin='pw\n')
        books = [each for each in found if each['kind'] == 'carddav']
        self.assertEqual([(each['path'], each['added']) for each in books],
                         [(self.url + self.book, False)])
        self.add()
        self.ctl('sync')
        self.assertEqual(self.offers('lim'), [
            'Ana Lima <a.lima@work.example>', 'Ana Lima <ana@lima.example>',
            'Bo Lima <bo@lima.example>'])
        self.assertTrue(self.token().startswith('sync:'))
        self.put('two', 'Bodil Lima', 'bodil@lima.example')
        self.put('three', 'Cleo Lima', 'cleo@lima.example')
        self.request('DELETE', self.book + 'one.vcf')
        self.ctl('sync')
        self.assertEqual(self.offers('lim'), ['Bodil Lima <bodil@lima.example>',
                                              'Cleo Lima <cleo@lima.example>'])
        listed = self.ctl('contacts', 'list')
        self.assertEqual([(one['kind'], one['path'], one['contacts']) for one in listed],
                         [('carddav', self.url + self.book, 2)])
        self.ctl('contacts', 'change', str(listed[0]['id']), '--name', 'Friends', '--refresh', '600')
        self.assertEqual(self.ctl('contacts', 'list')[0]['name'], 'Friends')
        self.assertEqual(self.execute('SELECT refresh FROM calendars'), [(600,)])
        # A second time there is nothing left to add.
        self.ctl('contacts', 'add', self.url + '/', '--user', self.user, stdin='pw\n', code=3)

    def test_bad_token_is_a_full_sync(self):
        self.put('one', 'Ana Lima', 'ana@lima.example')
        self.add()
        self.ctl('sync')
        self.execute("UPDATE sources SET token = 'sync:http://example.org/nonsense'")
        self.put('two', 'Bo Lima', 'bo@lima.example')
        self.request('DELETE', self.book + 'one.vcf')
        self.ctl('sync')
        self.assertEqual(self.offers('lim'), ['Bo Lima <bo@lima.example>'])
        self.assertNotIn('nonsense', self.token())

    def test_server_that_is_away_takes_nobody(self):
        self.put('one', 'Ana Lima', 'ana@lima.example')
        self.add()
        self.ctl('sync')
        self.stop_server(signal.SIGKILL)
        self.ctl('sync', code=1)
        self.assertIn('127.0.0.1', self.ctl('contacts', 'list')[0]['error'])
        self.assertEqual(self.offers('lim'), ['Ana Lima <ana@lima.example>'])
        self.start_server()
        self.put('two', 'Bo Lima', 'bo@lima.example')
        self.ctl('sync')
        self.assertEqual(self.offers('lim'),
                         ['Ana Lima <ana@lima.example>', 'Bo Lima <bo@lima.example>'])
        self.assertNotIn('error', self.ctl('contacts', 'list')[0])

    def test_login_is_shared_with_calendars(self):
        self.put('one', 'Ana Lima', 'ana@lima.example')
        self.ctl('calendar', 'add', self.url + '/', '--user', self.user, stdin='pw\n')
        self.add()
        self.ctl('sync')
        self.assertEqual(self.offers('lim'), ['Ana Lima <ana@lima.example>'])
        self.assertEqual(len(self.execute('SELECT * FROM dav_accounts')), 1)
        self.assertEqual(self.find_secrets(), 1)
        # Neither takes the login from the other.
        for each in self.ctl('calendar', 'list'):
            self.ctl('calendar', 'remove', str(each['id']))
        self.assertEqual(self.find_secrets(), 1)
        self.put('two', 'Bo Lima', 'bo@lima.example')
        self.ctl('sync')
        self.assertEqual(len(self.offers('lim')), 2)
        self.ctl('contacts', 'remove', str(self.ctl('contacts', 'list')[0]['id']))
        self.assertEqual(self.offers('lim'), [])
        for table in ('contacts', 'contact_addresses', 'resources', 'dav_accounts', 'calendars'):
            self.assertEqual(self.execute('SELECT * FROM ' + table), [], table)
        self.assertEqual(self.find_secrets(), 0)

    def test_many(self):
        """More than are asked for at once."""
        for i in range(130):
            self.put('many-%d' % i, 'Number%d Many' % i, 'n%d@many.example' % i)
        self.add()
        self.ctl('sync')
        self.assertEqual(self.ctl('contacts', 'list')[0]['contacts'], 130)
        self.assertEqual(self.offers('number117'), ['Number117 Many <n117@many.example>'])


class RadicaleTest(CardTests, caldav.Case):
    book = '/alex/people/'
    more_arguments = caldav.RadicaleTest.more_arguments
    start_server = caldav.RadicaleTest.start_server

    def make_home(self):
        self.request('MKCALENDAR', '/alex/home/', caldav.MKCALENDAR, Content_Type='text/xml')
        self.request('MKCOL', self.book, MKCOL % 'People', Content_Type='text/xml')

    def test_only_one_of_two(self):
        self.request('MKCOL', '/alex/work/', MKCOL % 'Work', Content_Type='text/xml')
        self.ctl('contacts', 'add', self.url + '/', '--user', 'alex', '--only', 'Work', stdin='pw\n')
        self.assertEqual([one['name'] for one in self.ctl('contacts', 'list')], ['Work'])

    def test_address_book_that_is_gone_keeps_what_it_held(self):
        self.put('one', 'Ana Lima', 'ana@lima.example')
        self.add()
        self.ctl('sync')
        self.request('DELETE', self.book)
        self.ctl('sync', code=1)
        self.assertIn('no longer on its server', self.ctl('contacts', 'list')[0]['error'])
        self.assertEqual(self.offers('lim'), ['Ana Lima <ana@lima.example>'])

    def test_nothing_is_ever_written(self):
        """What the server has is byte for byte what it had."""
        self.put('one', 'Ana Lima', 'ana@lima.example')
        before = self.request('GET', self.book + 'one.vcf')['ETag']
        self.add()
        self.ctl('sync')
        self.ctl('contacts', 'remove', 'People')
        self.assertEqual(self.request('GET', self.book + 'one.vcf')['ETag'], before)


class XandikosTest(CardTests, caldav.Case):
    book = '/alex/contacts/addressbook/'
    home = book
    start_server = caldav.XandikosTest.start_server
    make_home = caldav.XandikosTest.make_home


class Plain(http.server.BaseHTTPRequestHandler):
    """Hands everything on to a server, and knows nothing of sync-collection."""

    protocol_version = 'HTTP/1.1'
    behind = ''
    seen = []

    def hand_on(self):
        body = self.rfile.read(int(self.headers.get('Content-Length', 0)))
        self.seen.append((self.command, self.headers.get('Depth'), body))
        if b'sync-collection' in body:
            self.reply(501, {}, b'')
            return
        request = urllib.request.Request(self.behind + self.path, method=self.command,
                                         data=body or None)
        for name in ('Authorization', 'Depth', 'Content-Type'):
            if name in self.headers:
                request.add_header(name, self.headers[name])
        try:
            with urllib.request.urlopen(request, timeout=10) as response:
                self.reply(response.status, response.headers, response.read())
        except urllib.error.HTTPError as error:
            self.reply(error.code, error.headers, error.read())
        except urllib.error.URLError:
            # Its name is in the sentence that the owner reads.
            self.reply(502, {}, b'')

    def reply(self, status, headers, body):
        self.send_response(status)
        for name in ('Content-Type', 'ETag', 'WWW-Authenticate', 'Location', 'DAV'):
            if name in headers:
                self.send_header(name, headers[name])
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_PROPFIND = do_REPORT = do_GET = do_OPTIONS = do_PUT = do_DELETE = hand_on

    def log_message(self, *args):
        pass


class WithoutTokensTest(CardTests, caldav.Case):
    """By the version of the whole, and by the versions of all members."""

    book = '/alex/people/'
    more_arguments = caldav.RadicaleTest.more_arguments
    start_server = caldav.RadicaleTest.start_server
    make_home = RadicaleTest.make_home

    def setUp(self):
        super().setUp()
        Plain.behind = self.url
        Plain.seen = []
        self.proxy = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Plain)
        threading.Thread(target=self.proxy.serve_forever, daemon=True).start()
        self.addCleanup(self.proxy.server_close)
        self.addCleanup(self.proxy.shutdown)
        self.url = 'http://127.0.0.1:%d' % self.proxy.server_port

    def listings(self):
        """How many times all members were listed since this was asked last."""
        n = sum(1 for command, depth, body in Plain.seen
                if command == 'PROPFIND' and depth == '1' and b'getetag' in body)
        Plain.seen.clear()
        return n

    def test_first_sync_change_and_deletion(self):
        self.put('one', 'Ana Lima', 'ana@lima.example')
        self.put('two', 'Bo Lima', 'bo@lima.example')
        self.add()
        self.ctl('sync')
        self.assertEqual(len(self.offers('lim')), 2)
        self.assertTrue(self.token().startswith('ctag:'), self.token())
        self.assertEqual(self.listings(), 1)
        self.ctl('sync')
        self.assertEqual(self.listings(), 0)
        self.put('two', 'Bodil Lima', 'bodil@lima.example')
        self.request('DELETE', self.book + 'one.vcf')
        self.ctl('sync')
        self.assertEqual(self.listings(), 1)
        self.assertEqual(self.offers('lim'), ['Bodil Lima <bodil@lima.example>'])

    def test_bad_token_is_a_full_sync(self):
        self.put('one', 'Ana Lima', 'ana@lima.example')
        self.add()
        self.ctl('sync')
        self.execute("UPDATE sources SET token = 'ctag:nonsense'")
        self.request('DELETE', self.book + 'one.vcf')
        self.ctl('sync')
        self.assertEqual(self.offers('lim'), [])


if __name__ == '__main__':
    unittest.main()
