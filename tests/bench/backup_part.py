# SPDX-License-Identifier: GPL-3.0-or-later
"""The part "backup" of run.py: how long it takes to back up a large store that is in use.

The store has as many bytes as BENCH_STORE_BYTES says, most of them in the texts of mails. While the
backup is written, reminders are set one after the other, each of which is a transaction of its own.
"""

import os
import sqlite3
import subprocess
import sys
import threading
import time

from world import CTL, World, make_mail, wait_until

BYTES = int(os.environ.get('BENCH_STORE_BYTES', str(2 * 1000 * 1000 * 1000)))
ROW = 100000
# Seconds between two reminders.
PAUSE = 0.02
LIMIT = 20


def make_store(world):
    """A store with some mail, and with texts that fill it."""
    box = world.maildir()
    for i in range(200):
        box.deliver(make_mail('Kettle %d' % i, 'The kettle whistles.\n' * 20))
    world.ctl('source', 'add', 'maildir', box.path, standalone=True)
    world.ctl('sync', standalone=True)
    database = sqlite3.connect(os.path.join(world.data, 'hearth.db'))
    database.execute('PRAGMA synchronous = OFF')
    with database:
        # Texts of mail are packed: they look like chance.
        database.executemany('INSERT INTO resource_texts (source_id, href, content)'
                             ' VALUES (9999, ?, randomblob (?))',
                             (('%d.ics' % i, ROW) for i in range(BYTES // ROW)))
    database.execute('PRAGMA wal_checkpoint (TRUNCATE)')
    database.close()


class Writer(threading.Thread):
    """Sets reminders without end; knows how long the slowest took."""

    def __init__(self, world):
        super().__init__()
        self.world = world
        self.bus = world.connect_to_bus()
        self.times = []
        self.stopped = False

    def run(self):
        from gi.repository import Gio, GLib
        from world import INTERFACE, NAME, PATH
        while not self.stopped:
            start = time.monotonic()
            self.bus.call_sync(NAME, PATH, INTERFACE, 'Remind',
                               GLib.Variant('(s)', ('kettle in 3 hours',)), None,
                               Gio.DBusCallFlags.NONE, 60000, None)
            self.times.append(time.monotonic() - start)
            time.sleep(PAUSE)


def peak(pid):
    with open('/proc/%d/status' % pid, encoding='ascii') as file:
        return next(int(line.split()[1]) for line in file if line.startswith('VmHWM:')) / 1024


def timed(world, *args):
    start = time.monotonic()
    result = subprocess.run([CTL] + list(args), env=world.env, check=False, capture_output=True,
                            text=True)
    if result.returncode != 0:
        sys.exit('hearthctl %s: %s' % (' '.join(args), result.stderr))
    return time.monotonic() - start


def bench_backup(report):
    world = World()
    try:
        make_store(world)
        world.start_bus()
        daemon = world.start_daemon()
        wait_until(lambda: world.call('Status')[0]['messages'] == 200, 'the service')
        before = peak(daemon.pid)
        file = world.path('backup')
        writer = Writer(world)
        writer.start()
        wait_until(lambda: len(writer.times) > 20, 'the first reminders')
        quiet = max(writer.times)
        count = len(writer.times)
        seconds = timed(world, 'backup', file)
        busy = writer.times[count:]
        writer.stopped = True
        writer.join()
        report('backup_size', os.path.getsize(file) / 1e6, 'MB')
        report('backup_seconds', seconds, 's')
        report('backup_writes_meanwhile', len(busy), 'count')
        report('backup_write_worst', max(busy) * 1000, 'ms')
        report('backup_write_worst_before', quiet * 1000, 'ms')
        report('backup_memory', peak(daemon.pid) - before, 'MB')
        if len(busy) < 5:
            sys.exit('nothing was written meanwhile')
        if seconds > LIMIT:
            sys.exit('the backup took longer than %d s' % LIMIT)
        report('restore_seconds', timed(world, 'restore', '--yes', file), 's')
        report('doctor_seconds', timed(world, 'doctor'), 's')
    finally:
        world.close()
