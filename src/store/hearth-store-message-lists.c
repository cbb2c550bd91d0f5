/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-store-messages.h"

#include "hearth-clock.h"
#include "hearth-mailbox-row.h"
#include "hearth-match.h"
#include "hearth-message-row.h"
#include "hearth-operation-row.h"
#include "hearth-search-index.h"
#include "hearth-store-threads.h"

#include <glib/gi18n.h>

#define DEFAULT_LIMIT 50
#define MAX_DATE G_GINT64_CONSTANT (7258118399)

/* A condition and the values of its parameters, collected together. */
typedef struct {
  GString *where;
  GArray *numbers;  /* (element-type gint64) */
  char *match;      /* (owned) (nullable): bound before the numbers */
  gboolean nothing; /* no row can match */
} Condition;

static void
condition_clear (Condition *self)
{
  g_string_free (self->where, TRUE);
  g_array_unref (self->numbers);
  g_free (self->match);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Condition, condition_clear)

static void
add_number (Condition *self, const char *sql, gint64 value)
{
  g_string_append (self->where, sql);
  g_array_append_val (self->numbers, value);
}

static void
add_sender (Condition *self, const char *from)
{
  g_autoptr (GString) match = g_string_new (NULL);

  if (!hearth_match_append (match, "sender", from, TRUE)) {
    self->nothing = TRUE;
    return;
  }
  self->match = g_strdup (match->str);
  g_string_append (self->where,
                   " AND m.id IN (SELECT " HEARTH_SEARCH_ID " FROM search WHERE search MATCH ?1)");
}

/* Roles are numbers in the table. Received mail lies in none of these four. */
static void
add_incoming (Condition *self)
{
  g_string_append_printf (self->where,
                          " AND m.mailbox_id NOT IN (SELECT id FROM mailboxes"
                          " WHERE role IN (%d, %d, %d, %d))",
                          HEARTH_MAILBOX_SENT, HEARTH_MAILBOX_DRAFTS, HEARTH_MAILBOX_JUNK,
                          HEARTH_MAILBOX_TRASH);
}

/* Lists and programs say so themselves. */
static void
add_personal (Condition *self)
{
  add_number (self, " AND (m.marks & ?) = 0",
              HEARTH_MARK_LIST | HEARTH_MARK_BULK | HEARTH_MARK_AUTO | HEARTH_MARK_BOUNCE);
}

static void
add_flags (Condition *self, const HearthMessageFilter *filter)
{
  HearthMessageFlags without = filter->without_flags;

  /* In these words, SQLite knows the indexes of unread and of flagged mail. */
  if ((without & HEARTH_MESSAGE_SEEN) != 0)
    g_string_append (self->where, " AND (m.flags & 1) = 0");
  without &= ~HEARTH_MESSAGE_SEEN;
  if (without != 0)
    add_number (self, " AND (m.flags & ?) = 0", without);
  for (guint bit = 1; bit <= HEARTH_MESSAGE_FORWARDED; bit <<= 1) {
    if ((filter->with_flags & bit) != 0)
      g_string_append_printf (self->where, " AND (m.flags & %u) != 0", bit);
  }
}

static gboolean
build_condition (HearthDatabase *db, const HearthMessageFilter *filter, Condition *self,
                 GError **error)
{
  self->where = g_string_new (" WHERE 1");
  self->numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  if (filter->from != NULL && *filter->from != '\0')
    add_sender (self, filter->from);
  if (filter->source_id != 0)
    add_number (self, " AND m.mailbox_id IN (SELECT id FROM mailboxes WHERE source_id = ?)",
                filter->source_id);
  if (filter->role >= 0)
    add_number (self, " AND m.mailbox_id IN (SELECT id FROM mailboxes WHERE role = ?)",
                filter->role);
  if (filter->incoming)
    add_incoming (self);
  if (filter->unarchived)
    g_string_append_printf (self->where,
                            " AND m.mailbox_id NOT IN (SELECT id FROM mailboxes WHERE role = %d)",
                            HEARTH_MAILBOX_ARCHIVE);
  if (filter->present)
    add_number (self,
                " AND m.id NOT IN (SELECT message_id FROM later"
                " WHERE told = 0 AND (until = 0 OR until > ?))",
                hearth_clock_now ());
  if (filter->personal)
    add_personal (self);
  add_flags (self, filter);
  if (filter->since > 0)
    add_number (self, " AND m.id >= ?", MIN (filter->since, MAX_DATE + 1) << 20);
  if (filter->before != 0)
    add_number (self, " AND m.id < ?", CLAMP (filter->before, 0, MAX_DATE + 1) << 20);
  if (filter->thread_id != 0)
    add_number (self, " AND m.thread_id = ?", filter->thread_id);
  if (filter->min_priority >= 0)
    add_number (self, " AND m.priority >= ?", filter->min_priority);
  if (filter->max_priority >= 0) {
    g_string_append (self->where, " AND m.priority >= 0");
    add_number (self, " AND m.priority <= ?", filter->max_priority);
  }
  if (filter->unjudged)
    g_string_append (self->where, " AND m.priority < 0");
  /* In these words, SQLite knows the index. */
  if (filter->unfound)
    g_string_append (self->where, " AND (m.marks & 65536) = 0");
  if (filter->below_id != 0)
    add_number (self, " AND m.id < ?", filter->below_id);
  return TRUE;
}

/* Texts come after the numbers, where they stand in the statement. */
static HearthStatement *
prepare (HearthDatabase *db, const HearthMessageFilter *filter, Condition *condition,
         const char *head, const char *tail, GError **error)
{
  g_autoptr (GString) sql = g_string_new (head);
  HearthStatement *statement;

  g_string_append (sql, condition->where->str);
  if (filter->mailbox != NULL)
    g_string_append (sql, " AND m.mailbox_id IN (SELECT id FROM mailboxes WHERE name = ?)");
  if (filter->klass != NULL)
    g_string_append (sql, " AND m.klass = ?");
  g_string_append (sql, tail);
  statement = hearth_statement_new (db, sql->str, error);
  if (statement == NULL)
    return NULL;
  if (condition->match != NULL)
    hearth_statement_bind_text (statement, condition->match);
  for (guint i = 0; i < condition->numbers->len; i++)
    hearth_statement_bind_int (statement, g_array_index (condition->numbers, gint64, i));
  if (filter->mailbox != NULL)
    hearth_statement_bind_text (statement, filter->mailbox);
  if (filter->klass != NULL)
    hearth_statement_bind_text (statement, filter->klass);
  return statement;
}

/**
 * hearth_store_messages_list:
 * @db: a database
 * @filter: which messages
 * @detail: how much of each
 * @error: return location for a #HEARTH_STORE_ERROR or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable) (element-type HearthMessage): messages, newest first; %NULL
 * on an error
 */
GPtrArray *
hearth_store_messages_list (HearthDatabase *db, const HearthMessageFilter *filter,
                            HearthMessageDetail detail, GError **error)
{
  g_autoptr (GPtrArray) messages = NULL;
  g_auto (Condition) condition = { 0 };
  g_autoptr (HearthStatement) statement = NULL;
  gboolean row;

  messages = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_message_unref);
  if (!build_condition (db, filter, &condition, error))
    return NULL;
  if (condition.nothing)
    return g_steal_pointer (&messages);
  statement = prepare (db, filter, &condition,
                       detail == HEARTH_DETAIL_FULL
                           ? HEARTH_MESSAGE_SELECT_FULL HEARTH_MESSAGE_FROM_FULL
                           : HEARTH_MESSAGE_SELECT_ENVELOPE HEARTH_MESSAGE_FROM_ENVELOPE,
                       " ORDER BY m.id DESC LIMIT ?", error);
  if (statement == NULL)
    return NULL;
  hearth_statement_bind_int (statement, filter->limit != 0 ? filter->limit : DEFAULT_LIMIT);
  for (;;) {
    if (!hearth_statement_next (statement, &row, error))
      return NULL;
    if (!row)
      return g_steal_pointer (&messages);
    g_ptr_array_add (messages, hearth_message_row_read (statement, detail));
  }
}

/**
 * hearth_store_messages_count:
 * @db: a database
 * @filter: which messages; its limit does not count
 * @error: return location for a #HEARTH_STORE_ERROR or %G_IO_ERROR_CANCELLED
 *
 * Returns: how many there are; -1 on an error
 */
gint64
hearth_store_messages_count (HearthDatabase *db, const HearthMessageFilter *filter, GError **error)
{
  g_auto (Condition) condition = { 0 };
  g_autoptr (HearthStatement) statement = NULL;
  gboolean row;

  if (!build_condition (db, filter, &condition, error))
    return -1;
  if (condition.nothing)
    return 0;
  statement = prepare (db, filter, &condition, "SELECT count(*) FROM messages AS m", "", error);
  if (statement == NULL || !hearth_statement_next (statement, &row, error))
    return -1;
  return hearth_statement_get_int (statement, 0);
}

/* Whether what @filter asks stands in the index of mailboxes, keys and flags, which is a tenth of
 * the table. */
static gboolean
is_in_index (const HearthMessageFilter *filter)
{
  return filter->from == NULL && !filter->personal && filter->thread_id == 0 &&
         filter->min_priority < 0 && filter->max_priority < 0 && filter->klass == NULL &&
         !filter->unjudged && (filter->without_flags & HEARTH_MESSAGE_SEEN) == 0 &&
         (filter->with_flags & HEARTH_MESSAGE_FLAGGED) == 0;
}

static int
compare_newest (gconstpointer a, gconstpointer b)
{
  gint64 one = *(const gint64 *) a;
  gint64 two = *(const gint64 *) b;

  return one > two ? -1 : one < two;
}

/**
 * hearth_store_messages_list_ids:
 * @db: a database
 * @filter: which messages; a limit of 0 is none
 * @error: return location for a #HEARTH_STORE_ERROR or %G_IO_ERROR_CANCELLED
 *
 * Lists messages by their rows alone, for a list that reads of each only what is looked at.
 *
 * Returns: (transfer full) (nullable) (element-type gint64): rows, newest first; %NULL on an error
 */
GArray *
hearth_store_messages_list_ids (HearthDatabase *db, const HearthMessageFilter *filter,
                                GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_auto (Condition) condition = { 0 };
  g_autoptr (HearthStatement) statement = NULL;
  gboolean indexed = filter->limit == 0 && is_in_index (filter);
  gboolean row;

  if (!build_condition (db, filter, &condition, error))
    return NULL;
  if (condition.nothing)
    return g_steal_pointer (&ids);
  statement = prepare (db, filter, &condition,
                       indexed ? "SELECT m.id FROM messages AS m INDEXED BY messages_known"
                               : "SELECT m.id FROM messages AS m",
                       indexed ? "" : " ORDER BY m.id DESC LIMIT ?", error);
  if (statement == NULL)
    return NULL;
  if (!indexed)
    hearth_statement_bind_int (statement, filter->limit != 0 ? filter->limit : -1);
  for (;;) {
    gint64 id;

    if (!hearth_statement_next (statement, &row, error))
      return NULL;
    if (!row)
      break;
    id = hearth_statement_get_int (statement, 0);
    g_array_append_val (ids, id);
  }
  if (indexed)
    g_array_sort (ids, compare_newest);
  return g_steal_pointer (&ids);
}

/**
 * hearth_store_messages_get_envelopes:
 * @db: a database
 * @ids: (array length=n_ids): rows
 * @n_ids: how many
 * @error: return location for a #HEARTH_STORE_ERROR or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable) (element-type HearthMessage): those of them that are still
 * there, in the order of @ids; %NULL on an error
 */
GPtrArray *
hearth_store_messages_get_envelopes (HearthDatabase *db, const gint64 *ids, gsize n_ids,
                                     GError **error)
{
  g_autoptr (GPtrArray) messages =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_message_unref);
  g_autoptr (HearthStatement) statement = NULL;
  gboolean row;

  statement = hearth_statement_new (
      db, HEARTH_MESSAGE_SELECT_ENVELOPE HEARTH_MESSAGE_FROM_ENVELOPE " WHERE m.id = ?", error);
  if (statement == NULL)
    return NULL;
  for (gsize i = 0; i < n_ids; i++) {
    hearth_statement_bind_int (statement, ids[i]);
    if (!hearth_statement_next (statement, &row, error))
      return NULL;
    if (row)
      g_ptr_array_add (messages, hearth_message_row_read (statement, HEARTH_DETAIL_ENVELOPE));
    hearth_statement_reset (statement);
  }
  return g_steal_pointer (&messages);
}

/**
 * hearth_store_messages_get:
 * @db: a database
 * @id: a row
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable): the whole message; %HEARTH_STORE_ERROR_NOT_FOUND if there is
 *   none
 */
HearthMessage *
hearth_store_messages_get (HearthDatabase *db, gint64 id, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;
  gboolean row;

  statement = hearth_statement_new (
      db, HEARTH_MESSAGE_SELECT_FULL HEARTH_MESSAGE_FROM_FULL " WHERE m.id = ?", error);
  if (statement == NULL)
    return NULL;
  hearth_statement_bind_int (statement, id);
  if (!hearth_statement_next (statement, &row, error))
    return NULL;
  if (row)
    return hearth_message_row_read (statement, HEARTH_DETAIL_FULL);
  g_set_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND,
               _("There is no message %lld in the store; it may have been deleted."),
               (long long) id);
  return NULL;
}

/**
 * hearth_store_messages_find:
 * @db: a database
 * @message_id: a Message-ID without angle brackets
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable): the whole message, the newest if several have this id;
 *   %HEARTH_STORE_ERROR_NOT_FOUND if there is none
 */
HearthMessage *
hearth_store_messages_find (HearthDatabase *db, const char *message_id, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;
  gboolean row;

  statement = hearth_statement_new (
      db,
      HEARTH_MESSAGE_SELECT_FULL HEARTH_MESSAGE_FROM_FULL
      " WHERE m.message_hash = ? AND m.message_id = ? ORDER BY m.id DESC LIMIT 1",
      error);
  if (statement == NULL)
    return NULL;
  hearth_statement_bind_int (statement, hearth_store_threads_hash (message_id));
  hearth_statement_bind_text (statement, message_id);
  if (!hearth_statement_next (statement, &row, error))
    return NULL;
  if (row)
    return hearth_message_row_read (statement, HEARTH_DETAIL_FULL);
  g_set_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND,
               _("There is no message with the Message-ID <%s> in the store."), message_id);
  return NULL;
}

static gboolean
add_known (HearthDatabase *db, const char *sql, gint64 mailbox_id, HearthKnown *known,
           GError **error)
{
  g_autoptr (HearthStatement) statement = hearth_statement_new (db, sql, error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, mailbox_id);
  for (;;) {
    if (!hearth_statement_next (statement, &row, error))
      return FALSE;
    if (!row)
      return TRUE;
    hearth_known_add (known, hearth_statement_get_text (statement, 0),
                      hearth_statement_get_int (statement, 1),
                      (HearthMessageFlags) hearth_statement_get_int (statement, 2));
  }
}

/**
 * hearth_store_messages_load_known:
 * @db: a database
 * @source_id: a source
 * @mailbox: one of its mailboxes
 * @known: what is stored of it is added here, and what the owner moved out of it and its server was
 *   not told yet
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error; a mailbox that is not stored yet is not one
 */
gboolean
hearth_store_messages_load_known (HearthDatabase *db, gint64 source_id, const char *mailbox,
                                  HearthKnown *known, GError **error)
{
  gint64 mailbox_id;

  if (!hearth_mailbox_row_find (db, source_id, mailbox, &mailbox_id, error))
    return FALSE;
  if (mailbox_id == 0)
    return TRUE;
  return add_known (
             db,
             "SELECT key, id, flags FROM messages INDEXED BY messages_known WHERE mailbox_id = ?",
             mailbox_id, known, error) &&
         hearth_operation_row_add_known (db, mailbox_id, known, error);
}

/**
 * hearth_store_messages_load_known_new:
 * @db: a database
 * @source_id: a source
 * @mailbox: one of its mailboxes, of a Maildir
 * @known: what is stored of it with a path that begins with "new/" is added here
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error; a mailbox that is not stored yet is not one
 */
gboolean
hearth_store_messages_load_known_new (HearthDatabase *db, gint64 source_id, const char *mailbox,
                                      HearthKnown *known, GError **error)
{
  gint64 mailbox_id;

  if (!hearth_mailbox_row_find (db, source_id, mailbox, &mailbox_id, error))
    return FALSE;
  return mailbox_id == 0 || add_known (db,
                                       "SELECT key, id, flags FROM messages INDEXED BY messages_new"
                                       " WHERE mailbox_id = ? AND path >= 'new/' AND path < 'new0'",
                                       mailbox_id, known, error);
}
