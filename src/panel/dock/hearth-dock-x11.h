/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-dock.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_DOCK_X11 (hearth_dock_x11_get_type ())
G_DECLARE_FINAL_TYPE (HearthDockX11, hearth_dock_x11, HEARTH, DOCK_X11, GObject)

HearthDockX11 *hearth_dock_x11_new (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
