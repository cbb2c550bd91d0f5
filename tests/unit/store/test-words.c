/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-database-private.h"
#include "hearth-match.h"
#include "hearth-tokenizer.h"

#include <string.h>

typedef struct {
  GString *out;
  int length;
  int last_end;
} Collector;

static int
collect_cb (gpointer user_data, const char *word, int length, int start, int end,
            HearthWordFlags flags)
{
  Collector *collector = user_data;

  g_assert_cmpint (length, >, 0);
  g_assert_cmpint (length, <=, HEARTH_TOKEN_MAX);
  g_assert_true (g_utf8_validate (word, length, NULL));
  g_assert_cmpint (start, >=, 0);
  g_assert_cmpint (start, <, end);
  g_assert_cmpint (end, <=, collector->length);
  g_string_append_printf (collector->out, "%s%.*s%s%s", collector->out->len > 0 ? " " : "", length,
                          word, (flags & HEARTH_WORD_ENGLISH) != 0 ? "" : "'",
                          (flags & HEARTH_WORD_COLOCATED) != 0 ? "^" : "");
  return 0;
}

/* The words of @text: ' marks those that keep their endings, ^ those in the place of the one
 * before. */
static void
assert_words (const char *text, HearthWordMode mode, const char *words)
{
  g_autoptr (GString) out = g_string_new (NULL);
  Collector collector = { out, (int) strlen (text), 0 };

  g_assert_cmpint (hearth_words_foreach (text, collector.length, mode, collect_cb, &collector), ==,
                   0);
  g_assert_cmpstr (out->str, ==, words);
}

static void
test_words (void)
{
  assert_words ("", HEARTH_WORDS_TEXT, "");
  assert_words ("Hello, World!", HEARTH_WORDS_TEXT, "hello world");
  assert_words ("O'Brien don’t 'quoted' l'", HEARTH_WORDS_TEXT, "obrien dont quoted l");
  assert_words ("bob.smith+tag@mail.example.com", HEARTH_WORDS_TEXT,
                "bob smith tag mail example com");
  assert_words ("file_name-2.PDF 1,234.5", HEARTH_WORDS_TEXT, "file name 2' pdf 1' 234' 5'");
  assert_words ("Straße ÆON Œuvre Þór Łódź Đorđe Ħal", HEARTH_WORDS_TEXT,
                "strasse aeon oeuvre thor lodz dorde hal");
  assert_words ("İstanbul ISPARTA ısı", HEARTH_WORDS_TEXT, "istanbul isparta isi");
  assert_words ("e\xcc\x81t\xc3\xa9", HEARTH_WORDS_TEXT, "ete");
  assert_words ("ПРИВЕТ Ёлка", HEARTH_WORDS_TEXT, "привет' елка'");
  assert_words ("ＡＢＣ１２", HEARTH_WORDS_TEXT, "abc12'");
  assert_words ("مرحبا שָׁלוֹם", HEARTH_WORDS_TEXT, "مرحبا' שלום'");
  assert_words ("a\xff\xfe"
                "b\xc3",
                HEARTH_WORDS_TEXT, "a b");
}

static void
test_pairs (void)
{
  assert_words ("我们开会", HEARTH_WORDS_TEXT, "我们' 们开' 开会' 会'^");
  assert_words ("我们开会", HEARTH_WORDS_QUERY, "我们' 们开' 开会'");
  assert_words ("我", HEARTH_WORDS_TEXT, "我'");
  assert_words ("我", HEARTH_WORDS_QUERY, "我'");
  assert_words ("GTK开会2024", HEARTH_WORDS_TEXT, "gtk 开会' 会'^ 2024'");
  assert_words ("ﾃｽﾄ", HEARTH_WORDS_QUERY, "テス' スト'");
  assert_words ("안녕 친구", HEARTH_WORDS_QUERY, "안녕' 친구'");
  assert_words ("สวัสดี", HEARTH_WORDS_QUERY, "สว' วั' ัส' สด' ดี'");
  assert_words ("今日は。明日", HEARTH_WORDS_QUERY, "今日' 日は' 明日'");
}

static void
test_long (void)
{
  g_autofree char *ascii = g_strnfill (5000, 'a');
  g_autofree char *cut = g_strnfill (HEARTH_TOKEN_MAX, 'a');
  g_autoptr (GString) greek = g_string_new (NULL);

  assert_words (ascii, HEARTH_WORDS_TEXT, cut);
  for (guint i = 0; i < 500; i++)
    g_string_append (greek, "λ");
  {
    g_autofree char *words = hearth_words_dup (greek->str);

    g_assert_cmpuint (strlen (words), <=, HEARTH_TOKEN_MAX + 1);
    g_assert_true (g_utf8_validate (words, -1, NULL));
  }
}

static void
assert_match (const char *columns, const char *text, gboolean prefix, const char *expected)
{
  g_autoptr (GString) out = g_string_new (NULL);

  g_assert_cmpint (hearth_match_append (out, columns, text, prefix), ==, *expected != '\0');
  g_assert_cmpstr (out->str, ==, expected);
}

static void
test_match (void)
{
  assert_match (NULL, "Garden", FALSE, "(\"garden\")");
  assert_match ("sender", "Bob Smith", FALSE, "{sender} : (\"bob\" + \"smith\")");
  assert_match (NULL, "会", FALSE, "(\"会\" *)");
  assert_match (NULL, "会议", FALSE, "(\"会议\")");
  assert_match (NULL, "…", FALSE, "");
  assert_match (NULL, "x2", TRUE, "(\"x2\" *)");
  assert_match (NULL, "\"; NEAR(a", FALSE, "(\"near\" + \"a\")");
  {
    g_autoptr (GString) out = g_string_new (NULL);

    g_assert_true (hearth_match_append (out, NULL, "meeti", TRUE));
    g_assert_nonnull (strstr (out->str, "\"meeti\" *"));
    g_assert_nonnull (strstr (out->str, "\"meeting\""));
  }
}

/* The terms as hearth_tokenizer_dup_stems() has them. Each one follows its length, whose highest
 * bit says something else, behind a mark of two bytes. */
static char *
dup_terms (HearthTokenizer *tokenizer, const char *text)
{
  GString *out = g_string_new (NULL);
  gsize size;
  g_autofree char *terms = hearth_tokenizer_make_terms (tokenizer, text, strlen (text), &size);

  for (gsize at = 2; at < size; at += 1 + (terms[at] & 0x7f)) {
    g_string_append_c (out, ' ');
    g_string_append_len (out, terms + at + 1, terms[at] & 0x7f);
  }
  return g_string_free (out, FALSE);
}

/* What is made beforehand is what FTS5 makes, also of words that were met before. */
static void
test_terms (void)
{
  static const char *const endings[] = { "",        "s",      "es",      "ed",    "ing",
                                         "ational", "ies",    "ness",    "fully", "ization",
                                         "eed",     "y",      "'s",      "2",     "é",
                                         "sses",    "ements", "ability", "会议",  "_under" };
  g_autoptr (HearthDatabase) db =
      hearth_database_open (HEARTH_STORE_IN_MEMORY, HEARTH_DATABASE_WRITER, NULL);
  g_autoptr (HearthTokenizer) tokenizer =
      hearth_tokenizer_copy (hearth_database_get_tokenizer (db));
  GRand *rand = g_rand_new_with_seed (1980);

  for (guint i = 0; i < 3000; i++) {
    g_autoptr (GString) text = g_string_new (NULL);
    g_autofree char *terms = NULL;
    g_autofree char *stems = NULL;

    for (guint k = 0; k < 40; k++) {
      guint n = (guint) g_rand_int_range (rand, 0, k == 39 ? 90 : 9);

      /* Few letters, so that words come again, and others stand where they stood. */
      for (guint letter = 0; letter < n; letter++)
        g_string_append_c (text, "aeioubstlRN"[g_rand_int_range (rand, 0, 11)]);
      g_string_append (text, endings[g_rand_int_range (rand, 0, G_N_ELEMENTS (endings))]);
      g_string_append_c (text, k % 7 == 0 ? '\n' : ' ');
    }
    terms = dup_terms (tokenizer, text->str);
    stems = hearth_tokenizer_dup_stems (tokenizer, text->str, HEARTH_WORDS_TEXT);
    g_assert_cmpstr (terms, ==, stems);
  }
  g_rand_free (rand);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/store/words/words", test_words);
  g_test_add_func ("/store/words/pairs", test_pairs);
  g_test_add_func ("/store/words/long", test_long);
  g_test_add_func ("/store/words/match", test_match);

  g_test_add_func ("/store/words/terms", test_terms);

  return g_test_run ();
}
