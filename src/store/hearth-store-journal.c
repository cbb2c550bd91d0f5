/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-store-journal.h"

#include "hearth-clock.h"
#include "hearth-database-private.h"

#include <sqlite3.h>
#include <string.h>

/* The journal is kept for ever: a year of it is some thousand short lines. */

#define DEFAULT_LIMIT 100
#define MAX_MESSAGES 1000

/* What is done to messages each time that one is opened is not worth a line; memories write their
 * own. */
#define NOT_WORTH " AND a.kind NOT IN ('read', 'unread', 'memory')"

/**
 * hearth_journal_entry_free:
 * @self: (nullable) (transfer full): an entry
 */
void
hearth_journal_entry_free (HearthJournalEntry *self)
{
  if (self == NULL)
    return;
  g_free (self->kind);
  g_free (self->what);
  g_free (self->host);
  g_free (self->conversation);
  g_clear_pointer (&self->messages, g_array_unref);
  g_free (self);
}

static char *
dup_messages (GArray *messages)
{
  GString *text;

  if (messages == NULL || messages->len == 0)
    return NULL;
  text = g_string_new ("[");
  for (guint i = 0; i < MIN (messages->len, MAX_MESSAGES); i++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, i > 0 ? "," : "",
                            g_array_index (messages, gint64, i));
  g_string_append_c (text, ']');
  return g_string_free (text, FALSE);
}

/* Reads what dup_messages() wrote, and takes anything else for nothing. */
static GArray *
read_messages (const char *text)
{
  g_autoptr (GArray) messages = NULL;

  if (text == NULL || *text != '[')
    return NULL;
  messages = g_array_new (FALSE, FALSE, sizeof (gint64));
  while (messages->len < MAX_MESSAGES && (*text == '[' || *text == ',')) {
    char *end;
    gint64 id = g_ascii_strtoll (text + 1, &end, 10);

    if (end == text + 1)
      break;
    g_array_append_val (messages, id);
    text = end;
  }
  return messages->len > 0 ? g_steal_pointer (&messages) : NULL;
}

/**
 * hearth_store_journal_write:
 * @db: a writer
 * @entry: what was done; its time is that of Hearth's clock
 * @id: (out) (optional): its row
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Writes a line of the journal.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_journal_write (HearthDatabase *db, const HearthJournalEntry *entry, gint64 *id,
                            GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;
  g_autofree char *messages = dup_messages (entry->messages);

  hearth_database_assert_writer (db);
  statement = hearth_statement_new (
      db,
      "INSERT INTO journal (at, kind, what, host, bytes_sent, bytes_received, messages, action_id,"
      " conversation) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, hearth_clock_now ());
  hearth_statement_bind_text (statement, entry->kind);
  hearth_statement_bind_text (statement, entry->what != NULL ? entry->what : "");
  hearth_statement_bind_text (statement, entry->host);
  hearth_statement_bind_int (statement, entry->bytes_sent);
  hearth_statement_bind_int (statement, entry->bytes_received);
  hearth_statement_bind_text (statement, messages);
  hearth_statement_bind_int (statement, entry->action_id);
  hearth_statement_bind_text (statement, entry->conversation);
  if (!hearth_statement_run (statement, error))
    return FALSE;
  if (id != NULL)
    *id = sqlite3_last_insert_rowid (hearth_database_get_handle (db));
  return TRUE;
}

/**
 * hearth_store_journal_settle:
 * @db: a writer
 * @id: a row that was written before anything was sent
 * @bytes_sent: what was sent then
 * @bytes_received: what came back
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_journal_settle (HearthDatabase *db, gint64 id, gint64 bytes_sent,
                             gint64 bytes_received, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  hearth_database_assert_writer (db);
  statement = hearth_statement_new (
      db, "UPDATE journal SET bytes_sent = ?, bytes_received = ? WHERE id = ?", error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, bytes_sent);
  hearth_statement_bind_int (statement, bytes_received);
  hearth_statement_bind_int (statement, id);
  return hearth_statement_run (statement, error);
}

/**
 * hearth_store_journal_add:
 * @db: a writer
 * @kind: what was done, a short name
 * @what: to what, for a person to read
 * @host: (nullable): where bytes were sent to
 * @bytes_sent: how many bytes left the computer, or 0
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Writes a line of the journal, with the time of Hearth's clock.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_journal_add (HearthDatabase *db, const char *kind, const char *what, const char *host,
                          gint64 bytes_sent, GError **error)
{
  HearthJournalEntry entry = {
    .kind = (char *) kind,
    .what = (char *) what,
    .host = (char *) host,
    .bytes_sent = bytes_sent,
  };

  return hearth_store_journal_write (db, &entry, NULL, error);
}

/**
 * hearth_store_journal_add_action:
 * @db: a writer in the transaction of the action
 * @action_id: an action that was just noted
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Writes the line of something that was done and can be taken back. That messages were read is not
 * worth one.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_journal_add_action (HearthDatabase *db, gint64 action_id, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  hearth_database_assert_writer (db);
  statement = hearth_statement_new (
      db,
      "INSERT INTO journal (at, kind, what, bytes_sent, messages, action_id)"
      " SELECT a.at, a.kind, CASE WHEN a.n_messages != 1 THEN a.target ELSE"
      "  coalesce ((SELECT m.subject FROM action_messages AS x JOIN messages AS m"
      "   ON m.id = x.message_id WHERE x.action_id = a.id), '') END,"
      " 0, (SELECT '[' || group_concat (message_id) || ']' FROM"
      "  (SELECT message_id FROM action_messages WHERE action_id = a.id LIMIT 100)), a.id"
      " FROM actions AS a WHERE a.id = ?" NOT_WORTH,
      error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, action_id);
  return hearth_statement_run (statement, error);
}

/**
 * hearth_store_journal_add_permission:
 * @db: a writer in the transaction of the action
 * @action_id: an action
 * @what: what was done, and by which permission
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Says in the line of an action that it was done by a standing permission.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_journal_add_permission (HearthDatabase *db, gint64 action_id, const char *what,
                                     GError **error)
{
  HearthJournalEntry entry = { .kind = (char *) "permission",
                               .what = (char *) what,
                               .action_id = action_id };
  g_autoptr (HearthStatement) statement = NULL;

  hearth_database_assert_writer (db);
  statement = hearth_statement_new (
      db, "UPDATE journal SET kind = 'permission', what = ? WHERE action_id = ?", error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_text (statement, what);
  hearth_statement_bind_int (statement, action_id);
  if (!hearth_statement_run (statement, error))
    return FALSE;
  return sqlite3_changes (hearth_database_get_handle (db)) > 0 ||
         hearth_store_journal_write (db, &entry, NULL, error);
}

static gboolean
grow_traffic (HearthDatabase *db, const HearthJournalEntry *entry, gint64 since, gboolean *grown,
              GError **error)
{
  g_autoptr (HearthStatement) statement = hearth_statement_new (
      db,
      "UPDATE journal SET bytes_sent = bytes_sent + ?, bytes_received = bytes_received + ?"
      " WHERE id = (SELECT max (id) FROM journal WHERE host = ? AND at >= ? AND kind = ?)",
      error);

  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, entry->bytes_sent);
  hearth_statement_bind_int (statement, entry->bytes_received);
  hearth_statement_bind_text (statement, entry->host);
  hearth_statement_bind_int (statement, since);
  hearth_statement_bind_text (statement, entry->kind);
  if (!hearth_statement_run (statement, error))
    return FALSE;
  *grown = sqlite3_changes (hearth_database_get_handle (db)) > 0;
  return TRUE;
}

/**
 * hearth_store_journal_add_traffic:
 * @db: a writer in a transaction
 * @kind: what it is said for: "sync", "test" or "sign-in"
 * @host: a server
 * @bytes_sent: how many bytes went there since the last time
 * @bytes_received: how many came
 * @day: when the day began, seconds since 1970 UTC
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Counts what is said to a server again and again: one line of the journal a day, which grows.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_journal_add_traffic (HearthDatabase *db, const char *kind, const char *host,
                                  gint64 bytes_sent, gint64 bytes_received, gint64 day,
                                  GError **error)
{
  HearthJournalEntry entry = {
    .kind = (char *) kind,
    .host = (char *) host,
    .bytes_sent = bytes_sent,
    .bytes_received = bytes_received,
  };
  gboolean grown;

  hearth_database_assert_writer (db);
  if (!grow_traffic (db, &entry, day, &grown, error))
    return FALSE;
  return grown || hearth_store_journal_write (db, &entry, NULL, error);
}

static HearthJournalEntry *
read_entry (HearthStatement *statement)
{
  HearthJournalEntry *entry = g_new0 (HearthJournalEntry, 1);

  entry->id = hearth_statement_get_int (statement, 0);
  entry->at = hearth_statement_get_int (statement, 1);
  entry->kind = g_strdup (hearth_statement_get_text (statement, 2));
  entry->what = g_strdup (hearth_statement_get_text (statement, 3));
  entry->host = g_strdup (hearth_statement_get_text (statement, 4));
  entry->bytes_sent = hearth_statement_get_int (statement, 5);
  entry->bytes_received = hearth_statement_get_int (statement, 6);
  entry->messages = read_messages (hearth_statement_get_text (statement, 7));
  entry->action_id = hearth_statement_get_int (statement, 8);
  entry->conversation = g_strdup (hearth_statement_get_text (statement, 9));
  entry->undone = hearth_statement_get_int (statement, 10);
  entry->can_undo = hearth_statement_get_int (statement, 11) != 0 && entry->undone == 0;
  entry->n_messages = hearth_statement_get_int (statement, 12);
  if (entry->n_messages == 0 && entry->messages != NULL)
    entry->n_messages = entry->messages->len;
  return entry;
}

/**
 * hearth_store_journal_list:
 * @db: a database
 * @filter: which entries
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable) (element-type HearthJournalEntry): what was done, the newest
 *   first; %NULL on an error
 */
GPtrArray *
hearth_store_journal_list (HearthDatabase *db, const HearthJournalFilter *filter, GError **error)
{
  g_autoptr (GPtrArray) entries =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_journal_entry_free);
  g_autoptr (HearthStatement) statement = hearth_statement_new (
      db,
      "SELECT j.id, j.at, j.kind, j.what, j.host, j.bytes_sent, j.bytes_received, j.messages,"
      " j.action_id, j.conversation, coalesce (a.undone, 0), a.id IS NOT NULL,"
      " coalesce (a.n_messages, 0)"
      " FROM journal AS j LEFT JOIN actions AS a ON j.action_id != 0 AND a.id = j.action_id"
      " WHERE j.id < ?1 AND j.at >= ?2 AND (?3 IS NULL OR j.host = ?3)"
      " AND (?4 IS NULL OR j.conversation = ?4) AND (?5 = 0 OR j.host IS NOT NULL)"
      " ORDER BY j.id DESC LIMIT ?6",
      error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  hearth_statement_bind_int (statement, filter->below_id != 0 ? filter->below_id : G_MAXINT64);
  hearth_statement_bind_int (statement, filter->since);
  hearth_statement_bind_text (statement, filter->host);
  hearth_statement_bind_text (statement, filter->conversation);
  hearth_statement_bind_int (statement, filter->sent_only);
  hearth_statement_bind_int (statement, filter->limit != 0 ? filter->limit : DEFAULT_LIMIT);
  for (;;) {
    if (!hearth_statement_next (statement, &row, error))
      return NULL;
    if (!row)
      return g_steal_pointer (&entries);
    g_ptr_array_add (entries, read_entry (statement));
  }
}
