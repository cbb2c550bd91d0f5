# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that a panel tells of itself to assistive technology, read at once: a hundred questions
are on their way together, where AT-SPI's own library asks one after the other."""

import collections

from gi.repository import Gio, GLib

ACCESSIBLE = 'org.a11y.atspi.Accessible'
COMPONENT = 'org.a11y.atspi.Component'
CACHE = '/org/a11y/atspi/cache'
ROOT = '/org/a11y/atspi/accessible/root'
# Of AtspiStateType and AtspiCoordType.
FOCUSABLE, VISIBLE = 11, 30
WINDOW = 1
TIMEOUT_MS = 10000

Node = collections.namedtuple('Node', 'name role states x y width height window room')


class Tree:
    """The tree of one process."""

    def __init__(self, session, pid):
        address = session.call_sync('org.a11y.Bus', '/org/a11y/bus', 'org.a11y.Bus', 'GetAddress', None,
                                    None, Gio.DBusCallFlags.NONE, TIMEOUT_MS, None).unpack()[0]
        self.bus = Gio.DBusConnection.new_for_address_sync(
            address, Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT |
            Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
        self.name = self.find(pid)
        self.waiting = 0

    def find(self, pid):
        names = self.bus.call_sync('org.freedesktop.DBus', '/', 'org.freedesktop.DBus', 'ListNames',
                                   None, None, Gio.DBusCallFlags.NONE, TIMEOUT_MS, None).unpack()[0]
        for name in names:
            if name.startswith(':') and self.bus.call_sync(
                    'org.freedesktop.DBus', '/', 'org.freedesktop.DBus', 'GetConnectionUnixProcessID',
                    GLib.Variant('(s)', (name,)), None, Gio.DBusCallFlags.NONE, TIMEOUT_MS,
                    None).unpack()[0] == pid:
                return name
        raise AssertionError('%d tells assistive technology nothing' % pid)

    def call(self, path, interface, method, parameters=None):
        return self.bus.call_sync(self.name, path, interface, method, parameters, None,
                                  Gio.DBusCallFlags.NONE, TIMEOUT_MS, None).unpack()

    def read(self, roles):
        """What is visible, has a place, and is of these roles: a list of Node."""
        items = self.realize()
        windows = [child for _, child in self.call(ROOT, ACCESSIBLE, 'GetChildren')[0]]
        seen = {ROOT: False}

        def is_visible(path):
            if path not in seen:
                item = items.get(path)
                seen[path] = item is not None and (
                    path in windows or
                    bool(item[9][0] >> VISIBLE & 1) and is_visible(item[2][1]))
            return seen[path]

        def find_window(path):
            while path not in windows:
                path = items[path][2][1]
            return path
        wanted = [path for path, item in items.items() if item[7] in roles and is_visible(path)]
        places = self.measure(wanted + windows)
        found = []
        for path in wanted:
            window = find_window(path)
            if path in places and window in places and places[path][2] > 0 and places[path][3] > 0:
                item = items[path]
                found.append(Node(item[6], roles[item[7]], item[9][0], *places[path],
                                  windows.index(window), places[window][2]))
        return found

    def realize(self):
        """GTK tells of a node in its cache once somebody has asked its parent for it. Returns what is
        in the cache."""
        asked = set()

        def visit(path):
            asked.add(path)
            self.ask(path, ACCESSIBLE, 'GetChildren', None, look)

        def look(answer):
            for _, child in answer[0]:
                if child not in asked:
                    visit(child)
        visit(ROOT)
        self.wait()
        return self.read_cache()

    def read_cache(self):
        return {item[0][1]: item for item in self.call(CACHE, 'org.a11y.atspi.Cache', 'GetItems')[0]}

    def measure(self, paths):
        """Where each of them is in its window."""
        places = {}
        for path in paths:
            self.ask(path, COMPONENT, 'GetExtents', GLib.Variant('(u)', (WINDOW,)),
                     lambda answer, path=path: places.update({path: answer[0]}))
        self.wait()
        return places

    def ask(self, path, interface, method, parameters, use):
        """Calls, and hands the answer on when it comes. What is gone meanwhile answers nothing."""
        def done(bus, result):
            self.waiting -= 1
            try:
                use(bus.call_finish(result).unpack())
            except GLib.Error:
                pass
        self.waiting += 1
        self.bus.call(self.name, path, interface, method, parameters, None, Gio.DBusCallFlags.NONE,
                      TIMEOUT_MS, None, done)

    def wait(self):
        while self.waiting:
            GLib.MainContext.default().iteration(True)
