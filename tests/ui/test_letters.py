# SPDX-License-Identifier: GPL-3.0-or-later
"""Letters in the panel, with the real service."""

import json
import os
import sqlite3
import time
import unittest

import desk
import world
from ai_double import Double
from gi.repository import GLib

PATH = world.PATH
LETTERS = 'io.github.hearthdesktop.Hearth.Letters1'
LONG = 'Wolfgang Amadeus von und zu Hohenstein-Ravensburg zu Lichtenwald am See, den Älteren'
TEXT = 'Dear Clara,\n\nI found your postcard today, the the one with the lighthouse.'


class Letters(desk.TestCase):
    def begin(self, **env):
        self.daemon = self.desk.start_daemon()
        self.addCleanup(self.desk.stop_daemon, self.daemon)
        self.panel = self.open_panel(**env)
        self.panel.see('Here ·')

    def reopen(self):
        self.panel.process.terminate()
        self.panel.process.wait(timeout=10)
        self.panel = self.open_panel()
        self.panel.see('Here ·')

    def list(self):
        self.panel.act('show-view', GLib.Variant('s', 'letters'))

    def save(self, letter=0, keep=True, **fields):
        """What hearthctl or another program does."""
        return self.call('SaveLetter', '(xa{sv}b)', letter,
                         {name: GLib.Variant('s', value) for name, value in fields.items()}, keep)[0]

    def call(self, method, kind, *parameters):
        return self.desk.bus.call_sync(world.NAME, PATH, LETTERS, method,
                                       GLib.Variant(kind, parameters), None, 0, 5000, None).unpack()

    def rows(self, sql, *values):
        with sqlite3.connect('file:%s?mode=ro' % os.path.join(self.desk.data, 'hearth.db'),
                             uri=True) as database:
            found = database.execute(sql, values).fetchall()
        database.close()
        return found

    def stored(self):
        return [row[0] for row in self.rows('SELECT text FROM letters WHERE state < 2 ORDER BY id')]

    def wait_stored(self, text):
        desk.wait_until(lambda: self.stored() == [text], 'the letter to be stored')

    def sheet(self):
        return self.panel.see('Letter', 'text')

    def text(self):
        return self.panel.read(next(node for node in self.panel.walk()
                                    if node.get_role_name() == 'text' and node.get_name() == 'Letter'))

    def wait_text(self, text):
        desk.wait_until(lambda: self.text() == text, 'the page to say it')

    def type(self, words):
        for letter in words:
            self.panel.key(letter)

    def open(self, title):
        self.list()
        self.panel.see(title + ',')
        self.panel.tab_to(title + ',')
        self.panel.key('Return')
        self.panel.see('Letter', 'text')

    def test_write(self):
        """Written, closed and come back to; taken back step by step and over days."""
        self.begin()
        self.list()
        self.panel.see('No letters yet')
        # The button has the focus: nothing but the keyboard is needed.
        self.panel.tab_to('New Letter')
        self.panel.key('Return')
        self.panel.tab_to('Letter')
        self.type('dear')
        self.wait_stored('dear')
        # Left at once, before it pauses, it is kept all the same.
        self.type(' you')
        self.panel.chord('5', 'Alt')
        self.wait_stored('dear you')
        self.panel.see('dear you,')
        self.reopen()
        self.open('dear you')
        self.wait_text('dear you')
        self.type('!')
        self.wait_stored('dear you!')
        self.panel.chord('z')
        self.wait_text('dear you')
        self.wait_stored('dear you')
        # All of this sitting is taken back; now what the store knows from before.
        self.panel.chord('z')
        desk.wait_until(lambda: self.text() in ('dear', ''), 'an older version')

    def test_versions(self):
        """What it said before is looked at and brought back, by the keyboard alone."""
        self.begin()
        letter = self.save(title='Boat', text='It floats.')
        self.save(letter, text='It sails.')
        self.open('Boat')
        self.wait_text('It sails.')
        self.panel.tab_to('What it said before')
        self.panel.key('Return')
        self.panel.see('10 characters')
        # The newest, which it says now, is chosen first.
        self.panel.key('Down')
        self.panel.key('Return')
        self.panel.see('It floats.')
        self.panel.tab_to('Bring Back')
        self.panel.key('Return')
        self.wait_text('It floats.')
        self.wait_stored('It floats.')
        # That, too, is taken back.
        self.panel.tab_to('Letter')
        self.panel.chord('z')
        self.wait_text('It sails.')
        self.wait_stored('It sails.')

    def test_elsewhere(self):
        """What another program changes is shown; what it deletes is left."""
        self.begin()
        letter = self.save(title='Boat', text='It floats.', recipient='Amy')
        self.open('Boat')
        self.wait_text('It floats.')
        self.save(letter, text='It sails.')
        self.wait_text('It sails.')
        self.call('DeleteLetter', '(x)', letter)
        self.panel.see('No letters yet')

    def test_preview(self):
        """It is looked at as it prints."""
        self.begin()
        self.save(title='Boat', text='It floats.')
        self.open('Boat')
        self.panel.press('Look at it as it prints')
        self.panel.see('As It Prints')
        self.panel.see('Page 1 of 1')

    def test_paper_and_places(self):
        """Lines, the sender and who began a letter: chosen, written and read by the keyboard alone."""
        self.begin_with_service()
        self.double.text = 'Dear Clara,\n\nwe came home safely.'
        letter, service = self.call('StartLetter', '(sasb)', 'Clara', ['we came home safely'], True)[:2]
        self.assertIn('double', service)
        self.open('Letter to Clara')
        self.panel.tab_to('Lines: Plain')
        self.panel.key('Return')
        self.panel.see('Ruled')
        self.panel.key('Down')
        self.panel.key('Return')
        self.panel.see('Lines: Ruled')
        look = 'SELECT paper FROM letters WHERE id = ?'
        desk.wait_until(lambda: self.rows(look, letter) == [('a5 ruled',)], 'the paper')
        self.panel.tab_to('To Clara')
        self.panel.key('Return')
        self.panel.see('Begun with ' + service)
        self.panel.tab_to('Your Name and Address')
        self.type('ben')
        look = 'SELECT sender, begun_with FROM letters WHERE id = ?'
        desk.wait_until(lambda: self.rows(look, letter) == [('ben', service)], 'the sender')
        self.panel.see('Print Envelope…')
        self.panel.key('Escape')
        self.assertEqual(self.panel.nameless(), [])
        # The next one is from the same.
        self.assertEqual(self.rows(look, self.save(text='Dear Bob')), [('ben', '')])

    def test_occasions(self):
        """A birthday is an occasion for a letter: it is begun, or not told of again."""
        for name, day in (('Ana Silva', '0517'), ('Bob Ode', '0518')):
            self.desk.write('home/%s.vcf' % name, 'BEGIN:VCARD\r\nVERSION:4.0\r\nUID:%s\r\nFN:%s\r\n'
                            'BDAY:1984%s\r\nEND:VCARD\r\n' % (name, name, day))
            self.desk.ctl('source', 'add', 'vcard', self.desk.path('home/%s.vcf' % name),
                          standalone=True)
        self.desk.ctl('sync', standalone=True)
        self.begin()
        self.list()
        self.panel.see('Not this year: ')
        ana = self.panel.see('Ana Silva', 'label').get_name()
        bob = self.panel.see('Bob Ode', 'label').get_name()
        self.panel.press('Not this year: ' + bob)
        self.panel.miss(bob)
        self.panel.press('Write a letter: ' + ana)
        self.panel.see('To Ana Silva')
        desk.wait_until(lambda: self.rows('SELECT recipient FROM letters') == [('Ana Silva',)], 'it')
        self.list()
        self.panel.see('Letter to Ana Silva')
        self.panel.miss('Not this year: ')

    def test_found(self):
        """The search over everything knows letters, too."""
        self.begin()
        self.save(title='Postcard', text=TEXT, recipient='Clara')
        self.panel.act('find', GLib.Variant('s', 'lighthouse'))
        self.panel.see('Letter, Postcard, Clara · ')
        self.panel.key('Return')
        self.panel.see('Letter', 'text')
        self.wait_text(TEXT)

    def test_proofread(self):
        """A word twice is found, fixed and taken back, by the keyboard alone."""
        self.begin()
        self.save(title='Postcard', text=TEXT, language='en')
        self.open('Postcard')
        self.panel.see('“the the”')
        self.panel.tab_to('Letter')
        self.f7()
        self.panel.tab_to('Write “the”')
        self.panel.key('Return')
        fixed = TEXT.replace('the the', 'the')
        self.wait_text(fixed)
        self.wait_stored(fixed)
        self.panel.miss('“the the”')

    def f7(self):
        self.desk.atspi.generate_keyboard_event(0xffc4, None, self.desk.atspi.KeySynthType.SYM)
        time.sleep(0.2)
        desk.pump()

    def test_keep(self):
        """What is kept as it is, is not told of again, also the next time; unless it is taken back."""
        self.begin()
        self.save(title='Postcard', text=TEXT, language='en')
        self.open('Postcard')
        self.panel.see('“the the”')
        self.panel.press('Keep')
        self.panel.miss('“the the”')
        desk.wait_until(lambda: len(self.rows('SELECT * FROM letter_dismissals')) == 1,
                        'it to be remembered')
        self.panel.press('Undo')
        self.panel.see('“the the”')
        self.panel.press('Keep')
        self.panel.miss('“the the”')
        self.reopen()
        self.open('Postcard')
        self.wait_text(TEXT)
        time.sleep(1.5)
        self.assertIsNone(self.panel.find('“the the”'))

    def begin_with_service(self, *changes):
        self.begin()
        self.double = Double()
        self.addCleanup(self.double.close)
        self.double.mode = 'say'
        self.double.text = json.dumps({'changes': [
            {'quote': old, 'instead': new, 'reason': reason} for old, new, reason in changes]})
        self.desk.ctl('service', 'openai', self.double.url, 'double')
        self.save(title='Postcard', text=TEXT.replace('the the', 'the'), language='en')

    def test_wording(self):
        """What a service would word otherwise is taken one by one or all at once, and can be taken back."""
        text = TEXT.replace('the the', 'the')
        self.begin_with_service(('Dear Clara', 'Hello Clara', 'It is warmer.'),
                                ('I found your postcard today', 'Your postcard came today', 'It is about her.'),
                                ('the one with the lighthouse', 'with the lighthouse', 'It is shorter.'),
                                ('not there', 'x', 'Dropped.'))
        self.open('Postcard')
        self.wait_text(text)
        self.panel.tab_to('Tone and Clarity…')
        self.panel.key('Return')
        self.panel.press('Friendlier')
        self.panel.see('3 suggestions')
        self.panel.see('“Dear Clara” becomes “Hello Clara”')
        self.panel.see('It is warmer.')
        self.assertEqual(self.text(), text)
        self.assertIn('friendlier', self.double.requests[0][2]['messages'][0]['content'])
        next(node for node in self.panel.walk() if node.get_name() == 'Take').do_action(0)
        first = text.replace('Dear Clara', 'Hello Clara')
        self.wait_text(first)
        self.panel.see('2 suggestions')
        self.panel.press('Take All')
        second = first.replace('I found your postcard', 'Your postcard came')
        last = second.replace('the one with', 'with')
        self.wait_text(last)
        self.wait_stored(last)
        self.panel.miss('2 suggestions')
        # Each is a step of its own.
        self.panel.tab_to('Letter')
        for step in (second, first, text):
            self.panel.chord('z')
            self.wait_text(step)

    def test_wording_stopped(self):
        """While it is waited for one can write on, or stop it."""
        self.begin_with_service()
        self.double.mode = 'hang'
        self.open('Postcard')
        self.panel.tab_to('Tone and Clarity…')
        self.panel.key('Return')
        self.panel.press('In This Tone')
        self.panel.see('Asking what could be said better…')
        desk.wait_until(lambda: self.double.requests, 'the question')
        self.panel.press('Stop')
        self.panel.miss('Asking what could be said better…')
        self.double.mode = '500'
        self.panel.tab_to('Tone and Clarity…')
        self.panel.key('Return')
        self.panel.press('In This Tone')
        self.panel.see('on fire')
        self.panel.press('Close')
        self.panel.miss('on fire')

    def test_wording_without_a_service(self):
        self.begin()
        self.save(title='Postcard', text=TEXT, language='en')
        self.open('Postcard')
        self.panel.see('Print…')
        time.sleep(1)
        self.assertIsNone(self.panel.find('Tone and Clarity…'))

    def test_started_by_a_service(self):
        """Points become a letter of its own; they stay."""
        self.begin_with_service()
        self.double.text = 'Dear Clara,\n\nwe came home, and the roses bloom.\n\nN.'
        points = 'We came home.\nThe roses bloom.'
        self.save(title='Points', recipient='Clara', text=points)
        self.open('Points')
        self.wait_text(points)
        self.panel.press('Make a letter of these points')
        self.wait_text(self.double.text)
        self.panel.see('Begun with')
        self.assertIn(points, self.stored())
        asked = json.dumps(self.double.requests[0][2]['messages'])
        self.assertIn('The roses bloom.', asked)
        self.assertIn('Clara', asked)

    def begin_starting(self):
        """Has a letter begun by a service that says nothing yet."""
        self.begin_with_service()
        self.double.mode = 'hang'
        self.save(title='Points', recipient='Clara', text='We came home.')
        self.open('Points')
        self.wait_text('We came home.')
        self.panel.press('Make a letter of these points')
        self.panel.see('A letter is being begun')
        desk.wait_until(lambda: self.double.requests, 'the question')

    def test_starting_is_stopped(self):
        self.begin_starting()
        self.panel.press('Stop')
        self.panel.miss('A letter is being begun')
        self.assertEqual(self.text(), 'We came home.')
        # It can be begun again, while the service still thinks that it was asked before.
        self.double.mode = 'say'
        self.double.text = 'Dear Clara,\n\nwe came home.\n\nN.'
        self.panel.press('Make a letter of these points')
        self.wait_text(self.double.text)
        self.double.go_on.set()
        time.sleep(1)
        self.assertEqual(self.stored()[1:], ['We came home.', self.double.text])

    def test_starting_elsewhere(self):
        """Whoever goes on with another letter meanwhile is left there."""
        self.begin_starting()
        self.save(title='Harbour', text='The harbour.')
        self.open('Harbour')
        self.wait_text('The harbour.')
        self.panel.miss('A letter is being begun')
        self.double.mode = 'say'
        self.double.text = 'Dear Clara,\n\nwe came home.\n\nN.'
        self.double.go_on.set()
        self.panel.see('Begun')
        self.assertEqual(self.text(), 'The harbour.')

    def test_started_without_a_service(self):
        self.begin()
        self.save(title='Points', recipient='Clara', text='we came home')
        self.open('Points')
        self.panel.press('Make a letter of these points')
        desk.wait_until(lambda: 'Clara' in self.text() and 'We came home.' in self.text(),
                        'the points as sentences')
        self.panel.see('Begun')

    def test_delete(self):
        self.begin()
        self.save(title='Harbour', text='The harbour.')
        self.save(title='Garden', text='The garden.')
        self.list()
        self.panel.settle('Delete: Harbour')
        self.panel.press('Delete: Harbour')
        self.panel.see('Deleted: Harbour')
        self.panel.miss('Harbour, ')
        self.panel.press('Undo')
        self.panel.see('Harbour, ')
        self.open('Garden')
        self.panel.press('Delete this letter')
        self.panel.see('Deleted: Garden')
        self.panel.miss('Garden, ')
        self.panel.see('Harbour, ')

    def test_search(self):
        self.begin()
        self.save(title='Harbour', text='Boats lie there.')
        self.save(title='Garden', text='Roses grow there.')
        self.list()
        self.panel.see('Harbour, ')
        self.panel.tab_to('Search letters')
        self.type('roses')
        self.panel.miss('Harbour, ')
        self.panel.see('Garden, ')
        self.type('x')
        self.panel.see('No letter has these words.')

    def test_names(self):
        """Everything says what it is; a long name makes nothing wider."""
        self.begin()
        self.save(recipient=LONG, text='Sehr geehrter Herr')
        self.list()
        self.panel.see('Letter to ' + LONG)
        self.assertEqual(self.panel.nameless(), [])
        self.panel.tab_to('Letter to ' + LONG)
        self.panel.key('Return')
        self.panel.see('Letter', 'text')
        self.assertEqual(self.panel.nameless(), [])
        width = self.panel.app.get_child_at_index(0).get_extents(self.desk.atspi.CoordType.WINDOW).width
        self.assertLessEqual(width, 460)


if __name__ == '__main__':
    unittest.main(verbosity=2)
