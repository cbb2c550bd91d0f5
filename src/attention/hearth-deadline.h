/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

guint
hearth_deadline_read (const char *const *words, guint n_words, gint64 written, gint64 *due,
                      gboolean *has_time);

G_END_DECLS
