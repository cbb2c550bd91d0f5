# SPDX-License-Identifier: GPL-3.0-or-later
"""The panel's states: nothing to read yet, no service, an answer that streams, stops or fails."""

import os
import sqlite3
import unittest

import desk
import world
from calendar_double import CalendarDouble
from gi.repository import Gio, GLib
from service_double import ServiceDouble

WORDS = ['Halle 7 is **booked**, ', 'and Marta waits ', 'for a number.']


class States(desk.TestCase):
    def double(self, **options):
        double = ServiceDouble(self.desk.bus, self.desk.data, **options)
        self.addCleanup(double.close)
        return double

    def test_first_run(self):
        panel = self.open_panel()
        panel.see('What may I read?', timeout=30)
        panel.see('Mail Folder…')
        panel.see('Just Show Me')

    def test_the_desktop_s_calendars_are_offered(self):
        # A store that has nothing yet.
        self.desk.ctl('sync', standalone=True)
        double = CalendarDouble(self.desk)
        self.addCleanup(double.close)
        double.found = [
            {'kind': 'eds', 'path': 'a', 'name': 'Home', 'writable': True, 'added': False},
            {'kind': 'eds', 'path': 'b', 'name': 'Choir', 'writable': True, 'added': False},
            {'kind': 'ebook', 'path': 'c', 'name': 'Friends', 'writable': True, 'added': False}]
        panel = self.open_panel()
        panel.see('What may I read?', timeout=30)
        panel.see('Home, Choir')
        self.assertEqual(double.named('AddCalendars'), [])
        panel.tab_to('Calendars of this desktop')
        panel.key('Return')
        panel.press('Begin')
        desk.wait_until(lambda: double.named('AddCalendars'), 'the calendars to be added')
        what, chosen = double.named('AddCalendars')[0][:2]
        self.assertEqual(what, {'eds': True})
        self.assertEqual([one['name'] for one in chosen], ['Home', 'Choir'])

    def test_no_service(self):
        services = self.desk.path('services')
        os.rename(services, services + '.away')
        self.addCleanup(self.reload_services)
        self.addCleanup(os.rename, services + '.away', services)
        self.reload_services()
        panel = self.open_panel(HEARTH_BINDIR='/nonexistent')
        panel.see('The companion is away', timeout=30)
        panel.see('Try Again')
        panel.act('ask', GLib.Variant('s', 'Anyone there?'))
        panel.see('The companion’s service is not running. Start it and try again.')

    def reload_services(self):
        self.desk.bus.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus',
                                'org.freedesktop.DBus', 'ReloadConfig', None, None,
                                Gio.DBusCallFlags.NONE, 5000, None)

    def test_unsent_mail_that_cannot_be_read(self):
        # A store with all its tables.
        self.desk.ctl('sync', standalone=True)
        double = self.double()
        panel = self.open_panel()
        panel.act('show-view', GLib.Variant('s', 'unsent'))
        panel.see('Nothing is waiting to be sent or written on.')
        db = sqlite3.connect(os.path.join(self.desk.data, 'hearth.db'), timeout=10)
        self.addCleanup(db.close)
        # Without a look at the triggers, whose tokenizer only the service has.
        db.execute('PRAGMA legacy_alter_table = ON')
        db.execute('ALTER TABLE outbox RENAME TO elsewhere')
        double.changed('outbox')
        panel.see('could not be used: no such table')
        panel.miss('Nothing is waiting to be sent or written on.')
        db.execute('ALTER TABLE elsewhere RENAME TO outbox')
        double.changed('outbox')
        panel.see('Nothing is waiting to be sent or written on.')

    def test_answer_streams(self):
        double = self.double()
        double.script = [{'type': 'status', 'text': 'Looking…'}] + \
            [{'type': 'text', 'text': text} for text in WORDS] + \
            [{'type': 'source', 'kind': 'message', 'id': 7, 'label': 'Re: Venue'},
             {'type': 'suggest', 'text': 'Read it to me'}, {'type': 'end'}]
        panel = self.open_panel()
        panel.act('ask', GLib.Variant('s', 'What about the venue?'))
        panel.see('Halle 7 is booked, and Marta waits for a number.')
        panel.see('Message: Re: Venue', 'push button')
        panel.press('Read it to me')
        panel.see('You: Read it to me')
        desk.wait_until(lambda: len(double.asked) == 2, 'both questions')
        self.assertEqual(double.asked[0], ('', 'What about the venue?'))
        self.assertEqual(double.asked[1], ('talk', 'Read it to me'))

    def test_escape_stops(self):
        double = self.double(pace=50)
        double.script = [{'type': 'text', 'text': 'word '}] * 1000
        panel = self.open_panel()
        panel.act('ask', GLib.Variant('s', 'Talk for ever'))
        panel.see('word word word')
        panel.press('Stop')
        panel.see('You stopped this answer.')
        desk.wait_until(lambda: double.stopped == [1], 'the service to be told')

    def test_error_and_retry(self):
        double = self.double()
        double.script = [{'type': 'error', 'text': 'The service did not answer.'}]
        panel = self.open_panel()
        panel.act('ask', GLib.Variant('s', 'Anyone there?'))
        panel.see('The service did not answer.')
        double.script = [{'type': 'text', 'text': 'Here I am.'}, {'type': 'end'}]
        panel.press('Retry')
        panel.see('Here I am.')
        panel.miss('The service did not answer.')

    def test_retry_goes_with_the_next_question(self):
        double = self.double()
        double.script = [{'type': 'error', 'text': 'The service did not answer.'}]
        panel = self.open_panel()
        panel.act('ask', GLib.Variant('s', 'Anyone there?'))
        panel.see('Retry', 'push button')
        double.script = [{'type': 'text', 'text': 'At 7:40.'}, {'type': 'end'}]
        panel.act('ask', GLib.Variant('s', 'When do I fly?'))
        panel.see('At 7:40.')
        panel.miss('Retry')
        panel.see('The service did not answer.')

    def test_progress_and_loss(self):
        double = self.double()
        panel = self.open_panel()
        panel.see('Here · 0 bytes left today')
        double.set('BytesSent', GLib.Variant('t', 1904))
        panel.see('Here · 1.9\u00a0kB left today')
        double.set('Activity', GLib.Variant('s', 'Reading older mail · 3,412 of 9,870'))
        double.set('Progress', GLib.Variant('(tt)', (3412, 9870)))
        panel.see('Reading older mail · 3,412 of 9,870')
        panel.see('Reading', 'progress bar')
        double._bus_call('ReleaseName', GLib.Variant('(s)', (world.NAME,)))
        panel.see('What you see may be out of date.')
        panel.see('Start It', 'push button')


if __name__ == '__main__':
    unittest.main(verbosity=2)
