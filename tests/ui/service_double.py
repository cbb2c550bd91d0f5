# SPDX-License-Identifier: GPL-3.0-or-later
"""Stands in for hearthd where a test needs an answer to the letter, slowly, or not at all."""

import os

from gi.repository import Gio, GLib
from world import INTERFACE, PATH, SOURCE

NAME = 'io.github.hearthdesktop.Hearth.Daemon'


class ServiceDouble:
    """Runs on the main context of the test: it answers while the test waits."""

    def __init__(self, bus, data_dir, pace=5):
        self.bus = bus
        self.pace = pace
        self.asked = []
        self.stopped = []
        self.script = []
        self.name = 'talk'   # the conversation that a question belongs to
        self.calls = []    # what was called besides, with its parameters
        self.answers = {}  # method -> what is called with the parameters and returns the answer
        self.turn = 0
        self.properties = {
            'DataDir': GLib.Variant('s', data_dir), 'Activity': GLib.Variant('s', ''),
            'Progress': GLib.Variant('(tt)', (0, 0)), 'BytesSent': GLib.Variant('t', 0),
            'MonthlyUsage': GLib.Variant('a{sv}', {}),
        }
        path = os.path.join(SOURCE, 'data', 'io.github.hearthdesktop.Hearth.Daemon1.xml')
        with open(path, encoding='utf-8') as file:
            self.interface = Gio.DBusNodeInfo.new_for_xml(file.read()).interfaces[0]
        self.registration = bus.register_object(PATH, self.interface, self._call, self._get, None)
        self._bus_call('RequestName', GLib.Variant('(su)', (NAME, 4)))

    def _bus_call(self, method, parameters):
        self.bus.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus',
                           method, parameters, None, Gio.DBusCallFlags.NONE, 5000, None)

    def _get(self, _bus, _sender, _path, _interface, name):
        return self.properties.get(name)

    def set(self, name, value):
        self.properties[name] = value
        self.bus.emit_signal(None, PATH, 'org.freedesktop.DBus.Properties', 'PropertiesChanged',
                             GLib.Variant('(sa{sv}as)', (INTERFACE, {name: value}, [])))

    def _call(self, bus, sender, _path, _interface, method, parameters, invocation):
        if method == 'Ask':
            self.turn += 1
            self.asked.append(parameters.unpack())
            invocation.return_value(GLib.Variant('(xs)', (self.turn, self.name)))
            events = list(self.script)
            GLib.timeout_add(self.pace, self._step, bus, sender, self.turn, events)
        elif method == 'StopAnswer':
            self.stopped.append(parameters.unpack()[0])
            invocation.return_value(None)
        else:
            self._answer(method, parameters, invocation, bus, sender)

    def _answer(self, method, parameters, invocation, bus, sender):
        self.calls.append((method, parameters.unpack()))
        try:
            answer = self.answers[method](parameters.unpack()) if method in self.answers else None
        except GLib.Error as error:
            invocation.return_dbus_error(INTERFACE + '.Error.Failed', error.message)
            return
        if method == 'AskAgain':
            self.turn += 1
            invocation.return_value(GLib.Variant('(xs)', (self.turn, 'talk')))
            GLib.timeout_add(self.pace, self._step, bus, sender, self.turn, list(self.script))
        elif answer is not None or self.interface.lookup_method(method).out_args == []:
            invocation.return_value(answer)
        else:
            invocation.return_dbus_error(INTERFACE + '.Error.Failed', 'Not here.')

    def changed(self, table):
        """Says that a table changed."""
        self.bus.emit_signal(None, PATH, INTERFACE, 'Changed', GLib.Variant('(s)', (table,)))

    def _step(self, bus, sender, turn, events):
        # Without a pace that matters all of it goes out at once: the test looks for it meanwhile,
        # which takes long on a busy machine.
        while self.pace <= 5 and len(events) > 1 and turn not in self.stopped:
            self._emit(bus, sender, turn, events)
        if not events or turn in self.stopped:
            return False
        return self._emit(bus, sender, turn, events)

    @staticmethod
    def _emit(bus, sender, turn, events):
        event = {key: GLib.Variant('x' if key in ('id', 'start') else 's', value)
                 for key, value in events.pop(0).items()}
        bus.emit_signal(sender, PATH, INTERFACE, 'Answer',
                        GLib.Variant('(xa{sv})', (turn, event)))
        return True

    def leave(self):
        """Gives the name back, as a service does that ends."""
        self._bus_call('ReleaseName', GLib.Variant('(s)', (NAME,)))

    def come_back(self):
        """Takes the name again."""
        self._bus_call('RequestName', GLib.Variant('(su)', (NAME, 4)))

    def close(self):
        self.leave()
        self.bus.unregister_object(self.registration)
