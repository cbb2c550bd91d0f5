/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char    *hearth_memory_dup_slot     (const char *subject, const char *text) G_GNUC_WARN_UNUSED_RESULT;
gboolean hearth_memory_is_sensitive (const char *text);

G_END_DECLS
