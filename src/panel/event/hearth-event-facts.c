/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-event-facts.h"

#include "hearth-format.h"

#include <glib/gi18n.h>

/**
 * hearth_event_facts_partstat:
 * @partstat: what a guest has answered
 *
 * Returns: it in words that follow a name
 */
const char *
hearth_event_facts_partstat (HearthPartstat partstat)
{
  switch (partstat) {
  case HEARTH_PARTSTAT_ACCEPTED:
    return _("comes");
  case HEARTH_PARTSTAT_DECLINED:
    return _("does not come");
  case HEARTH_PARTSTAT_TENTATIVE:
    return _("may come");
  case HEARTH_PARTSTAT_DELEGATED:
    return _("sends somebody else");
  case HEARTH_PARTSTAT_NEEDS_ACTION:
  default:
    return _("has not answered");
  }
}

/**
 * hearth_event_facts_find_span:
 * @event: an event
 * @start: when an occurrence of it starts, or 0
 *
 * Returns: the occurrence that was asked for: the one that starts then, or the event as it was
 *   written
 */
HearthSpan
hearth_event_facts_find_span (const HearthEvent *event, gint64 start)
{
  HearthSpan span = event->span;
  gint64 length = event->span.end - event->span.start;

  if (start != 0)
    span = (HearthSpan){ start, start + length };
  for (guint i = 0; event->occurrences != NULL && i < event->occurrences->len; i++) {
    const HearthSpan *one = &g_array_index (event->occurrences, HearthSpan, i);

    if (start != 0 && one->start == start)
      span = *one;
  }
  return span;
}

/**
 * hearth_event_facts_join:
 * @event: an event
 * @span: one of its occurrences
 * @day: its first day, written
 * @last: its last day, written in the same way
 *
 * Returns: (transfer full): when it is, of these days: “Today, 14:00 to 14:45”
 */
char *
hearth_event_facts_join (const HearthEvent *event, HearthSpan span, const char *day,
                         const char *last)
{
  g_autofree char *start = hearth_format_time (span.start);
  g_autofree char *end = hearth_format_time (span.end);

  if (event->all_day && g_strcmp0 (day, last) == 0)
    return g_strdup_printf (_("%s, all day"), day);
  if (event->all_day)
    return g_strdup_printf (_("%s to %s"), day, last);
  if (span.end <= span.start)
    return g_strdup_printf (_("%s, %s"), day, start);
  if (g_strcmp0 (day, last) == 0)
    /* Translators: a day, a start and an end: “Today, 14:00 to 14:45” */
    return g_strdup_printf (_("%s, %s to %s"), day, start, end);
  return g_strdup_printf (_("%s, %s to %s, %s"), day, start, last, end);
}

/**
 * hearth_event_facts_when:
 * @event: an event
 * @span: one of its occurrences
 * @now: the time that it is, seconds since 1970 UTC
 *
 * Returns: (transfer full): when it is: “Today, 14:00 to 14:45”
 */
char *
hearth_event_facts_when (const HearthEvent *event, HearthSpan span, gint64 now)
{
  g_autofree char *day = hearth_format_day (span.start, now);
  g_autofree char *last = hearth_format_day (event->all_day ? span.end - 1 : span.end, now);

  return hearth_event_facts_join (event, span, day, last);
}
