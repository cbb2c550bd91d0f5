# SPDX-License-Identifier: GPL-3.0-or-later
"""The panel at the side of the desktop, beside other windows, with a real window manager on X11."""

import os
import re
import subprocess
import sys
import unittest

import desk

SCREEN = (800, 600)

# Another program's window, maximized.
NEIGHBOUR = """
import gi
gi.require_version('Gtk', '4.0')
from gi.repository import GLib, Gtk
window = Gtk.Window(title='Neighbour')
window.maximize()
window.present()
GLib.MainLoop().run()
"""


class Docked(desk.TestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.desk.start(['openbox', '--sm-disable'])
        desk.wait_until(lambda: cls.work_area() == [0, 0, *SCREEN], 'the window manager')

    @classmethod
    def tool(cls, *args):
        return subprocess.run(args, env=cls.desk.env, capture_output=True, text=True,
                              check=False).stdout

    @classmethod
    def work_area(cls):
        """What the window manager leaves to windows: x, y, width and height."""
        numbers = re.findall(r'\d+', cls.tool('xprop', '-root', '-notype', '_NET_WORKAREA'))
        return [int(number) for number in numbers[:4]]

    def active(self):
        """The name of the window that has the keyboard."""
        found = re.search(r'0x[0-9a-f]+', self.tool('xprop', '-root', '_NET_ACTIVE_WINDOW'))
        if found is None:
            return None
        name = re.search(r'= "(.*)"', self.tool('xprop', '-id', found[0], '_NET_WM_NAME'))
        return name[1] if name is not None else None

    def place(self, title):
        """Where a window is on the screen: x, y, width and height."""
        text = self.tool('xwininfo', '-name', title)
        labels = ('Absolute upper-left X', 'Absolute upper-left Y', 'Width', 'Height')
        found = [re.search(label + r':\s+(-?\d+)', text) for label in labels]
        return [int(number[1]) for number in found] if all(found) else None

    def choose(self, **settings):
        values = {'companion-name': "'Iris'", 'panel-width': '400', **settings}
        self.desk.write('config/glib-2.0/settings/keyfile', '[io/github/hearthdesktop/Hearth]\n' +
                        ''.join('%s=%s\n' % item for item in values.items()))

    def open_docked(self, side, **env):
        self.choose(**{'dock-side': "'%s'" % side})
        panel = self.open_panel(**env)
        x = 0 if side == 'left' else SCREEN[0] - 400
        desk.wait_until(lambda: self.place('Iris') == [x, 0, 400, SCREEN[1]],
                        'the panel at the side, not at %s' % self.place('Iris'))
        return panel

    def start_neighbour(self):
        process = self.desk.start([sys.executable, '-c', NEIGHBOUR])
        self.addCleanup(process.wait)
        self.addCleanup(process.terminate)
        desk.wait_until(lambda: self.place('Neighbour') is not None, 'the other window')

    def toggle(self):
        subprocess.run([desk.PANEL, '--toggle'], env=self.desk.env, check=True, timeout=20)

    def test_neighbour_is_kept_clear(self):
        for side, free in (('right', [0, 0, 400, 600]), ('left', [400, 0, 400, 600])):
            with self.subTest(side):
                self.open_docked(side)
                desk.wait_until(lambda area=free: self.work_area() == area, 'the space')
                self.start_neighbour()

                def beside(area=free):
                    place = self.place('Neighbour')
                    return place[0] >= area[0] and place[0] + place[2] <= area[0] + area[2] and \
                        place[2] > 300
                desk.wait_until(beside, 'the other window beside the panel')
                self.doCleanups()
                desk.wait_until(lambda: self.work_area() == [0, 0, *SCREEN], 'the space to be free')

    def test_has_the_keyboard_when_it_comes_and_when_it_is_clicked(self):
        panel = self.open_docked('right')
        desk.wait_until(lambda: self.active() == 'Iris', 'the keyboard, not %s' % self.active())
        self.start_neighbour()
        desk.wait_until(lambda: self.active() == 'Neighbour', 'the other window to have it')
        panel.desk.atspi.generate_mouse_event(600, 300, 'b1c')
        desk.wait_until(lambda: self.active() == 'Iris', 'the keyboard after a click')

    def test_toggle_keeps_what_was_written(self):
        panel = self.open_docked('right')
        panel.see('Ask or tell the companion')
        desk.wait_until(lambda: self.active() == 'Iris', 'the keyboard')
        for letter in 'to do':
            panel.key(letter)
        self.toggle()
        desk.wait_until(lambda: self.work_area() == [0, 0, *SCREEN], 'the panel to go')
        self.assertIsNone(panel.process.poll(), 'it ended')
        self.start_neighbour()
        self.toggle()
        desk.wait_until(lambda: self.work_area() == [0, 0, 400, 600], 'the panel to come')
        desk.wait_until(lambda: self.place('Iris') == [400, 0, 400, 600], 'the panel in its place')
        desk.wait_until(lambda: self.active() == 'Iris', 'the keyboard')
        panel.key('!')
        self.toggle()
        desk.wait_until(lambda: 'to do!' in self.read_settings(), 'what was written to be kept')

    def read_settings(self):
        with open(self.desk.path('config/glib-2.0/settings/keyfile'), encoding='utf-8') as file:
            return file.read()

    def test_moves_when_its_owner_chooses(self):
        panel = self.open_docked('right')
        for side, free in (('left', [400, 0, 400, 600]), ('none', [0, 0, *SCREEN]),
                           ('right', [0, 0, 400, 600])):
            self.choose(**{'dock-side': "'%s'" % side})
            desk.wait_until(lambda area=free: self.work_area() == area, side)
        panel.see('Ask or tell the companion')

    def test_settings_say_what_becomes_of_it(self):
        panel = self.open_docked('right')
        panel.act('preferences')
        panel.see('Where it stands')
        panel.see('Other windows keep clear of it.')


if __name__ == '__main__':
    unittest.main()
