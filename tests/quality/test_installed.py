# SPDX-License-Identifier: GPL-3.0-or-later
"""What "meson install" puts where, and that the pieces name each other rightly.

HEARTH_PROGRAMS names the programs and modules of this build, colon-separated."""

import configparser
import os
import shutil
import stat
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree

BUILD = os.environ['HEARTH_TEST_BUILD']
SOURCE = os.environ['HEARTH_TEST_SOURCE']
PREFIX = os.environ['HEARTH_PREFIX']
PROGRAMS = {os.path.basename(path) for path in os.environ['HEARTH_PROGRAMS'].split(':')}
SYSTEMD_UNIT = os.environ['HEARTH_SYSTEMD_UNIT'] == 'yes'
APP = 'io.github.hearthdesktop.Hearth'

# What a person or the desktop starts; the rest is started by these.
COMMANDS = {'hearth', 'hearthctl', 'hearthd'}
DATA = {
    'applications/%s.desktop' % APP,
    'applications/%s.Demo.desktop' % APP,
    'bash-completion/completions/hearthctl',
    'dbus-1/services/%s.service' % APP,
    'dbus-1/services/%s.Daemon.service' % APP,
    'dbus-1/services/%s.Demo.service' % APP,
    'dbus-1/services/%s.Demo.Daemon.service' % APP,
    'glib-2.0/schemas/%s.gschema.xml' % APP,
    'gnome-shell/search-providers/%s.search-provider.ini' % APP,
    'icons/hicolor/scalable/apps/%s.svg' % APP,
    'icons/hicolor/symbolic/apps/%s-symbolic.svg' % APP,
    'man/man1/hearth.1',
    'man/man1/hearthctl.1',
    'man/man1/hearthd.1',
    'metainfo/%s.metainfo.xml' % APP,
    'hearth/minds/minds.json',
}


def languages():
    with open(os.path.join(SOURCE, 'po', 'LINGUAS'), encoding='utf-8') as file:
        return [word for line in file if not line.startswith('#') for word in line.split()]


def source_files(folder, leave_out=('README.md',)):
    """Below data/."""
    base = os.path.join(SOURCE, 'data', folder)
    return {os.path.relpath(os.path.join(at, name), os.path.dirname(base))
            for at, _, names in os.walk(base) for name in names if name not in leave_out}


class Installed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.root = tempfile.mkdtemp(prefix='hearth-installed-')
        cls.addClassCleanup(shutil.rmtree, cls.root)
        done = subprocess.run(['meson', 'install', '-C', BUILD, '--no-rebuild', '--destdir', cls.root],
                              capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise AssertionError(done.stdout + done.stderr)
        cls.all = {os.path.join(folder, name)[len(cls.root):]
                   for folder, _, names in os.walk(cls.root) for name in names}

    def path(self, *parts):
        return os.path.join(self.root, PREFIX.lstrip('/'), *parts)

    def read(self, *parts):
        with open(self.path(*parts), encoding='utf-8') as file:
            return file.read()

    def settings(self, *parts):
        parser = configparser.ConfigParser(strict=False, interpolation=None)
        parser.optionxform = str
        parser.read_string(self.read(*parts))
        return parser

    def below(self, folder):
        start = os.path.join(PREFIX, folder) + '/'
        return {name[len(start):] for name in self.all if name.startswith(start)}

    def test_all_is_below_the_prefix(self):
        self.assertEqual([name for name in self.all if not name.startswith(PREFIX + '/')], [])
        self.assertLessEqual({name[len(PREFIX) + 1:].split('/')[0] for name in self.all},
                             {'bin', 'lib', 'lib64', 'libexec', 'share'})

    def test_programs(self):
        self.assertEqual(self.below('bin'), COMMANDS & PROGRAMS)
        rest = {os.path.basename(name) for name in self.all
                if name[len(PREFIX) + 1:].split('/')[0] in ('lib', 'lib64', 'libexec')}
        self.assertEqual(rest - {'hearthd.service'}, PROGRAMS - COMMANDS)

    def test_systemd_unit(self):
        self.assertEqual('systemd/user/hearthd.service' in self.below('lib'), SYSTEMD_UNIT)

    def test_data(self):
        """These files and no others: what is new has to be named here, or below."""
        wanted = set(DATA)
        wanted |= {'locale/%s/LC_MESSAGES/hearth.mo' % code for code in languages()}
        wanted |= {'hearth/' + name for name in source_files('demo')}
        wanted |= {'hearth/' + name for name in source_files('help')}
        wanted |= {'hearth/intents/%s' % name for name in ('de.json', 'en.json')}
        self.assertEqual(sorted(self.below('share') ^ wanted), [])

    def test_permissions(self):
        for name in sorted(self.all):
            mode = stat.S_IMODE(os.stat(self.root + name).st_mode)
            runs = name[len(PREFIX) + 1:].split('/')[0] in ('bin', 'libexec') or name.endswith('.so')
            with self.subTest(file=name):
                self.assertEqual(oct(mode & ~0o200), oct(0o555 if runs else 0o444))

    def test_nothing_names_the_build(self):
        """A library that is looked for where it was built could be anybody's."""
        for name in sorted(self.all):
            if name.endswith(('.so', '.mo')) or '/bin/' in name or '/libexec/' in name:
                if not name.endswith('.mo'):
                    dynamic = subprocess.run(['readelf', '--dynamic', self.root + name], check=True,
                                             capture_output=True, text=True).stdout
                    self.assertNotRegex(dynamic, r'\((RPATH|RUNPATH)\)', name)
                continue
            if '/share/hearth/demo/' in name:
                continue
            with self.subTest(file=name), open(self.root + name, encoding='utf-8') as file:
                # What is tried is installed into the folder of the build itself.
                text = file.read().replace(PREFIX + '/', '')
                self.assertNotIn(BUILD + '/', text)
                self.assertNotRegex(text, r'@[a-z_]+@')

    def test_services_start_what_is_installed(self):
        for name in (APP, APP + '.Daemon', APP + '.Demo', APP + '.Demo.Daemon'):
            with self.subTest(service=name):
                service = self.settings('share/dbus-1/services', name + '.service')['D-BUS Service']
                self.assertEqual(service['Name'], name)
                program = service['Exec'].split()[0]
                self.assertIn(os.path.basename(program), COMMANDS)
                self.assertEqual(os.path.dirname(program), PREFIX + '/bin')
                self.assertEqual('SystemdService' in service, SYSTEMD_UNIT and name == APP + '.Daemon')

    def test_search_provider(self):
        provider = self.settings('share/gnome-shell/search-providers', APP + '.search-provider.ini')[
            'Shell Search Provider']
        self.assertIn('applications/' + provider['DesktopId'], self.below('share'))
        self.assertIn('dbus-1/services/%s.service' % provider['BusName'], self.below('share'))

    def test_desktop_files(self):
        for name in (APP, APP + '.Demo'):
            with self.subTest(file=name):
                text = self.read('share/applications', name + '.desktop')
                entry = self.settings('share/applications', name + '.desktop')['Desktop Entry']
                self.assertIn(entry['Exec'].split()[0], COMMANDS)
                self.assertIn('icons/hicolor/scalable/apps/%s.svg' % entry['Icon'],
                              self.below('share'))
                self.assertIn('Comment[de]=', text)
                self.assertIn('Comment[fr]=', text)

    def test_metainfo_names_what_is_installed(self):
        root = ElementTree.fromstring(self.read('share/metainfo', APP + '.metainfo.xml'))
        launchable = root.findtext('launchable')
        self.assertIn('applications/' + launchable, self.below('share'))
        for program in root.findall('provides/binary'):
            self.assertIn(program.text, self.below('bin'))

    def test_each_command_has_a_page(self):
        for name in COMMANDS:
            page = self.read('share/man/man1', name + '.1')
            self.assertRegex(page, r'(?m)^\.TH %s 1 ' % name.upper())
            self.assertRegex(page, r'(?m)^%s \\- ' % name)

    def test_the_schema_compiles_alone(self):
        subprocess.run(['glib-compile-schemas', '--strict', '--dry-run',
                        self.path('share/glib-2.0/schemas')], check=True)


if __name__ == '__main__':
    unittest.main()
