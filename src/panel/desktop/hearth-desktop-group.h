/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_DESKTOP_GROUP (hearth_desktop_group_get_type ())
G_DECLARE_FINAL_TYPE (HearthDesktopGroup, hearth_desktop_group, HEARTH, DESKTOP_GROUP,
                      AdwPreferencesGroup)

GtkWidget *hearth_desktop_group_new (GSettings *settings, gboolean demo);

G_END_DECLS
