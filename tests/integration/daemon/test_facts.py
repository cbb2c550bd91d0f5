# SPDX-License-Identifier: GPL-3.0-or-later
"""What is found in mail: parcels, flights, invoices, codes and proposals, and what becomes of it."""

import json
import os
import signal
import sqlite3

import world
from world import NOW_SECONDS, TestCase, make_mail, wait_until

CODE = ('Your verification code', 'Enter this verification code to sign in:\n\n  482913\n\n'
        'It expires in 10 minutes.\n', 'GitHarbour <noreply@githarbour.example>')
FLIGHT = ('Your booking ZKQ7MD', 'Thank you for your booking.\n\nThursday, 30 May 2024\n'
          'Flight LH 1172   Frankfurt (FRA) - Lisbon (LIS)\nDeparture 09:40   Arrival 12:00\n\n'
          'Passenger: Nora Lind\n', 'Lufthavn <noreply@lufthavn.example>')
PARCEL = ('Your order has shipped', 'Your order has shipped.\n\n'
          'Tracking number: 1Z999AA10123456784\nEstimated delivery: Friday, May 17\n',
          'Parts Depot <orders@partsdepot.example>')
LUNCH = ('hello', 'Hi Nora,\n\nhow about lunch on Thursday at 12:30 at Luigi\'s?\n\nDana\n',
         'Dana Morris <dana@morris.example>')
TOO_LATE = ('Your login code', 'Your login code is 771204. It is valid for 5 minutes.\n',
            'Chatter <no-reply@chatter.example>')


class FactsTest(TestCase):
    with_bus = True

    def prepare(self, *mails, ages=None):
        box = self.world.maildir()
        for number, (subject, text, sender) in enumerate(mails):
            age = ages[number] if ages else 60
            box.deliver(make_mail(subject, text, sender=sender, when=NOW_SECONDS - age), flags='')
        self.world.ctl('source', 'add', 'maildir', box.path, standalone=True)
        return box

    def facts(self, *args, code=0, standalone=True):
        out = self.world.ctl('--json', 'mail', 'facts', *args, standalone=standalone, code=code)
        return [json.loads(line) for line in out.splitlines()]

    def values(self):
        """The values of codes as they lie on disk."""
        path = os.path.join(self.world.data, 'hearth.db')
        with sqlite3.connect('file:%s?mode=ro' % path, uri=True) as db:
            return [row[0] for row in db.execute('SELECT value FROM findings WHERE kind = 9')]

    def test_list(self):
        self.prepare(CODE, FLIGHT, PARCEL, LUNCH)
        found = {fact['kind']: fact for fact in self.facts()
                 if fact['kind'] in ('code', 'flight', 'delivery', 'proposal')}
        self.assertEqual(sorted(found), ['code', 'delivery', 'flight', 'proposal'])
        self.assertEqual(found['code']['value'], '482913')
        self.assertNotIn('quote', found['code'])
        self.assertEqual(found['flight']['value'], 'LH 1172')
        self.assertEqual(found['flight']['due'], '2024-05-30T09:40:00+02:00')
        # Lisbon's clocks show an hour less.
        self.assertEqual(found['flight']['until'], '2024-05-30T13:00:00+02:00')
        self.assertIn('LH 1172', found['flight']['quote'])
        self.assertEqual(found['delivery']['value'], '1Z999AA10123456784')
        self.assertEqual(found['delivery']['due'], '2024-05-17T00:00:00+02:00')
        self.assertTrue(found['delivery']['due_is_date'])
        self.assertEqual(found['proposal']['text'], 'Lunch with Dana')
        self.assertEqual(found['proposal']['place'], "Luigi's")
        self.assertEqual(found['proposal']['due'], '2024-05-16T12:30:00+02:00')
        self.assertEqual(found['proposal']['until'], '2024-05-16T13:30:00+02:00')
        one = self.facts(str(found['flight']['message']), '--kind', 'flight')
        self.assertEqual([fact['id'] for fact in one], [found['flight']['id']])
        self.assertEqual(self.facts('--kind', 'invoice', code=3), [])
        self.world.ctl('mail', 'facts', '--kind', 'weather', standalone=True, code=2)

    def test_codes_are_forgotten(self):
        """A code lives for a quarter of an hour after its mail; an old one is never kept."""
        self.prepare(CODE, TOO_LATE, ages=[890, 1000])
        daemon = self.world.start_daemon()
        wait_until(lambda: sorted(self.values(), key=str) == ['482913', None], 'both codes found')
        wait_until(lambda: self.values() == [None, None], 'the code forgotten', timeout=30)
        for fact in self.facts('--kind', 'code', standalone=False):
            self.assertNotIn('value', fact)
        self.world.stop_daemon(daemon)
        self.assertNotIn('482913', self.world.read_log())

    def test_settled(self):
        """What the owner says of a finding outlives a kill and can be taken back."""
        self.prepare(LUNCH, FLIGHT)
        daemon = self.world.start_daemon()
        fact = wait_until(lambda: self.facts_or_none('proposal'), 'a proposal')[0]
        self.world.call('SettleFinding', '(xs)', fact['id'], 'dismissed')
        self.world.stop_daemon(daemon, signal.SIGKILL)
        daemon = self.world.start_daemon()
        self.assertEqual(self.facts_or_none('proposal')[0]['state'], 'dismissed')
        self.world.call('SettleFinding', '(xs)', fact['id'], 'open')
        self.assertEqual(self.facts_or_none('proposal')[0]['state'], 'open')
        flight = self.facts_or_none('flight')[0]
        self.world.call('RemindOfFinding', '(x)', flight['id'])
        reminders = json.loads(self.world.ctl('--json', 'reminders'))
        self.assertEqual([(each['text'], each['due']) for each in reminders],
                         [('Flight LH 1172, Frankfurt – Lisbon', '2024-05-30T06:40:00+02:00')])

    def facts_or_none(self, kind):
        try:
            return self.facts('--kind', kind, standalone=False)
        except AssertionError:
            return []


if __name__ == '__main__':
    world.main()
