# SPDX-License-Identifier: GPL-3.0-or-later
"""A panel that nobody touches draws nothing."""

import ctypes
import time
import unittest

import desk
from gi.repository import GLib
from service_double import ServiceDouble
from speech_double import SpeechDouble

RAW = 0  # XDamageReportRawRectangles
WIDE = 200


class Damage:
    """Hears of everything that is drawn in a window. Only functions that any X11 desktop has."""

    def __init__(self, name):
        self.x11 = ctypes.CDLL('libX11.so.6')
        self.damage = ctypes.CDLL('libXdamage.so.1')
        self.x11.XOpenDisplay.restype = ctypes.c_void_p
        self.display = ctypes.c_void_p(self.x11.XOpenDisplay(name.encode()))
        self.event, error = ctypes.c_int(), ctypes.c_int()
        if not self.damage.XDamageQueryExtension(self.display, ctypes.byref(self.event),
                                                 ctypes.byref(error)):
            raise AssertionError('this display does not say what is drawn')
        self.damage.XDamageCreate.argtypes = [ctypes.c_void_p, ctypes.c_ulong, ctypes.c_int]
        self.damage.XDamageCreate.restype = ctypes.c_ulong
        for window in self.windows():
            self.damage.XDamageCreate(self.display, window, RAW)
        self.x11.XSync(self.display, 0)

    def windows(self):
        """All that a person can see."""
        self.x11.XDefaultRootWindow.restype = ctypes.c_ulong
        root = self.x11.XDefaultRootWindow(self.display)
        ids = [ctypes.c_ulong(), ctypes.c_ulong()]
        children, n = ctypes.POINTER(ctypes.c_ulong)(), ctypes.c_uint()
        self.x11.XQueryTree(self.display, ctypes.c_ulong(root), ctypes.byref(ids[0]),
                            ctypes.byref(ids[1]), ctypes.byref(children), ctypes.byref(n))
        found = [window for window in children[:n.value] if self.width(window) > WIDE]
        if not found:
            raise AssertionError('there is no window')
        return found

    def width(self, window):
        root, x, y = ctypes.c_ulong(), ctypes.c_int(), ctypes.c_int()
        numbers = [ctypes.c_uint() for _ in range(4)]
        self.x11.XGetGeometry(self.display, ctypes.c_ulong(window), ctypes.byref(root),
                              ctypes.byref(x), ctypes.byref(y), *map(ctypes.byref, numbers))
        return numbers[0].value

    def count(self, seconds):
        """How often something is drawn in that time."""
        buffer = (ctypes.c_long * 24)()
        end, n = time.monotonic() + seconds, 0
        while time.monotonic() < end:
            desk.pump()
            while self.x11.XPending(self.display):
                self.x11.XNextEvent(self.display, buffer)
                n += ctypes.cast(buffer, ctypes.POINTER(ctypes.c_int))[0] == self.event.value
            time.sleep(0.02)
        return n


class Idle(desk.TestCase):
    def test_nothing_is_drawn(self):
        self.desk.set_view('talk')
        panel = self.open_panel()
        panel.see('What needs me today?')
        damage = Damage(self.desk.env['DISPLAY'])
        # It hears of what is drawn: something is typed.
        panel.key('h')
        desk.wait_until(lambda: damage.count(0.2) > 0, 'a letter to be drawn')
        # The mark where one types blinks ten seconds long.
        desk.wait_until(lambda: damage.count(3) == 0, 'it to be still', timeout=60)
        for view in ('talk', 'today', 'mail'):
            if view != 'talk':
                panel.act('show-view', GLib.Variant('s', view))
                desk.wait_until(lambda: damage.count(0.2) > 0, 'the view to change')
                desk.wait_until(lambda: damage.count(3) == 0, 'it to be still', timeout=60)
            self.assertEqual(damage.count(8), 0, view)

    def open_with_ears(self):
        self.desk.set_view('today')
        self.desk.ctl('sync', standalone=True)
        service = ServiceDouble(self.desk.bus, self.desk.data)
        self.addCleanup(service.close)
        self.speech = SpeechDouble(service)
        self.addCleanup(self.speech.close)
        panel = self.open_panel()
        panel.see('Speak', 'push button')
        return panel, Damage(self.desk.env['DISPLAY'])

    def wait_still(self, damage):
        desk.wait_until(lambda: damage.count(2) == 0, 'it to be still', timeout=60)

    def test_mark_follows_a_voice_and_rests(self):
        panel, damage = self.open_with_ears()
        self.speech.set(state='speaking')
        panel.see('Speaking…')
        self.wait_still(damage)
        desk.wait_until(lambda: self.speech.named('Watch') == [(True,)], 'levels to be wanted')
        for level in (0.9, 0.3):
            self.speech.level(0, level)
            self.assertGreater(damage.count(0.5), 3)
            self.wait_still(damage)
            # A voice that stays as loud draws nothing.
            self.speech.level(0, level)
            self.assertEqual(damage.count(3), 0)
        self.speech.end()
        panel.see('Speak', 'push button')
        self.wait_still(damage)
        self.assertEqual(damage.count(5), 0)

    def test_mark_stands_still_where_nothing_is_to_move(self):
        self.desk.write('config/gtk-4.0/settings.ini', '[Settings]\ngtk-enable-animations=0\n')
        panel, damage = self.open_with_ears()
        self.speech.set(microphone=True, state='listening')
        panel.see('This computer hears')
        self.wait_still(damage)
        for level in (0.1, 0.9, 0.4, 0.8, 0.2):
            self.speech.level(level, 0)
            self.assertEqual(damage.count(0.4), 0)


if __name__ == '__main__':
    unittest.main(verbosity=2)
