# SPDX-License-Identifier: GPL-3.0-or-later
"""Each program and library of Hearth has what makes a fault in memory hard to use, and the systemd
unit keeps narrow what the service may reach.

HEARTH_PROGRAMS names the files, colon-separated; HEARTH_SANITIZED is "yes" where the build has a
sanitizer, which does FORTIFY's work; HEARTH_OPTIMIZED is "no" where FORTIFY has no optimizer."""

import configparser
import os
import re
import shutil
import subprocess
import tempfile
import unittest

BUILD = os.environ['HEARTH_TEST_BUILD']
PROGRAMS = os.environ['HEARTH_PROGRAMS'].split(':')
SANITIZED = os.environ['HEARTH_SANITIZED'] == 'yes'
OPTIMIZED = os.environ['HEARTH_OPTIMIZED'] == 'yes'
UNIT = os.path.join(BUILD, 'data', 'hearthd.service')
# What FORTIFY puts in the place of functions that write to a buffer or read a format.
FORTIFIED = re.compile(r'^__(?!stack)\w+_chk$')
# How each function may begin that is reached through a pointer.
ENDBR = {'X86-64': bytes.fromhex('f30f1efa'), '80386': bytes.fromhex('f30f1efb')}
BTI_C = bytes.fromhex('5f2403d5')
PACIASP = bytes.fromhex('3f2303d5')


def run(*argv, **more):
    return subprocess.run(argv, capture_output=True, text=True, check=True,
                          env=dict(os.environ, LC_ALL='C'), **more).stdout


def readelf(*argv):
    return run('readelf', '--wide', *argv)


class Elf:
    """What readelf says of a file."""

    def __init__(self, path):
        self.path = path
        self.header = readelf('--file-header', path)
        self.segments = readelf('--segments', path)
        self.dynamic = readelf('--dynamic', path)
        self.machine = re.search(r'Machine:\s+(.*)', self.header)[1]
        self.imports, self.functions = set(), {}
        for line in readelf('--symbols', path).splitlines():
            field = line.split()
            # Num: Value Size Type Bind Vis Ndx Name
            if len(field) < 8 or field[3] not in ('FUNC', 'NOTYPE'):
                continue
            name = field[7].split('@')[0]
            if field[6] == 'UND':
                self.imports.add(name)
            elif field[3] == 'FUNC' and field[4] == 'GLOBAL':
                self.functions[name] = int(field[1], 16)

    def code(self, address, size=4):
        """The bytes at an address."""
        for line in self.segments.splitlines():
            field = line.split()
            if field[:1] == ['LOAD']:
                offset, start, _, length = (int(value, 16) for value in field[1:5])
                if start <= address < start + length:
                    with open(self.path, 'rb') as file:
                        file.seek(offset + address - start)
                        return file.read(size)
        raise AssertionError('%s: nothing is at %#x' % (self.path, address))


class Programs(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.files = [Elf(path) for path in PROGRAMS]

    def test_all_are_there(self):
        names = {os.path.basename(path) for path in PROGRAMS}
        self.assertLessEqual({'hearthd', 'hearthctl', 'hearth-engine'}, names)

    def test_position_independent(self):
        """At another address each time."""
        for elf in self.files:
            with self.subTest(program=elf.path):
                self.assertRegex(elf.header, r'Type:\s+DYN')
                if not elf.path.endswith('.so'):
                    self.assertRegex(elf.dynamic, r'\(FLAGS_1\).*\bPIE\b')

    def test_relro(self):
        """What functions of others are called through is bound at the start and read-only then."""
        for elf in self.files:
            with self.subTest(program=elf.path):
                self.assertIn('GNU_RELRO', elf.segments)
                self.assertRegex(elf.dynamic, r'\bBIND_NOW\b|\(FLAGS_1\).*\bNOW\b')
                self.assertNotIn('TEXTREL', elf.dynamic)

    def test_nothing_is_written_and_run(self):
        for elf in self.files:
            with self.subTest(program=elf.path):
                self.assertRegex(elf.segments, r'GNU_STACK\s+(0x\w+\s+){5}RW\s')
                for line in elf.segments.splitlines():
                    self.assertNotRegex(line, r'^\s+LOAD\s.*\sRWE\s')

    def test_stack_protector(self):
        for elf in self.files:
            with self.subTest(program=elf.path):
                self.assertTrue({'__stack_chk_fail', '__stack_chk_guard'} & elf.imports)

    def test_search_path(self):
        """No library is looked for in a folder that somebody else may write to."""
        for elf in self.files:
            with self.subTest(program=elf.path):
                for path in re.findall(r'\((?:RPATH|RUNPATH)\).*\[(.*)\]', elf.dynamic):
                    for folder in path.split(':'):
                        self.assertTrue(folder.startswith(('$ORIGIN', BUILD)), path)

    def test_fortify(self):
        """Of all programs together: a small one may have nothing that it is needed for."""
        found = {name for elf in self.files for name in elf.imports if FORTIFIED.match(name)}
        if SANITIZED:
            for elf in self.files:
                with self.subTest(program=elf.path):
                    self.assertTrue(any(name.startswith(('__asan_', '__ubsan_', '__tsan_', '__sanitizer_'))
                                        for name in elf.imports | elf.functions.keys()))
            return
        if OPTIMIZED:
            self.assertTrue(found)

    def test_branches(self):
        """A function that is called through a pointer begins with the mark for that."""
        for elf in self.files:
            with self.subTest(program=elf.path):
                ours = {name: where for name, where in elf.functions.items()
                        if name == 'main' or name.startswith('hearth_')}
                if elf.machine.startswith('AArch64'):
                    marks = (BTI_C, PACIASP)
                else:
                    mark = [code for name, code in ENDBR.items() if name in elf.machine]
                    if not mark:
                        continue
                    marks = tuple(mark)
                self.assertTrue(ours)
                without = [name for name, where in ours.items() if elf.code(where) not in marks]
                self.assertEqual(without, [])


class Unit(unittest.TestCase):
    """The systemd unit, which -Dsystemd_unit=true installs."""

    @classmethod
    def setUpClass(cls):
        with open(UNIT, encoding='utf-8') as file:
            cls.text = file.read()
        parser = configparser.ConfigParser(strict=False, interpolation=None)
        parser.optionxform = str
        parser.read_string(cls.text)
        cls.service = parser['Service']

    def test_restricted(self):
        for key, value in {
                'Type': 'exec', 'ProtectSystem': 'strict', 'PrivateTmp': 'yes',
                'NoNewPrivileges': 'yes', 'SystemCallFilter': '@system-service',
                'SystemCallArchitectures': 'native', 'RestrictSUIDSGID': 'yes',
                'RestrictRealtime': 'yes', 'LockPersonality': 'yes', 'ProtectControlGroups': 'yes',
                'ProtectKernelTunables': 'yes', 'UMask': '0077'}.items():
            with self.subTest(option=key):
                self.assertEqual(self.service.get(key), value)
        self.assertEqual(self.service['RestrictAddressFamilies'].split(),
                         ['AF_UNIX', 'AF_INET', 'AF_INET6', 'AF_NETLINK'])

    def test_writable(self):
        """Neither the home folder as a whole nor what starts programs can be written to."""
        paths = [path.lstrip('-') for line in re.findall(r'^ReadWritePaths=(.*)$', self.text, re.M)
                 for path in line.split()]
        self.assertIn('%h/.local/share/hearth', paths)
        for path in paths:
            self.assertTrue(path == '%t' or re.fullmatch(r'%h/.+', path), path)
            self.assertNotIn(path, ('%h/.config', '%h/.local', '%h/.local/share', '%h/.local/bin'))

    def test_reasons(self):
        """Of what is left out it says why, and what it says is left out is."""
        left_out = self.text.split('# Left out', 1)[1]
        for option in ('MemoryDenyWriteExecute', 'PrivateDevices', 'PrivateNetwork', 'ProtectHome',
                       'CapabilityBoundingSet', 'ProtectKernelModules'):
            self.assertIn(option, left_out)
            self.assertNotIn(option, self.service)

    def test_started_by_the_bus(self):
        """The bus starts the same program with the unit and without it."""
        with open(os.path.join(BUILD, 'data', 'io.github.hearthdesktop.Hearth.Daemon.service'),
                  encoding='utf-8') as file:
            bus = file.read()
        self.assertIn('Exec=%s\n' % self.service['ExecStart'], bus)
        self.assertIn('Name=%s\n' % self.service['BusName'], bus)

    def test_systemd_understands_it(self):
        """Each line is one that systemd knows, where there is a systemd to ask."""
        if shutil.which('systemd-analyze') is None:
            for line in self.text.splitlines():
                self.assertRegex(line, r'^($|#|\[\w+\]$|[A-Z][A-Za-z]+=.)')
            return
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, 'hearthd.service')
            with open(path, 'w', encoding='utf-8') as file:
                # Neither the program nor its manual has to be installed.
                file.write(re.sub(r'^Documentation=.*\n', '', re.sub(
                    r'^ExecStart=.*', 'ExecStart=/bin/true', self.text, flags=re.M), flags=re.M))
            result = subprocess.run(['systemd-analyze', '--user', 'verify', path], text=True,
                                    capture_output=True, check=False,
                                    env=dict(os.environ, XDG_RUNTIME_DIR=folder, LC_ALL='C'))
            self.assertEqual((result.returncode, result.stdout + result.stderr), (0, ''))


if __name__ == '__main__':
    unittest.main(verbosity=2)
