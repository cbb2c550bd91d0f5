# SPDX-License-Identifier: GPL-3.0-or-later
"""A desk for the panel: a display, a bus and the eyes and hands of an assistive technology."""

import os
import re
import shutil
import subprocess
import time
import unittest

import sight
import world
from gi.repository import Gio, GLib

PANEL = os.path.join(world.BUILD, 'src/panel/hearth')
LAUNCHERS = ['/usr/libexec/at-spi-bus-launcher', '/usr/lib/at-spi-bus-launcher',
             '/usr/lib/at-spi2-core/at-spi-bus-launcher']

# Roles of what is pressed, chosen from, or written into.
CONTROLS = ('text', 'password text', 'entry', 'push button', 'toggle button', 'check box', 'switch',
            'combo box', 'slider', 'spin button')

APP = 'io.github.hearthdesktop.Hearth'
DEMO = APP + '.Demo'



def pump():
    """Lets the doubles of the test answer."""
    while GLib.MainContext.default().iteration(False):
        pass


def wait_until(check, what, timeout=8.0, interval=0.05):
    def look():
        pump()
        return check()
    return world.wait_until(look, what, timeout, interval)


class Desk(world.World):
    """A world with a display and AT-SPI. A process can look at one desk only."""

    def __init__(self, size='800x600'):
        super().__init__()
        del self.env['NO_AT_BRIDGE']
        # What is said aloud and drawn must not depend on a graphics driver.
        self.env.update({'GDK_BACKEND': 'x11', 'GSK_RENDERER': 'cairo', 'GTK_A11Y': 'atspi',
                         'HEARTH_BINDIR': os.path.dirname(world.DAEMON)})
        self.start_bus()
        self.start_display(size)
        launcher = next(path for path in LAUNCHERS if os.path.exists(path))
        self.start([launcher, '--launch-immediately'])
        wait_until(lambda: self.has_owner('org.a11y.Bus'), 'the accessibility bus')
        os.environ.update({name: self.env[name] for name in
                           ('DISPLAY', 'DBUS_SESSION_BUS_ADDRESS', 'XDG_RUNTIME_DIR')})
        import gi
        gi.require_version('Atspi', '2.0')
        from gi.repository import Atspi
        self.atspi = Atspi
        self.focused = []
        Atspi.init()
        self.a11y_bus = self.connect_to_a11y()
        self.listener = Atspi.EventListener.new(self.note_focus)
        self.listener.register('object:state-changed:focused')

    def connect_to_a11y(self):
        """A connection of its own, on which programs tell what comes and goes."""
        address = self.bus.call_sync('org.a11y.Bus', '/org/a11y/bus', 'org.a11y.Bus', 'GetAddress',
                                     None, None, Gio.DBusCallFlags.NONE, 5000, None).unpack()[0]
        bus = Gio.DBusConnection.new_for_address_sync(
            address, Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT |
            Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
        # Nobody tells what nobody wants to hear.
        bus.call_sync('org.a11y.atspi.Registry', '/org/a11y/atspi/registry',
                      'org.a11y.atspi.Registry', 'RegisterEvent',
                      GLib.Variant('(sass)', ('object:children-changed', [], '')), None,
                      Gio.DBusCallFlags.NONE, 15000, None)
        return bus

    def note_focus(self, event, *_):
        if event.detail1:
            self.focused.append(event.source)

    def open_panel(self, *args, **env):
        return Panel(self, args, env)

    def set_view(self, view):
        """Says which view the panel opens with: others are not even laid out then."""
        self.write('config/glib-2.0/settings/keyfile',
                   "[io/github/hearthdesktop/Hearth]\npanel-view='%s'\nnotify-mail=true\n" % view)

    def set_environment(self, **names):
        """Of the panel, and of the services that the bus starts from now on."""
        self.env.update(names)
        self.bus.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus',
                           'UpdateActivationEnvironment', GLib.Variant('(a{ss})', (names,)), None,
                           Gio.DBusCallFlags.NONE, 5000, None)

    def is_activated(self, name):
        """Whether a program of its own has the name, and not a double in this test."""
        if not self.has_owner(name):
            return False
        owner = self.bus.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus',
                                   'org.freedesktop.DBus', 'GetNameOwner',
                                   GLib.Variant('(s)', (name,)), None, Gio.DBusCallFlags.NONE,
                                   5000, None).unpack()[0]
        return owner != self.bus.get_unique_name()


class Panel:
    """The panel as somebody sees it who cannot see."""

    patience = 20  # seconds until it is there

    def __init__(self, desk, args, env, process=None):
        self.desk = desk
        self.name = DEMO if '--demo' in args else APP
        self.process = process or subprocess.Popen([PANEL, *args], env={**desk.env, **env},
                                                   stdout=desk.log, stderr=desk.log)
        desk.processes.append(self.process)
        try:
            self.app = wait_until(self._find_app, 'the panel', timeout=self.patience)
        except AssertionError:
            # Whoever waited for it in vain does not find it beside the next one.
            if self.process.poll() is None:
                self.process.terminate()
                self.process.wait(timeout=10)
            raise
        self.sight = sight.Sight(desk.atspi, desk.a11y_bus, self.app)

    def _find_app(self):
        if self.process.poll() is not None:
            raise AssertionError('the panel ended with %d\n%s' % (self.process.poll(),
                                                                  self.desk.read_log()))
        desktop = self.desk.atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(i)
            if child is not None and child.get_process_id() == self.process.pid and \
               child.get_child_count() > 0:
                return child
        return None

    def walk(self, node=None):
        """Everything that is visible, or all of that below something."""
        try:
            root = self.sight.look()
        except GLib.Error:
            return  # it ends, or has
        for known in sight.walk(self.sight, root):
            if node is None or known.path == node.path:
                yield from sight.walk(self.sight, known)
                return

    def walk_from_the_front(self):
        """The same, but the window that was opened last comes first."""
        for window in reversed(self.sight.look().children):
            yield from sight.walk(self.sight, window)

    def has_place(self, node):
        extents = node.get_extents(self.desk.atspi.CoordType.WINDOW)
        return extents.width > 0 and extents.height > 0

    def texts(self):
        return [node.get_name() for node in self.walk() if node.get_name()]

    def find(self, text, role=None):
        """The first thing on the screen whose name holds a text."""
        for node in self.walk():
            try:
                if text in (node.get_name() or '') and \
                   role in (None, node.get_role_name()) and self.has_place(node):
                    return node
            except GLib.Error:
                continue
        return None

    def see(self, text, role=None, timeout=10.0):
        def look():
            if self.process.poll() is not None:
                raise AssertionError('the panel ended with %d' % self.process.poll())
            return self.find(text, role)
        try:
            return wait_until(look, 'to see “%s”' % text, timeout=timeout, interval=0.05)
        except AssertionError as error:
            raise AssertionError('%s; there is: %s' % (error, self.texts())) from None

    def settle(self, text):
        """Waits until a text is there and nothing changes any more: mail has been read."""
        self.see(text, timeout=30)
        before = []

        def same():
            nonlocal before
            now = self.texts()
            if now == before:
                return True
            before = now
            time.sleep(0.6)
            return False
        wait_until(same, 'everything to be read', timeout=30)

    def miss(self, text, timeout=10.0):
        wait_until(lambda: self.find(text) is None, '“%s” to go' % text, timeout=timeout,
                   interval=0.05)

    def press(self, text, role='push button'):
        self.see(text, role).do_action(0)

    def key(self, name):
        codes = {'Escape': 0xff1b, 'Return': 0xff0d, 'Up': 0xff52, 'Down': 0xff54, 'BackSpace': 0xff08,
                 'Delete': 0xffff, 'Tab': 0xff09, 'Left': 0xff51, 'Right': 0xff53, 'Home': 0xff50,
                 'End': 0xff57, 'Page_Up': 0xff55, 'Page_Down': 0xff56, 'numbersign': 0x23, 'exclam': 0x21,
                 'slash': 0x2f}
        self.desk.atspi.generate_keyboard_event(codes[name] if name in codes else ord(name), None,
                                                self.desk.atspi.KeySynthType.SYM)
        end = time.monotonic() + 0.15
        while time.monotonic() < end:
            pump()
            time.sleep(0.02)

    def chord(self, letter, modifier='Control'):
        """A letter with Control or Alt."""
        code, kinds = {'Control': 37, 'Alt': 64}[modifier], self.desk.atspi.KeySynthType
        self.desk.atspi.generate_keyboard_event(code, None, kinds.PRESS)
        self.key(letter)
        self.desk.atspi.generate_keyboard_event(code, None, kinds.RELEASE)

    def read(self, node):
        """What stands in a text."""
        return node.get_text(0, -1)

    def drag(self, node, dx, dy):
        """Takes hold of something in its middle and lets it go elsewhere."""
        place = node.get_extents(self.desk.atspi.CoordType.WINDOW)
        self.drag_from(place.x + place.width // 2, place.y + place.height // 2, dx, dy)

    def drag_from(self, x, y, dx, dy):
        """The same, of what is at a place on the screen."""
        steps = [(x, y, 'abs'), (x, y, 'b1p')]
        steps += [(x + dx * i // 8, y + dy * i // 8, 'abs') for i in range(1, 9)]
        for step in steps + [(x + dx, y + dy, 'b1r')]:
            self.desk.atspi.generate_mouse_event(*step)
            end = time.monotonic() + 0.08
            while time.monotonic() < end:
                pump()
                time.sleep(0.02)

    def tab_to(self, text, limit=40, key='Tab'):
        """Goes on by the keyboard alone until what is named so has the focus."""
        for i in range(limit):
            # What has taken the focus says so; only what has it from before is looked for.
            for node in self.desk.focused if i > 0 and self.desk.focused else self.walk_from_the_front():
                try:
                    if text in (node.get_name() or '') and \
                       node.get_state_set().contains(self.desk.atspi.StateType.FOCUSED):
                        return node
                except GLib.Error:
                    continue
            self.desk.focused.clear()
            self.key(key)
        raise AssertionError('“%s” cannot be reached by the keyboard' % text)

    def nameless(self):
        """What takes the focus and does not say what it is: (role, class, place)."""
        states = self.desk.atspi.StateType
        found = []
        for node in self.walk():
            try:
                # GTK names what has no name by its class, or by the picture on it.
                if node.get_state_set().contains(states.FOCUSABLE) and \
                   re.fullmatch(r'((Gtk|Adw|Hearth)[A-Z]\w*)?', node.get_name() or '') and \
                   node.get_role_name() in CONTROLS and self.has_place(node):
                    place = node.get_extents(self.desk.atspi.CoordType.WINDOW)
                    found.append((node.get_role_name(), node.get_name(), place.x, place.y))
            except GLib.Error:
                continue
        return found

    def act(self, action, *parameters):
        """Does what a notification's button does."""
        self.desk.bus.call_sync(self.name, '/' + self.name.replace('.', '/'), 'org.gtk.Actions',
                                'Activate',
                                GLib.Variant('(sava{sv})', (action, list(parameters), {})), None,
                                Gio.DBusCallFlags.NONE, 5000, None)

    def close(self):
        """Ends the panel and the service that it has started."""
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=10)
        self.desk.processes.remove(self.process)
        service = self.name + '.Daemon'
        if self.desk.is_activated(service):
            self.desk.bus.call_sync(service, world.PATH, world.INTERFACE, 'Quit', None, None,
                                    Gio.DBusCallFlags.NONE, 5000, None)
            wait_until(lambda: not self.desk.has_owner(service), 'the service to end')


class TestCase(unittest.TestCase):
    """Tests at one desk; each begins with an empty home."""

    SIZE = '800x600'  # of the display

    @classmethod
    def setUpClass(cls):
        cls.desk = Desk(cls.SIZE)
        cls.addClassCleanup(cls.desk.close)

    def setUp(self):
        for name in ('share', 'config', 'cache'):
            shutil.rmtree(self.desk.path(name))
            os.mkdir(self.desk.path(name), 0o700)

    def open_panel(self, *args, **env):
        panel = self.desk.open_panel(*args, **env)
        self.addCleanup(panel.close)
        return panel

    def run(self, result=None):
        before = len(result.failures) + len(result.errors)
        outcome = super().run(result)
        if len(result.failures) + len(result.errors) > before:
            print(self.desk.read_log())
        return outcome
