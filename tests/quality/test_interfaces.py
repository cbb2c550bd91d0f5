# SPDX-License-Identifier: GPL-3.0-or-later
"""Every D-Bus interface of Hearth says in its file what each method, signal and property is."""

import glob
import os
import re
import unittest
import xml.etree.ElementTree as ET

SOURCE = os.environ['HEARTH_TEST_SOURCE']
MEMBERS = ('method', 'signal', 'property')
# Words that say what a number is of; what has none of them counts things, or is a row.
UNITS = re.compile(r'seconds|bytes|minutes|milliseconds| ms\b|from [\d.]+ to|characters|1970')


def read(path):
    return ET.parse(path, ET.XMLParser(target=ET.TreeBuilder(insert_comments=True))).getroot()


def with_comments(element):
    """Each child with the comment that stands right before it, or ""."""
    before = ''
    for child in element:
        if child.tag is ET.Comment:
            before = re.sub(r'\s+', ' ', child.text).strip()
        else:
            yield child, before
            before = ''


class Interfaces(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.interfaces = {}
        for path in glob.glob(os.path.join(SOURCE, 'data', '*.xml')):
            root = read(path)
            if root.tag == 'node':
                for interface, comment in with_comments(root):
                    cls.interfaces[interface.get('name')] = (interface, comment)

    def test_all_are_there(self):
        names = {name.rsplit('.', 1)[-1] for name in self.interfaces}
        self.assertLessEqual({'Daemon1', 'Letters1', 'Speech1', 'Voice1', 'SearchProvider2'}, names)

    def test_each_interface(self):
        """What it is, and, where calls can fail in ways of their own, which errors there are."""
        for name, (_, comment) in self.interfaces.items():
            with self.subTest(interface=name):
                self.assertTrue(comment.startswith(name + ':'), comment)
                if name.startswith('io.github.hearthdesktop.'):
                    self.assertIn('.Error.*', comment)

    def test_each_member(self):
        """A sentence or more, which begins with the name of what it is about."""
        for name, (interface, _) in self.interfaces.items():
            for member, comment in with_comments(interface):
                if member.tag not in MEMBERS:
                    continue
                with self.subTest(interface=name, member=member.get('name')):
                    begin = member.get('name') + ': '
                    self.assertTrue(comment.startswith(begin), comment)
                    self.assertGreaterEqual(len(comment[len(begin):].split()), 3)
                    self.assertTrue(comment.endswith('.'))

    def test_units(self):
        """A fraction, and a number that an interface does not explain as a whole, says of what it is."""
        for name, (interface, whole) in self.interfaces.items():
            for member, comment in with_comments(interface):
                types = [arg.get('type') for arg in member.iter('arg')] + [member.get('type')]
                if member.tag in MEMBERS and 'd' in types:
                    with self.subTest(interface=name, member=member.get('name')):
                        self.assertRegex(comment, r'from [\d.]+ to|cost')
            if name.endswith('.Daemon1'):
                self.assertRegex(whole, UNITS)

    def test_errors(self):
        """The errors that are named are those that the program knows, and none is missing."""
        known = {'Voice1': set(), 'Daemon1': set()}
        for path in glob.glob(os.path.join(SOURCE, 'src', '**', '*.c'), recursive=True):
            with open(path, encoding='utf-8') as file:
                text = file.read()
            known['Voice1'].update(re.findall(r'Hearth\.Voice\.Error\.(\w+)"', text))
            known['Daemon1'].update(re.findall(r'HEARTH_APP_ID "\.Error\.(\w+)"', text))
        for short, errors in known.items():
            comment = self.interfaces['io.github.hearthdesktop.Hearth.' + short][1]
            with self.subTest(interface=short):
                self.assertTrue(errors)
                self.assertEqual([error for error in sorted(errors)
                                  if not re.search(r'\b%s\b' % error, comment)], [])

    def test_changed_tables(self):
        """Changed names what the program tells of."""
        told = set()
        for path in glob.glob(os.path.join(SOURCE, 'src', '**', '*.c'), recursive=True):
            with open(path, encoding='utf-8') as file:
                told.update(re.findall(r'(?:_emit_changed|sink->changed) \([^;"]*"([a-z-]+)"',
                                       file.read()))
        self.assertGreater(len(told), 10)
        interface = self.interfaces['io.github.hearthdesktop.Hearth.Daemon1'][0]
        comment = next(comment for member, comment in with_comments(interface)
                       if member.get('name') == 'Changed')
        self.assertEqual(sorted(told - set(re.findall(r'"([a-z-]+)"', comment))), [])


if __name__ == '__main__':
    unittest.main(verbosity=2)
