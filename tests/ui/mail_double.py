# SPDX-License-Identifier: GPL-3.0-or-later
"""Stands in for hearthd where mail is acted upon, written and sent, and accounts are added.

The store is a real one, filled by the engine; what the panel asks for is written into it, as the
service would, so that the panel shows what it reads and not what it was told.
"""

import os
import sqlite3

import world
from gi.repository import Gio, GLib
from service_double import ServiceDouble

ERROR = 'io.github.hearthdesktop.Hearth.Error.'
SEEN, FLAGGED = 1, 4
# Flags that an action adds and removes.
FLAGS = {'read': (SEEN, 0), 'unread': (0, SEEN), 'flag': (FLAGGED, 0), 'unflag': (0, FLAGGED)}
# Mailboxes that it moves to, and their roles.
PLACES = {'archive': ('Archive', 6), 'trash': ('Trash', 4), 'junk': ('Junk', 5),
          'not-junk': ('INBOX', 1), 'done': ('Archive', 6)}


class MailDouble(ServiceDouble):
    def __init__(self, desk):
        super().__init__(desk.bus, desk.data)
        self.store = os.path.join(desk.data, 'hearth.db')
        self.calls = []
        self.actions = {}
        self.secrets = []
        self.choices = []
        self.online = []
        self.add_errors = []     # (name, message), one for each attempt
        self.tests = []          # results of TestAccount
        self.hold = False        # Act does not return
        self.waiting = ()        # nor do these methods
        self.summary = {}        # of every thread
        self.summary_refused = None  # why nobody is asked for one
        self.held = []
        self.people = {}         # what People answers, by its arguments

    def execute(self, sql, *values):
        with sqlite3.connect(self.store) as db:
            return db.execute(sql, values).fetchall()

    def insert(self, sql, *values):
        with sqlite3.connect(self.store) as db:
            return db.execute(sql, values).lastrowid

    def changed(self, *tables):
        for table in tables:
            self.bus.emit_signal(None, world.PATH, world.INTERFACE, 'Changed',
                                 GLib.Variant('(s)', (table,)))

    def named(self, method):
        return [parameters for name, parameters in self.calls if name == method]

    def add_account(self, address, name='Nora Lind', error=None, signature=''):
        source = self.insert("INSERT INTO sources (kind, path, name, last_sync, last_error)"
                             " VALUES ('imap', ?, ?, 1, ?)", 'imap://' + address, address, error)
        self.insert("INSERT INTO accounts VALUES (?, ?, ?, 'password', NULL, 'imap.lind.example',"
                    " 993, 'tls', ?, NULL, 'smtp.lind.example', 465, 'tls', ?, NULL, 0, 0, 1, ?, 1)",
                    source, address, name, address, address, signature)
        return source

    def add_identity(self, source, address, name='', signature=''):
        self.insert('INSERT INTO identities (source_id, address, name, signature)'
                    ' VALUES (?, ?, ?, ?)', source, address, name, signature)

    def _mailbox(self, name, role):
        found = self.execute('SELECT id FROM mailboxes WHERE name = ?', name)
        return found[0][0] if found else self.insert(
            'INSERT INTO mailboxes (source_id, name, folded, role) VALUES (1, ?, ?, ?)', name,
            name.lower(), role)

    def _act(self, kind, ids, target):
        action = len(self.actions) + 1
        marks = ','.join('?' * len(ids))
        self.actions[action] = self.execute(
            'SELECT id, flags, mailbox_id FROM messages WHERE id IN (%s)' % marks, *ids)
        if kind in FLAGS:
            add, remove = FLAGS[kind]
            self.execute('UPDATE messages SET flags = (flags | ?) & ~? WHERE id IN (%s)' % marks,
                         add, remove, *ids)
        else:
            place, role = PLACES.get(kind, (target, 0))
            self.execute('UPDATE messages SET mailbox_id = ? WHERE id IN (%s)' % marks,
                         self._mailbox(place, role), *ids)
        return action

    def _undo(self, action):
        for row, flags, mailbox in self.actions[action]:
            self.execute('UPDATE messages SET flags = ?, mailbox_id = ? WHERE id = ?', flags,
                         mailbox, row)

    def _compose(self, kind, message):
        recipients, subject, text = '', '', ''
        accounts = self.execute('SELECT source_id, signature FROM accounts ORDER BY source_id')
        if message:
            name, address, about = self.execute(
                'SELECT from_name, from_address, subject FROM messages WHERE id = ?', message)[0]
            recipients = '+%s\t%s' % (name, address) if kind != 'forward' else ''
            subject = ('Fwd: ' if kind == 'forward' else 'Re: ') + about
            text = '\n\n%s wrote:\n> Something.\n' % name
        if accounts and accounts[0][1]:
            text += '\n-- \n%s\n' % accounts[0][1]
        return self.insert(
            'INSERT INTO drafts (source_id, kind, message_id, recipients, subject, text, files,'
            " created, changed, sender) VALUES (?, ?, ?, ?, ?, ?, '', ?, ?, '')",
            accounts[0][0] if accounts else 0, kind, message, recipients, subject, text,
            world.NOW_SECONDS, world.NOW_SECONDS)

    def _save(self, draft, content):
        lines = []
        for key, mark in (('to', '+'), ('cc', '-'), ('bcc', '!')):
            for one in filter(None, (part.strip() for part in content[key].split(','))):
                name, _, address = one.rpartition(' ')
                lines.append('%s%s\t%s' % (mark, name.strip('"'), address.strip('<>')))
        self.execute('UPDATE drafts SET source_id = ?, sender = ?, recipients = ?, subject = ?,'
                     ' text = ?, files = ? WHERE id = ?', content.get('source', 0),
                     content.get('from', ''), '\n'.join(lines), content['subject'],
                     content['text'], '\n'.join(content['files']), draft)

    def sender(self, row):
        """As whom a draft is written."""
        return self.execute('SELECT source_id, sender FROM drafts WHERE id = ?', row)[0]

    def draft(self, row):
        """What the store has of a draft: (recipients, subject, text, files)."""
        found = self.execute('SELECT recipients, subject, text, files FROM drafts WHERE id = ?',
                             row)
        return found[0] if found else None

    def add_outbox(self, state, subject, problem=None, draft=''):
        return self.insert(
            'INSERT INTO outbox (source_id, state, not_before, created, attempts, message_id,'
            ' sender, recipients, subject, answers, draft, problem, content)'
            " VALUES (1, ?, ?, ?, 1, 'x@lind.example', 'nora@lind.example',"
            " '+Marta\tmarta@keller.example', ?, 0, ?, ?, x'00')", state, world.NOW_SECONDS,
            world.NOW_SECONDS, subject, draft, problem)

    def _read_secret(self, invocation, handle):
        descriptors = invocation.get_message().get_unix_fd_list()
        fd = descriptors.get(handle)
        with os.fdopen(fd, 'rb') as file:
            return file.read().decode()

    def _add_account(self, settings, secret, invocation):
        self.secrets.append(secret)
        if self.add_errors:
            name, message = self.add_errors.pop(0)
            invocation.return_dbus_error(ERROR + name, message)
            return
        source = self.add_account(settings['address'], settings.get('name', ''))
        invocation.return_value(GLib.Variant('(x)', (source,)))
        self.changed('sources')

    def _answer_mail(self, method, args, invocation):
        if method in ('Act', 'SetRead'):
            kind = args[0] if method == 'Act' else ('read' if args[1] else 'unread')
            ids = args[1] if method == 'Act' else args[0]
            action = self._act(kind, ids, args[2] if method == 'Act' else '')
            invocation.return_value(GLib.Variant('(x)', (action,)) if method == 'Act' else None)
            self.changed('messages')
        elif method == 'Undo':
            self._undo(args[0])
            invocation.return_value(None)
            self.changed('messages')
        elif method == 'Later':
            ids, until, awaits = args
            for row in ids:
                self.execute('INSERT OR REPLACE INTO later VALUES (?, ?, ?, 0, ?, 0, 0, 0)', row,
                             until, awaits or None, world.NOW_SECONDS)
            self.actions[len(self.actions) + 1] = []
            invocation.return_value(GLib.Variant('(x)', (len(self.actions),)))
            self.changed('later', 'messages')
        elif method == 'BringBack':
            self.execute('DELETE FROM later')
            self.actions[len(self.actions) + 1] = []
            invocation.return_value(GLib.Variant('(x)', (len(self.actions),)))
            self.changed('later', 'messages')
        elif method == 'GivePermission':
            invocation.return_value(GLib.Variant('(xu)', (7, 1)))
            self.changed('permissions')
        elif method == 'RevokePermission':
            invocation.return_value(GLib.Variant('(u)', (1,)))
            self.changed('permissions')
        elif method == 'Teach':
            invocation.return_value(None)
        elif method == 'Summarize':
            if args[1] and self.summary_refused:
                invocation.return_dbus_error(ERROR + 'Failed', self.summary_refused)
                return True
            summary = dict(self.summary)
            if args[1]:
                summary['service'] = GLib.Variant('s', 'The double')
            invocation.return_value(GLib.Variant('(a{sv})', (summary,)))
        elif method == 'AnswerTelling':
            self.execute('UPDATE tellings SET answer = ?, answered = ? WHERE message_id = ?',
                         args[1] or None, 1, args[0])
            invocation.return_value(None)
        elif method == 'ShowOriginal':
            invocation.return_dbus_error(ERROR + 'Failed', 'It is not on this computer.')
        elif method == 'Sync':
            invocation.return_value(GLib.Variant('(as)', ([],)))
        else:
            return False
        return True

    def _answer_send(self, method, args, invocation):
        if method == 'Compose':
            invocation.return_value(GLib.Variant('(x)', (self._compose(*args),)))
            self.changed('drafts')
        elif method == 'SaveDraft':
            self._save(*args)
            invocation.return_value(None)
            self.changed('drafts')
        elif method == 'DiscardDraft':
            self.execute('DELETE FROM drafts WHERE id = ?', args[0])
            invocation.return_value(None)
            self.changed('drafts')
        elif method == 'Send':
            subject = self.draft(args[0])[1]
            self.sent = (args[0], self.execute('SELECT * FROM drafts WHERE id = ?', args[0])[0])
            self.execute('DELETE FROM drafts WHERE id = ?', args[0])
            item = self.add_outbox(0, subject)
            invocation.return_value(GLib.Variant('(x)', (item,)))
            self.changed('drafts', 'outbox')
        elif method == 'CancelSend':
            self.execute('DELETE FROM outbox WHERE id = ?', args[0])
            row, values = self.sent
            self.execute('INSERT INTO drafts VALUES (%s)' % ','.join('?' * len(values)), *values)
            invocation.return_value(GLib.Variant('(x)', (row,)))
            self.changed('drafts', 'outbox')
        elif method == 'ResolveSend':
            self.execute('DELETE FROM outbox WHERE id = ?', args[0])
            invocation.return_value(None)
            self.changed('outbox')
        else:
            return False
        return True

    def _answer_accounts(self, method, args, invocation):
        if method == 'Discover':
            choices = self.choices if args[0] else self.online
            invocation.return_value(GLib.Variant('(aa{sv})', (choices,)))
        elif method == 'AddAccount':
            self._add_account(args[0], self._read_secret(invocation, args[1]), invocation)
        elif method == 'ChangeAccount':
            self.secrets.append(self._read_secret(invocation, args[2]))
            invocation.return_value(None)
            self.changed('sources')
        elif method == 'TestAccount':
            invocation.return_value(GLib.Variant('(a{sv})', (self.tests.pop(0),)))
        elif method == 'RemoveSource':
            self.execute('DELETE FROM accounts WHERE source_id = ?', args[0])
            self.execute('DELETE FROM sources WHERE id = ?', args[0])
            invocation.return_value(None)
            self.changed('sources')
        else:
            return False
        return True

    def _call(self, bus, sender, path, interface, method, parameters, invocation):
        args = parameters.unpack()
        self.calls.append((method, args))
        if self.hold and method == 'Act' or method in self.waiting:
            self.held.append((method, args, invocation))
            return
        if method == 'People' and args in self.people:
            invocation.return_value(GLib.Variant('(aa{sv})', (self.people[args],)))
            return
        for answer in (self._answer_mail, self._answer_send, self._answer_accounts):
            if answer(method, args, invocation):
                return
        noted = len(self.calls)
        super()._call(bus, sender, path, interface, method, parameters, invocation)
        # What it answers it notes as well.
        del self.calls[noted:]

    def release(self):
        """Lets what was held go on."""
        self.hold = False
        self.waiting = ()
        for method, args, invocation in self.held:
            for answer in (self._answer_mail, self._answer_send, self._answer_accounts):
                if answer(method, args, invocation):
                    break
        self.held = []

    def refuse(self, message):
        """Lets what was held fail."""
        self.waiting = ()
        for _method, _args, invocation in self.held:
            invocation.return_dbus_error(ERROR + 'Failed', message)
        self.held = []


def make_choice(**changes):
    """One thing that Discover found."""
    choice = {
        'label': 'lind.example', 'address': 'nora@lind.example', 'auth': 'password',
        'origin': 'DNS records of lind.example', 'help': '', 'problem': '', 'answered': True,
        'imap-host': 'imap.lind.example', 'imap-port': 993, 'imap-security': 'tls',
        'imap-user': 'nora@lind.example', 'smtp-host': 'smtp.lind.example', 'smtp-port': 465,
        'smtp-security': 'tls', 'smtp-user': 'nora@lind.example',
    }
    choice.update(changes)
    signatures = {bool: 'b', int: 'u', str: 's'}
    return {key: GLib.Variant(signatures[type(value)], value) for key, value in choice.items()}
