/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-engine.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_LAUNCHER_COUNT (hearth_launcher_count_get_type ())
G_DECLARE_FINAL_TYPE (HearthLauncherCount, hearth_launcher_count, HEARTH, LAUNCHER_COUNT, GObject)

HearthLauncherCount *hearth_launcher_count_new (HearthEngine *engine, GSettings *settings,
                                                GDBusConnection *bus,
                                                gboolean demo) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
