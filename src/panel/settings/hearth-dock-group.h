/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_DOCK_GROUP (hearth_dock_group_get_type ())
G_DECLARE_FINAL_TYPE (HearthDockGroup, hearth_dock_group, HEARTH, DOCK_GROUP, AdwPreferencesGroup)

GtkWidget *hearth_dock_group_new (GSettings *settings) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
