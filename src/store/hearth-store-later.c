/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-store-later.h"

#include "hearth-database-private.h"
#include "hearth-format.h"
#include "hearth-message-row.h"
#include "hearth-records.h"
#include "hearth-store-messages.h"
#include "hearth-today.h"

#include <glib/gi18n.h>
#include <string.h>

#define COLUMNS "message_id, kind, until, awaits, created, since, told, answer_id"

/* What may be an answer is looked through up to so many; of a thread, so many say who takes part.
 */
#define MAX_ANSWERS 50
#define MAX_THREAD 200

/**
 * hearth_later_copy:
 * @self: mail that was put off
 *
 * Returns: (transfer full): a copy
 */
HearthLater *
hearth_later_copy (const HearthLater *self)
{
  HearthLater *copy = g_memdup2 (self, sizeof *self);

  copy->awaits = g_strdup (self->awaits);
  return copy;
}

/**
 * hearth_later_free:
 * @self: (nullable) (transfer full): mail that was put off
 */
void
hearth_later_free (HearthLater *self)
{
  if (self == NULL)
    return;
  g_free (self->awaits);
  g_free (self);
}

/**
 * hearth_later_is_away:
 * @self: mail that was put off
 * @now: seconds since 1970 UTC
 *
 * Returns: whether it has not come back yet
 */
gboolean
hearth_later_is_away (const HearthLater *self, gint64 now)
{
  return self->told == 0 && (self->until == 0 || self->until > now);
}

static HearthLater *
read_row (HearthStatement *statement)
{
  HearthLater *later = g_new0 (HearthLater, 1);

  later->message_id = hearth_statement_get_int (statement, 0);
  later->kind = (HearthLaterKind) hearth_statement_get_int (statement, 1);
  later->until = hearth_statement_get_int (statement, 2);
  later->awaits = g_strdup (hearth_statement_get_text (statement, 3));
  later->created = hearth_statement_get_int (statement, 4);
  later->since = hearth_statement_get_int (statement, 5);
  later->told = hearth_statement_get_int (statement, 6);
  later->answer_id = hearth_statement_get_int (statement, 7);
  return later;
}

/**
 * hearth_store_later_list:
 * @db: a database
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable) (element-type HearthLater): all mail that was put off, what
 *   comes back first first, then what waits for an answer alone; %NULL on an error
 */
GPtrArray *
hearth_store_later_list (HearthDatabase *db, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_later_free);
  g_autoptr (HearthStatement) statement = hearth_statement_new (
      db, "SELECT " COLUMNS " FROM later ORDER BY until = 0, until, message_id", error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  for (;;) {
    if (!hearth_statement_next (statement, &row, error))
      return NULL;
    if (!row)
      return g_steal_pointer (&list);
    g_ptr_array_add (list, read_row (statement));
  }
}

/**
 * hearth_store_later_list_back:
 * @db: a database
 * @since: only what came back from then on, seconds since 1970 UTC
 * @now: seconds since 1970 UTC
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable) (element-type HearthMessage): envelopes of mail that is back,
 *   what came back last first, without what was thrown away; %NULL on an error
 */
GPtrArray *
hearth_store_later_list_back (HearthDatabase *db, gint64 since, gint64 now, GError **error)
{
  g_autoptr (GPtrArray) messages =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_message_unref);
  g_autoptr (HearthStatement) statement = hearth_statement_new (
      db,
      HEARTH_MESSAGE_SELECT_ENVELOPE HEARTH_MESSAGE_FROM_ENVELOPE
      " JOIN later AS l ON l.message_id = m.id"
      " WHERE (l.told != 0 OR (l.until != 0 AND l.until <= ?1)) AND l.until >= ?2"
      " AND x.role NOT IN (3, 4, 5) AND (m.flags & ?3) = 0 ORDER BY l.until DESC, m.id DESC",
      error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  G_STATIC_ASSERT (HEARTH_MAILBOX_DRAFTS == 3 && HEARTH_MAILBOX_TRASH == 4);
  hearth_statement_bind_int (statement, now);
  hearth_statement_bind_int (statement, since);
  hearth_statement_bind_int (statement, HEARTH_MESSAGE_DELETED);
  for (;;) {
    if (!hearth_statement_next (statement, &row, error))
      return NULL;
    if (!row)
      return g_steal_pointer (&messages);
    g_ptr_array_add (messages, hearth_message_row_read (statement, HEARTH_DETAIL_ENVELOPE));
  }
}

/**
 * hearth_store_later_find:
 * @db: a database
 * @message_id: a message
 * @later: (out) (transfer full) (nullable): how it was put off; %NULL if it was not
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_later_find (HearthDatabase *db, gint64 message_id, HearthLater **later, GError **error)
{
  g_autoptr (HearthStatement) statement =
      hearth_statement_new (db, "SELECT " COLUMNS " FROM later WHERE message_id = ?", error);
  gboolean row;

  *later = NULL;
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, message_id);
  if (!hearth_statement_next (statement, &row, error))
    return FALSE;
  if (row)
    *later = read_row (statement);
  return TRUE;
}

/**
 * hearth_store_later_set:
 * @db: a writer
 * @later: mail that is put off, in place of how it was put off before
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_later_set (HearthDatabase *db, const HearthLater *later, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  hearth_database_assert_writer (db);
  statement = hearth_statement_new (
      db, "INSERT OR REPLACE INTO later (" COLUMNS ") VALUES (?, ?, ?, ?, ?, ?, ?, ?)", error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, later->message_id);
  hearth_statement_bind_int (statement, later->kind);
  hearth_statement_bind_int (statement, later->until);
  hearth_statement_bind_text (statement, later->awaits);
  hearth_statement_bind_int (statement, later->created);
  hearth_statement_bind_int (statement, later->since);
  hearth_statement_bind_int (statement, later->told);
  hearth_statement_bind_int (statement, later->answer_id);
  return hearth_statement_run (statement, error);
}

/**
 * hearth_store_later_remove:
 * @db: a writer
 * @message_id: a message; one that was not put off is passed over
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_later_remove (HearthDatabase *db, gint64 message_id, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  hearth_database_assert_writer (db);
  statement = hearth_statement_new (db, "DELETE FROM later WHERE message_id = ?", error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, message_id);
  return hearth_statement_run (statement, error);
}

static gboolean
is_in (GPtrArray *addresses, const char *address)
{
  for (guint i = 0; i < addresses->len; i++) {
    if (g_ascii_strcasecmp (g_ptr_array_index (addresses, i), address) == 0)
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_known (const HearthAddress *who, GPtrArray *owner, const char *other)
{
  return who == NULL || *who->address == '\0' || g_ascii_strcasecmp (who->address, other) == 0 ||
         is_in (owner, who->address);
}

static gboolean
are_known (GPtrArray *people, GPtrArray *owner, const char *other)
{
  for (guint i = 0; i < people->len; i++) {
    if (!is_known (g_ptr_array_index (people, i), owner, other))
      return FALSE;
  }
  return TRUE;
}

/* Whether a thread has only the owner and one other: then any mail of that one is an answer. */
static gboolean
is_between_two (HearthDatabase *db, gint64 thread_id, const char *other, gboolean *result,
                GError **error)
{
  HearthMessageFilter filter = HEARTH_MESSAGE_FILTER_INIT;
  g_autoptr (GPtrArray) owner = hearth_store_people_list_owner (db, error);
  g_autoptr (GPtrArray) thread = NULL;

  *result = TRUE;
  if (owner == NULL)
    return FALSE;
  filter.thread_id = thread_id;
  filter.limit = MAX_THREAD;
  thread = thread_id != 0 ? hearth_store_messages_list (db, &filter, HEARTH_DETAIL_ENVELOPE, error)
                          : g_ptr_array_new ();
  if (thread == NULL)
    return FALSE;
  for (guint i = 0; i < thread->len && *result; i++) {
    const HearthMessage *message = g_ptr_array_index (thread, i);

    *result = is_known (message->from, owner, other) && are_known (message->to, owner, other) &&
              are_known (message->cc, owner, other);
  }
  return TRUE;
}

/* Received mail that a person may have written; what only says that somebody is away, or that mail
 * could not be delivered, is no answer. */
#define FROM_ANSWERS                                                                               \
  " FROM messages AS m JOIN mailboxes AS x ON x.id = m.mailbox_id"                                 \
  " WHERE x.role NOT IN (2, 3, 4, 5) AND (m.marks & ?1) = 0 AND m.id > ?2 AND m.date > ?3 AND "

/* @awaits is folded, and has to live as long as the statement. */
static HearthStatement *
prepare_answers (HearthDatabase *db, const char *head, const char *tail, gint64 thread_id,
                 const char *awaits, gint64 since, GError **error)
{
  g_autoptr (GString) sql = g_string_new (head);
  g_autoptr (HearthStatement) statement = NULL;
  gboolean everywhere = FALSE;

  G_STATIC_ASSERT (HEARTH_MAILBOX_SENT == 2 && HEARTH_MAILBOX_JUNK == 5);
  if (awaits != NULL && !is_between_two (db, thread_id, awaits, &everywhere, error))
    return NULL;
  g_string_append (sql, FROM_ANSWERS);
  g_string_append (sql, everywhere ? "?4 IS NOT NULL" : "m.thread_id = ?4");
  if (awaits != NULL)
    g_string_append (sql, " AND m.from_id = (SELECT id FROM people WHERE address = ?5)");
  g_string_append (sql, tail);
  statement = hearth_statement_new (db, sql->str, error);
  if (statement == NULL)
    return NULL;
  hearth_statement_bind_int (statement, HEARTH_MARK_AUTO | HEARTH_MARK_BOUNCE);
  hearth_statement_bind_int (statement, since << 20);
  hearth_statement_bind_int (statement, since);
  hearth_statement_bind_int (statement, thread_id);
  if (awaits != NULL)
    hearth_statement_bind_text (statement, awaits);
  return g_steal_pointer (&statement);
}

/**
 * hearth_store_later_find_since:
 * @db: a database
 * @message: a message that is about to be put off
 * @awaits: (nullable): whose answer is waited for, in lower case; %NULL for anybody's
 * @since: (out): the date of what came last, seconds since 1970 UTC
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Finds from when on mail is an answer: what is dated later than all that is there now. The clock
 * would not do, since mail may be on its way for a while and its sender's clock may be another.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_later_find_since (HearthDatabase *db, const HearthMessage *message, const char *awaits,
                               gint64 *since, GError **error)
{
  g_autoptr (HearthStatement) statement =
      prepare_answers (db, "SELECT max (m.date)", "", message->thread_id, awaits, 0, error);
  gboolean row;

  if (statement == NULL || !hearth_statement_next (statement, &row, error))
    return FALSE;
  *since = MAX (message->date, row ? hearth_statement_get_int (statement, 0) : 0);
  return TRUE;
}

/**
 * hearth_store_later_list_answers:
 * @db: a database
 * @later: mail that was put off until somebody answers, or a follow-up
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Finds what may be the answer: later mail in its thread of whom it awaits, or of them at all where
 * the thread has only the owner and them. Neither automatic mail nor the owner's own is among it.
 *
 * Returns: (transfer full) (nullable) (element-type HearthMessage): whole messages, the oldest
 *   first; %NULL on an error
 */
GPtrArray *
hearth_store_later_list_answers (HearthDatabase *db, const HearthLater *later, GError **error)
{
  g_autoptr (GPtrArray) answers =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_message_unref);
  g_autoptr (GPtrArray) owner = hearth_store_people_list_owner (db, error);
  g_autoptr (HearthMessage) message = NULL;
  g_autoptr (HearthStatement) statement = NULL;
  gboolean row;

  if (owner == NULL)
    return NULL;
  message = hearth_store_messages_get (db, later->message_id, error);
  if (message == NULL)
    return NULL;
  statement = prepare_answers (db, "SELECT m.id", " ORDER BY m.id LIMIT " G_STRINGIFY (MAX_ANSWERS),
                               message->thread_id, later->awaits, later->since, error);
  if (statement == NULL)
    return NULL;
  for (;;) {
    g_autoptr (HearthMessage) answer = NULL;

    if (!hearth_statement_next (statement, &row, error))
      return NULL;
    if (!row)
      return g_steal_pointer (&answers);
    answer = hearth_store_messages_get (db, hearth_statement_get_int (statement, 0), error);
    if (answer == NULL)
      return NULL;
    if (answer->id != message->id && answer->from != NULL && !is_in (owner, answer->from->address))
      g_ptr_array_add (answers, g_steal_pointer (&answer));
  }
}

/* What somebody is called: as in their mail, else their address. */
static char *
dup_name (HearthDatabase *db, const char *address)
{
  g_autofree char *folded = g_ascii_strdown (address, -1);
  g_autoptr (HearthStatement) statement =
      hearth_statement_new (db, "SELECT name FROM people WHERE address = ?", NULL);
  const char *name;
  gboolean row;

  if (statement == NULL)
    return g_strdup (address);
  hearth_statement_bind_text (statement, folded);
  if (!hearth_statement_next (statement, &row, NULL) || !row)
    return g_strdup (address);
  name = hearth_statement_get_text (statement, 0);
  return g_strdup (name != NULL && *name != '\0' ? name : address);
}

static char *
dup_moment (gint64 when, gint64 now)
{
  g_autofree char *day = hearth_format_day (when, now);
  g_autofree char *time = hearth_format_time (when);

  /* Translators: a day and a time: “Tomorrow, 09:00” */
  return g_strdup_printf (_("%s, %s"), day, time);
}

static char *
dup_sentence_away (const HearthLater *self, HearthDatabase *db, gint64 now)
{
  g_autofree char *when = self->until != 0 ? dup_moment (self->until, now) : NULL;
  g_autofree char *who = self->awaits != NULL ? dup_name (db, self->awaits) : NULL;

  if (self->kind == HEARTH_LATER_FOLLOW_UP)
    return g_strdup_printf (_("If nobody answers: %s"), when);
  if (who == NULL)
    return g_strdup_printf (_("Put off: %s"), when);
  /* Translators: a person's name, and a day with a time */
  return when != NULL ? g_strdup_printf (_("Put off until %s answers, or: %s"), who, when)
                      : g_strdup_printf (_("Put off until %s answers"), who);
}

/**
 * hearth_later_dup_sentence:
 * @self: mail that was put off
 * @db: the database that holds it
 * @now: seconds since 1970 UTC
 *
 * Says until when mail is put off, or why it is back.
 *
 * Returns: (transfer full): a few words, without a full stop
 */
char *
hearth_later_dup_sentence (const HearthLater *self, HearthDatabase *db, gint64 now)
{
  if (hearth_later_is_away (self, now))
    return dup_sentence_away (self, db, now);
  if (self->kind == HEARTH_LATER_FOLLOW_UP) {
    g_autofree char *day = hearth_format_day (self->created, now);

    /* Translators: the day on which one began to wait */
    return g_strdup_printf (_("Nobody has answered; you wait since: %s"), day);
  }
  if (self->answer_id != 0 && self->awaits != NULL) {
    g_autofree char *who = dup_name (db, self->awaits);

    return g_strdup_printf (_("%s has answered"), who);
  }
  return g_strdup (_("You put it off until now"));
}

/**
 * hearth_store_later_explain:
 * @db: a database
 * @messages: (element-type HearthMessage): messages that nobody else has yet
 * @now: seconds since 1970 UTC
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Puts in place of the reason of each that was put off what is to be said of that, and lets it
 * count as what needs its owner.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_later_explain (HearthDatabase *db, GPtrArray *messages, gint64 now, GError **error)
{
  g_autoptr (GPtrArray) list = messages->len > 0 ? hearth_store_later_list (db, error) : NULL;

  if (messages->len == 0)
    return TRUE;
  for (guint i = 0; list != NULL && i < list->len; i++) {
    const HearthLater *later = g_ptr_array_index (list, i);

    for (guint j = 0; j < messages->len; j++) {
      HearthMessage *message = g_ptr_array_index (messages, j);

      if (message->id != later->message_id)
        continue;
      g_free (message->reason);
      message->reason = hearth_later_dup_sentence (later, db, now);
      message->priority = MAX (message->priority, HEARTH_TODAY_NEEDS_YOU);
    }
  }
  return list != NULL;
}
