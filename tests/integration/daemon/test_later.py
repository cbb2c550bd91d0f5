# SPDX-License-Identifier: GPL-3.0-or-later
"""Mail that is put off: it leaves, and comes back at its time or with an answer, whatever happens."""

import json
import os
import random
import signal
import sqlite3
import time

from world import NOW_SECONDS, TestCase, main, make_mail, wait_until

DAY = 86400
DANA = 'Dana Reyes <dana@reyes.example>'
SENT = 'Nora Lind <nora@lind.example>'


class LaterCase(TestCase):
    def setUp(self):
        super().setUp()
        self.mail = self.world.maildir()
        self.deliver('Offer', 'Could you send me the number by tomorrow? Dana', DANA,
                     when=NOW_SECONDS - 7200, message_id='<offer@reyes.example>')
        os.makedirs(self.world.path('mail', '.Sent', 'cur'))
        for name in ('new', 'tmp'):
            os.makedirs(self.world.path('mail', '.Sent', name))

    def deliver(self, subject, text, sender=DANA, **options):
        self.mail.deliver(make_mail(subject, text, sender, **options))

    def deliver_sent(self, subject, text, message_id, when=NOW_SECONDS - 3600, headers=None):
        self.mail.count += 1
        name = '%d.S%d.test:2,S' % (NOW_SECONDS, self.mail.count)
        self.world.write('mail/.Sent/cur/' + name, make_mail(
            subject, text, SENT, DANA, when, message_id, headers))

    def ctl(self, *args, **options):
        return self.world.ctl(*args, standalone=True, **options)

    def add_source(self):
        self.ctl('source', 'add', 'maildir', self.mail.path)
        self.ctl('sync')
        self.offer = self.find('Offer')

    def find(self, subject):
        return self.rows("SELECT id FROM messages WHERE subject = '%s'" % subject)[0][0]

    def needs(self):
        return [(m['subject'], m['reason']) for m in self.ctl('today', json_output=True)['needs_you']]

    def later(self, code=0):
        out = self.ctl('--json', 'mail', 'later', code=code)
        return [json.loads(line) for line in out.splitlines()]

    def go_to(self, seconds):
        self.world.env['HEARTH_NOW'] = time.strftime('%Y-%m-%dT%H:%M:%SZ',
                                                     time.gmtime(NOW_SECONDS + seconds))

    def rows(self, sql):
        database = sqlite3.connect('file:%s?mode=ro' % os.path.join(self.world.data, 'hearth.db'),
                                   uri=True)
        try:
            return database.execute(sql).fetchall()
        finally:
            database.close()


class LaterTest(LaterCase):
    def test_until_a_time(self):
        self.add_source()
        self.assertEqual([s for s, _ in self.needs()], ['Offer'])
        self.ctl('mail', 'later', str(self.offer), '--until', 'tomorrow morning')
        self.assertEqual(self.needs(), [])
        put_off, = self.later()
        self.assertFalse(put_off['back'])
        self.assertTrue(put_off['until'].startswith('2024-05-16T09:00'), put_off)
        reminder, = self.ctl('reminders', json_output=True)
        self.assertEqual((reminder['kind'], reminder['message'], reminder['due_timestamp']),
                         ('mail', self.offer, put_off['until_timestamp']))
        self.go_to(DAY)
        self.assertEqual(self.needs(), [('Offer', 'You put it off until now')])
        # What is back and archived is done with, until that is taken back.
        self.ctl('mail', 'archive', str(self.offer))
        self.assertEqual(self.needs(), [])
        self.later(code=3)
        self.ctl('undo')
        self.assertEqual(self.needs(), [('Offer', 'You put it off until now')])

    def test_undo_and_again(self):
        self.add_source()
        self.ctl('mail', 'later', str(self.offer), '--until', 'in 3 hours')
        first, = self.later()
        self.ctl('mail', 'later', str(self.offer), '--until', '2d')
        second, = self.later()
        self.assertEqual(second['until_timestamp'] - first['until_timestamp'] > DAY, True)
        self.assertEqual([r['due_timestamp'] for r in self.ctl('reminders', json_output=True)],
                         [second['until_timestamp']])
        self.ctl('undo')
        self.assertEqual(self.later(), [first])
        self.assertEqual([r['due_timestamp'] for r in self.ctl('reminders', json_output=True)],
                         [first['until_timestamp']])
        self.ctl('undo')
        self.later(code=3)
        self.assertEqual([s for s, _ in self.needs()], ['Offer'])
        self.ctl('reminders', code=3)

    def test_back_at_once(self):
        self.add_source()
        self.ctl('mail', 'later', str(self.offer), '--until', 'next week')
        self.ctl('mail', 'later', str(self.offer), '--back')
        self.assertEqual([s for s, _ in self.needs()], ['Offer'])
        self.ctl('reminders', code=3)
        self.ctl('undo')
        self.assertEqual(self.needs(), [])

    def test_when_answers(self):
        self.add_source()
        self.ctl('mail', 'later', str(self.offer), '--when-answers')
        self.assertEqual(self.later()[0]['awaits'], 'dana@reyes.example')
        self.assertEqual(self.needs(), [])
        # Neither others nor what a program says for her is an answer.
        self.deliver('Re: Offer', 'I also wonder. Ben', 'Ben <ben@other.example>',
                     headers={'In-Reply-To': '<offer@reyes.example>'}, when=NOW_SECONDS - 60)
        self.deliver('Out of office: Offer', 'I am out of the office until Monday.',
                     when=NOW_SECONDS - 50)
        self.deliver('Re: Offer', 'I am away.', when=NOW_SECONDS - 45,
                     headers={'In-Reply-To': '<offer@reyes.example>',
                              'Auto-Submitted': 'auto-replied'})
        self.ctl('sync')
        self.assertFalse(self.later()[0]['back'])
        self.deliver('Re: Offer', 'Here is what I meant. Dana', when=NOW_SECONDS - 40,
                     headers={'In-Reply-To': '<offer@reyes.example>'})
        self.ctl('sync')
        back, = self.later()
        self.assertTrue(back['back'])
        self.assertIn(('Offer', 'Dana Reyes has answered'), self.needs())

    def test_any_mail_between_two(self):
        self.add_source()
        self.ctl('mail', 'later', str(self.offer), '--when-answers', 'dana@reyes.example',
                 '--until', 'in 2 days')
        self.deliver('Something else', 'By the way: it is settled. Dana', when=NOW_SECONDS - 30)
        self.ctl('sync')
        self.assertTrue(self.later()[0]['back'], 'the thread has only the two of them')

    def test_follow_up(self):
        self.deliver_sent('The plan', 'Dana, what do you think of it?', '<plan@lind.example>')
        self.deliver_sent('The budget', 'Dana, what do you think of it?', '<budget@lind.example>')
        self.add_source()
        plan, budget = self.find('The plan'), self.find('The budget')
        self.ctl('mail', 'follow-up', str(self.offer), '--in', '3d', code=1)
        self.ctl('mail', 'follow-up', str(plan), '--in', '3d')
        self.ctl('mail', 'follow-up', str(budget), '--in', '3d')
        self.deliver('Automatic reply: The plan', 'I am out of the office, back on Monday.',
                     when=NOW_SECONDS - 100, headers={'In-Reply-To': '<plan@lind.example>'})
        self.deliver('Re: The budget', 'Good.', when=NOW_SECONDS - 90,
                     headers={'In-Reply-To': '<budget@lind.example>'})
        self.ctl('sync')
        self.assertEqual([e['subject'] for e in self.later()], ['The plan'])
        self.go_to(3 * DAY + 60)
        self.assertEqual(self.needs()[0][0], 'The plan')
        self.assertIn('Nobody has answered', self.needs()[0][1])
        # It is done without being moved out of what was sent.
        self.ctl('mail', 'done', str(plan))
        self.assertEqual([s for s, _ in self.needs() if s == 'The plan'], [])
        self.assertEqual(self.rows('SELECT x.role FROM messages AS m JOIN mailboxes AS x'
                                   ' ON x.id = m.mailbox_id WHERE m.id = %d' % plan), [(2,)])

    def test_done(self):
        self.add_source()
        writer = sqlite3.connect(os.path.join(self.world.data, 'hearth.db'))
        writer.execute('INSERT INTO findings (message_id, kind, start, length, text, due,'
                       ' due_is_date, until, state, changed)'
                       ' VALUES (?, 0, 4096, 4, "Send it", 0, 0, 0, 0, 0)', (self.offer,))
        writer.commit()
        writer.close()
        self.ctl('mail', 'later', str(self.offer), '--until', 'tomorrow')
        self.ctl('mail', 'done', str(self.offer))
        states = 'SELECT DISTINCT state FROM findings WHERE message_id = %d' % self.offer
        self.assertEqual(self.rows(states), [(2,)])
        self.later(code=3)
        self.ctl('reminders', code=3)
        self.assertEqual(self.ctl('mail', 'show', str(self.offer), json_output=True)['mailbox'],
                         'Archive')
        self.ctl('undo')
        self.assertEqual(self.rows(states), [(0,)])
        self.assertEqual(len(self.later()), 1)
        self.assertEqual(self.ctl('mail', 'show', str(self.offer), json_output=True)['mailbox'],
                         'INBOX')
        self.assertEqual(len(self.ctl('reminders', json_output=True)), 1)

    def test_refused(self):
        self.add_source()
        for words in ('yesterday', 'some day', 'Friday or so'):
            self.ctl('mail', 'later', str(self.offer), '--until', words, code=2)
        self.ctl('mail', 'later', '77', '--until', 'tomorrow', code=3)
        self.ctl('mail', 'later', str(self.offer), code=2)
        self.later(code=3)


class LaterOnTheScreenTest(LaterCase):
    """With hearthd, and what it shows."""

    with_dunst = True

    def start(self):
        self.add_source()
        self.daemon = self.world.start_daemon()

    def put_off(self, seconds):
        return self.world.call('Later', '(axxs)', [self.offer], NOW_SECONDS + seconds, '')[0]

    def bubbles(self):
        return [(title, body) for _, title, body, _ in self.world.notifications()
                if title.startswith('Dana')]

    def test_bubble(self):
        self.start()
        self.world.call('Later', '(axxs)', [self.offer], int(self.clock()) + 2, '')
        wait_until(self.bubbles, 'the bubble')
        self.assertEqual(self.bubbles(), [('Dana Reyes: Offer', 'You put it off until now')])
        wait_until(lambda: self.rows('SELECT told FROM later')[0][0] > 0, 'told')
        self.world.press('Done')
        wait_until(lambda: self.rows('SELECT count(*) FROM later')[0][0] == 0, 'done')
        self.assertEqual(self.needs(), [])

    def clock(self):
        """The time that hearthd has, which began when it was started."""
        with open('/proc/%d/stat' % self.daemon.pid, encoding='ascii') as file:
            ticks = int(file.read().rsplit(')', 1)[1].split()[19])
        with open('/proc/uptime', encoding='ascii') as file:
            uptime = float(file.read().split()[0])
        return NOW_SECONDS + uptime - ticks / os.sysconf('SC_CLK_TCK')

    def test_killed_meanwhile(self):
        """It is killed when the mail was put off, and when it is back; nothing is lost or doubled."""
        self.start()
        for how in range(4):
            self.put_off(3600 + how)
            self.world.stop_daemon(self.daemon, signal.SIGKILL)
            wait_until(lambda: not self.world.has_owner(), 'the end of hearthd')
            self.daemon = self.world.start_daemon()
        self.assertEqual(self.rows('SELECT until FROM later'), [(NOW_SECONDS + 3603,)])
        self.world.stop_daemon(self.daemon, signal.SIGKILL)
        wait_until(lambda: not self.world.has_owner(), 'the end of hearthd')
        # A crash between the row and its reminder.
        writer = sqlite3.connect(os.path.join(self.world.data, 'hearth.db'))
        writer.execute('DELETE FROM reminders')
        writer.commit()
        writer.close()
        self.go_to(3602)
        self.daemon = self.world.start_daemon()
        wait_until(self.bubbles, 'the bubble')
        for _ in range(3):
            self.world.stop_daemon(self.daemon, signal.SIGKILL)
            wait_until(lambda: not self.world.has_owner(), 'the end of hearthd')
            self.go_to(3700)
            self.daemon = self.world.start_daemon()
            time.sleep(random.uniform(0.1, 0.6))
        wait_until(lambda: self.world.displayed() == 1, 'one bubble')
        self.assertEqual(self.rows('SELECT count(*) FROM reminders'), [(1,)])

    def test_answer_is_told(self):
        self.start()
        self.world.call('Later', '(axxs)', [self.offer], 0, 'sender')
        self.deliver('Re: Offer', 'Here it is. Dana', when=NOW_SECONDS - 40,
                     headers={'In-Reply-To': '<offer@reyes.example>'})
        wait_until(self.bubbles, 'the bubble')
        self.assertIn(('Dana Reyes: Offer', 'Dana Reyes has answered'), self.bubbles())


if __name__ == '__main__':
    main()
