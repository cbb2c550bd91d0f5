/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-conversations.h"

#include "hearth-engine-private.h"
#include "hearth-wiping.h"

#include <glib/gi18n.h>

typedef struct {
  const HearthConversation *fresh;
  gint64 replace_from;
  HearthTurn *asked;
  HearthTurn *answer;
} Begin;

static gboolean
write_begin (HearthDatabase *db, gpointer user_data, GError **error)
{
  Begin *begin = user_data;

  if (begin->fresh != NULL && !hearth_store_conversations_add (db, begin->fresh, error))
    return FALSE;
  if (!hearth_store_turns_save (db, begin->asked, error))
    return FALSE;
  if (begin->replace_from != 0 &&
      !hearth_store_turns_replace (db, begin->asked->conversation, begin->replace_from,
                                   begin->asked->id, error))
    return FALSE;
  return hearth_store_turns_save (db, begin->answer, error);
}

/**
 * hearth_engine_begin_turn:
 * @self: an engine
 * @fresh: (nullable): the conversation, where it may not be stored yet
 * @replace_from: the turn from which on the conversation is replaced, or 0
 * @asked: (inout): what the owner said; its row is set
 * @answer: (inout): the answer, of which nothing is said yet; its row is set
 * @error: a #HearthStoreError
 *
 * Stores a question, and that it is being answered.
 *
 * Returns: whether it is on disk; otherwise nothing was changed
 */
gboolean
hearth_engine_begin_turn (HearthEngine *self, const HearthConversation *fresh, gint64 replace_from,
                          HearthTurn *asked, HearthTurn *answer, GError **error)
{
  Begin begin = { fresh, replace_from, asked, answer };

  if (!hearth_writer_run_sync (self->writer, write_begin, &begin, error)) {
    asked->id = answer->id = 0;
    return FALSE;
  }
  hearth_engine_emit_changed (self, "turns");
  return TRUE;
}

typedef struct {
  gint64 turn;
  HearthTurnRating rating;
  char *conversation; /* (owned) (nullable) */
  gint64 first;
} TurnChange;

static gboolean
write_rating (HearthDatabase *db, gpointer user_data, GError **error)
{
  TurnChange *change = user_data;

  return hearth_store_turns_rate (db, change->turn, change->rating, error);
}

/**
 * hearth_engine_rate_turn:
 * @self: an engine
 * @turn: the row of a whole answer
 * @rating: what the owner thinks of it; %HEARTH_TURN_UNRATED takes that back
 * @error: a #HearthStoreError
 *
 * Returns: whether it is on disk
 */
gboolean
hearth_engine_rate_turn (HearthEngine *self, gint64 turn, HearthTurnRating rating, GError **error)
{
  TurnChange change = { .turn = turn, .rating = rating };

  if (!hearth_writer_run_sync (self->writer, write_rating, &change, error))
    return FALSE;
  hearth_engine_emit_changed (self, "turns");
  return TRUE;
}

static gboolean
write_restored (HearthDatabase *db, gpointer user_data, GError **error)
{
  TurnChange *change = user_data;

  change->first = hearth_store_turns_restore (db, change->turn, &change->conversation, error);
  return change->first != 0;
}

/**
 * hearth_engine_restore_turns:
 * @self: an engine
 * @by: the row of a question that took the place of another
 * @conversation: (out) (transfer full): the name of their conversation
 * @error: a #HearthStoreError
 *
 * Makes what was said before part of the conversation again, and what was said instead no longer.
 *
 * Returns: the first turn that is part of it again, or 0; then nothing was changed
 */
gint64
hearth_engine_restore_turns (HearthEngine *self, gint64 by, char **conversation, GError **error)
{
  TurnChange change = { .turn = by };

  if (!hearth_writer_run_sync (self->writer, write_restored, &change, error)) {
    g_free (change.conversation);
    return 0;
  }
  *conversation = change.conversation;
  hearth_engine_emit_changed (self, "turns");
  return change.first;
}

typedef struct {
  const char *name;
  const char *text;
  gint64 until;
  HearthLabel label;
} Change;

static gboolean
write_title (HearthDatabase *db, gpointer user_data, GError **error)
{
  Change *change = user_data;

  return hearth_store_conversations_rename (db, change->name, change->text, error);
}

/**
 * hearth_engine_rename_conversation:
 * @self: an engine
 * @name: a conversation's name
 * @title: what it shall be called; cut to one short line
 * @error: a #HearthStoreError; %HEARTH_ENGINE_ERROR_INVALID for a title of nothing
 *
 * Returns: whether it is called so
 */
gboolean
hearth_engine_rename_conversation (HearthEngine *self, const char *name, const char *title,
                                   GError **error)
{
  g_autofree char *clean = hearth_conversation_clean_title (title);
  Change change = { .name = name, .text = clean };

  if (*clean == '\0') {
    g_set_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID,
                 _("A conversation needs a title."));
    return FALSE;
  }
  if (!hearth_writer_run_sync (self->writer, write_title, &change, error))
    return FALSE;
  hearth_engine_emit_changed (self, "turns");
  return TRUE;
}

static gboolean
write_summary (HearthDatabase *db, gpointer user_data, GError **error)
{
  Change *change = user_data;

  return hearth_store_conversations_set_summary (db, change->name, change->text, change->until,
                                                 change->label, error);
}

/**
 * hearth_engine_set_summary:
 * @self: an engine
 * @name: a conversation's name
 * @summary: what was said in it so far, in short
 * @until: the last turn that is in it
 * @label: of all that is in it
 * @error: a #HearthStoreError
 *
 * Returns: whether it is kept
 */
gboolean
hearth_engine_set_summary (HearthEngine *self, const char *name, const char *summary, gint64 until,
                           HearthLabel label, GError **error)
{
  Change change = { name, summary, until, label };

  return hearth_writer_run_sync (self->writer, write_summary, &change, error);
}

static gboolean
write_removal (HearthDatabase *db, gpointer user_data, GError **error)
{
  return hearth_store_conversations_remove (db, user_data, error);
}

static void
tell_removed (HearthEngine *self)
{
  hearth_engine_emit_changed (self, "turns");
  hearth_engine_emit_changed (self, "cards");
}

/**
 * hearth_engine_remove_conversation:
 * @self: an engine
 * @name: a conversation's name
 * @error: a #HearthStoreError
 *
 * Removes a conversation so that none of its words stay in the files of the store.
 *
 * Returns: whether it is gone
 */
gboolean
hearth_engine_remove_conversation (HearthEngine *self, const char *name, GError **error)
{
  if (!hearth_engine_wipe_sync (self, write_removal, (gpointer) name, error))
    return FALSE;
  tell_removed (self);
  return TRUE;
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HearthEngine *self = HEARTH_ENGINE (source);
  GError *error = NULL;

  if (!hearth_engine_wipe_finish (self, result, &error)) {
    g_task_return_error (task, error);
    return;
  }
  tell_removed (self);
  g_task_return_boolean (task, TRUE);
}

/**
 * hearth_engine_remove_conversation_async:
 * @self: an engine
 * @name: a conversation's name
 * @callback: called when it is gone
 * @user_data: for @callback
 *
 * As hearth_engine_remove_conversation(), while the main thread does something else.
 */
void
hearth_engine_remove_conversation_async (HearthEngine *self, const char *name,
                                         GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  char *kept = g_strdup (name);

  g_task_set_source_tag (task, hearth_engine_remove_conversation_async);
  g_task_set_task_data (task, kept, g_free);
  hearth_engine_wipe_async (self, write_removal, kept, removed_cb, task);
}

/**
 * hearth_engine_remove_conversation_finish:
 * @self: an engine
 * @result: from the callback
 * @error: a #HearthStoreError
 *
 * Returns: whether it is gone
 */
gboolean
hearth_engine_remove_conversation_finish (HearthEngine *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
