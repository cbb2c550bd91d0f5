# SPDX-License-Identifier: GPL-3.0-or-later
"""What "meson dist" packs: all that building, installing, testing and packaging need."""

import glob
import json
import os
import subprocess
import tarfile
import tempfile
import unittest

BUILD = os.environ['HEARTH_TEST_BUILD']
SOURCE = os.environ['HEARTH_TEST_SOURCE']
VERSION = os.environ['HEARTH_VERSION']

# What is started by its name.
SCRIPTS = ('dev', '.ci/run', 'data/debian/rules', 'flatpak/local', 'po/update-potfiles', 'tests/deb/try')


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise AssertionError('%s: %s' % (' '.join(command), done.stdout + done.stderr))
    return done.stdout


def of_archive():
    """Names and modes in the archive that Meson makes."""
    run('meson', 'dist', '-C', BUILD, '--no-tests', '--allow-dirty', '--formats', 'gztar')
    top = 'hearth-%s/' % VERSION
    with tarfile.open(os.path.join(BUILD, 'meson-dist', top[:-1] + '.tar.gz')) as archive:
        files = {member.name: member.mode for member in archive if not member.isdir()}
    if not all(name.startswith(top) for name in files):
        raise AssertionError('not all is in %s' % top)
    return {name[len(top):]: mode for name, mode in files.items()}


def of_tree():
    """What Git would take of a tree that has no repository: Meson packs what Git has."""
    with tempfile.TemporaryDirectory() as folder:
        run('git', 'init', '--quiet', folder)
        names = run('git', '--git-dir', os.path.join(folder, '.git'), '--work-tree', SOURCE, '-C', SOURCE,
                    'ls-files', '-z', '--others', '--exclude-standard').split('\0')
    return {name: os.stat(os.path.join(SOURCE, name)).st_mode for name in names if name}


def not_committed():
    """New files and folders that Git knows nothing of yet, and does not overlook."""
    lines = run('git', '-C', SOURCE, 'status', '--porcelain', '-z', '--untracked-files=all').split('\0')
    return {line[3:] for line in lines if line[:2] in ('??', 'A ', 'AM')}


def told(name):
    with open(os.path.join(BUILD, 'meson-info', 'intro-%s.json' % name), encoding='utf-8') as file:
        return json.load(file)


def files_at(path):
    """The files at or below a path, as far as it is in the source and not in the build."""
    path = os.path.normpath(path)
    if not path.startswith(SOURCE + '/') or (path + '/').startswith(BUILD + '/'):
        return set()
    if os.path.isfile(path):
        return {os.path.relpath(path, SOURCE)}
    return {os.path.relpath(os.path.join(at, name), SOURCE)
            for at, _, names in os.walk(path) for name in names
            if '__pycache__' not in at and not name.endswith(('~', '.swp'))}


class Packed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if os.path.exists(os.path.join(SOURCE, '.git')):
            cls.files = of_archive()
            cls.later = not_committed()
        else:
            cls.files = of_tree()
            cls.later = set()

    def assert_packed(self, needed):
        self.assertTrue(needed)
        self.assertEqual(sorted(needed - self.files.keys() - self.later), [])

    def test_what_is_built(self):
        needed = files_at(os.path.join(SOURCE, 'meson_options.txt'))
        for path in told('buildsystem_files'):
            needed |= files_at(path)
        for target in told('targets'):
            for sources in target['target_sources']:
                for path in sources.get('sources', []):
                    needed |= files_at(path)
        # Headers are no sources to Meson.
        for path in glob.glob(os.path.join(SOURCE, 'src', '**', '*.h'), recursive=True):
            needed |= files_at(path)
        self.assert_packed(needed)

    def test_what_is_installed(self):
        needed = set()
        for path in told('installed'):
            needed |= files_at(path)
        self.assert_packed(needed)

    def test_what_is_translated(self):
        needed = files_at(os.path.join(SOURCE, 'po'))
        with open(os.path.join(SOURCE, 'po', 'POTFILES'), encoding='utf-8') as file:
            needed |= {line.strip() for line in file if line.strip() and not line.startswith('#')}
        self.assert_packed(needed)

    def test_what_is_tested(self):
        """The programs, files and folders that tests are given."""
        needed = files_at(os.path.join(SOURCE, 'tests'))
        for test in told('tests'):
            for word in test['cmd'] + list(test['env'].values()):
                if word != SOURCE and word.startswith(SOURCE + '/') and os.path.exists(word):
                    needed |= files_at(word)
        self.assert_packed(needed)

    def test_what_is_made_a_package(self):
        self.assert_packed(files_at(os.path.join(SOURCE, 'data', 'debian')))
        self.assert_packed({'COPYING', 'NEWS', 'PRIVACY.md', 'README.md', 'SECURITY.md'})

    def test_scripts_can_be_started(self):
        for name in SCRIPTS:
            with self.subTest(script=name):
                self.assertTrue(self.files[name] & 0o100)

    def test_nothing_of_a_build(self):
        left = [name for name in self.files
                if name.endswith(('.o', '.pyc', '.mo', '.orig', '.rej')) or name.startswith(('build', 'debian/'))]
        self.assertEqual(left, [])


if __name__ == '__main__':
    unittest.main()
