/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "store-fixture.h"

#include "hearth-clock.h"
#include "hearth-database-private.h"
#include "hearth-store-books.h"
#include "hearth-store-export.h"
#include "hearth-store-hands.h"
#include "hearth-store-letters.h"
#include "hearth-store-occasions.h"

#include <string.h>

#define NOW ((gint64) 1777626000)
#define MINUTE ((gint64) 60)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

static void
replace (char **field, const char *value)
{
  g_free (*field);
  *field = g_strdup (value);
}

/* Saves a letter with a version of it, as the engine does. */
static void
save (HearthDatabase *db, HearthLetter *letter, const char *text, gboolean keep)
{
  g_autoptr (GError) error = NULL;

  replace (&letter->text, text);
  letter->changed = hearth_clock_now ();
  g_assert_true (hearth_database_begin (db, &error));
  g_assert_true (hearth_store_letters_save (db, letter, &error));
  g_assert_true (hearth_store_letters_add_version (db, letter, 0, keep, &error));
  g_assert_true (hearth_database_commit (db, &error));
  g_assert_no_error (error);
}

static void
bring_back (HearthDatabase *db, HearthLetter *letter, gint64 version)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthLetterVersion) before = hearth_store_letters_get_version (db, version, &error);

  g_assert_no_error (error);
  replace (&letter->text, before->letter->text);
  g_assert_true (hearth_database_begin (db, &error));
  g_assert_true (hearth_store_letters_save (db, letter, &error));
  g_assert_true (hearth_store_letters_add_version (db, letter, version, TRUE, &error));
  g_assert_true (hearth_database_commit (db, &error));
}

static gint64
find_step (HearthDatabase *db, const HearthLetter *letter, HearthLetterStep step)
{
  g_autoptr (GError) error = NULL;
  gint64 id = -1;

  g_assert_true (hearth_store_letters_find_step (db, letter->id, step, &id, &error));
  return id;
}

static guint
count_versions (HearthDatabase *db, const HearthLetter *letter)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) versions = hearth_store_letters_list_versions (db, letter->id, &error);

  g_assert_no_error (error);
  return versions->len;
}

static guint
count_found (HearthDatabase *db, const char *words)
{
  HearthLetterFilter filter = { .words = words };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) letters = hearth_store_letters_list (db, &filter, &error);

  g_assert_no_error (error);
  return letters->len;
}

static void
test_letters (void)
{
  gint64 source_id;
  g_autoptr (HearthDatabase) db = fixture_open_memory (&source_id);
  g_autoptr (HearthLetter) letter = hearth_letter_new ();
  g_autoptr (HearthLetter) read = NULL;
  g_autoptr (GError) error = NULL;

  hearth_clock_turn_to (NOW);
  replace (&letter->recipient, "Ana Silva");
  replace (&letter->date, "2026-05-01");
  save (db, letter, "The garden blooms.", TRUE);
  read = hearth_store_letters_get (db, letter->id, &error);
  g_assert_no_error (error);
  g_assert_true (hearth_letter_says_same (letter, read));
  g_assert_cmpuint (count_found (db, "garden"), ==, 1);
  g_assert_cmpuint (count_found (db, "silva gard"), ==, 1);
  save (db, letter, "The roses bloom.", TRUE);
  g_assert_cmpuint (count_found (db, "garden"), ==, 0);
  g_assert_true (hearth_store_letters_set_state (db, letter->id, HEARTH_LETTER_DELETED, &error));
  g_assert_cmpuint (count_found (db, "roses"), ==, 0);
  g_assert_true (hearth_store_letters_set_state (db, letter->id, HEARTH_LETTER_WRITING, &error));
  g_assert_cmpuint (count_found (db, "roses"), ==, 1);
  letter->id = 99;
  g_assert_false (hearth_store_letters_save (db, letter, &error));
  g_assert_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND);
}

/* What a letter says of its sender is kept, in what it said before too, and the next one begins
 * with it; who wrote its first text is known of it and is not what it says. */
static void
test_senders (void)
{
  gint64 source_id;
  g_autoptr (HearthDatabase) db = fixture_open_memory (&source_id);
  g_autoptr (HearthLetter) letter = hearth_letter_new ();
  g_autoptr (HearthLetter) other = hearth_letter_new ();
  g_autoptr (HearthLetter) read = NULL;
  g_autoptr (HearthLetter) same = NULL;
  g_autoptr (HearthLetterVersion) version = NULL;
  g_autoptr (GPtrArray) versions = NULL;
  g_autofree char *none = NULL, *first = NULL, *second = NULL;
  g_autoptr (GError) error = NULL;

  none = hearth_store_letters_dup_sender (db, &error);
  g_assert_cmpstr (none, ==, "");
  g_assert_true (hearth_store_letters_take_return (db, other, &error));
  g_assert_cmpstr (other->sender, ==, "");
  replace (&letter->sender, "Ben Nye\n3 Mill Lane");
  replace (&letter->begun_with, "Double");
  save (db, letter, "The garden blooms.", TRUE);
  read = hearth_store_letters_get (db, letter->id, &error);
  g_assert_cmpstr (read->sender, ==, "Ben Nye\n3 Mill Lane");
  g_assert_cmpstr (read->begun_with, ==, "Double");
  same = hearth_letter_copy (letter);
  replace (&same->begun_with, "");
  g_assert_true (hearth_letter_says_same (same, letter));
  replace (&same->sender, "");
  g_assert_false (hearth_letter_says_same (same, letter));
  versions = hearth_store_letters_list_versions (db, letter->id, &error);
  version = hearth_store_letters_get_version (
      db, ((HearthLetterVersion *) g_ptr_array_index (versions, 0))->id, &error);
  g_assert_cmpstr (version->letter->sender, ==, "Ben Nye\n3 Mill Lane");
  first = hearth_store_letters_dup_sender (db, &error);
  g_assert_cmpstr (first, ==, "Ben Nye\n3 Mill Lane");
  /* Taken off the next one, it is not on the one after that; an envelope still comes back. */
  save (db, other, "Hello", TRUE);
  second = hearth_store_letters_dup_sender (db, &error);
  g_assert_cmpstr (second, ==, "");
  g_assert_true (hearth_store_letters_take_return (db, other, &error));
  g_assert_cmpstr (other->sender, ==, "Ben Nye\n3 Mill Lane");
  g_assert_no_error (error);
}

/* Nobody can say over the bus that a letter was begun by somebody. */
static void
test_handed_over (void)
{
  g_autoptr (HearthLetter) letter = hearth_letter_new ();
  g_autoptr (GVariant) given = NULL;
  g_autofree char *long_text = g_strnfill (HEARTH_LETTER_MAX_FIELD + 1, 'x');

  given = g_variant_ref_sink (g_variant_new_parsed (
      "{'sender': <'Ben'>, 'begun-with': <'Somebody'>, 'begun_with': <'Somebody'>}"));
  hearth_letter_take (letter, given);
  g_assert_cmpstr (letter->sender, ==, "Ben");
  g_assert_cmpstr (letter->begun_with, ==, "");
  g_assert_true (hearth_letter_is_sound (letter));
  replace (&letter->sender, long_text);
  g_assert_false (hearth_letter_is_sound (letter));
}

/* Back over days, on again, and what is written then is the new end. */
static void
test_steps (void)
{
  gint64 source_id;
  g_autoptr (HearthDatabase) db = fixture_open_memory (&source_id);
  g_autoptr (HearthLetter) letter = hearth_letter_new ();

  hearth_clock_turn_to (NOW);
  save (db, letter, "one", FALSE);
  hearth_clock_turn_to (NOW + 2 * DAY);
  save (db, letter, "two", FALSE);
  hearth_clock_turn_to (NOW + 3 * DAY);
  save (db, letter, "three", FALSE);
  g_assert_cmpint (find_step (db, letter, HEARTH_LETTER_AGAIN), ==, 0);
  bring_back (db, letter, find_step (db, letter, HEARTH_LETTER_BACK));
  g_assert_cmpstr (letter->text, ==, "two");
  bring_back (db, letter, find_step (db, letter, HEARTH_LETTER_BACK));
  g_assert_cmpstr (letter->text, ==, "one");
  g_assert_cmpint (find_step (db, letter, HEARTH_LETTER_BACK), ==, 0);
  bring_back (db, letter, find_step (db, letter, HEARTH_LETTER_AGAIN));
  g_assert_cmpstr (letter->text, ==, "two");
  bring_back (db, letter, find_step (db, letter, HEARTH_LETTER_AGAIN));
  g_assert_cmpstr (letter->text, ==, "three");
  g_assert_cmpint (find_step (db, letter, HEARTH_LETTER_AGAIN), ==, 0);
  bring_back (db, letter, find_step (db, letter, HEARTH_LETTER_BACK));
  save (db, letter, "four", TRUE);
  g_assert_cmpint (find_step (db, letter, HEARTH_LETTER_AGAIN), ==, 0);
  bring_back (db, letter, find_step (db, letter, HEARTH_LETTER_BACK));
  g_assert_cmpstr (letter->text, ==, "two");
}

/* Somebody who writes three hours a day for a month, with a pause every 40 seconds. */
static void
test_thinned (void)
{
  gint64 source_id;
  g_autoptr (HearthDatabase) db = fixture_open_memory (&source_id);
  g_autoptr (HearthLetter) letter = hearth_letter_new ();
  g_autoptr (GPtrArray) versions = NULL;
  const HearthLetterVersion *first;
  g_autoptr (GError) error = NULL;
  guint most = 0;

  for (gint64 day = 0; day < 30; day++) {
    for (gint64 at = 0; at < 3 * HOUR; at += 40) {
      g_autofree char *text = g_strdup_printf ("%d %d", (int) day, (int) at);

      hearth_clock_turn_to (NOW + day * DAY + at);
      save (db, letter, text, FALSE);
    }
    most = MAX (most, count_versions (db, letter));
  }
  g_assert_cmpuint (most, <, 180);
  versions = hearth_store_letters_list_versions (db, letter->id, &error);
  g_assert_cmpuint (versions->len, >, 30 + 60);
  first = g_ptr_array_index (versions, versions->len - 1);
  g_assert_cmpint (first->at, ==, NOW);
  /* Of each of the days something is left. */
  for (gint64 day = 0; day < 30; day++) {
    gboolean found = FALSE;

    for (guint i = 0; i < versions->len; i++) {
      const HearthLetterVersion *each = g_ptr_array_index (versions, i);

      found = found || (each->at >= NOW + day * DAY && each->at < NOW + (day + 1) * DAY);
    }
    g_assert_true (found);
  }
}

/* What was made on purpose stays, and what stood before it. */
static void
test_kept (void)
{
  gint64 source_id;
  g_autoptr (HearthDatabase) db = fixture_open_memory (&source_id);
  g_autoptr (HearthLetter) letter = hearth_letter_new ();

  hearth_clock_turn_to (NOW);
  save (db, letter, "one", FALSE);
  save (db, letter, "two", FALSE);
  save (db, letter, "three", FALSE);
  /* The first, and the last of the minute. */
  g_assert_cmpuint (count_versions (db, letter), ==, 2);
  save (db, letter, "four", TRUE);
  save (db, letter, "five", TRUE);
  g_assert_cmpuint (count_versions (db, letter), ==, 4);
}

static void
test_slots (void)
{
  /* To thin again and again loses no more than to thin once. */
  for (gint64 age = 0; age < 200 * DAY; age += 997) {
    gint64 at = NOW - age;

    g_assert_cmpint (hearth_letter_version_slot (at, NOW), ==,
                     hearth_letter_version_slot (at - at % MINUTE, NOW - at % MINUTE));
  }
  g_assert_cmpint (hearth_letter_version_slot (NOW, NOW), ==,
                   hearth_letter_version_slot (NOW + 9 * HOUR, NOW + 9 * HOUR - 1) - 9 * 60 * 8);
}

static void
test_removed (void)
{
  gint64 source_id;
  g_autoptr (HearthDatabase) db = fixture_open_memory (&source_id);
  g_autoptr (HearthLetter) letter = hearth_letter_new ();
  g_autoptr (HearthLetter) other = hearth_letter_new ();
  g_autoptr (GError) error = NULL;
  guint n;

  hearth_clock_turn_to (NOW);
  save (db, letter, "gone", TRUE);
  save (db, other, "here", TRUE);
  g_assert_true (hearth_store_letters_dismiss (db, letter->id, "comma:x", TRUE, &error));
  g_assert_true (hearth_store_letters_set_state (db, letter->id, HEARTH_LETTER_DELETED, &error));
  g_assert_true (hearth_database_begin (db, &error));
  g_assert_true (hearth_store_letters_remove_deleted (db, NOW - 100, &n, &error));
  g_assert_cmpuint (n, ==, 0);
  g_assert_true (hearth_store_letters_remove_deleted (db, NOW + 100, &n, &error));
  g_assert_true (hearth_database_commit (db, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpint (fixture_count (db, "SELECT count(*) FROM letters"), ==, 1);
  g_assert_cmpint (fixture_count (db, "SELECT count(*) FROM letter_versions"), ==, 1);
  g_assert_cmpint (fixture_count (db, "SELECT count(*) FROM letter_dismissals"), ==, 0);
  g_assert_cmpuint (count_found (db, "here"), ==, 1);
  fixture_check (db);
}

static void
test_dismissals (void)
{
  gint64 source_id;
  g_autoptr (HearthDatabase) db = fixture_open_memory (&source_id);
  g_autoptr (HearthLetter) letter = hearth_letter_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) marks = NULL;
  g_autoptr (GPtrArray) words = NULL;

  save (db, letter, "x", TRUE);
  g_assert_true (hearth_store_letters_dismiss (db, letter->id, "comma:a", TRUE, &error));
  g_assert_true (hearth_store_letters_dismiss (db, letter->id, "comma:a", TRUE, &error));
  g_assert_true (hearth_store_letters_dismiss (db, letter->id, "date:b", TRUE, &error));
  g_assert_true (hearth_store_letters_dismiss (db, letter->id, "comma:a", FALSE, &error));
  marks = hearth_store_letters_list_dismissals (db, letter->id, &error);
  g_assert_cmpuint (marks->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (marks, 0), ==, "date:b");
  g_assert_true (hearth_store_letters_set_own_word (db, "de", "Zwetschge", TRUE, &error));
  g_assert_true (hearth_store_letters_set_own_word (db, "", "Hearth", TRUE, &error));
  g_assert_true (hearth_store_letters_set_own_word (db, "en", "colour", TRUE, &error));
  words = hearth_store_letters_list_own_words (db, "de", &error);
  g_assert_cmpuint (words->len, ==, 2);
  g_assert_no_error (error);
}

static void
test_hands (void)
{
  gint64 source_id;
  g_autoptr (HearthDatabase) db = fixture_open_memory (&source_id);
  g_autoptr (GBytes) data = g_bytes_new ("stroke\0s", 8);
  g_autoptr (HearthHandRow) hand = NULL;
  g_autoptr (GPtrArray) hands = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id = 0;

  g_assert_true (hearth_store_hands_save (db, &id, "Mine", data, &error));
  g_assert_true (hearth_store_hands_save (db, &id, "My hand", NULL, &error));
  hand = hearth_store_hands_get (db, id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (hand->name, ==, "My hand");
  g_assert_true (g_bytes_equal (hand->data, data));
  g_assert_true (hearth_database_begin (db, &error));
  g_assert_true (hearth_store_hands_remove (db, id, &error));
  g_assert_true (hearth_database_commit (db, &error));
  hands = hearth_store_hands_list (db, &error);
  g_assert_cmpuint (hands->len, ==, 0);
  g_assert_false (hearth_store_hands_save (db, &id, "x", data, &error));
  g_assert_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND);
}

/* Letters, deleted ones too, and books that are written in a hand go along when it is renamed. */
static void
test_hand_renamed (void)
{
  gint64 source_id;
  g_autoptr (HearthDatabase) db = fixture_open_memory (&source_id);
  g_autoptr (GBytes) data = g_bytes_new ("stroke", 6);
  g_autoptr (HearthBookRow) book = hearth_book_row_new ("Letters", "");
  g_autoptr (GError) error = NULL;
  const char *const faces[] = { "Mine", "Mine", "Caveat", "", "My" };
  const char *const after[] = { "Anna’s", "Anna’s", "Caveat", "", "My" };
  gint64 ids[G_N_ELEMENTS (faces)];
  gint64 mine = 0, other = 0;

  g_assert_true (hearth_store_hands_save (db, &mine, "Mine", data, &error));
  g_assert_true (hearth_store_hands_save (db, &other, "My", data, &error));
  for (guint i = 0; i < G_N_ELEMENTS (faces); i++) {
    g_autoptr (HearthLetter) letter = hearth_letter_new ();

    replace (&letter->face, faces[i]);
    save (db, letter, "Dear Ana", TRUE);
    ids[i] = letter->id;
  }
  g_assert_true (hearth_store_letters_set_state (db, ids[1], HEARTH_LETTER_DELETED, &error));
  replace (&book->face, "Mine");
  g_assert_true (hearth_store_books_save (db, book, &error));

  g_assert_true (hearth_database_begin (db, &error));
  g_assert_true (hearth_store_hands_save (db, &mine, "Anna’s", NULL, &error));
  g_assert_true (hearth_database_commit (db, &error));
  for (guint i = 0; i < G_N_ELEMENTS (faces); i++) {
    g_autoptr (HearthLetter) letter = hearth_store_letters_get (db, ids[i], &error);

    g_assert_cmpstr (letter->face, ==, after[i]);
  }
  hearth_book_row_free (g_steal_pointer (&book));
  book = hearth_store_books_get (db, 1, &error);
  g_assert_cmpstr (book->face, ==, "Anna’s");
  g_assert_cmpuint (count_found (db, "dear"), ==, 4);

  /* Two that are called the same could not be told apart. */
  g_assert_false (hearth_store_hands_save (db, &other, "Anna’s", NULL, &error));
  g_assert_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_FAILED);
  g_clear_error (&error);
  other = 0;
  g_assert_false (hearth_store_hands_save (db, &other, "Anna’s", data, &error));
  g_clear_error (&error);
  g_assert_null (hearth_store_hands_find (db, "Mine", &error));
  g_assert_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND);
}

static void
test_occasions (void)
{
  gint64 source_id;
  g_autoptr (HearthDatabase) db = fixture_open_memory (&source_id);
  g_autoptr (GHashTable) keys = NULL;
  g_autoptr (GHashTable) left = NULL;
  g_autoptr (GHashTable) none = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (hearth_store_occasions_dismiss (db, "birthday:2026:ana", TRUE, &error));
  g_assert_true (hearth_store_occasions_dismiss (db, "birthday:2026:ana", TRUE, &error));
  g_assert_true (hearth_store_occasions_dismiss (db, "birthday:2026:bob", TRUE, &error));
  keys = hearth_store_occasions_list_dismissed (db, &error);
  g_assert_cmpuint (g_hash_table_size (keys), ==, 2);
  g_assert_true (hearth_store_occasions_dismiss (db, "birthday:2026:bob", FALSE, &error));
  left = hearth_store_occasions_list_dismissed (db, &error);
  g_assert_cmpuint (g_hash_table_size (left), ==, 1);
  g_assert_true (g_hash_table_contains (left, "birthday:2026:ana"));
  g_assert_true (hearth_store_occasions_dismiss (db, "", FALSE, &error));
  none = hearth_store_occasions_list_dismissed (db, &error);
  g_assert_cmpuint (g_hash_table_size (none), ==, 0);
  g_assert_no_error (error);
}

static void
test_books (void)
{
  gint64 source_id;
  g_autoptr (HearthDatabase) db = fixture_open_memory (&source_id);
  g_autoptr (HearthBookRow) book = hearth_book_row_new ("Letters", "For Ana");
  g_autoptr (HearthBookRow) read = NULL;
  g_autoptr (HearthBookRow) without = NULL;
  g_autoptr (GError) error = NULL;
  gint64 ids[3];

  for (guint i = 0; i < 3; i++) {
    g_autoptr (HearthLetter) letter = hearth_letter_new ();

    save (db, letter, "x", TRUE);
    ids[2 - i] = letter->id;
  }
  g_array_append_vals (book->letters, ids, 3);
  replace (&book->author, "Nora");
  replace (&book->paper, "a5");
  replace (&book->pen, "felt");
  g_assert_true (hearth_store_books_save (db, book, &error));
  read = hearth_store_books_get (db, book->id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (read->dedication, ==, "For Ana");
  g_assert_cmpstr (read->author, ==, "Nora");
  g_assert_cmpstr (read->paper, ==, "a5");
  g_assert_cmpstr (read->face, ==, "");
  g_assert_cmpstr (read->pen, ==, "felt");
  g_assert_cmpmem (read->letters->data, read->letters->len * sizeof (gint64), ids, sizeof ids);
  g_assert_true (hearth_store_letters_set_state (db, ids[1], HEARTH_LETTER_DELETED, &error));
  without = hearth_store_books_get (db, book->id, &error);
  g_assert_cmpuint (without->letters->len, ==, 2);
  g_assert_true (hearth_store_books_remove (db, book->id, &error));
  g_assert_null (hearth_store_books_get (db, book->id, &error));
  g_assert_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND);
}

static gboolean
collect (const char *line, gpointer user_data, GError **error)
{
  g_string_append (user_data, line);
  return TRUE;
}

/* What exists nowhere else is given away with the rest. */
static void
test_export (void)
{
  gint64 source_id;
  g_autoptr (HearthDatabase) db = fixture_open_memory (&source_id);
  g_autoptr (HearthLetter) letter = hearth_letter_new ();
  g_autoptr (GBytes) data = g_bytes_new ("hand", 4);
  g_autoptr (GString) all = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  gint64 id = 0;

  save (db, letter, "Dear Quuxana", TRUE);
  g_assert_true (hearth_store_hands_save (db, &id, "Mine", data, &error));
  g_assert_true (hearth_store_export (db, collect, all, &error));
  g_assert_nonnull (strstr (all->str, "{\"table\":\"letters\""));
  g_assert_nonnull (strstr (all->str, "{\"table\":\"letter_versions\""));
  g_assert_nonnull (strstr (all->str, "Dear Quuxana"));
  g_assert_nonnull (strstr (all->str, "\"aGFuZA==\""));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/store/letters/letters", test_letters);
  g_test_add_func ("/store/letters/senders", test_senders);
  g_test_add_func ("/store/letters/handed-over", test_handed_over);
  g_test_add_func ("/store/letters/steps", test_steps);
  g_test_add_func ("/store/letters/thinned", test_thinned);
  g_test_add_func ("/store/letters/kept", test_kept);
  g_test_add_func ("/store/letters/slots", test_slots);
  g_test_add_func ("/store/letters/removed", test_removed);
  g_test_add_func ("/store/letters/dismissals", test_dismissals);
  g_test_add_func ("/store/letters/hands", test_hands);
  g_test_add_func ("/store/letters/hand-renamed", test_hand_renamed);
  g_test_add_func ("/store/letters/occasions", test_occasions);
  g_test_add_func ("/store/letters/books", test_books);
  g_test_add_func ("/store/letters/export", test_export);

  return g_test_run ();
}
