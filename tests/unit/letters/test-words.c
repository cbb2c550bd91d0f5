/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-letter-face.h"
#include "hearth-letter-words.h"

#include <string.h>

static void
put (char **field, const char *value)
{
  g_free (*field);
  *field = g_strdup (value);
}

/* What stands beside the text is in the language of the letter, whatever the desktop speaks. */
static void
test_language (void)
{
  static const struct {
    const char *language;
    const char *text;
    const char *date;
    const char *title;
  } cases[] = {
    { "en", "x", "1 May 2026", "Letter to Anna" },
    { "de", "x", "1. Mai 2026", "Brief an Anna" },
    { "fr", "x", "1er mai 2026", "Lettre à Anna" },
    /* Told by its words. */
    { "", "Liebe Anna, ich schreibe dir heute aus dem Garten, weil die Rosen endlich blühen.",
      "1. Mai 2026", "Brief an Anna" },
    { "", "Chère Anna, je vous remercie pour votre lettre, qui est arrivée ce matin.",
      "1er mai 2026", "Lettre à Anna" },
    { "", "Dear Anna, I am writing to you from the garden, because the roses are out at last.",
      "1 May 2026", "Letter to Anna" },
    /* Not known: as the desktop, which is English here. */
    { "", "x", "1 May 2026", "Letter to Anna" },
    { "eo", "x", "1 May 2026", "Letter to Anna" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (HearthLetter) letter = hearth_letter_new ();
    g_autoptr (GPtrArray) holder = g_ptr_array_new_with_free_func (g_free);
    HearthLetterWords words;

    put (&letter->language, cases[i].language);
    put (&letter->text, cases[i].text);
    put (&letter->recipient, "Anna");
    put (&letter->date, "2026-05-01");
    words = hearth_letter_words_of (letter, holder);
    g_assert_cmpstr (words.date, ==, cases[i].date);
    g_assert_cmpstr (words.title, ==, cases[i].title);
    put (&letter->title, "Zu spät");
    words = hearth_letter_words_of (letter, holder);
    g_assert_cmpstr (words.title, ==, "Zu spät");
  }
}

static void
test_places (void)
{
  g_autoptr (HearthLetter) letter = hearth_letter_new ();
  g_autoptr (GPtrArray) holder = g_ptr_array_new_with_free_func (g_free);
  HearthLetterWords words = hearth_letter_words_of (letter, holder);

  g_assert_cmpstr (words.sender, ==, "");
  g_assert_cmpstr (words.author, ==, "");
  g_assert_null (words.recipient);
  g_assert_null (words.date);
  put (&letter->sender, "\nBen Nye \n3 Mill Lane\nLeeds\n\n");
  put (&letter->recipient, "Anna");
  put (&letter->address, "anna@silva.example");
  words = hearth_letter_words_of (letter, holder);
  g_assert_cmpstr (words.sender, ==, "Ben Nye \n3 Mill Lane\nLeeds");
  g_assert_cmpstr (words.author, ==, "Ben Nye");
  g_assert_null (words.recipient);
  put (&letter->address, "Rua 1\nPorto");
  words = hearth_letter_words_of (letter, holder);
  g_assert_cmpstr (words.recipient, ==, "Anna\nRua 1\nPorto");
  /* More than an address would push the letter off its page. */
  put (&letter->sender, "1\n2\n3\n4\n5\n6\n7\n8\n9\n10");
  words = hearth_letter_words_of (letter, holder);
  g_assert_cmpstr (words.sender, ==, "1\n2\n3\n4\n5\n6\n7\n8");
}

/* A paper and its lines, as they stand in a letter. */
static void
test_paper (void)
{
  static const struct {
    const char *text;
    HearthLetterPaper paper;
    HearthLetterRuling ruling;
    const char *written;
  } cases[] = {
    { "", HEARTH_LETTER_PAPER_A5, HEARTH_LETTER_RULING_PLAIN, "a5" },
    { "a4", HEARTH_LETTER_PAPER_A4, HEARTH_LETTER_RULING_PLAIN, "a4" },
    { "a4 ruled", HEARTH_LETTER_PAPER_A4, HEARTH_LETTER_RULING_LINES, "a4 ruled" },
    { "ruled", HEARTH_LETTER_PAPER_A5, HEARTH_LETTER_RULING_LINES, "a5 ruled" },
    { "ruled folded-card", HEARTH_LETTER_PAPER_CARD_FOLDED, HEARTH_LETTER_RULING_LINES,
      "folded-card ruled" },
    { "card plain", HEARTH_LETTER_PAPER_CARD, HEARTH_LETTER_RULING_PLAIN, "card" },
    { "vellum", HEARTH_LETTER_PAPER_A5, HEARTH_LETTER_RULING_PLAIN, "a5" },
    { "a a a a a ruled", HEARTH_LETTER_PAPER_A5, HEARTH_LETTER_RULING_PLAIN, "a5" },
  };
  static const HearthLetterFace face = { "Serif", NULL, 1, TRUE };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (HearthLetter) letter = hearth_letter_new ();
    g_auto (HearthLetterStyle) style = { 0 };
    g_autofree char *written = NULL;
    HearthLetterPaper paper;
    HearthLetterRuling ruling;

    hearth_letter_paper_read (cases[i].text, &paper, &ruling);
    g_assert_cmpint (paper, ==, cases[i].paper);
    g_assert_cmpint (ruling, ==, cases[i].ruling);
    written = hearth_letter_paper_write (paper, ruling);
    g_assert_cmpstr (written, ==, cases[i].written);
    put (&letter->paper, cases[i].text);
    hearth_letter_face_style (&face, letter, &style);
    g_assert_cmpint (style.paper, ==, cases[i].paper);
    g_assert_cmpint (style.ruling, ==, cases[i].ruling);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/words/language", test_language);
  g_test_add_func ("/words/places", test_places);
  g_test_add_func ("/words/paper", test_paper);
  return g_test_run ();
}
