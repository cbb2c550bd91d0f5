/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-service-backups.h"

#include "hearth-backups.h"
#include "hearth-repair.h"
#include "hearth-service-error.h"
#include "hearth-worker.h"

#include <gio/gunixfdlist.h>
#include <glib/gi18n.h>
#include <sys/stat.h>
#include <unistd.h>

/* The methods by which all of it is backed up and restored, and by which indexes are repaired. */

/* How often it is told how far a copy is. */
#define TELL_MS 200

typedef struct {
  HearthEngine *engine;          /* (owned) */
  GSettings *settings;           /* (owned) */
  HearthDaemonDaemon1 *skeleton; /* (unowned): goes after this */
  GObject *service;              /* (unowned) (nullable): until it ends */
  HearthWorker *worker;          /* (owned) */
  GCancellable *cancellable;     /* (owned) (nullable): of the copy that goes on */
  guint timer;
  GMutex mutex;
  guint64 done;  /* (mutex) */
  guint64 total; /* (mutex) */
} Desk;

/* One copy, from the call to its answer. */
typedef struct {
  char *data_dir;
  GVariant *settings; /* (owned) */
  GDBusMethodInvocation *invocation;
  HearthBackupWatch watch; /* its cancellable is owned */
  int fd;                  /* (owned) */
  gboolean restores;
  char *kept; /* (nullable) */
  guint64 size;
  guint caller; /* who watches whether the caller is still there */
} Copy;

static void
copy_free (gpointer data)
{
  Copy *copy = data;

  if (copy->caller != 0)
    g_bus_unwatch_name (copy->caller);
  close (copy->fd);
  g_object_unref (copy->watch.cancellable);
  g_clear_object (&copy->invocation);
  g_variant_unref (copy->settings);
  g_free (copy->data_dir);
  g_free (copy->kept);
  g_free (copy);
}

static void
stop (Desk *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  hearth_worker_stop (self->worker);
}

static void
desk_free (gpointer data)
{
  Desk *self = data;

  stop (self);
  g_object_unref (self->worker);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->timer, g_source_remove);
  g_object_unref (self->engine);
  g_object_unref (self->settings);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/* (worker) */
static void
progress_cb (guint64 done, guint64 total, gpointer user_data)
{
  Desk *self = user_data;

  g_mutex_lock (&self->mutex);
  self->done = done;
  self->total = total;
  g_mutex_unlock (&self->mutex);
}

static void
tell (Desk *self)
{
  guint64 done, total;

  g_mutex_lock (&self->mutex);
  done = self->done;
  total = self->total;
  g_mutex_unlock (&self->mutex);
  hearth_daemon_daemon1_set_copying (self->skeleton, g_variant_new ("(tt)", done, total));
}

static gboolean
tell_cb (gpointer user_data)
{
  tell (user_data);
  return G_SOURCE_CONTINUE;
}

/* (worker) */
static void
copy_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Copy *copy = task_data;
  GError *error = NULL;
  struct stat st;

  if (copy->restores)
    copy->kept = hearth_backups_prepare_sync (copy->data_dir, copy->fd, copy->settings,
                                              &copy->watch, &error);
  else if (hearth_backup_write_sync (copy->data_dir, copy->settings, copy->fd, &copy->watch,
                                     &error) &&
           fstat (copy->fd, &st) == 0)
    copy->size = (guint64) st.st_size;
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
end_copy (Desk *self)
{
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->timer, g_source_remove);
  self->done = self->total = 0;
  tell (self);
}

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Copy *copy = g_task_get_task_data (G_TASK (result));
  GDBusMethodInvocation *invocation = g_steal_pointer (&copy->invocation);
  g_autoptr (GError) error = NULL;
  gboolean ok = g_task_propagate_boolean (G_TASK (result), &error);
  Desk *self = g_object_get_data (source, "backups");

  /* Whoever asked may have gone in the last moment, and takes it that nothing was changed. */
  if (ok && copy->restores) {
    ok = !g_cancellable_set_error_if_cancelled (self->cancellable, &error) &&
         hearth_backups_agree_sync (copy->data_dir, copy->kept, &error);
    if (!ok)
      hearth_backups_discard (copy->data_dir);
  }
  end_copy (self);
  if (!ok) {
    hearth_service_return_error (invocation, error);
  } else if (!copy->restores) {
    hearth_daemon_daemon1_complete_backup (NULL, invocation, NULL, copy->size);
  } else {
    hearth_daemon_daemon1_complete_restore (NULL, invocation, NULL, copy->kept);
    if (self->service != NULL)
      g_signal_emit_by_name (self->service, "restart");
  }
}

static void
caller_gone_cb (GDBusConnection *bus, const char *name, gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

static int
take_file (GDBusMethodInvocation *invocation, GUnixFDList *fds, GVariant *handle)
{
  g_autoptr (GError) error = NULL;
  int fd = fds != NULL ? g_unix_fd_list_get (fds, g_variant_get_handle (handle), &error) : -1;

  if (fd < 0 && error == NULL)
    g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_FAILED, _("There is no file."));
  if (fd < 0)
    hearth_service_return_error (invocation, error);
  return fd;
}

static void
begin_copy (Desk *self, GDBusMethodInvocation *invocation, int fd, gboolean restores)
{
  Copy *copy = g_new0 (Copy, 1);
  g_autoptr (GTask) task = NULL;

  self->cancellable = g_cancellable_new ();
  self->timer = g_timeout_add (TELL_MS, tell_cb, self);
  copy->data_dir = g_strdup (hearth_engine_get_data_dir (self->engine));
  copy->settings = hearth_backups_pack_settings (self->settings);
  copy->invocation = invocation;
  copy->watch = (HearthBackupWatch){ progress_cb, self, g_object_ref (self->cancellable) };
  copy->fd = fd;
  copy->restores = restores;
  copy->caller =
      g_bus_watch_name_on_connection (g_dbus_method_invocation_get_connection (invocation),
                                      g_dbus_method_invocation_get_sender (invocation),
                                      G_BUS_NAME_WATCHER_FLAGS_NONE, NULL, caller_gone_cb,
                                      g_object_ref (self->cancellable), g_object_unref);
  task = g_task_new (self->skeleton, NULL, copied_cb, NULL);
  g_task_set_source_tag (task, begin_copy);
  g_task_set_task_data (task, copy, copy_free);
  hearth_worker_queue (self->worker, G_PRIORITY_DEFAULT, task, copy_thread);
}

static gboolean
answer (Desk *self, GDBusMethodInvocation *invocation, GUnixFDList *fds, GVariant *handle,
        gboolean restores)
{
  g_autoptr (GError) error = NULL;
  int fd;

  if (self->cancellable != NULL) {
    g_set_error_literal (&error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_EXISTS,
                         _("A backup is being written or restored already."));
    hearth_service_return_error (invocation, error);
    return TRUE;
  }
  fd = take_file (invocation, fds, handle);
  if (fd >= 0)
    begin_copy (self, invocation, fd, restores);
  return TRUE;
}

static gboolean
backup_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, GUnixFDList *fds,
           GVariant *handle, Desk *self)
{
  return answer (self, invocation, fds, handle, FALSE);
}

static gboolean
restore_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, GUnixFDList *fds,
            GVariant *handle, Desk *self)
{
  return answer (self, invocation, fds, handle, TRUE);
}

static gboolean
stop_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, Desk *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  hearth_daemon_daemon1_complete_stop_copying (skeleton, invocation);
  return TRUE;
}

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GDBusMethodInvocation *invocation = user_data;
  g_autoptr (GError) error = NULL;
  gboolean right = FALSE;

  if (hearth_engine_check_finish (HEARTH_ENGINE (source), result, &right, &error))
    hearth_daemon_daemon1_complete_check_indexes (NULL, invocation, right);
  else
    hearth_service_return_error (invocation, error);
}

static gboolean
check_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, gboolean repair,
          Desk *self)
{
  hearth_engine_check_async (self->engine, repair, checked_cb, invocation);
  return TRUE;
}

/**
 * hearth_service_backups_attach:
 * @skeleton: the daemon's interface
 * @engine: the engine
 * @settings: Hearth's settings
 * @service: what emits `restart ()` when a backup is to take the place of what is there
 *
 * Answers the methods by which all is backed up, restored and checked.
 */
void
hearth_service_backups_attach (HearthDaemonDaemon1 *skeleton, HearthEngine *engine,
                               GSettings *settings, GObject *service)
{
  static const struct {
    const char *signal;
    GCallback callback;
  } handlers[] = {
    { "handle-backup", G_CALLBACK (backup_cb) },
    { "handle-restore", G_CALLBACK (restore_cb) },
    { "handle-stop-copying", G_CALLBACK (stop_cb) },
    { "handle-check-indexes", G_CALLBACK (check_cb) },
  };
  Desk *self = g_new0 (Desk, 1);

  self->engine = g_object_ref (engine);
  self->settings = g_object_ref (settings);
  self->skeleton = skeleton;
  self->service = service;
  self->worker = hearth_worker_new ("hearth-backup");
  g_mutex_init (&self->mutex);
  g_object_set_data_full (G_OBJECT (skeleton), "backups", self, desk_free);
  hearth_daemon_daemon1_set_copying (skeleton, g_variant_new ("(tt)", (guint64) 0, (guint64) 0));
  for (guint i = 0; i < G_N_ELEMENTS (handlers); i++)
    g_signal_connect (skeleton, handlers[i].signal, handlers[i].callback, self);
}

/**
 * hearth_service_backups_stop:
 * @skeleton: the daemon's interface
 *
 * Stops what is being copied, and waits until it has.
 */
void
hearth_service_backups_stop (HearthDaemonDaemon1 *skeleton)
{
  Desk *self = g_object_get_data (G_OBJECT (skeleton), "backups");

  if (self == NULL)
    return;
  self->service = NULL;
  stop (self);
}
