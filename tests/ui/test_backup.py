# SPDX-License-Identifier: GPL-3.0-or-later
"""Back Up and Restore in the preferences, with the real service.

The file is chosen by a double of the portal, as in a sandbox: the panel is given a path and no more.
"""

import os
import unittest

import desk
import world
from file_portal import FilePortal
from gi.repository import GLib


class Backup(desk.TestCase):
    def setUp(self):
        super().setUp()
        self.box = self.desk.maildir('mail-%s' % self.id().rpartition('.')[2])
        self.box.deliver(world.make_mail('Garden', 'Some words.\n'), flags='')
        self.file = self.desk.path('%s.backup' % self.id().rpartition('.')[2])
        self.portal = FilePortal(self, self.file)

    def open(self):
        self.desk.ctl('source', 'add', 'maildir', self.box.path, standalone=True)
        self.desk.ctl('sync', standalone=True)
        self.desk.ctl('remind', 'water the ferns in 3 hours', standalone=True)
        self.daemon = self.desk.start_daemon()
        self.addCleanup(self.desk.stop_daemon, self.daemon)
        self.panel = self.open_panel(GTK_USE_PORTAL='1', GDK_DEBUG='portals')
        self.panel.see('Here ·')
        self.panel.act('preferences')
        self.panel.tab_to('Data')
        self.panel.key('Return')
        self.panel.see('Back up')

    def agree(self):
        """Presses the button of the question, not the one that it was asked by."""
        next(node for node in self.panel.walk_from_the_front()
             if node.get_role_name() == 'push button' and
             (node.get_name() or '').split()[-1:] == ['Restore']).do_action(0)

    def reminders(self):
        return [r['text'] for r in self.desk.ctl('reminders', json_output=True)]

    def test_there_and_back(self):
        self.open()
        self.panel.press('Back Up…')
        self.panel.see('The backup is written, ')
        self.assertEqual(self.portal.asked[0][:2], ('SaveFile', 'Back Up'))
        self.assertRegex(self.portal.asked[0][2], r'^hearth-.*\.backup$')
        self.assertGreater(os.path.getsize(self.file), 100000)
        self.desk.ctl('remind', 'feed the heron in 3 hours')
        self.assertEqual(len(self.reminders()), 2)
        self.panel.press('Restore…')
        self.panel.see('Restore This Backup?')
        self.agree()
        self.panel.see('The backup is restored. What was there is kept in ')
        desk.wait_until(lambda: self.desk.has_owner(), 'the service')
        desk.wait_until(lambda: self.reminders() == ['water the ferns'], 'the backup')
        # The panel looks at the store that is there now.
        self.panel.see('Here ·', timeout=20)
        self.box.deliver(world.make_mail('Harbour', 'Some words.\n'), flags='')
        self.panel.act('show-view', GLib.Variant('s', 'mail'))
        self.panel.see('Harbour', timeout=20)

    def test_no_answer(self):
        self.open()
        self.portal.answer = 1
        self.panel.press('Back Up…')
        desk.wait_until(lambda: self.portal.asked, 'the portal to be asked')
        self.portal.answer = 0
        with open(self.file, 'w', encoding='utf-8') as file:
            file.write('Not a backup.')
        self.panel.press('Restore…')
        self.panel.see('Restore This Backup?')
        self.panel.press('Cancel')
        self.panel.miss('Restore This Backup?')
        self.panel.press('Restore…')
        self.panel.see('Restore This Backup?')
        self.agree()
        self.panel.see('This file is not a whole backup of Hearth')
        self.assertEqual(self.reminders(), ['water the ferns'])


if __name__ == '__main__':
    unittest.main(verbosity=2)
