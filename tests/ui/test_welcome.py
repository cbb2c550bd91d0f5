# SPDX-License-Identifier: GPL-3.0-or-later
"""The first minutes, with the real service: what may be read, what was found, the first close."""

import os
import shutil
import time
import unittest

import desk
import world
from gi.repository import GLib
from mail_double import MailDouble, make_choice

DAY = 24 * 3600
FOUND = 'worth knowing'


class Welcome(desk.TestCase):
    def box(self):
        """A Maildir where one usually lies."""
        path = os.path.join(self.desk.env['HOME'], 'Maildir')
        self.addCleanup(shutil.rmtree, path)
        return world.Maildir(path)

    def setting(self, name):
        path = self.desk.path('config/glib-2.0/settings/keyfile')
        if not os.path.exists(path):
            return None
        with open(path, encoding='utf-8') as file:
            for line in file:
                if line.startswith(name + '='):
                    return line.strip().partition('=')[2]
        return None

    def status(self):
        return self.desk.ctl('status', json_output=True)

    def read_mail(self):
        box = self.box()
        now = world.NOW_SECONDS
        box.deliver(world.make_mail('Head count', 'Hi Nora,\n\ncould you send me the head count by '
                                    'Friday?\n\nAna\n', when=now - DAY))
        box.deliver(world.make_mail('Choir', 'Dear Nora,\n\nit was lovely on Sunday.\n\nBea\n',
                                    sender='Bea Roth <bea@roth.example>', when=now - 2 * DAY),
                    flags='S')
        panel = self.open_panel()
        panel.see('What may I read?', timeout=30)
        return panel

    def begin(self, panel):
        panel.tab_to('Mail in your home folder')
        panel.key('Return')
        panel.press('Begin')

    def close_window(self, panel):
        """Control and W."""
        kinds = self.desk.atspi.KeySynthType
        self.desk.atspi.generate_keyboard_event(37, None, kinds.PRESS)
        panel.key('w')
        self.desk.atspi.generate_keyboard_event(37, None, kinds.RELEASE)

    def test_found(self):
        """Nothing is read before a yes; then what was found opens its source."""
        panel = self.read_mail()
        panel.see('Google…')
        panel.see('Microsoft…')
        time.sleep(1)
        self.assertEqual((self.status()['messages'], self.status()['sources']), (0, 0))
        self.begin(panel)
        panel.see(FOUND, timeout=30)
        panel.miss('I am still reading', timeout=30)
        self.assertEqual(self.setting('welcome'), "'finding'")
        panel.see('in the newest 2 mails and the coming two weeks')
        row = panel.see('by Friday')
        self.assertIn('could you send me the head count by Friday?', row.get_name())
        self.assertIsNone(panel.find('lovely on Sunday'), 'that needs nobody')
        panel.see('How may I sound?')
        panel.see('Hear Slt, a woman (flite)', 'push button')
        panel.tab_to('Rms, a man (flite)')
        panel.key(' ')
        desk.wait_until(lambda: self.setting('voice') == "'flite:rms'", 'the voice')
        panel.see('The name that I have chosen')
        panel.see('How I think')
        self.assertEqual(panel.nameless(), [])
        panel.tab_to('by Friday')
        panel.key('Return')
        panel.see('Head count', timeout=20)
        panel.see('Back', 'push button')
        panel.key('Escape')
        panel.see(FOUND)
        panel.press('Go On')
        panel.see('needs you.', timeout=20)
        self.assertEqual(self.setting('welcome'), "'seen'")

    def test_goes_on_after_a_kill(self):
        panel = self.read_mail()
        self.begin(panel)
        panel.see(FOUND, timeout=30)
        panel.process.kill()
        panel.process.wait()
        again = self.open_panel()
        again.see(FOUND, timeout=30)

    def test_first_close_and_quit(self):
        """The first close says where it went; to quit says what then does not happen."""
        panel = self.read_mail()
        self.begin(panel)
        panel.see(FOUND, timeout=30)
        panel.press('Go On')
        self.close_window(panel)
        panel.see('I go on in the background')
        panel.see('Choose the shortcut', 'push button')
        panel.see('Time in the morning')
        panel.press('Stay Open')
        panel.miss('I go on in the background')
        panel.act('quit')
        panel.see('it reads no new mail and reminds you of nothing')
        panel.press('Cancel')
        panel.miss('it reads no new mail')
        self.assertTrue(self.desk.has_owner())
        panel.act('quit')
        panel.see('Quit Hearth?')
        panel.press('Quit')
        desk.wait_until(lambda: panel.process.poll() is not None, 'the panel to end', timeout=20)
        desk.wait_until(lambda: not self.desk.has_owner(), 'the service to end', timeout=20)

    def test_quit_from_the_command_line(self):
        panel = self.read_mail()
        desk.wait_until(self.desk.has_owner, 'the service')
        self.assertIn('reads no new mail', self.desk.ctl('quit'))
        desk.wait_until(lambda: panel.process.poll() is not None, 'the panel to end')
        self.assertFalse(self.desk.has_owner())
        self.desk.ctl('quit', code=3)

    def test_account_of_the_desktop(self):
        """An account of the desktop that cannot be read says why, and can be tried again."""
        self.desk.ctl('sync', standalone=True)
        double = MailDouble(self.desk)
        self.addCleanup(double.close)
        double.online = [make_choice(auth='goa', **{'goa-id': 'account_1'})]
        double.add_errors = [('Refused', 'The desktop has no password for it.')]
        double.answers['Highlights'] = lambda *_: GLib.Variant('(a{sv})', ({
            'items': GLib.Variant('aa{sv}', []), 'problems': GLib.Variant('as', []),
            'sentence': GLib.Variant('s', 'I found nothing.')},))
        panel = self.open_panel()
        panel.see('From GNOME Online Accounts', timeout=30)
        self.assertEqual(double.named('AddAccount'), [])
        panel.tab_to('nora@lind.example')
        panel.key('Return')
        panel.press('Begin')
        panel.see('nora@lind.example: The desktop has no password for it.')
        panel.press('Begin')
        panel.see('I found nothing.')
        self.assertIsNone(panel.find('What may I read?'))
        self.assertEqual(len(double.named('AddAccount')), 2)


if __name__ == '__main__':
    unittest.main(verbosity=2)
