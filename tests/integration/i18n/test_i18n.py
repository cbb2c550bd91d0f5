#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks that every string can be translated and survives it."""

import gettext
import os
import re
import subprocess
import tempfile
import unittest

import pseudo_locale

ROOT = pseudo_locale.ROOT
MARKED_C = re.compile(r'\b(?:_|N_|C_|NC_|ngettext|g_dngettext|g_dpgettext2?)\s*\(\s*"')
MARKED_XML = re.compile(r'translatable="(?:yes|true)"')


def read_list(name):
    with open(os.path.join(ROOT, 'po', name), encoding='utf-8') as file:
        return [line.strip() for line in file if line.strip() and not line.startswith('#')]


def has_marked_strings(path):
    pattern = {'.c': MARKED_C, '.h': MARKED_C, '.ui': MARKED_XML}.get(os.path.splitext(path)[1])
    if pattern is None:
        return False
    with open(path, encoding='utf-8') as file:
        return pattern.search(file.read()) is not None


class Potfiles(unittest.TestCase):
    def test_lists_each_file_with_strings(self):
        listed = set(read_list('POTFILES'))
        for folder, _, names in os.walk(os.path.join(ROOT, 'src')):
            for name in sorted(names):
                path = os.path.relpath(os.path.join(folder, name), ROOT)
                if has_marked_strings(os.path.join(ROOT, path)):
                    with self.subTest(path):
                        self.assertIn(path, listed, path + ' is missing: run po/update-potfiles')

    def test_lists_no_file_that_is_gone(self):
        for path in read_list('POTFILES'):
            with self.subTest(path):
                self.assertTrue(os.path.exists(os.path.join(ROOT, path)))


class Translations(unittest.TestCase):
    def test_each_compiles(self):
        for language in read_list('LINGUAS'):
            with self.subTest(language):
                subprocess.run(['msgfmt', '--check', '--output-file', os.devnull,
                                os.path.join(ROOT, 'po', language + '.po')], check=True)


class PseudoLocale(unittest.TestCase):
    def test_disguise(self):
        disguise = pseudo_locale.disguise
        for text in ('%H:%M', '…', '42', '%s'):
            self.assertEqual(disguise(text, 'en_XA'), text)
        self.assertEqual(disguise('Hi %s\\n', 'en_XA'), '⟦Ĥî %s ··⟧\\n')
        for text in ('%d of %1$s', "<b>%'d</b> mails &amp; more", '%-d. %B %Y', 'at {time}',
                     'see https://example.org/a'):
            for locale in pseudo_locale.LOCALES:
                self.assertEqual(pseudo_locale.placeholders(disguise(text, locale)),
                                 pseudo_locale.placeholders(text))
        self.assertIn('https://example.org/a', disguise('see https://example.org/a', 'en_XA'))

    def test_every_string_survives(self):
        with tempfile.TemporaryDirectory() as folder:
            pot = os.path.join(folder, 'hearth.pot')
            pseudo_locale.extract(pot)
            for locale in pseudo_locale.LOCALES:
                pseudo_locale.compile_locale(pot, folder, locale)
                with open(os.path.join(folder, locale, 'LC_MESSAGES', 'hearth.mo'), 'rb') as file:
                    catalog = gettext.GNUTranslations(file)
                self.assertEqual(catalog.gettext('no such string'), 'no such string')
                self.assertNotEqual(catalog.gettext('Hearth'), 'Hearth')
            for _, fields in pseudo_locale.read_entries(pot):
                for keyword, text in fields:
                    if keyword.startswith('msgid') and text:
                        with self.subTest(text):
                            changed = pseudo_locale.disguise(text, 'en_XA')
                            self.assertEqual(pseudo_locale.placeholders(changed),
                                             pseudo_locale.placeholders(text))
                            self.assertGreaterEqual(len(changed), len(text))


if __name__ == '__main__':
    unittest.main()
