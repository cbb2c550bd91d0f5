/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-free-time.h"

#include <string.h>

/* More pairs than anybody reads; a hundred events at one hour would make thousands. */
#define MAX_CONFLICTS 1000

static int
compare_spans (gconstpointer a, gconstpointer b)
{
  const HearthSpan *x = a;
  const HearthSpan *y = b;

  if (x->start != y->start)
    return x->start < y->start ? -1 : 1;
  return x->end < y->end ? -1 : x->end > y->end;
}

static int
compare_occurrences (gconstpointer a, gconstpointer b)
{
  const HearthOccurrence *x = *(HearthOccurrence *const *) a;
  const HearthOccurrence *y = *(HearthOccurrence *const *) b;

  return compare_spans (&x->span, &y->span);
}

/**
 * hearth_free_time_is_busy:
 * @occurrence: an occurrence
 * @count_all_day: whether an all-day event that is not transparent counts
 *
 * Returns: whether its owner cannot do something else meanwhile: not if it is transparent,
 *   cancelled, or without length
 */
gboolean
hearth_free_time_is_busy (const HearthOccurrence *occurrence, gboolean count_all_day)
{
  const HearthEvent *event = occurrence->event;

  return !event->transparent && event->status != HEARTH_EVENT_CANCELLED &&
         (count_all_day || !event->all_day) && occurrence->span.end > occurrence->span.start;
}

/**
 * hearth_day_plan_is_valid:
 * @self: a plan
 *
 * Returns: whether the day ends after it begins, and there is one
 */
gboolean
hearth_day_plan_is_valid (const HearthDayPlan *self)
{
  return self->begins < self->ends && self->ends <= 24 * 60 && (self->weekdays & 0x7f) != 0;
}

/**
 * hearth_day_plan_is_working:
 * @self: a plan
 * @weekday: 1 for Monday to 7 for Sunday
 *
 * Returns: whether that is a working day
 */
gboolean
hearth_day_plan_is_working (const HearthDayPlan *self, guint weekday)
{
  return weekday >= 1 && weekday <= 7 && (self->weekdays & 1u << (weekday - 1)) != 0;
}

/**
 * hearth_free_time_is_elsewhere:
 * @event: an event
 *
 * Returns: whether it is somewhere where one has to go: not at a link, nor at what stands for one
 */
gboolean
hearth_free_time_is_elsewhere (const HearthEvent *event)
{
  static const char *const nowhere[] = { "online", "zoom",  "teams", "skype",  "webex",
                                         "jitsi",  "video", "phone", "remote", "virtual" };
  g_auto (GStrv) words = NULL;

  if (event->location == NULL || event->location[0] == '\0' ||
      strstr (event->location, "://") != NULL || g_str_has_prefix (event->location, "tel:"))
    return FALSE;
  words = g_str_tokenize_and_fold (event->location, NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (nowhere); i++) {
    if (g_strv_contains ((const char *const *) words, nowhere[i]))
      return FALSE;
  }
  return words[0] != NULL;
}

/* Seconds to keep free around an occurrence: a whole day is no place to be at at an hour. */
static gint64
travel_around (const HearthOccurrence *occurrence, guint travel)
{
  return travel > 0 && !occurrence->event->all_day &&
                 hearth_free_time_is_elsewhere (occurrence->event)
             ? (gint64) travel * 60
             : 0;
}

/**
 * hearth_free_time_collides:
 * @first: an occurrence
 * @second: one that starts no earlier
 * @travel: minutes to get to an event elsewhere
 *
 * Returns: whether their owner cannot be at both: they overlap, or he cannot get from the one to
 *   the other in time, because the later is elsewhere and not where the first is. From there home
 *   is nobody's appointment: a call can be taken on the way.
 */
gboolean
hearth_free_time_collides (const HearthOccurrence *first, const HearthOccurrence *second,
                           guint travel)
{
  gint64 way = travel_around (second, travel);

  if (first->event->location != NULL && way > 0 && !first->event->all_day) {
    g_autofree char *here = g_utf8_casefold (first->event->location, -1);
    g_autofree char *there = g_utf8_casefold (second->event->location, -1);

    if (g_str_equal (here, there))
      way = 0;
  }
  return second->span.start - (first->event->all_day ? 0 : way) < first->span.end;
}

/**
 * hearth_free_time_span:
 * @occurrence: an occurrence
 * @travel: minutes to get to an event elsewhere and back
 *
 * Returns: the time that it takes, with the ways
 */
HearthSpan
hearth_free_time_span (const HearthOccurrence *occurrence, guint travel)
{
  gint64 around = travel_around (occurrence, travel);

  return (HearthSpan){ occurrence->span.start - around, occurrence->span.end + around };
}

/**
 * hearth_free_time_merge:
 * @spans: (element-type HearthSpan): spans in any order
 *
 * Joins what overlaps or touches. Spans without length vanish.
 *
 * Returns: (transfer full) (element-type HearthSpan): spans apart from each other, in order
 */
GArray *
hearth_free_time_merge (GArray *spans)
{
  g_autoptr (GArray) sorted = g_array_copy (spans);
  GArray *merged = g_array_new (FALSE, FALSE, sizeof (HearthSpan));

  g_array_sort (sorted, compare_spans);
  for (guint i = 0; i < sorted->len; i++) {
    HearthSpan span = g_array_index (sorted, HearthSpan, i);
    HearthSpan *last =
        merged->len > 0 ? &g_array_index (merged, HearthSpan, merged->len - 1) : NULL;

    if (span.end <= span.start)
      continue;
    if (last != NULL && span.start <= last->end)
      last->end = MAX (last->end, span.end);
    else
      g_array_append_val (merged, span);
  }
  return merged;
}

/**
 * hearth_free_time_busy:
 * @occurrences: (element-type HearthOccurrence): occurrences in any order
 * @count_all_day: whether all-day events count
 * @travel: minutes to get to an event elsewhere and back, which are not free either
 *
 * Returns: (transfer full) (element-type HearthSpan): when their owner is busy, merged
 */
GArray *
hearth_free_time_busy (GPtrArray *occurrences, gboolean count_all_day, guint travel)
{
  g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (HearthSpan));

  for (guint i = 0; i < occurrences->len; i++) {
    const HearthOccurrence *occurrence = g_ptr_array_index (occurrences, i);

    HearthSpan span = hearth_free_time_span (occurrence, travel);

    if (hearth_free_time_is_busy (occurrence, count_all_day))
      g_array_append_val (spans, span);
  }
  return hearth_free_time_merge (spans);
}

/**
 * hearth_free_time_gaps:
 * @busy: (element-type HearthSpan): merged spans
 * @window: where to look
 * @min_minutes: the shortest gap that counts
 *
 * Returns: (transfer full) (element-type HearthSpan): the free times in the window, in order
 */
GArray *
hearth_free_time_gaps (GArray *busy, HearthSpan window, guint min_minutes)
{
  GArray *gaps = g_array_new (FALSE, FALSE, sizeof (HearthSpan));
  gint64 least = MAX ((gint64) min_minutes * 60, 1);
  gint64 at = window.start;

  for (guint i = 0; i <= busy->len; i++) {
    const HearthSpan *next = i < busy->len ? &g_array_index (busy, HearthSpan, i) : NULL;
    HearthSpan gap = { at, next != NULL ? MIN (next->start, window.end) : window.end };

    if (gap.end - gap.start >= least)
      g_array_append_val (gaps, gap);
    if (next == NULL || next->start >= window.end)
      break;
    at = MAX (at, next->end);
  }
  return gaps;
}

/**
 * hearth_free_time_conflicts:
 * @occurrences: (element-type HearthOccurrence): occurrences in any order; they must outlive the
 *   result
 * @count_all_day: whether all-day events count
 * @travel: minutes to get to an event elsewhere
 *
 * Finds the pairs of busy occurrences that overlap; two that only touch do not, unless the second
 * is elsewhere and there is no time to get there. Of very many, the first thousand.
 *
 * Returns: (transfer full) (element-type HearthConflict): pairs in the order of their first starts
 */
GArray *
hearth_free_time_conflicts (GPtrArray *occurrences, gboolean count_all_day, guint travel)
{
  GArray *conflicts = g_array_new (FALSE, FALSE, sizeof (HearthConflict));
  g_autoptr (GPtrArray) busy = g_ptr_array_new ();

  for (guint i = 0; i < occurrences->len; i++)
    if (hearth_free_time_is_busy (g_ptr_array_index (occurrences, i), count_all_day))
      g_ptr_array_add (busy, g_ptr_array_index (occurrences, i));
  g_ptr_array_sort (busy, compare_occurrences);
  for (guint i = 0; i < busy->len; i++) {
    const HearthOccurrence *a = g_ptr_array_index (busy, i);

    for (guint k = i + 1; k < busy->len; k++) {
      const HearthOccurrence *b = g_ptr_array_index (busy, k);
      HearthConflict conflict = { a, b };

      if (b->span.start - (gint64) travel * 60 >= a->span.end || conflicts->len >= MAX_CONFLICTS)
        break;
      if (hearth_free_time_collides (a, b, travel))
        g_array_append_val (conflicts, conflict);
    }
  }
  return conflicts;
}
