/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-database.h"
#include "hearth-message.h"
#include "hearth-records.h"

G_BEGIN_DECLS

/**
 * HearthActionItem: one message of an action.
 * @id: the message's row
 * @source_id: its source
 * @source_kind: what its source is
 * @mailbox: (nullable): its mailbox
 * @role: its mailbox's role
 * @flags: its flags
 * @key: (nullable): its key
 * @path: (nullable): where it lies
 *
 * @add_flags: flags that it gets
 * @remove_flags: flags that it loses
 * @target: (nullable): the mailbox of the same source that it is moved to
 * @queue: its server is told later
 * @new_key: (nullable): its key from then on, if it is another
 * @new_path: (nullable): where it lies from then on, if that is elsewhere
 *
 * What stands above the line is read by hearth_store_actions_find(); what is below it is what to do.
 */
typedef struct {
  gint64 id;
  gint64 source_id;
  HearthSourceKind source_kind;
  char *mailbox;
  HearthMailboxRole role;
  HearthMessageFlags flags;
  char *key;
  char *path;

  HearthMessageFlags add_flags;
  HearthMessageFlags remove_flags;
  char *target;
  gboolean queue;
  char *new_key;
  char *new_path;
} HearthActionItem;

HearthActionItem *
hearth_action_item_new (void) G_GNUC_WARN_UNUSED_RESULT;
void
hearth_action_item_free (HearthActionItem *self);

/** HearthActionState: an action on many messages is done in portions. The numbers are stored. */
typedef enum {
  HEARTH_ACTION_DONE,
  HEARTH_ACTION_DOING,
  HEARTH_ACTION_UNDOING,
} HearthActionState;

/**
 * HearthAction: what the owner did to mail.
 * @id: row
 * @at: when, seconds since 1970 UTC
 * @kind: a short name, as in the D-Bus method Act
 * @target: the mailbox that messages were moved to, or ""
 * @n_messages: how many messages it changed
 * @undone: when it was taken back, or 0
 * @state: whether all of that is done
 * @permission_id: the permission by which it was done, or 0 if the owner did it
 * @note: (nullable): what it changed beside messages, see hearth_later_pack()
 */
typedef struct {
  gint64 id;
  gint64 at;
  char *kind;
  char *target;
  gint64 n_messages;
  gint64 undone;
  HearthActionState state;
  gint64 permission_id;
  char *note;
} HearthAction;

void
hearth_action_free (HearthAction *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthAction, hearth_action_free)

/**
 * HearthActionMarks: how far the owner's deeds have come.
 * @last_id: the newest action
 * @last_undone_id: the action that was taken back last, or 0
 * @n_undone: how many were taken back
 */
typedef struct {
  gint64 last_id;
  gint64 last_undone_id;
  gint64 n_undone;
} HearthActionMarks;

gboolean
hearth_store_actions_get_marks (HearthDatabase *db, HearthActionMarks *marks, GError **error);
GArray *
hearth_store_actions_list_touched (HearthDatabase *db, gint64 after_id, guint limit,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *
hearth_store_actions_find (HearthDatabase *db, const gint64 *ids, gsize n_ids,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean
hearth_store_actions_add (HearthDatabase *db, const char *kind, const char *target,
                          GPtrArray *items, gint64 *action_id, GError **error);
gboolean
hearth_store_actions_add_note (HearthDatabase *db, const char *kind, gint64 n_messages,
                               const char *note, gint64 *action_id, GError **error);
gboolean
hearth_store_actions_set_note (HearthDatabase *db, gint64 id, const char *note, GError **error);
gboolean
hearth_store_actions_set_undone (HearthDatabase *db, gint64 id, GError **error);
HearthAction *
hearth_store_actions_get (HearthDatabase *db, gint64 id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *
hearth_store_actions_list (HearthDatabase *db, guint limit,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *
hearth_store_actions_find_undo (HearthDatabase *db, const HearthAction *action,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean
hearth_store_actions_undo (HearthDatabase *db, gint64 id, GPtrArray *items, guint *n_changed,
                           GError **error);
char *
hearth_store_mailboxes_dup_for_role (HearthDatabase *db, gint64 source_id, HearthMailboxRole role,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
