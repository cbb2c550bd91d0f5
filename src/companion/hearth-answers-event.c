/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ask.h"

#include <glib/gi18n.h>
#include <string.h>

#include "hearth-format.h"
#include "hearth-free-time.h"
#include "hearth-text.h"

/* One event: when, where, who, what, how long, how long until. */

static void
say_unknown (HearthAsk *ask, const char *topic)
{
  g_autoptr (GPtrArray) messages = NULL;
  guint number;

  hearth_reply_suggest (ask->reply, _("What is on this week?"));
  if (topic == NULL || hearth_lookup_is_pronoun (ask, topic) ||
      hearth_lookup_is_ordinal (ask, topic, &number)) {
    hearth_reply_add (ask->reply, _("I am not sure which event you mean."));
    return;
  }
  messages = hearth_lookup_ranked (ask, topic, 3);
  if (messages->len == 0) {
    hearth_reply_addf (ask->reply,
                       _("I find nothing like “%s” in your calendar, nor in your mail."), topic);
    return;
  }
  hearth_reply_addf (ask->reply,
                     _("I find nothing like “%s” in your calendar, but there is mail about it:"),
                     topic);
  hearth_answer_list_mail (ask, messages);
  hearth_reply_suggest (ask->reply, _("Read me the first one"));
}

static void
spoke_of (HearthAsk *ask, const HearthOccurrence *occurrence)
{
  hearth_reply_add_event (ask->reply, occurrence);
  hearth_focus_set (ask->focus, HEARTH_FOCUS_EVENTS);
  hearth_focus_add (ask->focus, occurrence->event->id, occurrence->span.start);
}

static void
say_cancelled (HearthAsk *ask, const HearthOccurrence *occurrence)
{
  if (occurrence->event->status == HEARTH_EVENT_CANCELLED)
    hearth_reply_add (ask->reply, _("It was cancelled, though."));
}

static const char *
get_place (const HearthOccurrence *occurrence)
{
  const HearthEvent *event = occurrence->event;

  if (event->location != NULL && *event->location != '\0')
    return event->location;
  return event->url;
}

/**
 * hearth_answer_event_when:
 * @ask: a question for when something is, in the calendar or in the mail
 */
void
hearth_answer_event_when (HearthAsk *ask)
{
  const char *topic = hearth_task_get_slot (ask->task, "event");
  gboolean where = hearth_task_is (ask->task, "want", "where when");
  g_autoptr (HearthOccurrence) occurrence = NULL;
  g_autofree char *when = NULL;

  if (ask->task->from_mail && topic != NULL && hearth_answer_from_mail (ask, topic, where, TRUE))
    return;
  if (ask->focus->kind == HEARTH_FOCUS_MESSAGES && hearth_lookup_is_pronoun (ask, topic) &&
      topic != NULL) {
    hearth_answer_mail_date (ask);
    return;
  }
  occurrence = hearth_lookup_event (ask, topic);
  if (occurrence == NULL) {
    if (topic == NULL || !hearth_answer_from_mail (ask, topic, where, TRUE))
      say_unknown (ask, topic);
    return;
  }
  if (hearth_task_is (ask->task, "want", "end")) {
    when = ask->task->format != NULL ? hearth_say_as (occurrence->span.end, ask->task->format)
                                     : hearth_say_when (occurrence->span.end, ask->now);
    hearth_reply_addf (ask->reply, _("%s ends %s."), occurrence->event->summary, when);
  } else {
    when = ask->task->format != NULL ? hearth_say_as (occurrence->span.start, ask->task->format)
                                     : hearth_say_span (occurrence, ask->now, TRUE);
    hearth_reply_addf (ask->reply,
                       occurrence->span.end <= ask->now ? _("%s was %s.") : _("%s is %s."),
                       occurrence->event->summary, when);
    if (where && get_place (occurrence) != NULL)
      hearth_reply_addf (ask->reply, _("It is at %s."), get_place (occurrence));
  }
  say_cancelled (ask, occurrence);
  spoke_of (ask, occurrence);
}

/**
 * hearth_answer_event_where:
 * @ask: a question for where something is
 */
void
hearth_answer_event_where (HearthAsk *ask)
{
  const char *topic = hearth_task_get_slot (ask->task, "event");
  g_autoptr (HearthOccurrence) occurrence = NULL;
  const char *place;

  if (ask->task->from_mail && topic != NULL && hearth_answer_from_mail (ask, topic, TRUE, FALSE))
    return;
  occurrence = hearth_lookup_event (ask, topic);
  if (occurrence == NULL) {
    if (topic == NULL || hearth_lookup_is_pronoun (ask, topic) ||
        !hearth_answer_from_mail (ask, topic, TRUE, FALSE))
      say_unknown (ask, topic);
    return;
  }
  place = get_place (occurrence);
  if (place != NULL) {
    g_autofree char *when = hearth_say_span (occurrence, ask->now, TRUE);

    hearth_reply_addf (ask->reply, _("%s is at %s, %s."), occurrence->event->summary, place, when);
  } else {
    hearth_reply_addf (ask->reply, _("No place is given for %s."), occurrence->event->summary);
  }
  say_cancelled (ask, occurrence);
  spoke_of (ask, occurrence);
}

static const char *
partstat_word (HearthPartstat partstat)
{
  switch (partstat) {
  case HEARTH_PARTSTAT_ACCEPTED:
    return _("accepted");
  case HEARTH_PARTSTAT_DECLINED:
    return _("declined");
  case HEARTH_PARTSTAT_TENTATIVE:
    return _("maybe");
  case HEARTH_PARTSTAT_DELEGATED:
    return _("sends someone else");
  case HEARTH_PARTSTAT_NEEDS_ACTION:
  default:
    return NULL;
  }
}

/* The guests of an event, the owner left out. */
static GPtrArray *
list_guests (HearthAsk *ask, const HearthEvent *event)
{
  GPtrArray *guests = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < event->attendees->len; i++) {
    const HearthAttendee *attendee = g_ptr_array_index (event->attendees, i);
    g_autofree char *person = NULL;
    const char *state = partstat_word (attendee->partstat);

    if (hearth_lookup_is_owner (ask, attendee->who->address))
      continue;
    person = hearth_say_person (attendee->who, TRUE);
    g_ptr_array_add (guests, state != NULL ? g_strdup_printf ("%s (%s)", person, state)
                                           : g_steal_pointer (&person));
  }
  return guests;
}

/**
 * hearth_answer_event_who:
 * @ask: a question for who is invited
 */
void
hearth_answer_event_who (HearthAsk *ask)
{
  const char *topic = hearth_task_get_slot (ask->task, "event");
  g_autoptr (HearthOccurrence) occurrence = hearth_lookup_event (ask, topic);
  g_autoptr (GPtrArray) guests = NULL;
  g_autofree char *when = NULL;

  if (occurrence == NULL) {
    say_unknown (ask, topic);
    return;
  }
  when = hearth_say_span (occurrence, ask->now, TRUE);
  guests = list_guests (ask, occurrence->event);
  if (guests->len == 0) {
    hearth_reply_addf (ask->reply, _("Nobody else is invited to %s, %s."),
                       occurrence->event->summary, when);
  } else if (guests->len <= 3) {
    g_autofree char *list = hearth_say_list (guests);

    hearth_reply_addf (ask->reply,
                       ngettext ("To %s, %s, %s is invited besides you.",
                                 "To %s, %s, %s are invited besides you.", guests->len),
                       occurrence->event->summary, when, list);
  } else {
    hearth_reply_addf (ask->reply, _("To %s, %s, %d people are invited besides you."),
                       occurrence->event->summary, when, guests->len);
    for (guint i = 0; i < guests->len && i < 30; i++)
      hearth_reply_add_item (ask->reply, g_ptr_array_index (guests, i));
  }
  if (occurrence->event->organizer != NULL &&
      !hearth_lookup_is_owner (ask, occurrence->event->organizer->address)) {
    g_autofree char *host = hearth_say_person (occurrence->event->organizer, TRUE);

    hearth_reply_addf (ask->reply, _("The invitation is from %s."), host);
  }
  say_cancelled (ask, occurrence);
  spoke_of (ask, occurrence);
}

/**
 * hearth_answer_addresses:
 * @ask: a wish for the addresses of the people just spoken of
 */
void
hearth_answer_addresses (HearthAsk *ask)
{
  if (ask->focus->kind == HEARTH_FOCUS_MESSAGES)
    hearth_answer_sender (ask);
  else
    hearth_answer_event_who (ask);
}

/**
 * hearth_answer_event_describe:
 * @ask: a question for what something is about
 */
void
hearth_answer_event_describe (HearthAsk *ask)
{
  const char *topic = hearth_task_get_slot (ask->task, "event");
  g_autoptr (HearthOccurrence) occurrence = NULL;
  g_autoptr (GPtrArray) guests = NULL;
  g_autofree char *when = NULL;

  if (ask->focus->kind == HEARTH_FOCUS_MESSAGES && hearth_lookup_is_pronoun (ask, topic)) {
    hearth_answer_read (ask);
    return;
  }
  occurrence = hearth_lookup_event (ask, topic);
  if (occurrence == NULL) {
    say_unknown (ask, topic);
    return;
  }
  when = hearth_say_span (occurrence, ask->now, TRUE);
  hearth_reply_addf (ask->reply, _("%s is %s."), occurrence->event->summary, when);
  if (get_place (occurrence) != NULL)
    hearth_reply_addf (ask->reply, _("It is at %s."), get_place (occurrence));
  guests = list_guests (ask, occurrence->event);
  if (guests->len > 0 && guests->len <= 4) {
    g_autofree char *list = hearth_say_list (guests);

    hearth_reply_addf (ask->reply, _("Invited: %s."), list);
  }
  if (occurrence->event->description != NULL && *occurrence->event->description != '\0') {
    g_autofree char *text = hearth_say_quote (occurrence->event->description, 800);

    hearth_reply_add_paragraph (ask->reply, text);
  } else {
    hearth_reply_add (ask->reply, _("There is no description."));
  }
  say_cancelled (ask, occurrence);
  spoke_of (ask, occurrence);
}

/**
 * hearth_answer_event_length:
 * @ask: a question for how long something is
 */
void
hearth_answer_event_length (HearthAsk *ask)
{
  const char *topic = hearth_task_get_slot (ask->task, "event");
  g_autoptr (HearthOccurrence) occurrence = hearth_lookup_event (ask, topic);
  g_autofree char *length = NULL;
  g_autofree char *when = NULL;
  gint64 seconds;

  if (occurrence == NULL) {
    say_unknown (ask, topic);
    return;
  }
  seconds = occurrence->span.end - occurrence->span.start;
  length = hearth_say_length_as (seconds, ask->task->format);
  if (length == NULL)
    length = hearth_say_length (seconds);
  when = hearth_say_span (occurrence, ask->now, TRUE);
  hearth_reply_addf (ask->reply, _("%s lasts %s: it is %s."), occurrence->event->summary, length,
                     when);
  spoke_of (ask, occurrence);
}

/* What ends last before @occurrence begins, the same day. */
static HearthOccurrence *
find_before (HearthAsk *ask, const HearthOccurrence *occurrence)
{
  guint julian = hearth_time_get_julian (ask->zone, occurrence->span.start, NULL);
  HearthSpan day = { hearth_time_at (ask->zone, julian, 0), occurrence->span.start };
  g_autoptr (GPtrArray) found = hearth_lookup_agenda (ask, day);
  HearthOccurrence *last = NULL;

  for (guint i = 0; i < found->len; i++) {
    HearthOccurrence *other = g_ptr_array_index (found, i);

    if (hearth_free_time_is_busy (other, FALSE) && other->span.end <= occurrence->span.start &&
        !(other->event->id == occurrence->event->id &&
          other->span.start == occurrence->span.start) &&
        (last == NULL || other->span.end > last->span.end))
      last = other;
  }
  return last != NULL ? hearth_occurrence_new (hearth_event_ref (last->event), last->span) : NULL;
}

static void
say_gap (HearthAsk *ask, const HearthOccurrence *first, const HearthOccurrence *second)
{
  gint64 seconds = second->span.start - first->span.end;
  g_autofree char *end = hearth_format_time (first->span.end);
  g_autofree char *start = hearth_format_time (second->span.start);
  g_autofree char *length = NULL;

  if (seconds < 0) {
    hearth_reply_addf (ask->reply, _("None: %s goes on until %s, and %s begins at %s."),
                       first->event->summary, end, second->event->summary, start);
  } else {
    length = hearth_say_length_as (seconds, ask->task->format);
    if (length == NULL)
      length = hearth_say_length (seconds);
    hearth_reply_addf (ask->reply, _("You have %s: %s ends at %s, and %s begins at %s."), length,
                       first->event->summary, end, second->event->summary, start);
  }
  hearth_reply_add_event (ask->reply, first);
  spoke_of (ask, second);
}

/**
 * hearth_answer_event_gap:
 * @ask: a question for the time between two events, or until one
 */
void
hearth_answer_event_gap (HearthAsk *ask)
{
  const char *topic = hearth_task_get_slot (ask->task, "event");
  const char *other = hearth_task_get_slot (ask->task, "event2");
  g_autoptr (HearthOccurrence) occurrence = hearth_lookup_event (ask, topic);
  g_autoptr (HearthOccurrence) before = NULL;
  g_autofree char *length = NULL;
  g_autofree char *when = NULL;

  if (occurrence == NULL) {
    say_unknown (ask, topic);
    return;
  }
  if (other != NULL) {
    g_autoptr (HearthOccurrence) second = hearth_lookup_event (ask, other);

    if (second == NULL)
      say_unknown (ask, other);
    else if (second->span.start < occurrence->span.start)
      say_gap (ask, second, occurrence);
    else
      say_gap (ask, occurrence, second);
    return;
  }
  /* Before something that is not next, the time is what the thing before it leaves. */
  if (hearth_task_is (ask->task, "kind", "before")) {
    before = find_before (ask, occurrence);
    if (before != NULL && before->span.end > ask->now) {
      say_gap (ask, before, occurrence);
      return;
    }
  }
  when = hearth_say_when (occurrence->span.start, ask->now);
  if (occurrence->span.start <= ask->now) {
    hearth_reply_addf (ask->reply, _("%s began %s."), occurrence->event->summary, when);
  } else {
    length = hearth_say_length_as (occurrence->span.start - ask->now, ask->task->format);
    if (length == NULL)
      length = hearth_say_length (occurrence->span.start - ask->now);
    hearth_reply_addf (ask->reply, _("You have %s: %s begins %s."), length,
                       occurrence->event->summary, when);
  }
  spoke_of (ask, occurrence);
}
