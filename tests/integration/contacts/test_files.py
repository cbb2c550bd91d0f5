#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Address books in files: read by hearthd, watched, and forgotten."""

import os
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '../daemon'))
import world  # noqa: E402


def card(name, *addresses):
    return ('BEGIN:VCARD\r\nVERSION:4.0\r\nUID:%s\r\nFN:%s\r\n' % (name.lower(), name) +
            ''.join('EMAIL:%s\r\n' % address for address in addresses) + 'END:VCARD\r\n')


class FilesTest(world.TestCase):
    with_bus = True

    def offers(self, typed):
        """Whom a new mail would be offered."""
        # Nobody is another exit code.
        for code in (0, 3):
            try:
                found = self.world.ctl('contacts', 'find', typed, json_output=True, code=code)
            except AssertionError:
                if code == 3:
                    raise
                continue
            return ['%s <%s>' % (one['name'], one['address']) for one in found or []]

    def wait_for(self, typed, expected):
        world.wait_until(lambda: self.offers(typed) == expected,
                         'the offers for %s to be %s, not %s' % (typed, expected,
                                                                 self.offers(typed)), 10, 0.1)

    def test_file(self):
        w = self.world
        path = w.write('people.vcf', card('Ana Lima', 'ana@lima.example', 'a.lima@work.example') +
                       card('Bo Berg'))
        w.start_daemon()
        w.ctl('source', 'add', 'vcard', path, '--name', 'Friends')
        both = ['Ana Lima <a.lima@work.example>', 'Ana Lima <ana@lima.example>']
        self.wait_for('lim', both)
        # By any part of a name or an address, without marks, in any order; not by a part of a word.
        for typed in ('LIMA an', 'lîma', 'ana lima'):
            self.assertEqual(self.offers(typed), both, typed)
        self.assertEqual(self.offers('work.ex'), both[:1])
        self.assertEqual(self.offers('ima'), [])
        listed = w.ctl('contacts', 'list', json_output=True)
        self.assertEqual([(one['kind'], one['name'], one['contacts']) for one in listed],
                         [('vcard', 'Friends', 2)])
        # Another program changes it, in place and by another file in its place.
        w.write('people.vcf', card('Ana Lima', 'ana@new.example'))
        self.wait_for('lim', ['Ana Lima <ana@new.example>'])
        os.replace(w.write('other.vcf', card('Cleo Lima', 'cleo@lima.example')), path)
        self.wait_for('lim', ['Cleo Lima <cleo@lima.example>'])
        # What is no address book empties nothing else and is said.
        w.write('people.vcf', 'no card at all')
        self.wait_for('lim', [])
        w.write('people.vcf', card('Ana Lima', 'ana@lima.example'))
        self.wait_for('lim', ['Ana Lima <ana@lima.example>'])
        w.ctl('contacts', 'remove', 'Friends')
        self.wait_for('lim', [])
        self.assertEqual(w.ctl('source', 'list', json_output=True, code=3), [])
        self.assertTrue(os.path.exists(path))

    def test_folder(self):
        w = self.world
        os.makedirs(w.path('book'))
        w.write('book/ana.vcf', card('Ana Lima', 'ana@lima.example'))
        w.start_daemon()
        w.ctl('source', 'add', 'vcard', w.path('book'))
        self.wait_for('lim', ['Ana Lima <ana@lima.example>'])
        w.write('book/bo.vcf', card('Bo Lima', 'bo@lima.example'))
        self.wait_for('lim', ['Ana Lima <ana@lima.example>', 'Bo Lima <bo@lima.example>'])
        os.unlink(w.path('book/ana.vcf'))
        self.wait_for('lim', ['Bo Lima <bo@lima.example>'])
        # A folder that is away takes nobody with it, and is watched again when it is back.
        os.rename(w.path('book'), w.path('away'))
        w.ctl('sync', code=1)
        self.assertEqual(self.offers('lim'), ['Bo Lima <bo@lima.example>'])
        self.assertIn('error', w.ctl('contacts', 'list', json_output=True)[0])
        os.rename(w.path('away'), w.path('book'))
        w.ctl('sync')
        self.assertNotIn('error', w.ctl('contacts', 'list', json_output=True)[0])
        w.write('book/cleo.vcf', card('Cleo Lima', 'cleo@lima.example'))
        self.wait_for('lim', ['Bo Lima <bo@lima.example>', 'Cleo Lima <cleo@lima.example>'])

    def test_restart(self):
        """What was read once is there at once, and what changed meanwhile is seen."""
        w = self.world
        path = w.write('people.vcf', card('Ana Lima', 'ana@lima.example'))
        daemon = w.start_daemon()
        w.ctl('source', 'add', 'vcard', path)
        self.wait_for('lim', ['Ana Lima <ana@lima.example>'])
        w.stop_daemon(daemon)
        self.assertEqual(self.offers('lim'), ['Ana Lima <ana@lima.example>'])
        w.write('people.vcf', card('Bo Lima', 'bo@lima.example'))
        w.start_daemon()
        self.wait_for('lim', ['Bo Lima <bo@lima.example>'])


if __name__ == '__main__':
    unittest.main(verbosity=2)
