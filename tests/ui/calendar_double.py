# SPDX-License-Identifier: GPL-3.0-or-later
"""Stands in for hearthd where calendars are changed, invitations answered and tasks done.

As with mail, what the panel asks for is written into the store, and shown from there.
"""

import world
from gi.repository import GLib
from mail_double import MailDouble

INVITED = {'accepted': 1, 'declined': 2, 'tentative': 3}


def pack(fields):
    """A dictionary as the service answers with."""
    def wrap(value):
        if isinstance(value, GLib.Variant):
            return value
        if isinstance(value, bool):
            return GLib.Variant('b', value)
        if isinstance(value, int):
            return GLib.Variant('x', value)
        if isinstance(value, str):
            return GLib.Variant('s', value)
        return GLib.Variant('aa{sv}', [pack(one) for one in value])
    return {key: wrap(value) for key, value in fields.items()}


class CalendarDouble(MailDouble):
    def __init__(self, desk):
        super().__init__(desk)
        self.words = {}        # what ReadEvent understands
        self.invitation = {}   # what Invitation answers
        self.briefing = {}
        self.found = []        # what DiscoverCalendars finds
        self.discover_errors = []
        self.undos = {}
        self.refused = {}      # what is not done, and why not

    def add_calendar(self, name, color=None, kind='ics', hidden=False, writable=True):
        source = self.insert('INSERT INTO sources (kind, path, name, last_sync)'
                             ' VALUES (?, ?, ?, 1)', kind, '/nowhere/' + name, name)
        self.insert('INSERT INTO calendars VALUES (?, 0, ?, ?, ?, -1, 900, 0)', source, color,
                    writable, hidden)
        return source

    def add_event(self, source, summary, start, end, rrule=None, attendees='', organizer=None,
                  **columns):
        values = {'location': None, 'url': None, 'description': None, 'alarms': ''}
        values.update(columns)
        row = self.insert(
            'INSERT INTO events (source_id, href, uid, recurrence_id, start, "end", all_day,'
            ' status, transparent, sequence, summary, location, url, tzid, organizer, rrule,'
            ' alarms, calendar_name, attendees, description)'
            " VALUES (?, ?, ?, 0, ?, ?, 0, 0, 0, 0, ?, ?, ?, NULL, ?, ?, ?, 'Home', ?, ?)",
            source, summary, summary, start, end, summary, values['location'], values['url'],
            organizer, rrule, values['alarms'], attendees, values['description'])
        self.insert("INSERT INTO event_details VALUES (?, x'', '')", row)
        self.insert('INSERT INTO occurrences VALUES (0, ?, ?, ?)', start, row, end)
        return row

    def add_task(self, source, summary, due, is_date=False):
        return self.insert(
            'INSERT INTO tasks (source_id, href, uid, recurrence_id, summary, due, due_is_date,'
            ' start, status, completed, priority, percent, alarms, sequence)'
            " VALUES (?, ?, ?, 0, ?, ?, ?, 0, 0, 0, 0, 0, '', 0)", source, summary, summary,
            summary, due, is_date)

    def add_reminder(self, text, due, state=4, event_start=0, event=0):
        return self.insert(
            'INSERT INTO reminders (key, text, due, original_due, event_start, event_id, state)'
            ' VALUES (?, ?, ?, ?, ?, ?, ?)', 'user:' + text, text, due, due, event_start, event,
            state)

    def _note(self, sql, *values):
        action = len(self.undos) + 1
        self.undos[action] = (sql, values)
        return action

    def _edit(self, event, fields):
        before = self.execute('SELECT start, "end" FROM events WHERE id = ?', event)[0]
        if 'start' in fields:
            self.execute('UPDATE events SET start = ?, "end" = ? WHERE id = ?', fields['start'],
                         fields['end'], event)
            self.execute('UPDATE occurrences SET start = ?, "end" = ? WHERE event_id = ?',
                         fields['start'], fields['end'], event)
        if 'summary' in fields:
            self.execute('UPDATE events SET summary = ? WHERE id = ?', fields['summary'], event)
        return self._note('UPDATE occurrences SET start = ?, "end" = ? WHERE event_id = ?',
                          *before, event)

    def _answer_events(self, method, args, invocation):
        if method == 'ReadEvent':
            invocation.return_value(GLib.Variant('(a{sv})', (pack(
                self.words.get(args[0], {'understood': False})),)))
        elif method == 'CreateEvent':
            source = args[0] or self.execute('SELECT source_id FROM calendars')[0][0]
            row = self.add_event(source, args[1]['summary'], args[1]['start'], args[1]['end'])
            action = self._note('DELETE FROM occurrences WHERE event_id = ?', row)
            invocation.return_value(GLib.Variant('(xx)', (row, action)))
            self.changed('events')
        elif method == 'EditEvent':
            action = self._edit(args[0], args[3])
            invocation.return_value(GLib.Variant('(x)', (action,)))
            self.changed('events')
        elif method == 'CancelEvent':
            occurrence = self.execute('SELECT * FROM occurrences WHERE event_id = ?', args[0])[0]
            self.execute('DELETE FROM occurrences WHERE event_id = ?', args[0])
            action = self._note('INSERT INTO occurrences VALUES (?, ?, ?, ?)', *occurrence)
            invocation.return_value(GLib.Variant('(x)', (action,)))
            self.changed('events')
        elif method == 'AnswerEvent':
            invocation.return_value(GLib.Variant('(x)', (self._note('SELECT 1'),)))
            self.changed('events')
        elif method == 'Briefing':
            invocation.return_value(GLib.Variant('(a{sv})', (pack(self.briefing),)))
        elif method == 'EnsureWindow':
            invocation.return_value(None)
        else:
            return False
        return True

    def _answer_rest(self, method, args, invocation):
        if method == 'CompleteTask':
            self.execute('UPDATE tasks SET status = ? WHERE id = ?', 2 if args[1] else 0, args[0])
            action = self._note('UPDATE tasks SET status = 0 WHERE id = ?', args[0])
            invocation.return_value(GLib.Variant('(x)', (action,)))
            self.changed('tasks')
        elif method == 'FinishReminder':
            self.execute('UPDATE reminders SET state = 2 WHERE id = ?', args[0])
            invocation.return_value(None)
            self.changed('reminders')
        elif method == 'SnoozeReminder':
            self.execute('UPDATE reminders SET state = 5, due = ? WHERE id = ?', args[1], args[0])
            invocation.return_value(None)
            self.changed('reminders')
        elif method == 'Invitation':
            invocation.return_value(GLib.Variant('(a{sv})', (pack(self.invitation),)))
        elif method == 'AnswerInvitation':
            self.invitation = {**self.invitation, 'state': 'answered', 'answer': args[1]}
            invocation.return_value(GLib.Variant('(x)', (self._note('SELECT 1'),)))
            self.changed('events')
        elif method == 'Undo' and args[0] in self.undos:
            sql, values = self.undos[args[0]]
            self.execute(sql, *values)
            invocation.return_value(None)
            self.changed('events', 'tasks')
        else:
            return False
        return True

    def _answer_calendars(self, method, args, invocation):
        if method == 'DiscoverCalendars':
            self.secrets.append(self._read_secret(invocation, args[1]))
            if self.discover_errors:
                name, message = self.discover_errors.pop(0)
                invocation.return_dbus_error(world.INTERFACE.rpartition('.')[0] + '.Error.' + name,
                                             message)
            else:
                invocation.return_value(GLib.Variant('(aa{sv})', ([pack(one) for one
                                                                   in self.found],)))
        elif method == 'AddCalendars':
            self.secrets.append(self._read_secret(invocation, args[2]))
            ids = [self.add_calendar(one.get('name') or one['path'], one.get('color'), one['kind'])
                   for one in args[1]]
            invocation.return_value(GLib.Variant('(ax)', (ids,)))
            self.changed('sources')
        elif method == 'ChangeCalendar':
            self.secrets.append(self._read_secret(invocation, args[2]))
            for key, column in (('hidden', 'hidden'), ('color', 'color'),
                                ('default-reminder', 'default_reminder')):
                if key in args[1]:
                    self.execute('UPDATE calendars SET %s = ? WHERE source_id = ?' % column,
                                 args[1][key], args[0])
            invocation.return_value(None)
            self.changed('sources', 'events')
        else:
            return False
        return True

    def _call(self, bus, sender, path, interface, method, parameters, invocation):
        args = parameters.unpack()
        if method in self.refused:
            self.calls.append((method, args))
            invocation.return_dbus_error(world.INTERFACE.rpartition('.')[0] + '.Error.Failed',
                                         self.refused[method])
            return
        for answer in (self._answer_events, self._answer_rest, self._answer_calendars):
            if answer(method, args, invocation):
                self.calls.append((method, args))
                return
        super()._call(bus, sender, path, interface, method, parameters, invocation)
