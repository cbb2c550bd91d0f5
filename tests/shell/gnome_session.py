# SPDX-License-Identifier: GPL-3.0-or-later
"""GNOME Shell with a display of its own that nobody sees."""

import json
import os
import subprocess
import sys

import desk
import world
from gi.repository import Gio, GLib
from session import Session, keyval, wait_until

SHELL = 'org.gnome.Shell'

# Devices like those of the on-screen keyboard: what they do goes the way of all input.
DEVICES = """
const {Clutter} = imports.gi;
const seat = Clutter.get_default_backend().get_default_seat();
global.test = {
  now: () => GLib.get_monotonic_time(),
  keyboard: seat.create_virtual_device(Clutter.InputDeviceType.KEYBOARD_DEVICE),
  key: (keyval, held) => {
    const turn = (key, down) => global.test.keyboard.notify_keyval(global.test.now(), key, down);
    held.forEach(key => turn(key, 1));
    turn(keyval, 1);
    turn(keyval, 0);
    held.reverse().forEach(key => turn(key, 0));
  },
  pointer: seat.create_virtual_device(Clutter.InputDeviceType.POINTER_DEVICE),
};
true;
"""

WINDOWS = """
global.get_window_actors().filter(actor => actor.visible && actor.mapped &&
  actor.meta_window.window_type !== 15).map(actor => {
  const w = actor.meta_window, r = w.get_frame_rect();
  return {title: w.title, pid: w.get_pid(), place: [r.x, r.y, r.width, r.height],
          focused: w.has_focus(), type: w.window_type, x11: w.get_client_type() === 1};
})
"""

BANNER = """
(() => {
  const banner = Main.messageTray._banner;
  if (!banner || Main.messageTray._notificationState !== 2)
    return null;
  const [x, y] = banner.get_transformed_position(), [width, height] = banner.get_transformed_size();
  const n = banner.notification;
  return {text: [n.title, n.bannerBodyText].join(' '), x: x + width / 2, y: y + height / 2};
})()
"""


class GnomeSession(Session):
    """A session of GNOME Shell on Wayland, with Xwayland."""

    name = 'gnome'

    def start_display(self, size):
        self.start_system_bus()
        # The shell asks logind whether its session is the one in front.
        self.start([sys.executable, '-m', 'dbusmock', '--system', '--template', 'logind'])
        self.add_services('org.gnome.Shell.Notifications')
        self.set('org.gnome.desktop.interface', enable_animations='false',
                 enable_hot_corners='false')
        self.set('org.gnome.shell', welcome_dialog_last_shown_version='99.0')
        self.set('org.gnome.desktop.session', idle_delay='0')
        self.set('org.gnome.desktop.lockdown', disable_lock_screen='true')
        self.set('org.gnome.desktop.background', picture_uri='', picture_uri_dark='')
        self.env.update({'XDG_CURRENT_DESKTOP': 'GNOME', 'XDG_SESSION_TYPE': 'wayland',
                         'XDG_SESSION_DESKTOP': 'gnome'})
        env = {**self.env, 'LIBGL_ALWAYS_SOFTWARE': '1', 'GNOME_SHELL_SESSION_MODE': 'user'}
        # They are for Hearth's own programs.
        for name in ('G_DEBUG', 'GDK_BACKEND', 'GSK_RENDERER', 'HEARTH_NOW'):
            env.pop(name, None)
        self.shell = subprocess.Popen(
            ['gnome-shell', '--headless', '--unsafe-mode', '--virtual-monitor', size,
             '--wayland-display', 'wayland-test'], env=env, stdout=self.log, stderr=self.log)
        self.processes.append(self.shell)
        wait_until(self.is_up, 'GNOME Shell', timeout=120)
        self.eval(DEVICES)
        self.eval('Main.panel.statusArea.quickSettings._unsafeMode.hide(); Main.overview.hide()')
        del self.env['GDK_BACKEND']
        self.env.update({'WAYLAND_DISPLAY': 'wayland-test',
                         **self.eval('({DISPLAY: GLib.getenv("DISPLAY"),'
                                     ' XAUTHORITY: GLib.getenv("XAUTHORITY")})')})
        os.environ['XAUTHORITY'] = self.env['XAUTHORITY']
        self.tell_activated('WAYLAND_DISPLAY', 'DISPLAY', 'XAUTHORITY', 'XDG_CURRENT_DESKTOP',
                            'XDG_SESSION_TYPE', 'GSETTINGS_BACKEND')
        wait_until(lambda: not self.eval('Main.overview.visible'), 'the desktop')

    def is_up(self):
        if self.shell.poll() is not None:
            raise AssertionError('GNOME Shell ended with %d\n%s'
                                 % (self.shell.poll(), self.read_log()))
        try:
            return self.has_owner(SHELL) and self.eval('Main.layoutManager._startingUp') is False
        except GLib.Error:
            return False  # it has its name, and not yet its objects

    def eval(self, script):
        """What a script in the shell comes to."""
        done, value = self.bus.call_sync(SHELL, '/org/gnome/Shell', SHELL, 'Eval',
                                         GLib.Variant('(s)', (script,)), None,
                                         Gio.DBusCallFlags.NONE, 60000, None).unpack()
        if not done:
            raise AssertionError('GNOME Shell: %s' % value)
        return json.loads(value) if value else None

    def key(self, name, *held):
        # At once: a key that is let go late on a busy machine would be repeated.
        self.eval('global.test.key(%d, %s)' % (keyval(name), [keyval(other) for other in held]))
        self.wait(0.1)

    def bind_keys(self, letter):
        """GNOME 43 has no portal for it: its settings daemon runs a command for the keys."""
        def pressed(*_):
            subprocess.Popen([desk.PANEL, '--toggle'], env=self.env, stdout=self.log,
                             stderr=self.log).wait()
        self.bus.signal_subscribe(SHELL, SHELL, 'AcceleratorActivated', None, None,
                                  Gio.DBusSignalFlags.NONE, pressed)
        self.bus.call_sync(SHELL, '/org/gnome/Shell', SHELL, 'GrabAccelerator',
                           GLib.Variant('(suu)', ('<Super>' + letter, 1, 0)), None,
                           Gio.DBusCallFlags.NONE, 60000, None)

    def move_to(self, x, y):
        self.eval('global.test.pointer.notify_absolute_motion(global.test.now(), %d, %d)' % (x, y))

    def button(self, down):
        self.eval('global.test.pointer.notify_button(global.test.now(), 1, %d)' % down)

    def windows(self):
        return self.eval(WINDOWS)

    def work_area(self):
        return self.eval('(() => {const r = Main.layoutManager.getWorkAreaForMonitor(0);'
                         ' return [r.x, r.y, r.width, r.height]})()')

    def photograph(self, path):
        done, _ = self.bus.call_sync(SHELL + '.Screenshot', '/org/gnome/Shell/Screenshot',
                                     SHELL + '.Screenshot', 'Screenshot',
                                     GLib.Variant('(bbs)', (False, False, path)), None,
                                     Gio.DBusCallFlags.NONE, 60000, None).unpack()
        if not done:
            raise AssertionError('no picture')

    def see_notification(self, text):
        def shown():
            banner = self.eval(BANNER)
            return banner if banner is not None and text in banner['text'] else None
        banner = wait_until(shown, 'the notification “%s”' % text)
        return banner['x'], banner['y']
