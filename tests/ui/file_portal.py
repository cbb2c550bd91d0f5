# SPDX-License-Identifier: GPL-3.0-or-later
"""A double of the portal that lets its owner choose files: it chooses one and the same.

A panel asks it with GTK_USE_PORTAL=1 and, where it is in no sandbox, GDK_DEBUG=portals.
"""

import desk
from gi.repository import Gio, GLib

NAME = 'org.freedesktop.portal.Desktop'
PATH = '/org/freedesktop/portal/desktop'
XML = """<node><interface name='org.freedesktop.portal.FileChooser'>
<method name='OpenFile'><arg type='s' direction='in'/><arg type='s' direction='in'/>
<arg type='a{sv}' direction='in'/><arg type='o' direction='out'/></method>
<method name='SaveFile'><arg type='s' direction='in'/><arg type='s' direction='in'/>
<arg type='a{sv}' direction='in'/><arg type='o' direction='out'/></method>
<property name='version' type='u' access='read'/>
</interface></node>"""


class FilePortal:
    """Answers on the bus of a test's desk until the test ends."""

    def __init__(self, test, file):
        self.file = file
        self.asked = []  # method, title, proposed name
        self.answer = 0  # 1: nothing is chosen
        bus = test.desk.bus
        number = bus.register_object(PATH, Gio.DBusNodeInfo.new_for_xml(XML).interfaces[0],
                                     self._called, lambda *_: GLib.Variant('u', 3), None)
        test.addCleanup(bus.unregister_object, number)
        owned = Gio.bus_own_name_on_connection(bus, NAME, Gio.BusNameOwnerFlags.NONE, None, None)
        test.addCleanup(Gio.bus_unown_name, owned)
        desk.wait_until(lambda: test.desk.has_owner(NAME), 'the portal')

    def _called(self, bus, sender, _path, _interface, method, parameters, invocation):
        _, title, options = parameters.unpack()
        request = '%s/request/%s/%s' % (PATH, sender[1:].replace('.', '_'), options['handle_token'])
        self.asked.append((method, title, options.get('current_name')))
        invocation.return_value(GLib.Variant('(o)', (request,)))
        # GTK 4.8 reads the list of those who chose nothing, too.
        files = ['file://' + self.file] if self.answer == 0 else []
        bus.emit_signal(sender, request, 'org.freedesktop.portal.Request', 'Response',
                        GLib.Variant('(ua{sv})', (self.answer, {'uris': GLib.Variant('as', files)})))
