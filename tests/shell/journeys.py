# SPDX-License-Identifier: GPL-3.0-or-later
"""What its owner does with the panel from the first day on, in a whole session, with the real service.

The files of the sessions run all of this, each in its own desktop."""

import collections
import os
import shutil
import subprocess
import sys

import desk
import test_talk
import world
from gi.repository import GLib
from session import HEARTH, HERE, INTERFACE, color_at, wait_until

DAY = 24 * 3600
WIDTH = 400
NAME = 'Iris'
LETTERS = 'io.github.hearthdesktop.Hearth.Letters1'

# The window's own colour, of style.css and style-dark.css.
PAPER, NIGHT = (0xfb, 0xf6, 0xf1), (0x23, 0x1d, 0x1b)

MAILS = [
    ('Ana Silva <ana@silva.example>', 'Head count',
     'Hi Nora,\n\ncould you send me the head count by Friday?\n\nAna\n'),
    ('Theo Winter <theo@winter.example>', 'Contract',
     'Dear Nora,\n\nplease sign the contract until tomorrow.\n\nTheo\n'),
    ('Marta Keller <marta@keller.example>', 'Harbour walk',
     'Hello Nora,\n\ncan you tell me by Monday whether you come to the harbour?\n\nMarta\n'),
]


Place = collections.namedtuple('Place', 'x y width height')

# Strokes in a box of the page on which a hand is written.
E = [(0.38, 0.5), (0.56, 0.48), (0.58, 0.45), (0.5, 0.42), (0.4, 0.46), (0.38, 0.52), (0.45, 0.57),
     (0.6, 0.55)]
N = [(0.38, 0.43), (0.38, 0.57), (0.39, 0.47), (0.48, 0.42), (0.56, 0.46), (0.57, 0.57)]


class Journeys(desk.TestCase):
    """To be run with the attribute “session”: a class of Session."""

    @classmethod
    def setUpClass(cls):
        cls.desk = cls.session()
        cls.addClassCleanup(cls.desk.close)

    def setUp(self):
        for folder in ('share/hearth', 'share/hearth-demo', 'home/Maildir'):
            shutil.rmtree(self.desk.path(folder), ignore_errors=True)
        self.desk.reset()
        wait_until(lambda: not self.desk.has_owner(HEARTH), 'the panel of before to be gone')
        wait_until(lambda: self.desk.windows() == [], 'every window to be gone')
        self.free = self.desk.work_area()

    # The desktop -----------------------------------------------------------------------------------

    def choose(self, **settings):
        """Settings of an owner who has been here before, and others."""
        values = {'companion_name': NAME, 'welcome': 'seen', 'first_close_told': 'true',
                  'panel_width': str(WIDTH), **settings}
        self.desk.set(HEARTH, **values)

    def beside(self, side):
        """What the panel leaves to others, and where it stands itself."""
        x, y, width, height = self.free
        if side == 'left':
            return [x + WIDTH, y, width - WIDTH, height], [x, y, WIDTH, height]
        return [x, y, width - WIDTH, height], [x + width - WIDTH, y, WIDTH, height]

    def wait_place(self, process, place):
        """Waits until a window of a process is exactly there."""
        try:
            wait_until(lambda: place in [window['place'] for window in self.desk.windows()
                                              if window['pid'] == process.pid], 'it')
        except AssertionError:
            self.fail('not at %s: %s' % (place, self.desk.windows()))

    def wait_docked(self, panel, side):
        free, place = self.beside(side)
        self.wait_place(panel.process, place)
        wait_until(lambda: self.desk.work_area() == free, 'the space to be kept')

    def open_docked(self, side='right', env=None, **settings):
        self.choose(dock_side=side, **settings)
        panel = self.open_panel(**(env or {}))
        self.wait_docked(panel, side)
        return panel

    def wait_active(self, process):
        """Waits until a window of a process has the keyboard."""
        try:
            wait_until(lambda: (self.desk.active() or {}).get('pid') == process.pid, 'it')
        except AssertionError:
            self.fail('%d does not have the keyboard: %s' % (process.pid, self.desk.windows()))

    def open_neighbour(self):
        path = self.desk.path('typed')
        if os.path.exists(path):
            os.remove(path)
        process = self.desk.start([sys.executable, os.path.join(HERE, 'neighbour.py'), path])

        def close():
            process.terminate()
            process.wait()
            self.desk.processes.remove(process)
        self.addCleanup(close)
        wait_until(lambda: os.path.exists(path), 'the other window')
        self.wait_active(process)
        self.desk.wait(0.3)
        return process

    def typed_elsewhere(self):
        with open(self.desk.path('typed'), encoding='utf-8') as file:
            return file.read()

    def toggle(self):
        subprocess.run([desk.PANEL, '--toggle'], env=self.desk.env, check=True)

    def read_entry(self, panel):
        """What stands where the panel has its cursor."""
        states = self.desk.atspi.StateType
        # GTK before 4.10 does not say of the panel's own entry that it has the focus.
        node = next((node for node in panel.walk() if node.get_role_name() in ('text', 'entry') and
                     node.get_state_set().contains(states.FOCUSED)), None) or \
            panel.find('Ask or tell')
        return node.get_text(0, -1) if node is not None else None

    def assert_types_into(self, panel, words):
        """What is typed arrives where the panel has its cursor, and nowhere else."""
        before = self.read_entry(panel) or ''
        self.desk.type(words)
        try:
            wait_until(lambda: self.read_entry(panel) == before + words, words)
        except AssertionError:
            self.desk.keep_picture('not-typed')
            self.fail('“%s” became “%s”' % (before + words, self.read_entry(panel)))

    # The mail --------------------------------------------------------------------------------------

    def deliver(self, box, mails=MAILS, age=DAY):
        for i, (sender, subject, text) in enumerate(mails):
            box.deliver(world.make_mail(subject, text, sender=sender,
                                        when=world.NOW_SECONDS - age - 3600 * i))

    def read_mail(self):
        """A mailbox that is read already."""
        path = os.path.join(self.desk.env['HOME'], 'Maildir')
        box = world.Maildir(path)
        self.deliver(box)
        self.desk.ctl('source', 'add', 'maildir', path, standalone=True)
        self.desk.ctl('sync', standalone=True)
        return box

    # The journeys ----------------------------------------------------------------------------------

    def test_first_run(self):
        """From nothing to three findings, by the keyboard, and the first close."""
        box = world.Maildir(os.path.join(self.desk.env['HOME'], 'Maildir'))
        self.deliver(box)
        panel = self.open_docked(welcome='asking', first_close_told='false')
        panel.see('What may I read?')
        self.desk.keep_picture('welcome')
        panel.tab_to('Mail in your home folder')
        panel.key('Return')
        panel.tab_to('Begin')
        panel.key('Return')
        panel.see('worth knowing')
        panel.miss('I am still reading')
        for words in ('by Friday', 'until tomorrow', 'by Monday'):
            panel.see(words)
        self.desk.keep_picture('found')
        panel.tab_to('by Friday')
        panel.key('Return')
        panel.see('ana@silva.example')
        panel.key('Escape')
        panel.see('worth knowing')
        panel.tab_to('Go On')
        panel.key('Return')
        panel.see('need you.')
        self.desk.key('w', 'Control')
        panel.see('I go on in the background')
        self.desk.keep_picture('first-close')
        panel.tab_to('Close')
        panel.key('Return')
        wait_until(lambda: self.desk.work_area() == self.free, 'the panel to go')
        self.assertIsNone(panel.process.poll(), 'it ended')

    def test_question(self):
        self.read_mail()
        panel = self.open_docked(panel_view='talk')
        panel.see('Ask or tell')
        self.wait_active(panel.process)
        self.assert_types_into(panel, 'what needs me')
        panel.key('Return')
        panel.see('Head count')
        self.desk.keep_picture('answer')
        self.assertEqual(self.read_entry(panel), '', 'the entry is free again')

    def test_card_is_accepted_and_taken_back(self):
        self.read_mail()
        self.choose(panel_view='talk')
        shelf = test_talk.Shelf(os.path.join(self.desk.data, 'hearth.db'))
        self.addCleanup(shelf.db.close)
        turns = shelf.conversation('lunch', 'Lunch', [(test_talk.OWNER, 'Lunch with Jon tomorrow'),
                                                      (test_talk.COMPANION, 'Shall I note this?')])
        start = shelf.now // 3600 * 3600 + DAY
        shelf.card('lunch', turns[1], 'create_event', {
            'uid': 'lunch-1', 'title': 'Lunch with Jon', 'location': 'Linden', 'start': start,
            'end': start + 3600, 'all_day': False, 'zone': 'UTC', 'description': '', 'guests': []})
        panel = self.open_docked(panel_view='talk')
        panel.see('Event: Lunch with Jon')
        self.desk.keep_picture('card')
        panel.tab_to('Create')
        # A card that has just come does not listen yet.
        self.insist(panel, 'Return', 'It is in your calendar')
        self.assertIn('UID:lunch-1', self.read_calendar())
        panel.tab_to('Undo: New event')
        panel.key('Return')
        panel.see('Taken back')
        wait_until(lambda: 'lunch-1' not in self.read_calendar(), 'the event to go')

    def insist(self, panel, key, text):
        """Presses a key again for as long as nothing comes of it."""
        for _ in range(8):
            panel.key(key)
            try:
                return panel.see(text, timeout=5)
            except AssertionError as error:
                last = error
        raise last

    def read_calendar(self):
        path = os.path.join(self.desk.data, 'own', 'Hearth.ics')
        if not os.path.exists(path):
            return ''
        with open(path, encoding='utf-8') as file:
            return file.read()

    def test_search(self):
        self.read_mail()
        panel = self.open_docked()
        panel.see('need you.')
        self.wait_active(panel.process)
        panel.chord('f')
        panel.see('Mail, events, people, what I remember')
        self.assert_types_into(panel, 'harbour')
        panel.see('Mail, Harbour walk', 'list item')
        self.desk.keep_picture('search')
        panel.key('Return')
        panel.see('marta@keller.example')

    def test_triage(self):
        """Mail is put away and brought back, by the keyboard."""
        box = self.read_mail()
        panel = self.open_docked(panel_view='mail')
        panel.see('Contract')
        self.wait_active(panel.process)
        panel.key('j')
        panel.see('Done', 'push button')
        self.desk.keep_picture('mail')
        before = box.files()
        panel.key('e')
        panel.see('Undo', 'push button')
        wait_until(lambda: len(box.files()) == len(before) - 1, 'a mail to be put away')
        panel.key('z')
        wait_until(lambda: len(box.files()) == len(before), 'it to be back')

    def draw(self, place, points):
        """A stroke on the panel with the pointer; points are parts of the place, from 0 to 1."""
        steps = []
        for (x, y), (to_x, to_y) in zip(points, points[1:]):
            steps += [(x + (to_x - x) * i / 5, y + (to_y - y) * i / 5) for i in range(5)]
        for i, (x, y) in enumerate(steps + points[-1:]):
            self.desk.move_to(round(place.x + x * place.width), round(place.y + y * place.height))
            self.desk.wait(0.02)
            if i == 0:
                self.desk.button(True)
                self.desk.wait(0.05)
        self.desk.button(False)
        self.desk.wait(0.1)

    def test_letter_in_a_hand(self):
        """A letter is written, and its characters by the pointer, as often as is asked for."""
        panel = self.open_docked()
        panel.see('Ask or tell')
        panel.act('show-view', GLib.Variant('s', 'letters'))
        panel.press('Hands')
        panel.press('Write Your Own Hand')
        panel.see('Write “e” three times')
        # It has slid into its place.
        self.desk.wait(1)
        paper = panel.see('Paper to write').get_extents(self.desk.atspi.CoordType.WINDOW)
        x, y = self.beside('right')[1][:2]
        # An “e” and an “n” in each of the three boxes, where the faint ones stand.
        for character, shape in (('e', E), ('n', N)):
            panel.see('Write “%s” three times' % character)
            for box in range(3):
                self.draw(Place(x + paper.x + paper.width * box // 3, y + paper.y,
                                paper.width // 3, paper.height), shape)
                if box < 2:
                    panel.see('“%s” on, %d of 3 written' % (character, box + 1))
        panel.see('Write “a” three times', timeout=20)
        self.desk.keep_picture('hand')
        letter = self.desk.bus.call_sync(
            world.NAME, world.PATH, LETTERS, 'SaveLetter',
            GLib.Variant('(xa{sv}b)', (0, {'text': GLib.Variant('s', 'nene enen nee'),
                                           'face': GLib.Variant('s', 'My hand')}, True)),
            None, 0, 15000, None).unpack()[0]
        panel.act('show-letter', GLib.Variant('x', letter))
        panel.see('Letter', 'text')
        panel.press('Look at it as it prints')
        panel.see('Page 1 of 1')
        self.desk.keep_picture('letter')

    def test_toggle(self):
        """It goes and comes, keeps what was written, and has the keyboard each time."""
        panel = self.open_docked()
        self.wait_active(panel.process)
        panel.see('Ask or tell')
        self.assert_types_into(panel, 'to')
        self.toggle()
        wait_until(lambda: self.desk.work_area() == self.free, 'the panel to go')
        self.assertIsNone(panel.process.poll(), 'it ended')
        other = self.open_neighbour()
        self.wait_place(other, self.free)
        self.toggle()
        self.wait_docked(panel, 'right')
        self.wait_active(panel.process)
        self.wait_place(other, self.beside('right')[0])
        self.assert_types_into(panel, ' do')
        self.assertEqual(self.read_entry(panel), 'to do')
        self.assertEqual(self.typed_elsewhere(), '')
        self.toggle()
        self.wait_place(other, self.free)
        self.wait_active(other)
        self.desk.type('x')
        wait_until(lambda: self.typed_elsewhere() == 'x', 'the other window to have the keys')
        self.toggle()
        self.wait_active(panel.process)
        # Called back before it is gone.
        self.toggle()
        self.toggle()
        self.wait_docked(panel, 'right')
        self.wait_place(other, self.beside('right')[0])
        self.wait_active(panel.process)

    def test_keys_call_it(self):
        """From another program it comes and goes by the keys that this desktop has for it."""
        self.desk.bind_keys('j')
        panel = self.open_docked(**self.desk.key_settings)
        other = self.open_neighbour()
        for _ in range(2):
            self.desk.key('j', 'Super')
            self.wait_active(panel.process)
            self.wait_docked(panel, 'right')
            self.desk.key('j', 'Super')
            self.wait_active(other)
            self.wait_place(other, self.free)
        self.assertEqual(self.typed_elsewhere(), '')

    def test_neighbour_is_kept_clear(self):
        """A maximized window ends where the panel begins, on either side."""
        for side in ('right', 'left'):
            with self.subTest(side):
                self.addCleanup(self.setUp)
                self.read_mail()
                self.open_docked(side, panel_view='today').see('need you.')
                self.wait_place(self.open_neighbour(), self.beside(side)[0])
                self.desk.keep_picture('docked-' + side)
            # That nothing is kept any more is what it waits for.
            self.doCleanups()

    def test_click_gives_the_keyboard(self):
        panel = self.open_docked()
        panel.see('Ask or tell')
        other = self.open_neighbour()
        free, place = self.beside('right')
        for process, (x, y, width, height) in ((panel.process, place), (other, free)) * 2:
            self.desk.click(x + width // 2, y + height // 2)
            self.wait_active(process)

    def test_notification_leads_to_its_message(self):
        """Whether the panel has to be started or raised, docked or not, it has the keyboard."""
        for side in ('right', 'none'):
            for running in (False, True):
                with self.subTest(side=side, running=running):
                    self.addCleanup(self.setUp)
                    self.follow_notification(side, running)
                self.doCleanups()

    def follow_notification(self, side, running):
        box = self.read_mail()
        self.choose(dock_side=side, notify_mail='true', notifications_offered='true')
        daemon = self.desk.start_daemon()
        self.addCleanup(self.desk.stop_daemon, daemon)
        panel = self.open_panel() if running else None
        if panel is not None:
            panel.see('need you.')
        self.open_neighbour()
        box.deliver(world.make_mail('The lift is stuck', 'Hi Nora,\n\ncould you call me by noon? It '
                                    'is urgent.\n\nAna\n', when=world.NOW_SECONDS + 60))
        self.desk.click(*self.desk.see_notification('Ana Silva'))
        if panel is None:
            panel = self.desk.adopt_panel()
            self.addCleanup(panel.close)
        panel.see('The lift is stuck')
        self.wait_active(panel.process)
        panel.chord('f')
        panel.see('Mail, events, people, what I remember')
        self.assert_types_into(panel, 'lift')
        self.assertEqual(self.typed_elsewhere(), '')

    def test_colours_follow_the_desktop(self):
        self.read_mail()
        panel = self.open_docked(panel_view='today')
        panel.see('need you.')
        self.open_neighbour()
        x, y, width, height = self.beside('right')[1]

        def is_coloured(color):
            return color_at(self.desk.look(), x + 12, y + height // 2) == color
        for scheme, color in (('default', PAPER), ('prefer-dark', NIGHT), ('default', PAPER)):
            self.desk.set(INTERFACE, color_scheme=scheme)
            wait_until(lambda color=color: is_coloured(color), scheme, interval=0.2)
            self.desk.keep_picture('docked-' + ('dark' if color == NIGHT else 'light'))

    def test_right_to_left(self):
        """Everything within is mirrored; the side is its owner's choice, and stays."""
        places = []
        for env in ({}, {'HEARTH_DIRECTION': 'rtl'}):
            panel = self.open_docked(env=env, panel_view='talk')
            panel.see('Ask or tell')
            nodes = [panel.see(name, 'push button') for name in ('Search', 'Close')]
            places.append([node.get_extents(self.desk.atspi.CoordType.WINDOW) for node in nodes])
            self.desk.keep_picture('talk-' + ('rtl' if env else 'ltr'))
            self.doCleanups()
        for there, mirrored in zip(*places):
            self.assertGreater(there.x, WIDTH // 2)
            self.assertAlmostEqual(mirrored.x, WIDTH - there.x - there.width, delta=2)
            self.assertEqual(mirrored.y, there.y)
