/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-repair.h"

#include "hearth-engine-private.h"
#include "hearth-store-check.h"

/* To compare the indexes for searching with what is there, the one connection that writes is
 * needed, for as long as it takes to index all mail. It is asked for by the owner alone. */

typedef struct {
  gboolean repair;
  gboolean right; /* before anything was repaired */
} Check;

static gboolean
run_check (HearthDatabase *db, gpointer user_data, GError **error)
{
  Check *check = user_data;

  return hearth_store_check_indexes (db, &check->right, error) &&
         (!check->repair || check->right || hearth_store_repair (db, error));
}

/**
 * hearth_engine_check_sync:
 * @self: an engine
 * @repair: whether to mend what is wrong
 * @right: (out): whether the indexes for searching said what is there
 * @error: return location for a #HearthStoreError
 *
 * Compares the indexes for searching with mail, conversations and memories, and makes them anew if
 * that is asked for.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_engine_check_sync (HearthEngine *self, gboolean repair, gboolean *right, GError **error)
{
  Check check = { repair, FALSE };

  if (!hearth_writer_call_sync (self->writer, run_check, &check, error))
    return FALSE;
  *right = check.right;
  return TRUE;
}

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (hearth_writer_call_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * hearth_engine_check_async:
 * @self: an engine
 * @repair: whether to mend what is wrong
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * As hearth_engine_check_sync(), while the main thread does something else.
 */
void
hearth_engine_check_async (HearthEngine *self, gboolean repair, GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  Check *check = g_new0 (Check, 1);

  check->repair = repair;
  g_task_set_source_tag (task, hearth_engine_check_async);
  g_task_set_task_data (task, check, g_free);
  hearth_writer_call_async (self->writer, run_check, check, checked_cb, task);
}

/**
 * hearth_engine_check_finish:
 * @self: an engine
 * @result: from the callback
 * @right: (out): whether the indexes for searching said what is there
 * @error: return location for a #HearthStoreError
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_engine_check_finish (HearthEngine *self, GAsyncResult *result, gboolean *right,
                            GError **error)
{
  const Check *check = g_task_get_task_data (G_TASK (result));

  *right = check->right;
  return g_task_propagate_boolean (G_TASK (result), error);
}
