/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-paper-layout.h"

#include <glib/gi18n.h>
#include <string.h>

/* Where each line of a paper stands. Blocks are measured one after another, and only where they
 * stand is kept: what is on a page is laid out once more when it is drawn, so that the longest mail
 * costs a page of memory. Lengths are points, 1/72 inch. */

#define FOOT 30.0      /* below the words: the name and the page's number */
#define LABEL_GAP 14.0 /* between a label and its text */
#define MAX_LABEL 0.3  /* of the width */
#define BOX 7.5        /* a side of what is ticked */
#define INDENT 12.0    /* of a quote and a warning, behind its bar */
#define BAR 1.5        /* how wide that is */
#define ALONE 2        /* fewer lines than these do not stand on a page of their own */

typedef struct {
  double size; /* of the letters, in points */
  PangoWeight weight;
  double above; /* room before it, unless it begins a page */
  double below;
  guint32 color;
} Style;

#define INK 0x2b2320
#define DIM 0x6f635b
#define ACCENT 0xb93a1f
#define LINE 0xddd0c5

static const Style styles[] = {
  [HEARTH_PAPER_TITLE] = { 18, PANGO_WEIGHT_BOLD, 0, 5, INK },
  [HEARTH_PAPER_HEADING] = { 11.5, PANGO_WEIGHT_BOLD, 20, 0, INK },
  [HEARTH_PAPER_FIELD] = { 10, PANGO_WEIGHT_NORMAL, 3, 0, INK },
  [HEARTH_PAPER_ENTRY] = { 10.5, PANGO_WEIGHT_NORMAL, 7, 0, INK },
  [HEARTH_PAPER_TASK] = { 10.5, PANGO_WEIGHT_NORMAL, 7, 0, INK },
  [HEARTH_PAPER_TEXT] = { 10.5, PANGO_WEIGHT_NORMAL, 10, 0, INK },
  [HEARTH_PAPER_QUOTE] = { 10, PANGO_WEIGHT_NORMAL, 10, 0, DIM },
  [HEARTH_PAPER_SMALL] = { 9, PANGO_WEIGHT_NORMAL, 10, 0, DIM },
  [HEARTH_PAPER_WARNING] = { 10, PANGO_WEIGHT_NORMAL, 8, 0, ACCENT },
  [HEARTH_PAPER_RULE] = { 1, PANGO_WEIGHT_NORMAL, 12, 0, LINE },
};

/* Some lines of a block on a page. */
typedef struct {
  guint block;
  guint first, n; /* lines */
  double y;
} Piece;

/* A block as it is set. */
typedef struct {
  PangoLayout *label; /* (owned) (nullable) */
  PangoLayout *text;  /* (owned) */
  double x;           /* of the text */
} Shape;

struct _HearthPaperLayout {
  const HearthPaper *paper; /* (unowned) */
  PangoContext *context;    /* (owned) */
  char *family;             /* (owned) (nullable) */
  double width, height;     /* of a page, without its margins */
  double fields, times;     /* how wide the labels of fields and of entries are */
  GPtrArray *pages;         /* (owned) (element-type GArray of Piece) */
  guint next;               /* the block that is to be laid out next */
  double y;                 /* where it goes */
};

static gboolean
is_mirrored (HearthPaperLayout *self)
{
  PangoDirection direction = pango_context_get_base_dir (self->context);

  return direction == PANGO_DIRECTION_RTL || direction == PANGO_DIRECTION_WEAK_RTL;
}

static PangoLayout *
make_layout (HearthPaperLayout *self, const char *text, double size, PangoWeight weight)
{
  PangoLayout *layout = pango_layout_new (self->context);
  PangoFontDescription *font = pango_font_description_new ();

  if (self->family != NULL)
    pango_font_description_set_family (font, self->family);
  pango_font_description_set_size (font, (int) (size * PANGO_SCALE));
  pango_font_description_set_weight (font, weight);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_text (layout, text, -1);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_line_spacing (layout, 1.25f);
  /* What is written the other way than the page is set the other way by Pango. */
  pango_layout_set_alignment (layout, is_mirrored (self) ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
  return layout;
}

static void
add_color (PangoAttrList *attributes, guint32 color, guint start, guint end)
{
  PangoAttribute *attribute = pango_attr_foreground_new ((guint16) ((color >> 16 & 0xff) * 0x101),
                                                         (guint16) ((color >> 8 & 0xff) * 0x101),
                                                         (guint16) ((color & 0xff) * 0x101));

  attribute->start_index = start;
  attribute->end_index = end;
  pango_attr_list_insert (attributes, attribute);
}

/* Figures of one width, so that times stand below each other. */
static PangoLayout *
make_label (HearthPaperLayout *self, const HearthPaperBlock *block)
{
  PangoLayout *layout =
      make_layout (self, block->label, styles[block->kind].size, PANGO_WEIGHT_NORMAL);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  add_color (attributes, DIM, 0, G_MAXUINT);
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_attributes (layout, attributes);
  return layout;
}

static double
measure_label (HearthPaperLayout *self, const HearthPaperBlock *block)
{
  g_autoptr (PangoLayout) layout = make_label (self, block);
  int width;

  pango_layout_get_size (layout, &width, NULL);
  return MIN ((double) width / PANGO_SCALE + 0.5, self->width * MAX_LABEL);
}

/* All names of fields share a column, and so do all times. */
static void
measure_labels (HearthPaperLayout *self)
{
  for (guint i = 0; i < self->paper->blocks->len; i++) {
    const HearthPaperBlock *block = g_ptr_array_index (self->paper->blocks, i);

    if (block->label == NULL)
      continue;
    if (block->kind == HEARTH_PAPER_FIELD)
      self->fields = MAX (self->fields, measure_label (self, block));
    else if (block->kind == HEARTH_PAPER_ENTRY)
      self->times = MAX (self->times, measure_label (self, block));
  }
}

/**
 * hearth_paper_layout_new:
 * @paper: what is printed; it has to outlive the layout
 * @context: the context to set text in, at 72 dots an inch
 * @family: (nullable): the font's family; %NULL for the context's own
 * @width: of a page without its margins, in points
 * @height: of the same
 *
 * Returns: (transfer full): a layout of nothing yet, see hearth_paper_layout_go_on()
 */
HearthPaperLayout *
hearth_paper_layout_new (const HearthPaper *paper, PangoContext *context, const char *family,
                         double width, double height)
{
  HearthPaperLayout *self = g_new0 (HearthPaperLayout, 1);

  self->paper = paper;
  self->context = g_object_ref (context);
  self->family = g_strdup (family);
  self->width = MAX (width, 72);
  self->height = MAX (height - FOOT, 72);
  self->pages = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  g_ptr_array_add (self->pages, g_array_new (FALSE, FALSE, sizeof (Piece)));
  measure_labels (self);
  return self;
}

/**
 * hearth_paper_layout_free:
 * @self: (transfer full) (nullable): a layout
 *
 * Frees it.
 */
void
hearth_paper_layout_free (HearthPaperLayout *self)
{
  if (self == NULL)
    return;
  g_object_unref (self->context);
  g_free (self->family);
  g_ptr_array_unref (self->pages);
  g_free (self);
}

static void
shape_clear (Shape *shape)
{
  g_clear_object (&shape->label);
  g_clear_object (&shape->text);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Shape, shape_clear)

/* What more there is about a thing stands below it, smaller. */
static PangoLayout *
make_text (HearthPaperLayout *self, const HearthPaperBlock *block)
{
  const Style *style = &styles[block->kind];
  g_autofree char *both =
      block->note != NULL ? g_strdup_printf ("%s\n%s", block->text, block->note) : NULL;
  PangoLayout *layout =
      make_layout (self, both != NULL ? both : block->text, style->size, style->weight);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  guint length = (guint) strlen (block->text);

  add_color (attributes, style->color, 0, length);
  if (block->note != NULL) {
    PangoAttribute *small = pango_attr_size_new ((int) (9.5 * PANGO_SCALE));

    small->start_index = length;
    pango_attr_list_insert (attributes, small);
    add_color (attributes, block->kind == HEARTH_PAPER_TASK ? ACCENT : DIM, length, G_MAXUINT);
  }
  pango_layout_set_attributes (layout, attributes);
  return layout;
}

static double
get_indent (HearthPaperLayout *self, const HearthPaperBlock *block)
{
  switch (block->kind) {
  case HEARTH_PAPER_FIELD:
    return self->fields + LABEL_GAP;
  case HEARTH_PAPER_ENTRY:
    return block->label != NULL ? self->times + LABEL_GAP : 0;
  case HEARTH_PAPER_TASK:
    return BOX + LABEL_GAP / 2;
  case HEARTH_PAPER_QUOTE:
  case HEARTH_PAPER_WARNING:
    return INDENT;
  case HEARTH_PAPER_TITLE:
  case HEARTH_PAPER_HEADING:
  case HEARTH_PAPER_TEXT:
  case HEARTH_PAPER_SMALL:
  case HEARTH_PAPER_RULE:
  default:
    return 0;
  }
}

static void
shape_block (HearthPaperLayout *self, const HearthPaperBlock *block, Shape *shape)
{
  double indent = get_indent (self, block);

  shape->text = make_text (self, block);
  shape->x = is_mirrored (self) ? 0 : indent;
  pango_layout_set_width (shape->text, (int) ((self->width - indent) * PANGO_SCALE));
  if (block->label != NULL) {
    shape->label = make_label (self, block);
    pango_layout_set_width (shape->label, (int) ((indent - LABEL_GAP) * PANGO_SCALE));
    pango_layout_set_ellipsize (shape->label, PANGO_ELLIPSIZE_END);
  }
}

/* Where each line of a text begins, and where the last one ends; in points. */
static double *
list_lines (PangoLayout *layout, guint *n_lines)
{
  guint n = (guint) pango_layout_get_line_count (layout);
  double *tops = g_new (double, n + 1);
  PangoLayoutIter *iter = pango_layout_get_iter (layout);
  guint i = 0;

  do {
    int top, bottom;

    pango_layout_iter_get_line_yrange (iter, &top, &bottom);
    tops[i++] = (double) top / PANGO_SCALE;
    tops[i] = (double) bottom / PANGO_SCALE;
  } while (pango_layout_iter_next_line (iter) && i < n);
  pango_layout_iter_free (iter);
  *n_lines = n;
  return tops;
}

static void
begin_page (HearthPaperLayout *self)
{
  g_ptr_array_add (self->pages, g_array_new (FALSE, FALSE, sizeof (Piece)));
  self->y = 0;
}

static void
place (HearthPaperLayout *self, guint block, guint first, guint n, double height)
{
  GArray *page = g_ptr_array_index (self->pages, self->pages->len - 1);
  Piece piece = { block, first, n, self->y };

  g_array_append_val (page, piece);
  self->y += height;
}

/* How many of the lines from @first on go on this page. Fewer than two do not stand alone, on this
 * page or on the next. */
static guint
count_fitting (const double *tops, guint first, guint n_lines, double room)
{
  guint n = 0;
  guint left = n_lines - first;

  while (n < left && tops[first + n + 1] - tops[first] <= room)
    n++;
  if (n == left)
    return n;
  if (left - n < ALONE)
    n = left > ALONE ? left - ALONE : 0;
  return n < ALONE ? 0 : n;
}

static void
place_block (HearthPaperLayout *self, guint index)
{
  const HearthPaperBlock *block = g_ptr_array_index (self->paper->blocks, index);
  double above = block->goes_on ? 0 : styles[block->kind].above;
  g_auto (Shape) shape = { NULL };
  g_autofree double *tops = NULL;
  guint n_lines, first = 0;
  double keep;

  shape_block (self, block, &shape);
  tops = list_lines (shape.text, &n_lines);
  /* A heading at the end of a page has nothing to be the heading of. */
  keep = block->kind == HEARTH_PAPER_HEADING || block->kind == HEARTH_PAPER_TITLE
             ? tops[n_lines] + 50
             : 0;
  if (self->y > 0 && self->y + above + keep > self->height)
    begin_page (self);
  else if (self->y > 0)
    self->y += above;
  while (first < n_lines) {
    guint n = count_fitting (tops, first, n_lines, self->height - self->y);

    if (n == 0 && self->y > 0) {
      begin_page (self);
      continue;
    }
    n = MAX (n, 1);
    place (self, index, first, n, tops[first + n] - tops[first]);
    first += n;
    if (first < n_lines)
      begin_page (self);
  }
  self->y += styles[block->kind].below;
}

/**
 * hearth_paper_layout_go_on:
 * @self: a layout
 * @n_blocks: how much more is laid out at most
 *
 * Lays out some more of the paper, so that whoever calls can do something else in between. A block
 * takes a few milliseconds.
 *
 * Returns: whether all of it is laid out
 */
gboolean
hearth_paper_layout_go_on (HearthPaperLayout *self, guint n_blocks)
{
  for (guint i = 0; i < n_blocks && self->next < self->paper->blocks->len; i++)
    place_block (self, self->next++);
  return self->next >= self->paper->blocks->len;
}

/**
 * hearth_paper_layout_get_n_pages:
 * @self: a layout
 *
 * Returns: how many pages there are so far, at least one
 */
guint
hearth_paper_layout_get_n_pages (const HearthPaperLayout *self)
{
  return self->pages->len;
}

/**
 * hearth_paper_layout_find_page:
 * @self: a layout
 * @block: a block of its paper that was laid out
 *
 * Returns: the page on which it begins, from 0 on
 */
guint
hearth_paper_layout_find_page (const HearthPaperLayout *self, guint block)
{
  for (guint page = 0; page < self->pages->len; page++) {
    GArray *pieces = g_ptr_array_index (self->pages, page);

    for (guint i = 0; i < pieces->len; i++) {
      if (g_array_index (pieces, Piece, i).block == block)
        return page;
    }
  }
  g_return_val_if_reached (0);
}

static void
set_color (cairo_t *cr, guint32 color)
{
  cairo_set_source_rgb (cr, (color >> 16 & 0xff) / 255.0, (color >> 8 & 0xff) / 255.0,
                        (color & 0xff) / 255.0);
}

static void
draw_lines (cairo_t *cr, PangoLayout *layout, double x, double y, guint first, guint n)
{
  PangoLayoutIter *iter = pango_layout_get_iter (layout);
  double top = 0;

  for (guint i = 0; i < first + n; i++) {
    PangoRectangle logical;
    int line_top;

    pango_layout_iter_get_line_yrange (iter, &line_top, NULL);
    pango_layout_iter_get_line_extents (iter, NULL, &logical);
    if (i == first)
      top = (double) line_top / PANGO_SCALE;
    if (i >= first) {
      double baseline = (double) pango_layout_iter_get_baseline (iter) / PANGO_SCALE;

      cairo_move_to (cr, x + (double) logical.x / PANGO_SCALE, y + baseline - top);
      pango_cairo_show_layout_line (cr, pango_layout_iter_get_line_readonly (iter));
    }
    if (!pango_layout_iter_next_line (iter))
      break;
  }
  pango_layout_iter_free (iter);
}

static double
get_height (PangoLayout *layout, guint first, guint n)
{
  guint n_lines;
  g_autofree double *tops = list_lines (layout, &n_lines);

  return tops[MIN (first + n, n_lines)] - tops[MIN (first, n_lines)];
}

/* What stands beside the words: a bar, or a box to tick. */
static void
draw_mark (HearthPaperLayout *self, cairo_t *cr, const HearthPaperBlock *block, const Piece *piece,
           double height)
{
  gboolean mirrored = is_mirrored (self);

  if (block->kind == HEARTH_PAPER_QUOTE || block->kind == HEARTH_PAPER_WARNING) {
    set_color (cr, block->kind == HEARTH_PAPER_WARNING ? ACCENT : LINE);
    cairo_rectangle (cr, mirrored ? self->width - BAR : 0, piece->y, BAR, height);
    cairo_fill (cr);
  } else if (block->kind == HEARTH_PAPER_TASK && piece->first == 0) {
    set_color (cr, DIM);
    cairo_set_line_width (cr, 0.8);
    cairo_rectangle (cr, mirrored ? self->width - BOX - 0.4 : 0.4, piece->y + 3.4, BOX, BOX);
    cairo_stroke (cr);
  }
}

static void
draw_piece (HearthPaperLayout *self, cairo_t *cr, const Piece *piece)
{
  const HearthPaperBlock *block = g_ptr_array_index (self->paper->blocks, piece->block);
  g_auto (Shape) shape = { NULL };

  if (block->kind == HEARTH_PAPER_RULE) {
    set_color (cr, LINE);
    cairo_rectangle (cr, 0, piece->y, self->width, 0.8);
    cairo_fill (cr);
    return;
  }
  shape_block (self, block, &shape);
  draw_mark (self, cr, block, piece, get_height (shape.text, piece->first, piece->n));
  set_color (cr, INK);
  draw_lines (cr, shape.text, shape.x, piece->y, piece->first, piece->n);
  if (shape.label != NULL && piece->first == 0) {
    double indent = get_indent (self, block);

    draw_lines (cr, shape.label, is_mirrored (self) ? self->width - indent + LABEL_GAP : 0,
                piece->y, 0, 1);
  }
}

static void
draw_foot (HearthPaperLayout *self, cairo_t *cr, guint page)
{
  /* Translators: at the foot of a printed page: which one it is, and of how many */
  g_autofree char *number = g_strdup_printf (_("%u of %u"), page + 1, self->pages->len);
  g_autoptr (PangoLayout) right = make_layout (self, number, 8, PANGO_WEIGHT_NORMAL);
  g_autoptr (PangoLayout) left = make_layout (self, self->paper->name, 8, PANGO_WEIGHT_NORMAL);
  gboolean mirrored = is_mirrored (self);
  double number_width, y;
  int width, height;

  pango_layout_get_size (right, &width, &height);
  number_width = (double) width / PANGO_SCALE;
  y = self->height + FOOT - (double) height / PANGO_SCALE;
  pango_layout_set_width (left, (int) ((self->width - number_width - LABEL_GAP) * PANGO_SCALE));
  pango_layout_set_ellipsize (left, PANGO_ELLIPSIZE_END);
  pango_layout_set_single_paragraph_mode (left, TRUE);
  pango_layout_set_auto_dir (left, FALSE);
  set_color (cr, DIM);
  draw_lines (cr, left, mirrored ? number_width + LABEL_GAP : 0, y, 0, 1);
  draw_lines (cr, right, mirrored ? 0 : self->width - number_width, y, 0, 1);
}

/**
 * hearth_paper_layout_draw:
 * @self: a layout, finished
 * @page: which page, from 0 on
 * @cr: where to, its origin at the top left within the margins, its unit a point
 *
 * Draws a page, with its number and how many there are at the foot.
 */
void
hearth_paper_layout_draw (HearthPaperLayout *self, guint page, cairo_t *cr)
{
  GArray *pieces;

  g_return_if_fail (page < self->pages->len);
  pieces = g_ptr_array_index (self->pages, page);
  for (guint i = 0; i < pieces->len; i++)
    draw_piece (self, cr, &g_array_index (pieces, Piece, i));
  draw_foot (self, cr, page);
}
