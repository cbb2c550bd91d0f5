# SPDX-License-Identifier: GPL-3.0-or-later
"""Talking with the companion by ear: a real microphone, recogniser and voice behind hearthd."""

import array
import contextlib
import os
import pty
import signal
import subprocess
import threading
import time
import unittest
import wave

from sound import RATE, Sound, wait_for
from talking import Listener, move_in
import world

TEXT = ('Good morning. There are seven new messages, and three of them want an answer from you '
        'before the end of this long and busy day. The first one is about the garden. The second '
        'one is about the house.')


def loudness(samples):
    """Which hundredths of a second of a recording are loud."""
    values = array.array('h', samples[:len(samples) // 2 * 2])
    step = RATE // 100
    return [max(map(abs, values[at:at + step])) > 500 for at in range(0, len(values) - step, step)]


def drain(terminal):
    """What is drawn on a terminal that nobody sees."""
    try:
        while os.read(terminal, 65536):
            pass
    except OSError:
        pass


class TalkTest(world.TestCase):
    """hearthd with a calendar, and a room that it hears."""

    with_bus = True

    @classmethod
    def setUpClass(cls):
        cls.sound = Sound()
        cls.addClassCleanup(cls.sound.close)
        cls.sound.furnish()

    def setUp(self):
        super().setUp()
        move_in(self.world, self.sound)
        self.listener = Listener(self.world)
        self.addCleanup(self.check_closed)

    def check_closed(self):
        """Whatever was tried: in the end nobody hears any more."""
        wait_for(lambda: not self.sound.microphones_in_use(), 5, 'the microphone is closed')
        wait_for(lambda: not self.sound.outputs_in_use(), 5, 'the output is closed')

    def open_microphone(self, **options):
        exchange = self.listener.listen(**options)
        wait_for(lambda: self.listener.get('Microphone'), 10, 'an open microphone')
        return exchange

    def recognize(self, samples):
        """What somebody understands who hears a recording: the recogniser itself, in the room."""
        path = os.path.join(self.sound.folder, 'heard.wav')
        with wave.open(path, 'wb') as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(samples)
        listener = Listener(self.world)
        listener.listen(purpose='dictate')
        wait_for(lambda: listener.get('Microphone'), 10, 'an open microphone')
        self.sound.run('paplay', '--device=room', path)
        time.sleep(1)
        listener.call('StopListening', '(b)', True)
        listener.wait('Ended')
        return ' '.join(text for _, (_, text, final), _ in listener.find('Heard') if final)


    def begin_card(self):
        """Asks for something that is done only with a yes, and waits until it is read."""
        self.open_microphone()
        self.sound.speak('Delete the mail from Anna')
        self.listener.wait('Asked')
        wait_for(lambda: [1 for _, (_, details), _ in self.listener.find('Answer')
                          if details['type'] == 'card'], 10, 'a card')
        wait_for(lambda: self.listener.get('State') == 'speaking', 10, 'the reading of the card')

    def has_mail(self):
        """Whether the mail is still where it was."""
        return bool(os.listdir(self.world.path('mail', 'new')))


class TestMouth(TalkTest):
    """What needs no understanding."""

    def test_say(self):
        recording = self.sound.record()
        self.addCleanup(recording.stop)
        self.world.ctl('say', 'Good', 'morning.')
        self.assertTrue(any(loudness(recording.stop())))

    def test_hush(self):
        """Somebody else silences what is being said, at once."""
        saying = subprocess.Popen([world.CTL, 'say', TEXT], env=self.world.env)
        wait_for(lambda: self.listener.get('State') == 'speaking', 10, 'speech')
        recording = self.sound.record()
        self.addCleanup(recording.stop)
        time.sleep(0.7)
        self.world.ctl('hush')
        self.assertEqual(saying.wait(5), 1)
        time.sleep(0.7)
        loud = loudness(recording.stop())
        self.assertTrue(any(loud[:60]))
        self.assertFalse(any(loud[-40:]))

    def test_leaves(self):
        """A program that listened and is gone leaves no open microphone."""
        listener = Listener(self.world)
        listener.listen()
        wait_for(lambda: self.sound.microphones_in_use(), 10, 'an open microphone')
        listener.leave()
        wait_for(lambda: not self.listener.get('Microphone'), 5, 'a closed microphone')
        self.assertEqual(self.listener.get('State'), '')


class TestTalking(TalkTest):
    def test_question(self):
        """What is asked aloud is answered aloud, and the answer is understood by who hears it."""
        recording = self.sound.record()
        self.addCleanup(recording.stop)
        self.open_microphone(converse=False)
        self.assertEqual(self.listener.get('State'), 'listening')
        self.assertNotEqual(self.listener.get('Hearing'), '')
        self.assertEqual(self.listener.get('HearingHost'), '')
        self.sound.speak('What is my next meeting?')
        _, (exchange, text, turn, conversation), _ = self.listener.wait('Asked')
        self.assertEqual(text, 'what is my next meeting')
        self.listener.wait('Ended', 30)
        self.assertIn('Dentist', self.listener.answer())
        self.assertFalse(self.listener.get('Microphone'))
        self.assertEqual(self.listener.get('State'), '')
        self.assertIn("three o'clock", self.recognize(recording.stop()))
        # It is a question like any other.
        self.assertIn('what is my next meeting',
                      self.world.ctl('conversation', 'show', conversation))

    def test_called(self):
        """Nobody presses anything: the phrase and the question, in one breath."""
        self.world.ctl('voice', 'hands-free', 'on', 'hello companion')
        self.listener.call('Attend', '(b)', True)
        self.addCleanup(self.listener.call, 'Attend', '(b)', False)
        wait_for(lambda: self.listener.get('WaitsFor') == 'hello companion', 10, 'an open ear')
        wait_for(lambda: self.listener.get('Microphone'), 10, 'an open microphone')
        time.sleep(0.5)
        # Nine of ten times the phrase is found.
        for _ in range(3):
            self.sound.speak('hello companion, what is my next meeting?')
            with contextlib.suppress(AssertionError):
                self.listener.wait('Woken', 5)
                break
        self.assertEqual(self.listener.wait('Asked')[1][1], 'what is my next meeting')
        self.listener.wait('Ended', 40)
        self.assertIn('Dentist', self.listener.answer())
        wait_for(lambda: self.listener.get('WaitsFor') == 'hello companion', 10, 'waiting again')

    def test_music(self):
        """Music is paused while somebody talks with it, and goes on afterwards."""
        song = self.world.path('song.wav')
        with wave.open(song, 'wb') as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(b'\0' * RATE * 2 * 300)
        # A real player, which wants a terminal.
        self.world.env['TERM'] = 'xterm'
        self.world.env['CMUS_HOME'] = self.world.path('cmus')
        terminal, player_end = pty.openpty()
        self.addCleanup(os.close, terminal)
        self.world.start(['cmus', '--listen', self.world.path('run', 'cmus')], stdin=player_end,
                         stdout=player_end)
        os.close(player_end)
        threading.Thread(target=drain, args=[terminal], daemon=True).start()

        def remote(*arguments):
            result = subprocess.run(
                ['cmus-remote', '--server', self.world.path('run', 'cmus'), *arguments],
                env=self.world.env, capture_output=True, text=True, timeout=10, check=False)
            return result.stdout.partition('\n')[0] if result.returncode == 0 else None

        wait_for(lambda: remote('-C', 'set output_plugin=pulse') is not None, 10, 'the player')
        remote('-f', song)
        wait_for(lambda: remote('-Q') == 'status playing', 10, 'music')
        wait_for(lambda: self.world.has_owner('org.mpris.MediaPlayer2.cmus'), 10, 'MPRIS')
        self.open_microphone(converse=False)
        wait_for(lambda: remote('-Q') == 'status paused', 5, 'a pause')
        self.listener.call('StopListening', '(b)', False)
        wait_for(lambda: remote('-Q') == 'status playing', 5, 'music again')
        # What its owner paused stays so.
        remote('-u')
        wait_for(lambda: remote('-Q') == 'status paused', 5)
        self.world.ctl('say', 'Good morning.')
        time.sleep(1.5)
        self.assertEqual(remote('-Q'), 'status paused')

    def test_dictation(self):
        """Sentence after sentence is written down until it is stopped."""
        listening = subprocess.Popen([world.CTL, 'listen', '--dictate'], env=self.world.env,
                                     stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        wait_for(lambda: self.listener.get('Microphone'), 10, 'an open microphone')
        self.sound.speak('Thank you for the letter')
        time.sleep(3)
        self.sound.speak('I will come on Friday')
        time.sleep(3)
        listening.send_signal(signal.SIGINT)
        out, _ = listening.communicate(timeout=20)
        self.assertEqual(listening.returncode, 0)
        self.assertIn('letter', out)
        self.assertIn('friday', out.lower())


class TestBargeIn(TalkTest):
    """Longer talks, and what is said while it speaks: each word has to be understood."""

    def test_interrupted(self):
        """Who says stop is obeyed, and not answered."""
        self.open_microphone()
        self.sound.speak('What is on today?')
        self.listener.wait('Asked')
        wait_for(lambda: self.listener.get('State') == 'speaking', 10, 'an answer')
        time.sleep(1.5)
        self.sound.speak('Stop.')
        self.listener.wait('Commanded')
        self.listener.wait('Ended')
        self.assertEqual(len(self.listener.find('Asked')), 1)

    def test_conversation(self):
        """It listens on after an answer, until nobody says anything."""
        self.open_microphone()
        self.sound.speak('What is my next meeting?')
        self.listener.wait('Asked')
        wait_for(lambda: self.listener.get('State') == 'listening', 30, 'the end of the answer')
        time.sleep(0.5)
        self.assertTrue(self.listener.get('Microphone'))
        self.sound.speak('And tomorrow?')
        _, (_, text, _, conversation), _ = self.listener.wait('Asked', count=2)
        self.assertEqual(conversation, self.listener.find('Asked')[0][1][3])
        self.listener.wait('Ended', 40)
        self.assertIn('Concert with Anna', self.listener.answer())

    def test_yes(self):
        """A yes to a card that was read to its end does what it says."""
        self.assertTrue(self.has_mail())
        self.begin_card()
        wait_for(lambda: self.listener.get('State') == 'listening', 40, 'the end of the card')
        self.assertTrue(self.has_mail())
        self.sound.speak('Yes, do it')
        self.listener.wait('Commanded')
        wait_for(lambda: not self.has_mail(), 10, 'what was agreed to')
        self.listener.call('Hush')

    def test_early_yes(self):
        """Who agrees before the end has not agreed: it is read again."""
        self.begin_card()
        time.sleep(2.5)
        self.sound.speak('Yes')
        self.listener.wait('Commanded')
        wait_for(lambda: self.listener.get('State') == 'speaking', 10, 'the card anew')
        self.assertTrue(self.has_mail())
        self.listener.call('Hush')
        self.assertTrue(self.has_mail())


if __name__ == '__main__':
    unittest.main(verbosity=2)
