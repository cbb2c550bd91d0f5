#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The address books of the desktop: a real Evolution Data Server, without a display."""

import json
import os
import signal
import subprocess
import time

import test_eds
import world
from gi.repository import GLib

BOOK = 'system-address-book'


def card(uid, name, *addresses):
    return ('BEGIN:VCARD\r\nVERSION:3.0\r\nUID:%s\r\nFN:%s\r\n' % (uid, name) +
            ''.join('EMAIL:%s\r\n' % address for address in addresses) + 'END:VCARD\r\n')


class BookTest(test_eds.EdsCase):
    kind = 'ebook'

    def put(self, *args):
        self.world.run_client('contacts', BOOK, 'put', text=card(*args))

    def offers(self, typed='lim'):
        """Whom a new mail would be offered."""
        result = subprocess.run([world.CTL, '--json', 'contacts', 'find', typed],
                                env=self.world.env, capture_output=True, text=True, timeout=30,
                                check=False)
        # Nobody is another code, as is a store that is not there yet.
        if result.returncode not in (0, 3):
            raise AssertionError(result.stderr)
        return ['%s <%s>' % (one['name'], one['address'])
                for one in json.loads(result.stdout or '[]')]

    def wait_offers(self, *wanted, timeout=15):
        self.wait_for(lambda: self.offers() == list(wanted), wanted, timeout)

    def start(self):
        daemon = self.world.start_daemon()
        self.add(BOOK, 'Personal')
        return daemon

    def test_offered_and_read(self):
        self.put('a', 'Ana Lima', 'ana@lima.example', 'a.lima@work.example')
        self.world.start_daemon()
        found = self.discover()[BOOK]
        self.assertEqual((found['kind'], found['events'], found['tasks'], found['added']),
                         ('ebook', False, False, False))
        self.add(BOOK, 'Personal')
        self.wait_offers('Ana Lima <a.lima@work.example>', 'Ana Lima <ana@lima.example>')
        self.assertTrue(self.discover()[BOOK]['added'])
        with self.assertRaises(GLib.Error):
            self.add(BOOK, 'Again')
        listed = self.world.ctl('contacts', 'list', json_output=True)
        self.assertEqual([(one['kind'], one['name'], one['contacts']) for one in listed],
                         [('ebook', 'Personal', 1)])
        self.world.ctl('contacts', 'remove', 'Personal')
        self.wait_offers()

    def test_changes_are_noticed(self):
        self.put('a', 'Ana Lima', 'ana@lima.example')
        self.start()
        self.wait_offers('Ana Lima <ana@lima.example>')
        # The first sync is followed by one that sees what came while the watch began.
        time.sleep(1)
        self.put('b', 'Bo Lima', 'bo@lima.example')
        self.wait_offers('Ana Lima <ana@lima.example>', 'Bo Lima <bo@lima.example>', timeout=3)
        self.put('b', 'Bodil Lima', 'bodil@lima.example')
        self.wait_offers('Ana Lima <ana@lima.example>', 'Bodil Lima <bodil@lima.example>', timeout=3)
        self.world.run_client('contacts', BOOK, 'remove', 'a')
        self.wait_offers('Bodil Lima <bodil@lima.example>', timeout=3)

    def test_factory_killed(self):
        w = self.world
        self.put('a', 'Ana Lima', 'ana@lima.example')
        daemon = self.start()
        self.wait_offers('Ana Lima <ana@lima.example>')
        for pid in w.pids('evolution-addressbook-factory'):
            os.kill(pid, signal.SIGKILL)
        time.sleep(0.5)
        self.assertEqual(self.offers(), ['Ana Lima <ana@lima.example>'])
        self.put('b', 'Bo Lima', 'bo@lima.example')
        self.wait_offers('Ana Lima <ana@lima.example>', 'Bo Lima <bo@lima.example>')
        self.assertIsNone(daemon.poll())

    def test_book_that_is_gone(self):
        w = self.world
        w.start_daemon()
        self.add('no-such-book', 'Nowhere')
        self.wait_for(lambda: any('not there any more' in one.get('error', '') for one in
                                  w.ctl('contacts', 'list', json_output=True)), 'the sentence')


class AbsentTest(test_eds.EdsCase):
    modules = '/nonexistent'
    kind = 'ebook'

    def test_without_the_module(self):
        w = self.world
        daemon = w.start_daemon()
        self.add(BOOK, 'Personal')
        self.wait_for(lambda: any('is not installed' in one.get('error', '') for one in
                                  w.ctl('contacts', 'list', json_output=True)), 'the sentence')
        self.assertIsNone(daemon.poll())


if __name__ == '__main__':
    world.main()
