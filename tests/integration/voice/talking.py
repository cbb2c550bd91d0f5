# SPDX-License-Identifier: GPL-3.0-or-later
"""hearthd with a calendar, in a world with a microphone and a speaker."""

import os
import time

from sound import wait_for
import world
from gi.repository import Gio, GLib

SPEECH = 'io.github.hearthdesktop.Hearth.Speech1'

CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//test//EN
BEGIN:VEVENT
UID:dentist
DTSTAMP:20240501T000000Z
DTSTART;TZID=Europe/Berlin:20240515T150000
DTEND;TZID=Europe/Berlin:20240515T160000
SUMMARY:Dentist
LOCATION:Garden Street 4
END:VEVENT
BEGIN:VEVENT
UID:concert
DTSTAMP:20240501T000000Z
DTSTART;TZID=Europe/Berlin:20240516T200000
DTEND;TZID=Europe/Berlin:20240516T220000
SUMMARY:Concert with Anna
END:VEVENT
END:VCALENDAR
"""


def move_in(home, sound=None):
    """Starts hearthd with a calendar and a mail; with sound, it hears and is heard.

    Returns the box that the mail is in.
    """
    if sound is not None:
        home.env['GST_REGISTRY'] = sound.environment['GST_REGISTRY']
        home.env['PULSE_SERVER'] = 'unix:' + os.path.join(sound.folder, 'pulse/native')
    home.write('calendar.ics', CALENDAR)
    box = home.maildir()
    box.deliver(world.make_mail('Garden', 'Shall we meet in the garden?',
                                 sender='Anna Becker <anna@becker.example>'))
    home.start_daemon()
    home.ctl('source', 'add', 'ics', home.path('calendar.ics'))
    home.ctl('source', 'add', 'maildir', home.path('mail'))
    home.ctl('sync')
    return box


class Listener:
    """A program on the bus that begins exchanges."""

    def __init__(self, home):
        self.bus = home.connect_to_bus()
        self.signals = []
        for interface in (SPEECH, world.INTERFACE):
            self.bus.signal_subscribe(world.NAME, interface, None, world.PATH, None,
                                      Gio.DBusSignalFlags.NONE, self.signal_cb)

    def signal_cb(self, _bus, _sender, _path, _interface, name, parameters):
        self.signals.append((name, parameters.unpack(), time.monotonic()))

    def call(self, method, signature=None, *arguments, timeout=60000):
        parameters = GLib.Variant(signature, arguments) if signature else None
        return self.bus.call_sync(world.NAME, world.PATH, SPEECH, method, parameters, None,
                                  Gio.DBusCallFlags.NONE, timeout, None).unpack()

    def listen(self, **options):
        kinds = {str: 's', bool: 'b'}
        return self.call('Listen', '(a{sv})', {
            name: GLib.Variant(kinds[type(value)], value) for name, value in options.items()})[0]

    def get(self, name):
        return self.bus.call_sync(
            world.NAME, world.PATH, 'org.freedesktop.DBus.Properties', 'Get',
            GLib.Variant('(ss)', (SPEECH, name)), None, Gio.DBusCallFlags.NONE, 5000,
            None).unpack()[0]

    def find(self, name):
        while GLib.MainContext.default().iteration(False):
            pass
        return [signal for signal in self.signals if signal[0] == name]

    def wait(self, name, seconds=20, count=1):
        return wait_for(lambda: self.find(name)[count - 1:count], seconds,
                        name)[0]

    def answer(self):
        """The text of all answers."""
        return ''.join(details.get('text', '') for _, (_, details), _ in self.find('Answer')
                       if details['type'] == 'text')

    def leave(self):
        self.bus.close_sync(None)
