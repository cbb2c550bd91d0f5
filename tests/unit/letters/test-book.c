/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "pdf-tools.h"
#include "synthetic-hand.h"

#include "hearth-book.h"
#include "hearth-letters-error.h"

#include <glib/gstdio.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Letters of known words: each sentence says in which letter it is and where. */
typedef struct {
  guint n_sentences[12];
  HearthLetterWords words;
  char *text, *title, *date;
  guint calls;
} Letters;

static void
next_cb (guint n, HearthLetterWords *words, gpointer user_data)
{
  Letters *letters = user_data;
  GString *text = g_string_new ("Dear friend,\n\n");

  g_free (letters->text);
  g_free (letters->title);
  g_free (letters->date);
  for (guint i = 0; i < letters->n_sentences[n]; i++)
    g_string_append_printf (text, "This is sentence %u of letter %u, and the rain goes on.%s",
                            i + 1, n + 1, i % 4 == 3 ? "\n\n" : " ");
  g_string_append (text, "\n\nYours, Ben");
  letters->text = g_string_free (text, FALSE);
  letters->title = g_strdup_printf ("To Anna, the %u.", n + 1);
  letters->date = g_strdup_printf ("Leeds, %u May 2026", n + 1);
  *words = (HearthLetterWords){ .id = letters->title,
                                .title = letters->title,
                                .date = letters->date,
                                .text = letters->text,
                                .sender = "An address that is not printed",
                                .language = "en" };
  letters->calls++;
}

static void
letters_clear (Letters *letters)
{
  g_free (letters->text);
  g_free (letters->title);
  g_free (letters->date);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Letters, letters_clear)

static void
make_style (HearthLetterStyle *style, gboolean hand)
{
  hearth_letter_style_init (style);
  style->paper = HEARTH_LETTER_PAPER_A5;
  style->family = g_strdup ("DejaVu Serif");
  style->size = hand ? 13 : 10.5;
  if (hand)
    style->hand = synthetic_hand_new (TRUE, HEARTH_PEN_FOUNTAIN);
}

static void
make_options (HearthBookOptions *options)
{
  hearth_book_options_init (options);
  options->title = "Letters to Anna";
  options->author = "Ben Nye";
  options->dedication = "For whoever kept them";
  options->language = "en";
  options->written = 1778580000;
}

static GBytes *
make_book (const HearthBookOptions *options, const HearthLetterStyle *style, Letters *letters,
           guint n, HearthBookResult *result)
{
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  g_autoptr (GError) error = NULL;

  g_assert_true (
      hearth_book_write (options, style, n, next_cb, letters, stream, result, NULL, &error));
  g_assert_no_error (error);
  return pdf_end (stream);
}

static void
assert_page (GBytes *pdf, guint page, const char *begins, const char *has)
{
  g_autofree char *text = pdf_text (pdf, page);

  if (!g_str_has_prefix (text, begins) || strstr (text, has) == NULL)
    g_error ("page %u: “%s”, not “%s … %s”", page, text, begins, has);
}

/* Title, dedication, contents, and each letter on its spread: to whom and when on the left, the
 * letter from the right on; in type and in the hand. */
static void
test_structure (void)
{
  for (guint hand = 0; hand < 2; hand++) {
    g_auto (HearthLetterStyle) style = { 0 };
    g_auto (Letters) letters = { .n_sentences = { 3, 60, 1, 3, 3, 3, 3, 3, 3, 3, 3, 3 } };
    HearthBookOptions options;
    HearthBookResult result;
    g_autoptr (GBytes) pdf = NULL, again = NULL;
    g_autofree char *pages = NULL, *title = NULL, *author = NULL, *contents = NULL, *blank = NULL;
    g_autofree char *missing = NULL;
    guint last = 0;

    make_style (&style, hand);
    make_options (&options);
    pdf = make_book (&options, &style, &letters, 12, &result);
    missing = result.missing;
    pdf_keep (pdf, hand ? "book-hand.pdf" : "book-type.pdf");
    pages = pdf_info (pdf, "Pages");
    title = pdf_info (pdf, "Title");
    author = pdf_info (pdf, "Author");
    g_assert_cmpuint (g_ascii_strtoull (pages, NULL, 10), ==, result.n_pages);
    g_assert_cmpstr (title, ==, "Letters to Anna");
    g_assert_cmpstr (author, ==, "Ben Nye");
    g_assert_cmpstr (missing, ==, "");
    assert_page (pdf, 1, "Letters to Anna", "Ben Nye");
    blank = pdf_text (pdf, 2);
    g_assert_cmpstr (blank, ==, "");
    assert_page (pdf, 3, "For whoever kept them", "");
    assert_page (pdf, 5, "Contents", "To Anna, the 1.");
    contents = pdf_lines (pdf, 5);
    for (guint i = 0; i < 12; i++) {
      g_autofree char *entry =
          g_strdup_printf ("To Anna, the %u., Leeds, %u May 2026 ", i + 1, i + 1);
      g_autofree char *heading = g_strdup_printf ("To Anna, the %u.", i + 1);
      g_autofree char *first = g_strdup_printf ("sentence 1 of letter %u,", i + 1);
      g_autofree char *begins = g_strdup_printf ("Leeds, %u May 2026 Dear friend,", i + 1);
      const char *found = strstr (contents, entry);
      guint page;

      g_assert_nonnull (found);
      page = (guint) g_ascii_strtoull (found + strlen (entry), NULL, 10);
      g_assert_cmpuint (page, >, last);
      g_assert_cmpuint (page % 2, ==, 1);
      assert_page (pdf, page - 1, heading, "May 2026");
      assert_page (pdf, page, begins, first);
      last = page;
    }
    again = make_book (&options, &style, &letters, 12, NULL);
    g_assert_true (g_bytes_equal (pdf, again));
    g_assert_cmpuint (letters.calls, ==, 48);
  }
}

/* Pages are numbered, and those of a long letter follow each other without a gap. */
static void
test_long (void)
{
  g_auto (HearthLetterStyle) style = { 0 };
  g_auto (Letters) letters = { .n_sentences = { 120, 2 } };
  HearthBookOptions options;
  HearthBookResult result;
  g_autoptr (GBytes) pdf = NULL;
  g_autofree char *missing = NULL, *all = NULL;

  make_style (&style, TRUE);
  make_options (&options);
  options.dedication = NULL;
  options.contents = FALSE;
  pdf = make_book (&options, &style, &letters, 2, &result);
  missing = result.missing;
  assert_page (pdf, 2, "To Anna, the 1.", "");
  assert_page (pdf, 3, "Leeds, 1 May 2026", "sentence 1 of");
  for (guint page = 3; page < 9; page++) {
    g_autofree char *text = pdf_text (pdf, page);
    g_autofree char *number = g_strdup_printf (" %u", page);

    if (!g_str_has_suffix (text, number))
      g_error ("page %u: “%s”", page, text);
  }
  all = pdf_text (pdf, 0);
  for (guint i = 0; i < 120; i++) {
    g_autofree char *sentence = g_strdup_printf ("sentence %u ", i + 1);

    g_assert_nonnull (strstr (all, sentence));
  }
}

/* Where the words of a page begin, in points, by pdftotext. */
static double
find_left (GBytes *pdf, guint page)
{
  g_autofree char *text = pdf_boxes (pdf, page);
  double left = G_MAXDOUBLE;

  for (const char *p = text; (p = strstr (p, "xMin=\"")) != NULL; p++)
    left = MIN (left, g_ascii_strtod (p + strlen ("xMin=\""), NULL));
  return left;
}

/* The inner margin is wider by the gutter, on either side; bleed and marks make the paper larger.
 */
static void
test_gutter (void)
{
  g_auto (HearthLetterStyle) style = { 0 };
  g_auto (Letters) letters = { .n_sentences = { 120 } };
  HearthBookOptions options;
  g_autoptr (GBytes) pdf = NULL, cut = NULL;
  g_autofree char *size = NULL, *cut_size = NULL;
  double right, left;

  make_style (&style, FALSE);
  make_options (&options);
  options.dedication = NULL;
  options.contents = FALSE;
  style.margins = (HearthLetterMargins){ 50, 40, 50, 40 };
  options.gutter = 30;
  pdf = make_book (&options, &style, &letters, 1, NULL);
  right = find_left (pdf, 5);
  left = find_left (pdf, 6);
  g_assert_cmpfloat_with_epsilon (right, 70, 1.5);
  g_assert_cmpfloat_with_epsilon (left, 40, 1.5);
  size = pdf_info (pdf, "Page size");
  assert_page (pdf, 5, "", "sentence");
  g_assert_true (g_str_has_prefix (size, "419.528 x 595.276 pts"));
  options.bleed = 3 * HEARTH_MM;
  options.crop_marks = TRUE;
  cut = make_book (&options, &style, &letters, 1, NULL);
  pdf_keep (cut, "book-marks.pdf");
  cut_size = pdf_info (cut, "Page size");
  /* 148 + 2 × (3 + 8) mm. */
  g_assert_true (g_str_has_prefix (cut_size, "481.89 x 657.638 pts"));
  g_assert_cmpfloat_with_epsilon (find_left (cut, 5), 70 + 11 * HEARTH_MM, 1.5);
}

/* Whether anything is drawn in a column of a page, by pdftoppm at 72 dots to the inch. */
static gboolean
has_ink (GBytes *pdf, guint page, double x)
{
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "hearth-bleed-XXXXXX", NULL);
  g_autofree char *command = NULL, *image = NULL, *pixels = NULL;
  g_autoptr (GError) error = NULL;
  int fd = g_mkstemp (path), width = 0, height = 0, header = 0;
  gboolean ink = FALSE;
  gsize length;

  g_assert_cmpint (fd, >=, 0);
  g_assert_true (g_file_set_contents (path, g_bytes_get_data (pdf, &length),
                                      (gssize) g_bytes_get_size (pdf), &error));
  command = g_strdup_printf ("pdftoppm -r 72 -aa no -aaVector yes -gray -singlefile -f %u -l %u %s"
                             " %s",
                             page, page, path, path);
  g_assert_true (g_spawn_command_line_sync (command, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  image = g_strconcat (path, ".pgm", NULL);
  g_assert_true (g_file_get_contents (image, &pixels, &length, &error));
  g_assert_cmpint (sscanf (pixels, "P5 %d %d 255%n", &width, &height, &header), ==, 2);
  g_assert_cmpuint (length, ==, (gsize) header + 1 + (gsize) width * (gsize) height);
  for (int y = 0; y < height && x >= 0 && x < width; y++)
    ink = ink || (guchar) pixels[header + 1 + y * width + (int) x] < 250;
  g_unlink (path);
  g_unlink (image);
  close (fd);
  return ink;
}

/* The lines of ruled paper go on beyond the cut as far as the bleed, and no further, on either side
 * of the book; what is no letter stands on paper without them. */
static void
test_bleed (void)
{
  g_auto (HearthLetterStyle) style = { 0 };
  g_auto (Letters) letters = { .n_sentences = { 120 } };
  HearthBookOptions options;
  g_autoptr (GBytes) pdf = NULL, uncut = NULL;
  double edge = 11 * HEARTH_MM, bleed = 3 * HEARTH_MM, width, height;

  make_style (&style, FALSE);
  make_options (&options);
  style.ruling = HEARTH_LETTER_RULING_LINES;
  hearth_letter_paper_get_size (style.paper, &width, &height);
  options.bleed = bleed;
  options.crop_marks = TRUE;
  pdf = make_book (&options, &style, &letters, 1, NULL);
  pdf_keep (pdf, "book-bleed.pdf");
  for (guint page = 7; page <= 8; page++) {
    assert_page (pdf, page, "", "sentence");
    g_assert_true (has_ink (pdf, page, edge - bleed + 2));
    g_assert_true (has_ink (pdf, page, edge + width + bleed - 2));
    /* Between the bleed and the end of a mark at the top there is only that. */
    g_assert_false (has_ink (pdf, page, 2));
    g_assert_false (has_ink (pdf, page, edge * 2 + width - 2));
  }
  for (guint page = 1; page <= 6; page++)
    g_assert_false (has_ink (pdf, page, edge - bleed + 2));
  options.bleed = 0;
  options.crop_marks = FALSE;
  uncut = make_book (&options, &style, &letters, 1, NULL);
  g_assert_false (has_ink (uncut, 7, 2));
  g_assert_true (has_ink (uncut, 7, width / 2));
}

/* A list of letters that takes more than a page says the right pages, too. */
static void
test_contents (void)
{
  g_auto (HearthLetterStyle) style = { 0 };
  g_auto (Letters) letters = { .n_sentences = { 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1 } };
  HearthBookOptions options;
  g_autoptr (GBytes) pdf = NULL;
  g_autofree char *all = NULL;
  const char *found;
  guint page;

  make_style (&style, TRUE);
  make_options (&options);
  style.margins = (HearthLetterMargins){ 150, 40, 150, 40 };
  pdf = make_book (&options, &style, &letters, 12, NULL);
  all = pdf_lines (pdf, 6);
  found = strstr (all, "12 May 2026 ");
  g_assert_nonnull (found);
  page = (guint) g_ascii_strtoull (found + strlen ("12 May 2026 "), NULL, 10);
  assert_page (pdf, 6, "", "To Anna");
  assert_page (pdf, page, "Leeds, 12 May 2026", "letter 12,");
  assert_page (pdf, page - 1, "To Anna, the 12.", "");
}

static void
test_refused (void)
{
  g_auto (HearthLetterStyle) style = { 0 };
  g_auto (Letters) letters = { .n_sentences = { 1 } };
  HearthBookOptions options;
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  static const struct {
    guint n;
    HearthLetterPaper paper;
    double gutter, bleed;
    int code;
  } cases[] = {
    { 0, HEARTH_LETTER_PAPER_A5, 0, 0, HEARTH_LETTERS_ERROR_EMPTY },
    { HEARTH_BOOK_MAX_LETTERS + 1, HEARTH_LETTER_PAPER_A5, 0, 0, HEARTH_LETTERS_ERROR_TOO_LARGE },
    { 1, HEARTH_LETTER_PAPER_ENVELOPE_DL, 0, 0, HEARTH_LETTERS_ERROR_PAPER },
    { 1, HEARTH_LETTER_PAPER_CARD_FOLDED, 0, 0, HEARTH_LETTERS_ERROR_PAPER },
    { 1, HEARTH_LETTER_PAPER_A5, -1, 0, HEARTH_LETTERS_ERROR_PAPER },
    { 1, HEARTH_LETTER_PAPER_A5, NAN, 0, HEARTH_LETTERS_ERROR_PAPER },
    { 1, HEARTH_LETTER_PAPER_A5, 0, 1e9, HEARTH_LETTERS_ERROR_PAPER },
    { 1, HEARTH_LETTER_PAPER_CARD, 199, 0, HEARTH_LETTERS_ERROR_PAPER },
  };

  make_style (&style, FALSE);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;

    make_options (&options);
    style.paper = cases[i].paper;
    options.gutter = cases[i].gutter;
    options.bleed = cases[i].bleed;
    g_assert_false (hearth_book_write (&options, &style, cases[i].n, next_cb, &letters, stream,
                                       NULL, NULL, &error));
    g_assert_error (error, HEARTH_LETTERS_ERROR, cases[i].code);
  }
  {
    g_autoptr (GError) error = NULL;

    make_options (&options);
    style.paper = HEARTH_LETTER_PAPER_A5;
    g_cancellable_cancel (cancelled);
    g_assert_false (hearth_book_write (&options, &style, 1, next_cb, &letters, stream, NULL,
                                       cancelled, &error));
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/book/structure", test_structure);
  g_test_add_func ("/book/long", test_long);
  g_test_add_func ("/book/gutter", test_gutter);
  g_test_add_func ("/book/bleed", test_bleed);
  g_test_add_func ("/book/contents", test_contents);
  g_test_add_func ("/book/refused", test_refused);
  return g_test_run ();
}
