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


BACKGROUND_XML = """<node><interface name='org.freedesktop.portal.Background'>
<method name='RequestBackground'><arg type='s' direction='in'/><arg type='a{sv}' direction='in'/>
<arg type='o' direction='out'/></method>
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

    def add_background_portal(self):
        """It grants what it is asked for, and keeps the options."""
        requests = []

        def called(bus, sender, _path, _interface, _method, parameters, invocation):
            options = parameters.unpack()[1]
            requests.append(options)
            handle = '%s/request/%s/%s' % (PORTAL_PATH, sender[1:].replace('.', '_'),
                                           options['handle_token'])
            invocation.return_value(GLib.Variant('(o)', (handle,)))
            granted = {'background': GLib.Variant('b', True),
                       'autostart': GLib.Variant('b', options['autostart'])}
            bus.emit_signal(sender, handle, 'org.freedesktop.portal.Request', 'Response',
                            GLib.Variant('(ua{sv})', (0, granted)))
        node = Gio.DBusNodeInfo.new_for_xml(BACKGROUND_XML)
        number = self.desk.bus.register_object(PORTAL_PATH, node.interfaces[0], called, None, None)
        self.addCleanup(self.desk.bus.unregister_object, number)
        owned = Gio.bus_own_name_on_connection(self.desk.bus, PORTAL, Gio.BusNameOwnerFlags.NONE,
                                               None, None)
        self.addCleanup(Gio.bus_unown_name, owned)
        desk.wait_until(lambda: self.desk.has_owner(PORTAL), 'the portal')
        return requests

    def open_preferences(self, **env):
        panel = self.open_panel(**env)
        panel.see('Main Menu')
        panel.chord(',')
        # The double answers only while this waits.
        desk.wait_until(lambda: self.asked, 'the portal to be asked', timeout=20)
        panel.see('Start with the desktop', 'check box', timeout=20)
        return panel

    def is_on(self, panel, name):
        node = panel.see(name, 'check box')
        return node.get_state_set().contains(self.desk.atspi.StateType.CHECKED)

    def test_file(self):
        path = os.path.join(self.desk.env['XDG_CONFIG_HOME'], 'autostart',
                            desk.APP + '.Daemon.desktop')
        panel = self.open_preferences()
        panel.see('once you have opened Hearth')
        self.assertFalse(self.is_on(panel, 'Start with the desktop'))
        panel.press('Start with the desktop', 'check box')
        panel.see('from the moment you log in')
        file = configparser.ConfigParser(interpolation=None)
        file.optionxform = str
        file.read(path, encoding='utf-8')
        program = file['Desktop Entry']['Exec'].strip('"')
        self.assertTrue(os.access(program, os.X_OK) and program.endswith('/hearthd'), program)
        # Another program of the desktop switches it off: the switch says what is so.
        with open(path, 'a', encoding='utf-8') as out:
            out.write('Hidden=true\n')
        panel.see('once you have opened Hearth')
        desk.wait_until(lambda: not self.is_on(panel, 'Start with the desktop'),
                        'the switch to follow')
        panel.press('Start with the desktop', 'check box')
        panel.see('from the moment you log in')
        panel.press('Start with the desktop', 'check box')
        panel.see('once you have opened Hearth')
        desk.wait_until(lambda: not os.path.exists(path), 'the file to go')

    def test_sandbox(self):
        """In a sandbox the portal is told once that Hearth goes on without a window, and asked when
        its owner wants more."""
        requests = self.add_background_portal()
        self.desk.set_environment(HEARTH_SANDBOX='flatpak')
        panel = self.open_preferences()
        desk.wait_until(lambda: requests, 'the portal to be told', timeout=20)
        self.assertEqual((requests[0]['autostart'], requests[0]['commandline']), (False, ['hearthd']))
        panel.press('Start with the desktop', 'check box')
        desk.wait_until(lambda: len(requests) == 2, 'the portal to be asked')
        self.assertTrue(requests[1]['autostart'])
        panel.see('from the moment you log in')
        self.assertFalse(os.path.exists(os.path.join(self.desk.env['XDG_CONFIG_HOME'],
                                                     'autostart')))
        # Who says goodbye is not greeted at the next login.
        name = desk.APP + '.Daemon'
        left = []
        self.desk.bus.call(name, '/' + name.replace('.', '/'), name + '1', 'Goodbye',
                           GLib.Variant('(s)', ('erase everything',)), None, 0, 20000, None,
                           lambda bus, result: left.append(bus.call_finish(result).unpack()[0]))
        desk.wait_until(lambda: left, 'the goodbye', timeout=20)
        self.assertEqual(left, [[]])
        self.assertEqual([request['autostart'] for request in requests], [False, True, False])

    def test_accent(self):
        self.add_portal((0.2, 0.5, 0.9))
        panel = self.open_preferences()
        panel.see('Darker or lighter where it could not be read')
        self.assertFalse(self.is_on(panel, 'Use the desktop’s accent'))
        panel.press('Use the desktop’s accent', 'check box')
        desk.wait_until(lambda: self.is_on(panel, 'Use the desktop’s accent'), 'the switch')


if __name__ == '__main__':
    unittest.main()
