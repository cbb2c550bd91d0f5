/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-runner.h"

#include "hearth-calendar-sync.h"
#include "hearth-clock.h"
#include "hearth-ics-source.h"
#include "hearth-mail-sync.h"
#include "hearth-maildir-source.h"
#include "hearth-mbox-source.h"
#include "hearth-store-records.h"
#include "hearth-worker.h"

/* No more warnings than a person would read are kept of one run. */
#define MAX_WARNINGS 100

/**
 * HearthRunner:
 *
 * One source at work: its object, its own thread, and the sync that runs or waits there. Lives on
 * the main thread.
 *
 * Signals, on the main thread: `stored (GArray of gint64)`, `changed (table)`, `progress ()`, and
 * `noticed ()` when the watch saw that a sync is due.
 */
struct _HearthRunner {
  GObject parent_instance;

  HearthWriter *writer;           /* (owned) */
  HearthWorker *worker;           /* (owned) (nullable) once stopped */
  HearthMailSource *mail;         /* (owned) (nullable) */
  HearthCalendarSource *calendar; /* (owned) (nullable) */
  gint64 id;
  char *path;                     /* (owned) */
  char *name;                     /* (owned) */
  GCancellable *cancellable;      /* (owned) */
  guint running;                  /* (main) syncs queued or at work */
  gboolean watching;              /* (main) */
  HearthSpan window;              /* (main) */
  gboolean everything;            /* (main) the next sync reads all anew */

  GMutex mutex;
  guint64 done;                   /* (mutex) */
  guint64 total;                  /* (mutex) */
  gboolean progress_queued;       /* (mutex) */
};

enum {
  SIGNAL_STORED,
  SIGNAL_CHANGED,
  SIGNAL_PROGRESS,
  SIGNAL_NOTICED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HearthRunner, hearth_runner, G_TYPE_OBJECT)

/* One sync, from the request on the main thread through the source's thread and back. */
typedef struct {
  HearthSpan window;
  gboolean everything;
  GPtrArray *warnings; /* (owned) (source) */
  guint64 n_warnings;  /* (source) */
} Sync;

static void
sync_free (gpointer data)
{
  Sync *sync = data;

  g_ptr_array_unref (sync->warnings);
  g_free (sync);
}

/* Something to tell on the main thread. */
typedef struct {
  HearthRunner *self; /* (owned) */
  GArray *ids;        /* (owned) (nullable) */
  char *table;        /* (owned) (nullable) */
} News;

static gboolean
news_cb (gpointer user_data)
{
  News *news = user_data;

  if (news->ids != NULL)
    g_signal_emit (news->self, signals[SIGNAL_STORED], 0, news->ids);
  else if (news->table != NULL)
    g_signal_emit (news->self, signals[SIGNAL_CHANGED], 0, news->table);
  else {
    g_mutex_lock (&news->self->mutex);
    news->self->progress_queued = FALSE;
    g_mutex_unlock (&news->self->mutex);
    g_signal_emit (news->self, signals[SIGNAL_PROGRESS], 0);
  }
  return G_SOURCE_REMOVE;
}

static void
news_free (gpointer data)
{
  News *news = data;

  g_object_unref (news->self);
  g_clear_pointer (&news->ids, g_array_unref);
  g_free (news->table);
  g_free (news);
}

static void
tell_main (HearthRunner *self, GArray *ids, const char *table)
{
  News *news = g_new0 (News, 1);

  news->self = g_object_ref (self);
  news->ids = ids;
  news->table = g_strdup (table);
  /* Not g_main_context_invoke(): it would run here while nobody iterates the main context. */
  g_idle_add_full (G_PRIORITY_DEFAULT, news_cb, news, news_free);
}

static void
stored (const GArray *ids, gpointer user_data)
{
  GArray *copy = g_array_sized_new (FALSE, FALSE, sizeof (gint64), ids->len);

  g_array_append_vals (copy, ids->data, ids->len);
  tell_main (user_data, copy, NULL);
}

static void
changed (const char *table, gpointer user_data)
{
  tell_main (user_data, NULL, table);
}

static void
progress (guint64 done, guint64 total, gpointer user_data)
{
  HearthRunner *self = user_data;
  gboolean tell;

  g_mutex_lock (&self->mutex);
  self->done = done;
  self->total = total;
  tell = !self->progress_queued;
  self->progress_queued = TRUE;
  g_mutex_unlock (&self->mutex);
  if (tell)
    tell_main (self, NULL, NULL);
}

/* Carries the runner and the sync's own list to the sink's callbacks. */
typedef struct {
  HearthRunner *self;
  Sync *sync;
} Context;

static void
context_stored (const GArray *ids, gpointer user_data)
{
  stored (ids, ((Context *) user_data)->self);
}

static void
context_changed (const char *table, gpointer user_data)
{
  changed (table, ((Context *) user_data)->self);
}

static void
context_progress (guint64 done, guint64 total, gpointer user_data)
{
  progress (done, total, ((Context *) user_data)->self);
}

static void
context_warning (const char *text, gpointer user_data)
{
  Sync *sync = ((Context *) user_data)->sync;

  sync->n_warnings++;
  if (sync->warnings->len < MAX_WARNINGS)
    g_ptr_array_add (sync->warnings, g_strdup (text));
}

typedef struct {
  gint64 id;
  gint64 when;
  const char *error;
} State;

static gboolean
write_state (HearthDatabase *db, gpointer user_data, GError **error)
{
  State *state = user_data;

  return hearth_store_sources_set_state (db, state->id, state->when, state->error, error);
}

/* Keeps for the owner to see how the last attempt went. A store that cannot be written cannot
 * keep that either; the sync's own error says so. */
static void
save_state (HearthRunner *self, const GError *error)
{
  State state = { self->id, error == NULL ? hearth_clock_now () : 0,
                  error != NULL ? error->message : NULL };
  g_autoptr (GError) local_error = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (!hearth_writer_run_sync (self->writer, write_state, &state, &local_error))
    g_warning ("%s", local_error->message);
  else
    changed ("sources", self);
}

static void
sync_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  HearthRunner *self = source_object;
  Sync *sync = task_data;
  Context context = { self, sync };
  const HearthSyncSink sink = { context_stored, context_changed, context_progress, context_warning,
                                &context };
  g_autoptr (GError) error = NULL;
  gboolean ok;

  if (self->mail != NULL)
    ok = hearth_mail_sync_run (self->writer, self->mail, self->id, &sink, cancellable, &error);
  else
    ok = hearth_calendar_sync_run (self->writer, self->calendar, self->id, sync->window,
                                   sync->everything, &sink, cancellable, &error);
  save_state (self, error);
  if (ok)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
noticed_cb (HearthRunner *self)
{
  g_signal_emit (self, signals[SIGNAL_NOTICED], 0);
}

static void
hearth_runner_dispose (GObject *object)
{
  hearth_runner_stop (HEARTH_RUNNER (object));
  G_OBJECT_CLASS (hearth_runner_parent_class)->dispose (object);
}

static void
hearth_runner_finalize (GObject *object)
{
  HearthRunner *self = HEARTH_RUNNER (object);

  g_clear_object (&self->mail);
  g_clear_object (&self->calendar);
  g_clear_object (&self->writer);
  g_clear_object (&self->cancellable);
  g_free (self->path);
  g_free (self->name);
  g_mutex_clear (&self->mutex);
  G_OBJECT_CLASS (hearth_runner_parent_class)->finalize (object);
}

static void
hearth_runner_class_init (HearthRunnerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = hearth_runner_dispose;
  object_class->finalize = hearth_runner_finalize;

  signals[SIGNAL_STORED] = g_signal_new ("stored", HEARTH_TYPE_RUNNER, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ARRAY);
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", HEARTH_TYPE_RUNNER, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_PROGRESS] = g_signal_new ("progress", HEARTH_TYPE_RUNNER, G_SIGNAL_RUN_LAST, 0,
                                           NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_NOTICED] = g_signal_new ("noticed", HEARTH_TYPE_RUNNER, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);
}

static void
hearth_runner_init (HearthRunner *self)
{
  self->cancellable = g_cancellable_new ();
  g_mutex_init (&self->mutex);
}

/**
 * hearth_runner_new:
 * @writer: the store's writer
 * @record: the source as stored
 * @error: why such a source cannot be
 *
 * Returns: (transfer full) (nullable): a runner that does nothing yet
 */
HearthRunner *
hearth_runner_new (HearthWriter *writer, const HearthSource *record, GError **error)
{
  g_autoptr (HearthRunner) self = g_object_new (HEARTH_TYPE_RUNNER, NULL);

  self->writer = g_object_ref (writer);
  self->id = record->id;
  self->path = g_strdup (record->path);
  self->name = g_strdup (record->name);
  switch (record->kind) {
  case HEARTH_SOURCE_MAILDIR:
    self->mail = hearth_maildir_source_new (record->path);
    break;
  case HEARTH_SOURCE_MBOX:
    self->mail = hearth_mbox_source_new (record->path);
    break;
  case HEARTH_SOURCE_ICS:
    self->calendar = hearth_ics_source_new (record->path);
    break;
  default:
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                 "This version of Hearth does not know the kind of “%s”.", record->path);
    return NULL;
  }
  if (self->mail != NULL)
    g_signal_connect_object (self->mail, "changed", G_CALLBACK (noticed_cb), self,
                             G_CONNECT_SWAPPED);
  if (self->calendar != NULL)
    g_signal_connect_object (self->calendar, "changed", G_CALLBACK (noticed_cb), self,
                             G_CONNECT_SWAPPED);
  self->worker = hearth_worker_new ("hearth-source");
  return g_steal_pointer (&self);
}

/**
 * hearth_runner_get_id:
 * @self: a runner
 *
 * Returns: the source's row
 */
gint64
hearth_runner_get_id (HearthRunner *self)
{
  return self->id;
}

/**
 * hearth_runner_get_path:
 * @self: a runner
 *
 * Returns: (transfer none): the source's path
 */
const char *
hearth_runner_get_path (HearthRunner *self)
{
  return self->path;
}

/**
 * hearth_runner_get_name:
 * @self: a runner
 *
 * Returns: (transfer none): what the owner calls it
 */
const char *
hearth_runner_get_name (HearthRunner *self)
{
  return self->name;
}

/**
 * hearth_runner_get_mail_source:
 * @self: a runner
 *
 * Returns: (transfer none) (nullable): its source of mail, if it is one
 */
HearthMailSource *
hearth_runner_get_mail_source (HearthRunner *self)
{
  return self->mail;
}

/**
 * hearth_runner_get_calendar_source:
 * @self: a runner
 *
 * Returns: (transfer none) (nullable): its calendar, if it is one
 */
HearthCalendarSource *
hearth_runner_get_calendar_source (HearthRunner *self)
{
  return self->calendar;
}

/**
 * hearth_runner_is_running:
 * @self: a runner
 *
 * Returns: whether a sync runs or waits
 */
gboolean
hearth_runner_is_running (HearthRunner *self)
{
  return self->running > 0;
}

/**
 * hearth_runner_get_progress:
 * @self: a runner
 * @done: (out): messages that were read
 * @total: (out): messages in all, 0 if that is not known
 */
void
hearth_runner_get_progress (HearthRunner *self, guint64 *done, guint64 *total)
{
  g_mutex_lock (&self->mutex);
  *done = self->done;
  *total = self->total;
  g_mutex_unlock (&self->mutex);
}

/**
 * hearth_runner_set_window:
 * @self: a runner
 * @window: where occurrences are wanted
 * @everything: whether the next sync must read all of a calendar again
 */
void
hearth_runner_set_window (HearthRunner *self, HearthSpan window, gboolean everything)
{
  self->window = window;
  self->everything |= everything;
}

/**
 * hearth_runner_sync_async:
 * @self: a runner
 * @callback: called on the main thread when it is done
 * @user_data: for @callback
 *
 * Brings the store into step with the source, after a sync that runs already.
 */
void
hearth_runner_sync_async (HearthRunner *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, callback, user_data);
  Sync *sync = g_new0 (Sync, 1);

  sync->window = self->window;
  sync->everything = self->everything;
  sync->warnings = g_ptr_array_new_with_free_func (g_free);
  self->everything = FALSE;
  g_task_set_source_tag (task, hearth_runner_sync_async);
  g_task_set_task_data (task, sync, sync_free);
  if (self->worker == NULL) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Hearth is stopping");
    return;
  }
  self->running++;
  hearth_worker_queue (self->worker, G_PRIORITY_DEFAULT, task, sync_thread);
}

/**
 * hearth_runner_sync_finish:
 * @self: a runner
 * @result: from the callback
 * @warnings: (out) (transfer full) (optional): sentences, each naming a file that could not be used
 * @error: see hearth_mail_sync_run() and hearth_calendar_sync_run()
 *
 * Returns: whether the source is in step
 */
gboolean
hearth_runner_sync_finish (HearthRunner *self,
                           GAsyncResult *result,
                           GStrv *warnings,
                           GError **error)
{
  Sync *sync = g_task_get_task_data (G_TASK (result));

  if (self->running > 0)
    self->running--;
  if (warnings != NULL) {
    g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

    for (guint i = 0; i < sync->warnings->len; i++)
      g_strv_builder_add (builder, g_ptr_array_index (sync->warnings, i));
    *warnings = g_strv_builder_end (builder);
  }
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* (source) Reads the calendar while the main thread waits. */
static gboolean
read_calendar (HearthRunner *self, gboolean everything, GError **error)
{
  Sync sync = { .warnings = g_ptr_array_new_with_free_func (g_free) };
  Context context = { self, &sync };
  const HearthSyncSink sink = { context_stored, context_changed, context_progress, context_warning,
                                &context };
  gboolean ok;

  ok = hearth_calendar_sync_run (self->writer, self->calendar, self->id, self->window, everything,
                                 &sink, self->cancellable, error);
  g_ptr_array_unref (sync.warnings);
  return ok;
}

typedef struct {
  HearthRunner *self;
  HearthEvent *event;
} Put;

static gboolean
put_job (gpointer user_data, GError **error)
{
  Put *put = user_data;
  HearthRunner *self = put->self;

  return hearth_calendar_source_put_event_sync (self->calendar, put->event, NULL,
                                                self->cancellable, error) &&
         read_calendar (self, FALSE, error);
}

static gboolean
expand_job (gpointer user_data, GError **error)
{
  return read_calendar (user_data, TRUE, error);
}

/**
 * hearth_runner_expand_sync:
 * @self: a runner of a calendar
 * @error: see hearth_calendar_sync_run()
 *
 * Reads all of the calendar again for the window that was set, and waits.
 *
 * Returns: whether the store has it
 */
gboolean
hearth_runner_expand_sync (HearthRunner *self, GError **error)
{
  g_return_val_if_fail (self->calendar != NULL && self->worker != NULL, FALSE);
  return hearth_worker_call_sync (self->worker, G_PRIORITY_HIGH, expand_job, self, error);
}

/**
 * hearth_runner_put_event_sync:
 * @self: a runner of a writable calendar
 * @event: the event to write
 * @error: a #HearthCalendarError or #HearthStoreError
 *
 * Writes an event into the calendar and then into the store, and waits for both.
 *
 * Returns: whether it is in both
 */
gboolean
hearth_runner_put_event_sync (HearthRunner *self, HearthEvent *event, GError **error)
{
  Put put = { self, event };

  g_return_val_if_fail (self->calendar != NULL && self->worker != NULL, FALSE);
  return hearth_worker_call_sync (self->worker, G_PRIORITY_HIGH, put_job, &put, error);
}

/**
 * hearth_runner_watch:
 * @self: a runner
 *
 * Starts to notice changes of the source by itself, if it does not yet.
 */
void
hearth_runner_watch (HearthRunner *self)
{
  g_autoptr (GError) error = NULL;

  if (self->watching || self->worker == NULL)
    return;
  self->watching = self->mail != NULL ? hearth_mail_source_watch (self->mail, &error)
                                      : hearth_calendar_source_watch (self->calendar, &error);
  if (!self->watching)
    g_warning ("Changes in “%s” are not noticed by themselves: %s", self->path, error->message);
}

/**
 * hearth_runner_stop:
 * @self: a runner
 *
 * Ends what runs, at the next message, and waits for that.
 */
void
hearth_runner_stop (HearthRunner *self)
{
  if (self->worker == NULL)
    return;
  g_cancellable_cancel (self->cancellable);
  if (self->watching) {
    if (self->mail != NULL)
      hearth_mail_source_unwatch (self->mail);
    else
      hearth_calendar_source_unwatch (self->calendar);
    self->watching = FALSE;
  }
  hearth_worker_stop (self->worker);
  g_clear_object (&self->worker);
}
