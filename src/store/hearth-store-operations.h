/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-database.h"
#include "hearth-operation.h"

G_BEGIN_DECLS

/* What servers are still to be told, in the order in which it was done. */

gboolean
hearth_store_operations_wait (HearthDatabase *db, gint64 source_id, gboolean *waiting,
                              GError **error);
gint64
hearth_store_operations_count (HearthDatabase *db, gint64 source_id, GError **error);
GPtrArray *
hearth_store_operations_take (HearthDatabase *db, gint64 source_id, guint limit,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean
hearth_store_operations_finish (HearthDatabase *db, GPtrArray *operations, GError **error);

G_END_DECLS
