/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-database.h"
#include "hearth-records.h"
#include "hearth-store-journal.h"

G_BEGIN_DECLS

/* Sources */
GPtrArray *
hearth_store_sources_list (HearthDatabase *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean
hearth_store_sources_add (HearthDatabase *db, HearthSource *source, GError **error);
gboolean
hearth_store_sources_remove (HearthDatabase *db, gint64 id, GError **error);
gboolean
hearth_store_sources_remove_some (HearthDatabase *db, gboolean *more, GError **error);
gboolean
hearth_store_sources_set_state (HearthDatabase *db, gint64 id, gint64 last_sync,
                                const char *last_error, GError **error);
gboolean
hearth_store_mailboxes_get_token (HearthDatabase *db, gint64 source_id, const char *mailbox,
                                  char **token, GError **error);
GPtrArray *
hearth_store_mailboxes_list (HearthDatabase *db, gint64 source_id,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean
hearth_store_mailboxes_describe (HearthDatabase *db, gint64 source_id, const char *mailbox,
                                 HearthMailboxRole role, const char *wire, GError **error);
gboolean
hearth_store_mailboxes_remove (HearthDatabase *db, gint64 source_id, const char *mailbox,
                               GError **error);

/* Reminders */
GPtrArray *
hearth_store_reminders_list (HearthDatabase *db, gboolean open_only,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *
hearth_store_reminders_list_waiting (HearthDatabase *db, guint limit,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *
hearth_store_reminders_list_shown (HearthDatabase *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean
hearth_store_reminders_find (HearthDatabase *db, gint64 id, const char *key,
                             HearthReminder **reminder, GError **error);
HearthReminder *
hearth_store_reminders_get (HearthDatabase *db, gint64 id,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean
hearth_store_reminders_save (HearthDatabase *db, HearthReminder *reminder, GError **error);
gboolean
hearth_store_reminders_remove (HearthDatabase *db, gint64 id, GError **error);


G_END_DECLS
