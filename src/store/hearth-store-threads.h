/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-database.h"
#include "hearth-message.h"

G_BEGIN_DECLS

/**
 * HearthThreadRow: one line of a thread as it is shown.
 * @message: the message (owned)
 * @depth: how far it is indented; 0 for a message that answers none that is there
 */
typedef struct {
  HearthMessage *message;
  guint depth;
} HearthThreadRow;

gint64
hearth_store_threads_hash (const char *text);
gint64
hearth_store_threads_hash_subject (const char *subject, gboolean *is_reply);
gboolean
hearth_store_threads_assign (HearthDatabase *db, const HearthMessage *message, gint64 id,
                             gint64 *thread_id, GError **error);
GArray *
hearth_thread_sort (GPtrArray *messages) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
