# SPDX-License-Identifier: GPL-3.0-or-later
"""What is most worth knowing of the newest mail and the coming days, by the real service."""

import shutil

from world import NOW_SECONDS, TestCase, main, make_mail, wait_until

DAY = 24 * 3600
EVENTS = '''BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//test//EN
BEGIN:VEVENT
UID:choir
DTSTAMP:20240501T000000Z
DTSTART:20240516T170000Z
DTEND:20240516T180000Z
SUMMARY:Choir
END:VEVENT
BEGIN:VEVENT
UID:dentist
DTSTAMP:20240501T000000Z
DTSTART:20240516T173000Z
DTEND:20240516T181500Z
SUMMARY:Dentist
END:VEVENT
END:VCALENDAR
'''


class HighlightsTest(TestCase):
    with_bus = True

    def highlights(self):
        return self.world.ctl('highlights', json_output=True)

    def read(self):
        """Waits until all is read and judged."""
        def done():
            found = self.highlights()
            return found if not (found['reading'] or found['unread'] or found['pending']) and \
                found['messages'] else None
        return wait_until(done, 'the mail to be looked through', timeout=20, interval=0.1)

    def test_found(self):
        box = self.world.maildir()
        box.deliver(make_mail('Head count', 'Hi Nora,\n\ncould you send me the head count by '
                              'Friday?\n\nAna\n', when=NOW_SECONDS - DAY))
        box.deliver(make_mail('Sale', 'Everything must go.\n', sender='Shop <news@shop.example>',
                              when=NOW_SECONDS - DAY,
                              headers={'List-Unsubscribe': '<mailto:off@shop.example>'}))
        path = self.world.write('c.ics', EVENTS)
        self.world.start_daemon()
        self.assertEqual(self.highlights()['items'], [])
        self.world.ctl('source', 'add', 'ics', path)
        self.world.ctl('source', 'add', 'maildir', box.path)
        found = self.read()
        self.assertEqual([item['what'] for item in found['items'][:2]], ['clash', 'ask'])
        self.assertEqual(found['items'][0]['text'], 'Choir and Dentist')
        self.assertEqual(found['items'][0]['kind'], 'event')
        asked = found['items'][1]
        self.assertIn('could you send me the head count by Friday?', asked['quote'])
        self.assertEqual(self.world.ctl('mail', 'show', str(asked['id']),
                                        json_output=True)['subject'], 'Head count')
        self.assertNotIn('Sale', str(found['items']))
        self.assertIn('Choir and Dentist', self.world.ctl('highlights'))
        self.assertEqual(found['problems'], [])

    def test_trouble_is_said(self):
        box = self.world.maildir()
        self.world.start_daemon()
        self.world.ctl('source', 'add', 'maildir', box.path)
        shutil.rmtree(box.path)
        self.world.ctl('sync', code=1)
        problems = wait_until(lambda: self.highlights()['problems'], 'the reason')
        self.assertIn(box.path, problems[0])
        self.assertIn('I found nothing in the coming two weeks', self.highlights()['sentence'])

    def test_quit(self):
        self.world.start_daemon()
        self.assertIn('reads no new mail', self.world.ctl('quit'))
        self.assertFalse(self.world.has_owner())
        self.world.ctl('quit', code=3)
        self.assertFalse(self.world.has_owner(), 'to ask does not start it')


if __name__ == '__main__':
    main()
