/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-store-check.h"

#include "hearth-database-private.h"
#include "hearth-search-index.h"

#include <glib/gi18n.h>
#include <string.h>

/* How many messages are looked up in the index when there is no time for all of them. */
#define SAMPLES 500

/* What has to hold between tables, as no foreign key says it. A source that is being removed goes
 * in portions. */
static const struct {
  const char *name;
  const char *sql;
} rules[] = {
  { "messages",
    "SELECT count(*) FROM messages WHERE mailbox_id NOT IN (SELECT id FROM mailboxes)" },
  { "mailboxes", "SELECT count(*) FROM mailboxes WHERE source_id NOT IN (SELECT id FROM sources)" },
  { "bodies", "SELECT count(*) FROM bodies WHERE id NOT IN (SELECT id FROM messages)" },
  { "events", "SELECT count(*) FROM events WHERE source_id NOT IN (SELECT id FROM sources)" },
  { "tasks", "SELECT count(*) FROM tasks WHERE source_id NOT IN (SELECT id FROM sources)" },
  { "accounts", "SELECT count(*) FROM accounts WHERE source_id NOT IN (SELECT id FROM sources)" },
  { "turn_files", "SELECT count(*) FROM turn_files WHERE turn_id NOT IN (SELECT id FROM turns)" },
  { "letter_versions",
    "SELECT count(*) FROM letter_versions WHERE letter_id NOT IN (SELECT id FROM letters)" },
  { "letter_dismissals",
    "SELECT count(*) FROM letter_dismissals WHERE letter_id NOT IN (SELECT id FROM letters)" },
  { "book_letters",
    "SELECT count(*) FROM book_letters WHERE book_id NOT IN (SELECT id FROM books)" },
};

/* Of which a bug report may say how many there are. */
static const char *const counted[] = {
  "sources",         "accounts",    "mailboxes", "messages", "bodies",
  "people",          "events",      "tasks",     "contacts", "reminders",
  "conversations",   "turns",       "memories",  "drafts",   "outbox",
  "operations",      "event_edits", "findings",  "journal",  "receipts",
  "actions",         "permissions", "later",     "lessons",  "letters",
  "letter_versions", "hands",       "books",     NULL,
};

static void
fault_free (gpointer data)
{
  HearthStoreFault *self = data;

  g_free (self->text);
  g_free (self);
}

static void
add_fault (GPtrArray *faults, const char *name, gint64 count, const char *text, gboolean mendable)
{
  HearthStoreFault *self = g_new0 (HearthStoreFault, 1);

  self->name = name;
  self->count = count;
  self->text = g_strdup (text);
  self->mendable = mendable;
  g_ptr_array_add (faults, self);
}

/* What SQLite found wrong. Its words name tables, pages and rows, and nobody's text. */
typedef struct {
  gint64 count;
  gint64 of_indexes; /* of these, indexes that do not say what their table has */
  char *first;       /* (owned) (nullable) */
} Damage;

static void
damage_clear (Damage *damage)
{
  g_free (damage->first);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Damage, damage_clear)

static gboolean
is_of_index (const char *line)
{
  return strstr (line, "missing from index") != NULL ||
         strstr (line, "of entries in index") != NULL ||
         strstr (line, "non-unique entry in index") != NULL;
}

static gboolean
find_damage (HearthDatabase *db, gboolean thorough, Damage *damage, GError **error)
{
  g_autoptr (HearthStatement) statement = hearth_statement_new (
      db, thorough ? "PRAGMA integrity_check (100)" : "PRAGMA quick_check (100)", error);
  gboolean row = FALSE;

  if (statement == NULL)
    return FALSE;
  for (;;) {
    if (!hearth_statement_next (statement, &row, error))
      return FALSE;
    if (!row)
      return TRUE;
    if (g_strcmp0 (hearth_statement_get_text (statement, 0), "ok") == 0)
      continue;
    if (damage->count++ == 0)
      damage->first = g_strdup (hearth_statement_get_text (statement, 0));
    damage->of_indexes += is_of_index (hearth_statement_get_text (statement, 0));
  }
}

static gboolean
check_pages (HearthDatabase *db, gboolean thorough, GPtrArray *faults, GError **error)
{
  g_auto (Damage) damage = { 0 };
  g_autofree char *text = NULL;

  if (!find_damage (db, thorough, &damage, error))
    return FALSE;
  if (damage.count > 0)
    /* Translators: %s is what SQLite says, in English */
    text = g_strdup_printf (_("The file of the store is damaged: %s"), damage.first);
  add_fault (faults, "pages", damage.count, text, damage.count == damage.of_indexes);
  return TRUE;
}

static gboolean
check_rules (HearthDatabase *db, GPtrArray *faults, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++) {
    g_autofree char *text = NULL;
    gint64 n;

    if (!hearth_database_get_int (db, rules[i].sql, &n, error))
      return FALSE;
    if (n > 0)
      /* Translators: %s is the name of a table of the database */
      text =
          g_strdup_printf (_("Rows of the table “%s” belong to nothing any more."), rules[i].name);
    add_fault (faults, rules[i].name, n, text, FALSE);
  }
  return TRUE;
}

/* A message's subject, as a phrase, has to find it. */
static gboolean
is_found (HearthDatabase *db, gint64 id, const char *subject, gboolean *found, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;
  g_autofree char *stems = hearth_database_dup_stems (db, subject, HEARTH_WORDS_QUERY);
  g_autofree char *query = NULL;
  g_auto (GStrv) quoted = NULL;
  g_autofree char *doubled = NULL;

  *found = TRUE;
  if (*g_strstrip (stems) == '\0')
    return TRUE;
  quoted = g_strsplit (subject, "\"", -1);
  doubled = g_strjoinv ("\"\"", quoted);
  query = g_strdup_printf ("subject : \"%s\"", doubled);
  statement =
      hearth_statement_new (db, "SELECT 1 FROM search WHERE search MATCH ? AND rowid = ?", error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_text (statement, query);
  hearth_statement_bind_int (statement, hearth_search_row_from_id (id));
  return hearth_statement_next (statement, found, error);
}

/* Messages at even distances, from the first row to the last. */
static gboolean
sample_index (HearthDatabase *db, GPtrArray *faults, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;
  gint64 first, last, wrong = 0;

  if (!hearth_database_get_int (db, "SELECT min (id) FROM messages", &first, error) ||
      !hearth_database_get_int (db, "SELECT max (id) FROM messages", &last, error))
    return FALSE;
  statement = hearth_statement_new (
      db, "SELECT id, subject FROM messages WHERE id >= ? ORDER BY id LIMIT 1", error);
  if (statement == NULL)
    return FALSE;
  for (int i = 0; i <= SAMPLES; i++) {
    gboolean row, found;

    hearth_statement_reset (statement);
    /* In a damaged store they may be as far apart as can be. */
    hearth_statement_bind_int (statement,
                               (gint64) ((guint64) first + ((guint64) last - (guint64) first) /
                                                               SAMPLES * (guint64) i));
    if (!hearth_statement_next (statement, &row, error))
      return FALSE;
    if (!row)
      break;
    if (!is_found (db, hearth_statement_get_int (statement, 0),
                   hearth_statement_get_text (statement, 1), &found, error))
      return FALSE;
    wrong += !found;
  }
  add_fault (faults, "index", wrong,
             wrong > 0 ? _("The index for searching does not know all mail.") : NULL, TRUE);
  return TRUE;
}

/**
 * hearth_store_check:
 * @db: a database; a reader is enough
 * @thorough: whether indexes of tables are compared with them, too, which takes its time
 * @error: return location for a #HearthStoreError
 *
 * Looks whether the store is whole: its pages, what has to hold between its tables, and whether the
 * index for searching finds some hundred messages. Nothing is changed.
 *
 * Returns: (transfer full) (element-type HearthStoreFault) (nullable): what each look came to
 */
GPtrArray *
hearth_store_check (HearthDatabase *db, gboolean thorough, GError **error)
{
  g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func (fault_free);
  g_autoptr (GError) problem = NULL;

  if (!check_pages (db, thorough, faults, error) || !check_rules (db, faults, error))
    return NULL;
  if (!sample_index (db, faults, &problem)) {
    /* What is damaged in the index is a fault like others, and can be mended. */
    if (!g_error_matches (problem, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_CORRUPT)) {
      g_propagate_error (error, g_steal_pointer (&problem));
      return NULL;
    }
    add_fault (faults, "index", 1, _("The index for searching is damaged."), TRUE);
  }
  return g_steal_pointer (&faults);
}

/**
 * hearth_store_check_indexes:
 * @db: a writer
 * @right: (out): whether the indexes say what is there
 * @error: return location for a #HearthStoreError
 *
 * Compares all of the indexes with mail, conversations, memories and letters, and those of the
 * tables with their rows. That takes as long as to index them.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_check_indexes (HearthDatabase *db, gboolean *right, GError **error)
{
  g_auto (Damage) damage = { 0 };
  g_autoptr (GError) problem = NULL;

  hearth_database_assert_writer (db);
  if (!find_damage (db, TRUE, &damage, error))
    return FALSE;
  *right = hearth_search_index_check (db, &problem) &&
           hearth_database_execute (
               db,
               "INSERT INTO turn_words (turn_words, rank) VALUES ('integrity-check', 1);"
               "INSERT INTO memory_words (memory_words, rank) VALUES ('integrity-check', 1);"
               "INSERT INTO letter_words (letter_words, rank) VALUES ('integrity-check', 1)",
               &problem);
  if (damage.of_indexes > 0)
    *right = FALSE;
  if (problem == NULL || g_error_matches (problem, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_CORRUPT))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

/**
 * hearth_store_repair:
 * @db: a writer
 * @error: return location for a #HearthStoreError
 *
 * Makes the indexes for searching, and those of the tables, anew. Where the latter cannot be made,
 * as a table has twice what may be there once, the former are made all the same.
 *
 * Returns: whether all was done
 */
gboolean
hearth_store_repair (HearthDatabase *db, GError **error)
{
  static const char anew[] = "INSERT INTO search (search) VALUES ('rebuild');"
                             "INSERT INTO turn_words (turn_words) VALUES ('rebuild');"
                             "INSERT INTO memory_words (memory_words) VALUES ('rebuild');"
                             "INSERT INTO letter_words (letter_words) VALUES ('rebuild')";
  gboolean ok;

  if (!hearth_database_begin (db, error))
    return FALSE;
  ok = hearth_database_execute (db, anew, error);
  if (!hearth_database_end (db, ok, error) || !hearth_database_begin (db, error))
    return FALSE;
  ok = hearth_database_execute (db, "REINDEX", error);
  return hearth_database_end (db, ok, error);
}

/**
 * hearth_store_count_rows:
 * @db: a database
 * @tables: (out) (transfer none) (array zero-terminated=1): names of tables
 * @counts: (out) (transfer full) (element-type gint64): how many rows each has
 * @error: return location for a #HearthStoreError
 *
 * Counts what is there, for a report that says nothing of it.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_count_rows (HearthDatabase *db, const char *const **tables, GArray **counts,
                         GError **error)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (gint64));

  *tables = counted;
  for (guint i = 0; counted[i] != NULL; i++) {
    g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM %s", counted[i]);
    gint64 n;

    if (!hearth_database_get_int (db, sql, &n, error))
      return FALSE;
    g_array_append_val (found, n);
  }
  *counts = g_steal_pointer (&found);
  return TRUE;
}

/* How many of the paths that a query gives, one a line, lead to nothing. */
static gboolean
count_missing (HearthDatabase *db, const char *sql, gint64 *missing, GError **error)
{
  g_autoptr (HearthStatement) statement = hearth_statement_new (db, sql, error);
  gboolean row;

  *missing = 0;
  while (statement != NULL && hearth_statement_next (statement, &row, error)) {
    g_auto (GStrv) paths = NULL;

    if (!row)
      return TRUE;
    paths = g_strsplit (hearth_statement_get_text (statement, 0), "\n", -1);
    for (guint i = 0; paths[i] != NULL; i++)
      *missing += *paths[i] != '\0' && !g_file_test (paths[i], G_FILE_TEST_EXISTS);
  }
  return FALSE;
}

/**
 * hearth_store_count_strays:
 * @db: a database
 * @missing_sources: (out): folders and files that are read and are not there
 * @missing_files: (out): files that are attached to drafts and are not there
 * @error: return location for a #HearthStoreError
 *
 * Looks for files that the store names.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_count_strays (HearthDatabase *db, gint64 *missing_sources, gint64 *missing_files,
                           GError **error)
{
  return count_missing (db, "SELECT path FROM sources WHERE path LIKE '/%' AND NOT removing",
                        missing_sources, error) &&
         count_missing (db, "SELECT files FROM drafts WHERE files != ''", missing_files, error);
}

/**
 * hearth_store_get_library_version:
 *
 * Returns: the version of SQLite
 */
const char *
hearth_store_get_library_version (void)
{
  return sqlite3_libversion ();
}
