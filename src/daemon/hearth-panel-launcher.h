/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void hearth_panel_launcher_activate (GDBusConnection *bus, gboolean demo, const char *action,
                                     GVariant *parameter, const char *token);

G_END_DECLS
