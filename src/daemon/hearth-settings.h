/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-interrupt.h"

#include <gio/gio.h>

G_BEGIN_DECLS

GSettings *hearth_settings_new (const char *private_dir, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void       hearth_settings_read_policy (GSettings *settings, HearthInterruptPolicy *policy);

G_END_DECLS
