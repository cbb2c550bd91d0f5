/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-store-provenance.h"

#include "hearth-event-row.h"

#include <string.h>

/**
 * hearth_store_provenance_get_role:
 * @db: a database
 * @message_id: a message's row
 * @role: (out): of the mailbox that has it, %HEARTH_MAILBOX_OTHER if none has
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_provenance_get_role (HearthDatabase *db, gint64 message_id, HearthMailboxRole *role,
                                  GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;
  gboolean row;

  *role = HEARTH_MAILBOX_OTHER;
  statement = hearth_statement_new (db,
                                    "SELECT b.role FROM messages AS m JOIN mailboxes AS b"
                                    " ON b.id = m.mailbox_id WHERE m.id = ?",
                                    error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, message_id);
  if (!hearth_statement_next (statement, &row, error))
    return FALSE;
  if (row)
    *role = (HearthMailboxRole) hearth_statement_get_int (statement, 0);
  return TRUE;
}

/**
 * hearth_store_provenance_note_sent:
 * @db: a writer in a transaction
 * @message_id: the Message-ID of a mail that is to go, without angle brackets
 * @label: of what it was made from
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Notes that a mail rests on words that anybody may have written, before it lies in Sent.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_provenance_note_sent (HearthDatabase *db, const char *message_id, HearthLabel label,
                                   GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  hearth_database_assert_writer (db);
  if (label.integrity != HEARTH_INTEGRITY_EXTERNAL)
    return TRUE;
  statement = hearth_statement_new (db,
                                    "INSERT OR REPLACE INTO sent_labels (message_id, label)"
                                    " VALUES (?, ?)",
                                    error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_text (statement, message_id);
  hearth_statement_bind_int (statement, hearth_label_to_int (label));
  return hearth_statement_run (statement, error);
}

/**
 * hearth_store_provenance_get_sent:
 * @db: a database
 * @message_id: the Message-ID of a mail in Sent, without angle brackets
 * @label: (out): what was noted of it, or %HEARTH_LABEL_KNOWN
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_provenance_get_sent (HearthDatabase *db, const char *message_id, HearthLabel *label,
                                  GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;
  gboolean row;

  *label = HEARTH_LABEL_EXTERNAL;
  statement =
      hearth_statement_new (db, "SELECT label FROM sent_labels WHERE message_id = ?", error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_text (statement, message_id);
  if (!hearth_statement_next (statement, &row, error))
    return FALSE;
  *label =
      row ? hearth_label_from_int (hearth_statement_get_int (statement, 0)) : HEARTH_LABEL_KNOWN;
  return TRUE;
}

/**
 * hearth_store_provenance_came_by_mail:
 * @db: a database
 * @uid: an event's UID
 * @came: (out): whether a mail brought it, or changed or cancelled it
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Who is named as the organiser of an event can be forged. What no mail ever named is the owner's.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_provenance_came_by_mail (HearthDatabase *db, const char *uid, gboolean *came,
                                      GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;
  gboolean row;

  *came = TRUE;
  /* An answer of a guest to an event of the owner's names its UID, and makes nothing. */
  statement = hearth_statement_new (
      db, "SELECT 1 FROM invitations WHERE uid = ? AND method NOT IN ('REPLY', 'COUNTER') LIMIT 1",
      error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_text (statement, uid);
  if (!hearth_statement_next (statement, &row, error))
    return FALSE;
  *came = row;
  return TRUE;
}

/**
 * hearth_store_provenance_is_own_calendar:
 * @db: a database
 * @source_id: a calendar
 * @own: (out): whether the owner writes into it: not one that is only subscribed to
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_provenance_is_own_calendar (HearthDatabase *db, gint64 source_id, gboolean *own,
                                         GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;
  gboolean row;

  *own = FALSE;
  statement = hearth_statement_new (db,
                                    "SELECT 1 FROM sources AS s LEFT JOIN calendars AS c"
                                    " ON c.source_id = s.id WHERE s.id = ? AND s.kind != 'webcal'"
                                    " AND coalesce (c.writable, 1)",
                                    error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, source_id);
  if (!hearth_statement_next (statement, &row, error))
    return FALSE;
  *own = row;
  return TRUE;
}

/**
 * hearth_store_provenance_list_with_guest:
 * @db: a database
 * @address: an addr-spec
 * @limit: at most so many
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable) (element-type HearthEvent): the newest events whose guests
 * may have that address, which is still to be compared; %NULL on an error
 */
GPtrArray *
hearth_store_provenance_list_with_guest (HearthDatabase *db, const char *address, guint limit,
                                         GError **error)
{
  g_autoptr (GPtrArray) events =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_event_unref);
  g_autofree char *folded = g_ascii_strdown (address, -1);
  g_autoptr (HearthStatement) statement = NULL;
  gboolean row;

  statement = hearth_statement_new (db,
                                    "SELECT " HEARTH_EVENT_COLUMNS " FROM events AS e"
                                    " WHERE instr (lower (e.attendees), ?) > 0"
                                    " ORDER BY e.id DESC LIMIT ?",
                                    error);
  if (statement == NULL)
    return NULL;
  hearth_statement_bind_text (statement, folded);
  hearth_statement_bind_int (statement, limit);
  for (;;) {
    if (!hearth_statement_next (statement, &row, error))
      return NULL;
    if (!row)
      return g_steal_pointer (&events);
    g_ptr_array_add (events, hearth_event_row_read (statement, FALSE));
  }
}

/**
 * hearth_store_provenance_note_context:
 * @db: a writer
 * @conversation: a conversation's name; one that is kept nowhere has nothing to note
 * @label: of what came into it
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Joins a label with that of a conversation, which never becomes better.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_provenance_note_context (HearthDatabase *db, const char *conversation,
                                      HearthLabel label, GError **error)
{
  g_autoptr (HearthStatement) read = NULL;
  g_autoptr (HearthStatement) write = NULL;
  HearthLabel joined;
  gboolean row;

  hearth_database_assert_writer (db);
  read = hearth_statement_new (db, "SELECT label FROM conversations WHERE name = ?", error);
  if (read == NULL)
    return FALSE;
  hearth_statement_bind_text (read, conversation);
  if (!hearth_statement_next (read, &row, error))
    return FALSE;
  if (!row)
    return TRUE;
  joined = hearth_label_join (hearth_label_from_int (hearth_statement_get_int (read, 0)), label);
  write = hearth_statement_new (db, "UPDATE conversations SET label = ? WHERE name = ?", error);
  if (write == NULL)
    return FALSE;
  hearth_statement_bind_int (write, hearth_label_to_int (joined));
  hearth_statement_bind_text (write, conversation);
  return hearth_statement_run (write, error);
}
