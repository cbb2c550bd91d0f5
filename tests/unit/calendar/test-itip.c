/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ical.h"
#include "hearth-itip.h"

#include <string.h>

/* Invitations as the programs of the world write them are in tests/fuzz/corpus/itip. */

static const HearthSpan window = { 1795820400, 1804000000 }; /* from 2026-11-28 on */

static gint64
at (const char *iso)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) time = NULL;

  if (iso == NULL)
    return 0;
  time = g_date_time_new_from_iso8601 (iso, utc);
  g_assert_nonnull (time);
  return g_date_time_to_unix (time);
}

static char *
load (const char *name)
{
  g_autofree char *path = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "..", "..", "fuzz",
                                            "corpus", "itip", name, NULL);
  g_autoptr (GError) error = NULL;
  char *text;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static HearthItip *
read_text (const char *text)
{
  g_autoptr (GTimeZone) berlin = g_time_zone_new_identifier ("Europe/Berlin");
  g_autoptr (GError) error = NULL;
  HearthItip *itip = hearth_itip_read (text, window, berlin, &error);

  g_assert_no_error (error);
  g_assert_nonnull (itip);
  return itip;
}

static HearthItip *
read_file (const char *name)
{
  g_autofree char *text = load (name);

  return read_text (text);
}

typedef struct {
  const char *file;
  HearthItipMethod method;
  const char *uid;
  const char *recurrence_id;
  gboolean and_future;
  int sequence;
  const char *stamp;
  const char *organizer;
  const char *sent_by;
  const char *summary;
  const char *start; /* NULL: the text does not say */
  const char *end;
  gboolean all_day;
  guint n_attendees;
  const char *first_attendee;
  HearthPartstat first_answer;
  const char *comment;
} Case;

#define OUTLOOK_UID "040000008200E00074C5B7101A82E00800000000B0A3F1"
#define PROBE_UID "9b4f6b8a-3f0e-4a94-bf3f-4f3f52a6e222"

static const Case cases[] = {
  { "google-request", HEARTH_ITIP_REQUEST, "4k2j1h5g6f7d8s9a0@google.com", NULL, FALSE, 0,
    "2026-11-28T10:15:00Z", "ana@example.org", NULL, "Budget review", "2026-12-02T14:30:00Z",
    "2026-12-02T15:30:00Z", FALSE, 2, "ana@example.org", HEARTH_PARTSTAT_ACCEPTED, NULL },
  { "google-cancel", HEARTH_ITIP_CANCEL, "4k2j1h5g6f7d8s9a0@google.com", NULL, FALSE, 1,
    "2026-11-29T08:00:00Z", "ana@example.org", NULL, "Budget review", "2026-12-02T14:30:00Z",
    "2026-12-02T15:30:00Z", FALSE, 1, "alex@example.net", HEARTH_PARTSTAT_NEEDS_ACTION, NULL },
  { "outlook-request", HEARTH_ITIP_REQUEST, OUTLOOK_UID, NULL, FALSE, 2, "2026-11-27T16:00:00Z",
    "Bernd.Vogel@example.com", NULL, "Wochenrunde", "2026-12-01T08:00:00Z", "2026-12-01T08:30:00Z",
    FALSE, 2, "Alex@example.net", HEARTH_PARTSTAT_NEEDS_ACTION, NULL },
  { "outlook-occurrence", HEARTH_ITIP_REQUEST, OUTLOOK_UID, "2026-12-08T08:00:00Z", FALSE, 3,
    "2026-11-30T12:00:00Z", "Bernd.Vogel@example.com", NULL, "Wochenrunde (verschoben)",
    "2026-12-08T13:00:00Z", "2026-12-08T13:30:00Z", FALSE, 1, "Alex@example.net",
    HEARTH_PARTSTAT_NEEDS_ACTION, NULL },
  { "outlook-reply", HEARTH_ITIP_REPLY, "own-1@example.net", NULL, FALSE, 1, "2026-11-28T12:00:00Z",
    NULL, NULL, "Tentative: Planning", "2026-12-03T09:00:00Z", "2026-12-03T10:00:00Z", FALSE, 1,
    "claire@example.fr", HEARTH_PARTSTAT_TENTATIVE, "Peut-être en retard, désolée" },
  { "google-reply", HEARTH_ITIP_REPLY, "own-1@example.net", NULL, FALSE, 1, "2026-11-28T13:00:00Z",
    "alex@example.net", NULL, "Planning", "2026-12-03T09:00:00Z", "2026-12-03T10:00:00Z", FALSE, 1,
    "dora@example.org", HEARTH_PARTSTAT_ACCEPTED, NULL },
  { "nextcloud-request", HEARTH_ITIP_REQUEST, "6d0a3a0e-61a5-4a8c-9f0e-27d9f2a3c111", NULL, FALSE,
    2, "2026-11-26T09:05:00Z", "frieda@cloud.example.org", NULL, "Klausurtagung",
    "2026-12-11T00:00:00Z", "2026-12-13T00:00:00Z", TRUE, 1, "alex@example.net",
    HEARTH_PARTSTAT_NEEDS_ACTION, NULL },
  { "thunderbird-request", HEARTH_ITIP_REQUEST, PROBE_UID, NULL, FALSE, 0, "2026-11-25T08:01:00Z",
    "gitta@example.org", NULL, "Probe", "2026-12-04T18:00:00Z", "2026-12-04T20:00:00Z", FALSE, 1,
    "alex@example.net", HEARTH_PARTSTAT_NEEDS_ACTION, NULL },
  { "apple-request", HEARTH_ITIP_REQUEST, "F8C0A2A0-7C0B-4B39-AE8E-0C9C1B4B3333", NULL, FALSE, 0,
    "2026-11-20T12:05:00Z", "hanna@example.com", NULL, "Brunch", "2026-12-05T10:30:00Z",
    "2026-12-05T12:00:00Z", FALSE, 2, "hanna@example.com", HEARTH_PARTSTAT_ACCEPTED, NULL },
  { "exchange-sent-by", HEARTH_ITIP_REQUEST, "sent-by-1", NULL, FALSE, 0, "2026-11-27T16:00:00Z",
    "ines@example.com", "office@example.com", "Board", "2026-12-07T08:00:00Z",
    "2026-12-07T09:00:00Z", FALSE, 1, "alex@example.net", HEARTH_PARTSTAT_NEEDS_ACTION, NULL },
  { "bare-cancel", HEARTH_ITIP_CANCEL, PROBE_UID, "2026-12-18T18:00:00Z", TRUE, 4,
    "2026-11-30T08:00:00Z", "gitta@example.org", NULL, "", NULL, NULL, FALSE, 1, "alex@example.net",
    HEARTH_PARTSTAT_NEEDS_ACTION, NULL },
  { "bare-reply", HEARTH_ITIP_REPLY, "own-1@example.net", NULL, FALSE, 0, "2026-11-28T14:00:00Z",
    "alex@example.net", NULL, "", NULL, NULL, FALSE, 1, "claire@example.fr",
    HEARTH_PARTSTAT_DECLINED, NULL },
  { "counter", HEARTH_ITIP_COUNTER, "own-1@example.net", NULL, FALSE, 1, "2026-11-28T15:00:00Z",
    "alex@example.net", NULL, "New Time Proposed: Planning", "2026-12-03T13:00:00Z",
    "2026-12-03T14:00:00Z", FALSE, 1, "claire@example.fr", HEARTH_PARTSTAT_TENTATIVE,
    "After lunch?" },
  { "add", HEARTH_ITIP_ADD, PROBE_UID, "2026-12-13T18:00:00Z", FALSE, 5, "2026-11-29T15:00:00Z",
    "gitta@example.org", NULL, "Probe extra", "2026-12-13T18:00:00Z", "2026-12-13T20:00:00Z", FALSE,
    1, "alex@example.net", HEARTH_PARTSTAT_NEEDS_ACTION, NULL },
  { "publish", HEARTH_ITIP_PUBLISH, "flight-77", NULL, FALSE, 0, "2026-11-01T00:00:00Z",
    "booking@air.example", NULL, "Flight XY 77", "2026-12-20T06:05:00Z", "2026-12-20T08:10:00Z",
    FALSE, 0, NULL, HEARTH_PARTSTAT_NEEDS_ACTION, NULL },
};

static void
test_read (gconstpointer data)
{
  const Case *expected = data;
  g_autoptr (HearthItip) itip = read_file (expected->file);

  g_assert_cmpstr (hearth_itip_method_to_string (itip->method), ==,
                   hearth_itip_method_to_string (expected->method));
  g_assert_cmpstr (itip->uid, ==, expected->uid);
  g_assert_cmpint (itip->recurrence_id, ==, at (expected->recurrence_id));
  g_assert_cmpint (itip->and_future, ==, expected->and_future);
  g_assert_cmpint (itip->sequence, ==, expected->sequence);
  g_assert_cmpint (itip->stamp, ==, at (expected->stamp));
  g_assert_cmpstr (itip->organizer != NULL ? itip->organizer->address : NULL, ==,
                   expected->organizer);
  g_assert_cmpstr (itip->sent_by, ==, expected->sent_by);
  g_assert_cmpstr (itip->summary, ==, expected->summary);
  g_assert_cmpstr (itip->comment, ==, expected->comment);
  g_assert_cmpint (itip->has_time, ==, expected->start != NULL);
  g_assert_cmpint (itip->event->span.start, ==, at (expected->start));
  g_assert_cmpint (itip->event->span.end, ==, at (expected->end));
  g_assert_cmpint (itip->event->all_day, ==, expected->all_day);
  g_assert_cmpuint (itip->attendees->len, ==, expected->n_attendees);
  if (expected->n_attendees > 0) {
    const HearthAttendee *attendee = g_ptr_array_index (itip->attendees, 0);

    g_assert_cmpstr (attendee->who->address, ==, expected->first_attendee);
    g_assert_cmpint (attendee->partstat, ==, expected->first_answer);
  }
}

static void
test_refused (void)
{
  static const char *const files[] = { "no-method", "no-uid", "task-request", "empty-event" };
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();

  for (guint i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autofree char *text = load (files[i]);
    g_autoptr (GError) error = NULL;

    g_assert_null (hearth_itip_read (text, window, utc, &error));
    g_assert_error (error, HEARTH_CALENDAR_ERROR, HEARTH_CALENDAR_ERROR_BAD_FORMAT);
  }
}

static void
test_hostile (void)
{
  g_autoptr (HearthItip) itip = read_file ("hostile-text");

  g_assert_cmpint (itip->sequence, ==, G_MAXINT);
  g_assert_cmpint (itip->stamp, ==, 0);
  g_assert_null (strpbrk (itip->organizer->address, "\r\n"));
  g_assert_null (strpbrk (itip->organizer->name, "\r\n"));
  g_assert_null (strpbrk (itip->summary, "\r\n"));
}

/* Every invitation is answered, and the answer is about the same event, version and occurrence. */
static void
test_reply (gconstpointer data)
{
  const Case *asked = data;
  g_autoptr (HearthItip) itip = read_file (asked->file);
  g_autoptr (HearthAddress) who = hearth_address_new ("Alex Müller; Co", "alex@example.net");
  g_autofree char *text =
      hearth_itip_dup_reply (itip, who, HEARTH_PARTSTAT_DECLINED, "No, sorry;\nanother time",
                             at ("2026-11-28T20:00:00Z"));
  g_autoptr (HearthItip) reply = read_text (text);
  const HearthAttendee *attendee;

  g_assert_cmpint (reply->method, ==, HEARTH_ITIP_REPLY);
  g_assert_cmpstr (reply->uid, ==, itip->uid);
  g_assert_cmpint (reply->recurrence_id, ==, itip->recurrence_id);
  g_assert_cmpint (reply->sequence, ==, itip->sequence);
  g_assert_cmpint (reply->stamp, ==, at ("2026-11-28T20:00:00Z"));
  g_assert_cmpstr (reply->comment, ==, "No, sorry; another time");
  g_assert_cmpuint (reply->attendees->len, ==, 1);
  attendee = g_ptr_array_index (reply->attendees, 0);
  g_assert_cmpstr (attendee->who->address, ==, "alex@example.net");
  g_assert_cmpstr (attendee->who->name, ==, "Alex Müller; Co");
  g_assert_cmpint (attendee->partstat, ==, HEARTH_PARTSTAT_DECLINED);
  g_assert_cmpstr (reply->organizer != NULL ? reply->organizer->address : NULL, ==,
                   asked->organizer);
  if (itip->has_time)
    g_assert_cmpint (reply->event->span.start, ==, itip->event->span.start);
  /* What others said or wrote is not sent back. */
  g_assert_null (strstr (text, "DESCRIPTION"));
  g_assert_null (strstr (text, "VALARM"));
  for (char *line = text; line != NULL && *line != '\0'; line = strchr (line, '\n') + 1)
    g_assert_cmpint (strcspn (line, "\r\n"), <=, 75);
}

static GPtrArray *
parse (const char *text)
{
  g_autoptr (GTimeZone) berlin = g_time_zone_new_identifier ("Europe/Berlin");
  g_autoptr (GError) error = NULL;
  GPtrArray *events = hearth_ical_parse (text, strlen (text), window, berlin, NULL, NULL, &error);

  g_assert_no_error (error);
  return events;
}

static void
test_content (void)
{
  g_autoptr (HearthItip) itip = read_file ("thunderbird-request");
  g_autofree char *content = hearth_itip_dup_content (itip);
  g_autoptr (GPtrArray) events = parse (content);
  g_autoptr (HearthItip) google = read_file ("google-request");
  g_autofree char *without = hearth_itip_dup_content (google);

  g_assert_null (strstr (content, "METHOD"));
  g_assert_nonnull (strstr (content, "TZID:Europe/Berlin"));
  g_assert_cmpuint (events->len, ==, 2);
  g_assert_nonnull (strstr (content, "X-MOZ-SEND-INVITATIONS"));
  g_assert_null (strstr (without, "VALARM"));
}

/* A moved occurrence goes into the series that is there; the owner's alarm and the rest stay. */
static void
test_merge_occurrence (void)
{
  g_autoptr (GTimeZone) berlin = g_time_zone_new_identifier ("Europe/Berlin");
  g_autofree char *request = load ("outlook-request");
  g_autoptr (HearthItip) update = read_file ("outlook-occurrence");
  g_autofree char *merged = hearth_itip_dup_merged (update, request, berlin);
  g_autoptr (GPtrArray) events = parse (merged);
  const HearthEvent *master, *moved;
  char *zone;

  g_assert_cmpuint (events->len, ==, 2);
  master = g_ptr_array_index (events, 0);
  moved = g_ptr_array_index (events, 1);
  g_assert_cmpint (master->recurrence_id, ==, 0);
  g_assert_cmpuint (master->occurrences->len, ==, 7);
  g_assert_cmpuint (master->alarms->len, ==, 1);
  g_assert_cmpint (moved->recurrence_id, ==, at ("2026-12-08T08:00:00Z"));
  g_assert_cmpint (moved->span.start, ==, at ("2026-12-08T13:00:00Z"));
  zone = strstr (merged, "BEGIN:VTIMEZONE");
  g_assert_nonnull (zone);
  g_assert_null (strstr (zone + 1, "BEGIN:VTIMEZONE"));
  g_assert_null (strstr (merged, "METHOD"));
}

/* The whole comes at another time: changes to single occurrences are void; an alarm is not. */
static void
test_merge_whole (void)
{
  g_autoptr (GTimeZone) berlin = g_time_zone_new_identifier ("Europe/Berlin");
  g_autofree char *request = load ("thunderbird-request");
  g_auto (GStrv) parts = g_strsplit (request, "DURATION:PT2H\r\nRRULE", 2);
  g_autofree char *existing = g_strjoin (
      "BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:x\r\nTRIGGER:-PT7M\r\nEND:VALARM\r\n"
      "DURATION:PT2H\r\nRRULE",
      parts[0], parts[1], NULL);
  g_auto (GStrv) moved = g_strsplit (request, "20261204T190000", 2);
  g_autofree char *later = g_strjoinv ("20261204T180000", moved);
  g_autofree char *only = g_strdup (later);
  g_autofree char *text = NULL;
  g_autoptr (HearthItip) same = read_text (request);
  g_autoptr (HearthItip) other = NULL;
  g_autofree char *kept = hearth_itip_dup_merged (same, existing, berlin);
  g_autofree char *changed = NULL;
  g_autoptr (GPtrArray) events = parse (kept);
  char *second = strstr (strstr (only, "BEGIN:VEVENT") + 1, "BEGIN:VEVENT");

  g_assert_cmpuint (events->len, ==, 2);
  g_assert_cmpuint (((HearthEvent *) events->pdata[0])->alarms->len, ==, 1);
  *second = '\0';
  text = g_strconcat (only, "END:VCALENDAR\r\n", NULL);
  other = read_text (text);
  changed = hearth_itip_dup_merged (other, existing, berlin);
  g_ptr_array_unref (events);
  events = parse (changed);
  g_assert_cmpuint (events->len, ==, 1);
  g_assert_cmpuint (((HearthEvent *) events->pdata[0])->alarms->len, ==, 1);
  g_assert_cmpint (((HearthEvent *) events->pdata[0])->span.start, ==, at ("2026-12-04T17:00:00Z"));
}

/* What the owner sends to guests. */
static void
test_message (void)
{
  g_autoptr (GTimeZone) berlin = g_time_zone_new_identifier ("Europe/Berlin");
  g_autofree char *content = load ("outlook-request");
  g_autofree char *request = hearth_itip_dup_message (HEARTH_ITIP_REQUEST, content, OUTLOOK_UID, 0,
                                                      berlin, at ("2026-11-28T20:00:00Z"));
  g_autofree char *cancel =
      hearth_itip_dup_message (HEARTH_ITIP_CANCEL, content, OUTLOOK_UID,
                               at ("2026-12-15T08:00:00Z"), berlin, at ("2026-11-28T20:00:00Z"));
  g_autoptr (HearthItip) read_request = read_text (request);
  g_autoptr (HearthItip) read_cancel = read_text (cancel);

  g_assert_cmpint (read_request->method, ==, HEARTH_ITIP_REQUEST);
  g_assert_cmpint (read_request->sequence, ==, 2);
  g_assert_cmpuint (read_request->attendees->len, ==, 2);
  g_assert_null (strstr (request, "VALARM"));
  g_assert_cmpint (read_cancel->method, ==, HEARTH_ITIP_CANCEL);
  g_assert_cmpint (read_cancel->sequence, ==, 3);
  g_assert_cmpint (read_cancel->recurrence_id, ==, at ("2026-12-15T08:00:00Z"));
  g_assert_cmpint (read_cancel->event->status, ==, HEARTH_EVENT_CANCELLED);
  g_assert_null (strstr (cancel, "RRULE:FREQ=WEEKLY;COUNT"));
  g_assert_null (hearth_itip_dup_message (HEARTH_ITIP_CANCEL, content, "another", 0, berlin, 0));
}

static void
test_compare (void)
{
  g_assert_cmpint (hearth_itip_compare (2, 10, 1, 20), >, 0);
  g_assert_cmpint (hearth_itip_compare (1, 10, 1, 20), <, 0);
  g_assert_cmpint (hearth_itip_compare (1, 20, 1, 10), >, 0);
  g_assert_cmpint (hearth_itip_compare (1, 0, 1, 10), ==, 0);
  g_assert_cmpint (hearth_itip_compare (0, 99, 1, 10), <, 0);
}

static void
test_find_attendee (void)
{
  g_autoptr (HearthItip) itip = read_file ("outlook-request");
  g_autoptr (GPtrArray) own = g_ptr_array_new ();
  const HearthAttendee *found;

  g_ptr_array_add (own, (char *) "other@example.net");
  g_assert_null (hearth_itip_find_attendee (itip, own));
  g_ptr_array_add (own, (char *) "ALEX@example.net");
  found = hearth_itip_find_attendee (itip, own);
  g_assert_nonnull (found);
  g_assert_cmpstr (found->who->name, ==, "Alex Example");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strdup_printf ("/itip/read/%s", cases[i].file);
    g_autofree char *reply = g_strdup_printf ("/itip/reply/%s", cases[i].file);

    g_test_add_data_func (path, &cases[i], test_read);
    if (cases[i].method == HEARTH_ITIP_REQUEST || cases[i].method == HEARTH_ITIP_ADD)
      g_test_add_data_func (reply, &cases[i], test_reply);
  }
  g_test_add_func ("/itip/refused", test_refused);
  g_test_add_func ("/itip/hostile", test_hostile);
  g_test_add_func ("/itip/content", test_content);
  g_test_add_func ("/itip/merge-occurrence", test_merge_occurrence);
  g_test_add_func ("/itip/merge-whole", test_merge_whole);
  g_test_add_func ("/itip/message", test_message);
  g_test_add_func ("/itip/compare", test_compare);
  g_test_add_func ("/itip/find-attendee", test_find_attendee);
  return g_test_run ();
}
