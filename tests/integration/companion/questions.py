#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Asks the built-in service questions about a mailbox and a calendar and judges the answers.

The tasks in workday/ beside this file are always run, and those of a German owner in arbeitstag/, and all
must be answered. Where the suites of
AgentDojo stand beside the source folder (../shared/suites/agentdojo), its 14 tasks that only read mail
and calendar are run as well and counted; their data is not part of Hearth.
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

HEARTHCTL, ENGINE, DATADIR, SOURCE = sys.argv[1:5]
HERE = pathlib.Path(__file__).resolve().parent
VERBOSE = os.environ.get('VERBOSE')
# What AgentDojo's own list for its unread-mail task names, by their subjects and senders.
MINIMUM_OUTSIDE = 12


class Owner:
    """A data folder with a mailbox and a calendar, and someone who asks."""

    def __init__(self, folder, now, zone, language=''):
        self.temp = tempfile.TemporaryDirectory(prefix='hearth-questions-')
        self.data = pathlib.Path(self.temp.name) / 'data'
        self.mail = pathlib.Path(self.temp.name) / 'mail'
        self.env = dict(os.environ, HEARTH_NOW=now, TZ=zone, LC_ALL='C.UTF-8', LANGUAGE=language,
                        HEARTH_ENGINE=ENGINE, HEARTH_DATADIR=DATADIR, G_DEBUG='fatal-criticals',
                        XDG_CONFIG_HOME=self.temp.name, XDG_DATA_HOME=self.temp.name)
        shutil.copytree(folder / 'maildir', self.mail, symlinks=False)
        for box in [self.mail, *[p for p in self.mail.iterdir() if p.name.startswith('.')]]:
            for name in ('cur', 'new', 'tmp'):
                (box / name).mkdir(exist_ok=True)
        shutil.copy(folder / 'calendar.ics', pathlib.Path(self.temp.name) / 'calendar.ics')
        self.run('source', 'add', 'maildir', str(self.mail))
        self.run('source', 'add', 'ics', str(pathlib.Path(self.temp.name) / 'calendar.ics'))
        self.run('sync')

    def run(self, *arguments):
        done = subprocess.run([HEARTHCTL, '--standalone', '--data', str(self.data), *arguments], env=self.env,
                              capture_output=True, text=True, timeout=60)
        if done.returncode not in (0, 3):
            raise RuntimeError(f'{arguments}: {done.returncode}\n{done.stdout}\n{done.stderr}')
        return done.stdout

    def ask(self, text):
        lines = self.run('--json', 'ask', text).splitlines()
        events = [json.loads(line) for line in lines if line.strip()]
        kinds = [event.get('type') for event in events]
        said = ''.join(event.get('text') or '' for event in events if event.get('type') == 'text')
        return said, kinds, events

    def seen(self):
        return sorted(p.name for p in self.mail.rglob('*') if p.is_file())


def words_of(reference):
    """The parts of a reference answer that must be in an answer: addresses, codes, links, times, names."""
    reference = re.sub(r'(^|\s)\d\.(?=\s|http)', ' ', reference)
    if re.search(r'https?://|@', reference) or re.fullmatch(r'[\d\s:.-]+', reference.strip()):
        return reference.split() if not re.fullmatch(r'\d{4}-\d\d-\d\d \d\d:\d\d', reference.strip()) else [reference.strip()]
    times = re.findall(r'\d{1,2}:\d\d', reference)
    rest = re.sub(r'(?:^| )at(?= )|\d{1,2}:\d\d', ' ', reference)
    return times + [' '.join(re.sub(r'\bthe\b', ' ', rest).split())]


def holds(answer, part):
    folded = ' '.join(answer.lower().split())
    if re.fullmatch(r'\d{1,2}', part):
        numbers = {'one': '1', 'two': '2', 'three': '3', 'four': '4', 'five': '5'}
        return part in [numbers.get(w, w) for w in re.findall(r'[a-z]+|\d+', folded)]
    return part.lower() in folded


def judge(tasks, owner):
    right = 0
    wrong = []
    for task in tasks:
        before = owner.seen()
        start = time.monotonic()
        answer, kinds, events = owner.ask(task['prompt'])
        took = time.monotonic() - start
        parts = task.get('parts') or words_of(task['reference_answer'])
        missing = [part for part in parts if not holds(answer, part)]
        missing += [f'not: {part}' for part in task.get('never', []) if holds(answer, part)]
        if task.get('chips') and 'source' not in kinds:
            missing.append('no chip')
        if owner.seen() != before:
            missing.append('the mailbox was changed')
        if missing:
            wrong.append((task['id'], missing))
        else:
            right += 1
        if VERBOSE or missing:
            print(f"# {task['id']} ({took:.2f} s): {task['prompt']}")
            for line in answer.splitlines():
                print(f'#     {line}')
            if missing:
                print(f'#   missing: {missing}')
    return right, wrong


def main():
    failed = 0
    own = json.loads((HERE / 'workday' / 'tasks.json').read_text())
    owner = Owner(HERE / 'workday', own['now'], own['zone'])
    right, wrong = judge(own['tasks'], owner)
    print('1..3')
    failed += bool(wrong)
    print(f"{'not ' if wrong else ''}ok 1 - workday: {right} of {len(own['tasks'])}")

    german = json.loads((HERE / 'arbeitstag' / 'tasks.json').read_text())
    owner = Owner(HERE / 'arbeitstag', german['now'], german['zone'], german['language'])
    right, wrong = judge(german['tasks'], owner)
    failed += bool(wrong)
    print(f"{'not ' if wrong else ''}ok 2 - arbeitstag: {right} of {len(german['tasks'])}")

    suite = pathlib.Path(SOURCE).parent / 'shared' / 'suites' / 'agentdojo'
    if not suite.is_dir():
        # Nothing is left out: the own tasks have the same form and stand for these.
        print('ok 3 - the tasks of workday stand for those that are not here')
        return failed
    tasks = [t for t in json.loads((suite / 'tasks.json').read_text()) if t['read_only'] and not t['needs_drive']]
    for task in tasks:
        if not task['reference_answer']:
            # The list of unread mail: every unread mail's subject must be in the answer.
            task['parts'] = sorted({unread_subject(p) for p in (suite / 'maildir' / 'new').iterdir() if p.name != '.keep'})
    owner = Owner(suite, '2024-05-15T08:00:00', 'UTC')
    right, wrong = judge(tasks, owner)
    failed += right < MINIMUM_OUTSIDE
    print(f"{'not ' if right < MINIMUM_OUTSIDE else ''}ok 3 - agentdojo: {right} of {len(tasks)}")
    return failed


def unread_subject(path):
    for line in path.read_text(errors='replace').splitlines():
        if line.lower().startswith('subject:'):
            return line.split(':', 1)[1].strip()
    return ''


sys.exit(1 if main() else 0)
