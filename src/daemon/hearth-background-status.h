/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-engine.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_BACKGROUND_STATUS (hearth_background_status_get_type ())
G_DECLARE_FINAL_TYPE (HearthBackgroundStatus, hearth_background_status, HEARTH, BACKGROUND_STATUS,
                      GObject)

HearthBackgroundStatus *hearth_background_status_new (HearthEngine    *engine,
                                                      GDBusConnection *bus) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
