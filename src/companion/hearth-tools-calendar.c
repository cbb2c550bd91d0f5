/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-tools-private.h"

#include "hearth-clock.h"
#include "hearth-free-time.h"
#include "hearth-reply.h"
#include "hearth-store-events.h"
#include "hearth-time-reader.h"

/* The calendar, as a service may read it. */

#define DAY ((gint64) 86400)
#define MAX_EVENTS 60
#define MAX_SPAN (400 * DAY)
#define MAX_FREE_DAYS 31

/* Reads a date of the arguments; otherwise @julian stays as it was. */
static gboolean
read_day (HearthToolRun *run, const char *name, GTimeZone *zone, guint *julian)
{
  HearthTimeContext context = { .now = hearth_clock_now (), .zone = zone };
  g_autoptr (GArray) times = hearth_time_read (hearth_tool_get_string (run, name), &context);

  if (times->len == 0 || !g_array_index (times, HearthTimePhrase, 0).has_date)
    return FALSE;
  *julian = g_array_index (times, HearthTimePhrase, 0).julian;
  return TRUE;
}

/* Without an end it is one day; without a beginning it is a year from today, and of what is looked
 * for by words, the month before, too. */
static HearthSpan
get_span (HearthToolRun *run, GTimeZone *zone, gboolean has_words)
{
  guint today = hearth_time_get_julian (zone, hearth_clock_now (), NULL);
  guint from = today;
  guint to;
  HearthSpan span;

  if (read_day (run, "from", zone, &from)) {
    to = from;
  } else {
    from -= has_words ? 30 : 0;
    to = today + 365;
  }
  (void) read_day (run, "to", zone, &to);
  span.start = hearth_time_at (zone, from, 0);
  span.end = hearth_time_at (zone, MAX (from, to) + 1, 0);
  span.end = MIN (span.end, span.start + MAX_SPAN);
  return span;
}

static void
add_attendees (HearthToolRun *run, const HearthEvent *event)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < event->attendees->len && i < 30; i++)
    g_ptr_array_add (
        names, hearth_say_person (((HearthAttendee *) g_ptr_array_index (event->attendees, i))->who,
                                  TRUE));
  hearth_tool_add_strings (run, "attendees", names);
}

/* The verbs take what stands as "id": the row, and of what recurs the occurrence. */
static void
add_event (HearthToolRun *run, const HearthOccurrence *occurrence)
{
  const HearthEvent *event = occurrence->event;
  g_autofree char *id = event->rrule != NULL
                            ? g_strdup_printf ("%" G_GINT64_FORMAT ":%" G_GINT64_FORMAT, event->id,
                                               occurrence->span.start)
                            : g_strdup_printf ("%" G_GINT64_FORMAT, event->id);

  hearth_tool_add_string (run, "id", id);
  hearth_tool_add_string (run, "summary", event->summary);
  hearth_tool_add_time (run, "start", occurrence->span.start, event->all_day);
  hearth_tool_add_time (run, "end",
                        event->all_day ? occurrence->span.end - 1 : occurrence->span.end,
                        event->all_day);
  hearth_tool_add_string (run, "location", event->location);
  hearth_tool_add_clipped (run, "description", event->description, 1500);
  if (event->status == HEARTH_EVENT_CANCELLED)
    hearth_tool_add_string (run, "status", "cancelled");
  add_attendees (run, event);
}

/**
 * hearth_tool_list_events:
 * @run: a call
 *
 * Returns: (transfer full): the result
 */
char *
hearth_tool_list_events (HearthToolRun *run)
{
  const char *words = hearth_tool_get_string (run, "words");
  HearthDatabase *db = hearth_engine_get_reader (run->context->engine);
  gboolean owners = hearth_tool_is_owners (run, words);
  g_autoptr (GTimeZone) zone = hearth_clock_dup_zone ();
  HearthSpan span = get_span (run, zone, *words != '\0');
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) error = NULL;

  (void) hearth_engine_ensure_window (run->context->engine, span, NULL);
  found = *words != '\0' ? hearth_store_events_search (db, words, span, MAX_EVENTS, &error)
                         : hearth_store_events_between (db, span, MAX_EVENTS, &error);
  if (found == NULL)
    return hearth_tool_fail (error->message);
  hearth_tool_begin (run, "events");
  for (guint i = 0; i < found->len && hearth_tool_has_room (run); i++) {
    const HearthOccurrence *occurrence = g_ptr_array_index (found, i);

    json_builder_begin_object (run->builder);
    add_event (run, occurrence);
    json_builder_end_object (run->builder);
    hearth_tool_show_event (run, occurrence, owners);
  }
  return hearth_tool_end (run);
}

static void
add_gaps (HearthToolRun *run, GArray *busy, HearthSpan window, guint minutes)
{
  g_autoptr (GArray) gaps = hearth_free_time_gaps (busy, window, minutes);

  for (guint i = 0; i < gaps->len && hearth_tool_has_room (run); i++) {
    json_builder_begin_object (run->builder);
    hearth_tool_add_time (run, "start", g_array_index (gaps, HearthSpan, i).start, FALSE);
    hearth_tool_add_time (run, "end", g_array_index (gaps, HearthSpan, i).end, FALSE);
    json_builder_end_object (run->builder);
  }
}

/**
 * hearth_tool_free_time:
 * @run: a call
 *
 * Returns: (transfer full): the result; it holds times only, and nobody's words
 */
char *
hearth_tool_free_time (HearthToolRun *run)
{
  guint minutes = (guint) CLAMP (hearth_tool_get_int (run, "minutes", 30), 5, 1440);
  HearthEngine *engine = run->context->engine;
  const HearthDayPlan *plan = hearth_engine_get_day_plan (engine);
  g_autoptr (GTimeZone) zone = hearth_clock_dup_zone ();
  HearthSpan span = get_span (run, zone, FALSE);
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GArray) busy = NULL;
  guint first, last;
  g_autoptr (GError) error = NULL;

  span.end = MIN (span.end, span.start + MAX_FREE_DAYS * DAY);
  (void) hearth_engine_ensure_window (engine, span, NULL);
  found = hearth_store_events_between (hearth_engine_get_reader (engine), span, 500, &error);
  if (found == NULL)
    return hearth_tool_fail (error->message);
  busy = hearth_free_time_busy (found, FALSE, plan->travel);
  hearth_tool_note (run, HEARTH_LABEL_KNOWN);
  hearth_tool_begin (run, "free");
  first = hearth_time_get_julian (zone, span.start, NULL);
  last = hearth_time_get_julian (zone, span.end - 1, NULL);
  for (guint day = first; day <= last; day++) {
    HearthSpan window = { hearth_time_at (zone, day, (int) plan->begins),
                          hearth_time_at (zone, day, (int) plan->ends) };

    if (last == first || hearth_day_plan_is_working (plan, (day - 1) % 7 + 1))
      add_gaps (run, busy, window, minutes);
  }
  return hearth_tool_end (run);
}
