# SPDX-License-Identifier: GPL-3.0-or-later
"""The digest at the times that its owner set, under a real notification daemon, and over kills."""

import signal
import time

from world import NOW_SECONDS, TestCase, main, make_mail, wait_until

# Wednesday, 15 May 2024; the mail is of 10:00 on the day before.
BEFORE = '2024-05-15T07:59:57+02:00'
MAIL = NOW_SECONDS - 24 * 3600


class DigestTest(TestCase):
    with_dunst = True
    now = '2024-05-14T12:00:00+02:00'

    def read_mail(self):
        """A mailbox that was read the day before; hearthd does not run."""
        box = self.world.maildir()
        box.deliver(make_mail('Budget', 'Hi Nora,\n\ncould you send me the number by Friday?\n\nAna\n',
                              when=MAIL))
        daemon = self.world.start_daemon()
        self.world.ctl('source', 'add', 'maildir', box.path)
        wait_until(lambda: self.world.search('budget') == ['Budget'], 'the mail')
        time.sleep(0.5)
        self.world.stop_daemon(daemon)

    def digests(self):
        return [n for n in self.world.notifications() if n[1] in ('Good morning', 'Good evening',
                                                                 'Your week')]

    def set(self, text):
        self.world.write('config/glib-2.0/settings/keyfile',
                         '[io/github/hearthdesktop/Hearth]\n' + text)

    def settle(self):
        time.sleep(0.8)

    def test_once(self):
        self.read_mail()
        daemon = self.world.start_daemon(BEFORE)
        self.settle()
        self.assertEqual(self.digests(), [], 'not before its time')
        wait_until(lambda: self.digests(), 'the digest')
        _, summary, body, actions = self.digests()[0]
        self.assertEqual(summary, 'Good morning')
        self.assertIn('One thing needs you.', body)
        self.assertIn('Ana Silva: Budget', body)
        self.assertIn('Open', actions)
        self.settle()
        self.assertEqual(self.world.displayed(), 1)

        # Killed while it stands: it is the same bubble afterwards, and no second one.
        self.world.stop_daemon(daemon, signal.SIGKILL)
        daemon = self.world.start_daemon('2024-05-15T08:10:00+02:00')
        wait_until(lambda: len(self.digests()) == 2, 'the same bubble')
        self.assertNotEqual(self.digests()[1][0], 0, 'it replaces the one that stands')
        self.settle()
        self.assertEqual(self.world.displayed(), 1)

        # Once it was opened it does not come again on that day.
        self.world.press('Open')
        wait_until(lambda: self.world.displayed() == 0, 'the end of the bubble')
        self.world.stop_daemon(daemon, signal.SIGKILL)
        self.world.start_daemon('2024-05-15T09:00:00+02:00')
        self.settle()
        self.assertEqual(len(self.digests()), 2)

    def test_slept(self):
        """What fell due while nothing ran is told as long as it is of use."""
        self.read_mail()
        self.world.start_daemon('2024-05-15T10:30:00+02:00')
        wait_until(lambda: len(self.digests()) == 1, 'the digest')

    def test_too_late(self):
        self.read_mail()
        daemon = self.world.start_daemon('2024-05-15T12:01:00+02:00')
        self.settle()
        self.assertEqual(self.digests(), [])
        # It is dropped, and does not come back when the clock is set.
        self.world.stop_daemon(daemon)
        self.world.start_daemon('2024-05-15T11:00:00+02:00')
        self.settle()
        self.assertEqual(self.digests(), [])

    def test_weekend(self):
        self.read_mail()
        self.world.start_daemon('2024-05-18T07:59:58+02:00')
        time.sleep(3)
        self.assertEqual(self.digests(), [], 'it is Saturday')

    def test_quiet(self):
        self.read_mail()
        self.set('quiet-hours=true\nquiet-hours-start=uint32 1320\nquiet-hours-end=uint32 510\n')
        daemon = self.world.start_daemon('2024-05-15T08:00:01+02:00')
        self.settle()
        self.assertEqual(self.digests(), [])
        self.world.stop_daemon(daemon)
        self.world.start_daemon('2024-05-15T08:30:01+02:00')
        wait_until(lambda: len(self.digests()) == 1, 'the digest after the quiet hours')

    def test_evening_and_week(self):
        self.read_mail()
        self.set('digest-morning=false\ndigest-evening=true\ndigest-weekly=true\n'
                 'digest-weekly-day=\'thursday\'\n')
        daemon = self.world.start_daemon('2024-05-15T17:59:00+02:00')
        self.world.stop_daemon(daemon)
        daemon = self.world.start_daemon('2024-05-15T18:00:01+02:00')
        wait_until(lambda: self.digests(), 'the evening')
        self.assertEqual(self.digests()[0][1], 'Good evening')
        self.world.stop_daemon(daemon)
        self.world.start_daemon('2024-05-16T17:00:01+02:00')
        wait_until(lambda: self.digests()[-1][1] == 'Your week', 'the week')
        self.assertIn('In seven days', self.digests()[-1][2])

    def test_method(self):
        """The method tells what the notification tells, and what is new since it was told."""
        self.read_mail()
        self.world.start_daemon('2024-05-15T13:00:00+02:00')
        text = self.world.ctl('digest')
        self.assertIn('One thing needs you.', text)
        self.assertIn('Ana Silva: Budget', text)
        told = self.world.ctl('digest', 'evening', json_output=True)
        self.assertEqual(told['kind'], 'evening')
        self.assertEqual(told['sections'][0]['name'], 'needs-you')
        self.assertEqual(told['sections'][0]['items'][0]['who'], 'Ana Silva')
        speech = self.world.ctl('digest', '--spoken', '--language', 'de')
        self.assertIn('Eine Sache wartet auf Sie.', speech)
        self.assertIn('Ana Silva schreibt: Budget.', speech)
        self.world.ctl('digest', 'noon', code=2)


class NoServerTest(TestCase):
    with_bus = True
    now = '2024-05-14T12:00:00+02:00'

    def test_killed_before_it_was_shown(self):
        """Nobody showed it before the kill: it is told when somebody can."""
        self.world.stop_daemon(self.world.start_daemon())
        daemon = self.world.start_daemon('2024-05-15T08:00:01+02:00')
        time.sleep(0.5)
        self.world.stop_daemon(daemon, signal.SIGKILL)
        self.world.start_dunst()
        self.world.start_daemon('2024-05-15T08:20:00+02:00')
        wait_until(lambda: [n for n in self.world.notifications() if n[1] == 'Good morning'],
                   'the digest')


if __name__ == '__main__':
    main()
