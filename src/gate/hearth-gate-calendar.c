/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-gate-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "hearth-clock.h"
#include "hearth-invitations.h"
#include "hearth-post.h"
#include "hearth-recipients.h"
#include "hearth-store-events.h"
#include "hearth-text.h"

/* Calls that are about events, from their arguments to what would be done. */

#define DAY 86400
#define LONGEST (366 * DAY)

/* The end, or as long after the start as the event was. */
static gboolean
take_times (HearthProposal *self, gboolean all_day, gint64 length, HearthSpan *span, GError **error)
{
  if (!hearth_arguments_get_time (self->arguments, "start", all_day, &span->start, error))
    return FALSE;
  span->end = span->start + length;
  if (json_object_has_member (self->arguments, "end")) {
    if (!hearth_arguments_get_time (self->arguments, "end", all_day, &span->end, error))
      return FALSE;
    /* Dates are meant with the last one included. */
    if (all_day)
      span->end += DAY;
  }
  if (span->end < span->start || span->end - span->start > LONGEST)
    return hearth_arguments_fail (error, _("An event cannot end before it begins, nor last longer "
                                            "than a year."));
  return TRUE;
}

static void
add_span (HearthProposal *self, HearthSpan span, gboolean all_day)
{
  g_autoptr (GTimeZone) zone = hearth_clock_dup_zone ();

  hearth_content_add_int (self->content, "start", span.start);
  hearth_content_add_int (self->content, "end", span.end);
  hearth_content_add_bool (self->content, "all_day", all_day);
  hearth_content_add_string (self->content, "zone",
                             all_day ? "" : g_time_zone_get_identifier (zone));
}

/* Somebody can be invited only by an address. */
static gboolean
add_organizer (HearthProposal *self, GError **error)
{
  g_autoptr (HearthAccount) account =
      hearth_engine_choose_account (self->gate->engine, NULL, error);

  if (account == NULL)
    return FALSE;
  json_builder_set_member_name (self->content, "from");
  json_builder_begin_object (self->content);
  hearth_content_add_string (self->content, "name", account->name);
  hearth_content_add_string (self->content, "address", account->address);
  json_builder_end_object (self->content);
  return TRUE;
}

/* Takes the arguments of a new event. */
gboolean
hearth_proposal_take_new_event (HearthProposal *self, GError **error)
{
  static const char *const lines[] = { "title", "location" };
  gboolean all_day =
      json_object_get_boolean_member_with_default (self->arguments, "all_day", FALSE);
  g_autofree char *uid = g_uuid_string_random ();
  g_autofree char *description = hearth_arguments_dup_text (self->arguments, "description");
  HearthSpan span;
  guint n = 0;

  hearth_content_add_string (self->content, "uid", uid);
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++) {
    g_autofree char *line = hearth_arguments_dup_line (self->arguments, lines[i]);

    if (i == 0 && *line == '\0')
      return hearth_arguments_fail (error, _("A new event needs a title."));
    hearth_content_add_string (self->content, lines[i], line);
    hearth_proposal_check_text (self, line);
  }
  if (!take_times (self, all_day, all_day ? DAY : 3600, &span, error))
    return FALSE;
  add_span (self, span, all_day);
  hearth_content_add_string (self->content, "description", description);
  hearth_proposal_check_text (self, description);
  if (!hearth_proposal_add_people (self, "guests", &n, error))
    return FALSE;
  self->input.with_guests = n > 0;
  return n == 0 || add_organizer (self, error);
}

static HearthEvent *
find_event (HearthProposal *self, gint64 *start, GError **error)
{
  HearthEvent *event;
  const HearthSeen *seen;
  gint64 id;

  if (!hearth_arguments_get_id (json_object_get_member (self->arguments, "event"), &id, start)) {
    hearth_arguments_fail (error,
                           _("Say which event is meant, by the id that list_events returned."));
    return NULL;
  }
  event = hearth_store_events_get (hearth_gate_get_reader (self->gate), id, error);
  if (event == NULL)
    return NULL;
  seen = hearth_gate_find_seen (self->gate, HEARTH_SEEN_EVENT, id);
  if (seen == NULL || !seen->by_owners_words) {
    self->input.targets = HEARTH_INTEGRITY_EXTERNAL;
    hearth_proposal_set_detail (self, HEARTH_REFUSAL_TARGET, event->summary);
  }
  return event;
}

/* Of a date, its midnight in UTC; occurrences carry that of the owner. */
static gint64
to_utc_date (gint64 local_midnight)
{
  g_autoptr (GDateTime) local = hearth_clock_dup_at (local_midnight);
  g_autoptr (GDateTime) utc =
      local != NULL
          ? g_date_time_new_utc (g_date_time_get_year (local), g_date_time_get_month (local),
                                 g_date_time_get_day_of_month (local), 0, 0, 0)
          : NULL;

  return utc != NULL ? g_date_time_to_unix (utc) : local_midnight;
}

/* Which occurrence of what recurs is meant: never more than one, since one was named. */
static gboolean
add_occurrence (HearthProposal *self, const HearthEvent *event, gint64 start, HearthSpan *span,
                GError **error)
{
  gint64 length = event->span.end - event->span.start;
  gint64 recurrence_id = event->recurrence_id;

  *span = event->span;
  if (recurrence_id == 0 && event->rrule == NULL && event->occurrences->len <= 1)
    return TRUE;
  if (recurrence_id == 0) {
    if (start == 0)
      return hearth_arguments_fail (error, _("Say which occurrence is meant, by the whole id that "
                                              "list_events returned."));
    recurrence_id = event->all_day ? to_utc_date (start) : start;
    *span = (HearthSpan){ recurrence_id, recurrence_id + length };
  }
  hearth_content_add_int (self->content, "recurrence_id", recurrence_id);
  return TRUE;
}

static gboolean
is_owners (HearthDatabase *db, const char *address)
{
  return hearth_provenance_find_address (db, address) == HEARTH_ORIGIN_OWN;
}

/* Who hears of what is done to an event, besides those who are invited by it: the guests where the
 * owner invited; else whoever invited the owner, if it is cancelled here or answered. */
GPtrArray *
hearth_gate_list_told (HearthDatabase *db, HearthVerb verb, const HearthEvent *event)
{
  GPtrArray *told = g_ptr_array_new ();
  HearthAddress *organizer = event->organizer;
  gboolean by_owner = organizer != NULL && is_owners (db, organizer->address);

  for (guint i = 0; verb != HEARTH_VERB_RESPOND && by_owner && i < event->attendees->len; i++) {
    HearthAddress *who = ((HearthAttendee *) event->attendees->pdata[i])->who;

    if (*who->address != '\0' && !is_owners (db, who->address))
      g_ptr_array_add (told, who);
  }
  if (organizer != NULL && *organizer->address != '\0' &&
      (verb == HEARTH_VERB_RESPOND || (verb == HEARTH_VERB_CANCEL_EVENT && !by_owner)))
    g_ptr_array_add (told, organizer);
  return told;
}

/* The list of a content in which those stand who hear of it. */
const char *
hearth_gate_get_told_name (HearthVerb verb)
{
  if (verb == HEARTH_VERB_INVITE)
    return "told";
  return verb == HEARTH_VERB_RESPOND ? "to" : "guests";
}

static void
add_told (HearthProposal *self, const HearthEvent *event)
{
  g_autoptr (GPtrArray) told =
      hearth_gate_list_told (hearth_gate_get_reader (self->gate), self->verb, event);

  hearth_proposal_begin_people (self, hearth_gate_get_told_name (self->verb));
  for (guint i = 0; i < told->len; i++) {
    const HearthAddress *who = g_ptr_array_index (told, i);

    hearth_proposal_add_person (self, who->name, who->address,
                                hearth_proposal_find_origin (self, who->address));
  }
  hearth_proposal_end_people (self);
}

static void
begin_event (HearthProposal *self, const HearthEvent *event)
{
  hearth_content_add_int (self->content, "event", event->id);
  hearth_content_add_string (self->content, "uid", event->uid);
  hearth_content_add_string (self->content, "title", event->summary);
}

/* Whoever is invited now gets all that stands in the event, and its guests get it anew. */
static gboolean
take_guests (HearthProposal *self, const HearthEvent *event, GError **error)
{
  HearthDatabase *db = hearth_gate_get_reader (self->gate);
  guint n = 0;

  if (event->organizer != NULL && !is_owners (db, event->organizer->address))
    return hearth_arguments_fail (error, _("Only who made that event can invite to it."));
  if (!hearth_proposal_add_people (self, "guests", &n, error))
    return FALSE;
  if (n == 0)
    return hearth_arguments_fail (error, _("Say who is invited."));
  self->input.with_guests = TRUE;
  add_told (self, event);
  if (!hearth_provenance_is_own_event (db, event)) {
    hearth_proposal_check_external (self, event->summary);
    hearth_proposal_check_external (self, event->location);
    hearth_proposal_check_external (self, event->description);
  }
  hearth_content_add_string (self->content, "location", event->location);
  hearth_content_add_string (self->content, "description", event->description);
  return add_organizer (self, error);
}

/* Takes the arguments of what is done to an event that is there. */
gboolean
hearth_proposal_take_event (HearthProposal *self, GError **error)
{
  gint64 start = 0;
  g_autoptr (HearthEvent) event = find_event (self, &start, error);
  HearthSpan span, moved;

  if (event == NULL)
    return FALSE;
  begin_event (self, event);
  if (!add_occurrence (self, event, start, &span, error))
    return FALSE;
  if (self->verb == HEARTH_VERB_INVITE) {
    add_span (self, span, event->all_day);
    return take_guests (self, event, error);
  }
  if (self->verb == HEARTH_VERB_MOVE_EVENT) {
    if (!take_times (self, event->all_day, span.end - span.start, &moved, error))
      return FALSE;
    hearth_content_add_int (self->content, "was_start", span.start);
    hearth_content_add_int (self->content, "was_end", span.end);
    span = moved;
  }
  add_span (self, span, event->all_day);
  add_told (self, event);
  self->input.with_guests = event->attendees->len > 0;
  return TRUE;
}

/* By which address the owner is invited. */
static const char *
find_own_address (HearthProposal *self, GPtrArray *attendees)
{
  for (guint i = 0; i < attendees->len; i++) {
    const HearthAddress *who = ((HearthAttendee *) attendees->pdata[i])->who;

    if (is_owners (hearth_gate_get_reader (self->gate), who->address))
      return who->address;
  }
  return NULL;
}

static void
add_organizer_as_recipient (HearthProposal *self, const HearthAddress *organizer)
{
  hearth_proposal_begin_people (self, "to");
  if (organizer != NULL && *organizer->address != '\0')
    hearth_proposal_add_person (self, organizer->name, organizer->address,
                                hearth_proposal_find_origin (self, organizer->address));
  hearth_proposal_end_people (self);
  self->input.with_guests = TRUE;
}

static gboolean
answer_mail (HearthProposal *self, GError **error)
{
  gint64 id = 0, start;
  g_autoptr (HearthInvitation) invitation = NULL;
  const HearthSeen *seen;

  if (!hearth_arguments_get_id (json_object_get_member (self->arguments, "message"), &id, &start))
    return hearth_arguments_fail (error, _("Say which mail is meant, by the id that search_mail "
                                            "returned."));
  invitation = hearth_engine_read_invitation (self->gate->engine, id, error);
  if (invitation == NULL)
    return FALSE;
  if (!invitation->can_answer || invitation->owner == NULL)
    return hearth_arguments_fail (error, invitation->sentence);
  seen = hearth_gate_find_seen (self->gate, HEARTH_SEEN_MESSAGE, id);
  if (seen == NULL || !seen->by_owners_words) {
    self->input.targets = HEARTH_INTEGRITY_EXTERNAL;
    hearth_proposal_set_detail (self, HEARTH_REFUSAL_TARGET, invitation->itip->summary);
  }
  hearth_content_add_int (self->content, "message", id);
  hearth_content_add_string (self->content, "uid", invitation->itip->uid);
  hearth_content_add_string (self->content, "title", invitation->itip->summary);
  if (invitation->itip->has_time)
    add_span (self, invitation->itip->event->span, invitation->itip->event->all_day);
  hearth_content_add_int (self->content, "sequence", invitation->itip->event->sequence);
  add_organizer_as_recipient (self, invitation->itip->organizer);
  return TRUE;
}

static gboolean
answer_event (HearthProposal *self, GError **error)
{
  gint64 start = 0;
  g_autoptr (HearthEvent) event = find_event (self, &start, error);
  const char *own;
  HearthSpan span;

  if (event == NULL)
    return FALSE;
  own = find_own_address (self, event->attendees);
  if (own == NULL) {
    g_set_error (error, HEARTH_GATE_ERROR, HEARTH_GATE_ERROR_REFUSED,
                 _("You are not among those invited to “%s”."), event->summary);
    return FALSE;
  }
  begin_event (self, event);
  if (!add_occurrence (self, event, start, &span, error))
    return FALSE;
  add_span (self, span, event->all_day);
  hearth_content_add_string (self->content, "attendee", own);
  add_told (self, event);
  self->input.with_guests = TRUE;
  return TRUE;
}

/* Takes the arguments of an answer to an invitation. */
gboolean
hearth_proposal_take_answer (HearthProposal *self, GError **error)
{
  g_autofree char *answer = hearth_arguments_dup_line (self->arguments, "answer");

  if (strcmp (answer, "accepted") != 0 && strcmp (answer, "tentative") != 0 &&
      strcmp (answer, "declined") != 0)
    return hearth_arguments_fail (error, _("An answer is “accepted”, “tentative” or “declined”."));
  hearth_content_add_string (self->content, "answer", answer);
  return json_object_has_member (self->arguments, "message") ? answer_mail (self, error)
                                                             : answer_event (self, error);
}
