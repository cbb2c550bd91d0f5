# SPDX-License-Identifier: GPL-3.0-or-later
"""Another program, on which files can be dropped: it prints their paths and what is in them."""

import gi

gi.require_version('Gtk', '4.0')
from gi.repository import Gdk, Gtk  # noqa: E402


def dropped(_target, files, _x, _y):
    for file in files.get_files():
        with open(file.get_path(), encoding='utf-8') as stream:
            print(file.get_path(), repr(stream.read()), flush=True)
    return True


def activate(app):
    window = Gtk.ApplicationWindow(application=app, title='Target', default_width=800,
                                   default_height=600)
    target = Gtk.DropTarget.new(Gdk.FileList, Gdk.DragAction.COPY)
    target.connect('drop', dropped)
    window.add_controller(target)
    window.connect('map', lambda _window: print('ready', flush=True))
    window.present()


application = Gtk.Application(application_id='org.example.Target')
application.connect('activate', activate)
application.run([])
