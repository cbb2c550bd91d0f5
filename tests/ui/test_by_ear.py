# SPDX-License-Identifier: GPL-3.0-or-later
"""Talking by ear: the microphone is opened by an act, is seen while it is open, and what was said is
a question like one that was typed."""

import os
import subprocess
import time
import unittest

import desk
import test_talk
from gi.repository import GLib
from service_double import ServiceDouble
from speech_double import SpeechDouble

SUPER, K, CONTROL, M = 133, 45, 37, 58  # keys, as X11 counts them

ANSWER = [{'type': 'text', 'text': 'Yes, this morning at 9:12.'}, {'type': 'end'}]


class ByEar(desk.TestCase):
    def setUp(self):
        super().setUp()
        self.desk.set_view('talk')
        self.desk.ctl('sync', standalone=True)
        self.shelf = test_talk.Shelf(os.path.join(self.desk.data, 'hearth.db'))
        self.addCleanup(self.shelf.db.close)
        self.service = ServiceDouble(self.desk.bus, self.desk.data)
        self.addCleanup(self.service.close)

    def open(self, *args, available=True):
        self.speech = SpeechDouble(self.service, available)
        self.addCleanup(self.speech.close)
        self.panel = self.open_panel(*args)
        return self.panel

    def pause(self, seconds=0.5):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            desk.pump()
            time.sleep(0.02)

    def wait_call(self, method):
        desk.wait_until(lambda: self.speech.named(method), method)
        return self.speech.named(method)[-1]

    def listen(self):
        before = len(self.speech.named('Listen'))
        self.panel.press('Speak')
        desk.wait_until(lambda: len(self.speech.named('Listen')) > before, 'Listen')
        self.panel.see('Done Speaking', 'push button')

    def lamp(self):
        return self.panel.find('Listening. Close the microphone', 'push button')

    def test_question_by_ear(self):
        panel = self.open()
        self.listen()
        self.assertEqual(self.speech.listening, {'purpose': 'ask', 'conversation': ''})
        panel.see('Listening…')
        self.speech.hear('did Marta')
        panel.see('You: did Marta')
        self.speech.hear('did Marta ever answer')
        panel.see('You: did Marta ever answer')
        panel.miss('Listening…')
        self.speech.ask('Did Marta ever answer?', ANSWER)
        panel.see('You: Did Marta ever answer?')
        panel.see('Yes, this morning at 9:12.')
        panel.miss('did Marta ever answer')
        # It is the conversation that one goes on in, by ear or by hand.
        self.speech.end()
        panel.miss('Done Speaking')
        self.listen()
        self.assertEqual(self.speech.listening['conversation'], 'talk')

    def test_answer_that_comes_before_its_number(self):
        panel = self.open()
        self.listen()
        self.service.turn = 7
        self.service._emit(self.desk.bus, self.speech.sender, 7,
                           [{'type': 'text', 'text': 'At once. '}])
        self.service.turn = 6
        self.speech.ask('Now?', [{'type': 'text', 'text': 'And more.'}, {'type': 'end'}])
        panel.see('At once. And more.')

    def test_what_others_say_is_not_heard(self):
        """What the exchange before says late belongs to nobody."""
        panel = self.open()
        self.listen()
        self.speech.hear('first')
        panel.see('You: first')
        self.speech.end()
        panel.miss('You: first')
        self.listen()
        self.speech.hear('late', exchange=1)
        self.pause()
        self.assertIsNone(panel.find('late'))
        self.speech.hear('second')
        panel.see('You: second')

    def test_click_ends_it_and_what_was_said_counts(self):
        panel = self.open()
        self.listen()
        self.speech.hear('what needs me')
        panel.see('You: what needs me')
        panel.press('Done Speaking')
        self.assertEqual(self.wait_call('StopListening'), (True,))
        desk.wait_until(lambda: self.lamp() is None, 'the lamp to go out')
        self.speech.ask('What needs me?', ANSWER)
        panel.see('Yes, this morning at 9:12.')

    def test_escape_is_silence(self):
        panel = self.open()
        self.listen()
        self.speech.hear('never mi')
        panel.see('You: never mi')
        panel.key('Escape')
        self.wait_call('Hush')
        panel.miss('You: never mi')
        panel.see('Speak', 'push button')
        self.assertIsNone(self.lamp())
        self.assertEqual(self.speech.named('StopListening'), [])

    def test_escape_leaves_the_answer_in_writing(self):
        panel = self.open()
        self.listen()
        turn = self.speech.ask('Tell me all', [{'type': 'text', 'text': 'First of all, '}])
        self.speech.set(state='speaking')
        panel.see('Stop Speaking', 'push button')
        panel.key('Escape')
        self.wait_call('Hush')
        self.assertEqual(self.service.stopped, [])
        self.service._emit(self.desk.bus, self.speech.sender, turn,
                           [{'type': 'text', 'text': 'the end.'}])
        panel.see('First of all, the end.')
        # Only then it stops the answer, as always.
        panel.key('Escape')
        desk.wait_until(lambda: self.service.stopped == [turn], 'the answer to stop')

    def test_held_button(self):
        panel = self.open()
        place = panel.see('Speak', 'push button').get_extents(self.desk.atspi.CoordType.WINDOW)
        x, y = place.x + place.width // 2, place.y + place.height // 2
        mouse = self.desk.atspi.generate_mouse_event
        mouse(x, y, 'abs')
        mouse(x, y, 'b1p')
        self.assertEqual(self.wait_call('Listen')[0].get('converse'), False)
        self.speech.hear('hold the line')
        panel.see('You: hold the line')
        self.assertEqual(self.speech.named('StopListening'), [])
        mouse(x, y, 'b1r')
        self.assertEqual(self.wait_call('StopListening'), (True,))
        self.pause()
        # Letting go is no click.
        self.assertEqual(len(self.speech.named('Listen')), 1)
        self.assertEqual(len(self.speech.named('StopListening')), 1)

    def test_short_press_is_a_click(self):
        panel = self.open()
        place = panel.see('Speak', 'push button').get_extents(self.desk.atspi.CoordType.WINDOW)
        x, y = place.x + place.width // 2, place.y + place.height // 2
        for step in ('abs', 'b1p', 'b1r'):
            self.desk.atspi.generate_mouse_event(x, y, step)
        self.assertNotIn('converse', self.wait_call('Listen')[0])
        self.pause()
        self.assertEqual(self.speech.named('StopListening'), [])

    def test_keys(self):
        panel = self.open()
        panel.see('Speak', 'push button')
        panel.chord('m')
        self.wait_call('Listen')
        panel.see('Done Speaking', 'push button')
        panel.chord('m')
        self.assertEqual(self.wait_call('StopListening'), (True,))

    def test_called_by_a_command(self):
        """The panel opens, waits for its service, and listens."""
        self.desk.set_view('today')
        self.open('--listen')
        self.wait_call('Listen')
        self.panel.see('Listening…')
        self.panel.key('Escape')
        self.panel.see('Speak', 'push button')
        # The one that runs does it, too.
        subprocess.run([desk.PANEL, '--listen'], env=self.desk.env, check=True, timeout=20)
        desk.wait_until(lambda: len(self.speech.named('Listen')) == 2, 'it to listen')

    def test_key_that_is_held(self):
        panel = self.open()
        panel.see('Speak', 'push button')
        press = self.desk.atspi.generate_keyboard_event
        kinds = self.desk.atspi.KeySynthType
        press(CONTROL, None, kinds.PRESS)
        press(M, None, kinds.PRESS)
        self.wait_call('Listen')
        self.speech.hear('hold the line')
        panel.see('You: hold the line')
        # The keyboard repeats it.
        self.pause(1.2)
        self.assertEqual([name for name, _ in self.speech.calls
                          if name not in ('Attend', 'Watch')], ['Listen'])
        press(M, None, kinds.RELEASE)
        press(CONTROL, None, kinds.RELEASE)
        self.assertEqual(self.wait_call('StopListening'), (True,))
        self.pause(0.3)
        self.assertEqual(len(self.speech.named('Listen')), 1)

    def hold(self, down):
        """Super and K, of the whole session."""
        kinds = self.desk.atspi.KeySynthType
        for code in (SUPER, K) if down else (K, SUPER):
            self.desk.atspi.generate_keyboard_event(code, None,
                                                    kinds.PRESS if down else kinds.RELEASE)
        self.pause(0.1)

    def test_keys_that_are_held_anywhere(self):
        self.desk.write('config/glib-2.0/settings/keyfile',
                        "[io/github/hearthdesktop/Hearth]\npanel-view='today'\n"
                        "talk-shortcut='<Super>k'\n")
        panel = self.open()
        panel.see('Speak', 'push button')
        self.hold(True)
        self.addCleanup(self.hold, False)
        self.assertEqual(self.wait_call('Listen')[0].get('converse'), False)
        self.speech.hear('hold the line')
        panel.see('You: hold the line')
        # The keyboard repeats what is held: it is one act all the same.
        self.pause(1.2)
        self.assertEqual([name for name, _ in self.speech.calls
                          if name not in ('Attend', 'Watch')], ['Listen'])
        self.hold(False)
        self.assertEqual(self.wait_call('StopListening'), (True,))
        self.speech.end()
        panel.see('Speak', 'push button')
        # Pressed for a moment it opens the microphone for one question; once more is silence.
        self.hold(True)
        self.hold(False)
        desk.wait_until(lambda: len(self.speech.named('Listen')) == 2, 'it to listen')
        self.pause()
        self.assertEqual(len(self.speech.named('StopListening')), 1)
        self.hold(True)
        self.hold(False)
        self.wait_call('Hush')
        self.assertEqual(len(self.speech.named('Listen')), 2)

    def test_lamp_is_seen_in_each_view(self):
        panel = self.open()
        panel.see('Speak', 'push button')
        self.assertIsNone(self.lamp())
        # Somebody else opened it.
        self.speech.set(microphone=True, state='listening', host='whisper.example.com')
        for view in ('today', 'talk', 'mail', 'memory'):
            panel.act('show-view', GLib.Variant('s', view))
            panel.see('Listening. Close the microphone', 'push button')
            # Who hears is said, on a page without the mark below the header.
            panel.see('whisper.example.com')
        panel.see('What it hears goes to whisper.example.com.', 'label')
        panel.press('Close It')
        self.assertEqual(self.wait_call('StopListening'), (False,))
        desk.wait_until(lambda: self.lamp() is None, 'the lamp to go out')
        panel.miss('What it hears goes to')

    def test_lamp_closes_the_microphone(self):
        panel = self.open()
        self.listen()
        panel.see('This computer hears')
        panel.press('Listening. Close the microphone')
        self.assertEqual(self.wait_call('StopListening'), (False,))
        panel.see('Speak', 'push button')
        panel.miss('This computer hears')

    def test_called_by_a_phrase(self):
        """It is seen that the microphone waits; who calls begins a conversation, where they are seen."""
        self.desk.set_view('today')
        panel = self.open()
        self.assertEqual(self.wait_call('Attend'), (True,))
        self.speech.set(microphone=True, phrase='hello companion')
        panel.see('Listening. Close the microphone', 'push button')
        panel.see('Waits for “hello companion”')
        panel.see('Speak', 'push button')
        self.assertFalse(self.speech.named('Watch'))
        self.speech.call()
        panel.see('Listening…')
        panel.see('Done Speaking', 'push button')
        self.speech.hear('did marta answer')
        panel.see('did marta answer')
        self.speech.ask('did marta answer', ANSWER)
        panel.see('Yes, this morning at 9:12.')
        # By the key it is talked with as ever, also where it waits.
        self.speech.end()
        self.speech.set(microphone=True, phrase='hello companion')
        panel.chord('m')
        self.wait_call('Listen')

    def test_called_no_more(self):
        """The lamp closes a microphone that waits, until it is wanted again; so does the panel."""
        panel = self.open()
        self.wait_call('Attend')
        self.speech.set(microphone=True, phrase='hello companion')
        panel.press('Listening. Close the microphone')
        self.assertEqual(self.wait_call('SetHandsFree'), (False, ''))
        panel.see('Hands-free is off.')
        desk.wait_until(lambda: self.lamp() is None, 'the lamp to go out')
        panel.chord('w')
        desk.wait_until(lambda: self.speech.named('Attend')[-1] == (False,), 'no more attention')

    def test_closed_panel_hears_nothing(self):
        panel = self.open()
        self.listen()
        panel.chord('w')
        self.wait_call('Hush')

    def test_failure_is_a_sentence(self):
        panel = self.open()
        self.speech.refusal = 'There is no microphone. Plug one in, or type.'
        panel.press('Speak')
        panel.see('There is no microphone. Plug one in, or type.')
        self.speech.refusal = None
        panel.act('ask', GLib.Variant('s', 'Then I type'))
        panel.see('You: Then I type')
        panel.miss('There is no microphone.')
        self.assertEqual(self.service.asked, [('', 'Then I type')])

    def test_failure_midway_and_again(self):
        panel = self.open()
        self.listen()
        self.speech.hear('the microph')
        panel.see('You: the microph')
        self.speech.fail('The microphone was unplugged.')
        self.speech.end()
        panel.see('The microphone was unplugged.')
        panel.miss('You: the microph')
        panel.press('Retry')
        desk.wait_until(lambda: len(self.speech.named('Listen')) == 2, 'another try')
        panel.miss('The microphone was unplugged.')

    def test_service_that_dies_hears_no_more(self):
        panel = self.open()
        self.listen()
        self.service.leave()
        desk.wait_until(lambda: self.lamp() is None, 'the lamp to go out')
        panel.miss('Listening…')

    def test_reading_aloud(self):
        turns = self.shelf.conversation('lease', 'The lease', [
            (test_talk.OWNER, 'What of pets?'), (test_talk.COMPANION, 'Cats are allowed.')])
        panel = self.open()
        panel.see('Cats are allowed.')
        panel.press('Read Aloud')
        self.assertEqual(self.wait_call('SayAnswer'), (turns[1],))
        panel.see('Speaking…')
        panel.miss('Read Aloud')
        panel.press('Stop Speaking')
        self.wait_call('Hush')
        panel.see('Read Aloud', 'push button')
        # Silence comes by Escape, too.
        panel.press('Read Aloud')
        panel.see('Stop Speaking', 'push button')
        panel.key('Escape')
        desk.wait_until(lambda: len(self.speech.named('Hush')) == 2, 'silence')

    def test_silence_before_the_first_sound(self):
        """A voice takes a moment to begin: it can be stopped before."""
        self.shelf.conversation('lease', 'The lease', [
            (test_talk.OWNER, 'What of pets?'), (test_talk.COMPANION, 'Cats are allowed.')])
        panel = self.open()
        self.speech.begins = False
        panel.press('Read Aloud')
        self.wait_call('SayAnswer')
        panel.see('Stop Speaking', 'push button')
        panel.key('Escape')
        self.wait_call('Hush')
        panel.see('Read Aloud', 'push button')
        panel.see('Speak', 'push button')

    def test_nothing_that_hears(self):
        panel = self.open(available=False)
        panel.see('Send', 'push button')
        self.pause()
        self.assertIsNone(panel.find('Speak'))
        panel.chord('m')
        self.pause()
        self.assertEqual(self.speech.calls, [])

    def test_levels_only_while_something_goes_on(self):
        panel = self.open()
        panel.see('Speak', 'push button')
        self.pause()
        self.assertEqual(self.speech.named('Watch'), [])
        self.listen()
        self.assertEqual(self.wait_call('Watch'), (True,))
        self.speech.level(0.8, 0)
        panel.key('Escape')
        desk.wait_until(lambda: self.speech.named('Watch')[-1] == (False,), 'no more levels')

    def test_switching_the_conversation_ends_it(self):
        panel = self.open()
        self.listen()
        panel.see('Listening…')
        panel.chord('n')
        self.wait_call('Hush')
        panel.miss('Listening…')

    def test_private_conversation_stays_private(self):
        self.service.answers['BeginConversation'] = lambda _p: GLib.Variant('(s)', ('secret',))
        panel = self.open()
        panel.see('What needs me today?')
        panel.press('All conversations')
        panel.press('New private conversation')
        panel.see('This conversation is private')
        self.listen()
        self.assertEqual(self.speech.listening['conversation'], 'secret')
        self.assertEqual([name for name, _ in self.service.calls if name == 'BeginConversation'],
                         ['BeginConversation'])


if __name__ == '__main__':
    unittest.main(verbosity=2)
