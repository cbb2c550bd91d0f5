/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-backup-vfs.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A database in a descriptor that somebody else opened: the owner picks the file of a backup, and
 * who asks for it hands it over. It may be on the other side of a sandbox, where its name means
 * nothing. There is no journal beside it, and nobody else has it. */

#define NAME "hearth-descriptor"

typedef struct {
  sqlite3_file base;
  int fd; /* (unowned) */
} File;

static int
file_close (sqlite3_file *file)
{
  return SQLITE_OK;
}

static int
file_read (sqlite3_file *file, void *data, int length, sqlite3_int64 offset)
{
  int done = 0;

  while (done < length) {
    ssize_t n =
        pread (((File *) file)->fd, (char *) data + done, (size_t) (length - done), offset + done);

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      return SQLITE_IOERR_READ;
    if (n == 0) {
      memset ((char *) data + done, 0, (size_t) (length - done));
      return SQLITE_IOERR_SHORT_READ;
    }
    done += (int) n;
  }
  return SQLITE_OK;
}

/* Why this thread was last told that a file is full: SQLite knows one reason only. */
static _Thread_local int full_errno = ENOSPC;

/**
 * hearth_backup_vfs_get_errno:
 *
 * Returns: after %SQLITE_FULL, why: `ENOSPC`, `EDQUOT`, or `EFBIG` for a file system that has no
 *   files as large as that
 */
int
hearth_backup_vfs_get_errno (void)
{
  return full_errno;
}

static int
file_write (sqlite3_file *file, const void *data, int length, sqlite3_int64 offset)
{
  int done = 0;

  while (done < length) {
    ssize_t n = pwrite (((File *) file)->fd, (const char *) data + done, (size_t) (length - done),
                        offset + done);

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0 && (errno == ENOSPC || errno == EDQUOT || errno == EFBIG)) {
      full_errno = errno;
      return SQLITE_FULL;
    }
    if (n <= 0)
      return SQLITE_IOERR_WRITE;
    done += (int) n;
  }
  return SQLITE_OK;
}

static int
file_truncate (sqlite3_file *file, sqlite3_int64 size)
{
  return ftruncate (((File *) file)->fd, size) == 0 ? SQLITE_OK : SQLITE_IOERR_TRUNCATE;
}

/* Who writes the file brings it to the disk when all of it is there. */
static int
file_sync (sqlite3_file *file, int flags)
{
  return SQLITE_OK;
}

static int
file_size (sqlite3_file *file, sqlite3_int64 *size)
{
  struct stat st;

  if (fstat (((File *) file)->fd, &st) != 0)
    return SQLITE_IOERR_FSTAT;
  *size = st.st_size;
  return SQLITE_OK;
}

static int
file_lock (sqlite3_file *file, int level)
{
  return SQLITE_OK;
}

static int
file_is_reserved (sqlite3_file *file, int *reserved)
{
  *reserved = 0;
  return SQLITE_OK;
}

static int
file_control (sqlite3_file *file, int operation, void *argument)
{
  return SQLITE_NOTFOUND;
}

static int
file_sector_size (sqlite3_file *file)
{
  return 4096;
}

static int
file_characteristics (sqlite3_file *file)
{
  return 0;
}

static const sqlite3_io_methods methods = {
  .iVersion = 1,
  .xClose = file_close,
  .xRead = file_read,
  .xWrite = file_write,
  .xTruncate = file_truncate,
  .xSync = file_sync,
  .xFileSize = file_size,
  .xLock = file_lock,
  .xUnlock = file_lock,
  .xCheckReservedLock = file_is_reserved,
  .xFileControl = file_control,
  .xSectorSize = file_sector_size,
  .xDeviceCharacteristics = file_characteristics,
};

static int
vfs_open (sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags)
{
  int fd = name != NULL && (flags & SQLITE_OPEN_MAIN_DB) != 0
               ? (int) sqlite3_uri_int64 (name, "fd", -1)
               : -1;

  file->pMethods = NULL;
  if (fd < 0)
    return SQLITE_CANTOPEN;
  ((File *) file)->fd = fd;
  file->pMethods = &methods;
  if (out_flags != NULL)
    *out_flags = flags;
  return SQLITE_OK;
}

static int
vfs_delete (sqlite3_vfs *vfs, const char *name, int sync)
{
  return SQLITE_OK;
}

static int
vfs_access (sqlite3_vfs *vfs, const char *name, int flags, int *result)
{
  *result = 0;
  return SQLITE_OK;
}

static int
vfs_full_pathname (sqlite3_vfs *vfs, const char *name, int size, char *out)
{
  return g_strlcpy (out, name, (gsize) size) < (gsize) size ? SQLITE_OK : SQLITE_CANTOPEN;
}

/* What is not about files is done as everywhere. */
static sqlite3_vfs descriptors = {
  .iVersion = 2,
  .szOsFile = sizeof (File),
  .mxPathname = 256,
  .zName = NAME,
  .xOpen = vfs_open,
  .xDelete = vfs_delete,
  .xAccess = vfs_access,
  .xFullPathname = vfs_full_pathname,
};

static gpointer
register_vfs (gpointer data)
{
  sqlite3_vfs *usual = sqlite3_vfs_find (NULL);

  descriptors.xRandomness = usual->xRandomness;
  descriptors.xSleep = usual->xSleep;
  descriptors.xCurrentTime = usual->xCurrentTime;
  descriptors.xGetLastError = usual->xGetLastError;
  descriptors.xCurrentTimeInt64 = usual->xCurrentTimeInt64;
  return GINT_TO_POINTER (sqlite3_vfs_register (&descriptors, 0));
}

/**
 * hearth_backup_vfs_open:
 * @fd: a regular file, which stays the caller's and has to be open for as long as @handle is
 * @writable: whether it is written to
 * @handle: (out) (transfer full): a connection, to be closed also after an error
 *
 * Opens the database in a file by its descriptor. It has neither journal nor locks: what fails half
 * way leaves a file that is good for nothing.
 *
 * Returns: SQLite's code
 */
int
hearth_backup_vfs_open (int fd, gboolean writable, sqlite3 **handle)
{
  static GOnce registered = G_ONCE_INIT;
  g_autofree char *uri = g_strdup_printf ("file:backup?vfs=" NAME "&fd=%d", fd);
  int flags = SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  int code;

  *handle = NULL;
  g_once (&registered, register_vfs, NULL);
  code = GPOINTER_TO_INT (registered.retval);
  if (code != SQLITE_OK)
    return code;
  code = sqlite3_open_v2 (uri, handle,
                          flags | (writable ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY), NULL);
  if (code == SQLITE_OK && writable)
    code = sqlite3_exec (*handle,
                         "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
                         "PRAGMA temp_store = MEMORY; PRAGMA secure_delete = OFF",
                         NULL, NULL, NULL);
  return code;
}
