# SPDX-License-Identifier: GPL-3.0-or-later
"""Talking by ear with the real service: what is said into a microphone is a question in the panel, and
its answer is heard; on its own, for a process can look at one desk only."""

import os
import unittest

import desk
from gi.repository import GLib
from sound import Sound

TRIES = 3

CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//test//EN
BEGIN:VEVENT
UID:dentist
DTSTAMP:20240501T000000Z
DTSTART;TZID=Europe/Berlin:20240515T150000
DTEND;TZID=Europe/Berlin:20240515T160000
SUMMARY:Dentist
END:VEVENT
END:VCALENDAR
"""


class Real(desk.TestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sound = Sound()
        cls.addClassCleanup(cls.sound.close)
        cls.sound.furnish()
        cls.desk.set_environment(
            GST_REGISTRY=cls.sound.environment['GST_REGISTRY'],
            PULSE_SERVER='unix:' + os.path.join(cls.sound.folder, 'pulse/native'))

    def setUp(self):
        super().setUp()
        self.desk.set_view('talk')
        self.desk.write('calendar.ics', CALENDAR)
        self.desk.ctl('source', 'add', 'ics', self.desk.path('calendar.ics'), standalone=True)
        self.desk.ctl('sync', standalone=True)
        self.panel = self.open_panel()

    def lamp(self):
        return self.panel.find('Listening. Close the microphone', 'push button')

    def test_question_is_heard_and_its_answer_said(self):
        panel = self.panel
        panel.press('Speak')
        panel.see('Listening…', timeout=30)
        self.assertIsNotNone(self.lamp())
        self.assertNotEqual(self.sound.microphones_in_use(), [])
        recording = self.sound.record().wait()
        self.addCleanup(recording.stop)
        self.ask('What is my next meeting?', 'You: what is my next meeting')
        panel.see('Next is Dentist, today from 15:00 to 16:00.')
        # It listens again after its answer, until nobody says anything.
        panel.see('Done Speaking', 'push button', timeout=60)
        self.sound.hush()
        panel.key('Escape')
        self.wait_silent()
        recording.stop()
        self.assertTrue(recording.find_sound())

    def ask(self, words, question):
        """Says it again where a busy machine garbled it."""
        for _ in range(TRIES):
            self.panel.see('Done Speaking', 'push button', timeout=60)
            self.sound.speak(words)
            desk.wait_until(self.sound.outputs_in_use, 'an answer to be said', timeout=30)
            if self.panel.find(question):
                return
        self.panel.see(question)

    def test_answer_is_read_aloud_until_escape(self):
        panel = self.panel
        panel.act('ask', GLib.Variant('s', 'Brief me'))
        panel.press('Read Aloud')
        desk.wait_until(self.sound.outputs_in_use, 'the answer to be said', timeout=30)
        panel.see('Stop Speaking', 'push button')
        self.assertIsNone(self.lamp())
        panel.key('Escape')
        self.wait_silent()
        panel.see('Read Aloud', 'push button')

    def wait_silent(self):
        self.panel.see('Speak', 'push button')
        desk.wait_until(lambda: self.lamp() is None, 'the lamp to go out')
        desk.wait_until(lambda: not self.sound.microphones_in_use(), 'the microphone to close')
        desk.wait_until(lambda: not self.sound.outputs_in_use(), 'silence')


if __name__ == '__main__':
    unittest.main(verbosity=2)
