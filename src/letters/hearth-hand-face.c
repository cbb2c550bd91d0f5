/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-hand-face.h"

#include <string.h>

#define SLANT 0.045 /* between two slants of a sample, in x-heights for each x-height of height */
#define SIZE 0.025  /* how much larger and smaller than written */
/* In which most glyphs find room, in ems, y downwards. */
#define SPACE 0.5 /* how wide a space says that it is; by it Poppler tells the size of a font */
#define BOX_LEFT -0.3
#define BOX_TOP -1.25
#define BOX_RIGHT 1.2
#define BOX_BOTTOM 0.6

struct _HearthHandFace {
  gatomicrefcount references;
  HearthHand *hand;    /* (owned) */
  HearthHandNib nib;   /* of the middle form */
  double em;           /* points; of the font in a PDF */
  double unevenness;   /* 0 to 2 */
  GPtrArray *outlines; /* (owned) (element-type HearthHandOutline): of glyph 1 and on */
  GHashTable *numbers; /* (owned) (key-type utf8) (value-type guint): by the name of a form */
  GPtrArray *fonts;    /* (owned) (element-type cairo_font_face_t): made when drawn into a PDF */
};

/* What the font draws. It is the font's own: a PDF may hold that longer than the face lives. */
typedef struct {
  GPtrArray *outlines; /* (owned) (element-type HearthHandOutline): that of the face */
  double em;           /* points */
  guint first;         /* the number of its first glyph */
} Drawn;

static const cairo_user_data_key_t drawn_key;

static void
drawn_free (void *data)
{
  Drawn *drawn = data;

  g_ptr_array_unref (drawn->outlines);
  g_free (drawn);
}

static void
add_contours (const HearthHandOutline *outline, cairo_t *cr, double x, double y, double scale)
{
  const float *corners = (const float *) (const void *) outline->points->data;
  guint from = 0;

  for (guint i = 0; i < outline->contours->len; i++) {
    guint to = g_array_index (outline->contours, guint, i);

    for (guint j = from; j < to; j++) {
      double corner_x = x + (double) corners[2 * j] * scale;
      double corner_y = y + (double) corners[2 * j + 1] * scale;

      if (j == from)
        cairo_move_to (cr, corner_x, corner_y);
      else
        cairo_line_to (cr, corner_x, corner_y);
    }
    cairo_close_path (cr);
    from = to;
  }
}

static cairo_status_t
init_cb (cairo_scaled_font_t *scaled, cairo_t *cr, cairo_font_extents_t *extents)
{
  extents->ascent = 1;
  extents->descent = 0.5;
  extents->height = 1.5;
  extents->max_x_advance = 2;
  return CAIRO_STATUS_SUCCESS;
}

/* All of one height, as far as they are not larger: a PDF holds a face as several fonts, whose
 * heights are those of what is in them, and a reader takes words of two heights apart. */
static void
measure_glyph (const HearthHandOutline *outline, double em, cairo_text_extents_t *extents)
{
  const float *corners = (const float *) (const void *) outline->points->data;
  double left = BOX_LEFT, top = BOX_TOP, right = BOX_RIGHT, bottom = BOX_BOTTOM;

  for (guint i = 0; i < outline->points->len; i += 2) {
    left = MIN (left, (double) corners[i] / em);
    right = MAX (right, (double) corners[i] / em);
    top = MIN (top, (double) corners[i + 1] / em);
    bottom = MAX (bottom, (double) corners[i + 1] / em);
  }
  extents->x_bearing = left;
  extents->y_bearing = top;
  extents->width = right - left;
  extents->height = bottom - top;
  extents->x_advance = (double) outline->advance / em;
}

static cairo_status_t
render_glyph_cb (cairo_scaled_font_t *scaled, unsigned long glyph, cairo_t *cr,
                 cairo_text_extents_t *extents)
{
  const Drawn *drawn =
      cairo_font_face_get_user_data (cairo_scaled_font_get_font_face (scaled), &drawn_key);
  const HearthHandOutline *outline;

  extents->x_advance = SPACE;
  if (glyph == HEARTH_HAND_SPACE || drawn->first + glyph - 1 > drawn->outlines->len)
    return CAIRO_STATUS_SUCCESS;
  outline = g_ptr_array_index (drawn->outlines, drawn->first + glyph - 2);
  measure_glyph (outline, drawn->em, extents);
  add_contours (outline, cr, 0, 0, 1 / drawn->em);
  cairo_fill (cr);
  return CAIRO_STATUS_SUCCESS;
}

/**
 * hearth_hand_face_new:
 * @hand: a hand
 * @nib: with what it is written, and how large
 * @em: what a reader of a PDF takes for the size of the font, in points
 * @unevenness: how much the forms of a sample differ, 0 to 2
 *
 * Returns: (transfer full): a face without a glyph
 */
HearthHandFace *
hearth_hand_face_new (HearthHand *hand, const HearthHandNib *nib, double em, double unevenness)
{
  HearthHandFace *self = g_new0 (HearthHandFace, 1);

  g_atomic_ref_count_init (&self->references);
  self->hand = hearth_hand_ref (hand);
  self->nib = *nib;
  self->em = em;
  self->unevenness = unevenness;
  self->outlines = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_hand_outline_free);
  self->fonts = g_ptr_array_new_with_free_func ((GDestroyNotify) cairo_font_face_destroy);
  self->numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

/**
 * hearth_hand_face_ref:
 * @self: a face
 *
 * Returns: (transfer full): @self
 */
HearthHandFace *
hearth_hand_face_ref (HearthHandFace *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

/**
 * hearth_hand_face_unref:
 * @self: (nullable) (transfer full): a face
 */
void
hearth_hand_face_unref (HearthHandFace *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->references))
    return;
  g_ptr_array_unref (self->fonts);
  g_ptr_array_unref (self->outlines);
  g_hash_table_unref (self->numbers);
  hearth_hand_unref (self->hand);
  g_free (self);
}

/**
 * hearth_hand_face_get_hand:
 * @self: a face
 *
 * Returns: (transfer none): its hand
 */
HearthHand *
hearth_hand_face_get_hand (HearthHandFace *self)
{
  return self->hand;
}

/**
 * hearth_hand_face_get_nib:
 * @self: a face
 *
 * Returns: (transfer none): with what it is written
 */
const HearthHandNib *
hearth_hand_face_get_nib (const HearthHandFace *self)
{
  return &self->nib;
}

/**
 * hearth_hand_face_find:
 * @self: a face
 * @text: a glyph of its hand
 * @form: which sample of it, in which form
 *
 * Returns: the number of that form, above %HEARTH_HAND_SPACE
 */
guint
hearth_hand_face_find (HearthHandFace *self, const char *text, const HearthHandForm *form)
{
  char name[64];
  guint number;
  HearthHandNib nib = self->nib;

  g_snprintf (name, sizeof name, "%u.%u.%u %s", form->sample, form->slant, form->size, text);
  number = GPOINTER_TO_UINT (g_hash_table_lookup (self->numbers, name));
  if (number > 0)
    return number;
  nib.slant += self->unevenness * SLANT * ((int) form->slant - HEARTH_HAND_SLANTS / 2);
  nib.x_height *= 1 + self->unevenness * SIZE * (form->size == 0 ? -1 : 1);
  g_ptr_array_add (self->outlines,
                   hearth_hand_outline_new (hearth_hand_get_sample (self->hand, text, form->sample),
                                            &nib));
  number = self->outlines->len;
  g_hash_table_insert (self->numbers, g_strdup (name), GUINT_TO_POINTER (number));
  return number;
}

/**
 * hearth_hand_face_get_outline:
 * @self: a face
 * @glyph: a number above %HEARTH_HAND_SPACE, from hearth_hand_face_find()
 *
 * Returns: (transfer none): its outline
 */
const HearthHandOutline *
hearth_hand_face_get_outline (const HearthHandFace *self, guint glyph)
{
  return g_ptr_array_index (self->outlines, glyph - 1);
}

/**
 * hearth_hand_face_add_path:
 * @self: a face
 * @glyph: the number of a form
 * @cr: where its outline is added to the path, which is to be filled by the nonzero rule
 * @x: where its origin is
 * @y: its baseline
 */
void
hearth_hand_face_add_path (const HearthHandFace *self, guint glyph, cairo_t *cr, double x, double y)
{
  if (glyph != HEARTH_HAND_SPACE)
    add_contours (hearth_hand_face_get_outline (self, glyph), cr, x, y, 1);
}

static cairo_font_face_t *
make_font (HearthHandFace *self, guint font)
{
  cairo_font_face_t *face = cairo_user_font_face_create ();
  Drawn *drawn = g_new0 (Drawn, 1);

  drawn->outlines = g_ptr_array_ref (self->outlines);
  drawn->em = self->em;
  drawn->first = font * HEARTH_HAND_FONT_GLYPHS + 1;
  cairo_user_font_face_set_init_func (face, init_cb);
  cairo_user_font_face_set_render_glyph_func (face, render_glyph_cb);
  cairo_font_face_set_user_data (face, &drawn_key, drawn, drawn_free);
  return face;
}

/**
 * hearth_hand_face_set_font:
 * @self: a face
 * @cr: a context, of a PDF
 * @font: which of its fonts: a glyph is in that of its number, less 1, divided by
 *   %HEARTH_HAND_FONT_GLYPHS, under what remains, plus 1
 *
 * Has @cr draw glyphs of @self, in the right size. As a font they stand in the file once, as
 * outlines, with the text that each of them is. A Type 3 font holds 256 glyphs: a face is several.
 * Each of them has the space, which has to be shown before its other glyphs, for readers to tell
 * the size of all of them alike.
 */
void
hearth_hand_face_set_font (HearthHandFace *self, cairo_t *cr, guint font)
{
  cairo_font_options_t *options = cairo_font_options_create ();

  while (self->fonts->len <= font)
    g_ptr_array_add (self->fonts, make_font (self, self->fonts->len));
  cairo_set_font_face (cr, g_ptr_array_index (self->fonts, font));
  cairo_set_font_size (cr, self->em);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_set_font_options (cr, options);
  cairo_font_options_destroy (options);
}
