/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-engine-private.h"
#include "hearth-wiping.h"

#include "hearth-action-batches.h"
#include "hearth-backups.h"
#include "hearth-clock.h"
#include "hearth-event-reminders.h"
#include "hearth-paths.h"
#include "hearth-reminder-table.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

#define DAY 86400

/* Reminders of events are planned some days ahead; again in between, and after each change: a
 * folder of a thousand files says a thousand times that it changed. The plan is written in
 * portions. */
#define PLAN_SOON_MS 300
#define PLAN_MORE_MS 20

/* Watches miss things (a disk in the network, a folder above that was replaced), so that all
 * sources are looked at now and then all the same; without a change that takes a few stats. */
#define LOOK_EVERY (30 * 60)

/* A source that failed (a disk that is not mounted) is tried again so often. */
#define RETRY_EVERY 60

/**
 * HearthEngine:
 *
 * Ties the sources to the store: the only owner of the writer, of the sources' runners and of the
 * reminder queue. Lives on the main thread.
 *
 * Signals: `changed (table)` for readers to look again, `messages-added (GArray of gint64, gboolean
 * first)`, where first says that the source is being read for the first time, `progress ()`,
 * `warning (text)`, `login (gint64 source, problem)` after each sync that reached a server: %NULL
 * if it let the owner in, `edit-refused (sentence)` when a calendar did not take a change.
 */

enum {
  SIGNAL_CHANGED,
  SIGNAL_MESSAGES_ADDED,
  SIGNAL_PROGRESS,
  SIGNAL_WARNING,
  SIGNAL_LOGIN,
  SIGNAL_EDIT_REFUSED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_QUARK (hearth-engine-error-quark, hearth_engine_error)
G_DEFINE_FINAL_TYPE (HearthEngine, hearth_engine, G_TYPE_OBJECT)

static void queue_plan (HearthEngine *self);

/**
 * hearth_engine_lock:
 * @data_dir: a data folder; made if it is not there
 * @error: %HEARTH_ENGINE_ERROR_LOCKED if another process uses it, or %HEARTH_ENGINE_ERROR_FAILED
 *
 * Takes a data folder for this process alone, until the descriptor is closed.
 *
 * Returns: a descriptor, or -1
 */
int
hearth_engine_lock (const char *data_dir, GError **error)
{
  g_autofree char *path = g_build_filename (data_dir, "lock", NULL);
  int fd = -1;

  if (g_mkdir_with_parents (data_dir, 0700) != 0 ||
      (fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600)) < 0) {
    g_set_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_FAILED,
                 _("The folder “%s” cannot be written: %s"), data_dir, g_strerror (errno));
    return -1;
  }
  if (flock (fd, LOCK_EX | LOCK_NB) == 0)
    return fd;
  g_set_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_LOCKED,
               _("Hearth runs already on the folder “%s”."), data_dir);
  close (fd);
  return -1;
}

static void
runner_stored_cb (HearthRunner *runner, GArray *ids, gboolean first, HearthEngine *self)
{
  g_signal_emit (self, signals[SIGNAL_MESSAGES_ADDED], 0, ids, first);
}

static void
runner_changed_cb (HearthRunner *runner, const char *table, HearthEngine *self)
{
  hearth_engine_emit_changed (self, table);
}

void
hearth_engine_emit_progress (HearthEngine *self)
{
  g_signal_emit (self, signals[SIGNAL_PROGRESS], 0);
}

static void
runner_progress_cb (HearthRunner *runner, HearthEngine *self)
{
  hearth_engine_emit_progress (self);
}

static gboolean retry_cb (gpointer user_data);

static void
queue_retry (HearthEngine *self)
{
  if (self->retry_timer == 0)
    self->retry_timer = g_timeout_add_seconds (RETRY_EVERY, retry_cb, self);
}

static gboolean
retry_cb (gpointer user_data)
{
  HearthEngine *self = user_data;

  self->retry_timer = 0;
  for (guint i = 0; i < self->runners->len; i++) {
    HearthRunner *runner = g_ptr_array_index (self->runners, i);

    if (hearth_runner_should_retry (runner))
      hearth_engine_sync_runner (self, runner, FALSE);
    else if (hearth_runner_get_failures (runner) > 0)
      queue_retry (self);
  }
  return G_SOURCE_REMOVE;
}

static void
after_sync (HearthEngine *self, HearthRunner *runner, guint failures_before, const GError *error)
{
  hearth_engine_note_thrift (self);
  hearth_engine_note_traffic (self);
  g_signal_emit (self, signals[SIGNAL_PROGRESS], 0);
  if (!self->started || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (error == NULL || g_error_matches (error, HEARTH_MAIL_ERROR, HEARTH_MAIL_ERROR_LOGIN))
    g_signal_emit (self, signals[SIGNAL_LOGIN], 0, hearth_runner_get_id (runner),
                   error != NULL ? error->message : NULL);
  /* A watch holds on to the folders that it found. Those that were away may be others now; and
   * while they stay away, a watch looks for them every few seconds, which the retry does less
   * often. */
  if (failures_before > 0 && !hearth_runner_reconnects (runner))
    hearth_runner_unwatch (runner);
  /* What changed since the sync looked at it and before the watch began is seen now. A watch that
   * reconnects tells by itself when what failed can be tried again. */
  if ((error == NULL || hearth_runner_reconnects (runner)) && hearth_runner_watch (runner) &&
      error == NULL)
    hearth_engine_sync_runner (self, runner, FALSE);
  if (error != NULL)
    queue_retry (self);
}

static void
quiet_sync_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthEngine) self = user_data;
  HearthRunner *runner = HEARTH_RUNNER (object);
  guint failures = hearth_runner_get_failures (runner);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) warnings = NULL;

  hearth_runner_sync_finish (runner, result, &warnings, &error);
  for (guint i = 0; warnings[i] != NULL; i++)
    g_signal_emit (self, signals[SIGNAL_WARNING], 0, warnings[i]);
  /* What fails again and again is said once. */
  if (error != NULL && failures == 0 && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_signal_emit (self, signals[SIGNAL_WARNING], 0, error->message);
  after_sync (self, runner, failures, error);
}

/* Syncs one source without anybody waiting for it. */
void
hearth_engine_sync_runner (HearthEngine *self, HearthRunner *runner, gboolean noticed_only)
{
  hearth_runner_sync_async (runner, noticed_only, quiet_sync_cb, g_object_ref (self));
}

static void
runner_noticed_cb (HearthRunner *runner, HearthEngine *self)
{
  /* One that has not begun will see this too; one that runs may have passed it. */
  if (!hearth_runner_is_waiting (runner))
    hearth_engine_sync_runner (self, runner, TRUE);
}

static HearthRunner *
make_runner (HearthEngine *self, const HearthSource *record, GError **error)
{
  g_autoptr (HearthAccount) account = NULL;

  if (hearth_source_kind_is_remote (record->kind))
    return hearth_engine_make_calendar_runner (self, record, error);
  if (record->kind != HEARTH_SOURCE_IMAP)
    return hearth_runner_new (self->writer, record, error);
  account = hearth_store_accounts_get (self->reader, record->id, error);
  return account != NULL ? hearth_runner_new_for_account (self->writer, record, account,
                                                          hearth_engine_lookup_credentials, NULL)
                         : NULL;
}

HearthRunner *
hearth_engine_add_runner (HearthEngine *self, const HearthSource *record, GError **error)
{
  HearthRunner *runner = make_runner (self, record, error);

  if (runner == NULL)
    return NULL;
  if (hearth_runner_reconnects (runner))
    hearth_engine_watch_network (self);
  hearth_runner_set_thrifty (runner, self->thrift != HEARTH_THRIFT_NONE);
  hearth_runner_set_window (runner, self->window, FALSE);
  g_signal_connect_object (runner, "stored", G_CALLBACK (runner_stored_cb), self, 0);
  g_signal_connect_object (runner, "changed", G_CALLBACK (runner_changed_cb), self, 0);
  g_signal_connect_object (runner, "progress", G_CALLBACK (runner_progress_cb), self, 0);
  g_signal_connect_object (runner, "noticed", G_CALLBACK (runner_noticed_cb), self, 0);
  hearth_engine_watch_edits (self, runner);
  g_ptr_array_add (self->runners, runner);
  if (self->started && hearth_runner_reconnects (runner))
    hearth_runner_watch (runner);
  return runner;
}

static gboolean
load_sources (HearthEngine *self, GError **error)
{
  g_autoptr (GPtrArray) records = hearth_store_sources_list (self->reader, error);
  gboolean window_stands = hearth_engine_choose_window (self);

  if (records == NULL)
    return FALSE;
  for (guint i = 0; i < records->len; i++) {
    g_autoptr (GError) local_error = NULL;

    if (hearth_engine_add_runner (self, g_ptr_array_index (records, i), &local_error) == NULL)
      g_warning ("%s", local_error->message);
  }
  if (!window_stands)
    hearth_engine_spread_window (self, TRUE);
  return TRUE;
}

static gboolean
plan_cb (gpointer user_data)
{
  HearthEngine *self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean more = FALSE;

  self->plan_soon = 0;
  if (!hearth_event_reminders_plan (self->reader, self->writer, self->reminders,
                                    &self->reminder_rules, &more, &error))
    g_warning ("Reminders of events could not be planned: %s", error->message);
  else if (more)
    self->plan_soon = g_timeout_add (PLAN_MORE_MS, plan_cb, self);
  return G_SOURCE_REMOVE;
}

static void
queue_plan (HearthEngine *self)
{
  if (self->started && self->plan_soon == 0)
    self->plan_soon = g_timeout_add (PLAN_SOON_MS, plan_cb, self);
}

static gboolean
look_cb (gpointer user_data)
{
  hearth_engine_wake (user_data);
  return G_SOURCE_CONTINUE;
}

void
hearth_engine_emit_changed (HearthEngine *self, const char *table)
{
  if (g_strcmp0 (table, "events") == 0 || g_strcmp0 (table, "tasks") == 0)
    queue_plan (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0, table);
}

static void
reminders_changed_cb (HearthEngine *self)
{
  hearth_engine_emit_changed (self, "reminders");
}

static void
hearth_engine_dispose (GObject *object)
{
  hearth_engine_stop (HEARTH_ENGINE (object));
  G_OBJECT_CLASS (hearth_engine_parent_class)->dispose (object);
}

static void
hearth_engine_finalize (GObject *object)
{
  HearthEngine *self = HEARTH_ENGINE (object);

  g_ptr_array_unref (self->runners);
  g_clear_pointer (&self->sending, g_hash_table_unref);
  g_clear_pointer (&self->journal_sending, g_hash_table_unref);
  g_clear_pointer (&self->journal_told, g_hash_table_unref);
  hearth_action_batches_free (self->batches);
  g_free (self->data_dir);
  G_OBJECT_CLASS (hearth_engine_parent_class)->finalize (object);
}

static void
hearth_engine_class_init (HearthEngineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = hearth_engine_dispose;
  object_class->finalize = hearth_engine_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", HEARTH_TYPE_ENGINE, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_MESSAGES_ADDED] =
      g_signal_new ("messages-added", HEARTH_TYPE_ENGINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_ARRAY, G_TYPE_BOOLEAN);
  signals[SIGNAL_PROGRESS] = g_signal_new ("progress", HEARTH_TYPE_ENGINE, G_SIGNAL_RUN_LAST, 0,
                                           NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_WARNING] = g_signal_new ("warning", HEARTH_TYPE_ENGINE, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_EDIT_REFUSED] =
      g_signal_new ("edit-refused", HEARTH_TYPE_ENGINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_LOGIN] = g_signal_new ("login", HEARTH_TYPE_ENGINE, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_STRING);
}

static void
hearth_engine_init (HearthEngine *self)
{
  self->lock_fd = -1;
  self->reminder_rules = (HearthReminderRules){ .default_minutes = 10, .briefings = TRUE };
  self->day_plan = (HearthDayPlan) HEARTH_DAY_PLAN_INIT;
  self->runners = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * hearth_engine_new:
 * @data_dir: the folder of the store; made if it is not there
 * @error: %HEARTH_ENGINE_ERROR_LOCKED if another process uses it, or a #HearthStoreError
 *
 * Opens a data folder for this process alone. Nothing is read or watched before
 * hearth_engine_start() or hearth_engine_sync_async().
 *
 * Returns: (transfer full) (nullable): an engine
 */
HearthEngine *
hearth_engine_new (const char *data_dir, GError **error)
{
  g_autoptr (HearthEngine) self = g_object_new (HEARTH_TYPE_ENGINE, NULL);
  g_autoptr (HearthReminderStorage) table = NULL;
  g_autofree char *store = hearth_paths_dup_store (data_dir);
  g_autofree char *thrift = NULL;

  self->data_dir = g_strdup (data_dir);
  self->lock_fd = hearth_engine_lock (data_dir, error);
  if (self->lock_fd < 0 || !hearth_backups_switch (data_dir, error))
    return NULL;
  self->writer = hearth_writer_new (store, error);
  if (self->writer == NULL)
    return NULL;
  self->reader = hearth_database_open (store, HEARTH_DATABASE_READER, error);
  if (self->reader == NULL || !load_sources (self, error))
    return NULL;
  thrift = hearth_engine_dup_meta (self, HEARTH_THRIFT_META);
  self->told_thrift = hearth_thrift_from_string (thrift);
  hearth_engine_make_outbox (self);
  hearth_engine_watch_calendars (self);
  table = hearth_reminder_table_new (self->writer);
  self->reminders = hearth_reminder_queue_new (table);
  g_signal_connect_object (self->reminders, "changed", G_CALLBACK (reminders_changed_cb), self,
                           G_CONNECT_SWAPPED);
  hearth_engine_watch_later (self);
  hearth_engine_watch_permissions (self);
  hearth_engine_watch_traffic (self);
  return g_steal_pointer (&self);
}

/**
 * hearth_engine_start:
 * @self: an engine
 *
 * Brings all sources into step, watches them from then on, plans the events' reminders and lets
 * reminders fall due.
 */
void
hearth_engine_start (HearthEngine *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) outbox_error = NULL;

  if (self->started)
    return;
  self->started = TRUE;
  self->look_timer = g_timeout_add_seconds (LOOK_EVERY, look_cb, self);
  if (!hearth_engine_start_reminders (self, &error))
    g_warning ("%s", error->message);
  if (!hearth_engine_start_outbox (self, &outbox_error))
    g_warning ("%s", outbox_error->message);
  hearth_engine_finish_wiping (self);
  hearth_engine_settle_unsubscribes (self);
  queue_plan (self);
  hearth_engine_start_calendars (self);
  hearth_engine_start_later (self);
  hearth_engine_queue_removal (self);
  hearth_engine_sync_async (self, NULL, NULL, NULL);
  /* A watch that reconnects need not wait until all has been read. */
  for (guint i = 0; i < self->runners->len; i++) {
    if (hearth_runner_reconnects (g_ptr_array_index (self->runners, i)))
      hearth_runner_watch (g_ptr_array_index (self->runners, i));
  }
}

/**
 * hearth_engine_start_reminders:
 * @self: an engine
 * @error: a #HearthReminderError
 *
 * Loads the open reminders and lets them fall due, without starting anything else. Does nothing if
 * that was done.
 *
 * Returns: whether they are loaded
 */
gboolean
hearth_engine_start_reminders (HearthEngine *self, GError **error)
{
  if (self->reminders_started)
    return TRUE;
  self->reminders_started = hearth_reminder_queue_start (self->reminders, error);
  return self->reminders_started;
}

/**
 * hearth_engine_pause:
 * @self: an engine
 *
 * Ends what runs at its next safe point and tells what came of it. Nothing is read any more; the
 * store stays open.
 */
void
hearth_engine_pause (HearthEngine *self)
{
  self->started = FALSE;
  self->paused = TRUE;
  g_clear_handle_id (&self->look_timer, g_source_remove);
  g_clear_handle_id (&self->plan_soon, g_source_remove);
  g_clear_handle_id (&self->retry_timer, g_source_remove);
  g_clear_handle_id (&self->wipe_soon, g_source_remove);
  hearth_engine_unwatch_network (self);
  hearth_engine_pause_calendars (self);
  hearth_engine_pause_later (self);
  for (guint i = 0; i < self->runners->len; i++)
    hearth_runner_stop (g_ptr_array_index (self->runners, i));
  hearth_engine_pause_outbox (self);
  hearth_engine_note_traffic (self);
}

/**
 * hearth_engine_stop:
 * @self: an engine
 *
 * Ends what runs at its next safe point, closes the store and lets the folder go. Nothing may be
 * asked of the engine afterwards.
 */
void
hearth_engine_stop (HearthEngine *self)
{
  hearth_engine_pause (self);
  hearth_engine_close_outbox (self);
  if (self->pages != NULL)
    hearth_worker_stop (self->pages);
  g_clear_object (&self->pages);
  if (self->reminders != NULL)
    hearth_reminder_queue_stop (self->reminders);
  g_clear_object (&self->reminders);
  hearth_engine_note_traffic (self);
  hearth_engine_unwatch_traffic (self);
  g_clear_object (&self->reader);
  if (self->writer != NULL)
    hearth_writer_stop (self->writer);
  g_clear_object (&self->writer);
  if (self->lock_fd >= 0)
    close (self->lock_fd);
  self->lock_fd = -1;
}

/**
 * hearth_engine_get_data_dir:
 * @self: an engine
 *
 * Returns: (transfer none): its data folder
 */
const char *
hearth_engine_get_data_dir (HearthEngine *self)
{
  return self->data_dir;
}

/**
 * hearth_engine_get_reader:
 * @self: an engine
 *
 * Returns: (transfer none): a read-only connection for the main thread
 */
HearthDatabase *
hearth_engine_get_reader (HearthEngine *self)
{
  return self->reader;
}

/**
 * hearth_engine_get_reminders:
 * @self: an engine
 *
 * Returns: (transfer none): the reminders
 */
HearthReminderQueue *
hearth_engine_get_reminders (HearthEngine *self)
{
  return self->reminders;
}

/**
 * hearth_engine_set_reminder_rules:
 * @self: an engine
 * @rules: what to remind of beside the alarms
 *
 * Says what to remind of where a calendar does not say.
 */
void
hearth_engine_set_reminder_rules (HearthEngine *self, const HearthReminderRules *rules)
{
  if (memcmp (&self->reminder_rules, rules, sizeof *rules) == 0)
    return;
  self->reminder_rules = *rules;
  queue_plan (self);
}

/**
 * hearth_engine_change_zone:
 * @self: an engine
 *
 * To be called when the owner came into another time zone: what has no zone of its own, and whole
 * days, are at other moments now.
 */
void
hearth_engine_change_zone (HearthEngine *self)
{
  hearth_reminder_queue_wake (self->reminders);
  hearth_engine_spread_window (self, TRUE);
  queue_plan (self);
  hearth_engine_emit_changed (self, "events");
  hearth_engine_sync_async (self, NULL, NULL, NULL);
}

/**
 * hearth_engine_wake:
 * @self: an engine
 *
 * To be called after the computer slept or the clock was set, and now and then: looks again at what
 * is due and what changed meanwhile.
 */
void
hearth_engine_wake (HearthEngine *self)
{
  hearth_reminder_queue_wake (self->reminders);
  hearth_outbox_look (self->outbox);
  for (guint i = 0; i < self->runners->len; i++)
    hearth_runner_wake (g_ptr_array_index (self->runners, i));
  queue_plan (self);
  if (!hearth_engine_choose_window (self))
    hearth_engine_spread_window (self, TRUE);
  hearth_engine_sync_async (self, NULL, NULL, NULL);
}

HearthRunner *
hearth_engine_find_runner (HearthEngine *self, gint64 source_id)
{
  for (guint i = 0; i < self->runners->len; i++) {
    HearthRunner *runner = g_ptr_array_index (self->runners, i);

    if (hearth_runner_get_id (runner) == source_id)
      return runner;
  }
  return NULL;
}

/* A sync of all sources, while they run. */
typedef struct {
  guint waiting;
  gboolean window_failed; /* a calendar was not read for it */
  HearthSpan window;      /* what the calendars are read for */
  GStrvBuilder *warnings; /* (owned) */
} SyncAll;

static void
sync_all_free (gpointer data)
{
  SyncAll *all = data;

  g_strv_builder_unref (all->warnings);
  g_free (all);
}

static void
sync_one_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HearthEngine *self = g_task_get_source_object (task);
  HearthRunner *runner = HEARTH_RUNNER (object);
  SyncAll *all = g_task_get_task_data (task);
  guint failures = hearth_runner_get_failures (runner);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) warnings = NULL;

  if (!hearth_runner_sync_finish (runner, result, &warnings, &error)) {
    all->window_failed |= hearth_runner_lacks_window (runner);
    /* A source that was removed meanwhile is no news to who removed it. */
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
      g_strv_builder_add (all->warnings, error->message);
      g_signal_emit (self, signals[SIGNAL_WARNING], 0, error->message);
    }
  }
  for (guint i = 0; warnings != NULL && warnings[i] != NULL; i++) {
    g_strv_builder_add (all->warnings, warnings[i]);
    g_signal_emit (self, signals[SIGNAL_WARNING], 0, warnings[i]);
  }
  after_sync (self, runner, failures, error);
  if (--all->waiting > 0)
    return;
  if (!all->window_failed)
    hearth_engine_store_window (self, &all->window);
  g_task_return_pointer (task, g_strv_builder_end (all->warnings), (GDestroyNotify) g_strfreev);
}

/**
 * hearth_engine_sync_async:
 * @self: an engine
 * @cancellable: (nullable): stops waiting; what runs goes on
 * @callback: (nullable): called when all sources were tried
 * @user_data: for @callback
 *
 * Brings all sources into step, each on its own thread.
 */
void
hearth_engine_sync_async (HearthEngine *self, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  SyncAll *all = g_new0 (SyncAll, 1);

  all->warnings = g_strv_builder_new ();
  all->waiting = self->runners->len;
  all->window = self->window;
  g_task_set_source_tag (task, hearth_engine_sync_async);
  g_task_set_task_data (task, all, sync_all_free);
  hearth_engine_resume_batches (self);
  if (all->waiting == 0) {
    g_task_return_pointer (task, g_new0 (char *, 1), (GDestroyNotify) g_strfreev);
    return;
  }
  for (guint i = 0; i < self->runners->len; i++)
    hearth_runner_sync_async (g_ptr_array_index (self->runners, i), FALSE, sync_one_cb,
                              g_object_ref (task));
}

/**
 * hearth_engine_sync_finish:
 * @self: an engine
 * @result: from the callback
 * @error: %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): a sentence for each file or source that could not be read,
 *   perhaps none; %NULL if it was cancelled
 */
GStrv
hearth_engine_sync_finish (HearthEngine *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * hearth_engine_is_syncing:
 * @self: an engine
 * @done: (out) (optional): messages that were read
 * @total: (out) (optional): messages in all, 0 if that is not known
 *
 * Returns: whether a source is being read
 */
gboolean
hearth_engine_is_syncing (HearthEngine *self, guint64 *done, guint64 *total)
{
  guint64 sum_done = 0, sum_total = 0;
  gboolean running = FALSE;

  for (guint i = 0; i < self->runners->len; i++) {
    HearthRunner *runner = g_ptr_array_index (self->runners, i);
    guint64 d, t;

    if (!hearth_runner_is_running (runner))
      continue;
    running = TRUE;
    hearth_runner_get_progress (runner, &d, &t);
    sum_done += d;
    sum_total += t;
  }
  if (done != NULL)
    *done = sum_done;
  if (total != NULL)
    *total = sum_total;
  return running;
}
