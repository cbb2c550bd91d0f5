/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-conversations.h"

#include "hearth-database-wipe.h"
#include "hearth-engine-private.h"

#include <glib/gi18n.h>

/* What reads the store while its log is to be emptied is waited for so long. */
#define WIPE_AGAIN_SECONDS 5

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
  if (begin->replace_from != 0 &&
      !hearth_store_turns_replace (db, begin->asked->conversation, begin->replace_from, error))
    return FALSE;
  return hearth_store_turns_save (db, begin->asked, error) &&
         hearth_store_turns_save (db, begin->answer, error);
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
  Change *change = user_data;

  return hearth_store_conversations_remove (db, change->name, error);
}

static gboolean
empty_log (HearthDatabase *db, gpointer user_data, GError **error)
{
  return hearth_database_empty_log (db, user_data, error);
}

static gboolean
empty_log_cb (gpointer user_data)
{
  GWeakRef *ref = user_data;
  g_autoptr (HearthEngine) self = g_weak_ref_get (ref);

  if (self != NULL && self->writer != NULL)
    hearth_engine_finish_wiping (self);
  return G_SOURCE_REMOVE;
}

static void
ref_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

/**
 * hearth_engine_finish_wiping:
 * @self: an engine
 *
 * Sees to it that what was removed for good leaves the store's log too: now, or when those who read
 * the store let it.
 */
void
hearth_engine_finish_wiping (HearthEngine *self)
{
  g_autoptr (GError) error = NULL;
  gboolean done = TRUE;
  GWeakRef *ref;

  if (!hearth_writer_call_sync (self->writer, empty_log, &done, &error))
    g_warning ("%s", error->message);
  if (done)
    return;
  ref = g_new0 (GWeakRef, 1);
  g_weak_ref_init (ref, self);
  g_timeout_add_seconds_full (G_PRIORITY_LOW, WIPE_AGAIN_SECONDS, empty_log_cb, ref, ref_free);
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
  Change change = { .name = name };

  if (!hearth_writer_run_sync (self->writer, write_removal, &change, error))
    return FALSE;
  hearth_engine_finish_wiping (self);
  hearth_engine_emit_changed (self, "turns");
  hearth_engine_emit_changed (self, "cards");
  return TRUE;
}
