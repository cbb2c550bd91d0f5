# SPDX-License-Identifier: GPL-3.0-or-later
"""What hearthd makes of what is heard, with a double of hearth-voice: the rest is in test_talking."""

import contextlib
import os
import sqlite3
import subprocess
import time

from sound import ERROR, wait_for  # names the folder of the next one
from ai_double import Double as Service
from talking import Listener, move_in
from voice_double import Double
import world

ANSWER = ('The first sentence is about the garden. The second sentence is about the house. '
          'The third sentence is about nobody.')
SETTINGS = '''[io/github/hearthdesktop/Hearth]
notify-mail=true
announce-aloud=true
'''


class TestExchange(world.TestCase):
    with_bus = True

    def setUp(self):
        super().setUp()
        self.world.write('config/glib-2.0/settings/keyfile', SETTINGS)
        self.voice = Double(self.world)
        self.addCleanup(self.voice.close)
        self.box = move_in(self.world)
        self.listener = Listener(self.world)

    def begin(self, **options):
        before = len(self.voice.find('Listen'))
        self.listener.listen(**options)
        wait_for(lambda: len(self.voice.find('Listen')) > before and
                 self.listener.get('Microphone'), 10, 'an open microphone')

    def again(self, count):
        """Until it has listened so often, and can hear."""
        wait_for(lambda: len(self.voice.find('Listen')) >= count, 10, 'listening again')
        wait_for(lambda: self.listener.get('Microphone'))

    def test_answer(self):
        """Each sentence is said as soon as it is there, in words for ears."""
        self.begin()
        self.voice.say('what is my next meeting')
        self.listener.wait('Asked')
        wait_for(lambda: len(self.voice.spoken()) >= 2)
        self.assertEqual(self.voice.spoken()[0],
                         "Next is Dentist, today from three o’clock in the afternoon to four "
                         "o’clock in the afternoon.")
        wait_for(lambda: self.listener.get('State') == 'listening', 10, 'the end of the answer')
        self.voice.order('emit', 'Final', '(usd)', 'hearing', '', -1.0)
        self.listener.wait('Ended')
        self.assertEqual(self.listener.get('State'), '')

    def mishear(self, text, *alternatives):
        """Something is understood that may have been something else."""
        self.voice.order('emit', 'SpeechStarted', '(u)', 'hearing')
        self.voice.order('emit', 'Alternatives', '(uas)', 'hearing', alternatives)
        self.voice.order('emit', 'Final', '(usd)', 'hearing', text, 0.1)

    def test_misheard(self):
        """Where nothing can be made of it, the likeliest that means something is what was said."""
        for heard, alternatives, asked in (
                ('watt is mine', ['what dime', 'what is my next meeting', 'what time is it'],
                 'what is my next meeting'),
                ('what time is it', ['what is my next meeting'], 'what time is it'),
                ('watt thyme', ['what dime', 'yes', 'reply i will'], 'watt thyme')):
            with self.subTest(heard):
                self.listener.signals.clear()
                self.begin(converse=False)
                self.mishear(heard, *alternatives)
                self.assertEqual(self.listener.wait('Asked')[1][1], asked)
                self.assertEqual(self.listener.find('Heard')[-1][1][1:], (asked, True))
                self.listener.wait('Ended')

    def test_foreseen(self):
        """The beginning of an answer is made before the question is over, and used."""
        self.begin()
        self.voice.order('emit', 'SpeechStarted', '(u)', 'hearing')
        self.voice.order('emit', 'Partial', '(us)', 'hearing', 'what is my next meeting')
        wait_for(lambda: self.voice.find('Prepare'), 5, 'a sentence that is ready')
        self.assertEqual(self.voice.find('Expect')[-1], [1, True])
        self.assertEqual(self.listener.find('Asked'), [])
        prepared, text, _ = self.voice.find('Prepare')[-1]
        self.voice.order('emit', 'Final', '(usd)', 'hearing', 'what is my next meeting', 1.0)
        self.listener.wait('Asked')
        wait_for(lambda: self.voice.find('Speak'))
        self.assertEqual(self.voice.find('Speak')[0][:2], [prepared, ''])
        self.assertTrue(text.startswith('Next is Dentist'))

    def test_foreseen_acts_not(self):
        """Nothing is done by half a sentence."""
        self.begin()
        self.voice.order('emit', 'Partial', '(us)', 'hearing', 'delete the mail from anna')
        time.sleep(0.4)
        self.voice.order('emit', 'Partial', '(us)', 'hearing', 'remind me to water the garden at six')
        time.sleep(0.4)
        self.assertEqual(self.voice.find('Prepare'), [])
        self.assertEqual(self.voice.find('Expect'), [])
        # The rest of this one is still being said.
        self.voice.order('emit', 'Partial', '(us)', 'hearing', 'what is my')
        time.sleep(0.4)
        self.assertEqual(self.voice.find('Expect'), [])
        out = subprocess.run([world.CTL, 'reminders'], env=self.world.env, capture_output=True,
                             text=True, check=False).stdout
        self.assertNotIn('garden', out)

    def test_interrupted(self):
        """A service hears how much of its answer was heard."""
        service = Service()
        self.addCleanup(service.close)
        service.mode, service.text = 'say', ANSWER
        self.world.ctl('service', 'add', 'openai', service.url, 'double', '--use')
        self.begin()
        self.voice.order('hold', True)
        self.voice.say('tell me something about everything')
        self.listener.wait('Asked')
        wait_for(lambda: self.listener.get('State') == 'speaking', 10)
        self.again(2)
        self.voice.order('interrupt', len('The first sentence '))
        self.voice.order('emit', 'Final', '(usd)', 'hearing', 'and what about the house', 1.0)
        self.listener.wait('Asked', count=2)
        wait_for(lambda: len(service.requests) >= 2, 10)
        said = str(service.requests[-1][2])
        self.assertIn('The first sentence', said)
        self.assertIn('interrupted', said)
        self.assertNotIn('about nobody', said)

    def test_cough(self):
        """A noise that is no word stops it for a moment; then it goes on where it was."""
        self.begin()
        self.voice.order('hold', True)
        self.voice.say('what is my next meeting')
        self.listener.wait('Asked')
        self.again(2)
        wait_for(lambda: len(self.voice.spoken()) >= 2)
        first = self.voice.spoken()[0]
        self.voice.order('interrupt', 5)
        self.voice.order('hold', False)
        self.voice.order('emit', 'Final', '(usd)', 'hearing', '', -1.0)
        wait_for(lambda: self.voice.spoken().count(first) == 2, 5, 'the same sentence again')
        self.assertEqual(len(self.listener.find('Asked')), 1)

    def test_commands(self):
        """What is done at once, without any question."""
        self.begin()
        self.voice.order('hold', True)
        self.voice.say('what is my next meeting')
        self.listener.wait('Asked')
        count = 1
        for words, command in (('slower', 'slower'), ('say that again', 'repeat'),
                               ('louder please', 'louder'), ('skip it', 'skip'), ('stop', 'stop')):
            count += 1
            self.again(count)
            self.voice.order('interrupt', 3)
            self.voice.order('emit', 'Final', '(usd)', 'hearing', words, 1.0)
            found = self.listener.wait('Commanded', count=count - 1)
            self.assertEqual(found[1][1], command)
        self.listener.wait('Ended')
        self.assertEqual(len(self.listener.find('Asked')), 1)
        *_, last = [options for _, _, options in self.voice.find('Speak')]
        self.assertLess(last['rate'], 1)
        self.assertGreater(last['volume'], 1)

    def mails(self):
        """The mails that are still where they were."""
        return os.listdir(self.world.path('mail', 'new')) + os.listdir(self.world.path('mail', 'cur'))

    def ask_for_card(self):
        self.voice.say('delete the mail from anna')
        wait_for(lambda: any('yes or no' in text for text in self.voice.spoken()), 10, 'a card')

    def test_card(self):
        """A card is read whole, with the mail that it is about, and a yes does it."""
        self.begin()
        self.ask_for_card()
        said = ' '.join(self.voice.spoken())
        self.assertIn('Anna Becker', said)
        self.assertIn('Garden', said)
        wait_for(lambda: self.listener.get('State') == 'listening', 5)
        self.assertEqual(len(self.mails()), 1)
        self.voice.say('yes')
        self.listener.wait('Commanded')
        wait_for(lambda: not self.mails(), 10, 'the deed')

    def test_card_not_read(self):
        """Whoever says yes before it was read to its end hears it anew."""
        self.begin()
        self.voice.order('hold', True)
        self.voice.say('delete the mail from anna')
        wait_for(lambda: self.listener.get('State') == 'speaking', 10)
        self.again(2)
        self.voice.order('interrupt', 3)
        self.voice.order('emit', 'Final', '(usd)', 'hearing', 'yes', 1.0)
        self.listener.wait('Commanded')
        time.sleep(0.5)
        self.assertEqual(len(self.mails()), 1)

    def test_card_late(self):
        """A yes that comes more than 20 seconds later is to nothing."""
        self.begin()
        self.ask_for_card()
        wait_for(lambda: self.listener.get('State') == 'listening', 5)
        time.sleep(21)
        self.voice.say('yes')
        self.listener.wait('Commanded')
        wait_for(lambda: any('a while ago' in text for text in self.voice.spoken()), 5)
        self.assertEqual(len(self.mails()), 1)

    def test_card_declined(self):
        self.begin()
        self.ask_for_card()
        wait_for(lambda: self.listener.get('State') == 'listening', 5)
        self.voice.say('no thanks')
        self.listener.wait('Commanded')
        wait_for(lambda: 'It is not done.' in self.voice.spoken(), 5)
        self.again(3)
        self.voice.say('yes')
        time.sleep(0.5)
        self.assertEqual(len(self.mails()), 1)

    def deliver_urgent(self):
        self.box.deliver(world.make_mail('URGENT: the contract must be signed by 11:00 today',
                                         'Nora, I need your signature within the hour. Please call me.',
                                         sender='Anna Becker <anna@becker.example>'))
        self.world.ctl('sync')

    def test_announced(self):
        """Urgent mail is told aloud; it opens no microphone, and is what "it" is for a while."""
        self.deliver_urgent()
        wait_for(lambda: 'Urgent mail from Anna Becker.' in self.voice.spoken(), 15, 'a word')
        self.assertEqual(self.voice.find('Listen'), [])
        self.begin()
        self.voice.say('read it')
        self.listener.wait('Commanded')
        wait_for(lambda: any('your signature' in text for text in self.voice.spoken()), 10)
        self.again(2)
        self.voice.say('later')
        wait_for(lambda: 'It comes back in an hour.' in ' '.join(self.voice.spoken()), 5)
        with contextlib.closing(sqlite3.connect(os.path.join(self.world.data, 'hearth.db'))) as db:
            self.assertEqual(db.execute('SELECT count(*) FROM later').fetchone(), (1,))

    def test_reminded(self):
        """A reminder is told aloud, and put off by a word."""
        self.world.ctl('remind', 'water the garden', 'in 2 seconds')
        wait_for(lambda: 'A reminder: water the garden.' in self.voice.spoken(), 15, 'a word')
        self.begin()
        self.voice.say('not now')
        wait_for(lambda: 'ten minutes' in ' '.join(self.voice.spoken()), 5)
        self.assertIn('water the garden', self.world.ctl('reminders'))

    def test_reminded_in_quiet(self):
        """Nothing is told aloud in the owner's quiet hours."""
        self.world.write('config/glib-2.0/settings/keyfile',
                         SETTINGS + 'quiet-hours=true\nquiet-hours-start=uint32 540\n'
                         'quiet-hours-end=uint32 720\n')
        time.sleep(1)
        self.world.ctl('remind', 'water the garden', 'in 2 seconds')
        time.sleep(4)
        self.assertEqual(self.voice.spoken(), [])

    def test_dictation(self):
        """Signs are said by their names, and what was dictated last can be taken back."""
        self.begin(purpose='dictate')
        for number, (said, written) in enumerate((
                ('dear anna comma new paragraph', 'Dear anna,\n\n'),
                ('thank you for the letter full stop', 'Thank you for the letter.'),
                ('i will', 'I will'))):
            self.voice.order('emit', 'Final', '(usd)', 'hearing', said, 1.0)
            self.assertEqual(self.listener.wait('Heard', count=number + 1)[1][1:], (written, True))
        self.voice.order('emit', 'Final', '(usd)', 'hearing', 'delete that', 1.0)
        self.assertEqual(self.listener.wait('Commanded')[1][1], 'delete')
        self.voice.order('emit', 'Final', '(usd)', 'hearing', 'yours comma', 1.0)
        self.assertEqual(self.listener.wait('Heard', count=4)[1][1:], ('Yours,', True))
        self.listener.call('StopListening', '(b)', True)
        self.listener.wait('Ended')

    def test_crash(self):
        """What crashes is said, and works again the next time."""
        self.begin()
        self.voice.order('crash')
        _, (_, name, message), _ = self.listener.wait('Failed')
        self.assertTrue(name.endswith('Crashed'), name)
        self.assertIn('type', message)
        self.listener.wait('Ended')
        self.assertFalse(self.listener.get('Microphone'))
        self.begin()
        self.voice.say('what is my next meeting')
        self.listener.wait('Asked')

    def test_typed(self):
        """The answer to what was typed is said where the owner wants it."""
        self.world.ctl('ask', 'what is my next meeting')
        time.sleep(0.3)
        self.assertEqual(self.voice.spoken(), [])
        self.world.write('config/glib-2.0/settings/keyfile', SETTINGS + 'voice-answers=true\n')
        time.sleep(1)
        self.world.ctl('ask', 'what is my next meeting')
        wait_for(lambda: any('Next is Dentist' in text for text in self.voice.spoken()), 5)
        self.assertEqual(self.voice.find('Listen'), [])

    def test_lock(self):
        """Nobody is heard while the screen is locked."""
        self.begin()
        self.world.lock_screen()
        self.listener.wait('Ended')
        wait_for(lambda: not self.listener.get('Microphone'), 5)
        self.assertEqual(self.voice.find('StopListening'), [[False]])

    def test_say_ends(self):
        """Whoever waits for the end of what is said is told of it, also where it never began."""
        self.world.ctl('say', 'Hello.')
        self.voice.order('hold', True)
        count = len(self.voice.find('Speak'))
        sayings = [subprocess.Popen([world.CTL, 'say', ANSWER], env=self.world.env)
                   for _ in range(2)]
        wait_for(lambda: len(self.voice.find('Speak')) >= count + 4, 10)
        self.world.ctl('hush')
        self.assertEqual([saying.wait(10) for saying in sayings], [1, 1])

    def test_said_again(self):
        """An answer is said again; where that fails, whoever wanted it is told."""
        self.begin(converse=False)
        self.voice.say('what is my next meeting')
        turn = self.listener.wait('Asked')[1][2]
        self.listener.wait('Ended')
        count = len(self.voice.spoken())
        self.voice.order('hold', True)
        self.listener.call('SayAnswer', '(x)', turn)
        wait_for(lambda: len(self.voice.spoken()) > count)
        self.assertIn('Dentist', self.voice.spoken()[count])
        number = self.voice.find('Speak')[-1][0]
        self.voice.order('emit', 'Failed', '(stss)', 'speaking', number, ERROR + 'Output',
                         'There is no speaker.')
        self.assertEqual(self.listener.wait('Failed')[1], (0, ERROR + 'Output',
                                                            'There is no speaker.'))

    def test_two(self):
        """Whoever begins ends the exchange of another, which is told."""
        self.begin()
        other = Listener(self.world)
        other.listen(purpose='words')
        self.listener.wait('Ended')
        wait_for(lambda: len(self.voice.find('Listen')) == 2, 5)
        self.voice.say('hello world')
        self.assertEqual(other.wait('Heard', count=2)[1][1:], ('hello world', True))
        other.wait('Ended')
        self.assertEqual(self.listener.find('Heard'), [])


if __name__ == '__main__':
    world.main()
