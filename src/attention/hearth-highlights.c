/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-highlights.h"

#include "hearth-text.h"

/* What is worth telling somebody who has just let Hearth read: what they would be sorry to have
 * missed, before what they know anyhow. Nothing here looks anything up. */

#define DAY ((gint64) 24 * 3600)
#define MAX_TEXT 120

/* What a second thing of one kind loses, and of one person: three promises to Ana are one piece of
 * news. */
#define SAME_KIND 18
#define SAME_PERSON 6

/**
 * Rule: what a kind weighs, by how near it is. A weight of 0 is not told.
 * @late_days: so long after its time it is still told
 * @late: its weight then
 * @near_days: so long before its time it is near
 * @near: its weight then
 * @far: its weight up to the end of the days that are looked at
 * @undated: its weight if nothing says when
 */
typedef struct {
  guint late_days;
  int late;
  guint near_days;
  int near;
  int far;
  int undated;
} Rule;

/* A promise that is over and forgotten surprises most; the next meeting is known. */
static const Rule rules[HEARTH_N_HIGHLIGHTS] = {
  [HEARTH_HIGHLIGHT_PROMISE] = { 30, 92, 3, 88, 60, 52 },
  [HEARTH_HIGHLIGHT_CLASH] = { 0, 0, 2, 86, 78, 0 },
  [HEARTH_HIGHLIGHT_ASK] = { 7, 84, 3, 80, 64, 46 },
  [HEARTH_HIGHLIGHT_FLIGHT] = { 0, 0, 2, 82, 72, 0 },
  [HEARTH_HIGHLIGHT_INVOICE] = { 14, 76, 7, 74, 56, 0 },
  [HEARTH_HIGHLIGHT_PLEDGE] = { 30, 66, 3, 48, 0, 0 },
  [HEARTH_HIGHLIGHT_BIRTHDAY] = { 0, 0, 2, 70, 54, 0 },
  [HEARTH_HIGHLIGHT_REQUEST] = { 45, 60, 0, 0, 0, 0 },
  [HEARTH_HIGHLIGHT_MAIL] = { 0, 0, 0, 0, 0, 48 },
  [HEARTH_HIGHLIGHT_BOOKING] = { 0, 0, 2, 62, 50, 0 },
  [HEARTH_HIGHLIGHT_MEETING] = { 0, 0, 1, 58, 45, 0 },
  [HEARTH_HIGHLIGHT_DELIVERY] = { 0, 0, 2, 53, 35, 0 },
  [HEARTH_HIGHLIGHT_EVENT] = { 0, 0, 1, 40, 30, 0 },
};

static const char *const names[HEARTH_N_HIGHLIGHTS] = {
  [HEARTH_HIGHLIGHT_PROMISE] = "promise",   [HEARTH_HIGHLIGHT_CLASH] = "clash",
  [HEARTH_HIGHLIGHT_ASK] = "ask",           [HEARTH_HIGHLIGHT_FLIGHT] = "flight",
  [HEARTH_HIGHLIGHT_INVOICE] = "invoice",   [HEARTH_HIGHLIGHT_PLEDGE] = "pledge",
  [HEARTH_HIGHLIGHT_BIRTHDAY] = "birthday", [HEARTH_HIGHLIGHT_REQUEST] = "request",
  [HEARTH_HIGHLIGHT_MAIL] = "mail",         [HEARTH_HIGHLIGHT_BOOKING] = "booking",
  [HEARTH_HIGHLIGHT_MEETING] = "meeting",   [HEARTH_HIGHLIGHT_DELIVERY] = "delivery",
  [HEARTH_HIGHLIGHT_EVENT] = "event",
};

/**
 * hearth_highlight_new:
 * @kind: what makes it worth telling
 * @text: what it is; brought to one line of bounded length
 * @topic: what it is about
 *
 * Returns: (transfer full): something without a time and a source
 */
HearthHighlight *
hearth_highlight_new (HearthHighlightKind kind, const char *text, const char *topic)
{
  HearthHighlight *self = g_new0 (HearthHighlight, 1);

  self->kind = kind;
  self->text = hearth_text_one_line (text, MAX_TEXT);
  self->topic = g_strdup (topic);
  return self;
}

/**
 * hearth_highlight_free:
 * @self: (nullable) (transfer full): a highlight
 */
void
hearth_highlight_free (HearthHighlight *self)
{
  if (self == NULL)
    return;
  g_free (self->text);
  g_free (self->reason);
  g_free (self->quote);
  g_free (self->topic);
  g_free (self->who);
  g_clear_pointer (&self->chip, hearth_chip_free);
  g_free (self);
}

/**
 * hearth_highlight_kind_to_string:
 * @kind: a kind
 *
 * Returns: its name
 */
const char *
hearth_highlight_kind_to_string (HearthHighlightKind kind)
{
  g_return_val_if_fail (kind < HEARTH_N_HIGHLIGHTS, NULL);

  return names[kind];
}

/**
 * hearth_highlight_weigh:
 * @self: a highlight
 * @now: the time that it is, seconds since 1970 UTC
 *
 * Weighs how much it would surprise and help its owner: more the nearer it is, and what was missed
 * more than what is known.
 *
 * Returns: from 0, for what is not worth telling, to about 100
 */
int
hearth_highlight_weigh (const HearthHighlight *self, gint64 now)
{
  const Rule *rule = &rules[self->kind];
  gint64 left = self->when - now;

  if (self->when == 0)
    /* Mail without a day counts by how it was judged, and not for ever. */
    return rule->undated > 0 && self->date > now - 30 * DAY ? rule->undated + self->priority / 8
                                                            : 0;
  if (left < 0)
    return left >= -(gint64) rule->late_days * DAY ? rule->late : 0;
  if (left <= (gint64) rule->near_days * DAY)
    return rule->near;
  return left <= HEARTH_HIGHLIGHTS_DAYS * DAY ? rule->far : 0;
}

/* What it weighs beside what was chosen; 0 for what was told already. */
static int
weigh_beside (const HearthHighlight *self, GPtrArray *chosen, gint64 now)
{
  int weight = hearth_highlight_weigh (self, now);

  for (guint i = 0; i < chosen->len && weight > 0; i++) {
    const HearthHighlight *other = g_ptr_array_index (chosen, i);

    if (g_strcmp0 (self->topic, other->topic) == 0)
      return 0;
    /* It may weigh little, but it is told before nothing is. */
    if (self->kind == other->kind)
      weight = MAX (weight - SAME_KIND, 1);
    if (self->who != NULL && g_strcmp0 (self->who, other->who) == 0)
      weight = MAX (weight - SAME_PERSON, 1);
  }
  return weight;
}

/* What weighs the same: what is nearer, then the newer mail. */
static gboolean
comes_before (const HearthHighlight *one, const HearthHighlight *other, gint64 now)
{
  gint64 near = one->when != 0 ? ABS (one->when - now) : G_MAXINT64;
  gint64 far = other->when != 0 ? ABS (other->when - now) : G_MAXINT64;

  return near != far ? near < far : one->date > other->date;
}

/**
 * hearth_highlights_choose:
 * @candidates: (element-type HearthHighlight): what might be told, which outlives the result
 * @now: the time that it is, seconds since 1970 UTC
 * @n: so many at most
 *
 * Chooses what is told: what weighs most, no topic twice, and rather one of each kind than two of
 * one. What is not worth telling is left out, even if there is nothing else.
 *
 * Returns: (transfer container) (element-type HearthHighlight): at most @n, the first thing first
 */
GPtrArray *
hearth_highlights_choose (GPtrArray *candidates, gint64 now, guint n)
{
  GPtrArray *chosen = g_ptr_array_new ();

  while (chosen->len < n) {
    HearthHighlight *best = NULL;
    int most = 0;

    for (guint i = 0; i < candidates->len; i++) {
      HearthHighlight *one = g_ptr_array_index (candidates, i);
      int weight = weigh_beside (one, chosen, now);

      if (weight > most || (weight > 0 && weight == most && comes_before (one, best, now))) {
        best = one;
        most = weight;
      }
    }
    if (best == NULL)
      break;
    g_ptr_array_add (chosen, best);
  }
  return chosen;
}
