# SPDX-License-Identifier: GPL-3.0-or-later
"""How smooth the panel is, and whether it grows: every frame of the real panel is timed.

All is drawn by the processor. A frame is what layout and drawing take on the panel's thread; 33 ms are
two of the screen's.
"""

import os
import re
import shutil
import signal
import sqlite3
import statistics
import sys
import time

from gi.repository import GLib
from panel_part import PANEL, act, make_world

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'ui'))
from service_double import ServiceDouble  # noqa: E402

LIMIT_MS = 33
# So many are scrolled by at a time.
PAGES = 200
TURNS = 500
TOKENS = 2000
RATE = 200
OWNER, COMPANION = 0, 1
PROSE = ('The **venue** is free on Friday. Here is what I found in your mail:\n\n'
         '- Marta wants the head count\n- Jon asks for `the plan`\n\n```\n12 chairs\n```\n\n')
# As long answers are: paragraphs, now and then a list or a listing; some 250 tokens.
ANSWER = ('The venue is **free** on Friday, and Marta has asked for the head count twice, so that she '
          'can tell the kitchen by noon. ' * 3 + '\n\n' +
          'Jon wrote on Monday that the train leaves at nine, which would be *too early* for the two '
          'who come from the coast; he proposes the one at half past ten. ' * 3 + '\n\n' +
          '- Marta wants the head count, best before noon\n- Jon asks for `the plan` of the room\n'
          '- The tent is still at the club, and nobody has the key\n\n' +
          '```\nfor chair in chairs:\n    carry(chair)\n```\n\n')


class Watched:
    """A panel whose frames are written down."""

    def __init__(self, world, tools):
        self.path = world.path('frames')
        env = dict(world.env, LD_PRELOAD=os.path.join(tools, 'frame-watch.so'),
                   FRAME_LOG=self.path)
        kept, world.env = world.env, env
        self.process = world.start([PANEL])
        world.env = kept

    def read(self):
        with open(self.path, encoding='ascii') as file:
            return file.read().splitlines()

    def frames(self, since=0.0):
        """(when it was drawn in seconds, what it took in ms) of each frame since then."""
        lines = [line.split() for line in self.read() if not line.startswith('#')]
        return [(int(when) / 1e6, int(took) / 1e3) for when, took in lines
                if int(when) / 1e6 > since]

    def tell(self, number, word, timeout=120):
        """Sends a signal and waits for what is written down then."""
        before = len([line for line in self.read() if line.startswith('# ' + word)])
        self.process.send_signal(number)
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            found = [line for line in self.read() if line.startswith('# ' + word)]
            if len(found) > before:
                return [float(n) for n in re.findall(r'[\d.]+', found[-1])]
            spin(0.02)
        raise SystemExit('the panel does not say “%s”' % word)

    def heap(self):
        spin(1)
        return self.tell(signal.SIGUSR2, 'heap')[0]

    def cpu(self):
        with open('/proc/%d/stat' % self.process.pid, encoding='ascii') as file:
            fields = file.read().rsplit(')', 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')


class Speaker(ServiceDouble):
    """Says its words at the pace of a fast service."""

    def _step(self, bus, sender, turn, events):
        due = (time.monotonic() - self.begun) * self.rate if self.begun else 0
        self.begun = self.begun or time.monotonic()
        while events and self.said <= due:
            self._emit(bus, sender, turn, events)
            self.said += 1
        return bool(events)

    def speak(self, script, rate):
        self.script, self.rate, self.begun, self.said = script, rate, 0, 0


def spin(seconds):
    """Lets a double answer meanwhile."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not GLib.MainContext.default().iteration(False):
            time.sleep(0.001)


def report_frames(report, name, frames):
    took = sorted(ms for _, ms in frames)
    if not took:
        raise SystemExit('%s: nothing was drawn' % name)
    report(name + '_frames', len(took), 'frames')
    report(name + '_median', statistics.median(took), 'ms')
    report(name + '_longest', took[-1], 'ms')
    report(name + '_late', sum(ms > LIMIT_MS for ms in took), 'frames')


def bench_mail(tools, report, store):
    """A list of all that the store has, and its messages."""
    world = make_world(**{'panel-view': "'mail'"})
    try:
        os.makedirs(world.data, mode=0o700)
        shutil.copy(store, os.path.join(world.data, 'hearth.db'))
        # What slides in would be counted as being read.
        world.write('config/gtk-4.0/settings.ini', '[Settings]\ngtk-enable-animations=0\n')
        world.start_daemon()
        panel = Watched(world, tools)
        time.sleep(10)
        begin = time.monotonic()
        reached, extent = panel.tell(signal.SIGUSR1, 'scrolled')
        if reached < PAGES * 100:
            raise SystemExit('the list ends at %d of %d' % (reached, extent))
        report_frames(report, 'mail_scroll', panel.frames(begin))
        with sqlite3.connect(os.path.join(world.data, 'hearth.db')) as db:
            ids = [row for row, in db.execute('SELECT id FROM messages ORDER BY id DESC LIMIT 2000')]
        times = []
        for row in ids[::130]:
            begin = time.monotonic()
            act(world, 'show-message', GLib.Variant('x', row))
            time.sleep(0.7)
            times.append((panel.frames(begin)[-1][0] - begin) * 1000)
        report('message_open', statistics.median(times), 'ms')
        report('message_open_longest', max(times), 'ms')
    finally:
        world.close()


def fill_conversation(path):
    with sqlite3.connect(path) as db:
        for name, in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"
                                " AND tbl_name = 'turns'").fetchall():
            db.execute('DROP TRIGGER ' + name)
        now = int(time.time())
        db.execute("INSERT INTO conversations (name, title, created, changed)"
                   " VALUES ('long', 'Long', ?, ?)", (now, now))
        db.executemany('INSERT INTO turns (conversation, role, text, created, complete)'
                       " VALUES ('long', ?, ?, ?, 1)",
                       [(OWNER if i % 2 == 0 else COMPANION,
                         'What of the venue, %d?' % i if i % 2 == 0 else PROSE, now)
                        for i in range(TURNS)])


def bench_talk(tools, report):
    """An answer of ten seconds that comes at 200 tokens a second, in a conversation of 500 turns; and
    what is left of a thousand windows and turns."""
    world = make_world(**{'panel-view': "'talk'", 'panel-conversation': "'long'"})
    try:
        world.ctl('sync', standalone=True)
        fill_conversation(os.path.join(world.data, 'hearth.db'))
        double = Speaker(world.bus, world.data)
        double.name = 'long'
        words = re.findall(r'\S+\s*', ANSWER)
        tokens = [{'type': 'text', 'text': words[i % len(words)]} for i in range(TOKENS)]
        double.speak(tokens + [{'type': 'end'}], RATE)
        panel = Watched(world, tools)
        spin(8)
        if not panel.frames():
            raise SystemExit('the conversation was not drawn')
        begin, cpu = time.monotonic(), panel.cpu()
        GLib.idle_add(lambda: act_later(world, 'What now?'))
        spin(TOKENS / RATE)
        if len(double.asked) != 1:
            raise SystemExit('nothing was asked')
        seconds = time.monotonic() - begin
        report_frames(report, 'stream', panel.frames(begin))
        report('stream_cpu', 100 * (panel.cpu() - cpu) / seconds, 'percent')
        spin(3)
        bench_growth(world, panel, double, report)
    finally:
        world.close()


def act_later(world, words):
    world.bus.call('io.github.hearthdesktop.Hearth', '/io/github/hearthdesktop/Hearth',
                   'org.gtk.Actions', 'Activate',
                   GLib.Variant('(sava{sv})', ('ask', [GLib.Variant('s', words)], {})), None, 0,
                   15000, None, None)
    return GLib.SOURCE_REMOVE


def bench_growth(world, panel, double, report):
    rounds = int(os.environ.get('BENCH_GROWTH', '1000'))

    def say(i):
        double.speak([{'type': 'text', 'text': PROSE}, {'type': 'end'}], 10000)
        act_later(world, 'And %d?' % i)

    for name, again in (('turns', say),
                        ('toggles', lambda i: (act(world, 'toggle'), spin(0.02),
                                               act(world, 'toggle')))):
        # What is made once and kept is there after the first of them.
        for i in range(60):
            again(i)
            spin(0.05)
        before = panel.heap()
        for i in range(rounds):
            again(i)
            spin(0.05)
        report('growth_' + name, panel.heap() / before, 'ratio')
    report('growth_heap', panel.heap() / 1e6, 'MB')


def bench_frames(tools, report, store):
    if not os.path.exists(os.path.join(tools, 'frame-watch.so')) or not os.path.exists(PANEL):
        return
    bench_mail(tools, report, store)
    bench_talk(tools, report)
