# SPDX-License-Identifier: GPL-3.0-or-later
"""Every sentence of Hearth is there in each language of po/LINGUAS, and fits where it is put."""

import os
import subprocess
import tempfile
import unittest

SOURCE = os.environ['HEARTH_TEST_SOURCE']
PO = os.path.join(SOURCE, 'po')
# As in Meson's preset for GLib.
XGETTEXT = ['xgettext', '--from-code=UTF-8', '--add-comments', '--keyword=_', '--keyword=N_',
            '--keyword=C_:1c,2', '--keyword=NC_:1c,2', '--keyword=g_dcgettext:2',
            '--keyword=g_dngettext:2,3', '--keyword=g_dpgettext2:2c,3', '--flag=N_:1:pass-c-format',
            '--flag=C_:2:pass-c-format', '--flag=NC_:2:pass-c-format',
            '--flag=g_dngettext:2:pass-c-format', '--flag=g_strdup_printf:1:c-format',
            '--flag=g_string_printf:2:c-format', '--flag=g_string_append_printf:2:c-format',
            '--flag=g_error_new:3:c-format', '--flag=g_set_error:4:c-format']


def run(*argv):
    result = subprocess.run(argv, capture_output=True, text=True, check=False, cwd=SOURCE,
                            env=dict(os.environ, LC_ALL='C.UTF-8'))
    if result.returncode:
        raise AssertionError('%s\n%s' % (' '.join(argv), result.stderr))
    return result.stdout


def unquote(line):
    return line[line.index('"') + 1:-1].replace('\\"', '"').replace('\\n', '\n').replace('\\\\', '\\')


def read(path):
    """The messages of a catalogue: (context, msgid) -> list of translations."""
    messages, entry, field = {}, {}, None
    with open(path, encoding='utf-8') as file:
        for line in [*file.read().splitlines(), '']:
            if line.startswith('#'):
                continue
            if not line:
                if entry.get('msgid'):
                    messages[entry.get('msgctxt'), entry['msgid']] = [
                        value for key, value in entry.items() if key.startswith('msgstr')]
                entry = {}
            elif line.startswith('"'):
                entry[field] += unquote(line)
            else:
                field = line.split(' ', 1)[0]
                entry[field] = unquote(line)
    return messages


class Catalogues(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with open(os.path.join(PO, 'LINGUAS'), encoding='utf-8') as file:
            cls.languages = [line.strip() for line in file if line.strip() and line[0] != '#']
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.pot = os.path.join(cls.folder.name, 'hearth.pot')
        run(*XGETTEXT, '--files-from=po/POTFILES', '--output=' + cls.pot)

    def test_languages(self):
        self.assertIn('de', self.languages)
        self.assertIn('fr', self.languages)

    def test_complete(self):
        """Nothing is missing, and nothing was only guessed from a sentence that has changed."""
        for language in self.languages:
            merged = os.path.join(self.folder.name, language + '.po')
            run('msgmerge', '--quiet', '--output-file=' + merged, os.path.join(PO, language + '.po'),
                self.pot)
            missing = [message for message, there in read(merged).items() if '' in there]
            fuzzy = run('msgattrib', '--only-fuzzy', '--no-obsolete', '--no-wrap', merged)
            self.assertEqual((missing, fuzzy), ([], ''), '%s: “meson compile hearth-update-po” in the'
                             ' build directory brings po/%s.po up to date' % (language, language))

    def test_right(self):
        """Formats and plural forms are those of the program."""
        for language in self.languages:
            path = os.path.join(PO, language + '.po')
            run('msgfmt', '--check', '--output-file=' + os.devnull, path)
            for (_, text), there in read(path).items():
                for translation in there:
                    with self.subTest(language=language, text=text):
                        # What stands before and after is put together with it.
                        self.assertEqual((text[0] in ' \n', text[-1] in ' \n'),
                                         (translation[0] in ' \n', translation[-1] in ' \n'))
                        self.assertEqual(text.endswith('…'), translation.endswith(('…', '… »', '…“')))


if __name__ == '__main__':
    unittest.main(verbosity=2)
