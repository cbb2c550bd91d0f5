# SPDX-License-Identifier: GPL-3.0-or-later
"""Every place of the panel, in a language that is a third longer, from right to left, and narrow; and
wide, with large text: everything that takes the focus has a name, nothing is wider than the window, and
nothing was left in English."""

import collections
import os
import pprint
import re
import subprocess
import unittest

import desk
import pseudo
import sight
import tour
import world
from gi.repository import GLib

CATALOGUE = os.path.join(world.SOURCE, 'po', 'de.po')
LANGUAGE = 'xx'
# Of AtspiRole: what holds words, and what takes the focus.
ROLES = {7: 'check box', 8: 'check menu item', 11: 'combo box', 29: 'label', 32: 'list item',
         35: 'menu item', 43: 'push button', 44: 'radio button', 51: 'slider', 52: 'spin button',
         61: 'text', 62: 'toggle button', 79: 'entry', 88: 'link', 130: 'switch'}
# GTK names what has no name by its class, or by the picture on it.
NAMELESS = re.compile(r'((Gtk|Adw|Hearth)[A-Z]\w*)?')
DIALOG = 450
# Names of programs and languages, which are the same everywhere, and what stands for a thing.
SAME = re.compile(r'[^a-z]*|[A-Z]\w*|\S+@\S+')

Thing = collections.namedtuple('Thing', 'name role focusable x y width height window room')


class Views(desk.TestCase):
    SIZE = '1280x1400'

    def start(self, width, height=720, **env):
        self.desk.write('share/hearth-demo/settings.ini',
                        '[io/github/hearthdesktop/Hearth]\npanel-width=%d\npanel-height=%d\n'
                        % (width, height))
        panel = self.open_panel('--demo', **env)
        desk.wait_until(self.desk_is_read, 'the demo to be read', timeout=30)
        return panel

    def tearDown(self):
        self.desk.set_environment(HEARTH_LOCALEDIR='', LANGUAGE='')

    def desk_is_read(self):
        status = subprocess.run([world.CTL, '--demo', '--json', 'status'], env=self.desk.env,
                                capture_output=True, text=True, check=False)
        return '"messages"' in status.stdout and '"messages": 0' not in status.stdout

    def read(self, panel):
        """What is on the screen and is of these roles; of the panel, whose window is the first, and of
        its dialogs."""
        kind = self.desk.atspi.CoordType.WINDOW
        focusable = self.desk.atspi.StateType.FOCUSABLE
        for i, window in enumerate(panel.sight.look().children):
            room = window.get_extents(kind).width
            for node in sight.walk(panel.sight, window):
                try:
                    place = node.get_extents(kind) if node.role in ROLES else None
                except GLib.Error:
                    continue  # it went away
                if place is not None and place.width > 0 and place.height > 0:
                    yield Thing(node.name, ROLES[node.role], node.states.contains(focusable), place.x,
                                place.y, place.width, place.height, i, room)

    def look(self, nodes, width, english):
        """What is wrong here."""
        wrong, inside, outside = set(), set(), set()
        for node in nodes:
            # A dialog has a size of its own.
            if node.room > (max(width, DIALOG) if node.window else width) + 1:
                wrong.add(('its window is wider', node.room))
            if node.focusable and NAMELESS.fullmatch(node.name) and \
               not self.is_choice(node, nodes):
                wrong.add(('has no name', node.role, node.x, node.y))
            if node.name in english and not SAME.fullmatch(node.name):
                wrong.add(('is English', node.name, node.role))
            fits = node.x >= -1 and node.x + node.width <= node.room + 1
            (inside if fits else outside).add((node.name, node.role))
        # What libadwaita has twice, for narrow and for wide, is on the screen once.
        return wrong | {('sticks out', *one) for one in outside - inside}

    def is_choice(self, node, nodes):
        """The list with one item by which libadwaita shows what was chosen in a row; the row has the
        name."""
        return node.role == 'list item' and any(
            row.role in ('list item', 'combo box') and row.name and row.window == node.window and
            row.height > node.height and row.y <= node.y and
            row.y + row.height >= node.y + node.height for row in nodes)

    def walk_through(self, panel, width, english=()):
        wrong, known = {}, set()
        for place in tour.Tour(panel).stops():
            # Help is a text for each language, and there is none for this one.
            here = self.look(list(self.read(panel)), width, () if place == 'help' else english) - known
            if place == 'about':
                # Its version is a button of libadwaita's without a name.
                here = {one for one in here if one[:2] != ('has no name', 'push button')}
            if here:
                wrong[place] = here
                known |= here
        self.assertFalse(wrong, pprint.pformat(wrong, width=120))

    def test_longer_mirrored_and_narrow(self):
        folder = self.desk.path('pseudo')
        english = pseudo.write_catalogue(CATALOGUE, folder, LANGUAGE)
        self.desk.set_environment(HEARTH_LOCALEDIR=folder, LANGUAGE=LANGUAGE)
        panel = self.start(360, HEARTH_DIRECTION='rtl')
        self.walk_through(panel, 360, english)

    def test_wide_and_large(self):
        self.desk.write('config/gtk-4.0/settings.ini', '[Settings]\ngtk-font-name=Sans 15\n')
        panel = self.start(1200, ADW_DEBUG_HIGH_CONTRAST='1')
        self.walk_through(panel, 1200)

    def left_of(self, panel, text):
        return panel.see(text).get_extents(self.desk.atspi.CoordType.WINDOW).x

    def test_two_columns(self):
        """From 800 pixels on what is opened stands beside what it was opened from."""
        panel = self.start(900)
        panel.act('show-view', tour.variant('s', 'mail'))
        panel.see('Nothing is open')
        panel.tab_to('Re: Venue for June')
        panel.key('Return')
        panel.see('Dear Theo')
        self.assertGreaterEqual(self.left_of(panel, 'Dear Theo'), 450)
        panel.key('j')
        panel.miss('Dear Theo')
        panel.see('Otto Weiss')
        panel.act('show-view', tour.variant('s', 'today'))
        self.assertLess(self.left_of(panel, 'need you.'), 60)
        self.assertGreaterEqual(self.left_of(panel, 'Reply to all'), 450)
        panel.key('Escape')
        desk.wait_until(lambda: self.left_of(panel, 'need you.') > 60, 'one column')


if __name__ == '__main__':
    unittest.main(verbosity=2)
