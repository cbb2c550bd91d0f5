/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-store-conflicts.h"

#include "hearth-clock.h"
#include "hearth-database-private.h"

static void
bind_row (HearthStatement *statement, const HearthConflictRow *row)
{
  hearth_statement_bind_int (statement, row->event_id);
  hearth_statement_bind_int (statement, row->start);
  hearth_statement_bind_int (statement, row->other_id);
  hearth_statement_bind_int (statement, row->other_start);
}

/**
 * hearth_store_conflicts_list:
 * @db: a database
 * @untold: whether only those are wanted of which the owner was not told
 * @limit: at most so many
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable) (element-type HearthConflictRow): in the order of their
 *   starts; %NULL on an error
 */
GArray *
hearth_store_conflicts_list (HearthDatabase *db, gboolean untold, guint limit, GError **error)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (HearthConflictRow));
  g_autoptr (HearthStatement) statement = hearth_statement_new (
      db,
      "SELECT event_id, start, other_id, other_start, found, told FROM conflicts"
      " WHERE ?1 = 0 OR told = 0 ORDER BY start, event_id LIMIT ?2",
      error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  hearth_statement_bind_int (statement, untold);
  hearth_statement_bind_int (statement, limit);
  for (;;) {
    HearthConflictRow one;

    if (!hearth_statement_next (statement, &row, error))
      return NULL;
    if (!row)
      return g_steal_pointer (&rows);
    one.event_id = hearth_statement_get_int (statement, 0);
    one.start = hearth_statement_get_int (statement, 1);
    one.other_id = hearth_statement_get_int (statement, 2);
    one.other_start = hearth_statement_get_int (statement, 3);
    one.found = hearth_statement_get_int (statement, 4);
    one.told = hearth_statement_get_int (statement, 5);
    g_array_append_val (rows, one);
  }
}

static gboolean
run_on_rows (HearthDatabase *db, const char *sql, GArray *rows, gboolean with_now, GError **error)
{
  g_autoptr (HearthStatement) statement = hearth_statement_new (db, sql, error);
  gint64 now = hearth_clock_now ();

  if (statement == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++) {
    bind_row (statement, &g_array_index (rows, HearthConflictRow, i));
    if (with_now)
      hearth_statement_bind_int (statement, now);
    if (!hearth_statement_run (statement, error))
      return FALSE;
  }
  return TRUE;
}

/**
 * hearth_store_conflicts_change:
 * @db: a writer
 * @added: (element-type HearthConflictRow): what overlaps since now
 * @gone: (element-type HearthConflictRow): what does not any more
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_conflicts_change (HearthDatabase *db, GArray *added, GArray *gone, GError **error)
{
  hearth_database_assert_writer (db);
  return run_on_rows (db,
                      "DELETE FROM conflicts WHERE event_id = ? AND start = ? AND other_id = ?"
                      " AND other_start = ?",
                      gone, FALSE, error) &&
         run_on_rows (db,
                      "INSERT OR IGNORE INTO conflicts (event_id, start, other_id, other_start,"
                      " found, told) VALUES (?, ?, ?, ?, ?, 0)",
                      added, TRUE, error);
}

/**
 * hearth_store_conflicts_set_told:
 * @db: a writer
 * @rows: (element-type HearthConflictRow): of what the owner is told now
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_conflicts_set_told (HearthDatabase *db, GArray *rows, GError **error)
{
  hearth_database_assert_writer (db);
  return run_on_rows (db,
                      "UPDATE conflicts SET told = ?5 WHERE event_id = ?1 AND start = ?2"
                      " AND other_id = ?3 AND other_start = ?4",
                      rows, TRUE, error);
}

/**
 * hearth_store_conflicts_load_hidden:
 * @db: a database
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable) (element-type gint64): the calendars that the owner hides, as
 *   keys; %NULL on an error
 */
GHashTable *
hearth_store_conflicts_load_hidden (HearthDatabase *db, GError **error)
{
  g_autoptr (GHashTable) hidden = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (HearthStatement) statement =
      hearth_statement_new (db, "SELECT source_id FROM calendars WHERE hidden != 0", error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  for (;;) {
    gint64 id;

    if (!hearth_statement_next (statement, &row, error))
      return NULL;
    if (!row)
      return g_steal_pointer (&hidden);
    id = hearth_statement_get_int (statement, 0);
    g_hash_table_add (hidden, g_memdup2 (&id, sizeof id));
  }
}
