/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-database.h"

G_BEGIN_DECLS

gboolean
hearth_store_codes_forget (HearthDatabase *db, gint64 now, GError **error);
gboolean
hearth_store_codes_find_next (HearthDatabase *db, gint64 *until, GError **error);

G_END_DECLS
