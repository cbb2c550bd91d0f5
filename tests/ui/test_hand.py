# SPDX-License-Identifier: GPL-3.0-or-later
"""The owner's own handwriting in the panel, written by the mouse, with the real service.

Files are chosen by a double of the portal, as in a sandbox.
"""

import json
import os
import sqlite3
import time
import unittest

import desk
import world
from file_portal import FilePortal
from gi.repository import GLib

LETTERS = 'io.github.hearthdesktop.Hearth.Letters1'


class Hand(desk.TestCase):
    def setUp(self):
        super().setUp()
        self.file = self.desk.path('%s.hearth-hand' % self.id().rpartition('.')[2])
        self.portal = FilePortal(self, self.file)
        self.daemon = self.desk.start_daemon()
        self.addCleanup(self.desk.stop_daemon, self.daemon)
        self.start()
        self.addCleanup(lambda: self.panel.close())

    def start(self):
        self.panel = self.desk.open_panel(GTK_USE_PORTAL='1', GDK_DEBUG='portals')
        self.panel.see('Here ·')

    def call(self, method, kind, *parameters):
        return self.desk.bus.call_sync(world.NAME, world.PATH, LETTERS, method,
                                       GLib.Variant(kind, parameters), None, 0, 5000, None).unpack()

    def rows(self, sql):
        with sqlite3.connect('file:%s?mode=ro' % os.path.join(self.desk.data, 'hearth.db'),
                             uri=True) as database:
            found = database.execute(sql).fetchall()
        database.close()
        return found

    def stored(self):
        """Of each hand its name, and how often each character of it is written."""
        return [(name, {glyph['text']: len(glyph['samples']) for glyph in json.loads(data)['glyphs']})
                for name, data in self.rows('SELECT name, data FROM hands ORDER BY id')]

    def strokes(self):
        """Of each sample of what is written, how many strokes it has."""
        data, = self.rows('SELECT data FROM hands')[0]
        return [len(sample['strokes']) for glyph in json.loads(data)['glyphs']
                for sample in glyph['samples']]

    def wait_stored(self, *hands):
        desk.wait_until(lambda: self.stored() == list(hands), 'the hand to be %s' % (hands,))

    def begin(self):
        """To the page on which a new hand is written."""
        self.call('SaveLetter', '(xa{sv}b)', 0, {'text': GLib.Variant('s', 'Dear Clara')}, True)
        self.panel.act('show-view', GLib.Variant('s', 'letters'))
        self.panel.press('Hands')
        self.panel.see('No hand yet')
        self.panel.press('Write Your Own Hand')
        self.panel.see('Write “e” three times')

    def wait_still(self):
        """Pages slide in: until then the paper is not where it will be."""
        def find():
            place = self.panel.see('Paper to write').get_extents(self.desk.atspi.CoordType.WINDOW)
            return place.x, place.y, place.width, place.height
        before = None
        while before != find():
            before = find()
            time.sleep(0.3)

    def point(self, box):
        """Left of the middle of one of the three boxes, above the baseline, as the screen has it."""
        paper = self.panel.see('Paper to write')
        place = paper.get_extents(self.desk.atspi.CoordType.WINDOW)
        return (place.x + place.width * (2 * box + 1) // 6 - 10, place.y + place.height // 2 - 10)

    def stroke(self, *boxes):
        """A stroke into each of them, one right after the other."""
        self.wait_still()
        for x, y in [self.point(box) for box in boxes]:
            self.panel.drag_from(x, y, 16, 24)

    def test_written(self):
        """Three times each, by a pause; it is kept at once, and gone on with where it was left."""
        self.begin()
        self.stroke(0)
        self.panel.see('Paper to write “e” on, 1 of 3 written')
        self.wait_stored(('My hand', {'e': 1}))
        self.stroke(1)
        self.panel.see('“e” on, 2 of 3 written')
        self.stroke(2)
        self.panel.see('Write “n” three times')
        self.wait_stored(('My hand', {'e': 3}))
        self.stroke(0)
        self.panel.see('“n” on, 1 of 3 written')
        self.panel.close()
        self.wait_stored(('My hand', {'e': 3, 'n': 1}))
        self.start()
        self.panel.act('show-view', GLib.Variant('s', 'letters'))
        self.panel.press('Hands')
        self.panel.press('Write on: My hand')
        self.panel.see('Paper to write “n” on, 1 of 3 written')

    def test_strokes(self):
        """A second stroke in time belongs to the first; the box beside it finishes a character."""
        self.begin()
        self.stroke(0)
        self.panel.press('Undo')
        # It was the only one: nothing is there to be finished.
        time.sleep(1.2)
        self.panel.see('“e” on, 0 of 3 written')
        # Two strokes into one box are one character.
        self.stroke(0, 0, 1)
        self.panel.see('“e” on, 2 of 3 written')
        self.wait_stored(('My hand', {'e': 2}))
        self.assertEqual(self.strokes(), [2, 1])
        self.panel.press('Undo')
        self.wait_stored(('My hand', {'e': 1}))
        self.panel.press('Again')
        self.wait_stored(('My hand', {}))
        self.panel.see('“e” on, 0 of 3 written')
        self.panel.press('Skip')
        self.panel.see('Write “n” three times')
        self.panel.press('Previous')
        self.panel.see('Write “e” three times')

    def test_files(self):
        """Saved to a file, removed after a question, and taken up again."""
        self.begin()
        self.stroke(0)
        self.wait_stored(('My hand', {'e': 1}))
        self.panel.act('show-view', GLib.Variant('s', 'letters'))
        self.panel.press('Hands')
        self.panel.press('Save to a file: My hand')
        self.panel.see('Saved: ')
        self.assertEqual([(method, name) for method, _, name in self.portal.asked],
                         [('SaveFile', 'My hand.hearth-hand')])
        with open(self.file, encoding='utf-8') as file:
            self.assertEqual(json.load(file)['format'], 'hearth-hand')
        self.panel.press('Remove: My hand')
        self.panel.see('Remove “My hand”?')
        next(node for node in self.panel.walk_from_the_front()
             if node.get_role_name() == 'push button' and
             (node.get_name() or '').split()[-1:] == ['Remove']).do_action(0)
        self.panel.see('No hand yet')
        self.wait_stored()
        self.panel.press('Take Up from a File…')
        self.panel.see('Taken up: My hand')
        self.wait_stored(('My hand', {'e': 1}))
        # Letters find their hand by its name.
        self.panel.press('Take Up from a File…')
        self.panel.see('Taken up: My hand 2')
        self.wait_stored(('My hand', {'e': 1}), ('My hand 2', {'e': 1}))
        with open(self.file, 'w', encoding='utf-8') as file:
            file.write('Not a hand.')
        self.panel.press('Take Up from a File…')
        self.panel.see('This file is no handwriting of Hearth.')
        self.wait_stored(('My hand', {'e': 1}), ('My hand 2', {'e': 1}))

    def test_missing(self):
        """Below a letter stands what its hand has not, and one goes from there to write it."""
        self.begin()
        self.stroke(0)
        self.wait_stored(('My hand', {'e': 1}))
        self.call('SaveLetter', '(xa{sv}b)', 1,
                  {'text': GLib.Variant('s', 'eé'), 'title': GLib.Variant('s', 'Note'),
                   'face': GLib.Variant('s', 'My hand')}, True)
        self.panel.act('show-view', GLib.Variant('s', 'letters'))
        self.panel.see('Note,')
        self.panel.tab_to('Note')
        self.panel.key('Return')
        self.panel.see('é is not in your hand yet')
        self.panel.press('Write It')
        self.panel.see('Write “é” three times')
        self.panel.see('1 character of your letter is missing')
        self.stroke(0)
        self.wait_stored(('My hand', {'e': 1, 'é': 1}))

    def test_names(self):
        """Everything says what it is, and all but the writing is reached by the keyboard."""
        self.begin()
        for name in ('Previous', 'Undo', 'Again', 'Skip', 'Pen', 'My letters join', 'Paper to write'):
            self.panel.tab_to(name)
        self.assertEqual(self.panel.nameless(), [])
        self.stroke(0)
        self.wait_stored(('My hand', {'e': 1}))
        self.panel.act('show-view', GLib.Variant('s', 'letters'))
        self.panel.press('Hands')
        self.panel.see('Write on: My hand')
        self.assertEqual(self.panel.nameless(), [])


if __name__ == '__main__':
    unittest.main(verbosity=2)
