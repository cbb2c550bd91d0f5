# SPDX-License-Identifier: GPL-3.0-or-later
"""The API reference can be made, and has each public function and type with what it is.

HEARTH_REFERENCE is the command, one argument a line, without its last argument, the folder."""

import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree

import test_documented

COMMAND = os.environ['HEARTH_REFERENCE'].split('\n')
sys.path.insert(0, os.path.dirname(COMMAND[1]))
import reference  # noqa: E402, beside what makes it

CORE = '{http://www.gtk.org/introspection/core/1.0}'
C = '{http://www.gtk.org/introspection/c/1.0}'
GLIB = '{http://www.gtk.org/introspection/glib/1.0}'
FUNCTIONS = {CORE + kind for kind in ('function', 'method', 'constructor')}
TYPES = {CORE + kind for kind in ('class', 'interface', 'record', 'union', 'enumeration', 'bitfield',
                                  'callback', 'alias')}


class Reference(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix='hearth-reference-')
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        made = subprocess.run([*COMMAND, cls.folder],
                              capture_output=True, text=True, check=False)
        if made.returncode != 0:
            raise AssertionError('it cannot be made:\n' + made.stdout + made.stderr)
        cls.root = ElementTree.parse(os.path.join(cls.folder, 'Hearth-0.gir')).getroot()
        cls.symbols = {}
        for element in cls.root.iter():
            if element.tag in FUNCTIONS:
                name = element.get(C + 'identifier')
            elif element.tag in TYPES:
                name = element.get(C + 'type') or element.get(GLIB + 'type-name')
            else:
                continue
            if name:
                cls.symbols.setdefault(name, element)

        is_left_out = reference.left_out(COMMAND[COMMAND.index('--build') + 1])
        cls.wanted = {name for symbols in test_documented.public_symbols().values()
                      for name, header in symbols.items()
                      if not is_left_out(os.path.join(test_documented.SOURCE, header))}

    def test_every_public_symbol_is_in_it(self):
        self.assertGreater(len(self.wanted), 4000)
        self.assertEqual(sorted(self.wanted - set(self.symbols)), [])

    def test_each_is_described(self):
        """By itself, or by what it takes, gives or holds; structures of virtual functions with their type."""
        self.assertEqual(sorted(name for name in self.wanted & set(self.symbols)
                                if not name.endswith(('Class', 'Interface'))
                                and self.symbols[name].find('.//%sdoc' % CORE) is None), [])

    def test_types_are_known(self):
        """What a header cannot say comes from the program that was run."""
        worker = self.symbols['HearthWorker']
        self.assertEqual(worker.get('parent'), 'GObject.Object')
        window = self.symbols['HearthWindow']
        self.assertEqual(window.get('parent'), 'Adw.ApplicationWindow')
        self.assertIsNotNone(self.symbols['HearthSearchProvider'].get(GLIB + 'get-type'))

    def test_pages(self):
        pages = os.path.join(self.folder, 'reference')
        with open(os.path.join(pages, 'index.html'), encoding='utf-8') as file:
            index = file.read()
        self.assertIn('class.Worker.html', index)
        self.assertIn('house.html', index)
        for name in ('class.Worker.html', 'method.Worker.queue.html', 'class.Window.html',
                     'func.format_distance.html', 'house.html'):
            with self.subTest(page=name):
                self.assertTrue(os.path.exists(os.path.join(pages, name)))
        self.assertGreater(len(glob.glob(os.path.join(pages, '*.html'))), 3500)
        with open(os.path.join(pages, 'method.Worker.queue.html'), encoding='utf-8') as file:
            self.assertRegex(re.sub(r'<[^>]+>', '', file.read()), r'priority')


if __name__ == '__main__':
    unittest.main()
