/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-store-tellings.h"

#include "hearth-clock.h"
#include "hearth-database-private.h"
#include "hearth-message.h"
#include "hearth-records.h"

#include <glib/gi18n.h>

#define DEFAULT_LIMIT 200

/* What is opened later than that was found by its owner, not by the bubble. */
#define OPENED_WITHIN 3600

#define COLUMNS                                                                                    \
  "id, message_id, sender, klass, at, level, sound, held, reason, outcome, settled, answer,"       \
  " answered"

static HearthTelling *
read_row (HearthStatement *statement)
{
  HearthTelling *self = g_new0 (HearthTelling, 1);

  self->id = hearth_statement_get_int (statement, 0);
  self->message_id = hearth_statement_get_int (statement, 1);
  self->sender = g_strdup (hearth_statement_get_text (statement, 2));
  self->klass = g_strdup (hearth_statement_get_text (statement, 3));
  self->at = hearth_statement_get_int (statement, 4);
  self->level = (HearthInterruptLevel) CLAMP (hearth_statement_get_int (statement, 5),
                                              HEARTH_INTERRUPT_SILENT, HEARTH_INTERRUPT_SPEAK);
  self->sound = hearth_statement_get_int (statement, 6) != 0;
  self->held = hearth_statement_get_int (statement, 7);
  self->reason = g_strdup (hearth_statement_get_text (statement, 8));
  self->outcome = hearth_telling_outcome_from_string (hearth_statement_get_text (statement, 9));
  self->settled = hearth_statement_get_int (statement, 10);
  hearth_telling_answer_from_string (hearth_statement_get_text (statement, 11), &self->answer);
  self->answered = hearth_statement_get_int (statement, 12);
  return self;
}

static GPtrArray *
read_rows (HearthStatement *statement, GError **error)
{
  g_autoptr (GPtrArray) tellings =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_telling_free);
  gboolean row;

  for (;;) {
    if (!hearth_statement_next (statement, &row, error))
      return NULL;
    if (!row)
      return g_steal_pointer (&tellings);
    g_ptr_array_add (tellings, read_row (statement));
  }
}

/**
 * hearth_store_tellings_list:
 * @db: a database
 * @filter: which
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable) (element-type HearthTelling): the newest first; %NULL on an
 *   error
 */
GPtrArray *
hearth_store_tellings_list (HearthDatabase *db, const HearthTellingFilter *filter, GError **error)
{
  g_autoptr (GString) sql = g_string_new ("SELECT " COLUMNS " FROM tellings WHERE 1");
  g_autoptr (HearthStatement) statement = NULL;

  if (filter->message_id != 0)
    g_string_append (sql, " AND message_id = ?");
  if (filter->since != 0)
    g_string_append (sql, " AND (at >= ? OR answer IS NOT NULL)");
  if (filter->held)
    g_string_append (sql, " AND held != 0");
  if (filter->told)
    g_string_append (sql, " AND held = 0 AND level >= 2");
  G_STATIC_ASSERT (HEARTH_INTERRUPT_NOTIFY == 2);
  g_string_append (sql, " ORDER BY at DESC, id DESC LIMIT ?");
  statement = hearth_statement_new (db, sql->str, error);
  if (statement == NULL)
    return NULL;
  if (filter->message_id != 0)
    hearth_statement_bind_int (statement, filter->message_id);
  if (filter->since != 0)
    hearth_statement_bind_int (statement, filter->since);
  hearth_statement_bind_int (statement, filter->limit != 0 ? filter->limit : DEFAULT_LIMIT);
  return read_rows (statement, error);
}

/**
 * hearth_store_tellings_get_last:
 * @db: a database
 * @message_id: a message, or 0 for what was said last of all
 * @error: (nullable): return location for a #HEARTH_STORE_ERROR;
 *   %HEARTH_STORE_ERROR_NOT_FOUND if its owner was not told of it and has said nothing to it
 *
 * Returns: (transfer full) (nullable): the last telling
 */
HearthTelling *
hearth_store_tellings_get_last (HearthDatabase *db, gint64 message_id, GError **error)
{
  HearthTellingFilter filter = { .message_id = message_id, .told = message_id == 0, .limit = 1 };
  g_autoptr (GPtrArray) found = hearth_store_tellings_list (db, &filter, error);

  if (found == NULL)
    return NULL;
  if (found->len > 0)
    return g_ptr_array_steal_index (found, 0);
  g_set_error_literal (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND,
                       message_id == 0 ? _("You were not told of any mail yet.")
                                       : _("You were not told of this mail."));
  return NULL;
}

/**
 * hearth_store_tellings_add:
 * @db: a writer
 * @telling: what is about to be said, or held back; its row is not looked at
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_tellings_add (HearthDatabase *db, const HearthTelling *telling, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  hearth_database_assert_writer (db);
  statement = hearth_statement_new (
      db,
      "INSERT INTO tellings (message_id, sender, klass, at, level, sound, held, reason, outcome,"
      " settled, answer, answered) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, telling->message_id);
  hearth_statement_bind_text (statement, telling->sender != NULL ? telling->sender : "");
  hearth_statement_bind_text (statement, telling->klass != NULL ? telling->klass : "");
  hearth_statement_bind_int (statement, telling->at);
  hearth_statement_bind_int (statement, telling->level);
  hearth_statement_bind_int (statement, telling->sound);
  hearth_statement_bind_int (statement, telling->held);
  hearth_statement_bind_text (statement, telling->reason != NULL ? telling->reason : "");
  hearth_statement_bind_text (statement, hearth_telling_outcome_to_string (telling->outcome));
  hearth_statement_bind_int (statement, telling->settled);
  hearth_statement_bind_text (statement, hearth_telling_answer_to_string (telling->answer));
  hearth_statement_bind_int (statement, telling->answered);
  return hearth_statement_run (statement, error);
}

/**
 * hearth_store_tellings_release:
 * @db: a writer
 * @id: a telling that was held
 * @at: when it is said, seconds since 1970 UTC
 * @sound: whether with a sound
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Notes that what was held is said.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_tellings_release (HearthDatabase *db, gint64 id, gint64 at, gboolean sound,
                               GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  hearth_database_assert_writer (db);
  statement = hearth_statement_new (
      db, "UPDATE tellings SET held = 0, at = ?, sound = ? WHERE id = ? AND held != 0", error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, at);
  hearth_statement_bind_int (statement, sound);
  hearth_statement_bind_int (statement, id);
  return hearth_statement_run (statement, error);
}

/**
 * hearth_store_tellings_drop:
 * @db: a writer
 * @id: a telling that was held
 * @at: when that was seen, seconds since 1970 UTC
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Notes that what was held need not be said any more: its owner dealt with it meanwhile.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_tellings_drop (HearthDatabase *db, gint64 id, gint64 at, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  hearth_database_assert_writer (db);
  statement = hearth_statement_new (
      db, "UPDATE tellings SET held = 0, at = ?, level = 1, sound = 0 WHERE id = ? AND held != 0",
      error);
  if (statement == NULL)
    return FALSE;
  G_STATIC_ASSERT (HEARTH_INTERRUPT_BADGE == 1);
  hearth_statement_bind_int (statement, at);
  hearth_statement_bind_int (statement, id);
  return hearth_statement_run (statement, error);
}

/**
 * hearth_store_tellings_settle:
 * @db: a writer
 * @message_id: a message of which the owner was told
 * @outcome: what they did with it
 * @at: when, seconds since 1970 UTC
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Notes what became of a telling. Who closes a bubble and opens the mail a little later has opened
 * it; what was opened is not taken back by the end of the bubble.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_tellings_settle (HearthDatabase *db, gint64 message_id, HearthTellingOutcome outcome,
                              gint64 at, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  hearth_database_assert_writer (db);
  statement = hearth_statement_new (
      db,
      "UPDATE tellings SET outcome = ?1, settled = ?2 WHERE message_id = ?3 AND held = 0"
      " AND level >= 2 AND (outcome IS NULL OR (outcome = 'dismissed' AND ?1 != 'dismissed'))",
      error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_text (statement, hearth_telling_outcome_to_string (outcome));
  hearth_statement_bind_int (statement, at);
  hearth_statement_bind_int (statement, message_id);
  return hearth_statement_run (statement, error);
}

static gboolean
run_window (HearthDatabase *db, const char *sql, gint64 now, GError **error)
{
  g_autoptr (HearthStatement) statement = hearth_statement_new (db, sql, error);

  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, now);
  hearth_statement_bind_int (statement, now - OPENED_WITHIN);
  return hearth_statement_run (statement, error);
}

#define RECENT                                                                                     \
  " WHERE held = 0 AND level >= 2 AND at >= ?2 AND at <= ?1"                                       \
  " AND (outcome IS NULL OR outcome = 'dismissed')"

/**
 * hearth_store_tellings_settle_read:
 * @db: a writer
 * @now: the time, seconds since 1970 UTC
 * @n_settled: (out): how many were settled
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Settles what was said within the last hour by what the mail shows: put off, answered or put away,
 * or read; wherever that happened.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_tellings_settle_read (HearthDatabase *db, gint64 now, int *n_settled, GError **error)
{
  static const char *const statements[] = {
    "UPDATE tellings SET outcome = 'later', settled = ?1" RECENT
    " AND message_id IN (SELECT l.message_id FROM later AS l)",
    /* Answered; put away, which a source may report as a message that is gone. */
    "UPDATE tellings SET outcome = 'done', settled = ?1" RECENT
    " AND NOT EXISTS (SELECT 1 FROM messages AS m JOIN mailboxes AS b ON b.id = m.mailbox_id"
    " WHERE m.id = tellings.message_id AND (m.flags & 18) = 0 AND b.role NOT IN (4, 5, 6))",
    "UPDATE tellings SET outcome = 'opened', settled = ?1" RECENT
    " AND EXISTS (SELECT 1 FROM messages AS m WHERE m.id = tellings.message_id AND (m.flags & 1) "
    "!= 0)",
  };
  sqlite3 *handle = hearth_database_get_handle (db);
  int before = sqlite3_total_changes (handle);

  G_STATIC_ASSERT ((HEARTH_MESSAGE_ANSWERED | HEARTH_MESSAGE_DELETED) == 18);
  G_STATIC_ASSERT (HEARTH_MAILBOX_TRASH == 4 && HEARTH_MAILBOX_ARCHIVE == 6);
  hearth_database_assert_writer (db);
  for (gsize i = 0; i < G_N_ELEMENTS (statements); i++) {
    if (!run_window (db, statements[i], now, error))
      return FALSE;
  }
  *n_settled = sqlite3_total_changes (handle) - before;
  return TRUE;
}

/**
 * hearth_store_tellings_answer:
 * @db: a writer
 * @message_id: a message, of which the owner was told or not
 * @answer: what the owner wants of its sender from now on; none takes back what they said
 * @at: when, seconds since 1970 UTC
 * @error: return location for a #HEARTH_STORE_ERROR; %HEARTH_STORE_ERROR_NOT_FOUND if there is no
 *   such message
 *
 * An answer stands with the telling that it answers, and counts for the sender until the next one.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_tellings_answer (HearthDatabase *db, gint64 message_id, HearthTellingAnswer answer,
                              gint64 at, GError **error)
{
  static const char *const statements[] = {
    /* Mail of which nothing was said gets a row that only carries the answer. */
    "INSERT INTO tellings (message_id, sender, klass, at, level, sound, held, reason)"
    " SELECT id, from_address, ifnull (klass, ''), ?2, 0, 0, 0, '' FROM messages"
    " WHERE id = ?3 AND ?1 IS NOT NULL"
    " AND NOT EXISTS (SELECT 1 FROM tellings WHERE message_id = ?3)",
    /* The last answer of a sender counts, but "fewer" may be said again. */
    "UPDATE tellings SET answer = NULL, answered = 0 * ?2 WHERE answer IS NOT NULL"
    " AND (?1 IS NULL OR ?1 != 'fewer' OR answer != 'fewer')"
    " AND sender = (SELECT sender FROM tellings WHERE message_id = ?3 LIMIT 1)",
    "UPDATE tellings SET answer = ?1, answered = ?2 WHERE ?1 IS NOT NULL AND id ="
    " (SELECT max (id) FROM tellings WHERE message_id = ?3)",
  };

  hearth_database_assert_writer (db);
  for (gsize i = 0; i < G_N_ELEMENTS (statements); i++) {
    g_autoptr (HearthStatement) statement = hearth_statement_new (db, statements[i], error);

    if (statement == NULL)
      return FALSE;
    hearth_statement_bind_text (statement, hearth_telling_answer_to_string (answer));
    hearth_statement_bind_int (statement, at);
    hearth_statement_bind_int (statement, message_id);
    if (!hearth_statement_run (statement, error))
      return FALSE;
  }
  if (answer == HEARTH_ANSWER_NONE || sqlite3_changes (hearth_database_get_handle (db)) > 0)
    return TRUE;
  g_set_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND,
               _("There is no message %lld."), (long long) message_id);
  return FALSE;
}

/**
 * hearth_store_tellings_forget_message:
 * @db: a writer
 * @message_id: a message whose row goes
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * What was said of it goes on to count for its sender, with no message any more: what goes so soon
 * was dealt with. What waits need not be said.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_tellings_forget_message (HearthDatabase *db, gint64 message_id, GError **error)
{
  static const char *const statements[] = {
    "DELETE FROM tellings WHERE message_id = ?1 AND held != 0 AND ?2 = ?2",
    "UPDATE tellings SET message_id = 0,"
    " settled = CASE WHEN outcome IS NULL AND at >= ?2 - 3600 THEN ?2 ELSE settled END,"
    " outcome = CASE WHEN outcome IS NULL AND at >= ?2 - 3600 THEN 'done' ELSE outcome END"
    " WHERE message_id = ?1",
  };

  G_STATIC_ASSERT (OPENED_WITHIN == 3600);
  for (gsize i = 0; i < G_N_ELEMENTS (statements); i++) {
    g_autoptr (HearthStatement) statement = hearth_statement_new (db, statements[i], error);

    if (statement == NULL)
      return FALSE;
    hearth_statement_bind_int (statement, message_id);
    hearth_statement_bind_int (statement, hearth_clock_now ());
    if (!hearth_statement_run (statement, error))
      return FALSE;
  }
  return TRUE;
}

/**
 * hearth_candidate_free:
 * @self: a candidate
 */
void
hearth_candidate_free (HearthCandidate *self)
{
  g_free (self->klass);
  g_free (self->sender);
  g_free (self->name);
  g_free (self->subject);
  g_free (self->reason);
  g_free (self);
}

static HearthCandidate *
read_candidate (HearthStatement *statement)
{
  HearthCandidate *self = g_new0 (HearthCandidate, 1);
  const char *name = hearth_statement_get_text (statement, 5);

  self->id = hearth_statement_get_int (statement, 0);
  self->date = hearth_statement_get_int (statement, 1);
  self->priority = (int) hearth_statement_get_int (statement, 2);
  self->klass = g_strdup (hearth_statement_get_text (statement, 3));
  self->sender = g_strdup (hearth_statement_get_text (statement, 4));
  self->name = g_strdup (name != NULL && name[0] != '\0' ? name : self->sender);
  self->subject = g_strdup (hearth_statement_get_text (statement, 6));
  self->reason = g_strdup (hearth_statement_get_text (statement, 7));
  return self;
}

/**
 * hearth_store_tellings_list_candidates:
 * @db: a database
 * @since, @before: when it came, half-open, seconds since 1970 UTC
 * @min_priority: the least priority
 * @limit: at most so many, the newest
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Lists received and judged mail, read or not.
 *
 * Returns: (transfer full) (nullable) (element-type HearthCandidate): the newest first; %NULL on an
 *   error
 */
GPtrArray *
hearth_store_tellings_list_candidates (HearthDatabase *db, gint64 since, gint64 before,
                                       int min_priority, guint limit, GError **error)
{
  g_autoptr (GPtrArray) found =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_candidate_free);
  g_autofree char *sql = g_strdup_printf (
      "SELECT id, date, priority, klass, from_address, from_name, subject, reason FROM messages"
      " WHERE id >= ? AND id < ? AND priority >= ? AND (flags & 8) = 0"
      " AND mailbox_id NOT IN (SELECT id FROM mailboxes WHERE role IN (%d, %d, %d, %d))"
      " ORDER BY id DESC LIMIT ?",
      HEARTH_MAILBOX_SENT, HEARTH_MAILBOX_DRAFTS, HEARTH_MAILBOX_JUNK, HEARTH_MAILBOX_TRASH);
  g_autoptr (HearthStatement) statement = hearth_statement_new (db, sql, error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  hearth_statement_bind_int (statement, since << 20);
  hearth_statement_bind_int (statement, before << 20);
  hearth_statement_bind_int (statement, min_priority);
  hearth_statement_bind_int (statement, limit);
  for (;;) {
    if (!hearth_statement_next (statement, &row, error))
      return NULL;
    if (!row)
      return g_steal_pointer (&found);
    g_ptr_array_add (found, read_candidate (statement));
  }
}
