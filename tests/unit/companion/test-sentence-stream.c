/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-sentence-stream.h"
#include "hearth-spoken-form.h"

#include <string.h>

/* An answer, and its pieces with "|" between them. */
typedef struct {
  const char *answer;
  const char *pieces;
} Row;

#define CUT "¦"

static const Row rows[] = {
  { "One. Two! Three?", "One." CUT "Two!" CUT "Three?" },
  { "Dr. Berg comes at 10. He has 3.5 MB.", "Dr. Berg comes at 10. He has 3.5 MB." },
  { "Das ist z. B. am 3. Mai. Danach nicht.", "Das ist z. B. am 3. Mai." CUT "Danach nicht." },
  { "J. R. Smith wrote. You know him.", "J. R. Smith wrote." CUT "You know him." },
  { "See https://example.org/a.b?c. It helps.", "See https://example.org/a.b?c." CUT "It helps." },
  { "Use `a. B` or [x. Y](https://z.org/a. b). Then stop.",
    "Use `a. B` or [x. Y](https://z.org/a. b)." CUT "Then stop." },
  { "He said: “Come.” Then he left.", "He said: “Come.”" CUT "Then he left." },
  { "**Now.** Later.", "**Now.**" CUT "Later." },
  { "Milk, bread etc. are there. Good.", "Milk, bread etc. are there." CUT "Good." },
  { "Wait... no. Yes.", "Wait... no." CUT "Yes." },
  { "So do I. And you.", "So do I." CUT "And you." },
  { "Anna denkt so. Du auch.", "Anna denkt so." CUT "Du auch." },
  { "# Today\nOne thing\nis left.\n\nIt waits",
    "# Today" CUT "One thing\nis left." CUT "It waits" },
  { "You have:\n\n- tea\n- milk\n\nThat is all.",
    "You have:" CUT "- tea\n- milk" CUT "That is all." },
  { "Do:\n1. This thing. It is long.\n2. That",
    "Do:" CUT "1. This thing." CUT "It is long." CUT "2. That" },
  { "- a\n- b\n- c\n- d\n- e\n- f\n- g\n- h\n- i\n",
    "- a\n- b\n- c\n- d\n- e\n- f\n- g\n- h" CUT "- i" },
  { "Look:\n\n```c\nint a;\nint b. C;\n```\n\nDone.", "Look:" CUT "```c\nint a;" CUT "Done." },
  { "```\n```\nDone.", "Done." },
  { "| a | b |\n|---|---|\n| 1. X | 2 |\n\nSo. It",
    "| a | b |\n|---|---|\n| 1. X | 2 |" CUT "So." CUT "It" },
  { "> He came. She left.\n> Both.", "> He came." CUT "She left." CUT "> Both." },
  { "In 2026. Then more.", "In 2026." CUT "Then more." },
  { "It is 3 p.m. now. Go.", "It is 3 p.m. now." CUT "Go." },
  { "---\n\nA.", "A." },
  { "", "" },
  { " \n\n ", "" },
};

static char *
cut_up (const char *answer, gsize step)
{
  g_autoptr (HearthSentenceStream) stream = hearth_sentence_stream_new ();
  g_autoptr (GString) out = g_string_new (NULL);
  gsize length = strlen (answer);
  gsize start;
  char *piece;

  for (gsize i = 0; i < length; i += step) {
    g_autofree char *delta = g_strndup (answer + i, MIN (step, length - i));

    hearth_sentence_stream_push (stream, delta);
  }
  hearth_sentence_stream_end (stream);
  while ((piece = hearth_sentence_stream_pop (stream, &start)) != NULL) {
    if (out->len > 0)
      g_string_append (out, CUT);
    g_string_append (out, piece);
    g_assert_true (g_str_has_prefix (g_utf8_offset_to_pointer (answer, (glong) start), piece));
    g_free (piece);
  }
  return g_strdup (out->str);
}

/* However an answer comes, it is cut in the same way. */
static void
test_pieces (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    for (gsize step = 1; step < 120; step = step * 2 + 1) {
      g_autofree char *pieces = cut_up (rows[i].answer, step);

      if (strcmp (pieces, rows[i].pieces) != 0) {
        g_test_message ("“%s” in %zu: “%s”", rows[i].answer, step, pieces);
        g_test_fail ();
        break;
      }
    }
  }
}

/* Whoever writes may stop to think: what is whole as it stands is given out, and no more. */
static void
test_pause (void)
{
  static const struct {
    const char *written;
    const char *whole; /* (nullable) */
  } cases[] = {
    { "You have three new messages.", "You have three new messages." },
    { "You have three new messages. ", "You have three new messages." },
    { "Shall I?", "Shall I?" },
    { "He said “come.”", "He said “come.”" },
    { "It is from Dr.", NULL },
    { "Am 3.", NULL },
    { "It is done by No.", NULL },
    { "It was read by J. ", NULL },
    { "It weighs 3", NULL },
    { "See `a. b.", NULL },
    { "- tea.", NULL },
    { "| a. |", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (HearthSentenceStream) stream = hearth_sentence_stream_new ();
    g_autofree char *piece = NULL;
    g_autofree char *rest = NULL;

    hearth_sentence_stream_push (stream, cases[i].written);
    g_assert_null (hearth_sentence_stream_pop (stream, NULL));
    hearth_sentence_stream_pause (stream);
    piece = hearth_sentence_stream_pop (stream, NULL);
    g_assert_cmpstr (piece, ==, cases[i].whole);
    /* What follows is neither lost nor said twice. */
    hearth_sentence_stream_push (stream, " More.");
    hearth_sentence_stream_end (stream);
    rest = hearth_sentence_stream_pop (stream, NULL);
    if (piece != NULL)
      g_assert_cmpstr (rest, ==, "More.");
    else
      g_assert_cmpint (strncmp (rest, cases[i].written, 2), ==, 0);
  }
}

/* Bytes of an answer that have to be there before its first piece is. */
static gsize
count_until_first (const char *answer, char **piece)
{
  g_autoptr (HearthSentenceStream) stream = hearth_sentence_stream_new ();

  for (gsize i = 0; answer[i] != '\0'; i++) {
    const char delta[] = { answer[i], '\0' };

    hearth_sentence_stream_push (stream, delta);
    *piece = hearth_sentence_stream_pop (stream, NULL);
    if (*piece != NULL)
      return i + 1;
  }
  return 0;
}

static void
test_early (void)
{
  const struct {
    const char *answer;
    const char *first;
    gsize most;
  } early[] = {
    { "Yes! It is late.", "Yes!", 5 },
    { "Yes. It is late.", "Yes.", 6 },
    { "You have two things to do today, and both of them have to do with the house that you want "
      "to sell before the winter comes",
      "You have two things to do today,", 82 },
    { "Hier ist\n\nund", "Hier ist", 10 },
    { "```sh\nls -l\nrm x\n", "```sh\nls -l", 12 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (early); i++) {
    g_autofree char *first = NULL;
    gsize bytes = count_until_first (early[i].answer, &first);

    g_assert_cmpstr (first, ==, early[i].first);
    g_assert_cmpuint (bytes, <=, early[i].most);
  }
}

static void
test_bounds (void)
{
  g_autoptr (HearthSentenceStream) stream = hearth_sentence_stream_new ();
  gint64 begin = g_get_monotonic_time ();
  gsize total = 0;
  char *piece;

  for (guint i = 0; i < 300000; i++)
    hearth_sentence_stream_push (stream, i % 3 == 0 ? "ä" : i % 100 == 1 ? " " : "xyz");
  hearth_sentence_stream_push (stream, "\n\n| a |\n|---|\n");
  hearth_sentence_stream_end (stream);
  while ((piece = hearth_sentence_stream_pop (stream, NULL)) != NULL) {
    g_assert_cmpuint (strlen (piece), <=, 1000);
    g_assert_true (g_utf8_validate (piece, -1, NULL));
    total += strlen (piece);
    g_free (piece);
  }
  g_assert_cmpuint (total, <=, 1024 * 1024);
  g_assert_cmpuint (total, >, 600 * 1000);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 20 * G_USEC_PER_SEC);
}

/* What the pieces say is what the whole answer says. */
static void
test_spoken (void)
{
  const char *answer = "You have **two** meetings at 15:30. The first is with Ana.\n\nBring:\n\n"
                       "- tea\n- bread\n\nThen see https://example.org/x. Done.";
  g_autoptr (HearthSentenceStream) stream = hearth_sentence_stream_new ();
  g_autoptr (HearthSpokenForm) whole = hearth_spoken_form_new (answer, "en");
  g_autoptr (GString) said = g_string_new (NULL);
  char *piece;

  hearth_sentence_stream_push (stream, answer);
  hearth_sentence_stream_end (stream);
  while ((piece = hearth_sentence_stream_pop (stream, NULL)) != NULL) {
    g_autoptr (HearthSpokenForm) form = hearth_spoken_form_new (piece, "en");

    g_string_append_printf (said, "%s%s", said->len > 0 ? " " : "",
                            hearth_spoken_form_get_text (form));
    g_free (piece);
  }
  g_assert_cmpstr (said->str, ==, hearth_spoken_form_get_text (whole));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sentence-stream/pieces", test_pieces);
  g_test_add_func ("/sentence-stream/pause", test_pause);
  g_test_add_func ("/sentence-stream/early", test_early);
  g_test_add_func ("/sentence-stream/bounds", test_bounds);
  g_test_add_func ("/sentence-stream/spoken", test_spoken);
  return g_test_run ();
}
