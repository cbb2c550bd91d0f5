/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-database.h"

G_BEGIN_DECLS

/**
 * HearthExportFunc:
 * @line: a JSON object on one line, without its end
 * @user_data: the caller's
 * @error: return location
 *
 * Takes a record of an export.
 *
 * Returns: %FALSE to stop
 */
typedef gboolean (*HearthExportFunc) (const char *line, gpointer user_data, GError **error);

gboolean
hearth_store_export (HearthDatabase *db, HearthExportFunc func, gpointer user_data, GError **error);

G_END_DECLS
