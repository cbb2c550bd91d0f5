/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-calendar-batches.h"

#include "hearth-edit-overlay.h"
#include "hearth-store-events.h"

/* Resources that are written in one go, or fewer where they hold much. What a rule gives lies all
 * over the index of occurrences, and a page that many of a batch touch is written once for all of
 * them: so the more the better, but nobody sees them before, and all are in memory. */
#define BATCH 500
#define BATCH_OCCURRENCES 100000
#define BATCH_BYTES (4 * 1024 * 1024)

/* So many batches may still wait for the writer when one is queued: the source reads on meanwhile,
 * and memory stays bounded. */
#define MAX_WAITING 1

/* From so many resources on it is an import, and the writer is told to expect much. */
#define BULK_FROM 500

/**
 * HearthCalendarBatches:
 *
 * Brings the resources of a calendar into the store, many in a transaction, while its source reads
 * on. Belongs to the source's thread.
 */
struct _HearthCalendarBatches {
  HearthWriter *writer; /* (unowned) */
  gint64 source_id;
  HearthSpan window;
  gboolean stored;            /* they were read from the store, not from the source */
  const HearthSyncSink *sink; /* (unowned) */
  GPtrArray *changes;         /* (owned) of HearthCalendarChanges, not queued yet */
  gsize n_bytes;              /* of their texts */
  gsize n_occurrences;        /* of their events */
  gsize n_added;              /* resources in all */
  gboolean bulk;
  GMutex mutex;
  GCond cond;
  guint waiting;     /* (mutex) batches that are not made yet */
  guint uncommitted; /* (mutex) batches of which it is not known how they ended */
  GError *error;     /* (mutex) (owned) (nullable) the first failure of the writer */
};

typedef struct {
  HearthCalendarBatches *self; /* (unowned) */
  GPtrArray *changes;          /* (owned) (nullable) once they are written */
} Batch;

/* What was made needs no memory any more, even if it is not committed. */
static void
drop_changes (Batch *batch)
{
  HearthCalendarBatches *self = batch->self;

  if (batch->changes == NULL)
    return;
  g_clear_pointer (&batch->changes, g_ptr_array_unref);
  g_mutex_lock (&self->mutex);
  self->waiting--;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
}

/* Does to resources as their server has them what the server is still to be told. */
static gboolean
overlay (HearthCalendarBatches *self, HearthDatabase *db, GPtrArray *all, GError **error)
{
  for (guint i = 0; i < all->len; i++) {
    HearthCalendarChanges *overlaid;
    GError *local_error = NULL;
    gboolean made;

    overlaid = hearth_edit_overlay_make (db, self->source_id, g_ptr_array_index (all, i),
                                         self->window, &made, &local_error);
    if (local_error != NULL) {
      g_propagate_error (error, local_error);
      return FALSE;
    }
    if (overlaid != NULL) {
      hearth_calendar_changes_free (g_ptr_array_index (all, i));
      g_ptr_array_index (all, i) = overlaid;
    }
  }
  return TRUE;
}

/* Leaves out what the owner changed since it was read: that was written for this window already. */
static gboolean
drop_outdated (HearthCalendarBatches *self, HearthDatabase *db, GPtrArray *all, GError **error)
{
  for (guint i = all->len; i-- > 0;) {
    const HearthCalendarChanges *changes = g_ptr_array_index (all, i);
    GError *local_error = NULL;
    g_autoptr (GBytes) now =
        hearth_store_events_load_text (db, self->source_id, changes->href, &local_error);

    if (local_error != NULL) {
      g_propagate_error (error, local_error);
      return FALSE;
    }
    if (now == NULL || !g_bytes_equal (now, changes->content))
      g_ptr_array_remove_index (all, i);
  }
  return TRUE;
}

static gboolean
write_batch (HearthDatabase *db, gpointer user_data, GError **error)
{
  Batch *batch = user_data;
  HearthCalendarBatches *self = batch->self;
  gboolean ok = (self->stored ? drop_outdated : overlay) (self, db, batch->changes, error) &&
                hearth_store_events_apply_all (db, self->source_id, batch->changes, error);

  drop_changes (batch);
  return ok;
}

static void
batch_written (gpointer user_data, const GError *error)
{
  Batch *batch = user_data;
  HearthCalendarBatches *self = batch->self;

  if (error == NULL)
    self->sink->changed ("events", self->sink->user_data);
  drop_changes (batch);
  g_free (batch);

  g_mutex_lock (&self->mutex);
  if (error != NULL && self->error == NULL)
    self->error = g_error_copy (error);
  self->uncommitted--;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
}

/* Waits until there is room for one more batch. Returns FALSE once the writer has failed. */
static gboolean
wait_for_room (HearthCalendarBatches *self)
{
  gboolean ok;

  g_mutex_lock (&self->mutex);
  while (self->waiting > MAX_WAITING)
    g_cond_wait (&self->cond, &self->mutex);
  ok = self->error == NULL;
  g_mutex_unlock (&self->mutex);
  return ok;
}

static GPtrArray *
make_list (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_calendar_changes_free);
}

/* Hands what has come together to the writer. */
static gboolean
flush (HearthCalendarBatches *self)
{
  Batch *batch;

  if (self->changes->len == 0)
    return TRUE;
  if (!self->bulk && self->n_added >= BULK_FROM) {
    self->bulk = TRUE;
    hearth_writer_set_bulk (self->writer, TRUE);
  }
  if (!wait_for_room (self))
    return FALSE;
  batch = g_new0 (Batch, 1);
  batch->self = self;
  batch->changes = g_steal_pointer (&self->changes);
  self->changes = make_list ();
  self->n_bytes = self->n_occurrences = 0;
  g_mutex_lock (&self->mutex);
  self->waiting++;
  self->uncommitted++;
  g_mutex_unlock (&self->mutex);
  hearth_writer_queue (self->writer, write_batch, batch, batch_written);
  return TRUE;
}

static void
wait_for_end (HearthCalendarBatches *self)
{
  hearth_writer_settle (self->writer);
  g_mutex_lock (&self->mutex);
  while (self->uncommitted > 0)
    g_cond_wait (&self->cond, &self->mutex);
  g_mutex_unlock (&self->mutex);
}

/**
 * hearth_calendar_batches_new:
 * @writer: the store's writer, which outlives it
 * @source_id: a calendar
 * @window: the time for which the occurrences are
 * @stored: whether the resources are read from the store, to be expanded anew, and not from the
 *   source
 * @sink: told of each batch that is in the store; outlives it
 *
 * Returns: (transfer full): an empty batch
 */
HearthCalendarBatches *
hearth_calendar_batches_new (HearthWriter *writer, gint64 source_id, HearthSpan window,
                             gboolean stored, const HearthSyncSink *sink)
{
  HearthCalendarBatches *self = g_new0 (HearthCalendarBatches, 1);

  self->writer = writer;
  self->source_id = source_id;
  self->window = window;
  self->stored = stored;
  self->sink = sink;
  self->changes = make_list ();
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  return self;
}

/**
 * hearth_calendar_batches_free:
 * @self: (nullable) (transfer full): batches
 *
 * Waits for what was handed to the writer, and forgets the rest.
 */
void
hearth_calendar_batches_free (HearthCalendarBatches *self)
{
  if (self == NULL)
    return;
  wait_for_end (self);
  if (self->bulk)
    hearth_writer_set_bulk (self->writer, FALSE);
  g_ptr_array_unref (self->changes);
  g_clear_error (&self->error);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self);
}

/**
 * hearth_calendar_batches_add:
 * @self: batches
 * @changes: (transfer full): what a resource holds now
 *
 * Waits while the writer is behind.
 *
 * Returns: whether to go on; hearth_calendar_batches_finish() says why not
 */
gboolean
hearth_calendar_batches_add (HearthCalendarBatches *self, HearthCalendarChanges *changes)
{
  for (guint i = 0; changes->events != NULL && i < changes->events->len; i++)
    self->n_occurrences += ((HearthEvent *) changes->events->pdata[i])->occurrences->len;
  if (changes->content != NULL)
    self->n_bytes += g_bytes_get_size (changes->content);
  self->n_added++;
  g_ptr_array_add (self->changes, changes);
  if (self->changes->len < BATCH && self->n_occurrences < BATCH_OCCURRENCES &&
      self->n_bytes < BATCH_BYTES)
    return TRUE;
  return flush (self);
}

/**
 * hearth_calendar_batches_finish:
 * @self: batches
 * @error: a #HearthStoreError
 *
 * Hands the rest to the writer and waits until all is in the store.
 *
 * Returns: whether it is
 */
gboolean
hearth_calendar_batches_finish (HearthCalendarBatches *self, GError **error)
{
  flush (self);
  wait_for_end (self);
  if (self->error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&self->error));
  return FALSE;
}
