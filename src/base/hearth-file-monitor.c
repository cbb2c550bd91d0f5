/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-file-monitor.h"

#include "hearth-worker.h"

#include <fcntl.h>
#include <gio/gio.h>
#include <sys/stat.h>
#include <sys/vfs.h>

/* The magic number of file systems that a program makes (statfs(2)). */
#define FUSE_MAGIC 0x65735546

#define POLL_MS 30000

/* What has changed is looked at once more before it is told: it may be being written. */
#define SETTLE_MS 2000

/* Of a folder with more files only its own time is looked at. */
#define MAX_FILES 20000

/**
 * HearthPollMonitor:
 *
 * A monitor for files of which the kernel tells nothing: those that the document portal lets into
 * a sandbox, and others of a program's file system. It looks at times and sizes again and again,
 * on a thread that all such monitors share.
 *
 * It tells less than inotify does: a file that was renamed has gone and another has come; where
 * only names are watched, or where there are too many files, the folder itself is named as created.
 */
struct _HearthPollMonitor {
  GFileMonitor parent_instance;

  GFile *file; /* (owned) */
  char *path;  /* (owned) */
  HearthWatchDepth depth;
  guint interval_ms;
  GMainContext *context;     /* (owned): where it tells */
  GSource *timer;            /* (owned) (nullable) until it looks again */
  GHashTable *told;          /* (owned) (nullable): name -> stamp, as whoever listens knows it */
  GHashTable *seen;          /* (owned) (nullable): as it was found last */
  GCancellable *cancellable; /* (owned) */
};

G_DEFINE_FINAL_TYPE (HearthPollMonitor, hearth_poll_monitor, G_TYPE_FILE_MONITOR)

/* One look; the task's data. */
typedef struct {
  char *path; /* (owned) */
  HearthWatchDepth depth;
} Look;

static void
look_free (gpointer data)
{
  Look *look = data;

  g_free (look->path);
  g_free (look);
}

/* All of them share a thread: a file system that hangs must not stop anything else. */
static HearthWorker *
get_worker (void)
{
  static HearthWorker *worker;

  if (g_once_init_enter (&worker))
    g_once_init_leave (&worker, hearth_worker_new ("poll"));
  return worker;
}

static char *
make_stamp (const struct stat *info)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT ".%09ld %" G_GINT64_FORMAT " %" G_GUINT64_FORMAT,
                          (gint64) info->st_mtim.tv_sec, info->st_mtim.tv_nsec,
                          (gint64) info->st_size, (guint64) info->st_ino);
}

/* Returns FALSE where there are too many. */
static gboolean
look_at_files (GDir *dir, const char *path, GHashTable *stamps)
{
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);
    struct stat info;

    if (g_hash_table_size (stamps) >= MAX_FILES)
      return FALSE;
    if (stat (child, &info) == 0)
      g_hash_table_insert (stamps, g_strdup (name),
                           S_ISDIR (info.st_mode) ? g_strdup ("folder") : make_stamp (&info));
  }
  return TRUE;
}

/* Name -> stamp of each file in a folder; what is watched itself is under "". */
static GHashTable *
look_at_path (const Look *look)
{
  GHashTable *stamps = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  struct stat info;

  if (stat (look->path, &info) != 0)
    return stamps;
  if (S_ISDIR (info.st_mode) && look->depth == HEARTH_WATCH_CONTENTS) {
    GDir *dir = g_dir_open (look->path, 0, NULL);
    gboolean whole = dir != NULL && look_at_files (dir, look->path, stamps);

    g_clear_pointer (&dir, g_dir_close);
    if (whole)
      return stamps;
    g_hash_table_remove_all (stamps);
  }
  g_hash_table_insert (stamps, g_strdup (""), make_stamp (&info));
  return stamps;
}

static void
look_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_pointer (task, look_at_path (task_data), (GDestroyNotify) g_hash_table_unref);
}

static gboolean
is_same (GHashTable *one, GHashTable *other)
{
  GHashTableIter iter;
  gpointer name, stamp;

  if (g_hash_table_size (one) != g_hash_table_size (other))
    return FALSE;
  g_hash_table_iter_init (&iter, one);
  while (g_hash_table_iter_next (&iter, &name, &stamp)) {
    if (g_strcmp0 (g_hash_table_lookup (other, name), stamp) != 0)
      return FALSE;
  }
  return TRUE;
}

static void
tell (HearthPollMonitor *self, const char *name, GFileMonitorEvent event)
{
  g_autoptr (GFile) child =
      *name != '\0' ? g_file_get_child (self->file, name) : g_object_ref (self->file);

  /* Of a folder whose files are not looked at: something in it came or went. */
  if (*name == '\0' && event == G_FILE_MONITOR_EVENT_CHANGES_DONE_HINT &&
      g_file_test (self->path, G_FILE_TEST_IS_DIR))
    event = G_FILE_MONITOR_EVENT_CREATED;
  g_file_monitor_emit_event (G_FILE_MONITOR (self), child, NULL, event);
}

/* Whoever listens may cancel at any time. */
static void
tell_differences (HearthPollMonitor *self, GHashTable *before, GHashTable *now)
{
  GHashTableIter iter;
  gpointer name, stamp;

  g_hash_table_iter_init (&iter, before);
  while (g_hash_table_iter_next (&iter, &name, NULL)) {
    if (!g_hash_table_contains (now, name))
      tell (self, name, G_FILE_MONITOR_EVENT_DELETED);
  }
  g_hash_table_iter_init (&iter, now);
  while (g_hash_table_iter_next (&iter, &name, &stamp)) {
    const char *old = g_hash_table_lookup (before, name);

    if (old == NULL)
      tell (self, name, G_FILE_MONITOR_EVENT_CREATED);
    if (g_strcmp0 (old, stamp) != 0)
      tell (self, name, G_FILE_MONITOR_EVENT_CHANGES_DONE_HINT);
  }
}

static void look_again (HearthPollMonitor *self);

static gboolean
timer_cb (gpointer user_data)
{
  HearthPollMonitor *self = user_data;

  g_clear_pointer (&self->timer, g_source_unref);
  look_again (self);
  return G_SOURCE_REMOVE;
}

static void
wait (HearthPollMonitor *self, guint milliseconds)
{
  /* Whole seconds let the processor sleep until others wake it, too. */
  self->timer = milliseconds % 1000 == 0 ? g_timeout_source_new_seconds (milliseconds / 1000)
                                         : g_timeout_source_new (milliseconds);
  g_source_set_callback (self->timer, timer_cb, self, NULL);
  g_source_attach (self->timer, self->context);
}

static void
looked_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  HearthPollMonitor *self = HEARTH_POLL_MONITOR (object);
  g_autoptr (GHashTable) now = g_task_propagate_pointer (G_TASK (result), NULL);
  g_autoptr (GHashTable) before = NULL;

  if (now == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;
  if (self->told == NULL)
    self->told = g_hash_table_ref (now);
  if (is_same (now, self->told)) {
    wait (self, self->interval_ms);
  } else if (self->seen == NULL || !is_same (now, self->seen)) {
    wait (self, MIN (SETTLE_MS, self->interval_ms));
  } else {
    before = g_steal_pointer (&self->told);
    self->told = g_hash_table_ref (now);
    wait (self, self->interval_ms);
  }
  g_clear_pointer (&self->seen, g_hash_table_unref);
  self->seen = g_hash_table_ref (now);
  if (before != NULL)
    tell_differences (self, before, now);
}

static void
look_again (HearthPollMonitor *self)
{
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, looked_cb, NULL);
  Look *look = g_new0 (Look, 1);

  look->path = g_strdup (self->path);
  look->depth = self->depth;
  g_task_set_source_tag (task, look_again);
  g_task_set_task_data (task, look, look_free);
  hearth_worker_queue (get_worker (), G_PRIORITY_LOW, task, look_thread);
}

static gboolean
hearth_poll_monitor_cancel (GFileMonitor *monitor)
{
  HearthPollMonitor *self = HEARTH_POLL_MONITOR (monitor);

  g_cancellable_cancel (self->cancellable);
  if (self->timer != NULL)
    g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
  return TRUE;
}

static void
hearth_poll_monitor_finalize (GObject *object)
{
  HearthPollMonitor *self = HEARTH_POLL_MONITOR (object);

  g_clear_pointer (&self->told, g_hash_table_unref);
  g_clear_pointer (&self->seen, g_hash_table_unref);
  g_object_unref (self->file);
  g_free (self->path);
  g_main_context_unref (self->context);
  g_object_unref (self->cancellable);
  G_OBJECT_CLASS (hearth_poll_monitor_parent_class)->finalize (object);
}

static void
hearth_poll_monitor_class_init (HearthPollMonitorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hearth_poll_monitor_finalize;
  G_FILE_MONITOR_CLASS (klass)->cancel = hearth_poll_monitor_cancel;
}

static void
hearth_poll_monitor_init (HearthPollMonitor *self)
{
  self->context = g_main_context_ref_thread_default ();
  self->cancellable = g_cancellable_new ();
}

/**
 * hearth_file_monitor_has_to_poll:
 * @path: (type filename): a file or folder
 *
 * Returns: whether the kernel tells nothing of what others do to it: it is in a file system that a
 *   program makes, such as that of the document portal
 */
gboolean
hearth_file_monitor_has_to_poll (const char *path)
{
  struct statfs info;

  return statfs (path, &info) == 0 && (guint32) info.f_type == FUSE_MAGIC;
}

/**
 * hearth_file_monitor_new:
 * @path: (type filename): a file or folder
 * @depth: what has to be noticed
 * @error: a #GIOErrorEnum
 *
 * Watches a file, or what is in a folder: through the kernel, and where that tells nothing by
 * looking every 30 seconds.
 *
 * Returns: (transfer full) (nullable): a monitor, which tells on the thread's default main context
 */
GFileMonitor *
hearth_file_monitor_new (const char *path, HearthWatchDepth depth, GError **error)
{
  g_autoptr (GFile) file = NULL;

  if (hearth_file_monitor_has_to_poll (path))
    return hearth_poll_monitor_new (path, depth, POLL_MS);
  file = g_file_new_for_path (path);
  return g_file_monitor (file, G_FILE_MONITOR_WATCH_MOVES, NULL, error);
}

/**
 * hearth_poll_monitor_new:
 * @path: (type filename): a file or folder
 * @depth: what has to be noticed
 * @interval_ms: milliseconds between two looks
 *
 * Returns: (transfer full): a monitor that looks again and again, until it is cancelled
 */
GFileMonitor *
hearth_poll_monitor_new (const char *path, HearthWatchDepth depth, guint interval_ms)
{
  HearthPollMonitor *self = g_object_new (HEARTH_TYPE_POLL_MONITOR, NULL);

  self->file = g_file_new_for_path (path);
  self->path = g_strdup (path);
  self->depth = depth;
  self->interval_ms = MAX (interval_ms, 1);
  look_again (self);
  return G_FILE_MONITOR (self);
}
