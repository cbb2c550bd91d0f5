/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-hand-sitting.h"

#include <string.h>

struct _HearthHandSitting {
  HearthHandBuilder *builder; /* (owned) */
  HearthHand *hand;           /* (owned): what was built last */
  GArray *prompts;            /* (owned) (element-type HearthHandPrompt) */
  guint n_wanted;             /* of them come first and were asked for by a letter */
  guint position;             /* past the last: everything is written */
  GArray *added;              /* (owned) (element-type guint): of which prompt each new sample is */
};

static const HearthHandPrompt *
get_prompt (const HearthHandSitting *self, guint n)
{
  return &g_array_index (self->prompts, HearthHandPrompt, n);
}

static guint
count_samples (const HearthHandSitting *self, guint n)
{
  return hearth_hand_get_n_samples (self->hand, get_prompt (self, n)->glyph);
}

static gboolean
is_open (const HearthHandSitting *self, guint n)
{
  return count_samples (self, n) < HEARTH_HAND_SAMPLES;
}

/* What a glyph is, if the guide asks for it too. */
static HearthHandGroup
take_from_guide (GArray *guide, const char *glyph)
{
  HearthHandGroup group = HEARTH_HAND_GROUP_ACCENTS;

  for (guint i = guide->len; i > 0; i--) {
    const HearthHandPrompt *prompt = &g_array_index (guide, HearthHandPrompt, i - 1);

    if (strcmp (prompt->glyph, glyph) != 0)
      continue;
    group = prompt->group;
    g_array_remove_index (guide, i - 1);
  }
  return group;
}

/* The characters of a letter that the hand has not, each once, then the rest of the guide. */
static void
list_prompts (HearthHandSitting *self, const char *language, const char *wanted)
{
  g_autoptr (GArray) guide = hearth_hand_guide_list (language, self->hand);
  g_autofree char *missing = hearth_hand_dup_missing (self->hand, wanted);

  for (const char *p = missing, *end; *p != '\0'; p = end) {
    HearthHandPrompt prompt = { 0 };
    g_autofree char *glyph = NULL;

    end = g_utf8_next_char (p);
    while (g_unichar_ismark (g_utf8_get_char (end)))
      end = g_utf8_next_char (end);
    glyph = g_strndup (p, end - p);
    if (g_utf8_strlen (glyph, -1) > 2 || self->prompts->len >= HEARTH_HAND_MAX_GLYPHS)
      continue;
    prompt.glyph = g_intern_string (glyph);
    prompt.group = take_from_guide (guide, glyph);
    g_array_append_val (self->prompts, prompt);
  }
  self->n_wanted = self->prompts->len;
  g_array_append_vals (self->prompts, guide->data, guide->len);
}

static void
build (HearthHandSitting *self)
{
  hearth_hand_unref (self->hand);
  self->hand = hearth_hand_builder_build (self->builder);
}

/* The first from there on that is not written, or past the last. */
static guint
find_open (const HearthHandSitting *self, guint from)
{
  while (from < self->prompts->len && !is_open (self, from))
    from++;
  return from;
}

/**
 * hearth_hand_sitting_new:
 * @hand: (nullable): a hand to go on with; %NULL begins one
 * @language: (nullable): BCP 47, of the letters that will be written
 * @wanted: a text, of whose characters those that the hand has not come first; perhaps ""
 *
 * Returns: (transfer full): a sitting, at the first character that is not written three times
 */
HearthHandSitting *
hearth_hand_sitting_new (HearthHand *hand, const char *language, const char *wanted)
{
  HearthHandSitting *self = g_new0 (HearthHandSitting, 1);

  self->builder = hearth_hand_builder_new (hand);
  self->hand = hearth_hand_builder_build (self->builder);
  self->prompts = g_array_new (FALSE, FALSE, sizeof (HearthHandPrompt));
  self->added = g_array_new (FALSE, FALSE, sizeof (guint));
  list_prompts (self, language, wanted);
  self->position = find_open (self, 0);
  return self;
}

/**
 * hearth_hand_sitting_free:
 * @self: (nullable) (transfer full): a sitting
 */
void
hearth_hand_sitting_free (HearthHandSitting *self)
{
  if (self == NULL)
    return;
  hearth_hand_builder_free (self->builder);
  hearth_hand_unref (self->hand);
  g_array_unref (self->prompts);
  g_array_unref (self->added);
  g_free (self);
}

/**
 * hearth_hand_sitting_get_glyph:
 * @self: a sitting
 *
 * Returns: (transfer none) (nullable): what is asked for, or %NULL behind the last
 */
const char *
hearth_hand_sitting_get_glyph (const HearthHandSitting *self)
{
  return self->position < self->prompts->len ? get_prompt (self, self->position)->glyph : NULL;
}

/**
 * hearth_hand_sitting_get_group:
 * @self: a sitting
 *
 * Returns: what kind of thing is asked for; of no meaning behind the last
 */
HearthHandGroup
hearth_hand_sitting_get_group (const HearthHandSitting *self)
{
  return self->position < self->prompts->len ? get_prompt (self, self->position)->group
                                             : HEARTH_HAND_GROUP_PAIRS;
}

/**
 * hearth_hand_sitting_is_wanted:
 * @self: a sitting
 *
 * Returns: whether what is asked for was missing in the text that it was begun with
 */
gboolean
hearth_hand_sitting_is_wanted (const HearthHandSitting *self)
{
  return self->position < self->n_wanted;
}

/**
 * hearth_hand_sitting_get_written:
 * @self: a sitting
 *
 * Returns: how many samples there are of what is asked for
 */
guint
hearth_hand_sitting_get_written (const HearthHandSitting *self)
{
  return self->position < self->prompts->len ? count_samples (self, self->position) : 0;
}

/**
 * hearth_hand_sitting_get_count:
 * @self: a sitting
 *
 * Returns: how far it is
 */
HearthHandCount
hearth_hand_sitting_get_count (const HearthHandSitting *self)
{
  HearthHandCount count = { .asked = self->prompts->len };

  for (guint i = 0; i < self->prompts->len; i++) {
    guint n = count_samples (self, i);

    count.done += n >= HEARTH_HAND_SAMPLES;
    count.missing += i < self->n_wanted && n == 0;
  }
  return count;
}

/**
 * hearth_hand_sitting_get_hand:
 * @self: a sitting
 *
 * Returns: (transfer none): the hand as it is now, until it is changed
 */
HearthHand *
hearth_hand_sitting_get_hand (HearthHandSitting *self)
{
  return self->hand;
}

/**
 * hearth_hand_sitting_add:
 * @self: a sitting
 * @sample: how what is asked for was written
 *
 * Keeps a sample. What is asked for stays the same.
 *
 * Returns: whether it was kept; not where there are enough, and not where the hand is full
 */
gboolean
hearth_hand_sitting_add (HearthHandSitting *self, const HearthHandSample *sample)
{
  if (self->position >= self->prompts->len || !is_open (self, self->position) ||
      !hearth_hand_builder_add (self->builder, hearth_hand_sitting_get_glyph (self), sample))
    return FALSE;
  g_array_append_val (self->added, self->position);
  build (self);
  return TRUE;
}

/**
 * hearth_hand_sitting_undo:
 * @self: a sitting
 *
 * Takes the sample back that was added last, and asks for it again.
 *
 * Returns: whether there was one
 */
gboolean
hearth_hand_sitting_undo (HearthHandSitting *self)
{
  guint n;

  if (self->added->len == 0)
    return FALSE;
  self->position = g_array_index (self->added, guint, self->added->len - 1);
  g_array_set_size (self->added, self->added->len - 1);
  n = count_samples (self, self->position);
  if (n == 0)
    return FALSE;
  hearth_hand_builder_remove (self->builder, hearth_hand_sitting_get_glyph (self), (int) n - 1);
  build (self);
  return TRUE;
}

/**
 * hearth_hand_sitting_again:
 * @self: a sitting
 *
 * Takes all samples back of what is asked for.
 *
 * Returns: whether there were any
 */
gboolean
hearth_hand_sitting_again (HearthHandSitting *self)
{
  if (hearth_hand_sitting_get_written (self) == 0)
    return FALSE;
  hearth_hand_builder_remove (self->builder, hearth_hand_sitting_get_glyph (self), -1);
  for (guint i = self->added->len; i > 0; i--) {
    if (g_array_index (self->added, guint, i - 1) == self->position)
      g_array_remove_index (self->added, i - 1);
  }
  build (self);
  return TRUE;
}

/**
 * hearth_hand_sitting_next:
 * @self: a sitting
 *
 * Goes on to the next that is not written three times; behind the last of them to the first that
 * was passed over.
 *
 * Returns: whether there is one
 */
gboolean
hearth_hand_sitting_next (HearthHandSitting *self)
{
  guint here = self->position, next;

  if (here >= self->prompts->len)
    return FALSE;
  next = find_open (self, here + 1);
  if (next >= self->prompts->len) {
    next = find_open (self, 0);
    /* What is left is here, and may be passed over: then it is the end. */
    if (next == here)
      next = self->prompts->len;
  }
  self->position = next;
  return next < self->prompts->len;
}

/**
 * hearth_hand_sitting_back:
 * @self: a sitting
 *
 * Goes back to what comes before in the order of the guide, written or not.
 *
 * Returns: whether there is something
 */
gboolean
hearth_hand_sitting_back (HearthHandSitting *self)
{
  if (self->position == 0)
    return FALSE;
  self->position--;
  return TRUE;
}

/**
 * hearth_hand_sitting_set_name:
 * @self: a sitting
 * @name: what the hand is called
 */
void
hearth_hand_sitting_set_name (HearthHandSitting *self, const char *name)
{
  hearth_hand_builder_set_name (self->builder, name);
  build (self);
}

/**
 * hearth_hand_sitting_set_pen:
 * @self: a sitting
 * @pen: what it is written with
 */
void
hearth_hand_sitting_set_pen (HearthHandSitting *self, HearthPen pen)
{
  hearth_hand_builder_set_pen (self->builder, pen);
  build (self);
}

/**
 * hearth_hand_sitting_set_joined:
 * @self: a sitting
 * @joined: whether its letters join
 */
void
hearth_hand_sitting_set_joined (HearthHandSitting *self, gboolean joined)
{
  hearth_hand_builder_set_joined (self->builder, joined);
  build (self);
}
