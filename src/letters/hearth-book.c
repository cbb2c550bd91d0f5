/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-book.h"

#include "hearth-letters-error.h"
#include "hearth-page-stream.h"
#include "hearth-pages-private.h"
#include "hearth-text.h"
#include "hearth-tongue.h"

#include <cairo-pdf.h>
#include <glib/gi18n.h>
#include <math.h>
#include <pango/pangocairo.h>
#include <string.h>

#define TITLE_SIZE 1.9 /* of the style's size */
#define HEADING_SIZE 1.25
#define NUMBER_SIZE 0.75
#define TITLE_TOP 0.3 /* of the height */
#define AUTHOR_TOP 0.52
#define DEDICATION_TOP 0.33
#define HEADING_TOP 0.36
#define GUTTER (6 * HEARTH_MM)
#define SLUG (8 * HEARTH_MM) /* around the bleed, for the marks */
#define MARK (5 * HEARTH_MM)
#define MARK_WIDTH 0.25
#define MAX_TITLE 120  /* characters of a line of the contents */
#define MAX_EDGE 200.0 /* points of a gutter or a bleed */

/* What is known of a letter after it was counted. */
typedef struct {
  char *title; /* (owned): "" where it has none */
  char *date;  /* (owned) */
  guint n_pages;
} Chapter;

/* A book while it is made. */
typedef struct {
  const HearthBookOptions *options; /* (unowned) */
  const HearthLetterStyle *given;   /* (unowned) */
  HearthBookNext next;
  gpointer user_data;
  HearthLetterStyle style;      /* (owned): with the gutter inside, on the left */
  HearthLetterStyle plain;      /* (owned): the same without lines: of what is no letter */
  HearthLetterStyle large;      /* (owned): of the title */
  HearthLetterStyle heading;    /* (owned): of the page before each letter */
  HearthHandFace *face;         /* (owned) (nullable) */
  HearthHandFace *large_face;   /* (owned) (nullable) */
  HearthHandFace *heading_face; /* (owned) (nullable) */
  GArray *chapters;             /* (owned) (element-type Chapter) */
  GString *missing;             /* (owned) */
  double width, height;         /* of a page when it is cut, in points */
  double shift;                 /* how far a left page is beside a right one */
  double edge;                  /* around it */
  HearthPageStream out;
  cairo_surface_t *surface;   /* (owned) */
  cairo_t *cr;                /* (owned) */
  PangoContext *context;      /* (owned) */
  const HearthTongue *tongue; /* (nullable): of the headings */
  guint n_pages;              /* that were begun */
} Book;

static void
chapter_clear (gpointer data)
{
  Chapter *chapter = data;

  g_free (chapter->title);
  g_free (chapter->date);
}

static void
entry_clear (gpointer data)
{
  HearthContentsEntry *entry = data;

  g_free (entry->title);
}

static void
scale_style (HearthLetterStyle *style, const HearthLetterStyle *like, double scale)
{
  *style = *like;
  style->hand = like->hand != NULL ? hearth_hand_ref (like->hand) : NULL;
  style->family = g_strdup (like->family);
  style->size = like->size * scale;
  style->leading = like->leading * scale;
}

/* The inner margin is wider; on left pages all is shifted, so that it is on the right there. */
static void
measure (Book *book)
{
  HearthLetterMargins usual = hearth_letter_paper_get_margins (book->given->paper);
  const HearthLetterMargins *wanted = &book->given->margins;
  double outer = wanted->right >= 0 ? wanted->right : usual.right;
  double inner = (wanted->left >= 0 ? wanted->left : usual.left) + book->options->gutter;

  scale_style (&book->style, book->given, 1);
  book->style.margins = (HearthLetterMargins){ wanted->top, outer, wanted->bottom, inner };
  book->style.page_numbers = FALSE;
  scale_style (&book->plain, &book->style, 1);
  scale_style (&book->heading, &book->style, HEADING_SIZE);
  scale_style (&book->large, &book->style, TITLE_SIZE);
  /* Only letters were written on lines. */
  book->plain.ruling = book->heading.ruling = book->large.ruling = HEARTH_LETTER_RULING_PLAIN;
  book->shift = outer - inner;
  /* Lines that are cut have to be there beyond the cut, on left pages too. */
  if (book->options->bleed > 0)
    book->style.rules_beyond = book->options->bleed + fabs (book->shift);
  book->edge =
      book->options->bleed + (book->options->crop_marks && book->options->bleed > 0 ? SLUG : 0);
  hearth_letter_paper_get_size (book->given->paper, &book->width, &book->height);
}

static gboolean
check (const HearthBookOptions *options, const HearthLetterStyle *style, guint n_letters,
       GError **error)
{
  if (n_letters == 0) {
    g_set_error_literal (error, HEARTH_LETTERS_ERROR, HEARTH_LETTERS_ERROR_EMPTY,
                         _("A book needs at least one letter."));
    return FALSE;
  }
  if (n_letters > HEARTH_BOOK_MAX_LETTERS) {
    g_set_error (error, HEARTH_LETTERS_ERROR, HEARTH_LETTERS_ERROR_TOO_LARGE,
                 _("A book may have %u letters. Make it of fewer."), HEARTH_BOOK_MAX_LETTERS);
    return FALSE;
  }
  if (style->paper == HEARTH_LETTER_PAPER_CARD_FOLDED ||
      style->paper == HEARTH_LETTER_PAPER_ENVELOPE_DL || !(style->size > 0) ||
      !(options->gutter >= 0 && options->gutter <= MAX_EDGE) ||
      !(options->bleed >= 0 && options->bleed <= MAX_EDGE)) {
    g_set_error_literal (error, HEARTH_LETTERS_ERROR, HEARTH_LETTERS_ERROR_PAPER,
                         _("A book cannot be made on this paper, or with these margins."));
    return FALSE;
  }
  return TRUE;
}

/* Letters ------------------------------------------------------------------------------------- */

static const char *
says (const char *text)
{
  return text != NULL ? text : "";
}

/* The first line of a text, for the contents. */
static char *
dup_line (const char *text)
{
  g_autofree char *clean = hearth_text_clean (says (text), -1);

  clean[strcspn (clean, "\r\n")] = '\0';
  return hearth_text_one_line (clean, MAX_TITLE);
}

/* Lays a letter out as it stands in a book: to whom it went and when is on the page before. */
static HearthPages *
make_letter (Book *book, guint n, Chapter *chapter, GError **error)
{
  HearthLetterWords words = { NULL };

  book->next (n, &words, book->user_data);
  if (chapter != NULL) {
    chapter->title = dup_line (*says (words.title) != '\0' ? words.title : words.recipient);
    chapter->date = dup_line (words.date);
  }
  words.sender = words.recipient = NULL;
  return hearth_pages_new_in_face (&words, &book->style, book->face, error);
}

/* Adds what is not there already. */
static void
note_missing (Book *book, const char *missing)
{
  for (const char *p = missing; *p != '\0'; p = g_utf8_next_char (p)) {
    g_autofree char *one = g_strndup (p, g_utf8_next_char (p) - p);

    if (strstr (book->missing->str, one) == NULL)
      g_string_append (book->missing, one);
  }
}

static gboolean
count_letters (Book *book, guint n_letters, GError **error)
{
  guint total = 0;

  for (guint i = 0; i < n_letters; i++) {
    Chapter chapter = { NULL };
    g_autoptr (HearthPages) pages = NULL;

    if (g_cancellable_set_error_if_cancelled (book->out.cancellable, error))
      return FALSE;
    pages = make_letter (book, i, &chapter, error);
    chapter.n_pages = pages != NULL ? hearth_pages_get_n_pages (pages) : 0;
    total += chapter.n_pages;
    g_array_append_val (book->chapters, chapter);
    if (pages == NULL)
      return FALSE;
    note_missing (book, hearth_pages_get_missing (pages));
    if (total > HEARTH_BOOK_MAX_PAGES) {
      g_set_error (error, HEARTH_LETTERS_ERROR, HEARTH_LETTERS_ERROR_TOO_LARGE,
                   _("A book may have %u pages. Make it of fewer letters."),
                   HEARTH_BOOK_MAX_PAGES);
      return FALSE;
    }
  }
  return TRUE;
}

/* Pages --------------------------------------------------------------------------------------- */

/* The next page, 1 being the first one on the right. */
static gboolean
is_right (guint page)
{
  return page % 2 == 1;
}

/* Where the page is cut: outside of the bleed, so that no mark is left on it. */
static void
draw_marks (Book *book)
{
  double x[2] = { book->edge, book->edge + book->width };
  double y[2] = { book->edge, book->edge + book->height };
  double away = book->edge - book->options->bleed;
  cairo_t *cr = book->cr;

  cairo_set_source_rgb (cr, 0, 0, 0);
  cairo_set_line_width (cr, MARK_WIDTH);
  for (guint i = 0; i < 2; i++) {
    for (guint j = 0; j < 2; j++) {
      double left = i == 0 ? away - MARK : x[1] + book->options->bleed;
      double top = j == 0 ? away - MARK : y[1] + book->options->bleed;

      cairo_move_to (cr, left, y[j]);
      cairo_rel_line_to (cr, MARK, 0);
      cairo_move_to (cr, x[i], top);
      cairo_rel_line_to (cr, 0, MARK);
    }
  }
  cairo_stroke (cr);
}

/* At the foot, on the outer side. */
static void
draw_number (Book *book)
{
  PangoFontDescription *font = pango_font_description_new ();
  g_autoptr (PangoLayout) layout = pango_layout_new (book->context);
  g_autofree char *text = g_strdup_printf ("%u", book->n_pages);
  double outer = book->style.margins.right;
  double bottom = book->style.margins.bottom >= 0
                      ? book->style.margins.bottom
                      : hearth_letter_paper_get_margins (book->style.paper).bottom;
  int width;

  pango_font_description_set_family (font,
                                     book->style.family != NULL ? book->style.family : "serif");
  pango_font_description_set_size (font, (int) (NUMBER_SIZE * book->style.size * PANGO_SCALE));
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_text (layout, text, -1);
  pango_layout_get_size (layout, &width, NULL);
  cairo_set_source_rgb (book->cr, 0.3, 0.3, 0.3);
  cairo_move_to (book->cr,
                 is_right (book->n_pages) ? book->width - outer - (double) width / PANGO_SCALE
                                          : outer,
                 book->height - bottom * 0.45);
  pango_cairo_show_layout_line (book->cr, pango_layout_get_line_readonly (layout, 0));
}

/* Draws onto the page that was begun, and nothing outside of the bleed. */
static void
draw (Book *book, HearthPages *pages, guint page)
{
  double away = book->edge - book->options->bleed;

  cairo_save (book->cr);
  cairo_rectangle (book->cr, away, away, book->width + 2 * book->options->bleed,
                   book->height + 2 * book->options->bleed);
  cairo_clip (book->cr);
  cairo_translate (book->cr, book->edge + (is_right (book->n_pages) ? 0 : book->shift), book->edge);
  hearth_pages_draw (pages, page, book->cr);
  cairo_restore (book->cr);
}

static void
begin_page (Book *book)
{
  book->n_pages++;
}

static void
end_page (Book *book, gboolean numbered)
{
  if (numbered) {
    cairo_save (book->cr);
    cairo_translate (book->cr, book->edge, book->edge);
    draw_number (book);
    cairo_restore (book->cr);
  }
  if (book->edge > book->options->bleed)
    draw_marks (book);
  cairo_show_page (book->cr);
}

/* Empty pages until the next one is on the right, or on the left. */
static void
turn_to (Book *book, gboolean right)
{
  while (is_right (book->n_pages + 1) != right) {
    begin_page (book);
    end_page (book, FALSE);
  }
}

static gboolean
draw_middle (Book *book, const char *text, const HearthLetterStyle *style, HearthHandFace *face,
             double top, GError **error)
{
  g_autoptr (HearthPages) pages = NULL;

  if (text == NULL || *text == '\0')
    return TRUE;
  pages = hearth_pages_new_middle (text, style, face, top, error);
  if (pages == NULL)
    return FALSE;
  note_missing (book, hearth_pages_get_missing (pages));
  draw (book, pages, 0);
  return TRUE;
}

static gboolean
draw_front (Book *book, GError **error)
{
  const HearthBookOptions *options = book->options;

  begin_page (book);
  if (!draw_middle (book, options->title, &book->large, book->large_face, TITLE_TOP, error) ||
      !draw_middle (book, options->author, &book->heading, book->heading_face, AUTHOR_TOP, error))
    return FALSE;
  end_page (book, FALSE);
  if (options->dedication == NULL || *options->dedication == '\0')
    return TRUE;
  turn_to (book, TRUE);
  begin_page (book);
  if (!draw_middle (book, options->dedication, &book->plain, book->face, DEDICATION_TOP, error))
    return FALSE;
  end_page (book, FALSE);
  return TRUE;
}

/* On which page the words of the first letter are, after a list of @n_contents pages. */
static guint
find_first (Book *book, guint n_contents)
{
  guint last = book->n_pages;

  if (n_contents > 0)
    last += (is_right (last + 1) ? 0 : 1) + n_contents;
  /* The page before a letter is on the left. */
  return last + (is_right (last + 1) ? 3 : 2);
}

static GArray *
make_entries (Book *book, guint first)
{
  GArray *entries = g_array_new (FALSE, FALSE, sizeof (HearthContentsEntry));
  guint page = first;

  g_array_set_clear_func (entries, entry_clear);
  for (guint i = 0; i < book->chapters->len; i++) {
    const Chapter *chapter = &g_array_index (book->chapters, Chapter, i);
    HearthContentsEntry entry = { NULL, page };

    entry.title = *chapter->title != '\0' && *chapter->date != '\0'
                      ? g_strdup_printf ("%s, %s", chapter->title, chapter->date)
                      : g_strdup (*chapter->title != '\0' ? chapter->title : chapter->date);
    if (*entry.title == '\0') {
      g_free (entry.title);
      entry.title = book->tongue != NULL ? hearth_tongue_dup_number (book->tongue, i + 1)
                                         : g_strdup_printf (_("Letter %u"), i + 1);
    }
    g_array_append_val (entries, entry);
    /* Then the page before the next letter, on the left. */
    page += chapter->n_pages + 1;
    page += is_right (page) ? 0 : 1;
  }
  return entries;
}

/* Each letter begins on the right: so many pages whatever the numbers say. */
static gboolean
draw_contents (Book *book, GError **error)
{
  g_autoptr (GArray) entries = make_entries (book, 1);
  g_autoptr (HearthPages) pages = NULL;
  const char *heading;
  guint n;

  if (!book->options->contents)
    return TRUE;
  heading = book->tongue != NULL ? hearth_tongue_get_contents (book->tongue) : _("Contents");
  pages = hearth_pages_new_contents (heading, entries, &book->plain, book->face, error);
  if (pages == NULL)
    return FALSE;
  n = hearth_pages_get_n_pages (pages);
  g_clear_pointer (&entries, g_array_unref);
  entries = make_entries (book, find_first (book, n));
  g_clear_pointer (&pages, hearth_pages_unref);
  pages = hearth_pages_new_contents (heading, entries, &book->plain, book->face, error);
  if (pages == NULL)
    return FALSE;
  note_missing (book, hearth_pages_get_missing (pages));
  turn_to (book, TRUE);
  for (guint i = 0; i < hearth_pages_get_n_pages (pages); i++) {
    begin_page (book);
    draw (book, pages, i);
    end_page (book, TRUE);
  }
  return TRUE;
}

static void
add_outline (Book *book, const char *title)
{
  g_autofree char *link = g_strdup_printf ("page=%u", book->n_pages);

  if (*title != '\0')
    cairo_pdf_surface_add_outline (book->surface, CAIRO_PDF_OUTLINE_ROOT, title, link, 0);
}

/* On the left to whom and when, on the right the letter. */
static gboolean
draw_letter (Book *book, guint n, GError **error)
{
  const Chapter *chapter = &g_array_index (book->chapters, Chapter, n);
  g_autofree char *heading = g_strdup_printf ("%s\n\n%s", chapter->title, chapter->date);
  g_autoptr (HearthPages) pages = make_letter (book, n, NULL, error);

  if (pages == NULL)
    return FALSE;
  turn_to (book, FALSE);
  begin_page (book);
  if (!draw_middle (book, g_strstrip (heading), &book->heading, book->heading_face, HEADING_TOP,
                    error))
    return FALSE;
  end_page (book, FALSE);
  for (guint i = 0; i < hearth_pages_get_n_pages (pages) && !hearth_page_stream_failed (&book->out);
       i++) {
    begin_page (book);
    if (i == 0)
      add_outline (book, chapter->title);
    draw (book, pages, i);
    end_page (book, TRUE);
  }
  return !hearth_page_stream_failed (&book->out);
}

static gboolean
draw_book (Book *book, GError **error)
{
  if (!draw_front (book, error) || !draw_contents (book, error))
    return FALSE;
  for (guint i = 0; i < book->chapters->len; i++) {
    if (!draw_letter (book, i, error))
      return FALSE;
  }
  return TRUE;
}

/* Making it ----------------------------------------------------------------------------------- */

static void
book_init (Book *book)
{
  measure (book);
  book->face = hearth_pages_make_face (&book->style);
  book->large_face = hearth_pages_make_face (&book->large);
  book->heading_face = hearth_pages_make_face (&book->heading);
  book->chapters = g_array_new (FALSE, FALSE, sizeof (Chapter));
  g_array_set_clear_func (book->chapters, chapter_clear);
  book->missing = g_string_new (NULL);
  book->context = hearth_pages_make_context (book->options->language);
  book->tongue = hearth_tongue_find (book->options->language);
}

static void
book_clear (Book *book)
{
  hearth_letter_style_clear (&book->style);
  hearth_letter_style_clear (&book->plain);
  hearth_letter_style_clear (&book->large);
  hearth_letter_style_clear (&book->heading);
  hearth_hand_face_unref (book->face);
  hearth_hand_face_unref (book->large_face);
  hearth_hand_face_unref (book->heading_face);
  g_array_unref (book->chapters);
  g_string_free (book->missing, TRUE);
  g_object_unref (book->context);
  g_clear_error (&book->out.error);
}

static gboolean
write_book (Book *book, GError **error)
{
  const HearthBookOptions *options = book->options;
  gboolean drawn;
  g_autoptr (GError) own = NULL;

  book->surface = cairo_pdf_surface_create_for_stream (hearth_page_stream_write_cb, &book->out,
                                                       book->width + 2 * book->edge,
                                                       book->height + 2 * book->edge);
  hearth_page_stream_describe (book->surface, options->title, options->author, options->language,
                               options->written);
  book->cr = cairo_create (book->surface);
  drawn = draw_book (book, &own);
  cairo_destroy (book->cr);
  if (own != NULL && book->out.error == NULL)
    book->out.error = g_steal_pointer (&own);
  return hearth_page_stream_finish (&book->out, book->surface, error) && drawn;
}

/**
 * hearth_book_options_init:
 * @self: (out caller-allocates): options
 *
 * Makes the usual ones: contents, and a gutter of 6 mm.
 */
void
hearth_book_options_init (HearthBookOptions *self)
{
  *self = (HearthBookOptions){ .contents = TRUE, .gutter = GUTTER };
}

/**
 * hearth_book_write:
 * @options: how they become a book; not needed any more afterwards
 * @style: how they look; not a folded card or an envelope; its margin on the left is the inner one
 * @n_letters: how many there are
 * @next: lends each of them
 * @user_data: for @next
 * @stream: where the PDF goes; stays open
 * @result: (out caller-allocates) (optional): what was made; filled in on success
 * @cancellable: (nullable): to stop between two pages
 * @error: of @stream; %HEARTH_LETTERS_ERROR_EMPTY without a letter;
 *   %HEARTH_LETTERS_ERROR_TOO_LARGE, %HEARTH_LETTERS_ERROR_PAPER, %HEARTH_LETTERS_ERROR_OUTPUT;
 *   cancellation
 *
 * Writes a book: the title, a dedication, the contents; then of each letter a page on the left that
 * says to whom and when, and the letter from the right on. One page after another is made and
 * written, so that its length costs no memory.
 *
 * Returns: whether all of it was written
 */
gboolean
hearth_book_write (const HearthBookOptions *options, const HearthLetterStyle *style,
                   guint n_letters, HearthBookNext next, gpointer user_data, GOutputStream *stream,
                   HearthBookResult *result, GCancellable *cancellable, GError **error)
{
  Book book = { .options = options,
                .given = style,
                .next = next,
                .user_data = user_data,
                .out = { stream, cancellable, NULL } };
  gboolean written;

  if (!check (options, style, n_letters, error))
    return FALSE;
  book_init (&book);
  written = count_letters (&book, n_letters, error) && write_book (&book, error);
  if (written && result != NULL)
    *result = (HearthBookResult){ book.n_pages, g_strdup (book.missing->str) };
  book_clear (&book);
  return written;
}
