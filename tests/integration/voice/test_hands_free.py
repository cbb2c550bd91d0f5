# SPDX-License-Identifier: GPL-3.0-or-later
"""A phrase calls the companion: when it is waited for, and who is told. With a double of hearth-voice;
how a phrase is found in what is said is in test_voice."""

import subprocess
import time

from sound import ERROR, wait_for
from talking import Listener, move_in
from voice_double import Double
import world

PHRASE = 'hello companion'


class TestHandsFree(world.TestCase):
    with_bus = True

    def setUp(self):
        super().setUp()
        self.voice = Double(self.world)
        self.addCleanup(self.voice.close)
        move_in(self.world)
        self.panel = Listener(self.world)

    def waits(self, phrase=PHRASE):
        wait_for(lambda: self.panel.get('WaitsFor') == phrase, 10, f'waiting for “{phrase}”')

    def call(self):
        """The phrase is said."""
        self.voice.order('emit', 'Woken', '(u)', 'hearing')
        return self.panel.wait('Woken')[1][0]

    def start(self):
        self.world.ctl('voice', 'hands-free', 'on')
        self.panel.call('Attend', '(b)', True)
        self.waits()

    def test_off(self):
        """Nobody waits for anything unasked."""
        self.panel.call('Attend', '(b)', True)
        time.sleep(0.5)
        self.assertEqual(self.panel.get('WaitsFor'), '')
        self.assertEqual(self.voice.find('Listen'), [])

    def test_phrase(self):
        """It is looked at before it is set, and written as it is looked for."""
        self.world.ctl('voice', 'hands-free', 'on', 'Hello,', 'my   Friend!')
        self.assertEqual(self.voice.find('CheckPhrase'), [['hello my friend']])
        self.panel.call('Attend', '(b)', True)
        self.waits('hello my friend')
        self.voice.order('refuse', 'CheckPhrase', ERROR + 'Settings', 'It is too short.')
        self.world.ctl('voice', 'hands-free', 'on', 'hi', code=1)
        self.assertIn('It is too short.', self.world.stderr)
        self.assertEqual(self.panel.get('WaitsFor'), 'hello my friend')
        self.world.ctl('voice', 'hands-free', 'off')
        self.waits('')
        wait_for(lambda: not self.panel.get('Microphone'), 5, 'a closed microphone')

    def test_attended(self):
        """The microphone is open only while somebody shows that it is."""
        self.world.ctl('voice', 'hands-free', 'on')
        time.sleep(0.3)
        self.assertEqual(self.voice.find('Listen'), [])
        window = Listener(self.world)
        window.call('Attend', '(b)', True)
        self.waits()
        mode, options = self.voice.find('Listen')[0]
        self.assertEqual((mode, options['phrase']), ('wake', PHRASE))
        self.assertTrue(self.panel.get('Microphone'))
        self.assertEqual(self.panel.get('State'), '')
        window.leave()
        self.waits('')
        wait_for(lambda: not self.panel.get('Microphone'), 5, 'a closed microphone')

    def test_question(self):
        """What follows the phrase is a question, and then it waits again."""
        other = Listener(self.world)
        self.start()
        exchange = self.call()
        self.assertEqual(self.panel.get('WaitsFor'), '')
        self.assertEqual(self.panel.get('State'), 'listening')
        self.voice.say('what is my next meeting')
        self.assertEqual(self.panel.wait('Asked')[1][:2], (exchange, 'what is my next meeting'))
        wait_for(lambda: self.voice.spoken())
        self.assertIn('Dentist', self.voice.spoken()[0])
        wait_for(lambda: self.panel.get('State') == 'listening', 10, 'the end of the answer')
        self.voice.order('emit', 'Final', '(usd)', 'hearing', '', -1.0)
        self.assertEqual(self.panel.wait('Ended')[1], (exchange,))
        self.waits()
        self.assertIn('Dentist', self.panel.answer())
        self.assertEqual([mode for mode, _ in self.voice.find('Listen')], ['wake', 'ask', 'wake'])
        # Whoever shows no microphone is told nothing.
        for name in ('Woken', 'Heard', 'Asked', 'Answer', 'Ended'):
            self.assertEqual(other.find(name), [])

    def test_taken_back(self):
        """Whoever leaves while it listens leaves no microphone open."""
        self.start()
        self.call()
        self.panel.call('Attend', '(b)', False)
        wait_for(lambda: not self.panel.get('Microphone'), 5, 'a closed microphone')
        self.assertEqual(self.panel.get('State'), '')

    def test_talking_anyway(self):
        """Whoever pushes the button need not call; after that it waits again."""
        self.start()
        self.panel.listen(converse=False)
        wait_for(lambda: self.panel.get('State') == 'listening')
        self.assertEqual(self.panel.get('WaitsFor'), '')
        self.voice.say('what time is it')
        self.panel.wait('Ended')
        self.waits()

    def test_locked(self):
        """Nobody listens to a room that its owner has left."""
        self.start()
        self.world.lock_screen()
        self.waits('')
        wait_for(lambda: not self.panel.get('Microphone'), 5, 'a closed microphone')

    def test_trouble(self):
        """Why it cannot wait is said, and it is tried again."""
        self.start()
        self.voice.order('emit', 'Failed', '(stss)', 'listening', 'hearing', ERROR + 'Microphone',
                         'There is no microphone.')
        wait_for(lambda: self.panel.get('HandsFreeTrouble') == 'There is no microphone.')
        self.assertEqual(self.panel.get('WaitsFor'), '')
        self.waits()
        self.call()
        wait_for(lambda: self.panel.get('HandsFreeTrouble') == '')

    def test_crash(self):
        """It waits again once hearth-voice is back."""
        self.start()
        self.voice.order('crash')
        wait_for(lambda: self.panel.get('WaitsFor') == '' and not self.panel.get('Microphone'))
        self.waits()

    def test_command_line(self):
        """It attends as long as it runs."""
        self.world.ctl('voice', 'hands-free', 'on')
        attendant = self.world.start([world.CTL, 'listen', '--hands-free'],
                                     stdout=subprocess.PIPE, text=True)
        self.waits()
        self.voice.order('emit', 'Woken', '(u)', 'hearing')
        wait_for(lambda: self.panel.get('State') == 'listening')
        self.voice.say('what is my next meeting')
        self.assertEqual(attendant.stdout.readline(), '> what is my next meeting\n')
        self.assertIn('Dentist', attendant.stdout.readline())
        attendant.send_signal(2)
        self.assertEqual(attendant.wait(10), 0)
        wait_for(lambda: not self.panel.get('Microphone'), 5, 'a closed microphone')


if __name__ == '__main__':
    world.main()
