# SPDX-License-Identifier: GPL-3.0-or-later
"""An X session: a server nobody sees, openbox, and dunst for notifications."""

import os
import re
import subprocess

from gi.repository import Gio, GLib
from session import SIZE, Session, keyval, wait_until


# The keycodes of what is held, as every X server of today has them.
CODES = {'Control': 37, 'Shift': 50, 'Super': 133}

DUNST = """[global]
    monitor = 0
    origin = top-center
    offset = 0x10
    width = 360
    mouse_left_click = do_action, close_current
    idle_threshold = 0
    font = Sans 10
[urgency_low]
    timeout = 0
[urgency_normal]
    timeout = 0
[urgency_critical]
    timeout = 0
"""


class XSession(Session):
    """A session of openbox on X11."""

    name = 'x11'
    # The panel takes the keys itself.
    key_settings = {'shortcut': '<Super>j'}

    def start_display(self, size):
        read, write = os.pipe()
        self.start(['Xvfb', '-displayfd', str(write), '-screen', '0', size + 'x24', '-noreset',
                    '-nolisten', 'tcp'], pass_fds=(write,))
        os.close(write)
        with os.fdopen(read) as file:
            self.env['DISPLAY'] = ':' + file.readline().strip()
        self.env.update({'XDG_CURRENT_DESKTOP': 'Openbox', 'XDG_SESSION_TYPE': 'x11'})
        self.tell_activated('DISPLAY', 'XDG_CURRENT_DESKTOP', 'XDG_SESSION_TYPE',
                            'GSETTINGS_BACKEND')
        self.start(['openbox', '--sm-disable'])
        wait_until(lambda: self.work_area() == [0, 0, *SIZE], 'the window manager')
        self.watch_notifications()
        self.start(['dunst', '-conf', self.write('dunstrc', DUNST)])
        wait_until(lambda: self.has_owner('org.freedesktop.Notifications'), 'dunst')

    def key(self, name, *held):
        kinds = self.atspi.KeySynthType
        for other in held:
            self.atspi.generate_keyboard_event(CODES[other], None, kinds.PRESS)
        self.atspi.generate_keyboard_event(keyval(name), None, kinds.SYM)
        for other in reversed(held):
            self.atspi.generate_keyboard_event(CODES[other], None, kinds.RELEASE)
        self.wait(0.1)

    def move_to(self, x, y):
        self.atspi.generate_mouse_event(x, y, 'abs')
        self.pointer = (x, y)

    def button(self, down):
        self.atspi.generate_mouse_event(*self.pointer, 'b1p' if down else 'b1r')

    def property(self, name, *window):
        where = ['-id', *window] if window else ['-root']
        result = subprocess.run(['xprop', *where, '-notype', name], env=self.env,
                                capture_output=True, text=True, check=False)
        return result.stdout.strip()

    def windows(self):
        active = re.search(r'0x[0-9a-f]+', self.property('_NET_ACTIVE_WINDOW'))
        found = []
        for xid in re.findall(r'0x[0-9a-f]+', self.property('_NET_CLIENT_LIST_STACKING')):
            title = re.search(r'= "(.*)"', self.property('_NET_WM_NAME', xid))
            pid = re.search(r'= (\d+)', self.property('_NET_WM_PID', xid))
            place = self.place(xid)
            if title is not None and place is not None:
                found.append({'title': title[1], 'pid': int(pid[1]) if pid else 0, 'place': place,
                              'focused': active is not None and active[0] == xid, 'x11': True})
        return found

    def place(self, xid):
        """Where a window is, or None where it is not on the screen."""
        text = subprocess.run(['xwininfo', '-id', xid], env=self.env, capture_output=True,
                              text=True, check=False).stdout
        labels = ('Absolute upper-left X', 'Absolute upper-left Y', 'Width', 'Height')
        found = [re.search(label + r':\s+(-?\d+)', text) for label in labels]
        if 'IsViewable' not in text or not all(found):
            return None
        x, y, width, height = (int(number[1]) for number in found)
        # What the window manager has put around it is a part of it.
        frame = [int(n) for n in re.findall(r'\d+', self.property('_NET_FRAME_EXTENTS', xid))]
        left, right, top, bottom = frame if len(frame) == 4 else (0, 0, 0, 0)
        return [x - left, y - top, width + left + right, height + top + bottom]

    def work_area(self):
        return [int(n) for n in re.findall(r'\d+', self.property('_NET_WORKAREA'))[:4]]

    def photograph(self, path):
        self.run('import', '-window', 'root', path)

    def see_notification(self, text):
        def shown():
            history = self.bus.call_sync('org.freedesktop.Notifications',
                                         '/org/freedesktop/Notifications',
                                         'org.freedesktop.DBus.Properties', 'Get',
                                         GLib.Variant('(ss)', ('org.dunstproject.cmd0',
                                                               'displayedLength')), None,
                                         Gio.DBusCallFlags.NONE, 5000, None).unpack()[0]
            return history > 0 and any(text in ' '.join(told[1:3])
                                       for told in self.notifications())
        wait_until(shown, 'the notification “%s”' % text)
        out = self.run('xwininfo', '-root', '-tree')
        x, y = re.search(r'"Dunst".*\s(\d+)x(\d+)\+.*\+(\d+)\+(\d+)$', out, re.M).groups()[2:]
        return int(x) + 100, int(y) + 20
