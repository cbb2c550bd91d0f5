/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-backup-private.h"
#include "hearth-body.h"

#include "hearth-database-private.h"
#include "hearth-paths.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* What may be written beside the copy: the files out of it, and what a migration needs. */
#define MARGIN (64 * 1024 * 1024)

/* The header of a database, file format 1.3. */
#define HEADER_SIZE 100
#define USER_VERSION_AT 60
#define APPLICATION_ID_AT 68

static guint32
get_32 (const guint8 *at)
{
  guint32 value;

  memcpy (&value, at, sizeof value);
  return GUINT32_FROM_BE (value);
}

/* Before all of it is copied. */
static gboolean
check_header (int fd, GError **error)
{
  guint8 header[HEADER_SIZE];
  guint32 version;

  if (pread (fd, header, sizeof header, 0) != sizeof header ||
      memcmp (header, "SQLite format 3", 16) != 0 ||
      get_32 (header + APPLICATION_ID_AT) != HEARTH_BACKUP_APPLICATION_ID) {
    hearth_backup_set_damaged (_("it does not begin as one"), error);
    return FALSE;
  }
  version = get_32 (header + USER_VERSION_AT);
  if (version == 0) {
    hearth_backup_set_damaged (_("there is no store in it"), error);
    return FALSE;
  }
  if (version > (guint32) hearth_migrations_get_latest ()) {
    hearth_backup_set_newer (error);
    return FALSE;
  }
  return TRUE;
}

static gboolean
check_room (const HearthBackupSeal *seal, int out, GError **error)
{
  struct statvfs fs;
  g_autofree char *needed = NULL;
  g_autofree char *room = NULL;

  if (fstatvfs (out, &fs) != 0 || fs.f_blocks == 0 ||
      (guint64) fs.f_bavail * fs.f_frsize >= seal->size + MARGIN)
    return TRUE;
  needed = g_format_size (seal->size + MARGIN);
  room = g_format_size ((guint64) fs.f_bavail * fs.f_frsize);
  g_set_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_FULL,
               _("There is not enough space to restore this backup beside what is there: it needs "
                  "%s, and %s are free. Nothing was changed."),
               needed, room);
  return FALSE;
}

static gboolean
copy_out (int fd, const char *path, const HearthBackupWatch *watch, GError **error)
{
  g_autoptr (HearthBackupSeal) seal = hearth_backup_seal_read (fd, error);
  gboolean ok;
  int out;

  if (seal == NULL || !check_header (fd, error))
    return FALSE;
  out = open (path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (out < 0) {
    hearth_backup_set_errno (errno, TRUE, error);
    return FALSE;
  }
  ok = check_room (seal, out, error) && hearth_backup_seal_copy (seal, fd, out, watch, error);
  if (close (out) != 0 && ok) {
    hearth_backup_set_errno (errno, TRUE, error);
    return FALSE;
  }
  return ok;
}

/**
 * hearth_backup_read_sync:
 * @fd: a file, which stays the caller's
 * @folder: an empty folder on the disk that the data is to be on
 * @watch: who looks on
 * @error: %HEARTH_STORE_ERROR_CORRUPT if it is no backup, or not as it was written;
 *   %HEARTH_STORE_ERROR_NEWER if a newer version made it; another #HearthStoreError, or
 *   %G_IO_ERROR_CANCELLED
 *
 * Takes a store and files out of a backup that anybody may have made: what is not just so as Hearth
 * writes it is refused. The store in @folder has the version of the one that the backup was made
 * of.
 *
 * Returns: (transfer full) (nullable): what the backup says of itself
 */
HearthBackup *
hearth_backup_read_sync (int fd, const char *folder, const HearthBackupWatch *watch, GError **error)
{
  g_autofree char *path = hearth_paths_dup_store (folder);
  HearthBackup *self = NULL;
  HearthTokenizer *tokenizer = NULL;
  sqlite3 *handle = NULL;
  int code;

  if (!copy_out (fd, path, watch, error))
    return NULL;
  code =
      sqlite3_open_v2 (path, &handle,
                       SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
  /* Newer versions of SQLite look at virtual tables, too, when they check the pages. */
  if (code == SQLITE_OK && hearth_body_register (handle) &&
      (tokenizer = hearth_tokenizer_register (handle)) != NULL)
    self = hearth_backup_unpack (handle, folder, watch, error);
  else
    hearth_backup_set_sqlite (handle, code, FALSE, error);
  g_clear_pointer (&tokenizer, hearth_tokenizer_free);
  sqlite3_close_v2 (handle);
  return self;
}
