# SPDX-License-Identifier: GPL-3.0-or-later
"""Before a meeting: its bubble, Join, the briefing; an owner who does not want to be disturbed."""

import os
import sqlite3
import time
import unittest

from gi.repository import Gio, GLib
from notification_double import NotificationDouble
from world import NOW_SECONDS, TestCase, make_mail, wait_until

PANEL = 'io.github.hearthdesktop.Hearth'
PANEL_PATH = '/io/github/hearthdesktop/Hearth'
APPLICATION = """<node><interface name="org.freedesktop.Application">
  <method name="ActivateAction">
    <arg type="s" direction="in"/><arg type="av" direction="in"/><arg type="a{sv}" direction="in"/>
  </method></interface></node>"""

# What the desktop opens a link with: it notes the link and the token.
OPENER = """#!/bin/sh
echo "$1 $XDG_ACTIVATION_TOKEN" >> "%s"
"""
DESKTOP = """[Desktop Entry]
Type=Application
Name=Opener
Exec=%s %%u
MimeType=x-scheme-handler/https;x-scheme-handler/tel;
"""
DEFAULTS = """[Default Applications]
x-scheme-handler/https=opener.desktop
x-scheme-handler/tel=opener.desktop
"""

GUESTS = ('ATTENDEE;CN=Ana Silva;PARTSTAT=ACCEPTED:mailto:ana@silva.example',
          'ATTENDEE;CN=Ben Ode;PARTSTAT=DECLINED:mailto:ben@ode.example')


def make_event(summary, after, *lines, alarm='PT0S', minutes=60):
    """A calendar of one event; it begins so many seconds from now."""
    def stamp(when):
        return time.strftime('%Y%m%dT%H%M%SZ', time.gmtime(when))

    alarms = ('BEGIN:VALARM', 'ACTION:DISPLAY', 'TRIGGER:' + alarm, 'END:VALARM') if alarm else ()
    start = NOW_SECONDS + after
    return '\r\n'.join(['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//test//EN', 'BEGIN:VEVENT',
                        'UID:%s@test' % summary.replace(' ', ''), 'DTSTAMP:20240101T000000Z',
                        'DTSTART:' + stamp(start), 'DTEND:' + stamp(start + minutes * 60),
                        'SUMMARY:' + summary, *lines, *alarms, 'END:VEVENT', 'END:VCALENDAR', ''])


class MeetingTest(TestCase):
    with_bus = True

    def setUp(self):
        super().setUp()
        self.activated = []

    def start_server(self, **options):
        self.server = NotificationDouble(self.world.env['DBUS_SESSION_BUS_ADDRESS'], **options)
        self.addCleanup(self.server.close)

    def start(self, *calendars, mails=(), **options):
        """A desktop with that; returns hearthd, which has read all."""
        self.start_server(**options)
        self.add_opener()
        daemon = self.world.start_daemon()
        if mails:
            box = self.world.maildir()
            for mail in mails:
                box.deliver(mail, flags='S')
            self.world.ctl('source', 'add', 'maildir', box.path)
        for i, calendar in enumerate(calendars):
            self.world.ctl('source', 'add', 'ics', self.world.write('%d.ics' % i, calendar))
        return daemon

    def add_opener(self):
        self.opened = self.world.path('opened')
        program = self.world.write('opener', OPENER % self.opened)
        os.chmod(program, 0o700)
        self.world.write('share/applications/opener.desktop', DESKTOP % program)
        self.world.write('config/mimeapps.list', DEFAULTS)

    def be_panel(self):
        """Answers on the bus as the panel does when it runs."""
        info = Gio.DBusNodeInfo.new_for_xml(APPLICATION).interfaces[0]

        def called(_bus, _sender, _path, _interface, _method, parameters, invocation):
            self.activated.append(parameters.unpack())
            invocation.return_value(None)

        self.world.bus.register_object(PANEL_PATH, info, called, None, None)
        self.world.bus.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus',
                                 'org.freedesktop.DBus', 'RequestName',
                                 GLib.Variant('(su)', (PANEL, 0)), None, Gio.DBusCallFlags.NONE,
                                 5000, None)

    def wait_for_panel(self):
        def look():
            while self.world.main.iteration(False):
                pass
            return self.activated
        return wait_until(look, 'the panel')[-1]

    def only_bubble(self, summary):
        """The one bubble on the screen, whose title may name the place too."""
        wait_until(lambda: [each[0].split(' · ')[0] for each in self.server.displayed.values()] ==
                   [summary],
                   'the bubble of ' + summary)
        return next(iter(self.server.displayed.values()))

    def read_opened(self):
        def look():
            with open(self.opened, encoding='utf-8') as file:
                return file.read().split()
        wait_until(lambda: os.path.exists(self.opened) and look(), 'the link to be opened')
        return look()

    def assert_done(self):
        wait_until(lambda: not self.server.displayed, 'the end of the bubble')
        self.world.ctl('reminders', code=3)

    # Join

    def test_join(self):
        link = 'https://meet.google.com/abc-defg-hij'
        self.start(make_event('Retro', 300, 'DESCRIPTION:Here: ' + link, alarm='-PT5M'))
        _, _, actions, _ = self.only_bubble('Retro')
        self.assertEqual(actions[0::2], ['default', 'join', 'snooze', 'done'])
        self.server.press('join', token='token-1')
        self.assertEqual(self.read_opened(), [link, 'token-1'])
        self.assert_done()

    def test_join_by_telephone(self):
        self.start(make_event('Call', 300, 'LOCATION:tel:+49-30-1234567', alarm='-PT5M'))
        self.only_bubble('Call')
        self.server.press('join')
        self.assertEqual(self.read_opened(), ['tel:+49-30-1234567'])
        self.assert_done()

    def test_no_join_elsewhere(self):
        """A link that is no meeting, and a meeting that is far away, have no Join."""
        # It is over before the other begins: that two overlap would be told, too.
        self.start(make_event('Read', 300, 'DESCRIPTION:https://wiki.example.org/x',
                              alarm='-PT5M', minutes=10))
        self.assertNotIn('join', self.only_bubble('Read')[2])
        self.world.ctl('reminders', 'done', '1')
        self.world.ctl('source', 'add', 'ics', self.world.write(
            'far.ics', make_event('Far', 1800, 'DESCRIPTION:https://zoom.us/j/1', alarm='-PT30M')))
        self.assertNotIn('join', self.only_bubble('Far')[2])

    # Quiet

    def test_inhibited(self):
        """What is not urgent waits for the end of the quiet; what the owner asked for does not."""
        self.start(make_event('Dentist', 1800, alarm='-PT30M'), inhibited=True)
        self.world.ctl('remind', 'drink tea in 1 minute')
        own = next(each for each in self.world.ctl('reminders', json_output=True)
                   if 'tea' in each['text'])
        self.world.call('SnoozeReminder', '(xx)', own['id'], NOW_SECONDS + 2)
        wait_until(lambda: self.server.displayed, 'the urgent one')
        time.sleep(0.5)
        self.assertEqual([each[0] for each in self.server.displayed.values()], [own['text']])
        self.assertEqual(next(iter(self.server.displayed.values()))[3]['urgency'], 2)
        self.server.set_inhibited(False)
        wait_until(lambda: len(self.server.displayed) == 2, 'the other', timeout=1)
        self.assertEqual(sorted(each[1] for each in self.server.notified),
                         sorted(['Dentist', own['text']]))

    def is_presenting(self):
        database = sqlite3.connect('file:%s?mode=ro' % os.path.join(self.world.data, 'hearth.db'),
                                   uri=True)
        rows = database.execute('SELECT state FROM reminders').fetchall()
        database.close()
        return rows == [(1,)]

    def test_inhibited_later(self):
        self.start()
        self.world.call('Status')
        self.server.set_inhibited(True)
        self.world.ctl('source', 'add', 'ics', self.world.write(
            'dentist.ics', make_event('Dentist', 1800, alarm='-PT30M')))
        wait_until(self.is_presenting, 'the reminder')
        time.sleep(0.5)
        self.assertEqual(self.server.notified, [])
        self.server.set_inhibited(False)
        self.only_bubble('Dentist')

    # Snooze

    def test_snooze_words(self):
        # It is ten o'clock in Berlin.
        self.start(make_event('Dentist', 1800, alarm='-PT30M'))
        self.only_bubble('Dentist')
        for word, due in (('tonight', NOW_SECONDS + 8 * 3600),
                          ('tomorrow', NOW_SECONDS + 23 * 3600),
                          ('start', NOW_SECONDS + 1800)):
            self.world.ctl('reminders', 'snooze', '1', word)
            reminder = self.world.ctl('reminders', json_output=True)[0]
            self.assertEqual((reminder['state'], reminder['due_timestamp']), ('snoozed', due), word)
        wait_until(lambda: not self.server.displayed, 'the end of the bubble')
        self.world.ctl('reminders', 'snooze', '1', 'someday', code=2)

    # The briefing

    def start_meeting(self):
        return self.start(make_event('Budget', 600, *GUESTS, 'LOCATION:Room 2'),
                          mails=[make_mail('Budget for June', 'The numbers.'),
                                 make_mail('My holidays', 'I am away.', when=NOW_SECONDS - 600)])

    def test_briefing(self):
        daemon = self.start_meeting()
        event = self.world.ctl('agenda', json_output=True)[0]
        briefing, = self.world.call('Briefing', '(xx)', event['id'], 0)
        self.assertIn('With Ana Silva. Ben Ode does not come.', briefing['sentence'])
        self.assertIn('Budget for June', briefing['sentence'])
        self.assertEqual([(each['name'], each['answer']) for each in briefing['people']],
                         [('Ana Silva', 'accepted'), ('Ben Ode', 'declined')])
        self.assertEqual(len(briefing['mails']), 1)
        self.assertEqual(briefing['location'], 'Room 2')

        told = self.world.ctl('event', 'briefing', str(event['id']), json_output=True)
        self.assertEqual(told['sentence'], briefing['sentence'])
        self.assertEqual(told['mails'], briefing['mails'])
        text = self.world.ctl('event', 'briefing', str(event['id']))
        self.assertIn(briefing['sentence'], text)
        self.assertIn('Ben Ode: does not come', text)
        self.world.ctl('event', 'briefing', '4711', code=3)
        self.world.stop_daemon(daemon)
        self.assertEqual(self.world.ctl('event', 'briefing', str(event['id']), standalone=True), text)

    def test_briefing_before_it(self):
        """The bubble a quarter of an hour before says it in short, and opens it."""
        self.be_panel()
        self.start_meeting()
        _, body, actions, hints = self.only_bubble('Budget')
        self.assertIn('With Ana Silva.', body)
        self.assertIn('Budget for June', body)
        self.assertEqual(hints['urgency'], 1, 'it is for reading, not for now')
        self.assertLessEqual(len(actions) // 2 - 1, 3, 'three buttons at most')
        event = self.world.ctl('agenda', json_output=True)[0]
        self.server.press('default', token='token-2')
        action, parameters, platform = self.wait_for_panel()
        self.assertEqual((action, parameters), ('show-briefing',
                                                [(event['id'], NOW_SECONDS + 600)]))
        self.assertEqual(platform['activation-token'], 'token-2')
        wait_until(lambda: not self.server.displayed, 'the end of the bubble')

    def test_event_opens_itself(self):
        self.be_panel()
        self.start(make_event('Dentist', 300, alarm='-PT5M'))
        self.only_bubble('Dentist')
        self.server.press('default')
        action, parameters, _ = self.wait_for_panel()
        self.assertEqual((action, parameters[0][1]), ('show-event', NOW_SECONDS + 300))
        self.assert_done()


if __name__ == '__main__':
    unittest.main(verbosity=2)
