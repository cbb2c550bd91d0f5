/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-store-letters.h"

#include "hearth-clock.h"
#include "hearth-database-private.h"
#include "hearth-database-wipe.h"
#include "hearth-match.h"

#include <glib/gi18n.h>
#include <string.h>

#define COLUMNS                                                                                    \
  "id, recipient, address, title, date, text, language, paper, face, pen, state, created, "        \
  "changed,"                                                                                       \
  " sender, begun_with"

/* Of one letter: what nobody dismisses by hand. */
#define MAX_DISMISSALS 5000
#define MAX_WORDS 20000

static HearthLetter *
read_letter (HearthStatement *statement)
{
  HearthLetter *self = g_new0 (HearthLetter, 1);

  self->id = hearth_statement_get_int (statement, 0);
  self->recipient = g_strdup (hearth_statement_get_text (statement, 1));
  self->address = g_strdup (hearth_statement_get_text (statement, 2));
  self->title = g_strdup (hearth_statement_get_text (statement, 3));
  self->date = g_strdup (hearth_statement_get_text (statement, 4));
  self->text = g_strdup (hearth_statement_get_text (statement, 5));
  self->language = g_strdup (hearth_statement_get_text (statement, 6));
  self->paper = g_strdup (hearth_statement_get_text (statement, 7));
  self->face = g_strdup (hearth_statement_get_text (statement, 8));
  self->pen = g_strdup (hearth_statement_get_text (statement, 9));
  self->state = CLAMP (hearth_statement_get_int (statement, 10), HEARTH_LETTER_WRITING,
                       HEARTH_LETTER_DELETED);
  self->created = hearth_statement_get_int (statement, 11);
  self->changed = hearth_statement_get_int (statement, 12);
  self->sender = g_strdup (hearth_statement_get_text (statement, 13));
  self->begun_with = g_strdup (hearth_statement_get_text (statement, 14));
  return self;
}

/* All of the words, the last of which may be unfinished. */
static char *
dup_match (const char *words)
{
  GString *match = g_string_new (NULL);
  g_auto (GStrv) each = g_strsplit_set (words, " \t\n", -1);

  for (guint i = 0; each[i] != NULL; i++) {
    gsize before = match->len;

    if (before > 0)
      g_string_append (match, " AND ");
    if (!hearth_match_append (match, NULL, each[i], each[i + 1] == NULL))
      g_string_truncate (match, before);
  }
  return g_string_free (match, FALSE);
}

/**
 * hearth_store_letters_list:
 * @db: a database
 * @filter: which letters
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable) (element-type HearthLetter): the letters, the one last
 *   changed first; %NULL on an error
 */
GPtrArray *
hearth_store_letters_list (HearthDatabase *db, const HearthLetterFilter *filter, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_letter_free);
  g_autofree char *match = filter->words != NULL ? dup_match (filter->words) : NULL;
  g_autofree char *sql = NULL;
  g_autoptr (HearthStatement) statement = NULL;
  gboolean row;

  if (match != NULL && *match == '\0')
    return g_steal_pointer (&list);
  sql = g_strconcat ("SELECT " COLUMNS " FROM letters WHERE (state = 2) = ?1"
                     " AND (?2 IS NULL OR recipient = ?2 COLLATE NOCASE)",
                     match != NULL ? " AND id IN (SELECT rowid FROM letter_words"
                                     " WHERE letter_words MATCH ?3)"
                                   : " AND ?3 IS NULL",
                     " ORDER BY changed DESC, id DESC LIMIT ?4", NULL);
  statement = hearth_statement_new (db, sql, error);
  if (statement == NULL)
    return NULL;
  hearth_statement_bind_int (statement, filter->deleted ? 1 : 0);
  hearth_statement_bind_text (statement, filter->recipient);
  hearth_statement_bind_text (statement, match);
  hearth_statement_bind_int (statement, filter->limit != 0 ? (gint64) filter->limit : -1);
  for (;;) {
    if (!hearth_statement_next (statement, &row, error))
      return NULL;
    if (!row)
      return g_steal_pointer (&list);
    g_ptr_array_add (list, read_letter (statement));
  }
}

static gboolean
set_not_found (gint64 id, GError **error)
{
  g_set_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND,
               _("There is no letter %lld; it may have been deleted for good."), (long long) id);
  return FALSE;
}

/**
 * hearth_store_letters_get:
 * @db: a database
 * @id: a row
 * @error: %HEARTH_STORE_ERROR_NOT_FOUND if there is none
 *
 * Returns: (transfer full) (nullable): the letter, also one that was deleted and can be brought
 *   back
 */
HearthLetter *
hearth_store_letters_get (HearthDatabase *db, gint64 id, GError **error)
{
  g_autoptr (HearthStatement) statement =
      hearth_statement_new (db, "SELECT " COLUMNS " FROM letters WHERE id = ?", error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  hearth_statement_bind_int (statement, id);
  if (!hearth_statement_next (statement, &row, error))
    return NULL;
  if (row)
    return read_letter (statement);
  set_not_found (id, error);
  return NULL;
}

static char *
dup_text (HearthDatabase *db, const char *sql, GError **error)
{
  g_autoptr (HearthStatement) statement = hearth_statement_new (db, sql, error);
  gboolean row;

  if (statement == NULL || !hearth_statement_next (statement, &row, error))
    return NULL;
  return g_strdup (row ? hearth_statement_get_text (statement, 0) : "");
}

/**
 * hearth_store_letters_dup_sender:
 * @db: a database
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable): the sender that a new letter has: that of the letter which
 *   was begun last; "" without one
 */
char *
hearth_store_letters_dup_sender (HearthDatabase *db, GError **error)
{
  return dup_text (db, "SELECT sender FROM letters WHERE state != 2 ORDER BY id DESC LIMIT 1",
                   error);
}

/**
 * hearth_store_letters_take_return:
 * @db: a database
 * @letter: (inout): a letter that is the caller's own
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Says where an envelope comes back to, if the letter does not: to the sender that was said last,
 * or else to the name of the first account.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_letters_take_return (HearthDatabase *db, HearthLetter *letter, GError **error)
{
  static const char *const sources[] = {
    "SELECT sender FROM letters WHERE state != 2 AND sender != '' ORDER BY id DESC LIMIT 1",
    "SELECT name FROM accounts WHERE name != '' ORDER BY source_id LIMIT 1",
  };

  for (guint i = 0; i < G_N_ELEMENTS (sources) && *letter->sender == '\0'; i++) {
    char *sender = dup_text (db, sources[i], error);

    if (sender == NULL)
      return FALSE;
    g_free (letter->sender);
    letter->sender = sender;
  }
  return TRUE;
}

static gboolean
write_row (HearthDatabase *db, HearthLetter *letter, GError **error)
{
  g_autoptr (HearthStatement) statement = hearth_statement_new (
      db,
      letter->id == 0
          ? "INSERT INTO letters (recipient, address, title, date, text, language, paper, face,"
            " pen, state, created, changed, sender, begun_with)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)"
          : "UPDATE letters SET recipient = ?1, address = ?2, title = ?3, date = ?4, text = ?5,"
            " language = ?6, paper = ?7, face = ?8, pen = ?9, state = ?10, created = ?11,"
            " changed = ?12, sender = ?13, begun_with = ?14 WHERE id = ?15",
      error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_text (statement, letter->recipient);
  hearth_statement_bind_text (statement, letter->address);
  hearth_statement_bind_text (statement, letter->title);
  hearth_statement_bind_text (statement, letter->date);
  hearth_statement_bind_text (statement, letter->text);
  hearth_statement_bind_text (statement, letter->language);
  hearth_statement_bind_text (statement, letter->paper);
  hearth_statement_bind_text (statement, letter->face);
  hearth_statement_bind_text (statement, letter->pen);
  hearth_statement_bind_int (statement, letter->state);
  hearth_statement_bind_int (statement, letter->created);
  hearth_statement_bind_int (statement, letter->changed);
  hearth_statement_bind_text (statement, letter->sender);
  hearth_statement_bind_text (statement, letter->begun_with);
  if (letter->id != 0)
    hearth_statement_bind_int (statement, letter->id);
  if (!hearth_statement_run (statement, error))
    return FALSE;
  if (letter->id == 0)
    letter->id = sqlite3_last_insert_rowid (hearth_database_get_handle (db));
  else if (sqlite3_changes (hearth_database_get_handle (db)) == 0)
    return set_not_found (letter->id, error);
  return TRUE;
}

/**
 * hearth_store_letters_save:
 * @db: a writer
 * @letter: (inout): a letter; its row is set if it was 0
 * @error: %HEARTH_STORE_ERROR_NOT_FOUND if it has a row that is not there
 *
 * Stores a letter as it stands, without a version of it. What is given back by that is overwritten,
 * so that a letter which is removed for good is.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_letters_save (HearthDatabase *db, HearthLetter *letter, GError **error)
{
  gint64 before;

  hearth_database_assert_writer (db);
  return hearth_database_begin_wiping (db, &before, error) &&
         hearth_database_end_wiping (db, before, write_row (db, letter, error), error);
}

/**
 * hearth_store_letters_set_state:
 * @db: a writer
 * @id: a letter
 * @state: where it is from now on
 * @error: %HEARTH_STORE_ERROR_NOT_FOUND if there is none
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_letters_set_state (HearthDatabase *db, gint64 id, HearthLetterState state,
                                GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  hearth_database_assert_writer (db);
  statement =
      hearth_statement_new (db, "UPDATE letters SET state = ?, changed = ? WHERE id = ?", error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, state);
  hearth_statement_bind_int (statement, hearth_clock_now ());
  hearth_statement_bind_int (statement, id);
  if (!hearth_statement_run (statement, error))
    return FALSE;
  return sqlite3_changes (hearth_database_get_handle (db)) > 0 || set_not_found (id, error);
}

static gboolean
remove_before (HearthDatabase *db, gint64 before, GError **error)
{
  static const char *const orders[] = {
    "DELETE FROM letter_versions WHERE letter_id IN"
    " (SELECT id FROM letters WHERE state = 2 AND changed < ?)",
    "DELETE FROM letter_dismissals WHERE letter_id IN"
    " (SELECT id FROM letters WHERE state = 2 AND changed < ?)",
    "DELETE FROM book_letters WHERE letter_id IN"
    " (SELECT id FROM letters WHERE state = 2 AND changed < ?)",
    "DELETE FROM letters WHERE state = 2 AND changed < ?",
  };

  for (guint i = 0; i < G_N_ELEMENTS (orders); i++) {
    g_autoptr (HearthStatement) statement = hearth_statement_new (db, orders[i], error);

    if (statement == NULL)
      return FALSE;
    hearth_statement_bind_int (statement, before);
    if (!hearth_statement_run (statement, error))
      return FALSE;
  }
  return TRUE;
}

/**
 * hearth_store_letters_remove_deleted:
 * @db: a writer in a transaction
 * @before: seconds since 1970 UTC
 * @n_removed: (out): how many letters went
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Removes for good what was deleted before then, with its versions. The log still has to be
 * emptied, see hearth_database_empty_log().
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_letters_remove_deleted (HearthDatabase *db, gint64 before, guint *n_removed,
                                     GError **error)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT count(*) FROM letters WHERE state = 2 AND changed < %" G_GINT64_FORMAT, before);
  gint64 count, secure;
  gboolean ok;

  hearth_database_assert_writer (db);
  if (!hearth_database_get_int (db, sql, &count, error))
    return FALSE;
  *n_removed = (guint) count;
  if (count == 0)
    return TRUE;
  if (!hearth_database_begin_wiping (db, &secure, error))
    return FALSE;
  ok = remove_before (db, before, error) && hearth_database_rewrite (db, "letters", error) &&
       hearth_database_rewrite (db, "letter_versions", error) &&
       hearth_database_execute (db,
                                "INSERT INTO letter_words (letter_words) VALUES ('rebuild');"
                                "INSERT INTO letter_words (letter_words) VALUES ('optimize')",
                                error) &&
       hearth_database_mark_wiped (db, error);
  return hearth_database_end_wiping (db, secure, ok, error);
}

/**
 * hearth_store_letters_dismiss:
 * @db: a writer
 * @id: a letter
 * @mark: the key of a mark; "" for all that were dismissed, of which none is then any more
 * @dismissed: whether the owner does not want to be told of it again
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_letters_dismiss (HearthDatabase *db, gint64 id, const char *mark, gboolean dismissed,
                              GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  hearth_database_assert_writer (db);
  statement = hearth_statement_new (
      db,
      dismissed ? "INSERT OR IGNORE INTO letter_dismissals (letter_id, mark)"
                  " SELECT ?1, ?2 WHERE (SELECT count(*) FROM letter_dismissals"
                  " WHERE letter_id = ?1) < " G_STRINGIFY (MAX_DISMISSALS)
                : "DELETE FROM letter_dismissals WHERE letter_id = ?1 AND (mark = ?2 OR ?2 = '')",
      error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, id);
  hearth_statement_bind_text (statement, mark);
  return hearth_statement_run (statement, error);
}

static GPtrArray *
list_texts (HearthStatement *statement, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_free);
  gboolean row;

  for (;;) {
    if (!hearth_statement_next (statement, &row, error))
      return NULL;
    if (!row)
      return g_steal_pointer (&list);
    g_ptr_array_add (list, g_strdup (hearth_statement_get_text (statement, 0)));
  }
}

/**
 * hearth_store_letters_list_dismissals:
 * @db: a database
 * @id: a letter
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable) (element-type utf8): keys of marks that the owner dismissed
 */
GPtrArray *
hearth_store_letters_list_dismissals (HearthDatabase *db, gint64 id, GError **error)
{
  g_autoptr (HearthStatement) statement =
      hearth_statement_new (db, "SELECT mark FROM letter_dismissals WHERE letter_id = ?", error);

  if (statement == NULL)
    return NULL;
  hearth_statement_bind_int (statement, id);
  return list_texts (statement, error);
}

/**
 * hearth_store_letters_set_own_word:
 * @db: a writer
 * @language: ISO 639-1, or "" for all
 * @word: a word
 * @own: whether the owner spells it like that
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_letters_set_own_word (HearthDatabase *db, const char *language, const char *word,
                                   gboolean own, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  hearth_database_assert_writer (db);
  statement = hearth_statement_new (
      db,
      own ? "INSERT OR IGNORE INTO own_words (language, word, at) SELECT ?1, ?2, ?3"
            " WHERE (SELECT count(*) FROM own_words) < " G_STRINGIFY (MAX_WORDS)
          : "DELETE FROM own_words WHERE language = ?1 AND word = ?2 AND ?3",
      error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_text (statement, language);
  hearth_statement_bind_text (statement, word);
  hearth_statement_bind_int (statement, hearth_clock_now ());
  return hearth_statement_run (statement, error);
}

/**
 * hearth_store_letters_list_own_words:
 * @db: a database
 * @language: ISO 639-1
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable) (element-type utf8): words of that language, and of all, that
 *   the owner spells like that
 */
GPtrArray *
hearth_store_letters_list_own_words (HearthDatabase *db, const char *language, GError **error)
{
  g_autoptr (HearthStatement) statement = hearth_statement_new (
      db, "SELECT word FROM own_words WHERE language IN (?, '') ORDER BY word", error);

  if (statement == NULL)
    return NULL;
  hearth_statement_bind_text (statement, language);
  return list_texts (statement, error);
}
