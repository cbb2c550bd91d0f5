# SPDX-License-Identifier: GPL-3.0-or-later
"""hearth-voice hears a microphone and speaks, over PipeWire."""

import os
import signal
import time
import unittest

from sound import ERROR, INTERFACE, PATH, RATE, Sound, Voice, wait_for
from gi.repository import Gio, GLib

GRAMMAR = """#JSGF V1.0;
grammar commands;
public <command> = what is new | read my mail | when is my next meeting | stop |
  remind me [ tomorrow ] [ to call anna ];
"""
LONG = ('Good morning. There are seven new messages, and three of them want an answer from you '
        'before the end of this long and busy day.')


# Speech is over where it is this faint, of 32768.
FAINT = 330


def options(**more):
    return {'grammar': GLib.Variant('s', GRAMMAR), **more}


class VoiceTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.sound = Sound()
        cls.addClassCleanup(cls.sound.close)
        cls.microphone = cls.sound.furnish()

    def setUp(self):
        self.voice = Voice(self.sound)
        self.addCleanup(self.check_closed)

    def check_closed(self):
        """After each test nobody hears any more, and the program ended well."""
        self.assertEqual(self.voice.close(), 0)
        wait_for(lambda: not self.sound.microphones_in_use(), 3, 'the microphone is closed')
        wait_for(lambda: not self.sound.outputs_in_use(), 3, 'the output is closed')

    def open_microphone(self, mode='ask', **more):
        hearing = self.voice.listen(mode, **options(**more))
        self.voice.wait('Microphone')
        self.assertEqual(len(self.sound.microphones_in_use()), 1)
        return hearing


class TestHearing(VoiceTest):
    def test_sentence(self):
        """A spoken sentence becomes text, and the microphone closes before that is known."""
        self.voice.call('Watch', '(b)', True)
        hearing = self.open_microphone()
        begun = time.monotonic()
        self.sound.speak('when is my next meeting')
        final = self.voice.wait('Final')
        self.assertEqual(final[1][:2], (hearing, 'when is my next meeting'))
        self.voice.call('Watch', '(b)', False)
        levels = [arguments[0] for _name, arguments, _time in self.voice.find('Level')]
        self.assertGreater(max(levels), 0.3)
        self.assertLessEqual(len(levels), 20 * (time.monotonic() - begun) + 5)
        names = [name for name, _arguments, _time in self.voice.signals
                 if name not in ('Partial', 'Level')]
        self.assertEqual(names, ['Microphone', 'SpeechStarted', 'SpeechEnded', 'Microphone',
                                 'Final'])
        self.assertTrue(self.voice.find('Partial'))
        self.assertEqual(self.sound.microphones_in_use(), [])

    def test_dictation(self):
        """Sentence after sentence, until it is told to stop."""
        hearing = self.open_microphone('dictate')
        for number, text in enumerate(('read my mail', 'remind me tomorrow to call anna')):
            self.sound.speak(text)
            final = self.voice.wait('Final', count=number + 1)
            self.assertEqual(final[1][:2], (hearing, text))
            self.assertEqual(len(self.sound.microphones_in_use()), 1)
        self.voice.call('StopListening', '(b)', True)
        self.assertEqual(self.voice.wait('Final', count=3)[1][:2], (hearing, ''))
        self.assertEqual(self.sound.microphones_in_use(), [])

    def hear_until_end(self, sentence, expect):
        """Seconds from the end of a spoken sentence until its end was noticed."""
        self.voice.forget()
        recording = self.sound.record('room').wait()
        self.addCleanup(lambda: recording.process.poll() is None and recording.stop())
        hearing = self.open_microphone()
        self.sound.speak(sentence)
        told = 0
        while not self.voice.find('SpeechEnded'):
            partials = self.voice.find('Partial')
            if len(partials) > told:
                told = len(partials)
                expect(hearing, partials[-1][1][1] == sentence)
            time.sleep(0.005)
        final = self.voice.wait('Final')
        self.assertEqual(final[1][:2], (hearing, sentence))
        recording.stop()
        return self.voice.find('SpeechEnded')[0][2] - recording.find_sound(FAINT)[-1] - 0.01

    def test_expected(self):
        """Where the end is expected it is noticed soon after; what was taken back is not expected."""
        sentence = 'when is my next meeting'

        def expect(hearing, whole):
            self.voice.call('Expect', '(ub)', hearing, whole)

        def take_back(hearing, whole):
            expect(hearing, whole)
            expect(hearing, False)

        def mistake(hearing, whole):
            expect(hearing - 1, True)

        soon = min(self.hear_until_end(sentence, expect) for _ in range(2))
        self.assertGreater(soon, 0.1)
        self.assertLess(soon, 0.3)
        for way in (take_back, mistake):
            late = self.hear_until_end(sentence, way)
            self.assertGreater(late, 0.3, way)
            self.assertLess(late, 0.7, way)

    def test_silence(self):
        """Who says nothing is not listened to for ever."""
        hearing = self.open_microphone(patience=GLib.Variant('u', 600))
        final = self.voice.wait('Final', 3)
        self.assertEqual(final[1][:2], (hearing, ''))
        self.assertEqual(self.voice.find('SpeechStarted'), [])

    def test_stopped(self):
        """A hearing that is given up says nothing any more."""
        self.open_microphone()
        self.sound.speak('read my mail')
        self.voice.wait('SpeechStarted')
        self.voice.call('StopListening', '(b)', False)
        self.assertEqual(self.sound.microphones_in_use(), [])
        self.voice.find('')
        self.assertEqual(self.voice.find('Final') + self.voice.find('Failed'), [])
        # The next one is understood.
        self.open_microphone()
        self.sound.speak('what is new')
        self.assertEqual(self.voice.wait('Final')[1][1], 'what is new')

    def test_bad_grammar(self):
        hearing = self.voice.listen(grammar=GLib.Variant('s', '#JSGF V1.0;\ngrammar g;\n('))
        failed = self.voice.wait('Failed')
        self.assertEqual(failed[1][:3], ('listening', hearing, ERROR + 'Settings'))
        with self.assertRaisesRegex(GLib.Error, 'without the speech recognition'):
            self.voice.listen(recognizer=GLib.Variant('s', 'nobody'))
        with self.assertRaisesRegex(GLib.Error, 'No such mode'):
            self.voice.listen('sing')

    def test_two_microphones(self):
        """The one that was named is heard, and not the other."""
        module = self.sound.plug_in('second', 'garden')
        self.addCleanup(self.sound.choose, 'mic')
        self.addCleanup(self.sound.pactl, 'unload-module', module)
        wait_for(lambda: 'second' in self.sound.pactl('list', 'short', 'sources'))
        self.sound.choose('mic')
        self.open_microphone(device=GLib.Variant('s', 'second'))
        self.sound.speak('read my mail', 'room')
        time.sleep(1.5)
        self.sound.speak('what is new', 'garden')
        self.assertEqual(self.voice.wait('Final')[1][1], 'what is new')
        self.assertEqual(len(self.voice.find('SpeechStarted')), 1)


class TestWaking(VoiceTest):
    """What is said in a room where the microphone waits for a phrase."""
    PHRASE = 'hello companion'

    def wait_for_phrase(self, phrase=PHRASE, **more):
        return self.open_microphone('wake', phrase=GLib.Variant('s', phrase), **more)

    def say_until_woken(self, text):
        """Nine of ten times the phrase is found; who is not heard says it again."""
        for _ in range(3):
            self.sound.speak(text)
            for _ in range(50):
                if self.voice.find('Woken'):
                    return self.voice.find('Woken')[0]
                time.sleep(0.1)
        raise AssertionError('it did not wake')

    def test_one_breath(self):
        """The phrase and the question, without a pause."""
        hearing = self.wait_for_phrase()
        woken = self.say_until_woken(f'{self.PHRASE} when is my next meeting')
        self.assertEqual(woken[1], (hearing,))
        self.assertEqual(self.voice.wait('Final')[1][:2], (hearing, 'when is my next meeting'))
        self.assertEqual(self.sound.microphones_in_use(), [])

    def test_pause(self):
        """The phrase, and then a question after a while; what is said before is nobody's business."""
        hearing = self.wait_for_phrase()
        self.sound.speak('remind me tomorrow to call anna')
        time.sleep(0.5)
        self.assertEqual([name for name, _arguments, _time in self.voice.signals], ['Microphone'])
        self.assertEqual(self.say_until_woken(self.PHRASE)[1], (hearing,))
        time.sleep(1)
        self.assertFalse(self.voice.find('Final'))
        self.sound.speak('read my mail')
        self.assertEqual(self.voice.wait('Final')[1][:2], (hearing, 'read my mail'))

    def test_nothing_follows(self):
        """Who calls and says nothing more is not listened to for ever."""
        hearing = self.wait_for_phrase(patience=GLib.Variant('u', 1500))
        time.sleep(2)
        self.assertFalse(self.voice.find('Final'))
        self.say_until_woken(self.PHRASE)
        self.assertEqual(self.voice.wait('Final', 5)[1][:2], (hearing, ''))

    def test_stopped(self):
        """Nothing is heard of a phrase that is waited for no longer."""
        self.wait_for_phrase()
        self.voice.call('StopListening', '(b)', True)
        self.assertEqual(self.sound.microphones_in_use(), [])
        self.sound.speak(self.PHRASE)
        time.sleep(1)
        self.assertFalse(self.voice.find('Woken') + self.voice.find('Final'))

    def test_another_hearing(self):
        """Whoever wants to speak now need not call."""
        self.wait_for_phrase()
        hearing = self.open_microphone()
        self.sound.speak('read my mail')
        self.assertEqual(self.voice.wait('Final')[1][:2], (hearing, 'read my mail'))
        self.assertFalse(self.voice.find('Woken'))

    def test_phrases(self):
        """A phrase has four syllables, and words that one knows how to say."""
        self.voice.call('CheckPhrase', '(s)', self.PHRASE)
        self.voice.call('CheckPhrase', '(s)', 'salut xochitl')
        for phrase, word in (('hearth', 'four syllables'), ('', 'four syllables'),
                             ('hello  companion', 'pronounced'), ('so ' * 9, 'eight words'),
                             ('companion' * 20, 'eight words')):
            with self.subTest(phrase):
                with self.assertRaises(GLib.Error) as caught:
                    self.voice.call('CheckPhrase', '(s)', phrase)
                self.assertEqual(Gio.DBusError.get_remote_error(caught.exception),
                                 ERROR + 'Settings')
                self.assertIn(word, caught.exception.message)

    def test_poor_phrase(self):
        """One that will not do is told, and closes the microphone."""
        hearing = self.voice.listen('wake', phrase=GLib.Variant('s', 'hearth'))
        what, number, name, message = self.voice.wait('Failed')[1]
        self.assertEqual((what, number, name), ('listening', hearing, ERROR + 'Settings'))
        self.assertIn('four syllables', message)
        self.assertEqual(self.sound.microphones_in_use(), [])

class TestSpeaking(VoiceTest):
    def test_heard_back(self):
        """What it says is heard, recorded, and understood."""
        recording = self.sound.record()
        self.addCleanup(lambda: recording.process.poll() is None and recording.stop())
        self.voice.say(1, 'what is new', voice=GLib.Variant('s', 'rms'))
        self.voice.say(2, 'read my mail', voice=GLib.Variant('s', 'rms'))
        self.assertEqual(self.voice.wait('Spoken')[1], (1, 11))
        self.assertEqual(self.voice.wait('Spoken', count=2)[1], (2, 12))
        self.assertEqual([one[1] for one in self.voice.find('Speaking')], [(1,), (2,)])
        time.sleep(0.2)
        samples = recording.stop()
        self.voice.forget()
        # What was recorded is played to its own microphone.
        self.open_microphone('dictate')
        path = os.path.join(self.sound.folder, 'back.raw')
        with open(path, 'wb') as file:
            file.write(samples)
        self.sound.run('paplay', '--device=room', '--raw', f'--rate={RATE}', '--channels=1',
                       '--format=s16le', path)
        self.voice.wait('Final', count=2)
        self.voice.call('StopListening', '(b)', True)
        heard = [one[1][1] for one in self.voice.find('Final')]
        self.assertEqual(heard[:2], ['what is new', 'read my mail'])

    def test_prepared(self):
        """What was prepared is not heard before it is asked for, and then at once."""
        self.voice.call('Prepare', '(tsa{sv})', 7, 'You have three new messages.', {})
        time.sleep(0.5)
        self.assertEqual(self.sound.outputs_in_use(), [])
        self.assertEqual(self.voice.find('Speaking'), [])
        begun = time.monotonic()
        self.voice.say(7, 'something else')
        self.assertLess(self.voice.wait('Speaking')[2] - begun, 0.5)
        self.assertEqual(self.voice.wait('Spoken')[1], (7, 28))
        self.voice.call('Prepare', '(tsa{sv})', 8, 'Nobody wants this.', {})
        self.voice.call('Silence', '(at)', [8])

    def hear_prepared(self, number):
        """Seconds from Speak to the first sound, of an answer that was prepared while somebody speaks."""
        self.open_microphone()
        recording = self.sound.record().wait()
        self.addCleanup(lambda: recording.process.poll() is None and recording.stop())
        self.voice.call('Prepare', '(tsa{sv})', number, 'You have three new messages.', {})
        wait_for(self.sound.outputs_in_use, 2, 'the output is open')
        time.sleep(0.5)
        begun = time.monotonic()
        self.voice.say(number, 'something else')
        self.assertEqual(wait_for(lambda: self.voice.find('Spoken'))[-1][1], (number, 28))
        self.voice.call('StopListening', '(b)', False)
        recording.stop()
        self.voice.forget()
        sounds = recording.find_sound(FAINT)
        self.assertGreater(sounds[0], begun, 'silence before it is asked for')
        return sounds[0] - begun

    def test_prepared_ahead(self):
        """An answer to what is being said sounds at once: the output is open, and closes where none comes."""
        times = [self.hear_prepared(number) for number in range(1, 6)]
        self.assertLess(sorted(times)[2], 0.06, times)
        self.open_microphone()
        self.voice.call('Prepare', '(tsa{sv})', 9, 'Nobody wants this.', {})
        wait_for(self.sound.outputs_in_use, 2, 'the output is open')
        self.voice.call('StopListening', '(b)', False)
        wait_for(lambda: not self.sound.outputs_in_use(), 7, 'the output is closed')
        self.voice.call('Silence', '(at)', [9])

    def test_silenced(self):
        """One sentence is skipped, and the next one follows."""
        self.voice.say(1, LONG)
        self.voice.say(2, 'read my mail', synthesizer=GLib.Variant('s', 'espeak'))
        self.voice.wait('Speaking')
        time.sleep(0.8)
        self.voice.call('Silence', '(at)', [1])
        number, heard = self.voice.wait('Spoken')[1]
        self.assertEqual(number, 1)
        self.assertTrue(2 < heard < 40, heard)
        self.assertIn(LONG[heard], ' ', 'a word is whole or was not heard')
        self.assertEqual(self.voice.wait('Spoken', count=2)[1], (2, 12))

    def test_languages(self):
        self.voice.say(1, 'Guten Morgen', language=GLib.Variant('s', 'de'))
        self.assertEqual(self.voice.wait('Spoken')[1], (1, 12))
        self.voice.say(2, 'x', language=GLib.Variant('s', 'qq'))
        self.assertEqual(self.voice.wait('Failed')[1][:3], ('speaking', 2, ERROR + 'Language'))
        with self.assertRaisesRegex(GLib.Error, 'without the voice'):
            self.voice.say(3, 'x', synthesizer=GLib.Variant('s', 'nobody'))
        with self.assertRaisesRegex(GLib.Error, 'too long'):
            self.voice.say(4, 'x' * 9000)

    def test_interrupted(self):
        """Its owner speaks, and it is silent a tenth of a second after that was noticed; it listens."""
        self.voice.say(1, LONG)
        self.voice.say(2, LONG)
        self.voice.wait('Speaking')
        recording = self.sound.record()
        self.addCleanup(lambda: recording.process.poll() is None and recording.stop())
        room = self.sound.record('room')
        self.addCleanup(lambda: room.process.poll() is None and room.stop())
        self.open_microphone()
        time.sleep(0.6)
        self.sound.speak('remind me tomorrow to call anna')
        interrupted = self.voice.wait('Interrupted')
        first, second = (one[1] for one in self.voice.find('Spoken'))
        self.assertEqual((first[0], second), (1, (2, 0)))
        self.assertTrue(5 < first[1] < len(LONG) - 5, first)
        self.assertLess(self.voice.wait('SpeechStarted')[2] - interrupted[2], 0.05)
        wait_for(lambda: not self.sound.outputs_in_use(), 0.5, 'the output is closed')
        self.assertEqual(self.voice.wait('Final')[1][1], 'remind me tomorrow to call anna')
        recording.stop()
        room.stop()
        silent = recording.find_sound(FAINT)[-1] + 0.01
        self.assertLess(silent - interrupted[2], 0.1)
        self.assertLess(silent - room.find_sound(FAINT)[0], 0.25 + 0.1 + 0.1)

    def test_echo(self):
        """It does not interrupt itself, though the microphone hears all that it says."""
        loop = self.sound.pactl('load-module', 'module-loopback', 'source=speaker.monitor',
                                'sink=room', 'latency_msec=20')
        self.addCleanup(self.sound.pactl, 'unload-module', loop)
        self.open_microphone()
        self.voice.say(1, LONG)
        self.assertEqual(self.voice.wait('Spoken', 20)[1], (1, len(LONG)))
        self.assertEqual(self.voice.find('Interrupted'), [])
        self.voice.call('StopListening', '(b)', False)


class TestAlone(VoiceTest):
    """Nobody is there, and the microphone hears what it says itself, fainter and later."""

    SECONDS = 600
    SENTENCES = [LONG, 'You have three new messages.', 'Anna Berg wrote about the invoice.',
                 'Your next meeting is the design review, tomorrow at half past three.',
                 'Nothing needs you now.', 'Stop. Wait. Listen. What is new? Read my mail!',
                 'The train leaves at seven, and the dentist expects you at nine.',
                 'I will remind you on Friday to call Tom Baker and Priya Sharma.']

    def loop_back(self):
        before = self.sound.pactl('list', 'short', 'sink-inputs').splitlines()
        loop = self.sound.pactl('load-module', 'module-loopback', 'source=speaker.monitor',
                                'sink=room', 'latency_msec=60')
        self.addCleanup(self.sound.pactl, 'unload-module', loop)
        new = wait_for(lambda: [line for line
                                in self.sound.pactl('list', 'short', 'sink-inputs').splitlines()
                                if line not in before], what='the loop')
        self.sound.pactl('set-sink-input-volume', new[0].split()[0], '-20dB')

    def test_hears_itself(self):
        """It speaks for ten minutes and never takes itself for its owner, whom it then still hears."""
        self.loop_back()
        room = self.sound.record('room').wait()
        self.voice.say(1, LONG)
        self.voice.wait('Spoken', 20)
        room.stop()
        self.assertGreater(len(room.find_sound(300)), 200, 'it comes back')
        self.open_microphone('dictate')
        number = 1
        end = time.monotonic() + self.SECONDS
        while time.monotonic() < end:
            number += 1
            self.voice.say(number, self.SENTENCES[number % len(self.SENTENCES)],
                           voice=GLib.Variant('s', ('slt', 'rms')[number // 8 % 2]),
                           volume=GLib.Variant('d', (1.0, 0.5, 2.0)[number % 3]))
            wait_for(lambda: len(self.voice.find('Spoken')) >= number - 1, 30)
        self.assertEqual([one for name in ('SpeechStarted', 'Interrupted', 'Failed')
                          for one in self.voice.find(name)], [])
        self.voice.say(number + 1, LONG)
        wait_for(lambda: self.voice.find('Speaking')[-1][1] == (number + 1,), 20)
        time.sleep(1)
        self.sound.speak('remind me tomorrow to call anna')
        self.voice.wait('Interrupted')
        self.voice.call('StopListening', '(b)', False)


class TestTrouble(VoiceTest):
    def test_unplugged(self):
        """The only microphone goes in the middle of a word: a sentence, and nothing stays open."""
        self.addCleanup(self.plug_in_again)
        self.open_microphone()
        self.sound.speak('remind me tomorrow to call anna')
        self.voice.wait('SpeechStarted')
        self.sound.pactl('unload-module', type(self).microphone)
        for sink in ('room', 'speaker'):
            self.sound.pactl('suspend-sink', sink, '0')
        failed = self.voice.wait('Failed', 8)
        self.assertEqual(failed[1][2], ERROR + 'Microphone')
        self.assertRegex(failed[1][3], 'microphone is gone')
        self.assertEqual(self.voice.find('Final'), [])
        self.assertEqual(self.sound.microphones_in_use(), [])

    def test_no_microphone(self):
        """Where there is none, that is said, and what it speaks itself is not heard instead."""
        self.addCleanup(self.plug_in_again)
        self.sound.pactl('unload-module', type(self).microphone)
        wait_for(lambda: 'mic' not in self.sound.pactl('list', 'short', 'sources').split())
        begun = time.monotonic()
        try:
            self.voice.listen(**options())
            message = self.voice.wait('Failed')[1][3]
        except GLib.Error as error:
            message = error.message
        self.assertRegex(message, 'no microphone that can be used')
        self.assertLess(time.monotonic() - begun, 6)
        self.assertEqual(self.voice.find('Microphone'), [])
        self.voice.say(1, 'read my mail')
        self.assertEqual(self.voice.wait('Spoken')[1], (1, 12))

    def test_rate_changes(self):
        """A headset goes from 48 kHz to 16 and to 8 while it is open, and is still understood."""
        hearing = self.open_microphone('dictate')
        self.addCleanup(self.force_rate, 0)
        for number, rate in enumerate((16000, 8000, 48000)):
            self.force_rate(rate)
            time.sleep(0.5)
            self.sound.speak('read my mail')
            final = self.voice.wait('Final', count=number + 1)
            self.assertEqual(final[1][:2], (hearing, 'read my mail'), rate)
        self.assertEqual(self.voice.find('Failed'), [])
        self.voice.call('StopListening', '(b)', False)

    def force_rate(self, rate):
        self.sound.run('pw-metadata', '-n', 'settings', '0', 'clock.force-rate', str(rate))

    def try_to_listen(self):
        try:
            self.voice.forget()
            return self.voice.listen(**options())
        except GLib.Error:
            return 0

    def test_server_hangs(self):
        """A sound server that does not answer keeps nobody waiting, and is used again when it does."""
        self.open_microphone()
        self.voice.say(1, LONG)
        self.voice.wait('Speaking')
        server = self.sound.daemons[-1]
        server.send_signal(signal.SIGSTOP)
        self.addCleanup(server.send_signal, signal.SIGCONT)
        for method, *arguments in (('StopListening', '(b)', False), ('Silence', '(at)', []),
                                   ('Watch', '(b)', False)):
            begun = time.monotonic()
            self.voice.call(method, *arguments)
            self.assertLess(time.monotonic() - begun, 2, method)
        begun = time.monotonic()
        with self.assertRaisesRegex(GLib.Error, 'no microphone'):
            self.voice.listen(**options())
        try:
            self.voice.say(2, LONG)
            message = self.voice.wait('Failed')[1][3]
        except GLib.Error as error:
            message = error.message
        self.assertRegex(message, 'nothing to speak through')
        self.assertLess(time.monotonic() - begun, 12)
        server.send_signal(signal.SIGCONT)
        wait_for(lambda: not self.sound.microphones_in_use(), 10, 'the microphone is closed')
        # It has much to catch up with.
        wait_for(self.try_to_listen, 15, 'the microphone is used again')
        self.voice.wait('Microphone')
        self.voice.call('StopListening', '(b)', False)
        self.voice.say(3, 'read my mail')
        self.assertEqual(self.voice.wait('Spoken')[1], (3, 12))

    def test_without_canceller(self):
        """Without webrtcdsp that is said, and it does not listen while it speaks, but afterwards."""
        folder = os.path.join(self.sound.folder, 'plugins')
        os.mkdir(folder)
        system = self.sound.run('pkg-config', '--variable=pluginsdir', 'gstreamer-1.0').stdout.strip()
        for name in os.listdir(system):
            if 'webrtcdsp' not in name:
                os.symlink(os.path.join(system, name), os.path.join(folder, name))
        self.assertTrue(self.is_echo_cancelled(self.voice))
        voice = Voice(self.sound, GST_PLUGIN_SYSTEM_PATH=folder,
                      GST_REGISTRY=os.path.join(self.sound.folder, 'without'))
        self.addCleanup(voice.close)
        self.assertFalse(self.is_echo_cancelled(voice))
        voice.say(1, LONG)
        voice.wait('Speaking')
        voice.listen(**options())
        voice.wait('Microphone')
        self.sound.speak('read my mail')
        voice.wait('Spoken', 20)
        self.assertEqual(voice.find('SpeechStarted') + voice.find('Interrupted'), [])
        self.sound.speak('what is new')
        self.assertEqual(voice.wait('Final')[1][1], 'what is new')

    def is_echo_cancelled(self, voice):
        return voice.connection.call_sync(
            None, PATH, 'org.freedesktop.DBus.Properties', 'Get',
            GLib.Variant('(ss)', (INTERFACE, 'EchoCancelled')), None, Gio.DBusCallFlags.NONE, 10000,
            None).unpack()[0]

    def plug_in_again(self):
        type(self).microphone = self.sound.plug_in()
        wait_for(lambda: 'mic' in self.sound.pactl('list', 'short', 'sources'))
        self.sound.choose('mic')

    def test_restarted(self):
        """PipeWire ends while it listens and speaks; both are said, and later both work again."""
        self.open_microphone()
        self.voice.say(1, LONG)
        self.voice.wait('Speaking')
        self.sound.stop()
        failures = {one[1][0]: one[1] for one in
                    [self.voice.wait('Failed'), self.voice.wait('Failed', count=2)]}
        self.assertEqual(failures['listening'][2], ERROR + 'Microphone')
        self.assertEqual(failures['speaking'][1:3], (1, ERROR + 'Output'))
        self.voice.forget()
        with self.assertRaisesRegex(GLib.Error, 'no microphone|nothing to speak'):
            self.voice.say(2, 'x')
            self.voice.listen(**options())
        self.sound.start()
        type(self).microphone = self.sound.furnish()
        self.open_microphone()
        self.sound.speak('read my mail')
        self.assertEqual(self.voice.wait('Final')[1][1], 'read my mail')
        self.voice.say(3, 'read my mail')
        self.assertEqual(self.voice.wait('Spoken')[1], (3, 12))

    def test_parent_gone(self):
        """Whoever started it ends, and no microphone stays open."""
        self.open_microphone()
        self.voice.say(1, LONG)
        self.voice.wait('Speaking')
        self.voice.connection.close_sync(None)
        self.assertEqual(self.voice.process.wait(3), 0)

    def test_unused(self):
        voice = Voice(self.sound, '--idle=1')
        begun = time.monotonic()
        self.assertEqual(voice.process.wait(5), 0)
        self.assertGreater(time.monotonic() - begun, 0.9)


if __name__ == '__main__':
    unittest.main()
