#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes rrule-cases.txt: what python-dateutil says of recurrence rules.

Each line is DTSTART, the rule, the window's two ends and the starts in it (at most 40), separated
by tabs. Only run when cases are added: the tests read the file.
"""
import datetime
import random

from dateutil.rrule import rrulestr

RANDOM = random.Random(5545)
DAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']
FORMAT = '%Y%m%dT%H%M%S'

# The examples of RFC 5545, section 3.8.5.3, and cases that implementations get wrong.
WRITTEN = [
    ('19970902T090000', 'FREQ=DAILY;COUNT=10'),
    ('19970902T090000', 'FREQ=DAILY;UNTIL=19971224T000000'),
    ('19970902T090000', 'FREQ=DAILY;INTERVAL=10;COUNT=5'),
    ('19980101T090000', 'FREQ=YEARLY;UNTIL=20000131T140000;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA'),
    ('19970902T090000', 'FREQ=WEEKLY;INTERVAL=2;WKST=SU'),
    ('19970902T090000', 'FREQ=WEEKLY;UNTIL=19971007T000000;WKST=SU;BYDAY=TU,TH'),
    ('19970901T090000', 'FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000;WKST=SU;BYDAY=MO,WE,FR'),
    ('19970805T090000', 'FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO'),
    ('19970805T090000', 'FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU'),
    ('19970905T090000', 'FREQ=MONTHLY;COUNT=10;BYDAY=1FR'),
    ('19970907T090000', 'FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU'),
    ('19970922T090000', 'FREQ=MONTHLY;COUNT=6;BYDAY=-2MO'),
    ('19970928T090000', 'FREQ=MONTHLY;BYMONTHDAY=-3'),
    ('19970902T090000', 'FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15'),
    ('19970930T090000', 'FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1'),
    ('19970910T090000', 'FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15'),
    ('19970610T090000', 'FREQ=YEARLY;COUNT=10;BYMONTH=6,7'),
    ('19970310T090000', 'FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3'),
    ('19970101T090000', 'FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200'),
    ('19970519T090000', 'FREQ=YEARLY;BYDAY=20MO'),
    ('19970512T090000', 'FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO'),
    ('19970313T090000', 'FREQ=YEARLY;BYMONTH=3;BYDAY=TH'),
    ('19980213T090000', 'FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13'),
    ('19970913T090000', 'FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13'),
    ('19961105T090000', 'FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8'),
    ('19970904T090000', 'FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3'),
    ('19970929T090000', 'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2'),
    ('19970902T090000', 'FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T170000'),
    ('19970902T090000', 'FREQ=MINUTELY;INTERVAL=15;COUNT=6'),
    ('19970902T090000', 'FREQ=DAILY;BYHOUR=9,10,11,12,13,14,15,16;BYMINUTE=0,20,40'),
    ('19970902T090000', 'FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10,11,12,13,14,15,16'),
    ('20070115T090000', 'FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5'),
    ('20240131T100000', 'FREQ=MONTHLY'),
    ('20240131T100000', 'FREQ=MONTHLY;INTERVAL=5'),
    ('20240229T100000', 'FREQ=YEARLY'),
    ('20240229T100000', 'FREQ=YEARLY;INTERVAL=3'),
    ('20201228T100000', 'FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO'),
    ('20200102T100000', 'FREQ=YEARLY;BYWEEKNO=1;BYDAY=TH'),
    ('20191230T100000', 'FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO'),
    ('20211231T100000', 'FREQ=YEARLY;BYYEARDAY=-1'),
    ('20201231T100000', 'FREQ=YEARLY;BYYEARDAY=366'),
    ('20240105T100000', 'FREQ=YEARLY;BYDAY=1FR,-1FR'),
    ('20240103T101500', 'FREQ=SECONDLY;INTERVAL=7;BYHOUR=10;BYMINUTE=15'),
    ('20240101T000000', 'FREQ=SECONDLY;BYMONTH=1;BYMONTHDAY=1;BYHOUR=0;BYMINUTE=0;BYSECOND=0,30'),
    ('20240101T090000', 'FREQ=HOURLY;BYDAY=MO;BYHOUR=9,17;BYMINUTE=0,30'),
    ('20240101T090000', 'FREQ=HOURLY;BYMINUTE=0,10,20;BYSETPOS=-1,1'),
    ('20240101T090000', 'FREQ=DAILY;BYHOUR=9,17;BYMINUTE=0,30;BYSETPOS=1,-1'),
    ('20240131T090000', 'FREQ=YEARLY;BYMONTHDAY=-1;BYSETPOS=1,6,-1'),
    ('20000101T000000', 'FREQ=SECONDLY;INTERVAL=86399;COUNT=20000'),
    ('19990301T080000', 'FREQ=WEEKLY;COUNT=2000'),
    ('19990301T080000', 'FREQ=DAILY;INTERVAL=3;COUNT=4000'),
]


def pick(values, most):
    return sorted(RANDOM.sample(values, RANDOM.randint(1, most)))


def join(values):
    return ','.join(str(value) for value in values)


def random_rule():
    freq = RANDOM.choice(['YEARLY', 'MONTHLY', 'WEEKLY', 'DAILY', 'HOURLY', 'MINUTELY'])
    parts = ['FREQ=' + freq]
    big = freq in ('YEARLY', 'MONTHLY')
    if RANDOM.random() < .5:
        parts.append('INTERVAL=%d' % RANDOM.randint(1, 7))
    if RANDOM.random() < .3:
        parts.append('WKST=' + RANDOM.choice(DAYS))
    if RANDOM.random() < .35:
        parts.append('BYMONTH=' + join(pick(range(1, 13), 4)))
    kind = RANDOM.random()
    if freq == 'YEARLY' and kind < .2:
        parts.append('BYWEEKNO=' + join(pick([-1, 1, 2, 20, 52, 53], 3)))
        parts.append('BYDAY=' + join(RANDOM.sample(DAYS, RANDOM.randint(1, 3))))
    elif freq == 'YEARLY' and kind < .35:
        parts.append('BYYEARDAY=' + join(pick([-366, -365, -60, -1, 1, 59, 60, 61, 200, 365, 366], 4)))
    elif kind < .6:
        days = RANDOM.sample(DAYS, RANDOM.randint(1, 4))
        if big and RANDOM.random() < .5:
            days = [RANDOM.choice(['1', '2', '-1', '-2', '5', '']) + day for day in days]
        parts.append('BYDAY=' + join(days))
    elif freq != 'WEEKLY' and kind < .85:
        parts.append('BYMONTHDAY=' + join(pick([-31, -30, -2, -1, 1, 2, 13, 28, 29, 30, 31], 4)))
    if RANDOM.random() < .2:
        parts.append('BYHOUR=' + join(pick(range(24), 3)))
    if RANDOM.random() < .2:
        parts.append('BYMINUTE=' + join(pick(range(60), 3)))
    if big and len(parts) > 2 and RANDOM.random() < .25:
        parts.append('BYSETPOS=' + join(pick([-3, -2, -1, 1, 2, 3], 2)))
    if RANDOM.random() < .3:
        parts.append('COUNT=%d' % RANDOM.randint(1, 60))
    return ';'.join(parts)


def starts(rule, start, begin, end):
    found = []
    for moment in rrulestr(rule, dtstart=start):
        if moment >= end or len(found) == 40:
            break
        if moment >= begin:
            found.append(moment)
    return found


def case(start, rule, begin, end):
    found = starts(rule, start, begin, end)
    return '\t'.join([start.strftime(FORMAT), rule, begin.strftime(FORMAT), end.strftime(FORMAT),
                      ','.join(moment.strftime(FORMAT) for moment in found)])


def main():
    lines = []
    for text, rule in WRITTEN:
        start = datetime.datetime.strptime(text, FORMAT)
        lines.append(case(start, rule, start, start + datetime.timedelta(days=9000)))
        later = start + datetime.timedelta(days=700, hours=5)
        lines.append(case(start, rule, later, later + datetime.timedelta(days=4000)))
    while len(lines) < 600:
        rule = random_rule()
        start = datetime.datetime(RANDOM.randint(1995, 2026), 1, 1) + datetime.timedelta(
            minutes=RANDOM.randint(0, 525600))
        # A rule that rarely matches keeps dateutil busy for years; ask for a few years only.
        until = '' if 'COUNT' in rule else ';UNTIL=%d0101T000000' % (start.year + 12)
        try:
            first = next(iter(rrulestr(rule + until, dtstart=start)), None)
        except ValueError:
            continue  # the interval never meets the minutes
        if first is None or next(iter(rrulestr(rule, dtstart=first))) != first:
            continue  # DTSTART counts as the first occurrence for us and not for dateutil
        begin = first + datetime.timedelta(days=RANDOM.choice([0, 0, 100, 1000]))
        lines.append(case(first, rule, begin, begin + datetime.timedelta(days=3000)))
    with open('rrule-cases.txt', 'w', encoding='ascii') as out:
        out.write('\n'.join(lines) + '\n')


main()
