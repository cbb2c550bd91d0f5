/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-actions-private.h"

#include "hearth-action-batches.h"
#include "hearth-action-note.h"
#include "hearth-calendar-act.h"
#include "hearth-later.h"
#include "hearth-letters.h"
#include "hearth-memories-private.h"
#include "hearth-permissions.h"
#include "hearth-post.h"
#include "hearth-store-lessons.h"

#include <glib/gi18n.h>
#include <string.h>

/* A kind of action: flags that messages get and lose, or the mailbox that they are moved to. */
typedef struct {
  const char *name;
  HearthMessageFlags add_flags;
  HearthMessageFlags remove_flags;
  gboolean moves;
  HearthMailboxRole role;   /* of the mailbox that they are moved to; OTHER for the named one */
  const char *default_name; /* (nullable): of that mailbox where there is none */
} Kind;

/* The names are what most servers have, and what other programs know: they are not translated. */
static const Kind kinds[] = {
  { "read", HEARTH_MESSAGE_SEEN, 0, FALSE, HEARTH_MAILBOX_OTHER, NULL },
  { "unread", 0, HEARTH_MESSAGE_SEEN, FALSE, HEARTH_MAILBOX_OTHER, NULL },
  { "flag", HEARTH_MESSAGE_FLAGGED, 0, FALSE, HEARTH_MAILBOX_OTHER, NULL },
  { "unflag", 0, HEARTH_MESSAGE_FLAGGED, FALSE, HEARTH_MAILBOX_OTHER, NULL },
  { "archive", 0, 0, TRUE, HEARTH_MAILBOX_ARCHIVE, "Archive" },
  { "done", 0, 0, TRUE, HEARTH_MAILBOX_ARCHIVE, "Archive" },
  { "move", 0, 0, TRUE, HEARTH_MAILBOX_OTHER, NULL },
  { "trash", 0, 0, TRUE, HEARTH_MAILBOX_TRASH, "Trash" },
  { "junk", 0, 0, TRUE, HEARTH_MAILBOX_JUNK, "Junk" },
  { "not-junk", 0, 0, TRUE, HEARTH_MAILBOX_INBOX, "INBOX" },
};

static const Kind *
find_kind (const char *name, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    if (g_strcmp0 (kinds[i].name, name) == 0)
      return &kinds[i];
  }
  g_set_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID,
               _("“%s” is nothing that can be done to mail."), name);
  return NULL;
}

static gboolean
has_mailbox (HearthEngine *self, gint64 source_id, const char *name, GError **error)
{
  g_autoptr (GPtrArray) names = hearth_store_mailboxes_list (self->reader, source_id, error);
  HearthRunner *runner = hearth_engine_find_runner (self, source_id);

  if (names == NULL)
    return FALSE;
  if (g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
    return TRUE;
  g_set_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_NOT_FOUND,
               _("“%s” has no mailbox “%s”."),
               runner != NULL ? hearth_runner_get_name (runner) : "", name);
  return FALSE;
}

/* The mailbox of a source to which messages are moved. */
static char *
find_target (HearthEngine *self, const Kind *kind, gint64 source_id, const char *named,
             GError **error)
{
  char *found;

  if (kind->role == HEARTH_MAILBOX_OTHER)
    return has_mailbox (self, source_id, named, error) ? g_strdup (named) : NULL;
  found = hearth_store_mailboxes_dup_for_role (self->reader, source_id, kind->role, NULL);
  return found != NULL ? found : g_strdup (kind->default_name);
}

/* What was sent is where it belongs, and what is no junk cannot be taken out of it. */
static gboolean
stays (const Kind *kind, const HearthActionItem *item)
{
  if (strcmp (kind->name, "not-junk") == 0)
    return item->role != HEARTH_MAILBOX_JUNK;
  return strcmp (kind->name, "done") == 0 && item->role == HEARTH_MAILBOX_SENT;
}

/* Says what is to be done to each message; those that are so already go out of the list. */
static gboolean
plan (HearthEngine *self, const Kind *kind, const char *named, GPtrArray *items, char **target,
      GError **error)
{
  g_autoptr (GHashTable) targets =
      g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);

  for (guint i = 0; kind->moves && i < items->len; i++) {
    HearthActionItem *item = g_ptr_array_index (items, i);
    const char *found = g_hash_table_lookup (targets, &item->source_id);

    if (found == NULL) {
      found = find_target (self, kind, item->source_id, named, error);
      if (found == NULL)
        return FALSE;
      g_hash_table_insert (targets, &item->source_id, (gpointer) found);
      /* One name says where all of them went; several need none. */
      if (*target != NULL && strcmp (*target, found) != 0)
        *target = (g_free (*target), g_strdup (""));
      else if (*target == NULL)
        *target = g_strdup (found);
    }
    item->target = g_strdup (found);
  }
  for (guint i = items->len; i > 0; i--) {
    HearthActionItem *item = g_ptr_array_index (items, i - 1);

    item->add_flags = (HearthMessageFlags) (kind->add_flags & ~item->flags);
    item->remove_flags = (HearthMessageFlags) (kind->remove_flags & item->flags);
    if (stays (kind, item) || (kind->moves ? strcmp (item->target, item->mailbox) == 0
                                           : item->add_flags == 0 && item->remove_flags == 0))
      g_ptr_array_remove_index (items, i - 1);
  }
  return TRUE;
}

/* Does it to the files of a source that is not behind a server. */
gboolean
hearth_action_perform_on_file (HearthMailSource *source, HearthActionItem *item, GError **error)
{
  HearthMessageFlags flags =
      (HearthMessageFlags) ((item->flags | item->add_flags) & ~item->remove_flags);
  GError *local = NULL;

  if (item->target != NULL)
    return hearth_mail_source_move_sync (source, item->mailbox, item->key, item->path, item->target,
                                         &item->new_key, &item->new_path, NULL, error);
  if (hearth_mail_source_set_flags_sync (source, item->mailbox, item->key, item->path, flags,
                                         &item->new_path, NULL, &local))
    return TRUE;
  /* A source that keeps no flags (an mbox) leaves them to the store. One that could but may not be
   * written would take them back with the next sync: that is said now. */
  if (g_error_matches (local, HEARTH_MAIL_ERROR, HEARTH_MAIL_ERROR_UNSUPPORTED)) {
    g_error_free (local);
    return TRUE;
  }
  g_propagate_error (error, local);
  return FALSE;
}

/* Leaves in the list what can be done in the store now. One that fails keeps no other from it; the
 * first reason is kept in @problem. */
static void
perform_on_sources (HearthEngine *self, GPtrArray *items, GError **problem)
{
  for (guint i = items->len; i > 0; i--) {
    HearthActionItem *item = g_ptr_array_index (items, i - 1);
    HearthRunner *runner = hearth_engine_find_runner (self, item->source_id);
    HearthMailSource *source = runner != NULL ? hearth_runner_get_mail_source (runner) : NULL;
    GError *local = NULL;

    item->queue = runner != NULL && hearth_runner_takes_operations (runner);
    if (item->queue || source == NULL || hearth_action_perform_on_file (source, item, &local))
      continue;
    g_ptr_array_remove_index (items, i - 1);
    g_clear_error (problem);
    *problem = local;
  }
}

/* Has servers told of it. */
static void
tell_servers (HearthEngine *self, GPtrArray *items)
{
  gint64 last = 0;

  for (guint i = 0; i < items->len; i++) {
    const HearthActionItem *item = g_ptr_array_index (items, i);

    if (item->queue && item->source_id != last)
      hearth_runner_replay (hearth_engine_find_runner (self, item->source_id));
    last = item->source_id;
  }
}

typedef struct {
  HearthWriter *writer; /* (nullable) of an act, not of what takes one back */
  const char *kind;
  const char *target;
  const gint64 *ids; /* all that the owner meant, also those that need not be moved */
  gsize n_ids;
  GPtrArray *items;
  const char *note;                   /* of what is taken back */
  const HearthPermission *permission; /* (nullable): by which it is done */
  gint64 action_id;
  guint n_changed;
  gboolean settled; /* something that hangs on messages was changed too */
} Write;

/* From so many messages on an action is taken back in portions. */
#define MANY 256

/* Thousands put away at once are much alike: a few of them teach as much. */
#define MAX_LESSONS 32

/* What is learned from an action, or %NULL. */
static const char *
find_lesson (const char *kind)
{
  if (strcmp (kind, "junk") == 0)
    return "spam";
  return strcmp (kind, "not-junk") == 0 ? "good" : NULL;
}

/* What hangs on the messages is settled in the same transaction. */
static gboolean
write_note (HearthDatabase *db, Write *write, GError **error)
{
  g_autoptr (GString) note = g_string_new (NULL);

  if (!hearth_action_note_settle (db, write->kind, write->ids, write->n_ids, note, error))
    return FALSE;
  write->settled = note->len > 0;
  if (!write->settled)
    return TRUE;
  if (write->action_id != 0)
    return hearth_store_actions_set_note (db, write->action_id, note->str, error);
  return hearth_store_actions_add_note (db, write->kind, (gint64) write->n_ids, note->str,
                                        &write->action_id, error);
}

/* What was to be done by permission is done with the same transaction. */
static gboolean
write_permission (HearthDatabase *db, Write *write, GError **error)
{
  if (write->permission == NULL)
    return TRUE;
  for (gsize i = 0; i < write->n_ids; i++) {
    if (!hearth_store_permissions_unqueue (db, write->ids[i], error))
      return FALSE;
  }
  return write->action_id == 0 ||
         hearth_store_permissions_note_applied (db, write->permission, write->action_id, error);
}

static gboolean
write_action (HearthDatabase *db, gpointer user_data, GError **error)
{
  Write *write = user_data;
  const char *lesson = find_lesson (write->kind);

  for (guint i = 0; lesson != NULL && i < MIN (write->items->len, MAX_LESSONS); i++) {
    const HearthActionItem *item = g_ptr_array_index (write->items, i);

    if (!hearth_store_lessons_add (db, item->id, lesson, error))
      return FALSE;
  }
  return hearth_store_actions_add (db, write->kind, write->target, write->items, &write->action_id,
                                   error) &&
         write_note (db, write, error) && write_permission (db, write, error) &&
         hearth_writer_ride (write->writer, db, write->action_id, error);
}

/* What several actions did, to be taken back at once. */
typedef struct {
  gint64 permission_id;
  GPtrArray *writes; /* (element-type Write) */
} WriteAll;

static void
write_free (gpointer data)
{
  Write *write = data;

  g_ptr_array_unref (write->items);
  g_free (write);
}

static gboolean
write_undo_all (HearthDatabase *db, gpointer user_data, GError **error)
{
  WriteAll *all = user_data;

  for (guint i = 0; i < all->writes->len; i++) {
    Write *write = g_ptr_array_index (all->writes, i);

    if (!hearth_store_actions_undo (db, write->action_id, write->items, &write->n_changed, error))
      return FALSE;
  }
  return hearth_store_permissions_revoke (db, all->permission_id, error);
}

static gboolean
write_undo (HearthDatabase *db, gpointer user_data, GError **error)
{
  Write *write = user_data;
  guint n_restored;

  for (guint i = 0; find_lesson (write->kind) != NULL && i < write->items->len; i++) {
    const HearthActionItem *item = g_ptr_array_index (write->items, i);

    if (!hearth_store_lessons_remove (db, item->id, error))
      return FALSE;
  }
  return hearth_action_note_restore (db, write->note, &n_restored, error) &&
         hearth_store_actions_undo (db, write->action_id, write->items, &write->n_changed, error);
}

static void
tell_changed (HearthEngine *self, const char *kind, gboolean settled)
{
  g_autoptr (GError) error = NULL;

  hearth_engine_emit_changed (self, "messages");
  if (find_lesson (kind) != NULL)
    hearth_engine_emit_changed (self, "lessons");
  if (!settled)
    return;
  /* At once, also in a program that ends. */
  if (!hearth_engine_plan_later (self, &error))
    g_warning ("What was put off could not be planned yet: %s", error->message);
  hearth_engine_emit_changed (self, "later");
  hearth_engine_emit_changed (self, "findings");
}

static gboolean
check_ids (GPtrArray *items, gsize n_ids, GError **error)
{
  if (items->len > 0 || n_ids == 0)
    return TRUE;
  g_set_error_literal (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_NOT_FOUND,
                       _("There is no such message in the store; it may have been deleted."));
  return FALSE;
}

static gboolean
act (HearthEngine *self, const char *kind, const gint64 *ids, gsize n_ids, const char *target,
     const HearthPermission *permission, gint64 *action_id, GError **error)
{
  const Kind *found = find_kind (kind, error);
  g_autoptr (GPtrArray) items = NULL;
  g_autofree char *where = NULL;
  GError *problem = NULL;
  Write write = { .writer = self->writer, .kind = kind, .permission = permission };

  *action_id = 0;
  if (found == NULL)
    return FALSE;
  items = hearth_store_actions_find (self->reader, ids, n_ids, error);
  if (items == NULL || !check_ids (items, n_ids, error) ||
      !plan (self, found, target != NULL ? target : "", items, &where, error))
    return FALSE;
  perform_on_sources (self, items, &problem);
  if (items->len > 0 || (problem == NULL && (permission != NULL || strcmp (kind, "done") == 0))) {
    write.target = where != NULL ? where : "";
    write.items = items;
    write.ids = ids;
    write.n_ids = n_ids;
    if (!hearth_writer_run_sync (self->writer, write_action, &write,
                                 problem == NULL ? error : NULL)) {
      if (problem != NULL)
        g_propagate_error (error, problem);
      return FALSE;
    }
    *action_id = write.action_id;
    tell_servers (self, items);
    tell_changed (self, kind, write.settled);
  }
  if (problem == NULL)
    return TRUE;
  g_propagate_error (error, problem);
  return FALSE;
}

/**
 * hearth_engine_act:
 * @self: an engine
 * @kind: "read", "unread", "flag", "unflag", "archive", "done", "move", "trash", "junk" or
 *   "not-junk"
 * @ids: (array length=n_ids): messages
 * @n_ids: their number
 * @target: (nullable): the mailbox that they are moved to, for "move"
 * @action_id: (out): for hearth_engine_undo(); 0 if nothing had to be done
 * @error: `HEARTH_ENGINE_ERROR_INVALID`, `NOT_FOUND`, a #HearthMailError of a file that could not
 * be changed, or a #HearthStoreError
 *
 * Does something to messages. It stands in the store when this returns; nothing is ever deleted for
 * good. What is done is archived, what was found in it is settled, and it does not come back.
 * Messages that went meanwhile are passed over. If some files could not be changed, the
 * others are, and the reason is in @error.
 *
 * Returns: whether all of it is done
 */
gboolean
hearth_engine_act (HearthEngine *self, const char *kind, const gint64 *ids, gsize n_ids,
                   const char *target, gint64 *action_id, GError **error)
{
  return act (self, kind, ids, n_ids, target, NULL, action_id, error);
}

/**
 * hearth_engine_act_by_permission:
 * @self: an engine
 * @permission: what allows it
 * @ids: (array length=n_ids): messages
 * @n_ids: how many
 * @action_id: (out): the action, for hearth_engine_undo(), or 0
 * @error: where to put the reason of a failure
 *
 * Does to messages what a permission allows; what is left of it to be done is noted as done.
 *
 * Returns: whether it was done
 */
gboolean
hearth_engine_act_by_permission (HearthEngine *self, const HearthPermission *permission,
                                 const gint64 *ids, gsize n_ids, gint64 *action_id, GError **error)
{
  return act (self, permission->verb, ids, n_ids, NULL, permission, action_id, error);
}

/**
 * hearth_engine_undo:
 * @self: an engine
 * @action_id: from hearth_engine_act(), also of an earlier run; 0 for the last that was not taken
 *   back
 * @n_changed: (out) (optional): how many messages or events are as before again
 * @error: `HEARTH_ENGINE_ERROR_EXISTS` if it was taken back already, %HEARTH_STORE_ERROR_NOT_FOUND,
 * a #HearthMailError or #HearthStoreError
 *
 * Takes an action back, as far as what it did still stands: what was changed again since, here or
 * on the server, stays. That of thousands goes on in the background, see hearth_engine_is_moving().
 *
 * Returns: whether that is done
 */
gboolean
hearth_engine_undo (HearthEngine *self, gint64 action_id, guint *n_changed, GError **error)
{
  g_autoptr (HearthAction) action = hearth_store_actions_get (self->reader, action_id, error);
  g_autoptr (GPtrArray) items = NULL;
  GError *problem = NULL;
  Write write = { 0 };

  if (action == NULL)
    return FALSE;
  if (action->undone != 0) {
    g_set_error_literal (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_EXISTS,
                         _("That was taken back already."));
    return FALSE;
  }
  if (g_str_equal (action->kind, "send") || g_str_equal (action->kind, "remind"))
    return hearth_engine_undo_post (self, action, n_changed, error);
  if (strcmp (action->kind, "memory") == 0)
    return hearth_memories_undo (self, action, n_changed, error);
  if (strcmp (action->kind, "letter-delete") == 0)
    return hearth_letters_undo (self, action, n_changed, error);
  if (g_str_has_prefix (action->kind, "event-") || g_str_has_prefix (action->kind, "task-"))
    return hearth_calendar_undo (self, action->id, action->target, n_changed, error);
  if (find_lesson (action->kind) == NULL &&
      (action->n_messages >= MANY || action->state != HEARTH_ACTION_DONE)) {
    if (n_changed != NULL)
      *n_changed = action->n_messages;
    return hearth_engine_undo_many (self, action->id, error);
  }
  if (g_str_has_prefix (action->kind, "later"))
    return hearth_later_undo (self, action, n_changed, error);
  items = hearth_store_actions_find_undo (self->reader, action, error);
  if (items == NULL)
    return FALSE;
  perform_on_sources (self, items, &problem);
  if (problem != NULL && items->len == 0) {
    g_propagate_error (error, problem);
    return FALSE;
  }
  write.action_id = action->id;
  write.kind = action->kind;
  write.items = items;
  write.note = action->note;
  if (!hearth_writer_run_sync (self->writer, write_undo, &write, error)) {
    g_clear_error (&problem);
    return FALSE;
  }
  if (n_changed != NULL)
    *n_changed = write.n_changed;
  tell_servers (self, items);
  tell_changed (self, action->kind, action->note != NULL);
  /* The rest came back; whoever asked hears of what did not. */
  if (problem != NULL) {
    g_propagate_error (error, problem);
    return FALSE;
  }
  return TRUE;
}

/**
 * hearth_engine_finish_operations:
 * @self: an engine
 *
 * Waits until servers were told what the owner did, or could not be told now, for programs that
 * end.
 */
void
hearth_engine_finish_operations (HearthEngine *self)
{
  hearth_engine_finish_batches (self);
  for (guint i = 0; i < self->runners->len; i++) {
    while (hearth_runner_is_replaying (g_ptr_array_index (self->runners, i)))
      g_main_context_iteration (NULL, TRUE);
  }
}

/**
 * hearth_engine_set_read:
 * @self: an engine
 * @ids: (array length=n_ids): messages
 * @n_ids: their number
 * @read: whether they were read
 * @error: see hearth_engine_act()
 *
 * Marks messages read or unread in their source and in the store.
 *
 * Returns: whether all are
 */
gboolean
hearth_engine_set_read (HearthEngine *self, const gint64 *ids, gsize n_ids, gboolean read,
                        GError **error)
{
  gint64 action_id;

  return hearth_engine_act (self, read ? "read" : "unread", ids, n_ids, NULL, &action_id, error);
}

/* Finds what takes back all that was done by a permission. */
static gboolean
collect_undo (HearthEngine *self, gint64 permission_id, GPtrArray *writes, GError **problem,
              GError **error)
{
  g_autoptr (GArray) actions =
      hearth_store_permissions_list_actions (self->reader, permission_id, error);

  if (actions == NULL)
    return FALSE;
  for (guint i = 0; i < actions->len; i++) {
    g_autoptr (HearthAction) action =
        hearth_store_actions_get (self->reader, g_array_index (actions, gint64, i), error);
    g_autoptr (GPtrArray) items =
        action != NULL ? hearth_store_actions_find_undo (self->reader, action, error) : NULL;
    Write *write;

    if (items == NULL)
      return FALSE;
    perform_on_sources (self, items, problem);
    write = g_new0 (Write, 1);
    write->action_id = action->id;
    write->items = g_steal_pointer (&items);
    g_ptr_array_add (writes, write);
  }
  return TRUE;
}

/**
 * hearth_engine_undo_permission:
 * @self: an engine
 * @permission_id: its row
 * @n_changed: (out): how many messages were changed back
 * @error: where to put the reason of a failure
 *
 * Takes a permission back and all that was done by it, in one transaction: as far as it still
 * stands. Files that could not be changed are left, and the reason is in @error.
 *
 * Returns: whether all of it was taken back
 */
gboolean
hearth_engine_undo_permission (HearthEngine *self, gint64 permission_id, guint *n_changed,
                               GError **error)
{
  g_autoptr (GPtrArray) writes = g_ptr_array_new_with_free_func (write_free);
  WriteAll all = { permission_id, writes };
  GError *problem = NULL;

  *n_changed = 0;
  if (!collect_undo (self, permission_id, writes, &problem, error) ||
      !hearth_writer_run_sync (self->writer, write_undo_all, &all, error)) {
    g_clear_error (&problem);
    return FALSE;
  }
  for (guint i = 0; i < writes->len; i++) {
    const Write *write = g_ptr_array_index (writes, i);

    *n_changed += write->n_changed;
    tell_servers (self, write->items);
  }
  tell_changed (self, "undo", FALSE);
  if (problem == NULL)
    return TRUE;
  g_propagate_error (error, problem);
  return FALSE;
}
