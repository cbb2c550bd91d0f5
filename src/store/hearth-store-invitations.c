/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-store-invitations.h"

#include "hearth-clock.h"
#include "hearth-database-private.h"

/* Of one event no more messages are looked at. */
#define MAX_ROWS 200

#define SELECT_ROW                                                                                 \
  "SELECT message_id, method, uid, recurrence_id, sequence, stamp, start, answer, answered"        \
  " FROM invitations"

/**
 * hearth_invitation_row_free:
 * @self: (nullable) (transfer full): a row
 */
void
hearth_invitation_row_free (HearthInvitationRow *self)
{
  if (self == NULL)
    return;
  g_free (self->method);
  g_free (self->uid);
  g_free (self);
}

static HearthInvitationRow *
read_row (HearthStatement *statement)
{
  HearthInvitationRow *self = g_new0 (HearthInvitationRow, 1);

  self->message_id = hearth_statement_get_int (statement, 0);
  self->method = g_strdup (hearth_statement_get_text (statement, 1));
  self->uid = g_strdup (hearth_statement_get_text (statement, 2));
  self->recurrence_id = hearth_statement_get_int (statement, 3);
  self->sequence = (int) hearth_statement_get_int (statement, 4);
  self->stamp = hearth_statement_get_int (statement, 5);
  self->start = hearth_statement_get_int (statement, 6);
  self->answer = (HearthPartstat) hearth_statement_get_int (statement, 7);
  self->answered = hearth_statement_get_int (statement, 8);
  return self;
}

/**
 * hearth_store_invitations_add:
 * @db: a writer
 * @row: what a mail asks; its @answered is not taken
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_invitations_add (HearthDatabase *db, const HearthInvitationRow *row, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  hearth_database_assert_writer (db);
  statement = hearth_statement_new (
      db,
      "INSERT OR IGNORE INTO invitations (message_id, method, uid, recurrence_id, sequence, stamp,"
      " start, answer, answered) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)",
      error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, row->message_id);
  hearth_statement_bind_text (statement, row->method);
  hearth_statement_bind_text (statement, row->uid);
  hearth_statement_bind_int (statement, row->recurrence_id);
  hearth_statement_bind_int (statement, row->sequence);
  hearth_statement_bind_int (statement, row->stamp);
  hearth_statement_bind_int (statement, row->start);
  hearth_statement_bind_int (statement, row->answer);
  return hearth_statement_run (statement, error);
}

/**
 * hearth_store_invitations_get:
 * @db: a database
 * @message_id: a mail
 * @row: (out) (transfer full) (nullable): what it asks; %NULL if it is not known to ask anything
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_invitations_get (HearthDatabase *db, gint64 message_id, HearthInvitationRow **row,
                              GError **error)
{
  g_autoptr (HearthStatement) statement =
      hearth_statement_new (db, SELECT_ROW " WHERE message_id = ?", error);
  gboolean found;

  *row = NULL;
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, message_id);
  if (!hearth_statement_next (statement, &found, error))
    return FALSE;
  if (found)
    *row = read_row (statement);
  return TRUE;
}

/**
 * hearth_store_invitations_list:
 * @db: a database
 * @uid: an event's UID
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable) (element-type HearthInvitationRow): the mails about it, the
 *   newest first; %NULL on an error
 */
GPtrArray *
hearth_store_invitations_list (HearthDatabase *db, const char *uid, GError **error)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_invitation_row_free);
  g_autoptr (HearthStatement) statement =
      hearth_statement_new (db, SELECT_ROW " WHERE uid = ? ORDER BY message_id DESC LIMIT ?",
                            error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  hearth_statement_bind_text (statement, uid);
  hearth_statement_bind_int (statement, MAX_ROWS);
  for (;;) {
    if (!hearth_statement_next (statement, &row, error))
      return NULL;
    if (!row)
      return g_steal_pointer (&rows);
    g_ptr_array_add (rows, read_row (statement));
  }
}

/**
 * hearth_store_invitations_answer:
 * @db: a writer
 * @message_id: a mail
 * @answer: what was answered, or noted of a guest
 * @action_id: the action that did it
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Notes that the owner dealt with it.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_invitations_answer (HearthDatabase *db, gint64 message_id, HearthPartstat answer,
                                 gint64 action_id, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  hearth_database_assert_writer (db);
  statement = hearth_statement_new (
      db, "UPDATE invitations SET answer = ?, answered = ?, action_id = ? WHERE message_id = ?",
      error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, answer);
  hearth_statement_bind_int (statement, hearth_clock_now ());
  hearth_statement_bind_int (statement, action_id);
  hearth_statement_bind_int (statement, message_id);
  return hearth_statement_run (statement, error);
}

/**
 * hearth_store_invitations_find_told:
 * @db: a database
 * @message_id: a mail
 * @told: (out): whether the answer to it made a mail
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_invitations_find_told (HearthDatabase *db, gint64 message_id, gboolean *told,
                                    GError **error)
{
  g_autoptr (HearthStatement) statement =
      hearth_statement_new (db,
                            "SELECT 1 FROM invitations AS i JOIN action_mails AS m"
                            " ON m.action_id = i.action_id WHERE i.message_id = ? LIMIT 1",
                            error);

  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, message_id);
  return hearth_statement_next (statement, told, error);
}

/**
 * hearth_store_invitations_forget_answer:
 * @db: a writer
 * @action_id: an action that is taken back
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_invitations_forget_answer (HearthDatabase *db, gint64 action_id, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  hearth_database_assert_writer (db);
  statement = hearth_statement_new (
      db,
      "UPDATE invitations SET answered = 0, action_id = 0,"
      " answer = CASE WHEN method IN ('REPLY', 'COUNTER') THEN answer ELSE 0 END"
      " WHERE action_id = ? AND action_id != 0",
      error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, action_id);
  return hearth_statement_run (statement, error);
}

/**
 * hearth_store_invitations_find_new:
 * @db: a writer
 * @limit: at most so many
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Forgets what was in mails that are gone.
 *
 * Returns: (transfer full) (nullable) (element-type gint64): mails with a calendar part that was
 *   not looked at yet, the newest first; %NULL on an error
 */
GArray *
hearth_store_invitations_find_new (HearthDatabase *db, guint limit, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (HearthStatement) statement = NULL;
  gboolean row;

  hearth_database_assert_writer (db);
  if (!hearth_database_execute (
          db,
          "DELETE FROM invitations WHERE NOT EXISTS"
          " (SELECT 1 FROM messages AS m WHERE m.id = invitations.message_id)",
          error))
    return NULL;
  statement = hearth_statement_new (
      db,
      "SELECT m.id FROM messages AS m WHERE (m.marks & 16) != 0 AND NOT EXISTS"
      " (SELECT 1 FROM invitations AS i WHERE i.message_id = m.id) ORDER BY m.id DESC LIMIT ?",
      error);
  if (statement == NULL)
    return NULL;
  hearth_statement_bind_int (statement, limit);
  for (;;) {
    gint64 id;

    if (!hearth_statement_next (statement, &row, error))
      return NULL;
    if (!row)
      return g_steal_pointer (&ids);
    id = hearth_statement_get_int (statement, 0);
    g_array_append_val (ids, id);
  }
}

/**
 * hearth_store_invitations_find_event:
 * @db: a database
 * @uid: an event's UID
 * @recurrence_id: an occurrence of it, or 0
 * @source_id: (out): its calendar, or 0
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Finds the event in whichever calendar it stands; one that can be written goes first.
 *
 * Returns: the row of that occurrence, or else of the event; 0 if it is in no calendar, or on an
 *   error
 */
gint64
hearth_store_invitations_find_event (HearthDatabase *db, const char *uid, gint64 recurrence_id,
                                     gint64 *source_id, GError **error)
{
  g_autoptr (HearthStatement) statement =
      hearth_statement_new (db,
                            "SELECT e.id, e.source_id FROM events AS e"
                            " JOIN sources AS s ON s.id = e.source_id AND s.removing = 0"
                            " LEFT JOIN calendars AS c ON c.source_id = e.source_id"
                            " WHERE e.uid = ?1 AND e.recurrence_id IN (0, ?2)"
                            " ORDER BY ifnull (c.writable, 1) DESC, e.recurrence_id = ?2 DESC,"
                            " e.id LIMIT 1",
                            error);
  gboolean row;

  *source_id = 0;
  if (statement == NULL)
    return 0;
  hearth_statement_bind_text (statement, uid);
  hearth_statement_bind_int (statement, recurrence_id);
  if (!hearth_statement_next (statement, &row, error) || !row)
    return 0;
  *source_id = hearth_statement_get_int (statement, 1);
  return hearth_statement_get_int (statement, 0);
}
