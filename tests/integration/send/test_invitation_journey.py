# SPDX-License-Identifier: GPL-3.0-or-later
"""Invitations from a real Dovecot to a real CalDAV server and back over SMTP, by hearthctl alone.

Where the calendar's server sends invitations itself (RFC 6638), no mail of ours goes. No such server
can be installed here: a relay before radicale says what such a server says of itself, and keeps what
it is told.
"""

import email
import email.policy
import http.client
import http.server
import os
import sqlite3
import sys
import threading
import time
import warnings

sys.path[:0] = [os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', name)
                for name in ('daemon', 'accounts', 'calendar')]

import world  # noqa: E402
from dav_servers import Radicale  # noqa: E402
from mail_house import Dovecot, Keyring, PASSWORD, Sink  # noqa: E402
from world import wait_until  # noqa: E402

ME = 'alex@lind.example'
ANA = 'ana@silva.example'

OUTBOX = ('<propstat><prop><C:schedule-outbox-URL xmlns:C="urn:ietf:params:xml:ns:caldav">'
          '<href xmlns="DAV:">/alex/outbox/</href></C:schedule-outbox-URL></prop>'
          '<status>HTTP/1.1 200 OK</status></propstat>')


def event(method, sequence=0, stamp='20240514T080000Z', start='20240520T120000Z', recurrence='',
          more='', organizer=ANA, attendee=ME, uid='plan-1', summary='Plan',
          partstat='NEEDS-ACTION'):
    lines = [
        'BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Example//EN', 'METHOD:' + method,
        'BEGIN:VEVENT', 'UID:' + uid, 'ORGANIZER;CN=Ana Silva:mailto:' + organizer,
        'ATTENDEE;CN=Alex;PARTSTAT=%s;RSVP=TRUE:mailto:%s' % (partstat, attendee),
        'DTSTART:' + start, 'DURATION:PT1H', 'SEQUENCE:%d' % sequence, 'DTSTAMP:' + stamp,
        'SUMMARY:' + summary, 'LOCATION:Room 4', recurrence, more, 'END:VEVENT', 'END:VCALENDAR',
        '']
    return '\r\n'.join(line for line in lines[:-1] if line) + '\r\n'


class Relay(http.server.BaseHTTPRequestHandler):
    """Hands everything on to radicale, and says that it sends invitations."""

    protocol_version = 'HTTP/1.1'

    def relay(self):
        body = self.rfile.read(int(self.headers.get('Content-Length', 0)))
        there = http.client.HTTPConnection('127.0.0.1', self.server.behind, timeout=20)
        headers = {name: value for name, value in self.headers.items()
                   if name.lower() not in ('connection', 'accept-encoding')}
        there.request(self.command, self.path, body, headers)
        response = there.getresponse()
        answer = response.read()
        if self.command == 'PROPFIND' and b'schedule-outbox-URL' in body:
            answer = answer.replace(b'</response>', OUTBOX.encode() + b'</response>', 1)
        self.send_response(response.status)
        for name, value in response.getheaders():
            if name.lower() not in ('content-length', 'connection', 'transfer-encoding', 'dav'):
                self.send_header(name, value)
        if response.getheader('DAV'):
            self.send_header('DAV', response.getheader('DAV') + ', calendar-auto-schedule')
        self.send_header('Content-Length', str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)
        there.close()

    do_PROPFIND = do_REPORT = do_GET = do_PUT = do_DELETE = do_OPTIONS = relay

    def log_message(self, *args):
        pass


class InvitationCase(world.TestCase):
    with_bus = True
    schedules = False

    def setUp(self):
        super().setUp()
        warnings.simplefilter('ignore')
        self.keyring = Keyring(self.world)
        self.dovecot = Dovecot(self.world.path('dovecot'))
        self.addCleanup(self.dovecot.close)
        self.sink = Sink(self.world.path('dovecot'), auth=True)
        self.sink.password = PASSWORD.encode()
        self.addCleanup(self.sink.close)
        os.mkdir(self.world.path('server'))
        self.server = Radicale(self.world.path('server'))
        self.addCleanup(self.server.stop)
        self.world.start_daemon()
        self.ctl('account', 'add', ME, '--user', 'alex', '--name', 'Alex Lind', '--imap',
                 '127.0.0.1:%d:none' % self.dovecot.port, '--smtp',
                 '127.0.0.1:%d:none' % self.sink.port, stdin=PASSWORD + '\n')
        self.add_calendar()

    def add_calendar(self):
        url = self.server.url
        if self.schedules:
            relay = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Relay)
            relay.behind = self.server.port
            threading.Thread(target=relay.serve_forever, daemon=True).start()
            self.addCleanup(relay.server_close)
            self.addCleanup(relay.shutdown)
            url = 'http://127.0.0.1:%d' % relay.server_port
        self.ctl('calendar', 'add', url + '/', '--user', 'alex', stdin='pw\n')
        self.calendar, = self.ctl('calendar', 'list', json_output=True)
        self.assertEqual(self.calendar['scheduling'], self.schedules)

    def ctl(self, *args, **options):
        return self.world.ctl(*args, **options)

    def rows(self, sql, *values):
        database = sqlite3.connect(os.path.join(self.world.data, 'hearth.db'))
        try:
            return database.execute(sql, values).fetchall()
        finally:
            database.close()

    def deliver(self, calendar, sender=ANA):
        folder = os.path.join(self.dovecot.dir, 'mail/alex/new')
        self.count = getattr(self, 'count', 0) + 1
        name = 'invitation-%d@silva.example' % self.count
        method = calendar.split('METHOD:')[1].split('\r\n')[0]
        mail = ('From: %s\r\nTo: %s\r\nSubject: Invitation %d\r\nMessage-ID: <%s>\r\n'
                'Date: Wed, 15 May 2024 07:00:00 +0000\r\nMIME-Version: 1.0\r\n'
                'Content-Type: multipart/alternative; boundary="b"\r\n\r\n--b\r\n'
                'Content-Type: text/plain\r\n\r\nPlease come.\r\n--b\r\n'
                'Content-Type: text/calendar; charset=utf-8; method=%s\r\n\r\n%s\r\n--b--\r\n' %
                (sender, ME, self.count, name, method, calendar)).encode()
        path = os.path.join(self.dovecot.dir, 'mail/alex/tmp', '%d.test' % self.count)
        with open(path, 'wb') as file:
            file.write(mail)
        os.rename(path, os.path.join(folder, '%d.test' % self.count))
        find = 'SELECT id FROM messages WHERE message_id = ?'
        self.ctl('sync')
        wait_until(lambda: self.rows(find, name), 'the invitation', 15)
        return str(self.rows(find, name)[0][0])

    def invitation(self, message):
        return self.ctl('mail', 'invitation', message, json_output=True)

    def answer(self, message, answer, code=0):
        return self.ctl('mail', 'invitation', message, answer, '--calendar',
                        str(self.calendar['id']), json_output=code == 0, code=code)

    def send_all(self):
        """What waits goes now and not in ten seconds."""
        for item, in self.rows('SELECT id FROM outbox WHERE state = 0'):
            self.world.call('ResolveSend', '(xsb)', item, 'waiting', True)

    def wait_there(self, check, what, uid='plan-1'):
        def look():
            resources = self.server.resources().get(uid)
            return resources and check(resources[0])
        wait_until(look, what, 15, 0.1)

    def reply(self, index):
        """The lines of the answer that arrived in the organiser's mailbox."""
        wait_until(lambda: len(self.sink.mails) > index, 'the answer', 20)
        sender, recipients, content = self.sink.mails[index]
        self.assertEqual((sender, recipients), (ME, [ANA]))
        mail = email.message_from_bytes(content, policy=email.policy.default)
        calendar = list(mail.iter_parts())[1]
        self.assertEqual(calendar.get_content_type(), 'text/calendar')
        self.assertEqual(calendar['Content-Type'].params['method'], 'REPLY')
        text = calendar.get_payload(decode=True).decode().replace('\r\n ', '')
        lines = text.split('\r\n')
        self.assertIn('METHOD:REPLY', lines)
        self.assertEqual(len([line for line in lines if line.startswith('ATTENDEE')]), 1)
        return lines

    def assert_reply(self, lines, sequence, partstat, uid='plan-1'):
        self.assertIn('UID:' + uid, lines)
        self.assertIn('SEQUENCE:%d' % sequence, lines)
        attendee, = [line for line in lines if line.startswith('ATTENDEE')]
        self.assertIn('PARTSTAT=' + partstat, attendee)
        self.assertTrue(attendee.endswith('mailto:' + ME), attendee)


class TestByMail(InvitationCase):
    def test_from_invitation_to_cancellation(self):
        first = self.deliver(event('REQUEST'))
        asked = self.invitation(first)
        self.assertEqual((asked['method'], asked['state'], asked['can_answer']),
                         ('request', 'new', True))
        self.assertEqual(self.server.resources(), {})
        self.answer(first, '--accept')
        self.wait_there(lambda there: 'PARTSTAT=ACCEPTED' in ''.join(there.lines), 'the event')
        self.send_all()
        self.assert_reply(self.reply(0), 0, 'ACCEPTED')
        self.assertNotIn('METHOD', self.server.resource('plan-1').text)

        later = self.deliver(event('REQUEST', 1, '20240514T090000Z', '20240521T120000Z'))
        self.assertEqual(self.invitation(first)['state'], 'outdated')
        self.assertEqual(self.invitation(later)['state'], 'update')
        self.answer(first, '--decline', code=1)
        self.answer(later, '--tentative')
        self.wait_there(lambda there: there.value('SEQUENCE') == '1' and
                        there.value('DTSTART') == '20240521T120000Z', 'the update')
        self.send_all()
        self.assert_reply(self.reply(1), 1, 'TENTATIVE')

        cancelled = self.deliver(event('CANCEL', 2, '20240514T100000Z', '20240521T120000Z'))
        self.assertEqual(self.invitation(cancelled)['state'], 'cancelled')
        self.assertIn('plan-1', self.server.resources())
        self.answer(cancelled, '--remove')
        wait_until(lambda: self.server.resources() == {}, 'the removal', 15, 0.1)
        time.sleep(1)
        self.assertEqual(len(self.sink.mails), 2)

    def test_one_of_a_series(self):
        """What concerns one occurrence changes that one and answers for that one."""
        first = self.deliver(event('REQUEST', more='RRULE:FREQ=DAILY;COUNT=4'))
        self.answer(first, '--accept')
        self.wait_there(lambda there: there.value('RRULE') == 'FREQ=DAILY;COUNT=4', 'the series')
        self.send_all()
        self.assert_reply(self.reply(0), 0, 'ACCEPTED')
        one = self.deliver(event('REQUEST', 1, '20240514T090000Z', '20240522T150000Z',
                                 'RECURRENCE-ID:20240522T120000Z'))
        self.assertEqual(self.invitation(one)['state'], 'update')
        self.answer(one, '--accept')
        self.wait_there(lambda there: there.values('RECURRENCE-ID') == ['20240522T120000Z'],
                        'the override')
        self.send_all()
        lines = self.reply(1)
        self.assert_reply(lines, 1, 'ACCEPTED')
        self.assertIn('RECURRENCE-ID:20240522T120000Z', lines)
        gone = self.deliver(event('CANCEL', 1, '20240514T100000Z', '20240521T120000Z',
                                  'RECURRENCE-ID:20240521T120000Z'))
        self.assertEqual(self.invitation(gone)['state'], 'cancelled')
        self.answer(gone, '--remove')
        self.wait_there(lambda there: there.values('EXDATE') == ['20240521T120000Z'],
                        'the exception')
        starts = sorted(each['start'][:16] for each in self.ctl(
            'agenda', '--from', '2024-05-20', '--to', '2024-05-24', json_output=True))
        self.assertEqual(starts, ['2024-05-20T14:00', '2024-05-22T17:00', '2024-05-23T14:00'])

    def test_strangers(self):
        """Who did not invite cannot cancel, who was not invited cannot come, and what is outdated
        is not taken."""
        self.answer(self.deliver(event('REQUEST', 3)), '--accept')
        self.wait_there(lambda there: there.value('SEQUENCE') == '3', 'the event')
        forged = self.deliver(event('CANCEL', 5, '20240514T100000Z', organizer='eve@example.com'),
                              'eve@example.com')
        self.assertEqual(self.invitation(forged)['state'], 'refused')
        self.answer(forged, '--remove', code=1)
        stale = self.deliver(event('CANCEL', 2, '20240514T070000Z'))
        self.assertEqual(self.invitation(stale)['state'], 'outdated')
        made = self.ctl('event', 'add', 'Lunch', '--start', '2024-05-17T12:30', '--invite',
                        'Ana <%s>' % ANA, '--calendar', str(self.calendar['id']), json_output=True)
        self.send_all()
        wait_until(lambda: len(self.sink.mails) == 2, 'the answer and the invitation', 20)
        uid, = self.rows('SELECT uid FROM events WHERE id = ?', made['event'])[0]
        by_eve = event('REPLY', organizer=ME, attendee='eve@example.com', uid=uid,
                       partstat='ACCEPTED')
        self.assertEqual(self.invitation(self.deliver(by_eve, 'eve@example.com'))['state'],
                         'refused')
        by_ana = event('REPLY', organizer=ME, attendee=ANA, uid=uid, partstat='DECLINED')
        answer = self.deliver(by_ana, 'Ana <%s>' % ANA)
        self.assertEqual((self.invitation(answer)['state'], self.invitation(answer)['answer']),
                         ('new', 'declined'))
        self.answer(answer, '--note')
        self.wait_there(lambda there: 'PARTSTAT=DECLINED' in ''.join(there.lines), 'the answer',
                        uid)


class TestByServer(InvitationCase):
    schedules = True

    def test_no_mail_of_ours(self):
        first = self.deliver(event('REQUEST'))
        self.answer(first, '--accept')
        self.wait_there(lambda there: 'PARTSTAT=ACCEPTED' in ''.join(there.lines), 'the event')
        made = self.ctl('event', 'add', 'Lunch', '--start', '2024-05-17T12:30', '--invite',
                        'Ana <%s>' % ANA, '--calendar', str(self.calendar['id']), json_output=True)
        uid, = self.rows('SELECT uid FROM events WHERE id = ?', made['event'])[0]
        self.wait_there(lambda there: 'mailto:' + ANA in ''.join(there.lines), 'the guest', uid)
        self.ctl('event', 'cancel', str(made['event']))
        wait_until(lambda: list(self.server.resources()) == ['plan-1'], 'the removal', 15, 0.1)
        self.assertEqual(self.rows('SELECT count(*) FROM outbox'), [(0,)])
        # What is declined without having been there is in no calendar: its server says nothing.
        other = self.deliver(event('REQUEST', uid='plan-2', summary='Other'))
        self.answer(other, '--decline')
        self.send_all()
        self.assert_reply(self.reply(0), 0, 'DECLINED', 'plan-2')
        self.assertEqual(list(self.server.resources()), ['plan-1'])


if __name__ == '__main__':
    world.main()
