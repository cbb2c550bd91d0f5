/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-itip.h"

#include "hearth-civil.h"
#include "hearth-ical.h"
#include "hearth-ical-people.h"
#include "hearth-itip-text.h"
#include "hearth-text.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_SUMMARY_CHARS 500
#define MAX_COMMENT_CHARS 2000
#define MAX_ATTENDEES 1000

static const char *const method_names[] = {
  "PUBLISH", "REQUEST", "REPLY", "ADD", "CANCEL", "REFRESH", "COUNTER", "DECLINECOUNTER",
};

/* What a VEVENT of the text says beside its time. */
typedef struct {
  int sequence;
  gint64 stamp;
  HearthAddress *organizer;
  char *sent_by;
  GPtrArray *attendees; /* of HearthAttendee */
  char *comment;
  char *summary;
  char *location;
} Said;

static void
said_free (gpointer data)
{
  Said *said = data;

  hearth_address_free (said->organizer);
  g_free (said->sent_by);
  g_ptr_array_unref (said->attendees);
  g_free (said->comment);
  g_free (said->summary);
  g_free (said->location);
  g_free (said);
}

/**
 * hearth_itip_method_to_string:
 * @method: a method
 *
 * Returns: (transfer none): its name in RFC 5546
 */
const char *
hearth_itip_method_to_string (HearthItipMethod method)
{
  g_return_val_if_fail ((guint) method < G_N_ELEMENTS (method_names), "");
  return method_names[method];
}

/**
 * hearth_itip_method_from_string:
 * @name: (nullable): a name, in any case
 * @method: (out): the method
 *
 * Returns: whether there is such a method
 */
gboolean
hearth_itip_method_from_string (const char *name, HearthItipMethod *method)
{
  for (guint i = 0; name != NULL && i < G_N_ELEMENTS (method_names); i++) {
    if (g_ascii_strcasecmp (name, method_names[i]) == 0) {
      *method = (HearthItipMethod) i;
      return TRUE;
    }
  }
  return FALSE;
}

static char *
dup_line (HearthIcalReader *reader, gsize max_chars)
{
  g_autofree char *text = hearth_ical_reader_dup_text (reader);

  return hearth_text_one_line (text, max_chars);
}

static char *
dup_sent_by (HearthIcalReader *reader)
{
  g_autofree char *value = hearth_ical_people_dup_param (reader, "SENT-BY", 330);

  if (value == NULL || *value == '\0')
    return NULL;
  return g_strdup (g_ascii_strncasecmp (value, "mailto:", 7) == 0 ? value + 7 : value);
}

static void
take_attendee (Said *said, HearthIcalReader *reader)
{
  g_autofree char *role = hearth_ical_reader_dup_param (reader, "ROLE");
  g_autoptr (HearthAddress) who = hearth_ical_people_read_address (reader);

  if (said->attendees->len >= MAX_ATTENDEES || *who->address == '\0')
    return;
  g_ptr_array_add (
      said->attendees,
      hearth_attendee_new (g_steal_pointer (&who), hearth_ical_people_read_partstat (reader),
                           role != NULL && g_ascii_strcasecmp (role, "OPT-PARTICIPANT") == 0));
}

static void
take_stamp (Said *said, HearthIcalReader *reader)
{
  gboolean is_date, is_utc;

  /* It has to be UTC; who writes something else means it nearly so. */
  if (!hearth_civil_parse (reader->value, &said->stamp, &is_date, &is_utc))
    said->stamp = 0;
}

static void
line_cb (HearthIcalReader *reader, guint event, gpointer user_data)
{
  GPtrArray *all = user_data;
  Said *said;

  /* An event without a single line is none of which this is told. */
  while (event >= all->len) {
    said = g_new0 (Said, 1);
    said->attendees = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_attendee_free);
    g_ptr_array_add (all, said);
  }
  said = g_ptr_array_index (all, event);
  if (g_str_equal (reader->name, "SEQUENCE")) {
    said->sequence = (int) CLAMP (g_ascii_strtoll (reader->value, NULL, 10), 0, G_MAXINT);
  } else if (g_str_equal (reader->name, "DTSTAMP")) {
    take_stamp (said, reader);
  } else if (g_str_equal (reader->name, "ORGANIZER") && said->organizer == NULL) {
    said->organizer = hearth_ical_people_read_address (reader);
    said->sent_by = dup_sent_by (reader);
  } else if (g_str_equal (reader->name, "ATTENDEE")) {
    take_attendee (said, reader);
  } else if (g_str_equal (reader->name, "COMMENT") && said->comment == NULL) {
    said->comment = dup_line (reader, MAX_COMMENT_CHARS);
  } else if (g_str_equal (reader->name, "SUMMARY") && said->summary == NULL) {
    said->summary = dup_line (reader, MAX_SUMMARY_CHARS);
  } else if (g_str_equal (reader->name, "LOCATION") && said->location == NULL) {
    said->location = dup_line (reader, MAX_SUMMARY_CHARS);
  }
}

/* Of the pieces of the first UID the event itself, else the first occurrence. */
static guint
find_main (const HearthItipText *text)
{
  const HearthItipPiece *first = g_ptr_array_index (text->events, 0);

  for (guint i = 0; i < text->events->len; i++) {
    const HearthItipPiece *piece = g_ptr_array_index (text->events, i);

    if (!piece->has_id && g_strcmp0 (piece->uid, first->uid) == 0)
      return i;
  }
  return 0;
}

static HearthAttendee *
copy_attendee (const HearthAttendee *attendee)
{
  return hearth_attendee_new (hearth_address_copy (attendee->who), attendee->partstat,
                              attendee->optional);
}

/* An event that came without a time: only its texts and people. */
static HearthEvent *
make_timeless (const HearthItip *self, const Said *said)
{
  HearthEvent *event = hearth_event_new ();

  event->uid = g_strdup (self->uid);
  event->recurrence_id = self->recurrence_id;
  event->sequence = self->sequence;
  event->summary = g_strdup (self->summary);
  event->location = g_strdup (said->location);
  if (self->organizer != NULL)
    event->organizer = hearth_address_copy (self->organizer);
  for (guint i = 0; i < self->attendees->len; i++)
    g_ptr_array_add (event->attendees, copy_attendee (self->attendees->pdata[i]));
  if (self->method == HEARTH_ITIP_CANCEL)
    event->status = HEARTH_EVENT_CANCELLED;
  return event;
}

/* Reads the events with a time in the way of all calendars, and keeps those of this UID. */
static void
take_events (HearthItip *self, const Said *said, HearthSpan window, GTimeZone *floating)
{
  g_autoptr (GPtrArray) events =
      hearth_ical_parse (self->text, strlen (self->text), window, floating, NULL, NULL, NULL);

  for (guint i = 0; events != NULL && i < events->len; i++) {
    HearthEvent *event = g_ptr_array_index (events, i);

    if (g_strcmp0 (event->uid, self->uid) != 0)
      continue;
    g_ptr_array_add (self->events, hearth_event_ref (event));
    if (self->event == NULL && event->recurrence_id == self->recurrence_id)
      self->event = hearth_event_ref (event);
  }
  self->has_time = self->event != NULL;
  if (self->event == NULL)
    self->event = make_timeless (self, said);
}

static void
set_error (const char *sentence, GError **error)
{
  g_set_error_literal (error, HEARTH_CALENDAR_ERROR, HEARTH_CALENDAR_ERROR_BAD_FORMAT, sentence);
}

/**
 * hearth_itip_read:
 * @text: the text of a calendar part
 * @window: the time, in seconds since 1970 UTC, for which occurrences are wanted
 * @floating: the owner's zone, for times without one
 * @error: %HEARTH_CALENDAR_ERROR_BAD_FORMAT if it asks nothing: it has no METHOD, no event or no
 *   UID; %HEARTH_CALENDAR_ERROR_TOO_LARGE
 *
 * Reads a message of RFC 5546 about an event. Of several UIDs the first counts.
 *
 * Returns: (transfer full) (nullable): what it says
 */
HearthItip *
hearth_itip_read (const char *text, HearthSpan window, GTimeZone *floating, GError **error)
{
  g_autoptr (HearthItip) self = NULL;
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (said_free);
  g_auto (HearthItipText) pieces = { 0 };
  HearthItipMethod method;
  const HearthItipPiece *piece;
  Said *said;
  guint main;

  hearth_itip_text_init (&pieces, text, floating, line_cb, all);
  if (strlen (text) > HEARTH_ITIP_MAX_BYTES) {
    g_set_error_literal (error, HEARTH_CALENDAR_ERROR, HEARTH_CALENDAR_ERROR_TOO_LARGE,
                         _("The invitation is too large to be read."));
    return NULL;
  }
  if (!hearth_itip_method_from_string (pieces.method, &method) || all->len != pieces.events->len ||
      all->len == 0) {
    set_error (_("This calendar part asks nothing."), error);
    return NULL;
  }
  main = find_main (&pieces);
  piece = g_ptr_array_index (pieces.events, main);
  said = g_ptr_array_index (all, main);
  if (piece->uid == NULL || *piece->uid == '\0') {
    set_error (_("This invitation does not say which event it is about."), error);
    return NULL;
  }
  self = g_new0 (HearthItip, 1);
  self->method = method;
  self->uid = g_strdup (piece->uid);
  self->recurrence_id = hearth_itip_text_get_id (&pieces, piece);
  self->and_future = piece->and_future;
  self->sequence = said->sequence;
  self->stamp = said->stamp;
  self->organizer = g_steal_pointer (&said->organizer);
  self->sent_by = g_steal_pointer (&said->sent_by);
  self->attendees = g_ptr_array_ref (said->attendees);
  self->comment = g_steal_pointer (&said->comment);
  self->summary = said->summary != NULL ? g_steal_pointer (&said->summary) : g_strdup ("");
  self->events = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_event_unref);
  self->text = g_strdup (text);
  take_events (self, said, window, floating);
  return g_steal_pointer (&self);
}

/**
 * hearth_itip_free:
 * @self: (nullable) (transfer full): a message
 */
void
hearth_itip_free (HearthItip *self)
{
  if (self == NULL)
    return;
  g_free (self->uid);
  hearth_address_free (self->organizer);
  g_free (self->sent_by);
  g_ptr_array_unref (self->attendees);
  g_free (self->comment);
  g_free (self->summary);
  g_clear_pointer (&self->event, hearth_event_unref);
  g_ptr_array_unref (self->events);
  g_free (self->text);
  g_free (self);
}

/**
 * hearth_itip_find_attendee:
 * @self: a message
 * @addresses: (element-type utf8): all addresses of the owner
 *
 * Returns: (transfer none) (nullable): the owner as invited, or %NULL if it was somebody else
 */
const HearthAttendee *
hearth_itip_find_attendee (const HearthItip *self, GPtrArray *addresses)
{
  for (guint i = 0; i < self->attendees->len; i++) {
    const HearthAttendee *attendee = g_ptr_array_index (self->attendees, i);

    for (guint k = 0; k < addresses->len; k++) {
      if (g_ascii_strcasecmp (attendee->who->address, g_ptr_array_index (addresses, k)) == 0)
        return attendee;
    }
  }
  return NULL;
}

/**
 * hearth_itip_compare:
 * @sequence: SEQUENCE of one
 * @stamp: its DTSTAMP
 * @other_sequence: SEQUENCE of another
 * @other_stamp: its DTSTAMP
 *
 * Which of two messages about the same event and occurrence is the newer, RFC 5546, section 2.1.5.
 *
 * Returns: above 0 if it is the first, below 0 if it is the second, 0 if they are as old
 */
int
hearth_itip_compare (int sequence, gint64 stamp, int other_sequence, gint64 other_stamp)
{
  if (sequence != other_sequence)
    return sequence > other_sequence ? 1 : -1;
  if (stamp == 0 || other_stamp == 0 || stamp == other_stamp)
    return 0;
  return stamp > other_stamp ? 1 : -1;
}
