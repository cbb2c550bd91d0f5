/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean hearth_moment_read (const char *text, gint64 now, gint64 *when);

G_END_DECLS
