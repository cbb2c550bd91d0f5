/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-pages-private.h"

#include <math.h>
#include <pango/pangocairo.h>

#define DIM 0x8a7f77
#define RULE 0xc9d3de
#define RULE_WIDTH 0.5
/* In which what the hand has not is set, and a line below it: it is seen, also without colour. */
#define MISSING 0xb93a1f
#define MISSING_LINE 0.7
/* The pressure with which one letter is joined to the next. */
#define JOIN_PRESSURE 0.4
#define JOIN_STEPS 5

static void
set_color (cairo_t *cr, guint32 color)
{
  cairo_set_source_rgb (cr, (color >> 16 & 0xff) / 255.0, (color >> 8 & 0xff) / 255.0,
                        (color & 0xff) / 255.0);
}

/**
 * hearth_pages_ref:
 * @self: pages
 *
 * Returns: (transfer full): @self
 */
HearthPages *
hearth_pages_ref (HearthPages *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

/**
 * hearth_pages_unref:
 * @self: (nullable) (transfer full): pages
 */
void
hearth_pages_unref (HearthPages *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->references))
    return;
  hearth_hand_face_unref (self->face);
  hearth_set_text_free (self->set);
  g_array_unref (self->words);
  g_ptr_array_unref (self->layouts);
  g_ptr_array_unref (self->pages);
  g_free (self->missing);
  g_free (self);
}

/**
 * hearth_pages_get_n_pages:
 * @self: pages
 *
 * Returns: how many, at least one; of a folded card, how many sides of a sheet
 */
guint
hearth_pages_get_n_pages (const HearthPages *self)
{
  return self->pages->len;
}

/**
 * hearth_pages_get_size:
 * @self: pages
 * @width: (out): of each, in points
 * @height: (out): of each, in points
 *
 * Tells how large a page is; of a folded card, a sheet.
 */
void
hearth_pages_get_size (const HearthPages *self, double *width, double *height)
{
  *width = self->width;
  *height = self->height;
}

/**
 * hearth_pages_get_missing:
 * @self: pages
 *
 * Returns: the characters that the hand has not and that stand there in a font, each once, in the
 *   order in which they come; "" where there are none
 */
const char *
hearth_pages_get_missing (const HearthPages *self)
{
  return self->missing;
}

static guint
get_font (guint glyph)
{
  return (glyph - 1) / HEARTH_HAND_FONT_GLYPHS;
}

/* Some glyphs of one font, which @text is. */
typedef struct {
  GArray *glyphs;   /* (owned) (element-type cairo_glyph_t) */
  GArray *clusters; /* (owned) (element-type cairo_text_cluster_t) */
  GString *text;    /* (owned) */
  guint font;
} Run;

static void
add_to_run (Run *run, guint glyph, double x, double y, const char *text, gsize length)
{
  cairo_glyph_t shown = { glyph == HEARTH_HAND_SPACE ? 0
                                                     : (glyph - 1) % HEARTH_HAND_FONT_GLYPHS + 1,
                          x, y };
  cairo_text_cluster_t cluster = { (int) length, 1 };

  g_array_append_val (run->glyphs, shown);
  g_string_append_len (run->text, text, (gssize) length);
  if (length == 0 && run->clusters->len > 0)
    g_array_index (run->clusters, cairo_text_cluster_t, run->clusters->len - 1).num_glyphs++;
  else
    g_array_append_val (run->clusters, cluster);
}

static void
end_run (HearthPages *self, Run *run, cairo_t *cr)
{
  if (run->glyphs->len > 0) {
    hearth_hand_face_set_font (self->face, cr, run->font);
    cairo_show_text_glyphs (cr, run->text->str, (int) run->text->len,
                            (cairo_glyph_t *) (void *) run->glyphs->data, (int) run->glyphs->len,
                            (cairo_text_cluster_t *) (void *) run->clusters->data,
                            (int) run->clusters->len, 0);
  }
  g_array_set_size (run->glyphs, 0);
  g_array_set_size (run->clusters, 0);
  g_string_truncate (run->text, 0);
}

/* As fonts: in a PDF a form stands once, and the words can be searched and copied. */
static void
show_glyphs (HearthPages *self, const HearthPageItem *item, const HearthSetWord *word, cairo_t *cr)
{
  const HearthSetGlyph *set = &g_array_index (self->set->glyphs, HearthSetGlyph, word->glyph);
  g_autoptr (GArray) glyphs = g_array_new (FALSE, FALSE, sizeof (cairo_glyph_t));
  g_autoptr (GArray) clusters = g_array_new (FALSE, FALSE, sizeof (cairo_text_cluster_t));
  g_autoptr (GString) text = g_string_new (NULL);
  Run run = { glyphs, clusters, text, 0 };

  for (guint i = 0; i < word->n_glyphs; i++) {
    if (set[i].glyph != HEARTH_HAND_SPACE && get_font (set[i].glyph) != run.font) {
      end_run (self, &run, cr);
      run.font = get_font (set[i].glyph);
    }
    add_to_run (&run, set[i].glyph, (double) (item->x + set[i].x), (double) (item->y + set[i].y),
                self->set->text->str + set[i].text, set[i].length);
  }
  if (item->sub)
    add_to_run (&run, HEARTH_HAND_SPACE, (double) (item->x + word->width), (double) item->y, " ",
                1);
  end_run (self, &run, cr);
}

/* The space of each font that the page needs, as the first of its glyphs. */
static void
show_spaces (HearthPages *self, const GArray *items, cairo_t *cr)
{
  g_autoptr (GHashTable) shown = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < items->len; i++) {
    const HearthPageItem *item = &g_array_index (items, HearthPageItem, i);
    const HearthSetWord *word;

    if (item->kind != HEARTH_PAGE_ITEM_WORD)
      continue;
    word = &g_array_index (self->words, HearthSetWord, item->n);
    for (guint j = 0; j < word->n_glyphs; j++) {
      guint glyph = g_array_index (self->set->glyphs, HearthSetGlyph, word->glyph + j).glyph;
      cairo_glyph_t space = { HEARTH_HAND_SPACE, (double) item->x, (double) item->y };
      cairo_text_cluster_t cluster = { 1, 1 };

      if (glyph == HEARTH_HAND_SPACE ||
          !g_hash_table_add (shown, GUINT_TO_POINTER (get_font (glyph))))
        continue;
      hearth_hand_face_set_font (self->face, cr, get_font (glyph));
      cairo_show_text_glyphs (cr, " ", 1, &space, 1, &cluster, 1, 0);
    }
  }
}

/* A join as a band without ends: they lie in the ink of the letters. On a screen that is faster
 * than to stroke it. */
static void
add_join (const HearthSetJoin *join, cairo_t *cr, double x, double y, double width)
{
  double left[2 * (JOIN_STEPS + 1)], right[2 * (JOIN_STEPS + 1)];

  for (guint i = 0; i <= JOIN_STEPS; i++) {
    double t = (double) i / JOIN_STEPS, u = 1 - t;
    double at[2], along[2], length;

    for (guint j = 0; j < 2; j++) {
      const float *p = j == 0 ? join->x : join->y;

      at[j] = u * u * u * (double) p[0] + 3 * u * u * t * (double) p[1] +
              3 * u * t * t * (double) p[2] + t * t * t * (double) p[3];
      along[j] = u * u * (double) (p[1] - p[0]) + 2 * u * t * (double) (p[2] - p[1]) +
                 t * t * (double) (p[3] - p[2]);
    }
    length = hypot (along[0], along[1]);
    if (length < 1e-6)
      return;
    left[2 * i] = x + at[0] + along[1] / length * width / 2;
    left[2 * i + 1] = y + at[1] - along[0] / length * width / 2;
    right[2 * i] = x + at[0] - along[1] / length * width / 2;
    right[2 * i + 1] = y + at[1] + along[0] / length * width / 2;
  }
  cairo_move_to (cr, left[0], left[1]);
  for (guint i = 1; i <= JOIN_STEPS; i++)
    cairo_line_to (cr, left[2 * i], left[2 * i + 1]);
  for (guint i = JOIN_STEPS + 1; i-- > 0;)
    cairo_line_to (cr, right[2 * i], right[2 * i + 1]);
  cairo_close_path (cr);
}

static void
add_word (HearthPages *self, const HearthPageItem *item, cairo_t *cr)
{
  const HearthSetWord *word = &g_array_index (self->words, HearthSetWord, item->n);
  const HearthSetGlyph *set = &g_array_index (self->set->glyphs, HearthSetGlyph, word->glyph);

  for (guint i = 0; i < word->n_glyphs; i++)
    hearth_hand_face_add_path (self->face, set[i].glyph, cr, (double) (item->x + set[i].x),
                               (double) (item->y + set[i].y));
  for (guint i = 0; i < word->n_joins; i++)
    add_join (&g_array_index (self->set->joins, HearthSetJoin, word->join + i), cr,
              (double) item->x, (double) item->y, cairo_get_line_width (cr));
}

static void
stroke_joins (HearthPages *self, const HearthPageItem *item, const HearthSetWord *word, cairo_t *cr)
{
  double x = (double) item->x, y = (double) item->y;

  cairo_new_path (cr);
  for (guint i = 0; i < word->n_joins; i++) {
    const HearthSetJoin *join = &g_array_index (self->set->joins, HearthSetJoin, word->join + i);

    cairo_move_to (cr, x + (double) join->x[0], y + (double) join->y[0]);
    cairo_curve_to (cr, x + (double) join->x[1], y + (double) join->y[1], x + (double) join->x[2],
                    y + (double) join->y[2], x + (double) join->x[3], y + (double) join->y[3]);
  }
  cairo_stroke (cr);
}

static void
show_marks (HearthPages *self, const HearthPageItem *item, const HearthSetWord *word, cairo_t *cr)
{
  double dashes[2] = { 1.5, 1.5 };

  cairo_save (cr);
  set_color (cr, MISSING);
  for (guint i = 0; i < word->n_marks; i++) {
    const HearthSetMark *mark = &g_array_index (self->set->marks, HearthSetMark, word->mark + i);
    double x = (double) (item->x + mark->x), y = (double) item->y;
    int width;

    pango_layout_get_size (mark->layout, &width, NULL);
    cairo_move_to (cr, x, y);
    pango_cairo_show_layout_line (cr, pango_layout_get_line_readonly (mark->layout, 0));
    cairo_set_line_width (cr, MISSING_LINE);
    cairo_set_dash (cr, dashes, G_N_ELEMENTS (dashes), 0);
    cairo_move_to (cr, x, y + 3);
    cairo_rel_line_to (cr, (double) width / PANGO_SCALE, 0);
    cairo_stroke (cr);
  }
  cairo_restore (cr);
}

/* Into a PDF. */
static void
show_word (HearthPages *self, const HearthPageItem *item, cairo_t *cr)
{
  const HearthSetWord *word = &g_array_index (self->words, HearthSetWord, item->n);

  show_glyphs (self, item, word, cr);
  if (word->n_joins > 0)
    stroke_joins (self, item, word, cr);
}

/* Onto a screen: a word at once, as a path with many lines takes longer than many short ones. */
static void
fill_word (HearthPages *self, const HearthPageItem *item, cairo_t *cr)
{
  cairo_new_path (cr);
  add_word (self, item, cr);
  cairo_fill (cr);
}

static void
draw_word (HearthPages *self, const HearthPageItem *item, cairo_t *cr, gboolean as_font)
{
  const HearthSetWord *word = &g_array_index (self->words, HearthSetWord, item->n);

  if (as_font)
    show_word (self, item, cr);
  else
    fill_word (self, item, cr);
  if (word->n_marks > 0)
    show_marks (self, item, word, cr);
}

static void
draw_rule (const HearthPageItem *item, cairo_t *cr)
{
  cairo_save (cr);
  set_color (cr, RULE);
  cairo_set_line_width (cr, RULE_WIDTH);
  cairo_move_to (cr, (double) item->x, (double) item->y);
  cairo_rel_line_to (cr, (double) item->width, 0);
  cairo_stroke (cr);
  cairo_restore (cr);
}

static void
draw_line (HearthPages *self, const HearthPageItem *item, cairo_t *cr)
{
  if (item->dim)
    set_color (cr, DIM);
  cairo_move_to (cr, (double) item->x, (double) item->y);
  pango_cairo_show_layout_line (
      cr,
      pango_layout_get_line_readonly (g_ptr_array_index (self->layouts, item->n), (int) item->sub));
  if (item->dim)
    set_color (cr, self->ink);
}

/* What lies outside of what is drawn anew costs nothing. */
static gboolean
is_visible (const HearthPageItem *item, double top, double bottom, double reach)
{
  return (double) item->y + reach >= top && (double) item->y - reach <= bottom;
}

/**
 * hearth_pages_draw:
 * @self: pages
 * @page: which, from 0, below hearth_pages_get_n_pages()
 * @cr: where to draw it; one unit is a point, and the page's top left corner is at 0, 0
 *
 * Draws what is written and the rules, and no paper. Onto a PDF the words can be selected.
 */
void
hearth_pages_draw (HearthPages *self, guint page, cairo_t *cr)
{
  const GArray *items = g_ptr_array_index (self->pages, page);
  gboolean as_font = self->face != NULL &&
                     cairo_surface_get_type (cairo_get_target (cr)) == CAIRO_SURFACE_TYPE_PDF;
  double left, top, right, bottom, reach = 100;

  cairo_save (cr);
  cairo_clip_extents (cr, &left, &top, &right, &bottom);
  set_color (cr, self->ink);
  if (self->face != NULL) {
    const HearthHandNib *nib = hearth_hand_face_get_nib (self->face);

    cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
    cairo_set_line_width (cr, hearth_hand_nib_get_width (nib, JOIN_PRESSURE, G_SQRT2 / 2,
                                                         -G_SQRT2 / 2));
    reach = MAX (reach, 5 * nib->x_height);
  }
  if (as_font)
    show_spaces (self, items, cr);
  else if (self->face != NULL)
    /* Half the time, and a hand's edges show no difference. */
    cairo_set_antialias (cr, CAIRO_ANTIALIAS_FAST);
  for (guint i = 0; i < items->len; i++) {
    const HearthPageItem *item = &g_array_index (items, HearthPageItem, i);

    if (!is_visible (item, top, bottom, reach))
      continue;
    if (item->kind == HEARTH_PAGE_ITEM_WORD)
      draw_word (self, item, cr, as_font);
    else if (item->kind == HEARTH_PAGE_ITEM_LINE)
      draw_line (self, item, cr);
    else
      draw_rule (item, cr);
  }
  cairo_restore (cr);
}
