# SPDX-License-Identifier: GPL-3.0-or-later
"""What other programs hand to the panel, with the real service; and the panel on the bus."""

import os
import sqlite3
import unittest

import desk
import world
from gi.repository import Gio, GLib

CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//test
X-WR-CALNAME:Harbour festival
BEGIN:VEVENT
UID:walk
DTSTAMP:20240501T080000Z
DTSTART:20240517T080000Z
DTEND:20240517T090000Z
SUMMARY:Harbour walk
LOCATION:Quay 4
END:VEVENT
BEGIN:VEVENT
UID:sail
DTSTAMP:20240501T080000Z
DTSTART;VALUE=DATE:20240518
SUMMARY:Sailing
RRULE:FREQ=WEEKLY
END:VEVENT
END:VCALENDAR
"""

MAIL = (b'From: Marta Keller <marta@keller.example>\r\nTo: Nora <nora@lind.example>\r\n'
        b'Subject: Minutes\r\nDate: Tue, 14 May 2024 09:00:00 +0200\r\nMIME-Version: 1.0\r\n'
        b'Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nThe minutes of today.\r\n'
        b'\r\n> A question\r\n--x\r\nContent-Type: text/plain\r\n'
        b'Content-Disposition: attachment; filename="minutes.txt"\r\n\r\ninside\r\n--x--\r\n')

PATH = '/io/github/hearthdesktop/Hearth'


class Activated(desk.Panel):
    """A panel that the bus has started."""

    def __init__(self, at):
        self.desk = at
        self.name = desk.APP
        self.pid = at.bus.call_sync(
            'org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus',
            'GetConnectionUnixProcessID', GLib.Variant('(s)', (desk.APP,)), None,
            Gio.DBusCallFlags.NONE, 5000, None).unpack()[0]
        self.process = self
        self.app = None

    def poll(self):
        return None if os.path.exists('/proc/%d' % self.pid) else 0

    def look(self):
        self.app = desk.wait_until(self._find_app, 'the panel', timeout=20)
        self.sight = desk.sight.Sight(self.desk.atspi, self.desk.a11y_bus, self.app)
        return self


class Open(desk.TestCase):
    def setUp(self):
        super().setUp()
        box = self.desk.maildir('mail-%s' % self.id().rpartition('.')[2])
        box.deliver(world.make_mail('Venue for June', 'Hello.\n'), flags='S')
        self.desk.ctl('source', 'add', 'maildir', box.path, standalone=True)
        self.install_service()
        self.desk.bus.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus',
                                'org.freedesktop.DBus', 'ReloadConfig', None, None,
                                Gio.DBusCallFlags.NONE, 5000, None)
        # What the bus starts has the display from it.
        self.desk.bus.call_sync(
            'org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus',
            'UpdateActivationEnvironment', GLib.Variant('(a{ss})', ({
                name: value for name, value in self.desk.env.items()
                if name != 'DBUS_SESSION_BUS_ADDRESS'},)), None, Gio.DBusCallFlags.NONE, 5000, None)
        self.addCleanup(self.end)

    def install_service(self):
        """As it is installed, with the program of this build."""
        name = desk.APP + '.service'
        with open(os.path.join(world.BUILD, 'data', name), encoding='utf-8') as file:
            lines = file.read().splitlines()
        program, *options = next(line for line in lines if line.startswith('Exec=')).split()
        self.assertEqual(os.path.basename(program), 'hearth')
        self.assertIn('Name=' + desk.APP, lines)
        self.desk.write('services/' + name, '[D-BUS Service]\nName=%s\nExec=%s\n' % (
            desk.APP, ' '.join([desk.PANEL, *options])))

    def end(self):
        """Ends what the bus has started."""
        for name in (desk.APP, world.NAME):
            if self.desk.has_owner(name):
                pid = self.desk.bus.call_sync(
                    'org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus',
                    'GetConnectionUnixProcessID', GLib.Variant('(s)', (name,)), None,
                    Gio.DBusCallFlags.NONE, 5000, None).unpack()[0]
                os.kill(pid, 15)
                desk.wait_until(lambda owned=name: not self.desk.has_owner(owned), 'the end of ' + name)

    def add_account(self):
        database = sqlite3.connect(os.path.join(self.desk.data, 'hearth.db'))
        with database:
            source = database.execute(
                "INSERT INTO sources (kind, path, name) VALUES ('imap', 'imap://nora@:993', 'Nora')"
            ).lastrowid
            database.execute(
                "INSERT INTO accounts (source_id, address, name, auth, imap_host, imap_port,"
                " imap_security, imap_user, smtp_host, smtp_port, smtp_security, smtp_user, paused,"
                " keep_days, sent_copy, signature) VALUES (?, 'nora@lind.example', 'Nora Lind',"
                " 'password', '', 993, 'tls', 'nora', '127.0.0.1', 1, 'none', '', 1, 0, 1, 'Nora')",
                (source,))
        database.close()

    def query(self, text):
        database = sqlite3.connect(os.path.join(self.desk.data, 'hearth.db'))
        rows = database.execute(text).fetchall()
        database.close()
        return rows

    def call(self, method, signature, *args):
        """A method of org.freedesktop.Application."""
        return self.desk.bus.call_sync(desk.APP, PATH, 'org.freedesktop.Application', method,
                                       GLib.Variant(signature, args), None,
                                       Gio.DBusCallFlags.NONE, 20000, None)

    def open_uris(self, *uris):
        self.call('Open', '(asa{sv})', uris, {})
        return Activated(self.desk).look()

    def file(self, name, data):
        return GLib.filename_to_uri(self.desk.write(name, data))

    def test_mailto(self):
        panel = self.open_panel('mailto:ana@silva.example')
        panel.see('There is no account to send from')
        self.add_account()
        self.desk.start([desk.PANEL, 'mailto:ana@silva.example?subject=Tomorrow&body=At%20nine%3F'])
        panel.see('Tomorrow')
        text = panel.see('Discard this draft')
        self.assertIsNotNone(text)
        desk.wait_until(lambda: any('At nine?' in panel.read(node) for node in panel.walk()
                                    if node.get_role_name() == 'text'), 'the text')
        self.assertEqual(self.query('SELECT subject FROM drafts'), [('Tomorrow',)])
        # Nobody wrote on it: it goes.
        panel.key('Escape')
        panel.miss('Back')
        desk.wait_until(lambda: self.query('SELECT * FROM drafts') == [], 'the draft to go')
        # The panel that runs opens what the next one is told.
        again = self.desk.start([desk.PANEL, 'mailto:bob@x.example?subject=Second'])
        panel.see('Second')
        self.assertEqual(again.wait(timeout=10), 0)

    def test_subscription_is_asked_about(self):
        panel = self.open_uris('webcal://127.0.0.1:9/x.ics')
        panel.see('Subscribe to This Calendar?')
        panel.see('127.0.0.1')
        panel.press('Cancel')
        panel.miss('Subscribe to This Calendar?')
        self.assertEqual(self.query("SELECT count (*) FROM sources WHERE kind = 'webcal'"), [(0,)])
        panel = self.open_uris('webcal://127.0.0.1:9/x.ics')
        panel.press('Subscribe')
        panel.see('Subscribed.')
        self.assertEqual(self.query("SELECT path FROM sources WHERE kind = 'webcal'"),
                         [('https://127.0.0.1:9/x.ics',)])
        panel = self.open_uris('webcal:///nowhere')
        panel.see('This is no address of a calendar.')

    def test_calendar(self):
        panel = self.open_uris(self.file('festival.ics', CALENDAR))
        panel.see('Harbour festival')
        panel.see('2 events')
        panel.see('Harbour walk')
        panel.see('festival.ics')
        self.assertEqual(self.query('SELECT count (*) FROM events'), [(0,)])
        self.assertEqual(panel.nameless(), [])
        panel.press('Add to Calendar')
        panel.see('2 events added to your calendar')
        panel.miss('Add to Calendar')
        self.assertEqual(self.query('SELECT summary FROM events ORDER BY 1'),
                         [('Harbour walk',), ('Sailing',)])
        panel.press('Undo')
        panel.see('Add to Calendar')
        self.assertEqual(self.query('SELECT count (*) FROM events'), [(0,)])

    def test_mail(self):
        panel = self.open_uris(self.file('minutes.eml', MAIL))
        panel.see('Minutes')
        panel.see('marta@keller.example')
        panel.see('The minutes of today.')
        panel.see('1 quoted line')
        panel.see('Open: minutes.txt', 'push button')
        self.assertEqual(panel.nameless(), [])
        self.assertIsNone(panel.find('Reply', 'push button'))
        self.assertEqual(self.query('SELECT count (*) FROM messages'), [(1,)])
        panel.press('Back')
        panel.miss('Back')

    def test_what_cannot_be_shown(self):
        panel = self.open_uris(self.file('picture.eml', b'\x89PNG\r\n\x1a\n' + os.urandom(999)))
        panel.see('This file is neither a mail nor a calendar.')
        self.open_uris(GLib.filename_to_uri(self.desk.path('missing.ics')))
        panel.miss('This file is neither a mail nor a calendar.')
        panel.see('This file cannot be shown')
        os.mkfifo(self.desk.path('pipe.ics'))
        self.open_uris(GLib.filename_to_uri(self.desk.path('pipe.ics')))
        panel.see('Only files can be opened.')

    def test_what_is_declared(self):
        """The desktop hands over what is opened here, and on the bus."""
        entry = GLib.KeyFile()
        entry.load_from_file(os.path.join(world.BUILD, 'data', desk.APP + '.desktop'),
                             GLib.KeyFileFlags.NONE)
        types = entry.get_string_list('Desktop Entry', 'MimeType')
        self.assertEqual(set(types), {'message/rfc822', 'text/calendar', 'x-scheme-handler/mailto',
                                      'x-scheme-handler/webcal', 'x-scheme-handler/webcals'})
        self.assertTrue(entry.get_boolean('Desktop Entry', 'DBusActivatable'))
        self.assertTrue(entry.get_string('Desktop Entry', 'Exec').endswith(' %U'))

    def test_activated(self):
        """Started for what is to be done, and by nothing else."""
        self.call('ActivateAction', '(sava{sv})', 'show-view', [GLib.Variant('s', 'mail')], {})
        panel = Activated(self.desk).look()
        panel.see('Venue for June', timeout=20)
        self.call('Activate', '(a{sv})', {})
        self.call('ActivateAction', '(sava{sv})', 'find', [GLib.Variant('s', 'Venue')], {})
        panel.see('Everything, as you type')
        with self.assertRaises(GLib.Error):
            self.call('ActivateAction', '(sava{sv})', 'no-such-action', [], {})
        self.assertIsNone(panel.poll())

    def test_service_leaves(self):
        """A panel that nobody wants opens no window, and ends by itself."""
        self.desk.bus.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus',
                                'org.freedesktop.DBus', 'StartServiceByName',
                                GLib.Variant('(su)', (desk.APP, 0)), None, Gio.DBusCallFlags.NONE,
                                20000, None)
        panel = Activated(self.desk)
        windows = []

        def ended():
            if panel.poll() is not None:
                return True
            try:
                windows.extend([] if panel._find_app() is None else ['a window'])
            except AssertionError:
                pass  # it has just ended
            return False
        desk.wait_until(ended, 'the panel to leave', timeout=30, interval=0.3)
        self.assertEqual(windows, [])


if __name__ == '__main__':
    unittest.main(verbosity=2)
