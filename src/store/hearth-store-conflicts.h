/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-database.h"

G_BEGIN_DECLS

/**
 * HearthConflictRow: two occurrences that overlap, the later one first.
 * @event_id: the event that begins later
 * @start: when, seconds since 1970 UTC
 * @other_id: the other
 * @other_start: when that begins
 * @found: when it was found
 * @told: when the owner was told, or 0
 */
typedef struct {
  gint64 event_id;
  gint64 start;
  gint64 other_id;
  gint64 other_start;
  gint64 found;
  gint64 told;
} HearthConflictRow;

GArray *
hearth_store_conflicts_list (HearthDatabase *db, gboolean untold, guint limit,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean
hearth_store_conflicts_change (HearthDatabase *db, GArray *added, GArray *gone, GError **error);
gboolean
hearth_store_conflicts_set_told (HearthDatabase *db, GArray *rows, GError **error);
GHashTable *
hearth_store_conflicts_load_hidden (HearthDatabase *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
