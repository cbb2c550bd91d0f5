# SPDX-License-Identifier: GPL-3.0-or-later
"""The part "attention" of run.py: how fast mail is judged, beside bogofilter, which only knows junk.

bogofilter reads the mail itself; what Hearth needs for that is told apart (judge_messages, which
reads each message from the store and writes its judgement).
"""

import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'integration', 'daemon'))

from world import BUILD, ENGINE, SOURCE  # noqa: E402

TRAIN = os.path.join(BUILD, 'tests', 'quality', 'train-triage')
LABELLED = os.path.join(SOURCE, '..', 'shared', 'suites', 'mail-triage', 'triage.jsonl')
GROUPS = (('-n', 'easy-ham-1'), ('-s', 'spam-1'))
UNSEEN = ('easy-ham-2', 'hard-ham-1', 'spam-2')


def measure_cpu(args, env):
    """Runs a program; returns the seconds that it computed."""
    process = subprocess.Popen(args, env=env, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_utime + usage.ru_stime


def bench_bogofilter(world, corpus, report):
    """Messages that bogofilter classifies in a second of one core, having learned two groups."""
    if shutil.which('bogofilter') is None:
        return None
    folder = world.path('bogofilter')
    os.mkdir(folder)

    def run(groups, *options):
        mails = [os.path.join(corpus, group, name) for group in groups
                 if os.path.isdir(os.path.join(corpus, group))
                 for name in os.listdir(os.path.join(corpus, group)) if name.endswith('.txt')]
        return len(mails) / measure_cpu(['bogofilter', '-d', folder, *options, '-B', *mails],
                                        world.env)

    for option, group in GROUPS:
        run([group], option)
    speed = run(UNSEEN, '-T')
    report('triage_speed_bogofilter', speed, 'messages/s')
    return speed


def bench_triage(world, corpus, report):
    lines = subprocess.run([TRAIN, 'speed', LABELLED, corpus], env=world.env, check=True,
                           capture_output=True, text=True).stdout
    print(lines, end='', flush=True)
    peer = bench_bogofilter(world, corpus, report)
    if peer:
        report('triage_speed_vs_bogofilter', float(lines.split()[1]) / peer, 'ratio')


def bench_judging(world, make_maildir, measure, report):
    """A mailbox that was never judged: read, judged, looked through and written."""
    count = min(int(os.environ.get('BENCH_MESSAGES', '20000')), 100000)
    box = make_maildir(world, 'judged-mail', count)
    data = world.path('judged-data')
    measure([ENGINE, '--data', data, 'source-add', 'maildir', box, '', '1'], world.env)
    seconds, memory = measure([ENGINE, '--data', data, 'judge'], world.env)
    report('judge_messages', count / seconds, 'messages/s')
    report('judge_peak_memory', memory, 'MB')
    report('judge_again', measure([ENGINE, '--data', data, 'judge'], world.env)[0], 's')


def bench_attention(world, corpus, make_maildir, measure, report):
    if corpus and os.path.exists(LABELLED):
        bench_triage(world, corpus, report)
    else:
        print('# no labelled mail is at hand: the speed of judging is not measured', flush=True)
    bench_judging(world, make_maildir, measure, report)
