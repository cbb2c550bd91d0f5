# SPDX-License-Identifier: GPL-3.0-or-later
"""The panel on X11, with a window manager that keeps to the Extended Window Manager Hints."""

import session
from x_session import XSession
from journeys import Journeys


class X11(Journeys):
    session = XSession


del Journeys

if __name__ == '__main__':
    session.main()
