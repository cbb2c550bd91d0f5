/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-runner.h"

#include "hearth-calendar-sync.h"
#include "hearth-clock.h"
#include "hearth-contacts-sync.h"
#include "hearth-ebook-source.h"
#include "hearth-eds-source.h"
#include "hearth-ics-source.h"
#include "hearth-imap-source.h"
#include "hearth-mail-sync.h"
#include "hearth-maildir-source.h"
#include "hearth-mbox-source.h"
#include "hearth-runner-private.h"
#include "hearth-store-records.h"
#include "hearth-vcard-source.h"

/* No more warnings than a person would read are kept of one run. */
#define MAX_WARNINGS 100

/**
 * HearthRunner:
 *
 * One source at work: its object, its own thread, and the sync that runs or waits there. Lives on
 * the main thread.
 *
 * Signals, on the main thread: `stored (GArray of gint64, gboolean first)`, where first says that
 * the source is being read for the first time, `changed (table)`, `progress ()`, and `noticed ()`
 * when the watch saw that a sync is due, `refused (sentence)` when a calendar did not take a
 * change.
 */

enum {
  SIGNAL_STORED,
  SIGNAL_CHANGED,
  SIGNAL_PROGRESS,
  SIGNAL_NOTICED,
  SIGNAL_REFUSED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HearthRunner, hearth_runner, G_TYPE_OBJECT)

/* One sync, from the request on the main thread through the source's thread and back. */
typedef struct {
  HearthSpan window; /* (source) */
  gboolean everything;
  gboolean noticed_only;
  gboolean beside;     /* another one runs for longer */
  gboolean first;      /* (source) */
  GPtrArray *only;     /* (owned) (nullable) (source) mailboxes */
  GPtrArray *warnings; /* (owned) (source) */
  guint64 n_warnings;  /* (source) */
} Sync;

static void
sync_free (gpointer data)
{
  Sync *sync = data;

  g_ptr_array_unref (sync->warnings);
  g_clear_pointer (&sync->only, g_ptr_array_unref);
  g_free (sync);
}

/* Tells on the main thread what has come together since it last had time: an import makes hundreds
 * of batches a second, and whoever listens looks once at all of them. */
static void
tell_news (HearthRunner *self)
{
  News news;
  GHashTableIter iter;
  gpointer table;

  g_mutex_lock (&self->mutex);
  news = self->news;
  self->news = (News){ 0 };
  g_mutex_unlock (&self->mutex);

  for (guint first = 0; first < G_N_ELEMENTS (news.ids); first++) {
    if (news.ids[first] != NULL)
      g_signal_emit (self, signals[SIGNAL_STORED], 0, news.ids[first], (gboolean) first);
    g_clear_pointer (&news.ids[first], g_array_unref);
  }
  if (news.tables != NULL) {
    g_hash_table_iter_init (&iter, news.tables);
    while (g_hash_table_iter_next (&iter, &table, NULL))
      g_signal_emit (self, signals[SIGNAL_CHANGED], 0, table);
    g_hash_table_unref (news.tables);
  }
  if (news.progressed)
    g_signal_emit (self, signals[SIGNAL_PROGRESS], 0);
  for (guint i = 0; news.refused != NULL && i < news.refused->len; i++)
    g_signal_emit (self, signals[SIGNAL_REFUSED], 0, news.refused->pdata[i]);
  g_clear_pointer (&news.refused, g_ptr_array_unref);
}

static gboolean
news_cb (gpointer user_data)
{
  tell_news (user_data);
  return G_SOURCE_REMOVE;
}

/* (mutex) */
static void
queue_news (HearthRunner *self)
{
  if (self->news.queued)
    return;
  self->news.queued = TRUE;
  /* Not g_main_context_invoke(): it would run here while nobody iterates the main context. */
  g_idle_add_full (G_PRIORITY_DEFAULT, news_cb, g_object_ref (self), g_object_unref);
}

/* May be called on any thread. */
void
hearth_runner_note_changed (HearthRunner *self, const char *table)
{
  g_mutex_lock (&self->mutex);
  if (self->news.tables == NULL)
    self->news.tables = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_add (self->news.tables, g_strdup (table));
  queue_news (self);
  g_mutex_unlock (&self->mutex);
}

/* May be called on any thread. */
void
hearth_runner_note_refused (HearthRunner *self, const char *sentence)
{
  g_mutex_lock (&self->mutex);
  if (self->news.refused == NULL)
    self->news.refused = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->news.refused, g_strdup (sentence));
  queue_news (self);
  g_mutex_unlock (&self->mutex);
}

static void
set_progress (HearthRunner *self, guint64 done, guint64 total)
{
  g_mutex_lock (&self->mutex);
  self->done = done;
  self->total = total;
  self->news.progressed = TRUE;
  queue_news (self);
  g_mutex_unlock (&self->mutex);
}

/* Carries the runner and the sync's own list to the sink's callbacks. */
typedef struct {
  HearthRunner *self;
  Sync *sync;
} Context;

static void
context_stored (const GArray *ids, gpointer user_data)
{
  Context *context = user_data;
  HearthRunner *self = context->self;
  GArray **news = &self->news.ids[context->sync->first];

  g_mutex_lock (&self->mutex);
  if (*news == NULL)
    *news = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_array_append_vals (*news, ids->data, ids->len);
  queue_news (self);
  g_mutex_unlock (&self->mutex);
}

static void
context_changed (const char *table, gpointer user_data)
{
  hearth_runner_note_changed (((Context *) user_data)->self, table);
}

static void
context_progress (guint64 done, guint64 total, gpointer user_data)
{
  Context *context = user_data;

  if (!context->sync->beside)
    set_progress (context->self, done, total);
}

static void
context_warning (const char *text, gpointer user_data)
{
  Sync *sync = ((Context *) user_data)->sync;

  sync->n_warnings++;
  if (sync->warnings->len < MAX_WARNINGS)
    g_ptr_array_add (sync->warnings, g_strdup (text));
}

static gboolean
context_is_thrifty (gpointer user_data)
{
  return hearth_runner_is_thrifty (((Context *) user_data)->self);
}

static void
context_left (gboolean older, gpointer user_data)
{
  hearth_runner_set_left (((Context *) user_data)->self, older);
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
  /* A source that is away is tried once a minute, which need not be written down each time. */
  if (error != NULL && g_strcmp0 (self->told_error, error->message) == 0)
    return;
  if (!hearth_writer_run_sync (self->writer, write_state, &state, &local_error)) {
    g_warning ("%s", local_error->message);
    return;
  }
  g_free (self->told_error);
  self->told_error = g_strdup (state.error);
  hearth_runner_note_changed (self, "sources");
}

/* (mutex) Whether some mailboxes are meant, and not all or whatever there is. */
static GPtrArray *
take_noticed (HearthRunner *self, gboolean noticed_only)
{
  GPtrArray *names = NULL;
  GHashTableIter iter;
  gpointer name;

  if (noticed_only && self->mail != NULL && hearth_mail_source_reconnects (self->mail) &&
      g_hash_table_size (self->noticed) > 0 && !g_hash_table_contains (self->noticed, "")) {
    names = g_ptr_array_new_with_free_func (g_free);
    g_hash_table_iter_init (&iter, self->noticed);
    while (g_hash_table_iter_next (&iter, &name, NULL))
      g_ptr_array_add (names, g_strdup (name));
  }
  g_hash_table_remove_all (self->noticed);
  return names;
}

static void
begin (HearthRunner *self, Sync *sync)
{
  g_mutex_lock (&self->mutex);
  sync->first = self->first;
  sync->window = self->window;
  sync->only = take_noticed (self, sync->noticed_only);
  self->waiting--;
  if (!sync->beside)
    self->done = self->total = 0;
  g_mutex_unlock (&self->mutex);
}

static void
sync_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  HearthRunner *self = source_object;
  Sync *sync = task_data;
  Context context = { self, sync };
  const HearthSyncSink sink = { context_stored,  context_changed, context_progress,
                                context_warning, &context,        context_is_thrifty,
                                context_left };
  g_autoptr (GError) error = NULL;
  gboolean ok;

  /* What is noticed from here on asks for another sync. */
  begin (self, sync);
  if (self->paused) {
    g_task_return_boolean (task, TRUE);
    return;
  }
  if (self->mail != NULL)
    ok = hearth_runner_tell_operations (self, cancellable, &error) &&
         hearth_mail_sync_run (self->writer, self->mail, self->id, sync->only, &sink, cancellable,
                               &error);
  else if (self->contacts != NULL)
    ok = hearth_contacts_sync_run (self->writer, self->contacts, self->id, &sink, cancellable,
                                   &error);
  else
    ok = hearth_runner_tell_edits (self, sync->window, FALSE, cancellable, &error) &&
         hearth_runner_expand_calendar (self, sync->window, &sync->everything, &sink, cancellable,
                                        &error) &&
         hearth_calendar_sync_run (self->writer, self->calendar, self->id, sync->window,
                                   sync->everything, &sink, cancellable, &error) &&
         hearth_runner_tell_edits (self, sync->window, TRUE, cancellable, &error);
  if (!sync->beside) {
    g_mutex_lock (&self->mutex);
    self->first = self->first && !(ok && sync->only == NULL);
    g_mutex_unlock (&self->mutex);
    save_state (self, error);
  }
  if (ok)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
noticed_cb (HearthRunner *self, const char *name)
{
  g_mutex_lock (&self->mutex);
  g_hash_table_add (self->noticed, g_strdup (self->mail != NULL ? name : ""));
  g_mutex_unlock (&self->mutex);
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
  g_clear_object (&self->contacts);
  g_clear_object (&self->writer);
  g_clear_object (&self->cancellable);
  g_free (self->path);
  g_free (self->name);
  g_free (self->told_error);
  for (guint i = 0; i < G_N_ELEMENTS (self->news.ids); i++)
    g_clear_pointer (&self->news.ids[i], g_array_unref);
  g_clear_pointer (&self->news.tables, g_hash_table_unref);
  g_clear_pointer (&self->news.refused, g_ptr_array_unref);
  g_hash_table_unref (self->noticed);
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
                                         NULL, NULL, G_TYPE_NONE, 2, G_TYPE_ARRAY, G_TYPE_BOOLEAN);
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", HEARTH_TYPE_RUNNER, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_PROGRESS] = g_signal_new ("progress", HEARTH_TYPE_RUNNER, G_SIGNAL_RUN_LAST, 0,
                                           NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_REFUSED] = g_signal_new ("refused", HEARTH_TYPE_RUNNER, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_NOTICED] = g_signal_new ("noticed", HEARTH_TYPE_RUNNER, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);
}

static void
hearth_runner_init (HearthRunner *self)
{
  self->cancellable = g_cancellable_new ();
  self->noticed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_mutex_init (&self->mutex);
}

/* A runner without a source. */
HearthRunner *
hearth_runner_make (HearthWriter *writer, const HearthSource *record)
{
  HearthRunner *self = g_object_new (HEARTH_TYPE_RUNNER, NULL);

  self->writer = g_object_ref (writer);
  self->id = record->id;
  self->path = g_strdup (record->path);
  self->name = g_strdup (record->name);
  self->first = record->last_sync == 0;
  self->told_error = g_strdup (record->last_error);
  return self;
}

/* Gives a runner whose source is there its threads. */
void
hearth_runner_start_workers (HearthRunner *self)
{
  gpointer source = self->mail != NULL       ? (gpointer) self->mail
                    : self->calendar != NULL ? (gpointer) self->calendar
                                             : (gpointer) self->contacts;

  g_signal_connect_object (source, "changed", G_CALLBACK (noticed_cb), self, G_CONNECT_SWAPPED);
  self->worker = hearth_worker_new ("hearth-source");
  if (hearth_runner_takes_operations (self))
    self->errands = hearth_worker_new ("hearth-errands");
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
  g_autoptr (HearthRunner) self = hearth_runner_make (writer, record);

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
  case HEARTH_SOURCE_EDS:
    self->calendar = hearth_eds_source_new (record->path);
    break;
  case HEARTH_SOURCE_VCARD:
    self->contacts = hearth_vcard_source_new (record->path);
    break;
  case HEARTH_SOURCE_EBOOK:
    self->contacts = hearth_ebook_source_new (record->path);
    break;
  case HEARTH_SOURCE_CALDAV:
  case HEARTH_SOURCE_WEBCAL:
  case HEARTH_SOURCE_CARDDAV:
  case HEARTH_SOURCE_IMAP:
  default:
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                 "This version of Hearth does not know the kind of “%s”.", record->path);
    return NULL;
  }
  hearth_runner_start_workers (self);
  return g_steal_pointer (&self);
}

/**
 * hearth_runner_new_for_account:
 * @writer: the store's writer
 * @record: the source as stored
 * @account: its account
 * @credentials: finds what proves its login
 * @credentials_data: for @credentials
 *
 * Returns: (transfer full): a runner that does nothing yet
 */
HearthRunner *
hearth_runner_new_for_account (HearthWriter *writer, const HearthSource *record,
                               const HearthAccount *account, HearthCredentialsFunc credentials,
                               gpointer credentials_data)
{
  HearthRunner *self = hearth_runner_make (writer, record);

  self->mail = hearth_imap_source_new (account, credentials, credentials_data);
  self->paused = account->paused;
  self->careless = !account->thrifty;
  hearth_runner_start_workers (self);
  return self;
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
 * hearth_runner_is_waiting:
 * @self: a runner
 *
 * Returns: whether a sync is queued that has not begun, and so will see what changed until now
 */
gboolean
hearth_runner_is_waiting (HearthRunner *self)
{
  gboolean waiting;

  g_mutex_lock (&self->mutex);
  waiting = self->waiting > 0;
  g_mutex_unlock (&self->mutex);
  return waiting;
}

/**
 * hearth_runner_get_failures:
 * @self: a runner
 *
 * Returns: how many syncs failed since one did not
 */
guint
hearth_runner_get_failures (HearthRunner *self)
{
  return self->n_failures;
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
  g_mutex_lock (&self->mutex);
  self->window = window;
  g_mutex_unlock (&self->mutex);
  self->everything |= everything;
}

/* Whether it is known which mailboxes changed. */
static gboolean
has_names (HearthRunner *self)
{
  gboolean has;

  g_mutex_lock (&self->mutex);
  has = g_hash_table_size (self->noticed) > 0 && !g_hash_table_contains (self->noticed, "");
  g_mutex_unlock (&self->mutex);
  return has;
}

/**
 * hearth_runner_sync_async:
 * @self: a runner
 * @noticed_only: whether only what the watch noticed must be looked at, where that can be told
 * @callback: called on the main thread when it is done
 * @user_data: for @callback
 *
 * Brings the store into step with the source, after a sync that runs already.
 */
void
hearth_runner_sync_async (HearthRunner *self, gboolean noticed_only, GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, callback, user_data);
  Sync *sync = g_new0 (Sync, 1);

  sync->everything = self->everything;
  sync->noticed_only = noticed_only;
  sync->warnings = g_ptr_array_new_with_free_func (g_free);
  self->everything = FALSE;
  g_task_set_source_tag (task, hearth_runner_sync_async);
  g_task_set_task_data (task, sync, sync_free);
  if (self->worker == NULL) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Hearth is stopping");
    return;
  }
  self->running++;
  g_mutex_lock (&self->mutex);
  self->waiting++;
  g_mutex_unlock (&self->mutex);
  /* What came in just now does not wait until ten years have been read. */
  sync->beside = noticed_only && self->running > 1 && self->errands != NULL && has_names (self);
  hearth_worker_queue (sync->beside ? self->errands : self->worker, G_PRIORITY_DEFAULT, task,
                       sync_thread);
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
hearth_runner_sync_finish (HearthRunner *self, GAsyncResult *result, GStrv *warnings,
                           GError **error)
{
  Sync *sync = g_task_get_task_data (G_TASK (result));
  gboolean ok = !g_task_had_error (G_TASK (result));

  if (self->running > 0)
    self->running--;
  if (!sync->beside) {
    self->n_failures = ok ? 0 : self->n_failures + 1;
    self->failed = g_get_monotonic_time ();
  }
  /* What was to be read anew and was not still is. */
  self->everything |= sync->everything && !ok;
  if (warnings != NULL) {
    g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

    for (guint i = 0; i < sync->warnings->len; i++)
      g_strv_builder_add (builder, g_ptr_array_index (sync->warnings, i));
    *warnings = g_strv_builder_end (builder);
  }
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * hearth_runner_watch:
 * @self: a runner
 *
 * Starts to notice changes of the source by itself, if it does not yet. What changed before is not
 * noticed: sync after this.
 *
 * Returns: whether it does since this call
 */
gboolean
hearth_runner_watch (HearthRunner *self)
{
  g_autoptr (GError) error = NULL;

  if (self->watching || self->worker == NULL || self->paused)
    return FALSE;
  self->watching = self->mail != NULL       ? hearth_mail_source_watch (self->mail, &error)
                   : self->calendar != NULL ? hearth_calendar_source_watch (self->calendar, &error)
                                            : hearth_contact_source_watch (self->contacts, &error);
  if (!self->watching)
    g_warning ("Changes in “%s” are not noticed by themselves: %s", self->path, error->message);
  return self->watching;
}

/**
 * hearth_runner_unwatch:
 * @self: a runner
 *
 * Ends what hearth_runner_watch() began.
 */
void
hearth_runner_unwatch (HearthRunner *self)
{
  if (!self->watching)
    return;
  if (self->mail != NULL)
    hearth_mail_source_unwatch (self->mail);
  else if (self->calendar != NULL)
    hearth_calendar_source_unwatch (self->calendar);
  else
    hearth_contact_source_unwatch (self->contacts);
  self->watching = FALSE;
}

/**
 * hearth_runner_stop:
 * @self: a runner
 *
 * Ends what runs, at the next message, waits for that, and tells what is still to be told.
 */
void
hearth_runner_stop (HearthRunner *self)
{
  if (self->worker == NULL)
    return;
  g_cancellable_cancel (self->cancellable);
  hearth_runner_unwatch (self);
  hearth_worker_stop (self->worker);
  g_clear_object (&self->worker);
  if (self->errands != NULL)
    hearth_worker_stop (self->errands);
  g_clear_object (&self->errands);
  tell_news (self);
}
