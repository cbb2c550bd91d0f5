/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean
hearth_match_append (GString *out, const char *columns, const char *text, gboolean prefix);

G_END_DECLS
