/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ical-draft.h"

#include "hearth-ical-people.h"
#include "hearth-meeting-link.h"
#include "hearth-text.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_DESCRIPTION (64 * 1024)
#define MAX_LINE_CHARS 1000
#define MAX_RULES 16

/* What is known while a VEVENT is read. */
typedef struct {
  HearthIcalDraft *draft;
  HearthIcalReader *reader;
  HearthZones *zones;
  HearthIcalWarnings *warnings;
  char *room;       /* (owned) (nullable): a room among the attendees */
  char *conference; /* (owned) (nullable) */
  gboolean has_transp;
  guint n_broken;
} Reading;

static void
warn (Reading *self, const char *what)
{
  hearth_ical_warn (self->warnings, self->reader->number, self->draft->event->uid, what);
}

static void
add_trigger (HearthIcalDraft *draft, const HearthIcalTrigger *trigger)
{
  if (draft->triggers == NULL)
    draft->triggers = g_array_new (FALSE, FALSE, sizeof (HearthIcalTrigger));
  if (draft->triggers->len < HEARTH_ICAL_MAX_ALARMS)
    g_array_append_vals (draft->triggers, trigger, 1);
}

static const char *
event_uid (Reading *self)
{
  return self->draft->event->uid;
}

static gboolean
parse_time (Reading *self, const char *value, HearthZone *zone, HearthIcalTime *time)
{
  return hearth_ical_value_parse_time (self->reader, value, zone, self->zones, self->warnings,
                                       event_uid (self), time);
}

static char *
dup_one_line (HearthIcalReader *reader)
{
  g_autofree char *text = hearth_ical_reader_dup_text (reader);

  return hearth_text_one_line (text, MAX_LINE_CHARS);
}

static void
read_duration (Reading *self)
{
  HearthIcalDraft *draft = self->draft;

  if (!hearth_ical_value_parse_duration (self->reader->value, &draft->days, &draft->seconds))
    warn (self, _("DURATION cannot be understood"));
  else if (draft->days < 0 || draft->seconds < 0)
    warn (self, _("DURATION is negative"));
  else
    draft->has_duration = TRUE;
  if (!draft->has_duration)
    draft->days = draft->seconds = 0;
}

/* EXDATE, or RDATE with its PERIODs. */
static void
read_dates (Reading *self, gboolean is_rdate)
{
  GArray **list = is_rdate ? &self->draft->rdates : &self->draft->exdates;
  HearthZone *zone = hearth_ical_value_get_zone (self->reader, self->zones);
  char *save = NULL;

  if (*list == NULL)
    *list =
        g_array_new (FALSE, FALSE, is_rdate ? sizeof (HearthIcalRdate) : sizeof (HearthIcalTime));
  for (char *p = strtok_r (self->reader->value, ",", &save); p != NULL;
       p = strtok_r (NULL, ",", &save)) {
    HearthIcalRdate date = { .length = -1 };
    HearthIcalTime end;
    char *slash = strchr (p, '/');
    gint64 days;

    if ((*list)->len >= HEARTH_ICAL_MAX_DATES) {
      warn (self, _("it has too many dates; the rest is left out"));
      return;
    }
    if (slash != NULL)
      *slash++ = '\0';
    if (!parse_time (self, p, zone, &date.start))
      continue;
    if (!is_rdate) {
      g_array_append_val (*list, date.start);
      continue;
    }
    if (slash != NULL && (*slash == 'P' || *slash == '+' || *slash == '-')) {
      if (hearth_ical_value_parse_duration (slash, &days, &date.length))
        date.length = MAX (date.length + days * HEARTH_DAY, 0);
    } else if (slash != NULL && parse_time (self, slash, zone, &end)) {
      date.length = MAX (end.local - date.start.local, 0);
    }
    g_array_append_val (*list, date);
  }
}

static void
read_rule (Reading *self, gboolean is_exclusion)
{
  HearthIcalDraft *draft = self->draft;
  GPtrArray **list = is_exclusion ? &draft->exclusion_rules : &draft->more_rules;

  if (self->reader->value_length > 4096) {
    warn (self, _("the recurrence rule is too long"));
    return;
  }
  if (!is_exclusion && draft->event->rrule == NULL) {
    draft->event->rrule = dup_one_line (self->reader);
    return;
  }
  if (*list == NULL)
    *list = g_ptr_array_new_with_free_func (g_free);
  if ((*list)->len < MAX_RULES)
    g_ptr_array_add (*list, dup_one_line (self->reader));
}

static void
read_attendee (Reading *self)
{
  HearthEvent *event = self->draft->event;
  g_autofree char *type = hearth_ical_reader_dup_param (self->reader, "CUTYPE");
  g_autofree char *role = hearth_ical_reader_dup_param (self->reader, "ROLE");
  gboolean optional = role != NULL && (g_ascii_strcasecmp (role, "OPT-PARTICIPANT") == 0 ||
                                       g_ascii_strcasecmp (role, "NON-PARTICIPANT") == 0);

  if (type != NULL &&
      (g_ascii_strcasecmp (type, "ROOM") == 0 || g_ascii_strcasecmp (type, "RESOURCE") == 0)) {
    /* A room is a place and not a guest. */
    if (self->room == NULL && g_ascii_strcasecmp (type, "ROOM") == 0)
      self->room = hearth_ical_people_dup_param (self->reader, "CN", 200);
    return;
  }
  if (event->attendees->len == HEARTH_ICAL_MAX_ATTENDEES)
    warn (self, _("it has too many attendees; the rest is left out"));
  if (event->attendees->len <= HEARTH_ICAL_MAX_ATTENDEES)
    g_ptr_array_add (event->attendees,
                     hearth_attendee_new (hearth_ical_people_read_address (self->reader),
                                          hearth_ical_people_read_partstat (self->reader),
                                          optional));
}

static void
read_task_status (HearthTodo *todo, const char *value)
{
  if (g_ascii_strcasecmp (value, "COMPLETED") == 0)
    todo->status = HEARTH_TODO_COMPLETED;
  else if (g_ascii_strcasecmp (value, "IN-PROCESS") == 0)
    todo->status = HEARTH_TODO_IN_PROCESS;
  else if (g_ascii_strcasecmp (value, "CANCELLED") == 0)
    todo->status = HEARTH_TODO_CANCELLED;
}

/* What Thunderbird keeps of an alarm that was put off: it comes once, at that moment. */
static void
read_snooze (Reading *self)
{
  HearthIcalTrigger trigger = { .kind = HEARTH_ICAL_TRIGGER_ABSOLUTE };
  gboolean is_date;
  gboolean is_utc;

  if (!hearth_civil_parse (self->reader->value, &trigger.seconds, &is_date, &is_utc) || is_date)
    return;
  add_trigger (self->draft, &trigger);
}

static void
read_status (Reading *self)
{
  const char *value = self->reader->value;

  if (self->draft->todo != NULL) {
    read_task_status (self->draft->todo, value);
    return;
  }

  if (g_ascii_strcasecmp (value, "CANCELLED") == 0 || g_ascii_strcasecmp (value, "CANCELED") == 0)
    self->draft->event->status = HEARTH_EVENT_CANCELLED;
  else if (g_ascii_strcasecmp (value, "TENTATIVE") == 0)
    self->draft->event->status = HEARTH_EVENT_TENTATIVE;
}

static void
read_description (Reading *self)
{
  HearthEvent *event = self->draft->event;
  char *text = hearth_ical_reader_dup_text (self->reader);

  g_strchomp (text);
  if (strlen (text) > MAX_DESCRIPTION) {
    char *end = g_utf8_find_prev_char (text, text + MAX_DESCRIPTION + 1);

    *end = '\0';
  }
  g_free (event->description);
  event->description = text;
  if (*text == '\0')
    g_clear_pointer (&event->description, g_free);
}

static void
take_line (char **field, HearthIcalReader *reader)
{
  g_free (*field);
  *field = dup_one_line (reader);
  if (**field == '\0')
    g_clear_pointer (field, g_free);
}

static void
read_conference (Reading *self)
{
  g_autofree char *text = hearth_ical_reader_dup_text (self->reader);

  if (self->conference == NULL)
    self->conference = hearth_meeting_link_dup_first (text, FALSE);
}

static void
read_url (Reading *self)
{
  g_autofree char *text = hearth_ical_reader_dup_text (self->reader);

  /* Only what a browser opens: a calendar is no place to start other programs from. */
  if (g_ascii_strncasecmp (text, "http", 4) == 0 && self->draft->event->url == NULL)
    self->draft->event->url = hearth_meeting_link_dup_first (text, FALSE);
}

static void
read_stamp (Reading *self, gboolean is_best)
{
  HearthIcalTime time;
  gboolean is_date;
  gboolean is_utc;

  if ((is_best || self->draft->stamp == 0) &&
      hearth_civil_parse (self->reader->value, &time.local, &is_date, &is_utc))
    self->draft->stamp = time.local;
}

typedef enum {
  PROPERTY_NONE,
  PROPERTY_ATTENDEE,
  PROPERTY_BUSY,
  PROPERTY_COMPLETED,
  PROPERTY_CONFERENCE,
  PROPERTY_DESCRIPTION,
  PROPERTY_DTEND,
  PROPERTY_DTSTAMP,
  PROPERTY_DTSTART,
  PROPERTY_DUE,
  PROPERTY_DURATION,
  PROPERTY_EXDATE,
  PROPERTY_EXRULE,
  PROPERTY_LAST_MODIFIED,
  PROPERTY_LOCATION,
  PROPERTY_MOZ_LASTACK,
  PROPERTY_MOZ_SNOOZE,
  PROPERTY_ORGANIZER,
  PROPERTY_PERCENT,
  PROPERTY_PRIORITY,
  PROPERTY_RDATE,
  PROPERTY_RECURRENCE_ID,
  PROPERTY_RRULE,
  PROPERTY_SEQUENCE,
  PROPERTY_STATUS,
  PROPERTY_SUMMARY,
  PROPERTY_TRANSP,
  PROPERTY_UID,
  PROPERTY_URL,
} Property;

static int
compare_name (const void *key, const void *entry)
{
  return strcmp (key, *(const char *const *) entry);
}

static Property
property_from_name (const char *name)
{
  static const struct {
    const char *name;
    Property property;
  } table[] = {
    { "ATTENDEE", PROPERTY_ATTENDEE },
    { "COMPLETED", PROPERTY_COMPLETED },
    { "CONFERENCE", PROPERTY_CONFERENCE },
    { "DESCRIPTION", PROPERTY_DESCRIPTION },
    { "DTEND", PROPERTY_DTEND },
    { "DTSTAMP", PROPERTY_DTSTAMP },
    { "DTSTART", PROPERTY_DTSTART },
    { "DUE", PROPERTY_DUE },
    { "DURATION", PROPERTY_DURATION },
    { "EXDATE", PROPERTY_EXDATE },
    { "EXRULE", PROPERTY_EXRULE },
    { "LAST-MODIFIED", PROPERTY_LAST_MODIFIED },
    { "LOCATION", PROPERTY_LOCATION },
    { "ORGANIZER", PROPERTY_ORGANIZER },
    { "PERCENT-COMPLETE", PROPERTY_PERCENT },
    { "PRIORITY", PROPERTY_PRIORITY },
    { "RDATE", PROPERTY_RDATE },
    { "RECURRENCE-ID", PROPERTY_RECURRENCE_ID },
    { "RRULE", PROPERTY_RRULE },
    { "SEQUENCE", PROPERTY_SEQUENCE },
    { "STATUS", PROPERTY_STATUS },
    { "SUMMARY", PROPERTY_SUMMARY },
    { "TRANSP", PROPERTY_TRANSP },
    { "UID", PROPERTY_UID },
    { "URL", PROPERTY_URL },
    { "X-GOOGLE-CONFERENCE", PROPERTY_CONFERENCE },
    { "X-MICROSOFT-CDO-BUSYSTATUS", PROPERTY_BUSY },
    { "X-MICROSOFT-SKYPETEAMSMEETINGURL", PROPERTY_CONFERENCE },
    { "X-MOZ-LASTACK", PROPERTY_MOZ_LASTACK },
    { "X-MOZ-SNOOZE-TIME", PROPERTY_MOZ_SNOOZE },
  };
  const void *found = bsearch (name, table, G_N_ELEMENTS (table), sizeof table[0], compare_name);

  return found != NULL
             ? table[((const char *) found - (const char *) table) / sizeof table[0]].property
             : PROPERTY_NONE;
}

static void
read_recurrence_id (Reading *self)
{
  g_autofree char *range = hearth_ical_reader_dup_param (self->reader, "RANGE");

  if (hearth_ical_value_read_time (self->reader, self->zones, self->warnings, event_uid (self),
                                   &self->draft->recurrence_id))
    self->draft->and_future = range != NULL && g_ascii_strcasecmp (range, "THISANDFUTURE") == 0;
}

/* A moment that is always in UTC. */
static void
read_moment (Reading *self, gint64 *moment)
{
  gboolean is_date;
  gboolean is_utc;
  gint64 seconds;

  if (hearth_civil_parse (self->reader->value, &seconds, &is_date, &is_utc))
    *moment = seconds;
}

static int
read_number (Reading *self, int max)
{
  return (int) CLAMP (g_ascii_strtoll (self->reader->value, NULL, 10), 0, max);
}

static void
read_task_property (Reading *self, Property property)
{
  HearthTodo *todo = self->draft->todo;

  if (todo == NULL)
    return;
  if (property == PROPERTY_COMPLETED)
    read_moment (self, &todo->completed);
  else if (property == PROPERTY_PERCENT)
    todo->percent = read_number (self, 100);
  else
    todo->priority = read_number (self, 9);
}

static void
read_when (Reading *self, Property property)
{
  switch ((int) property) {
  case PROPERTY_DTSTART:
    hearth_ical_value_read_time (self->reader, self->zones, self->warnings, event_uid (self),
                                 &self->draft->start);
    break;
  case PROPERTY_DTEND:
  case PROPERTY_DUE:
    if ((property == PROPERTY_DUE) == (self->draft->todo != NULL))
      hearth_ical_value_read_time (self->reader, self->zones, self->warnings, event_uid (self),
                                   &self->draft->end);
    break;
  case PROPERTY_DURATION:
    read_duration (self);
    break;
  case PROPERTY_EXDATE:
  case PROPERTY_RDATE:
    read_dates (self, property == PROPERTY_RDATE);
    break;
  case PROPERTY_RRULE:
  case PROPERTY_EXRULE:
    read_rule (self, property == PROPERTY_EXRULE);
    break;
  case PROPERTY_RECURRENCE_ID:
    read_recurrence_id (self);
    break;
  default:
    break;
  }
}

static void
read_property (Reading *self)
{
  HearthEvent *event = self->draft->event;
  HearthIcalReader *reader = self->reader;
  Property property = property_from_name (reader->name);

  switch ((int) property) {
  case PROPERTY_UID:
    g_free (event->uid);
    event->uid = dup_one_line (reader);
    break;
  case PROPERTY_SUMMARY:
    g_free (event->summary);
    event->summary = dup_one_line (reader);
    break;
  case PROPERTY_LOCATION:
    take_line (&event->location, reader);
    break;
  case PROPERTY_DESCRIPTION:
    read_description (self);
    break;
  case PROPERTY_URL:
    read_url (self);
    break;
  case PROPERTY_CONFERENCE:
    read_conference (self);
    break;
  case PROPERTY_ATTENDEE:
    read_attendee (self);
    break;
  case PROPERTY_ORGANIZER:
    hearth_address_free (event->organizer);
    event->organizer = hearth_ical_people_read_address (reader);
    break;
  case PROPERTY_STATUS:
    read_status (self);
    break;
  case PROPERTY_TRANSP:
    self->has_transp = TRUE;
    event->transparent = g_ascii_strcasecmp (reader->value, "TRANSPARENT") == 0;
    break;
  case PROPERTY_BUSY:
    if (!self->has_transp)
      event->transparent = g_ascii_strcasecmp (reader->value, "FREE") == 0;
    break;
  case PROPERTY_SEQUENCE:
    event->sequence = read_number (self, G_MAXINT);
    break;
  case PROPERTY_MOZ_LASTACK:
    read_moment (self, &self->draft->acknowledged);
    break;
  case PROPERTY_MOZ_SNOOZE:
    read_snooze (self);
    break;
  case PROPERTY_COMPLETED:
  case PROPERTY_PERCENT:
  case PROPERTY_PRIORITY:
    read_task_property (self, property);
    break;
  case PROPERTY_DTSTAMP:
  case PROPERTY_LAST_MODIFIED:
    read_stamp (self, property == PROPERTY_LAST_MODIFIED);
    break;
  default:
    read_when (self, property);
    break;
  }
}

/* A component inside, to its END. */
static void
read_inner (Reading *self, const char *owner)
{
  HearthIcalTrigger trigger;

  if (hearth_ical_alarm_read (self->reader, self->zones, self->warnings, event_uid (self), owner,
                              &trigger))
    add_trigger (self->draft, &trigger);
}

/**
 * hearth_ical_draft_length_at:
 * @self: a draft
 * @local: the start of an occurrence on the wall clock
 * @zone: its zone
 *
 * Returns: how long that occurrence lasts, in seconds: the days of a DURATION are days of the
 *   calendar, RFC 5545, section 3.8.5.3
 */
gint64
hearth_ical_draft_length_at (HearthIcalDraft *self, gint64 local, HearthZone *zone)
{
  if (self->days == 0 || self->event->all_day)
    return self->days * HEARTH_DAY + self->seconds;
  return hearth_zone_to_utc (zone, local + self->days * HEARTH_DAY) -
         hearth_zone_to_utc (zone, local) + self->seconds;
}

/* VALARMs as seconds relative to the start. */
static void
settle_alarms (HearthIcalDraft *self)
{
  HearthEvent *event = self->event;
  HearthIcalAlarmBase base = {
    .anchor = event->span.start,
    .start = event->span.start,
    .end = event->span.end,
    .moment = event->all_day ? hearth_zone_to_utc (self->start.zone, event->span.start)
                             : event->span.start,
    .is_single = event->rrule == NULL && self->rdates == NULL,
    .acknowledged = self->acknowledged,
  };

  /* An override often repeats the alarms of its series: what is at one moment is one alarm. */
  if (!base.is_single || self->recurrence_id.zone != NULL)
    base.moments = event->moments;
  hearth_ical_alarm_settle (self->triggers, &base, event->alarms);
}

/* Turns DTEND into a length. */
static void
settle_length (Reading *self)
{
  HearthIcalDraft *draft = self->draft;
  gboolean all_day = draft->event->all_day;

  if (draft->end.zone != NULL) {
    gint64 length;

    if (draft->end.is_date == draft->start.is_date)
      length = hearth_ical_time_to_utc (&draft->end) - hearth_ical_time_to_utc (&draft->start);
    else
      length = draft->end.local - draft->start.local;
    if (length < 0)
      hearth_ical_warn (self->warnings, draft->line, draft->event->uid,
                        _("it ends before it starts"));
    draft->days = 0;
    draft->seconds = CLAMP (length, 0, HEARTH_ICAL_MAX_LENGTH);
    draft->has_duration = TRUE;
  }
  if (all_day) {
    gint64 length = draft->days * HEARTH_DAY + draft->seconds;

    draft->days = MAX ((length + HEARTH_DAY - 1) / HEARTH_DAY, 1);
    draft->seconds = 0;
  }
}

/* A UID for an event that came without one: the same for the same content. */
static char *
make_uid (const HearthEvent *event, const HearthIcalTime *start)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA1);

  g_checksum_update (checksum, (const guchar *) event->summary, -1);
  g_checksum_update (checksum, (const guchar *) &start->local, sizeof start->local);
  if (event->rrule != NULL)
    g_checksum_update (checksum, (const guchar *) event->rrule, -1);
  return g_strconcat ("no-uid-", g_checksum_get_string (checksum), NULL);
}

static void
settle_link (Reading *self)
{
  HearthEvent *event = self->draft->event;

  if (event->location == NULL)
    event->location = g_steal_pointer (&self->room);
  if (event->url == NULL)
    event->url = g_steal_pointer (&self->conference);
  if (event->url == NULL)
    event->url = hearth_meeting_link_dup_first (event->location, TRUE);
  if (event->url == NULL)
    event->url = hearth_meeting_link_dup_first (event->description, TRUE);
  if (event->url == NULL)
    event->url = hearth_meeting_link_dup_first (event->location, FALSE);
  if (event->url == NULL)
    event->url = hearth_meeting_link_dup_first (event->description, FALSE);
}

/**
 * hearth_ical_draft_settle:
 * @self: a draft
 * @warnings: what is wrong
 *
 * Completes the draft of an event once the whole text was read, and with it every VTIMEZONE.
 */
void
hearth_ical_draft_settle (HearthIcalDraft *self, HearthIcalWarnings *warnings)
{
  Reading reading = { .draft = self, .warnings = warnings };
  HearthEvent *event = self->event;

  event->all_day = self->start.is_date;
  settle_length (&reading);
  event->span.start = hearth_ical_time_to_utc (&self->start);
  event->span.end =
      event->span.start + hearth_ical_draft_length_at (self, self->start.local, self->start.zone);
  if (self->recurrence_id.zone != NULL) {
    event->recurrence_id = hearth_ical_time_to_utc (&self->recurrence_id);
    /* 0 says "no override"; the epoch itself is near enough one second later. */
    if (event->recurrence_id == 0)
      event->recurrence_id = 1;
  }
  if (!event->all_day) {
    event->tzid = g_strdup (hearth_zone_get_tzid (self->start.zone));
    if (!hearth_zone_is_known (self->start.zone))
      hearth_ical_warn (warnings, self->line, event->uid,
                        _("its time zone is not known; your own is used"));
  }
  settle_alarms (self);
}

/**
 * hearth_ical_draft_read:
 * @reader: a reader that stands on BEGIN:VEVENT or BEGIN:VTODO
 * @zones: where zones are looked up
 * @warnings: what is wrong
 *
 * Reads a VEVENT or VTODO, RFC 5545, sections 3.6.1 and 3.6.2, to its end. A broken line costs that
 * line only.
 *
 * Returns: (transfer full) (nullable): the draft, or %NULL if it is an event without a usable
 * DTSTART
 */
HearthIcalDraft *
hearth_ical_draft_read (HearthIcalReader *reader, HearthZones *zones, HearthIcalWarnings *warnings)
{
  g_autoptr (HearthIcalDraft) draft = g_new0 (HearthIcalDraft, 1);
  Reading self = { .draft = draft, .reader = reader, .zones = zones, .warnings = warnings };
  g_autofree char *component = g_strdup (reader->value);
  HearthIcalLineKind kind;

  draft->event = hearth_event_new ();
  if (g_ascii_strcasecmp (component, "VTODO") == 0)
    draft->todo = hearth_todo_new ();
  draft->line = reader->number;
  draft->offset = reader->offset;
  while ((kind = hearth_ical_reader_next (reader)) != HEARTH_ICAL_END) {
    if (kind == HEARTH_ICAL_BROKEN) {
      warn (&self, _("the line is broken and was left out"));
    } else if (g_str_equal (reader->name, "END")) {
      if (g_ascii_strcasecmp (reader->value, "VCALENDAR") == 0)
        hearth_ical_reader_unread (reader);
      if (g_ascii_strcasecmp (reader->value, "VCALENDAR") == 0 ||
          g_ascii_strcasecmp (reader->value, component) == 0)
        break;
    } else if (!g_str_equal (reader->name, "BEGIN")) {
      read_property (&self);
    } else if (g_ascii_strcasecmp (reader->value, "VEVENT") == 0 ||
               g_ascii_strcasecmp (reader->value, "VTODO") == 0) {
      warn (&self, _("the event before this line has no end"));
      hearth_ical_reader_unread (reader);
      break;
    } else {
      read_inner (&self, component);
    }
  }
  draft->end_offset = reader->next_offset;
  if (draft->start.zone == NULL && draft->todo == NULL) {
    hearth_ical_warn (warnings, draft->line, draft->event->uid,
                      _("it has no start and was left out"));
    g_free (self.room);
    g_free (self.conference);
    return NULL;
  }
  if (draft->event->summary == NULL)
    draft->event->summary = g_strdup ("");
  if (draft->event->uid == NULL || *draft->event->uid == '\0') {
    g_free (draft->event->uid);
    draft->event->uid = make_uid (draft->event, &draft->start);
  }
  settle_link (&self);
  g_free (self.room);
  g_free (self.conference);
  return g_steal_pointer (&draft);
}

/**
 * hearth_ical_draft_free:
 * @self: (nullable) (transfer full): a draft
 */
void
hearth_ical_draft_free (HearthIcalDraft *self)
{
  if (self == NULL)
    return;
  hearth_event_unref (self->event);
  g_clear_pointer (&self->todo, hearth_todo_unref);
  g_clear_pointer (&self->more_rules, g_ptr_array_unref);
  g_clear_pointer (&self->exclusion_rules, g_ptr_array_unref);
  g_clear_pointer (&self->rdates, g_array_unref);
  g_clear_pointer (&self->exdates, g_array_unref);
  g_clear_pointer (&self->triggers, g_array_unref);
  g_free (self);
}
