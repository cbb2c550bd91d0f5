/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-engine.h"

G_BEGIN_DECLS

/* What the owner does to thousands of messages with one yes: one action, one step to take back. It
 * is written down whole before the first message moves, and done in portions on the writer's
 * thread; whoever ends the process meanwhile, the next one goes on where it ended. */

void     hearth_engine_archive_many_async  (HearthEngine *self, GArray *ids,
                                            GAsyncReadyCallback callback, gpointer user_data);
gint64   hearth_engine_archive_many_finish (HearthEngine *self, GAsyncResult *result,
                                            GError **error);
gboolean hearth_engine_undo_many           (HearthEngine *self, gint64 action_id, GError **error);
void     hearth_engine_resume_batches      (HearthEngine *self);
gboolean hearth_engine_is_moving           (HearthEngine *self, guint64 *done, guint64 *total);
char    *hearth_engine_dup_moving_problem  (HearthEngine *self) G_GNUC_WARN_UNUSED_RESULT;
void     hearth_engine_finish_batches      (HearthEngine *self);

G_END_DECLS
