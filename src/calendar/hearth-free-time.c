/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-free-time.h"

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
 *
 * Returns: (transfer full) (element-type HearthSpan): when their owner is busy, merged
 */
GArray *
hearth_free_time_busy (GPtrArray *occurrences, gboolean count_all_day)
{
  g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (HearthSpan));

  for (guint i = 0; i < occurrences->len; i++) {
    const HearthOccurrence *occurrence = g_ptr_array_index (occurrences, i);

    if (hearth_free_time_is_busy (occurrence, count_all_day))
      g_array_append_val (spans, occurrence->span);
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
 *
 * Finds the pairs of busy occurrences that overlap; two that only touch do not. Of very many, the
 * first thousand.
 *
 * Returns: (transfer full) (element-type HearthConflict): pairs in the order of their first starts
 */
GArray *
hearth_free_time_conflicts (GPtrArray *occurrences, gboolean count_all_day)
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

      if (b->span.start >= a->span.end || conflicts->len >= MAX_CONFLICTS)
        break;
      g_array_append_val (conflicts, conflict);
    }
  }
  return conflicts;
}
