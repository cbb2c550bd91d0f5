/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-engine.h"
#include "hearth-store-memories.h"

G_BEGIN_DECLS

/* Each of these is one transaction, and tells of "memories". */

/* What the owner, or a card that the owner accepted, has remembered. */
gboolean   hearth_memories_remember   (HearthEngine *self, HearthMemory *memory, gint64 *action_id,
                                       GError **error);
/* What waits for the owner's yes. */
gboolean   hearth_memories_propose    (HearthEngine *self, HearthMemory *memory, GError **error);
gboolean   hearth_memories_accept     (HearthEngine *self, gint64 id, gint64 *action_id,
                                       GError **error);
gboolean   hearth_memories_change     (HearthEngine *self, gint64 id, const char *text,
                                       gint64 *new_id, gint64 *action_id, GError **error);
gboolean   hearth_memories_set_pinned (HearthEngine *self, gint64 id, gboolean pinned,
                                       GError **error);
gboolean   hearth_memories_forget     (HearthEngine *self, gint64 id, char **stays, GError **error);
void       hearth_memories_forget_async  (HearthEngine *self, gint64 id,
                                          GAsyncReadyCallback callback, gpointer user_data);
char      *hearth_memories_forget_finish (HearthEngine *self, GAsyncResult *result,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What is known of what is asked: for the companion, for each question. */
GPtrArray *hearth_memories_recall     (HearthEngine *self, const char *question, gint64 now,
                                       guint limit, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   hearth_memories_note_use   (HearthEngine *self, GPtrArray *memories, gint64 turn_id,
                                       GError **error);

/* hearth-memory-files.c: one JSON object a line */
gboolean   hearth_memories_export     (HearthEngine *self, int fd, guint *n_written, GError **error);
gboolean   hearth_memories_import     (HearthEngine *self, int fd, guint *n_added, GError **error);

G_END_DECLS
