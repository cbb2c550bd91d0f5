/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-replay.h"
#include "hearth-runner-private.h"

/* What goes between a source and its server beside a sync. */

/* A server that failed is tried again after so long, and later and later if it goes on failing. */
#define RETRY_FIRST_US (60 * G_USEC_PER_SEC)
#define RETRY_LAST_US (300 * G_USEC_PER_SEC)

/* What the owner did is told before it is asked how things are. */
gboolean
hearth_runner_tell_operations (HearthRunner *self, GCancellable *cancellable, GError **error)
{
  gboolean different = FALSE;
  gboolean ok;

  if (self->paused || !hearth_runner_takes_operations (self))
    return TRUE;
  ok = hearth_replay_run (self->writer, self->mail, self->id, &different, cancellable, error);
  if (different)
    hearth_runner_note_changed (self, "messages");
  return ok;
}

/**
 * hearth_runner_reconnects:
 * @self: a runner
 *
 * Returns: whether its watch finds by itself when what was away is back
 */
gboolean
hearth_runner_reconnects (HearthRunner *self)
{
  return self->mail != NULL && hearth_mail_source_reconnects (self->mail);
}

/**
 * hearth_runner_takes_operations:
 * @self: a runner
 *
 * Returns: whether what the owner does to its messages is told to a server later
 */
gboolean
hearth_runner_takes_operations (HearthRunner *self)
{
  return self->mail != NULL && hearth_mail_source_takes_operations (self->mail);
}

/**
 * hearth_runner_should_retry:
 * @self: a runner
 *
 * Returns: whether its last sync failed and it is time to try again; a server is asked less and
 *   less often
 */
gboolean
hearth_runner_should_retry (HearthRunner *self)
{
  gint64 pause = MIN (RETRY_FIRST_US << MIN (self->n_failures, 4), RETRY_LAST_US) - RETRY_FIRST_US;

  if (self->n_failures == 0 || hearth_runner_is_waiting (self))
    return FALSE;
  return !hearth_runner_reconnects (self) || g_get_monotonic_time () - self->failed >= pause;
}

/**
 * hearth_runner_wake:
 * @self: a runner
 *
 * Has its connections looked at, after the computer slept or the network changed.
 */
void
hearth_runner_wake (HearthRunner *self)
{
  if (self->mail != NULL && !self->paused)
    hearth_mail_source_wake (self->mail);
}

/**
 * hearth_runner_set_thrifty:
 * @self: a runner
 * @thrifty: whether only the text of new mail is fetched, also by what runs already; one whose
 *   owner wants everything at all times does not mind. A calendar that is asked by the clock is
 *   asked less often
 */
void
hearth_runner_set_thrifty (HearthRunner *self, gboolean thrifty)
{
  g_mutex_lock (&self->mutex);
  self->thrifty = thrifty && !self->careless;
  g_mutex_unlock (&self->mutex);
  if (self->calendar != NULL && hearth_runner_is_polled (self))
    hearth_calendar_source_set_thrifty (self->calendar, thrifty);
}

/**
 * hearth_runner_is_thrifty:
 * @self: a runner, on any thread
 *
 * Returns: whether only the text of new mail is fetched
 */
gboolean
hearth_runner_is_thrifty (HearthRunner *self)
{
  gboolean thrifty;

  g_mutex_lock (&self->mutex);
  thrifty = self->thrifty;
  g_mutex_unlock (&self->mutex);
  return thrifty;
}

/* May be called on any thread. */
void
hearth_runner_set_left (HearthRunner *self, gboolean left)
{
  g_mutex_lock (&self->mutex);
  self->left = left;
  g_mutex_unlock (&self->mutex);
}

/**
 * hearth_runner_has_left:
 * @self: a runner
 *
 * Returns: whether the last sync left older mail to a later one
 */
gboolean
hearth_runner_has_left (HearthRunner *self)
{
  gboolean left;

  g_mutex_lock (&self->mutex);
  left = self->left;
  g_mutex_unlock (&self->mutex);
  return left;
}

static void
replayed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  HEARTH_RUNNER (object)->replays--;
}

static void
replay_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  HearthRunner *self = source_object;
  g_autoptr (GError) error = NULL;

  g_mutex_lock (&self->mutex);
  self->replaying = FALSE;
  g_mutex_unlock (&self->mutex);
  /* What cannot be told now is told before the next sync. */
  if (!hearth_runner_tell_operations (self, cancellable, &error))
    g_debug ("Changes of “%s” wait: %s", self->name, error->message);
  g_task_return_boolean (task, TRUE);
}

/**
 * hearth_runner_replay:
 * @self: a runner that takes operations
 *
 * Has its server told what the owner did, as soon as that is possible, also while a sync runs.
 */
void
hearth_runner_replay (HearthRunner *self)
{
  g_autoptr (GTask) task = NULL;
  gboolean queued;

  if (self->errands == NULL || self->paused)
    return;
  g_mutex_lock (&self->mutex);
  queued = self->replaying;
  self->replaying = TRUE;
  g_mutex_unlock (&self->mutex);
  if (queued)
    return;
  self->replays++;
  task = g_task_new (self, self->cancellable, replayed_cb, NULL);
  g_task_set_source_tag (task, hearth_runner_replay);
  hearth_worker_queue (self->errands, G_PRIORITY_DEFAULT, task, replay_thread);
}

/**
 * hearth_runner_is_replaying:
 * @self: a runner
 *
 * Returns: whether its server is being told what the owner did
 */
gboolean
hearth_runner_is_replaying (HearthRunner *self)
{
  return self->replays > 0;
}

/* What to fetch. */
typedef struct {
  char *mailbox;
  char *key;
  char *path;
} Raw;

static void
raw_free (gpointer data)
{
  Raw *raw = data;

  g_free (raw->mailbox);
  g_free (raw->key);
  g_free (raw->path);
  g_free (raw);
}

static void
raw_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  HearthRunner *self = source_object;
  Raw *raw = task_data;
  GError *error = NULL;
  GBytes *bytes = hearth_mail_source_dup_raw_sync (self->mail, raw->mailbox, raw->key, raw->path,
                                                   cancellable, &error);

  if (bytes != NULL)
    g_task_return_pointer (task, bytes, (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, error);
}

/**
 * hearth_runner_dup_raw_async:
 * @self: a runner of mail
 * @mailbox: a mailbox's name
 * @key: the message's key
 * @path: (nullable): where it lay when last seen
 * @callback: called on the main thread when it is done
 * @user_data: for @callback
 *
 * Fetches a message as it is. It waits for no sync.
 */
void
hearth_runner_dup_raw_async (HearthRunner *self, const char *mailbox, const char *key,
                             const char *path, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, callback, user_data);
  Raw *raw = g_new0 (Raw, 1);

  raw->mailbox = g_strdup (mailbox);
  raw->key = g_strdup (key);
  raw->path = g_strdup (path);
  g_task_set_source_tag (task, hearth_runner_dup_raw_async);
  g_task_set_task_data (task, raw, raw_free);
  if (self->errands != NULL)
    hearth_worker_queue (self->errands, G_PRIORITY_HIGH, task, raw_thread);
  else
    raw_thread (task, self, raw, self->cancellable); /* a file is there at once */
}

/**
 * hearth_runner_dup_raw_finish:
 * @self: a runner
 * @result: from the callback
 * @error: a #HearthMailError
 *
 * Returns: (transfer full) (nullable): the message
 */
GBytes *
hearth_runner_dup_raw_finish (HearthRunner *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
