# SPDX-License-Identifier: GPL-3.0-or-later
"""Every text can be read on what it stands on: 4.5:1 (WCAG 2, 1.4.3), with high contrast 7:1 (1.4.6).
What draws the eye without being text has 3:1 (1.4.11)."""

import os
import pathlib
import re
import unittest

PANEL = pathlib.Path(os.environ['HEARTH_TEST_SOURCE']) / 'src' / 'panel'
THEMES = {
    'light': (['style.css'], 4.5),
    'dark': (['style.css', 'style-dark.css'], 4.5),
    'high contrast': (['style.css', 'style-hc.css'], 7.0),
    'high contrast, dark': (['style.css', 'style-dark.css', 'style-hc-dark.css'], 7.0),
}
PAPERS = ('window_bg_color', 'card_bg_color', 'view_bg_color', 'dialog_bg_color', 'popover_bg_color',
          'headerbar_bg_color')
# Which texts stand on which grounds.
TEXTS = {
    'window_fg_color': ('window_bg_color', 'soft_color'),
    'view_fg_color': ('view_bg_color',),
    'headerbar_fg_color': ('headerbar_bg_color', 'headerbar_backdrop_color'),
    'card_fg_color': ('card_bg_color', 'soft_color'),
    'dialog_fg_color': ('dialog_bg_color',),
    'popover_fg_color': ('popover_bg_color',),
    'dim_color': PAPERS + ('soft_color',),
    'accent_color': PAPERS + ('soft_color',),
    'accent_fg_color': ('accent_bg_color',),
    'error_color': PAPERS,
    'destructive_color': PAPERS,
    'destructive_fg_color': ('destructive_bg_color',),
    'soft_fg_color': ('soft_color',),
    'button_fg_color': ('button_color',),
    'ink_fg_color': ('ink_color',),
    'past_fg_color': ('past_color',),
    'sheet_fg_color': ('sheet_color',),
}
# The presence mark, the line of what is on now, the bar of progress, the side of an event.
SIGNS = {'accent_color': ('window_bg_color', 'headerbar_bg_color', 'card_bg_color'),
         'sheet_mark_color': ('sheet_color',)}
# Grounds that no text stands on alone: lines and shades of lines.
NO_GROUND = {'accent_color', 'line_color'}


def read_tokens(names):
    tokens = {}
    for name in names:
        text = (PANEL / name).read_text(encoding='utf-8')
        tokens.update(re.findall(r'@define-color (\w+) (#[0-9a-f]{6});', text))
    return tokens


def luminance(color):
    def linear(part):
        part /= 255
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
    red, green, blue = (linear(int(color[i:i + 2], 16)) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


class Contrast(unittest.TestCase):
    def test_measure(self):
        self.assertAlmostEqual(contrast('#000000', '#ffffff'), 21)
        self.assertAlmostEqual(contrast('#777777', '#ffffff'), 4.48, places=2)

    def test_texts(self):
        poor = []
        for theme, (files, least) in THEMES.items():
            tokens = read_tokens(files)
            for pairs, needed in ((TEXTS, least), (SIGNS, 3.0)):
                for text, grounds in pairs.items():
                    for ground in grounds:
                        there = contrast(tokens[text], tokens[ground])
                        if there < needed:
                            poor.append('%s: %s on %s has %.2f' % (theme, text, ground, there))
        self.assertEqual(poor, [])

    def test_no_other_pair(self):
        """A colour that a rule gives to text, or puts below it, is in the table."""
        grounds = {ground for pairs in TEXTS.values() for ground in pairs}
        unknown = set()
        for file in sorted(PANEL.rglob('*.css')):
            text = file.read_text(encoding='utf-8')
            unknown |= {name for name in re.findall(r'[^-]color:\s*@(\w+)', text) if name not in TEXTS}
            unknown |= {name for name in re.findall(r'background(?:-color)?:\s*@(\w+)', text)
                        if name not in grounds | NO_GROUND}
        self.assertEqual(unknown, set())


if __name__ == '__main__':
    unittest.main(verbosity=2)
