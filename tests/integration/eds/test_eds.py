#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The calendars of the desktop: a real Evolution Data Server, without a display."""

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '../daemon'))
import world  # noqa: E402

from gi.repository import Gio, GLib  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
DRIVER = os.path.join(world.BUILD, 'tests/integration/eds/eds-driver')
MODULES = os.path.join(world.BUILD, 'src/eds/module')
SERVICES = '/usr/share/dbus-1/services'

HEAD = 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Test//EN\r\n'
TAIL = 'END:VCALENDAR\r\n'


def event(uid, summary, start, end, *lines):
    """One event in the owner's zone; lines come as they are."""
    return '\r\n'.join(['BEGIN:VEVENT', 'UID:' + uid, 'DTSTAMP:20240501T080000Z',
                        'SUMMARY:' + summary, 'DTSTART;TZID=Europe/Berlin:' + start,
                        'DTEND;TZID=Europe/Berlin:' + end, *lines, 'END:VEVENT', ''])


def calendar(*components):
    return HEAD + ''.join(components) + TAIL


class EdsWorld(world.World):
    """A world whose desktop has calendars."""

    def start_desktop(self, modules=MODULES):
        self.env['HEARTH_MODULEDIR'] = modules
        # Whoever asks the network's state would wait ten seconds for a bus that is not there.
        self.start_system_bus()
        self.start_bus()
        for name in os.listdir(SERVICES):
            if not name.startswith('org.gnome.evolution.dataserver'):
                continue
            with open(os.path.join(SERVICES, name), encoding='utf-8') as file:
                text = file.read()
            # Its criticals are not ours.
            text = re.sub(r'^Exec=', 'Exec=/usr/bin/env -u G_DEBUG ', text, flags=re.MULTILINE)
            text = re.sub(r'^SystemdService=.*$', '', text, flags=re.MULTILINE)
            self.write('services/' + name, text)
        self.bus.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus',
                           'ReloadConfig', None, None, Gio.DBusCallFlags.NONE, 5000, None)

    def run_client(self, *args, text=''):
        result = subprocess.run([sys.executable, os.path.join(HERE, 'eds_client.py'), *args],
                                env=self.env, input=text, capture_output=True, text=True, timeout=60,
                                check=False)
        if result.returncode != 0:
            raise AssertionError(result.stderr + self.read_log())
        return result.stdout

    def put(self, *components, kind='events', source='system-calendar'):
        self.run_client(kind, source, 'put', text=calendar(*components))

    def get(self, uid, source='system-calendar', kind='events'):
        return self.run_client(kind, source, 'get', uid)

    def drive(self, *args, text='', code=0):
        result = subprocess.run([DRIVER, *args], env=self.env, input=text.encode(),
                                capture_output=True, timeout=60, check=False)
        if result.returncode != code:
            raise AssertionError('%r %r' % (result.stdout, result.stderr))
        return (result.stdout if code == 0 else result.stderr).decode()

    def agenda(self):
        result = subprocess.run([world.CTL, '--json', 'agenda', '--to', '2024-05-29'], env=self.env,
                                capture_output=True, text=True, timeout=30, check=False)
        # Days without events end with another code.
        if result.returncode not in (0, 3):
            raise AssertionError(result.stderr)
        return json.loads(result.stdout) if result.stdout else []

    def summaries(self):
        return [entry['summary'] for entry in self.agenda()]

    def pids(self, name):
        return [int(pid) for pid in os.listdir('/proc') if pid.isdigit() and self.is_mine(pid, name)]

    def is_mine(self, pid, name):
        try:
            with open('/proc/%s/cmdline' % pid, 'rb') as file:
                program = file.read().split(b'\0')[0].decode()
            with open('/proc/%s/environ' % pid, 'rb') as file:
                return os.path.basename(program).startswith(name) and \
                    self.root.encode() in file.read()
        except OSError:
            return False

    def close(self):
        for pid in self.pids('evolution-'):
            os.kill(pid, signal.SIGTERM)
        super().close()


class EdsCase(unittest.TestCase):
    modules = MODULES
    kind = 'eds'

    def setUp(self):
        self.world = EdsWorld()
        self.addCleanup(self.world.close)
        self.world.start_desktop(self.modules)

    def discover(self):
        """What the desktop has, by name."""
        fds = Gio.UnixFDList.new()
        with tempfile.TemporaryFile() as nothing:
            handle = fds.append(nothing.fileno())
        reply, _fds = self.world.bus.call_with_unix_fd_list_sync(
            world.NAME, world.PATH, world.INTERFACE, 'DiscoverCalendars',
            GLib.Variant('(a{sv}h)', ({'eds': GLib.Variant('b', True)}, handle)), None,
            Gio.DBusCallFlags.NONE, 30000, fds, None)
        return {found['path']: found for found in reply.unpack()[0]}

    def add(self, path, name):
        fds = Gio.UnixFDList.new()
        with tempfile.TemporaryFile() as nothing:
            handle = fds.append(nothing.fileno())
        chosen = {'kind': GLib.Variant('s', self.kind), 'path': GLib.Variant('s', path),
                  'name': GLib.Variant('s', name)}
        reply, _fds = self.world.bus.call_with_unix_fd_list_sync(
            world.NAME, world.PATH, world.INTERFACE, 'AddCalendars',
            GLib.Variant('(a{sv}aa{sv}h)', ({}, [chosen], handle)), None,
            Gio.DBusCallFlags.NONE, 30000, fds, None)
        return reply.unpack()[0]

    def wait_for(self, check, what, timeout=15):
        world.wait_until(check, what, timeout, 0.05)


class CtlTest(EdsCase):
    def test_found_and_added(self):
        """By hearthctl: found, added with what the desktop says of it, and not again."""
        w = self.world
        w.put(event('a@test', 'Dentist', '20240516T090000', '20240516T093000'))
        w.start_daemon()
        found = {each['path']: each for each in
                 w.ctl('calendar', 'discover', '--desktop', json_output=True)}
        mine = found['system-calendar']
        self.assertEqual((mine['kind'], mine['writable'], mine['added']), ('eds', True, False))
        self.assertTrue(mine['color'].startswith('#'), mine)
        w.ctl('calendar', 'add', '--desktop', '--only', mine['name'])
        # The list of tasks may have the same name.
        added, = [each for each in w.ctl('calendar', 'list', json_output=True)
                  if each['path'] == 'system-calendar']
        self.assertEqual((added['color'], added['writable']), (mine['color'].lower(), True))
        database = os.path.join(w.data, 'hearth.db')
        self.wait_for(lambda: sqlite3.connect(database).execute(
            'SELECT summary FROM events').fetchall() == [('Dentist',)], 'the event')
        w.ctl('calendar', 'add', '--desktop', '--only', mine['name'], code=3)
        w.ctl('calendar', 'add', '--desktop', 'alex@example.org', code=2)
        w.ctl('calendar', 'discover', code=2)
        w.ctl('calendar', 'discover', '--desktop', standalone=True, code=2)


class ReadTest(EdsCase):
    def test_calendar_is_seen(self):
        w = self.world
        w.put(event('a@test', 'Dentist', '20240516T090000', '20240516T093000'))
        w.start_daemon()
        found = self.discover()
        self.assertIn('system-calendar', found)
        self.assertTrue(found['system-calendar']['writable'])
        self.assertTrue(found['system-calendar']['events'])
        self.assertFalse(found['system-calendar']['added'])
        self.assertTrue(found['system-task-list']['tasks'])
        self.assertFalse(found['birthdays']['writable'])
        self.add('system-calendar', 'Personal')
        self.wait_for(lambda: w.summaries() == ['Dentist'], 'the event')
        self.assertTrue(self.discover()['system-calendar']['added'])
        entry = w.agenda()[0]
        self.assertEqual(entry['start'][:16], '2024-05-16T09:00')
        with self.assertRaises(GLib.Error):
            self.add('system-calendar', 'Again')

    def test_changes_are_noticed(self):
        w = self.world
        w.put(event('a@test', 'Dentist', '20240516T090000', '20240516T093000'))
        w.start_daemon()
        self.add('system-calendar', 'Personal')
        self.wait_for(lambda: w.summaries() == ['Dentist'], 'the event')
        # The first sync is followed by one that sees what came while the watch began.
        time.sleep(1)
        for step, wanted in (
                (lambda: w.put(event('b@test', 'Lunch', '20240517T120000', '20240517T130000')),
                 ['Dentist', 'Lunch']),
                (lambda: w.put(event('b@test', 'Late lunch', '20240517T140000', '20240517T150000')),
                 ['Dentist', 'Late lunch']),
                (lambda: w.run_client('events', 'system-calendar', 'remove', 'a@test'),
                 ['Late lunch'])):
            step()
            # The other program has ended by now, so this is later than the change.
            self.wait_for(lambda wanted=wanted: w.summaries() == wanted, wanted, timeout=1)

    def test_series_with_override(self):
        w = self.world
        w.put(event('s@test', 'Stand-up', '20240515T110000', '20240515T111500',
                    'RRULE:FREQ=DAILY;COUNT=4', 'EXDATE;TZID=Europe/Berlin:20240517T110000'),
              event('s@test', 'Stand-up, later', '20240516T150000', '20240516T151500',
                    'RECURRENCE-ID;TZID=Europe/Berlin:20240516T110000'))
        w.start_daemon()
        self.add('system-calendar', 'Personal')
        self.wait_for(w.summaries, 'the series')
        self.assertEqual([(entry['summary'], entry['start'][:16]) for entry in w.agenda()],
                         [('Stand-up', '2024-05-15T11:00'), ('Stand-up, later', '2024-05-16T15:00'),
                          ('Stand-up', '2024-05-18T11:00')])

    def test_tasks(self):
        w = self.world
        w.run_client('tasks', 'system-task-list', 'put', text=calendar(
            'BEGIN:VTODO\r\nUID:t@test\r\nDTSTAMP:20240501T080000Z\r\nSUMMARY:Pay the rent\r\n'
            'DUE;VALUE=DATE:20240520\r\nEND:VTODO\r\n'))
        w.start_daemon()
        self.add('system-task-list', 'Tasks')

        def titles():
            with sqlite3.connect('file:%s/hearth.db?mode=ro' % w.data, uri=True) as db:
                return [row[0] for row in db.execute('SELECT summary FROM tasks')]

        self.wait_for(lambda: titles() == ['Pay the rent'], 'the task')

    def test_factory_killed(self):
        w = self.world
        w.put(event('a@test', 'Dentist', '20240516T090000', '20240516T093000'))
        # The service keeps what it was told for a while before it writes it.
        world.wait_until(lambda: any('Dentist' in open(os.path.join(folder, name)).read()
                                     for folder, _, names in os.walk(w.root)
                                     for name in names if name == 'calendar.ics'),
                         'the file', 30, 0.2)
        daemon = w.start_daemon()
        self.add('system-calendar', 'Personal')
        self.wait_for(lambda: w.summaries() == ['Dentist'], 'the event')
        for _ in range(3):
            pids = w.pids('evolution-calendar-factory')
            self.assertTrue(pids)
            for pid in pids:
                os.kill(pid, signal.SIGKILL)
            time.sleep(0.5)
            self.assertEqual(w.summaries(), ['Dentist'])
            # It comes back by itself: another program's change is noticed again.
            self.wait_for(lambda: w.pids('evolution-calendar-factory'), 'the service')
        w.put(event('b@test', 'Lunch', '20240517T120000', '20240517T130000'))
        self.wait_for(lambda: w.summaries() == ['Dentist', 'Lunch'], 'what came after', timeout=5)
        self.assertIsNone(daemon.poll())


class WriteTest(EdsCase):
    calendar = 'system-calendar'

    def test_create_change_remove(self):
        w = self.world
        first = w.drive(self.calendar, 'write', '-', 'n@test', '-', text=calendar(
            event('n@test', 'Concert', '20240516T200000', '20240516T220000')))
        etag, href = first.split('\n')[:2]
        self.assertEqual(href, 'n@test')
        self.assertIn('SUMMARY:Concert', w.get('n@test'))
        again, text = w.drive(self.calendar, 'read', href).split('\n', 1)
        self.assertEqual(again, etag)
        changed = w.drive(self.calendar, 'write', href, 'n@test', etag,
                          text=text.replace('Concert', 'Opera')).split('\n')[0]
        self.assertNotEqual(changed, etag)
        self.assertIn('SUMMARY:Opera', w.get('n@test'))
        # Conflicts: 6. Both by the old version, and by making it a second time.
        for args in ((href, 'n@test', etag), ('-', 'n@test', '-')):
            failure = w.drive(self.calendar, 'write', *args, text=text, code=1)
            self.assertTrue(failure.startswith('hearth-calendar-error-quark 6 '), failure)
        failure = w.drive(self.calendar, 'remove', href, etag, code=1)
        self.assertTrue(failure.startswith('hearth-calendar-error-quark 6 '), failure)
        self.assertIn('SUMMARY:Opera', w.get('n@test'))
        w.drive(self.calendar, 'remove', href, changed)
        failure = w.drive(self.calendar, 'read', href, code=1)
        self.assertTrue(failure.startswith('hearth-calendar-error-quark 0 '), failure)

    def test_occurrences(self):
        w = self.world
        series = event('s@test', 'Stand-up', '20240515T110000', '20240515T111500',
                       'RRULE:FREQ=DAILY;COUNT=4')
        later = event('s@test', 'Later', '20240516T150000', '20240516T151500',
                      'RECURRENCE-ID;TZID=Europe/Berlin:20240516T110000')
        other = event('s@test', 'Other', '20240517T150000', '20240517T151500',
                      'RECURRENCE-ID;TZID=Europe/Berlin:20240517T110000')

        def write(*components, href='s@test'):
            etag = '-' if href == '-' else w.drive(self.calendar, 'read', href).split('\n')[0]
            w.drive(self.calendar, 'write', href, 's@test', etag, text=calendar(*components))
            return sorted(re.findall(r'SUMMARY:(.*?)\r?\n', w.get('s@test')))

        self.assertEqual(write(series, later, href='-'), ['Later', 'Stand-up'])
        self.assertEqual(write(series, later, other), ['Later', 'Other', 'Stand-up'])
        # The series is changed and keeps them.
        renamed = series.replace('Stand-up', 'Daily')
        self.assertEqual(write(renamed, later, other), ['Daily', 'Later', 'Other'])
        # One is as the series says again; nothing else is lost, and no EXDATE is made of it.
        self.assertEqual(write(renamed, other), ['Daily', 'Other'])
        self.assertNotIn('EXDATE', w.get('s@test'))
        # One is cancelled.
        self.assertEqual(write(renamed.replace(
            'RRULE', 'EXDATE;TZID=Europe/Berlin:20240517T110000\r\nRRULE')), ['Daily'])
        self.assertIn('EXDATE', w.get('s@test'))

    def test_read_only(self):
        failure = self.world.drive('birthdays', 'write', '-', 'x@test', '-', code=1, text=calendar(
            event('x@test', 'No', '20240516T200000', '20240516T220000')))
        self.assertTrue(failure.startswith('hearth-calendar-error-quark 4 '), failure)

    def test_calendar_that_is_gone(self):
        failure = self.world.drive('no-such-calendar', 'read', 'x', code=1)
        self.assertTrue(failure.startswith('hearth-calendar-error-quark 1 '), failure)


class AbsentTest(EdsCase):
    modules = '/nonexistent'

    def test_without_the_module(self):
        w = self.world
        daemon = w.start_daemon()
        with self.assertRaises(GLib.Error) as caught:
            self.discover()
        self.assertIn('its part for Evolution Data Server is not installed', str(caught.exception))
        self.add('system-calendar', 'Personal')
        self.wait_for(lambda: any(source.get('error') for source in
                                  w.ctl('source', 'list', json_output=True)), 'the sentence')
        self.assertIsNone(daemon.poll())
        self.assertEqual(w.pids('evolution-'), [])


class MemoryTest(EdsCase):
    def test_module_is_loaded_when_needed(self):
        """Who has no calendar of the desktop does not pay for its libraries."""
        w = self.world
        daemon = w.start_daemon()

        def is_loaded():
            with open('/proc/%d/maps' % daemon.pid, encoding='utf-8') as file:
                return 'libecal' in file.read()

        w.call('Status')
        self.assertFalse(is_loaded())
        self.discover()
        self.assertTrue(is_loaded())


if __name__ == '__main__':
    world.main()
