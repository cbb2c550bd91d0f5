/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-backup-private.h"
#include "hearth-backup-vfs.h"

#include "hearth-database-private.h"
#include "hearth-outbox-item.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <string.h>

/* What writing a backup and reading one have in common. */

const char *const hearth_backup_tables[] = {
  /* made, program, data-dir */
  "CREATE TABLE backup_info (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
  "CREATE TABLE backup_settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
  /* path: see hearth_backup_is_path(). */
  "CREATE TABLE backup_files (id INTEGER PRIMARY KEY, path TEXT NOT NULL, data BLOB NOT NULL)",
  NULL,
};

/* What lies in a data folder beside the store and exists nowhere else: the own calendar, and what
 * is attached to drafts. Models can be fetched again, and what the recogniser listens with is made
 * anew. */
static const char *const folders[] = { "drafts", "own", NULL };

/**
 * hearth_backup_get_folders:
 *
 * Returns: (transfer none) (array zero-terminated=1): the folders of a data folder whose files
 *   belong into a backup
 */
const char *const *
hearth_backup_get_folders (void)
{
  return folders;
}

static gboolean
is_name (const char *name)
{
  return *name != '\0' && strlen (name) <= 255 && !g_str_equal (name, ".") &&
         !g_str_equal (name, "..") && strchr (name, '\n') == NULL &&
         g_utf8_validate (name, -1, NULL);
}

/**
 * hearth_backup_is_path:
 * @path: any text
 *
 * Returns: whether it names a file of one of the folders of hearth_backup_get_folders(), or of a
 *   folder in one, and leads nowhere else
 */
gboolean
hearth_backup_is_path (const char *path)
{
  g_auto (GStrv) parts = NULL;
  guint n;

  if (strlen (path) > 1024 || !g_utf8_validate (path, -1, NULL))
    return FALSE;
  parts = g_strsplit (path, "/", 4);
  n = g_strv_length (parts);
  if (n < 2 || n > 3 || !g_strv_contains (folders, parts[0]))
    return FALSE;
  for (guint i = 1; i < n; i++) {
    if (!is_name (parts[i]))
      return FALSE;
  }
  return TRUE;
}

/**
 * hearth_backup_free:
 * @self: (nullable): what a backup says of itself
 *
 * Frees it.
 */
void
hearth_backup_free (HearthBackup *self)
{
  if (self == NULL)
    return;
  g_free (self->program);
  g_free (self->data_dir);
  g_clear_pointer (&self->settings, g_variant_unref);
  g_free (self);
}

/**
 * hearth_backup_tell:
 * @watch: who looks on
 * @done: bytes that are done
 * @total: bytes in all
 * @error: %G_IO_ERROR_CANCELLED
 *
 * Returns: whether to go on
 */
gboolean
hearth_backup_tell (const HearthBackupWatch *watch, guint64 done, guint64 total, GError **error)
{
  if (g_cancellable_is_cancelled (watch->cancellable)) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED,
                         _("It was stopped. Nothing was changed."));
    return FALSE;
  }
  if (watch->progress != NULL)
    watch->progress (done, total, watch->user_data);
  return TRUE;
}

/**
 * hearth_backup_set_errno:
 * @saved: what the system said
 * @writing: whether something was being written
 * @error: return location for a #HearthStoreError
 *
 * Says it in a sentence.
 */
void
hearth_backup_set_errno (int saved, gboolean writing, GError **error)
{
  if (saved == EFBIG)
    g_set_error_literal (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_FULL,
                         _("This disk cannot have a file that large, as it is formatted. Nothing "
                            "was changed; choose another disk, and try again."));
  else if (saved == ENOSPC || saved == EDQUOT)
    g_set_error_literal (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_FULL,
                         _("There is not enough space on the disk for that. Nothing was changed; "
                            "free some space, or choose another disk, and try again."));
  else
    g_set_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_FAILED,
                 writing ? _("The file could not be written: %s. Nothing was changed.")
                         : _("The file could not be read: %s. Nothing was changed."),
                 g_strerror (saved));
}

/**
 * hearth_backup_set_sqlite:
 * @handle: (nullable): a connection
 * @code: what it said
 * @writing: whether a backup was being written; otherwise one was read
 * @error: return location for a #HearthStoreError or %G_IO_ERROR_CANCELLED
 *
 * Says it in a sentence.
 */
void
hearth_backup_set_sqlite (sqlite3 *handle, int code, gboolean writing, GError **error)
{
  const char *detail = handle != NULL ? sqlite3_errmsg (handle) : sqlite3_errstr (code);

  switch (code & 0xff) {
  case SQLITE_FULL:
    hearth_backup_set_errno (writing ? hearth_backup_vfs_get_errno () : ENOSPC, TRUE, error);
    return;
  case SQLITE_INTERRUPT:
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED,
                         _("It was stopped. Nothing was changed."));
    return;
  case SQLITE_CORRUPT:
  case SQLITE_NOTADB:
    if (!writing) {
      hearth_backup_set_damaged (detail, error);
      return;
    }
    g_set_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_CORRUPT,
                 _("The store is damaged (%s), so that no good backup can be made of it. "
                    "“hearthctl doctor” says more."),
                 detail);
    return;
  default:
    g_set_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_FAILED,
                 writing ? _("The backup could not be written: %s.")
                         : _("The backup could not be read: %s. Nothing was changed."),
                 detail);
  }
}

/**
 * hearth_backup_set_damaged:
 * @detail: in what way
 * @error: return location for %HEARTH_STORE_ERROR_CORRUPT
 *
 * Says that a file is no backup, or is damaged.
 */
void
hearth_backup_set_damaged (const char *detail, GError **error)
{
  g_set_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_CORRUPT,
               _("This file is not a whole backup of Hearth: %s. Nothing was changed."), detail);
}

/**
 * hearth_backup_set_newer:
 * @error: return location for %HEARTH_STORE_ERROR_NEWER
 *
 * Says that a backup is of a newer version.
 */
void
hearth_backup_set_newer (GError **error)
{
  g_set_error_literal (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NEWER,
                       _("This backup was made by a newer version of Hearth. Nothing was changed; "
                          "please update Hearth."));
}

static gboolean
run_with_dirs (HearthDatabase *db, const char *sql, const char *old_dir, const char *new_dir,
               GError **error)
{
  g_autoptr (HearthStatement) statement = hearth_statement_new (db, sql, error);

  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_text (statement, old_dir);
  hearth_statement_bind_text (statement, new_dir);
  return hearth_statement_run (statement, error);
}

static gboolean
move_paths (HearthDatabase *db, const char *old_dir, const char *new_dir, GError **error)
{
  static const char *const statements[] = {
    "UPDATE sources SET path = ?2 || substr (path, length (?1) + 1)"
    " WHERE substr (path, 1, length (?1) + 1) = ?1 || '/'",
    /* A path a line. */
    "UPDATE drafts SET files = substr (replace (char (10) || files, char (10) || ?1 || '/',"
    " char (10) || ?2 || '/'), 2) WHERE instr (files, ?1 || '/') > 0",
    "UPDATE outbox SET draft = replace (draft, ?1 || '/drafts/', ?2 || '/drafts/')",
  };

  if (*old_dir != '/' || g_str_equal (old_dir, new_dir))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (statements); i++) {
    if (!run_with_dirs (db, statements[i], old_dir, new_dir, error))
      return FALSE;
  }
  return TRUE;
}

/**
 * hearth_backup_adapt:
 * @db: a writer on a store that comes out of a backup
 * @old_dir: the data folder that the backup was made of
 * @new_dir: the data folder that it goes to
 * @error: return location for a #HearthStoreError
 *
 * Makes a store of what was one at another time, and perhaps elsewhere, or of what anybody made.
 * Mail that waited to be sent may have been sent since, and nothing is sent twice: its owner is
 * asked about it, and so about changes to events. What was to be told to a mail server is looked up
 * there before it is told.
 *
 * Returns: whether that was written
 */
gboolean
hearth_backup_adapt (HearthDatabase *db, const char *old_dir, const char *new_dir, GError **error)
{
  char *waiting;
  gboolean ok;

  if (!hearth_database_begin (db, error))
    return FALSE;
  /* What is no number is read as one. */
  waiting = sqlite3_mprintf (
      "UPDATE outbox SET state = %d, problem = %Q"
      " WHERE typeof (state) != 'integer' OR state NOT IN (%d, %d, %d, %d);"
      "UPDATE operations SET state = 1;"
      "UPDATE event_edits SET state = 2, problem = %Q"
      " WHERE typeof (state) != 'integer' OR state != 2;"
      "DELETE FROM permission_queue",
      HEARTH_OUTBOX_UNKNOWN,
      _("It waited to be sent when the backup was made, and may have been sent since."),
      HEARTH_OUTBOX_UNKNOWN, HEARTH_OUTBOX_SENT, HEARTH_OUTBOX_DONE, HEARTH_OUTBOX_REFUSED,
      _("It waited for its server when the backup was made, and may have been made since."));
  ok = hearth_database_execute (db, waiting, error) && move_paths (db, old_dir, new_dir, error);
  sqlite3_free (waiting);
  return hearth_database_end (db, ok, error);
}
