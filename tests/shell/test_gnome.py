# SPDX-License-Identifier: GPL-3.0-or-later
"""The panel in GNOME Shell on Wayland: a window of Wayland, and docked through Xwayland."""

import session
from gnome_session import GnomeSession
from journeys import Journeys


class Gnome(Journeys):
    session = GnomeSession


del Journeys

if __name__ == '__main__':
    session.main()
