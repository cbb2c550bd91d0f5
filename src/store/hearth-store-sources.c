/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-store-records.h"

#include "hearth-mailbox-row.h"
#include "hearth-search-index.h"
#include "hearth-store-accounts.h"
#include "hearth-store-contacts.h"

#include <glib/gi18n.h>

/* How many rows one transaction removes: others get their turn between two. */
#define REMOVE_BATCH 200

static void
set_not_found (gint64 id, GError **error)
{
  g_set_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND,
               _("There is no source %lld."), (long long) id);
}

/**
 * hearth_store_sources_list:
 * @db: a database
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable) (element-type HearthSource): the sources in the order in
 * which they were added; %NULL on an error
 */
GPtrArray *
hearth_store_sources_list (HearthDatabase *db, GError **error)
{
  g_autoptr (GPtrArray) sources =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_source_free);
  g_autoptr (HearthStatement) statement = NULL;
  gboolean row;

  statement = hearth_statement_new (db,
                                    "SELECT id, kind, path, name, token, last_sync, last_error,"
                                    " (SELECT count(*) FROM messages WHERE mailbox_id IN"
                                    "   (SELECT id FROM mailboxes WHERE source_id = sources.id))"
                                    " + (SELECT count(*) FROM events WHERE source_id = sources.id)"
                                    " + (SELECT count(*) FROM contacts WHERE source_id ="
                                    "   sources.id)"
                                    " FROM sources WHERE NOT removing ORDER BY id",
                                    error);
  if (statement == NULL)
    return NULL;
  for (;;) {
    HearthSourceKind kind;
    HearthSource *source;

    if (!hearth_statement_next (statement, &row, error))
      return NULL;
    if (!row)
      return g_steal_pointer (&sources);
    if (!hearth_source_kind_from_string (hearth_statement_get_text (statement, 1), &kind))
      continue;
    source = hearth_source_new (kind, hearth_statement_get_text (statement, 2),
                                hearth_statement_get_text (statement, 3));
    source->id = hearth_statement_get_int (statement, 0);
    source->token = g_strdup (hearth_statement_get_text (statement, 4));
    source->last_sync = hearth_statement_get_int (statement, 5);
    source->last_error = g_strdup (hearth_statement_get_text (statement, 6));
    source->n_items = hearth_statement_get_int (statement, 7);
    g_ptr_array_add (sources, source);
  }
}

/**
 * hearth_store_sources_add:
 * @db: a writer
 * @source: (inout): the source; its @id is set
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_sources_add (HearthDatabase *db, HearthSource *source, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  hearth_database_assert_writer (db);
  statement =
      hearth_statement_new (db,
                            "INSERT INTO sources (kind, path, name, token, last_sync, last_error)"
                            " VALUES (?, ?, ?, ?, ?, ?)",
                            error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_text (statement, hearth_source_kind_to_string (source->kind));
  hearth_statement_bind_text (statement, source->path);
  hearth_statement_bind_text (statement, source->name != NULL ? source->name : "");
  hearth_statement_bind_text (statement, source->token);
  hearth_statement_bind_int (statement, source->last_sync);
  hearth_statement_bind_text (statement, source->last_error);
  if (!hearth_statement_run (statement, error))
    return FALSE;
  source->id = sqlite3_last_insert_rowid (hearth_database_get_handle (db));
  return TRUE;
}

static gboolean
run_with_id (HearthDatabase *db, const char *sql, gint64 id, GError **error)
{
  g_autoptr (HearthStatement) statement = hearth_statement_new (db, sql, error);

  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, id);
  return hearth_statement_run (statement, error);
}

static gboolean
collect_messages (HearthDatabase *db, gint64 mailbox_id, GArray *ids, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;
  gboolean row;

  statement = hearth_statement_new (
      db, "SELECT id FROM messages WHERE mailbox_id = ? LIMIT " G_STRINGIFY (REMOVE_BATCH), error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, mailbox_id);
  for (;;) {
    gint64 id;

    if (!hearth_statement_next (statement, &row, error))
      return FALSE;
    if (!row)
      return TRUE;
    id = hearth_statement_get_int (statement, 0);
    g_array_append_val (ids, id);
  }
}

/* Removes some of a mailbox's messages, or the mailbox once it has none. */
static gboolean
remove_messages (HearthDatabase *db, gint64 mailbox_id, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (!collect_messages (db, mailbox_id, ids, error))
    return FALSE;
  if (ids->len == 0)
    return run_with_id (db, "DELETE FROM mailboxes WHERE id = ?", mailbox_id, error);
  return hearth_store_messages_remove_rows (db, ids, error);
}

/* When no other source has mail, all of it goes at once, and with it what was learnt from it. */
static gboolean
remove_all_mail (HearthDatabase *db, GError **error)
{
  static const char *const tables[] = { "messages",         "bodies",          "people",
                                        "thread_ids",       "thread_merges",   "mailboxes",
                                        "operations",       "action_messages", "action_pending",
                                        "findings",         "later",           "tellings",
                                        "thread_summaries", "permission_queue" };

  if (!hearth_search_index_clear (db, error))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++) {
    g_autofree char *sql = g_strdup_printf ("DELETE FROM %s", tables[i]);

    if (!hearth_database_execute (db, sql, error))
      return FALSE;
  }
  return TRUE;
}

/* Removes some of a source's mail. Sets @more if there was any. */
static gboolean
remove_mail (HearthDatabase *db, gint64 source_id, gboolean *more, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;
  gint64 mailbox = 0, n_others = 0;
  gboolean row;

  statement = hearth_statement_new (db, "SELECT id, source_id FROM mailboxes", error);
  if (statement == NULL)
    return FALSE;
  for (;;) {
    if (!hearth_statement_next (statement, &row, error))
      return FALSE;
    if (!row)
      break;
    if (hearth_statement_get_int (statement, 1) == source_id)
      mailbox = hearth_statement_get_int (statement, 0);
    else
      n_others++;
  }
  *more = mailbox != 0;
  if (mailbox == 0)
    return TRUE;
  return n_others == 0 ? remove_all_mail (db, error) : remove_messages (db, mailbox, error);
}

static gboolean
remove_some (HearthDatabase *db, gint64 id, GError **error)
{
  gboolean more;

  if (!remove_mail (db, id, &more, error))
    return FALSE;
  if (!more && !hearth_store_events_remove_some (db, id, REMOVE_BATCH, &more, error))
    return FALSE;
  return more || (hearth_store_contacts_remove_source (db, id, error) &&
                  run_with_id (db, "DELETE FROM tasks WHERE source_id = ?", id, error) &&
                  run_with_id (db, "DELETE FROM resource_texts WHERE source_id = ?", id, error) &&
                  run_with_id (db, "DELETE FROM event_edits WHERE source_id = ?", id, error) &&
                  run_with_id (db, "DELETE FROM resources WHERE source_id = ?", id, error) &&
                  run_with_id (db, "DELETE FROM operations WHERE source_id = ?", id, error) &&
                  run_with_id (db, "DELETE FROM sources WHERE id = ?", id, error));
}

/**
 * hearth_store_sources_remove:
 * @db: a writer
 * @id: a source
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Takes a source off the list, and with it the account that it belongs to. What came from it goes
 * with hearth_store_sources_remove_some().
 *
 * Returns: %FALSE on an error; %HEARTH_STORE_ERROR_NOT_FOUND if there is no such source
 */
gboolean
hearth_store_sources_remove (HearthDatabase *db, gint64 id, GError **error)
{
  hearth_database_assert_writer (db);
  if (!run_with_id (db, "UPDATE sources SET removing = 1 WHERE id = ?", id, error))
    return FALSE;
  if (sqlite3_changes (hearth_database_get_handle (db)) > 0)
    return hearth_store_accounts_remove (db, id, error);
  set_not_found (id, error);
  return FALSE;
}

/**
 * hearth_store_sources_remove_some:
 * @db: a writer
 * @more: (out): whether there may be more
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Removes, in one short transaction, some of what came from sources that were taken off the list.
 * To be called until there is no more, in this process or the next: readers, other writers and the
 * log are not held up meanwhile.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_sources_remove_some (HearthDatabase *db, gboolean *more, GError **error)
{
  gint64 id;

  hearth_database_assert_writer (db);
  if (!hearth_database_get_int (db, "SELECT id FROM sources WHERE removing LIMIT 1", &id, error))
    return FALSE;
  *more = id != 0;
  return id == 0 || (hearth_database_begin (db, error) &&
                     hearth_database_end (db, remove_some (db, id, error), error));
}

/**
 * hearth_store_sources_set_state:
 * @db: a writer
 * @id: a source
 * @last_sync: when it was last in step, seconds since 1970 UTC; 0 leaves what is stored
 * @last_error: (nullable): why the last attempt failed, or %NULL if it did not
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error; %HEARTH_STORE_ERROR_NOT_FOUND if there is no such source
 */
gboolean
hearth_store_sources_set_state (HearthDatabase *db, gint64 id, gint64 last_sync,
                                const char *last_error, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  hearth_database_assert_writer (db);
  statement = hearth_statement_new (
      db,
      "UPDATE sources SET last_sync = CASE WHEN ?1 != 0 THEN ?1 ELSE last_sync END, last_error = ?2"
      " WHERE id = ?3",
      error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, last_sync);
  hearth_statement_bind_text (statement, last_error);
  hearth_statement_bind_int (statement, id);
  if (!hearth_statement_run (statement, error))
    return FALSE;
  if (sqlite3_changes (hearth_database_get_handle (db)) > 0)
    return TRUE;
  set_not_found (id, error);
  return FALSE;
}

/**
 * hearth_mailbox_row_find:
 * @db: a database
 * @source_id: a source
 * @name: a mailbox's name
 * @id: (out): its row; 0 if it is not stored
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_mailbox_row_find (HearthDatabase *db, gint64 source_id, const char *name, gint64 *id,
                         GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;
  gboolean row;

  *id = 0;
  statement =
      hearth_statement_new (db, "SELECT id FROM mailboxes WHERE source_id = ? AND name = ?", error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, source_id);
  hearth_statement_bind_text (statement, name);
  if (!hearth_statement_next (statement, &row, error))
    return FALSE;
  if (row)
    *id = hearth_statement_get_int (statement, 0);
  return TRUE;
}

/**
 * hearth_mailbox_row_get_role:
 * @db: a database
 * @id: a mailbox's row
 * @role: (out): its role
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_mailbox_row_get_role (HearthDatabase *db, gint64 id, HearthMailboxRole *role, GError **error)
{
  g_autoptr (HearthStatement) statement =
      hearth_statement_new (db, "SELECT role FROM mailboxes WHERE id = ?", error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, id);
  if (!hearth_statement_next (statement, &row, error))
    return FALSE;
  *role = row ? (HearthMailboxRole) hearth_statement_get_int (statement, 0) : HEARTH_MAILBOX_OTHER;
  return TRUE;
}

/**
 * hearth_mailbox_row_ensure:
 * @db: a writer in a transaction
 * @source_id: a source
 * @name: a mailbox's name
 * @id: (out): its row
 * @role: (out): its role
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Finds a mailbox or makes it.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_mailbox_row_ensure (HearthDatabase *db, gint64 source_id, const char *name, gint64 *id,
                           HearthMailboxRole *role, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;
  g_autofree char *folded = NULL;

  if (!hearth_mailbox_row_find (db, source_id, name, id, error))
    return FALSE;
  if (*id != 0)
    return hearth_mailbox_row_get_role (db, *id, role, error);
  *role = hearth_mailbox_role_from_name (name);
  statement = hearth_statement_new (
      db, "INSERT INTO mailboxes (source_id, name, folded, role) VALUES (?, ?, ?, ?)", error);
  if (statement == NULL)
    return FALSE;
  folded = hearth_words_dup (name);
  hearth_statement_bind_int (statement, source_id);
  hearth_statement_bind_text (statement, name);
  hearth_statement_bind_text (statement, folded);
  hearth_statement_bind_int (statement, *role);
  if (!hearth_statement_run (statement, error))
    return FALSE;
  *id = sqlite3_last_insert_rowid (hearth_database_get_handle (db));
  return TRUE;
}

/**
 * hearth_mailbox_row_set_token:
 * @db: a writer
 * @id: a mailbox's row
 * @token: its state
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_mailbox_row_set_token (HearthDatabase *db, gint64 id, const char *token, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  statement = hearth_statement_new (db, "UPDATE mailboxes SET token = ? WHERE id = ?", error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_text (statement, token);
  hearth_statement_bind_int (statement, id);
  return hearth_statement_run (statement, error);
}

/**
 * hearth_store_mailboxes_get_token:
 * @db: a database
 * @source_id: a source
 * @mailbox: one of its mailboxes
 * @token: (out) (transfer full) (nullable): its state when it was last read, or %NULL
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error; a mailbox that is not stored yet is not one
 */
gboolean
hearth_store_mailboxes_get_token (HearthDatabase *db, gint64 source_id, const char *mailbox,
                                  char **token, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;
  gboolean row;

  *token = NULL;
  statement =
      hearth_statement_new (db, "SELECT token FROM mailboxes WHERE source_id = ? AND name = ?",
                            error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, source_id);
  hearth_statement_bind_text (statement, mailbox);
  if (!hearth_statement_next (statement, &row, error))
    return FALSE;
  if (row)
    *token = g_strdup (hearth_statement_get_text (statement, 0));
  return TRUE;
}

/**
 * hearth_store_mailboxes_list:
 * @db: a database
 * @source_id: a source, or 0 for all
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable) (element-type utf8): names of mailboxes, sorted, each once;
 *   %NULL on an error
 */
GPtrArray *
hearth_store_mailboxes_list (HearthDatabase *db, gint64 source_id, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (HearthStatement) statement = NULL;
  gboolean row;

  statement = hearth_statement_new (
      db, "SELECT DISTINCT name FROM mailboxes WHERE ?1 = 0 OR source_id = ?1 ORDER BY name",
      error);
  if (statement == NULL)
    return NULL;
  hearth_statement_bind_int (statement, source_id);
  for (;;) {
    if (!hearth_statement_next (statement, &row, error))
      return NULL;
    if (!row)
      return g_steal_pointer (&names);
    g_ptr_array_add (names, g_strdup (hearth_statement_get_text (statement, 0)));
  }
}

/**
 * hearth_store_mailboxes_describe:
 * @db: a writer in a transaction
 * @source_id: a source
 * @mailbox: one of its mailboxes; made if it is not stored
 * @role: what it is for
 * @wire: (nullable): its name as the server writes it
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Keeps what a source says of a mailbox.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_mailboxes_describe (HearthDatabase *db, gint64 source_id, const char *mailbox,
                                 HearthMailboxRole role, const char *wire, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;
  HearthMailboxRole before;
  gint64 id;

  hearth_database_assert_writer (db);
  if (!hearth_mailbox_row_ensure (db, source_id, mailbox, &id, &before, error))
    return FALSE;
  statement = hearth_statement_new (
      db, "UPDATE mailboxes SET role = ?, wire = ? WHERE id = ? AND (role, wire) IS NOT (?, ?)",
      error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, role);
  hearth_statement_bind_text (statement, wire);
  hearth_statement_bind_int (statement, id);
  hearth_statement_bind_int (statement, role);
  hearth_statement_bind_text (statement, wire);
  return hearth_statement_run (statement, error);
}

/**
 * hearth_store_mailboxes_remove:
 * @db: a writer
 * @source_id: a source
 * @mailbox: one of its mailboxes
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Removes a mailbox with its messages.
 *
 * Returns: %FALSE on an error; a mailbox that is not stored is not one
 */
gboolean
hearth_store_mailboxes_remove (HearthDatabase *db, gint64 source_id, const char *mailbox,
                               GError **error)
{
  gint64 id;

  hearth_database_assert_writer (db);
  if (!hearth_mailbox_row_find (db, source_id, mailbox, &id, error))
    return FALSE;
  if (id == 0)
    return TRUE;
  /* Its row goes when it holds no message any more. */
  while (id != 0) {
    if (!remove_messages (db, id, error) ||
        !hearth_mailbox_row_find (db, source_id, mailbox, &id, error))
      return FALSE;
  }
  return TRUE;
}
