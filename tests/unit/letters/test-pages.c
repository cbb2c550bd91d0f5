/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "pdf-tools.h"
#include "synthetic-hand.h"

#include "hearth-letters-error.h"
#include "hearth-page-output.h"
#include "hearth-pages-private.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

static const char letter[] =
    "Dear Marianne,\n"
    "\n"
    "The kettle is on, the window is open, and for once nobody wants anything from me, so I’m "
    "writing "
    "to you at last. I’ve meant to since the day we said goodbye at the station — you with that "
    "impossible suitcase, I with both your gloves in my pocket. They’re still here, by the way.\n"
    "\n"
    "You asked how the garden is doing. Better than its owner: the pear tree has come through the "
    "winter, the quinces are in flower, and a blackbird has built its nest just above the bench, "
    "so "
    "that I’m scolded each time I sit down to read. I’m grateful for the company, even so. "
    "Whatever "
    "else changes, somebody sings at half past five.\n"
    "\n"
    "The little things still matter most: letters, butter, a lamp in the other kitchen that was "
    "lit "
    "at 7:30, and that summer of 1986 when the trees had all been cut.\n"
    "\n"
    "Come and see it all in June. Bring the suitcase.\n"
    "\n"
    "Yours,\n"
    "Jonathan";

static HearthLetterWords
make_words (const char *text)
{
  return (HearthLetterWords){ .id = "letter-1",
                              .title = "To Marianne",
                              .author = "Jonathan Quayle",
                              .language = "en",
                              .date = "Whitby, 12 May 2026",
                              .text = text,
                              .written = 1778580000 };
}

static void
make_style (HearthLetterStyle *style, gboolean joined)
{
  hearth_letter_style_init (style);
  style->hand = synthetic_hand_new (joined, HEARTH_PEN_BALLPOINT);
  style->size = 14;
  style->family = g_strdup ("DejaVu Serif");
}

static HearthPages *
lay_out (const HearthLetterWords *words, const HearthLetterStyle *style)
{
  g_autoptr (GError) error = NULL;
  HearthPages *pages = hearth_pages_new (words, style, &error);

  g_assert_no_error (error);
  return pages;
}

static GBytes *
make_pdf (HearthPages *pages, const HearthLetterWords *words)
{
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  g_autoptr (GError) error = NULL;

  g_assert_true (hearth_page_output_pdf (pages, words, stream, NULL, &error));
  g_assert_no_error (error);
  return pdf_end (stream);
}

static GBytes *
pdf_of (const HearthLetterWords *words, const HearthLetterStyle *style)
{
  g_autoptr (HearthPages) pages = lay_out (words, style);

  return make_pdf (pages, words);
}

/* A text as one line, as pdf_text() says it. */
static char *
one_line (const char *text)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \n", -1);
  GString *line = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL; i++) {
    if (*words[i] != '\0')
      g_string_append_printf (line, "%s%s", line->len > 0 ? " " : "", words[i]);
  }
  return g_string_free (line, FALSE);
}

static void
assert_has (const char *text, const char *part)
{
  if (strstr (text, part) == NULL)
    g_error ("no “%s” in “%s”", part, text);
}

/* The words come out of a PDF in their order, whole, in a hand that stands apart and one that is
 * joined; and the same letter gives the same bytes. */
static void
test_text (void)
{
  HearthLetterWords words = make_words (letter);
  g_autofree char *wanted = one_line (letter);

  for (guint joined = 0; joined < 2; joined++) {
    g_auto (HearthLetterStyle) style = { 0 };
    g_autoptr (GBytes) pdf = NULL, again = NULL;
    g_autofree char *text = NULL, *title = NULL, *author = NULL, *size = NULL, *date = NULL;

    make_style (&style, joined);
    pdf = pdf_of (&words, &style);
    pdf_keep (pdf, joined ? "joined.pdf" : "apart.pdf");
    text = pdf_text (pdf, 0);
    assert_has (text, wanted);
    g_assert_true (g_str_has_prefix (text, words.date));
    title = pdf_info (pdf, "Title");
    author = pdf_info (pdf, "Author");
    size = pdf_info (pdf, "Page size");
    date = pdf_info (pdf, "CreationDate");
    g_assert_cmpstr (title, ==, words.title);
    g_assert_cmpstr (author, ==, words.author);
    g_assert_true (g_str_has_suffix (size, "(A4)"));
    assert_has (date, "May 12");
    again = pdf_of (&words, &style);
    g_assert_true (g_bytes_equal (pdf, again));
    g_assert_cmpuint (g_bytes_get_size (pdf), <, 400000);
  }
}

/* The same in a font. */
static void
test_type (void)
{
  HearthLetterWords words = make_words (letter);
  g_auto (HearthLetterStyle) style = { 0 };
  g_autofree char *wanted = one_line (letter), *text = NULL;
  g_autoptr (GBytes) pdf = NULL;

  hearth_letter_style_init (&style);
  style.family = g_strdup ("DejaVu Serif");
  style.indent = 14;
  pdf = pdf_of (&words, &style);
  pdf_keep (pdf, "type.pdf");
  text = pdf_text (pdf, 0);
  assert_has (text, wanted);
}

static const HearthSetGlyph *
get_glyphs (HearthPages *pages, guint *n)
{
  *n = pages->set->glyphs->len;
  return (const HearthSetGlyph *) (const void *) pages->set->glyphs->data;
}

/* No character is written twice in a row with the same sample, and each sample is used. */
static void
test_alternation (void)
{
  g_auto (HearthLetterStyle) style = { 0 };
  HearthLetterWords words = make_words ("aaaa bananas aaa eee e e e e e e e e e e e e");
  g_autoptr (HearthPages) pages = NULL;
  const HearthSetGlyph *glyphs;
  guint n, last_a = 0, last_e = 0, n_a = 0;
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  make_style (&style, FALSE);
  style.unevenness = 0;
  words.date = NULL;
  pages = lay_out (&words, &style);
  glyphs = get_glyphs (pages, &n);
  for (guint i = 0; i < n; i++) {
    guint *last = pages->set->text->str[glyphs[i].text] == 'a' ? &last_a : &last_e;
    guint sample = 0;
    HearthHandForm form = { 0 };
    char text[2] = { pages->set->text->str[glyphs[i].text], '\0' };

    if (*text != 'a' && *text != 'e')
      continue;
    for (sample = 0; sample < 3; sample++) {
      gboolean found = FALSE;

      form.sample = sample;
      for (form.slant = 0; form.slant < HEARTH_HAND_SLANTS; form.slant++)
        for (form.size = 0; form.size < HEARTH_HAND_SIZES; form.size++)
          found = found || hearth_hand_face_find (pages->face, text, &form) == glyphs[i].glyph;
      if (found)
        break;
    }
    g_assert_cmpuint (sample, <, 3);
    g_assert_cmpuint (sample + 1, !=, *last);
    *last = sample + 1;
    n_a += *text == 'a';
    g_hash_table_add (seen, GUINT_TO_POINTER (sample * 256 + (guint) *text + 1));
  }
  g_assert_cmpuint (n_a, ==, 10);
  g_assert_cmpuint (g_hash_table_size (seen), ==, 6);
}

static const HearthPageItem *
get_item (HearthPages *pages, guint page, guint n)
{
  return &g_array_index ((GArray *) g_ptr_array_index (pages->pages, page), HearthPageItem, n);
}

static guint
count_items (HearthPages *pages, guint page)
{
  return ((GArray *) g_ptr_array_index (pages->pages, page))->len;
}

/* How many items, from the first, stand the same in both. */
static guint
count_same (HearthPages *a, HearthPages *b)
{
  guint n = MIN (count_items (a, 0), count_items (b, 0));

  for (guint i = 0; i < n; i++) {
    const HearthPageItem *first = get_item (a, 0, i), *second = get_item (b, 0, i);

    if (memcmp (&first->x, &second->x, sizeof first->x) != 0 ||
        memcmp (&first->y, &second->y, sizeof first->y) != 0)
      return i;
  }
  return n;
}

/* A letter is the same each time, another one is not, and what is changed at the end leaves what is
 * before it. */
static void
test_same (void)
{
  g_auto (HearthLetterStyle) style = { 0 };
  HearthLetterWords words = make_words (letter), other = make_words (letter);
  g_autofree char *longer = g_strconcat (letter, " and a word more", NULL);
  g_autofree char *middle = NULL;
  HearthLetterWords edited = make_words (longer), changed = make_words (NULL);
  g_autoptr (HearthPages) first = NULL, second = NULL, third = NULL, fourth = NULL, fifth = NULL;
  GString *text = g_string_new (letter);

  make_style (&style, TRUE);
  other.id = "letter-2";
  g_string_replace (text, "grateful", "very grateful", 1);
  middle = g_string_free (text, FALSE);
  changed.text = middle;
  first = lay_out (&words, &style);
  second = lay_out (&words, &style);
  third = lay_out (&other, &style);
  fourth = lay_out (&edited, &style);
  fifth = lay_out (&changed, &style);
  g_assert_cmpuint (count_same (first, second), ==, count_items (first, 0));
  g_assert_cmpuint (count_same (first, third), <, 3);
  g_assert_cmpuint (count_same (first, fourth), >=, count_items (first, 0) - 1);
  /* Some eighty words come before it, and those of its own line may move. */
  g_assert_cmpuint (count_same (first, fifth), >, 70);
  g_assert_cmpuint (count_same (first, fifth), <, count_items (first, 0) - 10);
}

/* Everything stands within the margins, but for what a hand is allowed. */
static void
assert_within (HearthPages *pages, const HearthLetterStyle *style)
{
  for (guint page = 0; page < hearth_pages_get_n_pages (pages); page++) {
    for (guint i = 0; i < count_items (pages, page); i++) {
      const HearthPageItem *item = get_item (pages, page, i);
      double right;

      if (item->kind != HEARTH_PAGE_ITEM_WORD)
        continue;
      right = (double) (item->x + g_array_index (pages->words, HearthSetWord, item->n).width);
      g_assert_cmpfloat ((double) item->x, >=, style->margins.left - 3);
      g_assert_cmpfloat (right, <=, pages->width - style->margins.right + 4);
      g_assert_cmpfloat ((double) item->y, >=, style->margins.top);
      g_assert_cmpfloat ((double) item->y, <=, pages->height - style->margins.bottom + 3);
    }
  }
}

static void
test_margins (void)
{
  GString *text = g_string_new ("Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenauszahlungs"
                                "stellenleiterinnenversammlung ");
  HearthLetterWords words = make_words (NULL);
  g_auto (HearthLetterStyle) style = { 0 };
  g_autoptr (HearthPages) pages = NULL, ruled = NULL;
  g_autoptr (GBytes) pdf = NULL;
  g_autofree char *all = NULL, *second = NULL, *count = NULL, *given = NULL;
  guint n;

  for (guint i = 0; i < 8; i++)
    g_string_append (text, letter);
  given = g_string_free (text, FALSE);
  words.text = given;
  make_style (&style, TRUE);
  style.margins = (HearthLetterMargins){ 60, 100, 80, 50 };
  pages = lay_out (&words, &style);
  n = hearth_pages_get_n_pages (pages);
  g_assert_cmpuint (n, >, 2);
  assert_within (pages, &style);
  pdf = make_pdf (pages, &words);
  count = pdf_info (pdf, "Pages");
  g_assert_cmpuint (g_ascii_strtoull (count, NULL, 10), ==, n);
  second = pdf_text (pdf, 2);
  g_assert_true (g_str_has_suffix (second, " 2"));
  style.ruling = HEARTH_LETTER_RULING_LINES;
  ruled = lay_out (&words, &style);
  assert_within (ruled, &style);
  g_assert_cmpint (get_item (ruled, 0, 0)->kind, ==, HEARTH_PAGE_ITEM_RULE);
}

/* What the hand has not is told, and stands there in a font. */
static void
test_missing (void)
{
  g_auto (HearthLetterStyle) style = { 0 };
  HearthLetterWords words =
      make_words ("Costs 5 € @ home, Привет and ñ, “so” she said… ’tis — 100 %");
  g_autoptr (HearthPages) pages = NULL, type = NULL;
  g_autoptr (GBytes) pdf = NULL;
  g_autofree char *text = NULL;

  make_style (&style, FALSE);
  words.date = NULL;
  pages = lay_out (&words, &style);
  g_assert_cmpstr (hearth_pages_get_missing (pages), ==, "€@Приветñ%");
  pdf = make_pdf (pages, &words);
  pdf_keep (pdf, "missing.pdf");
  text = pdf_text (pdf, 0);
  assert_has (text, "Привет");
  assert_has (text, "she said… ’tis —");
  g_clear_pointer (&style.hand, hearth_hand_unref);
  type = lay_out (&words, &style);
  g_assert_cmpstr (hearth_pages_get_missing (type), ==, "");
}

/* Pairs are used where they were written, once for both characters. */
static void
test_pairs (void)
{
  g_auto (HearthLetterStyle) style = { 0 };
  HearthLetterWords words = make_words ("the letter");
  g_autoptr (HearthPages) pages = NULL;
  const HearthSetGlyph *glyphs;
  guint n;

  make_style (&style, TRUE);
  words.date = NULL;
  pages = lay_out (&words, &style);
  glyphs = get_glyphs (pages, &n);
  /* th e l e tt e r */
  g_assert_cmpuint (n, ==, 7);
  g_assert_cmpuint (glyphs[0].length, ==, 2);
  g_assert_cmpuint (glyphs[4].length, ==, 2);
  g_assert_cmpstr (pages->set->text->str, ==, "theletter");
  /* All that can be joined within a word is. */
  g_assert_cmpuint (pages->set->joins->len, >=, 4);
}

/* A join goes from the end of one letter to the beginning of the next, and not far. */
static void
test_joins (void)
{
  g_auto (HearthLetterStyle) style = { 0 }, apart = { 0 };
  HearthLetterWords words = make_words ("minimum abcdefghijklmnopqrstuvwxyz oven wave bring");
  g_autoptr (HearthPages) pages = NULL, unjoined = NULL;

  make_style (&style, TRUE);
  make_style (&apart, FALSE);
  words.date = NULL;
  pages = lay_out (&words, &style);
  unjoined = lay_out (&words, &apart);
  g_assert_cmpuint (unjoined->set->joins->len, ==, 0);
  g_assert_cmpuint (pages->set->joins->len, >=, 36);
  for (guint i = 0; i < pages->set->joins->len; i++) {
    const HearthSetJoin *join = &g_array_index (pages->set->joins, HearthSetJoin, i);

    g_assert_cmpfloat (
        hypot ((double) (join->x[3] - join->x[0]), (double) (join->y[3] - join->y[0])), <, 10);
  }
}

/* Cards and envelopes are as large as they should be, and have their words in their places. */
static void
test_papers (void)
{
  static const struct {
    HearthLetterPaper paper;
    const char *size;
    const char *pages;
  } cases[] = {
    { HEARTH_LETTER_PAPER_US_LETTER, "612 x 792 pts (letter)", "1" },
    { HEARTH_LETTER_PAPER_A5, "419.528 x 595.276 pts", "1" },
    { HEARTH_LETTER_PAPER_CARD, "297.638 x 419.528 pts", "1" },
    { HEARTH_LETTER_PAPER_CARD_FOLDED, "595.276 x 419.528 pts", "2" },
    { HEARTH_LETTER_PAPER_ENVELOPE_DL, "623.622 x 311.811 pts", "1" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (HearthLetterStyle) style = { 0 };
    HearthLetterWords words = make_words ("Dear Anna,\nhappy birthday!\nYours, Ben");
    g_autoptr (GBytes) pdf = NULL;
    g_autofree char *size = NULL, *text = NULL, *pages = NULL, *name = NULL;
    HearthLetterPaper paper;
    gboolean envelope = cases[i].paper == HEARTH_LETTER_PAPER_ENVELOPE_DL;

    make_style (&style, TRUE);
    style.paper = cases[i].paper;
    words.date = NULL;
    words.sender = envelope ? "Ben Nye\n3 Mill Lane\nLeeds" : NULL;
    words.recipient = envelope ? "Anna Silva\n12 Harbour Street\nBristol" : NULL;
    pdf = pdf_of (&words, &style);
    name = g_strdup_printf ("%s.pdf", hearth_letter_paper_get_name (style.paper));
    pdf_keep (pdf, name);
    size = pdf_info (pdf, "Page size");
    pages = pdf_info (pdf, "Pages");
    text = pdf_text (pdf, 0);
    assert_has (size, cases[i].size);
    g_assert_cmpstr (pages, ==, cases[i].pages);
    assert_has (text, envelope ? "Harbour Street" : "happy birthday!");
    g_assert_true ((strstr (text, "happy") == NULL) == envelope);
    g_assert_true (
        hearth_letter_paper_from_name (hearth_letter_paper_get_name (style.paper), &paper));
    g_assert_cmpint (paper, ==, style.paper);
  }
}

/* A card that is folded has its text inside: on the right alone where that is enough. */
static void
test_folded (void)
{
  g_auto (HearthLetterStyle) style = { 0 };
  HearthLetterWords shorter = make_words ("Happy birthday!"), longer = make_words (letter);
  g_autoptr (HearthPages) few = NULL, many = NULL;

  make_style (&style, TRUE);
  style.paper = HEARTH_LETTER_PAPER_CARD_FOLDED;
  few = lay_out (&shorter, &style);
  many = lay_out (&longer, &style);
  g_assert_cmpfloat ((double) get_item (few, 0, 0)->x, >, few->width / 2);
  g_assert_cmpfloat ((double) get_item (few, 1, count_items (few, 1) - 1)->x, >, few->width / 2);
  g_assert_cmpfloat ((double) get_item (many, 1, 5)->x, <, many->width / 2);
}

/* What cannot be is said, and nothing is made. */
static void
test_refused (void)
{
  g_auto (HearthLetterStyle) style = { 0 };
  HearthLetterWords words = make_words (letter);
  g_autofree char *long_text = g_strnfill (HEARTH_PAGES_MAX_TEXT + 1, 'a');
  g_autofree char *lines = g_strnfill (40 * HEARTH_PAGES_MAX + 1, 'a');
  static const double sizes[] = { 0, -1, NAN, INFINITY, 1000 };

  make_style (&style, TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autoptr (GError) error = NULL;

    style.size = sizes[i];
    g_assert_null (hearth_pages_new (&words, &style, &error));
    g_assert_error (error, HEARTH_LETTERS_ERROR, HEARTH_LETTERS_ERROR_PAPER);
  }
  style.size = 14;
  style.margins.left = 560;
  {
    g_autoptr (GError) error = NULL;

    g_assert_null (hearth_pages_new (&words, &style, &error));
    g_assert_error (error, HEARTH_LETTERS_ERROR, HEARTH_LETTERS_ERROR_PAPER);
  }
  style.margins.left = -1;
  for (gsize i = 1; i < 40 * HEARTH_PAGES_MAX; i += 2)
    lines[i] = '\n';
  for (guint i = 0; i < 2; i++) {
    g_autoptr (GError) error = NULL;

    words.text = i == 0 ? long_text : lines;
    style.leading = 40;
    g_assert_null (hearth_pages_new (&words, &style, &error));
    g_assert_error (error, HEARTH_LETTERS_ERROR, HEARTH_LETTERS_ERROR_TOO_LARGE);
  }
}

/* Texts that are hard to set do no harm, in a hand and in a font. */
static void
test_hard_texts (void)
{
  static const char *const texts[] = {
    "",
    "\n\n\n",
    " ",
    "\t\t a",
    "\xff\xfe broken \xc3",
    "e\xcc\x81\xcc\x81\xcc\x81 \xcc\x81",
    "שלום עולם",
    "日本語のテキスト",
    "👩‍👩‍👧‍👦🏳️‍🌈",
    "a\r\nb\rc",
    "\xe2\x80\xaeright to left\xe2\x80\xac",
    "x\xc2\xa0y\xc2\xadz",
    "…",
    "th…tt",
  };

  for (guint hand = 0; hand < 2; hand++) {
    for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
      g_auto (HearthLetterStyle) style = { 0 };
      HearthLetterWords words = { .text = texts[i] };
      g_autoptr (GBytes) pdf = NULL;

      make_style (&style, hand);
      if (!hand)
        g_clear_pointer (&style.hand, hearth_hand_unref);
      pdf = pdf_of (&words, &style);
      g_assert_cmpuint (g_bytes_get_size (pdf), >, 100);
    }
  }
}

static cairo_surface_t *
draw_page (HearthPages *pages, guint page, double scale)
{
  double width, height;
  cairo_surface_t *surface;
  cairo_t *cr;

  hearth_pages_get_size (pages, &width, &height);
  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) (width * scale),
                                        (int) (height * scale));
  cr = cairo_create (surface);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_scale (cr, scale, scale);
  hearth_pages_draw (pages, page, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

static double
measure_ink (cairo_surface_t *surface)
{
  const guint8 *data = cairo_image_surface_get_data (surface);
  int stride = cairo_image_surface_get_stride (surface);
  int width = cairo_image_surface_get_width (surface),
      height = cairo_image_surface_get_height (surface);
  double ink = 0;

  for (int y = 0; y < height; y++) {
    for (int x = 0; x < width; x++)
      ink += (255 - data[y * stride + 4 * x + 1]) / 255.0;
  }
  return ink / ((double) width * height);
}

/* On a screen there is as much ink as on paper: Poppler's picture of the PDF says how much. */
static void
test_screen (void)
{
  g_auto (HearthLetterStyle) style = { 0 };
  HearthLetterWords words = make_words (letter);
  g_autoptr (HearthPages) pages = NULL;
  g_autoptr (GBytes) pdf = NULL;
  g_autofree char *ppm = NULL, *path = NULL, *command = NULL, *picture = NULL;
  cairo_surface_t *screen;
  g_autoptr (GError) error = NULL;
  gsize length, pixels = 794 * 1123;
  double on_screen, on_paper = 0;
  int status;

  make_style (&style, TRUE);
  pages = lay_out (&words, &style);
  pdf = make_pdf (pages, &words);
  screen = draw_page (pages, 0, 96.0 / 72);
  on_screen = measure_ink (screen);
  if (g_getenv ("LETTERS_PICTURES") != NULL) {
    g_autofree char *name = g_build_filename (g_getenv ("LETTERS_PICTURES"), "screen.png", NULL);

    cairo_surface_write_to_png (screen, name);
  }
  cairo_surface_destroy (screen);
  g_assert_cmpint (g_file_open_tmp ("hearth-XXXXXX", &path, NULL), >=, 0);
  g_assert_true (g_file_set_contents (path, g_bytes_get_data (pdf, NULL),
                                      (gssize) g_bytes_get_size (pdf), NULL));
  command = g_strdup_printf ("pdftoppm -r 96 -gray -singlefile %s %s", path, path);
  g_assert_true (g_spawn_command_line_sync (command, NULL, NULL, &status, &error));
  g_assert_cmpint (status, ==, 0);
  picture = g_strconcat (path, ".pgm", NULL);
  g_assert_true (g_file_get_contents (picture, &ppm, &length, NULL));
  for (gsize i = length - pixels; i < length; i++)
    on_paper += (255 - (guint8) ppm[i]) / 255.0;
  on_paper /= (double) pixels;
  g_test_message ("ink: %.4f on the screen, %.4f on paper", on_screen, on_paper);
  g_assert_cmpfloat (on_screen, >, 0.01);
  g_assert_cmpfloat (on_screen, <, 0.2);
  g_assert_cmpfloat_with_epsilon (on_screen / on_paper, 1, 0.12);
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_remove (picture), ==, 0);
}

/* SVG is well-formed, and each page can be had; one that is not there cannot. */
static void
test_svg (void)
{
  g_auto (HearthLetterStyle) style = { 0 };
  HearthLetterWords words = make_words (letter);
  g_autoptr (HearthPages) pages = NULL;
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) none = g_memory_output_stream_new_resizable ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) svg = NULL;
  g_autofree char *text = NULL;

  make_style (&style, TRUE);
  pages = lay_out (&words, &style);
  g_assert_true (hearth_page_output_svg (pages, 0, stream, NULL, &error));
  svg = pdf_end (stream);
  pdf_keep (svg, "joined.svg");
  text = g_strndup (g_bytes_get_data (svg, NULL), g_bytes_get_size (svg));
  assert_has (text, "<svg ");
  assert_has (text, "</svg>");
  assert_has (text, "<path ");
  g_assert_false (hearth_page_output_svg (pages, 1, none, NULL, &error));
  g_assert_error (error, HEARTH_LETTERS_ERROR, HEARTH_LETTERS_ERROR_PAPER);
}

/* A file is replaced when the new one is whole, and not before. */
static void
test_files (void)
{
  g_auto (HearthLetterStyle) style = { 0 };
  HearthLetterWords words = make_words (letter);
  g_autoptr (HearthPages) pages = NULL;
  g_autofree char *folder = g_dir_make_tmp ("hearth-XXXXXX", NULL);
  g_autoptr (GFile) dir = g_file_new_for_path (folder), file = g_file_get_child (dir, "letter.pdf");
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *was = NULL, *is = NULL;
  gsize was_length, is_length;

  make_style (&style, TRUE);
  pages = lay_out (&words, &style);
  g_cancellable_cancel (cancelled);
  g_assert_false (hearth_page_output_pdf_file (pages, &words, file, cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (g_file_query_exists (file, NULL));
  g_clear_error (&error);
  g_assert_true (hearth_page_output_pdf_file (pages, &words, file, NULL, &error));
  g_assert_true (g_file_load_contents (file, NULL, &was, &was_length, NULL, NULL));
  /* A page that is not there fails when the file is open already. */
  g_assert_false (hearth_page_output_svg_file (pages, 7, file, NULL, &error));
  g_assert_true (g_file_load_contents (file, NULL, &is, &is_length, NULL, NULL));
  g_assert_cmpmem (was, was_length, is, is_length);
  g_assert_true (g_file_delete (file, NULL, NULL));
  g_clear_error (&error);
  g_assert_false (hearth_page_output_svg_file (pages, 7, file, NULL, &error));
  g_assert_true (g_file_delete (dir, NULL, NULL));
}

/* Of @n lines of one word after others, how many stand on a page; @index counts all lines. */
static guint
count_on_page (GArray *page, guint before, guint n, double bottom, guint *index)
{
  guint count = 0;
  double y = 0;

  for (guint i = 0; i < page->len; i++) {
    const HearthPageItem *item = &g_array_index (page, HearthPageItem, i);

    if (item->kind == HEARTH_PAGE_ITEM_RULE || item->dim)
      continue;
    g_assert_cmpfloat (item->y, >, y + 10);
    g_assert_cmpfloat (item->y, <, bottom);
    y = item->y;
    count += *index >= before && *index < before + n;
    (*index)++;
  }
  return count;
}

static void
check_broken (const HearthLetterStyle *style, guint before, guint n)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (HearthPages) pages = NULL;
  g_autoptr (GError) error = NULL;
  double bottom = 842 - hearth_letter_paper_get_margins (style->paper).bottom + 3;
  HearthLetterWords words = { .id = "1" };
  guint index = 0, most = 0;

  for (guint i = 0; i < before; i++)
    g_string_append (text, "word\n\n");
  for (guint i = 0; i < n; i++)
    g_string_append (text, "line\n");
  g_string_append (text, "\nlast");
  words.text = text->str;
  pages = hearth_pages_new (&words, style, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < pages->pages->len; i++) {
    guint count = count_on_page (pages->pages->pdata[i], before, n, bottom, &index);

    g_assert_cmpuint (count, !=, n > 1 ? 1 : 2);
    if (n <= 3)
      g_assert_true (count == 0 || count == n);
    most = MAX (most, count);
  }
  g_assert_cmpuint (index, ==, before + n + 1);
  g_assert_cmpuint (most, >=, MIN (n, 2));
}

/* No line of a paragraph stands alone at the foot of a page or at the head of one. */
static void
test_broken (void)
{
  g_auto (HearthLetterStyle) hand = { 0 };
  g_auto (HearthLetterStyle) type = { 0 };

  make_style (&hand, TRUE);
  hand.unevenness = 0;
  hearth_letter_style_init (&type);
  type.ruling = HEARTH_LETTER_RULING_LINES;
  for (guint before = 0; before < 34; before++) {
    for (guint n = 1; n < 7; n++) {
      check_broken (&hand, before, n);
      check_broken (&type, before, n);
    }
    /* Over three pages. */
    check_broken (&hand, before, 60);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pages/text", test_text);
  g_test_add_func ("/pages/type", test_type);
  g_test_add_func ("/pages/alternation", test_alternation);
  g_test_add_func ("/pages/same", test_same);
  g_test_add_func ("/pages/margins", test_margins);
  g_test_add_func ("/pages/broken", test_broken);
  g_test_add_func ("/pages/missing", test_missing);
  g_test_add_func ("/pages/pairs", test_pairs);
  g_test_add_func ("/pages/joins", test_joins);
  g_test_add_func ("/pages/papers", test_papers);
  g_test_add_func ("/pages/folded", test_folded);
  g_test_add_func ("/pages/refused", test_refused);
  g_test_add_func ("/pages/hard-texts", test_hard_texts);
  g_test_add_func ("/pages/screen", test_screen);
  g_test_add_func ("/pages/svg", test_svg);
  g_test_add_func ("/pages/files", test_files);
  return g_test_run ();
}
