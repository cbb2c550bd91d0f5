# SPDX-License-Identifier: GPL-3.0-or-later
"""The part "caldav" of run.py: a calendar on a radicale of its own, read by Hearth and plainly.

The plain client asks what Hearth asks, in the same batches, and throws the answers away: that is
the time that the server needs to send the bytes, and nobody is faster.
"""

import http.client
import json
import os
import re
import resource
import shutil
import socket
import sqlite3
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'integration'))

from ports import free_port  # noqa: E402

HOME = '/alex/bench/'
BATCH = 100
YEAR = ['20240101T000000Z', '20250101T000000Z']
LISTING = ('<?xml version="1.0" encoding="utf-8"?><sync-collection xmlns="DAV:"><sync-token>'
           '</sync-token><sync-level>1</sync-level><prop><getetag/></prop></sync-collection>')
MULTIGET = ('<?xml version="1.0" encoding="utf-8"?><C:calendar-multiget xmlns="DAV:" '
            'xmlns:C="urn:ietf:params:xml:ns:caldav"><prop><getetag/><C:calendar-data/></prop>'
            '%s</C:calendar-multiget>')

# radicale reads its files once and notes what it found, which takes some milliseconds of work for
# each, a minute or two in all before anything is measured. It need not flush each note to the disk.
HASTY = """import os
os.fsync = lambda fd: None
from radicale.__main__ import run
run()"""


def split_calendar(text):
    """What has a UID of its own, each as a text with the zones that it names, by file name."""
    zones = {re.search(r'^TZID:(.*?)\r?$', zone, re.M).group(1): zone
             for zone in re.findall(r'^BEGIN:VTIMEZONE.*?^END:VTIMEZONE\r?\n', text, re.M | re.S)}
    for event in re.findall(r'^BEGIN:VEVENT.*?^END:VEVENT\r?\n', text, re.M | re.S):
        uid = re.search(r'^UID:(.*?)\r?$', event, re.M).group(1)
        names = sorted(set(re.findall(r';TZID=([^:;]+)', event)))
        yield re.sub(r'\W', '-', uid) + '.ics', ''.join(
            ['BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//bench//EN\r\n'] +
            [zones[name] for name in names if name in zones] + [event, 'END:VCALENDAR\r\n'])


class Radicale:
    """A server with one calendar, which is put where it would have stored it."""

    def __init__(self, world, path):
        self.path = world.path('radicale')
        folder = self.path + '/collection-root' + HOME
        os.makedirs(folder)
        with open(folder + '.Radicale.props', 'w', encoding='utf-8') as file:
            json.dump({'tag': 'VCALENDAR', 'D:displayname': 'Bench'}, file)
        self.count = self.rules = self.bytes = 0
        with open(path, encoding='utf-8', newline='') as file:
            for name, text in split_calendar(file.read()):
                with open(folder + name, 'w', encoding='utf-8', newline='') as member:
                    member.write(text)
                self.count += 1
                self.rules += '\nRRULE:' in text[text.index('BEGIN:VEVENT'):]
        self.port = free_port()
        self.process = subprocess.Popen(
            ['/usr/bin/python3', '-c', HASTY, '-C', '', '--server-hosts',
             '127.0.0.1:%d' % self.port, '--auth-type', 'none', '--storage-filesystem-folder',
             self.path, '--logging-level', 'error'],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(200):
            with socket.socket() as knock:
                if knock.connect_ex(('127.0.0.1', self.port)) == 0:
                    return
            time.sleep(0.05)
        sys.exit('radicale does not start')

    def ask(self, body, depth):
        connection = http.client.HTTPConnection('127.0.0.1', self.port)
        connection.request('REPORT', HOME, body.encode(),
                           {'Depth': depth, 'Content-Type': 'application/xml; charset=utf-8'})
        response = connection.getresponse()
        data = response.read()
        connection.close()
        if response.status != 207:
            sys.exit('radicale answers %d' % response.status)
        self.bytes += len(data)
        return data

    def download(self):
        """Asks for all of it; returns the seconds that this took."""
        self.bytes = 0
        start = time.monotonic()
        hrefs = re.findall(r'<href>(%s[^<]+)</href>' % HOME, self.ask(LISTING, '0').decode())
        for i in range(0, len(hrefs), BATCH):
            self.ask(MULTIGET % ''.join('<href>%s</href>' % href for href in hrefs[i:i + BATCH]), '1')
        seconds = time.monotonic() - start
        if len(hrefs) != self.count:
            sys.exit('radicale lists %d of %d' % (len(hrefs), self.count))
        return seconds

    def close(self):
        self.process.terminate()
        self.process.wait()


def check(data, server):
    """Everything came, and rules were expanded."""
    with sqlite3.connect('file:%s/hearth.db?mode=ro' % data, uri=True) as store:
        events = store.execute('SELECT count(*) FROM events').fetchone()[0]
        occurrences = store.execute('SELECT count(*) FROM occurrences').fetchone()[0]
    if events < server.count or occurrences <= events:
        sys.exit('%d events and %d occurrences of %d' % (events, occurrences, server.count))
    return occurrences


def add_calendar(engine, data, world, url):
    """As it would stand in the store had its owner added it with a login, for which there would
    have to be a keyring."""
    subprocess.run([engine, '--data', data, 'sync'], env=world.env, check=True)
    with sqlite3.connect(data + '/hearth.db') as store:
        store.execute("INSERT INTO sources (kind, path, name) VALUES ('caldav', ?, 'Bench')", (url,))


def cpu_seconds():
    """Of all programs that ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def bench_peers(path, world, tools, report, measure):
    """A year of the same calendar, by what others have only libraries for."""
    for name, tool in (('libical', 'plain-expand'), ('libecal', 'plain-expand-ecal')):
        program = os.path.join(tools, tool)
        if os.path.exists(program):
            report('caldav_year_' + name, measure([program, path] + YEAR, world.env)[0], 's')


def bench_caldav(world, make_calendar, programs, report, measure):
    """programs: hearth-engine, and the folder of the bench's own."""
    engine, tools = programs
    if shutil.which('radicale') is None:
        sys.exit('radicale is not installed')
    path = make_calendar(world)
    server = Radicale(world, path)
    try:
        report('caldav_events', server.count, 'events')
        report('caldav_rules', server.rules, 'rules')
        # The first time is not what is measured: see HASTY.
        server.download()
        plain = server.download()
        data = world.path('caldav-data')
        add_calendar(engine, data, world, 'http://127.0.0.1:%d%s' % (server.port, HOME))
        before = cpu_seconds()
        seconds, memory = measure([engine, '--data', data, 'sync'], world.env)
        cpu = cpu_seconds() - before
        plain = (plain + server.download()) / 2
        report('caldav_bytes', server.bytes / 1e6, 'MB')
        report('caldav_plain', plain, 's')
        report('caldav_first', seconds, 's')
        report('caldav_vs_plain', seconds / plain, 'ratio')
        report('caldav_first_cpu', cpu, 's')
        report('caldav_peak_memory', memory, 'MB')
        report('caldav_occurrences', check(data, server), 'rows')
        report('caldav_disk', os.path.getsize(data + '/hearth.db') / 1e6, 'MB')
        report('caldav_no_change', measure([engine, '--data', data, 'sync'], world.env)[0], 's')
        bench_peers(path, world, tools, report, measure)
        print(subprocess.run([os.path.join(tools, 'bench-agenda'), data + '/hearth.db',
                              'caldav_agenda'],
                             env=world.env, check=True, capture_output=True, text=True).stdout,
              end='', flush=True)
    finally:
        server.close()
