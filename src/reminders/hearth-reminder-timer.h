/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

GSource *hearth_reminder_timer_new (void) G_GNUC_WARN_UNUSED_RESULT;
void     hearth_reminder_timer_arm (GSource *source, gint64 due);

G_END_DECLS
