# SPDX-License-Identifier: GPL-3.0-or-later
"""The first minutes: how soon after the yes there is something worth telling of a large mailbox."""

import os
import subprocess
import time

from world import CTL, NOW_SECONDS, World, make_mail

DAY = 24 * 3600
PATIENCE = 120
NEWEST = 200

ASKS = [('Head count', 'Hi Alex,\n\ncould you send me the head count by Friday?\n\nAna\n'),
        ('The keys', 'Hi Alex,\n\ncan you bring me the keys tomorrow?\n\nAna\n'),
        ('The tent', 'Hi Alex,\n\nplease tell me by Monday whether we take the tent.\n\nAna\n')]


def add_asks(box):
    """What needs the owner is among the newest, each from somebody else."""
    for i, (subject, text) in enumerate(ASKS):
        path = os.path.join(box, 'new', '%d.M%dP1.asks' % (1900000000 + i, i))
        with open(path, 'wb') as file:
            file.write(make_mail(subject, text, sender='Ana %d <ana%d@silva.example>' % (i, i),
                                 to='Alex Example <alex@example.net>', when=NOW_SECONDS - DAY - i))


def bench_welcome(bench, make_maildir, report):
    """From the yes to the first three findings, and to all of the newest mail being judged."""
    box = make_maildir(bench)
    add_asks(box)
    world = World()
    try:
        world.start_bus()
        world.start_daemon()
        watch_findings(world, box, report)
    finally:
        world.close()


def watch_findings(world, box, report):
    begin = time.monotonic()
    added = subprocess.Popen([CTL, 'source', 'add', 'maildir', box], env=world.env,
                             stdout=subprocess.DEVNULL)
    times = {}
    while len(times) < 2 and time.monotonic() - begin < PATIENCE:
        found = world.call('Highlights')[0]
        now = time.monotonic() - begin
        if len(found['items']) >= len(ASKS):
            times.setdefault('welcome_findings', now)
        if found['messages'] >= NEWEST and not found['pending']:
            times.setdefault('welcome_newest_judged', now)
        time.sleep(0.05)
    for name, seconds in sorted(times.items()):
        report(name, seconds, 's')
    if len(times) < 2:
        raise SystemExit('within %d s there was only %s' % (PATIENCE, found))
    if added.wait() != 0:
        raise SystemExit('the folder could not be added')
    report('welcome_all_read', time.monotonic() - begin, 's')
