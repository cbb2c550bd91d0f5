/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-standalone-backups.h"

#include "hearth-backup-target.h"
#include "hearth-backups.h"
#include "hearth-engine.h"
#include "hearth-worker.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* Backing up and restoring without the service: the store and the files. The settings are those of
 * the service, and stay as they are. */

#define TELL_MS 200

typedef struct {
  const char *data_dir;
  int fd;
  gboolean restores;
  HearthBackupWatch watch;
  char *kept; /* (nullable) */
  GMainLoop *loop;
  GMutex mutex;
  guint64 done;  /* (mutex) */
  guint64 total; /* (mutex) */
  gboolean drawn;
  gboolean ok;
  GError *error;
} Copy;

/* (worker) */
static void
progress_cb (guint64 done, guint64 total, gpointer user_data)
{
  Copy *copy = user_data;

  g_mutex_lock (&copy->mutex);
  copy->done = done;
  copy->total = total;
  g_mutex_unlock (&copy->mutex);
}

static gboolean
tell_cb (gpointer user_data)
{
  Copy *copy = user_data;

  g_mutex_lock (&copy->mutex);
  if (copy->total > 0)
    fprintf (stderr, "\r\033[K%u %%", (guint) (100 * copy->done / copy->total));
  copy->drawn |= copy->total > 0;
  g_mutex_unlock (&copy->mutex);
  fflush (stderr);
  return G_SOURCE_CONTINUE;
}

static gboolean
stop_cb (gpointer user_data)
{
  Copy *copy = user_data;

  g_cancellable_cancel (copy->watch.cancellable);
  return G_SOURCE_CONTINUE;
}

/* (worker) */
static void
copy_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Copy *copy = task_data;

  if (copy->restores) {
    copy->kept =
        hearth_backups_prepare_sync (copy->data_dir, copy->fd, NULL, &copy->watch, &copy->error);
    copy->ok = copy->kept != NULL;
  } else {
    copy->ok =
        hearth_backup_write_sync (copy->data_dir, NULL, copy->fd, &copy->watch, &copy->error);
  }
  g_task_return_boolean (task, TRUE);
}

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Copy *copy = user_data;

  g_main_loop_quit (copy->loop);
}

/* On a thread, so that it can be stopped by a key, and says how far it is. */
static gboolean
run_copy (Copy *copy, GError **error)
{
  g_autoptr (HearthWorker) worker = hearth_worker_new ("hearth-backup");
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GTask) task = g_task_new (NULL, NULL, copied_cb, copy);
  guint interrupted = g_unix_signal_add (SIGINT, stop_cb, copy);
  guint ended = g_unix_signal_add (SIGTERM, stop_cb, copy);
  guint timer = isatty (STDERR_FILENO) ? g_timeout_add (TELL_MS, tell_cb, copy) : 0;

  copy->loop = loop;
  copy->watch = (HearthBackupWatch){ progress_cb, copy, cancellable };
  g_mutex_init (&copy->mutex);
  g_task_set_source_tag (task, run_copy);
  g_task_set_task_data (task, copy, NULL);
  hearth_worker_queue (worker, G_PRIORITY_DEFAULT, task, copy_thread);
  g_main_loop_run (loop);
  hearth_worker_stop (worker);
  g_source_remove (interrupted);
  g_source_remove (ended);
  g_clear_handle_id (&timer, g_source_remove);
  g_mutex_clear (&copy->mutex);
  if (copy->drawn)
    fputs ("\r\033[K", stderr);
  if (copy->error != NULL)
    g_propagate_error (error, g_steal_pointer (&copy->error));
  return copy->ok;
}

/**
 * hearth_standalone_backup:
 * @data_dir: a data folder that this process has locked
 * @path: where the backup is to be; a file that is there is replaced once it is whole
 * @error: why there is none
 *
 * Returns: whether it is there
 */
gboolean
hearth_standalone_backup (const char *data_dir, const char *path, GError **error)
{
  g_autoptr (HearthBackupTarget) target = hearth_backup_target_new (path, error);
  Copy copy = { .data_dir = data_dir };

  if (target == NULL)
    return FALSE;
  copy.fd = hearth_backup_target_get_fd (target);
  return run_copy (&copy, error) && hearth_backup_target_finish (target, error);
}

/**
 * hearth_standalone_restore:
 * @data_dir: a data folder that nobody has open; what is in it may be damaged
 * @path: a backup
 * @error: %HEARTH_ENGINE_ERROR_LOCKED if it is in use, or why the backup is refused
 *
 * Lets a backup take the place of what is there.
 *
 * Returns: (transfer full) (nullable): the folder that keeps what was there
 */
char *
hearth_standalone_restore (const char *data_dir, const char *path, GError **error)
{
  Copy copy = { .data_dir = data_dir, .restores = TRUE };
  int lock = hearth_engine_lock (data_dir, error);
  gboolean ok;

  if (lock < 0)
    return NULL;
  copy.fd = g_open (path, O_RDONLY | O_NONBLOCK | O_CLOEXEC, 0);
  if (copy.fd < 0) {
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", path,
                 g_strerror (errno));
    close (lock);
    return NULL;
  }
  ok = run_copy (&copy, error) && hearth_backups_agree_sync (data_dir, copy.kept, error) &&
       hearth_backups_switch (data_dir, error);
  close (copy.fd);
  close (lock);
  if (!ok)
    g_clear_pointer (&copy.kept, g_free);
  return copy.kept;
}
