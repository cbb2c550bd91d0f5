# SPDX-License-Identifier: GPL-3.0-or-later
"""The part "imap" of run.py: an inbox on a Dovecot of its own, read by Hearth and by mbsync."""

import os
import shutil
import socket
import statistics
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'integration', 'mail'))

from mailserver import Engine, Server  # noqa: E402
from ports import free_port  # noqa: E402

RC = """FSync no
IMAPStore far
Host localhost
Port %(port)d
User alex
Pass pw
AuthMechs LOGIN
%(tls)s

MaildirStore near
Path %(dir)s/
Inbox %(dir)s/INBOX

Channel all
Far :far:
Near :near:
Patterns INBOX
Create Near
SyncState *
"""


class Wire:
    """What lies between: nothing, TLS, or a delay in each direction."""

    def __init__(self, name, server, proxy):
        self.name = name
        self.server = server
        self.proxy = None
        self.tls = name == 'tls'
        self.port = server.tls_port if self.tls else server.port
        if name.startswith('rtt'):
            self.port = free_port()
            self.proxy = subprocess.Popen(['/usr/bin/python3', proxy, str(self.port),
                                           str(server.port), str(int(name[3:]) / 2)])
            for _ in range(200):
                try:
                    socket.create_connection(('127.0.0.1', self.port), timeout=1).close()
                    break
                except OSError:
                    time.sleep(0.05)

    def close(self):
        if self.proxy:
            self.proxy.terminate()
            self.proxy.wait()


def peak(pid):
    with open('/proc/%d/status' % pid, encoding='ascii') as file:
        return [int(line.split()[1]) for line in file if line.startswith('VmHWM')][0] / 1024


class Samples:
    """What was measured in all rounds: medians and ratios of them are what is told."""

    def __init__(self):
        self.values = {}

    def add(self, name, value, unit):
        self.values.setdefault(name, ([], unit))[0].append(value)

    def median(self, name):
        return statistics.median(self.values[name][0]) if name in self.values else None

    def report(self, report):
        for name, (values, unit) in self.values.items():
            report(name, statistics.median(values), unit)
            if len(values) > 1:
                report(name + '_least', min(values), unit)
                report(name + '_most', max(values), unit)

    def report_ratio(self, wire, suffix, report):
        ours = self.median('imap_%s%s' % (wire, suffix))
        theirs = self.median('mbsync_%s%s' % (wire, suffix))
        if theirs:
            report('imap_%s%s_ratio' % (wire, suffix), ours / theirs, 'x')


def bench_hearth(world, wire, samples):
    data = world.path('imap-' + wire.name)
    engine = Engine(data)
    engine.add(wire.server, 'tls' if wire.tls else 'none', port=wire.port)
    start = time.monotonic()
    engine.send('sync')
    newest = None
    while True:
        line = engine.wait('first', 'synced', timeout=600)
        if 'synced' in line:
            break
        newest = newest or time.monotonic() - start
    seconds = time.monotonic() - start
    if line['synced']:
        sys.exit(line['synced'])
    samples.add('imap_%s' % wire.name, seconds, 's')
    samples.add('imap_%s_newest_200' % wire.name, newest, 's')
    samples.add('imap_%s_memory' % wire.name, peak(engine.process.pid), 'MB')
    engine.close()
    engine = Engine(data)
    start = time.monotonic()
    engine.sync()
    samples.add('imap_%s_no_change' % wire.name, time.monotonic() - start, 's')
    engine.close()
    shutil.rmtree(data)


def bench_mbsync(world, wire, samples):
    folder = world.path('mbsync-' + wire.name)
    os.mkdir(folder)
    tls = 'SSLType None'
    if wire.tls:
        tls = 'SSLType IMAPS\nCertificateFile %s/cert.pem' % wire.server.dir
    rc = world.write('mbsyncrc-' + wire.name, RC % {'port': wire.port, 'tls': tls, 'dir': folder})
    for suffix in ('', '_no_change'):
        start = time.monotonic()
        subprocess.run(['mbsync', '-q', '-c', rc, 'all'], check=True, stderr=subprocess.DEVNULL)
        samples.add('mbsync_%s%s' % (wire.name, suffix), time.monotonic() - start, 's')
    shutil.rmtree(folder)


def bench_wire(world, wire, report):
    """Hearth and mbsync in turn: what else the machine does, and what its disk has to tidy up after
    twenty thousand files were made, meets both."""
    peers = shutil.which('mbsync') and os.environ.get('BENCH_PEERS', '1') != '0'
    samples = Samples()
    for number in range(int(os.environ.get('BENCH_ROUNDS', '1'))):
        turns = [bench_hearth] + ([bench_mbsync] if peers else [])
        for bench in turns if number % 2 == 0 else reversed(turns):
            os.sync()
            bench(world, wire, samples)
    samples.report(report)
    for suffix in ('', '_no_change'):
        samples.report_ratio(wire.name, suffix, report)


def bench_imap(world, make_maildir, shared, report):
    """Reads an inbox plainly, through TLS, and over a line with 40 ms there and back."""
    proxy = os.path.join(shared, 'delayproxy.py')
    box = make_maildir(world)
    server = Server(tls=True)
    try:
        shutil.rmtree(server.dir + '/mail/alex')
        shutil.move(box, server.dir + '/mail/alex')
        # Dovecot's own first look at the files is not what is measured: for its sizes it reads all
        # of them once, whoever asks first, and keeps what it found for the others.
        import imaplib
        client = imaplib.IMAP4('127.0.0.1', server.port)
        client.login('alex', 'pw')
        _, (count,) = client.select()
        report('imap_messages', int(count), 'messages')
        client.uid('SEARCH', 'HEADER', 'Message-ID', 'none')
        client.fetch('1:*', '(RFC822.SIZE INTERNALDATE)')
        client.logout()
        wires = ['plain', 'tls'] + (['rtt40'] if os.path.exists(proxy) else [])
        for name in wires:
            wire = Wire(name, server, proxy)
            try:
                bench_wire(world, wire, report)
            finally:
                wire.close()
    finally:
        server.close()
