/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-backup-private.h"

#include "hearth-body.h"
#include "hearth-database-private.h"
#include "hearth-tokenizer.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* A database that anybody may have made, before anything of Hearth's works on it. What stands in
 * its schema is done by whoever writes to it (triggers) or reads from it (views), so that it has to
 * be word for word the one that Hearth's migrations make. */

#define STORE_APPLICATION_ID "0x48525448"
#define MAX_SCHEMA (1024 * 1024)
/* Of all names and values of settings, in bytes: they are read at the next start. */
#define SETTINGS_LENGTH (4 * 1024 * 1024)
#define PROGRESS_STEPS 20000

static int
progress_cb (void *user_data)
{
  const HearthBackupWatch *watch = user_data;

  return g_cancellable_is_cancelled (watch->cancellable);
}

static gboolean
run (sqlite3 *handle, const char *sql, GError **error)
{
  int code = sqlite3_exec (handle, sql, NULL, NULL, NULL);

  if (code == SQLITE_OK)
    return TRUE;
  hearth_backup_set_sqlite (handle, code, FALSE, error);
  return FALSE;
}

static sqlite3_stmt *
prepare (sqlite3 *handle, const char *sql, GError **error)
{
  sqlite3_stmt *statement = NULL;
  int code = sqlite3_prepare_v2 (handle, sql, -1, &statement, NULL);

  if (code == SQLITE_OK)
    return statement;
  hearth_backup_set_sqlite (handle, code, FALSE, error);
  return NULL;
}

/* Moves on to the next row; @code is SQLITE_ROW, or SQLITE_DONE at the end. */
static gboolean
step (sqlite3 *handle, sqlite3_stmt *statement, int *code, GError **error)
{
  *code = sqlite3_step (statement);
  if (*code == SQLITE_ROW || *code == SQLITE_DONE)
    return TRUE;
  hearth_backup_set_sqlite (handle, *code, FALSE, error);
  return FALSE;
}

/* A column as text that is bounded and whole; %NULL if it is not. */
static const char *
get_text (sqlite3_stmt *statement, int column)
{
  const char *text = NULL;

  if (sqlite3_column_type (statement, column) == SQLITE_TEXT)
    text = (const char *) sqlite3_column_text (statement, column);
  if (text == NULL || sqlite3_column_bytes (statement, column) > HEARTH_BACKUP_MAX_TEXT ||
      strlen (text) != (gsize) sqlite3_column_bytes (statement, column) ||
      !g_utf8_validate (text, -1, NULL))
    return NULL;
  return text;
}

/* The schema ------------------------------------------------------------------------------------
 */

static char *
dup_schema (sqlite3 *handle, GError **error)
{
  sqlite3_stmt *statement = prepare (handle,
                                     "SELECT type, name, tbl_name, ifnull (sql, '-')"
                                     " FROM sqlite_schema ORDER BY type, name",
                                     error);
  g_autoptr (GString) out = g_string_new (NULL);
  gboolean ok = statement != NULL;
  int code = SQLITE_ROW;

  while (ok && (ok = step (handle, statement, &code, error)) && code == SQLITE_ROW) {
    for (int i = 0; ok && i < 4; i++) {
      const char *text = get_text (statement, i);

      g_string_append_printf (out, "%s\n", text != NULL ? text : "?");
      ok = out->len < MAX_SCHEMA;
    }
    if (!ok)
      hearth_backup_set_damaged (_("its tables are not Hearth’s"), error);
  }
  sqlite3_finalize (statement);
  return ok ? g_string_free (g_steal_pointer (&out), FALSE) : NULL;
}

static gboolean
make_tables (sqlite3 *handle, int version, GError **error)
{
  for (int i = 1; i <= version; i++) {
    const char *const *statements = hearth_migrations_get (i);

    for (guint k = 0; statements[k] != NULL; k++) {
      if (!run (handle, statements[k], error))
        return FALSE;
    }
  }
  for (guint i = 0; hearth_backup_tables[i] != NULL; i++) {
    if (!run (handle, hearth_backup_tables[i], error))
      return FALSE;
  }
  return TRUE;
}

/* The schema of a backup of that version, as Hearth makes it. */
static char *
dup_right_schema (int version, GError **error)
{
  HearthTokenizer *tokenizer = NULL;
  char *schema = NULL;
  sqlite3 *handle = NULL;
  int code =
      sqlite3_open_v2 (HEARTH_STORE_IN_MEMORY, &handle,
                       SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);

  if (code != SQLITE_OK || !hearth_body_register (handle) ||
      (tokenizer = hearth_tokenizer_register (handle)) == NULL)
    hearth_backup_set_sqlite (handle, code, FALSE, error);
  else if (make_tables (handle, version, error))
    schema = dup_schema (handle, error);
  g_clear_pointer (&tokenizer, hearth_tokenizer_free);
  sqlite3_close_v2 (handle);
  return schema;
}

static gboolean
get_version (sqlite3 *handle, int *version, GError **error)
{
  sqlite3_stmt *statement = prepare (handle, "PRAGMA user_version", error);
  gboolean ok = statement != NULL;
  int code;

  ok = ok && step (handle, statement, &code, error);
  *version = ok ? sqlite3_column_int (statement, 0) : 0;
  sqlite3_finalize (statement);
  if (ok && *version > hearth_migrations_get_latest ()) {
    hearth_backup_set_newer (error);
    return FALSE;
  }
  if (ok && *version < 1)
    hearth_backup_set_damaged (_("there is no store in it"), error);
  return ok && *version >= 1;
}

/**
 * hearth_backup_check_schema:
 * @handle: a connection on the database of a backup
 * @version: the version of its store
 * @error: %HEARTH_STORE_ERROR_CORRUPT if it has not the tables of that version, or has others
 *
 * Returns: whether its tables are those of a backup
 */
gboolean
hearth_backup_check_schema (sqlite3 *handle, int version, GError **error)
{
  g_autofree char *right = dup_right_schema (version, error);
  g_autofree char *found = right != NULL ? dup_schema (handle, error) : NULL;

  if (found == NULL)
    return FALSE;
  if (strcmp (found, right) == 0)
    return TRUE;
  hearth_backup_set_damaged (_("its tables are not Hearth’s"), error);
  return FALSE;
}

static gboolean
check_pages (sqlite3 *handle, GError **error)
{
  sqlite3_stmt *statement = prepare (handle, "PRAGMA quick_check (1)", error);
  gboolean ok = statement != NULL;
  const char *text;
  int code;

  ok = ok && step (handle, statement, &code, error);
  text = ok ? get_text (statement, 0) : NULL;
  if (ok && g_strcmp0 (text, "ok") != 0) {
    hearth_backup_set_damaged (text != NULL ? text : "?", error);
    ok = FALSE;
  }
  sqlite3_finalize (statement);
  return ok;
}

/* Whether a column holds what is declared. What should be a number and is none is compared in one
 * way and read in another. */
static gboolean
check_column (sqlite3 *handle, const char *table, const char *column, const char *kinds,
              GError **error)
{
  char *text = sqlite3_mprintf ("SELECT 1 FROM \"%w\" WHERE typeof (\"%w\") NOT IN (%s) LIMIT 1",
                                table, column, kinds);
  sqlite3_stmt *statement = prepare (handle, text, error);
  gboolean ok = statement != NULL;
  int code = SQLITE_DONE;

  ok = ok && step (handle, statement, &code, error);
  if (ok && code == SQLITE_ROW) {
    hearth_backup_set_damaged (_("a value in it is not of its kind"), error);
    ok = FALSE;
  }
  sqlite3_finalize (statement);
  sqlite3_free (text);
  return ok;
}

static gboolean
check_values (sqlite3 *handle, GError **error)
{
  sqlite3_stmt *statement =
      prepare (handle,
               "SELECT m.name, c.name FROM sqlite_schema AS m, pragma_table_info (m.name) AS c"
               " WHERE m.type = 'table' AND m.sql NOT LIKE 'CREATE VIRTUAL %'"
               " AND c.type = 'INTEGER'",
               error);
  gboolean ok = statement != NULL;
  int code = SQLITE_ROW;

  while (ok && (ok = step (handle, statement, &code, error)) && code == SQLITE_ROW) {
    const char *table = get_text (statement, 0);
    const char *column = get_text (statement, 1);

    ok = table != NULL && column != NULL &&
         check_column (handle, table, column, "'integer', 'null'", error);
  }
  sqlite3_finalize (statement);
  return ok;
}

/* What it says of itself ------------------------------------------------------------------------
 */

static char *
dup_info (sqlite3 *handle, const char *name, GError **error)
{
  sqlite3_stmt *statement = prepare (handle, "SELECT value FROM backup_info WHERE name = ?", error);
  char *value = NULL;
  int code;

  if (statement == NULL)
    return NULL;
  sqlite3_bind_text (statement, 1, name, -1, SQLITE_STATIC);
  if (step (handle, statement, &code, error)) {
    value = g_strdup (code == SQLITE_ROW ? get_text (statement, 0) : NULL);
    if (value == NULL)
      hearth_backup_set_damaged (_("it does not say what it is"), error);
  }
  sqlite3_finalize (statement);
  return value;
}

static gboolean
read_info (HearthBackup *self, sqlite3 *handle, GError **error)
{
  g_autofree char *made = dup_info (handle, "made", error);

  if (made == NULL || (self->program = dup_info (handle, "program", error)) == NULL ||
      (self->data_dir = dup_info (handle, "data-dir", error)) == NULL)
    return FALSE;
  self->made = g_ascii_strtoll (made, NULL, 10);
  return TRUE;
}

static gboolean
read_settings (HearthBackup *self, sqlite3 *handle, GError **error)
{
  sqlite3_stmt *statement = prepare (handle, "SELECT name, value FROM backup_settings", error);
  g_autoptr (GVariantBuilder) builder = g_variant_builder_new (G_VARIANT_TYPE ("a{ss}"));
  gboolean ok = statement != NULL;
  int code = SQLITE_ROW;
  gsize length = 0;
  guint n = 0;

  while (ok && (ok = step (handle, statement, &code, error)) && code == SQLITE_ROW) {
    const char *name = get_text (statement, 0);
    const char *value = get_text (statement, 1);

    ok = name != NULL && value != NULL && ++n <= HEARTH_BACKUP_MAX_SETTINGS &&
         (length += strlen (name) + strlen (value)) <= SETTINGS_LENGTH;
    if (ok)
      g_variant_builder_add (builder, "{ss}", name, value);
    else
      hearth_backup_set_damaged (_("its settings are not Hearth’s"), error);
  }
  sqlite3_finalize (statement);
  if (ok)
    self->settings = g_variant_ref_sink (g_variant_builder_end (builder));
  return ok;
}

/* Files -----------------------------------------------------------------------------------------
 */

static gboolean
make_folders (const char *folder, const char *path, GError **error)
{
  g_autofree char *full = g_build_filename (folder, path, NULL);
  g_autofree char *parent = g_path_get_dirname (full);

  if (g_mkdir_with_parents (parent, 0700) == 0)
    return TRUE;
  if (errno == ENOTDIR || errno == EEXIST) {
    hearth_backup_set_damaged (_("a name in it stands twice"), error);
    return FALSE;
  }
  hearth_backup_set_errno (errno, TRUE, error);
  return FALSE;
}

static gboolean
write_piece (int out, const guint8 *data, gsize length, GError **error)
{
  while (length > 0) {
    gssize n = write (out, data, length);

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0) {
      hearth_backup_set_errno (errno, TRUE, error);
      return FALSE;
    }
    data += n;
    length -= (gsize) n;
  }
  return TRUE;
}

static gboolean
write_blob (sqlite3 *handle, sqlite3_blob *blob, int out, const HearthBackupWatch *watch,
            GError **error)
{
  g_autofree guint8 *block = g_malloc (HEARTH_BACKUP_BLOCK);
  int size = sqlite3_blob_bytes (blob);

  for (int at = 0; at < size;) {
    int n = MIN (HEARTH_BACKUP_BLOCK, size - at);
    int code = sqlite3_blob_read (blob, block, n, at);

    if (code != SQLITE_OK) {
      hearth_backup_set_sqlite (handle, code, FALSE, error);
      return FALSE;
    }
    if (!hearth_backup_tell (watch, (guint64) at, (guint64) size, error) ||
        !write_piece (out, block, (gsize) n, error))
      return FALSE;
    at += n;
  }
  return TRUE;
}

static gboolean
unpack_file (sqlite3 *handle, gint64 row, const char *folder, const char *path,
             const HearthBackupWatch *watch, GError **error)
{
  g_autofree char *full = g_build_filename (folder, path, NULL);
  sqlite3_blob *blob = NULL;
  gboolean ok = FALSE;
  int out;

  if (sqlite3_blob_open (handle, "main", "backup_files", "data", row, FALSE, &blob) != SQLITE_OK ||
      sqlite3_blob_bytes (blob) > HEARTH_BACKUP_MAX_FILE) {
    hearth_backup_set_damaged (_("a file in it is not one"), error);
    sqlite3_blob_close (blob);
    return FALSE;
  }
  out = open (full, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (out >= 0) {
    ok = write_blob (handle, blob, out, watch, error);
    if (close (out) != 0 && ok) {
      hearth_backup_set_errno (errno, TRUE, error);
      ok = FALSE;
    }
  } else if (errno == EEXIST || errno == EISDIR || errno == ENOTDIR) {
    hearth_backup_set_damaged (_("a name in it stands twice"), error);
  } else {
    hearth_backup_set_errno (errno, TRUE, error);
  }
  sqlite3_blob_close (blob);
  return ok;
}

static gboolean
unpack_files (sqlite3 *handle, const char *folder, const HearthBackupWatch *watch, GError **error)
{
  const char *const *names = hearth_backup_get_folders ();
  sqlite3_stmt *statement = prepare (handle, "SELECT id, path FROM backup_files", error);
  gboolean ok = statement != NULL;
  int code = SQLITE_ROW;
  guint n = 0;

  /* What is not in the backup is not there afterwards: an empty folder takes the place of another.
   */
  for (guint i = 0; ok && names[i] != NULL; i++) {
    g_autofree char *path = g_build_filename (names[i], "file", NULL);

    ok = make_folders (folder, path, error);
  }
  while (ok && (ok = step (handle, statement, &code, error)) && code == SQLITE_ROW) {
    const char *path = get_text (statement, 1);

    if (path == NULL || !hearth_backup_is_path (path) || ++n > HEARTH_BACKUP_MAX_FILES) {
      hearth_backup_set_damaged (_("a file in it has a name that leads elsewhere"), error);
      ok = FALSE;
      break;
    }
    ok = make_folders (folder, path, error) &&
         unpack_file (handle, sqlite3_column_int64 (statement, 0), folder, path, watch, error);
  }
  sqlite3_finalize (statement);
  return ok;
}

static gboolean
become_store (sqlite3 *handle, GError **error)
{
  return run (handle,
              "PRAGMA secure_delete = ON;"
              "DROP TABLE backup_files; DROP TABLE backup_settings; DROP TABLE backup_info;"
              "PRAGMA application_id = " STORE_APPLICATION_ID,
              error);
}

/* SQLite does not turn the journal off once it is defensive. */
static gboolean
harden (sqlite3 *handle, const HearthBackupWatch *watch, GError **error)
{
  sqlite3_db_config (handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_limit (handle, SQLITE_LIMIT_LENGTH, HEARTH_BACKUP_MAX_FILE + HEARTH_BACKUP_MAX_TEXT);
  sqlite3_progress_handler (handle, PROGRESS_STEPS, progress_cb, (gpointer) watch);
  if (!run (handle,
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY;"
            "PRAGMA cell_size_check = ON; PRAGMA secure_delete = OFF",
            error))
    return FALSE;
  sqlite3_db_config (handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  return TRUE;
}

/**
 * hearth_backup_unpack:
 * @handle: a connection on the database of a backup, or on any other file
 * @folder: where its files go
 * @watch: who looks on
 * @error: %HEARTH_STORE_ERROR_CORRUPT if it is not just what Hearth writes,
 *   %HEARTH_STORE_ERROR_NEWER, another #HearthStoreError, or %G_IO_ERROR_CANCELLED
 *
 * Checks a database, takes the files out of it and makes a store of it.
 *
 * Returns: (transfer full) (nullable): what the backup says of itself
 */
HearthBackup *
hearth_backup_unpack (sqlite3 *handle, const char *folder, const HearthBackupWatch *watch,
                      GError **error)
{
  g_autoptr (HearthBackup) self = g_new0 (HearthBackup, 1);

  if (harden (handle, watch, error) && get_version (handle, &self->schema, error) &&
      hearth_backup_check_schema (handle, self->schema, error) && check_pages (handle, error) &&
      check_values (handle, error) && read_info (self, handle, error) &&
      read_settings (self, handle, error) && unpack_files (handle, folder, watch, error) &&
      become_store (handle, error))
    return g_steal_pointer (&self);
  return NULL;
}
