# SPDX-License-Identifier: GPL-3.0-or-later
"""The desktop's search asks hearthd as GNOME Shell does."""

import configparser
import os
import unittest

from gi.repository import Gio, GLib
from world import BUILD, NAME, TestCase, make_mail, wait_until

PANEL = 'io.github.hearthdesktop.Hearth'
PANEL_PATH = '/io/github/hearthdesktop/Hearth'
PROVIDER = os.path.join(BUILD, 'data', PANEL + '.search-provider.ini')

APPLICATION = """<node><interface name="org.freedesktop.Application">
  <method name="ActivateAction"><arg type="s" direction="in"/><arg type="av" direction="in"/>
  <arg type="a{sv}" direction="in"/></method></interface></node>"""

CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//test
BEGIN:VEVENT
UID:harbour
DTSTAMP:20240501T080000Z
DTSTART:20240517T080000Z
DTEND:20240517T090000Z
SUMMARY:Harbour walk
END:VEVENT
END:VCALENDAR
"""


class DesktopSearchTest(TestCase):
    def setUp(self):
        super().setUp()
        box = self.world.maildir()
        box.deliver(make_mail('Harbour plans', 'Here they are.\n'), flags='')
        box.deliver(make_mail('Hello', 'Words.\n', sender='Harbour Master <m@harbour.example>'),
                    flags='')
        calendar = self.world.write('calendar/harbour.ics', CALENDAR)
        self.world.start_bus()
        self.world.start_daemon()
        self.world.ctl('source', 'add', 'maildir', box.path)
        self.world.ctl('source', 'add', 'ics', os.path.dirname(calendar))
        self.world.ctl('sync')
        config = configparser.ConfigParser()
        config.optionxform = str
        config.read(PROVIDER)
        self.provider = config['Shell Search Provider']

    def call(self, method, *args):
        """As GNOME Shell calls it, by what the installed file says."""
        return self.world.bus.call_sync(
            self.provider['BusName'], self.provider['ObjectPath'],
            'org.gnome.Shell.SearchProvider2', method, *args, Gio.DBusCallFlags.NONE, 5000,
            None).unpack()

    def search(self, *terms):
        return self.call('GetInitialResultSet', GLib.Variant('(as)', (terms,)), None)[0]

    def metas(self, ids):
        return self.call('GetResultMetas', GLib.Variant('(as)', (ids,)), None)[0]

    def panel(self):
        """The panel, as far as it can be opened on something."""
        calls = []

        def called(_bus, _sender, _path, _interface, _method, parameters, invocation):
            calls.append(parameters.unpack()[:2])
            self.platform = parameters.unpack()[2]
            invocation.return_value(None)

        node = Gio.DBusNodeInfo.new_for_xml(APPLICATION)
        registered = self.world.bus.register_object(PANEL_PATH, node.interfaces[0], called)
        owned = Gio.bus_own_name_on_connection(self.world.bus, PANEL, Gio.BusNameOwnerFlags.NONE,
                                               None, None)
        self.addCleanup(self.world.bus.unregister_object, registered)
        self.addCleanup(Gio.bus_unown_name, owned)
        wait_until(lambda: self.world.has_owner(PANEL), 'the panel')
        return calls

    def wait_for(self, calls, wanted):
        def look():
            while GLib.MainContext.default().iteration(False):
                pass
            return wanted in calls
        wait_until(look, '%s to be opened, not %s' % (wanted, calls))

    def test_what_is_found(self):
        self.assertEqual(self.provider['BusName'], NAME)
        self.assertEqual(self.provider['Version'], '2')
        self.assertEqual(self.provider['AutoStart'], 'false')
        self.assertEqual(self.provider['DesktopId'], PANEL + '.desktop')
        ids = self.search('harb')
        self.assertEqual({one.split(':')[0] for one in ids}, {'message', 'event', 'person'})
        metas = {one['id']: one for one in self.metas(ids)}
        self.assertEqual(set(metas), set(ids))
        self.assertEqual({one['name'] for one in metas.values()},
                         {'Harbour plans', 'Hello', 'Harbour walk', 'Harbour Master'})
        mail = next(one for one in metas.values() if one['name'] == 'Harbour plans')
        self.assertEqual(mail['description'], 'Ana Silva')
        again = self.call('GetSubsearchResultSet',
                          GLib.Variant('(asas)', (ids, ['harbour', 'plans'])), None)[0]
        self.assertEqual(again, [mail['id']])
        self.assertEqual(self.search('zeppelin'), [])
        # GNOME Shell shows nothing if a result is not known any more when the next one is looked for.
        self.assertEqual([one['id'] for one in self.metas(ids)], ids)
        self.assertEqual(self.search(), [])
        self.assertEqual(self.search('"('), [])
        self.assertEqual(self.search('x' * 100000), [])
        self.assertEqual(self.metas(['message:1', 'nonsense', '']), [])

    def test_results_open(self):
        calls = self.panel()
        ids = self.search('harb')
        for one in ids + ['message:', 'message:-1', 'event:1', 'nonsense', '']:
            self.call('ActivateResult', GLib.Variant('(sasu)', (one, ['harb'], 0)), None)
        self.call('LaunchSearch', GLib.Variant('(asu)', (['harb', 'wal'], 4711)), None)
        self.wait_for(calls, ('find', ['harb wal']))
        self.assertEqual(self.platform['desktop-startup-id'], '_TIME4711')
        self.assertEqual(len(calls), len(ids) + 1)
        self.assertIn(('find', ['m@harbour.example']), calls)
        event = next(one for one in ids if one.startswith('event:')).split(':')
        self.assertIn(('show-event', [(int(event[1]), 1715932800)]), calls)
        mail = [int(one.split(':')[1]) for one in ids if one.startswith('message:')]
        for row in mail:
            self.assertIn(('show-message', [row]), calls)

    def test_off(self):
        self.assertNotEqual(self.search('harb'), [])
        self.world.write('config/glib-2.0/settings/keyfile',
                         '[io/github/hearthdesktop/Hearth]\ndesktop-search=false\n')
        wait_until(lambda: self.search('harb') == [], 'nothing to be found')


if __name__ == '__main__':
    unittest.main(verbosity=2)
