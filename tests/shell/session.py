# SPDX-License-Identifier: GPL-3.0-or-later
"""A whole session of a desktop: its window manager, its settings, its notifications, and the panel.

What is typed and clicked is real input to the display; where windows are is asked of whoever places
them. GNOME Shell and X11 each have a class of their own.
"""

import argparse
import os
import signal
import subprocess
import sys
import time
import unittest

import desk
import gi
import world
from gi.repository import Gio, GLib

gi.require_version('GdkPixbuf', '2.0')
from gi.repository import GdkPixbuf  # noqa: E402

HEARTH = 'io.github.hearthdesktop.Hearth'
INTERFACE = 'org.gnome.desktop.interface'
HERE = os.path.dirname(os.path.abspath(__file__))
SIZE = (1280, 800)
SYSTEM_SERVICES = '/usr/share/dbus-1/services'

# X keysyms of what is no letter.
KEYS = {'Escape': 0xff1b, 'Return': 0xff0d, 'Up': 0xff52, 'Down': 0xff54, 'BackSpace': 0xff08,
        'Tab': 0xff09, 'Control': 0xffe3, 'Super': 0xffeb, 'Shift': 0xffe1, 'space': 0x20}


def wait_until(check, what, timeout=45.0, interval=0.05):
    """Whole desktops share a busy machine: they are given time."""
    return desk.wait_until(check, what, timeout, interval)


def keyval(name):
    return KEYS[name] if name in KEYS else ord(name)


class Session(desk.Desk):
    """A desk in a session. What differs between desktops is said by the classes of each."""

    pictures = None  # the folder for pictures, if any are wanted

    def __init__(self):
        try:
            super().__init__('%dx%d' % SIZE)
        except BaseException:
            # What was started before it failed would go on.
            sys.stderr.write(self.read_log())
            self.close()
            raise

    def start_bus(self):
        super().start_bus()
        # One settings database for all, as in a session: dconf tells everybody of a change.
        self.env['GSETTINGS_BACKEND'] = 'dconf'
        self.write('services/%s.service' % HEARTH,
                   '[D-BUS Service]\nName=%s\nExec=%s --gapplication-service\n'
                   % (HEARTH, desk.PANEL))
        self.add_services('ca.desrt.dconf')

    def add_services(self, *names):
        """Lets programs of the system be activated."""
        for name in names:
            os.symlink(os.path.join(SYSTEM_SERVICES, name + '.service'),
                       self.path('services', name + '.service'))
        self.call_bus('ReloadConfig')

    def call_bus(self, method, parameters=None):
        return self.bus.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus',
                                  'org.freedesktop.DBus', method, parameters, None,
                                  Gio.DBusCallFlags.NONE, 5000, None)

    def tell_activated(self, *names):
        """What the bus starts gets these variables too."""
        self.call_bus('UpdateActivationEnvironment',
                      GLib.Variant('(a{ss})', ({name: self.env[name] for name in names
                                               if name in self.env},)))

    def run(self, *args):
        return subprocess.run(args, env=self.env, capture_output=True, text=True, check=True,
                              timeout=60).stdout

    def set(self, schema, **values):
        for name, value in values.items():
            self.run('gsettings', 'set', schema, name.replace('_', '-'), value)

    def get(self, schema, name):
        return self.run('gsettings', 'get', schema, name).strip()

    def reset(self):
        """As on the first day."""
        self.run('gsettings', 'reset-recursively', HEARTH)
        self.run('gsettings', 'reset', INTERFACE, 'color-scheme')
        self.set(INTERFACE, enable_animations='false')
        self.move_to(5, 5)

    def open_panel(self, *args, **env):
        return Panel(self, args, env)

    def adopt_panel(self):
        """The panel that was started by the bus."""
        wait_until(lambda: self.has_owner(HEARTH), 'the panel')
        pid = self.call_bus('GetConnectionUnixProcessID',
                            GLib.Variant('(s)', (HEARTH,))).unpack()[0]
        return Panel(self, (), {}, Activated(pid))

    # What people do and see ------------------------------------------------------------------------

    def key(self, name, *held):
        """Presses a key while others are held."""
        raise NotImplementedError

    def move_to(self, x, y):
        raise NotImplementedError

    def button(self, down):
        raise NotImplementedError

    def windows(self):
        """Those that can be seen: dicts with title, pid, place [x, y, width, height], focused."""
        raise NotImplementedError

    def work_area(self):
        """What is left to windows: [x, y, width, height]."""
        raise NotImplementedError

    def photograph(self, path):
        raise NotImplementedError

    def bind_keys(self, letter):
        """Has a letter with Super call the panel, in the way of this desktop."""

    key_settings = {}  # Hearth's own settings for that

    def see_notification(self, text):
        """Waits for a notification; returns the middle of it on the screen: (x, y)."""
        raise NotImplementedError

    def wait(self, seconds):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            desk.pump()
            time.sleep(0.01)

    def type(self, text):
        for letter in text:
            self.key('space' if letter == ' ' else letter)

    def click(self, x, y):
        self.move_to(x, y)
        self.wait(0.1)
        self.button(True)
        self.wait(0.05)
        self.button(False)
        self.wait(0.1)

    def active(self):
        """The window that has the keyboard."""
        return next((window for window in self.windows() if window['focused']), None)

    def look(self):
        """The screen as it is now."""
        path = self.path('screen.png')
        self.photograph(path)
        return GdkPixbuf.Pixbuf.new_from_file(path)

    def keep_picture(self, name):
        if self.pictures is not None:
            self.wait(0.5)
            self.photograph(os.path.join(self.pictures, '%s-%s.png' % (self.name, name)))


class Activated:
    """A process that somebody else has started."""

    def __init__(self, pid):
        self.pid = pid

    def poll(self):
        return None if os.path.exists('/proc/%d' % self.pid) else 0

    def terminate(self):
        os.kill(self.pid, signal.SIGTERM)

    def wait(self, timeout=10):
        desk.wait_until(lambda: self.poll() is not None, 'it to end', timeout)


class Panel(desk.Panel):
    """The panel, with the keyboard of its session."""

    patience = 90

    def see(self, text, role=None, timeout=45.0):
        return super().see(text, role, timeout)

    def miss(self, text, timeout=45.0):
        super().miss(text, timeout)

    def key(self, name):
        upper = len(name) == 1 and name.isupper()
        self.desk.key(name, *(['Shift'] if upper else []))

    def chord(self, letter):
        self.desk.key(letter, 'Control')


def color_at(picture, x, y):
    """The colour of a pixel: (red, green, blue)."""
    at = y * picture.get_rowstride() + x * picture.get_n_channels()
    return tuple(picture.get_pixels()[at:at + 3])


def main():
    """Runs the tests of a session; “--pictures FOLDER” keeps pictures of it."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument('--pictures', metavar='FOLDER', default=os.environ.get('HEARTH_PICTURES'))
    options, rest = parser.parse_known_args()
    # Whoever ends a test ends its desktop.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    if options.pictures is not None:
        Session.pictures = os.path.abspath(options.pictures)
    unittest.main(argv=[sys.argv[0], *rest], verbosity=2)
