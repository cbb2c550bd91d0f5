/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-database.h"

#include "hearth-body.h"
#include "hearth-database-private.h"
#include "hearth-search-index.h"
#include "hearth-statement-cache.h"
#include "hearth-tokenizer.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* "HRTH": tells Hearth's store from other SQLite files (PRAGMA application_id). */
#define APPLICATION_ID 0x48525448

#define BUSY_TIMEOUT_MS 5000
#define PROGRESS_STEPS 2000

/* The idle service keeps a connection open all day: its page cache stays small. */
#define CACHE_KIB 2048
#define BULK_CACHE_KIB 49152
#define BULK_CHECKPOINT_PAGES 8000
#define CHECKPOINT_PAGES 1000

struct _HearthDatabase {
  GObject parent_instance;

  HearthDatabaseMode mode;
  char *path;                  /* (owned) */
  sqlite3 *handle;             /* (owned) */
  HearthStatementCache *cache; /* (owned) */
  HearthTokenizer *tokenizer;  /* (owned) */
  GCancellable *cancellable;   /* (owned) (nullable) */
  GThread *thread;             /* (unowned) (nullable): the writer's, once it has written */
  guint depth;                 /* begun and not ended: 1 is the transaction, above are savepoints */
  gboolean bulk;
};

G_DEFINE_QUARK (hearth-store-error-quark, hearth_store_error)
G_DEFINE_FINAL_TYPE (HearthDatabase, hearth_database, G_TYPE_OBJECT)

static gboolean
is_in_memory (const char *path)
{
  return strcmp (path, HEARTH_STORE_IN_MEMORY) == 0;
}

static HearthStoreError
translate_code (int code, int system_error)
{
  switch (code & 0xff) {
  case SQLITE_FULL:
    return HEARTH_STORE_ERROR_FULL;
  case SQLITE_READONLY:
  case SQLITE_PERM:
    return HEARTH_STORE_ERROR_READ_ONLY;
  case SQLITE_CORRUPT:
  case SQLITE_NOTADB:
    return HEARTH_STORE_ERROR_CORRUPT;
  case SQLITE_BUSY:
  case SQLITE_LOCKED:
    return HEARTH_STORE_ERROR_BUSY;
  case SQLITE_IOERR:
  case SQLITE_CANTOPEN:
    if (system_error == ENOSPC || system_error == EDQUOT || system_error == EFBIG)
      return HEARTH_STORE_ERROR_FULL;
    if (system_error == EACCES || system_error == EPERM || system_error == EROFS)
      return HEARTH_STORE_ERROR_READ_ONLY;
    if ((code & 0xff) == SQLITE_CANTOPEN && system_error == ENOENT)
      return HEARTH_STORE_ERROR_NOT_FOUND;
    return HEARTH_STORE_ERROR_FAILED;
  default:
    return HEARTH_STORE_ERROR_FAILED;
  }
}

static void
set_error_for (const char *path, HearthStoreError kind, const char *detail, GError **error)
{
  switch (kind) {
  case HEARTH_STORE_ERROR_FULL:
    g_set_error (error, HEARTH_STORE_ERROR, kind,
                 _("There is no space left for “%s”. The change was not made; free some space on "
                    "the disk and try again."),
                 path);
    break;
  case HEARTH_STORE_ERROR_READ_ONLY:
    g_set_error (error, HEARTH_STORE_ERROR, kind,
                 _("“%s” cannot be written. Make sure that the file and its folder belong to you "
                    "and are not write-protected."),
                 path);
    break;
  case HEARTH_STORE_ERROR_CORRUPT:
    g_set_error (error, HEARTH_STORE_ERROR, kind,
                 _("“%s” is damaged (%s). Move it away and start Hearth again: it reads your mail "
                    "and calendars anew."),
                 path, detail);
    break;
  case HEARTH_STORE_ERROR_BUSY:
    g_set_error (error, HEARTH_STORE_ERROR, kind,
                 _("“%s” is in use by another program. Try again in a moment."), path);
    break;
  case HEARTH_STORE_ERROR_NEWER:
    g_set_error (error, HEARTH_STORE_ERROR, kind,
                 _("“%s” was written by a newer version of Hearth (%s). Nothing was changed; "
                    "please update Hearth."),
                 path, detail);
    break;
  case HEARTH_STORE_ERROR_NOT_FOUND:
    g_set_error (error, HEARTH_STORE_ERROR, kind,
                 _("There is no store at “%s” yet. Start Hearth's service to make one."), path);
    break;
  case HEARTH_STORE_ERROR_FAILED:
  case HEARTH_STORE_ERROR_BAD_QUERY:
  default:
    g_set_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_FAILED,
                 _("“%s” could not be used: %s."), path, detail);
    break;
  }
}

/**
 * hearth_database_set_error:
 * @self: a database
 * @code: what SQLite said
 * @error: return location for a #HEARTH_STORE_ERROR or %G_IO_ERROR_CANCELLED
 *
 * Translates SQLite's error into a sentence that names the file.
 */
void
hearth_database_set_error (HearthDatabase *self, int code, GError **error)
{
  int system_error = sqlite3_system_errno (self->handle);

  /* SQLite does not keep what the system said to a failed write; those who call it set errno to 0
   * before, so that it is from there. */
  if (system_error == 0)
    system_error = errno;
  if ((code & 0xff) == SQLITE_INTERRUPT) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("The search was stopped."));
    return;
  }
  set_error_for (self->path, translate_code (code, system_error), sqlite3_errmsg (self->handle),
                 error);
}

static int
progress_cb (void *user_data)
{
  HearthDatabase *self = user_data;

  return g_cancellable_is_cancelled (self->cancellable);
}

static void
hearth_database_finalize (GObject *object)
{
  HearthDatabase *self = HEARTH_DATABASE (object);

  g_clear_pointer (&self->cache, hearth_statement_cache_free);
  g_clear_pointer (&self->tokenizer, hearth_tokenizer_free);
  if (self->handle != NULL)
    sqlite3_close_v2 (self->handle);
  g_clear_object (&self->cancellable);
  g_free (self->path);

  G_OBJECT_CLASS (hearth_database_parent_class)->finalize (object);
}

static void
hearth_database_class_init (HearthDatabaseClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = hearth_database_finalize;
}

static void
hearth_database_init (HearthDatabase *self)
{
}

/* SQLite gives the -wal and -shm files the mode of the database, so that only this one has to be
 * made privately. */
static gboolean
make_private_file (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd;

  if (g_mkdir_with_parents (folder, 0700) != 0) {
    int saved = errno;

    set_error_for (path, translate_code (SQLITE_CANTOPEN, saved), g_strerror (saved), error);
    return FALSE;
  }
  fd = open (path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd >= 0) {
    close (fd);
    return TRUE;
  }
  if (errno == EEXIST)
    return TRUE;
  set_error_for (path, translate_code (SQLITE_CANTOPEN, errno), g_strerror (errno), error);
  return FALSE;
}

/* SQLite counts its memory unless told, under a lock, with each piece that it takes and gives. */
static gpointer
configure (gpointer data)
{
  if (sqlite3_config (SQLITE_CONFIG_MEMSTATUS, 0) != SQLITE_OK)
    g_debug ("SQLite was in use before Hearth's store was");
  return NULL;
}

static gboolean
open_handle (HearthDatabase *self, const char *name, int flags, GError **error)
{
  static GOnce configured = G_ONCE_INIT;
  int code;

  g_once (&configured, configure, NULL);
  errno = 0;
  code = sqlite3_open_v2 (name, &self->handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
                          NULL);
  if (code != SQLITE_OK) {
    hearth_database_set_error (self, code, error);
    return FALSE;
  }
  sqlite3_busy_timeout (self->handle, BUSY_TIMEOUT_MS);
  return hearth_body_register (self->handle) &&
         (self->tokenizer = hearth_tokenizer_register (self->handle)) != NULL;
}

static gboolean
has_wal (const char *path)
{
  g_autofree char *wal = g_strconcat (path, "-wal", NULL);
  GStatBuf st;

  return g_stat (wal, &st) == 0 && st.st_size > 0;
}

/* A reader of a WAL database needs the shared-memory file, which nobody can make in a read-only
 * folder. If no log is pending there, the file is complete in itself and can be read as it is. */
static gboolean
reopen_immutable (HearthDatabase *self, GError **error)
{
  g_autofree char *escaped = g_uri_escape_string (self->path, "/", TRUE);
  g_autofree char *uri = g_strdup_printf ("file:%s?immutable=1", escaped);

  g_clear_pointer (&self->cache, hearth_statement_cache_free);
  g_clear_pointer (&self->tokenizer, hearth_tokenizer_free);
  g_clear_pointer (&self->handle, sqlite3_close_v2);
  self->cache = hearth_statement_cache_new ();
  return open_handle (self, uri, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, error);
}

static gboolean
open_reader (HearthDatabase *self, GError **error)
{
  g_autoptr (GError) local = NULL;
  gint64 version;

  if (!is_in_memory (self->path) && g_access (self->path, F_OK) != 0) {
    set_error_for (self->path, HEARTH_STORE_ERROR_NOT_FOUND, "", error);
    return FALSE;
  }
  if (!open_handle (self, self->path, SQLITE_OPEN_READONLY, error))
    return FALSE;
  if (!hearth_database_get_int (self, "PRAGMA user_version", &version, &local)) {
    if (!g_error_matches (local, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_READ_ONLY) &&
        !g_error_matches (local, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND) &&
        !g_error_matches (local, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_FAILED)) {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
    if (has_wal (self->path)) {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
    if (!reopen_immutable (self, error) ||
        !hearth_database_get_int (self, "PRAGMA user_version", &version, error))
      return FALSE;
  }
  if (version == 0) {
    set_error_for (self->path, HEARTH_STORE_ERROR_NOT_FOUND, "", error);
    return FALSE;
  }
  if (version < hearth_migrations_get_latest ()) {
    set_error_for (self->path, HEARTH_STORE_ERROR_FAILED,
                   _("it is of an older version; start Hearth's service to bring it up to date"),
                   error);
    return FALSE;
  }
  return TRUE;
}

/* Whether the file is empty or Hearth's own, before anything in it is touched. */
static gboolean
check_owner (HearthDatabase *self, gint64 version, GError **error)
{
  gint64 id, tables;

  if (!hearth_database_get_int (self, "PRAGMA application_id", &id, error) ||
      !hearth_database_get_int (self, "SELECT count(*) FROM sqlite_schema", &tables, error))
    return FALSE;
  if (id == APPLICATION_ID || (id == 0 && version == 0 && tables == 0))
    return TRUE;
  set_error_for (self->path, HEARTH_STORE_ERROR_FAILED, _("it belongs to another program"), error);
  return FALSE;
}

static gboolean
open_writer (HearthDatabase *self, GError **error)
{
  gint64 version;

  if (!is_in_memory (self->path) && !make_private_file (self->path, error))
    return FALSE;
  if (!open_handle (self, self->path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, error))
    return FALSE;
  if (sqlite3_db_readonly (self->handle, "main") == 1) {
    set_error_for (self->path, HEARTH_STORE_ERROR_READ_ONLY, "", error);
    return FALSE;
  }
  if (!hearth_database_get_int (self, "PRAGMA user_version", &version, error) ||
      !check_owner (self, version, error))
    return FALSE;
  if (version >
      hearth_migrations_get_latest ()) /* the caller refuses it; the file stays as it is */
    return sqlite3_db_config (self->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL) == SQLITE_OK;
  if (version == 0 &&
      !hearth_database_execute (
          self, "PRAGMA page_size = 8192; PRAGMA application_id = " G_STRINGIFY (APPLICATION_ID),
          error))
    return FALSE;
  /* secure_delete=fast: what is deleted is wiped where that costs no extra write. */
  if (!hearth_database_execute (self,
                                "PRAGMA journal_mode = WAL;"
                                "PRAGMA secure_delete = FAST;"
                                "PRAGMA synchronous = FULL",
                                error))
    return FALSE;
  return hearth_migrations_run (self, (int) version, error);
}

/**
 * hearth_database_open:
 * @path: a file name, or %HEARTH_STORE_IN_MEMORY
 * @mode: how to open it
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Opens a store. A writer creates the file (mode 0600) and brings its tables up to date; a reader
 * needs one of this version and sees what was committed, also while no writer runs. One thread may
 * use the connection at a time, and a writer only the thread that wrote first.
 *
 * %HEARTH_STORE_ERROR_NEWER if the store was written by a newer version: it is then untouched.
 *
 * Returns: (transfer full) (nullable): a connection
 */
HearthDatabase *
hearth_database_open (const char *path, HearthDatabaseMode mode, GError **error)
{
  g_autoptr (HearthDatabase) self = g_object_new (HEARTH_TYPE_DATABASE, NULL);
  g_autofree char *newer = NULL;

  g_return_val_if_fail (path != NULL && *path != '\0', NULL);

  self->mode = mode;
  self->path = g_strdup (path);
  self->cache = hearth_statement_cache_new ();
  if (mode == HEARTH_DATABASE_WRITER ? !open_writer (self, error) : !open_reader (self, error))
    return NULL;
  if (hearth_database_get_version (self) > hearth_migrations_get_latest ()) {
    newer = g_strdup_printf ("%d", hearth_database_get_version (self));
    set_error_for (path, HEARTH_STORE_ERROR_NEWER, newer, error);
    return NULL;
  }
  if (!hearth_database_execute (
          self,
          "PRAGMA cache_size = -" G_STRINGIFY (
              CACHE_KIB) ";"
                         "PRAGMA foreign_keys = OFF; PRAGMA temp_store = MEMORY",
          error))
    return NULL;
  sqlite3_progress_handler (self->handle, PROGRESS_STEPS, progress_cb, self);
  return g_steal_pointer (&self);
}

/**
 * hearth_database_get_handle:
 * @self: a database
 *
 * Returns: (transfer none): SQLite's connection
 */
sqlite3 *
hearth_database_get_handle (HearthDatabase *self)
{
  return self->handle;
}

/**
 * hearth_database_get_cache:
 * @self: a database
 *
 * Returns: (transfer none): its prepared statements
 */
HearthStatementCache *
hearth_database_get_cache (HearthDatabase *self)
{
  return self->cache;
}

/**
 * hearth_database_get_path:
 * @self: a database
 *
 * Returns: (transfer none): the name of its file
 */
const char *
hearth_database_get_path (HearthDatabase *self)
{
  return self->path;
}

/**
 * hearth_database_get_tokenizer:
 * @self: a database
 *
 * Returns: (transfer none): what finds the terms of texts for it
 */
HearthTokenizer *
hearth_database_get_tokenizer (HearthDatabase *self)
{
  return self->tokenizer;
}

/**
 * hearth_database_dup_stems:
 * @self: a database
 * @text: UTF-8 text
 * @mode: whether it is a text or a query
 *
 * Returns: (transfer full): the terms of @text as the search index has them, each after a blank
 */
char *
hearth_database_dup_stems (HearthDatabase *self, const char *text, HearthWordMode mode)
{
  return hearth_tokenizer_dup_stems (self->tokenizer, text, mode);
}

/**
 * hearth_database_assert_writer:
 * @self: a database
 *
 * Asserts that @self may write, from this thread.
 */
void
hearth_database_assert_writer (HearthDatabase *self)
{
  g_assert (HEARTH_IS_DATABASE (self));
  g_assert (self->mode == HEARTH_DATABASE_WRITER);
  if (self->thread == NULL)
    self->thread = g_thread_self ();
  g_assert (self->thread == g_thread_self ());
}

/**
 * hearth_database_execute:
 * @self: a database
 * @sql: one or more statements without parameters
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_database_execute (HearthDatabase *self, const char *sql, GError **error)
{
  int code;

  errno = 0;
  code = sqlite3_exec (self->handle, sql, NULL, NULL, NULL);
  if (code == SQLITE_OK)
    return TRUE;
  hearth_database_set_error (self, code, error);
  return FALSE;
}

/**
 * hearth_database_get_int:
 * @self: a database
 * @sql: a query for one number
 * @value: (out): the number; 0 if there is no row
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_database_get_int (HearthDatabase *self, const char *sql, gint64 *value, GError **error)
{
  g_autoptr (HearthStatement) statement = hearth_statement_new (self, sql, error);
  gboolean row;

  *value = 0;
  if (statement == NULL || !hearth_statement_next (statement, &row, error))
    return FALSE;
  if (row)
    *value = hearth_statement_get_int (statement, 0);
  return TRUE;
}

/**
 * hearth_database_begin:
 * @self: a database
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Begins a transaction. Within one it begins a part that can be undone by itself, so that functions
 * of this room can be combined into one transaction.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_database_begin (HearthDatabase *self, GError **error)
{
  char sql[48] = "BEGIN";

  if (self->mode == HEARTH_DATABASE_WRITER)
    hearth_database_assert_writer (self);
  if (self->depth > 0)
    g_snprintf (sql, sizeof sql, "SAVEPOINT part%u", self->depth);
  else if (self->mode == HEARTH_DATABASE_WRITER)
    g_strlcpy (sql, "BEGIN IMMEDIATE", sizeof sql);
  if (!hearth_database_execute (self, sql, error))
    return FALSE;
  self->depth++;
  return TRUE;
}

/**
 * hearth_database_commit:
 * @self: a database
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Ends what the last hearth_database_begin() began. On an error everything since then is undone.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_database_commit (HearthDatabase *self, GError **error)
{
  char sql[48] = "COMMIT";

  if (self->depth == 0 || sqlite3_get_autocommit (self->handle)) {
    /* SQLite undoes a whole transaction by itself when the disk is full. */
    self->depth = 0;
    set_error_for (self->path, HEARTH_STORE_ERROR_FAILED, _("the change was undone"), error);
    return FALSE;
  }
  if (self->depth > 1)
    g_snprintf (sql, sizeof sql, "RELEASE part%u", self->depth - 1);
  if (!hearth_database_execute (self, sql, error)) {
    hearth_database_rollback (self);
    return FALSE;
  }
  self->depth--;
  return TRUE;
}

/**
 * hearth_database_rollback:
 * @self: a database
 *
 * Undoes everything since the last hearth_database_begin().
 */
void
hearth_database_rollback (HearthDatabase *self)
{
  char sql[80] = "ROLLBACK";

  if (self->depth == 0)
    return;
  if (sqlite3_get_autocommit (self->handle)) {
    self->depth = 0;
    return;
  }
  self->depth--;
  if (self->depth > 0)
    g_snprintf (sql, sizeof sql, "ROLLBACK TO part%u; RELEASE part%u", self->depth, self->depth);
  if (sqlite3_exec (self->handle, sql, NULL, NULL, NULL) != SQLITE_OK)
    g_warning ("%s: %s", self->path, sqlite3_errmsg (self->handle));
}

/**
 * hearth_database_end:
 * @self: a database
 * @ok: whether what was done since hearth_database_begin() succeeded
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Commits or undoes.
 *
 * Returns: whether it is committed
 */
gboolean
hearth_database_end (HearthDatabase *self, gboolean ok, GError **error)
{
  if (ok)
    return hearth_database_commit (self, error);
  hearth_database_rollback (self);
  return FALSE;
}

/**
 * hearth_database_in_transaction:
 * @self: a database
 *
 * Returns: whether a transaction is open
 */
gboolean
hearth_database_in_transaction (HearthDatabase *self)
{
  return self->depth > 0;
}

/**
 * hearth_database_set_bulk:
 * @self: a writer outside of a transaction
 * @bulk: whether much is about to be written
 *
 * While much is written that can be read anew from its source, memory is spent for speed and a
 * commit may be lost when the power fails (the store stays whole). Leaving this mode tidies up.
 */
void
hearth_database_set_bulk (HearthDatabase *self, gboolean bulk)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *sql = NULL;

  hearth_database_assert_writer (self);
  g_return_if_fail (self->depth == 0);

  bulk = !!bulk;
  if (self->bulk == bulk)
    return;
  self->bulk = bulk;
  sql = g_strdup_printf ("PRAGMA synchronous = %s; PRAGMA cache_size = -%d;"
                         "PRAGMA wal_autocheckpoint = %d; PRAGMA secure_delete = %s",
                         bulk ? "NORMAL" : "FULL", bulk ? BULK_CACHE_KIB : CACHE_KIB,
                         bulk ? BULK_CHECKPOINT_PAGES : CHECKPOINT_PAGES, bulk ? "OFF" : "FAST");
  if (!hearth_search_index_set_bulk (self, bulk, &error) ||
      !hearth_database_execute (self, sql, &error)) {
    g_warning ("%s", error->message);
    return;
  }
  if (!bulk) {
    sqlite3_wal_checkpoint_v2 (self->handle, "main", SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    sqlite3_db_release_memory (self->handle);
  }
}

/**
 * hearth_database_tidy:
 * @self: a writer outside of a transaction
 * @more: (out): whether there is more to do
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Does a small part of what a large import left to be done when there is time. Nothing waits for
 * it but the speed of searching.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_database_tidy (HearthDatabase *self, gboolean *more, GError **error)
{
  hearth_database_assert_writer (self);

  return hearth_search_index_merge (self, more, error);
}

/**
 * hearth_database_set_cancellable:
 * @self: a database
 * @cancellable: (nullable): what stops its queries, or %NULL
 *
 * From now on, a query of this connection ends with %G_IO_ERROR_CANCELLED soon after @cancellable
 * was cancelled, from whatever thread.
 */
void
hearth_database_set_cancellable (HearthDatabase *self, GCancellable *cancellable)
{
  g_set_object (&self->cancellable, cancellable);
}

/**
 * hearth_database_get_version:
 * @self: a database
 *
 * Returns: the version of its tables, or 0 if it cannot be read
 */
int
hearth_database_get_version (HearthDatabase *self)
{
  gint64 version;

  return hearth_database_get_int (self, "PRAGMA user_version", &version, NULL) ? (int) version : 0;
}

/**
 * hearth_database_get_meta:
 * @self: a database
 * @name: a name
 * @value: (out) (transfer full) (nullable): its value, or %NULL if there is none
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Reads a small thing that the store remembers by its name.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_database_get_meta (HearthDatabase *self, const char *name, char **value, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;
  gboolean row;

  *value = NULL;
  statement = hearth_statement_new (self, "SELECT value FROM meta WHERE name = ?", error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_text (statement, name);
  if (!hearth_statement_next (statement, &row, error))
    return FALSE;
  if (row)
    *value = g_strdup (hearth_statement_get_text (statement, 0));
  return TRUE;
}

/**
 * hearth_database_set_meta:
 * @self: a writer
 * @name: a name
 * @value: (nullable): its value, or %NULL to forget it
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Remembers a small thing by its name.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_database_set_meta (HearthDatabase *self, const char *name, const char *value, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  hearth_database_assert_writer (self);
  statement = hearth_statement_new (self,
                                    value != NULL
                                        ? "INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)"
                                        : "DELETE FROM meta WHERE name = ?",
                                    error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_text (statement, name);
  if (value != NULL)
    hearth_statement_bind_text (statement, value);
  return hearth_statement_run (statement, error);
}

/**
 * hearth_database_list_meta:
 * @self: a database
 * @prefix: how a name begins
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (element-type utf8) (nullable): all names that begin so
 */
GPtrArray *
hearth_database_list_meta (HearthDatabase *self, const char *prefix, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (HearthStatement) statement =
      hearth_statement_new (self, "SELECT name FROM meta WHERE instr (name, ?) = 1", error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  hearth_statement_bind_text (statement, prefix);
  while (hearth_statement_next (statement, &row, error)) {
    if (!row)
      return g_steal_pointer (&names);
    g_ptr_array_add (names, g_strdup (hearth_statement_get_text (statement, 0)));
  }
  return NULL;
}
