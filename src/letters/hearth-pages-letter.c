/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-page-flow.h"

#include <pango/pangocairo.h>
#include <string.h>

#define CARD_TITLE 0.42 /* of the height, down to the title of a folded card */
#define ADDRESS 0.52    /* of the height, down to the address on an envelope */
#define NUMBER_ROOM 3.0 /* of the size, for a number in the contents */

static const double pen_widths[] = {
  [HEARTH_PEN_BALLPOINT] = 0.85,
  [HEARTH_PEN_FOUNTAIN] = 1.1,
  [HEARTH_PEN_FELT] = 1.5,
  [HEARTH_PEN_PENCIL] = 0.75,
};

static gboolean
says (const char *text)
{
  return text != NULL && *text != '\0';
}

static void
set_letter (HearthPageFlow *flow, const HearthLetterWords *words)
{
  double width = flow->page_width - flow->margins.left - flow->margins.right;
  HearthPageColumn left = { flow->margins.left, width, HEARTH_PAGE_ALIGN_LEFT, 0 };
  HearthPageColumn right = { flow->margins.left, width, HEARTH_PAGE_ALIGN_RIGHT, 0 };
  HearthPageColumn text = { flow->margins.left, width, HEARTH_PAGE_ALIGN_LEFT,
                            flow->style->indent };

  if (says (words->sender)) {
    hearth_page_flow_set_block (flow, words->sender, &right);
    hearth_page_flow_leave_gap (flow, 1);
  }
  if (says (words->recipient)) {
    hearth_page_flow_set_block (flow, words->recipient, &left);
    hearth_page_flow_leave_gap (flow, 1);
  }
  if (says (words->date)) {
    hearth_page_flow_set_block (flow, words->date, &right);
    hearth_page_flow_leave_gap (flow, 1);
  }
  hearth_page_flow_set_block (flow, words->text, &text);
}

/* A letter that fits on one page of a card stands on the right, inside. */
static void
set_folded (HearthPageFlow *flow, const HearthLetterWords *words)
{
  double width = flow->page_width - flow->margins.left - flow->margins.right;
  HearthPageColumn middle = { flow->margins.left, width, HEARTH_PAGE_ALIGN_CENTER, 0 };
  double x;
  GArray *inside;

  hearth_page_flow_begin_panel (flow, 0);
  flow->y = flow->page_height * CARD_TITLE;
  if (says (words->title))
    hearth_page_flow_set_block (flow, words->title, &middle);
  hearth_page_flow_begin_panel (flow, 1);
  set_letter (flow, words);
  if (flow->panel != 1)
    return;
  inside = hearth_page_flow_get_panel (flow, 1, &x);
  for (guint i = 0; i < inside->len; i++)
    g_array_index (inside, HearthPageItem, i).x += (float) flow->page_width;
}

static void
set_envelope (HearthPageFlow *flow, const HearthLetterWords *words)
{
  double half = flow->page_width * 0.5;
  HearthPageColumn from = { flow->margins.left, half - flow->margins.left, HEARTH_PAGE_ALIGN_LEFT,
                            0 };
  HearthPageColumn to = { half, half - flow->margins.right, HEARTH_PAGE_ALIGN_LEFT, 0 };

  hearth_page_flow_begin_panel (flow, 0);
  if (says (words->sender))
    hearth_page_flow_set_block (flow, words->sender, &from);
  flow->y = MAX (flow->page_height * ADDRESS, flow->y);
  if (says (words->recipient))
    hearth_page_flow_set_block (flow, words->recipient, &to);
}

static void
set_all (HearthPageFlow *flow, const HearthLetterWords *words)
{
  switch (flow->style->paper) {
  case HEARTH_LETTER_PAPER_CARD_FOLDED:
    set_folded (flow, words);
    break;
  case HEARTH_LETTER_PAPER_ENVELOPE_DL:
    set_envelope (flow, words);
    break;
  case HEARTH_LETTER_PAPER_A4:
  case HEARTH_LETTER_PAPER_US_LETTER:
  case HEARTH_LETTER_PAPER_A5:
  case HEARTH_LETTER_PAPER_CARD:
  default:
    hearth_page_flow_begin_panel (flow, 0);
    set_letter (flow, words);
    if (flow->style->page_numbers)
      hearth_page_flow_add_numbers (flow);
    break;
  }
}

/**
 * hearth_pages_make_context:
 * @language: (nullable): BCP 47
 *
 * Returns: (transfer full): a context in which one unit is a point and nothing is rounded to
 * pixels, so that screen and paper are alike
 */
PangoContext *
hearth_pages_make_context (const char *language)
{
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  cairo_font_options_t *options = cairo_font_options_create ();

  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options (context, options);
  pango_cairo_context_set_resolution (context, 72);
  pango_context_set_round_glyph_positions (context, FALSE);
  if (says (language))
    pango_context_set_language (context, pango_language_from_string (language));
  cairo_font_options_destroy (options);
  return context;
}

/**
 * hearth_pages_make_face:
 * @style: a style
 *
 * Returns: (transfer full) (nullable): the style's hand in its size, or %NULL where it is a font
 */
HearthHandFace *
hearth_pages_make_face (const HearthLetterStyle *style)
{
  HearthHandNib nib = { HEARTH_PEN_BALLPOINT, 0, HEARTH_PAGE_X_HEIGHT * style->size, 0 };

  if (style->hand == NULL)
    return NULL;
  nib.pen = style->pen_chosen ? style->pen : hearth_hand_get_pen (style->hand);
  nib.width = style->pen_width > 0 ? style->pen_width : pen_widths[nib.pen];
  return hearth_hand_face_new (style->hand, &nib, style->size, style->unevenness);
}

/**
 * hearth_pages_new_in_face:
 * @words: what is said
 * @style: how it looks
 * @face: (nullable): from hearth_pages_make_face() for the same hand, size and pen
 * @error: as of hearth_pages_new()
 *
 * Returns: (transfer full) (nullable): the letter; letters with one face share its outlines
 */
HearthPages *
hearth_pages_new_in_face (const HearthLetterWords *words, const HearthLetterStyle *style,
                          HearthHandFace *face, GError **error)
{
  HearthPageFlow flow;

  if (!hearth_page_flow_init (&flow, style, face, words->language, words->id, error))
    return NULL;
  if (words->text != NULL && strlen (words->text) > HEARTH_PAGES_MAX_TEXT)
    flow.full = TRUE;
  else
    set_all (&flow, words);
  return hearth_page_flow_finish (&flow, error);
}

/**
 * hearth_pages_new:
 * @words: what is said; not needed any more afterwards
 * @style: how it looks; not needed any more afterwards
 * @error: %HEARTH_LETTERS_ERROR_PAPER where margins and sizes leave no room or are none;
 *   %HEARTH_LETTERS_ERROR_TOO_LARGE above %HEARTH_PAGES_MAX
 *
 * Lays a letter out. Of an empty one there is one empty page.
 *
 * Returns: (transfer full) (nullable): its pages
 */
HearthPages *
hearth_pages_new (const HearthLetterWords *words, const HearthLetterStyle *style, GError **error)
{
  g_autoptr (HearthHandFace) face = NULL;

  /* Before the face, which takes the numbers of the style as they are. */
  if (!(style->size > 0))
    return hearth_pages_new_in_face (words, style, NULL, error);
  face = hearth_pages_make_face (style);
  return hearth_pages_new_in_face (words, style, face, error);
}

/**
 * hearth_pages_new_middle:
 * @text: lines
 * @style: how they look
 * @face: (nullable): the style's hand in its size
 * @top: where the first line stands, as a part of the page's height
 * @error: as of hearth_pages_new()
 *
 * Returns: (transfer full) (nullable): lines in the middle of a page, such as a title
 */
HearthPages *
hearth_pages_new_middle (const char *text, const HearthLetterStyle *style, HearthHandFace *face,
                         double top, GError **error)
{
  HearthPageFlow flow;
  HearthPageColumn middle = { 0, 0, HEARTH_PAGE_ALIGN_CENTER, 0 };

  if (!hearth_page_flow_init (&flow, style, face, NULL, text, error))
    return NULL;
  middle.left = flow.margins.left;
  middle.width = flow.page_width - flow.margins.left - flow.margins.right;
  hearth_page_flow_begin_panel (&flow, 0);
  flow.y = flow.page_height * top;
  hearth_page_flow_set_block (&flow, text, &middle);
  return hearth_page_flow_finish (&flow, error);
}

/* The number stands on the last line of its title. */
static void
set_entry (HearthPageFlow *flow, const HearthContentsEntry *entry)
{
  double width = flow->page_width - flow->margins.left - flow->margins.right;
  double room = NUMBER_ROOM * flow->style->size;
  HearthPageColumn title = { flow->margins.left, width - room, HEARTH_PAGE_ALIGN_LEFT, 0 };
  HearthPageColumn page = { flow->margins.left + width - room, room, HEARTH_PAGE_ALIGN_RIGHT, 0 };
  g_autofree char *number = g_strdup_printf ("%u", entry->page);

  hearth_page_flow_set_block (flow, entry->title, &title);
  flow->y -= flow->leading;
  hearth_page_flow_set_block (flow, number, &page);
}

/**
 * hearth_pages_new_contents:
 * @heading: what stands above
 * @entries: (element-type HearthContentsEntry): what there is; a title is one line of text
 * @style: how it looks
 * @face: (nullable): the style's hand in its size
 * @error: as of hearth_pages_new()
 *
 * Returns: (transfer full) (nullable): a list of titles with pages, which is as long whatever the
 *   pages are
 */
HearthPages *
hearth_pages_new_contents (const char *heading, GArray *entries, const HearthLetterStyle *style,
                           HearthHandFace *face, GError **error)
{
  HearthPageFlow flow;
  HearthPageColumn left = { 0, 0, HEARTH_PAGE_ALIGN_LEFT, 0 };

  if (!hearth_page_flow_init (&flow, style, face, NULL, heading, error))
    return NULL;
  left.left = flow.margins.left;
  left.width = flow.page_width - flow.margins.left - flow.margins.right;
  hearth_page_flow_begin_panel (&flow, 0);
  hearth_page_flow_set_block (&flow, heading, &left);
  hearth_page_flow_leave_gap (&flow, 1);
  for (guint i = 0; i < entries->len && !flow.full; i++)
    set_entry (&flow, &g_array_index (entries, HearthContentsEntry, i));
  return hearth_page_flow_finish (&flow, error);
}
