/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-found.h"

#include "hearth-tokenizer.h"

#include <string.h>

/* What a search over everything finds, in one order. Nothing here looks into the store. */

#define DAY (24.0 * 3600)

/* How well the words fit, at best and where they stand. */
#define FIT_SAME 1.0    /* they are the title */
#define FIT_WHOLE 0.8   /* whole words of it */
#define FIT_BEGIN 0.65  /* beginnings of words of it */
#define FIT_WHO 0.6     /* in the name of who wrote it */
#define FIT_DETAIL 0.4  /* in what else is shown */
#define FIT_INSIDE 0.25 /* somewhere inside */

/* How much the fit counts beside the time. */
#define WORTH_FIT 0.6
#define WORTH_TIME 0.4

/* Somebody's name that was typed out, and what is about to be, are most likely meant. */
#define WORTH_NAME 0.35
#define WORTH_SOON 0.25
#define SOON_DAYS 7

/* In so many days something is worth half of what it is worth today. */
#define AHEAD_HALF 21
#define MAIL_HALF 45
#define PAST_HALF 30

/* Each more of a kind has to be so much better than what else there is. */
#define MORE_OF_A_KIND 0.92
#define LEAST_OF_A_KIND 0.5

static const char *const kind_names[HEARTH_FOUND_N_KINDS] = { "message", "event",        "person",
                                                              "memory",  "conversation", "letter" };

/**
 * hearth_found_new:
 * @kind: what it is
 * @id: its row, or 0
 * @title: (nullable): what it is called
 *
 * Returns: (transfer full): something that was found
 */
HearthFound *
hearth_found_new (HearthFoundKind kind, gint64 id, const char *title)
{
  HearthFound *self = g_new0 (HearthFound, 1);

  self->kind = kind;
  self->id = id;
  self->title = g_strdup (title != NULL ? title : "");
  return self;
}

/**
 * hearth_found_free:
 * @self: (transfer full): something that was found
 *
 * Frees it.
 */
void
hearth_found_free (HearthFound *self)
{
  g_free (self->name);
  g_free (self->title);
  g_free (self->who);
  g_free (self->detail);
  g_free (self);
}

/**
 * hearth_found_kind_to_name:
 * @kind: a kind
 *
 * Returns: its name for machines: "message", "event", "person", "memory", "conversation" or
 *   "letter"
 */
const char *
hearth_found_kind_to_name (HearthFoundKind kind)
{
  return kind_names[kind];
}

/**
 * hearth_found_kind_from_name:
 * @name: a name as of hearth_found_kind_to_name()
 * @kind: (out): the kind
 *
 * Returns: whether there is such a kind
 */
gboolean
hearth_found_kind_from_name (const char *name, HearthFoundKind *kind)
{
  for (guint i = 0; i < HEARTH_FOUND_N_KINDS; i++) {
    if (g_str_equal (name, kind_names[i])) {
      *kind = i;
      return TRUE;
    }
  }
  return FALSE;
}

/* Whether each word begins a word of @text; both are folded, and @text begins with a blank. */
static gboolean
has_all (const char *text, char **words, gboolean whole)
{
  for (guint i = 0; words[i] != NULL; i++) {
    g_autofree char *word = g_strconcat (" ", words[i], NULL);
    gsize length = strlen (word);
    const char *p = text;
    gboolean has = FALSE;

    while (!has && (p = strstr (p, word)) != NULL) {
      p += length;
      has = !whole || *p == ' ' || *p == '\0';
    }
    if (!has)
      return FALSE;
  }
  return TRUE;
}

/* Folded words, each after one blank. */
static char *
fold (const char *text)
{
  g_autofree char *folded = hearth_words_dup (text != NULL ? text : "");

  return g_strconcat (" ", g_strstrip (folded), NULL);
}

static double
get_fit (const HearthFound *found, const char *all, char **words)
{
  g_autofree char *title = fold (found->title);
  g_autofree char *who = fold (found->kind == HEARTH_FOUND_PERSON ? found->name : found->who);
  g_autofree char *detail = fold (found->detail);
  g_autofree char *everything = g_strconcat (title, who, detail, NULL);

  if (words[0] == NULL)
    return FIT_INSIDE;
  if (g_str_equal (title, all) || g_str_equal (who, all))
    return FIT_SAME;
  if (has_all (title, words, TRUE))
    return FIT_WHOLE;
  if (has_all (title, words, FALSE))
    return FIT_BEGIN;
  if (has_all (who, words, FALSE))
    return FIT_WHO;
  return has_all (everything, words, FALSE) ? FIT_DETAIL : FIT_INSIDE;
}

static double
fade (double days, double half)
{
  return half / (half + MAX (days, 0));
}

static gboolean
is_ahead (const HearthFound *found, gint64 now)
{
  return found->kind == HEARTH_FOUND_EVENT && MAX (found->until, found->when) > now;
}

static double
get_timeliness (const HearthFound *found, gint64 now)
{
  double days = (double) (now - found->when) / DAY;

  switch (found->kind) {
  case HEARTH_FOUND_EVENT:
    return is_ahead (found, now) ? fade (-days, AHEAD_HALF) : 0.6 * fade (days, PAST_HALF);
  case HEARTH_FOUND_PERSON:
    return fade (found->place, 4);
  case HEARTH_FOUND_MEMORY:
    return 0.6;
  case HEARTH_FOUND_CONVERSATION:
  case HEARTH_FOUND_LETTER:
    return 0.8 * fade (days, PAST_HALF);
  case HEARTH_FOUND_MESSAGE:
  default:
    return fade (days, MAIL_HALF);
  }
}

static void
set_score (HearthFound *found, const char *all, char **words, gint64 now)
{
  double fit = get_fit (found, all, words);

  found->score = WORTH_FIT * fit + WORTH_TIME * get_timeliness (found, now);
  if (found->kind == HEARTH_FOUND_PERSON && fit >= FIT_WHOLE)
    found->score += WORTH_NAME;
  if (is_ahead (found, now) && (double) (found->when - now) < SOON_DAYS * DAY && fit > FIT_INSIDE)
    found->score += WORTH_SOON;
  if (found->aside)
    found->score /= 8;
}

/* The order is the same each time, whatever order they came in. */
static int
compare (gconstpointer a, gconstpointer b)
{
  const HearthFound *one = *(const HearthFound *const *) a;
  const HearthFound *other = *(const HearthFound *const *) b;

  if (one->score != other->score)
    return one->score > other->score ? -1 : 1;
  if (one->kind != other->kind)
    return one->kind < other->kind ? -1 : 1;
  if (one->when != other->when)
    return one->when > other->when ? -1 : 1;
  if (one->id != other->id)
    return one->id > other->id ? -1 : 1;
  return g_strcmp0 (one->name, other->name);
}

/* A kind of which there is much does not push the others out of sight. */
static void
mix (GPtrArray *found)
{
  g_autofree gpointer *sorted = g_memdup2 (found->pdata, found->len * sizeof (gpointer));
  g_autofree gboolean *taken = g_new0 (gboolean, found->len);
  double factor[HEARTH_FOUND_N_KINDS];

  for (guint i = 0; i < HEARTH_FOUND_N_KINDS; i++)
    factor[i] = 1;
  for (guint place = 0; place < found->len; place++) {
    guint best = found->len;
    double most = -1;
    gboolean seen[HEARTH_FOUND_N_KINDS] = { FALSE };

    for (guint i = 0; i < found->len; i++) {
      const HearthFound *one = sorted[i];

      /* Of each kind the first that is left is the best. */
      if (taken[i] || seen[one->kind])
        continue;
      seen[one->kind] = TRUE;
      if (one->score * factor[one->kind] > most) {
        most = one->score * factor[one->kind];
        best = i;
      }
    }
    taken[best] = TRUE;
    found->pdata[place] = sorted[best];
    factor[((HearthFound *) sorted[best])->kind] =
        MAX (factor[((HearthFound *) sorted[best])->kind] * MORE_OF_A_KIND, LEAST_OF_A_KIND);
  }
}

/**
 * hearth_found_rank:
 * @found: (element-type HearthFound): what was found, in any order
 * @words: what was typed, without operators
 * @now: seconds since 1970 UTC
 *
 * Scores what was found and puts the best first: by how well the words fit, by time (the new and
 * what is about to be), with a name that was typed out and the events of the coming week before
 * others, and so that a kind of which there is much leaves room for the others. The order depends
 * on the arguments alone.
 */
void
hearth_found_rank (GPtrArray *found, const char *words, gint64 now)
{
  g_autofree char *all = fold (words);
  g_auto (GStrv) list = all[1] != '\0' ? g_strsplit (all + 1, " ", -1) : g_new0 (char *, 1);

  for (guint i = 0; i < found->len; i++)
    set_score (g_ptr_array_index (found, i), all, list, now);
  g_ptr_array_sort (found, compare);
  mix (found);
}
