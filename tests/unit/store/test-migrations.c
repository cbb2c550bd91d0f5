/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "store-fixture.h"

#include "hearth-database-private.h"
#include "hearth-store-books.h"
#include "hearth-store-accounts.h"
#include "hearth-store-findings.h"
#include "hearth-store-lessons.h"
#include "hearth-store-letters.h"
#include "hearth-store-occasions.h"

#include <string.h>

/* Each fixture is a store as a version of Hearth left it; it must open and have everything. */

static void
assert_finds (HearthDatabase *db, const char *query, const char *key)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = hearth_store_search (db, query, NULL, HEARTH_DETAIL_FULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (found->len, ==, 1);
  g_assert_cmpstr (((HearthMessage *) found->pdata[0])->key, ==, key);
}

static void
check_mail (HearthDatabase *db)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthMessage) first = hearth_store_messages_find (db, "garden@example.org", &error);
  g_autoptr (HearthMessage) answer = hearth_store_messages_find (db, "answer@example.org", &error);
  g_autoptr (HearthMessage) news = hearth_store_messages_find (db, "news@example.org", &error);
  HearthSenderHistory history;

  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (first->text, "The plans for the garden party.\nParagraph 0"));
  g_assert_true (g_str_has_suffix (first->text, "bring the tables.\n"));
  g_assert_cmpstr (first->calendar, ==, "BEGIN:VCALENDAR");
  g_assert_cmpuint (first->attachments->len, ==, 1);
  g_assert_cmpint (first->date, ==, 1700000000);
  g_assert_cmpint (first->thread_id, ==, answer->thread_id);
  g_assert_cmpstr (answer->references[0], ==, "garden@example.org");
  g_assert_cmpstr (news->klass, ==, "promotional");
  g_assert_cmpint (news->priority, ==, 10);
  assert_finds (db, "gardener table", "garden");
  assert_finds (db, "明天", "answer");
  assert_finds (db, "in:news", "news");
  g_assert_true (hearth_store_people_get_history (db, "bob@example.com", &history, &error));
  g_assert_cmpint (history.n_read, ==, 1);
}

static void
check_findings (HearthDatabase *db, int version)
{
  HearthFindingFilter filter = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) findings = hearth_store_findings_list (db, &filter, &error);
  const HearthFinding *finding;

  g_assert_no_error (error);
  g_assert_cmpuint (findings->len, ==, version < 6 ? 0 : 1);
  if (version < 6)
    return;
  finding = g_ptr_array_index (findings, 0);
  g_assert_cmpstr (finding->text, ==, "Bring the tables");
  g_assert_cmpint (finding->state, ==, HEARTH_FINDING_DONE);
  g_assert_cmpint (finding->due, ==, 1700600400);
}

static void
check_letters (HearthDatabase *db, int version)
{
  HearthLetterFilter filter = { .words = "garden bloom" };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) letters = hearth_store_letters_list (db, &filter, &error);
  g_autoptr (GPtrArray) versions = NULL;
  const HearthLetter *letter;

  g_assert_no_error (error);
  g_assert_cmpuint (letters->len, ==, version < 9 ? 0 : 1);
  if (version < 9)
    return;
  letter = g_ptr_array_index (letters, 0);
  g_assert_cmpstr (letter->recipient, ==, "Ana");
  g_assert_cmpstr (letter->sender, ==, version < 11 ? "" : "Alex\n1 Mill Lane");
  g_assert_cmpstr (letter->begun_with, ==, version < 11 ? "" : "Double");
  versions = hearth_store_letters_list_versions (db, letter->id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (versions->len, ==, 2);
}

/* Before version 10 a book said nothing of how it looks. */
static void
check_books (HearthDatabase *db, int version)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) books = hearth_store_books_list (db, &error);
  g_autoptr (GHashTable) dismissed = hearth_store_occasions_list_dismissed (db, &error);
  const HearthBookRow *book;

  g_assert_no_error (error);
  g_assert_cmpuint (g_hash_table_size (dismissed), ==, version < 10 ? 0 : 1);
  g_assert_cmpuint (books->len, ==, version < 9 ? 0 : 1);
  if (version < 9)
    return;
  book = g_ptr_array_index (books, 0);
  g_assert_cmpstr (book->title, ==, "Letters");
  g_assert_cmpstr (book->author, ==, version < 10 ? "" : "Alex");
  g_assert_cmpstr (book->face, ==, version < 10 ? "" : "Mine");
  g_assert_cmpuint (book->letters->len, ==, 1);
}

static void
check_rest (HearthDatabase *db, int version)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sources = hearth_store_sources_list (db, &error);
  g_autoptr (GPtrArray) reminders = hearth_store_reminders_list (db, TRUE, &error);
  g_autoptr (GPtrArray) turns = hearth_store_turns_list (db, "first", 0, 0, &error);
  g_autoptr (GPtrArray) events = NULL;
  g_autoptr (HearthAccount) account = NULL;
  HearthSpan span = { 1700600400, 1700600401 };
  gint64 sent = 0;

  if (version >= 2) {
    account = hearth_store_accounts_get (db, 3, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (account->address, ==, "alex@example.net");
    g_assert_true (account->thrifty == (version < 4));
  }
  events = hearth_store_events_between (db, span, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (sources->len, ==, version < 2 ? 2 : version < 3 ? 3 : 4);
  g_assert_cmpint (((HearthSource *) sources->pdata[0])->n_items, ==, 3);
  g_assert_cmpstr (((HearthSource *) sources->pdata[1])->last_error, ==, "The file is gone.");
  g_assert_cmpuint (reminders->len, ==, 1);
  g_assert_cmpstr (((HearthReminder *) reminders->pdata[0])->text, ==, "Call Bob");
  g_assert_cmpuint (turns->len, ==, 1);
  g_assert_cmpuint (((HearthTurn *) turns->pdata[0])->chips->len, ==, 1);
  g_assert_cmpuint (events->len, ==, 1);
  g_assert_cmpstr (((HearthOccurrence *) events->pdata[0])->event->location, ==, "Garden");
  g_assert_true (
      hearth_database_get_int (db, "SELECT bytes_sent FROM journal WHERE id = 1", &sent, &error));
  g_assert_cmpint (sent, ==, 1200);
}

static void
test_every_version (void)
{
  for (int version = 1; version <= hearth_migrations_get_latest (); version++) {
    g_autofree char *folder = fixture_make_folder ();
    g_autofree char *path = g_build_filename (folder, "hearth.db", NULL);
    g_autoptr (HearthDatabase) db = NULL;
    g_autoptr (GError) error = NULL;

    fixture_load_version (path, version);
    db = hearth_database_open (path, HEARTH_DATABASE_WRITER, &error);
    g_assert_no_error (error);
    g_assert_cmpint (hearth_database_get_version (db), ==, hearth_migrations_get_latest ());
    check_mail (db);
    check_rest (db, version);
    g_assert_cmpint (hearth_store_lessons_count (db, NULL), ==, version < 5 ? 0 : 1);
    check_findings (db, version);
    check_letters (db, version);
    check_books (db, version);
    fixture_check (db);
    g_clear_object (&db);
    fixture_remove_folder (folder);
  }
}

/* A store that was brought up to date has the tables of one that was made new. */
static char *
dup_schema (HearthDatabase *db)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthStatement) statement = NULL;
  GString *out = g_string_new (NULL);
  gboolean row;

  statement = hearth_statement_new (db,
                                    "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL"
                                    " ORDER BY type, name",
                                    &error);
  g_assert_no_error (error);
  while (hearth_statement_next (statement, &row, &error) && row)
    g_string_append_printf (out, "%s\n", hearth_statement_get_text (statement, 0));
  g_assert_no_error (error);
  return g_string_free (out, FALSE);
}

static void
test_same_schema (void)
{
  gint64 source_id;
  g_autoptr (HearthDatabase) fresh = fixture_open_memory (&source_id);
  g_autofree char *fresh_schema = dup_schema (fresh);

  for (int version = 1; version <= hearth_migrations_get_latest (); version++) {
    g_autofree char *folder = fixture_make_folder ();
    g_autofree char *path = g_build_filename (folder, "hearth.db", NULL);
    g_autoptr (HearthDatabase) old = NULL;
    g_autofree char *old_schema = NULL;

    fixture_load_version (path, version);
    old = hearth_database_open (path, HEARTH_DATABASE_WRITER, NULL);
    old_schema = dup_schema (old);
    g_assert_cmpstr (old_schema, ==, fresh_schema);
    g_clear_object (&old);
    fixture_remove_folder (folder);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/store/migrations/every-version", test_every_version);
  g_test_add_func ("/store/migrations/same-schema", test_same_schema);

  return g_test_run ();
}
