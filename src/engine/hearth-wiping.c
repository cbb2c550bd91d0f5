/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-wiping.h"

#include "hearth-database-wipe.h"
#include "hearth-engine-private.h"

/* To remove something for good, tables and indexes are written anew and the log is emptied. In a
 * large store that takes a second, for which the store's thread is there: whoever waits on the main
 * thread meanwhile, the next reminder above all, is not held up. */

/* Whoever is in the middle of reading keeps the log from being emptied. */
#define AGAIN_MS 1000

typedef struct {
  HearthWriteFunc func; /* (nullable): removes it, in a transaction */
  gpointer user_data;
  gboolean done; /* nothing of it is in the log any more */
} Wipe;

static gboolean
run_wipe (HearthDatabase *db, gpointer user_data, GError **error)
{
  Wipe *wipe = user_data;
  g_autoptr (GError) problem = NULL;

  if (wipe->func != NULL && !hearth_database_begin (db, error))
    return FALSE;
  if (wipe->func != NULL &&
      (!wipe->func (db, wipe->user_data, error) || !hearth_database_commit (db, error))) {
    hearth_database_rollback (db);
    return FALSE;
  }
  /* It is out of the store now. That the log is still to be emptied stands there, too, for the next
   * try or the next process. */
  if (!hearth_database_empty_log (db, &wipe->done, &problem)) {
    g_warning ("What was removed for good is still in the log: %s", problem->message);
    wipe->done = FALSE;
  }
  return TRUE;
}

static gboolean
again_cb (gpointer user_data)
{
  HearthEngine *self = user_data;

  self->wipe_soon = 0;
  hearth_engine_finish_wiping (self);
  return G_SOURCE_REMOVE;
}

static void
take_up (HearthEngine *self, const Wipe *wipe)
{
  if (!wipe->done && self->wipe_soon == 0 && !self->paused && self->writer != NULL)
    self->wipe_soon = g_timeout_add_full (G_PRIORITY_LOW, AGAIN_MS, again_cb, self, NULL);
}

/**
 * hearth_engine_wipe_sync:
 * @self: an engine
 * @func: removes something from the store, and calls hearth_database_mark_wiped()
 * @user_data: for @func
 * @error: what @func fails with, or a #HearthStoreError of the commit
 *
 * Removes something in one transaction and empties the log of it; where a reader is in the way,
 * that is tried again until it is done.
 *
 * Returns: whether it is out of the store; otherwise nothing was changed
 */
gboolean
hearth_engine_wipe_sync (HearthEngine *self, HearthWriteFunc func, gpointer user_data,
                         GError **error)
{
  Wipe wipe = { func, user_data, FALSE };

  if (!hearth_writer_call_sync (self->writer, run_wipe, &wipe, error))
    return FALSE;
  take_up (self, &wipe);
  return TRUE;
}

static void
wiped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (!hearth_writer_call_finish (result, &error)) {
    g_task_return_error (task, error);
    return;
  }
  take_up (g_task_get_source_object (task), g_task_get_task_data (task));
  g_task_return_boolean (task, TRUE);
}

/**
 * hearth_engine_wipe_async:
 * @self: an engine
 * @func: (nullable): removes something from the store, on the store's thread, and calls
 *   hearth_database_mark_wiped()
 * @user_data: for @func; it must live until @callback
 * @callback: called when it is done
 * @callback_data: for @callback
 *
 * As hearth_engine_wipe_sync(), while the main thread does something else.
 */
void
hearth_engine_wipe_async (HearthEngine *self, HearthWriteFunc func, gpointer user_data,
                          GAsyncReadyCallback callback, gpointer callback_data)
{
  GTask *task = g_task_new (self, NULL, callback, callback_data);
  Wipe *wipe = g_new0 (Wipe, 1);

  wipe->func = func;
  wipe->user_data = user_data;
  g_task_set_source_tag (task, hearth_engine_wipe_async);
  g_task_set_task_data (task, wipe, g_free);
  hearth_writer_call_async (self->writer, run_wipe, wipe, wiped_cb, task);
}

/**
 * hearth_engine_wipe_finish:
 * @self: an engine
 * @result: from the callback
 * @error: as of hearth_engine_wipe_sync()
 *
 * Returns: whether it is out of the store; otherwise nothing was changed
 */
gboolean
hearth_engine_wipe_finish (HearthEngine *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
finished_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!hearth_engine_wipe_finish (HEARTH_ENGINE (source), result, &error))
    g_warning ("%s", error->message);
}

/**
 * hearth_engine_finish_wiping:
 * @self: an engine
 *
 * Sees to it that what was removed for good leaves the store's log too, also what an earlier
 * process had no time for: now, or when those who read the store let it.
 */
void
hearth_engine_finish_wiping (HearthEngine *self)
{
  hearth_engine_wipe_async (self, NULL, NULL, finished_cb, NULL);
}
