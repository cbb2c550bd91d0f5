# SPDX-License-Identifier: GPL-3.0-or-later
"""The manifests of the Flatpak: no permission beyond what was agreed to, and every module pinned."""

import json
import os
import re
import unittest

FOLDER = os.path.join(os.environ['HEARTH_TEST_SOURCE'], 'flatpak')
APP = 'io.github.hearthdesktop.Hearth'
RELEASE = APP + '.json'
DEBIAN = APP + '.Debian.json'

# What Hearth may ask for, and what for.
ALLOWED = {
    '--share=ipc': 'X11 draws through shared memory',
    '--share=network': 'mail, calendars, services',
    '--socket=wayland': 'the panel',
    '--socket=fallback-x11': 'the panel, where there is no Wayland',
    '--socket=pulseaudio': 'hearing and speaking',
    '--device=dri': 'drawing with the graphics card',
    '--system-talk-name=org.freedesktop.login1': 'sleep, and whether the screen is locked',
    '--talk-name=org.gnome.OnlineAccounts': 'the accounts of the desktop',
    '--talk-name=org.gnome.evolution.dataserver.*': 'the calendars and address books of the desktop',
    '--talk-name=org.mpris.MediaPlayer2.*': 'players pause while it listens',
}

# Options whose default holds in a Flatpak, too.
DEFAULT = {'panel', 'systemd_unit', 'reference', 'fuzzing', 'profile', 'google_client_id',
           'google_client_secret', 'microsoft_client_id'}


def load(name):
    with open(os.path.join(FOLDER, name), encoding='utf-8') as file:
        return json.load(file)


class ManifestTest(unittest.TestCase):
    def test_permissions(self):
        for name in (RELEASE, DEBIAN):
            with self.subTest(name):
                args = load(name)['finish-args']
                self.assertEqual(len(args), len(set(args)))
                self.assertEqual(set(args) - set(ALLOWED), set(), 'asked for without a reason')
                self.assertEqual(set(ALLOWED) - set(args), set(), 'needed, and not asked for')

    def test_no_other_way_out(self):
        """Nothing else in a manifest widens the sandbox."""
        for name in (RELEASE, DEBIAN):
            with self.subTest(name):
                manifest = load(name)
                self.assertEqual(set(manifest) - {
                    '//', 'id', 'runtime', 'runtime-version', 'sdk', 'command', 'finish-args',
                    'cleanup', 'build-options', 'modules'}, set())
                self.assertNotIn('build-args', manifest.get('build-options', {}))
                self.assertEqual(manifest['id'], APP)
                self.assertEqual(manifest['command'], 'hearth')
                for module in manifest['modules']:
                    self.assertNotIn('build-args', module.get('build-options', {}))
                    self.assertNotIn('post-install', module)

    def test_pinned(self):
        for module in load(RELEASE)['modules'][:-1]:
            with self.subTest(module['name']):
                self.assertGreater(len(module.get('//', '')), 40, 'no reason is given')
                self.assertEqual(len(module['sources']), 1)
                source = module['sources'][0]
                self.assertEqual(source['type'], 'archive')
                self.assertRegex(source['sha256'], '^[0-9a-f]{64}$')
                self.assertRegex(source['url'], '^https://')
                self.assertRegex(os.path.basename(source['url']), r'\d')
                self.assertIsNone(re.search('master|main[./]tar|latest', source['url']))
                # The tag that the reason names is the one that is fetched.
                version = re.search(r'\d+(\.\d+)+|\d+prealpha', module['//'])[0]
                self.assertIn(version, source['url'])

    def test_hearth_is_last(self):
        for name in (RELEASE, DEBIAN):
            self.assertEqual(load(name)['modules'][-1]['name'], 'hearth')

    def test_same_program(self):
        """Both build the same Hearth, but for what Debian 12 does not have."""
        release, debian = (set(load(name)['modules'][-1]['config-opts'])
                           for name in (RELEASE, DEBIAN))
        self.assertEqual(release ^ debian, {'-Dlayer_shell=enabled', '-Dlayer_shell=disabled'})

    def test_options(self):
        """Whatever is optional is decided, under the name that it has today."""
        with open(os.path.join(FOLDER, '..', 'meson_options.txt'), encoding='utf-8') as file:
            options = set(re.findall(r"^option\('(\w+)'", file.read(), re.MULTILINE))
        self.assertEqual(DEFAULT - options, set())
        for name in (RELEASE, DEBIAN):
            with self.subTest(name):
                given = dict(option.removeprefix('-D').split('=')
                             for option in load(name)['modules'][-1]['config-opts'])
                self.assertEqual(set(given), options - DEFAULT)
                self.assertEqual(set(given.values()) - {'enabled', 'disabled', 'false'}, set(),
                                 'nothing is left to what is found')


if __name__ == '__main__':
    unittest.main(verbosity=2)
