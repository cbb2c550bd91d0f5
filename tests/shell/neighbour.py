# SPDX-License-Identifier: GPL-3.0-or-later
"""Another program: a maximized window that writes what is typed into it to a file."""

import sys

import gi

gi.require_version('Gtk', '4.0')
from gi.repository import GLib, Gtk  # noqa: E402

TITLE = 'Neighbour'


def write(entry, path):
    with open(path, 'w', encoding='utf-8') as file:
        file.write(entry.get_text())


def main():
    window = Gtk.Window(title=TITLE)
    entry = Gtk.Entry(valign=Gtk.Align.START, margin_top=24, margin_start=24, margin_end=24)
    entry.connect('changed', write, sys.argv[1])
    window.set_child(entry)
    window.maximize()
    window.present()
    write(entry, sys.argv[1])
    GLib.MainLoop().run()


if __name__ == '__main__':
    main()
