/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-hand-setter.h"

#include <math.h>
#include <string.h>

/* In x-heights, at an unevenness of 1. */
#define SPACE 0.78        /* between two words */
#define SPACE_VARIES 0.12 /* to each side */
#define GLYPH_RISES 0.025 /* a glyph, up or down */
#define GLYPH_VARIES 0.03 /* the room behind a glyph */
#define WORD_SLANTS 0.35  /* the chance that a word leans otherwise than it was written */
#define JOIN_LEAST -0.26  /* how far a glyph is drawn to what it is joined to */
#define JOIN_MOST 0.25    /* and pushed from it */
#define JOIN_GAP 0.12     /* between the ends of two strokes that are joined */
#define JOIN_REACH 1.3    /* the longest stroke that joins */
#define JOIN_BEND 0.4     /* of its length, until it may bend */
#define MAX_CLUSTER 40    /* bytes that are looked up as one character */

/* Characters for which a hand may have another one that looks the same. */
static const struct {
  const char *text;
  const char *instead;
} alike[] = {
  { "’", "'" },  { "'", "’" },  { "‘", "'" }, { "‚", "," }, { "“", "\"" }, { "”", "\"" },
  { "„", "\"" }, { "\"", "”" }, { "–", "-" }, { "—", "–" }, { "—", "-" },  { "-", "–" },
  { "‐", "-" },  { "‑", "-" },  { "−", "–" }, { "ʼ", "’" }, { "″", "”" },  { "′", "’" },
};

struct _HearthHandSetter {
  HearthHandFace *face;           /* (owned) */
  HearthSetText *out;             /* (unowned) */
  PangoContext *context;          /* (owned) */
  PangoFontDescription *fallback; /* (owned) */
  double unevenness;
  GHashTable
      *last; /* (owned) (key-type utf8) (value-type guint): the sample that came last, plus 1 */
  GHashTable *seen; /* (owned) (key-type utf8): what is missing */
  GString *missing; /* (owned) */
};

/* A word while it is set. */
typedef struct {
  HearthSetWord *set;
  guint64 seed;
  guint slant;
  double x;
  guint before;   /* the glyph that ends here, or HEARTH_HAND_SPACE */
  float before_x; /* where it stands */
  float before_y;
} Pen;

/**
 * hearth_hand_seed:
 * @seed: where chances come from
 * @part: a part of it
 *
 * Returns: where the chances of that part come from; the same on each computer
 */
guint64
hearth_hand_seed (guint64 seed, guint64 part)
{
  /* SplitMix64. */
  guint64 z = seed + 0x9e3779b97f4a7c15u * (part + 1);

  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

/**
 * hearth_hand_chance:
 * @seed: (inout): where chances come from; the next one is another
 *
 * Returns: -1 to 1, mostly near 0
 */
double
hearth_hand_chance (guint64 *seed)
{
  double sum = 0;

  for (guint i = 0; i < 2; i++) {
    *seed = hearth_hand_seed (*seed, i);
    sum += (double) (*seed >> 11) / (double) (1ull << 53);
  }
  return sum - 1;
}

/**
 * hearth_set_text_new:
 *
 * Returns: (transfer full): nothing, into which can be set
 */
HearthSetText *
hearth_set_text_new (void)
{
  HearthSetText *self = g_new0 (HearthSetText, 1);

  self->text = g_string_new (NULL);
  self->glyphs = g_array_new (FALSE, FALSE, sizeof (HearthSetGlyph));
  self->joins = g_array_new (FALSE, FALSE, sizeof (HearthSetJoin));
  self->marks = g_array_new (FALSE, FALSE, sizeof (HearthSetMark));
  return self;
}

/**
 * hearth_set_text_free:
 * @self: (nullable) (transfer full): what was set
 */
void
hearth_set_text_free (HearthSetText *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->marks->len; i++)
    g_object_unref (g_array_index (self->marks, HearthSetMark, i).layout);
  g_string_free (self->text, TRUE);
  g_array_unref (self->glyphs);
  g_array_unref (self->joins);
  g_array_unref (self->marks);
  g_free (self);
}

/**
 * hearth_hand_setter_new:
 * @face: the hand, in a size
 * @out: where to set; it must outlive the setter
 * @context: for what the hand has not
 * @fallback: the font for it
 * @unevenness: how much the hand varies, 0 to 2
 *
 * Returns: (transfer full): a setter
 */
HearthHandSetter *
hearth_hand_setter_new (HearthHandFace *face, HearthSetText *out, PangoContext *context,
                        const PangoFontDescription *fallback, double unevenness)
{
  HearthHandSetter *self = g_new0 (HearthHandSetter, 1);

  self->face = hearth_hand_face_ref (face);
  self->out = out;
  self->context = g_object_ref (context);
  self->fallback = pango_font_description_copy (fallback);
  self->unevenness = unevenness;
  self->last = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->missing = g_string_new (NULL);
  return self;
}

/**
 * hearth_hand_setter_free:
 * @self: (nullable) (transfer full): a setter
 */
void
hearth_hand_setter_free (HearthHandSetter *self)
{
  if (self == NULL)
    return;
  hearth_hand_face_unref (self->face);
  g_object_unref (self->context);
  pango_font_description_free (self->fallback);
  g_hash_table_unref (self->last);
  g_hash_table_unref (self->seen);
  g_string_free (self->missing, TRUE);
  g_free (self);
}

static double
get_unit (HearthHandSetter *self)
{
  return hearth_hand_face_get_nib (self->face)->x_height;
}

/* What a hand has for a character: that, or what looks like it. */
static const char *
find_glyph (HearthHandSetter *self, const char *text)
{
  HearthHand *hand = hearth_hand_face_get_hand (self->face);

  if (hearth_hand_get_n_samples (hand, text) > 0)
    return text;
  for (guint i = 0; i < G_N_ELEMENTS (alike); i++) {
    if (strcmp (alike[i].text, text) == 0 && hearth_hand_get_n_samples (hand, alike[i].instead) > 0)
      return alike[i].instead;
  }
  return NULL;
}

/* Another sample than last time, where there is one. */
static guint
choose_sample (HearthHandSetter *self, const char *glyph, guint64 *seed)
{
  guint n = hearth_hand_get_n_samples (hearth_hand_face_get_hand (self->face), glyph);
  guint last = GPOINTER_TO_UINT (g_hash_table_lookup (self->last, glyph));
  guint sample;

  *seed = hearth_hand_seed (*seed, 0);
  if (n == 1)
    sample = 0;
  else if (last == 0)
    sample = (guint) (*seed % n);
  else
    sample = (last + (guint) (*seed % (n - 1))) % n;
  g_hash_table_insert (self->last, g_strdup (glyph), GUINT_TO_POINTER (sample + 1));
  return sample;
}

/* The stroke from the glyph before to this one, and where this one has to stand for it. */
static double
join (HearthHandSetter *self, Pen *pen, const HearthHandOutline *outline, float y)
{
  const HearthHandOutline *before;
  double unit = get_unit (self);
  double from_x, from_y, to_x, to_y, wish, x, length;
  HearthSetJoin curve;

  if (pen->before == HEARTH_HAND_SPACE ||
      !hearth_hand_is_joined (hearth_hand_face_get_hand (self->face)))
    return pen->x;
  before = hearth_hand_face_get_outline (self->face, pen->before);
  if (!before->exit.there || !outline->entry.there)
    return pen->x;
  from_x = (double) (pen->before_x + before->exit.x);
  from_y = (double) (pen->before_y + before->exit.y);
  wish = from_x + JOIN_GAP * unit - (double) outline->entry.x;
  x = CLAMP (wish, pen->x + JOIN_LEAST * unit, pen->x + JOIN_MOST * unit);
  to_x = x + (double) outline->entry.x;
  to_y = (double) (y + outline->entry.y);
  length = hypot (to_x - from_x, to_y - from_y);
  if (length > JOIN_REACH * unit || to_x < from_x - 0.5 * unit)
    return pen->x;
  curve = (HearthSetJoin){
    { (float) from_x, (float) (from_x + (double) before->exit.dx * length * JOIN_BEND),
      (float) (to_x - (double) outline->entry.dx * length * JOIN_BEND), (float) to_x },
    { (float) from_y, (float) (from_y + (double) before->exit.dy * length * JOIN_BEND),
      (float) (to_y - (double) outline->entry.dy * length * JOIN_BEND), (float) to_y },
  };
  g_array_append_val (self->out->joins, curve);
  pen->set->n_joins++;
  return x;
}

static void
set_glyph (HearthHandSetter *self, Pen *pen, const char *glyph, const char *text, gsize length)
{
  double unit = get_unit (self), uneven = self->unevenness;
  HearthHandForm form = { choose_sample (self, glyph, &pen->seed), pen->slant, 0 };
  HearthSetGlyph set = { 0, (guint) self->out->text->len, (guint) length, 0, 0 };
  const HearthHandOutline *outline;

  form.size = (guint) (hearth_hand_seed (pen->seed, 1) % HEARTH_HAND_SIZES);
  set.glyph = hearth_hand_face_find (self->face, glyph, &form);
  outline = hearth_hand_face_get_outline (self->face, set.glyph);
  set.y = (float) (hearth_hand_chance (&pen->seed) * uneven * GLYPH_RISES * unit);
  set.x = (float) join (self, pen, outline, set.y);
  pen->before = set.glyph;
  pen->before_x = set.x;
  pen->before_y = set.y;
  pen->x = (double) (set.x + outline->advance) +
           hearth_hand_chance (&pen->seed) * uneven * GLYPH_VARIES * unit;
  g_string_append_len (self->out->text, text, (gssize) length);
  g_array_append_val (self->out->glyphs, set);
  pen->set->n_glyphs++;
}

/* One at which no line breaks. */
static void
set_space (HearthHandSetter *self, Pen *pen)
{
  HearthSetGlyph set = { HEARTH_HAND_SPACE, (guint) self->out->text->len, 1, (float) pen->x, 0 };

  g_string_append_c (self->out->text, ' ');
  g_array_append_val (self->out->glyphs, set);
  pen->set->n_glyphs++;
  pen->x += hearth_hand_setter_get_space (self, pen->seed);
  pen->before = HEARTH_HAND_SPACE;
}

static void
note_missing (HearthHandSetter *self, const char *text)
{
  if (g_hash_table_add (self->seen, g_strdup (text)))
    g_string_append (self->missing, text);
}

/* What the hand has not is set in a font, a whole run at once: some scripts are written so. */
static void
set_mark (HearthHandSetter *self, Pen *pen, const char *text, gsize length)
{
  HearthSetMark mark = { pango_layout_new (self->context), (float) pen->x };
  int width;

  pango_layout_set_font_description (mark.layout, self->fallback);
  pango_layout_set_text (mark.layout, text, (int) length);
  pango_layout_set_single_paragraph_mode (mark.layout, TRUE);
  pango_layout_get_size (mark.layout, &width, NULL);
  g_array_append_val (self->out->marks, mark);
  pen->set->n_marks++;
  pen->before = HEARTH_HAND_SPACE;
  pen->x += (double) width / PANGO_SCALE + 0.1 * get_unit (self);
}

/* Behind the character at @p and the marks that belong to it. */
static const char *
next_cluster (const char *p, const char *end)
{
  p = g_utf8_next_char (p);
  while (p < end && g_unichar_ismark (g_utf8_get_char (p)))
    p = g_utf8_next_char (p);
  return MIN (p, end);
}

/* A pair that is written as one, or one character. Returns its glyph in the hand, or NULL, and
 * where it ends. */
static const char *
find_next (HearthHandSetter *self, const char *p, const char *end, char *buffer, const char **next)
{
  const char *one = next_cluster (p, end);
  const char *two = one < end ? next_cluster (one, end) : one;

  *next = one;
  if (two > one && two - p < MAX_CLUSTER) {
    memcpy (buffer, p, two - p);
    buffer[two - p] = '\0';
    if (hearth_hand_get_n_samples (hearth_hand_face_get_hand (self->face), buffer) > 0) {
      *next = two;
      return buffer;
    }
  }
  if (one - p >= MAX_CLUSTER)
    return NULL;
  memcpy (buffer, p, one - p);
  buffer[one - p] = '\0';
  return find_glyph (self, buffer);
}

/* Three dots for an ellipsis that was not written. */
static gboolean
set_ellipsis (HearthHandSetter *self, Pen *pen, const char *text, gsize length)
{
  if (length != strlen ("…") || memcmp (text, "…", length) != 0 || find_glyph (self, ".") == NULL)
    return FALSE;
  /* The first carries the text. */
  set_glyph (self, pen, ".", text, length);
  set_glyph (self, pen, ".", "", 0);
  set_glyph (self, pen, ".", "", 0);
  return TRUE;
}

static gboolean
leaves_ink (const char *p)
{
  gunichar c = g_utf8_get_char (p);

  return g_unichar_isgraph (c) || g_unichar_ismark (c);
}

/* From @p on, all that the hand has not. */
static const char *
set_missing (HearthHandSetter *self, Pen *pen, const char *p, const char *end)
{
  char buffer[MAX_CLUSTER];
  const char *from = p, *next;

  do {
    g_autofree char *cluster = NULL;

    next = next_cluster (p, end);
    cluster = g_strndup (p, next - p);
    note_missing (self, cluster);
    p = next;
  } while (p < end && leaves_ink (p) && find_next (self, p, end, buffer, &next) == NULL);
  set_mark (self, pen, from, p - from);
  return p;
}

/**
 * hearth_hand_setter_set_word:
 * @self: a setter
 * @word: UTF-8 in normalization form C, without line breaks
 * @length: its bytes
 * @seed: where its chances come from
 * @set: (out caller-allocates): where it stands
 *
 * Sets a word behind what was set before. Which samples it is set in depends on @seed, and on those
 * that came last.
 */
void
hearth_hand_setter_set_word (HearthHandSetter *self, const char *word, gsize length, guint64 seed,
                             HearthSetWord *set)
{
  const char *end = word + length;
  Pen pen = { set, seed, HEARTH_HAND_SLANTS / 2, 0, HEARTH_HAND_SPACE, 0, 0 };
  double lean = hearth_hand_chance (&pen.seed);

  *set = (HearthSetWord){
    self->out->glyphs->len, 0, self->out->joins->len, 0, self->out->marks->len, 0, 0
  };
  if (fabs (lean) > 1 - WORD_SLANTS)
    pen.slant = lean < 0 ? 0 : HEARTH_HAND_SLANTS - 1;
  for (const char *p = word, *next; p < end; p = next) {
    char buffer[MAX_CLUSTER];
    const char *glyph = find_next (self, p, end, buffer, &next);

    if (glyph != NULL) {
      set_glyph (self, &pen, glyph, p, next - p);
    } else if (!leaves_ink (p)) {
      if (g_unichar_isspace (g_utf8_get_char (p)))
        set_space (self, &pen);
    } else if (!set_ellipsis (self, &pen, p, next - p)) {
      next = set_missing (self, &pen, p, end);
    }
  }
  set->width = (float) pen.x;
}

/**
 * hearth_hand_setter_get_space:
 * @self: a setter
 * @seed: where its chance comes from
 *
 * Returns: how wide a space is, in points
 */
double
hearth_hand_setter_get_space (HearthHandSetter *self, guint64 seed)
{
  return get_unit (self) * (SPACE + SPACE_VARIES * self->unevenness * hearth_hand_chance (&seed));
}

/**
 * hearth_hand_setter_get_missing:
 * @self: a setter
 *
 * Returns: the characters that the hand has not, each once, in the order in which they came
 */
const char *
hearth_hand_setter_get_missing (const HearthHandSetter *self)
{
  return self->missing->str;
}
