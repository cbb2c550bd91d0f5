# SPDX-License-Identifier: GPL-3.0-or-later
"""Calendars on real servers: radicale and xandikos, and a server that means harm."""

import base64
import http.client
import http.server
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import urllib.error
import urllib.request

from gi.repository import Gio, GLib

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))

from ports import free_port  # noqa: E402

BUILD = os.environ['HEARTH_TEST_BUILD']
SOURCE = os.environ['HEARTH_TEST_SOURCE']
CTL = os.path.join(BUILD, 'src', 'ctl', 'hearthctl')

EVENT = ('BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//t//t//EN\r\nBEGIN:VEVENT\r\nUID:%(uid)s\r\n'
         'DTSTAMP:20261101T000000Z\r\nDTSTART:20261201T%(hour)02d0000Z\r\n'
         'DTEND:20261201T%(hour)02d3000Z\r\nSUMMARY:%(summary)s\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n')

WEEKLY = EVENT.replace('SUMMARY', 'RRULE:FREQ=WEEKLY\r\nSUMMARY')
FLOATING = WEEKLY.replace('000Z\r\nDTEND', '000\r\nDTEND').replace('3000Z', '3000')

MKCALENDAR = ('<C:mkcalendar xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><set><prop>'
              '<displayname>Home</displayname></prop></set></C:mkcalendar>')


def wait_port(port):
    for _ in range(200):
        with socket.socket() as sock:
            if sock.connect_ex(('127.0.0.1', port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError('no server on port %d' % port)


class Case(unittest.TestCase):
    def setUp(self):
        self.root = tempfile.mkdtemp(prefix='hearth-dav-')
        self.addCleanup(shutil.rmtree, self.root, ignore_errors=True)
        self.data = os.path.join(self.root, 'data')
        self.port = free_port()
        self.server = None
        self.addCleanup(self.stop_server)
        self.env = dict(os.environ, LC_ALL='C.UTF-8', TZ='UTC', GSETTINGS_BACKEND='memory',
                        GSETTINGS_SCHEMA_DIR=os.path.join(BUILD, 'data'),
                        HEARTH_DATADIR=os.path.join(SOURCE, 'data'),
                        HEARTH_ENGINE=os.path.join(BUILD, 'src', 'daemon', 'hearth-engine'),
                        HEARTH_NOW='2026-11-28T09:00:00', G_DEBUG='fatal-criticals')

    def stop_server(self, how=signal.SIGTERM):
        if self.server is not None:
            self.server.send_signal(how)
            self.server.wait(timeout=10)
            self.server = None

    def ctl(self, *args, code=0, stdin=''):
        result = subprocess.run([CTL, '--standalone', '--data', self.data, '--json', *args],
                                env=self.env, capture_output=True, text=True, input=stdin,
                                timeout=60, check=False)
        self.stderr = result.stderr
        self.assertEqual(result.returncode, code, result.stdout + result.stderr)
        return json.loads(result.stdout) if result.stdout else None

    def summaries(self):
        with sqlite3.connect(os.path.join(self.data, 'hearth.db')) as db:
            return sorted(row[0] for row in db.execute('SELECT summary FROM events'))

    def execute(self, sql):
        db = sqlite3.connect(os.path.join(self.data, 'hearth.db'))
        with db:
            rows = db.execute(sql).fetchall()
        db.close()
        return rows


class Relay(http.server.BaseHTTPRequestHandler):
    """Stands between, and notes what was asked."""

    protocol_version = 'HTTP/1.1'

    def relay(self):
        body = self.rfile.read(int(self.headers.get('Content-Length', 0)))
        self.server.asked.append('%s %s %s' % (self.command, self.path, body.decode()))
        there = http.client.HTTPConnection('127.0.0.1', self.server.to, timeout=30)
        there.request(self.command, self.path, body, dict(self.headers))
        answer = there.getresponse()
        data = answer.read()
        there.close()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ('transfer-encoding', 'content-length', 'connection'):
                self.send_header(name, value)
        self.send_header('Content-Length', str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_PROPFIND = do_REPORT = do_GET = do_PUT = do_OPTIONS = relay

    def handle(self):
        try:
            super().handle()
        except ConnectionError:
            pass  # The server is away: so is this.

    def log_message(self, *args):
        pass


class ServerTests:
    """What is asked of every server."""

    user = 'alex'

    def request(self, method, path, body=None, **headers):
        request = urllib.request.Request(self.url + path, method=method,
                                         data=body.encode() if body is not None else None)
        for name, value in headers.items():
            request.add_header(name.replace('_', '-'), value)
        login = base64.b64encode(('%s:pw' % self.user).encode()).decode()
        request.add_header('Authorization', 'Basic ' + login)
        with urllib.request.urlopen(request, timeout=10) as response:
            return response.headers

    def put(self, uid, summary, hour=10, text=EVENT):
        self.request('PUT', self.home + uid + '.ics',
                     text % {'uid': uid, 'summary': summary, 'hour': hour},
                     Content_Type='text/calendar')

    def setUp(self):
        super().setUp()
        self.url = 'http://127.0.0.1:%d' % self.port
        self.start_server()
        self.make_home()

    def add(self):
        self.ctl('calendar', 'add', self.url + '/', '--user', self.user, stdin='pw\n')

    def start_relay(self):
        relay = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Relay)
        relay.to = self.port
        relay.asked = []
        threading.Thread(target=relay.serve_forever, daemon=True).start()
        self.addCleanup(relay.server_close)
        self.addCleanup(relay.shutdown)
        return relay

    def find_starts(self, first, last):
        return [(each['summary'], each['start'])
                for each in self.ctl('agenda', '--from', first, '--to', last)]

    def test_another_window_is_found_without_the_server(self):
        relay = self.start_relay()
        self.put('week', 'Review', text=WEEKLY)
        self.put('float', 'Walk', 15, text=FLOATING)
        self.ctl('calendar', 'add', 'http://127.0.0.1:%d/' % relay.server_port, '--user', self.user,
                 stdin='pw\n')
        self.ctl('sync')
        self.assertTrue(any('multiget' in each for each in relay.asked))
        # Years ahead: nothing is asked at all.
        relay.asked.clear()
        self.assertEqual(self.find_starts('2030-12-02', '2030-12-04'),
                         [('Review', '2030-12-03T10:00:00+00:00'),
                          ('Walk', '2030-12-03T15:00:00+00:00')])
        self.assertEqual(relay.asked, [])
        # Nor while the server is away; what its owner changed meanwhile is seen there too.
        self.stop_server()
        walk = self.ctl('agenda', '--from', '2026-12-01', '--to', '2026-12-01')[1]
        self.assertEqual(walk['summary'], 'Walk')
        self.ctl('event', 'move', str(walk['id']), '2026-12-01T17:00')
        self.assertEqual(self.find_starts('2034-12-01', '2034-12-07'),
                         [('Review', '2034-12-05T10:00:00+00:00'),
                          ('Walk', '2034-12-05T17:00:00+00:00')])
        # Back again it is told that, and nothing of it is read twice.
        self.start_server()
        self.env['HEARTH_NOW'] = '2064-11-28T09:00:00'
        self.put('new', 'Tea', 16)
        relay.asked.clear()
        self.ctl('sync')
        self.assertEqual(self.summaries(), ['Review', 'Tea', 'Walk'])
        told = ''.join(relay.asked)
        self.assertIn('new.ics', told)
        self.assertNotIn('week.ics', told)
        self.assertEqual(len(self.find_starts('2065-03-02', '2065-03-08')), 2)
        # In another zone, what has none is at another moment.
        relay.asked.clear()
        self.env['TZ'] = 'Asia/Tokyo'
        self.ctl('sync')
        self.assertEqual(self.find_starts('2065-03-03', '2065-03-03'),
                         [('Walk', '2065-03-03T17:00:00+09:00'),
                          ('Review', '2065-03-03T19:00:00+09:00')])
        self.assertFalse(any('multiget' in each for each in relay.asked))

    def find_secrets(self):
        """How many passwords the keyring has for this server."""
        found = Gio.bus_get_sync(Gio.BusType.SESSION).call_sync(
            'org.freedesktop.secrets', '/org/freedesktop/secrets',
            'org.freedesktop.Secret.Service', 'SearchItems',
            GLib.Variant('(a{ss})', ({'purpose': 'dav-password',
                                      'host': '%s/%s' % (self.url, self.user)},)),
            None, Gio.DBusCallFlags.NONE, -1, None)
        return len(found.unpack()[0]) + len(found.unpack()[1])

    def test_first_sync_change_and_deletion(self):
        self.put('one', 'Dentist')
        self.put('two', 'Lunch', 12)
        found = self.ctl('calendar', 'discover', self.url + '/', '--user', self.user, stdin='pw\n')
        self.assertIn(self.url + self.home, [each['path'] for each in found])
        self.add()
        self.ctl('sync')
        self.assertEqual(self.summaries(), ['Dentist', 'Lunch'])
        self.assertTrue(self.execute('SELECT token FROM sources')[0][0].startswith('sync:'))
        self.put('two', 'Late lunch', 13)
        self.put('three', 'Tea', 16)
        self.request('DELETE', self.home + 'one.ics')
        self.ctl('sync')
        self.assertEqual(self.summaries(), ['Late lunch', 'Tea'])

    def test_bad_token_is_a_full_sync(self):
        self.put('one', 'Dentist')
        self.add()
        self.ctl('sync')
        self.execute("UPDATE sources SET token = 'sync:http://example.org/nonsense'")
        self.put('two', 'Lunch')
        self.request('DELETE', self.home + 'one.ics')
        self.ctl('sync')
        self.assertEqual(self.summaries(), ['Lunch'])
        self.assertNotIn('nonsense', self.execute('SELECT token FROM sources')[0][0])

    def test_server_that_is_away_takes_nothing(self):
        self.put('one', 'Dentist')
        self.add()
        self.ctl('sync')
        self.stop_server(signal.SIGKILL)
        self.ctl('sync', code=1)
        self.assertIn('127.0.0.1', self.ctl('calendar', 'list')[0]['error'])
        self.assertEqual(self.summaries(), ['Dentist'])
        self.start_server()
        self.put('two', 'Lunch')
        self.ctl('sync')
        self.assertEqual(self.summaries(), ['Dentist', 'Lunch'])
        self.assertNotIn('error', self.ctl('calendar', 'list')[0])

    def test_change_and_remove(self):
        self.put('one', 'Dentist')
        self.add()
        self.ctl('sync')
        first = self.ctl('calendar', 'list')[0]
        self.assertEqual(self.find_secrets(), 1)
        self.ctl('calendar', 'change', str(first['id']), '--name', 'Mine', '--color', '#112233',
                 '--reminder', 'none', '--refresh', '600')
        changed = self.ctl('calendar', 'list')[0]
        self.assertEqual([changed[key] for key in ('name', 'color', 'default_reminder', 'refresh')],
                         ['Mine', '#112233', -2, 600])
        for each in self.ctl('calendar', 'list'):
            self.ctl('calendar', 'remove', str(each['id']))
        self.assertEqual(self.summaries(), [])
        self.assertEqual(self.execute('SELECT * FROM dav_accounts'), [])
        self.assertEqual(self.execute('SELECT * FROM calendars'), [])
        self.assertEqual(self.find_secrets(), 0)


class RadicaleTest(ServerTests, Case):
    home = '/alex/home/'

    def start_server(self):
        with open(os.path.join(self.root, 'users'), 'w', encoding='utf-8') as users:
            users.write('alex:pw\n')
        self.server = subprocess.Popen(
            ['radicale', '-C', '', '--server-hosts', '127.0.0.1:%d' % self.port,
             '--auth-type', 'htpasswd', '--auth-htpasswd-filename',
             os.path.join(self.root, 'users'), '--auth-htpasswd-encryption', 'plain',
             '--auth-delay', '0.1', '--storage-filesystem-folder',
             os.path.join(self.root, 'storage'), *self.more_arguments()],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_port(self.port)

    def more_arguments(self):
        return []

    def make_home(self):
        self.request('MKCALENDAR', self.home, MKCALENDAR, Content_Type='text/xml')

    def test_wrong_password(self):
        self.ctl('calendar', 'discover', self.url + '/', '--user', 'alex', code=1, stdin='no\n')
        self.assertIn('refused', self.stderr)

    def test_certificate_is_refused_until_it_is_pinned(self):
        self.stop_server()
        key, certificate = (os.path.join(self.root, name) for name in ('key', 'certificate'))
        subprocess.run(['openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key,
                        '-out', certificate, '-days', '2', '-subj', '/CN=somebody'],
                       check=True, capture_output=True)
        self.more_arguments = lambda: ['--server-ssl', '--server-certificate', certificate,
                                       '--server-key', key]
        self.start_server()
        url = 'https://127.0.0.1:%d/' % self.port
        self.ctl('calendar', 'add', url, '--user', 'alex', code=1, stdin='pw\n')
        pin = subprocess.run(['openssl', 'x509', '-in', certificate, '-noout', '-fingerprint',
                              '-sha256'], check=True, capture_output=True, text=True)
        pin = pin.stdout.split('=')[1].strip().replace(':', '').lower()
        self.assertIn(pin, self.stderr)
        self.ctl('calendar', 'add', url, '--user', 'alex', '--pin', 'f' * 64, code=1, stdin='pw\n')
        self.ctl('calendar', 'add', url, '--user', 'alex', '--pin', pin, stdin='pw\n')
        self.ctl('sync')
        self.assertNotIn('error', self.ctl('calendar', 'list')[0])


class XandikosTest(ServerTests, Case):
    home = '/alex/calendars/calendar/'

    def start_server(self):
        os.makedirs(os.path.join(self.root, 'storage'), exist_ok=True)
        self.server = subprocess.Popen(
            ['xandikos', '--listen-address', '127.0.0.1', '-p', str(self.port), '-d',
             os.path.join(self.root, 'storage'), '--current-user-principal', '/alex/', '--defaults',
             '--autocreate'], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_port(self.port)

    def make_home(self):
        for _ in range(50):
            try:
                self.request('PROPFIND', self.home, Depth='0')
                return
            except urllib.error.HTTPError:
                time.sleep(0.1)


class Hostile(http.server.BaseHTTPRequestHandler):
    """Answers whatever the test set."""

    protocol_version = 'HTTP/1.1'
    answers = {}

    def answer(self):
        self.rfile.read(int(self.headers.get('Content-Length', 0)))
        status, headers, body = self.answers[self.command](self)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_PROPFIND = do_REPORT = do_GET = answer

    def handle(self):
        try:
            super().handle()
        except ConnectionError:
            pass  # Who is sent too much hangs up.

    def log_message(self, *args):
        pass


class HostileTest(Case):
    def setUp(self):
        super().setUp()
        self.http = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Hostile)
        threading.Thread(target=self.http.serve_forever, daemon=True).start()
        self.addCleanup(self.http.server_close)
        self.addCleanup(self.http.shutdown)
        self.url = 'http://127.0.0.1:%d/c/' % self.http.server_port
        Hostile.answers = {'PROPFIND': lambda handler: self.multistatus(
            '<response><href>/c/</href><propstat><prop><resourcetype><collection/>'
            '<C:calendar/></resourcetype></prop><status>HTTP/1.1 200 OK</status></propstat>'
            '</response>')}
        self.ctl('calendar', 'add', self.url)

    def multistatus(self, inner, before=''):
        return 207, {'Content-Type': 'text/xml'}, (
            '<?xml version="1.0"?>%s<multistatus xmlns="DAV:" '
            'xmlns:C="urn:ietf:params:xml:ns:caldav">%s</multistatus>' % (before, inner)).encode()

    def answer_everything(self, answer):
        Hostile.answers = {method: answer for method in ('PROPFIND', 'REPORT', 'GET')}

    def test_entities_are_refused(self):
        bomb = '<!DOCTYPE m [<!ENTITY a "aaaaaaaaaa">%s]>' % ''.join(
            '<!ENTITY %s "%s">' % (chr(98 + i), ('&%s;' % chr(97 + i)) * 10) for i in range(9))
        self.answer_everything(lambda handler: self.multistatus(
            '<sync-token>&j;</sync-token>', bomb))
        self.ctl('sync', code=1)
        self.assertIn('WebDAV', self.ctl('calendar', 'list')[0]['error'])

    def test_what_lies_elsewhere_is_left_out(self):
        def answer(handler):
            if handler.command == 'REPORT':
                return self.multistatus(''.join(
                    '<response><href>%s</href><propstat><prop><getetag>"1"</getetag>'
                    '<C:calendar-data>%s</C:calendar-data></prop><status>HTTP/1.1 200 OK</status>'
                    '</propstat></response>' % (href, EVENT % {
                        'uid': name, 'summary': name, 'hour': 9}) for href, name in (
                            ('/c/%6Fne.ics', 'mine'), ('/elsewhere/two.ics', 'theirs'),
                            ('http://example.org/c/three.ics', 'others'),
                            ('/c/../d/four.ics', 'above'))) + '<sync-token>t1</sync-token>')
            return 404, {}, b''
        self.answer_everything(answer)
        self.ctl('sync', code=1)
        self.assertEqual(self.summaries(), ['mine'])
        self.assertEqual(self.execute('SELECT href FROM resources'), [('one.ics',)])

    def test_redirect_to_another_host_is_not_followed(self):
        self.answer_everything(lambda handler: (302, {'Location': 'http://localhost:1/c/'}, b''))
        self.ctl('sync', code=1)
        self.assertIn('localhost', self.ctl('calendar', 'list')[0]['error'])

    def test_too_many_bytes(self):
        body = b' ' * (65 * 1024 * 1024)
        self.answer_everything(lambda handler: (207, {}, body))
        self.ctl('sync', code=1)
        self.assertIn('more than', self.ctl('calendar', 'list')[0]['error'])

    def test_deep_nesting(self):
        self.answer_everything(lambda handler: self.multistatus('<a>' * 100000 + '</a>' * 100000))
        self.ctl('sync', code=1)
        self.assertIn('WebDAV', self.ctl('calendar', 'list')[0]['error'])


class WebcalTest(Case):
    def test_subscription(self):
        seen = []
        text = (EVENT % {'uid': 'w', 'summary': 'Match', 'hour': 20}).encode()

        def answer(handler):
            seen.append(handler.headers.get('If-None-Match'))
            if seen[-1] == '"v1"':
                return 304, {'ETag': '"v1"'}, b''
            return 200, {'ETag': '"v1"', 'Content-Type': 'text/calendar'}, text
        Hostile.answers = {'GET': answer}
        server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Hostile)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        self.ctl('calendar', 'add', '--subscribe', '--name', 'Club',
                 'http://127.0.0.1:%d/club.ics' % server.server_port)
        self.ctl('sync')
        self.ctl('sync')
        self.assertEqual(self.summaries(), ['Match'])
        self.assertEqual(seen, [None, '"v1"'])
        self.assertFalse(self.ctl('calendar', 'list')[0]['writable'])


if __name__ == '__main__':
    unittest.main()
