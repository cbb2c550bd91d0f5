/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-action-batches.h"

#include "hearth-actions-private.h"
#include "hearth-engine-private.h"
#include "hearth-store-action-batches.h"

#include <glib/gi18n.h>
#include <string.h>

/* Messages of a portion: few enough that whoever wants the writer waits for some milliseconds. */
#define PORTION 64

struct _HearthActionBatches {
  gboolean running;
  guint64 done;
  guint64 total;
  char *problem; /* (owned) (nullable) the first message that could not be moved says why */
};

/* Where the messages of a source go, as the writer's thread sees it. */
typedef struct {
  HearthMailSource *source; /* (owned) (nullable) if its server is told later */
  char *target;             /* (owned) its archive */
  gboolean moved;           /* something of it was changed */
} Place;

static void
place_free (gpointer data)
{
  Place *place = data;

  g_clear_object (&place->source);
  g_free (place->target);
  g_free (place);
}

/* One portion on its way to the writer and back. */
typedef struct {
  HearthEngine *engine; /* (owned) */
  GHashTable *places;   /* (owned) (element-type gint64 Place) by source */
  guint n_taken;
  gboolean more;
  GError *problem; /* (owned) (nullable) of a message */
  GError *error;   /* (owned) (nullable) of the store */
} Portion;

static void
portion_free (Portion *self)
{
  g_object_unref (self->engine);
  g_hash_table_unref (self->places);
  g_clear_error (&self->problem);
  g_clear_error (&self->error);
  g_free (self);
}

static HearthActionBatches *
ensure_batches (HearthEngine *self)
{
  if (self->batches == NULL)
    self->batches = g_new0 (HearthActionBatches, 1);
  return self->batches;
}

void
hearth_action_batches_free (HearthActionBatches *self)
{
  if (self == NULL)
    return;
  g_free (self->problem);
  g_free (self);
}

static char *
dup_archive (HearthEngine *self, gint64 source_id)
{
  char *name =
      hearth_store_mailboxes_dup_for_role (self->reader, source_id, HEARTH_MAILBOX_ARCHIVE, NULL);

  return name != NULL ? name : g_strdup ("Archive");
}

static GHashTable *
list_places (HearthEngine *self)
{
  GHashTable *places = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, place_free);

  for (guint i = 0; i < self->runners->len; i++) {
    HearthRunner *runner = g_ptr_array_index (self->runners, i);
    HearthMailSource *source = hearth_runner_get_mail_source (runner);
    gint64 id = hearth_runner_get_id (runner);
    Place *place;

    if (source == NULL)
      continue;
    place = g_new0 (Place, 1);
    if (!hearth_runner_takes_operations (runner))
      place->source = g_object_ref (source);
    place->target = dup_archive (self, id);
    g_hash_table_insert (places, g_memdup2 (&id, sizeof id), place);
  }
  return places;
}

static Portion *
portion_new (HearthEngine *engine)
{
  Portion *portion = g_new0 (Portion, 1);

  portion->engine = g_object_ref (engine);
  portion->places = list_places (engine);
  return portion;
}

/* (writer) Says what to do to a message; with its file that is done. */
static gboolean
perform (Portion *self, const HearthAction *action, HearthActionItem *item, GError **error)
{
  Place *place;

  if (item->mailbox == NULL)
    return TRUE;
  place = g_hash_table_lookup (self->places, &item->source_id);
  if (place == NULL) {
    g_clear_pointer (&item->target, g_free);
    return TRUE;
  }
  if (action->state == HEARTH_ACTION_DOING && strcmp (item->mailbox, place->target) != 0)
    item->target = g_strdup (place->target);
  if (item->target == NULL)
    return TRUE;
  place->moved = TRUE;
  item->queue = place->source == NULL;
  return item->queue || hearth_action_perform_on_file (place->source, item, error);
}

/* (writer) Files are moved within the transaction that notes where they are: what a sync saw
 * before or in between is written after it, and finds them where they went. */
static gboolean
perform_portion (Portion *self, HearthDatabase *db, const HearthAction *action, GError **error)
{
  g_autoptr (GPtrArray) failed =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_action_item_free);
  g_autoptr (GPtrArray) items = NULL;
  guint n_changed;

  items = hearth_store_action_batches_take (db, action, PORTION, error);
  if (items == NULL)
    return FALSE;
  self->n_taken = items->len;
  for (guint i = items->len; i > 0; i--) {
    g_autoptr (GError) problem = NULL;

    if (perform (self, action, items->pdata[i - 1], &problem))
      continue;
    g_ptr_array_add (failed, g_ptr_array_steal_index_fast (items, i - 1));
    if (self->problem == NULL)
      self->problem = g_steal_pointer (&problem);
  }
  return hearth_store_action_batches_write (db, action, items, failed, &n_changed, error);
}

static gboolean
write_portion (HearthDatabase *db, gpointer user_data, GError **error)
{
  Portion *self = user_data;
  g_autoptr (GError) local = NULL;
  g_autoptr (HearthAction) action = hearth_store_action_batches_get_next (db, &local);

  self->more = action != NULL;
  if (action != NULL)
    return perform_portion (self, db, action, error);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static void queue_portion (HearthEngine *self);

static void
tell_servers (HearthEngine *self, GHashTable *places)
{
  GHashTableIter iter;
  gpointer id, value;

  g_hash_table_iter_init (&iter, places);
  while (g_hash_table_iter_next (&iter, &id, &value)) {
    const Place *place = value;
    HearthRunner *runner = hearth_engine_find_runner (self, *(gint64 *) id);

    if (place->moved && place->source == NULL && runner != NULL)
      hearth_runner_replay (runner);
  }
}

static gboolean
portion_ended_cb (gpointer user_data)
{
  Portion *portion = user_data;
  HearthEngine *self = portion->engine;
  HearthActionBatches *batches = self->batches;

  batches->running = FALSE;
  if (portion->problem != NULL && batches->problem == NULL)
    batches->problem = g_strdup (portion->problem->message);
  if (portion->error != NULL) {
    g_warning ("Messages could not be moved: %s", portion->error->message);
    g_free (batches->problem);
    batches->problem = g_strdup (portion->error->message);
  }
  batches->done += portion->n_taken;
  batches->total = MAX (batches->total, batches->done);
  if (self->writer != NULL) {
    tell_servers (self, portion->places);
    if (portion->n_taken > 0)
      hearth_engine_emit_changed (self, "messages");
    if (portion->more && portion->error == NULL && !self->paused)
      queue_portion (self);
    hearth_engine_emit_changed (self, "moving");
  }
  portion_free (portion);
  return G_SOURCE_REMOVE;
}

/* (writer) */
static void
portion_written (gpointer user_data, const GError *error)
{
  Portion *portion = user_data;

  if (error != NULL)
    portion->error = g_error_copy (error);
  g_idle_add (portion_ended_cb, portion);
}

static void
queue_portion (HearthEngine *self)
{
  self->batches->running = TRUE;
  hearth_writer_queue (self->writer, write_portion, portion_new (self), portion_written);
}

/* Goes on with what is written down, if that is not under way. */
static void
run_batches (HearthEngine *self, guint64 more)
{
  HearthActionBatches *batches = ensure_batches (self);

  if (!batches->running) {
    batches->done = batches->total = 0;
    g_clear_pointer (&batches->problem, g_free);
  }
  batches->total += more;
  if (!batches->running)
    queue_portion (self);
}

/**
 * hearth_engine_resume_batches:
 * @self: an engine
 *
 * Goes on with what an earlier run began and did not end. To be called before anything is read from
 * a source.
 */
void
hearth_engine_resume_batches (HearthEngine *self)
{
  gint64 left = hearth_store_action_batches_count (self->reader, NULL);
  g_autoptr (HearthAction) next = hearth_store_action_batches_get_next (self->reader, NULL);

  if (next != NULL && !ensure_batches (self)->running)
    run_batches (self, left);
}

/* What is to be written down. */
typedef struct {
  HearthEngine *engine; /* (unowned) the task has it */
  GTask *task;          /* (owned) */
  GArray *ids;          /* (owned) */
  char *target;         /* (owned) */
  gint64 action_id;
  GError *error; /* (owned) (nullable) */
} Begin;

static void
begin_free (Begin *self)
{
  g_object_unref (self->task);
  g_array_unref (self->ids);
  g_free (self->target);
  g_clear_error (&self->error);
  g_free (self);
}

static gboolean
write_begin (HearthDatabase *db, gpointer user_data, GError **error)
{
  Begin *begin = user_data;

  return hearth_store_action_batches_begin (db, "archive", begin->target,
                                            (gint64 *) begin->ids->data, begin->ids->len,
                                            &begin->action_id, error);
}

static gboolean
begun_cb (gpointer user_data)
{
  Begin *begin = user_data;

  if (begin->error != NULL) {
    g_task_return_error (begin->task, g_steal_pointer (&begin->error));
  } else {
    gint64 *id = g_new (gint64, 1);

    *id = begin->action_id;
    if (begin->engine->writer != NULL && !begin->engine->paused)
      run_batches (begin->engine, begin->ids->len);
    g_task_return_pointer (begin->task, id, g_free);
  }
  begin_free (begin);
  return G_SOURCE_REMOVE;
}

/* (writer) */
static void
begin_written (gpointer user_data, const GError *error)
{
  Begin *begin = user_data;

  if (error != NULL)
    begin->error = g_error_copy (error);
  g_idle_add (begun_cb, begin);
}

/* The archive that all of them share; "" if there are several. */
static char *
dup_common_archive (GHashTable *places)
{
  GHashTableIter iter;
  gpointer value;
  const char *common = NULL;

  g_hash_table_iter_init (&iter, places);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    const Place *place = value;

    if (common != NULL && strcmp (common, place->target) != 0)
      return g_strdup ("");
    common = place->target;
  }
  return g_strdup (common != NULL ? common : "");
}

/**
 * hearth_engine_archive_many_async:
 * @self: an engine
 * @ids: (element-type gint64): messages
 * @callback: called when it is written down
 * @user_data: for @callback
 *
 * Archives any number of messages as one action. It goes on in the background, see
 * hearth_engine_is_moving(), also after a crash, until all of it is done or it is taken back with
 * hearth_engine_undo().
 */
void
hearth_engine_archive_many_async (HearthEngine *self, GArray *ids, GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autoptr (GHashTable) places = list_places (self);
  Begin *begin = g_new0 (Begin, 1);

  begin->engine = self;
  begin->task = g_task_new (self, NULL, callback, user_data);
  begin->ids = g_array_ref (ids);
  begin->target = dup_common_archive (places);
  g_task_set_source_tag (begin->task, hearth_engine_archive_many_async);
  hearth_writer_queue (self->writer, write_begin, begin, begin_written);
}

/**
 * hearth_engine_archive_many_finish:
 * @self: an engine
 * @result: from the callback
 * @error: a #HearthStoreError
 *
 * Returns: the action, for hearth_engine_undo(); 0 on an error: nothing is done then
 */
gint64
hearth_engine_archive_many_finish (HearthEngine *self, GAsyncResult *result, GError **error)
{
  g_autofree gint64 *id = g_task_propagate_pointer (G_TASK (result), error);

  return id != NULL ? *id : 0;
}

typedef struct {
  gint64 action_id;
  gint64 n_messages;
  Portion *portion;
} Undo;

/* (writer) Whoever was ended in a portion may have moved its files and not noted it: one more is
 * done, so that what is taken back is all that was moved. */
static gboolean
write_undo (HearthDatabase *db, gpointer user_data, GError **error)
{
  Undo *undo = user_data;
  g_autoptr (HearthAction) action = hearth_store_actions_get (db, undo->action_id, error);

  if (action == NULL ||
      (action->state == HEARTH_ACTION_DOING && !perform_portion (undo->portion, db, action, error)))
    return FALSE;
  undo->n_messages = action->n_messages;
  return hearth_store_action_batches_begin_undo (db, undo->action_id, error);
}

/**
 * hearth_engine_undo_many:
 * @self: an engine
 * @action_id: an action that was not taken back, done or not
 * @error: a #HearthStoreError
 *
 * Takes an action back in portions. That it is to be is on disk when this returns.
 *
 * Returns: whether it is
 */
gboolean
hearth_engine_undo_many (HearthEngine *self, gint64 action_id, GError **error)
{
  Undo undo = { .action_id = action_id, .portion = portion_new (self) };
  gboolean ok = hearth_writer_run_sync (self->writer, write_undo, &undo, error);

  portion_free (undo.portion);
  if (!ok)
    return FALSE;
  run_batches (self, undo.n_messages);
  return TRUE;
}

/**
 * hearth_engine_is_moving:
 * @self: an engine
 * @done: (out) (optional): messages that are done
 * @total: (out) (optional): messages in all
 *
 * Returns: whether messages are being archived, or brought back, in the background
 */
gboolean
hearth_engine_is_moving (HearthEngine *self, guint64 *done, guint64 *total)
{
  const HearthActionBatches *batches = ensure_batches (self);

  if (done != NULL)
    *done = batches->done;
  if (total != NULL)
    *total = batches->total;
  return batches->running;
}

/**
 * hearth_engine_dup_moving_problem:
 * @self: an engine
 *
 * Returns: (transfer full) (nullable): why a message could not be moved the last time
 */
char *
hearth_engine_dup_moving_problem (HearthEngine *self)
{
  return g_strdup (ensure_batches (self)->problem);
}

/**
 * hearth_engine_finish_batches:
 * @self: an engine
 *
 * Waits until all of what is under way is done, for programs that end.
 */
void
hearth_engine_finish_batches (HearthEngine *self)
{
  while (hearth_engine_is_moving (self, NULL, NULL))
    g_main_context_iteration (NULL, TRUE);
}
