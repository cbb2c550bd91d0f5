/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-language.h"

#include <string.h>

/* 20 sentences of each language, none of which the table was made from. */
static char **
load_sentences (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "languages.tsv", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  g_strchomp (text);
  return g_strsplit (text, "\n", -1);
}

typedef struct {
  guint n;
  guint right;
  guint wrong;
} Score;

/* Joins each @step sentences of a language into one text. */
static void
score (guint step, Score *all, GHashTable *by_language)
{
  g_auto (GStrv) lines = load_sentences ();

  for (guint i = 0; lines[i] != NULL; i += step) {
    g_autoptr (GString) text = g_string_new (NULL);
    g_autofree char *language = g_strndup (lines[i], 2);
    const char *found;
    Score *one = g_hash_table_lookup (by_language, language);

    for (guint k = 0; k < step; k++) {
      g_assert_true (g_str_has_prefix (lines[i + k], language));
      g_string_append (text, lines[i + k] + 3);
      g_string_append_c (text, '\n');
    }
    found = hearth_language_of_text (text->str, text->len);
    if (one == NULL) {
      one = g_new0 (Score, 1);
      g_hash_table_insert (by_language, g_strdup (language), one);
    }
    one->n++;
    one->right += g_str_equal (found, language);
    all->n++;
    all->right += g_str_equal (found, language);
    all->wrong += *found != '\0' && !g_str_equal (found, language);
  }
  g_test_message ("%u sentences a text: %u of %u right, %u wrong", step, all->right, all->n,
                  all->wrong);
}

static void
test_sentences (void)
{
  g_autoptr (GHashTable) by_language =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  GHashTableIter iter;
  gpointer language;
  gpointer value;
  Score all = { 0 };

  score (1, &all, by_language);
  g_assert_cmpuint (all.n, ==, 440);
  g_assert_cmpuint (all.right * 100, >=, all.n * 86);
  g_assert_cmpuint (all.wrong * 100, <=, all.n * 2);
  g_hash_table_iter_init (&iter, by_language);
  while (g_hash_table_iter_next (&iter, &language, &value)) {
    const Score *one = value;

    g_test_message ("%s: %u of %u", (const char *) language, one->right, one->n);
    g_assert_cmpuint (one->n, ==, 20);
    g_assert_cmpuint (one->right, >=, 13);
  }
  g_assert_cmpuint (g_hash_table_size (by_language), ==, 22);
}

/* The least that a mail says. */
static void
test_short_mail (void)
{
  g_autoptr (GHashTable) by_language =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  Score all = { 0 };

  score (4, &all, by_language);
  g_assert_cmpuint (all.n, ==, 110);
  g_assert_cmpuint (all.right * 100, >=, all.n * 98);
  g_assert_cmpuint (all.wrong, ==, 0);
}

static void
check (const char *text, const char *expected)
{
  g_assert_cmpstr (hearth_language_of_text (text, strlen (text)), ==, expected);
}

static void
test_unsure (void)
{
  check ("", "");
  check ("OK", "");
  check ("123 456,00 €", "");
  check ("https://example.com/the/and/with/from?that=this", "");
  check ("Xqzt vbrk pflm wxyz, qrtz kkll mmnn zzxx.", "");
  check ("\xff\xfe\x80", "");
  check ("Nora Jensen", "");
}

static void
test_quotes_do_not_count (void)
{
  check ("Ja, das passt mir gut, bis morgen dann!\n\n"
         "> Would you like to have lunch with me tomorrow?\n"
         "> I have not seen you for such a long time and there is so much to tell.\n",
         "de");
  /* Names of products and addresses in another language. */
  check ("Bitte schick mir den Link zu „The Art of Computer Programming“, danke dir.\n"
         "https://the.example.com/what-is-this-about",
         "de");
}

/* Only the bytes that are handed over are looked at, and a character may be cut. */
static void
test_bounds (void)
{
  const char *text = "Grüße";
  g_autofree char *long_text = g_strnfill (1 << 20, 'a');

  g_assert_cmpstr (hearth_language_of_text (text, 3), ==, "");
  g_assert_cmpstr (hearth_language_of_text (long_text, G_MAXSIZE), ==, "");
}

static void
test_message (void)
{
  g_autoptr (HearthMessage) message = hearth_message_new ();

  message->subject = g_strdup ("Was ist mit dem Termin am Freitag?");
  g_assert_cmpstr (hearth_language_of_message (message), ==, "de");
  message->text = g_strdup ("https://example.com\n");
  g_assert_cmpstr (hearth_language_of_message (message), ==, "de");
  g_free (message->text);
  message->text = g_strdup ("The other one is what I would like to have.\n");
  g_assert_cmpstr (hearth_language_of_message (message), ==, "en");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/language/sentences", test_sentences);
  g_test_add_func ("/language/short-mail", test_short_mail);
  g_test_add_func ("/language/unsure", test_unsure);
  g_test_add_func ("/language/quotes-do-not-count", test_quotes_do_not_count);
  g_test_add_func ("/language/bounds", test_bounds);
  g_test_add_func ("/language/message", test_message);
  return g_test_run ();
}
