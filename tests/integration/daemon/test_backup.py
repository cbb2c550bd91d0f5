# SPDX-License-Identifier: GPL-3.0-or-later
"""All of it goes into a file while it is in use, and comes back, with the real service."""

import json
import os
import signal
import sqlite3
import stat
import subprocess
import threading
import time
import unittest

import world
from gi.repository import Gio, GLib
from world import CTL, INTERFACE, NAME, PATH, make_mail, wait_until

OTHER = 'Sandpiper'


class BackupTest(world.TestCase):
    with_bus = True

    def setUp(self):
        super().setUp()
        self.box = self.world.maildir()
        self.box.deliver(make_mail('The kettle plan', 'It whistles.\n'))
        self.file = self.world.path('backups', 'hearth.backup')
        os.mkdir(self.world.path('backups'))

    def begin(self):
        self.daemon = self.world.start_daemon()
        self.world.ctl('source', 'add', 'maildir', self.box.path)
        wait_until(lambda: self.world.search('kettle') == ['The kettle plan'], 'the mail')
        self.world.ctl('remind', 'water the ferns tomorrow at nine')
        self.world.ctl('event', 'add', 'Lunch with Ana', '--start', '2024-05-16 12:00')

    def owner(self):
        return self.world.bus.call_sync(
            'org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', 'GetNameOwner',
            GLib.Variant('(s)', (NAME,)), None, 0, 5000, None).unpack()[0]

    def setting(self, name, value=None):
        command = ['get', 'io.github.hearthdesktop.Hearth', name]
        if value is not None:
            command = ['set', 'io.github.hearthdesktop.Hearth', name, value]
        return subprocess.run(['gsettings'] + command, env=self.world.env, check=True,
                              capture_output=True, text=True).stdout.strip()

    def reminders(self):
        return self.set_by_owner(self.world.ctl('reminders', json_output=True))

    @staticmethod
    def set_by_owner(reminders):
        """Without those of events."""
        return sorted(r['text'] for r in reminders if 'Lunch' not in r['text'])

    def left(self):
        """What lies where backups are written to."""
        return os.listdir(self.world.path('backups'))

    def test_there_and_back(self):
        self.begin()
        self.setting('owner-name', 'Nora')
        self.setting('llama-server', '/there/llama')
        self.assertIn('keyring', self.world.ctl('backup', self.file))
        self.assertEqual(self.left(), ['hearth.backup'])
        self.assertEqual(stat.S_IMODE(os.stat(self.file).st_mode), 0o600)
        # What comes after it is not in it.
        self.world.ctl('remind', 'feed the heron in 3 hours')
        self.setting('owner-name', OTHER)
        self.setting('companion-name', OTHER)
        self.setting('llama-server', '/here/llama')
        before = self.owner()
        kept = self.world.ctl('restore', '--yes', self.file, json_output=True)['kept']
        self.assertNotEqual(self.owner(), before, 'the service has started anew')
        self.assertIsNone(self.daemon.poll(), 'in the same process')
        with open('/proc/%d/comm' % self.daemon.pid, encoding='ascii') as file:
            self.assertEqual(file.read(), 'hearthd\n')
        self.assertEqual(self.reminders(), ['water the ferns'])
        self.assertEqual(self.world.search('kettle'), ['The kettle plan'])
        self.assertIn('Lunch with Ana', self.world.ctl('agenda', '--from', '2024-05-16'))
        self.assertEqual(self.setting('owner-name'), "'Nora'")
        self.assertNotIn(OTHER, self.setting('companion-name'))
        self.assertEqual(self.setting('llama-server'), "'/here/llama'",
                         'a file does not say which program is run')
        self.world.ctl('doctor', '--thorough')
        # What was there is a store of its own.
        self.assertTrue(kept.startswith(os.path.join(self.world.data, 'kept')))
        self.assertTrue(os.path.exists(os.path.join(kept, 'own', 'Hearth.ics')))
        with open(os.path.join(kept, 'settings-before'), encoding='utf-8') as file:
            self.assertIn(OTHER, file.read())
        old = subprocess.run([CTL, '--standalone', '--data', kept, '--json', 'reminders'],
                             env=self.world.env, check=True, capture_output=True, text=True).stdout
        self.assertEqual(self.set_by_owner(json.loads(old)), ['feed the heron', 'water the ferns'])
        # It goes on as before.
        self.box.deliver(make_mail('Another kettle', 'It whistles, too.\n'))
        wait_until(lambda: len(self.world.search('kettle')) == 2, 'new mail')
        self.world.ctl('event', 'add', 'Supper', '--start', '2024-05-16 19:00')
        self.assertIn('Supper', self.world.ctl('agenda', '--from', '2024-05-16'))

    def test_elsewhere(self):
        """Data moves to another computer, and into a sandbox: the folder is another."""
        self.begin()
        self.world.ctl('backup', self.file)
        other = world.World()
        self.addCleanup(other.close)
        other.start_bus()
        other.start_daemon()
        other.ctl('restore', '--yes', self.file)
        self.assertEqual(self.set_by_owner(other.ctl('reminders', json_output=True)),
                         ['water the ferns'])
        self.assertIn('Lunch with Ana', other.ctl('agenda', '--from', '2024-05-16'))
        paths = [source['path'] for source in other.ctl('source', 'list', json_output=True)]
        self.assertIn(os.path.join(other.data, 'own', 'Hearth.ics'), paths)
        self.assertNotIn(self.world.data, json.dumps(paths))
        # The calendar there is the one that is written to.
        other.ctl('event', 'add', 'Supper', '--start', '2024-05-16 19:00')
        with open(os.path.join(other.data, 'own', 'Hearth.ics'), encoding='utf-8') as file:
            text = file.read()
        self.assertIn('Supper', text)
        self.assertIn('Lunch with Ana', text)

    def test_permissions(self):
        """A file gives nobody leave to do anything unasked."""
        self.begin()
        for domain in ('kept.example', 'gone.example'):
            self.world.ctl('permission', 'add', 'archive', '--domain', domain)
        self.world.ctl('backup', self.file)
        self.world.ctl('permission', 'revoke', '2')
        self.world.ctl('restore', '--yes', self.file)
        self.assertIn('kept.example', self.world.ctl('permission', 'list'))
        rows = self.rows('SELECT value, revoked != 0 FROM permissions ORDER BY id')
        self.assertEqual(rows, [('kept.example', 0), ('gone.example', 1)])

    def rows(self, sql):
        database = sqlite3.connect(os.path.join(self.world.data, 'hearth.db'))
        try:
            return database.execute(sql).fetchall()
        finally:
            database.close()

    def test_standalone(self):
        self.world.ctl('source', 'add', 'maildir', self.box.path, standalone=True)
        self.world.ctl('sync', standalone=True)
        self.world.ctl('backup', self.file, standalone=True)
        self.world.ctl('remind', 'feed the heron in 3 hours', standalone=True)
        self.world.ctl('restore', '--yes', self.file, standalone=True)
        self.world.ctl('reminders', standalone=True, code=3)
        self.assertEqual(self.world.search('kettle', standalone=True), ['The kettle plan'])
        self.world.ctl('doctor', '--thorough', standalone=True)

    def test_in_the_way(self):
        """Nothing is written over, and nobody takes a store away from who has it."""
        self.begin()
        self.world.ctl('backup', self.file)
        self.world.ctl('backup', self.file, code=1)
        self.assertIn('--replace', self.world.stderr)
        self.world.ctl('backup', '--replace', self.file)
        self.world.ctl('restore', '--yes', self.file, standalone=True, code=1)
        self.assertIn('runs already', self.world.stderr)
        self.world.ctl('restore', self.file, stdin='no\n', code=3)
        self.world.ctl('restore', '--yes', self.world.path('nothing'), code=1)
        self.world.ctl('backup', self.world.path('nowhere', 'file'), code=1)
        self.assertEqual(self.reminders(), ['water the ferns'])

    def test_refused(self):
        self.begin()
        self.world.ctl('backup', self.file)
        with open(self.file, 'r+b') as file:
            file.seek(200000)
            file.write(b'?')
        self.world.ctl('restore', '--yes', self.file, code=1)
        self.assertIn('not a whole backup', self.world.stderr)
        # A store is not a backup.
        store = os.path.join(self.world.data, 'hearth.db')
        self.world.ctl('restore', '--yes', store, code=1)
        self.world.ctl('restore', '--yes', self.world.path('backups'), code=1)
        self.assertEqual(self.reminders(), ['water the ferns'])
        self.assertFalse(os.path.exists(os.path.join(self.world.data, 'restoring')))
        self.assertFalse(os.path.exists(os.path.join(self.world.data, 'kept')))

    def test_unusable_store(self):
        """A store from a newer version, for which there is no service, gives way to a backup."""
        self.begin()
        self.world.ctl('backup', self.file)
        self.world.stop_daemon(self.daemon)
        database = sqlite3.connect(os.path.join(self.world.data, 'hearth.db'))
        database.execute('PRAGMA user_version = 999')
        database.close()
        self.world.ctl('doctor', code=1)
        self.assertIn('newer version', self.world.ctl('doctor', code=1))
        self.world.ctl('restore', '--yes', self.file)
        self.assertEqual(self.world.search('kettle'), ['The kettle plan'])
        self.world.ctl('doctor')

    def test_while_it_writes(self):
        self.begin()
        stop = threading.Event()
        done = []

        def write():
            bus = self.world.connect_to_bus()
            while not stop.is_set():
                bus.call_sync(NAME, PATH, INTERFACE, 'Remind',
                              GLib.Variant('(s)', ('water the ferns in 3 hours',)), None, 0, 20000,
                              None)
                done.append(time.monotonic())

        thread = threading.Thread(target=write)
        thread.start()
        wait_until(lambda: len(done) > 5, 'the first reminders')
        for _ in range(3):
            self.world.ctl('backup', '--replace', self.file)
        stop.set()
        thread.join()
        self.world.ctl('restore', '--yes', self.file)
        self.assertGreater(len(self.reminders()), 5)
        self.world.ctl('doctor', '--thorough')

    def grow(self, megabytes):
        """Makes the store so large that a copy takes a moment."""
        database = sqlite3.connect(os.path.join(self.world.data, 'hearth.db'))
        with database:
            database.executemany('INSERT INTO resource_texts (source_id, href, content)'
                                 ' VALUES (9999, ?, randomblob (1000000))',
                                 ((str(i),) for i in range(megabytes)))
        database.close()

    def copying(self):
        value = self.world.bus.call_sync(
            NAME, PATH, 'org.freedesktop.DBus.Properties', 'Get',
            GLib.Variant('(ss)', (INTERFACE, 'Copying')), None, 0, 5000, None).unpack()[0]
        return value != (0, 0)

    def test_stopped(self):
        """Ctrl+C leaves nothing half written, and so does who is killed while the service writes."""
        self.begin()
        self.grow(400)
        ctl = self.world.start([CTL, 'backup', self.file])
        wait_until(self.copying, 'the copy', interval=0.002)
        ctl.send_signal(signal.SIGINT)
        self.assertEqual(ctl.wait(timeout=10), 1)
        self.assertEqual(self.left(), [])
        wait_until(lambda: not self.copying(), 'the end of it')
        ctl = self.world.start([CTL, 'backup', self.file])
        wait_until(self.copying, 'the copy', interval=0.002)
        ctl.kill()
        ctl.wait()
        # What nobody waits for is not gone on with.
        wait_until(lambda: not self.copying(), 'the end of it', timeout=1)
        self.assertNotIn('hearth.backup', self.left())
        self.world.ctl('backup', self.file)
        self.assertEqual(self.reminders(), ['water the ferns'])

    def test_service_ends(self):
        self.begin()
        self.grow(400)
        ctl = self.world.start([CTL, 'backup', self.file])
        wait_until(self.copying, 'the copy', interval=0.002)
        self.assertLess(self.world.stop_daemon(self.daemon), 3 * world.SLOWDOWN)
        self.assertEqual(ctl.wait(timeout=10), 1)
        self.assertEqual(self.left(), [])


if __name__ == '__main__':
    world.main()
