/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define HEARTH_STORE_ERROR (hearth_store_error_quark ())
GQuark
hearth_store_error_quark (void);

/**
 * HearthStoreError:
 * @HEARTH_STORE_ERROR_FAILED: what the message says
 * @HEARTH_STORE_ERROR_FULL: the disk is full; the change was rolled back
 * @HEARTH_STORE_ERROR_READ_ONLY: the file or its folder cannot be written
 * @HEARTH_STORE_ERROR_NEWER: written by a newer version; nothing was touched
 * @HEARTH_STORE_ERROR_CORRUPT: the file is damaged
 * @HEARTH_STORE_ERROR_BUSY: somebody else writes
 * @HEARTH_STORE_ERROR_NOT_FOUND: no such row, or no store yet
 * @HEARTH_STORE_ERROR_BAD_QUERY: a search cannot be understood; the message names the place
 *
 * Why the store failed; the message is a sentence for the owner.
 */
typedef enum {
  HEARTH_STORE_ERROR_FAILED,
  HEARTH_STORE_ERROR_FULL,      /* the disk is full; the change was rolled back */
  HEARTH_STORE_ERROR_READ_ONLY, /* the file or its folder cannot be written */
  HEARTH_STORE_ERROR_NEWER,     /* written by a newer version; nothing was touched */
  HEARTH_STORE_ERROR_CORRUPT,
  HEARTH_STORE_ERROR_BUSY,
  HEARTH_STORE_ERROR_NOT_FOUND, /* no such row, or no store yet */
  HEARTH_STORE_ERROR_BAD_QUERY, /* the message names the place */
} HearthStoreError;

/**
 * HearthDatabaseMode:
 * @HEARTH_DATABASE_READER: read-only; the store must exist and be of this version
 * @HEARTH_DATABASE_WRITER: creates and migrates the store; one such connection in all
 */
typedef enum {
  HEARTH_DATABASE_READER,
  HEARTH_DATABASE_WRITER,
} HearthDatabaseMode;

/**
 * HEARTH_STORE_IN_MEMORY:
 *
 * A path for hearth_database_open() that keeps nothing on disk, for tests.
 */
#define HEARTH_STORE_IN_MEMORY ":memory:"

/**
 * HearthDatabase:
 *
 * A connection to the store, of one thread at a time. Statements are kept and used again.
 * Readers see the state of the last commit and never wait for the writer.
 */
#define HEARTH_TYPE_DATABASE (hearth_database_get_type ())
G_DECLARE_FINAL_TYPE (HearthDatabase, hearth_database, HEARTH, DATABASE, GObject)

HearthDatabase *
hearth_database_open (const char *path, HearthDatabaseMode mode,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
const char *
hearth_database_get_path (HearthDatabase *self);
gboolean
hearth_database_begin (HearthDatabase *self, GError **error);
gboolean
hearth_database_commit (HearthDatabase *self, GError **error);
void
hearth_database_rollback (HearthDatabase *self);
gboolean
hearth_database_in_transaction (HearthDatabase *self);
void
hearth_database_set_bulk (HearthDatabase *self, gboolean bulk);
gboolean
hearth_database_tidy (HearthDatabase *self, gboolean *more, GError **error);
void
hearth_database_set_cancellable (HearthDatabase *self, GCancellable *cancellable);
int
hearth_database_get_version (HearthDatabase *self);
gboolean
hearth_database_get_meta (HearthDatabase *self, const char *name, char **value, GError **error);
gboolean
hearth_database_set_meta (HearthDatabase *self, const char *name, const char *value,
                          GError **error);
GPtrArray *
hearth_database_list_meta (HearthDatabase *self, const char *prefix, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
