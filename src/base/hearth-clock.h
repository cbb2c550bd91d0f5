/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gint64     hearth_clock_now        (void);
gint64     hearth_clock_now_us     (void);
GTimeZone *hearth_clock_dup_zone   (void) G_GNUC_WARN_UNUSED_RESULT;
GDateTime *hearth_clock_dup_local  (void) G_GNUC_WARN_UNUSED_RESULT;
GDateTime *hearth_clock_dup_at     (gint64 seconds) G_GNUC_WARN_UNUSED_RESULT;
gint64     hearth_clock_to_real_us (gint64 clock_us);
gboolean   hearth_clock_is_turned  (void);

void       hearth_clock_turn_to    (gint64 seconds);
void       hearth_clock_set_zone   (GTimeZone *zone);

G_END_DECLS
