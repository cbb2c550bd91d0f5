/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-store-actions.h"

#include "hearth-action-row.h"
#include "hearth-clock.h"
#include "hearth-mailbox-row.h"
#include "hearth-store-journal.h"

#include <glib/gi18n.h>
#include <string.h>

/* Actions older than that are forgotten, one with each new one: nobody takes back what was done a
 * season ago. */
#define KEEP_DAYS 90

#define SELECT_ACTION                                                                              \
  "SELECT id, at, kind, target, n_messages, undone, permission_id, note, state FROM actions"

#define SELECT_ITEM                                                                                \
  HEARTH_ACTION_SELECT_ITEM                                                                        \
  " FROM messages AS m JOIN mailboxes AS x ON x.id = m.mailbox_id"                                 \
  " JOIN sources AS s ON s.id = x.source_id"

/**
 * hearth_action_item_new:
 *
 * Returns: (transfer full): an item that changes nothing
 */
HearthActionItem *
hearth_action_item_new (void)
{
  return g_new0 (HearthActionItem, 1);
}

/**
 * hearth_action_item_free:
 * @self: (nullable) (transfer full): an item
 */
void
hearth_action_item_free (HearthActionItem *self)
{
  if (self == NULL)
    return;
  g_free (self->mailbox);
  g_free (self->key);
  g_free (self->path);
  g_free (self->target);
  g_free (self->new_key);
  g_free (self->new_path);
  g_free (self);
}

/**
 * hearth_action_free:
 * @self: (nullable) (transfer full): an action
 */
void
hearth_action_free (HearthAction *self)
{
  if (self == NULL)
    return;
  g_free (self->kind);
  g_free (self->target);
  g_free (self->note);
  g_free (self);
}

/**
 * hearth_action_row_read:
 * @statement: stands at a row
 *
 * Reads what %HEARTH_ACTION_SELECT_ITEM selected.
 *
 * Returns: (transfer full): one message of an action
 */
HearthActionItem *
hearth_action_row_read (HearthStatement *statement)
{
  HearthActionItem *item = hearth_action_item_new ();

  item->id = hearth_statement_get_int (statement, 0);
  item->source_id = hearth_statement_get_int (statement, 1);
  hearth_source_kind_from_string (hearth_statement_get_text (statement, 2), &item->source_kind);
  item->mailbox = g_strdup (hearth_statement_get_text (statement, 3));
  item->role = (HearthMailboxRole) hearth_statement_get_int (statement, 4);
  item->flags = (HearthMessageFlags) hearth_statement_get_int (statement, 5);
  item->key = g_strdup (hearth_statement_get_text (statement, 6));
  item->path = g_strdup (hearth_statement_get_text (statement, 7));
  return item;
}

/**
 * hearth_store_actions_find:
 * @db: a database
 * @ids: (array length=n_ids): messages
 * @n_ids: their number
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable) (element-type HearthActionItem): those that are there, each
 *   once; %NULL on an error
 */
GPtrArray *
hearth_store_actions_find (HearthDatabase *db, const gint64 *ids, gsize n_ids, GError **error)
{
  g_autoptr (GPtrArray) items =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_action_item_free);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autoptr (HearthStatement) statement =
      hearth_statement_new (db, SELECT_ITEM " WHERE m.id = ?", error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  for (gsize i = 0; i < n_ids; i++) {
    if (!g_hash_table_add (seen, (gpointer) &ids[i]))
      continue;
    hearth_statement_bind_int (statement, ids[i]);
    if (!hearth_statement_next (statement, &row, error))
      return NULL;
    if (row)
      g_ptr_array_add (items, hearth_action_row_read (statement));
    hearth_statement_reset (statement);
  }
  return g_steal_pointer (&items);
}

/**
 * hearth_store_mailboxes_dup_for_role:
 * @db: a database
 * @source_id: a source
 * @role: a role
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable): the name of its mailbox with that role; %NULL if it has none
 *   or on an error
 */
char *
hearth_store_mailboxes_dup_for_role (HearthDatabase *db, gint64 source_id, HearthMailboxRole role,
                                     GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;
  gboolean row;

  /* One whose role the server told has a wire name; it goes before one that has but the name. */
  statement = hearth_statement_new (db,
                                    "SELECT name FROM mailboxes WHERE source_id = ? AND role = ?"
                                    " ORDER BY wire IS NULL, length (name), name LIMIT 1",
                                    error);
  if (statement == NULL)
    return NULL;
  hearth_statement_bind_int (statement, source_id);
  hearth_statement_bind_int (statement, role);
  if (!hearth_statement_next (statement, &row, error))
    return NULL;
  return row ? g_strdup (hearth_statement_get_text (statement, 0)) : NULL;
}

/* Moves a message in the store, and notes what its server is to be told. */
static gboolean
move_item (HearthDatabase *db, const HearthActionItem *item, const HearthPlace *place,
           gboolean *changed, GError **error)
{
  g_autofree char *key = NULL;
  HearthMailboxRole role;
  gint64 target_id;

  if (!hearth_mailbox_row_ensure (db, place->source_id, item->target, &target_id, &role, error))
    return FALSE;
  *changed = target_id != place->mailbox_id;
  if (!*changed)
    return TRUE;
  if (item->queue) {
    if (!hearth_operation_row_queue (db, place, 0, 0, target_id, &key, error))
      return FALSE;
  } else {
    key = g_strdup (item->new_key != NULL ? item->new_key : place->key);
  }
  return hearth_message_row_move (db, place, target_id, key, item->new_path, error);
}

static gboolean
mark_item (HearthDatabase *db, const HearthActionItem *item, const HearthPlace *place,
           gboolean *changed, GError **error)
{
  HearthMessageFlags add = (HearthMessageFlags) (item->add_flags & ~place->flags);
  HearthMessageFlags remove = (HearthMessageFlags) (item->remove_flags & place->flags);
  HearthMessageFlags flags = (HearthMessageFlags) ((place->flags | add) & ~remove);
  g_autofree char *key = NULL;
  gboolean found;

  *changed = add != 0 || remove != 0;
  /* The path of a file changes with its flags, also where a sync was faster with the flags. */
  if (!*changed && item->new_path == NULL)
    return TRUE;
  if (*changed && item->queue &&
      !hearth_operation_row_queue (db, place, add, remove, 0, &key, error))
    return FALSE;
  return hearth_message_row_set_flags (db, place->id, flags, item->new_path, &found, error);
}

/**
 * hearth_action_row_perform:
 * @db: the writer’s connection
 * @item: what is to be done to which message
 * @place: (out caller-allocates): where the message was before; to be cleared
 * @changed: (out): whether anything was to be done; not if the message is gone or elsewhere
 * @error: where to put the reason of a failure, in the domain %HEARTH_STORE_ERROR
 *
 * Does what an item says to the message as it is now.
 *
 * Returns: whether the store could be written
 */
gboolean
hearth_action_row_perform (HearthDatabase *db, const HearthActionItem *item, HearthPlace *place,
                           gboolean *changed, GError **error)
{
  gboolean found;

  *changed = FALSE;
  if (!hearth_operation_row_find_place (db, item->id, place, &found, error))
    return FALSE;
  if (!found || place->source_id != item->source_id)
    return TRUE;
  return item->target != NULL ? move_item (db, item, place, changed, error)
                              : mark_item (db, item, place, changed, error);
}

/**
 * hearth_action_row_add:
 * @db: the writer’s connection
 * @kind: what is done, as the journal names it
 * @target: (nullable): where to, of a move
 * @id: (out): its row
 * @error: where to put the reason of a failure, in the domain %HEARTH_STORE_ERROR
 *
 * Writes an action down, with no messages yet.
 *
 * Returns: whether it was written
 */
gboolean
hearth_action_row_add (HearthDatabase *db, const char *kind, const char *target, gint64 *id,
                       GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  statement = hearth_statement_new (
      db, "INSERT INTO actions (at, kind, target, n_messages) VALUES (?, ?, ?, 0)", error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, hearth_clock_now ());
  hearth_statement_bind_text (statement, kind);
  hearth_statement_bind_text (statement, target);
  if (!hearth_statement_run (statement, error))
    return FALSE;
  *id = sqlite3_last_insert_rowid (hearth_database_get_handle (db));
  return TRUE;
}

/**
 * hearth_action_row_add_message:
 * @db: the writer’s connection
 * @action_id: the action’s row
 * @place: the message’s place before it
 * @error: where to put the reason of a failure, in the domain %HEARTH_STORE_ERROR
 *
 * Notes where a message was before an action.
 *
 * Returns: whether it was written
 */
gboolean
hearth_action_row_add_message (HearthDatabase *db, gint64 action_id, const HearthPlace *place,
                               GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  statement = hearth_statement_new (
      db,
      "INSERT INTO action_messages (action_id, message_id, mailbox_id, flags) VALUES (?, ?, ?, ?)",
      error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, action_id);
  hearth_statement_bind_int (statement, place->id);
  hearth_statement_bind_int (statement, place->mailbox_id);
  hearth_statement_bind_int (statement, place->flags);
  return hearth_statement_run (statement, error);
}

static gboolean
run_with_ints (HearthDatabase *db, const char *sql, gint64 first, gint64 second, GError **error)
{
  g_autoptr (HearthStatement) statement = hearth_statement_new (db, sql, error);

  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, first);
  hearth_statement_bind_int (statement, second);
  return hearth_statement_run (statement, error);
}

/**
 * hearth_action_row_forget_old:
 * @db: the writer’s connection
 * @error: where to put the reason of a failure, in the domain %HEARTH_STORE_ERROR
 *
 * Forgets the oldest action if it is a season old.
 *
 * Returns: whether the store could be written
 */
gboolean
hearth_action_row_forget_old (HearthDatabase *db, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;
  gint64 before = hearth_clock_now () - (gint64) KEEP_DAYS * 86400;
  gint64 id;
  gboolean row;

  statement = hearth_statement_new (
      db, "SELECT id FROM actions WHERE id = (SELECT min (id) FROM actions) AND at < ?", error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, before);
  if (!hearth_statement_next (statement, &row, error))
    return FALSE;
  if (!row)
    return TRUE;
  id = hearth_statement_get_int (statement, 0);
  return run_with_ints (db, "DELETE FROM action_messages WHERE action_id = ?1 AND ?2", id, 1,
                        error) &&
         run_with_ints (db, "DELETE FROM action_pending WHERE action_id = ?1 AND ?2", id, 1,
                        error) &&
         run_with_ints (db, "DELETE FROM actions WHERE id = ?1 AND ?2", id, 1, error);
}

static gboolean
perform_action (HearthDatabase *db, const char *kind, const char *target, GPtrArray *items,
                gint64 *action_id, GError **error)
{
  guint n_changed = 0;

  *action_id = 0;
  for (guint i = 0; i < items->len; i++) {
    g_auto (HearthPlace) place = { 0 };
    gboolean changed;

    if (!hearth_action_row_perform (db, items->pdata[i], &place, &changed, error))
      return FALSE;
    if (!changed)
      continue;
    if (*action_id == 0 && !hearth_action_row_add (db, kind, target, action_id, error))
      return FALSE;
    if (!hearth_action_row_add_message (db, *action_id, &place, error))
      return FALSE;
    n_changed++;
  }
  return *action_id == 0 || (run_with_ints (db, "UPDATE actions SET n_messages = ? WHERE id = ?",
                                            n_changed, *action_id, error) &&
                             hearth_store_journal_add_action (db, *action_id, error) &&
                             hearth_action_row_forget_old (db, error));
}

/**
 * hearth_store_actions_add:
 * @db: a writer
 * @kind: what is done, a short name
 * @target: the mailbox that messages are moved to, or ""
 * @items: (element-type HearthActionItem): messages and what to do to them
 * @action_id: (out): the action's row; 0 if nothing had to be done
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Changes messages, notes how they were, and what their servers are to be told, in one transaction.
 * Messages that went meanwhile are passed over.
 *
 * Returns: %FALSE on an error; nothing was changed then
 */
gboolean
hearth_store_actions_add (HearthDatabase *db, const char *kind, const char *target,
                          GPtrArray *items, gint64 *action_id, GError **error)
{
  hearth_database_assert_writer (db);
  return hearth_database_begin (db, error) &&
         hearth_database_end (db, perform_action (db, kind, target, items, action_id, error),
                              error);
}

/**
 * hearth_store_actions_set_note:
 * @db: a writer
 * @id: an action's row
 * @note: what it changed beside messages
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_actions_set_note (HearthDatabase *db, gint64 id, const char *note, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  hearth_database_assert_writer (db);
  statement = hearth_statement_new (db, "UPDATE actions SET note = ? WHERE id = ?", error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_text (statement, note);
  hearth_statement_bind_int (statement, id);
  return hearth_statement_run (statement, error);
}

/**
 * hearth_store_actions_add_note:
 * @db: a writer
 * @kind: what is done, a short name
 * @n_messages: to how many messages
 * @note: what it changes; the messages themselves stay where and as they are
 * @action_id: (out): the action's row
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Writes down an action that changes no message.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_actions_add_note (HearthDatabase *db, const char *kind, gint64 n_messages,
                               const char *note, gint64 *action_id, GError **error)
{
  return hearth_action_row_add (db, kind, "", action_id, error) &&
         run_with_ints (db, "UPDATE actions SET n_messages = ? WHERE id = ?", n_messages,
                        *action_id, error) &&
         hearth_store_actions_set_note (db, *action_id, note, error) &&
         hearth_store_journal_add_action (db, *action_id, error) &&
         hearth_action_row_forget_old (db, error);
}

/**
 * hearth_store_actions_set_undone:
 * @db: a writer
 * @id: an action's row
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Notes that an action was taken back.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_actions_set_undone (HearthDatabase *db, gint64 id, GError **error)
{
  hearth_database_assert_writer (db);
  return run_with_ints (db, "UPDATE actions SET undone = ? WHERE id = ?", hearth_clock_now (), id,
                        error);
}

static HearthAction *
read_action (HearthStatement *statement)
{
  HearthAction *action = g_new0 (HearthAction, 1);

  action->id = hearth_statement_get_int (statement, 0);
  action->at = hearth_statement_get_int (statement, 1);
  action->kind = g_strdup (hearth_statement_get_text (statement, 2));
  action->target = g_strdup (hearth_statement_get_text (statement, 3));
  action->n_messages = hearth_statement_get_int (statement, 4);
  action->undone = hearth_statement_get_int (statement, 5);
  action->permission_id = hearth_statement_get_int (statement, 6);
  action->note = g_strdup (hearth_statement_get_text (statement, 7));
  action->state = (HearthActionState) hearth_statement_get_int (statement, 8);
  return action;
}

/**
 * hearth_store_actions_get:
 * @db: a database
 * @id: an action's row, or 0 for the last one of the owner's own that was not taken back
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable): the action; %HEARTH_STORE_ERROR_NOT_FOUND if there is none
 */
HearthAction *
hearth_store_actions_get (HearthDatabase *db, gint64 id, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;
  gboolean row;

  statement = hearth_statement_new (
      db,
      SELECT_ACTION " WHERE CASE WHEN ?1 = 0 THEN undone = 0 AND permission_id = 0 ELSE id = ?1 END"
                    " ORDER BY id DESC"
                    " LIMIT 1",
      error);
  if (statement == NULL)
    return NULL;
  hearth_statement_bind_int (statement, id);
  if (!hearth_statement_next (statement, &row, error))
    return NULL;
  if (row)
    return read_action (statement);
  if (id == 0)
    g_set_error_literal (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND,
                         _("There is nothing to take back."));
  else
    g_set_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND,
                 _("There is no action %lld; it may be too long ago."), (long long) id);
  return NULL;
}

/**
 * hearth_store_actions_list:
 * @db: a database
 * @limit: at most so many
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable) (element-type HearthAction): what the owner did, newest
 * first; %NULL on an error
 */
GPtrArray *
hearth_store_actions_list (HearthDatabase *db, guint limit, GError **error)
{
  g_autoptr (GPtrArray) actions =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_action_free);
  g_autoptr (HearthStatement) statement =
      hearth_statement_new (db, SELECT_ACTION " ORDER BY id DESC LIMIT ?", error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  hearth_statement_bind_int (statement, limit);
  for (;;) {
    if (!hearth_statement_next (statement, &row, error))
      return NULL;
    if (!row)
      return g_steal_pointer (&actions);
    g_ptr_array_add (actions, read_action (statement));
  }
}

/**
 * hearth_store_actions_get_marks:
 * @db: a database
 * @marks: (out caller-allocates): how far the owner's deeds have come
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Says whether anything was done or taken back since, without reading it.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_actions_get_marks (HearthDatabase *db, HearthActionMarks *marks, GError **error)
{
  g_autoptr (HearthStatement) statement =
      hearth_statement_new (db,
                            "SELECT ifnull ((SELECT max (id) FROM actions), 0),"
                            " ifnull ((SELECT id FROM actions WHERE undone != 0 ORDER BY undone "
                            "DESC, id DESC LIMIT 1), 0),"
                            " (SELECT count (*) FROM actions WHERE undone != 0)",
                            error);
  gboolean row;

  if (statement == NULL || !hearth_statement_next (statement, &row, error))
    return FALSE;
  marks->last_id = hearth_statement_get_int (statement, 0);
  marks->last_undone_id = hearth_statement_get_int (statement, 1);
  marks->n_undone = hearth_statement_get_int (statement, 2);
  return TRUE;
}

/**
 * hearth_store_actions_list_touched:
 * @db: a database
 * @after_id: an action
 * @limit: at most so many
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable) (element-type gint64): the messages that later actions
 *   changed; %NULL on an error
 */
GArray *
hearth_store_actions_list_touched (HearthDatabase *db, gint64 after_id, guint limit, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (HearthStatement) statement = hearth_statement_new (
      db,
      /* What a permission did, its owner did not do now. */
      "SELECT DISTINCT message_id FROM action_messages WHERE action_id > ?"
      " AND action_id NOT IN (SELECT id FROM actions WHERE permission_id != 0) LIMIT ?",
      error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  hearth_statement_bind_int (statement, after_id);
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
 * hearth_action_row_turn_back:
 * @item: (inout): the message as it is now
 * @kind: what was done
 * @after: (nullable): the mailbox to which a move took it
 * @before: its flags before
 * @mailbox_before: (nullable): its mailbox before
 *
 * Makes of an item what takes the action back, if what it did still stands.
 *
 * Returns: whether there is anything to take back
 */
gboolean
hearth_action_row_turn_back (HearthActionItem *item, const char *kind, const char *after,
                             HearthMessageFlags before, const char *mailbox_before)
{
  static const struct {
    const char *kind;
    HearthMessageFlags flag;
    gboolean set;
  } marks[] = {
    { "read", HEARTH_MESSAGE_SEEN, TRUE },
    { "unread", HEARTH_MESSAGE_SEEN, FALSE },
    { "flag", HEARTH_MESSAGE_FLAGGED, TRUE },
    { "unflag", HEARTH_MESSAGE_FLAGGED, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (marks); i++) {
    if (strcmp (kind, marks[i].kind) != 0)
      continue;
    if (((item->flags & marks[i].flag) != 0) != marks[i].set)
      return FALSE;
    if (marks[i].set)
      item->remove_flags = (HearthMessageFlags) (marks[i].flag & ~before);
    else
      item->add_flags = (HearthMessageFlags) (marks[i].flag & before);
    return TRUE;
  }
  if (mailbox_before == NULL || strcmp (mailbox_before, item->mailbox) == 0 ||
      (*after != '\0' && strcmp (after, item->mailbox) != 0))
    return FALSE;
  item->target = g_strdup (mailbox_before);
  return TRUE;
}

/**
 * hearth_store_actions_find_undo:
 * @db: a database
 * @action: an action
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Finds what takes an action back: of each message only what still is as the action left it.
 *
 * Returns: (transfer full) (nullable) (element-type HearthActionItem): messages and what to do to
 *   them; %NULL on an error
 */
GPtrArray *
hearth_store_actions_find_undo (HearthDatabase *db, const HearthAction *action, GError **error)
{
  g_autoptr (GPtrArray) items =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_action_item_free);
  g_autoptr (HearthStatement) statement = NULL;
  gboolean row;

  statement = hearth_statement_new (
      db,
      HEARTH_ACTION_SELECT_ITEM
      ", a.flags, b.name"
      " FROM action_messages AS a JOIN messages AS m ON m.id = a.message_id"
      " JOIN mailboxes AS x ON x.id = m.mailbox_id JOIN sources AS s ON s.id = x.source_id"
      " LEFT JOIN mailboxes AS b ON b.id = a.mailbox_id AND b.source_id = x.source_id"
      " WHERE a.action_id = ?",
      error);
  if (statement == NULL)
    return NULL;
  hearth_statement_bind_int (statement, action->id);
  for (;;) {
    HearthActionItem *item;

    if (!hearth_statement_next (statement, &row, error))
      return NULL;
    if (!row)
      return g_steal_pointer (&items);
    item = hearth_action_row_read (statement);
    if (hearth_action_row_turn_back (item, action->kind, action->target,
                                     (HearthMessageFlags) hearth_statement_get_int (statement, 8),
                                     hearth_statement_get_text (statement, 9)))
      g_ptr_array_add (items, item);
    else
      hearth_action_item_free (item);
  }
}

static gboolean
perform_undo (HearthDatabase *db, gint64 id, GPtrArray *items, guint *n_changed, GError **error)
{
  *n_changed = 0;
  for (guint i = 0; i < items->len; i++) {
    g_auto (HearthPlace) place = { 0 };
    gboolean changed;

    if (!hearth_action_row_perform (db, items->pdata[i], &place, &changed, error))
      return FALSE;
    *n_changed += changed;
  }
  return hearth_store_actions_set_undone (db, id, error);
}

/**
 * hearth_store_actions_undo:
 * @db: a writer
 * @id: an action's row
 * @items: (element-type HearthActionItem): from hearth_store_actions_find_undo()
 * @n_changed: (out): how many messages changed
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Takes an action back, in one transaction. What its servers were not told yet, they are not told.
 *
 * Returns: %FALSE on an error; nothing was changed then
 */
gboolean
hearth_store_actions_undo (HearthDatabase *db, gint64 id, GPtrArray *items, guint *n_changed,
                           GError **error)
{
  hearth_database_assert_writer (db);
  return hearth_database_begin (db, error) &&
         hearth_database_end (db, perform_undo (db, id, items, n_changed, error), error);
}
