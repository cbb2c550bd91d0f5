/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void hearth_summary_add_pieces (GPtrArray *pieces, const char *text, gsize length,
                                gboolean headlines);

G_END_DECLS
