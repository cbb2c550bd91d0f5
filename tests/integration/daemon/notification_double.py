# SPDX-License-Identifier: GPL-3.0-or-later
"""A notification server that behaves badly, or as dunst does not.

It gives numbers as GNOME Shell does: a number that it does not know is not taken over, unless it is
told to be like dunst. It can hang, lose what it is told, refuse it, answer late, and say that its
owner does not want to be disturbed.
"""

import threading

from gi.repository import Gio, GLib

NAME = 'org.freedesktop.Notifications'
PATH = '/org/freedesktop/Notifications'
INTERFACE = """<node><interface name="org.freedesktop.Notifications">
  <method name="GetCapabilities"><arg type="as" direction="out"/></method>
  <method name="Notify">
    <arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/>
    <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="as" direction="in"/>
    <arg type="a{sv}" direction="in"/><arg type="i" direction="in"/>
    <arg type="u" direction="out"/></method>
  <method name="CloseNotification"><arg type="u" direction="in"/></method>
  <signal name="NotificationClosed"><arg type="u"/><arg type="u"/></signal>
  <signal name="ActionInvoked"><arg type="u"/><arg type="s"/></signal>
  <signal name="ActivationToken"><arg type="u"/><arg type="s"/></signal>
  <property name="Inhibited" type="b" access="read"/>
</interface></node>"""


class NotificationDouble:
    """mode: 'answers'; 'hangs': nothing is answered until release(); 'hangs-meanwhile': likewise, from
    the first Notify on; 'loses': Notify is never
    answered, nor shown; 'late': Notify is shown and answered by answer_late(); 'refuses': Notify
    fails if its summary has "Bad" in it."""

    def __init__(self, address, mode='answers', inhibited=False, takes_numbers=False):
        self.mode = mode
        self.inhibited = inhibited
        self.takes_numbers = takes_numbers
        self.displayed = {}  # number -> (summary, body, actions, hints)
        self.notified = []  # (replaces, summary), as they came
        self.held = []
        self.last_id = 0
        self.context = GLib.MainContext()
        self.loop = GLib.MainLoop(self.context)
        self.ready = threading.Event()
        self.thread = threading.Thread(target=self.run, args=(address,), daemon=True)
        self.thread.start()
        if not self.ready.wait(5):
            raise AssertionError('the double of a notification server did not start')

    def run(self, address):
        self.context.push_thread_default()
        self.bus = Gio.DBusConnection.new_for_address_sync(
            address, Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT |
            Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
        info = Gio.DBusNodeInfo.new_for_xml(INTERFACE).interfaces[0]
        self.bus.register_object(PATH, info, self.called, lambda *_: self.get_inhibited(), None)
        self.bus.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus',
                           'RequestName', GLib.Variant('(su)', (NAME, 0)), None,
                           Gio.DBusCallFlags.NONE, 5000, None)
        self.ready.set()
        self.loop.run()
        self.bus.close_sync(None)
        self.context.pop_thread_default()

    def do(self, function, *args):
        """Runs something in the double's thread, and waits for it."""
        done = threading.Event()

        def call(*_):
            function(*args)
            done.set()
            return GLib.SOURCE_REMOVE

        source = GLib.idle_source_new()
        source.set_callback(call)
        source.attach(self.context)
        if not done.wait(5):
            raise AssertionError('the double of a notification server hangs indeed')

    def close(self):
        self.loop.quit()
        self.thread.join(5)

    def get_inhibited(self):
        return GLib.Variant('b', self.inhibited)

    def set_inhibited(self, inhibited):
        self.inhibited = inhibited
        self.do(self.bus.emit_signal, None, PATH, 'org.freedesktop.DBus.Properties',
                'PropertiesChanged',
                GLib.Variant('(sa{sv}as)', (NAME, {'Inhibited': self.get_inhibited()}, [])))

    def release(self):
        """Answers all that was held, in order, and from now on at once."""
        def let_go():
            self.mode = 'answers'
            held, self.held = self.held, []
            for method, parameters, invocation in held:
                self.answer(method, parameters, invocation)
        self.do(let_go)

    def answer_late(self):
        def let_go():
            self.mode = 'answers'
            held, self.held = self.held, []
            for number, invocation in held:
                invocation.return_value(GLib.Variant('(u)', (number,)))
        self.do(let_go)

    def press(self, action, token=None):
        """The owner presses a button of the only bubble."""
        number = next(iter(self.displayed))
        if token is not None:
            self.emit('ActivationToken', '(us)', number, token)
        self.emit('ActionInvoked', '(us)', number, action)

    def dismiss(self):
        number = next(iter(self.displayed))
        del self.displayed[number]
        self.emit('NotificationClosed', '(uu)', number, 2)

    def emit(self, name, signature, *args):
        self.do(self.bus.emit_signal, None, PATH, NAME, name, GLib.Variant(signature, args))

    def called(self, _bus, _sender, _path, _interface, method, parameters, invocation):
        if method == 'Notify':
            self.notified.append(parameters.unpack()[1::2][:2])
            if self.mode == 'hangs-meanwhile':
                self.mode = 'hangs'
        if self.mode == 'hangs':
            self.held.append((method, parameters, invocation))
        elif self.mode == 'loses' and method == 'Notify':
            self.held.append((method, parameters, invocation))
        elif self.mode == 'late' and method == 'Notify':
            self.held.append((self.show(parameters.unpack()), invocation))
        else:
            self.answer(method, parameters, invocation)

    def show(self, body):
        number = body[1]
        if number not in self.displayed and not (self.takes_numbers and number):
            self.last_id += 1
            number = self.last_id
        self.displayed[number] = (body[3], body[4], body[5], body[6])
        return number

    def answer(self, method, parameters, invocation):
        if method == 'GetCapabilities':
            invocation.return_value(GLib.Variant('(as)', (['actions', 'body'],)))
        elif method == 'CloseNotification':
            number = parameters.unpack()[0]
            invocation.return_value(None)
            if self.displayed.pop(number, None) is not None:
                self.bus.emit_signal(None, PATH, NAME, 'NotificationClosed',
                                     GLib.Variant('(uu)', (number, 3)))
        elif self.mode == 'refuses' and 'Bad' in parameters.unpack()[3]:
            invocation.return_dbus_error('org.freedesktop.Notifications.Error.Excess', 'not that')
        else:
            invocation.return_value(GLib.Variant('(u)', (self.show(parameters.unpack()),)))
