/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

#include "hearth-database.h"
#include "hearth-tokenizer.h"

G_BEGIN_DECLS

/* What the files of this room share; no other room includes this header. */

/**
 * HearthStatement:
 *
 * A prepared statement borrowed from its connection's cache: bind, step, give back.
 */
typedef struct _HearthStatement HearthStatement;

sqlite3 *
hearth_database_get_handle (HearthDatabase *self);
void
hearth_database_assert_writer (HearthDatabase *self);
void
hearth_database_set_error (HearthDatabase *self, int code, GError **error);
gboolean
hearth_database_execute (HearthDatabase *self, const char *sql, GError **error);
gboolean
hearth_database_get_int (HearthDatabase *self, const char *sql, gint64 *value, GError **error);
gboolean
hearth_database_end (HearthDatabase *self, gboolean ok, GError **error);
HearthTokenizer *
hearth_database_get_tokenizer (HearthDatabase *self);
char *
hearth_database_dup_stems (HearthDatabase *self, const char *text,
                           HearthWordMode mode) G_GNUC_WARN_UNUSED_RESULT;

HearthStatement *
hearth_statement_new (HearthDatabase *db, const char *sql,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
void
hearth_statement_free (HearthStatement *self);
void
hearth_statement_bind_int (HearthStatement *self, gint64 value);
void
hearth_statement_bind_text (HearthStatement *self, const char *value);
void
hearth_statement_bind_text_n (HearthStatement *self, const char *value, gsize size);
void
hearth_statement_bind_blob (HearthStatement *self, const void *data, gsize size);
void
hearth_statement_bind_null (HearthStatement *self);
gboolean
hearth_statement_next (HearthStatement *self, gboolean *row, GError **error);
gboolean
hearth_statement_run (HearthStatement *self, GError **error);
void
hearth_statement_reset (HearthStatement *self);
gint64
hearth_statement_get_int (HearthStatement *self, int column);
const char *
hearth_statement_get_text (HearthStatement *self, int column);
const void *
hearth_statement_get_blob (HearthStatement *self, int column, gsize *size);
gboolean
hearth_statement_is_blob (HearthStatement *self, int column);
gboolean
hearth_statement_is_null (HearthStatement *self, int column);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthStatement, hearth_statement_free)

/* hearth-migrations.c */
int
hearth_migrations_get_latest (void);
const char *const *
hearth_migrations_get (int version);
gboolean
hearth_migrations_run (HearthDatabase *db, int from, GError **error);

G_END_DECLS
