# SPDX-License-Identifier: GPL-3.0-or-later
"""The part "reminders" of run.py: how late a reminder comes, beside evolution-alarm-notify's.

Both run in one session, with the same alarms, under the same notification server, and what they send
to it is timed on the bus.
"""

import json
import os
import sqlite3
import statistics
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
for folder in ('daemon', 'eds'):
    sys.path.insert(0, os.path.join(HERE, '..', 'integration', folder))

from gi.repository import GLib  # noqa: E402
from notification_double import NotificationDouble  # noqa: E402
from test_eds import EdsWorld, calendar, event  # noqa: E402
from world import BUILD, wait_until  # noqa: E402

PEER = '/usr/libexec/evolution-data-server/evolution-alarm-notify'
TURNED = os.path.join(BUILD, 'tests/integration/daemon/turned-world.so')
OWN = 24
# When the peer's alarms are due, seconds after the start: not all at the same second of a minute.
ALARMS = (40, 55, 70, 85, 100, 115)


def pss(pid):
    with open('/proc/%d/smaps_rollup' % pid, encoding='ascii') as file:
        return sum(int(line.split()[1]) for line in file if line.startswith('Pss:')) / 1024


def bench_queue(world, report):
    """A hundred thousand reminders: what they cost, and how late one is told."""
    folder = world.path('reminders')
    os.mkdir(folder)
    result = json.loads(subprocess.run([os.path.join(BUILD, 'tests/bench/bench-reminders'), folder],
                                       env={**world.env, 'HEARTH_NOW': ''}, check=True,
                                       capture_output=True, text=True).stdout)
    report('reminders_loading', result['loading_us'] / 1000, 'ms')
    report('reminders_memory', result['memory_bytes'] / 1e6, 'MB')
    report('reminders_arming', result['arming_us'] / 1000, 'ms')
    report('reminders_arming_worst', result['arming_worst_us'] / 1000, 'ms')
    report('reminders_late', result['late_us'] / 1000, 'ms')
    report('reminders_late_worst', result['late_worst_us'] / 1000, 'ms')


class Session(EdsWorld):
    """A desktop with calendars, a display and a notification server."""

    def __init__(self):
        super().__init__()
        del self.env['HEARTH_NOW']
        self.times = []  # (when, application, summary, body)
        self.orders = None

    def open(self):
        self.start_desktop()
        self.start_display()
        self.server = NotificationDouble(self.env['DBUS_SESSION_BUS_ADDRESS'])
        monitor = self.connect_to_bus()

        def note(_connection, message, incoming):
            now = time.time()
            if incoming and message.get_member() == 'Notify':
                body = message.get_body().unpack()
                self.times.append((now, body[0], body[3], body[4]))
            return None if incoming and message.get_member() is not None else message

        monitor.add_filter(note)
        monitor.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus',
                          'org.freedesktop.DBus.Monitoring', 'BecomeMonitor',
                          GLib.Variant('(asu)', (["interface='org.freedesktop.Notifications'"], 0)),
                          None, 0, 5000, None)
        self.monitor = monitor

    def start_turned(self):
        """hearthd with a clock that can be turned."""
        path = self.path('orders')
        if self.orders is None:
            os.mkfifo(path)
            self.orders = os.open(path, os.O_RDWR)
        self.env.update({'LD_PRELOAD': TURNED, 'HEARTH_TEST_ORDERS': path})
        daemon = self.start_daemon()
        for name in ('LD_PRELOAD', 'HEARTH_TEST_ORDERS'):
            del self.env[name]
        self.call('Status')
        return daemon

    def set_reminder(self, text, due):
        database = sqlite3.connect(os.path.join(self.data, 'hearth.db'))
        database.execute('INSERT INTO reminders (key, text, due, original_due, event_start,'
                         ' event_id, state, kind, event_end, shown)'
                         ' VALUES (?, ?, ?, ?, 0, 0, 0, 0, 0, 0)', ('user:' + text, text, due, due))
        database.commit()
        database.close()

    def when(self, word, own=True):
        """When the first bubble with that word was sent, by Hearth or by another; or None."""
        return next((when for when, name, summary, body in list(self.times)
                     if word in summary + ' ' + body and (name == 'Hearth') == own), None)


def bench_own(session, report):
    """Reminders that are set while hearthd runs, each by its second."""
    daemon = session.start_daemon()
    session.call('Status')
    dues = {}
    for i in range(OWN):
        name = 'Kettle%d' % i
        identity, _, _ = session.call('Remind', '(s)', '%s in 1 minute' % name)
        dues[name] = int(time.time()) + 2 + i // 2
        session.call('SnoozeReminder', '(xx)', identity, dues[name])
    wait_until(lambda: all(session.when(name) for name in dues), 'the reminders', timeout=60)
    late = [(session.when(name) - due) * 1000 for name, due in dues.items()]
    report('reminders_session_median', statistics.median(late), 'ms')
    report('reminders_session_worst', max(late), 'ms')
    if min(late) < 0:
        sys.exit('a reminder came before its time')
    session.stop_daemon(daemon)


def bench_turned(session, report):
    """After a sleep that only the timer tells of, and when the clock is set."""
    for order, name in (('sleep', 'resume'), ('step', 'clock_step')):
        session.set_reminder('Teapot-' + name, int(time.time()) + 3600)
        daemon = session.start_turned()
        time.sleep(0.5)
        start = time.time()
        os.write(session.orders, b'%s 3700\n' % order.encode())
        wait_until(lambda n=name: session.when('Teapot-' + n), 'the reminder', timeout=10)
        report('reminders_after_' + name, (session.when('Teapot-' + name) - start) * 1000, 'ms')
        session.stop_daemon(daemon)


def local(seconds):
    return GLib.DateTime.new_from_unix_utc(int(seconds)).to_timezone(
        GLib.TimeZone.new_identifier('Europe/Berlin')).format('%Y%m%dT%H%M%S')


def bench_peer(session, report):
    """The same alarms, told by both."""
    # None overlaps another: Hearth would say so, by name.
    begin = int(time.time())
    alarm = ('BEGIN:VALARM', 'ACTION:DISPLAY', 'DESCRIPTION:x', 'TRIGGER:PT0S', 'END:VALARM')
    events = [event('samovar%d@bench' % i, 'Samovar%d' % i, local(begin + after),
                    local(begin + after + 5), *alarm) for i, after in enumerate(ALARMS)]
    session.put(*events)
    daemon = session.start_daemon()
    session.ctl('source', 'add', 'ics', session.write('samovar.ics', calendar(*events)))
    peer = session.start(['/usr/bin/env', '-u', 'G_DEBUG', PEER])
    dues = {'Samovar%d' % i: begin + after for i, after in enumerate(ALARMS)}
    wait_until(lambda: all(session.when(name, own) for name in dues for own in (True, False)),
               'the alarms of both', timeout=ALARMS[-1] + 150, interval=0.2)
    for own, title in ((True, 'hearth'), (False, 'evolution')):
        late = [session.when(name, own) - due for name, due in dues.items()]
        report('reminders_alarm_median_' + title, statistics.median(late), 's')
        report('reminders_alarm_worst_' + title, max(late), 's')
    report('reminders_pss_hearth', pss(daemon.pid), 'MB')
    report('reminders_pss_evolution', pss(peer.pid), 'MB')
    session.stop_daemon(daemon)


def bench_reminders(world, report):
    bench_queue(world, report)
    session = Session()
    try:
        session.open()
        bench_own(session, report)
        bench_turned(session, report)
        if os.path.exists(PEER):
            bench_peer(session, report)
        else:
            print('# evolution-alarm-notify is not here', flush=True)
    finally:
        session.close()
