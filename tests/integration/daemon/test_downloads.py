# SPDX-License-Identifier: GPL-3.0-or-later
"""Models that are downloaded: checked, gone on with, stopped, deleted; and what is offered."""

import hashlib
import json
import os
import random
import subprocess
import sys
import unittest

from file_server import FileServer
from test_minds import DOUBLE, MindCase
from world import SOURCE, Gio, GLib, wait_until

SIZE = 3 * 1024 * 1024 + 17


class DownloadTest(MindCase):
    def prepare(self):
        self.data = b'GGUF' + random.Random(7).randbytes(SIZE - 4)
        self.files = FileServer(self.data)
        self.addCleanup(self.files.close)
        # hearthd is started by the bus, in the bus's environment.
        self.world.bus.call_sync(
            'org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus',
            'UpdateActivationEnvironment',
            GLib.Variant('(a{ss})', ({'HEARTH_DATADIR': self.world.path('hearth-data')},)), None,
            Gio.DBusCallFlags.NONE, 5000, None)
        os.makedirs(self.world.path('hearth-data', 'minds'))
        for name in os.listdir(os.path.join(SOURCE, 'data')):
            if name != 'minds':
                os.symlink(os.path.join(SOURCE, 'data', name), self.world.path('hearth-data', name))
        self.write_list(self.files.url + '/file')
        self.program = self.world.write('llama-server', '#!/bin/sh\nexec %s %s "$@"\n'
                                        % (sys.executable, DOUBLE))
        os.chmod(self.program, 0o755)
        self.set('llama-server', self.program)
        self.set('local-service-ports', '[1]')
        self.path = os.path.join(self.world.data, 'minds', 'small-1.5.gguf')

    def write_list(self, address, **changes):
        entry = {'id': 'small-1.5', 'title': 'Small 1.5', 'licence': 'Apache-2.0', 'languages': 'some',
                 'size': SIZE, 'memory': 1000, 'address': address,
                 'sha256': hashlib.sha256(self.data).hexdigest()}
        entry.update(changes)
        bad = [dict(entry, id='../x'), dict(entry, id='no-sum', sha256=''), {'id': 'y'}, 7]
        self.world.write('hearth-data/minds/minds.json', json.dumps({'minds': bad + [entry]}))

    def mind(self):
        minds = self.ctl_json('mind', 'list')
        self.assertEqual([m['id'] for m in minds], ['small-1.5'], 'what is not whole is not listed')
        return minds[0]

    def wait(self, state):
        return wait_until(lambda: self.mind()['state'] == state and self.mind(), state, timeout=20)

    def download(self, code=0, *more):
        result = self.run_ctl('mind', 'download', 'small-1.5', '--wait', *more, timeout=60)
        self.assertEqual(result.returncode, code, result.stderr)
        return result.stderr

    def check_there(self):
        with open(self.path, 'rb') as file:
            self.assertEqual(hashlib.sha256(file.read()).hexdigest(),
                             hashlib.sha256(self.data).hexdigest())
        self.assertEqual(os.listdir(os.path.dirname(self.path)), ['small-1.5.gguf'])

    def test_used(self):
        """Downloaded, it answers; deleted, the built-in one does."""
        self.assertEqual(self.mind()['state'], 'none')
        self.download(0, '--use')
        self.check_there()
        wait_until(lambda: 'conversation' in self.services().get('small-1-5', {}).get('purposes', []),
                   'its use')
        self.assertIn('word19', self.text_of(self.ask('tell me something'), 'text'))
        self.world.ctl('mind', 'remove', 'small-1.5')
        self.assertFalse(os.path.exists(self.path))
        wait_until(lambda: list(self.services()) == ['builtin'], 'its end')

    def test_resumed(self):
        self.files.cut = 1024 * 1024
        self.assertRegex(self.download(1), r'127\.0\.0\.1\S* .*\.')
        state = self.mind()
        self.assertEqual(state['state'], 'paused')
        self.assertTrue(0 < state['done'] < SIZE)
        self.assertNotEqual(state['problem'], '')
        # hearthd dies and is started again: what came is still there.
        self.kill_daemon()
        self.assertEqual(self.mind()['done'], state['done'])
        self.files.cut = None
        self.download()
        self.check_there()
        headers = self.files.requests[-1][1]
        self.assertEqual(headers['Range'], 'bytes=%d-' % state['done'])
        self.assertEqual(headers['If-Range'], '"one"')

    def test_changed(self):
        """Another version meanwhile, or a server that knows no ranges: from the beginning."""
        for change in ('etag', 'ranges'):
            self.files.cut = 1024 * 1024
            self.download(1)
            self.files.cut = None
            if change == 'etag':
                self.files.etag = '"two"'
            else:
                self.files.ranges = False
            self.download()
            self.check_there()
            self.world.ctl('mind', 'remove', 'small-1.5')

    def test_checksum(self):
        """A file that is not the one of the list is deleted and never used."""
        self.files.data = self.data[:-1] + bytes([self.data[-1] ^ 1])
        self.assertIn('checksum', self.download(1, '--use'))
        self.assertEqual(os.listdir(os.path.dirname(self.path)), [])
        self.assertEqual(list(self.services()), ['builtin'])
        self.files.data = self.data
        self.download()
        self.check_there()

    def test_size(self):
        for data in (self.data + b'x', self.data[:-5]):
            self.files.data = data
            self.assertIn('another file', self.download(1))
        self.assertFalse(os.path.exists(self.path))

    def test_stopped(self):
        self.files.pause = 0.05
        self.run_ctl('mind', 'download', 'small-1.5')
        wait_until(lambda: self.mind()['done'] > 0, 'the beginning')
        self.assertEqual(self.mind()['state'], 'downloading')
        # What is under way is not deleted beneath it.
        self.assertEqual(self.run_ctl('mind', 'remove', 'small-1.5').returncode, 1)
        self.world.ctl('mind', 'stop', 'small-1.5')
        state = self.wait('paused')
        self.assertEqual(state['problem'], '', 'the owner stopped it')
        self.files.pause = 0
        self.download()
        self.check_there()

    def test_moved(self):
        """Files lie elsewhere than where they are named; the other host learns nothing else."""
        other = FileServer(self.data)
        self.addCleanup(other.close)
        self.files.redirect = other.url.replace('127.0.0.1', 'localhost') + '/there'
        self.write_list(self.files.url + '/moved')
        self.kill_daemon()
        self.download()
        self.check_there()
        self.assertEqual([path for path, _ in other.requests], ['/there'])
        self.assertNotIn('Authorization', other.requests[0][1])

    def test_moved_for_ever(self):
        self.files.redirect = self.files.url + '/moved'
        self.write_list(self.files.url + '/moved')
        self.kill_daemon()
        self.assertRegex(self.download(1), r'hearthctl: \w+')
        self.assertLess(len(self.files.requests), 10)

    def test_disk_full(self):
        """A disk that fills up: a sentence, and no file of the model's name."""
        self.write_list(self.files.url + '/file', size=10 ** 18)
        self.kill_daemon()
        self.assertIn('disk is full', self.download(1))
        self.assertFalse(os.path.exists(self.path))
        self.assertEqual(self.files.requests, [], 'nothing is asked that has no room')

    def test_nobody_there(self):
        self.files.close()
        self.assertRegex(self.download(1), r'127\.0\.0\.1')
        self.assertEqual(self.run_ctl('mind', 'download', 'nobody').returncode, 3)

    def test_offered(self):
        """Where rules do not understand, a model is offered: once."""
        events = self.ask('colourless green ideas sleep furiously')
        offer = self.text_of(events, 'offer')
        self.assertRegex(offer, r'\w+ .*\.')
        self.assertEqual(events[-1]['type'], 'end')
        offers = self.world.call('MindOffers')[0]
        self.assertEqual([o['kind'] for o in offers], ['download', 'remote'])
        self.assertEqual(offers[0]['mind'], 'small-1.5')
        self.assertIn('127.0.0.1', offers[0]['leaves'])
        self.assertEqual(self.text_of(self.ask('furiously sleep ideas green'), 'offer'), '')

    def test_understood(self):
        """What rules understand brings no offer."""
        self.assertEqual(self.text_of(self.ask('what is on tomorrow?'), 'offer'), '')
        # An owner who wants none is not asked.
        self.world.call('DeclineMind')
        self.assertEqual(self.text_of(self.ask('colourless green ideas sleep'), 'offer'), '')


class ListTest(unittest.TestCase):
    def test_list(self):
        """The list that comes with Hearth: whole, over https, at a fixed version."""
        with open(os.path.join(SOURCE, 'data', 'minds', 'minds.json'), encoding='utf-8') as file:
            minds = json.load(file)['minds']
        self.assertTrue(minds)
        for mind in minds:
            self.assertRegex(mind['sha256'], '^[0-9a-f]{64}$')
            self.assertRegex(mind['address'], '^https://[^?]*/[0-9a-f]{40}/[^/?]*[.]gguf$')
            self.assertLess(mind['size'], mind['memory'])
            for key in ('id', 'title', 'licence', 'languages'):
                self.assertTrue(mind[key])


if __name__ == '__main__':
    unittest.main(verbosity=2)
