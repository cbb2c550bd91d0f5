# SPDX-License-Identifier: GPL-3.0-or-later
"""The Mail view: what its owner does to mail, by keyboard and by buttons, and takes back."""

import time
import unittest

import desk
import world
from gi.repository import GLib
from mail_double import MailDouble

MAILS = [
    ('Marta Keller <marta@keller.example>', 'Venue for June',
     'Hello Nora,\n\nHalle 7 is ours on 12 June. Could you send me the head count by Friday?\n'),
    ('Theo Winter <theo@winter.example>', 'Contract', 'Please read it until tomorrow.\n'),
    ('Amara <amara@dinner.example>', 'Dinner', 'Shall we have soup?\n'),
    ('Otto <otto@weiss.example>', 'Cellars', 'They are damp.\n\n> Are they?\n> Or dry?\n'),
    ('"billing@bank.example" <x@evil.example>', 'Your bill', 'Pay at once.\n'),
]


class Mail(desk.TestCase):
    def setUp(self):
        super().setUp()
        box = self.desk.maildir('mail-%s' % self.id().rpartition('.')[2])
        for i, (sender, subject, text) in enumerate(MAILS):
            box.deliver(world.make_mail(subject, text, sender=sender,
                                        when=world.NOW_SECONDS - 3600 * (i + 1)))
        self.desk.ctl('source', 'add', 'maildir', box.path, standalone=True)
        self.double = MailDouble(self.desk)
        self.addCleanup(self.double.close)
        self.desk.set_view('mail')
        self.panel = self.open_panel()
        self.panel.see('Venue for June')

    def acted(self):
        return [(kind, len(ids)) for kind, ids, _target in self.double.named('Act')]

    def mailbox_of(self, subject):
        return self.double.execute('SELECT x.name FROM messages AS m JOIN mailboxes AS x'
                                   ' ON x.id = m.mailbox_id WHERE subject = ?', subject)[0][0]

    def test_chosen_row_says_what_matters(self):
        self.panel.key('j')
        self.panel.see('Could you send me the head count')
        self.panel.see('Reply', 'push button')
        self.panel.see('Done', 'push button')
        self.panel.key('j')
        self.panel.miss('Could you send me the head count')
        self.panel.see('Please read it until tomorrow.')

    def test_says_why_and_is_taught(self):
        """Each judged mail says why; what it really is can be said, and taken back."""
        ids = self.double.execute('SELECT id FROM messages WHERE subject = ?', 'Venue for June')[0]
        self.double.execute('UPDATE messages SET klass = ?, priority = 30, reason = ?'
                            ' WHERE id = ?', 'fyi', 'lets you know; nothing is asked', ids[0])
        self.panel.key('j')
        self.panel.key('Return')
        self.panel.see('lets you know; nothing is asked')
        self.panel.tab_to('Say what this message is')
        self.panel.key(' ')
        self.panel.see('Urgent')
        self.panel.key('Return')
        desk.wait_until(lambda: self.double.named('Teach') == [(ids[0], 'urgent')],
                        'the service to be told')
        self.panel.see('Noted. Mail like it is judged anew.')
        self.panel.press('Undo')
        desk.wait_until(lambda: self.double.named('Teach')[-1] == (ids[0], ''),
                        'the service to be told that it is taken back')

    def test_summary_leads_to_its_messages(self):
        """Above a message stands what its conversation came to; a service is asked on demand only."""
        ids = dict(self.double.execute('SELECT subject, id FROM messages'))

        def sentence(kind, sender, text, subject):
            return {'kind': GLib.Variant('s', kind), 'from': GLib.Variant('s', sender),
                    'text': GLib.Variant('s', text), 'date': GLib.Variant('x', world.NOW_SECONDS),
                    'message_id': GLib.Variant('x', ids[subject]),
                    'start': GLib.Variant('x', 0), 'length': GLib.Variant('x', len(text))}

        self.double.summary = {
            'sentences': GLib.Variant('aa{sv}', [
                sentence('decision', 'Theo Winter', 'The contract ends in June.', 'Contract'),
                sentence('open', 'Amara', 'Shall we have soup?', 'Dinner'),
                sentence('newest', 'Marta Keller', 'This stands below.', 'Venue for June')]),
            'messages': GLib.Variant('u', 3), 'service': GLib.Variant('s', ''),
            'can_ask': GLib.Variant('s', 'The double')}
        self.panel.key('j')
        self.panel.key('Return')
        self.panel.see('In Short · 3 messages')
        self.panel.see('The contract ends in June.')
        self.panel.see('not answered yet')
        self.panel.miss('This stands below.')
        self.assertEqual(self.double.named('Summarize'), [(ids['Venue for June'], False)])
        self.double.summary_refused = 'The double took too long.'
        self.panel.press('Ask The double')
        self.panel.see('The double took too long.')
        self.double.summary_refused = None
        self.panel.press('Ask The double')
        self.panel.see('In the words of The double, checked against the mail.')
        self.assertEqual(self.double.named('Summarize')[-1], (ids['Venue for June'], True))
        self.panel.tab_to('The contract ends in June.')
        self.panel.key('Return')
        self.panel.see('theo@winter.example')
        # Two messages are read as quickly as what they come to.
        self.double.summary['messages'] = GLib.Variant('u', 2)
        self.panel.press('Back')
        self.panel.see('marta@keller.example')
        self.panel.miss('In Short')

    def test_says_why_it_told(self):
        """A mail that one was told of says why, and takes what one wants from now on."""
        ids = self.double.execute('SELECT id FROM messages WHERE subject = ?', 'Venue for June')[0]
        self.double.execute('INSERT INTO tellings (message_id, sender, klass, at, level, sound,'
                            ' held, reason) VALUES (?, ?, ?, ?, 2, 1, 0, ?)', ids[0],
                            'marta@keller.example', 'needs_response', world.NOW_SECONDS - 3500,
                            'asks for the head count by Friday')
        self.panel.key('j')
        self.panel.key('Return')
        self.panel.see('You were told, ')
        self.panel.see('asks for the head count by Friday')
        self.panel.tab_to('Say what you want to be told')
        self.panel.key(' ')
        self.panel.see('Fewer Like This')
        self.panel.key('Return')
        desk.wait_until(lambda: self.double.named('AnswerTelling') == [(ids[0], 'always')],
                        'the service to be told')
        self.panel.see('You are always told of this sender.')
        self.panel.press('Undo')
        self.panel.see('You were told, ')
        self.assertEqual(self.double.named('AnswerTelling')[-1], (ids[0], ''))

    def test_put_off_and_back(self):
        """The service is told until when, and it can be taken back."""
        row, = self.double.execute('SELECT id FROM messages WHERE subject = ?', 'Venue for June')[0]
        self.panel.key('j')
        self.panel.key('Return')
        self.panel.tab_to('Put this message off')
        self.panel.key(' ')
        self.panel.see('Tomorrow Morning')
        self.panel.key('Return')
        desk.wait_until(lambda: self.double.named('Later'), 'the service to be told')
        (ids, until, awaits), = self.double.named('Later')
        self.assertEqual((ids, awaits), ([row], ''))
        self.assertGreater(until, world.NOW_SECONDS)
        self.panel.see('Put off: ')
        self.panel.press('Undo')
        desk.wait_until(lambda: self.double.named('Undo') == [(2,)], 'it to be taken back')

    def test_archive_and_undo(self):
        self.panel.key('j')
        self.panel.key('e')
        self.panel.miss('Venue for June')
        self.panel.see('Archived')
        desk.wait_until(lambda: self.acted() == [('archive', 1)], 'the service to be told')
        self.assertEqual(self.mailbox_of('Venue for June'), 'Archive')
        # The next one is chosen: the hand stays where it is.
        self.panel.see('Please read it until tomorrow.')
        self.panel.press('Undo')
        self.panel.see('Venue for June')
        self.assertEqual(self.double.named('Undo'), [(1,)])
        self.assertEqual(self.mailbox_of('Venue for June'), 'INBOX')

    def test_shown_before_the_service_answers(self):
        self.double.hold = True
        self.panel.key('j')
        self.panel.key('e')
        self.panel.miss('Venue for June')
        # Taken back before it was done: it is undone as soon as it is.
        self.panel.key('z')
        self.panel.see('Venue for June')
        self.assertEqual(self.double.named('Undo'), [])
        self.double.release()
        desk.wait_until(lambda: self.double.named('Undo') == [(1,)], 'it to be undone')
        self.assertEqual(self.mailbox_of('Venue for June'), 'INBOX')

    def test_refusal_is_said_and_shown(self):
        self.double.close()
        self.addCleanup(setattr, self.double, 'close', lambda: None)
        self.panel.see('What you see may be out of date.')
        self.panel.key('j')
        self.panel.key('e')
        self.panel.see('The companion’s service is not running. Start it and try again.')
        self.panel.see('Venue for June')

    def test_keys(self):
        self.panel.key('j')
        self.panel.key('s')
        self.panel.see('starred, Marta')
        self.panel.key('s')
        self.panel.miss('starred, Marta')
        self.panel.key('u')
        self.panel.miss('Unread, Marta')
        self.panel.key('u')
        self.panel.see('Unread, Marta')
        self.panel.key('numbersign')
        self.panel.miss('Venue for June')
        self.panel.see('Moved to Trash')
        self.panel.key('exclam')
        self.panel.see('Moved to Junk')
        desk.wait_until(lambda: self.acted() == [
            ('flag', 1), ('unflag', 1), ('read', 1), ('unread', 1), ('trash', 1), ('junk', 1)],
            'all of it')
        self.assertEqual(self.mailbox_of('Venue for June'), 'Trash')
        self.assertEqual(self.mailbox_of('Contract'), 'Junk')

    def test_several(self):
        self.panel.key('j')
        self.panel.key('x')
        self.panel.see('1 selected')
        self.panel.key('j')
        self.panel.key('j')
        self.panel.key('x')
        self.panel.see('2 selected')
        self.panel.press('Archive the selected messages')
        self.panel.see('2 messages archived')
        self.panel.miss('Venue for June')
        self.panel.miss('Dinner')
        self.panel.see('Contract')
        desk.wait_until(lambda: self.acted() == [('archive', 2)], 'one action for both')
        self.panel.key('z')
        self.panel.see('Dinner')

    def test_escape_ends_the_selection(self):
        self.panel.key('j')
        self.panel.key('x')
        self.panel.key('j')
        self.panel.key('x')
        self.panel.see('2 selected')
        self.panel.key('Escape')
        self.panel.miss('2 selected')
        # The first of them stays chosen, and the hand on it.
        self.panel.see('Could you send me the head count')
        self.panel.key('j')
        self.panel.see('Please read it until tomorrow.')

    def test_message_in_place(self):
        self.panel.key('j')
        self.panel.key('Return')
        self.panel.see('marta@keller.example')
        desk.wait_until(lambda: self.double.named('SetRead'), 'it to be marked as read')
        # On to the next ones, without going back.
        self.panel.key('j')
        self.panel.see('theo@winter.example')
        for _ in range(2):
            self.panel.key('j')
        self.panel.see('2 quoted lines')
        self.panel.key('k')
        self.panel.see('Shall we have soup?')
        self.panel.key('e')
        self.panel.see('Archived')
        self.panel.miss('Back')
        self.panel.miss('Amara, Dinner')

    def test_keys_wait_for_the_message(self):
        """What is pressed before the next message is there does not reach the one before."""
        self.panel.key('j')
        self.panel.key('Return')
        self.panel.see('marta@keller.example')
        # A store that takes a second to read of a message.
        self.double.execute('DROP TABLE unsubscribes')
        self.double.execute(
            'CREATE VIEW unsubscribes AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1'
            " FROM n WHERE i < 4000000) SELECT 'list:' || max(i) AS list, 0 AS message_id, 0 AS at,"
            " '' AS how, 0 AS state, '' AS problem FROM n")
        self.panel.key('j')
        self.panel.key('e')
        self.panel.see('theo@winter.example', timeout=20)
        self.assertEqual(self.mailbox_of('Venue for June'), 'INBOX')

    def test_star_stays(self):
        """An open message keeps its star once the service has set it, and can lose it again."""
        self.panel.key('j')
        self.panel.key('Return')
        self.panel.see('marta@keller.example')
        self.panel.press('Star this message')
        self.panel.see('Remove the star', 'push button')
        desk.wait_until(lambda: self.acted() == [('flag', 1)], 'the service to be told')
        time.sleep(2.5)  # the desk remembers for so long what was done
        self.panel.see('Remove the star', 'push button')
        self.panel.press('Remove the star')
        desk.wait_until(lambda: self.acted() == [('flag', 1), ('unflag', 1)], 'it to be removed')
        self.panel.see('Star this message', 'push button')

    def test_person(self):
        """A sender's name opens what lies between the owner and them."""
        row = self.double.execute('SELECT id FROM messages WHERE subject = ?', 'Contract')[0][0]
        self.double.people[('show', 'marta@keller.example')] = [{
            'name': GLib.Variant('s', 'Marta Keller'),
            'reason': GLib.Variant('s', 'you write each other every week'),
            'phones': GLib.Variant('as', ['+49 30 12']),
            'birthday': GLib.Variant('s', '--05-15'),
            'promises': GLib.Variant('aa{sv}', [{'text': GLib.Variant('s', 'send the head count'),
                                                 'message': GLib.Variant('x', row)}]),
        }]
        self.panel.key('j')
        self.panel.key('Return')
        self.panel.see('marta@keller.example')
        self.panel.tab_to('Marta Keller')
        self.panel.key(' ')
        self.panel.see('you write each other every week')
        self.panel.see('Phone: +49 30 12')
        self.panel.see('You promised')
        self.panel.press('send the head count')
        self.panel.see('theo@winter.example')

    def test_liar_is_named(self):
        self.double.execute("UPDATE messages SET from_name = 'billing@bank.example'"
                            " WHERE subject = 'Your bill'")
        row = self.double.execute("SELECT id FROM messages WHERE subject = 'Your bill'")[0][0]
        self.panel.act('show-message', GLib.Variant('x', row))
        self.panel.see('The sender’s name is the address billing@bank.example, but the message '
                       'comes from x@evil.example.')

    def test_forward_is_a_draft(self):
        self.panel.key('j')
        self.panel.key('f')
        self.panel.see('Fwd: Venue for June')
        self.assertEqual([kind for kind, _id in self.double.named('Compose')], ['forward'])

    def test_search_finds_as_one_types(self):
        self.panel.key('slash')
        self.panel.see('Search everything')
        for letter in 'ham':
            self.panel.key(letter)
        self.panel.see('Nothing found')
        for _ in range(3):
            self.panel.key('BackSpace')
        for letter in 'cella':
            self.panel.key(letter)
        self.panel.see('Cellars')
        self.panel.miss('Nothing found')

    def test_chips(self):
        self.panel.key('j')
        self.panel.key('e')
        self.panel.miss('Marta Keller, Venue for June')
        self.panel.press('Set aside', None)
        self.panel.see('Nothing is set aside')
        self.panel.press('People', None)
        self.panel.see('Theo Winter, Contract')
        self.panel.miss('Marta Keller, Venue for June')


if __name__ == '__main__':
    unittest.main(verbosity=2)
