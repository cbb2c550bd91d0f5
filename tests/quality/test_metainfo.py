# SPDX-License-Identifier: GPL-3.0-or-later
"""What software centres show of Hearth is whole, true to this tree, and in each of its languages.

HEARTH_METAINFO is the file as it is installed, HEARTH_VERSION the version of the build."""

import os
import re
import subprocess
import unittest
import xml.etree.ElementTree as ET

SOURCE = os.environ['HEARTH_TEST_SOURCE']
METAINFO = os.environ['HEARTH_METAINFO']
VERSION = os.environ['HEARTH_VERSION']
LANG = '{http://www.w3.org/XML/1998/namespace}lang'
# The name on the bus is that of the desktop file, and older than this advice.
KNOWN = {('cid-contains-uppercase-letter', 'io.github.hearthdesktop.Hearth')}


def appstreamcli(*argv):
    return subprocess.run(['appstreamcli', *argv], capture_output=True, text=True, check=False,
                          env=dict(os.environ, LC_ALL='C.UTF-8'))


class Metainfo(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.root = ET.parse(METAINFO).getroot()

    def test_valid(self):
        result = appstreamcli('validate', '--pedantic', '--no-net', '--format', 'yaml', METAINFO)
        self.assertEqual(result.returncode, 0, result.stdout)
        known = set(KNOWN)
        version = re.search(r'(\d+)\.\d', appstreamcli('--version').stdout)
        if int(version[1]) < 1:
            # It came with AppStream 1.0, in the place of developer_name.
            known.add(('unknown-tag', 'developer'))
        issues = re.findall(r'- tag: (\S+)\n(?:  (?!hint).*\n)*(?:  hint: (.*)\n)?', result.stdout)
        self.assertLessEqual({(tag, hint.strip('\'"')) for tag, hint in issues}, known)

    def test_screenshots(self):
        """Each says what it shows, and is a picture of this tree."""
        shots = self.root.findall('screenshots/screenshot')
        self.assertGreaterEqual(len(shots), 3)
        self.assertEqual([shot.get('type') for shot in shots].count('default'), 1)
        for shot in shots:
            name = shot.findtext('image').rsplit('/', 1)[-1]
            with self.subTest(picture=name):
                self.assertTrue(shot.findtext('caption'))
                with open(os.path.join(SOURCE, 'data', 'screenshots', name), 'rb') as file:
                    self.assertEqual(file.read(8), b'\x89PNG\r\n\x1a\n')

    def test_colours(self):
        """One for each style, on which white or black text can be read."""
        colours = {colour.get('scheme_preference'): colour.text
                   for colour in self.root.findall('branding/color[@type="primary"]')}
        self.assertEqual(set(colours), {'light', 'dark'})
        for style, text in (('light', 0.0), ('dark', 1.0)):
            parts = [int(colours[style][i:i + 2], 16) / 255 for i in (1, 3, 5)]
            linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
                      for part in parts]
            lightness = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
            dark, light = sorted((lightness, text))
            self.assertGreaterEqual((light + 0.05) / (dark + 0.05), 7, style)

    def test_releases(self):
        """The newest one is the one that is built, and NEWS begins with it."""
        newest = self.root.find('releases/release')
        self.assertEqual(newest.get('version'), VERSION)
        self.assertRegex(newest.get('date'), r'^20\d\d-\d\d-\d\d$')
        self.assertTrue(newest.findtext('description/p'))
        with open(os.path.join(SOURCE, 'NEWS'), encoding='utf-8') as file:
            self.assertIn('Hearth ' + VERSION, file.readline())

    def test_the_rest(self):
        self.assertEqual(self.root.find('content_rating').get('type'), 'oars-1.1')
        self.assertRegex(self.root.find('developer').get('id'), r'^[a-z.]+$')
        self.assertTrue(self.root.findtext('developer/name'))
        self.assertTrue(self.root.findall('keywords/keyword'))
        self.assertEqual(self.root.find('requires/display_length').get('compare'), 'ge')
        controls = {control.text for control in self.root.iter('control')}
        self.assertLessEqual({'keyboard', 'pointing', 'touch'}, controls)
        self.assertLessEqual({'homepage', 'bugtracker', 'vcs-browser'},
                             {url.get('type') for url in self.root.findall('url')})

    def test_languages(self):
        """What people read is there in each language of po/LINGUAS."""
        with open(os.path.join(SOURCE, 'po', 'LINGUAS'), encoding='utf-8') as file:
            languages = {line.strip() for line in file if line.strip() and line[0] != '#'}
        for parent, tag in (('.', 'summary'), ('screenshots/screenshot', 'caption'),
                            ('description', 'p'), ('description/ul', 'li')):
            for element in self.root.findall(parent):
                there = element.findall(tag)
                plain = [one for one in there if one.get(LANG) is None]
                self.assertTrue(plain)
                for language in languages:
                    with self.subTest(text=plain[0].text.strip(), language=language):
                        self.assertEqual(len([one for one in there if one.get(LANG) == language]),
                                         len(plain))


if __name__ == '__main__':
    unittest.main(verbosity=2)
