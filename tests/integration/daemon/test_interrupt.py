# SPDX-License-Identifier: GPL-3.0-or-later
"""When hearthd interrupts: meetings, quiet, sounds, what the owner answers, and the rehearsal."""

import json
import signal
import subprocess
import time
import unittest

from gi.repository import Gio, GLib
from notification_double import NotificationDouble
from world import CTL, NOW_SECONDS, TestCase, make_mail, wait_until

MEETING = """BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//test//EN\r
BEGIN:VEVENT\r
UID:review@test\r
DTSTAMP:20240101T000000Z\r
DTSTART:20240515T074500Z\r
DTEND:20240515T%s\r
SUMMARY:Review\r
ORGANIZER:mailto:boss@silva.example\r
ATTENDEE;PARTSTAT=ACCEPTED:mailto:nora@lind.example\r
END:VEVENT\r
END:VCALENDAR\r
"""

ANA = 'Ana Silva <ana@silva.example>'
QUESTION = 'Hi Nora,\n\ncould you send me the number by Friday?\n\nAna\n'
ALARM = 'Hi Nora,\n\nURGENT: production is down, please call me immediately!\n\nAna\n'


class InterruptCase(TestCase):
    def start_with_mail(self):
        """A daemon that has read a mailbox, which holds old mail."""
        self.box = self.world.maildir()
        self.box.deliver(make_mail('Before', 'Could you answer by Friday?'))
        daemon = self.world.start_daemon()
        self.world.ctl('source', 'add', 'maildir', self.box.path)
        return daemon

    def deliver(self, subject, text=QUESTION, sender=ANA):
        return self.box.deliver(make_mail(subject, text, sender=sender, when=NOW_SECONDS + 1))

    def find(self, subject):
        """The number of a mail, once it is judged."""
        def look():
            return [m['id'] for m in self.world.ctl('mail', 'list', '--limit', '50',
                                                    json_output=True) if m['subject'] == subject]
        return wait_until(look, subject)[0]

    def why(self, *args, code=0):
        return self.world.ctl('why', *[str(arg) for arg in args], json_output=True, code=code)

    def look(self, number, name):
        """What is noted of a mail, if anything is."""
        result = subprocess.run([CTL, '--json', 'why', str(number)], env=self.world.env,
                                capture_output=True, text=True, timeout=30, check=False)
        return json.loads(result.stdout).get(name) if result.returncode == 0 else None

    def wait_told(self, number):
        wait_until(lambda: self.look(number, 'told'), 'the note of a notification', timeout=15)

    def wait_held(self, number):
        wait_until(lambda: self.look(number, 'held_until'), 'the wait', timeout=15)


class DunstTest(InterruptCase):
    with_dunst = True

    def start_in_meeting(self, end):
        calendar = self.world.write('review.ics', MEETING % end)
        daemon = self.start_with_mail()
        self.world.ctl('source', 'add', 'ics', calendar)
        wait_until(lambda: self.world.ctl('agenda', json_output=True), 'the meeting')
        return daemon

    def bubbles(self):
        return [n for n in self.world.notifications() if 'Review' not in n[1]]

    def test_meeting(self):
        """Mail waits for the end of a meeting, also over a kill; urgent mail does not."""
        daemon = self.start_in_meeting('080025Z')
        self.deliver('Number')
        self.deliver('Budget', sender='Bo Berg <bo@silva.example>')
        number = self.find('Number')
        self.wait_held(number)
        held = self.why(number)
        self.assertFalse(held['told'])
        self.assertIn('meeting', held['reason'])
        self.deliver('Production', ALARM, sender='Cy Dale <cy@silva.example>')
        wait_until(lambda: any(n[1] == 'Cy Dale' for n in self.bubbles()), 'the urgent one')
        self.assertNotIn('Number', str(self.bubbles()))
        self.world.stop_daemon(daemon, signal.SIGKILL)
        self.world.start_daemon(now='2024-05-15T10:00:15+02:00')
        time.sleep(1)
        self.assertNotIn('Number', str(self.bubbles()))
        wait_until(lambda: 'Number' in str(self.bubbles()), 'the end of the meeting', timeout=30)
        self.assertEqual(len([n for n in self.bubbles() if 'Number' in n[2]]),
                         len([n for n in self.bubbles() if 'Budget' in n[2]]), 'one bubble')
        self.wait_told(number)
        self.assertIn('waited for your meeting to end', self.why(number)['reason'])

    def test_read_in_meeting(self):
        """What was read meanwhile is not told of any more."""
        self.start_in_meeting('080012Z')
        self.deliver('Number')
        number = self.find('Number')
        self.wait_held(number)
        self.world.ctl('mail', 'read', str(number))
        wait_until(lambda: not self.why(number).get('held_until'), 'the end of the wait',
                   timeout=30)
        self.assertFalse(self.why(number)['told'])
        self.assertEqual(self.bubbles(), [])

    def test_answers(self):
        """What the owner says of a sender counts for the next mail."""
        self.start_with_mail()
        self.deliver('One')
        number = self.find('One')
        self.wait_told(number)
        self.assertIn('by Friday', self.why(number)['reason'])
        self.assertEqual(self.why()['id'], number)
        self.world.ctl('why', str(number), 'never')
        self.assertEqual(self.why(number)['answer'], 'never')
        self.deliver('Two')
        second = self.find('Two')
        time.sleep(1)
        self.why(second, code=3)
        self.world.ctl('why', str(number), 'forget')
        self.deliver('Three')
        self.wait_told(self.find('Three'))
        news = {'List-Unsubscribe': '<https://news.example/u>', 'Precedence': 'bulk'}
        self.box.deliver(make_mail('Ten recipes', 'In this issue.', headers=news,
                                   sender='Crate <news@crate.example>'))
        letter = self.find('Ten recipes')
        self.why(letter, code=3)
        self.world.ctl('why', str(letter), 'always')
        self.box.deliver(make_mail('Ten cakes', 'In this issue.', headers=news,
                                   sender='Crate <news@crate.example>'))
        cakes = self.find('Ten cakes')
        self.wait_told(cakes)
        self.assertIn('always', self.why(cakes)['reason'])
        self.world.ctl('why', str(number), 'loud', code=1)
        self.world.ctl('why', '999', 'always', code=3)

    def test_outcomes(self):
        self.start_with_mail()
        self.deliver('One')
        first = self.find('One')
        self.wait_told(first)
        wait_until(lambda: self.world.displayed() == 1, 'the bubble')
        self.world.press('Mark read')
        wait_until(lambda: self.why(first)['outcome'] == 'done', 'the outcome')
        self.deliver('Two')
        second = self.find('Two')
        self.wait_told(second)
        self.world.ctl('mail', 'read', str(second))
        wait_until(lambda: self.why(second)['outcome'] == 'opened', 'what was read elsewhere')

    def test_rehearsal(self):
        """The last days through the rules, with and without the service."""
        self.box = self.world.maildir()
        for day in range(20):
            self.box.deliver(make_mail('Question %d' % day, QUESTION,
                                       when=NOW_SECONDS - day * 86400 - 3600))
            self.box.deliver(make_mail('Recipes %d' % day, 'In this issue.',
                                       headers={'Precedence': 'bulk'},
                                       sender='Crate <news@crate.example>',
                                       when=NOW_SECONDS - day * 86400 - 3000))
        self.box.deliver(make_mail('Long ago', QUESTION, when=NOW_SECONDS - 40 * 86400))
        daemon = self.world.start_daemon()
        self.world.ctl('source', 'add', 'maildir', self.box.path)
        wait_until(lambda: self.world.ctl('rehearse', json_output=True)['mail'] == 40, 'the mail')
        rehearsal = self.world.ctl('rehearse', json_output=True)
        self.assertEqual(rehearsal['interruptions'], 20)
        self.assertEqual({told['sender'] for told in rehearsal['told']}, {'Ana Silva'})
        self.assertEqual(rehearsal['told'][0]['subject'], 'Question 19')
        quiet = self.world.ctl('rehearse', '--level', '0', json_output=True)
        self.assertLess(quiet['interruptions'], 20)
        self.assertIn('20 times in the last 30 days', self.world.ctl('rehearse'))
        self.assertEqual(self.bubbles(), [], 'a rehearsal interrupts nobody')
        self.world.ctl('rehearse', '--level', 'loud', code=2)
        self.world.stop_daemon(daemon)
        alone = self.world.ctl('rehearse', json_output=True, standalone=True)
        self.assertEqual(alone, rehearsal)


class DoubleTest(InterruptCase):
    """Under a notification server that tells what it was asked."""

    with_bus = True

    def setUp(self):
        super().setUp()
        self.server = NotificationDouble(self.world.env['DBUS_SESSION_BUS_ADDRESS'])
        self.addCleanup(self.server.close)
        self.sounds = []
        show = self.server.show

        def listen(body):
            self.sounds.append((body[3], body[6].get('sound-name'), body[6].get('suppress-sound')))
            return show(body)

        self.server.show = listen

    def displayed(self):
        return str(list(self.server.displayed.values()))

    def remind(self, text, seconds):
        """A reminder so many seconds after the world began."""
        self.world.ctl('remind', text + ' in 1 minute')
        number = [r['id'] for r in self.world.ctl('reminders', json_output=True)
                  if text in r['text']][0]
        self.world.call('SnoozeReminder', '(xx)', number, NOW_SECONDS + seconds)

    def test_do_not_disturb(self):
        self.start_with_mail()
        self.server.set_inhibited(True)
        self.deliver('Number')
        number = self.find('Number')
        self.wait_held(number)
        self.deliver('Production', ALARM)
        self.find('Production')
        time.sleep(0.7)
        self.assertEqual(self.server.displayed, {})
        self.server.set_inhibited(False)
        wait_until(lambda: 'Number' in self.displayed(), 'the end of the quiet')
        self.wait_told(number)
        self.assertIn('did not want to be disturbed', self.why(number)['reason'])
        self.assertEqual(len(self.server.displayed), 1)

    def keep_screen(self, actions):
        """Says what GNOME says of a film or a call: 8 keeps the screen awake."""
        self.world.bus.emit_signal(
            None, '/org/gnome/SessionManager', 'org.freedesktop.DBus.Properties',
            'PropertiesChanged',
            GLib.Variant('(sa{sv}as)', ('org.gnome.SessionManager',
                                        {'InhibitedActions': GLib.Variant('u', actions)}, [])))
        self.world.bus.flush_sync(None)

    def test_busy_screen(self):
        self.world.bus.call_sync(
            'org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', 'RequestName',
            GLib.Variant('(su)', ('org.gnome.SessionManager', 0)), None, Gio.DBusCallFlags.NONE,
            5000, None)
        self.start_with_mail()
        self.keep_screen(4 | 8)
        time.sleep(0.3)
        self.deliver('Number')
        number = self.find('Number')
        self.wait_held(number)
        self.deliver('Production', ALARM, sender='Cy Dale <cy@silva.example>')
        wait_until(lambda: 'Production' in self.displayed(), 'the urgent one')
        self.assertNotIn('Number', self.displayed())
        self.keep_screen(4)
        wait_until(lambda: 'Number' in self.displayed(), 'the end of the film')
        self.wait_told(number)
        self.assertIn('until your screen was free', self.why(number)['reason'])

    def test_dismissed(self):
        self.start_with_mail()
        self.deliver('Number')
        number = self.find('Number')
        wait_until(lambda: 'Number' in self.displayed(), 'the bubble')
        self.server.dismiss()
        wait_until(lambda: self.why(number)['outcome'] == 'dismissed', 'the outcome')
        self.world.ctl('mail', 'read', str(number))
        wait_until(lambda: self.why(number)['outcome'] == 'opened', 'what was read after all')

    def test_one_sound_a_minute(self):
        """Mail and reminders together; none is dropped, and a restart makes no second sound."""
        daemon = self.start_with_mail()
        self.deliver('Number')
        wait_until(lambda: 'Number' in self.displayed(), 'the bubble')
        self.remind('boil tea', 10)
        self.remind('buy milk', 11)
        wait_until(lambda: 'tea' in self.displayed() and 'milk' in self.displayed(), 'reminders',
                   timeout=15)
        self.deliver('Another', sender='Bo Berg <bo@silva.example>')
        wait_until(lambda: 'Another' in self.displayed(), 'the second mail')
        self.world.stop_daemon(daemon, signal.SIGKILL)
        self.world.start_daemon(now='2024-05-15T10:00:20+02:00')
        self.remind('bake bread', 25)
        wait_until(lambda: 'bread' in self.displayed(), 'a reminder after a kill', timeout=15)
        heard = [sound for sound in self.sounds if sound[1] is not None]
        self.assertEqual(len(heard), 1, self.sounds)
        self.assertEqual(heard[0][1], 'message-new-email')
        for _, sound, suppressed in self.sounds:
            self.assertNotEqual(sound is None, suppressed is None)

    def test_sounds_after_a_minute(self):
        daemon = self.start_with_mail()
        self.deliver('Number')
        wait_until(lambda: 'Number' in self.displayed(), 'the bubble')
        self.world.stop_daemon(daemon)
        self.world.start_daemon(now='2024-05-15T10:02:00+02:00')
        self.remind('boil tea', 125)
        wait_until(lambda: 'tea' in self.displayed(), 'the reminder', timeout=15)
        self.assertEqual(len([sound for sound in self.sounds if sound[1] is not None]), 2,
                         self.sounds)

    def test_no_sound_by_setting(self):
        self.world.write('config/glib-2.0/settings/keyfile',
                         '[io/github/hearthdesktop/Hearth]\nnotify-mail=true\nnotification-sounds=false\n')
        self.start_with_mail()
        self.deliver('Number')
        wait_until(lambda: 'Number' in self.displayed(), 'the bubble')
        self.assertEqual([sound[1] for sound in self.sounds], [None])


if __name__ == '__main__':
    unittest.main(verbosity=2)
