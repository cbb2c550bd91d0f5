/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-store-codes.h"

#include "hearth-database-private.h"
#include "hearth-finding.h"

/**
 * hearth_store_codes_forget:
 * @db: a writer
 * @now: seconds since 1970 UTC
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Erases the values of codes whose time is over. That there was one, and where, stays, and so does
 * the mail.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_codes_forget (HearthDatabase *db, gint64 now, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  hearth_database_assert_writer (db);
  statement = hearth_statement_new (
      db, "UPDATE findings SET value = NULL WHERE kind = ? AND value IS NOT NULL AND until <= ?",
      error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, HEARTH_FINDING_CODE);
  hearth_statement_bind_int (statement, now);
  return hearth_statement_run (statement, error);
}

/**
 * hearth_store_codes_find_next:
 * @db: a database
 * @until: (out): when the time of the next code is over, seconds since 1970 UTC; 0 if no code is
 * kept
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_codes_find_next (HearthDatabase *db, gint64 *until, GError **error)
{
  g_autoptr (HearthStatement) statement = hearth_statement_new (
      db, "SELECT min(until) FROM findings WHERE kind = ? AND value IS NOT NULL", error);
  gboolean row;

  *until = 0;
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, HEARTH_FINDING_CODE);
  if (!hearth_statement_next (statement, &row, error))
    return FALSE;
  if (row)
    *until = hearth_statement_get_int (statement, 0);
  return TRUE;
}
