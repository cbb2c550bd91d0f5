/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-event-verbs.h"

#include "hearth-calendar-actions.h"
#include "hearth-clock.h"
#include "hearth-conflicts.h"
#include "hearth-event-words.h"
#include "hearth-invitations.h"
#include "hearth-store-event-edits.h"
#include "hearth-store-events.h"

#include <glib/gi18n.h>
#include <string.h>

/* The methods of the daemon's interface that are about events, as they are in
 * data/io.github.hearthdesktop.Hearth.Daemon1.xml; also for the engine without a bus. */

static gboolean
fail (GError **error, const char *format, const char *value)
{
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  g_set_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID, format, value);
#pragma GCC diagnostic pop
  return FALSE;
}

static void
take_text (GVariantDict *fields, const char *key, char **field)
{
  const char *text;

  if (!g_variant_dict_lookup (fields, key, "&s", &text))
    return;
  g_free (*field);
  *field = g_utf8_make_valid (text, -1);
}

static void
take_alarms (GVariantDict *fields, HearthEventEdit *edit)
{
  g_autoptr (GVariant) value =
      g_variant_dict_lookup_value (fields, "alarms", G_VARIANT_TYPE ("ai"));
  gsize n = 0;
  const gint32 *alarms =
      value != NULL ? g_variant_get_fixed_array (value, &n, sizeof *alarms) : NULL;

  if (value == NULL)
    return;
  edit->alarms = g_array_new (FALSE, FALSE, sizeof (int));
  for (gsize i = 0; i < MIN (n, 16); i++) {
    int alarm = alarms[i];

    g_array_append_val (edit->alarms, alarm);
  }
}

static void
take_people (GVariantDict *fields, HearthEventEdit *edit)
{
  g_auto (GStrv) invite = NULL;
  g_auto (GStrv) uninvite = NULL;

  g_variant_dict_lookup (fields, "invite", "^as", &invite);
  g_variant_dict_lookup (fields, "uninvite", "^as", &uninvite);
  if (invite != NULL && invite[0] != NULL) {
    g_autofree char *all = g_strjoinv (", ", invite);

    edit->invite = hearth_recipients_from_text (all);
  }
  for (guint i = 0; uninvite != NULL && uninvite[i] != NULL; i++) {
    if (edit->uninvite == NULL)
      edit->uninvite = g_ptr_array_new_with_free_func (g_free);
    g_ptr_array_add (edit->uninvite, g_strdup (uninvite[i]));
  }
}

/* A start without an end moves the event; an end without a start makes it as long. */
static gboolean
take_times (GVariantDict *fields, HearthEventEdit *edit, const HearthEvent *before,
            gint64 occurrence, GError **error)
{
  HearthSpan old = { 0, 0 };
  gboolean has_start, has_end;

  if (before != NULL) {
    gint64 length = before->span.end - before->span.start;

    old = before->span;
    edit->all_day = before->all_day;
    if (occurrence != 0 && before->recurrence_id == 0)
      old = (HearthSpan){ occurrence, occurrence + length };
  }
  has_start = g_variant_dict_lookup (fields, "start", "x", &edit->span.start);
  has_end = g_variant_dict_lookup (fields, "end", "x", &edit->span.end);
  g_variant_dict_lookup (fields, "all-day", "b", &edit->all_day);
  edit->has_span = has_start || has_end || (before == NULL && has_start);
  if (!edit->has_span)
    return TRUE;
  if (!has_start && before == NULL)
    return fail (error, "%s", _("Say when the event begins."));
  if (!has_start)
    edit->span.start = old.start;
  if (!has_end)
    edit->span.end = edit->span.start + (before != NULL  ? old.end - old.start
                                         : edit->all_day ? 86400
                                                         : 3600);
  /* What is said of one occurrence and meant for all moves the first as far. */
  if (before != NULL && edit->scope == HEARTH_EDIT_ALL) {
    edit->span.start += before->span.start - old.start;
    edit->span.end += before->span.start - old.start;
  }
  return TRUE;
}

static gboolean
take_fields (GVariant *variant, HearthEventEdit *edit, const HearthEvent *before, gint64 occurrence,
             GError **error)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (variant);

  take_text (&fields, "summary", &edit->summary);
  take_text (&fields, "description", &edit->description);
  take_text (&fields, "location", &edit->location);
  take_text (&fields, "url", &edit->url);
  take_text (&fields, "rrule", &edit->rrule);
  take_text (&fields, "tzid", &edit->tzid);
  take_alarms (&fields, edit);
  take_people (&fields, edit);
  return take_times (&fields, edit, before, occurrence, error);
}

static void
add_conflict (GVariantBuilder *builder, const HearthOccurrence *occurrence)
{
  g_variant_builder_open (builder, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (builder, "{sv}", "event", g_variant_new_int64 (occurrence->event->id));
  g_variant_builder_add (builder, "{sv}", "start", g_variant_new_int64 (occurrence->span.start));
  g_variant_builder_add (builder, "{sv}", "end", g_variant_new_int64 (occurrence->span.end));
  g_variant_builder_add (builder, "{sv}", "summary",
                         g_variant_new_string (occurrence->event->summary));
  g_variant_builder_close (builder);
}

static GVariant *
make_conflicts (GPtrArray *occurrences)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = 0; occurrences != NULL && i < occurrences->len; i++)
    add_conflict (&builder, occurrences->pdata[i]);
  return g_variant_builder_end (&builder);
}

static void
add_text (GVariantDict *dict, const char *key, const char *value)
{
  if (value != NULL && *value != '\0')
    g_variant_dict_insert (dict, key, "s", value);
}

/* What keeps the owner from what he is about to put down. */
static GPtrArray *
find_conflicts (HearthEngine *engine, const HearthEventEdit *edit)
{
  HearthEvent *event = hearth_event_new ();
  g_autoptr (HearthOccurrence) wanted = hearth_occurrence_new (event, edit->span);

  event->location = g_strdup (edit->location);
  return hearth_conflicts_find (hearth_engine_get_reader (engine), wanted,
                                hearth_engine_get_day_plan (engine)->travel, NULL);
}

static GVariant *
read_event (HearthEngine *engine, GVariant *parameters, GError **error)
{
  g_autoptr (GTimeZone) zone = hearth_clock_dup_zone ();
  g_auto (GVariantDict) found = G_VARIANT_DICT_INIT (NULL);
  g_autoptr (HearthEventEdit) edit = NULL;
  g_autoptr (GPtrArray) conflicts = NULL;
  const char *text;

  g_variant_get (parameters, "(&s)", &text);
  edit = hearth_event_words_read (text, hearth_clock_now (), zone);
  add_text (&found, "summary", edit->summary);
  add_text (&found, "location", edit->location);
  add_text (&found, "tzid", edit->tzid);
  if (edit->has_span) {
    g_variant_dict_insert (&found, "start", "x", edit->span.start);
    g_variant_dict_insert (&found, "end", "x", edit->span.end);
    g_variant_dict_insert (&found, "all-day", "b", edit->all_day);
    if (!edit->all_day)
      conflicts = find_conflicts (engine, edit);
  }
  g_variant_dict_insert (&found, "understood", "b", edit->has_span && *edit->summary != '\0');
  g_variant_dict_insert_value (&found, "conflicts", make_conflicts (conflicts));
  return g_variant_new ("(@a{sv})", g_variant_dict_end (&found));
}

static GVariant *
create_event (HearthEngine *engine, GVariant *parameters, GError **error)
{
  g_autoptr (HearthEventEdit) edit = hearth_event_edit_new (HEARTH_EDIT_CREATE, NULL);
  g_autoptr (GVariant) fields = NULL;
  gint64 calendar, action;

  g_variant_get (parameters, "(x@a{sv})", &calendar, &fields);
  if (!take_fields (fields, edit, NULL, 0, error) ||
      !hearth_engine_edit_event (engine, calendar, edit, &action, error))
    return NULL;
  return g_variant_new ("(xx)", hearth_engine_find_edited (engine, action), action);
}

/* What is meant by an event, an occurrence and a scope. */
static gboolean
set_scope (HearthEventEdit *edit, const HearthEvent *event, gint64 occurrence, const char *scope,
           GError **error)
{
  if (!hearth_edit_scope_from_string (*scope != '\0' ? scope : "all", &edit->scope))
    return fail (error, _("“%s” is not a part of a series: say “all”, “this” or “future”."),
                 scope);
  /* What does not recur, and what was moved out of a series, is a whole by itself. */
  if (event->recurrence_id != 0 && edit->scope != HEARTH_EDIT_ALL)
    occurrence = event->recurrence_id;
  else if (event->rrule == NULL && event->recurrence_id == 0 && event->occurrences->len <= 1)
    edit->scope = HEARTH_EDIT_ALL;
  edit->recurrence_id = edit->scope == HEARTH_EDIT_ALL ? 0 : occurrence;
  return TRUE;
}

static GVariant *
edit_event (HearthEngine *engine, GVariant *parameters, GError **error)
{
  g_autoptr (HearthEventEdit) edit = hearth_event_edit_new (HEARTH_EDIT_CHANGE, "");
  g_autoptr (HearthEvent) event = NULL;
  g_autoptr (GVariant) fields = NULL;
  gint64 id, occurrence, action;
  const char *scope;

  g_variant_get (parameters, "(xx&s@a{sv})", &id, &occurrence, &scope, &fields);
  event = hearth_store_events_get (hearth_engine_get_reader (engine), id, error);
  if (event == NULL || !set_scope (edit, event, occurrence, scope, error) ||
      !take_fields (fields, edit, event, occurrence, error) ||
      !hearth_engine_edit_event (engine, id, edit, &action, error))
    return NULL;
  return g_variant_new ("(x)", action);
}

static GVariant *
cancel_event (HearthEngine *engine, GVariant *parameters, GError **error)
{
  g_autoptr (HearthEventEdit) edit = hearth_event_edit_new (HEARTH_EDIT_CANCEL, "");
  g_autoptr (HearthEvent) event = NULL;
  gint64 id, occurrence, action;
  const char *scope;

  g_variant_get (parameters, "(xx&s)", &id, &occurrence, &scope);
  event = hearth_store_events_get (hearth_engine_get_reader (engine), id, error);
  if (event == NULL || !set_scope (edit, event, occurrence, scope, error) ||
      !hearth_engine_edit_event (engine, id, edit, &action, error))
    return NULL;
  return g_variant_new ("(x)", action);
}

static gboolean
read_answer (const char *answer, HearthPartstat *partstat, GError **error)
{
  if (strcmp (answer, "accepted") == 0)
    *partstat = HEARTH_PARTSTAT_ACCEPTED;
  else if (strcmp (answer, "tentative") == 0)
    *partstat = HEARTH_PARTSTAT_TENTATIVE;
  else if (strcmp (answer, "declined") == 0)
    *partstat = HEARTH_PARTSTAT_DECLINED;
  else
    return fail (error, _("“%s” is no answer: say “accepted”, “tentative” or “declined”."),
                 answer);
  return TRUE;
}

/* By which address the owner is invited. */
static char *
find_own_address (HearthEngine *engine, const HearthEvent *event, GError **error)
{
  g_autoptr (GPtrArray) owners =
      hearth_store_people_list_owner (hearth_engine_get_reader (engine), error);

  if (owners == NULL)
    return NULL;
  for (guint i = 0; i < event->attendees->len; i++) {
    const HearthAttendee *attendee = g_ptr_array_index (event->attendees, i);

    for (guint k = 0; k < owners->len; k++) {
      if (g_ascii_strcasecmp (attendee->who->address, owners->pdata[k]) == 0)
        return g_strdup (attendee->who->address);
    }
  }
  fail (error, _("You are not among those invited to “%s”."), event->summary);
  return NULL;
}

static GVariant *
answer_event (HearthEngine *engine, GVariant *parameters, GError **error)
{
  g_autoptr (HearthEventEdit) edit = hearth_event_edit_new (HEARTH_EDIT_ANSWER, "");
  g_autoptr (HearthEvent) event = NULL;
  gint64 id, occurrence, action;
  const char *scope, *answer, *comment;

  g_variant_get (parameters, "(xx&s&s&s)", &id, &occurrence, &scope, &answer, &comment);
  event = hearth_store_events_get (hearth_engine_get_reader (engine), id, error);
  if (event == NULL || !set_scope (edit, event, occurrence, scope, error) ||
      !read_answer (answer, &edit->partstat, error))
    return NULL;
  edit->attendee = find_own_address (engine, event, error);
  if (*comment != '\0')
    edit->comment = g_utf8_make_valid (comment, -1);
  if (edit->attendee == NULL || !hearth_engine_edit_event (engine, id, edit, &action, error))
    return NULL;
  return g_variant_new ("(x)", action);
}

static GVariant *
complete_task (HearthEngine *engine, GVariant *parameters, GError **error)
{
  g_autoptr (HearthEventEdit) edit = hearth_event_edit_new (HEARTH_EDIT_COMPLETE, "");
  gint64 id, action;

  g_variant_get (parameters, "(xb)", &id, &edit->done);
  if (!hearth_engine_edit_event (engine, id, edit, &action, error))
    return NULL;
  return g_variant_new ("(x)", action);
}

static const char *
get_answer_name (HearthPartstat partstat)
{
  switch (partstat) {
  case HEARTH_PARTSTAT_ACCEPTED:
    return "accepted";
  case HEARTH_PARTSTAT_TENTATIVE:
    return "tentative";
  case HEARTH_PARTSTAT_DECLINED:
    return "declined";
  case HEARTH_PARTSTAT_DELEGATED:
    return "delegated";
  case HEARTH_PARTSTAT_NEEDS_ACTION:
  default:
    return "";
  }
}

static const char *
get_method_name (HearthItipMethod method)
{
  switch (method) {
  case HEARTH_ITIP_REPLY:
    return "reply";
  case HEARTH_ITIP_CANCEL:
    return "cancel";
  case HEARTH_ITIP_COUNTER:
    return "counter";
  case HEARTH_ITIP_PUBLISH:
  case HEARTH_ITIP_REQUEST:
  case HEARTH_ITIP_ADD:
  case HEARTH_ITIP_REFRESH:
  case HEARTH_ITIP_DECLINE_COUNTER:
  default:
    return "request";
  }
}

static GVariant *
make_invitation (const HearthInvitation *invitation)
{
  const HearthItip *itip = invitation->itip;
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (NULL);
  g_autofree char *organizer = NULL;

  if (itip->organizer != NULL)
    organizer = *itip->organizer->name != '\0'
                    ? g_strdup_printf ("%s <%s>", itip->organizer->name, itip->organizer->address)
                    : g_strdup (itip->organizer->address);
  g_variant_dict_insert (&dict, "method", "s", get_method_name (itip->method));
  g_variant_dict_insert (&dict, "state", "s",
                         hearth_invitation_state_to_string (invitation->state));
  g_variant_dict_insert (&dict, "sentence", "s", invitation->sentence);
  g_variant_dict_insert (&dict, "summary", "s", itip->summary);
  g_variant_dict_insert (&dict, "location", "s",
                         itip->event->location != NULL ? itip->event->location : "");
  g_variant_dict_insert (&dict, "organizer", "s", organizer != NULL ? organizer : "");
  g_variant_dict_insert (&dict, "start", "x", itip->event->span.start);
  g_variant_dict_insert (&dict, "end", "x", itip->event->span.end);
  g_variant_dict_insert (&dict, "all-day", "b", itip->event->all_day);
  g_variant_dict_insert (&dict, "rrule", "s", itip->event->rrule != NULL ? itip->event->rrule : "");
  g_variant_dict_insert (&dict, "event", "x", invitation->event_id);
  g_variant_dict_insert (&dict, "answer", "s", get_answer_name (invitation->answer));
  g_variant_dict_insert (&dict, "guest", "s",
                         invitation->guest != NULL ? hearth_address_get_label (invitation->guest)
                                                   : "");
  g_variant_dict_insert (&dict, "comment", "s", itip->comment != NULL ? itip->comment : "");
  g_variant_dict_insert (&dict, "can-answer", "b", invitation->can_answer);
  g_variant_dict_insert (&dict, "calendar", "x", invitation->calendar);
  g_variant_dict_insert_value (&dict, "conflicts", make_conflicts (invitation->conflicts));
  return g_variant_dict_end (&dict);
}

static GVariant *
read_invitation (HearthEngine *engine, GVariant *parameters, GError **error)
{
  g_autoptr (HearthInvitation) invitation = NULL;
  GError *local_error = NULL;
  gint64 message;

  g_variant_get (parameters, "(x)", &message);
  invitation = hearth_engine_read_invitation (engine, message, &local_error);
  if (local_error != NULL) {
    g_propagate_error (error, local_error);
    return NULL;
  }
  return g_variant_new ("(@a{sv})", invitation != NULL
                                        ? make_invitation (invitation)
                                        : g_variant_new_array (G_VARIANT_TYPE ("{sv}"), NULL, 0));
}

static GVariant *
answer_invitation (HearthEngine *engine, GVariant *parameters, GError **error)
{
  gint64 message, calendar, action;
  const char *answer, *comment;
  g_autofree char *valid = NULL;

  g_variant_get (parameters, "(x&s&sx)", &message, &answer, &comment, &calendar);
  valid = g_utf8_make_valid (comment, -1);
  if (!hearth_engine_answer_invitation (engine, message, answer, valid, calendar, &action, error))
    return NULL;
  return g_variant_new ("(x)", action);
}

/**
 * hearth_event_verb_call:
 * @engine: the engine
 * @method: the name of a method, as on D-Bus
 * @parameters: what it takes there
 * @error: a #HearthEngineError, #HearthModelError, #HearthCalendarError or #HearthStoreError
 *
 * Does what a method about events does.
 *
 * Returns: (transfer floating) (nullable): what it gives back, or %NULL
 */
GVariant *
hearth_event_verb_call (HearthEngine *engine, const char *method, GVariant *parameters,
                        GError **error)
{
  static const struct {
    const char *method;
    const char *type;
    GVariant *(*call) (HearthEngine *engine, GVariant *parameters, GError **error);
  } verbs[] = {
    { "ReadEvent", "(s)", read_event },         { "CreateEvent", "(xa{sv})", create_event },
    { "EditEvent", "(xxsa{sv})", edit_event },  { "CancelEvent", "(xxs)", cancel_event },
    { "AnswerEvent", "(xxsss)", answer_event }, { "CompleteTask", "(xb)", complete_task },
    { "Invitation", "(x)", read_invitation },   { "AnswerInvitation", "(xssx)", answer_invitation },
  };

  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++) {
    if (strcmp (verbs[i].method, method) == 0 &&
        g_variant_is_of_type (parameters, G_VARIANT_TYPE (verbs[i].type)))
      return verbs[i].call (engine, parameters, error);
  }
  fail (error, _("There is no method “%s” like that."), method);
  return NULL;
}
