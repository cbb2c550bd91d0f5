/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-statement-cache.h"

#include <errno.h>
#include <string.h>

/* Statements that are found by where their text stands, which is nearly always the same place. */
#define RECENT 64

/* More distinct statements than the room's files have and a reader's filters usually make. */
#define MAX_CACHED 160

struct _HearthStatement {
  HearthDatabase *db;          /* (unowned): outlives its statements */
  HearthStatementCache *cache; /* (unowned) */
  sqlite3_stmt *handle;        /* (owned) */
  const char *sql;             /* (unowned): the cache's key; %NULL if it is not cached */
  int next_parameter;
  gboolean busy; /* somebody borrows it */
  gboolean cached;
};

struct _HearthStatementCache {
  GHashTable *statements;          /* (owned) (element-type utf8 HearthStatement) */
  HearthStatement *recent[RECENT]; /* (unowned) (nullable): of @statements */
};

static void
statement_destroy (gpointer data)
{
  HearthStatement *self = data;

  sqlite3_finalize (self->handle);
  g_free (self);
}

/**
 * hearth_statement_cache_new:
 *
 * Returns: (transfer full): an empty cache for one connection
 */
HearthStatementCache *
hearth_statement_cache_new (void)
{
  HearthStatementCache *self = g_new0 (HearthStatementCache, 1);

  self->statements = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, statement_destroy);
  return self;
}

/**
 * hearth_statement_cache_free:
 * @self: (transfer full): a cache of which no statement is borrowed
 */
void
hearth_statement_cache_free (HearthStatementCache *self)
{
  g_hash_table_unref (self->statements);
  g_free (self);
}

static gboolean
is_idle_cb (gpointer key, gpointer value, gpointer user_data)
{
  return !((HearthStatement *) value)->busy;
}

/* To hash a long text takes longer than most of these statements run. */
static HearthStatement **
get_recent (HearthStatementCache *cache, const char *sql)
{
  return &cache->recent[(GPOINTER_TO_SIZE (sql) >> 3) % RECENT];
}

static HearthStatement *
find_cached (HearthStatementCache *cache, const char *sql)
{
  HearthStatement **recent = get_recent (cache, sql);

  if (*recent == NULL || strcmp ((*recent)->sql, sql) != 0)
    *recent = g_hash_table_lookup (cache->statements, sql);
  return *recent;
}

/**
 * hearth_statement_new:
 * @db: a database
 * @sql: one SQL statement
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Borrows a prepared statement, which is compiled only the first time. Parameters are bound in
 * order by the bind functions.
 *
 * Returns: (transfer full) (nullable): the statement, to be given back before @db is closed
 */
HearthStatement *
hearth_statement_new (HearthDatabase *db, const char *sql, GError **error)
{
  HearthStatementCache *cache = hearth_database_get_cache (db);
  HearthStatement *self = find_cached (cache, sql);
  sqlite3_stmt *handle;
  int code;

  if (self != NULL && !self->busy) {
    self->busy = TRUE;
    return self;
  }
  code = sqlite3_prepare_v3 (hearth_database_get_handle (db), sql, -1, SQLITE_PREPARE_PERSISTENT,
                             &handle, NULL);
  if (code != SQLITE_OK) {
    hearth_database_set_error (db, code, error);
    return NULL;
  }
  self = g_new0 (HearthStatement, 1);
  self->db = db;
  self->cache = cache;
  self->handle = handle;
  self->busy = TRUE;
  /* One that is borrowed already stays the cached one; this one then ends when it is given back. */
  if (!g_hash_table_contains (cache->statements, sql)) {
    char *key = g_strdup (sql);

    if (g_hash_table_size (cache->statements) >= MAX_CACHED) {
      memset (cache->recent, 0, sizeof cache->recent);
      g_hash_table_foreach_remove (cache->statements, is_idle_cb, NULL);
    }
    self->cached = TRUE;
    self->sql = key;
    g_hash_table_insert (cache->statements, key, self);
  }
  return self;
}

/**
 * hearth_statement_free:
 * @self: (nullable) (transfer full): a statement
 *
 * Gives it back.
 */
void
hearth_statement_free (HearthStatement *self)
{
  if (self == NULL)
    return;
  if (!self->cached) {
    statement_destroy (self);
    return;
  }
  hearth_statement_reset (self);
  sqlite3_clear_bindings (self->handle);
  self->busy = FALSE;
}

/**
 * hearth_statement_reset:
 * @self: a statement
 *
 * Makes it ready to be bound and run again.
 */
void
hearth_statement_reset (HearthStatement *self)
{
  sqlite3_reset (self->handle);
  self->next_parameter = 0;
}

/**
 * hearth_statement_bind_int:
 * @self: a statement
 * @value: the next parameter
 */
void
hearth_statement_bind_int (HearthStatement *self, gint64 value)
{
  G_GNUC_UNUSED int code = sqlite3_bind_int64 (self->handle, ++self->next_parameter, value);

  g_assert (code == SQLITE_OK);
}

/**
 * hearth_statement_bind_text:
 * @self: a statement
 * @value: (nullable): the next parameter; must live until the statement was run
 */
void
hearth_statement_bind_text (HearthStatement *self, const char *value)
{
  int code = sqlite3_bind_text (self->handle, ++self->next_parameter, value, -1, SQLITE_STATIC);

  /* Longer than SQLite takes (1 GB): no caller lets that through. */
  g_assert (code == SQLITE_OK);
}

/**
 * hearth_statement_bind_text_n:
 * @self: a statement
 * @value: the next parameter; must live until the statement was run
 * @size: its bytes
 */
void
hearth_statement_bind_text_n (HearthStatement *self, const char *value, gsize size)
{
  int code = sqlite3_bind_text64 (self->handle, ++self->next_parameter, value, size, SQLITE_STATIC,
                                  SQLITE_UTF8);

  g_assert (code == SQLITE_OK);
}

/**
 * hearth_statement_bind_blob:
 * @self: a statement
 * @data: the next parameter; must live until the statement was run
 * @size: its bytes
 */
void
hearth_statement_bind_blob (HearthStatement *self, const void *data, gsize size)
{
  int code = sqlite3_bind_blob64 (self->handle, ++self->next_parameter, data, size, SQLITE_STATIC);

  g_assert (code == SQLITE_OK);
}

/**
 * hearth_statement_bind_null:
 * @self: a statement
 *
 * Binds NULL to the next parameter.
 */
void
hearth_statement_bind_null (HearthStatement *self)
{
  sqlite3_bind_null (self->handle, ++self->next_parameter);
}

/**
 * hearth_statement_next:
 * @self: a statement
 * @row: (out): whether there is a row
 * @error: return location for a #HEARTH_STORE_ERROR or %G_IO_ERROR_CANCELLED
 *
 * Steps to the next row.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_statement_next (HearthStatement *self, gboolean *row, GError **error)
{
  int code;

  errno = 0; /* see hearth_database_set_error() */
  code = sqlite3_step (self->handle);
  *row = code == SQLITE_ROW;
  if (code == SQLITE_ROW || code == SQLITE_DONE)
    return TRUE;
  hearth_database_set_error (self->db, code, error);
  hearth_statement_reset (self);
  return FALSE;
}

/**
 * hearth_statement_run:
 * @self: a statement
 * @error: return location for a #HEARTH_STORE_ERROR or %G_IO_ERROR_CANCELLED
 *
 * Runs it to its end and makes it ready to be bound again.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_statement_run (HearthStatement *self, GError **error)
{
  gboolean row = TRUE;

  while (row) {
    if (!hearth_statement_next (self, &row, error))
      return FALSE;
  }
  hearth_statement_reset (self);
  return TRUE;
}

/**
 * hearth_statement_get_int:
 * @self: a statement on a row
 * @column: a column, from 0
 *
 * Returns: its value; 0 for NULL
 */
gint64
hearth_statement_get_int (HearthStatement *self, int column)
{
  return sqlite3_column_int64 (self->handle, column);
}

/**
 * hearth_statement_get_text:
 * @self: a statement on a row
 * @column: a column, from 0
 *
 * Returns: (nullable) (transfer none): its value, until the next step
 */
const char *
hearth_statement_get_text (HearthStatement *self, int column)
{
  return (const char *) sqlite3_column_text (self->handle, column);
}

/**
 * hearth_statement_get_blob:
 * @self: a statement on a row
 * @column: a column, from 0
 * @size: (out): its bytes
 *
 * Returns: (nullable) (transfer none): its value, until the next step
 */
const void *
hearth_statement_get_blob (HearthStatement *self, int column, gsize *size)
{
  const void *data = sqlite3_column_blob (self->handle, column);

  *size = (gsize) sqlite3_column_bytes (self->handle, column);
  return data;
}

/**
 * hearth_statement_is_null:
 * @self: a statement on a row
 * @column: counted from 0
 *
 * Returns: whether the column holds nothing
 */
gboolean
hearth_statement_is_null (HearthStatement *self, int column)
{
  return sqlite3_column_type (self->handle, column) == SQLITE_NULL;
}

/**
 * hearth_statement_is_blob:
 * @self: a statement on a row
 * @column: a column, from 0
 *
 * Returns: whether its value is a blob and not text
 */
gboolean
hearth_statement_is_blob (HearthStatement *self, int column)
{
  return sqlite3_column_type (self->handle, column) == SQLITE_BLOB;
}
