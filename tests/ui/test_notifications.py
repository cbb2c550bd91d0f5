# SPDX-License-Identifier: GPL-3.0-or-later
"""Notifications: offered, rehearsed, switched on; with the real service on the demo account."""

import os
import unittest

import desk
from gi.repository import GLib


class Notifications(desk.TestCase):
    def setting(self, name):
        path = os.path.join(self.desk.env['XDG_DATA_HOME'], 'hearth-demo', 'settings.ini')
        if not os.path.exists(path):
            return None
        with open(path, encoding='utf-8') as file:
            for line in file:
                if line.startswith(name + '='):
                    return line.strip().partition('=')[2]
        return None

    def count(self, panel):
        """How often one would have been interrupted, as the page says."""
        for text in panel.texts():
            if text.startswith('I would'):
                words = text.split()
                return int(words[5]) if words[5].isdigit() else 1 if 'once' in words else 0
        return None

    def test_offered_and_rehearsed(self):
        """Nobody is interrupted before they have seen of what, and said so."""
        panel = self.open_panel('--demo')
        panel.settle('need you.')
        panel.see('I interrupt you for nothing yet.')
        panel.press('See of What')
        panel.see('How much may get through', 'slider')
        desk.wait_until(lambda: self.count(panel), 'the rehearsal')
        usual = self.count(panel)
        panel.see('What you would have been told of', 'list')
        panel.tab_to('How much may get through')
        panel.key('Home')
        desk.wait_until(lambda: self.count(panel) < usual, 'fewer')
        few = self.count(panel)
        panel.key('End')
        desk.wait_until(lambda: self.count(panel) > few, 'more')
        self.assertGreaterEqual(self.count(panel), usual)
        desk.wait_until(lambda: self.setting('notification-level') == 'uint32 100', 'the setting')
        self.assertIn(self.setting('notify-mail'), (None, 'false'))

    def test_switched_on(self):
        panel = self.open_panel('--demo')
        panel.settle('need you.')
        panel.see('I interrupt you for nothing yet.')
        panel.act('preferences-page', GLib.Variant('s', 'notifications'))
        panel.see('Quiet hours')
        panel.tab_to('Mail that matters')
        panel.key('space')
        desk.wait_until(lambda: self.setting('notify-mail') == 'true', 'the setting')
        panel.key('Escape')
        panel.miss('I interrupt you for nothing yet.')

    def test_declined(self):
        panel = self.open_panel('--demo')
        panel.settle('need you.')
        panel.press('Not Now')
        panel.miss('I interrupt you for nothing yet.')
        self.assertIn(self.setting('notify-mail'), (None, 'false'))


if __name__ == '__main__':
    unittest.main(verbosity=2)
