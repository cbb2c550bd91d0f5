# SPDX-License-Identifier: GPL-3.0-or-later
"""The Debian package, without building it: "./dev deb" and "./dev test-deb" do that."""

import os
import re
import unittest

SOURCE = os.environ['HEARTH_TEST_SOURCE']
VERSION = os.environ['HEARTH_VERSION']

# What comes with others: every system to build on has a compiler, Meson brings Ninja and Python, GLib
# pkgconf.
BROUGHT = {'gcc', 'ninja-build', 'pkgconf', 'python3'}
# The one implies the other.
SAME = {'dbus': 'default-dbus-session-bus'}


def read(*parts):
    with open(os.path.join(SOURCE, *parts), encoding='utf-8') as file:
        return file.read()


def listed(name):
    """A list of packages in ./dev, each with what may stand for it."""
    words = re.search(r"(?m)^%s='([^']*)'" % name, read('dev')).group(1).split()
    return [set(word.split('|')) for word in words]


def paragraphs():
    """The fields of each paragraph of the file control."""
    result = []
    for text in read('data', 'debian', 'control').strip().split('\n\n'):
        fields = {}
        for line in text.split('\n'):
            if line.startswith(' '):
                fields[name] += '\n' + line[1:]
            else:
                name, _, value = line.partition(':')
                fields[name] = value.strip()
        result.append(fields)
    return result


def names(relations):
    """The packages of a field, without versions."""
    return set(re.findall(r'(?:^|[,|])\s*([a-z0-9][a-z0-9.+-]+)', relations))


class Debian(unittest.TestCase):
    def setUp(self):
        self.source, self.package = paragraphs()

    def test_version(self):
        """Below the first that Debian itself would make."""
        first = read('data', 'debian', 'changelog').split('\n', 1)[0]
        self.assertRegex(first, r'^hearth \(%s-0hearth\d+\) ' % re.escape(VERSION))

    def test_what_is_built_with(self):
        """What ./dev installs to build it is asked for."""
        wanted = names(self.source['Build-Depends'])
        for choice in listed('apt_build'):
            with self.subTest(package=choice):
                self.assertTrue(choice & (wanted | BROUGHT))

    def test_what_it_runs_with(self):
        wanted = names(self.package['Depends']) | names(self.package['Recommends'])
        for choice in listed('apt_run'):
            with self.subTest(package=choice):
                self.assertTrue({SAME.get(name, name) for name in choice} & wanted)

    def test_options(self):
        """Each that is set is one, and what may be left out of a build is not left out of the package."""
        known = dict(re.findall(r"option\('(\w+)', type: '(\w+)'", read('meson_options.txt')))
        given = dict(re.findall(r'-D(\w+)=(\w+)', read('data', 'debian', 'rules')))
        self.assertEqual(sorted(given.keys() - known.keys()), [])
        features = {name for name, kind in known.items() if kind == 'feature'}
        # GTK 4.8 has no library for it; where there is one, it is asked for.
        self.assertEqual(sorted(features - given.keys()), ['layer_shell'])

    def test_files(self):
        self.assertTrue(os.access(os.path.join(SOURCE, 'data', 'debian', 'rules'), os.X_OK))
        for name in read('data', 'debian', 'docs').split():
            self.assertTrue(os.path.exists(os.path.join(SOURCE, name)), name)
        for pattern in re.findall(r'(?m)^Files: (.*)$', read('data', 'debian', 'copyright')):
            if pattern != '*':
                self.assertTrue(os.path.exists(os.path.join(SOURCE, pattern)), pattern)

    def test_description(self):
        synopsis, *lines = self.package['Description'].split('\n')
        self.assertLess(len(synopsis), 80)
        for line in lines:
            self.assertLessEqual(len(line), 79)


if __name__ == '__main__':
    unittest.main()
