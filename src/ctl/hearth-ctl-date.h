/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean
hearth_ctl_parse_day (const char *text, gint64 now, gint64 *midnight);
gint64
hearth_ctl_add_days (gint64 midnight, int days);

G_END_DECLS
