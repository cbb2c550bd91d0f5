/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-body.h"
#include "hearth-message.h"

G_BEGIN_DECLS

/* How many messages of one second have rows of their own second. */
#define HEARTH_ROWS_PER_SECOND 16

/* In SQL, the message's row from that in the index. */
#define HEARTH_SEARCH_ID "(((search.rowid >> 4) << 20) | (search.rowid & 15))"

gint64
hearth_search_row_from_id (gint64 id);
gint64
hearth_search_id_from_row (gint64 row);
gboolean
hearth_search_index_add (HearthDatabase *db, gint64 id, HearthBodyPacker *packer, guint index,
                         const HearthMessage *message, const char *sender, const char *recipients,
                         const char *attachments, GError **error);
gboolean
hearth_search_index_remove (HearthDatabase *db, gint64 id, GError **error);
gboolean
hearth_search_index_clear (HearthDatabase *db, GError **error);
gboolean
hearth_search_index_set_bulk (HearthDatabase *db, gboolean bulk, GError **error);
gboolean
hearth_search_index_merge (HearthDatabase *db, gboolean *more, GError **error);
gboolean
hearth_search_index_check (HearthDatabase *db, GError **error);

G_END_DECLS
