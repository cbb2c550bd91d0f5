/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"

#include "hearth-backup-private.h"
#include "hearth-paths.h"
#include "hearth-store-check.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Files that say they are backups. "R": the bytes after it are the file. "D": they are its
 * database, which is sealed here. "M": they change a good one, each four bytes one byte of its
 * database: three say where, the last what; it is sealed here, too, as whoever makes one on purpose
 * can do. */

#define MAX_CHANGES 256

static HearthBackupWatch watch;

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    remove_tree (child);
  }
  g_remove (path);
}

static char *
make_folder (void)
{
  char *folder = g_dir_make_tmp ("hearth-fuzz-XXXXXX", NULL);

  g_assert (folder != NULL);
  return folder;
}

/* The database of a good backup, made once. */
static GBytes *
make_good (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *path = hearth_paths_dup_store (folder);
  g_autofree char *own = g_build_filename (folder, "own", NULL);
  g_autofree char *calendar = g_build_filename (own, "Hearth.ics", NULL);
  g_autoptr (HearthDatabase) db = hearth_database_open (path, HEARTH_DATABASE_WRITER, NULL);
  g_autoptr (HearthBackupSeal) seal = NULL;
  guint8 *data;
  int fd = memfd_create ("good", MFD_CLOEXEC);

  g_assert (db != NULL && g_mkdir (own, 0700) == 0 &&
            g_file_set_contents (calendar, "BEGIN:VCALENDAR", -1, NULL));
  g_assert (hearth_backup_write_sync (folder, NULL, fd, &watch, NULL));
  seal = hearth_backup_seal_read (fd, NULL);
  g_assert (seal != NULL);
  data = g_malloc (seal->size);
  g_assert (pread (fd, data, seal->size, 0) == (gssize) seal->size);
  close (fd);
  g_clear_object (&db);
  remove_tree (folder);
  return g_bytes_new_take (data, seal->size);
}

static void
write_changed (int fd, const guint8 *data, gsize size)
{
  static GBytes *good;
  const guint8 *bytes;
  gsize length;

  if (good == NULL)
    good = make_good ();
  bytes = g_bytes_get_data (good, &length);
  g_assert (write (fd, bytes, length) == (gssize) length);
  for (gsize i = 0; i + 4 <= MIN (size, MAX_CHANGES * 4); i += 4) {
    gsize at = (data[i] | (gsize) data[i + 1] << 8 | (gsize) data[i + 2] << 16) % length;

    g_assert (pwrite (fd, data + i + 3, 1, (off_t) at) == 1);
  }
}

/* What was taken out of a backup is a store that can be worked with. */
static void
use (const char *folder)
{
  g_autofree char *path = hearth_paths_dup_store (folder);
  g_autoptr (HearthDatabase) db = hearth_database_open (path, HEARTH_DATABASE_WRITER, NULL);
  g_autoptr (GPtrArray) faults = NULL;

  if (db == NULL || !hearth_backup_adapt (db, "/old", folder, NULL))
    return;
  faults = hearth_store_check (db, TRUE, NULL);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *folder = NULL;
  g_autoptr (HearthBackup) backup = NULL;
  g_autoptr (GError) error = NULL;
  int fd;

  if (size < 1)
    return 0;
  fd = memfd_create ("backup", MFD_CLOEXEC);
  if (*data == 'M')
    write_changed (fd, data + 1, size - 1);
  else
    g_assert (write (fd, data + 1, size - 1) == (gssize) size - 1);
  if (*data != 'R' && !hearth_backup_seal_write (fd, 0, &watch, NULL)) {
    close (fd);
    return 0;
  }
  folder = make_folder ();
  backup = hearth_backup_read_sync (fd, folder, &watch, &error);
  g_assert ((backup != NULL) != (error != NULL));
  if (backup != NULL)
    use (folder);
  close (fd);
  remove_tree (folder);
  return 0;
}
