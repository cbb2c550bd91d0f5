# SPDX-License-Identifier: GPL-3.0-or-later
"""How soon a letter of twenty pages shows what is typed into it.

Keys come by the X server, as from a keyboard. What the panel's thread works for one, from the key to the
end of the frame that shows it, is the latency that a program can have; how long it took in all includes
the wait for the next frame of the screen.
"""

import ctypes
import os
import statistics
import time

from gi.repository import GLib
from frames_part import Watched
from panel_part import PANEL, act, make_world
from world import NAME, PATH

LETTERS = 'io.github.hearthdesktop.Hearth.Letters1'
KEYS = 200
# Twenty pages of A4 with some 400 words each.
PARAGRAPHS = 100
WORDS = 80
TEXT = ('I walked down to the harbour again before anybody was up, and the boats lay so still that one '
        'could have believed somebody had drawn them. ')


class Keyboard:
    """Presses keys of a display."""

    def __init__(self, display):
        self.x = ctypes.CDLL('libX11.so.6')
        self.test = ctypes.CDLL('libXtst.so.6')
        self.x.XOpenDisplay.restype = ctypes.c_void_p
        self.display = ctypes.c_void_p(self.x.XOpenDisplay(display.encode()))

    def press(self, letter):
        code = self.x.XKeysymToKeycode(self.display, ctypes.c_ulong(ord(letter)))
        for down in (1, 0):
            self.test.XTestFakeKeyEvent(self.display, code, down, ctypes.c_ulong(0))
        self.x.XFlush(self.display)


def make_text():
    words = TEXT.split()
    return '\n\n'.join(' '.join(words[(i * 7 + j) % len(words)] for j in range(WORDS))
                       for i in range(PARAGRAPHS))


def bench_typing(tools, report):
    if not os.path.exists(os.path.join(tools, 'frame-watch.so')) or not os.path.exists(PANEL):
        return
    world = make_world()
    try:
        world.start(['openbox', '--sm-disable'])
        world.start_daemon()
        letter = world.bus.call_sync(
            NAME, PATH, LETTERS, 'SaveLetter',
            GLib.Variant('(xa{sv}b)', (0, {'text': GLib.Variant('s', make_text()),
                                           'language': GLib.Variant('s', 'en')}, True)),
            None, 0, 15000, None).unpack()[0]
        panel = Watched(world, tools)
        time.sleep(8)
        act(world, 'show-letter', GLib.Variant('x', letter))
        # It is read and proofread once.
        time.sleep(6)
        keyboard = Keyboard(world.env['DISPLAY'])
        for i in range(KEYS):
            keyboard.press('abcdefgh '[i % 9])
            time.sleep(0.12)
        time.sleep(1)
        keys = [[int(n) / 1e3 for n in line.split()[2:]] for line in panel.read()
                if line.startswith('# key')]
        if len(keys) < KEYS * 9 // 10:
            raise SystemExit('%d of %d keys were shown' % (len(keys), KEYS))
        work = sorted(each[1] for each in keys)
        report('typing', statistics.median(work), 'ms')
        report('typing_95', work[len(work) * 95 // 100], 'ms')
        report('typing_longest', work[-1], 'ms')
        report('typing_shown', statistics.median(each[0] for each in keys), 'ms')
    finally:
        world.close()
