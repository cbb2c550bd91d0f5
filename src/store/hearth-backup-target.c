/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-backup-target.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define NAMES_TRIED 100

struct _HearthBackupTarget {
  char *path;    /* (owned) */
  char *folder;  /* (owned) */
  char *unready; /* (owned) (nullable): what it is called before it is in its place, if anything */
  int fd;
};

static gboolean
fail (HearthBackupTarget *self, int saved, GError **error)
{
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (saved), _("“%s” cannot be written: %s"),
               self->path, g_strerror (saved));
  return FALSE;
}

/**
 * hearth_backup_target_new:
 * @path: where the file is to be; one that is there is replaced when this is finished
 * @error: why its folder cannot be written to
 *
 * Makes an empty file that only its owner can read, beside @path.
 *
 * Returns: (transfer full) (nullable): the file
 */
HearthBackupTarget *
hearth_backup_target_new (const char *path, GError **error)
{
  g_autoptr (HearthBackupTarget) self = g_new0 (HearthBackupTarget, 1);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *hidden = g_strdup_printf (".%s.XXXXXX", name);

  self->fd = -1;
  self->path = g_strdup (path);
  self->folder = g_path_get_dirname (path);
  /* One without a name goes with whoever makes it, however that ends. */
  self->fd = open (self->folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (self->fd >= 0)
    return g_steal_pointer (&self);
  /* Not every file system has that. */
  self->unready = g_build_filename (self->folder, hidden, NULL);
  self->fd = g_mkstemp_full (self->unready, O_RDWR | O_CLOEXEC, 0600);
  if (self->fd >= 0)
    return g_steal_pointer (&self);
  fail (self, errno, error);
  g_clear_pointer (&self->unready, g_free);
  return NULL;
}

/**
 * hearth_backup_target_get_fd:
 * @self: a file that is being made
 *
 * Returns: its descriptor, for reading and writing, which stays its own
 */
int
hearth_backup_target_get_fd (HearthBackupTarget *self)
{
  return self->fd;
}

/* Gives a file that has none a name beside its place, as only what has a name can replace another.
 */
static gboolean
name_file (HearthBackupTarget *self)
{
  g_autofree char *link = g_strdup_printf ("/proc/self/fd/%d", self->fd);
  g_autofree char *base = g_path_get_basename (self->path);

  for (guint i = 0; self->unready == NULL && i < NAMES_TRIED; i++) {
    g_autofree char *name = g_strdup_printf (".%s.%06x", base, g_random_int () & 0xffffff);
    g_autofree char *path = g_build_filename (self->folder, name, NULL);

    if (linkat (AT_FDCWD, link, AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0)
      self->unready = g_steal_pointer (&path);
    else if (errno != EEXIST)
      return FALSE;
  }
  return self->unready != NULL;
}

/**
 * hearth_backup_target_finish:
 * @self: a file whose bytes are on the disk
 * @error: why it could not be put in its place
 *
 * Puts it in its place.
 *
 * Returns: whether it is there
 */
gboolean
hearth_backup_target_finish (HearthBackupTarget *self, GError **error)
{
  int folder;

  if (!name_file (self) || g_rename (self->unready, self->path) != 0)
    return fail (self, errno, error);
  g_clear_pointer (&self->unready, g_free);
  /* Not every file system can do this for a folder; the file itself is there. */
  folder = open (self->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder >= 0 && fsync (folder) != 0)
    g_debug ("%s: %s", self->folder, g_strerror (errno));
  if (folder >= 0)
    close (folder);
  return TRUE;
}

/**
 * hearth_backup_target_free:
 * @self: (nullable): a file
 *
 * Removes what was not finished.
 */
void
hearth_backup_target_free (HearthBackupTarget *self)
{
  if (self == NULL)
    return;
  if (self->fd >= 0)
    close (self->fd);
  if (self->unready != NULL)
    g_unlink (self->unready);
  g_free (self->unready);
  g_free (self->folder);
  g_free (self->path);
  g_free (self);
}
