/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-search-index.h"

/* The FTS5 table "search". Its content is the view "search_content": what is added here must be
 * what that view says, or FTS5 could not take it out again. */

/* FTS5 collects terms in memory before it writes a segment (1 MiB unless told). Larger segments
 * while much is written mean that few of them have to be merged. */
#define BULK_HASH_BYTES (24 * 1024 * 1024)
#define HASH_BYTES (1024 * 1024)

/* Pages that one step of merging segments writes: some hundredths of a second. */
#define MERGE_PAGES 64

/**
 * hearth_search_row_from_id:
 * @id: a message's row, or a bound between rows
 *
 * Returns: the row in the index; see the schema
 */
gint64
hearth_search_row_from_id (gint64 id)
{
  return ((id >> 20) << 4) | (id & (HEARTH_ROWS_PER_SECOND - 1));
}

/**
 * hearth_search_id_from_row:
 * @row: a row in the index
 *
 * Returns: the message's row
 */
gint64
hearth_search_id_from_row (gint64 row)
{
  return ((row >> 4) << 20) | (row & (HEARTH_ROWS_PER_SECOND - 1));
}

/**
 * hearth_search_index_add:
 * @db: a writer
 * @id: the message's row
 * @packer: has its text
 * @index: under this number
 * @message: the message
 * @sender: the view's `sender`
 * @recipients: the view's `recipients`
 * @attachments: the view's `attachments`
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_search_index_add (HearthDatabase *db, gint64 id, HearthBodyPacker *packer, guint index,
                         const HearthMessage *message, const char *sender, const char *recipients,
                         const char *attachments, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  statement = hearth_statement_new (
      db,
      "INSERT INTO search (rowid, body, subject, sender, recipients, attachments)"
      " VALUES (?, ?, ?, ?, ?, ?)",
      error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, hearth_search_row_from_id (id));
  hearth_body_packer_bind_terms (packer, index, statement);
  hearth_statement_bind_text (statement, message->subject != NULL ? message->subject : "");
  hearth_statement_bind_text (statement, sender);
  hearth_statement_bind_text (statement, recipients);
  hearth_statement_bind_text (statement, attachments);
  return hearth_statement_run (statement, error);
}

/**
 * hearth_search_index_remove:
 * @db: a writer
 * @id: a message's row, which is still there
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_search_index_remove (HearthDatabase *db, gint64 id, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  statement = hearth_statement_new (
      db,
      "INSERT INTO search (search, rowid, body, subject, sender, recipients, attachments)"
      " SELECT 'delete', row, body, subject, sender, recipients, attachments"
      " FROM search_content WHERE id = ?",
      error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, id);
  return hearth_statement_run (statement, error);
}

/**
 * hearth_search_index_clear:
 * @db: a writer
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Empties the index.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_search_index_clear (HearthDatabase *db, GError **error)
{
  return hearth_database_execute (db, "INSERT INTO search (search) VALUES ('delete-all')", error);
}

/**
 * hearth_search_index_set_bulk:
 * @db: a writer
 * @bulk: whether much is about to be added
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_search_index_set_bulk (HearthDatabase *db, gboolean bulk, GError **error)
{
  /* So many segments as 'crisismerge' says are merged at once, however long that takes. While much
   * is written nothing is merged, up to a hundred thousand messages or so: what is merged then is
   * merged once more when there is time, with what came after it. */
  return hearth_database_execute (
      db,
      bulk ? "INSERT INTO search (search, rank) VALUES ('hashsize', " G_STRINGIFY (
                 BULK_HASH_BYTES) ");"
                                  "INSERT INTO search (search, rank) VALUES ('automerge', 0);"
                                  "INSERT INTO search (search, rank) VALUES ('crisismerge', 64)"
           : "INSERT INTO search (search, rank) VALUES ('hashsize', " G_STRINGIFY (
                 HASH_BYTES) ");"
                             "INSERT INTO search (search, rank) VALUES ('automerge', 4);"
                             "INSERT INTO search (search, rank) VALUES ('crisismerge', 64)",
      error);
}

/**
 * hearth_search_index_merge:
 * @db: a writer
 * @more: (out): whether there is more to do
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Does a small part of the work that makes one segment of the index out of several, so that fewer
 * have to be looked into.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_search_index_merge (HearthDatabase *db, gboolean *more, GError **error)
{
  int before = sqlite3_total_changes (hearth_database_get_handle (db));

  *more = FALSE;
  if (!hearth_database_execute (
          db, "INSERT INTO search (search, rank) VALUES ('merge', " G_STRINGIFY (MERGE_PAGES) ")",
          error))
    return FALSE;
  /* As FTS5 says it: its own row counts as one. */
  *more = sqlite3_total_changes (hearth_database_get_handle (db)) - before >= 2;
  return TRUE;
}

/**
 * hearth_search_index_check:
 * @db: a writer
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Compares the index with the messages.
 *
 * Returns: whether it is right; %HEARTH_STORE_ERROR_CORRUPT if it is not
 */
gboolean
hearth_search_index_check (HearthDatabase *db, GError **error)
{
  return hearth_database_execute (db,
                                  "INSERT INTO search (search, rank) VALUES ('integrity-check', 1)",
                                  error);
}
