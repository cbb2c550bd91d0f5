# SPDX-License-Identifier: GPL-3.0-or-later
"""A letter from what is said into a microphone to what lies on paper in the owner's hand; with the real
service, recogniser and sound, and on its own, for a process can look at one desk only."""

import os
import re
import subprocess
import time
import unittest

import desk
import world
from file_portal import FilePortal
from gi.repository import Gio, GLib
from sound import Sound

TRIES = 3
LETTERS = 'io.github.hearthdesktop.Hearth.Letters1'
WRITE_HAND = os.path.join(world.BUILD, 'tests/unit/letters/write-synthetic-hand')


class Journey(desk.TestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sound = Sound()
        cls.addClassCleanup(cls.sound.close)
        cls.sound.furnish()
        cls.desk.set_environment(
            GST_REGISTRY=cls.sound.environment['GST_REGISTRY'],
            PULSE_SERVER='unix:' + os.path.join(cls.sound.folder, 'pulse/native'))

    def setUp(self):
        super().setUp()
        self.file = self.desk.path('letter.pdf')
        FilePortal(self, self.file)
        self.daemon = self.desk.start_daemon()
        self.addCleanup(self.desk.stop_daemon, self.daemon)
        self.panel = self.open_panel(GTK_USE_PORTAL='1', GDK_DEBUG='portals')
        self.panel.see('Here ·')

    def text(self):
        return self.panel.read(next(node for node in self.panel.walk()
                                    if node.get_role_name() == 'text' and node.get_name() == 'Letter'))

    def dictate(self, words, heard):
        """Says it again where a busy machine garbled it."""
        for _ in range(TRIES):
            self.sound.speak(words)
            try:
                desk.wait_until(lambda: heard in self.text().lower(), 'it to be written', timeout=15)
                return
            except AssertionError:
                print('written: %s' % self.text())
        self.fail('“%s” is not in “%s”' % (heard, self.text()))

    def add_hand(self):
        """A hand of strokes that nobody has written."""
        path = self.desk.path('synthetic.hand')
        subprocess.run([WRITE_HAND, path], check=True)
        with open(path, 'rb') as file:
            self.desk.bus.call_with_unix_fd_list_sync(
                world.NAME, world.PATH, LETTERS, 'SaveHand',
                GLib.Variant('(xsh)', (0, 'Nora', 0)), None, 0, 5000,
                Gio.UnixFDList.new_from_array([os.dup(file.fileno())]), None)

    def test_from_voice_to_paper(self):
        panel = self.panel
        self.add_hand()
        panel.act('show-view', GLib.Variant('s', 'letters'))
        panel.press('New Letter')
        panel.press('Dictate')
        panel.see('Stop Dictating', 'push button', timeout=60)
        self.dictate('Thank you for the letter', 'letter')
        self.dictate('I will come on Friday', 'friday')
        panel.press('Stop Dictating')
        panel.see('Dictate', 'push button')
        desk.wait_until(lambda: not self.sound.microphones_in_use(), 'the microphone to close')
        # A slip of the pen is found, and mended by a key.
        panel.tab_to('Letter')
        for letter in ' by the the train':
            panel.key(letter)
        # What a busy machine misheard is told of, too.
        for _ in range(8):
            self.desk.atspi.generate_keyboard_event(0xffc4, None, self.desk.atspi.KeySynthType.SYM)
            time.sleep(0.3)
            desk.pump()
            if panel.find('“the” stands here twice.'):
                break
        panel.see('“the” stands here twice.')
        panel.press('Write “the”')
        desk.wait_until(lambda: self.text().endswith(' by the train'), 'it to be mended')
        panel.tab_to('Hand: ')
        panel.key('Return')
        panel.tab_to('Nora', key='Up')
        panel.key('Return')
        panel.see('Hand: Nora')
        panel.see('Pen: The hand’s own pen')
        panel.tab_to('Ink: ')
        panel.key('Return')
        panel.tab_to('Sepia', key='Down')
        panel.key('Return')
        panel.see('Ink: Sepia')
        panel.press('Save as PDF…')
        desk.wait_until(lambda: os.path.exists(self.file) and os.path.getsize(self.file) > 1000,
                        'the letter on paper')
        text = self.text()
        shown = subprocess.run(['pdftotext', self.file, '-'], check=True, capture_output=True,
                               text=True).stdout
        # Its day is above it.
        self.assertTrue(re.sub(r'\s+', ' ', shown).strip().endswith(' ' + text), shown)
        fonts = subprocess.run(['pdffonts', self.file], check=True, capture_output=True,
                               text=True).stdout.splitlines()[2:]
        # The shapes are those of the hand: no font of the system is in it.
        self.assertEqual([line.split()[:3] for line in fonts], [['[none]', 'Type', '3']])
        self.keep()

    def keep(self):
        if os.environ.get('HEARTH_PICTURES'):
            subprocess.run(['pdftoppm', '-png', '-r', '110', self.file,
                            os.path.join(os.environ['HEARTH_PICTURES'], 'dictated')], check=True)


if __name__ == '__main__':
    unittest.main(verbosity=2)
