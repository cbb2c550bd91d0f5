# SPDX-License-Identifier: GPL-3.0-or-later
"""The owner's way with a calendar on a server, by hearthctl and a running hearthd alone: found,
added, read, changed, and taken back. A second client looks at what arrives, and changes it too."""

import os
import sqlite3
import sys

sys.path[:0] = [os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', name)
                for name in ('daemon', 'accounts', 'send')]

import world  # noqa: E402
from dav_servers import Radicale, Xandikos  # noqa: E402
from mail_house import Keyring  # noqa: E402
from world import wait_until  # noqa: E402

FIXED = ('BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Other//EN\r\nBEGIN:VEVENT\r\nUID:fixed\r\n'
         'DTSTAMP:20240501T000000Z\r\nDTSTART:20240516T080000Z\r\nDTEND:20240516T090000Z\r\n'
         'SUMMARY:Dentist\r\nX-OTHER-COLOUR:teal\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n')
SERIES = ('BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Other//EN\r\nBEGIN:VEVENT\r\nUID:series\r\n'
          'DTSTAMP:20240501T000000Z\r\nDTSTART:20240513T060000Z\r\nDTEND:20240513T063000Z\r\n'
          'RRULE:FREQ=DAILY;COUNT=10\r\nSUMMARY:Standup\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n')


class Journey:
    """What is asked of every server."""

    with_bus = True

    def setUp(self):
        super().setUp()
        self.server = self.make_server(self.world.path('server'))
        self.addCleanup(self.server.stop)
        self.keyring = Keyring(self.world)
        self.daemon = self.world.start_daemon()
        self.add()

    def make_server(self, root):
        os.mkdir(root)
        return self.kind(root)

    def add(self):
        place = [self.server.url + '/', '--user', self.server.user]
        found = self.world.ctl('calendar', 'discover', *place, json_output=True, stdin='pw\n')
        home, = [each for each in found if each['path'] == self.server.url + self.server.home]
        self.assertEqual((home['kind'], home['writable'], home['events'], home['added']),
                         ('caldav', True, True, False))
        self.world.ctl('calendar', 'add', *place, '--only', home['name'], stdin='pw\n')
        found = self.world.ctl('calendar', 'discover', *place, json_output=True, stdin='pw\n')
        self.assertEqual([each['path'] for each in found if each['added']], [home['path']])
        self.calendar, = self.world.ctl('calendar', 'list', json_output=True)

    def sync(self, code=0):
        self.world.ctl('sync', code=code)

    def rows(self, sql):
        database = sqlite3.connect(os.path.join(self.world.data, 'hearth.db'))
        try:
            return database.execute(sql).fetchall()
        finally:
            database.close()

    def occurrences(self, empty=False):
        return self.world.ctl('agenda', '--from', '2024-05-13', '--to', '2024-05-27',
                              json_output=True, code=3 if empty else 0) or []

    def agenda(self, empty=False):
        """Summary -> the starts of its occurrences in two weeks, in Berlin."""
        found = {}
        for each in self.occurrences(empty):
            found.setdefault(each['summary'], []).append(each['start'][:16])
        return found

    def id_of(self, summary):
        return str([each['id'] for each in self.occurrences() if each['summary'] == summary][0])

    def event(self, verb, *args, code=0):
        return self.world.ctl('event', verb, *args, json_output=True, code=code)

    def create(self, *args):
        done = self.event('add', '--calendar', str(self.calendar['id']), *args)
        return str(done['event']), str(done['action'])

    def wait_server(self, check, what):
        wait_until(check, what, timeout=15, interval=0.1)

    def summaries(self):
        return sorted(each.value('SUMMARY') for list_ in self.server.resources().values()
                      for each in list_)

    def test_read(self):
        self.server.put('fixed.ics', FIXED)
        self.server.put('series.ics', SERIES)
        self.sync()
        agenda = self.agenda()
        self.assertEqual(agenda['Dentist'], ['2024-05-16T10:00'])
        self.assertEqual(agenda['Standup'], ['2024-05-%dT08:00' % day for day in range(13, 23)])
        self.server.change('fixed', 'Dentist', 'Doctor')
        self.server.request('DELETE', self.server.home + 'series.ics')
        self.sync()
        self.assertEqual(self.agenda(), {'Doctor': ['2024-05-16T10:00']})

    def test_create_move_cancel(self):
        event, _action = self.create('Lunch', '--start', '2024-05-17T12:30', '--end',
                                     '2024-05-17T13:30', '--at', 'Roma')
        self.wait_server(lambda: self.summaries() == ['Lunch'], 'the new event')
        (uid, (there,)), = self.server.resources().items()
        self.assertEqual(there.value('LOCATION'), 'Roma')
        self.assertIn('20240517T', there.value('DTSTART'))
        self.event('move', event, '2024-05-18T13:00', '--summary', 'Long lunch')
        self.wait_server(lambda: self.summaries() == ['Long lunch'], 'the change')
        there = self.server.resource(uid)
        self.assertIn('20240518T', there.value('DTSTART'))
        self.assertEqual(self.agenda(), {'Long lunch': ['2024-05-18T13:00']})
        occurrence, = self.world.ctl('agenda', '--from', '2024-05-18', '--to', '2024-05-18',
                                     json_output=True)
        self.assertEqual(occurrence['end'][:16], '2024-05-18T14:00')
        self.event('cancel', event)
        self.wait_server(lambda: self.server.resources() == {}, 'the removal')
        self.sync()
        self.assertEqual(self.agenda(empty=True), {})

    def test_one_of_a_series(self):
        self.server.put('series.ics', SERIES)
        self.sync()
        series = self.id_of('Standup')
        days = ['2024-05-%dT08:00' % day for day in range(13, 23)]
        self.event('move', series, '2024-05-15T09:15', '--occurrence', '2024-05-15T08:00')
        self.wait_server(lambda: len(self.server.resource('series').values('UID')) == 2,
                         'the occurrence that moved')
        there = self.server.resource('series')
        self.assertEqual(there.values('RRULE'), ['FREQ=DAILY;COUNT=10'])
        self.assertEqual(len(there.values('RECURRENCE-ID')), 1)
        self.event('cancel', series, '--occurrence', '2024-05-16T08:00')
        self.wait_server(lambda: self.server.resource('series').values('EXDATE'), 'the exception')
        expected = days[:2] + ['2024-05-15T09:15'] + days[4:]
        self.assertEqual(sorted(self.agenda()['Standup']), expected)
        self.sync()
        self.assertEqual(sorted(self.agenda()['Standup']), expected)
        self.event('cancel', series, '--occurrence', '2024-05-20T08:00', '--scope', 'future')
        self.wait_server(lambda: 'COUNT=7' in self.server.resource('series').value('RRULE'),
                         'the end of the series')
        self.assertEqual(sorted(self.agenda()['Standup']), expected[:-3])
        self.event('cancel', series, '--scope', 'all')
        self.wait_server(lambda: self.server.resources() == {}, 'the removal')

    def test_undo(self):
        self.server.put('series.ics', SERIES)
        self.server.put('fixed.ics', FIXED)
        self.sync()
        before = self.agenda()
        moved = self.event('move', self.id_of('Dentist'), '2024-05-16T15:00')
        self.wait_server(lambda: '15' in self.server.resource('fixed').value('DTSTART')[9:11] or
                         '13' in self.server.resource('fixed').value('DTSTART')[9:11], 'the move')
        self.world.ctl('undo', str(moved['action']))
        self.wait_server(lambda: self.server.resource('fixed').value('DTSTART') ==
                         '20240516T080000Z', 'the undo')
        self.assertIn('X-OTHER-COLOUR:teal', self.server.resource('fixed').lines)
        cancelled = self.event('cancel', self.id_of('Standup'), '--occurrence', '2024-05-16T08:00')
        self.wait_server(lambda: self.server.resource('series').values('EXDATE'), 'the exception')
        self.world.ctl('undo', str(cancelled['action']))
        self.wait_server(lambda: not self.server.resource('series').values('EXDATE'), 'the undo')
        gone = self.event('cancel', self.id_of('Dentist'))
        self.wait_server(lambda: 'fixed' not in self.server.resources(), 'the removal')
        self.world.ctl('undo', str(gone['action']))
        self.wait_server(lambda: 'fixed' in self.server.resources(), 'the undo of the removal')
        self.sync()
        self.assertEqual(self.agenda(), before)
        _event, created = self.create('Lunch', '--start', '2024-05-17T12:30')
        self.wait_server(lambda: 'Lunch' in self.summaries(), 'the new event')
        self.world.ctl('undo', created)
        self.wait_server(lambda: 'Lunch' not in self.summaries(), 'the undo of the new event')
        self.assertEqual(self.agenda(), before)

    def test_undo_while_told(self):
        """The server gives a new event its name at any time, also between a look and an undo."""
        for i in range(12):
            _event, created = self.create('Lunch %d' % i, '--start', '2024-05-17T12:30')
            if i % 2:
                self.wait_server(lambda: 'Lunch %d' % i in self.summaries(), 'the new event')
            self.world.ctl('undo', created)
        self.sync()
        self.wait_server(lambda: not self.summaries(), 'the undo of the new events')

    def test_offline(self):
        """What is done without the server is shown at once, and told as soon as it is back."""
        self.server.put('fixed.ics', FIXED)
        self.sync()
        self.server.stop()
        self.event('move', self.id_of('Dentist'), '2024-05-16T15:00')
        self.create('Lunch', '--start', '2024-05-17T12:30')
        taken_back = self.event('move', self.id_of('Dentist'), '--summary', 'Nothing')
        self.world.ctl('undo', str(taken_back['action']))
        expected = {'Dentist': ['2024-05-16T15:00'], 'Lunch': ['2024-05-17T12:30']}
        self.assertEqual(self.agenda(), expected)
        self.sync(code=1)
        self.assertEqual(self.agenda(), expected)
        self.assertIn('127.0.0.1', self.world.ctl('calendar', 'list', json_output=True)[0]['error'])
        self.world.stop_daemon(self.daemon)
        self.daemon = self.world.start_daemon()
        self.server.start()
        self.sync()
        self.assertEqual(self.summaries(), ['Dentist', 'Lunch'])
        self.assertIn(self.server.resource('fixed').value('DTSTART')[9:13], ('1300', '1500'))
        self.assertEqual(self.agenda(), expected)
        self.assertNotIn('error', self.world.ctl('calendar', 'list', json_output=True)[0])

    def test_conflicts(self):
        """Two clients change the same event before either hears of the other: neither loses."""
        self.server.put('fixed.ics', FIXED)
        self.server.put('series.ics', SERIES)
        self.sync()
        self.server.stop()
        self.event('move', self.id_of('Dentist'), '2024-05-16T15:00')
        series = self.id_of('Standup')
        self.event('cancel', series, '--occurrence', '2024-05-16T08:00')
        self.server.start()
        self.server.change('fixed', 'SUMMARY:Dentist', 'SUMMARY:Dr. Braun\r\nLOCATION:Main Street')
        self.server.change('series', 'SUMMARY:Standup',
                           'EXDATE:20240517T060000Z\r\nSUMMARY:Daily')
        self.sync()
        there = self.server.resource('fixed')
        self.assertEqual((there.value('SUMMARY'), there.value('LOCATION')),
                         ('Dr. Braun', 'Main Street'))
        self.assertIn(there.value('DTSTART')[9:13], ('1300', '1500'))
        excluded = ','.join(self.server.resource('series').values('EXDATE'))
        self.assertIn('20240516T060000Z', excluded)
        self.assertIn('20240517T060000Z', excluded)
        agenda = self.agenda()
        self.assertEqual(agenda['Dr. Braun'], ['2024-05-16T15:00'])
        self.assertEqual(agenda['Daily'], ['2024-05-%dT08:00' % day for day in range(13, 23)
                                           if day not in (16, 17)])

    def test_other_was_faster_with_a_removal(self):
        """What another client removed is not made again by a change of the owner, who is told."""
        self.server.put('fixed.ics', FIXED)
        self.sync()
        self.server.stop()
        self.event('move', self.id_of('Dentist'), '2024-05-16T15:00')
        self.server.start()
        self.server.request('DELETE', self.server.home + 'fixed.ics')
        self.sync()
        self.assertEqual(self.server.resources(), {})
        self.assertEqual(self.agenda(empty=True), {})
        journal = self.rows("SELECT what FROM journal WHERE kind = 'calendar'")
        self.assertEqual(len(journal), 1)


class RadicaleJourney(Journey, world.TestCase):
    kind = Radicale

    def test_new_password(self):
        """What waits while the password is a wrong one waits until it is entered anew."""
        self.server.put('fixed.ics', FIXED)
        self.sync()
        self.server.stop()
        self.server.password = 'other'
        self.server.start()
        self.event('move', self.id_of('Dentist'), '--summary', 'Doctor')
        self.sync(code=1)
        self.assertIn('password', self.world.ctl('calendar', 'list', json_output=True)[0]['error'])
        self.assertEqual(list(self.agenda()), ['Doctor'])
        self.assertEqual(self.summaries(), ['Dentist'])
        self.world.ctl('calendar', 'change', str(self.calendar['id']), '--password',
                       stdin='other\n')
        self.sync()
        self.assertEqual(self.summaries(), ['Doctor'])
        self.assertNotIn('error', self.world.ctl('calendar', 'list', json_output=True)[0])

    def test_journal(self):
        """What was said to the server stands in the journal, in a line for the day."""
        self.sync()
        self.sync()
        self.world.stop_daemon(self.daemon)
        (host, first), = self.rows("SELECT host, bytes_sent FROM journal WHERE kind = 'sync'")
        self.assertEqual(host, '127.0.0.1')
        self.assertGreater(first, 1000)
        self.daemon = self.world.start_daemon()
        self.sync()
        self.world.stop_daemon(self.daemon)
        (host, second), = self.rows("SELECT host, bytes_sent FROM journal WHERE kind = 'sync'")
        self.assertGreater(second, first)

    def test_refused(self):
        """What the server does not let the owner do is taken back here, and said."""
        self.server.put('fixed.ics', FIXED)
        self.sync()
        self.server.stop()
        self.server.rights = 'from_file'
        self.server.start()
        self.event('move', self.id_of('Dentist'), '--summary', 'Doctor')
        self.wait_server(lambda: list(self.agenda()) == ['Dentist'], 'what is on the server')
        (said,), = self.rows("SELECT what FROM journal WHERE kind = 'calendar'")
        self.assertIn('Dentist', said)
        self.create('Lunch', '--start', '2024-05-17T12:30')
        self.wait_server(lambda: list(self.agenda()) == ['Dentist'], 'what is on the server')
        self.assertEqual(self.rows('SELECT count(*) FROM event_edits WHERE state != 2'), [(0,)])


class XandikosJourney(Journey, world.TestCase):
    kind = Xandikos


if __name__ == '__main__':
    world.main()
