#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds the window of keyboard shortcuts against the keys of the code, in both directions."""

import os
import pathlib
import re
import unittest
import xml.etree.ElementTree as ET

PANEL = pathlib.Path(os.environ['HEARTH_TEST_SOURCE']) / 'src' / 'panel'

# Keys that every text, list, menu or dialogue has, and what only moves within one control.
EXPECTED_OF_ANY = {
    'compose/hearth-recipients-entry.c',  # the list below an address that is being typed
    'settings/hearth-calendar-window.c',  # Escape closes it
    'settings/hearth-account-window.c',
    'hearth-help-window.c',
    'talk/hearth-deaf.c',                 # which keys would press a button
    'talk/hearth-talk-bar.c',             # Escape leaves a title that is being typed
    'settings/hearth-shortcut-row.c',     # any key, which it sets
}
# Of the same key twice, on the block of numbers.
TWINS = {'KP_Up': 'Up', 'KP_Down': 'Down', 'KP_Left': 'Left', 'KP_Right': 'Right',
         'KP_Home': 'Home', 'KP_Delete': 'Delete', 'KP_Enter': 'Return'}
MASKS = {'CONTROL': '<Control>', 'SHIFT': '<Shift>', 'ALT': '<Alt>'}
CONDITIONAL = {
    'talk/hearth-prose-selection.c': '<Control>',  # copied in any text, and in an answer beyond one
    'hearth-window-speech.c': '<Control>',         # of which it sees whether it is held
}


def spell(key, masks=''):
    """A key as the window writes it."""
    key = TWINS.get(key, key)
    if len(key) == 1 and key.isupper():
        key, masks = key.lower(), masks + '<Shift>'
    return masks + key


def read_code():
    """Every key of the code: {how it is spelt: the files that have it}."""
    found = {}

    def add(key, masks, path):
        found.setdefault(spell(key, masks), set()).add(path)
    for file in sorted(PANEL.rglob('*.c')):
        path = str(file.relative_to(PANEL))
        text = file.read_text(encoding='utf-8')
        if path in EXPECTED_OF_ANY:
            continue
        for match in re.finditer(r'GDK_KEY_(\w+)((?:\s*,\s*(?:\w+_MASK(?:\s*\|\s*)?)+)?)', text):
            if match[1] == 'PRESS':
                continue
            masks = ''.join(MASKS[name] for name in re.findall(r'GDK_(\w+)_MASK', match[2]))
            add(match[1], CONDITIONAL.get(path, '') or masks, path)
        for trigger in re.findall(r'trigger_parse_string \("([^"]+)"\)', text):
            for way in trigger.split('|'):
                masks, key = re.fullmatch(r'((?:<\w+>)*)(\w+)', way).groups()
                add(key, masks, path)
        for masks, key in re.findall(r'\{ "((?:<\w+>)*)(\w+)", \w+_cb\b', text):
            add(key, masks, path)
        for list_ in re.findall(r'const char \*const \w+\[\] = \{ ((?:"[^"]+", )+)NULL \};', text):
            for way in re.findall(r'"([^"]+)"', list_):
                if path == 'hearth-application.c':
                    masks, key = re.fullmatch(r'((?:<\w+>)*)(\w+)', way).groups()
                    add(key, masks, path)
    return found


def read_window():
    """What the window says: every key as it is spelt."""
    said = []
    for node in ET.parse(PANEL / 'hearth-shortcuts.ui').iter('property'):
        if node.get('name') != 'accelerator':
            continue
        for way in node.text.split():
            first, dots, last = way.partition('...')
            if dots:
                stem, low = first[:-1], int(first[-1])
                said += [stem + str(i) for i in range(low, int(last) + 1)]
            else:
                said.append(way)
    return said


class Shortcuts(unittest.TestCase):
    def test_every_key_is_in_the_window(self):
        code = read_code()
        self.assertGreater(len(code), 40)
        said = set(read_window())
        missing = {key: sorted(files) for key, files in code.items() if key not in said}
        self.assertEqual(missing, {})

    def test_the_window_promises_nothing_else(self):
        # Return opens what is chosen in any list.
        known = set(read_code()) | {'Return'}
        self.assertEqual([key for key in read_window() if key not in known], [])


if __name__ == '__main__':
    unittest.main(verbosity=2)
