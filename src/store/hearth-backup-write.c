/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-backup-private.h"

#include "hearth-backup-vfs.h"
#include "hearth-clock.h"
#include "hearth-database-private.h"
#include "hearth-paths.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* Pages that are copied between two looks at who waits: 4 MiB. */
#define STEP 512
/* What the folders of a page's header, the sums and the tables take, and some room more. */
#define MARGIN (8 * 1024 * 1024)

#define BUSY_TIMEOUT_MS 5000

/* Where the header of a database says how it is written (file format, 1.3.3): 1 with a journal, 2
 * with a log. */
#define VERSIONS_AT 18

typedef struct {
  const char *data_dir;
  int fd;
  const HearthBackupWatch *watch;
  int version;   /* of the store */
  guint64 size;  /* of the store, bytes */
  guint64 total; /* what is to be done, bytes: everything is written, and read again for its sums */
  guint n_files;
} Writing;

static gboolean
run (sqlite3 *handle, const char *sql, GError **error)
{
  int code = sqlite3_exec (handle, sql, NULL, NULL, NULL);

  if (code == SQLITE_OK)
    return TRUE;
  hearth_backup_set_sqlite (handle, code, TRUE, error);
  return FALSE;
}

static gboolean
get_int (sqlite3 *handle, const char *sql, gint64 *value, GError **error)
{
  sqlite3_stmt *statement = NULL;
  int code = sqlite3_prepare_v2 (handle, sql, -1, &statement, NULL);

  if (code == SQLITE_OK && (code = sqlite3_step (statement)) == SQLITE_ROW) {
    *value = sqlite3_column_int64 (statement, 0);
    sqlite3_finalize (statement);
    return TRUE;
  }
  hearth_backup_set_sqlite (handle, code, TRUE, error);
  sqlite3_finalize (statement);
  return FALSE;
}

/* The store as it is now, and stays for this connection whatever others write meanwhile. */
static sqlite3 *
open_store (Writing *self, GError **error)
{
  g_autofree char *path = hearth_paths_dup_store (self->data_dir);
  gint64 version = 0, pages = 0, page_size = 0, tables = 0;
  sqlite3 *handle = NULL;
  int code =
      sqlite3_open_v2 (path, &handle,
                       SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);

  if (code != SQLITE_OK) {
    hearth_backup_set_sqlite (handle, code, TRUE, error);
    goto failed;
  }
  sqlite3_busy_timeout (handle, BUSY_TIMEOUT_MS);
  if (!run (handle, "BEGIN", error) ||
      !get_int (handle, "SELECT count(*) FROM sqlite_schema", &tables, error) ||
      !get_int (handle, "PRAGMA user_version", &version, error) ||
      !get_int (handle, "PRAGMA page_count", &pages, error) ||
      !get_int (handle, "PRAGMA page_size", &page_size, error))
    goto failed;
  if (version > hearth_migrations_get_latest ()) {
    g_set_error_literal (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NEWER,
                         _("The store was written by a newer version of Hearth. Please update "
                            "Hearth, and make the backup with it."));
    goto failed;
  }
  self->version = (int) version;
  self->size = (guint64) (pages * page_size);
  return handle;

failed:
  sqlite3_close_v2 (handle);
  return NULL;
}

static gboolean
copy_pages (Writing *self, sqlite3 *from, sqlite3 *to, GError **error)
{
  sqlite3_backup *backup = sqlite3_backup_init (to, "main", from, "main");
  gboolean going = TRUE;
  int code = SQLITE_OK;

  if (backup == NULL) {
    hearth_backup_set_sqlite (to, sqlite3_errcode (to), TRUE, error);
    return FALSE;
  }
  while (going && code == SQLITE_OK) {
    code = sqlite3_backup_step (backup, STEP);
    if (code == SQLITE_OK) {
      guint64 all = (guint64) MAX (sqlite3_backup_pagecount (backup), 1);
      guint64 done = all - (guint64) sqlite3_backup_remaining (backup);

      going = hearth_backup_tell (self->watch, self->size / all * done, self->total, error);
    }
  }
  if (going && code != SQLITE_DONE)
    hearth_backup_set_sqlite (NULL, code, TRUE, error);
  sqlite3_backup_finish (backup);
  return going && code == SQLITE_DONE;
}

/* One moment of the store, while others write. */
static gboolean
copy_store (Writing *self, sqlite3 *store, GError **error)
{
  /* There is no log beside a backup. */
  static const guint8 journal[] = { 1, 1 };
  sqlite3 *copy = NULL;
  int code = hearth_backup_vfs_open (self->fd, TRUE, &copy);
  gboolean ok = code == SQLITE_OK;

  if (!ok)
    hearth_backup_set_sqlite (copy, code, TRUE, error);
  ok = ok && copy_pages (self, store, copy, error);
  sqlite3_close (copy);
  if (ok && pwrite (self->fd, journal, sizeof journal, VERSIONS_AT) != sizeof journal) {
    hearth_backup_set_errno (errno, TRUE, error);
    return FALSE;
  }
  return ok;
}

/* Settings, and what is known of the backup -----------------------------------------------------
 */

static gboolean
add_text (sqlite3 *copy, const char *table, const char *name, const char *value, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("INSERT INTO %s (name, value) VALUES (?, ?)", table);
  sqlite3_stmt *statement = NULL;
  int code = sqlite3_prepare_v2 (copy, sql, -1, &statement, NULL);

  if (code == SQLITE_OK) {
    sqlite3_bind_text (statement, 1, name, -1, SQLITE_STATIC);
    sqlite3_bind_text (statement, 2, value, -1, SQLITE_STATIC);
    code = sqlite3_step (statement);
  }
  if (code != SQLITE_DONE)
    hearth_backup_set_sqlite (copy, code, TRUE, error);
  sqlite3_finalize (statement);
  return code == SQLITE_DONE;
}

static gboolean
add_words (Writing *self, sqlite3 *copy, GVariant *settings, GError **error)
{
  g_autofree char *made = g_strdup_printf ("%" G_GINT64_FORMAT, hearth_clock_now ());
  GVariantIter iter;
  const char *name, *value;

  if (!add_text (copy, "backup_info", "made", made, error) ||
      !add_text (copy, "backup_info", "program", HEARTH_VERSION, error) ||
      !add_text (copy, "backup_info", "data-dir", self->data_dir, error))
    return FALSE;
  if (settings == NULL)
    return TRUE;
  g_variant_iter_init (&iter, settings);
  while (g_variant_iter_next (&iter, "{&s&s}", &name, &value)) {
    if (!add_text (copy, "backup_settings", name, value, error))
      return FALSE;
  }
  return TRUE;
}

/* Files -----------------------------------------------------------------------------------------
 */

static gboolean
fill (Writing *self, sqlite3_blob *blob, sqlite3 *copy, int from, int size, GError **error)
{
  g_autofree guint8 *block = g_malloc (HEARTH_BACKUP_BLOCK);
  int at = 0;

  while (at < size) {
    gssize n = read (from, block, MIN (HEARTH_BACKUP_BLOCK, size - at));
    int code;

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0) {
      hearth_backup_set_errno (errno, FALSE, error);
      return FALSE;
    }
    /* It became shorter while it was read: what is left of it is zero, as somebody writes it. */
    if (n == 0)
      return TRUE;
    code = sqlite3_blob_write (blob, block, (int) n, at);
    if (code != SQLITE_OK) {
      hearth_backup_set_sqlite (copy, code, TRUE, error);
      return FALSE;
    }
    at += (int) n;
    if (!hearth_backup_tell (self->watch, self->size, self->total, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
add_open_file (Writing *self, sqlite3 *copy, const char *path, int from, int size, GError **error)
{
  sqlite3_stmt *statement = NULL;
  sqlite3_blob *blob = NULL;
  gboolean ok;
  int code = sqlite3_prepare_v2 (copy, "INSERT INTO backup_files (path, data) VALUES (?, ?)", -1,
                                 &statement, NULL);

  if (code == SQLITE_OK) {
    sqlite3_bind_text (statement, 1, path, -1, SQLITE_STATIC);
    sqlite3_bind_zeroblob (statement, 2, size);
    code = sqlite3_step (statement);
  }
  sqlite3_finalize (statement);
  if (code == SQLITE_DONE)
    code = sqlite3_blob_open (copy, "main", "backup_files", "data",
                              sqlite3_last_insert_rowid (copy), TRUE, &blob);
  if (code != SQLITE_OK) {
    hearth_backup_set_sqlite (copy, code, TRUE, error);
    return FALSE;
  }
  ok = fill (self, blob, copy, from, size, error);
  sqlite3_blob_close (blob);
  return ok;
}

/* A backup without it would say that it has everything. */
static gboolean
refuse_file (const char *path, const char *reason, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);

  g_set_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_FAILED,
               _("“%s” cannot be brought into the backup: %s"), name, reason);
  return FALSE;
}

static gboolean
refuse_size (const char *path, gboolean large, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);

  if (large)
    g_set_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_FAILED,
                 _("“%s” is too large for a backup. Move it elsewhere and try again."), name);
  else
    g_set_error_literal (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_FAILED,
                         _("There are too many files for a backup: attachments of drafts, and "
                            "calendars. Send or delete some drafts, and try again."));
  return FALSE;
}

static gboolean
add_file (Writing *self, sqlite3 *copy, const char *path, GError **error)
{
  g_autofree char *full = g_build_filename (self->data_dir, path, NULL);
  int from = open (full, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  struct stat st;
  gboolean ok;

  /* What has gone meanwhile, or is a link to what is not Hearth's, is not taken. */
  if (from < 0)
    return errno == ENOENT || errno == ELOOP || refuse_file (full, g_strerror (errno), error);
  if (fstat (from, &st) != 0 || !S_ISREG (st.st_mode)) {
    close (from);
    return TRUE;
  }
  if (!hearth_backup_is_path (path)) {
    close (from);
    return refuse_file (full, _("Its name is no text."), error);
  }
  if (st.st_size > HEARTH_BACKUP_MAX_FILE || ++self->n_files > HEARTH_BACKUP_MAX_FILES) {
    close (from);
    return refuse_size (full, st.st_size > HEARTH_BACKUP_MAX_FILE, error);
  }
  ok = add_open_file (self, copy, path, from, (int) st.st_size, error);
  close (from);
  return ok;
}

static gboolean
add_folder (Writing *self, sqlite3 *copy, const char *folder, guint depth, GError **error)
{
  g_autofree char *full = g_build_filename (self->data_dir, folder, NULL);
  g_autoptr (GDir) dir = NULL;
  g_autoptr (GError) local_error = NULL;
  const char *name;

  /* What a link inside leads to is not Hearth's; its own folder may be elsewhere. */
  if (depth > 1 && g_file_test (full, G_FILE_TEST_IS_SYMLINK))
    return TRUE;
  dir = g_dir_open (full, 0, &local_error);
  if (dir == NULL && !g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    return refuse_file (full, local_error->message, error);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    g_autofree char *child = g_build_filename (self->data_dir, path, NULL);
    gboolean inner = depth < 2 && g_file_test (child, G_FILE_TEST_IS_DIR);

    if (inner ? !add_folder (self, copy, path, depth + 1, error)
              : !add_file (self, copy, path, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
add_folders (Writing *self, sqlite3 *copy, GError **error)
{
  const char *const *names = hearth_backup_get_folders ();

  for (guint i = 0; names[i] != NULL; i++) {
    if (!add_folder (self, copy, names[i], 1, error))
      return FALSE;
  }
  return TRUE;
}

/* All of it -------------------------------------------------------------------------------------
 */

/* One that could not be restored is none. */
static gboolean
check_copy (Writing *self, sqlite3 *copy, GError **error)
{
  g_autoptr (GError) problem = NULL;

  if (hearth_backup_check_schema (copy, self->version, &problem))
    return TRUE;
  if (!g_error_matches (problem, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_CORRUPT)) {
    g_propagate_error (error, g_steal_pointer (&problem));
    return FALSE;
  }
  g_set_error_literal (
      error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_CORRUPT,
      _("The store has other tables than Hearth makes, so that no good backup can "
         "be made of it. Nothing was changed."));
  return FALSE;
}

static gboolean
add_rest (Writing *self, GVariant *settings, GError **error)
{
  static const char begin[] =
      "PRAGMA application_id = " G_STRINGIFY (HEARTH_BACKUP_APPLICATION_ID) "; BEGIN";
  sqlite3 *copy = NULL;
  int code = hearth_backup_vfs_open (self->fd, TRUE, &copy);
  gboolean ok = code == SQLITE_OK;

  if (!ok)
    hearth_backup_set_sqlite (copy, code, TRUE, error);
  ok = ok && run (copy, begin, error);
  for (guint i = 0; ok && hearth_backup_tables[i] != NULL; i++)
    ok = run (copy, hearth_backup_tables[i], error);
  ok = ok && check_copy (self, copy, error) && add_words (self, copy, settings, error) &&
       add_folders (self, copy, error) && run (copy, "COMMIT", error);
  sqlite3_close (copy);
  return ok;
}

/* Rather at once than after some minutes. */
static gboolean
check_room (Writing *self, GError **error)
{
  struct statvfs fs;
  g_autofree char *needed = NULL;
  g_autofree char *room = NULL;

  /* Files in memory are on a disk without blocks. */
  if (fstatvfs (self->fd, &fs) != 0 || fs.f_blocks == 0 ||
      (guint64) fs.f_bavail * fs.f_frsize >= self->size + self->size / 256 + MARGIN)
    return TRUE;
  needed = g_format_size (self->size + MARGIN);
  room = g_format_size ((guint64) fs.f_bavail * fs.f_frsize);
  g_set_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_FULL,
               _("There is not enough space for the backup: it needs %s, and %s are free. Nothing "
                  "was written; free some space, or choose another disk."),
               needed, room);
  return FALSE;
}

static gboolean
prepare (Writing *self, GError **error)
{
  struct stat st;

  if (fstat (self->fd, &st) != 0 || !S_ISREG (st.st_mode)) {
    g_set_error_literal (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_FAILED,
                         _("A backup can only be written to a file on a disk."));
    return FALSE;
  }
  if (ftruncate (self->fd, 0) == 0)
    return TRUE;
  hearth_backup_set_errno (errno, TRUE, error);
  return FALSE;
}

/**
 * hearth_backup_write_sync:
 * @data_dir: a data folder; its store may be in use and written to
 * @settings: (nullable): settings by their names, `a{ss}`
 * @fd: a file to write to, which stays the caller's; what is in it is lost
 * @watch: who looks on
 * @error: a #HearthStoreError (%HEARTH_STORE_ERROR_FULL if the disk is), or %G_IO_ERROR_CANCELLED
 *
 * Writes all that exists nowhere else, and what it took long to read, into one file: the store as
 * it is at one moment, the files of hearth_backup_get_folders() and @settings. There is no secret
 * in it. When this returns %TRUE, it is on the disk; after an error the file is good for nothing.
 *
 * Returns: whether all of it was written
 */
gboolean
hearth_backup_write_sync (const char *data_dir, GVariant *settings, int fd,
                          const HearthBackupWatch *watch, GError **error)
{
  Writing self = { .data_dir = data_dir, .fd = fd, .watch = watch };
  sqlite3 *store;
  gboolean ok;

  if (!prepare (&self, error) || (store = open_store (&self, error)) == NULL)
    return FALSE;
  self.total = self.size * 2;
  ok = check_room (&self, error) && hearth_backup_tell (watch, 0, self.total, error) &&
       copy_store (&self, store, error);
  sqlite3_close (store);
  if (!ok || !add_rest (&self, settings, error) ||
      !hearth_backup_seal_write (fd, self.size, watch, error))
    return FALSE;
  if (fsync (fd) == 0)
    return TRUE;
  hearth_backup_set_errno (errno, TRUE, error);
  return FALSE;
}
