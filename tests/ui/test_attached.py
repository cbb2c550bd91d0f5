# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that go with a question."""

import os
import struct
import unittest
import zlib

import desk
from gi.repository import GLib
from service_double import ServiceDouble
from test_talk import COMPANION, OWNER, Shelf


def make_png(width, height):
    """A grey picture."""
    def chunk(kind, data):
        return (struct.pack('>I', len(data)) + kind + data +
                struct.pack('>I', zlib.crc32(kind + data)))
    return (b'\x89PNG\r\n\x1a\n' +
            chunk(b'IHDR', struct.pack('>IIBBBBB', width, height, 8, 0, 0, 0, 0)) +
            chunk(b'tEXt', b'Comment\0Taken at home') +
            chunk(b'IDAT', zlib.compress((b'\0' + b'\x80' * width) * height)) +
            chunk(b'IEND', b''))


class Attached(desk.TestCase):
    def setUp(self):
        super().setUp()
        self.desk.set_view('talk')
        self.desk.ctl('sync', standalone=True)
        self.shelf = Shelf(os.path.join(self.desk.data, 'hearth.db'))
        self.addCleanup(self.shelf.db.close)
        self.double = ServiceDouble(self.desk.bus, self.desk.data)
        self.addCleanup(self.double.close)
        self.double.script = [{'type': 'text', 'text': 'Eggs.'}, {'type': 'end'}]
        self.double.answers['AskWith'] = lambda _: GLib.Variant('(xs)', (7, 'talk'))

    def attach(self, panel, name, data):
        path = self.desk.path(name)
        with open(path, 'wb') as file:
            file.write(data)
        panel.act('attach', GLib.Variant('ay', os.fsencode(path) + b'\0'))

    def asked(self):
        return [parameters for name, parameters in self.double.calls if name == 'AskWith']

    def test_files_go_with_a_question(self):
        panel = self.open_panel()
        self.attach(panel, 'list.txt', b'milk\nbread')
        panel.see('Attached: list.txt, 10 bytes')
        self.attach(panel, 'wide.png', make_png(3136, 100))
        panel.see('Attached: wide.png')
        self.attach(panel, 'other.txt', b'not this')
        panel.see('Attached: other.txt')
        panel.press('Remove: other.txt')
        panel.miss('Attached: other.txt')
        # What nobody could look into is refused with a sentence.
        self.attach(panel, 'noise.bin', bytes(range(256)))
        panel.see('“noise.bin” is no picture, PDF or text.')
        for letter in 'What?':
            panel.key(letter)
        panel.key('Return')
        desk.wait_until(self.asked, 'the question')
        conversation, instead, text, files = self.asked()[0]
        self.assertEqual((conversation, instead, text), ('', 0, 'What?'))
        self.assertEqual([file['name'] for file in files], ['list.txt', 'wide.png'])
        self.assertEqual(bytes(files[0]['data']), b'milk\nbread')
        picture = bytes(files[1]['data'])
        self.assertEqual(struct.unpack('>II', picture[16:24]), (1568, 50))
        self.assertNotIn(b'Taken at home', picture)
        # It stands below the question, and the next one has none.
        panel.see('Attached: wide.png')
        self.assertIsNone(panel.find('Remove: wide.png'))
        for letter in 'And':
            panel.key(letter)
        panel.key('Return')
        desk.wait_until(lambda: self.double.asked, 'the next question')

    def test_no_more_than_four(self):
        panel = self.open_panel()
        for n in range(4):
            self.attach(panel, 'n%d.txt' % n, b'x')
            panel.see('Attached: n%d.txt' % n)
        self.attach(panel, 'five.txt', b'x')
        panel.see('At most 4 files go with a question.')
        self.assertIsNone(panel.find('Attached: five.txt'))

    def test_files_of_a_stored_question(self):
        turns = self.shelf.conversation('list', 'The list', [(OWNER, 'What is missing?'),
                                                             (COMPANION, 'Eggs.')])
        self.shelf.db.execute("INSERT INTO turn_files (turn_id, name, type, size, data)"
                              " VALUES (?, 'list.txt', 'text/plain', 4, x'6d696c6b')",
                              (turns[0],))
        self.shelf.db.commit()
        panel = self.open_panel()
        panel.see('Attached: list.txt, 4 bytes')
        self.double.script = [{'type': 'text', 'text': 'Nothing.'}, {'type': 'end'}]
        panel.press('Ask Again')
        panel.see('Nothing.')
        # The service has it already.
        self.assertEqual(self.asked(), [])
        panel.see('Attached: list.txt, 4 bytes')


if __name__ == '__main__':
    unittest.main(verbosity=2)
