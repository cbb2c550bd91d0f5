# SPDX-License-Identifier: GPL-3.0-or-later
"""Invitations that come by mail to a real hearthd, and the answers that leave it over SMTP.

Each answer arrives once, says the right thing to a person and to a program, and does not leave at all
if it is taken back in time; nothing goes into the calendar that the owner did not put there.
"""

import email
import email.policy
import os
import signal
import sqlite3
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'daemon'))

import world  # noqa: E402
from gi.repository import GLib  # noqa: E402
from test_outbox import OutboxCase  # noqa: E402
from world import wait_until  # noqa: E402

ME = 'nora@lind.example'
ANA = 'ana@silva.example'


def event(method, uid='plan-1', sequence=0, stamp='20240514T080000Z', start='20240520T120000Z',
          organizer=ANA, attendee=ME, partstat='NEEDS-ACTION', summary='Plan'):
    return '\r\n'.join([
        'BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Example//EN', 'METHOD:' + method,
        'BEGIN:VEVENT', 'UID:' + uid, 'ORGANIZER;CN=Ana Silva:mailto:' + organizer,
        'ATTENDEE;CN=Nora Lind;PARTSTAT=%s;RSVP=TRUE:mailto:%s' % (partstat, attendee),
        'DTSTART:' + start, 'DURATION:PT1H', 'SEQUENCE:%d' % sequence, 'DTSTAMP:' + stamp,
        'SUMMARY:' + summary, 'LOCATION:Room 4', 'END:VEVENT', 'END:VCALENDAR', ''])


class TestInvitations(OutboxCase):
    def setUp(self):
        super().setUp()
        self.maildir = self.world.maildir()
        self.n_mails = 0
        self.prepare(self.maildir)

    def rows(self, sql, *values):
        database = sqlite3.connect(os.path.join(self.world.data, 'hearth.db'))
        try:
            return database.execute(sql, values).fetchall()
        finally:
            database.close()

    def deliver(self, calendar, sender=ANA):
        self.n_mails += 1
        name = 'invitation-%d@silva.example' % self.n_mails
        method = calendar.split('METHOD:')[1].split('\r\n')[0]
        self.maildir.deliver((
            'From: %s\r\nTo: %s\r\nSubject: Invitation %d\r\nMessage-ID: <%s>\r\n'
            'Date: Wed, 15 May 2024 07:00:00 +0000\r\nMIME-Version: 1.0\r\n'
            'Content-Type: multipart/alternative; boundary="b"\r\n\r\n--b\r\n'
            'Content-Type: text/plain\r\n\r\nPlease come.\r\n--b\r\n'
            'Content-Type: text/calendar; charset=utf-8; method=%s\r\n\r\n%s\r\n--b--\r\n' %
            (sender, ME, self.n_mails, name, method, calendar)).encode())
        find = 'SELECT id FROM messages WHERE message_id = ?'
        wait_until(lambda: self.rows(find, name), 'the invitation', 15)
        return self.rows(find, name)[0][0]

    def invitation(self, message):
        return self.world.call('Invitation', '(x)', message)[0]

    def answer(self, message, answer, comment=''):
        return self.world.call('AnswerInvitation', '(xssx)', message, answer, comment, 0)[0]

    def events(self, uid='plan-1'):
        return self.rows('SELECT start, attendees FROM events WHERE uid = ?', uid)

    def send_all(self):
        """What waits goes now and not in ten seconds."""
        for item in self.rows('SELECT id FROM outbox WHERE state = 0'):
            self.world.call('ResolveSend', '(xsb)', item[0], 'waiting', True)

    def test_accept(self):
        message = self.deliver(event('REQUEST'))
        asked = self.invitation(message)
        self.assertEqual((asked['method'], asked['state']), ('request', 'new'))
        self.assertTrue(asked['can-answer'])
        self.assertEqual(asked['organizer'], 'Ana Silva <%s>' % ANA)
        self.assertEqual(self.events(), [])
        self.answer(message, 'accepted', 'Gladly')
        self.assertEqual(len(self.events()), 1)
        time.sleep(2)
        self.assertEqual(self.sink.mails, [])
        wait_until(lambda: self.sink.mails, 'the answer', 20)
        time.sleep(1.5)
        (sender, recipients, content), = self.sink.mails
        self.assertEqual((sender, recipients), (ME, [ANA]))
        mail = email.message_from_bytes(content, policy=email.policy.default)
        self.assertEqual(mail['From'], 'Nora Lind <%s>' % ME)
        self.assertEqual(mail['Subject'], 'Accepted: Plan')
        self.assertEqual(mail['In-Reply-To'], '<invitation-1@silva.example>')
        self.assertEqual(mail.get_content_type(), 'multipart/alternative')
        text, calendar = mail.iter_parts()
        self.assertIn('Nora Lind accepts the invitation.', text.get_content())
        self.assertIn('Gladly', text.get_content())
        self.assertEqual(calendar.get_content_type(), 'text/calendar')
        self.assertEqual(calendar['Content-Type'].params['method'], 'REPLY')
        lines = calendar.get_payload(decode=True).decode().replace('\r\n ', '')
        self.assertIn('\r\nMETHOD:REPLY\r\n', lines)
        self.assertIn('\r\nUID:plan-1\r\n', lines)
        self.assertIn('\r\nSEQUENCE:0\r\n', lines)
        self.assertIn('PARTSTAT=ACCEPTED', lines)
        self.assertEqual(lines.count('ATTENDEE'), 1)
        self.assertEqual(self.invitation(message)['state'], 'answered')

    def test_taken_back(self):
        message = self.deliver(event('REQUEST'))
        action = self.answer(message, 'declined')
        self.world.call('Undo', '(x)', action)
        time.sleep(11)
        self.assertEqual(self.sink.mails, [])
        self.assertEqual(self.invitation(message)['state'], 'new')

    def test_update_and_cancel(self):
        first = self.deliver(event('REQUEST'))
        self.answer(first, 'accepted')
        self.send_all()
        later = self.deliver(event('REQUEST', sequence=1, stamp='20240514T090000Z',
                                   start='20240521T120000Z'))
        self.assertEqual(self.invitation(first)['state'], 'outdated')
        self.assertEqual(self.invitation(later)['state'], 'update')
        self.answer(later, 'tentative')
        self.send_all()
        self.assertEqual(len(self.events()), 1)
        cancelled = self.deliver(event('CANCEL', sequence=2, stamp='20240514T100000Z',
                                       start='20240521T120000Z'))
        self.assertEqual(self.invitation(cancelled)['state'], 'cancelled')
        self.assertEqual(len(self.events()), 1)
        self.answer(cancelled, 'removed')
        self.assertEqual(self.events(), [])
        wait_until(lambda: len(self.sink.mails) == 2, 'both answers', 20)
        time.sleep(1)
        subjects = [email.message_from_bytes(mail[2])['Subject'] for mail in self.sink.mails]
        self.assertEqual(subjects, ['Accepted: Plan', 'Tentative: Plan'])

    def test_forged(self):
        """Who did not invite cannot cancel, and who was not invited cannot come."""
        self.answer(self.deliver(event('REQUEST')), 'accepted')
        forged = self.deliver(event('CANCEL', sequence=5, stamp='20240514T100000Z'),
                              'mallory@evil.example')
        self.assertEqual(self.invitation(forged)['state'], 'refused')
        with self.assertRaises(GLib.Error):
            self.answer(forged, 'removed')
        self.assertEqual(len(self.events()), 1)
        fields = {'summary': GLib.Variant('s', 'Lunch'),
                  'start': GLib.Variant('x', world.NOW_SECONDS + 86400),
                  'invite': GLib.Variant('as', [ANA])}
        created, _action = self.world.call('CreateEvent', '(xa{sv})', 0, fields)
        uid = self.rows('SELECT uid FROM events WHERE id = ?', created)[0][0]
        reply = event('REPLY', uid, organizer=ME, attendee='eve@example.com', partstat='ACCEPTED')
        self.assertEqual(self.invitation(self.deliver(reply, 'eve@example.com'))['state'], 'refused')
        reply = event('REPLY', uid, organizer=ME, attendee=ANA, partstat='ACCEPTED')
        self.assertEqual(self.invitation(self.deliver(reply, 'eve@example.com'))['state'], 'refused')
        good = self.deliver(reply)
        self.assertEqual(self.invitation(good)['state'], 'new')
        self.assertNotIn('ACCEPTED', self.events(uid)[0][1])
        self.answer(good, 'noted')
        self.assertEqual(self.invitation(good)['state'], 'noted')

    def test_guests(self):
        """An event of the owner's own: invited, changed, cancelled; each told once."""
        fields = {'summary': GLib.Variant('s', 'Lunch'),
                  'start': GLib.Variant('x', world.NOW_SECONDS + 86400),
                  'invite': GLib.Variant('as', ['Ana Silva <%s>' % ANA, 'bob@example.org'])}
        created, _action = self.world.call('CreateEvent', '(xa{sv})', 0, fields)
        self.send_all()
        wait_until(lambda: len(self.sink.mails) == 1, 'the invitation', 20)
        self.world.call('EditEvent', '(xxsa{sv})', created, 0, 'all',
                        {'location': GLib.Variant('s', 'Roma')})
        self.send_all()
        wait_until(lambda: len(self.sink.mails) == 2, 'the update', 20)
        self.world.call('CancelEvent', '(xxs)', created, 0, 'all')
        self.send_all()
        wait_until(lambda: len(self.sink.mails) == 3, 'the cancellation', 20)
        time.sleep(1)
        methods = []
        for _sender, recipients, content in self.sink.mails:
            self.assertEqual(recipients, [ANA, 'bob@example.org'])
            mail = email.message_from_bytes(content, policy=email.policy.default)
            methods.append(list(mail.iter_parts())[1]['Content-Type'].params['method'])
        self.assertEqual(methods, ['REQUEST', 'REQUEST', 'CANCEL'])

    def test_killed(self):
        """Whoever ends the service between answer and mail: the mail goes, once."""
        message = self.deliver(event('REQUEST'))
        self.answer(message, 'accepted')
        self.world.stop_daemon(self.daemon, signal.SIGKILL)
        self.start()
        wait_until(lambda: self.sink.mails, 'the answer', 30)
        time.sleep(2)
        self.assertEqual(len(self.sink.mails), 1)
        self.assertEqual(len(self.events()), 1)
        self.assertEqual(self.invitation(message)['state'], 'answered')


if __name__ == '__main__':
    world.main()
