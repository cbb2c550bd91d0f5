/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ical.h"
#include "hearth-ical-edit.h"

#include <string.h>

#define HEAD "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\nX-WR-CALNAME:Work\r\n"
#define TAIL "END:VCALENDAR\r\n"
#define WEEKLY                                                                                     \
  "BEGIN:VEVENT\r\nUID:w\r\nDTSTAMP:20260101T000000Z\r\nSUMMARY;LANGUAGE=en:Stand-up\r\n"          \
  "X-SOMETHING;A=\"b;c\":keep\\,this\r\n"                                                          \
  "DTSTART;TZID=Europe/Berlin:20261102T100000\r\nDTEND;TZID=Europe/Berlin:20261102T110000\r\n"

/* 2026 and 2027 in UTC. */
static const HearthSpan window = { 1767225600, 1830297600 };

static gint64
at (const char *iso)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (iso, utc);

  g_assert_nonnull (time);
  return g_date_time_to_unix (time);
}

static HearthEventEdit *
edit_new (HearthEventEditKind kind, const char *uid)
{
  HearthEventEdit *edit = hearth_event_edit_new (kind, uid);

  edit->at = at ("2026-11-28T12:00:00Z");
  return edit;
}

static HearthEventEdit *
edit_of (HearthEventEditKind kind, const char *uid, HearthEditScope scope, const char *occurrence)
{
  HearthEventEdit *edit = edit_new (kind, uid);

  edit->scope = scope;
  edit->recurrence_id = occurrence != NULL ? at (occurrence) : 0;
  return edit;
}

static void
set_span (HearthEventEdit *edit, const char *start, const char *end)
{
  edit->has_span = TRUE;
  edit->span = (HearthSpan){ at (start), at (end) };
}

static GTimeZone *
dup_berlin (void)
{
  return g_time_zone_new_identifier ("Europe/Berlin");
}

/* Applies an edit twice: the second time must change nothing. */
static char *
apply (const char *text, const HearthEventEdit *edit)
{
  g_autoptr (GTimeZone) berlin = dup_berlin ();
  g_autoptr (GBytes) content = text != NULL ? g_bytes_new (text, strlen (text)) : NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) once = hearth_ical_edit_apply (content, edit, berlin, &error);
  g_autoptr (GBytes) twice = NULL;

  g_assert_no_error (error);
  if (once == NULL)
    return NULL;
  twice = hearth_ical_edit_apply (once, edit, berlin, &error);
  g_assert_no_error (error);
  if (!g_bytes_equal (once, twice))
    g_test_message ("once:\n%.*s\ntwice:\n%.*s", (int) g_bytes_get_size (once),
                    (char *) g_bytes_get_data (once, NULL), (int) g_bytes_get_size (twice),
                    (char *) g_bytes_get_data (twice, NULL));
  g_assert_true (g_bytes_equal (once, twice));
  return g_strndup (g_bytes_get_data (once, NULL), g_bytes_get_size (once));
}

static void
assert_error (const char *text, const HearthEventEdit *edit, HearthCalendarError code)
{
  g_autoptr (GTimeZone) berlin = dup_berlin ();
  g_autoptr (GBytes) content = text != NULL ? g_bytes_new (text, strlen (text)) : NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (hearth_ical_edit_apply (content, edit, berlin, &error));
  g_assert_error (error, HEARTH_CALENDAR_ERROR, (int) code);
}

static GPtrArray *
read_all (const char *text, GPtrArray **tasks)
{
  g_autoptr (GTimeZone) berlin = dup_berlin ();
  g_autoptr (GPtrArray) warnings = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *events =
      hearth_ical_read (text, strlen (text), window, berlin, tasks, &warnings, NULL, &error);

  g_assert_no_error (error);
  if (warnings->len > 0)
    g_test_message ("%s\n%s", (char *) warnings->pdata[0], text);
  g_assert_cmpuint (warnings->len, ==, 0);
  return events;
}

static int
compare_strings (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Every occurrence with its summary, in order: what a person would see. */
static char *
dup_seen (const char *text)
{
  g_autoptr (GPtrArray) events = read_all (text, NULL);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < events->len; i++) {
    HearthEvent *event = events->pdata[i];

    for (guint k = 0; k < event->occurrences->len; k++) {
      const HearthSpan *span = &g_array_index (event->occurrences, HearthSpan, k);
      g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (span->start);
      g_autofree char *start = g_date_time_format (time, "%m-%dT%H:%M");

      g_ptr_array_add (lines,
                       g_strdup_printf ("%s+%d %s", start, (int) (span->end - span->start) / 60,
                                        event->summary));
    }
  }
  g_ptr_array_sort (lines, compare_strings);
  for (guint i = 0; i < lines->len; i++)
    g_string_append_printf (out, "%s%s", i > 0 ? "|" : "", (char *) lines->pdata[i]);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

#define assert_seen(text, expected)                                                                \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *seen_ = dup_seen (text);                                                      \
    g_assert_cmpstr (seen_, ==, expected);                                                         \
  }                                                                                                \
  G_STMT_END

static gboolean
has (const char *text, const char *part)
{
  g_auto (GStrv) pieces = g_strsplit (text, "\r\n ", -1);
  g_autofree char *unfolded = g_strjoinv ("", pieces);

  return strstr (unfolded, part) != NULL;
}

#define assert_has(text, part)                                                                     \
  G_STMT_START                                                                                     \
  {                                                                                                \
    if (!has (text, part))                                                                         \
      g_error ("“%s” is not in:\n%s", part, text);                                                 \
  }                                                                                                \
  G_STMT_END

#define assert_lacks(text, part)                                                                   \
  G_STMT_START                                                                                     \
  {                                                                                                \
    if (has (text, part))                                                                          \
      g_error ("“%s” is in:\n%s", part, text);                                                     \
  }                                                                                                \
  G_STMT_END

static void
test_create (void)
{
  g_autoptr (HearthEventEdit) edit = edit_new (HEARTH_EDIT_CREATE, "new-1");
  g_autofree char *text = NULL;
  g_autofree char *more = NULL;
  g_autoptr (GPtrArray) events = NULL;
  HearthEvent *event;
  int alarm = -900;

  set_span (edit, "2026-12-01T09:00:00Z", "2026-12-01T10:00:00Z");
  edit->tzid = g_strdup ("Europe/Berlin");
  edit->summary =
      g_strdup ("Lunch, with Ana; at Roma\nsecond line \xc3\xa4\xc3\xb6\xc3\xbc and so on "
                "until the line must be folded");
  edit->location = g_strdup ("Roma");
  edit->rrule = g_strdup ("FREQ=WEEKLY;COUNT=2");
  edit->alarms = g_array_new (FALSE, FALSE, sizeof (int));
  g_array_append_val (edit->alarms, alarm);
  edit->organizer = hearth_address_new ("Alex", "alex@example.org");
  edit->invite = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_address_free);
  g_ptr_array_add (edit->invite, hearth_address_new ("Doe, \"Jane\"", "jane@example.org"));
  text = apply (NULL, edit);
  assert_has (text, "BEGIN:VTIMEZONE\r\nTZID:Europe/Berlin\r\n");
  assert_has (text, "DTSTART;TZID=Europe/Berlin:20261201T100000\r\n");
  for (const char *line = text; line != NULL && *line != '\0';) {
    const char *end = strstr (line, "\r\n");

    g_assert_nonnull (end);
    g_assert_cmpint (end - line, <=, 75);
    g_assert_true (g_utf8_validate (line, end - line, NULL));
    line = end + 2;
  }
  events = read_all (text, NULL);
  g_assert_cmpuint (events->len, ==, 1);
  event = events->pdata[0];
  g_assert_cmpstr (event->uid, ==, "new-1");
  g_assert_cmpstr (event->location, ==, "Roma");
  g_assert_cmpstr (event->tzid, ==, "Europe/Berlin");
  g_assert_cmpuint (event->occurrences->len, ==, 2);
  g_assert_cmpuint (event->alarms->len, ==, 1);
  g_assert_cmpint (g_array_index (event->alarms, int, 0), ==, -900);
  g_assert_cmpstr (event->organizer->address, ==, "alex@example.org");
  g_assert_cmpstr (((HearthAttendee *) event->attendees->pdata[0])->who->name, ==, "Doe, \"Jane\"");
  g_assert_true (g_str_has_prefix (event->summary, "Lunch, with Ana; at Roma second line äöü"));
  /* Into a text with another, which keeps its bytes. */
  more = apply (HEAD WEEKLY "END:VEVENT\r\n" TAIL, edit);
  assert_has (more, WEEKLY "END:VEVENT\r\nBEGIN:VEVENT\r\nUID:new-1\r\n");
  assert_has (more, HEAD "BEGIN:VTIMEZONE");
}

static void
test_create_bad (void)
{
  g_autoptr (HearthEventEdit) edit = edit_new (HEARTH_EDIT_CREATE, "new-1");

  edit->summary = g_strdup ("x");
  assert_error (NULL, edit, HEARTH_CALENDAR_ERROR_BAD_FORMAT);
  set_span (edit, "2026-12-01T09:00:00Z", "2026-12-01T08:00:00Z");
  assert_error (NULL, edit, HEARTH_CALENDAR_ERROR_BAD_FORMAT);
  set_span (edit, "2026-12-01T09:00:00Z", "2026-12-01T10:00:00Z");
  assert_error ("no calendar", edit, HEARTH_CALENDAR_ERROR_BAD_FORMAT);
  edit->rrule = g_strdup ("FREQ=SOMETIMES");
  assert_error (NULL, edit, HEARTH_CALENDAR_ERROR_BAD_FORMAT);
  g_free (edit->rrule);
  edit->rrule = g_strdup ("FREQ=DAILY\r\nATTENDEE:mailto:eve@example.org");
  assert_error (NULL, edit, HEARTH_CALENDAR_ERROR_BAD_FORMAT);
}

#define INVITATION(sequence, summary)                                                              \
  "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nBEGIN:VTIMEZONE\r\nTZID:Mine\r\n"           \
  "BEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0300\r\nTZOFFSETTO:+0300\r\n"        \
  "END:STANDARD\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT\r\nUID:i\r\nSEQUENCE:" sequence                   \
  "\r\nDTSTAMP:20261101T000000Z\r\nDTSTART;TZID=Mine:20261201T100000\r\nDURATION:PT1H\r\n"         \
  "SUMMARY:" summary "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"

static void
test_take_over (void)
{
  g_autoptr (HearthEventEdit) first = edit_new (HEARTH_EDIT_CREATE, "i");
  g_autoptr (HearthEventEdit) older = edit_new (HEARTH_EDIT_CREATE, "i");
  g_autoptr (HearthEventEdit) newer = edit_new (HEARTH_EDIT_CREATE, "i");
  g_autoptr (HearthEventEdit) alarm = edit_new (HEARTH_EDIT_CHANGE, "i");
  g_autoptr (HearthEventEdit) other = edit_new (HEARTH_EDIT_CREATE, "else");
  g_autofree char *text = NULL;
  g_autofree char *alarmed = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *replaced = NULL;
  int seconds = -600;

  first->content = g_strdup (INVITATION ("1", "One"));
  older->content = g_strdup (INVITATION ("0", "Zero"));
  newer->content = g_strdup (INVITATION ("2", "Two"));
  other->content = g_strdup (INVITATION ("2", "Two"));
  text = apply (NULL, first);
  assert_seen (text, "12-01T07:00+60 One");
  assert_lacks (text, "METHOD");
  assert_has (text, "BEGIN:VTIMEZONE\r\nTZID:Mine\r\n");
  alarm->alarms = g_array_new (FALSE, FALSE, sizeof (int));
  g_array_append_val (alarm->alarms, seconds);
  alarmed = apply (text, alarm);
  kept = apply (alarmed, older);
  g_assert_cmpstr (kept, ==, alarmed);
  replaced = apply (alarmed, newer);
  assert_seen (replaced, "12-01T07:00+60 Two");
  assert_has (replaced, "TRIGGER:-PT10M");
  assert_error (NULL, other, HEARTH_CALENDAR_ERROR_BAD_FORMAT);
}

static void
test_change_bytes (void)
{
  const char *text =
      HEAD "BEGIN:VJOURNAL\r\nUID:j\r\nEND:VJOURNAL\r\n" WEEKLY
           "BEGIN:VALARM\r\nACTION:EMAIL\r\nTRIGGER:-P1D\r\nEND:VALARM\r\nEND:VEVENT\r\n"
           "BEGIN:VEVENT\r\nUID:other\r\nDTSTART:20261201T100000Z\r\nSUMMARY:\xff "
           "latin\r\nEND:VEVENT\r\n" TAIL;
  g_autoptr (HearthEventEdit) edit = edit_new (HEARTH_EDIT_CHANGE, "w");
  g_autofree char *same = NULL;
  g_autofree char *changed = NULL;

  edit->summary = g_strdup ("Stand-up");
  edit->tzid = g_strdup ("Europe/Berlin");
  set_span (edit, "2026-11-02T09:00:00Z", "2026-11-02T10:00:00Z");
  same = apply (text, edit);
  g_assert_cmpstr (same, ==, text);
  g_free (edit->summary);
  edit->summary = g_strdup ("Sit-down");
  changed = apply (text, edit);
  assert_has (changed, "\r\nSUMMARY:Sit-down\r\nX-SOMETHING;A=\"b;c\":keep\\,this\r\nDTSTART;TZID="
                       "Europe/Berlin:20261102T100000\r\n");
  assert_has (changed, "ACTION:EMAIL");
  assert_has (changed, "BEGIN:VJOURNAL\r\nUID:j\r\nEND:VJOURNAL\r\n");
  assert_has (changed, "SUMMARY:\xff latin\r\n");
  assert_has (changed, "LAST-MODIFIED:20261128T120000Z\r\n");
  /* Nothing that is significant changed. */
  assert_lacks (changed, "SEQUENCE");
}

#define SERIES                                                                                     \
  HEAD WEEKLY "RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=5;WKST=SU\r\nSEQUENCE:2\r\n"                       \
              "EXDATE;TZID=Europe/Berlin:20261109T100000\r\nEND:VEVENT\r\n"                        \
              "BEGIN:VEVENT\r\nUID:w\r\nRECURRENCE-ID;TZID=Europe/Berlin:20261116T100000\r\n"      \
              "DTSTART;TZID=Europe/Berlin:20261116T140000\r\nDTEND;TZID=Europe/Berlin:"            \
              "20261116T150000\r\nSUMMARY:Later\r\nEND:VEVENT\r\n"                                 \
              "BEGIN:VEVENT\r\nUID:w\r\nRECURRENCE-ID;TZID=Europe/Berlin:20261123T100000\r\n"      \
              "DTSTART;TZID=Europe/Berlin:20261123T100000\r\nDTEND;TZID=Europe/Berlin:"            \
              "20261123T110000\r\nSUMMARY:Stand-up\r\nEND:VEVENT\r\n" TAIL

static void
test_change_all (void)
{
  g_autoptr (HearthEventEdit) edit = edit_new (HEARTH_EDIT_CHANGE, "w");
  g_autoptr (HearthEventEdit) back = edit_new (HEARTH_EDIT_CHANGE, "w");
  g_autoptr (HearthEventEdit) once = edit_new (HEARTH_EDIT_CHANGE, "w");
  g_autofree char *moved = NULL;
  g_autofree char *returned = NULL;
  g_autofree char *single = NULL;

  assert_seen (SERIES, "11-02T09:00+60 Stand-up|11-16T13:00+60 Later|11-23T09:00+60 Stand-up|"
                       "11-30T09:00+60 Stand-up");
  /* A day and an hour later: the rule, the exception and both overrides follow. */
  set_span (edit, "2026-11-03T10:00:00Z", "2026-11-03T11:30:00Z");
  edit->summary = g_strdup ("Stand");
  moved = apply (SERIES, edit);
  assert_seen (moved, "11-03T10:00+90 Stand|11-16T13:00+60 Later|11-24T10:00+90 Stand|"
                      "12-01T10:00+90 Stand");
  assert_has (moved, "RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=5;WKST=SU\r\n");
  assert_has (moved, "EXDATE;TZID=Europe/Berlin:20261110T110000\r\n");
  assert_has (moved, "RECURRENCE-ID;TZID=Europe/Berlin:20261117T110000\r\n");
  assert_has (moved, "SEQUENCE:3\r\n");
  /* To New York, where the hour differs from week to week. */
  set_span (back, "2026-11-02T14:00:00Z", "2026-11-02T15:00:00Z");
  back->tzid = g_strdup ("America/New_York");
  returned = apply (SERIES, back);
  assert_seen (returned, "11-02T14:00+60 Stand-up|11-16T13:00+60 Later|11-23T14:00+60 Stand-up|"
                         "11-30T14:00+60 Stand-up");
  assert_has (returned, "TZID:America/New_York\r\n");
  assert_has (returned, "EXDATE;TZID=America/New_York:20261109T090000\r\n");
  once->rrule = g_strdup ("");
  single = apply (SERIES, once);
  assert_seen (single, "11-02T09:00+60 Stand-up");
}

static void
test_change_until (void)
{
  const char *text = HEAD WEEKLY "RRULE:FREQ=WEEKLY;UNTIL=20261116T090000Z\r\nEND:VEVENT\r\n" TAIL;
  g_autoptr (HearthEventEdit) edit = edit_new (HEARTH_EDIT_CHANGE, "w");
  g_autoptr (HearthEventEdit) days = edit_new (HEARTH_EDIT_CHANGE, "w");
  g_autofree char *moved = NULL;
  g_autofree char *dates = NULL;

  set_span (edit, "2026-11-02T15:00:00Z", "2026-11-02T16:00:00Z");
  moved = apply (text, edit);
  assert_seen (moved, "11-02T15:00+60 Stand-up|11-09T15:00+60 Stand-up|11-16T15:00+60 Stand-up");
  set_span (days, "2026-11-03T00:00:00Z", "2026-11-04T00:00:00Z");
  days->all_day = TRUE;
  dates = apply (text, days);
  assert_seen (dates, "11-03T00:00+1440 Stand-up|11-10T00:00+1440 Stand-up|"
                      "11-17T00:00+1440 Stand-up");
  assert_has (dates, "DTSTART;VALUE=DATE:20261103\r\n");
  assert_has (dates, "UNTIL=20261117\r\n");
}

static void
test_change_this (void)
{
  g_autoptr (HearthEventEdit) edit =
      edit_of (HEARTH_EDIT_CHANGE, "w", HEARTH_EDIT_THIS, "2026-11-30T09:00:00Z");
  g_autoptr (HearthEventEdit) known =
      edit_of (HEARTH_EDIT_CHANGE, "w", HEARTH_EDIT_THIS, "2026-11-16T09:00:00Z");
  g_autoptr (HearthEventEdit) gone =
      edit_of (HEARTH_EDIT_CHANGE, "w", HEARTH_EDIT_THIS, "2026-11-09T09:00:00Z");
  g_autofree char *text = NULL;
  g_autofree char *again = NULL;

  set_span (edit, "2026-12-01T08:00:00Z", "2026-12-01T08:30:00Z");
  edit->location = g_strdup ("Roof");
  text = apply (SERIES, edit);
  assert_seen (text, "11-02T09:00+60 Stand-up|11-16T13:00+60 Later|11-23T09:00+60 Stand-up|"
                     "12-01T08:00+30 Stand-up");
  assert_has (text, "RECURRENCE-ID;TZID=Europe/Berlin:20261130T100000\r\n");
  assert_has (text, "SEQUENCE:3\r\n");
  known->summary = g_strdup ("Even later");
  again = apply (text, known);
  assert_seen (again, "11-02T09:00+60 Stand-up|11-16T13:00+60 Even later|11-23T09:00+60 Stand-up|"
                      "12-01T08:00+30 Stand-up");
  gone->summary = g_strdup ("x");
  assert_error (SERIES, gone, HEARTH_CALENDAR_ERROR_NOT_FOUND);
}

static void
test_change_future (void)
{
  g_autoptr (HearthEventEdit) edit =
      edit_of (HEARTH_EDIT_CHANGE, "w", HEARTH_EDIT_FUTURE, "2026-11-23T09:00:00Z");
  g_autoptr (HearthEventEdit) first =
      edit_of (HEARTH_EDIT_CHANGE, "w", HEARTH_EDIT_FUTURE, "2026-11-02T09:00:00Z");
  g_autoptr (HearthEventEdit) rest = NULL;
  g_autoptr (HearthEventEdit) head = NULL;
  g_autoptr (GTimeZone) berlin = dup_berlin ();
  g_autoptr (GBytes) bytes = g_bytes_new_static (SERIES, strlen (SERIES));
  g_autofree char *text = NULL;
  g_autofree char *apart = NULL;
  g_autofree char *new = NULL;

  set_span (edit, "2026-11-24T09:00:00Z", "2026-11-24T10:00:00Z");
  edit->summary = g_strdup ("Later on");
  text = apply (SERIES, edit);
  assert_seen (text, "11-02T09:00+60 Stand-up|11-16T13:00+60 Later|11-24T09:00+60 Later on|"
                     "12-01T09:00+60 Later on");
  assert_has (text, "COUNT=3;WKST=SU\r\n");
  assert_has (text, "UID:w_R20261123T090000Z\r\n");
  assert_has (text, "RELATED-TO;RELTYPE=SIBLING:w\r\n");
  /* As two edits of one UID each. */
  g_assert_true (hearth_ical_edit_split (bytes, edit, berlin, &rest, &head, NULL));
  apart = apply (SERIES, head);
  assert_seen (apart, "11-02T09:00+60 Stand-up|11-16T13:00+60 Later");
  new = apply (NULL, rest);
  assert_seen (new, "11-24T09:00+60 Later on|12-01T09:00+60 Later on");
  assert_has (new, "COUNT=2");
  g_clear_pointer (&rest, hearth_event_edit_free);
  g_clear_pointer (&head, hearth_event_edit_free);
  first->summary = g_strdup ("All");
  g_assert_true (hearth_ical_edit_split (bytes, first, berlin, &rest, &head, NULL));
  g_assert_null (rest);
  g_assert_cmpint (head->scope, ==, HEARTH_EDIT_ALL);
}

static void
test_cancel (void)
{
  g_autoptr (HearthEventEdit) this =
      edit_of (HEARTH_EDIT_CANCEL, "w", HEARTH_EDIT_THIS, "2026-11-30T09:00:00Z");
  g_autoptr (HearthEventEdit) moved =
      edit_of (HEARTH_EDIT_CANCEL, "w", HEARTH_EDIT_THIS, "2026-11-16T09:00:00Z");
  g_autoptr (HearthEventEdit) future =
      edit_of (HEARTH_EDIT_CANCEL, "w", HEARTH_EDIT_FUTURE, "2026-11-23T09:00:00Z");
  g_autoptr (HearthEventEdit) all = edit_of (HEARTH_EDIT_CANCEL, "w", HEARTH_EDIT_ALL, NULL);
  g_autoptr (HearthEventEdit) from_start =
      edit_of (HEARTH_EDIT_CANCEL, "w", HEARTH_EDIT_FUTURE, "2026-11-02T09:00:00Z");
  g_autofree char *text = NULL;
  g_autofree char *without = NULL;
  g_autofree char *shorter = NULL;

  text = apply (SERIES, this);
  assert_seen (text, "11-02T09:00+60 Stand-up|11-16T13:00+60 Later|11-23T09:00+60 Stand-up");
  assert_has (text, "EXDATE;TZID=Europe/Berlin:20261130T100000\r\n");
  assert_has (text, "SEQUENCE:3\r\n");
  without = apply (text, moved);
  assert_seen (without, "11-02T09:00+60 Stand-up|11-23T09:00+60 Stand-up");
  shorter = apply (SERIES, future);
  assert_seen (shorter, "11-02T09:00+60 Stand-up|11-16T13:00+60 Later");
  g_assert_null (apply (SERIES, all));
  g_assert_null (apply (SERIES, from_start));
  g_assert_null (apply (NULL, all));
}

static void
test_cancel_among_others (void)
{
  const char *other = "BEGIN:VEVENT\r\nUID:o\r\nDTSTART:20261201T100000Z\r\nSUMMARY:O\r\n"
                      "END:VEVENT\r\n";
  g_autofree char *text = g_strconcat (HEAD, other, WEEKLY "END:VEVENT\r\n" TAIL, NULL);
  g_autofree char *expected = g_strconcat (HEAD, other, TAIL, NULL);
  g_autoptr (HearthEventEdit) all = edit_of (HEARTH_EDIT_CANCEL, "w", HEARTH_EDIT_ALL, NULL);
  g_autofree char *left = apply (text, all);

  g_assert_cmpstr (left, ==, expected);
}

static void
test_dates (void)
{
  const char *text =
      HEAD "BEGIN:VEVENT\r\nUID:d\r\nDTSTART;VALUE=DATE:20261201\r\nDTEND;VALUE=DATE:"
           "20261202\r\nSUMMARY:Day\r\nRRULE:FREQ=DAILY;UNTIL=20261205\r\n"
           "END:VEVENT\r\n" TAIL;
  g_autoptr (HearthEventEdit) this =
      edit_of (HEARTH_EDIT_CANCEL, "d", HEARTH_EDIT_THIS, "2026-12-02T00:00:00Z");
  g_autoptr (HearthEventEdit) future =
      edit_of (HEARTH_EDIT_CANCEL, "d", HEARTH_EDIT_FUTURE, "2026-12-04T00:00:00Z");
  g_autoptr (HearthEventEdit) rename =
      edit_of (HEARTH_EDIT_CHANGE, "d", HEARTH_EDIT_THIS, "2026-12-03T00:00:00Z");
  g_autofree char *one = apply (text, this);
  g_autofree char *two = apply (one, future);
  g_autofree char *three = NULL;

  assert_has (one, "EXDATE;VALUE=DATE:20261202\r\n");
  assert_has (two, "UNTIL=20261203\r\n");
  rename->summary = g_strdup ("Other");
  three = apply (two, rename);
  assert_has (three, "RECURRENCE-ID;VALUE=DATE:20261203\r\n");
  assert_seen (three, "12-01T00:00+1440 Day|12-03T00:00+1440 Other");
}

#define MEETING                                                                                    \
  HEAD "BEGIN:VEVENT\r\nUID:m\r\nDTSTAMP:20260101T000000Z\r\nSEQUENCE:4\r\nSUMMARY:Meet\r\n"       \
       "DTSTART:20261201T100000Z\r\nDTEND:20261201T110000Z\r\nRRULE:FREQ=DAILY;COUNT=3\r\n"        \
       "ORGANIZER:mailto:boss@example.org\r\n"                                                     \
       "ATTENDEE;CN=\"Me; here\";X-NUM-GUESTS=0;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:"           \
       "Alex@Example.org\r\n"                                                                      \
       "ATTENDEE;PARTSTAT=ACCEPTED:mailto:eve@example.org\r\nEND:VEVENT\r\n" TAIL

static void
test_answer (void)
{
  g_autoptr (HearthEventEdit) all = edit_of (HEARTH_EDIT_ANSWER, "m", HEARTH_EDIT_ALL, NULL);
  g_autoptr (HearthEventEdit) this =
      edit_of (HEARTH_EDIT_ANSWER, "m", HEARTH_EDIT_THIS, "2026-12-02T10:00:00Z");
  g_autoptr (HearthEventEdit) stranger = edit_of (HEARTH_EDIT_ANSWER, "m", HEARTH_EDIT_ALL, NULL);
  g_autofree char *yes = NULL;
  g_autofree char *no = NULL;
  g_autoptr (GPtrArray) events = NULL;

  all->attendee = g_strdup ("alex@example.org");
  all->partstat = HEARTH_PARTSTAT_ACCEPTED;
  all->comment = g_strdup ("With pleasure, really");
  yes = apply (MEETING, all);
  assert_has (yes, "ATTENDEE;CN=\"Me; here\";X-NUM-GUESTS=0;PARTSTAT=ACCEPTED:mailto:Alex@Example"
                   ".org\r\n");
  assert_has (yes, "COMMENT:With pleasure\\, really\r\n");
  assert_has (yes, "SEQUENCE:4\r\n");
  this->attendee = g_strdup ("alex@example.org");
  this->partstat = HEARTH_PARTSTAT_DECLINED;
  no = apply (yes, this);
  events = read_all (no, NULL);
  g_assert_cmpuint (events->len, ==, 2);
  g_assert_cmpint (((HearthEvent *) events->pdata[1])->recurrence_id, ==,
                   at ("2026-12-02T10:00:00Z"));
  g_assert_cmpint (
      ((HearthAttendee *) ((HearthEvent *) events->pdata[1])->attendees->pdata[0])->partstat, ==,
      HEARTH_PARTSTAT_DECLINED);
  assert_lacks (no, "SEQUENCE:5");
  stranger->attendee = g_strdup ("mallory@example.org");
  stranger->partstat = HEARTH_PARTSTAT_ACCEPTED;
  assert_error (MEETING, stranger, HEARTH_CALENDAR_ERROR_NOT_FOUND);
}

static void
test_guests (void)
{
  g_autoptr (HearthEventEdit) move = edit_of (HEARTH_EDIT_CHANGE, "m", HEARTH_EDIT_ALL, NULL);
  g_autoptr (HearthEventEdit) foreign = edit_of (HEARTH_EDIT_CHANGE, "m", HEARTH_EDIT_ALL, NULL);
  g_autofree char *moved = NULL;
  g_autofree char *mine = NULL;

  set_span (move, "2026-12-01T12:00:00Z", "2026-12-01T13:00:00Z");
  move->organizer = hearth_address_new (NULL, "boss@example.org");
  move->uninvite = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (move->uninvite, g_strdup ("eve@example.org"));
  move->invite = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_address_free);
  g_ptr_array_add (move->invite, hearth_address_new ("Zoe", "zoe@example.org"));
  moved = apply (MEETING, move);
  assert_has (moved, "SEQUENCE:5\r\n");
  assert_lacks (moved, "eve@");
  assert_has (moved, "CN=Zoe:mailto:zoe@example.org");
  /* A guest who moves it at home makes no new version of it. */
  set_span (foreign, "2026-12-01T12:00:00Z", "2026-12-01T13:00:00Z");
  mine = apply (MEETING, foreign);
  assert_has (mine, "SEQUENCE:4\r\n");
  assert_has (mine, "ATTENDEE;PARTSTAT=ACCEPTED:mailto:eve@example.org\r\n");
}

#define TASKS(fields) HEAD "BEGIN:VTODO\r\nUID:t\r\nSUMMARY:Water\r\n" fields "END:VTODO\r\n" TAIL

static HearthTodo *
read_task (const char *text)
{
  g_autoptr (GPtrArray) tasks = NULL;
  g_autoptr (GPtrArray) events = read_all (text, &tasks);

  g_assert_cmpuint (tasks->len, ==, 1);
  return hearth_todo_ref (tasks->pdata[0]);
}

static void
test_complete (void)
{
  const char *text = TASKS ("DUE:20261130T100000Z\r\nPERCENT-COMPLETE:20\r\nX-KEEP:1\r\n");
  g_autoptr (HearthEventEdit) done = edit_new (HEARTH_EDIT_COMPLETE, "t");
  g_autoptr (HearthEventEdit) undone = edit_new (HEARTH_EDIT_COMPLETE, "t");
  g_autoptr (HearthEventEdit) event = edit_new (HEARTH_EDIT_COMPLETE, "w");
  g_autoptr (HearthEventEdit) moving = edit_new (HEARTH_EDIT_CHANGE, "t");
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *moved = NULL;
  g_autoptr (HearthTodo) one = NULL;
  g_autoptr (HearthTodo) two = NULL;
  g_autoptr (HearthTodo) three = NULL;

  done->done = event->done = TRUE;
  first = apply (text, done);
  one = read_task (first);
  g_assert_cmpint (one->status, ==, HEARTH_TODO_COMPLETED);
  g_assert_cmpint (one->completed, ==, done->at);
  assert_has (first, "X-KEEP:1\r\n");
  second = apply (first, undone);
  two = read_task (second);
  g_assert_cmpint (two->status, ==, HEARTH_TODO_NEEDS_ACTION);
  g_assert_cmpint (two->completed, ==, 0);
  assert_error (SERIES, event, HEARTH_CALENDAR_ERROR_NOT_FOUND);
  set_span (moving, "2026-12-04T00:00:00Z", "2026-12-04T00:00:00Z");
  moving->all_day = TRUE;
  moved = apply (text, moving);
  three = read_task (moved);
  g_assert_cmpint (three->due, ==, at ("2026-12-04T00:00:00Z"));
  g_assert_true (three->due_is_date);
}

static void
test_complete_series (void)
{
  const char *text = TASKS ("DTSTART;VALUE=DATE:20261120\r\nDUE;VALUE=DATE:20261121\r\n"
                            "RRULE:FREQ=DAILY;INTERVAL=4;COUNT=4\r\n");
  g_autoptr (HearthEventEdit) done = edit_new (HEARTH_EDIT_COMPLETE, "t");
  g_autoptr (HearthEventEdit) again = edit_new (HEARTH_EDIT_COMPLETE, "t");
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autoptr (HearthTodo) one = NULL;
  g_autoptr (HearthTodo) two = NULL;

  done->done = again->done = TRUE;
  done->recurrence_id = at ("2026-11-21T00:00:00Z");
  first = apply (text, done);
  one = read_task (first);
  /* The 25th is over on the 28th; the 29th is next. */
  g_assert_cmpint (one->due, ==, at ("2026-11-29T00:00:00Z"));
  g_assert_cmpint (one->start, ==, at ("2026-11-28T00:00:00Z"));
  g_assert_cmpint (one->status, ==, HEARTH_TODO_NEEDS_ACTION);
  assert_has (first, "COUNT=2\r\n");
  again->at = at ("2026-12-10T12:00:00Z");
  again->recurrence_id = one->due;
  second = apply (first, again);
  two = read_task (second);
  g_assert_cmpint (two->status, ==, HEARTH_TODO_COMPLETED);
}

static void
test_restore (void)
{
  g_autoptr (HearthEventEdit) edit = edit_new (HEARTH_EDIT_RESTORE, "w");
  g_autoptr (HearthEventEdit) out = edit_new (HEARTH_EDIT_RESTORE, "w");
  g_autoptr (HearthEventEdit) change = edit_new (HEARTH_EDIT_CHANGE, "w");
  g_autoptr (GBytes) all = NULL;
  g_autoptr (GBytes) before = NULL;
  g_autofree char *plain = g_strconcat (
      HEAD, "BEGIN:VEVENT\r\nUID:o\r\nDTSTART:20261201T100000Z\r\nSUMMARY:O\r\nEND:VEVENT\r\n",
      SERIES + strlen (HEAD), NULL);
  g_autofree char *changed = NULL;
  g_autofree char *back = NULL;
  g_autofree char *without = NULL;
  g_autofree char *text = NULL;

  /* The first change brings the zone that is missing. */
  change->location = g_strdup ("Here");
  text = apply (plain, change);
  all = g_bytes_new (text, strlen (text));
  before = hearth_ical_extract (all, "w", NULL);
  g_assert_nonnull (before);
  edit->content = g_strndup (g_bytes_get_data (before, NULL), g_bytes_get_size (before));
  assert_lacks (edit->content, "UID:o");
  change->summary = g_strdup ("Different");
  changed = apply (text, change);
  back = apply (changed, edit);
  g_assert_cmpstr (back, ==, text);
  without = apply (text, out);
  assert_seen (without, "12-01T10:00+0 O");
  g_assert_null (apply (SERIES, out));
  g_assert_null (hearth_ical_extract (all, "nobody", NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/calendar/ical-edit/create", test_create);
  g_test_add_func ("/calendar/ical-edit/create-bad", test_create_bad);
  g_test_add_func ("/calendar/ical-edit/take-over", test_take_over);
  g_test_add_func ("/calendar/ical-edit/change-bytes", test_change_bytes);
  g_test_add_func ("/calendar/ical-edit/change-all", test_change_all);
  g_test_add_func ("/calendar/ical-edit/change-until", test_change_until);
  g_test_add_func ("/calendar/ical-edit/change-this", test_change_this);
  g_test_add_func ("/calendar/ical-edit/change-future", test_change_future);
  g_test_add_func ("/calendar/ical-edit/cancel", test_cancel);
  g_test_add_func ("/calendar/ical-edit/cancel-among-others", test_cancel_among_others);
  g_test_add_func ("/calendar/ical-edit/dates", test_dates);
  g_test_add_func ("/calendar/ical-edit/answer", test_answer);
  g_test_add_func ("/calendar/ical-edit/guests", test_guests);
  g_test_add_func ("/calendar/ical-edit/complete", test_complete);
  g_test_add_func ("/calendar/ical-edit/complete-series", test_complete_series);
  g_test_add_func ("/calendar/ical-edit/restore", test_restore);
  return g_test_run ();
}
