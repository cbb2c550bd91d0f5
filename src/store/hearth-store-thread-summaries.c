/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-store-thread-summaries.h"

#include "hearth-clock.h"
#include "hearth-database-private.h"

/**
 * hearth_store_thread_summaries_save:
 * @db: a writer
 * @thread_id: a thread
 * @last_id: its last message
 * @text: what a service made of it, checked
 * @service: the service
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Keeps the summary of a thread in place of the one that was kept.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_thread_summaries_save (HearthDatabase *db, gint64 thread_id, gint64 last_id,
                                    const char *text, const char *service, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  hearth_database_assert_writer (db);
  statement = hearth_statement_new (db,
                                    "INSERT OR REPLACE INTO thread_summaries"
                                    " (thread_id, last_id, text, service, at)"
                                    " VALUES (?, ?, ?, ?, ?)",
                                    error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, thread_id);
  hearth_statement_bind_int (statement, last_id);
  hearth_statement_bind_text (statement, text);
  hearth_statement_bind_text (statement, service);
  hearth_statement_bind_int (statement, hearth_clock_now ());
  return hearth_statement_run (statement, error);
}

/**
 * hearth_store_thread_summaries_dup:
 * @db: a database
 * @thread_id: a thread
 * @last_id: its last message now
 * @service: the service that is set now
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable): what that service made of the thread, if nothing was said in
 *   it since; %NULL with no error if there is nothing
 */
char *
hearth_store_thread_summaries_dup (HearthDatabase *db, gint64 thread_id, gint64 last_id,
                                   const char *service, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;
  gboolean row;

  statement = hearth_statement_new (db,
                                    "SELECT text FROM thread_summaries WHERE thread_id = ?"
                                    " AND last_id = ? AND service = ?",
                                    error);
  if (statement == NULL)
    return NULL;
  hearth_statement_bind_int (statement, thread_id);
  hearth_statement_bind_int (statement, last_id);
  hearth_statement_bind_text (statement, service);
  if (!hearth_statement_next (statement, &row, error) || !row)
    return NULL;
  return g_strdup (hearth_statement_get_text (statement, 0));
}
