/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-hand.h"

#include "hearth-text.h"

#include <math.h>
#include <string.h>

#define MAX_NAME 80
#define MAX_TIME 3600 /* seconds in which a sample is written */

/* A character or a pair, and how it is written. */
typedef struct {
  char *text;         /* (owned) */
  GPtrArray *samples; /* (owned) (element-type HearthHandSample) */
} Glyph;

struct _HearthHand {
  gatomicrefcount references;
  char *name; /* (owned) */
  HearthPen pen;
  gboolean joined;
  guint n_points;      /* of all samples */
  GPtrArray *glyphs;   /* (owned) (element-type Glyph): in the order of their texts */
  GHashTable *by_text; /* (owned) (key-type utf8) (value-type Glyph): keys belong to the glyphs */
};

struct _HearthHandBuilder {
  HearthHand *hand; /* (owned): nobody else's until it is built */
};

G_DEFINE_BOXED_TYPE (HearthHand, hearth_hand, hearth_hand_ref, hearth_hand_unref)

static const char *const pens[] = { "ballpoint", "fountain", "felt", "pencil" };

static void
glyph_free (gpointer data)
{
  Glyph *glyph = data;

  g_free (glyph->text);
  g_ptr_array_unref (glyph->samples);
  g_free (glyph);
}

static HearthHand *
hand_new (void)
{
  HearthHand *self = g_new0 (HearthHand, 1);

  g_atomic_ref_count_init (&self->references);
  self->name = g_strdup ("");
  self->glyphs = g_ptr_array_new_with_free_func (glyph_free);
  self->by_text = g_hash_table_new (g_str_hash, g_str_equal);
  return self;
}

static Glyph *
add_glyph (HearthHand *self, const char *text)
{
  Glyph *glyph = g_new0 (Glyph, 1);

  glyph->text = g_strdup (text);
  glyph->samples = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_hand_sample_free);
  g_ptr_array_add (self->glyphs, glyph);
  g_hash_table_insert (self->by_text, glyph->text, glyph);
  return glyph;
}

static int
compare_glyphs (gconstpointer a, gconstpointer b)
{
  const Glyph *first = *(const Glyph *const *) a, *second = *(const Glyph *const *) b;

  return strcmp (first->text, second->text);
}

static void
add_sample (HearthHand *self, Glyph *glyph, const HearthHandSample *sample)
{
  self->n_points += sample->n_points;
  g_ptr_array_add (glyph->samples, hearth_hand_sample_copy (sample));
}

static void
remove_sample (HearthHand *self, Glyph *glyph, guint n)
{
  const HearthHandSample *sample = g_ptr_array_index (glyph->samples, n);

  self->n_points -= sample->n_points;
  g_ptr_array_remove_index (glyph->samples, n);
}

static HearthHand *
copy_hand (const HearthHand *hand)
{
  HearthHand *self = hand_new ();

  g_free (self->name);
  self->name = g_strdup (hand->name);
  self->pen = hand->pen;
  self->joined = hand->joined;
  for (guint i = 0; i < hand->glyphs->len; i++) {
    const Glyph *glyph = g_ptr_array_index (hand->glyphs, i);
    Glyph *copy = add_glyph (self, glyph->text);

    for (guint j = 0; j < glyph->samples->len; j++)
      add_sample (self, copy, g_ptr_array_index (glyph->samples, j));
  }
  return self;
}

/* One or two characters that leave ink, each with the marks that belong to it. */
static gboolean
is_glyph (const char *text)
{
  guint n = 0;

  if (*text == '\0' || !g_utf8_validate (text, -1, NULL))
    return FALSE;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (g_unichar_ismark (c) ? p == text : !g_unichar_isgraph (c))
      return FALSE;
    n += !g_unichar_ismark (c);
  }
  return n <= 2 && g_utf8_strlen (text, -1) <= 8;
}

static gboolean
is_sound_point (const HearthHandPoint *point)
{
  return isfinite (point->x) && isfinite (point->y) && fabsf (point->x) <= HEARTH_HAND_MAX_UNITS &&
         fabsf (point->y) <= HEARTH_HAND_MAX_UNITS && point->pressure >= 0 &&
         point->pressure <= 1 && point->time >= 0 && point->time <= MAX_TIME;
}

/**
 * hearth_pen_get_name:
 * @pen: a pen
 *
 * Returns: its name in files and on a command line, which is not translated
 */
const char *
hearth_pen_get_name (HearthPen pen)
{
  return pens[pen];
}

/**
 * hearth_pen_from_name:
 * @name: a name
 * @pen: (out): the pen of that name
 *
 * Returns: whether there is one
 */
gboolean
hearth_pen_from_name (const char *name, HearthPen *pen)
{
  for (guint i = 0; i < G_N_ELEMENTS (pens); i++) {
    if (strcmp (name, pens[i]) == 0) {
      *pen = (HearthPen) i;
      return TRUE;
    }
  }
  return FALSE;
}

/**
 * hearth_hand_sample_new:
 * @advance: in x-heights
 * @strokes: (array length=n_strokes): the strokes
 * @n_strokes: their number
 * @points: (array length=n_points): the points of all strokes
 * @n_points: their number
 *
 * Returns: (transfer full): a sample that copies what it is given, which is not checked
 */
HearthHandSample *
hearth_hand_sample_new (float advance, const HearthHandStroke *strokes, guint n_strokes,
                        const HearthHandPoint *points, guint n_points)
{
  HearthHandSample *self = g_new0 (HearthHandSample, 1);

  self->advance = advance;
  self->n_strokes = n_strokes;
  self->n_points = n_points;
  self->strokes = g_memdup2 (strokes, n_strokes * sizeof *strokes);
  self->points = g_memdup2 (points, n_points * sizeof *points);
  return self;
}

/**
 * hearth_hand_sample_copy:
 * @self: a sample
 *
 * Returns: (transfer full): a copy
 */
HearthHandSample *
hearth_hand_sample_copy (const HearthHandSample *self)
{
  return hearth_hand_sample_new (self->advance, self->strokes, self->n_strokes, self->points,
                                 self->n_points);
}

/**
 * hearth_hand_sample_free:
 * @self: (nullable) (transfer full): a sample
 */
void
hearth_hand_sample_free (HearthHandSample *self)
{
  if (self == NULL)
    return;
  g_free (self->strokes);
  g_free (self->points);
  g_free (self);
}

/**
 * hearth_hand_sample_is_sound:
 * @self: a sample
 *
 * Returns: whether all of it lies within the bounds HEARTH_HAND_MAX_…, and each of its points
 *   belongs to one stroke, in order
 */
gboolean
hearth_hand_sample_is_sound (const HearthHandSample *self)
{
  guint next = 0;

  if (!(self->advance >= 0 && self->advance <= HEARTH_HAND_MAX_UNITS) || self->n_strokes == 0 ||
      self->n_strokes > HEARTH_HAND_MAX_STROKES || self->n_points > HEARTH_HAND_MAX_POINTS)
    return FALSE;
  for (guint i = 0; i < self->n_strokes; i++) {
    if (self->strokes[i].first != next || self->strokes[i].n == 0 ||
        self->strokes[i].n > self->n_points - next)
      return FALSE;
    next += self->strokes[i].n;
  }
  if (next != self->n_points)
    return FALSE;
  for (guint i = 0; i < self->n_points; i++) {
    if (!is_sound_point (&self->points[i]))
      return FALSE;
  }
  return TRUE;
}

/**
 * hearth_hand_ref:
 * @self: a hand
 *
 * Returns: (transfer full): @self
 */
HearthHand *
hearth_hand_ref (HearthHand *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

/**
 * hearth_hand_unref:
 * @self: (nullable) (transfer full): a hand
 */
void
hearth_hand_unref (HearthHand *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->references))
    return;
  g_hash_table_unref (self->by_text);
  g_ptr_array_unref (self->glyphs);
  g_free (self->name);
  g_free (self);
}

/**
 * hearth_hand_get_name:
 * @self: a hand
 *
 * Returns: what its owner calls it; may be ""
 */
const char *
hearth_hand_get_name (const HearthHand *self)
{
  return self->name;
}

/**
 * hearth_hand_get_pen:
 * @self: a hand
 *
 * Returns: with what it is written, unless a letter's style says otherwise
 */
HearthPen
hearth_hand_get_pen (const HearthHand *self)
{
  return self->pen;
}

/**
 * hearth_hand_is_joined:
 * @self: a hand
 *
 * Returns: whether its letters are joined within a word
 */
gboolean
hearth_hand_is_joined (const HearthHand *self)
{
  return self->joined;
}

/**
 * hearth_hand_get_n_glyphs:
 * @self: a hand
 *
 * Returns: how many characters and pairs have a sample
 */
guint
hearth_hand_get_n_glyphs (const HearthHand *self)
{
  return self->glyphs->len;
}

/**
 * hearth_hand_get_glyph:
 * @self: a hand
 * @n: a number below hearth_hand_get_n_glyphs()
 *
 * Returns: the text of the glyph; glyphs are ordered by it
 */
const char *
hearth_hand_get_glyph (const HearthHand *self, guint n)
{
  const Glyph *glyph = g_ptr_array_index (self->glyphs, n);

  return glyph->text;
}

/**
 * hearth_hand_get_n_samples:
 * @self: (nullable): a hand
 * @glyph: one or two characters in normalization form C
 *
 * Returns: how many samples there are
 */
guint
hearth_hand_get_n_samples (const HearthHand *self, const char *glyph)
{
  const Glyph *found = self != NULL ? g_hash_table_lookup (self->by_text, glyph) : NULL;

  return found != NULL ? found->samples->len : 0;
}

/**
 * hearth_hand_get_sample:
 * @self: a hand
 * @glyph: one or two characters in normalization form C
 * @n: a number below hearth_hand_get_n_samples()
 *
 * Returns: (transfer none): the sample, which lives as long as @self
 */
const HearthHandSample *
hearth_hand_get_sample (const HearthHand *self, const char *glyph, guint n)
{
  const Glyph *found = g_hash_table_lookup (self->by_text, glyph);

  return g_ptr_array_index (found->samples, n);
}

/**
 * hearth_hand_dup_missing:
 * @self: (nullable): a hand
 * @text: any text
 *
 * Returns: (transfer full): the characters of @text that leave ink and have no sample, each once
 * and with the marks that belong to it, in the order in which they come; "" where there are none
 */
char *
hearth_hand_dup_missing (const HearthHand *self, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *normal = g_utf8_normalize (valid, -1, G_NORMALIZE_DEFAULT_COMPOSE);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GString *missing = g_string_new (NULL);

  for (const char *p = normal, *end; *p != '\0'; p = end) {
    gunichar c = g_utf8_get_char (p);
    g_autofree char *glyph = NULL;

    end = g_utf8_next_char (p);
    while (g_unichar_ismark (g_utf8_get_char (end)))
      end = g_utf8_next_char (end);
    glyph = g_strndup (p, end - p);
    if (!g_unichar_isgraph (c) || hearth_hand_get_n_samples (self, glyph) > 0 ||
        g_hash_table_contains (seen, glyph))
      continue;
    g_string_append (missing, glyph);
    g_hash_table_add (seen, g_steal_pointer (&glyph));
  }
  return g_string_free (missing, FALSE);
}

/**
 * hearth_hand_builder_new:
 * @hand: (nullable): a hand to begin with, which stays as it is
 *
 * Returns: (transfer full): a builder
 */
HearthHandBuilder *
hearth_hand_builder_new (HearthHand *hand)
{
  HearthHandBuilder *self = g_new0 (HearthHandBuilder, 1);

  self->hand = hand != NULL ? copy_hand (hand) : hand_new ();
  return self;
}

/**
 * hearth_hand_builder_free:
 * @self: (nullable) (transfer full): a builder
 */
void
hearth_hand_builder_free (HearthHandBuilder *self)
{
  if (self == NULL)
    return;
  hearth_hand_unref (self->hand);
  g_free (self);
}

/**
 * hearth_hand_builder_set_name:
 * @self: a builder
 * @name: what the hand is called; kept as one line of at most 80 characters
 */
void
hearth_hand_builder_set_name (HearthHandBuilder *self, const char *name)
{
  g_autofree char *clean = hearth_text_clean (name, -1);

  g_free (self->hand->name);
  self->hand->name = hearth_text_one_line (clean, MAX_NAME);
}

/**
 * hearth_hand_builder_set_pen:
 * @self: a builder
 * @pen: with what the hand is written
 */
void
hearth_hand_builder_set_pen (HearthHandBuilder *self, HearthPen pen)
{
  self->hand->pen = pen;
}

/**
 * hearth_hand_builder_set_joined:
 * @self: a builder
 * @joined: whether the letters of a word are joined
 */
void
hearth_hand_builder_set_joined (HearthHandBuilder *self, gboolean joined)
{
  self->hand->joined = joined;
}

/**
 * hearth_hand_builder_add:
 * @self: a builder
 * @glyph: one or two characters; brought into normalization form C
 * @sample: how they are written; copied
 *
 * Adds a sample. Of one glyph no more than %HEARTH_HAND_MAX_SAMPLES are kept, the last ones.
 *
 * Returns: whether it was taken: %FALSE for what is no glyph, a sample that
 *   hearth_hand_sample_is_sound() refuses, more glyphs than %HEARTH_HAND_MAX_GLYPHS and more points
 *   than %HEARTH_HAND_MAX_ALL_POINTS
 */
gboolean
hearth_hand_builder_add (HearthHandBuilder *self, const char *glyph, const HearthHandSample *sample)
{
  HearthHand *hand = self->hand;
  g_autofree char *text = g_utf8_normalize (glyph, -1, G_NORMALIZE_DEFAULT_COMPOSE);
  Glyph *found;

  if (text == NULL || !is_glyph (text) || !hearth_hand_sample_is_sound (sample) ||
      sample->n_points > HEARTH_HAND_MAX_ALL_POINTS - hand->n_points)
    return FALSE;
  found = g_hash_table_lookup (hand->by_text, text);
  if (found == NULL && hand->glyphs->len >= HEARTH_HAND_MAX_GLYPHS)
    return FALSE;
  if (found == NULL)
    found = add_glyph (hand, text);
  if (found->samples->len >= HEARTH_HAND_MAX_SAMPLES)
    remove_sample (hand, found, 0);
  add_sample (hand, found, sample);
  return TRUE;
}

/**
 * hearth_hand_builder_remove:
 * @self: a builder
 * @glyph: one or two characters
 * @n: which of its samples, from 0; -1 for all of them
 *
 * Removes what is there; what is not stays unsaid.
 */
void
hearth_hand_builder_remove (HearthHandBuilder *self, const char *glyph, int n)
{
  HearthHand *hand = self->hand;
  g_autofree char *text = g_utf8_normalize (glyph, -1, G_NORMALIZE_DEFAULT_COMPOSE);
  Glyph *found = text != NULL ? g_hash_table_lookup (hand->by_text, text) : NULL;

  if (found == NULL || n >= (int) found->samples->len)
    return;
  if (n >= 0)
    remove_sample (hand, found, n);
  while (n < 0 && found->samples->len > 0)
    remove_sample (hand, found, 0);
  if (found->samples->len > 0)
    return;
  g_hash_table_remove (hand->by_text, found->text);
  g_ptr_array_remove (hand->glyphs, found);
}

/**
 * hearth_hand_builder_build:
 * @self: a builder, which may go on
 *
 * Returns: (transfer full): the hand as it is now
 */
HearthHand *
hearth_hand_builder_build (HearthHandBuilder *self)
{
  HearthHand *hand = copy_hand (self->hand);

  g_ptr_array_sort (hand->glyphs, compare_glyphs);
  return hand;
}
