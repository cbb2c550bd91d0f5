# SPDX-License-Identifier: GPL-3.0-or-later
"""The panel on the demo account, with the real service."""

import unittest

import desk
from gi.repository import GLib


class Demo(desk.TestCase):
    def test_today(self):
        panel = self.open_panel('--demo')
        panel.settle('need you.')
        panel.see('Needs you', 'list')
        panel.see('The day')
        panel.see('Ask or tell the companion')
        panel.see('Main Menu')
        panel.see('Search', 'push button')

    def test_message_opens_and_closes(self):
        panel = self.open_panel('--demo')
        panel.settle('need you.')
        panel.press('Open: ')
        panel.see('Back', 'push button')
        panel.see('@')
        panel.press('Back')
        panel.see('Needs you', 'list')

    def test_what_is_asked_is_done_and_undone(self):
        panel = self.open_panel('--demo')
        panel.settle('need you.')
        panel.tab_to('Done: Send Marta the head count')
        panel.key(' ')
        panel.see('Undo', 'push button')
        desk.wait_until(lambda: panel.find('Done: Send Marta the head count', 'check box') is None,
                        'the row to go')
        panel.press('Undo')
        panel.see('Done: Send Marta the head count', 'check box')

    def test_nudge_needs_an_account(self):
        """The demo sends nothing: what is missing is said."""
        panel = self.open_panel('--demo')
        panel.settle('need you.')
        panel.see('Waiting for others', 'list')
        panel.press('Nudge: Edith Marsh')
        panel.see('There is no account to send from')

    def test_escape_goes_back(self):
        panel = self.open_panel('--demo')
        panel.settle('need you.')
        panel.press('Open: ')
        panel.see('Back', 'push button')
        panel.key('Escape')
        panel.miss('Back')
        panel.see('Needs you', 'list')

    def test_question_is_answered(self):
        panel = self.open_panel('--demo')
        panel.settle('need you.')
        panel.act('ask', GLib.Variant('s', 'What is on today?'))
        panel.see('You: What is on today?')
        # The answer names an event, and its chip opens it.
        panel.see('Event: ', 'push button')
        panel.press('Event: ')
        panel.see('Back', 'push button')
        panel.press('Back')
        panel.see('You: What is on today?')

    def test_every_source_can_be_opened(self):
        panel = self.open_panel('--demo')
        panel.settle('need you.')
        panel.act('ask', GLib.Variant('s', 'Did Marta ever answer about the venue?'))
        for kind in ('Message: ', 'Attachment: '):
            chip = panel.see(kind, 'push button')
            states = chip.get_state_set()
            self.assertTrue(states.contains(panel.desk.atspi.StateType.SENSITIVE), kind)

    def test_views(self):
        panel = self.open_panel('--demo')
        panel.settle('need you.')
        panel.act('show-view', GLib.Variant('s', 'mail'))
        panel.see('Inbox')
        panel.see('Unread, ')
        panel.act('show-view', GLib.Variant('s', 'talk'))
        panel.see('What needs me today?', 'push button')
        panel.act('preferences')
        panel.see('What it reads')
        panel.see('Stop reading')

    def test_other_direction_and_dark(self):
        panel = self.open_panel('--demo', HEARTH_DIRECTION='rtl',
                                ADW_DEBUG_COLOR_SCHEME='prefer-dark', ADW_DEBUG_HIGH_CONTRAST='1')
        panel.settle('need you.')
        panel.act('show-view', GLib.Variant('s', 'mail'))
        panel.see('Unread, ')
        panel.act('show-view', GLib.Variant('s', 'today'))
        panel.press('Open: ')
        panel.see('Back', 'push button')

    def test_second_panel_hands_over(self):
        panel = self.open_panel('--demo')
        panel.settle('need you.')
        second = desk.subprocess.run([desk.PANEL, '--demo', '--ask', 'What is the time?'],
                                     env=self.desk.env, timeout=15, check=False)
        self.assertEqual(second.returncode, 0)
        panel.see('You: What is the time?')


if __name__ == '__main__':
    unittest.main(verbosity=2)
