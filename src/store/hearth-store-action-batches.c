/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-store-action-batches.h"

#include "hearth-action-row.h"
#include "hearth-clock.h"
#include "hearth-store-journal.h"

static gboolean
add_pending (HearthDatabase *db, gint64 action_id, const gint64 *ids, gsize n_ids, GError **error)
{
  g_autoptr (HearthStatement) statement = hearth_statement_new (
      db, "INSERT OR IGNORE INTO action_pending (action_id, message_id) VALUES (?, ?)", error);

  if (statement == NULL)
    return FALSE;
  for (gsize i = 0; i < n_ids; i++) {
    hearth_statement_bind_int (statement, action_id);
    hearth_statement_bind_int (statement, ids[i]);
    if (!hearth_statement_run (statement, error))
      return FALSE;
    hearth_statement_reset (statement);
  }
  return TRUE;
}

static gboolean
run_with_id (HearthDatabase *db, const char *sql, gint64 value, gint64 id, GError **error)
{
  g_autoptr (HearthStatement) statement = hearth_statement_new (db, sql, error);

  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, value);
  hearth_statement_bind_int (statement, id);
  return hearth_statement_run (statement, error);
}

static gboolean
set_state (HearthDatabase *db, gint64 id, HearthActionState state, GError **error)
{
  return run_with_id (db, "UPDATE actions SET state = ? WHERE id = ?", state, id, error);
}

/**
 * hearth_store_action_batches_begin:
 * @db: a writer in a transaction
 * @kind: what is done, a short name
 * @target: the mailbox that all of them are moved to, or "" if there are several
 * @ids: (array length=n_ids): messages
 * @n_ids: their number
 * @action_id: (out): the action's row
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Writes down what shall be done. No message is changed yet: see
 * hearth_store_action_batches_take().
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_action_batches_begin (HearthDatabase *db, const char *kind, const char *target,
                                   const gint64 *ids, gsize n_ids, gint64 *action_id,
                                   GError **error)
{
  hearth_database_assert_writer (db);
  return hearth_action_row_add (db, kind, target, action_id, error) &&
         set_state (db, *action_id, HEARTH_ACTION_DOING, error) &&
         add_pending (db, *action_id, ids, n_ids, error) &&
         hearth_store_journal_add_action (db, *action_id, error);
}

/**
 * hearth_store_action_batches_begin_undo:
 * @db: a writer in a transaction
 * @action_id: an action that was not taken back
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Writes down that an action shall be taken back. What of it is still to be done is not done any
 * more.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_action_batches_begin_undo (HearthDatabase *db, gint64 action_id, GError **error)
{
  hearth_database_assert_writer (db);
  return set_state (db, action_id, HEARTH_ACTION_UNDOING, error) &&
         run_with_id (db, "UPDATE actions SET position = 0, undone = ? WHERE id = ?",
                      hearth_clock_now (), action_id, error) &&
         run_with_id (db, "DELETE FROM action_pending WHERE ? AND action_id = ?", 1, action_id,
                      error);
}

/**
 * hearth_store_action_batches_get_next:
 * @db: a database
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable): the oldest action that is not done to the end; %NULL without
 *   an error if there is none
 */
HearthAction *
hearth_store_action_batches_get_next (HearthDatabase *db, GError **error)
{
  gint64 id = 0;

  if (!hearth_database_get_int (
          db, "SELECT coalesce ((SELECT min (id) FROM actions WHERE state != 0), 0)", &id, error) ||
      id == 0)
    return NULL;
  return hearth_store_actions_get (db, id, error);
}

static GPtrArray *
take_pending (HearthDatabase *db, gint64 action_id, guint limit, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (HearthStatement) statement = hearth_statement_new (
      db, "SELECT message_id FROM action_pending WHERE action_id = ? ORDER BY message_id LIMIT ?",
      error);

  if (statement == NULL)
    return NULL;
  hearth_statement_bind_int (statement, action_id);
  hearth_statement_bind_int (statement, limit);
  for (;;) {
    gboolean row;
    gint64 id;

    if (!hearth_statement_next (statement, &row, error))
      return NULL;
    if (!row)
      break;
    id = hearth_statement_get_int (statement, 0);
    g_array_append_val (ids, id);
  }
  items = hearth_store_actions_find (db, (gint64 *) ids->data, ids->len, error);
  /* Those that went meanwhile are seen too, so that the portion is not taken for the last. */
  for (guint i = 0; items != NULL && items->len < ids->len && i < ids->len; i++) {
    HearthActionItem *item;
    gboolean known = FALSE;

    for (guint k = 0; !known && k < items->len; k++)
      known = ((HearthActionItem *) items->pdata[k])->id == g_array_index (ids, gint64, i);
    if (known)
      continue;
    item = hearth_action_item_new ();
    item->id = g_array_index (ids, gint64, i);
    g_ptr_array_add (items, item);
  }
  return g_steal_pointer (&items);
}

static GPtrArray *
take_undo (HearthDatabase *db, const HearthAction *action, guint limit, GError **error)
{
  g_autoptr (GPtrArray) items =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_action_item_free);
  g_autoptr (HearthStatement) statement = hearth_statement_new (
      db,
      HEARTH_ACTION_SELECT_ITEM
      ", a.flags, b.name"
      " FROM action_messages AS a JOIN messages AS m ON m.id = a.message_id"
      " JOIN mailboxes AS x ON x.id = m.mailbox_id JOIN sources AS s ON s.id = x.source_id"
      " LEFT JOIN mailboxes AS b ON b.id = a.mailbox_id AND b.source_id = x.source_id"
      " WHERE a.action_id = ?1"
      " AND a.message_id > (SELECT position FROM actions WHERE id = ?1)"
      " ORDER BY a.message_id LIMIT ?2",
      error);

  if (statement == NULL)
    return NULL;
  hearth_statement_bind_int (statement, action->id);
  hearth_statement_bind_int (statement, limit);
  for (;;) {
    HearthActionItem *item;
    gboolean row;

    if (!hearth_statement_next (statement, &row, error))
      return NULL;
    if (!row)
      return g_steal_pointer (&items);
    item = hearth_action_row_read (statement);
    /* One that was moved again since stays where it is: without a target. */
    hearth_action_row_turn_back (item, action->kind, action->target,
                                 (HearthMessageFlags) hearth_statement_get_int (statement, 8),
                                 hearth_statement_get_text (statement, 9));
    g_ptr_array_add (items, item);
  }
}

/**
 * hearth_store_action_batches_take:
 * @db: a database
 * @action: an action that is not done to the end
 * @limit: at most so many
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Reads the next messages of an action. Of one that is taken back they say what to do; those that
 * were changed again since say nothing.
 *
 * Returns: (transfer full) (nullable) (element-type HearthActionItem): messages; none if all of it
 *   is done; those that are not there any more have no mailbox. %NULL on an error
 */
GPtrArray *
hearth_store_action_batches_take (HearthDatabase *db, const HearthAction *action, guint limit,
                                  GError **error)
{
  return action->state == HEARTH_ACTION_UNDOING ? take_undo (db, action, limit, error)
                                                : take_pending (db, action->id, limit, error);
}

static gboolean
write_item (HearthDatabase *db, const HearthAction *action, const HearthActionItem *item,
            guint *n_changed, GError **error)
{
  g_auto (HearthPlace) place = { 0 };
  gboolean changed;

  if (item->mailbox == NULL || item->target == NULL)
    return TRUE;
  if (!hearth_action_row_perform (db, item, &place, &changed, error))
    return FALSE;
  *n_changed += changed;
  return !changed || action->state == HEARTH_ACTION_UNDOING ||
         hearth_action_row_add_message (db, action->id, &place, error);
}

static gboolean
note_position (HearthDatabase *db, const HearthAction *action, GPtrArray *items, GError **error)
{
  for (guint i = 0; i < items->len; i++) {
    const HearthActionItem *item = g_ptr_array_index (items, i);

    if (action->state == HEARTH_ACTION_UNDOING
            ? !run_with_id (db, "UPDATE actions SET position = max (position, ?) WHERE id = ?",
                            item->id, action->id, error)
            : !run_with_id (db, "DELETE FROM action_pending WHERE message_id = ? AND action_id = ?",
                            item->id, action->id, error))
      return FALSE;
  }
  return TRUE;
}

/**
 * hearth_store_action_batches_write:
 * @db: a writer in a transaction
 * @action: an action that is not done to the end
 * @items: (element-type HearthActionItem): what was taken, with what to do; none to say that all of
 *   it is done
 * @failed: (element-type HearthActionItem): those that could not be changed
 * @n_changed: (out): how many messages changed
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Changes messages and notes that they are done.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_action_batches_write (HearthDatabase *db, const HearthAction *action, GPtrArray *items,
                                   GPtrArray *failed, guint *n_changed, GError **error)
{
  hearth_database_assert_writer (db);
  *n_changed = 0;
  if (items->len + failed->len == 0)
    return set_state (db, action->id, HEARTH_ACTION_DONE, error) &&
           hearth_action_row_forget_old (db, error);
  for (guint i = 0; i < items->len; i++) {
    if (!write_item (db, action, items->pdata[i], n_changed, error))
      return FALSE;
  }
  if (action->state == HEARTH_ACTION_DOING &&
      !run_with_id (db, "UPDATE actions SET n_messages = n_messages + ? WHERE id = ?", *n_changed,
                    action->id, error))
    return FALSE;
  return note_position (db, action, items, error) && note_position (db, action, failed, error);
}

/**
 * hearth_store_action_batches_count:
 * @db: a database
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: how many messages are still to be looked at, of all actions; 0 on an error
 */
gint64
hearth_store_action_batches_count (HearthDatabase *db, GError **error)
{
  gint64 n = 0;

  hearth_database_get_int (
      db,
      "SELECT (SELECT count(*) FROM action_pending) + (SELECT count(*) FROM actions AS a"
      " JOIN action_messages AS m ON m.action_id = a.id AND m.message_id > a.position"
      " WHERE a.state = 2)",
      &n, error);
  return n;
}
