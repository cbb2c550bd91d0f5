/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-database.h"

G_BEGIN_DECLS

/** HEARTH_HAND_MAX_BYTES: the largest file of a hand. */
#define HEARTH_HAND_MAX_BYTES (16 * 1024 * 1024)
/** HEARTH_HANDS_MAX: how many hands there may be. */
#define HEARTH_HANDS_MAX 100

/**
 * HearthHandRow: how somebody writes, as it is stored.
 * @id: row
 * @name: what it is called
 * @data: (nullable): a file of a hand; %NULL in a list
 * @size: how large that is, in bytes
 * @created: seconds since 1970 UTC
 * @changed: seconds since 1970 UTC
 */
typedef struct {
  gint64 id;
  char *name;
  GBytes *data;
  gint64 size;
  gint64 created;
  gint64 changed;
} HearthHandRow;

GPtrArray     *hearth_store_hands_list   (HearthDatabase *db,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
HearthHandRow *hearth_store_hands_get    (HearthDatabase *db, gint64 id,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
HearthHandRow *hearth_store_hands_find   (HearthDatabase *db, const char *name,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean       hearth_store_hands_save   (HearthDatabase *db, gint64 *id, const char *name,
                                          GBytes *data, GError **error);
gboolean       hearth_store_hands_remove (HearthDatabase *db, gint64 id, GError **error);

void           hearth_hand_row_free      (HearthHandRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthHandRow, hearth_hand_row_free)

G_END_DECLS
