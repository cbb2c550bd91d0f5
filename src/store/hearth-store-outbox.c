/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-store-outbox.h"

#include "hearth-clock.h"
#include "hearth-database-private.h"
#include "hearth-operation-row.h"

#include <glib/gi18n.h>

#define SELECT_ITEM                                                                                \
  "SELECT id, source_id, state, not_before, created, attempts, message_id, sender, recipients,"    \
  " subject, answers, problem FROM outbox"

/* States in which nothing is left to do or to ask. */
#define IS_OPEN "state != 4"

static HearthOutboxItem *
read_item (HearthStatement *statement)
{
  HearthOutboxItem *item = g_new0 (HearthOutboxItem, 1);

  item->id = hearth_statement_get_int (statement, 0);
  item->source_id = hearth_statement_get_int (statement, 1);
  item->state = (HearthOutboxState) hearth_statement_get_int (statement, 2);
  item->not_before = hearth_statement_get_int (statement, 3);
  item->created = hearth_statement_get_int (statement, 4);
  item->attempts = (guint) hearth_statement_get_int (statement, 5);
  item->message_id = g_strdup (hearth_statement_get_text (statement, 6));
  item->sender = g_strdup (hearth_statement_get_text (statement, 7));
  item->recipients = g_strdup (hearth_statement_get_text (statement, 8));
  item->subject = g_strdup (hearth_statement_get_text (statement, 9));
  item->answers = hearth_statement_get_int (statement, 10);
  item->problem = g_strdup (hearth_statement_get_text (statement, 11));
  return item;
}

static void
set_not_found (gint64 id, GError **error)
{
  g_set_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND,
               _("There is no mail %lld in the outbox."), (long long) id);
}

/**
 * hearth_store_outbox_list:
 * @db: a database
 * @open_only: only those that are not done
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable) (element-type HearthOutboxItem): what was told to go, in that
 *   order; %NULL on an error
 */
GPtrArray *
hearth_store_outbox_list (HearthDatabase *db, gboolean open_only, GError **error)
{
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (HearthStatement) statement = NULL;
  gboolean row;

  G_STATIC_ASSERT (HEARTH_OUTBOX_DONE == 4);
  statement = hearth_statement_new (db,
                                    open_only ? SELECT_ITEM " WHERE " IS_OPEN " ORDER BY id"
                                              : SELECT_ITEM " ORDER BY id",
                                    error);
  if (statement == NULL)
    return NULL;
  items = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_outbox_item_free);
  for (;;) {
    if (!hearth_statement_next (statement, &row, error))
      return NULL;
    if (!row)
      return g_steal_pointer (&items);
    g_ptr_array_add (items, read_item (statement));
  }
}

/**
 * hearth_store_outbox_get:
 * @db: a database
 * @id: a row
 * @error: %HEARTH_STORE_ERROR_NOT_FOUND if there is none
 *
 * Returns: (transfer full) (nullable): the item
 */
HearthOutboxItem *
hearth_store_outbox_get (HearthDatabase *db, gint64 id, GError **error)
{
  g_autoptr (HearthStatement) statement =
      hearth_statement_new (db, SELECT_ITEM " WHERE id = ?", error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  hearth_statement_bind_int (statement, id);
  if (!hearth_statement_next (statement, &row, error))
    return NULL;
  if (row)
    return read_item (statement);
  set_not_found (id, error);
  return NULL;
}

/**
 * hearth_store_outbox_dup_content:
 * @db: a database
 * @id: a row
 * @error: %HEARTH_STORE_ERROR_NOT_FOUND if there is none
 *
 * Returns: (transfer full) (nullable): the very bytes; none of a mail that is done
 */
GBytes *
hearth_store_outbox_dup_content (HearthDatabase *db, gint64 id, GError **error)
{
  g_autoptr (HearthStatement) statement =
      hearth_statement_new (db, "SELECT content FROM outbox WHERE id = ?", error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  hearth_statement_bind_int (statement, id);
  if (!hearth_statement_next (statement, &row, error))
    return NULL;
  if (row) {
    gsize size;
    const void *data = hearth_statement_get_blob (statement, 0, &size);

    return g_bytes_new (data, size);
  }
  set_not_found (id, error);
  return NULL;
}

/**
 * hearth_store_outbox_dup_draft:
 * @db: a database
 * @id: a row
 * @error: %HEARTH_STORE_ERROR_NOT_FOUND if there is none
 *
 * Returns: (transfer full) (nullable): the draft that it was, packed
 */
char *
hearth_store_outbox_dup_draft (HearthDatabase *db, gint64 id, GError **error)
{
  g_autoptr (HearthStatement) statement =
      hearth_statement_new (db, "SELECT draft FROM outbox WHERE id = ?", error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  hearth_statement_bind_int (statement, id);
  if (!hearth_statement_next (statement, &row, error))
    return NULL;
  if (row)
    return g_strdup (hearth_statement_get_text (statement, 0));
  set_not_found (id, error);
  return NULL;
}

/**
 * hearth_store_outbox_add:
 * @db: a writer
 * @item: (inout): an item; its @id is set
 * @draft: the draft that it was, packed
 * @content: the very bytes
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_outbox_add (HearthDatabase *db, HearthOutboxItem *item, const char *draft,
                         GBytes *content, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;
  gsize size;
  const void *data = g_bytes_get_data (content, &size);

  hearth_database_assert_writer (db);
  statement = hearth_statement_new (
      db,
      "INSERT INTO outbox (source_id, state, not_before, created, attempts, message_id, sender,"
      " recipients, subject, answers, draft, problem, content)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, ?)",
      error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, item->source_id);
  hearth_statement_bind_int (statement, item->state);
  hearth_statement_bind_int (statement, item->not_before);
  hearth_statement_bind_int (statement, item->created);
  hearth_statement_bind_int (statement, item->attempts);
  hearth_statement_bind_text (statement, item->message_id);
  hearth_statement_bind_text (statement, item->sender);
  hearth_statement_bind_text (statement, item->recipients);
  hearth_statement_bind_text (statement, item->subject);
  hearth_statement_bind_int (statement, item->answers);
  hearth_statement_bind_text (statement, draft);
  hearth_statement_bind_blob (statement, data, size);
  if (!hearth_statement_run (statement, error))
    return FALSE;
  item->id = sqlite3_last_insert_rowid (hearth_database_get_handle (db));
  return TRUE;
}

/**
 * hearth_store_outbox_change:
 * @db: a writer
 * @change: (inout): from which states an item comes to be how
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Moves an item from one state into another, if it still is in that one: what the owner does and
 * what the server does cannot both have it. One that is done gives its bytes back.
 *
 * Returns: %FALSE on an error; that it was in another state is none
 */
gboolean
hearth_store_outbox_change (HearthDatabase *db, HearthOutboxChange *change, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  hearth_database_assert_writer (db);
  statement = hearth_statement_new (
      db,
      "UPDATE outbox SET state = ?1, not_before = ?2, attempts = ?3, problem = ?4,"
      " content = CASE WHEN ?1 = 4 THEN x'' ELSE content END,"
      " draft = CASE WHEN ?1 = 4 THEN '' ELSE draft END"
      " WHERE id = ?5 AND ((1 << state) & ?6) != 0",
      error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, change->state);
  hearth_statement_bind_int (statement, change->not_before);
  hearth_statement_bind_int (statement, change->attempts);
  hearth_statement_bind_text (statement, change->problem);
  hearth_statement_bind_int (statement, change->id);
  hearth_statement_bind_int (statement, change->from);
  if (!hearth_statement_run (statement, error))
    return FALSE;
  change->changed = sqlite3_changes (hearth_database_get_handle (db)) > 0;
  return TRUE;
}

/**
 * hearth_store_outbox_mark_crashed:
 * @db: a writer
 * @problem: what to say of each
 * @n_items: (out): how many there are
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * To be called before anything is sent: what was with a server when the last process ended is not
 * known to have arrived, nor not to have.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_outbox_mark_crashed (HearthDatabase *db, const char *problem, guint *n_items,
                                  GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  hearth_database_assert_writer (db);
  G_STATIC_ASSERT (HEARTH_OUTBOX_SENDING == 1 && HEARTH_OUTBOX_UNKNOWN == 2);
  statement =
      hearth_statement_new (db, "UPDATE outbox SET state = 2, problem = ? WHERE state = 1", error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_text (statement, problem);
  if (!hearth_statement_run (statement, error))
    return FALSE;
  *n_items = (guint) sqlite3_changes (hearth_database_get_handle (db));
  return TRUE;
}

/**
 * hearth_store_outbox_retry:
 * @db: a writer
 * @source_id: an account, or 0 for all
 * @now: seconds since 1970 UTC
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Has what failed before tried at once. What has never been tried keeps the time that its owner has
 * to take it back.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_outbox_retry (HearthDatabase *db, gint64 source_id, gint64 now, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  hearth_database_assert_writer (db);
  statement = hearth_statement_new (db,
                                    "UPDATE outbox SET not_before = ?1 WHERE state IN (0, 3)"
                                    " AND problem IS NOT NULL AND not_before > ?1"
                                    " AND (?2 = 0 OR source_id = ?2)",
                                    error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, now);
  hearth_statement_bind_int (statement, source_id);
  return hearth_statement_run (statement, error);
}

/**
 * hearth_store_outbox_remove:
 * @db: a writer
 * @id: an item
 * @from: the states it may be in, as bits
 * @removed: (out): whether it was in one of those states
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_outbox_remove (HearthDatabase *db, gint64 id, guint from, gboolean *removed,
                            GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  hearth_database_assert_writer (db);
  statement =
      hearth_statement_new (db, "DELETE FROM outbox WHERE id = ? AND ((1 << state) & ?) != 0",
                            error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, id);
  hearth_statement_bind_int (statement, from);
  if (!hearth_statement_run (statement, error))
    return FALSE;
  *removed = sqlite3_changes (hearth_database_get_handle (db)) > 0;
  return TRUE;
}

/**
 * hearth_store_outbox_forget_done:
 * @db: a writer
 * @before: seconds since 1970 UTC
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Removes what was told to go before that time and is done.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_outbox_forget_done (HearthDatabase *db, gint64 before, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  hearth_database_assert_writer (db);
  statement =
      hearth_statement_new (db, "DELETE FROM outbox WHERE state = 4 AND created < ?", error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, before);
  return hearth_statement_run (statement, error);
}

/**
 * hearth_store_outbox_next_time:
 * @db: a database
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: when the next is to be looked at, seconds since 1970 UTC; 0 if nothing waits, -1 on an
 *   error
 */
gint64
hearth_store_outbox_next_time (HearthDatabase *db, GError **error)
{
  gint64 when;

  G_STATIC_ASSERT (HEARTH_OUTBOX_WAITING == 0 && HEARTH_OUTBOX_SENT == 3);
  if (!hearth_database_get_int (
          db, "SELECT coalesce (min (not_before), 0) FROM outbox WHERE state IN (0, 3)", &when,
          error))
    return -1;
  return when;
}

static gboolean
is_on_server (HearthDatabase *db, gint64 source_id, gboolean *on_server, GError **error)
{
  g_autoptr (HearthStatement) statement =
      hearth_statement_new (db, "SELECT kind = 'imap' FROM sources WHERE id = ?", error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, source_id);
  if (!hearth_statement_next (statement, &row, error))
    return FALSE;
  *on_server = row && hearth_statement_get_int (statement, 0) != 0;
  return TRUE;
}

/**
 * hearth_store_outbox_flag_original:
 * @db: a writer in a transaction
 * @message_id: a message's row; it need not be there any more
 * @flag: %HEARTH_MESSAGE_ANSWERED or %HEARTH_MESSAGE_FORWARDED
 * @in_file: (out): whether it lies in a file whose source is to be told by the caller
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Notes on a message that it was answered or forwarded, and that its server is to be told.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_outbox_flag_original (HearthDatabase *db, gint64 message_id, HearthMessageFlags flag,
                                   gboolean *in_file, GError **error)
{
  g_auto (HearthPlace) place = { 0 };
  g_autofree char *key = NULL;
  gboolean found, on_server = FALSE;

  hearth_database_assert_writer (db);
  *in_file = FALSE;
  if (!hearth_operation_row_find_place (db, message_id, &place, &found, error))
    return FALSE;
  if (!found || (place.flags & flag) != 0)
    return TRUE;
  if (!is_on_server (db, place.source_id, &on_server, error))
    return FALSE;
  *in_file = !on_server;
  return !on_server ||
         (hearth_operation_row_queue (db, &place, flag, 0, 0, &key, error) &&
          hearth_message_row_set_flags (db, message_id, place.flags | flag, NULL, &found, error));
}
