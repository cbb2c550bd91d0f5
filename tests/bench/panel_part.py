# SPDX-License-Identifier: GPL-3.0-or-later
"""The panel's start, its weight, how soon it is back and what it does when nobody touches it."""

import os
import shutil
import statistics
import subprocess
import time

from gi.repository import Gio, GLib
from world import BUILD, World

PANEL = os.path.join(BUILD, 'src', 'panel', 'hearth')
APP = 'io.github.hearthdesktop.Hearth'
ROUNDS = 9
PEERS = ('gnome-calendar', 'geary')


def make_world(**settings):
    """A desk of its own, of somebody who has been through the first minutes."""
    world = World()
    settings = {'welcome': "'seen'", 'first-close-told': 'true', 'notify-mail': 'true',
                'panel-view': "'today'", **settings}
    world.write('config/glib-2.0/settings/keyfile', '[io/github/hearthdesktop/Hearth]\n' +
                ''.join('%s=%s\n' % item for item in settings.items()))
    world.start_bus()
    world.start_display()
    world.env.update(GDK_BACKEND='x11', GSK_RENDERER='cairo')
    return world


def act(world, action, *parameters):
    world.bus.call_sync(APP, '/' + APP.replace('.', '/'), 'org.gtk.Actions', 'Activate',
                        GLib.Variant('(sava{sv})', (action, list(parameters), {})), None,
                        Gio.DBusCallFlags.NONE, 15000, None)


def bench_window(world, wait, report, tools):
    """In turn, so that what else the machine does meets all of them."""
    programs = {'panel_window': PANEL, 'panel_window_empty': os.path.join(tools, 'empty-window')}
    programs.update({'panel_window_' + name: shutil.which(name) for name in PEERS
                     if shutil.which(name)})
    times = {name: [] for name in programs}
    for turn in range(ROUNDS + 1):
        for name, path in list(programs.items()):
            out = subprocess.run([wait, path], env=world.env, check=False, capture_output=True,
                                 text=True).stdout
            if not out:
                # It wants something that is not here: a keyring, a login.
                programs.pop(name)
            elif turn > 0:
                times[name].append(float(out))
    medians = {name: statistics.median(each) for name, each in times.items() if each}
    for name, median in medians.items():
        report(name, median, 'ms')
    for name, median in medians.items():
        if name != 'panel_window':
            report(name.replace('panel_window', 'panel_window_vs'),
                   medians['panel_window'] / median, 'ratio')


def bench_toggle(world, wait, report):
    """How long a panel that runs takes to be on the screen again."""
    times = []
    while len(times) < 15:
        watch = subprocess.Popen([wait, '--next'], env=world.env, stdout=subprocess.PIPE, text=True)
        watch.stdout.readline()
        start = time.monotonic()
        act(world, 'toggle')
        try:
            times.append((float(watch.communicate(timeout=1)[0]) - start) * 1000)
        except subprocess.TimeoutExpired:
            # It was there, and has gone.
            watch.kill()
            watch.communicate()
        time.sleep(0.5)
    report('panel_toggle', statistics.median(times), 'ms')
    report('panel_toggle_longest', max(times), 'ms')


def bench_panel(tools, report, pss, wake_ups):
    wait = os.path.join(tools, 'map-wait')
    if not os.path.exists(wait) or not os.path.exists(PANEL):
        return
    world = make_world()
    try:
        world.start_daemon()
        bench_window(world, wait, report, tools)
        if not shutil.which('openbox'):
            return
        world.start(['openbox', '--sm-disable'])
        panel = world.start([PANEL])
        time.sleep(10)
        report('panel_pss', pss(panel.pid), 'MB')
        bench_toggle(world, wait, report)
        # What blinks where one types stops after ten seconds.
        time.sleep(15)
        seconds = int(os.environ.get('BENCH_IDLE', '60'))
        before = wake_ups(panel.pid)
        time.sleep(seconds)
        woken = sum(count - before.get(task, 0) for task, count in wake_ups(panel.pid).items())
        report('panel_wake_ups', woken / seconds, 'per_second')
    finally:
        world.close()
