# SPDX-License-Identifier: GPL-3.0-or-later
"""How long the panel takes to be on the screen, in its sandbox and outside, in turn."""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import unittest

import desk
import world
from sandbox import APP, Sandbox

WAIT = sys.argv.pop(1) if len(sys.argv) > 1 and os.path.exists(sys.argv[1]) else None
ROUNDS = 7
LIMIT = 1.3
SETTINGS = {'welcome': "'seen'", 'first_close_told': 'true', 'notify_mail': 'true',
            'panel_view': "'today'"}


class StartTest(unittest.TestCase):
    def measure(self, env, *command):
        # A pipe would be held open by what goes on in the sandbox.
        with tempfile.TemporaryFile('w+') as told:
            subprocess.run([WAIT, *command], env=env, check=False, stdout=told, timeout=60)
            told.seek(0)
            out = told.readline()
        self.assertTrue(out, 'no window came of %s' % (command,))
        return float(out)

    def test_start(self):
        """The service runs in both cases, as it does from login on."""
        sandbox = Sandbox()
        self.addCleanup(sandbox.close)
        sandbox.settings(**SETTINGS)
        sandbox.ctl('sync')
        outside = world.World()
        self.addCleanup(outside.close)
        outside.env.pop('HEARTH_NOW')
        outside.write('config/glib-2.0/settings/keyfile', '[io/github/hearthdesktop/Hearth]\n' + ''.join(
            '%s=%s\n' % (key.replace('_', '-'), value) for key, value in SETTINGS.items()))
        outside.start_bus()
        outside.start_display('1024x768')
        # Both are on a desktop where an assistive technology may listen.
        outside.env.pop('NO_AT_BRIDGE')
        outside.env.update(GDK_BACKEND='x11', GSK_RENDERER='cairo', GTK_A11Y='atspi')
        outside.start([next(path for path in desk.LAUNCHERS if os.path.exists(path)),
                       '--launch-immediately'])
        desk.wait_until(lambda: outside.has_owner('org.a11y.Bus'), 'the accessibility bus')
        outside.start_daemon()
        flatpak = shutil.which('flatpak')
        times = {'inside': [], 'outside': []}
        for turn in range(ROUNDS + 1):
            here = self.measure(outside.env, desk.PANEL)
            there = self.measure(sandbox.env, flatpak, 'run', APP)
            subprocess.run([flatpak, 'kill', APP], env=sandbox.env, check=False,
                           capture_output=True)
            sandbox.ctl('sync')
            if turn > 0:
                times['outside'].append(here)
                times['inside'].append(there)
        inside, outer = (statistics.median(times[name]) for name in ('inside', 'outside'))
        print('flatpak_start %.0f ms\nflatpak_start_outside %.0f ms\nflatpak_start_vs_outside %.2f '
              'ratio' % (inside, outer, inside / outer))
        self.assertLess(inside / outer, LIMIT)


if __name__ == '__main__':
    unittest.main(verbosity=2)
