#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A double of hearth-voice, for what real sound cannot bring about at will: somebody who breaks in at
a certain word, a yes that comes too late, a program that crashes between two sentences.

Started by hearthd in its place it tells the test of each call and sends what the test says. What is to
be said sounds at once, unless the test holds it.
"""

import json
import os
import socket
import sys
import threading

import gi

gi.require_version('Gio', '2.0')
from gi.repository import Gio, GLib  # noqa: E402

PATH = '/io/github/hearthdesktop/Hearth/Voice'
INTERFACE = 'io.github.hearthdesktop.Hearth.Voice1'


class Child:
    """The program."""

    def __init__(self, fd):
        self.control = socket.socket(socket.AF_UNIX)
        self.control.connect(os.environ['HEARTH_VOICE_DOUBLE'])
        self.lines = self.control.makefile('r', encoding='utf-8')
        self.loop = GLib.MainLoop()
        self.hearing = 0
        self.holds = False
        self.refused = {}
        self.waiting = []
        with open(os.path.join(os.environ['HEARTH_TEST_SOURCE'],
                               'data/io.github.hearthdesktop.Hearth.Voice1.xml'),
                  encoding='utf-8') as file:
            node = Gio.DBusNodeInfo.new_for_xml(file.read())
        stream = Gio.Socket.new_from_fd(fd).connection_factory_create_connection()
        self.bus = Gio.DBusConnection.new_sync(
            stream, None, Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT |
            Gio.DBusConnectionFlags.DELAY_MESSAGE_PROCESSING, None, None)
        self.bus.connect('closed', lambda *_: self.loop.quit())
        self.bus.register_object(PATH, node.interfaces[0], self.call_cb, None, None)
        self.bus.start_message_processing()
        threading.Thread(target=self.read, daemon=True).start()

    def emit(self, name, kind, *arguments):
        self.bus.emit_signal(None, PATH, INTERFACE, name, GLib.Variant(kind, arguments))

    def read(self):
        for line in self.lines:
            GLib.idle_add(self.follow, json.loads(line))

    def follow(self, order):
        if order[0] == 'hold':
            self.holds = order[1]
        elif order[0] == 'refuse':
            self.refused[order[1]] = order[2:]
        elif order[0] == 'interrupt':
            # The first sentence sounded so far, the others not at all.
            for i, number in enumerate(self.waiting):
                self.emit('Spoken', '(tu)', number, order[1] if i == 0 else 0)
            self.waiting.clear()
            self.emit('Interrupted', '()')
            self.emit('SpeechStarted', '(u)', self.hearing)
        elif order[0] == 'emit':
            arguments = [self.hearing if one == 'hearing' else one for one in order[3:]]
            self.emit(order[1], order[2], *arguments)
            if order[1] in ('Final', 'Failed'):
                self.emit('Microphone', '(b)', False)
        elif order[0] == 'crash':
            os._exit(3)

    def call_cb(self, _bus, _sender, _path, _interface, name, parameters, invocation):
        self.control.sendall((json.dumps([name, parameters.unpack()]) + '\n').encode())
        if name in self.refused:
            invocation.return_dbus_error(*self.refused.pop(name))
            return
        if name == 'Listen':
            self.hearing += 1
            invocation.return_value(GLib.Variant('(u)', (self.hearing,)))
            self.emit('Microphone', '(b)', True)
            return
        invocation.return_value(None)
        if name == 'StopListening':
            if parameters.unpack()[0]:
                self.emit('Final', '(usd)', self.hearing, '', -1)
            self.emit('Microphone', '(b)', False)
        elif name == 'Speak':
            number, text, _ = parameters.unpack()
            self.waiting.append(number)
            self.emit('Speaking', '(t)', number)
            if not self.holds:
                GLib.timeout_add(10, self.end, number, len(text))
        elif name == 'Silence':
            for number in parameters.unpack()[0] or list(self.waiting):
                if number in self.waiting:
                    self.waiting.remove(number)
                    self.emit('Spoken', '(tu)', number, 0)

    def end(self, number, length):
        if number in self.waiting:
            self.waiting.remove(number)
            self.emit('Spoken', '(tu)', number, length)


class Double:
    """The test's end of it."""

    def __init__(self, home):
        path = home.path('voice-double')
        self.server = socket.socket(socket.AF_UNIX)
        self.server.bind(path)
        self.server.listen()
        home.env['HEARTH_VOICE_DOUBLE'] = path
        home.env['HEARTH_TEST_SOURCE'] = os.environ['HEARTH_TEST_SOURCE']
        home.env['HEARTH_VOICE'] = os.path.abspath(__file__)
        self.calls = []
        self.child = None
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self):
        while True:
            try:
                self.child, _ = self.server.accept()
            except OSError:
                return
            with self.child, self.child.makefile('r', encoding='utf-8') as lines:
                for line in lines:
                    self.calls.append(json.loads(line))

    def order(self, *order):
        self.child.sendall((json.dumps(order) + '\n').encode())

    def say(self, text):
        """Somebody says something."""
        self.order('emit', 'SpeechStarted', '(u)', 'hearing')
        self.order('emit', 'Partial', '(us)', 'hearing', text)
        self.order('emit', 'Final', '(usd)', 'hearing', text, 1.0)

    def find(self, name):
        return [arguments for method, arguments in self.calls if method == name]

    def spoken(self):
        """All that was to be said."""
        return [text for _, text, _ in self.find('Speak')]

    def close(self):
        if self.child is not None and self.child.fileno() >= 0:
            self.child.shutdown(socket.SHUT_RDWR)
        self.server.shutdown(socket.SHUT_RDWR)
        self.server.close()
        self.thread.join(5)


if __name__ == '__main__':
    Child(int(next(one for one in sys.argv if one.startswith('--fd')).partition('=')[2] or
              sys.argv[sys.argv.index('--fd') + 1])).loop.run()
