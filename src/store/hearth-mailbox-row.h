/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-database-private.h"
#include "hearth-records.h"

G_BEGIN_DECLS

gboolean
hearth_mailbox_row_ensure (HearthDatabase *db, gint64 source_id, const char *name, gint64 *id,
                           HearthMailboxRole *role, GError **error);
gboolean
hearth_mailbox_row_find (HearthDatabase *db, gint64 source_id, const char *name, gint64 *id,
                         GError **error);
gboolean
hearth_mailbox_row_get_role (HearthDatabase *db, gint64 id, HearthMailboxRole *role,
                             GError **error);
gboolean
hearth_mailbox_row_set_token (HearthDatabase *db, gint64 id, const char *token, GError **error);

/* hearth-store-messages.c */
gboolean
hearth_store_messages_remove_rows (HearthDatabase *db, GArray *ids, GError **error);

/* hearth-store-events.c */
gboolean
hearth_store_events_remove_some (HearthDatabase *db, gint64 source_id, guint limit, gboolean *more,
                                 GError **error);

G_END_DECLS
