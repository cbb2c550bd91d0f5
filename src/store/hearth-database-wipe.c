/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-database-wipe.h"

#include "hearth-database-private.h"

/* Removing for good. What is deleted leaves copies: in pages that were given back, in the space
 * between the rows of a page that was once split, and in the log until that is emptied. */

/* Says that the log is still to be emptied, for whoever goes on after a crash. */
#define PENDING "wipe"

#define PATIENCE_MS 250

/**
 * hearth_database_begin_wiping:
 * @self: a writer
 * @before: (out): for hearth_database_end_wiping()
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * From now on the bytes of all that is deleted are overwritten.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_database_begin_wiping (HearthDatabase *self, gint64 *before, GError **error)
{
  return hearth_database_get_int (self, "PRAGMA secure_delete", before, error) &&
         hearth_database_execute (self, "PRAGMA secure_delete = ON", error);
}

/**
 * hearth_database_end_wiping:
 * @self: a writer
 * @before: from hearth_database_begin_wiping()
 * @ok: whether all went well so far
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Deletes as before.
 *
 * Returns: whether all went well
 */
gboolean
hearth_database_end_wiping (HearthDatabase *self, gint64 before, gboolean ok, GError **error)
{
  static const char *const modes[] = { "OFF", "ON", "FAST" };
  g_autofree char *sql = g_strconcat ("PRAGMA secure_delete = ", modes[CLAMP (before, 0, 2)], NULL);

  /* The search index keeps back what it writes until the end of a transaction, or of a part. */
  if (ok && hearth_database_in_transaction (self))
    ok = hearth_database_execute (self, "SAVEPOINT wiping; RELEASE wiping", error);
  return hearth_database_execute (self, sql, ok ? error : NULL) && ok;
}

/**
 * hearth_database_rewrite:
 * @self: a writer in a transaction, wiping
 * @table: a table
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Writes all rows of a table into new pages and overwrites the old ones.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_database_rewrite (HearthDatabase *self, const char *table, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("CREATE TEMP TABLE kept AS SELECT * FROM %s;"
                                          "DELETE FROM %s;"
                                          "INSERT INTO %s SELECT * FROM kept;"
                                          "DROP TABLE kept",
                                          table, table, table);

  return hearth_database_execute (self, sql, error);
}

/**
 * hearth_database_mark_wiped:
 * @self: a writer in a transaction
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Notes that something was removed for good, of which the log still has copies.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_database_mark_wiped (HearthDatabase *self, GError **error)
{
  return hearth_database_set_meta (self, PENDING, "1", error);
}

/**
 * hearth_database_empty_log:
 * @self: a writer outside of a transaction
 * @done: (out): whether nothing of what was removed for good is left in the files of the store; if
 *   not, a reader was in the way, and it has to be called again
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Empties the log, if hearth_database_mark_wiped() was called since the last time.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_database_empty_log (HearthDatabase *self, gboolean *done, GError **error)
{
  sqlite3 *handle = hearth_database_get_handle (self);
  g_autofree char *pending = NULL;
  gint64 patience;
  int code;

  hearth_database_assert_writer (self);
  *done = TRUE;
  if (!hearth_database_get_meta (self, PENDING, &pending, error))
    return FALSE;
  if (pending == NULL)
    return TRUE;
  /* Whoever waits to write does not wait for a reader that takes its time. */
  if (!hearth_database_get_int (self, "PRAGMA busy_timeout", &patience, error))
    return FALSE;
  sqlite3_busy_timeout (handle, PATIENCE_MS);
  code = sqlite3_wal_checkpoint_v2 (handle, "main", SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
  sqlite3_busy_timeout (handle, (int) patience);
  if (code == SQLITE_BUSY || code == SQLITE_LOCKED) {
    *done = FALSE;
    return TRUE;
  }
  if (code != SQLITE_OK) {
    hearth_database_set_error (self, code, error);
    return FALSE;
  }
  return hearth_database_set_meta (self, PENDING, NULL, error);
}
