/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-writer.h"

#include "hearth-worker.h"

/* While much is written so many queued changes go into one transaction: each one that is committed
 * writes a segment of the search index, which has to be merged with the others some day, and once
 * more most pages of the indexes. Readers see the changes that much later, and what is open when
 * the process dies is read anew from its source. */
#define MAX_OPEN 8
/* Unless nothing came for so long. */
#define MAX_OPEN_MS 100

/* The store is tidied up in small steps, when nothing else was to do for so long. */
#define TIDY_AFTER_MS 1000
#define TIDY_PAUSE_MS 30

/**
 * HearthWriter:
 *
 * The one connection that writes the store, on the one thread that uses it. What a person waits
 * for goes before what a sync brings, batch by batch.
 */
struct _HearthWriter {
  GObject parent_instance;

  HearthWorker *worker; /* (owned) */
  HearthDatabase *db;   /* (owned) (worker) */
  GPtrArray *open;      /* (owned) (worker) of Queued: made, and not committed yet */
  int bulk;             /* (worker) how many syncs asked for it */
  gboolean untidy;      /* (worker) */
  HearthRideFunc ride;  /* (main, while nothing runs, and worker) (nullable) */
  gpointer ride_data;   /* (unowned) (nullable) */
};

G_DEFINE_FINAL_TYPE (HearthWriter, hearth_writer, G_TYPE_OBJECT)

typedef struct {
  HearthWriter *self;
  const char *path;
  HearthWriteFunc func;
  gpointer user_data;
  gboolean bulk;
} Job;

typedef struct {
  HearthWriter *self; /* (unowned) */
  HearthWriteFunc func;
  HearthWrittenFunc written;
  gpointer user_data;
} Queued;

/* (worker) Tells those of whose changes the transaction was how it ended. */
static void
tell_open (HearthWriter *self, const GError *error)
{
  g_autoptr (GPtrArray) open = g_steal_pointer (&self->open);

  self->open = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < open->len; i++) {
    Queued *queued = g_ptr_array_index (open, i);

    queued->written (queued->user_data, error);
  }
}

static void
tidy_cb (gpointer user_data)
{
  HearthWriter *self = user_data;
  g_autoptr (GError) error = NULL;

  if (!hearth_database_tidy (self->db, &self->untidy, &error))
    g_warning ("%s", error->message);
  if (self->untidy)
    hearth_worker_set_idle (self->worker, TIDY_PAUSE_MS, tidy_cb, self);
}

/* (worker) */
static void
commit_open (HearthWriter *self)
{
  g_autoptr (GError) error = NULL;

  if (self->open->len == 0)
    return;
  hearth_worker_set_idle (self->worker, TIDY_AFTER_MS, self->untidy ? tidy_cb : NULL, self);
  hearth_database_commit (self->db, &error);
  tell_open (self, error);
}

static void
commit_open_cb (gpointer user_data)
{
  commit_open (user_data);
}

static gboolean
open_job (gpointer user_data, GError **error)
{
  Job *job = user_data;

  job->self->db = hearth_database_open (job->path, HEARTH_DATABASE_WRITER, error);
  return job->self->db != NULL;
}

static gboolean
close_job (gpointer user_data, GError **error)
{
  HearthWriter *self = user_data;

  if (self->db != NULL)
    commit_open (self);
  hearth_worker_set_idle (self->worker, 0, NULL, NULL);
  g_clear_object (&self->db);
  return TRUE;
}

static gboolean
write_job (gpointer user_data, GError **error)
{
  Job *job = user_data;

  commit_open (job->self);
  if (!hearth_database_begin (job->self->db, error))
    return FALSE;
  if (job->func (job->self->db, job->user_data, error) &&
      hearth_database_commit (job->self->db, error))
    return TRUE;
  hearth_database_rollback (job->self->db);
  return FALSE;
}

static gboolean
read_job (gpointer user_data, GError **error)
{
  Job *job = user_data;

  commit_open (job->self);
  return job->func (job->self->db, job->user_data, error);
}

static void
run_bulk (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Job *job = task_data;
  int before = job->self->bulk;

  commit_open (job->self);
  job->self->bulk += job->bulk ? 1 : -1;
  if ((before > 0) != (job->self->bulk > 0))
    hearth_database_set_bulk (job->self->db, job->bulk);
  if (job->self->bulk == 0) {
    job->self->untidy = TRUE;
    hearth_worker_set_idle (job->self->worker, TIDY_AFTER_MS, tidy_cb, job->self);
  }
  g_task_return_boolean (task, TRUE);
}

static void
hearth_writer_finalize (GObject *object)
{
  HearthWriter *self = HEARTH_WRITER (object);

  hearth_writer_stop (self);
  g_clear_object (&self->worker);
  g_ptr_array_unref (self->open);
  G_OBJECT_CLASS (hearth_writer_parent_class)->finalize (object);
}

static void
hearth_writer_class_init (HearthWriterClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hearth_writer_finalize;
}

static void
hearth_writer_init (HearthWriter *self)
{
  self->open = g_ptr_array_new_with_free_func (g_free);
  self->worker = hearth_worker_new ("hearth-store");
}

/**
 * hearth_writer_new:
 * @path: where the store is, or shall be made
 * @error: a #HearthStoreError
 *
 * Opens the store for writing on a thread of its own, and brings it to this version's schema.
 *
 * Returns: (transfer full) (nullable): a writer
 */
HearthWriter *
hearth_writer_new (const char *path, GError **error)
{
  g_autoptr (HearthWriter) self = g_object_new (HEARTH_TYPE_WRITER, NULL);
  Job job = { .self = self, .path = path };

  if (!hearth_worker_call_sync (self->worker, G_PRIORITY_DEFAULT, open_job, &job, error))
    return NULL;
  return g_steal_pointer (&self);
}

/* A person waits on the main thread; everything else waits on a worker of its own. */
static int
caller_priority (void)
{
  return g_main_context_is_owner (g_main_context_default ()) ? G_PRIORITY_HIGH : G_PRIORITY_DEFAULT;
}

/**
 * hearth_writer_run_sync:
 * @self: a writer
 * @func: the change
 * @user_data: for @func
 * @error: what @func reported, or a #HearthStoreError of the commit
 *
 * Makes one change in one transaction and waits until it is on disk. May be called from any thread.
 *
 * Returns: whether it was made; otherwise nothing of it was
 */
gboolean
hearth_writer_run_sync (HearthWriter *self, HearthWriteFunc func, gpointer user_data,
                        GError **error)
{
  Job job = { .self = self, .func = func, .user_data = user_data };

  return hearth_worker_call_sync (self->worker, caller_priority (), write_job, &job, error);
}

/**
 * hearth_writer_call_sync:
 * @self: a writer
 * @func: uses the writer's connection outside of a transaction
 * @user_data: for @func
 * @error: what @func reported
 *
 * Reads what is certainly the newest state, for a thread that has no reader of its own; or does
 * work that is too large for one transaction and makes its own.
 *
 * Returns: what @func returned
 */
gboolean
hearth_writer_call_sync (HearthWriter *self, HearthWriteFunc func, gpointer user_data,
                         GError **error)
{
  Job job = { .self = self, .func = func, .user_data = user_data };

  return hearth_worker_call_sync (self->worker, caller_priority (), read_job, &job, error);
}

static void
run_call (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (read_job (task_data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * hearth_writer_call_async:
 * @self: a writer
 * @func: uses the writer's connection outside of a transaction
 * @user_data: for @func; it must live until @callback
 * @callback: called when it has ended, in the context of the caller
 * @callback_data: for @callback
 *
 * As hearth_writer_call_sync(), for what takes so long that nobody should wait for it.
 */
void
hearth_writer_call_async (HearthWriter *self, HearthWriteFunc func, gpointer user_data,
                          GAsyncReadyCallback callback, gpointer callback_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, callback_data);
  Job *job = g_new0 (Job, 1);

  job->self = self;
  job->func = func;
  job->user_data = user_data;
  g_task_set_source_tag (task, hearth_writer_call_async);
  g_task_set_task_data (task, job, g_free);
  hearth_worker_queue (self->worker, caller_priority (), task, run_call);
}

/**
 * hearth_writer_call_finish:
 * @result: from the callback
 * @error: what the function reported
 *
 * Returns: what the function returned
 */
gboolean
hearth_writer_call_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
run_queued (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Queued *queued = task_data;
  HearthWriter *self = queued->self;
  g_autoptr (GError) error = NULL;
  gboolean begun = self->open->len > 0 || hearth_database_begin (self->db, &error);

  g_ptr_array_add (self->open, queued);
  if (!begun || !queued->func (self->db, queued->user_data, &error)) {
    hearth_database_rollback (self->db);
    tell_open (self, error);
  } else if (self->bulk == 0 || self->open->len >= MAX_OPEN) {
    commit_open (self);
  } else {
    hearth_worker_set_idle (self->worker, MAX_OPEN_MS, commit_open_cb, self);
  }
  g_task_return_boolean (task, TRUE);
}

/**
 * hearth_writer_queue:
 * @self: a writer
 * @func: the change
 * @user_data: for @func and @written
 * @written: told how it ended
 *
 * Makes one change after those that were queued before, without waiting. While much is written
 * (see hearth_writer_set_bulk()) it shares its transaction with those that were queued before and
 * after it: when one fails, none is made.
 */
void
hearth_writer_queue (HearthWriter *self, HearthWriteFunc func, gpointer user_data,
                     HearthWrittenFunc written)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);
  Queued *queued = g_new0 (Queued, 1);

  queued->self = self; /* outlives its queue: stopping runs what is queued */
  queued->func = func;
  queued->user_data = user_data;
  queued->written = written;
  g_task_set_source_tag (task, hearth_writer_queue);
  g_task_set_task_data (task, queued, NULL); /* (transfer full): run_queued() keeps it */
  hearth_worker_queue (self->worker, G_PRIORITY_DEFAULT, task, run_queued);
}

static gboolean
settle_job (gpointer user_data, GError **error)
{
  commit_open (user_data);
  return TRUE;
}

/**
 * hearth_writer_settle:
 * @self: a writer
 *
 * Waits until all that was queued so far has ended.
 */
void
hearth_writer_settle (HearthWriter *self)
{
  hearth_worker_call_sync (self->worker, G_PRIORITY_DEFAULT, settle_job, self, NULL);
}

/**
 * hearth_writer_set_bulk:
 * @self: a writer
 * @bulk: whether much is about to be written, or was
 *
 * Trades memory for speed while a large import runs; calls nest. Does not wait: to leave takes the
 * writer a while, but all that was queued before has been committed.
 */
void
hearth_writer_set_bulk (HearthWriter *self, gboolean bulk)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);
  Job *job = g_new0 (Job, 1);

  job->self = self; /* outlives its queue: stopping runs what is queued */
  job->bulk = bulk;
  g_task_set_source_tag (task, hearth_writer_set_bulk);
  g_task_set_task_data (task, job, g_free);
  hearth_worker_queue (self->worker, G_PRIORITY_DEFAULT, task, run_bulk);
}

/**
 * hearth_writer_stop:
 * @self: a writer
 *
 * Lets what is queued run, closes the store and ends the thread.
 */
void
hearth_writer_stop (HearthWriter *self)
{
  if (self->worker == NULL)
    return;
  hearth_worker_call_sync (self->worker, G_PRIORITY_LOW, close_job, self, NULL);
  hearth_worker_stop (self->worker);
  g_clear_object (&self->worker);
}

/**
 * hearth_writer_set_rider:
 * @self: a writer
 * @func: (nullable): what is to be written with the next act; %NULL for nothing
 * @user_data: for @func; it must live until the act has ended
 *
 * Has something written in the transaction of the next act, once: of two things that must both
 * happen or neither, the one that does not know of the other carries it.
 */
void
hearth_writer_set_rider (HearthWriter *self, HearthRideFunc func, gpointer user_data)
{
  self->ride = func;
  self->ride_data = user_data;
}

/**
 * hearth_writer_has_rider:
 * @self: a writer
 *
 * Returns: whether something waits to be written with the next act
 */
gboolean
hearth_writer_has_rider (HearthWriter *self)
{
  return self->ride != NULL;
}

/**
 * hearth_writer_ride:
 * @self: a writer
 * @db: (worker): its connection, in the transaction of an act
 * @action_id: the act's action, or 0 if it made none
 * @error: what the rider fails with
 *
 * Writes what was to be written with this act. Each act calls it last in its transaction.
 *
 * Returns: whether that succeeded, or there was nothing
 */
gboolean
hearth_writer_ride (HearthWriter *self, HearthDatabase *db, gint64 action_id, GError **error)
{
  HearthRideFunc func = g_steal_pointer (&self->ride);

  return func == NULL || func (db, action_id, self->ride_data, error);
}
