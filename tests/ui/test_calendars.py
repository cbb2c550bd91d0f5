# SPDX-License-Identifier: GPL-3.0-or-later
"""Calendars in the settings: those that are read, and new ones."""

import unittest

import desk
from calendar_double import CalendarDouble

FOUND = [
    {'kind': 'caldav', 'path': 'https://dav.example/home/', 'name': 'Home', 'color': '#3584e4',
     'writable': True, 'added': False},
    {'kind': 'caldav', 'path': 'https://dav.example/work/', 'name': 'Work', 'color': '#e66100',
     'writable': True, 'added': True},
    {'kind': 'carddav', 'path': 'https://dav.example/people/', 'name': 'People', 'color': '',
     'writable': True, 'added': False},
]


class Calendars(desk.TestCase):
    def setUp(self):
        super().setUp()
        box = self.desk.maildir('mail-%s' % self.id().rpartition('.')[2])
        self.desk.ctl('source', 'add', 'maildir', box.path, standalone=True)
        self.double = CalendarDouble(self.desk)
        self.addCleanup(self.double.close)

    def open(self):
        panel = self.open_panel()
        panel.act('preferences')
        panel.see('Companion')
        panel.press('Calendars', None)
        return panel

    def add(self):
        panel = self.open()
        panel.press('Add Calendars…')
        panel.see('Calendars on a server')
        return panel

    def test_empty(self):
        panel = self.open()
        panel.see('Add the calendars of a server or of this desktop.')
        panel.see('Working hours begin')

    def test_hidden_switch(self):
        home = self.double.add_calendar('Home', '#3584e4')
        panel = self.open()
        panel.see('Home')
        panel.see('Colour of Home')
        panel.tab_to('Home')
        panel.key(' ')
        panel.press('Show Home', None)
        desk.wait_until(lambda: self.double.named('ChangeCalendar'), 'the service to be told')
        self.assertEqual(self.double.named('ChangeCalendar')[0][:2], (home, {'hidden': True}))

    def test_refresh(self):
        """How often a subscription is looked at is shown and chosen; of a file it is not asked."""
        self.double.add_calendar('Here', '#3584e4')
        club = self.double.add_calendar('Club', '#e66100', kind='webcal')
        panel = self.open()
        panel.see('Club')
        panel.tab_to('Club')
        panel.key(' ')
        panel.see('every 15 minutes')
        panel.tab_to('Reminds')
        panel.key('Tab')
        panel.key(' ')
        panel.see('every 3 hours')
        panel.key('End')
        panel.key('Return')
        desk.wait_until(lambda: self.double.named('ChangeCalendar'), 'the service to be told')
        told, settings = self.double.named('ChangeCalendar')[0][:2]
        self.assertEqual((told, list(settings)), (club, ['refresh']))
        # The pointer lies over the list somewhere, and the keys go on from there.
        self.assertIn(settings['refresh'], (1800, 3600, 3 * 3600, 6 * 3600, 24 * 3600))

    def test_address_books(self):
        """They are no calendars: a password, and an end to it."""
        panel = self.open()
        panel.see('Add the calendars of a server')
        panel.miss('Address books')
        book = self.double.add_calendar('People', kind='carddav')
        self.double.changed('sources')
        panel.see('Address books')
        panel.see('0 contacts · read')
        self.assertIsNone(panel.find('Colour of People'))
        panel.tab_to('People')
        panel.key(' ')
        panel.press('Remove…')
        panel.see('Stop reading “People”?')
        panel.press('Stop Reading')
        desk.wait_until(lambda: self.double.named('RemoveSource') == [(book,)], 'it to be forgotten')

    def test_server(self):
        self.double.found = FOUND
        panel = self.add()
        for letter in 'nora@lind.example':
            panel.key(letter)
        panel.press('Look for Calendars')
        panel.see('already here')
        panel.see('address book')
        what = self.double.named('DiscoverCalendars')[0][0]
        self.assertEqual((what['address'], what['user']), ('nora@lind.example',) * 2)
        panel.press('Add These')
        panel.miss('already here')
        told = self.double.named('AddCalendars')[0]
        self.assertEqual([(one['kind'], one['name']) for one in told[1]],
                         [('caldav', 'Home'), ('carddav', 'People')])

    def test_wrong_password_and_certificate(self):
        self.double.found = FOUND
        self.double.discover_errors = [
            ('Refused', 'The server did not take the password.'),
            ('Certificate', 'Nobody known has signed the certificate of dav.example.\n'
             'dav-pin: AABB\ndav-subject: CN=dav.example\ndav-issuer: CN=self\ndav-expires: 0')]
        panel = self.add()
        for letter in 'https:~~dav.example~'.replace('~', '/'):
            panel.key('slash' if letter == '/' else letter)
        panel.press('Look for Calendars')
        panel.see('The server did not take the password.')
        panel.press('Look for Calendars')
        panel.see('Nobody known has signed')
        panel.see('CN=dav.example')
        panel.press('Trust This Certificate')
        panel.see('already here')
        self.assertEqual([args[0].get('pin') for args in self.double.named('DiscoverCalendars')],
                         [None, None, 'AABB'])

    def test_desktop(self):
        self.double.found = [{'kind': 'eds', 'path': 'uid', 'name': 'Personal', 'writable': True,
                              'added': False}]
        panel = self.add()
        panel.press('Show Them')
        panel.see('Personal')
        self.assertEqual(self.double.named('DiscoverCalendars')[0][0], {'eds': True})

    def test_subscription(self):
        panel = self.add()
        panel.press('Subscribe')
        panel.see('The address of a subscription begins with')
        for letter in 'webcal:~~a.example~f.ics'.replace('~', '/'):
            panel.key('slash' if letter == '/' else letter)
        panel.press('Subscribe')
        panel.miss('Calendars on a server')
        desk.wait_until(lambda: self.double.named('AddCalendars'), 'the subscription')
        self.assertEqual(self.double.named('AddCalendars')[0][1],
                         [{'kind': 'webcal', 'path': 'webcal://a.example/f.ics'}])


if __name__ == '__main__':
    unittest.main(verbosity=2)
