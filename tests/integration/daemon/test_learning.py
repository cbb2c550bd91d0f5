# SPDX-License-Identifier: GPL-3.0-or-later
"""What the owner says of mail and does with it shows in how mail is judged, and can be forgotten."""

import json
import unittest

from world import NOW_SECONDS, TestCase, make_mail, wait_until

DAY = 24 * 3600
NEWS = 'Rail News <desk@rail-news.example>'
FRIEND = 'Ben Okafor <ben@okafor.example>'
BODY = 'The signal boxes of the eastern line were rebuilt in spring, and trains run again.\n'


class LearningTest(TestCase):
    def setUp(self):
        super().setUp()
        self.world.start_bus()
        self.maildir = self.world.maildir()

    def deliver(self, subject, sender, days, text=BODY, flags=None):
        return self.maildir.deliver(
            make_mail(subject, text, sender=sender, when=NOW_SECONDS - days * DAY), flags=flags)

    def begin(self, count):
        self.daemon = self.world.start_daemon()
        self.world.ctl('source', 'add', 'maildir', self.maildir.path)
        wait_until(lambda: len(self.judged()) == count, '%d judged mails' % count, timeout=30)

    def judged(self):
        subjects = {mail['id']: mail['subject']
                    for mail in self.world.ctl('mail', 'list', json_output=True)}
        lines = self.world.ctl('mail', 'triage', '--json').splitlines()
        return {subjects[line['id']]: line for line in map(json.loads, lines)
                if line['id'] in subjects}

    def mail(self, subject):
        return self.judged()[subject]

    def test_words(self):
        self.deliver('Switches', NEWS, 1)
        self.deliver('Sleepers', NEWS, 2)
        self.begin(2)
        self.world.ctl('mail', 'teach', str(self.mail('Switches')['id']), 'promotional')
        wait_until(lambda: self.mail('Switches')['class'] == 'promotional', 'the lesson')
        wait_until(lambda: self.mail('Sleepers')['class'] == 'promotional', 'what is like it')
        self.assertIn('you called such mail', self.mail('Sleepers')['reason'])
        self.world.ctl('mail', 'forget-lessons')
        wait_until(lambda: self.mail('Sleepers')['class'] != 'promotional', 'it is forgotten')

    def test_put_away_unread(self):
        for number in range(4):
            self.deliver('Line %d' % number, NEWS, number * 0.5 + 1)
        self.deliver('Line 9', NEWS, 0)
        self.deliver('Other', 'Mara Lenz <mara@lenz.example>', 0)
        self.begin(6)
        before = self.mail('Line 9')
        other = self.mail('Other')
        for number in range(4):
            self.world.ctl('mail', 'archive', str(self.mail('Line %d' % number)['id']))
        wait_until(lambda: self.mail('Line 9')['priority'] < before['priority'] - 3, 'it counts less')
        self.assertIn('you leave such mail unread', self.mail('Line 9')['reason'])
        self.assertEqual(self.mail('Other'), other)
        # What is taken back is not learned.
        for _ in range(4):
            self.world.ctl('undo')
        wait_until(lambda: self.mail('Line 9')['priority'] == before['priority'], 'it is as it was')
        self.assertEqual(self.mail('Line 9')['reason'], before['reason'])

    def test_restart_and_forgetting(self):
        """Flags that another program set count too, at the next start, until all is forgotten."""
        for number in range(5):
            self.deliver('Hike %d' % number, FRIEND, number + 2, flags='RS')
        self.begin(5)
        self.world.ctl('sync')
        self.deliver('Hike 9', FRIEND, 0)
        wait_until(lambda: 'Hike 9' in self.judged(), 'the new mail')
        self.world.stop_daemon(self.daemon)
        self.world.start_daemon()
        self.deliver('Hike 10', FRIEND, 0)
        wait_until(lambda: 'Hike 10' in self.judged(), 'the newer mail')
        cared = self.mail('Hike 10')
        self.assertIn('you care for such mail', cared['reason'])
        self.world.ctl('mail', 'forget-lessons')
        wait_until(lambda: self.mail('Hike 10')['priority'] < cared['priority'], 'it is forgotten')
        self.assertNotIn('you care', self.mail('Hike 10')['reason'])

    def test_question_stays(self):
        """Somebody who was left unread can still ask."""
        for number in range(6):
            self.deliver('Note %d' % number, FRIEND, number + 6)
        self.begin(6)
        for number in range(6):
            self.world.ctl('mail', 'archive', str(self.mail('Note %d' % number)['id']))
        self.deliver('Contract', FRIEND, 0,
                     text='Hi Nora,\n\ncould you confirm the contract by Friday, please?\n\nBen\n')
        wait_until(lambda: 'Contract' in self.judged(), 'the question')
        self.assertGreaterEqual(self.mail('Contract')['priority'], 60)
        self.assertEqual(self.mail('Contract')['class'], 'needs_response')


if __name__ == '__main__':
    unittest.main()
