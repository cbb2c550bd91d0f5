/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-database.h"

G_BEGIN_DECLS

gboolean hearth_store_thread_summaries_save (HearthDatabase *db, gint64 thread_id, gint64 last_id,
                                             const char *text, const char *service,
                                             GError **error);
char    *hearth_store_thread_summaries_dup  (HearthDatabase *db, gint64 thread_id, gint64 last_id,
                                             const char *service,
                                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
