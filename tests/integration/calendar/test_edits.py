# SPDX-License-Identifier: GPL-3.0-or-later
"""Changes to a calendar on a real CalDAV server (radicale): made without a network, told later, in
the middle of which the client is killed, and while another client changes the same events.

What must hold: each change is on the server exactly once, and none is lost.
"""

import os
import random
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.request

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))

from ports import free_port  # noqa: E402

if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)

DRIVER = os.environ['HEARTH_TEST_EDIT_DRIVER']
KILLS = int(os.environ.get('HEARTH_TEST_KILLS', '20'))
SEED = int(os.environ.get('HEARTH_TEST_SEED', str(random.randrange(1 << 30))))


class Server:
    def __init__(self, root):
        self.root = root
        self.port = free_port()
        self.url = 'http://127.0.0.1:%d/nora/work/' % self.port
        self.process = None
        self.start()
        self.request('MKCALENDAR', self.url)

    def start(self):
        config = os.path.join(self.root, 'radicale.conf')
        with open(config, 'w', encoding='utf-8') as file:
            file.write('[server]\nhosts = 127.0.0.1:%d\n[auth]\ntype = none\n'
                       '[storage]\nfilesystem_folder = %s/collections\n[rights]\n'
                       'type = authenticated\n[web]\ntype = none\n' % (self.port, self.root))
        self.process = subprocess.Popen(
            [sys.executable, '-m', 'radicale', '--config', config],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env=dict(os.environ, HOME=self.root))
        end = time.monotonic() + 20
        while True:
            try:
                socket.create_connection(('127.0.0.1', self.port)).close()
                return
            except OSError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.05)

    def stop(self):
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def request(self, method, url, data=None, headers=None):
        request = urllib.request.Request(url, data, dict(headers or {},
                                         Authorization='Basic bm9yYTpwdw=='), method=method)
        with urllib.request.urlopen(request, timeout=20) as reply:
            return reply.read().decode(), reply.headers

    def events(self):
        """UID -> its texts, one for each resource."""
        text, _headers = self.request(
            'REPORT', self.url,
            b'<?xml version="1.0"?><C:calendar-query xmlns:D="DAV:"'
            b' xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop><C:calendar-data/></D:prop>'
            b'<C:filter><C:comp-filter name="VCALENDAR"/></C:filter></C:calendar-query>',
            {'Depth': '1', 'Content-Type': 'application/xml'})
        found = {}
        for piece in re.findall(r'BEGIN:VCALENDAR.*?END:VCALENDAR', text, re.S):
            found.setdefault(re.search(r'^UID:(\S+)', piece, re.M).group(1), []).append(piece)
        return found


class TestEdits(unittest.TestCase):
    def setUp(self):
        self.root = tempfile.mkdtemp(prefix='hearth-edits-')
        self.addCleanup(shutil.rmtree, self.root, True)
        self.server = Server(self.root)
        self.addCleanup(self.server.stop)

    def client(self, *args, store='store.db', fails=False):
        result = subprocess.run([DRIVER, os.path.join(self.root, store), self.server.url, *args],
                                capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(result.returncode, 1 if fails else 0, result.stderr)
        return result.stdout + result.stderr

    def shown(self, store='store.db'):
        database = sqlite3.connect(os.path.join(self.root, store))
        rows = database.execute('SELECT uid, summary, location FROM events').fetchall()
        waiting = database.execute('SELECT count(*) FROM event_edits').fetchone()[0]
        database.close()
        return {row[0]: row[1:] for row in rows}, waiting

    def test_offline(self):
        self.client('create', 'a', 'Lunch')
        self.client('tell')
        self.server.stop()
        self.client('rename', 'a', 'Long lunch')
        self.client('create', 'b', 'Review')
        self.client('place', 'b', 'Room 4')
        self.assertIn('127.0.0.1', self.client('tell', fails=True))
        self.assertEqual(self.shown()[0],
                         {'a': ('Long lunch', None), 'b': ('Review', 'Room 4')})
        self.server.start()
        self.client('tell')
        self.assertEqual(self.shown(), ({'a': ('Long lunch', None), 'b': ('Review', 'Room 4')}, 0))
        events = self.server.events()
        self.assertEqual({uid: len(texts) for uid, texts in events.items()}, {'a': 1, 'b': 1})
        self.assertIn('SUMMARY:Long lunch', events['a'][0])
        self.assertIn('LOCATION:Room 4', events['b'][0])
        self.client('cancel', 'a')
        self.client('tell')
        self.assertEqual(list(self.server.events()), ['b'])

    def test_two_clients(self):
        """Both change the same event in different ways: neither loses."""
        self.client('create', 'a', 'Lunch')
        self.client('tell')
        self.client('tell', store='other.db')
        self.client('rename', 'a', 'Long lunch')
        self.client('place', 'a', 'Roma', store='other.db')
        self.client('tell', store='other.db')
        self.client('tell')
        self.client('tell', store='other.db')
        text, = self.server.events()['a']
        self.assertIn('SUMMARY:Long lunch', text)
        self.assertIn('LOCATION:Roma', text)
        for store in ('store.db', 'other.db'):
            self.assertEqual(self.shown(store), ({'a': ('Long lunch', 'Roma')}, 0))

    def test_killed(self):
        """Killed at any moment while it tells: everything arrives, and nothing twice."""
        chance = random.Random(SEED)
        print('seed', SEED, file=sys.stderr)
        expected = {}
        kills = 0
        for turn in range(KILLS):
            uid = 'event-%d' % turn
            self.client('create', uid, 'New %d' % turn)
            self.client('rename', uid, 'Named %d' % turn)
            expected[uid] = 'Named %d' % turn
            if turn % 5 == 4:
                gone = chance.choice(sorted(expected))
                self.client('cancel', gone)
                del expected[gone]
            process = subprocess.Popen(
                [DRIVER, os.path.join(self.root, 'store.db'), self.server.url, 'tell'],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(chance.uniform(0.005, 0.12))
            process.send_signal(signal.SIGKILL)
            kills += process.wait() == -signal.SIGKILL
        self.client('tell')
        self.client('tell')
        events = self.server.events()
        self.assertEqual({uid: len(texts) for uid, texts in events.items()},
                         {uid: 1 for uid in expected})
        for uid, summary in expected.items():
            self.assertIn('SUMMARY:%s\n' % summary, events[uid][0].replace('\r', ''))
        shown, waiting = self.shown()
        self.assertEqual(waiting, 0)
        self.assertEqual({uid: row[0] for uid, row in shown.items()}, expected)
        print('%d of %d killed amid telling' % (kills, KILLS), file=sys.stderr)


if __name__ == '__main__':
    unittest.main(verbosity=2)
