# SPDX-License-Identifier: GPL-3.0-or-later
"""The part "voice" of run.py: how soon hearth-voice hears, notices, sounds and falls silent.

It brings its own PipeWire. What sounds is timed in the recording of the speaker and of the room and
not by what the program says of itself; a recording tells of each sound some milliseconds late.
"""

import os
import statistics
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'integration', 'voice'))

from gi.repository import GLib  # noqa: E402
from ai_double import Double  # noqa: E402
from sound import Sound, Voice, wait_for  # noqa: E402
from talking import Listener, move_in  # noqa: E402
import world  # noqa: E402

ROUNDS = 10
SCHEMA = 'io.github.hearthdesktop.Hearth'
GRAMMAR = """#JSGF V1.0;
grammar commands;
public <command> = what is new | read my mail | when is my next meeting | stop |
  remind me tomorrow to call anna;
"""
SENTENCES = ['what is new', 'read my mail', 'when is my next meeting',
             'remind me tomorrow to call anna']
QUESTIONS = ['what is my next meeting', 'what is on today', 'what time is it']
ANSWER = 'You have three new messages.'
LONG = ('Good morning. There are seven new messages, and three of them want an answer from you '
        'before the end of this long and busy day.')
# The end of speech is where it is this faint, of 32768.
FAINT = 330


def tell(report, name, times, unit='ms'):
    """The median of what was measured, and the worst."""
    values = sorted(1000 * one for one in times)
    report('voice_' + name, statistics.median(values), unit)
    report('voice_' + name + '_worst', values[-1], unit)


def listen(voice, **more):
    return voice.listen(grammar=GLib.Variant('s', GRAMMAR), **more)


def be_silent(sound):
    """Until nothing of Hearth is open, as where it was not used for a while."""
    wait_for(lambda: not sound.outputs_in_use() and not sound.microphones_in_use(), 15)


def bench_opening(sound, voice, report):
    """From Listen to the first sound that a microphone sends."""
    times = []
    for _ in range(ROUNDS):
        voice.forget()
        begun = time.monotonic()
        listen(voice)
        times.append(voice.wait('Microphone')[2] - begun)
        voice.call('StopListening', '(b)', False)
        be_silent(sound)
    tell(report, 'pipeline_start', times)


def hear_sentence(sound, voice, sentence, expect):
    """Seconds between the end of a spoken sentence and SpeechEnded, and until Final."""
    voice.forget()
    hearing = listen(voice)
    voice.wait('Microphone')
    recording = sound.record('room').wait()
    sound.speak(sentence)
    known = 0
    while not voice.find('Final'):
        partials = voice.find('Partial')
        if expect and len(partials) > known:
            known = len(partials)
            voice.call('Expect', '(ub)', hearing, partials[-1][1][1] == sentence)
        time.sleep(0.005)
    recording.stop()
    end = recording.find_sound(FAINT)[-1] + 0.01
    ended = voice.wait('SpeechEnded')[2] - end
    return ended, voice.wait('Final')[2] - end, voice.wait('Final')[1][1] == sentence


def bench_end(sound, voice, report):
    """How long after the end of speech it is sure of it, and knows what was said."""
    for name, expect in (('end', False), ('end_expected', True)):
        rounds = [hear_sentence(sound, voice, SENTENCES[i % len(SENTENCES)], expect)
                  for i in range(ROUNDS)]
        tell(report, name + '_of_speech', [one[0] for one in rounds])
        tell(report, name + '_to_final', [one[1] for one in rounds])
        if not all(one[2] for one in rounds):
            print('# not all was understood word for word', flush=True)


def speak(sound, voice, number, prepare, after=0.0):
    """Seconds from Speak, so long after the rest, to the first sound in the speaker."""
    voice.forget()
    recording = sound.record().wait()
    if prepare:
        voice.call('Prepare', '(tsa{sv})', number, ANSWER, {})
    time.sleep(after)
    begun = time.monotonic()
    voice.say(number, ANSWER)
    voice.wait('Spoken')
    recording.stop()
    sounds = [at for at in recording.find_sound(FAINT) if at > begun]
    return sounds[0] - begun, voice.wait('Speaking')[2] - sounds[0]


def bench_first_sound(sound, voice, report):
    """A sentence that nobody foresaw; the next one, soon after; and one that was prepared."""
    first, second = [], []
    for i in range(ROUNDS):
        be_silent(sound)
        first.append(speak(sound, voice, 1000 + i, False)[0])
        second.append(speak(sound, voice, 2000 + i, False, 0.4)[0])
    tell(report, 'first_sound', first)
    tell(report, 'next_sound', second)
    prepared, said = [], []
    for i in range(ROUNDS):
        be_silent(sound)
        listen(voice)
        voice.wait('Microphone')
        late, told = speak(sound, voice, 3000 + i, True, 0.7)
        prepared.append(late)
        said.append(abs(told))
        voice.call('StopListening', '(b)', False)
    tell(report, 'first_sound_prepared', prepared)
    tell(report, 'speaking_is_told', said)


def interrupt(sound, voice, number):
    """Seconds to silence, from Interrupted, and from the begin of the owner's speech."""
    voice.forget()
    speaker = sound.record().wait()
    room = sound.record('room').wait()
    listen(voice)
    voice.say(number, LONG)
    voice.wait('Speaking')
    time.sleep(1)
    sound.speak('remind me tomorrow to call anna')
    interrupted = voice.wait('Interrupted')[2]
    voice.wait('Final')
    speaker.stop()
    room.stop()
    silent = speaker.find_sound(FAINT)[-1] + 0.01
    return silent - interrupted, silent - room.find_sound(FAINT)[0]


def bench_barge_in(sound, voice, report):
    rounds = []
    for i in range(ROUNDS):
        be_silent(sound)
        rounds.append(interrupt(sound, voice, 4000 + i))
    tell(report, 'barge_in_silence', [one[0] for one in rounds])
    tell(report, 'barge_in_from_speech', [one[1] for one in rounds])


def read_cpu(pid):
    with open(f'/proc/{pid}/stat', encoding='ascii') as file:
        fields = file.read().rsplit(')', 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')


def bench_idle(sound, voice, report):
    """Nothing is open and nothing is done."""
    be_silent(sound)
    time.sleep(1)
    before = read_cpu(voice.process.pid)
    time.sleep(20)
    report('voice_idle_cpu', (read_cpu(voice.process.pid) - before) / 20 * 100, '%')
    report('voice_idle_devices', len(sound.outputs_in_use() + sound.microphones_in_use()), 'open')


def bench_waiting(sound, voice, report):
    """What waiting for a phrase takes, in a silent room and while others speak."""
    voice.forget()
    voice.listen('wake', phrase=GLib.Variant('s', 'hello companion'))
    voice.wait('Microphone')
    sound.speak(LONG)
    time.sleep(10)
    for name in ('waiting', 'waiting_in_speech'):
        before, begun = read_cpu(voice.process.pid), time.monotonic()
        if name == 'waiting':
            time.sleep(20)
        else:
            for _ in range(3):
                sound.speak(LONG)
                time.sleep(8.5)
        report(f'voice_{name}_cpu', (read_cpu(voice.process.pid) - before) /
               (time.monotonic() - begun) * 100, '%')
    if voice.find('Woken'):
        print('# the phrase was heard where nobody said it', flush=True)
    voice.call('StopListening', '(b)', False)


def answer_aloud(sound, listener, sentence):
    """Seconds between the end of a spoken question and the first sound of its answer."""
    be_silent(sound)
    listener.signals.clear()
    listener.listen(converse=False)
    wait_for(lambda: listener.get('Microphone'), 10)
    speaker = sound.record().wait()
    room = sound.record('room').wait()
    sound.speak(sentence)
    listener.wait('Ended', 60)
    speaker.stop()
    room.stop()
    return speaker.find_sound(FAINT)[0] - room.find_sound(FAINT)[-1] - 0.01


def bench_answers(sound, report):
    """The whole of it: a question to hearthd by ear, with its own rules, recogniser and voice."""
    home = world.World()
    try:
        home.start_bus()
        move_in(home, sound)
        listener = Listener(home)
        answer_aloud(sound, listener, QUESTIONS[0])
        tell(report, 'answer', [answer_aloud(sound, listener, QUESTIONS[i % len(QUESTIONS)])
                                for i in range(ROUNDS)])
    finally:
        home.close()


def bench_service(sound, report):
    """From the end of a service's first sentence to its sound, while the rest is still thought of."""
    home = world.World()
    service = Double()
    service.mode, service.text = 'think', (ANSWER, 'One of them is from Anna.')
    try:
        home.start_bus()
        move_in(home, sound)
        home.ctl('service', 'add', 'openai', service.url, 'double', '--use')
        subprocess.run(['gsettings', 'set', SCHEMA, 'voice-answers', 'true'], env=home.env,
                       check=True)
        times = []
        for i in range(ROUNDS + 1):
            recording = sound.record().wait()
            home.ctl('ask', f'Tell me something about number {i} and everything')
            time.sleep(4)
            recording.stop()
            times.append(next(at for at in recording.find_sound(FAINT) if at > service.told[-1]) -
                         service.told[-1])
        # The first of all starts hearth-voice.
        tell(report, 'service_sentence', times[1:])
    finally:
        service.close()
        home.close()


def bench_voice(report):
    sound = Sound()
    try:
        sound.furnish()
        voice = Voice(sound, '--idle=120')
        # The first of all reads the models.
        hear_sentence(sound, voice, SENTENCES[0], False)
        voice.say(1, ANSWER)
        voice.wait('Spoken')
        for part in (bench_opening, bench_end, bench_first_sound, bench_barge_in, bench_idle,
                     bench_waiting):
            part(sound, voice, report)
        voice.close()
        bench_answers(sound, report)
        bench_service(sound, report)
    finally:
        sound.close()
