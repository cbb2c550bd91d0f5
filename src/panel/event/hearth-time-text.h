/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char    *hearth_time_text_write_day (gint64 when) G_GNUC_WARN_UNUSED_RESULT;
gboolean hearth_time_text_read      (const char *text, gint64 base, gboolean all_day, gint64 *when);

G_END_DECLS
