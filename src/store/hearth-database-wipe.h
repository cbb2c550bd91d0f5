/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-database.h"

G_BEGIN_DECLS

gboolean hearth_database_begin_wiping (HearthDatabase *self, gint64 *before, GError **error);
gboolean hearth_database_end_wiping   (HearthDatabase *self, gint64 before, gboolean ok,
                                       GError **error);
gboolean hearth_database_rewrite      (HearthDatabase *self, const char *table, GError **error);
gboolean hearth_database_mark_wiped   (HearthDatabase *self, GError **error);
gboolean hearth_database_empty_log    (HearthDatabase *self, gboolean *done, GError **error);

G_END_DECLS
