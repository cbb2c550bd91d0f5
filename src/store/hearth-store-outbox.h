/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-database.h"
#include "hearth-message.h"
#include "hearth-outbox-item.h"

G_BEGIN_DECLS

GPtrArray *
hearth_store_outbox_list (HearthDatabase *db, gboolean open_only,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
HearthOutboxItem *
hearth_store_outbox_get (HearthDatabase *db, gint64 id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
GBytes *
hearth_store_outbox_dup_content (HearthDatabase *db, gint64 id,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
char *
hearth_store_outbox_dup_draft (HearthDatabase *db, gint64 id,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean
hearth_store_outbox_add (HearthDatabase *db, HearthOutboxItem *item, const char *draft,
                         GBytes *content, GError **error);

/**
 * HearthOutboxChange: from which states an item comes to be how. What it is not in any more by then
 * is left as it is.
 * @id: the item
 * @from: the states it may be in, as bits: 1 << state
 * @state: its state from then on
 * @not_before: when it goes, seconds since 1970 UTC
 * @attempts: how often the server was asked
 * @problem: (nullable): what is in the way
 * @changed: (out): whether it was in one of those states
 */
typedef struct {
  gint64 id;
  guint from;
  HearthOutboxState state;
  gint64 not_before;
  guint attempts;
  const char *problem;
  gboolean changed;
} HearthOutboxChange;

gboolean
hearth_store_outbox_change (HearthDatabase *db, HearthOutboxChange *change, GError **error);
gboolean
hearth_store_outbox_mark_crashed (HearthDatabase *db, const char *problem, guint *n_items,
                                  GError **error);
gboolean
hearth_store_outbox_retry (HearthDatabase *db, gint64 source_id, gint64 now, GError **error);
gboolean
hearth_store_outbox_remove (HearthDatabase *db, gint64 id, guint from, gboolean *removed,
                            GError **error);
gboolean
hearth_store_outbox_forget_done (HearthDatabase *db, gint64 before, GError **error);
gint64
hearth_store_outbox_next_time (HearthDatabase *db, GError **error);
gboolean
hearth_store_outbox_flag_original (HearthDatabase *db, gint64 message_id, HearthMessageFlags flag,
                                   gboolean *in_file, GError **error);

G_END_DECLS
