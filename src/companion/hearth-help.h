/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean hearth_help_is_needed (const char *text);
char    *hearth_help_write     (const char *country) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
