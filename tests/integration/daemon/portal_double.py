# SPDX-License-Identifier: GPL-3.0-or-later
"""Doubles of what a program in a sandbox sees of the desktop: the portal Notification, and logind's
word on whether the screen is locked. Each answers on a thread of its own."""

import threading

from gi.repository import Gio, GLib

PORTAL = 'org.freedesktop.portal.Desktop'
PORTAL_PATH = '/org/freedesktop/portal/desktop'
NOTIFICATION = 'org.freedesktop.portal.Notification'
NOTIFICATION_XML = """<node><interface name="org.freedesktop.portal.Notification">
  <method name="AddNotification">
    <arg type="s" direction="in"/><arg type="a{sv}" direction="in"/></method>
  <method name="RemoveNotification"><arg type="s" direction="in"/></method>
  <signal name="ActionInvoked"><arg type="s"/><arg type="s"/><arg type="av"/></signal>
  <property name="version" type="u" access="read"/>
</interface></node>"""

LOGIND = 'org.freedesktop.login1'
SESSION = 'org.freedesktop.login1.Session'
SESSION_XML = """<node><interface name="org.freedesktop.login1.Session">
  <property name="LockedHint" type="b" access="read"/>
</interface></node>"""


class BusDouble:
    """An object with a name on a bus."""

    def __init__(self, address, name, path, xml):
        self.path = path
        self.context = GLib.MainContext()
        self.loop = GLib.MainLoop(self.context)
        self.ready = threading.Event()
        self.thread = threading.Thread(target=self.run, args=(address, name, path, xml),
                                       daemon=True)
        self.thread.start()
        if not self.ready.wait(5):
            raise AssertionError('the double of %s did not start' % name)

    def run(self, address, name, path, xml):
        self.context.push_thread_default()
        self.bus = Gio.DBusConnection.new_for_address_sync(
            address, Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT |
            Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
        info = Gio.DBusNodeInfo.new_for_xml(xml).interfaces[0]
        self.bus.register_object(path, info, self.called, self.get, None)
        self.bus.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus',
                           'RequestName', GLib.Variant('(su)', (name, 0)), None,
                           Gio.DBusCallFlags.NONE, 5000, None)
        self.ready.set()
        self.loop.run()
        self.bus.close_sync(None)
        self.context.pop_thread_default()

    def called(self, _bus, sender, _path, _interface, method, parameters, invocation):
        raise NotImplementedError

    def get(self, _bus, _sender, _path, _interface, name):
        raise NotImplementedError

    def close(self):
        self.loop.quit()
        self.thread.join(5)


class NotificationPortal(BusDouble):
    """The portal Notification. It refuses what its version does not know, as real ones do."""

    known = {'title', 'body', 'icon', 'priority', 'default-action', 'default-action-target',
             'buttons'}

    def __init__(self, address, version=1, refuses=False):
        self.version = version
        self.refuses = refuses
        self.displayed = {}  # name -> what it says
        self.added = []  # names, as they came
        self.sender = None
        super().__init__(address, PORTAL, PORTAL_PATH, NOTIFICATION_XML)

    def get(self, *_):
        return GLib.Variant('u', self.version)

    def called(self, _bus, sender, _path, _interface, method, parameters, invocation):
        name, *rest = parameters.unpack()
        if method == 'RemoveNotification':
            self.displayed.pop(name, None)
        else:
            strange = set(rest[0]) - self.known
            if self.refuses or (self.version < 2 and strange):
                invocation.return_dbus_error('org.freedesktop.portal.Error.InvalidArgument',
                                             'unknown: %s' % sorted(strange))
                return
            self.sender = sender
            self.added.append(name)
            self.displayed[name] = rest[0]
        invocation.return_value(None)

    def press(self, action, *platform_data):
        """The owner presses a button of the only bubble."""
        name = next(iter(self.displayed))
        self.bus.emit_signal(self.sender, PORTAL_PATH, NOTIFICATION, 'ActionInvoked',
                             GLib.Variant('(ssav)', (name, action, list(platform_data))))
        self.bus.flush_sync(None)


class Logind(BusDouble):
    """logind's session of whoever asks."""

    locked = False

    def __init__(self, address):
        super().__init__(address, LOGIND, '/org/freedesktop/login1/session/auto', SESSION_XML)

    def get(self, *_):
        return GLib.Variant('b', self.locked)

    def lock(self, locked=True):
        self.locked = locked
        self.bus.emit_signal(None, '/org/freedesktop/login1/session/_31',
                             'org.freedesktop.DBus.Properties', 'PropertiesChanged',
                             GLib.Variant('(sa{sv}as)', (SESSION, {
                                 'LockedHint': GLib.Variant('b', locked)}, [])))
        self.bus.flush_sync(None)
