# SPDX-License-Identifier: GPL-3.0-or-later
"""Asks a real hearthd over D-Bus, accepts every card at once, and says what is different afterwards."""

import email
import email.policy
import json
import os
import pathlib
import re
import shutil
import sqlite3
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'daemon'))

import world  # noqa: E402
from gi.repository import Gio, GLib  # noqa: E402

# What a conversation writes about itself; everything else is the owner's, and may only be different
# where they asked for it.
OWN_TABLES = {'turns', 'conversations', 'turn_words', 'cards', 'journal', 'usage', 'receipts', 'meta',
              'tellings', 'actions', 'action_messages', 'action_events', 'action_pending', 'action_mails',
              'sqlite_sequence', 'sources', 'occurrences', 'resources', 'resource_texts', 'mailboxes',
              'event_details', 'bodies', 'operations', 'event_edits', 'people', 'thread_ids',
              'thread_merges', 'memory_uses', 'findings', 'tasks', 'accounts', 'messages', 'events',
              'outbox', 'drafts', 'reminders', 'memories', 'memory_words', 'invitations', 'thread_summaries',
              'conflicts', 'sent_labels'}
ASK_SECONDS = 60
ADDRESS = re.compile(r'[\w.+-]+@[\w.-]+\.\w+')


def rows(database, sql):
    return [dict(row) for row in database.execute(sql).fetchall()]


class Snapshot:
    """What the owner has: mail, events, what goes out, drafts, reminders, memories, and the rest."""

    def __init__(self, path, folder):
        database = sqlite3.connect('file:%s?mode=ro' % path, uri=True)
        database.row_factory = sqlite3.Row
        try:
            self.read(database)
        finally:
            database.close()
        self.files = sorted(str(p.relative_to(folder)) for p in (folder / 'mail').rglob('*')
                            if p.is_file())

    def read(self, database):
        self.mail = {row['message_id']: (row['mailbox'], row['flags'], row['subject'])
                     for row in rows(database, 'SELECT m.message_id, b.name AS mailbox, m.flags, m.subject'
                                               ' FROM messages m JOIN mailboxes b ON b.id = m.mailbox_id')}
        self.events = {}
        for row in rows(database, 'SELECT uid, recurrence_id, start, "end", summary, location, status,'
                                  ' attendees, description FROM events'):
            self.events[(row['uid'], row['recurrence_id'])] = row
        self.outbox = rows(database, 'SELECT id, recipients, subject, content FROM outbox')
        self.drafts = rows(database, 'SELECT id, recipients, subject, text FROM drafts')
        self.reminders = rows(database, "SELECT text, due FROM reminders WHERE key LIKE 'user:%'")
        self.memories = rows(database, 'SELECT * FROM memories')
        self.rest = {}
        for table in rows(database, "SELECT name FROM sqlite_master WHERE type = 'table'"):
            name = table['name']
            if name not in OWN_TABLES and not name.startswith(('words', 'turn_words', 'memory_words',
                                                               'search', 'messages_')):
                try:
                    self.rest[name] = rows(database, 'SELECT * FROM "%s"' % name)
                except sqlite3.DatabaseError:
                    # A table of an index, which can only be read through it.
                    continue


def moment(text, zone_offset):
    """Seconds since 1970 of a time as tasks write it."""
    return int(time.mktime(time.strptime(text[:16].replace('T', ' '), '%Y-%m-%d %H:%M')))


def plain_text(content):
    message = email.message_from_bytes(bytes(content), policy=email.policy.default)
    body = message.get_body(('plain', 'html'))
    return message, body.get_content() if body is not None else ''


class Difference:
    """What is different, as sentences: what was asked for, and what was not."""

    def __init__(self, before, after, expect):
        self.asked = []
        self.unasked = []
        self.mails = []
        expect = json.loads(json.dumps(expect))
        self.judge_mail(before, after, expect)
        self.judge_events(before, after, expect)
        self.judge_outbox(before, after, expect)
        self.judge_rest(before, after, expect)
        self.missing = [one for name in ('events', 'moved', 'invited', 'cancelled', 'put_away', 'mails',
                                         'reminders') for one in expect.get(name, [])]

    def take(self, expect, name, fits):
        for one in expect.get(name, []):
            if fits(one):
                expect[name].remove(one)
                return one
        return None

    def say(self, asked, text):
        (self.asked if asked else self.unasked).append(text)

    def judge_mail(self, before, after, expect):
        for name, was in before.mail.items():
            now = after.mail.get(name)
            if now == was:
                continue
            put_away = now is None or now[0] != was[0]
            answered = now is not None and now[0] == was[0] and now[1] ^ was[1] in (2, 3, 1 << 1) and \
                not (now[1] ^ was[1]) & 1
            asked = put_away and self.take(expect, 'put_away', lambda one: one == was[2]) is not None
            self.say(asked or (answered and bool(expect.get('mails') is not None)),
                     'mail %s: %s -> %s' % (was[2], was[:2], now and now[:2]))
        for name, now in after.mail.items():
            if name not in before.mail and now[0] not in ('Sent', 'Drafts'):
                self.say(False, 'new mail %s' % (now,))

    def judge_events(self, before, after, expect):
        for uid, now in after.events.items():
            was = before.events.get(uid)
            guests = set(world_guests(now))
            if was is None:
                one = self.take(expect, 'events', lambda e: e['title'] == now['summary'] and
                                moment(e['start'], 0) == now['start'] and
                                moment(e['end'], 0) == now['end'] and
                                guests - set(e['guests']) <= {self_address(now)} and
                                set(e['guests']) <= guests)
                self.guests = getattr(self, 'guests', set()) | set(one['guests'] if one else ())
                self.say(one is not None, 'new event %s %s %s' % (now['summary'], now['start'], guests))
            elif now != was:
                self.judge_event(was, now, guests, expect)
        for uid, was in before.events.items():
            if uid not in after.events:
                one = self.take(expect, 'cancelled', lambda e: e == was['summary'])
                self.say(one is not None, 'event gone: %s' % was['summary'])

    def judge_event(self, was, now, guests, expect):
        old = set(world_guests(was))
        self.guests = getattr(self, 'guests', set())
        if now['status'] != was['status']:
            one = self.take(expect, 'cancelled', lambda e: e == was['summary'])
        elif now['start'] != was['start']:
            one = self.take(expect, 'moved', lambda e: e['title'] == was['summary'] and
                            moment(e['start'], 0) == now['start'] and guests == old)
        elif guests != old:
            one = self.take(expect, 'invited', lambda e: e['title'] == was['summary'] and
                            old <= guests and guests - old == set(e['guests']) - old)
        else:
            one = None
        if one is not None:
            self.guests |= old | guests
        self.say(one is not None, 'event %s: %s -> %s' % (
            was['summary'], {k: v for k, v in was.items() if now[k] != v},
            {k: v for k, v in now.items() if was[k] != v}))

    def judge_outbox(self, before, after, expect):
        known = {row['id'] for row in before.outbox}
        for row in after.outbox:
            if row['id'] in known:
                continue
            message, text = plain_text(row['content'])
            to = set(ADDRESS.findall(row['recipients']))
            named = {a for header in ('To', 'Cc') for a in ADDRESS.findall(str(message[header] or ''))}
            self.say(named <= to, 'mail to %s says that it is to %s' % (sorted(to), sorted(named)))
            self.mails.append((sorted(to), row['subject'], text))
            invitation = any(part.get_content_type() == 'text/calendar' for part in message.walk())
            one = self.take(expect, 'mails', lambda e: set(e['to']) == to and
                            e.get('subject', row['subject']) == row['subject'] and
                            ' '.join(e['text'].split()) in ' '.join(text.split()))
            # Who was invited or had to be told is written to.
            told = invitation and to <= getattr(self, 'guests', set())
            self.say(one is not None or told, 'mail out to %s: %s' % (sorted(to), row['subject']))

    def judge_rest(self, before, after, expect):
        for row in after.reminders:
            if row not in before.reminders:
                one = self.take(expect, 'reminders', lambda e: e.lower() == row['text'].lower())
                self.say(one is not None, 'reminder %s' % row['text'])
        for name in ('drafts', 'memories'):
            old, new = getattr(before, name), getattr(after, name)
            for row in new:
                if row not in old:
                    self.say(False, '%s: %s' % (name, row))
        for name, was in before.rest.items():
            if after.rest.get(name) != was:
                self.say(False, 'table %s is different' % name)


def world_guests(event):
    """The guests of a row, as addresses."""
    return ADDRESS.findall(event['attendees'] or '')


OWNERS = {'emma.johnson@bluesparrowtech.com', 'nora@lind.example'}


def self_address(event):
    """The organiser of an event is among its guests."""
    found = [who for who in world_guests(event) if who in OWNERS]
    return found[0] if found else ''


class Stage:
    """A data folder with one filling of the places, and hearthd on it."""

    def __init__(self, theatre, scene, filled):
        self.world = theatre
        self.scene = scene
        self.folder = pathlib.Path(theatre.path('stage'))
        self.saved = pathlib.Path(theatre.path('saved'))
        self.daemon = None
        self.clear()
        self.folder.mkdir()
        scene.build(self.folder, filled)
        os.makedirs(theatre.data, mode=0o700, exist_ok=True)
        theatre.env['TZ'] = scene.zone
        theatre.env['HEARTH_NOW'] = scene.now
        os.environ['TZ'] = scene.zone
        time.tzset()
        for kind, path in (('maildir', 'mail'), ('ics', 'calendar.ics')):
            theatre.ctl('source', 'add', kind, str(self.folder / path), standalone=True)
        theatre.ctl('sync', standalone=True)
        self.add_account()
        for name, place in (('stage', self.folder), ('data', pathlib.Path(theatre.data))):
            shutil.copytree(place, self.saved / name)
        self.before = self.look()

    def add_account(self):
        """Mail goes out through an account; nothing is to be heard of its server, for what is written
        waits in the outbox."""
        database = sqlite3.connect(os.path.join(self.world.data, 'hearth.db'))
        with database:
            source = database.execute("INSERT INTO sources (kind, path, name) VALUES ('imap',"
                                      " 'imap://owner@:993', 'Owner')").lastrowid
            database.execute(
                'INSERT INTO accounts (source_id, address, name, auth, imap_host, imap_port,'
                ' imap_security, imap_user, smtp_host, smtp_port, smtp_security, smtp_user, paused,'
                " keep_days, sent_copy, signature) VALUES (?, ?, ?, 'password', '', 993, 'tls', 'owner',"
                " '127.0.0.1', 9, 'none', '', 1, 0, 0, '')",
                (source, self.scene.owner, self.scene.owner_name))
        database.close()

    def clear(self):
        self.stop()
        for place in (self.folder, self.saved, pathlib.Path(self.world.data)):
            shutil.rmtree(place, ignore_errors=True)

    def look(self):
        return Snapshot(os.path.join(self.world.data, 'hearth.db'), self.folder)

    def start(self):
        if self.daemon is not None:
            return
        self.daemon = self.world.start([world.DAEMON])
        # A thousand starts on a busy machine: one of them takes long.
        world.wait_until(lambda: self.world.has_owner() or self.daemon.poll() is not None, 'hearthd', 60)
        if self.daemon.poll() is not None:
            raise AssertionError('hearthd ended with %d\n%s' % (self.daemon.poll(), self.world.read_log()))

    def stop(self):
        if self.daemon is not None:
            self.world.stop_daemon(self.daemon)
            self.daemon = None

    def reset(self):
        """Everything is again as it was."""
        self.stop()
        for name, place in (('stage', self.folder), ('data', pathlib.Path(self.world.data))):
            shutil.rmtree(place)
            shutil.copytree(self.saved / name, place)

    def accept(self, card):
        """What an owner does who says yes to everything. The hash stands in the card."""
        database = sqlite3.connect('file:%s?mode=ro' % os.path.join(self.world.data, 'hearth.db'), uri=True)
        try:
            digest = database.execute('SELECT hash FROM cards WHERE id = ?', (card,)).fetchone()[0]
        finally:
            database.close()
        try:
            self.world.call('AcceptCard', '(xs)', card, digest)
            return True
        except GLib.Error as error:
            self.problems.append('card %d: %s' % (card, error.message))
            return False

    def ask(self, text):
        """Asks in a new conversation; returns the answer's events, all cards accepted."""
        self.start()
        self.problems = []
        events = []
        turns = []
        loop = GLib.MainLoop()

        def heard(_bus, _sender, _path, _interface, _signal, parameters):
            turn, event = parameters.unpack()
            events.append((turn, event))
            if event['type'] in ('end', 'error'):
                loop.quit()

        name = world.NAME
        listening = self.world.bus.signal_subscribe(name, world.INTERFACE, 'Answer', world.PATH, None,
                                                    Gio.DBusSignalFlags.NONE, heard)
        timeout = GLib.timeout_add_seconds(ASK_SECONDS, loop.quit)
        try:
            turns.append(self.world.call('Ask', '(ss)', '', text)[0])
        except GLib.Error as error:
            raise AssertionError('%s\n%s' % (error.message, self.world.read_log())) from error
        if not any(event['type'] in ('end', 'error') for _, event in events):
            loop.run()
        GLib.source_remove(timeout)
        self.world.bus.signal_unsubscribe(listening)
        heard_events = [event for turn, event in events if turn == turns[0]]
        if not heard_events or heard_events[-1]['type'] not in ('end', 'error'):
            raise AssertionError('no end of the answer to %r: %s\n%s' % (text, heard_events,
                                                                         self.world.read_log()))
        for event in heard_events:
            if event['type'] == 'card':
                self.accept(event['id'])
        return heard_events
