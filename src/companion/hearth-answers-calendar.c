/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ask.h"

#include <glib/gi18n.h>
#include <string.h>

#include "hearth-format.h"
#include "hearth-text.h"

/* What is on, how many things, and what is next. */

#define MAX_LISTED 12

static gboolean
is_over (HearthAsk *ask, const HearthOccurrence *occurrence)
{
  return occurrence->span.end <= ask->now;
}

static char *
describe (HearthAsk *ask, const HearthOccurrence *occurrence, gboolean with_day)
{
  g_autofree char *span = hearth_say_span (occurrence, ask->now, with_day);
  GString *line = g_string_new (NULL);

  if (ask->task->format != NULL && !occurrence->event->all_day) {
    g_free (span);
    span = hearth_say_as (occurrence->span.start, ask->task->format);
  }
  g_string_append_printf (line, "%s: %s", span, occurrence->event->summary);
  if (occurrence->event->location != NULL && *occurrence->event->location != '\0')
    g_string_append_printf (line, ", %s", occurrence->event->location);
  if (ask->task->with_descriptions && occurrence->event->description != NULL) {
    g_autofree char *description = hearth_text_one_line (occurrence->event->description, 240);

    g_string_append_printf (line, ". %s", description);
  }
  return g_string_free (line, FALSE);
}

static void
list_occurrences (HearthAsk *ask, GPtrArray *found, gboolean with_day)
{
  hearth_focus_set (ask->focus, HEARTH_FOCUS_EVENTS);
  for (guint i = 0; i < found->len; i++) {
    const HearthOccurrence *occurrence = g_ptr_array_index (found, i);

    hearth_focus_add (ask->focus, occurrence->event->id, occurrence->span.start);
    if (i < MAX_LISTED) {
      g_autofree char *line = describe (ask, occurrence, with_day);

      hearth_reply_add_item (ask->reply, line);
      hearth_reply_add_event (ask->reply, occurrence);
    }
  }
  if (found->len > MAX_LISTED) {
    g_autofree char *more =
        g_strdup_printf (ngettext ("and %d more", "and %d more", found->len - MAX_LISTED),
                         found->len - MAX_LISTED);

    hearth_reply_add_item (ask->reply, more);
  }
}

/* The owner's day or days that were asked for; today if none were. */
static HearthSpan
agenda_span (HearthAsk *ask)
{
  HearthTimePhrase today;
  guint julian;

  if (!ask->task->has_when) {
    julian = hearth_time_get_julian (ask->zone, ask->now, NULL);
    memset (&today, 0, sizeof today);
    today.kind = HEARTH_TIME_DAY;
    today.julian = julian;
    today.start = hearth_time_at (ask->zone, julian, 0);
    today.end = hearth_time_at (ask->zone, julian + 1, 0);
    today.grain = HEARTH_GRAIN_DAY;
    today.has_date = TRUE;
    today.minute = -1;
    ask->task->when = today;
    ask->task->has_when = TRUE;
  }
  return hearth_lookup_span (ask, 14);
}

static gboolean
is_one_day (HearthAsk *ask, HearthSpan span)
{
  return hearth_time_get_julian (ask->zone, span.start, NULL) ==
         hearth_time_get_julian (ask->zone, span.end - 1, NULL);
}

static char *
capitalised (char *text)
{
  char *rest = g_utf8_next_char (text);
  g_autofree char *first = g_utf8_strup (text, rest - text);
  char *result = g_strconcat (first, rest, NULL);

  g_free (text);
  return result;
}

static int
compare_start_cb (gconstpointer a, gconstpointer b)
{
  gint64 x = (*(HearthOccurrence *const *) a)->span.start;
  gint64 y = (*(HearthOccurrence *const *) b)->span.start;

  return x < y ? -1 : x > y ? 1 : 0;
}

/* The days that are meant; of a part of one, from when until when. */
static char *
say_span_asked_for (HearthAsk *ask, HearthSpan span)
{
  guint day = hearth_time_get_julian (ask->zone, span.start, NULL);
  gint64 midnight = hearth_time_at (ask->zone, day + 1, 0);
  g_autofree char *said = NULL;
  g_autofree char *start = hearth_format_time (span.start);
  g_autofree char *end = hearth_format_time (span.end);

  if (!is_one_day (ask, span) ||
      (span.start == hearth_time_at (ask->zone, day, 0) && span.end == midnight))
    return hearth_say_period (span.start, span.end, ask->now);
  said = hearth_say_day (span.start, ask->now);
  if (span.start == hearth_time_at (ask->zone, day, 0))
    return g_strdup_printf (_("%s until %s"), said, end);
  if (span.end == midnight)
    /* Translators: a day and a time of day: "today from 17:00 on" */
    return g_strdup_printf (_("%s from %s on"), said, start);
  return g_strdup_printf (_("%s from %s to %s"), said, start, end);
}

/* "What am I doing at three?" is about that moment, and what comes next. */
static void
answer_moment (HearthAsk *ask)
{
  gint64 moment = ask->task->when.start;
  guint day = hearth_time_get_julian (ask->zone, moment, NULL);
  HearthSpan rest = { moment, hearth_time_at (ask->zone, day + 1, 0) };
  g_autoptr (GPtrArray) found = hearth_lookup_agenda (ask, rest);
  g_autoptr (GPtrArray) then = g_ptr_array_new ();
  const HearthOccurrence *next = NULL;
  g_autofree char *said = hearth_say_when (moment, ask->now);

  for (guint i = 0; i < found->len; i++) {
    HearthOccurrence *occurrence = g_ptr_array_index (found, i);

    if (occurrence->span.start <= moment && !occurrence->event->all_day)
      g_ptr_array_add (then, occurrence);
    else if (next == NULL && !occurrence->event->all_day)
      next = occurrence;
  }
  if (then->len > 0) {
    said = capitalised (g_steal_pointer (&said));
    hearth_reply_addf (ask->reply,
                       ngettext ("%s there is one thing.", "%s there are %d things.", then->len),
                       said, then->len);
    list_occurrences (ask, then, FALSE);
    return;
  }
  hearth_reply_addf (ask->reply, _("Nothing is in your calendar %s."), said);
  hearth_focus_set (ask->focus, HEARTH_FOCUS_EVENTS);
  if (next != NULL) {
    g_autofree char *span = hearth_say_span (next, ask->now, FALSE);

    hearth_reply_addf (ask->reply, _("After that comes %s, %s."), next->event->summary, span);
    hearth_reply_add_event (ask->reply, next);
    hearth_focus_add (ask->focus, next->event->id, next->span.start);
  }
}

static char *
open_agenda (HearthAsk *ask, HearthSpan span, GPtrArray *found)
{
  g_autofree char *when = capitalised (say_span_asked_for (ask, span));
  guint over = 0;

  for (guint i = 0; i < found->len; i++)
    over += is_over (ask, g_ptr_array_index (found, i)) ? 1 : 0;
  if (span.end <= ask->now)
    return g_strdup_printf (ngettext ("%s there was one thing.", "%s there were %d things.",
                                      found->len),
                            when, found->len);
  if (over > 0 && over < found->len)
    return g_strdup_printf (ngettext ("%s there is %d thing, %d of it is behind you.",
                                      "%s there are %d things, %d of them behind you.", found->len),
                            when, found->len, over);
  return g_strdup_printf (
      ngettext ("%s there is one thing.", "%s there are %d things.", found->len), when, found->len);
}

/**
 * hearth_answer_agenda:
 * @ask: a question for what is on
 */
void
hearth_answer_agenda (HearthAsk *ask)
{
  HearthSpan span;
  g_autoptr (GPtrArray) found = NULL;
  g_autofree char *opening = NULL;

  if (ask->task->has_when && ask->task->when.kind == HEARTH_TIME_INSTANT &&
      ask->task->when.has_clock) {
    answer_moment (ask);
    return;
  }
  span = hearth_lookup_from_today (ask, agenda_span (ask));
  found = hearth_lookup_agenda (ask, span);
  if (found->len == 0) {
    g_autofree char *when = say_span_asked_for (ask, span);

    hearth_reply_addf (ask->reply,
                       span.end <= ask->now ? _("Nothing was in your calendar %s.")
                                            : _("Nothing is in your calendar %s."),
                       when);
    hearth_focus_set (ask->focus, HEARTH_FOCUS_EVENTS);
    return;
  }
  opening = open_agenda (ask, span, found);
  hearth_reply_add (ask->reply, opening);
  list_occurrences (ask, found, !is_one_day (ask, span));
}

/**
 * hearth_answer_edge:
 * @ask: a question for how a day begins or ends
 */
void
hearth_answer_edge (HearthAsk *ask)
{
  gboolean last = hearth_task_is (ask->task, "want", "last");
  HearthSpan span = agenda_span (ask);
  g_autoptr (GPtrArray) found = hearth_lookup_agenda (ask, span);
  const HearthOccurrence *edge = NULL;
  g_autofree char *when = NULL;

  for (guint i = 0; i < found->len; i++) {
    const HearthOccurrence *occurrence = g_ptr_array_index (found, i);

    if (occurrence->event->all_day)
      continue;
    if (edge == NULL || (last && occurrence->span.end > edge->span.end))
      edge = occurrence;
  }
  if (edge == NULL) {
    g_autofree char *day = say_span_asked_for (ask, span);

    hearth_reply_addf (ask->reply, _("Nothing is in your calendar %s."), day);
    hearth_focus_set (ask->focus, HEARTH_FOCUS_EVENTS);
    return;
  }
  when = ask->task->format != NULL
             ? hearth_say_as (last ? edge->span.end : edge->span.start, ask->task->format)
             : hearth_say_span (edge, ask->now, TRUE);
  hearth_reply_addf (ask->reply, last ? _("Last is %s, %s.") : _("First is %s, %s."),
                     edge->event->summary, when);
  if (edge->event->location != NULL && *edge->event->location != '\0')
    hearth_reply_addf (ask->reply, _("It is at %s."), edge->event->location);
  hearth_reply_add_event (ask->reply, edge);
  hearth_focus_set (ask->focus, HEARTH_FOCUS_EVENTS);
  hearth_focus_add (ask->focus, edge->event->id, edge->span.start);
}

/**
 * hearth_answer_agenda_count:
 * @ask: a question for how many things there are
 */
void
hearth_answer_agenda_count (HearthAsk *ask)
{
  HearthSpan span = agenda_span (ask);
  g_autoptr (GPtrArray) found = hearth_lookup_agenda (ask, span);
  g_autofree char *when = hearth_say_period (span.start, span.end, ask->now);

  if (found->len == 0) {
    hearth_reply_addf (ask->reply, _("You have no appointments %s."), when);
    hearth_focus_set (ask->focus, HEARTH_FOCUS_EVENTS);
    return;
  }
  hearth_reply_addf (ask->reply,
                     ngettext ("You have %d appointment %s.", "You have %d appointments %s.",
                               found->len),
                     found->len, when);
  list_occurrences (ask, found, !is_one_day (ask, span));
}

/**
 * hearth_answer_next:
 * @ask: a question for what is next
 */
void
hearth_answer_next (HearthAsk *ask)
{
  HearthSpan span = { ask->now, ask->now + (gint64) 366 * 86400 };
  g_autoptr (GPtrArray) found = NULL;

  if (ask->task->has_when)
    span = hearth_lookup_span (ask, 366);
  found = hearth_lookup_agenda (ask, span);
  for (guint i = 0; i < found->len; i++) {
    const HearthOccurrence *next = g_ptr_array_index (found, i);
    g_autofree char *when = NULL;

    if (next->event->all_day || next->span.start < ask->now)
      continue;
    when = ask->task->format != NULL ? hearth_say_as (next->span.start, ask->task->format)
                                     : hearth_say_span (next, ask->now, TRUE);
    hearth_reply_addf (ask->reply, _("Next is %s, %s."), next->event->summary, when);
    if (next->event->location != NULL && *next->event->location != '\0')
      hearth_reply_addf (ask->reply, _("It is at %s."), next->event->location);
    if (next->span.start - ask->now < 12 * 3600) {
      g_autofree char *length = hearth_say_length (next->span.start - ask->now);

      hearth_reply_addf (ask->reply, _("That leaves you %s."), length);
    }
    hearth_reply_add_event (ask->reply, next);
    hearth_focus_set (ask->focus, HEARTH_FOCUS_EVENTS);
    hearth_focus_add (ask->focus, next->event->id, next->span.start);
    return;
  }
  hearth_reply_add (ask->reply, _("Nothing more is in your calendar."));
}

/**
 * hearth_answer_events_with:
 * @ask: a question for the events with someone or about something
 */
void
hearth_answer_events_with (HearthAsk *ask)
{
  const char *topic = hearth_task_get_slot (ask->task, "event");
  g_autoptr (GPtrArray) found = hearth_lookup_events (ask, topic);
  g_autoptr (GPtrArray) coming = g_ptr_array_new ();
  gint64 from = hearth_lookup_from_today (ask, hearth_lookup_span (ask, 1)).start;

  for (guint i = 0; i < found->len; i++) {
    HearthOccurrence *occurrence = g_ptr_array_index (found, i);

    if ((ask->task->has_when ? occurrence->span.end > from : !is_over (ask, occurrence)) &&
        occurrence->event->status != HEARTH_EVENT_CANCELLED)
      g_ptr_array_add (coming, occurrence);
  }
  g_ptr_array_sort (coming, compare_start_cb);
  if (coming->len == 0) {
    hearth_reply_addf (ask->reply, _("Nothing with “%s” is in your calendar then."), topic);
    hearth_focus_set (ask->focus, HEARTH_FOCUS_EVENTS);
    return;
  }
  hearth_reply_addf (ask->reply, ngettext ("Yes, one:", "Yes, %d:", coming->len), coming->len);
  list_occurrences (ask, coming, TRUE);
}
