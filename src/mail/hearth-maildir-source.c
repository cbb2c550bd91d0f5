/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-maildir-source.h"

#include "hearth-file-monitor.h"
#include "hearth-maildir-folders.h"
#include "hearth-maildir-names.h"
#include "hearth-maildir-scan.h"
#include "hearth-mime.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/**
 * HearthMaildirSource:
 *
 * A Maildir (https://cr.yp.to/proto/maildir.html) with its sub-folders. A message's key is the
 * unique part of its file name; its path is "cur/NAME" or "new/NAME".
 */
struct _HearthMaildirSource {
  HearthMailSource parent_instance;

  char *path; /* (owned) */
  GMutex mutex;
  GPtrArray *folders;  /* (mutex) (owned) (nullable): as last listed */
  GPtrArray *monitors; /* (owned) (nullable) (main context): while watched */
};

G_DEFINE_FINAL_TYPE (HearthMaildirSource, hearth_maildir_source, HEARTH_TYPE_MAIL_SOURCE)

static gboolean
list_folders (HearthMaildirSource *self, GCancellable *cancellable, GError **error)
{
  GPtrArray *folders = hearth_maildir_folders_list (self->path, NULL, cancellable, error);

  if (folders == NULL)
    return FALSE;
  g_mutex_lock (&self->mutex);
  g_clear_pointer (&self->folders, g_ptr_array_unref);
  self->folders = folders;
  g_mutex_unlock (&self->mutex);
  return TRUE;
}

static char *
lookup_folder (HearthMaildirSource *self, const char *mailbox)
{
  char *path = NULL;

  g_mutex_lock (&self->mutex);
  for (guint i = 0; self->folders != NULL && i < self->folders->len && path == NULL; i++) {
    HearthMaildirFolder *folder = g_ptr_array_index (self->folders, i);

    if (g_str_equal (folder->name, mailbox))
      path = *folder->dir != '\0' ? g_build_filename (self->path, folder->dir, NULL)
                                  : g_strdup (self->path);
  }
  g_mutex_unlock (&self->mutex);
  return path;
}

static char *
dup_folder_path (HearthMaildirSource *self, const char *mailbox, GCancellable *cancellable,
                 GError **error)
{
  char *path = lookup_folder (self, mailbox);

  if (path != NULL)
    return path;
  if (!list_folders (self, cancellable, error))
    return NULL;
  path = lookup_folder (self, mailbox);
  if (path == NULL) {
    g_autofree char *shown = g_filename_display_name (self->path);

    g_set_error (error, HEARTH_MAIL_ERROR, HEARTH_MAIL_ERROR_NOT_FOUND,
                 _("“%s” has no mailbox “%s” (any more)."), shown, mailbox);
  }
  return path;
}

static gboolean
hearth_maildir_source_list_mailboxes_sync (HearthMailSource *source, GPtrArray **names,
                                           GCancellable *cancellable, GError **error)
{
  HearthMaildirSource *self = HEARTH_MAILDIR_SOURCE (source);

  if (!list_folders (self, cancellable, error))
    return FALSE;
  *names = g_ptr_array_new_with_free_func (g_free);
  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < self->folders->len; i++) {
    HearthMaildirFolder *folder = g_ptr_array_index (self->folders, i);

    g_ptr_array_insert (*names, g_str_equal (folder->name, "INBOX") ? 0 : -1,
                        g_strdup (folder->name));
  }
  g_mutex_unlock (&self->mutex);
  return TRUE;
}

static gboolean
hearth_maildir_source_sync_mailbox_sync (HearthMailSource *source, const char *mailbox,
                                         const char *token, const HearthMailSink *sink,
                                         GCancellable *cancellable, GError **error)
{
  HearthMaildirSource *self = HEARTH_MAILDIR_SOURCE (source);
  g_autofree char *path = dup_folder_path (self, mailbox, cancellable, error);

  return path != NULL && hearth_maildir_scan_sync (path, mailbox, token, sink, cancellable, error);
}

static void
set_no_message (GError **error, const char *mailbox)
{
  g_set_error (error, HEARTH_MAIL_ERROR, HEARTH_MAIL_ERROR_NOT_FOUND,
               _("The message is not in “%s” any more; it was moved or deleted elsewhere."),
               mailbox);
}

static GBytes *
hearth_maildir_source_dup_raw_sync (HearthMailSource *source, const char *mailbox, const char *key,
                                    const char *path, GCancellable *cancellable, GError **error)
{
  g_autofree char *folder =
      dup_folder_path (HEARTH_MAILDIR_SOURCE (source), mailbox, cancellable, error);
  g_autofree char *name = NULL;
  g_autofree char *full = NULL;

  if (folder == NULL)
    return NULL;
  name = hearth_maildir_locate (folder, key, path);
  if (name == NULL) {
    set_no_message (error, mailbox);
    return NULL;
  }
  full = g_build_filename (folder, name, NULL);
  return hearth_mime_dup_raw (full, error);
}

static gboolean
hearth_maildir_source_set_flags_sync (HearthMailSource *source, const char *mailbox,
                                      const char *key, const char *path, HearthMessageFlags flags,
                                      char **new_path, GCancellable *cancellable, GError **error)
{
  g_autofree char *folder =
      dup_folder_path (HEARTH_MAILDIR_SOURCE (source), mailbox, cancellable, error);

  if (folder == NULL)
    return FALSE;
  /* Another program may rename it between the look and the rename. */
  for (guint attempt = 0; attempt < 3; attempt++) {
    g_autofree char *name = hearth_maildir_locate (folder, key, attempt == 0 ? path : NULL);
    g_autofree char *new_name = NULL;
    g_autofree char *from = NULL;
    g_autofree char *to = NULL;

    if (name == NULL)
      break;
    new_name = hearth_maildir_make_name (key, name, flags);
    from = g_build_filename (folder, name, NULL);
    to = g_build_filename (folder, new_name, NULL);
    if (g_str_equal (from, to) || rename (from, to) == 0) {
      if (new_path != NULL)
        *new_path = g_steal_pointer (&new_name);
      return TRUE;
    }
    if (errno == EACCES || errno == EPERM || errno == EROFS) {
      g_autofree char *shown = g_filename_display_name (folder);

      g_set_error (error, HEARTH_MAIL_ERROR, HEARTH_MAIL_ERROR_READ_ONLY,
                   _("“%s” is read-only: the message was not marked."), shown);
      return FALSE;
    }
    if (errno != ENOENT) {
      hearth_mail_error_set_from_errno (error, errno, from);
      return FALSE;
    }
  }
  set_no_message (error, mailbox);
  return FALSE;
}

/* Where a mailbox that is not there yet is made: as Maildir++ does it where the inbox is at the
 * top, as a folder of its own in a folder of Maildirs. */
static char *
make_folder (HearthMaildirSource *self, const char *mailbox, GError **error)
{
  g_autofree char *inbox = g_build_filename (self->path, "cur", NULL);
  g_autofree char *name = g_strdup (mailbox);
  g_autofree char *dir = NULL;
  g_autofree char *path = NULL;

  if (g_file_test (inbox, G_FILE_TEST_IS_DIR)) {
    g_strdelimit (name, "/", '.');
    dir = g_strconcat (".", name, NULL);
  } else {
    dir = g_strdup (name);
  }
  path = g_build_filename (self->path, dir, NULL);
  for (guint i = 0; i < 3; i++) {
    g_autofree char *sub = g_build_filename (path, i < 2 ? hearth_maildir_subs[i] : "tmp", NULL);

    if (g_mkdir_with_parents (sub, 0700) != 0) {
      hearth_mail_error_set_from_errno (error, errno, sub);
      return NULL;
    }
  }
  return list_folders (self, NULL, error) ? g_steal_pointer (&path) : NULL;
}

/* A message keeps its name, by which it is known, and its flags; it lies in "cur" afterwards, where
 * it does not count as new. */
static gboolean
hearth_maildir_source_move_sync (HearthMailSource *source, const char *mailbox, const char *key,
                                 const char *path, const char *target, char **new_key,
                                 char **new_path, GCancellable *cancellable, GError **error)
{
  HearthMaildirSource *self = HEARTH_MAILDIR_SOURCE (source);
  g_autofree char *folder = dup_folder_path (self, mailbox, cancellable, error);
  g_autofree char *other = NULL;

  if (folder == NULL)
    return FALSE;
  other = lookup_folder (self, target);
  if (other == NULL)
    other = make_folder (self, target, error);
  if (other == NULL)
    return FALSE;
  /* Another program may rename it between the look and the move. */
  for (guint attempt = 0; attempt < 3; attempt++) {
    g_autofree char *name = hearth_maildir_locate (folder, key, attempt == 0 ? path : NULL);
    g_autofree char *from = NULL;
    g_autofree char *to = NULL;
    g_autofree char *new_name = NULL;

    if (name == NULL)
      break;
    new_name = hearth_maildir_make_name (
        key, name, hearth_maildir_parse_flags (name + strlen ("cur/") + strlen (key)));
    from = g_build_filename (folder, name, NULL);
    to = g_build_filename (other, new_name, NULL);
    if (rename (from, to) == 0) {
      *new_key = g_strdup (key);
      *new_path = g_steal_pointer (&new_name);
      return TRUE;
    }
    if (errno == EACCES || errno == EPERM || errno == EROFS) {
      g_autofree char *shown = g_filename_display_name (folder);

      g_set_error (error, HEARTH_MAIL_ERROR, HEARTH_MAIL_ERROR_READ_ONLY,
                   _("“%s” is read-only: the message was not moved."), shown);
      return FALSE;
    }
    if (errno != ENOENT) {
      hearth_mail_error_set_from_errno (error, errno, from);
      return FALSE;
    }
  }
  /* Who was ended between the move and noting it tries again. */
  *new_path = hearth_maildir_locate (other, key, NULL);
  if (*new_path != NULL) {
    *new_key = g_strdup (key);
    return TRUE;
  }
  set_no_message (error, mailbox);
  return FALSE;
}

static void watch_folders (HearthMaildirSource *self);

static void
folder_changed_cb (GFileMonitor *monitor, GFile *file, GFile *other, GFileMonitorEvent event,
                   gpointer user_data)
{
  HearthMaildirSource *self = user_data;

  /* A change within a file is none of a message, which is never rewritten. */
  if (event == G_FILE_MONITOR_EVENT_CHANGED || event == G_FILE_MONITOR_EVENT_ATTRIBUTE_CHANGED)
    return;
  hearth_mail_source_notice (HEARTH_MAIL_SOURCE (self),
                             g_object_get_data (G_OBJECT (monitor), "mailbox"));
}

static void
tree_changed_cb (GFileMonitor *monitor, GFile *file, GFile *other, GFileMonitorEvent event,
                 gpointer user_data)
{
  HearthMaildirSource *self = user_data;

  if (event != G_FILE_MONITOR_EVENT_CREATED && event != G_FILE_MONITOR_EVENT_DELETED &&
      event != G_FILE_MONITOR_EVENT_MOVED_IN && event != G_FILE_MONITOR_EVENT_MOVED_OUT &&
      event != G_FILE_MONITOR_EVENT_RENAMED)
    return;
  /* Servers keep indexes and locks beside the messages. */
  if (event == G_FILE_MONITOR_EVENT_CREATED &&
      g_file_query_file_type (file, G_FILE_QUERY_INFO_NONE, NULL) != G_FILE_TYPE_DIRECTORY)
    return;
  watch_folders (self);
  hearth_mail_source_notice (HEARTH_MAIL_SOURCE (self), "");
}

static void
add_monitor (HearthMaildirSource *self, const char *path, const char *mailbox)
{
  GFileMonitor *monitor = hearth_file_monitor_new (path, HEARTH_WATCH_NAMES, NULL);

  if (monitor == NULL)
    return;
  if (mailbox != NULL) {
    g_object_set_data_full (G_OBJECT (monitor), "mailbox", g_strdup (mailbox), g_free);
    g_signal_connect (monitor, "changed", G_CALLBACK (folder_changed_cb), self);
  } else {
    g_signal_connect (monitor, "changed", G_CALLBACK (tree_changed_cb), self);
  }
  g_object_set_data_full (G_OBJECT (monitor), "path", g_strdup (path), g_free);
  g_ptr_array_add (self->monitors, monitor);
}

static void
monitor_free (gpointer data)
{
  g_signal_handlers_disconnect_matched (data, G_SIGNAL_MATCH_FUNC, 0, 0, NULL,
                                        G_CALLBACK (folder_changed_cb), NULL);
  g_signal_handlers_disconnect_matched (data, G_SIGNAL_MATCH_FUNC, 0, 0, NULL,
                                        G_CALLBACK (tree_changed_cb), NULL);
  g_file_monitor_cancel (data);
  g_object_unref (data);
}

static void
watch_folders (HearthMaildirSource *self)
{
  GPtrArray *old = g_steal_pointer (&self->monitors);
  g_autoptr (GPtrArray) dirs = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) folders = hearth_maildir_folders_list (self->path, dirs, NULL, NULL);

  self->monitors = g_ptr_array_new_with_free_func (monitor_free);
  if (dirs->len == 0)
    g_ptr_array_add (dirs, g_strdup (self->path));
  for (guint i = 0; i < dirs->len; i++)
    add_monitor (self, g_ptr_array_index (dirs, i), NULL);
  for (guint i = 0; folders != NULL && i < folders->len; i++) {
    HearthMaildirFolder *folder = g_ptr_array_index (folders, i);

    for (guint k = 0; k < 2; k++) {
      g_autofree char *sub =
          g_build_filename (self->path, folder->dir, hearth_maildir_subs[k], NULL);

      add_monitor (self, sub, folder->name);
    }
  }
  /* Only now, so that nothing passes unseen in between. */
  g_clear_pointer (&old, g_ptr_array_unref);
}

static gboolean
hearth_maildir_source_watch (HearthMailSource *source, GError **error)
{
  watch_folders (HEARTH_MAILDIR_SOURCE (source));
  return TRUE;
}

static void
hearth_maildir_source_unwatch (HearthMailSource *source)
{
  g_clear_pointer (&HEARTH_MAILDIR_SOURCE (source)->monitors, g_ptr_array_unref);
}

static void
hearth_maildir_source_finalize (GObject *object)
{
  HearthMaildirSource *self = HEARTH_MAILDIR_SOURCE (object);

  g_clear_pointer (&self->folders, g_ptr_array_unref);
  g_mutex_clear (&self->mutex);
  g_free (self->path);
  G_OBJECT_CLASS (hearth_maildir_source_parent_class)->finalize (object);
}

static void
hearth_maildir_source_class_init (HearthMaildirSourceClass *klass)
{
  HearthMailSourceClass *source_class = HEARTH_MAIL_SOURCE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = hearth_maildir_source_finalize;
  source_class->list_mailboxes_sync = hearth_maildir_source_list_mailboxes_sync;
  source_class->sync_mailbox_sync = hearth_maildir_source_sync_mailbox_sync;
  source_class->dup_raw_sync = hearth_maildir_source_dup_raw_sync;
  source_class->set_flags_sync = hearth_maildir_source_set_flags_sync;
  source_class->move_sync = hearth_maildir_source_move_sync;
  source_class->watch = hearth_maildir_source_watch;
  source_class->unwatch = hearth_maildir_source_unwatch;
  source_class->newest_first = TRUE;
}

static void
hearth_maildir_source_init (HearthMaildirSource *self)
{
  g_mutex_init (&self->mutex);
}

/**
 * hearth_maildir_source_new:
 * @path: (type filename): a Maildir, or a folder of Maildirs
 *
 * Returns: (transfer full): a source; whether anything is there shows when it is used
 */
HearthMailSource *
hearth_maildir_source_new (const char *path)
{
  HearthMaildirSource *self = g_object_new (HEARTH_TYPE_MAILDIR_SOURCE, NULL);

  self->path = g_canonicalize_filename (path, NULL);
  return HEARTH_MAIL_SOURCE (self);
}

/**
 * hearth_maildir_source_get_path:
 * @self: a source
 *
 * Returns: (transfer none) (type filename): its absolute path
 */
const char *
hearth_maildir_source_get_path (HearthMaildirSource *self)
{
  return self->path;
}
