# SPDX-License-Identifier: GPL-3.0-or-later
"""An attachment is dragged out of the panel and dropped on another program."""

import os
import subprocess
import sys
import unittest

import desk

MAIL = b"""From: Marta Keller <marta@keller.example>
To: nora@lind.example
Subject: The plan
Date: Wed, 15 May 2024 06:00:00 +0000
Message-ID: <plan@keller.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain

Here is the plan.
--b
Content-Type: text/csv; name="plan.csv"
Content-Disposition: attachment; filename="plan.csv"

one,two
--b--
"""


class Drag(desk.TestCase):
    def start_target(self):
        """As wide as the screen: right of the panel, which comes to stand on it, it can be seen."""
        with open(self.desk.path('dropped'), 'wb') as out:
            target = subprocess.Popen(
                [sys.executable, os.path.join(os.path.dirname(__file__), 'drop_target.py')],
                env=self.desk.env, stdout=out, stderr=self.desk.log)
        self.desk.processes.append(target)
        desk.wait_until(lambda: 'ready' in self.read_target(), 'the target', timeout=20)

    def read_target(self):
        with open(self.desk.path('dropped'), encoding='utf-8') as stream:
            return stream.read()

    def list_written(self):
        folder = os.path.join(self.desk.env['XDG_RUNTIME_DIR'], 'hearth', 'attachments')
        return [name for _at, _folders, names in os.walk(folder) for name in names]

    def find_row(self, panel):
        """The row in its place: until it is laid out it has none, or that of what was before."""
        before = None

        def look():
            nonlocal before
            node = panel.find('Open: plan.csv', 'push button')
            place = node and node.get_extents(self.desk.atspi.CoordType.WINDOW)
            now = place and (place.x, place.y)
            still, before = now is not None and now == before, now
            return node if still else None
        return desk.wait_until(look, 'the attachment', timeout=20, interval=0.5)

    def test_attachment(self):
        box = self.desk.maildir('mail')
        box.deliver(MAIL)
        self.desk.ctl('source', 'add', 'maildir', box.path, standalone=True)
        self.desk.set_view('mail')
        self.start_target()
        panel = self.open_panel()
        panel.see('Marta Keller, The plan', timeout=30)
        panel.key('j')
        panel.key('Return')
        row = self.find_row(panel)
        place = row.get_extents(self.desk.atspi.CoordType.WINDOW)
        # From the name, left of the buttons, to the target; let go over nothing it leaves no file.
        panel.drag_from(place.x - 150, place.y + place.height // 2, 0, 120)
        self.assertEqual(self.list_written(), [])
        panel.drag_from(place.x - 150, place.y + place.height // 2, 500, 0)
        desk.wait_until(lambda: 'plan.csv' in self.read_target(), 'the file', timeout=20)
        self.assertIn("'one,two'", self.read_target())
        self.assertEqual(self.list_written(), ['plan.csv'])


if __name__ == '__main__':
    unittest.main()
