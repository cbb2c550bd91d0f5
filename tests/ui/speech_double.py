# SPDX-License-Identifier: GPL-3.0-or-later
"""Stands in for the ears and the voice of hearthd: it hears what the test says."""

import os

from gi.repository import Gio, GLib
from world import PATH, SOURCE

SPEECH = 'io.github.hearthdesktop.Hearth.Speech1'


class SpeechDouble:
    """Speech1 beside a ServiceDouble, at the same name and path."""

    def __init__(self, service, available=True):
        self.service = service
        self.bus = service.bus
        self.calls = []     # what was called, with its parameters
        self.refusal = None  # why nothing can be heard
        self.begins = True  # what is to be said is said at once
        self.sender = None
        self.exchange = 0
        self.listening = None  # the options of the exchange that goes on
        self.properties = {
            'Available': GLib.Variant('b', available), 'Microphone': GLib.Variant('b', False),
            'State': GLib.Variant('s', ''), 'Hearing': GLib.Variant('s', ''),
            'HearingHost': GLib.Variant('s', ''), 'WaitsFor': GLib.Variant('s', ''),
            'HandsFreeTrouble': GLib.Variant('s', ''),
        }
        path = os.path.join(SOURCE, 'data', SPEECH + '.xml')
        with open(path, encoding='utf-8') as file:
            interface = Gio.DBusNodeInfo.new_for_xml(file.read()).interfaces[0]
        self.registration = self.bus.register_object(PATH, interface, self._call, self._get, None)

    def _get(self, _bus, _sender, _path, _interface, name):
        return self.properties.get(name)

    def set(self, microphone=None, state=None, hearing=None, host=None, phrase=None):
        """Says what goes on, to everybody."""
        new = {'Microphone': ('b', microphone), 'State': ('s', state), 'Hearing': ('s', hearing),
               'HearingHost': ('s', host), 'WaitsFor': ('s', phrase)}
        new = {name: GLib.Variant(kind, value) for name, (kind, value) in new.items()
               if value is not None}
        self.properties.update(new)
        self.bus.emit_signal(None, PATH, 'org.freedesktop.DBus.Properties', 'PropertiesChanged',
                             GLib.Variant('(sa{sv}as)', (SPEECH, new, [])))

    def named(self, method):
        return [parameters for name, parameters in self.calls if name == method]

    def _call(self, _bus, sender, _path, _interface, method, parameters, invocation):
        self.calls.append((method, parameters.unpack()))
        if method == 'Listen' and self.refusal is not None:
            invocation.return_dbus_error('io.github.hearthdesktop.Hearth.Voice.Error.NoMicrophone',
                                         self.refusal)
            return
        if method in ('Listen', 'SayAnswer', 'Watch', 'Attend'):
            self.sender = sender
        if method == 'Listen':
            self.exchange += 1
            self.listening = parameters.unpack()[0]
            invocation.return_value(GLib.Variant('(u)', (self.exchange,)))
            self.set(microphone=True, state='listening', hearing='PocketSphinx')
            return
        invocation.return_value(None)
        if method == 'SayAnswer' and self.begins:
            self.set(state='speaking')
        elif method == 'StopListening' and parameters.unpack()[0]:
            self.set(microphone=False, state='thinking' if self.listening else '')
        elif method in ('StopListening', 'Hush'):
            self.end()
        elif method == 'SetHandsFree' and not parameters.unpack()[0]:
            self.set(microphone=False, phrase='')

    def emit(self, name, kinds, *values):
        """To whoever began the exchange, alone."""
        self.bus.emit_signal(self.sender, PATH, SPEECH, name, GLib.Variant(kinds, values))

    def call(self):
        """The phrase is said that is waited for."""
        self.exchange += 1
        self.listening = {}
        self.set(microphone=True, state='listening', phrase='')
        self.emit('Woken', '(u)', self.exchange)

    def hear(self, text, final=False, exchange=None):
        self.emit('Heard', '(usb)', exchange or self.exchange, text, final)

    def ask(self, text, events, conversation='talk'):
        """What was heard is put as a question, and answered."""
        self.hear(text, True)
        self.set(state='thinking')
        self.service.turn += 1
        self.emit('Asked', '(usxs)', self.exchange, text, self.service.turn, conversation)
        GLib.timeout_add(5, self.service._step, self.bus, self.sender, self.service.turn,
                         list(events))
        return self.service.turn

    def command(self, name):
        self.emit('Commanded', '(us)', self.exchange, name)

    def fail(self, message, name='NoMicrophone'):
        self.emit('Failed', '(uss)', self.exchange,
                  'io.github.hearthdesktop.Hearth.Voice.Error.' + name, message)

    def level(self, microphone, speech):
        self.emit('Level', '(dd)', microphone, speech)

    def end(self):
        self.set(microphone=False, state='', hearing='', host='')
        if self.listening is not None:
            self.listening = None
            self.emit('Ended', '(u)', self.exchange)

    def close(self):
        self.bus.unregister_object(self.registration)
