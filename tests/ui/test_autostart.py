# SPDX-License-Identifier: GPL-3.0-or-later
"""Starting with the desktop, and its accent: what the preferences say is what is so.

The accent comes from a double of the desktop's portal; no portal of Debian 12 knows one.
"""

import configparser
import os
import unittest

import desk
from gi.repository import Gio, GLib

PORTAL = 'org.freedesktop.portal.Desktop'
PORTAL_PATH = '/org/freedesktop/portal/desktop'
XML = """<node><interface name='org.freedesktop.portal.Settings'>
<method name='Read'><arg type='s' direction='in'/><arg type='s' direction='in'/>
<arg type='v' direction='out'/></method>
<signal name='SettingChanged'><arg type='s'/><arg type='s'/><arg type='v'/></signal>
</interface></node>"""


class Autostart(desk.TestCase):
    asked = True  # there is no portal to be asked

    def add_portal(self, color):
        self.asked = False

        def called(_bus, _sender, _path, _interface, _method, parameters, invocation):
            if parameters.unpack() == ('org.freedesktop.appearance', 'accent-color'):
                inner = GLib.Variant('v', GLib.Variant('(ddd)', color))
                invocation.return_value(GLib.Variant.new_tuple(GLib.Variant('v', inner)))
                self.asked = True
            else:
                invocation.return_dbus_error('org.freedesktop.portal.Error.NotFound', 'not here')
        node = Gio.DBusNodeInfo.new_for_xml(XML)
        number = self.desk.bus.register_object(PORTAL_PATH, node.interfaces[0], called, None, None)
        self.addCleanup(self.desk.bus.unregister_object, number)
        owned = Gio.bus_own_name_on_connection(self.desk.bus, PORTAL, Gio.BusNameOwnerFlags.NONE,
                                               None, None)
        self.addCleanup(Gio.bus_unown_name, owned)
        desk.wait_until(lambda: self.desk.has_owner(PORTAL), 'the portal')

    def open_preferences(self):
        """Looks through the preferences once: all of their pages are long to walk."""
        panel = self.open_panel()
        panel.see('Main Menu')
        panel.chord(',')
        # The double answers only while this waits.
        desk.wait_until(lambda: self.asked, 'the portal to be asked', timeout=20)
        wanted = {'start': ('Start with the desktop', 'check box'),
                  'accent': ('Use the desktop’s accent', 'check box'),
                  'explained': ('Reminders and new mail come', 'label'),
                  'surface': (self.surface, 'label')}
        found = {}

        def look():
            for window in panel.sight.look().children:
                if window.get_name() != 'Preferences':
                    continue
                for node in panel.walk(window):
                    for key, (name, role) in wanted.items():
                        if name in (node.get_name() or '') and node.get_role_name() == role:
                            found[key] = node
                    if len(found) == len(wanted):
                        return True
            return False
        desk.wait_until(look, 'the preferences', timeout=40, interval=0.5)
        return found

    def is_on(self, node):
        return node.get_state_set().contains(self.desk.atspi.StateType.CHECKED)

    def says(self, node, text):
        desk.wait_until(lambda: text in (node.get_name() or ''), 'to read “%s”' % text, timeout=20)

    def test_file(self):
        path = os.path.join(self.desk.env['XDG_CONFIG_HOME'], 'autostart',
                            desk.APP + '.Daemon.desktop')
        self.surface = 'This desktop has none.'
        found = self.open_preferences()
        self.says(found['explained'], 'once you have opened Hearth')
        self.assertFalse(self.is_on(found['start']))
        found['start'].do_action(0)
        self.says(found['explained'], 'from the moment you log in')
        file = configparser.ConfigParser(interpolation=None)
        file.optionxform = str
        file.read(path, encoding='utf-8')
        program = file['Desktop Entry']['Exec'].strip('"')
        self.assertTrue(os.access(program, os.X_OK) and program.endswith('/hearthd'), program)
        # Another program of the desktop switches it off: the switch says what is so.
        with open(path, 'a', encoding='utf-8') as out:
            out.write('Hidden=true\n')
        self.says(found['explained'], 'once you have opened Hearth')
        desk.wait_until(lambda: not self.is_on(found['start']), 'the switch to follow')
        found['start'].do_action(0)
        self.says(found['explained'], 'from the moment you log in')
        found['start'].do_action(0)
        self.says(found['explained'], 'once you have opened Hearth')
        self.assertFalse(os.path.exists(path))

    def test_accent(self):
        self.add_portal((0.2, 0.5, 0.9))
        self.surface = 'Darker or lighter where it could not be read'
        found = self.open_preferences()
        self.assertFalse(self.is_on(found['accent']))
        found['accent'].do_action(0)
        desk.wait_until(lambda: self.is_on(found['accent']), 'the switch')


if __name__ == '__main__':
    unittest.main()
