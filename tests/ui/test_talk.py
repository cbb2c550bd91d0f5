# SPDX-License-Identifier: GPL-3.0-or-later
"""The conversation: cards, what is done and taken back, links, and many conversations."""

import hashlib
import json
import os
import sqlite3
import time
import unittest

import desk
from gi.repository import GLib
from service_double import ServiceDouble

SETTINGS = 'config/glib-2.0/settings/keyfile'

OWNER, COMPANION = 0, 1
WAITING, ACCEPTED, DECLINED, FAILED = 0, 1, 2, 3
AWAY = 'The companion’s service is not running. Start it and try again.'

REPLY = {'to': [{'name': 'Marta Keller', 'address': 'marta@keller.example', 'origin': 'sender'},
                {'name': 'Jon Lind', 'address': 'jon@lind.example', 'origin': 'owner'}],
         'subject': 'Re: Venue', 'text': 'We will be 42.\nhttps://plan.example/june'}


class Shelf:
    """Rows as the service writes them: the panel reads them from the store itself."""

    def __init__(self, path):
        self.db = sqlite3.connect(path, timeout=10)
        self.now = int(time.time())
        # They index words with a tokenizer that only the service has.
        for name, in self.db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"
                                     " AND tbl_name = 'turns'").fetchall():
            self.db.execute('DROP TRIGGER ' + name)

    def conversation(self, name, title, turns, age=0):
        at = self.now - age
        self.db.execute('INSERT INTO conversations (name, title, created, changed)'
                        ' VALUES (?, ?, ?, ?)', (name, title, at, at))
        rows = []
        for role, text in turns:
            row = self.db.execute(
                'INSERT INTO turns (conversation, role, text, created, complete)'
                ' VALUES (?, ?, ?, ?, 1)', (name, role, text, at)).lastrowid
            rows.append(row)
        self.db.commit()
        return rows

    def card(self, conversation, turn, verb, content):
        text = json.dumps(content, separators=(',', ':'))
        digest = hashlib.sha256(verb.encode() + b'\0' + text.encode()).hexdigest()
        row = self.db.execute(
            'INSERT INTO cards (conversation, turn_id, verb, content, hash, label, state, created)'
            ' VALUES (?, ?, ?, ?, ?, 2, 0, ?)',
            (conversation, turn, verb, text, digest, self.now)).lastrowid
        self.db.commit()
        return row, digest

    def settle(self, card, state, action=0, problem=None):
        self.db.execute('UPDATE cards SET state = ?, action_id = ?, problem = ?, settled = ?'
                        ' WHERE id = ?', (state, action, problem, self.now, card))
        self.db.commit()

    def action(self, undone=0):
        row = self.db.execute("INSERT INTO actions (at, kind, target, n_messages, undone)"
                              " VALUES (?, 'archive', '', 1, ?)", (self.now, undone)).lastrowid
        self.db.commit()
        return row

    def undo(self, action):
        self.db.execute('UPDATE actions SET undone = ? WHERE id = ?', (self.now, action))
        self.db.commit()


class Talk(desk.TestCase):
    def setUp(self):
        super().setUp()
        self.desk.set_view('talk')
        # A store with all its tables.
        self.desk.ctl('sync', standalone=True)
        self.shelf = Shelf(os.path.join(self.desk.data, 'hearth.db'))
        self.addCleanup(self.shelf.db.close)

    def double(self, **options):
        double = ServiceDouble(self.desk.bus, self.desk.data, **options)
        self.addCleanup(double.close)
        return double

    def calls(self, double, method):
        return [parameters for name, parameters in double.calls if name == method]

    def wait_call(self, double, method):
        desk.wait_until(lambda: self.calls(double, method), method)
        return self.calls(double, method)[-1]

    def two_cards(self):
        turns = self.shelf.conversation('venue', 'Venue', [(OWNER, 'Tell her 42'),
                                                           (COMPANION, 'This would be sent.')])
        first = self.shelf.card('venue', turns[1], 'reply', REPLY)
        second = self.shelf.card('venue', turns[1], 'remind', {'text': 'Call Marta',
                                                                'at': self.shelf.now + 3600})
        return first, second

    def pause(self, seconds=0.8):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            desk.pump()
            time.sleep(0.02)

    def button(self, panel, text):
        return panel.see(text, 'push button')

    def test_card_is_shown_in_full(self):
        self.two_cards()
        self.double()
        panel = self.open_panel()
        panel.see('To: Marta Keller <marta@keller.example>')
        panel.see('Jon Lind <jon@lind.example>')
        panel.see('Re: Venue')
        panel.see('plan.example')
        panel.see('We will be 42.')
        # Only the first of them can be settled.
        self.button(panel, 'Send')
        panel.see('Waits until the other one is decided.')
        self.assertIsNone(panel.find('Remind me', 'push button'))

    def press_in(self, panel, card, text):
        """Presses a button of a card, if it is there. Only the card is looked through: that is
        quick enough to be early."""
        for node in panel.walk(card):
            if node.get_name() == text and node.get_role_name() == 'push button':
                node.do_action(0)
                return

    def test_card_is_deaf_at_first(self):
        (first, _), (second, _) = self.two_cards()
        double = self.double()
        panel = self.open_panel()
        self.button(panel, 'Send')
        self.pause()
        moments = {}

        def accept(parameters):
            moments[parameters[0]] = time.monotonic()
            self.shelf.settle(parameters[0], ACCEPTED)
            double.changed('cards')
            return GLib.Variant('(x)', (0,))
        double.answers['AcceptCard'] = accept
        following = panel.see('Call Marta', 'panel')
        panel.press('Send')
        # However often it is pressed, and without any event, as an assistive technology can.
        end = time.monotonic() + 20
        while second not in moments and time.monotonic() < end:
            desk.pump()
            self.press_in(panel, following, 'Remind me')
            time.sleep(0.01)
        self.assertEqual(sorted(moments), [first, second])
        self.assertGreaterEqual(moments[second] - moments[first], 0.5)

    def test_card_is_accepted_by_its_hash_and_undone(self):
        (card, digest), _ = self.two_cards()
        double = self.double()
        panel = self.open_panel()
        self.button(panel, 'Send')
        self.pause()
        action = self.shelf.action()

        def accept(_parameters):
            self.shelf.settle(card, ACCEPTED, action)
            double.changed('cards')
            return GLib.Variant('(x)', (action,))
        double.answers['AcceptCard'] = accept

        def undo(parameters):
            self.shelf.undo(parameters[0])
            double.changed('actions')
        double.answers['Undo'] = undo
        panel.press('Send')
        self.assertEqual(self.wait_call(double, 'AcceptCard'), (card, digest))
        panel.see('On its way')
        panel.miss('Waits until the other one is decided.')
        self.button(panel, 'Remind me')
        panel.press('Undo: Reply to ')
        self.assertEqual(self.wait_call(double, 'Undo'), (action,))
        panel.see('Taken back')
        self.assertEqual(len(self.calls(double, 'AcceptCard')), 1)

    def test_card_is_settled_by_the_keyboard(self):
        (card, _), _ = self.two_cards()
        double = self.double()
        panel = self.open_panel()
        self.button(panel, 'Not Now')
        self.pause()

        def decline(parameters):
            self.shelf.settle(parameters[0], DECLINED)
            double.changed('cards')
        double.answers['DeclineCard'] = decline
        # Return in the entry says what is typed, and settles nothing.
        panel.key('Return')
        self.pause(0.3)
        self.assertEqual(self.calls(double, 'AcceptCard'), [])
        panel.tab_to('Not Now')
        # It has just been scrolled to.
        self.pause()
        panel.key(' ')
        self.assertEqual(self.wait_call(double, 'DeclineCard'), (card,))
        panel.see('Not done')

    def test_card_that_fails_says_why(self):
        (card, _), _ = self.two_cards()
        double = self.double()
        panel = self.open_panel()
        self.button(panel, 'Send')
        self.pause()

        def accept(_parameters):
            self.shelf.settle(card, FAILED, problem='The server of this account is away.')
            double.changed('cards')
            raise desk.GLib.Error('The server of this account is away.')
        double.answers['AcceptCard'] = accept
        panel.press('Send')
        panel.see('The server of this account is away.')
        self.assertIsNone(panel.find('Undo: '))

    def test_card_that_is_declined_is_not_said_to_be_sent(self):
        self.two_cards()
        double = self.double()
        panel = self.open_panel()
        self.button(panel, 'Not Now')
        self.pause()
        seen = []

        def decline(parameters):
            # The service has not answered yet.
            desk.wait_until(lambda: panel.find('One moment…') or panel.find('Sending…'), 'a word')
            seen.extend(panel.texts())
            self.shelf.settle(parameters[0], DECLINED)
            double.changed('cards')
        double.answers['DeclineCard'] = decline
        panel.press('Not Now')
        panel.see('Not done')
        self.assertIn('One moment…', seen)
        self.assertNotIn('Sending…', seen)

    def test_what_is_done_at_once_can_be_taken_back(self):
        double = self.double()
        double.script = [{'type': 'text', 'text': 'It is put away.'},
                         {'type': 'done', 'text': 'Archived 2 messages', 'id': 17}, {'type': 'end'}]
        panel = self.open_panel()
        panel.act('ask', GLib.Variant('s', 'Archive the newsletters'))
        panel.see('Archived 2 messages')
        panel.press('Undo: Archived 2 messages')
        self.assertEqual(self.wait_call(double, 'Undo'), (17,))
        panel.see('Taken back: Archived 2 messages')

    def test_what_cannot_be_taken_back_now_says_why(self):
        double = self.double()
        double.script = [{'type': 'text', 'text': 'It is put away.'},
                         {'type': 'done', 'text': 'Archived 2 messages', 'id': 17}, {'type': 'end'}]
        panel = self.open_panel()
        panel.act('ask', GLib.Variant('s', 'Archive the newsletters'))
        panel.see('Archived 2 messages')
        double.leave()
        panel.see('Start It', 'push button')
        panel.press('Undo: Archived 2 messages')
        panel.see(AWAY)
        self.button(panel, 'Undo: Archived 2 messages')

    def test_links_lead_only_where_the_owner_knows(self):
        double = self.double()
        double.script = [{'type': 'text', 'text':
                          'See [the plan](https://plan.example/a), https://plan.example/ab and '
                          '[this](https://evil.example/?q=1). ![x](https://evil.example/p.png)'},
                         {'type': 'end'}]
        panel = self.open_panel()
        panel.act('ask', GLib.Variant('s', 'Is https://plan.example/a good?'))
        panel.see('See the plan (plan.example), https://plan.example/ab and this. x')
        # What may be followed names its host, and nothing else does.
        self.assertIsNone(panel.find('evil.example'))

    def test_question_is_put_in_other_words(self):
        turns = self.shelf.conversation(
            'lisbon', 'Lisbon', [(OWNER, 'When do I fly?'), (COMPANION, 'On Friday.'),
                                 (OWNER, 'At what time?'), (COMPANION, 'At 7:40.')])
        double = self.double()
        double.script = [{'type': 'text', 'text': 'On Thursday.'}, {'type': 'end'}]
        panel = self.open_panel()
        panel.see('At 7:40.')
        panel.tab_to('This question', key='Tab')
        panel.key(' ')
        panel.see('Edit and Ask Again').do_action(0)
        panel.see('Say it in other words.')
        panel.key('End')
        for letter in ' now':
            panel.key(letter)
        panel.key('Return')
        turn, text = self.wait_call(double, 'AskAgain')
        self.assertIn(turn, (turns[0], turns[2]))
        self.assertTrue(text.endswith(' now'), text)
        panel.see('On Thursday.')
        panel.miss('At 7:40.')
        panel.miss('Say it in other words.')

    def test_conversations_are_found_renamed_and_removed(self):
        self.shelf.conversation('lease', 'The lease', [(OWNER, 'What of pets?'),
                                                       (COMPANION, 'Cats are allowed.')], 86400)
        self.shelf.conversation('lisbon', 'Lisbon', [(OWNER, 'When do I fly?'),
                                                     (COMPANION, 'On Friday.')])
        double = self.double()
        panel = self.open_panel()
        panel.see('On Friday.')
        panel.press('All conversations')
        panel.see('Conversations', 'list')
        panel.see('The lease')
        panel.see('Lisbon. On Friday.')
        panel.tab_to('More: The lease')
        panel.key(' ')
        panel.see('Remove').do_action(0)
        panel.see('“The lease” is removed')
        panel.press('Undo')
        panel.see('The lease')
        self.pause()
        self.assertEqual(self.calls(double, 'RemoveConversation'), [])
        panel.tab_to('The lease. Cats', key='Tab')
        panel.key('Return')
        panel.see('Cats are allowed.')
        panel.press('Rename: The lease')
        panel.see('Title of this conversation')
        for letter in 'Flat':
            panel.key(letter)
        panel.key('Return')
        self.assertEqual(self.wait_call(double, 'RenameConversation'), ('lease', 'Flat'))

    def rename(self, panel, title):
        panel.press('Rename: Lisbon')
        panel.see('Title of this conversation')
        for letter in title:
            panel.key(letter)
        panel.key('Return')

    def test_title_that_is_not_kept_is_not_shown(self):
        self.shelf.conversation('lisbon', 'Lisbon', [(OWNER, 'When do I fly?'),
                                                     (COMPANION, 'On Friday.')])
        double = self.double()

        def refuse(_parameters):
            raise GLib.Error('There is no space left.')
        double.answers['RenameConversation'] = refuse
        panel = self.open_panel()
        panel.see('On Friday.')
        self.rename(panel, 'Flat')
        panel.see('There is no space left.')
        panel.see('Rename: Lisbon')
        double.leave()
        panel.see('Start It', 'push button')
        self.rename(panel, 'Trip')
        panel.see(AWAY)
        panel.see('Rename: Lisbon')
        panel.miss('Trip')
        # Nor is one that was typed in the list.
        panel.press('All conversations')
        panel.tab_to('Lisbon. On Friday.')
        kinds = self.desk.atspi.KeySynthType
        self.desk.atspi.generate_keyboard_event(0xffbf, None, kinds.SYM)  # F2
        panel.tab_to('Title', limit=1)
        for letter in 'Trip':
            panel.key(letter)
        panel.key('Return')
        panel.miss('Trip')

    def test_conversation_that_is_not_removed_is_said_to_be_there(self):
        self.shelf.conversation('lisbon', 'Lisbon', [(OWNER, 'When do I fly?'),
                                                     (COMPANION, 'On Friday.')])
        double = self.double()
        panel = self.open_panel()
        panel.see('On Friday.')
        panel.press('All conversations')
        panel.tab_to('More: Lisbon')
        panel.key(' ')
        panel.see('Remove').do_action(0)
        panel.see('“Lisbon” is removed')
        panel.miss('More: Lisbon')
        double.leave()
        panel.see('“Lisbon” was not removed. ' + AWAY, timeout=20)
        self.button(panel, 'Start It')
        panel.see('More: Lisbon')

    def test_what_services_counted_this_month(self):
        double = self.double()
        double.properties['MonthlyUsage'] = GLib.Variant('a{sv}', {
            'tokens-in': GLib.Variant('x', 1), 'limit-tokens': GLib.Variant('x', 500),
            'cost': GLib.Variant('d', 0.5), 'limit-cost': GLib.Variant('d', 9),
            'currency': GLib.Variant('s', 'EUR')})
        panel = self.open_panel()
        panel.see('What needs me today?')
        panel.press('All conversations')
        panel.see('This month: 1 token of 500 · 0.50 EUR of 9.00 EUR')

    def test_private_conversation(self):
        double = self.double()
        double.script = [{'type': 'text', 'text': 'Between us.'}, {'type': 'end'}]
        double.answers['BeginConversation'] = lambda _p: GLib.Variant('(s)', ('secret',))
        double.answers['PrivateTurns'] = lambda _p: GLib.Variant('(aa{sv})', ([
            {'id': GLib.Variant('x', 1), 'role': GLib.Variant('s', 'owner'),
             'text': GLib.Variant('s', 'Tell nobody')},
            {'id': GLib.Variant('x', 2), 'role': GLib.Variant('s', 'companion'),
             'text': GLib.Variant('s', 'Between us.')}],))
        panel = self.open_panel()
        panel.see('What needs me today?')
        panel.press('All conversations')
        panel.press('New private conversation')
        panel.see('This conversation is private')
        panel.act('ask', GLib.Variant('s', 'Tell nobody'))
        panel.see('Between us.')
        self.assertEqual(self.wait_call(double, 'BeginConversation'), (True, ''))
        self.assertEqual(double.asked[-1], ('secret', 'Tell nobody'))

    def test_private_words_stay_in_memory(self):
        """Also those that were not sent, when the panel is closed."""
        with open(self.desk.path(SETTINGS), 'a', encoding='utf-8') as file:
            file.write('first-close-told=true\n')
        self.double()
        panel = self.open_panel()
        panel.see('What needs me today?')
        panel.press('All conversations')
        panel.press('New private conversation')
        panel.see('This conversation is private')
        self.type(panel, 'secret')
        self.pause(2)
        self.assertNotIn('secret', self.settings())
        panel.chord('w')
        desk.wait_until(lambda: 'panel-conversation=' in self.settings(), 'the panel to be closed')
        self.assertNotIn('secret', self.settings())

    def test_what_is_typed_is_on_disk_soon(self):
        self.double()
        panel = self.open_panel()
        panel.see('What needs me today?')
        self.type(panel, 'half')
        desk.wait_until(lambda: "draft='half'" in self.settings(), 'what was typed on disk')

    def test_typed_words_outlast_recalled_ones(self):
        self.shelf.conversation('lisbon', 'Lisbon', [(OWNER, 'When do I fly?'),
                                                     (COMPANION, 'On Friday.')])
        self.double()
        panel = self.open_panel()
        panel.see('On Friday.')
        entry = self.type(panel, 'half')
        panel.key('Up')
        desk.wait_until(lambda: panel.read(entry) == 'When do I fly?', 'the question')
        panel.key('Down')
        desk.wait_until(lambda: panel.read(entry) == 'half', 'what was typed')

    def test_typed_words_outlast_a_changed_question(self):
        self.shelf.conversation('lisbon', 'Lisbon', [(OWNER, 'When do I fly?'),
                                                     (COMPANION, 'On Friday.')])
        double = self.double()
        double.script = [{'type': 'text', 'text': 'On Thursday.'}, {'type': 'end'}]
        panel = self.open_panel()
        panel.see('On Friday.')
        entry = self.type(panel, 'half')
        self.change_question(panel, entry)
        panel.key('Escape')
        desk.wait_until(lambda: panel.read(entry) == 'half', 'what was typed')
        # Neither does it go with the question that is asked in other words.
        self.change_question(panel, entry)
        panel.key('Return')
        self.wait_call(double, 'AskAgain')
        desk.wait_until(lambda: panel.read(entry) == 'half', 'what was typed')

    def change_question(self, panel, entry):
        panel.tab_to('This question')
        panel.key(' ')
        panel.see('Edit and Ask Again').do_action(0)
        desk.wait_until(lambda: panel.read(entry) == 'When do I fly?', 'the question')

    def settings(self):
        with open(self.desk.path(SETTINGS), encoding='utf-8') as file:
            return file.read()

    def type(self, panel, text):
        """Into the entry."""
        entry = panel.see('Ask or tell the companion')
        panel.tab_to('Ask or tell the companion')
        for letter in text:
            panel.key(letter)
        desk.wait_until(lambda: text in panel.read(entry), '“%s” in the entry' % text)
        return entry

    def test_card_of_a_private_conversation(self):
        """It is not in the store: the service is asked for it, and told what becomes of it."""
        double = self.double()
        text = json.dumps(REPLY, separators=(',', ':'))
        digest = hashlib.sha256(b'reply\0' + text.encode()).hexdigest()
        card = {'id': GLib.Variant('x', -5), 'conversation': GLib.Variant('s', 'private-1'),
                'turn': GLib.Variant('x', 1), 'verb': GLib.Variant('s', 'reply'),
                'content': GLib.Variant('s', text), 'hash': GLib.Variant('s', digest),
                'label': GLib.Variant('x', 2), 'state': GLib.Variant('u', 0)}
        double.script = [{'type': 'text', 'text': 'This would be sent.'},
                         {'type': 'card', 'id': -5, 'text': 'Reply to Marta'}, {'type': 'end'}]
        double.answers['BeginConversation'] = lambda _p: GLib.Variant('(s)', ('private-1',))
        double.name = 'private-1'
        double.answers['PrivateTurns'] = lambda _p: GLib.Variant('(aa{sv})', ([],))
        double.answers['PrivateCards'] = lambda _p: GLib.Variant('(aa{sv})', ([card],))
        panel = self.open_panel()
        panel.see('What needs me today?')
        panel.press('All conversations')
        panel.press('New private conversation')
        panel.see('This conversation is private')
        panel.act('ask', GLib.Variant('s', 'Tell her 42'))
        panel.see('We will be 42.')
        self.button(panel, 'Send')
        self.pause()
        action = self.shelf.action()

        def accept(_parameters):
            card.update(state=GLib.Variant('u', ACCEPTED), action=GLib.Variant('x', action))
            double.changed('cards')
            return GLib.Variant('(x)', (action,))
        double.answers['AcceptCard'] = accept
        panel.press('Send')
        self.assertEqual(self.wait_call(double, 'AcceptCard'), (-5, digest))
        panel.see('On its way')
        self.assertEqual(self.calls(double, 'PrivateCards')[0], ('private-1',))
        panel.press('Undo: Reply to ')
        self.assertEqual(self.wait_call(double, 'Undo'), (action,))

    def test_something_that_understands_more_is_offered(self):
        double = self.double()
        double.script = [{'type': 'text', 'text': 'I do not understand that.'},
                         {'type': 'offer', 'text': 'Shall I understand more?'}, {'type': 'end'}]
        local = {'kind': GLib.Variant('s', 'openai'),
                 'base-url': GLib.Variant('s', 'http://localhost:11434/v1')}
        double.answers['MindOffers'] = lambda _p: GLib.Variant('(aa{sv})', ([
            {'kind': GLib.Variant('s', 'local'), 'title': GLib.Variant('s', 'Ollama'),
             'detail': GLib.Variant('s', '2.0 GB, about 12 words a second'),
             'leaves': GLib.Variant('s', 'Nothing leaves this computer.'),
             'service': GLib.Variant('a{sv}', local)},
            {'kind': GLib.Variant('s', 'remote'), 'title': GLib.Variant('s', 'A service'),
             'leaves': GLib.Variant('s', 'Questions and mail leave it.')}],))
        double.answers['SaveService'] = lambda _p: GLib.Variant('(s)', ('ollama',))
        panel = self.open_panel()
        panel.act('ask', GLib.Variant('s', 'Compare the offers'))
        panel.see('Shall I understand more?')
        panel.see('2.0 GB, about 12 words a second')
        panel.see('Nothing leaves this computer.')
        panel.see('Set Up…: A service')
        self.pause()
        double.script = [{'type': 'text', 'text': 'The second one is cheaper.'}, {'type': 'end'}]
        panel.press('Use It: Ollama')
        self.assertEqual(self.wait_call(double, 'ChoosePurpose'), ('conversation', 'ollama'))
        self.assertEqual(self.wait_call(double, 'SaveService')[0]['base-url'],
                         'http://localhost:11434/v1')
        panel.see('The second one is cheaper.')
        self.assertEqual([text for _, text in double.asked], ['Compare the offers'] * 2)

    def test_download_is_stopped_where_it_was_begun(self):
        double = self.double()
        double.script = [{'type': 'text', 'text': 'I do not understand that.'},
                         {'type': 'offer', 'text': 'Shall I understand more?'}, {'type': 'end'}]
        double.answers['MindOffers'] = lambda _p: GLib.Variant('(aa{sv})', ([
            {'kind': GLib.Variant('s', 'download'), 'title': GLib.Variant('s', 'Small 1.5'),
             'mind': GLib.Variant('s', 'small')}],))
        mind = {'id': GLib.Variant('s', 'small'), 'state': GLib.Variant('s', 'downloading'),
                'done': GLib.Variant('t', 500000000), 'size': GLib.Variant('t', 2000000000)}
        double.answers['ListMinds'] = lambda _p: GLib.Variant('(aa{sv})', ([mind],))
        panel = self.open_panel()
        panel.act('ask', GLib.Variant('s', 'Compare the offers'))
        panel.see('Download: Small 1.5')
        self.pause()
        panel.press('Download: Small 1.5')
        panel.see('500.0\u00a0MB of 2.0\u00a0GB have come')
        panel.miss('Download: Small 1.5')
        self.pause()
        panel.press('Stop')
        self.assertEqual(self.wait_call(double, 'StopDownload'), ('small',))
        self.button(panel, 'Download: Small 1.5')
        # What comes too late is not shown as if it went on.
        double.changed('minds')
        self.pause()
        self.assertIsNone(panel.find('have come'))
        self.button(panel, 'No, Thanks')

    def test_finished_download_leaves_what_was_said_since(self):
        double = self.double()
        double.script = [{'type': 'text', 'text': 'I do not understand that.'},
                         {'type': 'offer', 'text': 'Shall I understand more?'}, {'type': 'end'}]
        double.answers['MindOffers'] = lambda _p: GLib.Variant('(aa{sv})', ([
            {'kind': GLib.Variant('s', 'download'), 'title': GLib.Variant('s', 'Small 1.5'),
             'mind': GLib.Variant('s', 'small')}],))
        mind = {'id': GLib.Variant('s', 'small'), 'state': GLib.Variant('s', 'downloading'),
                'done': GLib.Variant('t', 500000000), 'size': GLib.Variant('t', 2000000000)}
        double.answers['ListMinds'] = lambda _p: GLib.Variant('(aa{sv})', ([mind],))
        panel = self.open_panel()
        panel.act('ask', GLib.Variant('s', 'Compare the offers'))
        panel.see('Download: Small 1.5')
        self.pause()
        panel.press('Download: Small 1.5')
        panel.see('have come')
        double.script = [{'type': 'text', 'text': 'At 7:40.'}, {'type': 'end'}]
        panel.act('ask', GLib.Variant('s', 'When do I fly?'))
        panel.see('At 7:40.')
        mind['state'] = GLib.Variant('s', 'ready')
        double.changed('minds')
        panel.see('It is here. From now on, it answers.')
        self.pause()
        panel.see('At 7:40.')
        self.assertEqual([text for _, text in double.asked],
                         ['Compare the offers', 'When do I fly?'])

    def test_another_computer_is_asked_only_after_a_yes(self):
        double = self.double()
        double.script = [{'type': 'text', 'text': 'On my own: nothing.'},
                         {'type': 'agree', 'text': 'api.example.com'}, {'type': 'end'}]
        panel = self.open_panel()
        panel.act('ask', GLib.Variant('s', 'Compare the offers'))
        panel.see('May your questions go to api.example.com?')
        self.pause()
        self.assertEqual(self.calls(double, 'AgreeToHost'), [])
        double.script = [{'type': 'text', 'text': 'The second one.'}, {'type': 'end'}]
        panel.press('Allow')
        self.assertEqual(self.wait_call(double, 'AgreeToHost'), ('api.example.com', True))
        panel.see('The second one.')


if __name__ == '__main__':
    unittest.main(verbosity=2)
