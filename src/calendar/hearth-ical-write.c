/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ical-write.h"

#include "hearth-civil.h"
#include "hearth-clock.h"
#include "hearth-ical.h"
#include "hearth-ical-draft.h"
#include "hearth-vtimezone.h"

#include <glib/gi18n.h>
#include <libical/ical.h>
#include <string.h>

/* Only the lines of the event in question are written anew; every other byte of the text stays as
 * it is, whatever program wrote it and whatever it means. */

/* Where an event of the text lies. */
typedef struct {
  gsize start;
  gsize end;
} Place;

/* What matters of a text that is to be changed. */
typedef struct {
  HearthIcalReader reader;
  HearthZones *zones; /* (owned) */
  HearthIcalWarnings warnings;
  GArray *places; /* (owned) of Place: the events that are meant */
  guint n_others; /* other events */
  gboolean is_calendar;
  gsize calendar_end; /* where the last END:VCALENDAR begins */
  gboolean has_end;
} Text;

static void
text_clear (Text *self)
{
  hearth_ical_reader_clear (&self->reader);
  hearth_zones_free (self->zones);
  g_ptr_array_unref (self->warnings.list);
  g_array_unref (self->places);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Text, text_clear)

/* Finds the events of @uid: all of them, or only the one with this RECURRENCE-ID if @with_id. */
static gboolean
text_read (Text *self, const char *text, gsize length, const char *uid, gboolean with_id, gint64 id,
           GError **error)
{
  g_autoptr (GTimeZone) zone = hearth_clock_dup_zone ();
  g_autoptr (GPtrArray) drafts = NULL;
  HearthIcalLineKind kind;

  icalerror_set_errors_are_fatal (0);
  hearth_ical_reader_init (&self->reader, text, length);
  self->zones = hearth_zones_new (zone);
  self->warnings.list = g_ptr_array_new_with_free_func (g_free);
  self->places = g_array_new (FALSE, FALSE, sizeof (Place));
  drafts = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_ical_draft_free);
  while ((kind = hearth_ical_reader_next (&self->reader)) != HEARTH_ICAL_END) {
    gboolean is_begin;

    if (kind == HEARTH_ICAL_BROKEN)
      continue;
    is_begin = g_str_equal (self->reader.name, "BEGIN");
    if (!self->is_calendar) {
      self->is_calendar = is_begin && g_ascii_strcasecmp (self->reader.value, "VCALENDAR") == 0;
    } else if (is_begin && g_ascii_strcasecmp (self->reader.value, "VEVENT") == 0) {
      HearthIcalDraft *draft = hearth_ical_draft_read (&self->reader, self->zones, &self->warnings);

      if (draft == NULL)
        self->n_others++;
      else
        g_ptr_array_add (drafts, draft);
    } else if (is_begin && g_ascii_strcasecmp (self->reader.value, "VTIMEZONE") == 0) {
      hearth_zones_read (self->zones, &self->reader);
    } else if (g_str_equal (self->reader.name, "END") &&
               g_ascii_strcasecmp (self->reader.value, "VCALENDAR") == 0) {
      self->calendar_end = self->reader.offset;
      self->has_end = TRUE;
    }
  }
  for (guint i = 0; i < drafts->len; i++) {
    HearthIcalDraft *draft = g_ptr_array_index (drafts, i);
    Place place = { draft->offset, draft->end_offset };

    hearth_ical_draft_settle (draft, &self->warnings);
    if (g_str_equal (draft->event->uid, uid) && (!with_id || draft->event->recurrence_id == id))
      g_array_append_val (self->places, place);
    else
      self->n_others++;
  }
  if (!self->is_calendar && length > 0) {
    g_set_error_literal (error, HEARTH_CALENDAR_ERROR, HEARTH_CALENDAR_ERROR_BAD_FORMAT,
                         _("The file is not a calendar, so nothing was written to it."));
    return FALSE;
  }
  return TRUE;
}

static void
remove_all (icalcomponent *component, icalproperty_kind kind)
{
  icalproperty *property;

  while ((property = icalcomponent_get_first_property (component, kind)) != NULL) {
    icalcomponent_remove_property (component, property);
    icalproperty_free (property);
  }
}

static void
set_time (icalcomponent *component, icalproperty_kind kind, gint64 utc, const HearthEvent *event,
          HearthZone *zone)
{
  gint64 wall = event->all_day || zone == NULL ? utc : hearth_zone_to_local (zone, utc);
  g_autofree char *bare = hearth_civil_format (wall, event->all_day);
  g_autofree char *value =
      !event->all_day && zone == NULL ? g_strconcat (bare, "Z", NULL) : g_strdup (bare);
  struct icaltimetype time = icaltime_from_string (value);
  icalproperty *property = icalproperty_new (kind);

  remove_all (component, kind);
  icalproperty_set_value (property, event->all_day ? icalvalue_new_date (time)
                                                   : icalvalue_new_datetime (time));
  if (event->all_day)
    icalproperty_set_parameter (property, icalparameter_new_value (ICAL_VALUE_DATE));
  else if (zone != NULL)
    icalproperty_set_parameter (property, icalparameter_new_tzid (event->tzid));
  icalcomponent_add_property (component, property);
}

/* Sets a text, or leaves the property as it is written if it says the same already. */
static void
set_text (icalcomponent *component, icalproperty_kind kind, const char *text)
{
  icalproperty *property = icalcomponent_get_first_property (component, kind);

  if (property != NULL && text != NULL) {
    icalvalue *value = icalproperty_get_value (property);

    if (value != NULL && g_strcmp0 (icalvalue_get_text (value), text) == 0)
      return;
  }
  remove_all (component, kind);
  if (text == NULL || *text == '\0')
    return;
  property = icalproperty_new (kind);
  icalproperty_set_value (property, icalvalue_new_text (text));
  icalcomponent_add_property (component, property);
}

static void
set_rule (icalcomponent *component, const char *rrule)
{
  icalvalue *value = rrule != NULL ? icalvalue_new_from_string (ICAL_RECUR_VALUE, rrule) : NULL;
  icalproperty *property;

  remove_all (component, ICAL_RRULE_PROPERTY);
  if (value == NULL)
    return;
  property = icalproperty_new (ICAL_RRULE_PROPERTY);
  icalproperty_set_value (property, value);
  icalcomponent_add_property (component, property);
}

static void
add_people (icalcomponent *component, const HearthEvent *event)
{
  static const icalparameter_partstat partstats[] = {
    [HEARTH_PARTSTAT_NEEDS_ACTION] = ICAL_PARTSTAT_NEEDSACTION,
    [HEARTH_PARTSTAT_ACCEPTED] = ICAL_PARTSTAT_ACCEPTED,
    [HEARTH_PARTSTAT_DECLINED] = ICAL_PARTSTAT_DECLINED,
    [HEARTH_PARTSTAT_TENTATIVE] = ICAL_PARTSTAT_TENTATIVE,
    [HEARTH_PARTSTAT_DELEGATED] = ICAL_PARTSTAT_DELEGATED,
  };

  if (event->organizer != NULL && *event->organizer->address != '\0') {
    g_autofree char *uri = g_strconcat ("mailto:", event->organizer->address, NULL);
    icalproperty *property = icalproperty_new_organizer (uri);

    if (*event->organizer->name != '\0')
      icalproperty_add_parameter (property, icalparameter_new_cn (event->organizer->name));
    icalcomponent_add_property (component, property);
  }
  for (guint i = 0; i < event->attendees->len; i++) {
    const HearthAttendee *attendee = g_ptr_array_index (event->attendees, i);
    g_autofree char *uri = g_strconcat ("mailto:", attendee->who->address, NULL);
    icalproperty *property = icalproperty_new_attendee (uri);

    if (*attendee->who->name != '\0')
      icalproperty_add_parameter (property, icalparameter_new_cn (attendee->who->name));
    icalproperty_add_parameter (property,
                                icalparameter_new_partstat (partstats[attendee->partstat]));
    if (attendee->optional)
      icalproperty_add_parameter (property, icalparameter_new_role (ICAL_ROLE_OPTPARTICIPANT));
    icalcomponent_add_property (component, property);
  }
}

static void
add_alarms (icalcomponent *component, const HearthEvent *event)
{
  for (guint i = 0; i < event->alarms->len; i++) {
    int seconds = g_array_index (event->alarms, int, i);
    struct icaltriggertype trigger = { .duration = icaldurationtype_from_int (seconds) };
    icalcomponent *alarm = icalcomponent_new_valarm ();

    trigger.time = icaltime_null_time ();
    icalcomponent_add_property (alarm, icalproperty_new_action (ICAL_ACTION_DISPLAY));
    icalcomponent_add_property (alarm, icalproperty_new_trigger (trigger));
    icalcomponent_add_property (alarm, icalproperty_new_description (event->summary));
    icalcomponent_add_component (component, alarm);
  }
}

static void
set_stamps (icalcomponent *component, const HearthEvent *event, gboolean is_new)
{
  g_autofree char *now = hearth_civil_format (hearth_clock_now (), FALSE);
  g_autofree char *utc = g_strconcat (now, "Z", NULL);
  struct icaltimetype time = icaltime_from_string (utc);

  remove_all (component, ICAL_DTSTAMP_PROPERTY);
  remove_all (component, ICAL_LASTMODIFIED_PROPERTY);
  remove_all (component, ICAL_SEQUENCE_PROPERTY);
  icalcomponent_add_property (component, icalproperty_new_dtstamp (time));
  icalcomponent_add_property (component, icalproperty_new_lastmodified (time));
  icalcomponent_add_property (component, icalproperty_new_sequence (event->sequence));
  if (is_new)
    icalcomponent_add_property (component, icalproperty_new_created (time));
}

/* Writes the event into a VEVENT: a new one, or the one that is there, of which what Hearth does
 * not know stays. */
static void
apply_event (icalcomponent *component, const HearthEvent *event, HearthZone *zone, gboolean is_new)
{
  static const icalproperty_status statuses[] = {
    [HEARTH_EVENT_CONFIRMED] = ICAL_STATUS_CONFIRMED,
    [HEARTH_EVENT_TENTATIVE] = ICAL_STATUS_TENTATIVE,
    [HEARTH_EVENT_CANCELLED] = ICAL_STATUS_CANCELLED,
  };

  if (is_new) {
    icalcomponent_add_property (component, icalproperty_new_uid (event->uid));
    if (event->recurrence_id != 0)
      set_time (component, ICAL_RECURRENCEID_PROPERTY, event->recurrence_id, event, zone);
    if (event->url != NULL)
      icalcomponent_add_property (component, icalproperty_new_url (event->url));
    add_people (component, event);
    add_alarms (component, event);
  }
  set_stamps (component, event, is_new);
  set_time (component, ICAL_DTSTART_PROPERTY, event->span.start, event, zone);
  remove_all (component, ICAL_DURATION_PROPERTY);
  set_time (component, ICAL_DTEND_PROPERTY, event->span.end, event, zone);
  set_text (component, ICAL_SUMMARY_PROPERTY, event->summary);
  set_text (component, ICAL_LOCATION_PROPERTY, event->location);
  set_text (component, ICAL_DESCRIPTION_PROPERTY, event->description);
  set_rule (component, event->rrule);
  remove_all (component, ICAL_STATUS_PROPERTY);
  icalcomponent_add_property (component, icalproperty_new_status (statuses[event->status]));
  remove_all (component, ICAL_TRANSP_PROPERTY);
  icalcomponent_add_property (component,
                              icalproperty_new_transp (event->transparent ? ICAL_TRANSP_TRANSPARENT
                                                                          : ICAL_TRANSP_OPAQUE));
}

/* Text without CR before its line ends, if the file has none. */
static void
append_lines (GString *out, const char *lines, gboolean crlf)
{
  for (const char *p = lines; *p != '\0'; p++)
    if (*p != '\r' || crlf)
      g_string_append_c (out, *p);
}

static char *
make_vevent (const char *old, const HearthEvent *event, HearthZone *zone)
{
  icalcomponent *component = old != NULL ? icalparser_parse_string (old) : NULL;
  gboolean is_new = component == NULL || icalcomponent_isa (component) != ICAL_VEVENT_COMPONENT;
  char *text;
  char *copy;

  if (is_new) {
    if (component != NULL)
      icalcomponent_free (component);
    component = icalcomponent_new (ICAL_VEVENT_COMPONENT);
  }
  apply_event (component, event, zone, is_new);
  icalcomponent_strip_errors (component);
  text = icalcomponent_as_ical_string_r (component);
  copy = g_strdup (text);
  icalmemory_free_buffer (text);
  icalcomponent_free (component);
  return copy;
}

/**
 * hearth_ical_write_put:
 * @text: the text of a calendar, or "" for a new one
 * @length: its bytes
 * @event: the event. Its time is written in the zone of its @tzid, an Olson name; in UTC if that is
 *   %NULL
 * @new_length: (out): bytes of the new text
 * @error: return location
 *
 * Adds an event to a calendar, or puts it in the place of the one with the same UID and
 * RECURRENCE-ID. A VTIMEZONE is added if the text has none for the zone. Everything else in the
 * text stays byte for byte; of an event that is replaced, also those properties that Hearth does
 * not know.
 *
 * Fails with %HEARTH_CALENDAR_ERROR_BAD_FORMAT if @text is no calendar, or
 * %HEARTH_CALENDAR_ERROR_TOO_LARGE.
 *
 * Returns: (transfer full) (nullable): the new text
 */
char *
hearth_ical_write_put (const char *text, gsize length, const HearthEvent *event, gsize *new_length,
                       GError **error)
{
  g_auto (Text) self = { 0 };
  GString *out;
  HearthZone *zone = NULL;
  g_autofree char *vtimezone = NULL;
  g_autofree char *vevent = NULL;
  g_autofree char *old = NULL;
  Place place = { length, length };
  gboolean crlf = length == 0 || memmem (text, length, "\r\n", 2) != NULL;

  if (!text_read (&self, text, length, event->uid, TRUE, event->recurrence_id, error))
    return NULL;
  if (!event->all_day && event->tzid != NULL)
    zone = hearth_zones_get (self.zones, event->tzid);
  if (zone != NULL && !hearth_zones_defines (self.zones, event->tzid))
    vtimezone = hearth_vtimezone_dup (event->tzid, event->span.start);
  if (zone != NULL && vtimezone == NULL && !hearth_zone_is_known (zone))
    zone = NULL;
  if (self.places->len > 0) {
    place = g_array_index (self.places, Place, self.places->len - 1);
    old = g_strndup (text + place.start, place.end - place.start);
  } else if (self.has_end) {
    place.start = place.end = self.calendar_end;
  }
  vevent = make_vevent (old, event, zone);
  out = g_string_sized_new (length + 4096);
  if (length == 0)
    g_string_append (out,
                     "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Hearth//Hearth " HEARTH_VERSION
                     "//EN\r\n");
  g_string_append_len (out, text, place.start);
  if (out->len > 0 && out->str[out->len - 1] != '\n')
    g_string_append (out, crlf ? "\r\n" : "\n");
  if (vtimezone != NULL)
    append_lines (out, vtimezone, crlf);
  append_lines (out, vevent, crlf);
  g_string_append_len (out, text + place.end, length - place.end);
  if (!self.has_end)
    append_lines (out, "END:VCALENDAR\r\n", crlf);
  *new_length = out->len;
  if (out->len > HEARTH_ICAL_MAX_BYTES) {
    g_string_free (out, TRUE);
    g_set_error (
        error, HEARTH_CALENDAR_ERROR, HEARTH_CALENDAR_ERROR_TOO_LARGE,
        _("The calendar would become larger than %d MiB. Use another one for new events."),
        HEARTH_ICAL_MAX_BYTES / (1024 * 1024));
    return NULL;
  }
  return g_string_free (out, FALSE);
}

/**
 * hearth_ical_write_remove:
 * @text: the text of a calendar
 * @length: its bytes
 * @uid: the event's UID
 * @n_left: (out): how many events are left
 * @new_length: (out): bytes of the new text
 * @error: return location
 *
 * Takes an event and its overrides out of a calendar; everything else stays byte for byte.
 *
 * Fails with %HEARTH_CALENDAR_ERROR_NOT_FOUND if it is not there, or
 * %HEARTH_CALENDAR_ERROR_BAD_FORMAT if @text is no calendar.
 *
 * Returns: (transfer full) (nullable): the new text
 */
char *
hearth_ical_write_remove (const char *text, gsize length, const char *uid, guint *n_left,
                          gsize *new_length, GError **error)
{
  g_auto (Text) self = { 0 };
  GString *out;
  gsize at = 0;

  if (!text_read (&self, text, length, uid, FALSE, 0, error))
    return NULL;
  if (self.places->len == 0) {
    g_set_error (error, HEARTH_CALENDAR_ERROR, HEARTH_CALENDAR_ERROR_NOT_FOUND,
                 _("The event “%s” is not in the calendar any more."), uid);
    return NULL;
  }
  out = g_string_sized_new (length + 1);
  for (guint i = 0; i < self.places->len; i++) {
    const Place *place = &g_array_index (self.places, Place, i);

    g_string_append_len (out, text + at, place->start - at);
    at = place->end;
  }
  g_string_append_len (out, text + at, length - at);
  *n_left = self.n_others;
  *new_length = out->len;
  return g_string_free (out, FALSE);
}
