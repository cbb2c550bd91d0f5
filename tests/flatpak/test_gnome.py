# SPDX-License-Identifier: GPL-3.0-or-later
"""The Flatpak in GNOME Shell on Wayland: the panel, and a reminder with its button."""

import os
import time
import unittest

import desk
import session
from gnome_session import BANNER, GnomeSession
from sandbox import Installed, Panel

SHELL = 'org.gnome.Shell'

PRESS = """
(() => {
  const banner = Main.messageTray._banner;
  banner.expand(false);
  const button = banner._buttonBox.get_children().find(child => child.label === '%s');
  if (!button)
    return false;
  button.emit('clicked', 1);
  return true;
})()
"""


class GnomeSandbox(Installed, GnomeSession):
    """A session of GNOME Shell in which Hearth is the Flatpak."""

    def start_bus(self):
        self.start_session_bus('ca.desrt.dconf')

    def start_display(self, size):
        super().start_display(size)
        self.tell_activated('DBUS_SYSTEM_BUS_ADDRESS')

    def find_banner(self, text):
        """Whether it is shown. Whoever moves nothing is away, and the shell keeps the banner of before
        for them."""
        self.move_to(5 + int(time.monotonic() * 10) % 50, 300)
        return text in (self.eval(BANNER) or {}).get('text', '')

    def close(self):
        try:
            self.quit()
        finally:
            self.kill()
            self.end_portals()
            super().close()


class GnomeTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.session = GnomeSandbox()
        cls.addClassCleanup(cls.session.close)

    def setUp(self):
        self.session.quit()
        self.session.forget()

    def run(self, result=None):
        before = len(result.failures) + len(result.errors)
        outcome = super().run(result)
        if len(result.failures) + len(result.errors) > before:
            print(self.session.read_log())
        return outcome

    def test_shell_is_out_of_reach(self):
        for name in (SHELL, SHELL + '.Screenshot'):
            self.assertTrue(self.session.has_owner(name))
            self.assertFalse(self.session.reaches(name), name)

    def test_first_run(self):
        panel = Panel(self.session)
        self.addCleanup(self.session.quit)
        self.addCleanup(panel.close)
        panel.see('What may I read?', timeout=90)
        window, = self.session.windows()
        self.assertFalse(window['x11'], 'it is a window of Wayland')
        folder = os.environ.get('HEARTH_PICTURES')
        if folder:
            self.session.wait(1)
            self.session.photograph(os.path.join(folder, 'flatpak-gnome.png'))

    def test_reminder(self):
        """It comes as the shell's own notification, by the portal, and its button comes back."""
        self.addCleanup(self.session.quit)
        self.session.ctl('remind', 'call Ana in 1 minute')
        reminder = self.session.reminders()[-1]
        session.wait_until(lambda: self.session.find_banner('call Ana'), 'the reminder', timeout=120)
        self.assertTrue(self.session.eval(PRESS % 'Done'), 'the button')
        desk.wait_until(lambda: reminder not in self.session.reminders(),
                        'the reminder to be done', timeout=30, interval=0.5)


if __name__ == '__main__':
    session.main()
