# SPDX-License-Identifier: GPL-3.0-or-later
"""What mail asks and promises: found, settled by later mail, and settled by the owner, for good."""

import json
import os
import signal
import unittest

from world import NOW_SECONDS, OWNER, Maildir, TestCase, make_mail, wait_until

DAY = 24 * 3600
BEN = 'Ben Okafor <ben@okafor.example>'


class CommitmentsTest(TestCase):
    def setUp(self):
        super().setUp()
        self.world.start_bus()
        self.maildir = self.world.maildir()
        self.sent = Maildir(os.path.join(self.maildir.path, '.Sent'))
        # Whose mailbox it is, is read from what was sent from it.
        for number in range(3):
            self.send('Hello %d' % number, 'All is well here.\n', 20, to='Jo <jo@jo.example>')

    def deliver(self, subject, text, days, sender=BEN, headers=None, name=None):
        self.maildir.deliver(make_mail(subject, text, sender=sender, when=NOW_SECONDS - days * DAY,
                                       headers=headers, message_id=name), flags='S')

    def send(self, subject, text, days, to=BEN, headers=None, name=None):
        self.sent.deliver(make_mail(subject, text, sender=OWNER, to=to,
                                    when=NOW_SECONDS - days * DAY, headers=headers,
                                    message_id=name), flags='S')

    def begin(self):
        self.daemon = self.world.start_daemon()
        self.world.ctl('source', 'add', 'maildir', self.maildir.path)

    def lines(self, verb, standalone=False):
        lines = self.world.ctl('mail', verb, '--json', standalone=standalone).splitlines()
        return [json.loads(line) for line in lines]

    def actions(self):
        return {one['description']: one for one in self.lines('actions')}

    def waiting(self):
        return {one['what']: one for one in self.lines('waiting')}

    def test_found(self):
        self.deliver('Plan', 'Hi Nora,\n\ncould you send me the plan by Friday?\n\nBen\n', 1)
        self.deliver('Van', "Hi Nora,\n\nI'll bring the van on Saturday.\n\nBen\n", 1)
        self.send('Lamp', 'Hi Ben,\n\ncan you repair the lamp?\n\nNora\n', 6)
        self.send('Soup', "I'll cook the soup for Sunday. I will call Jo tomorrow.\n", 1)
        self.begin()
        wait_until(lambda: len(self.actions()) >= 3 and self.waiting(), 'what was asked', timeout=30)
        plan = self.actions()['Send Ben the plan']
        self.assertEqual(plan['kind'], 'ask')
        self.assertEqual(plan['owed_by'], 'owner')
        self.assertEqual(plan['other']['address'], 'ben@okafor.example')
        self.assertEqual(plan['quote'], 'could you send me the plan by Friday?')
        self.assertTrue(plan['due'].startswith('2024-05-17'))
        self.assertEqual(self.actions()['Bring the van']['owed_by'], 'other')
        self.assertEqual(self.actions()['Call Jo']['kind'], 'promise')
        lamp = self.waiting()['Repair the lamp']
        self.assertEqual((lamp['to']['name'], lamp['days']), ('Ben Okafor', 6))

    def test_settled_by_later_mail(self):
        self.send('Lamp', 'Hi Ben,\n\ncan you repair the lamp?\n\nNora\n', 6, name='<lamp@x.example>')
        reply = {'In-Reply-To': '<lamp@x.example>', 'References': '<lamp@x.example>'}
        self.deliver('Automatic reply: Lamp', 'I am out of the office until Monday.\n', 6,
                     headers=dict(reply, **{'Auto-Submitted': 'auto-replied'}))
        self.begin()
        wait_until(self.waiting, 'the request', timeout=30)
        self.deliver('Re: Lamp', 'It is done, the lamp burns again.\n\nBen\n', 0, headers=reply)
        wait_until(lambda: not self.waiting(), 'the answer', timeout=30)

    def test_owner_settles(self):
        self.deliver('Plan', 'Hi Nora,\n\ncould you send me the plan by Friday?\n\nBen\n', 1)
        self.begin()
        wait_until(self.actions, 'what was asked', timeout=30)
        number = str(self.actions()['Send Ben the plan']['id'])
        self.world.ctl('mail', 'settle', number, 'done')
        self.assertFalse(self.actions())
        # It is on disk when it is said.
        self.daemon.send_signal(signal.SIGKILL)
        self.daemon.wait()
        self.assertFalse(self.lines('actions', standalone=True))
        self.world.ctl('mail', 'settle', number, 'open', standalone=True)
        self.assertEqual(len(self.lines('actions', standalone=True)), 1)
        self.world.ctl('mail', 'settle', number, 'gone', standalone=True, code=1)
        self.world.ctl('mail', 'settle', '99', 'done', standalone=True, code=3)


if __name__ == '__main__':
    unittest.main()
