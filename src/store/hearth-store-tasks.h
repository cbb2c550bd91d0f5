/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-database.h"
#include "hearth-event.h"

G_BEGIN_DECLS

HearthTodo *
hearth_store_tasks_get (HearthDatabase *db, gint64 id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gint64
hearth_store_tasks_find (HearthDatabase *db, gint64 source_id, const char *uid, GError **error);
GPtrArray *
hearth_store_tasks_due (HearthDatabase *db, HearthSpan span, guint limit,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *
hearth_store_tasks_list (HearthDatabase *db, gboolean with_done, guint limit,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *
hearth_store_tasks_search (HearthDatabase *db, const char *words, gboolean with_done, guint limit,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* For hearth-store-events.c, in its transaction. */
gboolean
hearth_store_tasks_apply (HearthDatabase *db, gint64 source_id,
                          const HearthCalendarChanges *changes, GError **error);

G_END_DECLS
