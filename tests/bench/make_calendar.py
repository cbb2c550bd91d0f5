# SPDX-License-Identifier: GPL-3.0-or-later
"""make_calendar.py OUT N: a calendar of N invented events, six in ten with rules."""

import datetime
import random
import sys

RULES = ['FREQ=DAILY;COUNT=30', 'FREQ=WEEKLY;BYDAY=MO,WE', 'FREQ=WEEKLY;INTERVAL=2',
         'FREQ=MONTHLY;BYDAY=2TU', 'FREQ=MONTHLY;BYMONTHDAY=15', 'FREQ=YEARLY']


def main(out, count):
    rand = random.Random(7)
    lines = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//bench//EN']
    for i in range(count):
        start = datetime.datetime(2022, 1, 1) + datetime.timedelta(
            days=rand.randint(0, 1800), hours=rand.randint(7, 18), minutes=rand.choice((0, 15, 30)))
        end = start + datetime.timedelta(minutes=rand.choice((30, 60, 90)))
        lines += ['BEGIN:VEVENT', 'UID:%d@bench' % i, 'DTSTAMP:20250101T000000Z',
                  'SUMMARY:Event %d' % i, 'LOCATION:Room %d' % (i % 40),
                  'DTSTART;TZID=Europe/Berlin:' + start.strftime('%Y%m%dT%H%M%S'),
                  'DTEND;TZID=Europe/Berlin:' + end.strftime('%Y%m%dT%H%M%S')]
        if rand.random() < 0.6:
            lines.append('RRULE:' + rand.choice(RULES))
        lines.append('END:VEVENT')
    lines.append('END:VCALENDAR')
    with open(out, 'w', encoding='utf-8', newline='') as file:
        file.write('\r\n'.join(lines) + '\r\n')


if __name__ == '__main__':
    main(sys.argv[1], int(sys.argv[2]))
