#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Another program that uses the desktop's calendars and address books: what GNOME Calendar and GNOME
Contacts do, in one command.

  eds_client.py events|tasks CALENDAR put < COMPONENTS
  eds_client.py events|tasks CALENDAR remove UID
  eds_client.py events|tasks CALENDAR get UID
  eds_client.py contacts BOOK put < VCARD
  eds_client.py contacts BOOK remove UID
  eds_client.py new-list NAME
"""

import sys

import gi

gi.require_version('EBook', '1.2')
gi.require_version('EBookContacts', '1.2')
gi.require_version('ECal', '2.0')
gi.require_version('EDataServer', '1.2')
gi.require_version('ICalGLib', '3.0')
from gi.repository import EBook, EBookContacts, ECal, EDataServer, ICalGLib  # noqa: E402

KINDS = {'events': ECal.ClientSourceType.EVENTS, 'tasks': ECal.ClientSourceType.TASKS}


def put(client):
    """Creates what is not there, changes what is."""
    calendar = ICalGLib.Parser.parse_string(sys.stdin.read())
    component = calendar.get_first_component(ICalGLib.ComponentKind.ANY_COMPONENT)
    while component is not None:
        flags = ECal.OperationFlags.NONE
        override = component.get_first_property(ICalGLib.PropertyKind.RECURRENCEID_PROPERTY)
        if component.isa() == ICalGLib.ComponentKind.VTIMEZONE_COMPONENT:
            zone = ICalGLib.Timezone.new()
            zone.set_component(component.clone())
            client.add_timezone_sync(zone, None)
        elif override is not None:
            client.modify_object_sync(component, ECal.ObjModType.THIS, flags, None)
        elif not exists(client, component.get_uid()):
            client.create_object_sync(component, flags, None)
        else:
            client.modify_object_sync(component, ECal.ObjModType.ALL, flags, None)
        component = calendar.get_next_component(ICalGLib.ComponentKind.ANY_COMPONENT)


def exists(client, uid):
    try:
        client.get_object_sync(uid, None, None)
        return True
    except gi.repository.GLib.Error:
        return False


def change_book(client, verb, uid):
    if verb == 'remove':
        client.remove_contact_by_uid_sync(uid, EBookContacts.BookOperationFlags.NONE, None)
        return
    text = sys.stdin.read()
    contact = EBookContacts.Contact.new_from_vcard(text)
    try:
        client.get_contact_sync(contact.get_property('id'), None)
    except gi.repository.GLib.Error:
        client.add_contact_sync(contact, EBookContacts.BookOperationFlags.NONE, None)
    else:
        client.modify_contact_sync(contact, EBookContacts.BookOperationFlags.NONE, None)


def main():
    registry = EDataServer.SourceRegistry.new_sync(None)
    if sys.argv[1] == 'new-list':
        source = EDataServer.Source.new(None, None)
        source.set_display_name(sys.argv[2])
        source.set_parent('local-stub')
        source.get_extension(EDataServer.SOURCE_EXTENSION_TASK_LIST).set_backend_name('local')
        registry.commit_source_sync(source, None)
        print(source.get_uid())
        return
    source = registry.ref_source(sys.argv[2])
    if sys.argv[1] == 'contacts':
        change_book(EBook.BookClient.connect_sync(source, 5, None), sys.argv[3], sys.argv[-1])
        return
    client = ECal.Client.connect_sync(source, KINDS[sys.argv[1]], 5, None)
    if sys.argv[3] == 'put':
        put(client)
    elif sys.argv[3] == 'remove':
        client.remove_object_sync(sys.argv[4], None, ECal.ObjModType.ALL, ECal.OperationFlags.NONE,
                                  None)
    else:
        for component in client.get_objects_for_uid_sync(sys.argv[4], None)[1]:
            print(component.get_as_string())


main()
