# SPDX-License-Identifier: GPL-3.0-or-later
"""What answers look like, and what can be done with them."""

import os
import unittest

import desk
from gi.repository import GLib
from service_double import ServiceDouble
from test_talk import COMPANION, OWNER, Shelf

ANSWER = """# Two ways

Take *one* of these:

| Way | Time |
|---|---|
| Train | 4 h |
| Car | 6 h |

```sh
date --iso
  uptime
```

1. Pack
2. Go"""

PLAIN = ('Two ways\n\nTake one of these:\n\nWay\tTime\nTrain\t4 h\nCar\t6 h\n\n'
         'date --iso\n  uptime\n\n1. Pack\n2. Go')


class Answers(desk.TestCase):
    def setUp(self):
        super().setUp()
        self.desk.set_view('talk')
        self.desk.ctl('sync', standalone=True)
        self.shelf = Shelf(os.path.join(self.desk.data, 'hearth.db'))
        self.addCleanup(self.shelf.db.close)
        self.double = ServiceDouble(self.desk.bus, self.desk.data)
        self.addCleanup(self.double.close)
        self.double.script = [{'type': 'end'}]

    def open_answer(self, text=ANSWER):
        self.turns = self.shelf.conversation('talk', 'The way', [(OWNER, 'How do I get there?'),
                                                                (COMPANION, text)])
        panel = self.open_panel()
        panel.see('How do I get there?')
        return panel

    def paste(self, panel):
        """What is on the clipboard, by pasting it where one types and saying it."""
        n = len(self.double.asked)
        panel.key('Escape')
        panel.chord('v')
        panel.key('Return')
        desk.wait_until(lambda: len(self.double.asked) > n, 'what was pasted to be said')
        return self.double.asked[-1][1]

    def test_every_part_is_there_and_copied(self):
        panel = self.open_answer()
        for text in ('Two ways', 'Take one of these:', 'Train', '6 h', '  uptime', 'Pack'):
            self.assertIsNotNone(panel.see(text, 'label'), text)
        self.assertEqual(panel.nameless(), [])
        panel.press('Copy This Code')
        panel.see('Code copied')
        self.assertEqual(self.paste(panel), 'date --iso\n  uptime')
        panel.press('Copy This Answer')
        panel.see('Answer copied')
        self.assertEqual(self.paste(panel), ANSWER)

    def test_all_of_it_is_selected_and_copied(self):
        panel = self.open_answer()
        # The answer itself, and then the first text in it.
        panel.tab_to('Two ways', key='Tab')
        panel.key('Tab')
        panel.chord('a')
        panel.chord('c')
        self.assertEqual(self.paste(panel), PLAIN)

    def test_selection_goes_on_into_the_next_block(self):
        panel = self.open_answer('First of all take the early train to the coast.\n\nThen walk.')
        first, second = panel.see('First of all', 'label'), panel.see('Then walk.', 'label')
        places = [node.get_extents(self.desk.atspi.CoordType.WINDOW) for node in (first, second)]
        # From the middle of the one beyond the end of the other.
        panel.drag(first, places[0].width // 2 - 4, places[1].y - places[0].y)
        panel.chord('c')
        copied = self.paste(panel)
        self.assertRegex(copied, r'^[a-z ]+ the coast\.\n\nThen walk\.$')

    def test_question_is_asked_again(self):
        panel = self.open_answer()
        self.double.script = [{'type': 'text', 'text': 'On foot.'}, {'type': 'end'}]
        self.double.answers['UndoAskAgain'] = lambda _: GLib.Variant('(s)', ('talk',))
        panel.press('Ask Again')
        panel.see('On foot.')
        self.assertIsNone(panel.find('Train'))
        self.assertIn(('AskAgain', (self.turns[0], 'How do I get there?')), self.double.calls)
        # For some seconds it can be taken back: then it is as it stands in the store.
        panel.press('Undo')
        panel.see('Train')
        panel.miss('On foot.')
        self.assertIn(('UndoAskAgain', (1,)), self.double.calls)
        panel.act('ask', GLib.Variant('s', 'And back?'))
        desk.wait_until(lambda: len(self.double.asked) == 1, 'the question')
        # Only of the last answer.
        desk.wait_until(lambda: len([node for node in panel.walk()
                                     if node.get_name() == 'Ask Again']) == 1, 'one to be there')

    def rated(self):
        return self.shelf.db.execute('SELECT rating FROM turns WHERE id = ?',
                                     (self.turns[1],)).fetchone()[0]

    def rate(self, parameters):
        turn, name = parameters
        self.shelf.db.execute('UPDATE turns SET rating = ? WHERE id = ?',
                              ({'good': 1, 'bad': -1, '': 0}[name], turn))
        self.shelf.db.commit()

    def checked(self, panel, name):
        return panel.see(name, 'push button').get_state_set().contains(
            self.desk.atspi.StateType.PRESSED)

    def test_answer_is_rated_by_the_keyboard(self):
        self.double.answers['RateAnswer'] = self.rate
        panel = self.open_answer()
        self.assertFalse(self.checked(panel, 'Not a Good Answer'))
        panel.tab_to('Not a Good Answer')
        panel.key(' ')
        panel.see('Noted. It stays on this computer.')
        self.assertEqual(self.rated(), -1)
        desk.wait_until(lambda: self.checked(panel, 'Not a Good Answer'), 'it to be shown')
        # Rules would say the same again: the question itself has to change.
        panel.press('Other Words')
        panel.see('Say it in other words.')
        panel.press('Keep It')
        # Another one takes its place, and the same one takes it back.
        panel.press('Good Answer')
        desk.wait_until(lambda: self.rated() == 1, 'it to be changed')
        panel.miss('Noted. It stays on this computer.')
        panel.press('Good Answer')
        desk.wait_until(lambda: self.rated() == 0, 'it to be taken back')
        desk.wait_until(lambda: not self.checked(panel, 'Good Answer'), 'it to be shown')

    def test_rating_is_there_again_and_one_that_fails_is_not(self):
        self.double.answers['RateAnswer'] = self.rate
        turns = self.shelf.conversation('rain', 'Rain', [(OWNER, 'Will it rain?'),
                                                         (COMPANION, 'It will.')])
        self.shelf.db.execute("UPDATE turns SET rating = 1, service = 'llm.example'"
                              " WHERE id = ?", (turns[1],))
        self.shelf.db.commit()
        panel = self.open_panel()
        panel.see('It will.')
        self.assertTrue(self.checked(panel, 'Good Answer'))

        def fail(_):
            raise GLib.Error('Not now.')
        self.double.answers['RateAnswer'] = fail
        panel.press('Not a Good Answer')
        panel.see('Not now.')
        self.assertTrue(self.checked(panel, 'Good Answer'))
        self.assertFalse(self.checked(panel, 'Not a Good Answer'))
        # Of a service the same words may get a better answer.
        self.double.answers['RateAnswer'] = self.rate
        panel.press('Not a Good Answer')
        panel.see('Noted. It stays on this computer.')
        self.assertIsNone(panel.find('Other Words'))


if __name__ == '__main__':
    unittest.main(verbosity=2)
