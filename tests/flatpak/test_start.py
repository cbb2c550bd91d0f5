# SPDX-License-Identifier: GPL-3.0-or-later
"""How long the panel takes to be on the screen, in its sandbox and outside, in turn.

The start in the sandbox has two parts. Until the first program in there runs, Flatpak itself is at work:
it starts its two bus proxies and mounts what the sandbox sees, the same for each application. What comes
after is Hearth's and its runtime's. The whole is held to the limit; each part is printed, so that one sees
whose a miss is. Of all turns the median counts.
"""

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import unittest

import desk
import world
from sandbox import APP, Sandbox

WAIT = sys.argv.pop(1) if len(sys.argv) > 1 and os.path.exists(sys.argv[1]) else None
ROUNDS = 15
LIMIT = 1.3
# As many files as a program may have open on a desktop. Flatpak looks at each number that may be one.
OPEN_FILES = 1024
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

    def measure_flatpak(self, env):
        """How many milliseconds pass until a program runs in the sandbox."""
        begin = time.time_ns()
        out = subprocess.run(['flatpak', 'run', '--command=date', APP, '+%s%N'], env=env, check=True,
                             capture_output=True, text=True, timeout=60).stdout
        return (int(out) - begin) / 1e6

    def setUp(self):
        before = resource.getrlimit(resource.RLIMIT_NOFILE)
        self.addCleanup(resource.setrlimit, resource.RLIMIT_NOFILE, before)
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(OPEN_FILES, before[1]), before[1]))

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
        times = {'inside': [], 'outside': [], 'flatpak': []}
        for turn in range(ROUNDS + 1):
            outer = self.measure(outside.env, desk.PANEL)
            own = self.measure_flatpak(sandbox.env)
            inner = self.measure(sandbox.env, flatpak, 'run', APP)
            sandbox.kill()
            sandbox.ctl('sync')
            if turn > 0:
                for name, value in (('inside', inner), ('outside', outer), ('flatpak', own)):
                    times[name].append(value)
        self.judge(**{name: statistics.median(values) for name, values in times.items()})

    def judge(self, inside, outside, flatpak):
        print('flatpak_start %.0f ms\nflatpak_start_outside %.0f ms\nflatpak_start_of_flatpak %.0f ms\n'
              'flatpak_start_vs_outside %.2f ratio\nflatpak_start_ours_vs_outside %.2f ratio' % (
                  inside, outside, flatpak, inside / outside,
                  (inside - flatpak) / outside))
        self.assertLess(inside / outside, LIMIT)


if __name__ == '__main__':
    unittest.main(verbosity=2)
