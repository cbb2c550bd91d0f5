/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-store-export.h"

#include <json-glib/json-glib.h>

#include "hearth-database-private.h"

/* What exists nowhere but in the store: what its owner said, was told, wrote and decided. Mail,
 * events and people are copies of what stands elsewhere, and what was found in them is found again.
 */
static const char *const tables[] = {
  "conversations",
  "turns",
  "cards",
  "memories",
  "reminders",
  "drafts",
  "later",
  "lessons",
  "permissions",
  "keep_in_touch",
  "unsubscribes",
  "journal",
  "usage",
  "receipts",
  "identities",
  "turn_files",
  "letters",
  "letter_versions",
  "letter_dismissals",
  "own_words",
  "hands",
  "books",
  "book_letters",
  "occasion_dismissals",
};

static void
add_value (JsonBuilder *builder, sqlite3_stmt *statement, int column)
{
  switch (sqlite3_column_type (statement, column)) {
  case SQLITE_INTEGER:
    json_builder_add_int_value (builder, sqlite3_column_int64 (statement, column));
    return;
  case SQLITE_FLOAT:
    json_builder_add_double_value (builder, sqlite3_column_double (statement, column));
    return;
  case SQLITE_TEXT: {
    g_autofree char *text =
        g_utf8_make_valid ((const char *) sqlite3_column_text (statement, column),
                           sqlite3_column_bytes (statement, column));

    json_builder_add_string_value (builder, text);
    return;
  }
  case SQLITE_BLOB: {
    g_autofree char *text = g_base64_encode (sqlite3_column_blob (statement, column),
                                             (gsize) sqlite3_column_bytes (statement, column));

    json_builder_add_string_value (builder, text);
    return;
  }
  default:
    json_builder_add_null_value (builder);
  }
}

static char *
write_row (sqlite3_stmt *statement, const char *table)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "table");
  json_builder_add_string_value (builder, table);
  for (int i = 0; i < sqlite3_column_count (statement); i++) {
    json_builder_set_member_name (builder, sqlite3_column_name (statement, i));
    add_value (builder, statement, i);
  }
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  json_generator_set_root (generator, root);
  return json_generator_to_data (generator, NULL);
}

static gboolean
export_table (HearthDatabase *db, const char *table, HearthExportFunc func, gpointer user_data,
              GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT * FROM %s", table);
  sqlite3_stmt *statement = NULL;
  int code = sqlite3_prepare_v2 (hearth_database_get_handle (db), sql, -1, &statement, NULL);
  gboolean ok = TRUE;

  while (code == SQLITE_OK || code == SQLITE_ROW) {
    code = sqlite3_step (statement);
    if (code == SQLITE_ROW) {
      g_autofree char *line = write_row (statement, table);

      ok = func (line, user_data, error);
      if (!ok)
        break;
    }
  }
  if (ok && code != SQLITE_DONE)
    hearth_database_set_error (db, code, error);
  sqlite3_finalize (statement);
  return ok && code == SQLITE_DONE;
}

/**
 * hearth_store_export:
 * @db: a database
 * @func: takes each record
 * @user_data: for @func
 * @error: return location for a #HearthStoreError, or what @func returned
 *
 * Gives away all that exists nowhere but in the store, one record a row, each with the name of its
 * table and of its columns. There is no secret in the store.
 *
 * Returns: whether @func has got all of it
 */
gboolean
hearth_store_export (HearthDatabase *db, HearthExportFunc func, gpointer user_data, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++) {
    if (!export_table (db, tables[i], func, user_data, error))
      return FALSE;
  }
  return TRUE;
}
