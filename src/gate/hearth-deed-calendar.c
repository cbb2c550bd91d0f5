/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-gate-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "hearth-calendar-actions.h"
#include "hearth-invitations.h"
#include "hearth-recipients.h"
#include "hearth-store-events.h"

static const char *
get_text (JsonObject *object, const char *name)
{
  return json_object_get_string_member_with_default (object, name, "");
}

static gint64
get_int (JsonObject *object, const char *name)
{
  return json_object_get_int_member_with_default (object, name, 0);
}

static char *
dup_set (JsonObject *content, const char *name)
{
  const char *text = get_text (content, name);

  return *text != '\0' ? g_strdup (text) : NULL;
}

static void
take_span (HearthEventEdit *edit, JsonObject *content)
{
  edit->has_span = TRUE;
  edit->span.start = get_int (content, "start");
  edit->span.end = get_int (content, "end");
  edit->all_day = json_object_get_boolean_member_with_default (content, "all_day", FALSE);
}

static void
take_guests (HearthEventEdit *edit, JsonObject *content)
{
  JsonArray *list = hearth_deed_get_list (content, "guests");
  JsonNode *from = json_object_get_member (content, "from");

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++) {
    JsonObject *person = json_array_get_object_element (list, i);

    if (edit->invite == NULL)
      edit->invite = hearth_recipients_new ();
    g_ptr_array_add (edit->invite,
                     hearth_address_new (get_text (person, "name"), get_text (person, "address")));
  }
  if (edit->invite != NULL && from != NULL && JSON_NODE_HOLDS_OBJECT (from))
    edit->organizer = hearth_address_new (get_text (json_node_get_object (from), "name"),
                                          get_text (json_node_get_object (from), "address"));
}

static gboolean
create (HearthEngine *engine, JsonObject *content, gint64 *action_id, GError **error)
{
  g_autoptr (HearthEventEdit) edit =
      hearth_event_edit_new (HEARTH_EDIT_CREATE, get_text (content, "uid"));

  take_span (edit, content);
  edit->tzid = dup_set (content, "zone");
  edit->summary = dup_set (content, "title");
  edit->location = dup_set (content, "location");
  edit->description = dup_set (content, "description");
  take_guests (edit, content);
  return hearth_engine_edit_event (engine, 0, edit, action_id, error);
}

/* When what is meant was, as the card said. */
static HearthSpan
get_shown_span (JsonObject *content)
{
  gboolean moves = json_object_has_member (content, "was_start");
  HearthSpan span = { get_int (content, moves ? "was_start" : "start"),
                      get_int (content, moves ? "was_end" : "end") };

  return span;
}

static gboolean
has_occurrence (const HearthEvent *event, gint64 start)
{
  for (guint i = 0; i < event->occurrences->len; i++) {
    HearthSpan span = g_array_index (event->occurrences, HearthSpan, i);

    /* Those of dates are midnights of the owner, which are within a day of those in UTC. */
    if (event->all_day ? ABS (span.start - start) < 86400 : span.start == start)
      return TRUE;
  }
  return FALSE;
}

/* Whether those who would hear of it now are those who were shown. */
static gboolean
are_told (HearthDatabase *db, HearthVerb verb, JsonObject *content, const HearthEvent *event)
{
  g_autoptr (GPtrArray) told = hearth_gate_list_told (db, verb, event);
  JsonArray *shown = hearth_deed_get_list (content, hearth_gate_get_told_name (verb));

  if (told->len != (shown != NULL ? json_array_get_length (shown) : 0))
    return FALSE;
  for (guint i = 0; i < told->len; i++) {
    JsonObject *person = json_array_get_object_element (shown, i);

    if (!hearth_addr_spec_equal (((HearthAddress *) told->pdata[i])->address,
                                 get_text (person, "address")))
      return FALSE;
  }
  return TRUE;
}

static gboolean
is_text (JsonObject *content, const char *name, const char *text)
{
  return strcmp (text != NULL ? text : "", get_text (content, name)) == 0;
}

/* Whether what it says is what was shown; whoever is invited gets more of it than its title. */
static gboolean
has_shown_text (HearthVerb verb, JsonObject *content, const HearthEvent *event)
{
  return is_text (content, "title", event->summary) &&
         (verb != HEARTH_VERB_INVITE || (is_text (content, "location", event->location) &&
                                         is_text (content, "description", event->description)));
}

/* Whether the event is still what was shown: the same, at the same time, of the same people. */
static HearthEvent *
find_event (HearthEngine *engine, HearthVerb verb, JsonObject *content, GError **error)
{
  g_autoptr (HearthEvent) event =
      hearth_store_events_get (hearth_engine_get_reader (engine), get_int (content, "event"), NULL);
  HearthSpan shown = get_shown_span (content);
  gint64 recurrence_id = get_int (content, "recurrence_id");
  gboolean same;

  if (event == NULL || strcmp (event->uid, get_text (content, "uid")) != 0) {
    hearth_deed_expire (error, _("The event is not there any more."));
    return NULL;
  }
  same = recurrence_id != 0 && event->recurrence_id == 0
             ? has_occurrence (event, recurrence_id)
             : event->span.start == shown.start && event->span.end == shown.end;
  if (same && has_shown_text (verb, content, event) &&
      are_told (hearth_engine_get_reader (engine), verb, content, event))
    return g_steal_pointer (&event);
  hearth_deed_expire (error, _("The event was changed since."));
  return NULL;
}

static HearthPartstat
get_partstat (const char *answer)
{
  if (strcmp (answer, "accepted") == 0)
    return HEARTH_PARTSTAT_ACCEPTED;
  return strcmp (answer, "tentative") == 0 ? HEARTH_PARTSTAT_TENTATIVE : HEARTH_PARTSTAT_DECLINED;
}

static HearthEventEdit *
make_edit (HearthVerb verb, JsonObject *content)
{
  HearthEventEdit *edit =
      hearth_event_edit_new (verb == HEARTH_VERB_CANCEL_EVENT ? HEARTH_EDIT_CANCEL
                             : verb == HEARTH_VERB_RESPOND    ? HEARTH_EDIT_ANSWER
                                                              : HEARTH_EDIT_CHANGE,
                             get_text (content, "uid"));

  edit->recurrence_id = get_int (content, "recurrence_id");
  edit->scope = edit->recurrence_id != 0 ? HEARTH_EDIT_THIS : HEARTH_EDIT_ALL;
  if (verb == HEARTH_VERB_MOVE_EVENT)
    take_span (edit, content);
  if (verb == HEARTH_VERB_INVITE)
    take_guests (edit, content);
  if (verb == HEARTH_VERB_RESPOND) {
    edit->attendee = dup_set (content, "attendee");
    edit->partstat = get_partstat (get_text (content, "answer"));
  }
  return edit;
}

static gboolean
answer_mail (HearthEngine *engine, JsonObject *content, gint64 *action_id, GError **error)
{
  gint64 message = get_int (content, "message");
  g_autoptr (HearthInvitation) invitation = hearth_engine_read_invitation (engine, message, NULL);
  JsonArray *to = hearth_deed_get_list (content, "to");
  const char *address = to != NULL && json_array_get_length (to) == 1
                            ? get_text (json_array_get_object_element (to, 0), "address")
                            : "";

  if (invitation == NULL || !invitation->can_answer ||
      strcmp (invitation->itip->uid, get_text (content, "uid")) != 0 ||
      invitation->itip->event->sequence != get_int (content, "sequence") ||
      invitation->itip->organizer == NULL ||
      !hearth_addr_spec_equal (invitation->itip->organizer->address, address))
    return hearth_deed_expire (error, _("The invitation cannot be answered any more."));
  return hearth_engine_answer_invitation (engine, message, get_text (content, "answer"), "", 0,
                                          action_id, error);
}

/* Does what is to be done to a calendar. */
gboolean
hearth_deed_run_event (HearthEngine *engine, HearthVerb verb, JsonObject *content,
                       gint64 *action_id, GError **error)
{
  g_autoptr (HearthEvent) event = NULL;
  g_autoptr (HearthEventEdit) edit = NULL;

  if (verb == HEARTH_VERB_CREATE_EVENT)
    return create (engine, content, action_id, error);
  if (verb == HEARTH_VERB_RESPOND && json_object_has_member (content, "message"))
    return answer_mail (engine, content, action_id, error);
  event = find_event (engine, verb, content, error);
  if (event == NULL)
    return FALSE;
  edit = make_edit (verb, content);
  return hearth_engine_edit_event (engine, event->id, edit, action_id, error);
}
