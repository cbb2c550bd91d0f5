/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-clock.h"
#include "hearth-database-private.h"
#include "hearth-store-event-edits.h"
#include "hearth-store-journal.h"

#include <glib/gi18n.h>

/* What the owner did to calendars, for as long as it can be taken back. */

/**
 * hearth_action_event_free:
 * @self: (nullable) (transfer full): a resource of an action
 */
void
hearth_action_event_free (HearthActionEvent *self)
{
  if (self == NULL)
    return;
  g_free (self->uid);
  g_free (self->href);
  g_free (self->before);
  g_free (self->after);
  g_free (self);
}

/**
 * hearth_store_event_actions_add_event:
 * @db: a writer
 * @action_id: an action
 * @event: a resource that it changed
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_event_actions_add_event (HearthDatabase *db, gint64 action_id,
                                      const HearthActionEvent *event, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  statement = hearth_statement_new (
      db,
      "INSERT OR REPLACE INTO action_events (action_id, source_id, uid, href, before, after)"
      " VALUES (?, ?, ?, ?, ?, ?)",
      error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, action_id);
  hearth_statement_bind_int (statement, event->source_id);
  hearth_statement_bind_text (statement, event->uid);
  hearth_statement_bind_text (statement, event->href);
  hearth_statement_bind_text (statement, event->before);
  hearth_statement_bind_text (statement, event->after);
  return hearth_statement_run (statement, error);
}

/* Those of actions that are forgotten go with them. */
static gboolean
forget_old (HearthDatabase *db, GError **error)
{
  return hearth_database_execute (
             db, "DELETE FROM action_events WHERE action_id < (SELECT min (id) FROM actions)",
             error) &&
         hearth_database_execute (
             db, "DELETE FROM action_mails WHERE action_id < (SELECT min (id) FROM actions)",
             error);
}

/**
 * hearth_store_event_actions_add:
 * @db: a writer
 * @kind: "event-create", "event-change", "event-cancel", "event-answer" or "task-done"
 * @target: the summary of what it was done to
 * @event: (nullable): the resource that it changed
 * @action_id: (out): its row
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Notes what the owner did to a calendar.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_event_actions_add (HearthDatabase *db, const char *kind, const char *target,
                                const HearthActionEvent *event, gint64 *action_id, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  hearth_database_assert_writer (db);
  statement = hearth_statement_new (
      db, "INSERT INTO actions (at, kind, target, n_messages) VALUES (?, ?, ?, 0)", error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, hearth_clock_now ());
  hearth_statement_bind_text (statement, kind);
  hearth_statement_bind_text (statement, target);
  if (!hearth_statement_run (statement, error))
    return FALSE;
  *action_id = sqlite3_last_insert_rowid (hearth_database_get_handle (db));
  return (event == NULL || hearth_store_event_actions_add_event (db, *action_id, event, error)) &&
         hearth_store_journal_add_action (db, *action_id, error) && forget_old (db, error);
}

/**
 * hearth_store_event_actions_add_mail:
 * @db: a writer
 * @action_id: an action
 * @item_id: a mail in the outbox that it made
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_event_actions_add_mail (HearthDatabase *db, gint64 action_id, gint64 item_id,
                                     GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  hearth_database_assert_writer (db);
  statement = hearth_statement_new (
      db, "INSERT OR IGNORE INTO action_mails (action_id, item_id) VALUES (?, ?)", error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, action_id);
  hearth_statement_bind_int (statement, item_id);
  return hearth_statement_run (statement, error);
}

/**
 * hearth_store_event_actions_list:
 * @db: a database
 * @action_id: an action
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable) (element-type HearthActionEvent): what it changed; %NULL on
 * an error
 */
GPtrArray *
hearth_store_event_actions_list (HearthDatabase *db, gint64 action_id, GError **error)
{
  g_autoptr (GPtrArray) events =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_action_event_free);
  g_autoptr (HearthStatement) statement = NULL;
  gboolean row;

  statement = hearth_statement_new (
      db, "SELECT source_id, uid, href, before, after FROM action_events WHERE action_id = ?",
      error);
  if (statement == NULL)
    return NULL;
  hearth_statement_bind_int (statement, action_id);
  for (;;) {
    HearthActionEvent *event;

    if (!hearth_statement_next (statement, &row, error))
      return NULL;
    if (!row)
      return g_steal_pointer (&events);
    event = g_new0 (HearthActionEvent, 1);
    event->source_id = hearth_statement_get_int (statement, 0);
    event->uid = g_strdup (hearth_statement_get_text (statement, 1));
    event->href = g_strdup (hearth_statement_get_text (statement, 2));
    event->before = g_strdup (hearth_statement_get_text (statement, 3));
    event->after = g_strdup (hearth_statement_get_text (statement, 4));
    g_ptr_array_add (events, event);
  }
}

/**
 * hearth_store_event_actions_list_mails:
 * @db: a database
 * @action_id: an action
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable) (element-type gint64): the mails in the outbox that it made;
 *   %NULL on an error
 */
GArray *
hearth_store_event_actions_list_mails (HearthDatabase *db, gint64 action_id, GError **error)
{
  g_autoptr (GArray) items = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (HearthStatement) statement =
      hearth_statement_new (db, "SELECT item_id FROM action_mails WHERE action_id = ?", error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  hearth_statement_bind_int (statement, action_id);
  for (;;) {
    gint64 item;

    if (!hearth_statement_next (statement, &row, error))
      return NULL;
    if (!row)
      return g_steal_pointer (&items);
    item = hearth_statement_get_int (statement, 0);
    g_array_append_val (items, item);
  }
}

/**
 * hearth_store_event_actions_set_undone:
 * @db: a writer
 * @action_id: an action
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Notes that it was taken back.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_event_actions_set_undone (HearthDatabase *db, gint64 action_id, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  hearth_database_assert_writer (db);
  statement = hearth_statement_new (db, "UPDATE actions SET undone = ? WHERE id = ?", error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, hearth_clock_now ());
  hearth_statement_bind_int (statement, action_id);
  return hearth_statement_run (statement, error);
}

/**
 * hearth_edit_target_clear:
 * @self: a calendar
 */
void
hearth_edit_target_clear (HearthEditTarget *self)
{
  g_clear_pointer (&self->name, g_free);
}

/**
 * hearth_store_edit_targets_get:
 * @db: a database
 * @source_id: a calendar
 * @target: (out caller-allocates): how it may be changed
 * @error: %HEARTH_STORE_ERROR_NOT_FOUND if there is no such calendar
 *
 * Returns: whether it was found
 */
gboolean
hearth_store_edit_targets_get (HearthDatabase *db, gint64 source_id, HearthEditTarget *target,
                               GError **error)
{
  g_autoptr (HearthStatement) statement =
      hearth_statement_new (db,
                            "SELECT s.kind, s.name, ifnull (c.writable, 1), ifnull (c.hidden, 0),"
                            " ifnull (c.scheduling, 0) FROM sources AS s LEFT JOIN calendars AS c"
                            " ON c.source_id = s.id WHERE s.id = ? AND s.removing = 0",
                            error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, source_id);
  if (!hearth_statement_next (statement, &row, error))
    return FALSE;
  if (!row ||
      !hearth_source_kind_from_string (hearth_statement_get_text (statement, 0), &target->kind)) {
    g_set_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND,
                 _("There is no calendar with the number %lld."), (long long) source_id);
    return FALSE;
  }
  target->name = g_strdup (hearth_statement_get_text (statement, 1));
  target->writable = hearth_statement_get_int (statement, 2) != 0;
  target->hidden = hearth_statement_get_int (statement, 3) != 0;
  target->scheduling = hearth_statement_get_int (statement, 4) != 0;
  return TRUE;
}
