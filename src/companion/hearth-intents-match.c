/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-intents-private.h"

#include <string.h>

/* How much a part of a sentence says for a template: its own words most, a time where one is asked
 * for, and least what a slot swallowed. */
#define SCORE_WORD 10.0
#define SCORE_FUZZY 6.0
#define SCORE_TIME 8.0
#define SCORE_QUOTED 4.0
#define SCORE_SWALLOWED -1.0
#define SCORE_SKIPPED -0.25

typedef struct {
  HearthMatcher *matcher;
  const HearthTemplate *template;
  HearthCapture *capture;
} Run;

static gboolean run_from (Run *self, guint pc, guint at, double score);

static gboolean
may_skip (const HearthIntentWord *word)
{
  return word->time || word->filler;
}

static gboolean
run_slot (Run *self, guint pc, guint at, double score)
{
  HearthMatcher *matcher = self->matcher;
  guint slot = self->template->ops[pc].a;
  const HearthSlotType *type = self->template->slots[slot];
  double gained = 0;

  if (at >= matcher->end)
    return FALSE;
  if (type->kind != HEARTH_SLOT_WORDS) {
    const HearthIntentWord *word = &matcher->words[at];

    if (type->kind == HEARTH_SLOT_TIME ? !word->time : !word->number)
      return may_skip (word) && run_slot (self, pc, at + 1, score + SCORE_SKIPPED);
    self->capture->from[slot] = at;
    self->capture->to[slot] = at + 1;
    return run_from (self, pc + 1, at + 1, score + SCORE_TIME);
  }
  /* The shortest that lets the rest match. */
  for (guint n = 1; n <= type->max_words && at + n <= matcher->end; n++) {
    gained += matcher->words[at + n - 1].quoted ? SCORE_QUOTED : SCORE_SWALLOWED;
    self->capture->from[slot] = at;
    self->capture->to[slot] = at + n;
    if (run_from (self, pc + 1, at + n, score + gained))
      return TRUE;
    self->capture->from[slot] = self->capture->to[slot] = 0;
  }
  return FALSE;
}

static gboolean
run_from (Run *self, guint pc, guint at, double score)
{
  HearthMatcher *matcher = self->matcher;

  for (;;) {
    const HearthOp *op = &self->template->ops[pc];
    gsize bit = (gsize) pc * (matcher->n + 1) + at;

    if (bit / 8 >= matcher->visited_size)
      return FALSE;
    if (op->code != HEARTH_OP_JUMP) {
      if (matcher->visited[bit / 8] & (1 << (bit % 8)))
        return FALSE;
      matcher->visited[bit / 8] |= 1 << (bit % 8);
    }
    switch (op->code) {
    case HEARTH_OP_WORD:
      if (at < matcher->end && matcher->words[at].word == op->a) {
        score += matcher->words[at].fuzzy ? SCORE_FUZZY : SCORE_WORD;
        pc++;
        at++;
      } else if (at < matcher->end && may_skip (&matcher->words[at])) {
        score += SCORE_SKIPPED;
        at++;
      } else {
        return FALSE;
      }
      break;
    case HEARTH_OP_SPLIT:
      if (run_from (self, op->a, at, score))
        return TRUE;
      pc = op->b;
      break;
    case HEARTH_OP_JUMP:
      pc = op->a;
      break;
    case HEARTH_OP_SLOT:
      return run_slot (self, pc, at, score);
    case HEARTH_OP_MATCH:
      if (matcher->anchored) {
        while (at < matcher->end && may_skip (&matcher->words[at]))
          at++;
        if (at < matcher->end)
          return FALSE;
      }
      self->capture->score = score;
      self->capture->end = at;
      return TRUE;
    default:
      return FALSE;
    }
  }
}

/**
 * hearth_matcher_run:
 * @self: the sentence
 * @template: what it may match
 * @start: the word to begin at
 * @capture: (out caller-allocates): the slots, the score and the place after the match
 *
 * Returns: whether it matches
 */
gboolean
hearth_matcher_run (HearthMatcher *self, const HearthTemplate *template, guint start,
                    HearthCapture *capture)
{
  Run run = { self, template, capture };
  gsize needed = ((gsize) template->n_ops * (self->n + 1) + 7) / 8 + 1;

  if (needed > self->visited_size) {
    self->visited = g_realloc (self->visited, needed);
    self->visited_size = needed;
  }
  memset (self->visited, 0, needed);
  memset (capture, 0, sizeof *capture);
  return run_from (&run, 0, start, 0);
}

/**
 * hearth_word_is_near:
 * @a: a word
 * @b: another
 *
 * Returns: whether one typing slip lies between them: a letter too many, too few, wrong, or two
 *   letters swapped
 */
gboolean
hearth_word_is_near (const char *a, const char *b)
{
  gsize n = strlen (a);
  gsize m = strlen (b);
  gsize i = 0;

  if (n > m)
    return hearth_word_is_near (b, a);
  if (m - n > 1)
    return FALSE;
  while (i < n && a[i] == b[i])
    i++;
  if (n < m)
    return strcmp (a + i, b + i + 1) == 0;
  if (i == n)
    return TRUE;
  if (strcmp (a + i + 1, b + i + 1) == 0)
    return TRUE;
  return i + 1 < n && a[i] == b[i + 1] && a[i + 1] == b[i] && strcmp (a + i + 2, b + i + 2) == 0;
}
