# SPDX-License-Identifier: GPL-3.0-or-later
"""What a thread came to: in its writers' words, and in a service's, which are checked."""

import json
import unittest

from world import NOW_SECONDS, TestCase, make_mail, wait_until

HOUR = 3600
ANA = 'Ana Silva <ana@silva.example>'
BEN = 'Ben Okafor <ben@okafor.example>'

FIRST = ('Hi all,\n\nthe budget meeting is on Thursday at 3 pm in the blue room. Please bring your '
         'figures for the new printing machine.\n\nBest regards,\nAna\n-- \nAna Silva\nPress 12\n')
SECOND = ('I will bring mine. Who orders the sandwiches for lunch?\n\n'
          'On Tuesday Ana wrote:\n> the budget meeting is on Thursday at 3 pm in the blue room.\n')
THIRD = 'Hi Ben,\n\nthe budget meeting is moved to 4 pm. The room stays the same.\n\nAna\n'


class Thread(TestCase):
    def setUp(self):
        super().setUp()
        self.maildir = self.world.maildir()
        self.deliver('Budget', FIRST, ANA, 30, 'first@silva.example')
        self.deliver('Re: Budget', SECOND, BEN, 20, 'second@okafor.example', 'first@silva.example')
        self.deliver('Re: Budget', THIRD, ANA, 10, 'third@silva.example',
                     'first@silva.example> <second@okafor.example')

    def deliver(self, subject, text, sender, hours, message_id, references=None):
        headers = {'References': '<%s>' % references} if references else None
        self.maildir.deliver(make_mail(subject, text, sender=sender, headers=headers,
                                       when=NOW_SECONDS - hours * HOUR,
                                       message_id='<%s>' % message_id), flags='S')


class SummaryTest(Thread):
    def ctl(self, *args, **options):
        return self.world.ctl(*args, standalone=True, **options)

    def begin(self):
        self.ctl('source', 'add', 'maildir', self.maildir.path)
        self.ctl('sync')
        mails = self.ctl('mail', 'list', json_output=True)
        return {mail['id']: mail for mail in mails}, max(mail['id'] for mail in mails)

    def test_own_words(self):
        mails, newest = self.begin()
        self.assertEqual(len({mail['thread'] for mail in mails.values()}), 1)
        for number in mails:
            summary = json.loads(self.ctl('--json', 'mail', 'summary', str(number)))
            self.assertEqual(summary['messages'], 3)
            self.assertEqual(summary['service'], '')
            self.assertLessEqual(len(summary['sentences']), 5)
        said = {line['text']: line for line in summary['sentences']}
        self.assertIn('the budget meeting is moved to 4 pm.', said)
        self.assertNotIn('3 pm', ' '.join(said))
        self.assertNotIn('Press 12', ' '.join(said))
        self.assertEqual(said['Who orders the sandwiches for lunch?']['kind'], 'open')
        self.assertEqual(said['the budget meeting is moved to 4 pm.']['message_id'], newest)
        # Each stands where it says that it stands.
        for line in summary['sentences']:
            text = json.loads(self.ctl('--json', 'mail', 'show', str(line['message_id'])))['text']
            span = text.encode()[line['start']:line['start'] + line['length']].decode()
            self.assertEqual(' '.join(span.split()), line['text'])
            self.assertEqual(mails[line['message_id']]['from']['name'], line['from'])
        plain = self.ctl('mail', 'summary', str(newest))
        self.assertIn('Ben Okafor: Who orders the sandwiches for lunch? (open)', plain)

    def test_language(self):
        self.deliver('Treffen', 'Hallo Nora,\n\nkannst du mir bitte bis Freitag die Zahlen schicken?\n',
                     BEN, 5, 'german@okafor.example')
        self.begin()
        languages = {line['message_id']: line['language'] for line in
                     map(json.loads, self.ctl('mail', 'triage', '--json').splitlines())}
        self.assertEqual(languages['german@okafor.example'], 'de')
        self.assertEqual(languages['first@silva.example'], 'en')

    def test_refusals(self):
        self.begin()
        self.ctl('mail', 'summary', '4711', code=3)
        self.ctl('mail', 'summary', 'nonsense', code=2)
        self.ctl('mail', 'summary', '4711', '--service', code=2)

    def test_asked(self):
        self.begin()
        answer = self.ctl('ask', 'Summarise the thread about the budget')
        self.assertIn('4 pm', answer)
        self.assertNotIn('3 pm', answer)
        self.ctl('ask', 'Show me the last mail from Ben')
        answer = self.ctl('ask', '--continue', 'What is this thread about?')
        self.assertIn('Who orders the sandwiches', answer)
        answer = self.ctl('ask', '--continue', 'Summarise this')
        self.assertIn('4 pm', answer)


if __name__ == '__main__':
    unittest.main()
