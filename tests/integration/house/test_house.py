#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds the walls of the house: what programs may link, and which rooms may know which."""

import os
import pathlib
import re
import subprocess
import sys
import unittest

SOURCE = pathlib.Path(os.environ['HEARTH_TEST_SOURCE'])
BUILD = pathlib.Path(os.environ['HEARTH_TEST_BUILD'])

# Rooms, each with the rooms below it that it may see. src/README.md draws the same.
LOW = {'base', 'model'}
SOURCES = LOW | {'times', 'store', 'accounts', 'mail', 'calendar', 'ai', 'reminders', 'eds', 'dav', 'contacts'}
BELOW = {
    'base': set(),
    'model': {'base'},
    'times': LOW,
    'store': LOW,
    'accounts': LOW,
    'mail': LOW,
    'eds': set(),
    'dav': LOW,
    'calendar': LOW | {'eds', 'dav'},
    'contacts': LOW | {'eds', 'dav'},
    'ai': LOW,
    'reminders': LOW,
    'engine': SOURCES,
    'attention': SOURCES | {'engine'},
    'gate': SOURCES | {'engine', 'attention'},
    'companion': SOURCES | {'engine', 'attention', 'gate'},
    'voice': {'base'},
    'daemon': SOURCES | {'engine', 'attention', 'gate', 'companion', 'voice'},
    'ctl': LOW | {'times', 'store'},
    'panel': LOW | {'times', 'store'},
}


class House(unittest.TestCase):
    def libraries(self, program):
        result = subprocess.run(['ldd', BUILD / 'src' / program], capture_output=True, text=True,
                                check=True)
        return set(re.findall(r'^\s*(lib[\w.+-]+?)\.so', result.stdout, re.MULTILINE))

    def test_service_without_gtk(self):
        for program in ('daemon/hearthd', 'daemon/hearth-engine', 'ctl/hearthctl'):
            libraries = self.libraries(program)
            self.assertTrue(any(name.startswith('libglib') for name in libraries), libraries)
            self.assertFalse([name for name in libraries if name.startswith(('libgtk', 'libadw'))])

    def test_service_without_evolution(self):
        """Its libraries take more memory than all else: only a module has them."""
        for program in ('daemon/hearthd', 'daemon/hearth-engine', 'ctl/hearthctl'):
            self.assertFalse([name for name in self.libraries(program)
                              if name.startswith(('libecal', 'libebook', 'libedata', 'libebackend'))])

    def test_command_line_is_small(self):
        """Reads link base, model and store: no MIME, calendar, network or keyring library."""
        heavy = ('libgmime', 'libical', 'libcurl', 'libsecret', 'libxml2')
        self.assertFalse([name for name in self.libraries('ctl/hearthctl') if name.startswith(heavy)])

    def test_rooms_see_only_below(self):
        rooms = {path.name: room for room in BELOW for path in (SOURCE / 'src' / room).rglob('*.h')}
        self.assertGreater(len(rooms), 80)
        for room, below in BELOW.items():
            for path in (SOURCE / 'src' / room).rglob('*.[ch]'):
                for name in re.findall(r'#include "([^"]+)"', path.read_text(encoding='utf-8')):
                    other = rooms.get(os.path.basename(name), room)
                    self.assertTrue(other == room or other in below,
                                    '%s may not see %s of %s' % (path, name, other))


if __name__ == '__main__':
    sys.exit(unittest.main())
