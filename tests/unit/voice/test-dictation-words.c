/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hearth-dictation-words.h"

typedef struct {
  const char *language;
  gboolean begins;
  const char *said;
  const char *written;
  gboolean begins_after;
} Case;

static void
test_write (void)
{
  static const Case cases[] = {
    { "en", TRUE, "dear anna comma", "Dear anna,", FALSE },
    { "en", FALSE, "thank you for the letter full stop i'm glad period",
      "thank you for the letter. I'm glad.", TRUE },
    { "en", TRUE, "is it true question mark yes exclamation mark", "Is it true? Yes!", TRUE },
    { "en", TRUE, "it was a period of rest", "It was a period of rest", FALSE },
    { "en", FALSE, "and so new paragraph the next day", "and so\n\nThe next day", FALSE },
    { "en", FALSE, "new line", "\n", TRUE },
    { "en", FALSE, "he said open quote come close quote dash and left", "he said “come” – and left",
      FALSE },
    { "en", FALSE, "a well hyphen known man open bracket my uncle close bracket",
      "a well-known man (my uncle)", FALSE },
    /* A service puts signs of its own. */
    { "en", TRUE, "Thank you. Comma, and yes. Question mark?", "Thank you, and yes?", TRUE },
    { "en", TRUE, "", "", TRUE },
    { "en", FALSE, "  two   blanks ", "two blanks", FALSE },
    { "de", TRUE, "liebe anna komma neue zeile danke punkt", "Liebe anna,\nDanke.", TRUE },
    { "de-AT", FALSE, "das ist der punkt", "das ist der punkt", FALSE },
    { "de", FALSE, "er rief doppelpunkt anführungszeichen auf komm anführungszeichen zu",
      "er rief: „komm“", FALSE },
    /* Their names are words in another language. */
    { "fr", FALSE, "le comma", "le,", FALSE },
    { "de", FALSE, "full stop", "full stop", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    gboolean begins = cases[i].begins;
    g_autofree char *written =
        hearth_dictation_words_write (cases[i].said, cases[i].language, &begins);

    g_assert_cmpstr (written, ==, cases[i].written);
    g_assert_cmpint (begins, ==, cases[i].begins_after);
  }
}

static void
test_broken (void)
{
  g_autofree char *long_text = g_strnfill (100000, 'x');
  gboolean begins = FALSE;
  g_autofree char *written = hearth_dictation_words_write ("a\xff comma", "en", &begins);
  g_autofree char *bounded = hearth_dictation_words_write (long_text, "en", &begins);

  g_assert_true (g_utf8_validate (written, -1, NULL));
  g_assert_cmpuint (strlen (bounded), <=, 8000);
}

static void
test_delete (void)
{
  g_assert_true (hearth_dictation_words_is_delete ("delete that", "en"));
  g_assert_true (hearth_dictation_words_is_delete ("Scratch that.", NULL));
  g_assert_true (hearth_dictation_words_is_delete ("lösch das", "de"));
  g_assert_false (hearth_dictation_words_is_delete ("delete that old mail", "en"));
  g_assert_false (hearth_dictation_words_is_delete ("", "en"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dictation-words/write", test_write);
  g_test_add_func ("/dictation-words/broken", test_broken);
  g_test_add_func ("/dictation-words/delete", test_delete);
  return g_test_run ();
}
