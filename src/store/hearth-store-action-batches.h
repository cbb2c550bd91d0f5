/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-store-actions.h"

G_BEGIN_DECLS

/* Actions on thousands of messages: one action, one step to take back, written in portions, so that
 * nothing waits for long. What is still to be done stands in the store. */

gboolean
hearth_store_action_batches_begin (HearthDatabase *db, const char *kind, const char *target,
                                   const gint64 *ids, gsize n_ids, gint64 *action_id,
                                   GError **error);
gboolean
hearth_store_action_batches_begin_undo (HearthDatabase *db, gint64 action_id, GError **error);
HearthAction *
hearth_store_action_batches_get_next (HearthDatabase *db,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *
hearth_store_action_batches_take (HearthDatabase *db, const HearthAction *action, guint limit,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean
hearth_store_action_batches_write (HearthDatabase *db, const HearthAction *action,
                                   GPtrArray *items, GPtrArray *failed, guint *n_changed,
                                   GError **error);
gint64
hearth_store_action_batches_count (HearthDatabase *db, GError **error);

G_END_DECLS
