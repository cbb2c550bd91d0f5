/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-page-flow.h"

#include "hearth-letters-error.h"
#include "hearth-text.h"

#include <glib/gi18n.h>
#include <math.h>
#include <pango/pangocairo.h>
#include <string.h>

#define HAND_LEADING 1.9 /* of the size, from baseline to baseline */
#define FONT_LEADING 1.4
#define GAP 0.5         /* lines between two paragraphs */
#define FIRST 0.8       /* of the leading, from the margin to the first baseline */
#define LEAST 36.0      /* points in which a line must find room */
#define RULE_BELOW 1.5  /* points, of the baseline */
#define SMALL 0.75      /* of the size: a page's number */
#define RULED_CALM 0.35 /* how much of the unevenness of lines is left on ruled paper */

static gboolean
says (const char *text)
{
  return text != NULL && *text != '\0';
}

/**
 * hearth_page_flow_get_panel:
 * @self: a flow
 * @panel: which panel
 * @x: (out): where it begins on its sheet, in points
 *
 * Returns: (transfer none): the items of the page or sheet that it is on
 */
GArray *
hearth_page_flow_get_panel (HearthPageFlow *self, guint panel, double *x)
{
  guint page = panel;

  *x = 0;
  if (self->style->paper == HEARTH_LETTER_PAPER_CARD_FOLDED) {
    /* Front, inside left and right, back; what is more goes on like the inside. */
    static const guint pages[] = { 0, 1, 1, 0 };
    static const guint right[] = { 1, 0, 1, 0 };

    page = panel < 4 ? pages[panel] : panel / 2;
    *x = (panel < 4 ? right[panel] : panel % 2) * self->page_width;
  }
  while (self->pages->pages->len <= page)
    g_ptr_array_add (self->pages->pages, g_array_new (FALSE, FALSE, sizeof (HearthPageItem)));
  return g_ptr_array_index (self->pages->pages, page);
}

/**
 * hearth_page_flow_add_item:
 * @self: a flow
 * @item: what stands on the panel
 *
 * Puts something where it says.
 */
void
hearth_page_flow_add_item (HearthPageFlow *self, HearthPageItem item)
{
  double x;
  GArray *items = hearth_page_flow_get_panel (self, self->panel, &x);

  item.x += (float) x;
  g_array_append_val (items, item);
}

/* The rules of a page, as far down as can be written. */
static void
add_rules (HearthPageFlow *self)
{
  double beyond = self->style->rules_beyond;
  double left = beyond > 0 ? -beyond : self->margins.left;
  double width = beyond > 0 ? self->page_width + 2 * beyond
                            : self->page_width - self->margins.left - self->margins.right;

  if (self->style->ruling != HEARTH_LETTER_RULING_LINES ||
      self->style->paper == HEARTH_LETTER_PAPER_ENVELOPE_DL)
    return;
  for (double y = self->margins.top + FIRST * self->leading;
       y <= self->page_height - self->margins.bottom; y += self->leading)
    hearth_page_flow_add_item (self,
                               (HearthPageItem){ HEARTH_PAGE_ITEM_RULE, FALSE, (float) left,
                                                 (float) (y + RULE_BELOW), 0, 0, (float) width });
}

/**
 * hearth_page_flow_begin_panel:
 * @self: a flow
 * @panel: which
 *
 * Goes to the top of a panel, with its rules.
 */
void
hearth_page_flow_begin_panel (HearthPageFlow *self, guint panel)
{
  double x;

  self->full = self->full || panel >= HEARTH_PAGES_MAX;
  self->panel = MIN (panel, HEARTH_PAGES_MAX - 1);
  self->begun = FALSE;
  self->y = self->margins.top + (FIRST - 1) * self->leading;
  hearth_page_flow_get_panel (self, self->panel, &x);
  add_rules (self);
}

/* The panels of a folded card are not where their numbers are. */
static gboolean
can_move (const HearthPageFlow *self)
{
  return self->style->paper != HEARTH_LETTER_PAPER_CARD_FOLDED;
}

/* Whether a line is the first on its page. */
static gboolean
is_top (const HearthPageFlow *self, const HearthPageLine *line)
{
  return line->y < self->margins.top + (FIRST + 0.5) * self->leading;
}

/* The first line of a paragraph goes along when the next one goes to another page. */
static void
take_along (HearthPageFlow *self)
{
  HearthPageLine *line = &g_array_index (self->lines, HearthPageLine, 0);
  double y = self->y + self->leading, x;
  GArray *to = hearth_page_flow_get_panel (self, self->panel, &x);
  GArray *from = g_ptr_array_index (self->pages->pages, self->panel - 1);
  guint first = to->len;

  for (guint i = line->first; i < from->len; i++)
    g_array_index (from, HearthPageItem, i).y += (float) (y - line->y);
  g_array_append_vals (to, &g_array_index (from, HearthPageItem, line->first),
                       from->len - line->first);
  g_array_set_size (from, line->first);
  *line = (HearthPageLine){ self->panel, first, y };
  self->y = y;
  self->begun = TRUE;
}

/**
 * hearth_page_flow_next_line:
 * @self: a flow
 *
 * Goes on by a line, to another page where this one is full.
 *
 * Returns: its baseline, in points from the top
 */
double
hearth_page_flow_next_line (HearthPageFlow *self)
{
  HearthPageLine line;
  double x;

  if (self->begun && self->y + self->leading > self->page_height - self->margins.bottom + 0.01) {
    hearth_page_flow_begin_panel (self, self->panel + 1);
    if (self->lines->len == 1 && !self->full && can_move (self) &&
        !is_top (self, &g_array_index (self->lines, HearthPageLine, 0)))
      take_along (self);
  }
  self->y += self->leading;
  self->begun = TRUE;
  line = (HearthPageLine){ self->panel, hearth_page_flow_get_panel (self, self->panel, &x)->len,
                           self->y };
  g_array_append_val (self->lines, line);
  return self->y;
}

/**
 * hearth_page_flow_leave_gap:
 * @self: a flow
 * @lines: how many; on ruled paper whole ones
 *
 * Leaves room below what is written.
 */
void
hearth_page_flow_leave_gap (HearthPageFlow *self, double lines)
{
  if (self->begun)
    self->y +=
        self->leading * (self->style->ruling == HEARTH_LETTER_RULING_LINES ? ceil (lines) : lines);
}

/* How many lines of the paragraph stand on a panel. */
static guint
count_lines (const HearthPageFlow *self, guint panel)
{
  guint n = 0;

  for (guint i = 0; i < self->lines->len; i++)
    n += g_array_index (self->lines, HearthPageLine, i).panel == panel;
  return n;
}

/* How many lines of the paragraph have to go from the last panel but one to the last: one, if one
 * stands there alone; two, if another one would be left alone by that. */
static guint
count_moving (const HearthPageFlow *self)
{
  guint tail = count_lines (self, self->panel);
  guint before = count_lines (self, self->panel - 1);
  guint moving = before == 2 && self->lines->len == 3 ? 2 : 1;

  /* Not where that empties a page. */
  if (tail != 1 || moving > before ||
      is_top (self, &g_array_index (self->lines, HearthPageLine, self->lines->len - 1 - moving)) ||
      self->y + moving * self->leading > self->page_height - self->margins.bottom + 0.01)
    return 0;
  return moving;
}

/* Puts lines from the end of the last panel but one to the top of the last. */
static void
move_lines (HearthPageFlow *self, guint moving)
{
  guint n = self->lines->len - count_lines (self, self->panel);
  const HearthPageLine *top = &g_array_index (self->lines, HearthPageLine, n);
  GArray *from = g_ptr_array_index (self->pages->pages, self->panel - 1);
  GArray *to = g_ptr_array_index (self->pages->pages, self->panel);
  guint first = g_array_index (self->lines, HearthPageLine, n - moving).first;
  guint last = from->len;

  for (guint i = top->first; i < to->len; i++)
    g_array_index (to, HearthPageItem, i).y += (float) (moving * self->leading);
  for (guint i = moving; i-- > 0;) {
    const HearthPageLine *line = &g_array_index (self->lines, HearthPageLine, n - moving + i);

    for (guint k = line->first; k < last; k++)
      g_array_index (from, HearthPageItem, k).y += (float) (top->y + i * self->leading - line->y);
    last = line->first;
  }
  g_array_insert_vals (to, top->first, &g_array_index (from, HearthPageItem, first),
                       from->len - first);
  g_array_set_size (from, first);
  self->y += moving * self->leading;
}

/**
 * hearth_page_flow_end_paragraph:
 * @self: a flow
 *
 * Ends what is one paragraph: neither its first line stands alone at the foot of a page, nor its
 * last at the head of one.
 */
void
hearth_page_flow_end_paragraph (HearthPageFlow *self)
{
  if (self->lines->len > 1 && !self->full && can_move (self) &&
      g_array_index (self->lines, HearthPageLine, 0).panel != self->panel) {
    guint moving = count_moving (self);

    if (moving > 0)
      move_lines (self, moving);
  }
  g_array_set_size (self->lines, 0);
}

static guint
add_layout (HearthPageFlow *self, PangoLayout *layout)
{
  g_ptr_array_add (self->pages->layouts, layout);
  return self->pages->layouts->len - 1;
}

static PangoLayout *
make_layout (HearthPageFlow *self, const char *text, const HearthPageColumn *column)
{
  static const PangoAlignment alignments[] = { PANGO_ALIGN_LEFT, PANGO_ALIGN_CENTER,
                                               PANGO_ALIGN_RIGHT };
  PangoLayout *layout = pango_layout_new (self->context);

  pango_layout_set_font_description (layout, self->font);
  pango_layout_set_text (layout, text, -1);
  pango_layout_set_width (layout, (int) (column->width * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_alignment (layout, alignments[column->align]);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  /* A line alone, a greeting or a name, stands at the edge. */
  if (column->indent > 0 && pango_layout_get_line_count (layout) > 1)
    pango_layout_set_indent (layout, (int) (column->indent * PANGO_SCALE));
  return layout;
}

static void
set_type (HearthPageFlow *self, const char *text, const HearthPageColumn *column)
{
  PangoLayout *layout = make_layout (self, text, column);
  PangoLayoutIter *lines = pango_layout_get_iter (layout);
  guint n = add_layout (self, layout), line = 0;

  do {
    PangoRectangle extents;

    pango_layout_iter_get_line_extents (lines, NULL, &extents);
    hearth_page_flow_add_item (self, (HearthPageItem){
                                         HEARTH_PAGE_ITEM_LINE, FALSE,
                                         (float) (column->left + (double) extents.x / PANGO_SCALE),
                                         (float) hearth_page_flow_next_line (self), n, line++, 0 });
  } while (!self->full && pango_layout_iter_next_line (lines));
  pango_layout_iter_free (lines);
}

static void
set_line (HearthPageFlow *self, const char *text, const HearthPageColumn *column, gboolean indented)
{
  HearthPageColumn own = *column;

  own.indent = indented ? column->indent : 0;
  self->paragraph++;
  if (self->setter != NULL)
    hearth_page_flow_set_hand (self, text, &own);
  else
    set_type (self, text, &own);
}

static char *
normalize (const char *text)
{
  g_autofree char *clean = hearth_text_clean (text != NULL ? text : "", -1);

  return g_utf8_normalize (clean, -1, G_NORMALIZE_DEFAULT_COMPOSE);
}

/**
 * hearth_page_flow_set_block:
 * @self: a flow
 * @block: (nullable): lines; an empty one ends a paragraph
 * @column: where they stand
 *
 * Sets a text, in the hand or the font.
 */
void
hearth_page_flow_set_block (HearthPageFlow *self, const char *block, const HearthPageColumn *column)
{
  g_autofree char *normal = normalize (block);
  g_auto (GStrv) lines = g_strsplit (normal, "\n", -1);
  gboolean first = TRUE, gap = FALSE;

  for (guint i = 0; lines[i] != NULL && !self->full; i++) {
    g_strchomp (lines[i]);
    if (*lines[i] == '\0') {
      gap = !first;
      continue;
    }
    if (gap) {
      hearth_page_flow_end_paragraph (self);
      hearth_page_flow_leave_gap (self, GAP);
    }
    set_line (self, lines[i], column, !first);
    first = gap = FALSE;
  }
  hearth_page_flow_end_paragraph (self);
}

/**
 * hearth_page_flow_add_numbers:
 * @self: a flow whose text is set
 *
 * Numbers the second page and those behind it, at the foot.
 */
void
hearth_page_flow_add_numbers (HearthPageFlow *self)
{
  PangoFontDescription *font = pango_font_description_copy (self->font);

  pango_font_description_set_size (font, (int) (SMALL * self->style->size * PANGO_SCALE));
  for (guint i = 1; i < self->pages->pages->len; i++) {
    PangoLayout *layout = pango_layout_new (self->context);
    g_autofree char *text = g_strdup_printf ("%u", i + 1);
    int width;

    pango_layout_set_font_description (layout, font);
    pango_layout_set_text (layout, text, -1);
    pango_layout_get_size (layout, &width, NULL);
    self->panel = i;
    hearth_page_flow_add_item (
        self, (HearthPageItem){ HEARTH_PAGE_ITEM_LINE, TRUE,
                                (float) ((self->page_width - (double) width / PANGO_SCALE) / 2),
                                (float) (self->page_height - self->margins.bottom / 2),
                                add_layout (self, layout), 0, 0 });
  }
  pango_font_description_free (font);
}

static double
get_margin (double wanted, double usual)
{
  return wanted >= 0 ? wanted : usual;
}

/* Fills in what the style leaves open. Fails where there is no room for a line. */
static gboolean
measure (HearthPageFlow *self, const HearthLetterStyle *style, GError **error)
{
  HearthLetterMargins usual = hearth_letter_paper_get_margins (style->paper);
  gboolean ruled = style->ruling == HEARTH_LETTER_RULING_LINES;

  hearth_letter_paper_get_size (style->paper, &self->page_width, &self->page_height);
  self->margins = (HearthLetterMargins){ get_margin (style->margins.top, usual.top),
                                         get_margin (style->margins.right, usual.right),
                                         get_margin (style->margins.bottom, usual.bottom),
                                         get_margin (style->margins.left, usual.left) };
  self->leading = style->leading > 0
                      ? style->leading
                      : style->size * (style->hand != NULL ? HAND_LEADING : FONT_LEADING);
  self->uneven = style->unevenness * (ruled ? RULED_CALM : 1);
  if (!(style->size >= 4 && style->size <= 144 && self->leading >= 2 && self->leading <= 400 &&
        style->unevenness >= 0 && style->unevenness <= 2 && style->pen_width >= 0 &&
        style->pen_width <= 20 && style->indent >= 0) ||
      !(self->page_width - self->margins.left - self->margins.right >= LEAST + style->indent) ||
      !(self->page_height - self->margins.top - self->margins.bottom >= self->leading)) {
    g_set_error_literal (
        error, HEARTH_LETTERS_ERROR, HEARTH_LETTERS_ERROR_PAPER,
        _("The margins and the size leave no room on this paper. Make them smaller."));
    return FALSE;
  }
  return TRUE;
}

static PangoFontDescription *
make_font (const HearthLetterStyle *style)
{
  PangoFontDescription *font = pango_font_description_new ();

  pango_font_description_set_family (font, says (style->family) ? style->family : "serif");
  pango_font_description_set_size (font, (int) (style->size * PANGO_SCALE));
  return font;
}

static HearthPages *
pages_new (const HearthLetterStyle *style, HearthHandFace *face, double width, double height)
{
  HearthPages *self = g_new0 (HearthPages, 1);

  g_atomic_ref_count_init (&self->references);
  self->width = width * (style->paper == HEARTH_LETTER_PAPER_CARD_FOLDED ? 2 : 1);
  self->height = height;
  self->ink = style->ink;
  self->face = face != NULL ? hearth_hand_face_ref (face) : NULL;
  self->set = hearth_set_text_new ();
  self->words = g_array_new (FALSE, FALSE, sizeof (HearthSetWord));
  self->layouts = g_ptr_array_new_with_free_func (g_object_unref);
  self->pages = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  self->missing = g_strdup ("");
  return self;
}

/* FNV-1a, so that it is the same on each computer. */
static guint64
get_seed (const char *id)
{
  guint64 hash = 0xcbf29ce484222325u;

  for (const char *p = id != NULL ? id : ""; *p != '\0'; p++)
    hash = (hash ^ (guchar) *p) * 0x100000001b3u;
  return hash;
}

/**
 * hearth_page_flow_init:
 * @self: (out caller-allocates): a flow
 * @style: how it looks; it must outlive @self
 * @face: (nullable): the style's hand in its size
 * @language: (nullable): BCP 47
 * @id: (nullable): where the chances of a hand come from
 * @error: %HEARTH_LETTERS_ERROR_PAPER where there is no room for a line
 *
 * Makes pages without anything on them, and goes to the top of none; hearth_page_flow_finish() ends
 * it.
 *
 * Returns: whether there is room
 */
gboolean
hearth_page_flow_init (HearthPageFlow *self, const HearthLetterStyle *style, HearthHandFace *face,
                       const char *language, const char *id, GError **error)
{
  *self = (HearthPageFlow){ .style = style };
  if (!measure (self, style, error))
    return FALSE;
  self->pages = pages_new (style, face, self->page_width, self->page_height);
  self->context = hearth_pages_make_context (language);
  self->font = make_font (style);
  self->seed = get_seed (id);
  self->lines = g_array_new (FALSE, FALSE, sizeof (HearthPageLine));
  if (face != NULL)
    self->setter = hearth_hand_setter_new (face, self->pages->set, self->context, self->font,
                                           style->unevenness);
  return TRUE;
}

/**
 * hearth_page_flow_finish:
 * @self: a flow that was initialized
 * @error: %HEARTH_LETTERS_ERROR_TOO_LARGE where it was full
 *
 * Ends it, also where it fails.
 *
 * Returns: (transfer full) (nullable): the pages
 */
HearthPages *
hearth_page_flow_finish (HearthPageFlow *self, GError **error)
{
  g_autoptr (HearthPages) pages = g_steal_pointer (&self->pages);

  if (self->setter != NULL) {
    g_free (pages->missing);
    pages->missing = g_strdup (hearth_hand_setter_get_missing (self->setter));
  }
  g_clear_pointer (&self->setter, hearth_hand_setter_free);
  g_clear_pointer (&self->font, pango_font_description_free);
  g_clear_object (&self->context);
  g_clear_pointer (&self->lines, g_array_unref);
  if (!self->full)
    return g_steal_pointer (&pages);
  g_set_error (error, HEARTH_LETTERS_ERROR, HEARTH_LETTERS_ERROR_TOO_LARGE,
               _("This letter is too long: it may have %u pages."), HEARTH_PAGES_MAX);
  return NULL;
}
