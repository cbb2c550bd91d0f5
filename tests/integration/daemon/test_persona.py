# SPDX-License-Identifier: GPL-3.0-or-later
"""Who the companion is: chosen at the first start, kept, changed by its owner in words and by command."""

from world import TestCase, main, make_mail, wait_until

NAMES = ('Iris', 'Juno', 'Wren', 'Tess', 'Orla', 'Edie', 'Enid', 'Isla', 'Nell', 'Thea', 'Arlo', 'Otis',
         'Milo', 'Rowan', 'Noa', 'Mina', 'Lena', 'Ada', 'Vera', 'Nora', 'Emil', 'Luca', 'Alma', 'Sol')


class PersonaTest(TestCase):
    with_bus = True

    def persona(self):
        return self.world.ctl('persona', json_output=True)

    def test_chooses_and_keeps(self):
        daemon = self.world.start_daemon()
        first = self.persona()
        self.assertIn(first['name'], NAMES)
        self.assertTrue(first['chosen'])
        self.world.stop_daemon(daemon)
        daemon = self.world.start_daemon()
        self.assertEqual(self.persona(), first)
        self.assertIn('I am %s, a program' % first['name'], self.world.ctl('ask', 'who are you?'))
        self.world.ctl('persona', 'name', 'Samantha')
        self.world.ctl('ask', 'call me Alex')
        self.world.stop_daemon(daemon)
        self.world.start_daemon()
        self.assertEqual((self.persona()['name'], self.persona()['chosen'], self.persona()['owner']),
                         ('Samantha', False, 'Alex'))
        self.assertIn('I am Samantha', self.world.ctl('ask', 'what is your name?'))

    def test_makes_room_for_people(self):
        daemon = self.world.start_daemon()
        name = self.persona()['name']
        box = self.world.maildir()
        box.deliver(make_mail('Hello', 'Hi.\n', sender='%s Berger <b@example.org>' % name))
        self.world.ctl('source', 'add', 'maildir', box.path)
        wait_until(lambda: self.world.search('hello') == ['Hello'], 'the mail')
        self.world.stop_daemon(daemon)
        daemon = self.world.start_daemon()
        self.assertNotEqual(self.persona()['name'], name, 'somebody whom its owner knows has it')
        name = self.persona()['name']
        self.world.ctl('ask', 'hello')
        box.deliver(make_mail('Again', 'Hi.\n', sender='%s Weber <w@example.org>' % name))
        self.world.ctl('sync')
        self.world.stop_daemon(daemon)
        self.world.start_daemon()
        self.assertEqual(self.persona()['name'], name, 'they have spoken: it keeps its name')

    def test_help_of_the_place(self):
        self.world.start_daemon()
        self.world.ctl('persona', 'country', 'at')
        self.assertEqual(self.persona()['country'], 'AT')
        answer = self.world.ctl('ask', 'I want to kill myself')
        self.assertIn('142', answer)
        self.assertIn('112', answer)
        self.world.ctl('persona', 'country', 'Austria', code=1)


if __name__ == '__main__':
    main()
