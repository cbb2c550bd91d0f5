/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-dock.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_DOCK_LAYER (hearth_dock_layer_get_type ())
G_DECLARE_FINAL_TYPE (HearthDockLayer, hearth_dock_layer, HEARTH, DOCK_LAYER, GObject)

HearthDockLayer *hearth_dock_layer_new (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
