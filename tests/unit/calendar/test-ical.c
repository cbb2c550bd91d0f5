/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ical.h"

#include <stdarg.h>
#include <string.h>
#include <time.h>

/* How much the sanitizers cost. */
#ifdef __SANITIZE_ADDRESS__
#define SLOWDOWN 5
#else
#define SLOWDOWN 1
#endif

#define HEAD "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nX-WR-CALNAME:Work\r\n"
#define TAIL "END:VCALENDAR\r\n"

/* 2026 in UTC. */
static const HearthSpan year = { 1767225600, 1798761600 };

static GPtrArray *last_warnings;

static gint64
at (const char *iso)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (iso, utc);

  g_assert_nonnull (time);
  return g_date_time_to_unix (time);
}

static GPtrArray *
parse_window (const char *text, gssize length, HearthSpan window)
{
  g_autoptr (GTimeZone) berlin = g_time_zone_new_identifier ("Europe/Berlin");
  g_autoptr (GError) error = NULL;
  GPtrArray *events;

  g_clear_pointer (&last_warnings, g_ptr_array_unref);
  events = hearth_ical_parse (text, length < 0 ? strlen (text) : (gsize) length, window, berlin,
                              &last_warnings, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (last_warnings);
  return events;
}

/* Parses lines, which are put into one VEVENT, and returns that event. */
static HearthEvent *
parse_lines (const char *lines)
{
  g_autofree char *text =
      g_strconcat (HEAD "BEGIN:VEVENT\r\nUID:1\r\n", lines, "END:VEVENT\r\n" TAIL, NULL);
  g_autoptr (GPtrArray) events = parse_window (text, -1, year);

  g_assert_cmpuint (events->len, ==, 1);
  return hearth_event_ref (events->pdata[0]);
}

static char *
dup_starts (HearthEvent *event)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < event->occurrences->len; i++) {
    const HearthSpan *span = &g_array_index (event->occurrences, HearthSpan, i);
    g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (span->start);
    g_autofree char *text = g_date_time_format (time, "%m-%dT%H:%M");

    g_string_append_printf (out, "%s%s", i > 0 ? " " : "", text);
  }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

#define assert_starts(event, expected)                                                             \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *starts_ = dup_starts (event);                                                 \
    g_assert_cmpstr (starts_, ==, expected);                                                       \
  }                                                                                                \
  G_STMT_END

#define assert_lines_start(lines, expected)                                                        \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autoptr (HearthEvent) event_ = parse_lines (lines);                                          \
    assert_starts (event_, expected);                                                              \
  }                                                                                                \
  G_STMT_END

static void
test_fields (void)
{
  g_autoptr (HearthEvent) event = parse_lines (
      "DTSTART;TZID=Europe/Berlin:20260601T100000\r\n"
      "DTEND;TZID=Europe/Berlin:20260601T113000\r\n"
      "SUMMARY;LANGUAGE=en:Plan\\, and\\nre\r\n view\r\n"
      "DESCRIPTION:One\\nTwo\\;\\\\three\\N\r\n"
      "LOCATION:Room \xc3\xa4\r\n"
      "STATUS:TENTATIVE\r\nTRANSP:TRANSPARENT\r\nSEQUENCE:3\r\n"
      "ORGANIZER;CN=\"Doe, Jane: ^'J^'\":MAILTO:Jane@Example.ORG\r\n"
      "ATTENDEE;CN=Bob;PARTSTAT=ACCEPTED;ROLE=OPT-PARTICIPANT:mailto:bob@example.org\r\n"
      "ATTENDEE;PARTSTAT=DECLINED:mailto:eve@example.org\r\n"
      "ATTENDEE;CUTYPE=ROOM;CN=Big room:mailto:room@example.org\r\n"
      "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT15M\r\nEND:VALARM\r\n"
      "BEGIN:VALARM\r\nACTION:AUDIO\r\nTRIGGER;RELATED=END:PT5M\r\nEND:VALARM\r\n"
      "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER;VALUE=DATE-TIME:20260601T070000Z\r\n"
      "END:VALARM\r\n"
      "BEGIN:VALARM\r\nACTION:EMAIL\r\nTRIGGER:-P1D\r\nEND:VALARM\r\n"
      "BEGIN:VALARM\r\nACTION:NONE\r\nTRIGGER;VALUE=DATE-TIME:19760401T005545Z\r\n"
      "END:VALARM\r\n");
  const HearthAttendee *bob;
  const HearthAttendee *eve;

  g_assert_cmpuint (last_warnings->len, ==, 0);
  g_assert_cmpstr (event->uid, ==, "1");
  g_assert_cmpstr (event->summary, ==, "Plan, and review");
  g_assert_cmpstr (event->description, ==, "One\nTwo;\\three");
  g_assert_cmpstr (event->location, ==, "Room ä");
  g_assert_cmpstr (event->tzid, ==, "Europe/Berlin");
  g_assert_cmpstr (event->calendar_name, ==, "Work");
  g_assert_cmpint (event->span.start, ==, at ("2026-06-01T08:00:00Z"));
  g_assert_cmpint (event->span.end, ==, at ("2026-06-01T09:30:00Z"));
  g_assert_cmpint (event->status, ==, HEARTH_EVENT_TENTATIVE);
  g_assert_true (event->transparent);
  g_assert_cmpint (event->sequence, ==, 3);
  g_assert_cmpstr (event->organizer->name, ==, "Doe, Jane: \"J\"");
  g_assert_cmpstr (event->organizer->address, ==, "Jane@example.org");
  g_assert_cmpuint (event->attendees->len, ==, 2);
  bob = event->attendees->pdata[0];
  eve = event->attendees->pdata[1];
  g_assert_true (bob->optional);
  g_assert_cmpint (bob->partstat, ==, HEARTH_PARTSTAT_ACCEPTED);
  g_assert_false (eve->optional);
  g_assert_cmpint (eve->partstat, ==, HEARTH_PARTSTAT_DECLINED);
  g_assert_cmpuint (event->alarms->len, ==, 3);
  g_assert_cmpint (g_array_index (event->alarms, int, 0), ==, -3600);
  g_assert_cmpint (g_array_index (event->alarms, int, 1), ==, -900);
  g_assert_cmpint (g_array_index (event->alarms, int, 2), ==, 95 * 60);
  assert_starts (event, "06-01T08:00");
}

static void
test_zones (void)
{
  static const struct {
    const char *start;
    const char *expected;
    const char *tzid;
  } cases[] = {
    { "DTSTART:20260701T120000Z", "07-01T12:00", NULL },
    { "DTSTART:20260701T120000", "07-01T10:00", NULL },
    { "DTSTART;TZID=America/New_York:20260701T120000", "07-01T16:00", "America/New_York" },
    { "DTSTART;TZID=/freeassociation.sourceforge.net/Tzfile/Europe/Berlin:20260701T120000",
      "07-01T10:00", "Europe/Berlin" },
    { "DTSTART;TZID=/mozilla.org/20070129_1/America/Argentina/Ushuaia:20260701T120000",
      "07-01T15:00", "America/Argentina/Ushuaia" },
    { "DTSTART;TZID=W. Europe Standard Time:20260701T120000", "07-01T10:00", "Europe/Berlin" },
    { "DTSTART;TZID=\"Eastern Standard Time\":20260701T120000", "07-01T16:00", "America/New_York" },
    { "DTSTART;TZID=india standard time:20260701T120000", "07-01T06:30", "Asia/Kolkata" },
    { "DTSTART;TZID=UTC:20260701T120000", "07-01T12:00", NULL },
    { "DTSTART;TZID=Own Zone:20260701T120000", "07-01T09:00", "Own Zone" },
    { "DTSTART;TZID=Own Zone:20260201T120000", "02-01T10:00", "Own Zone" },
    { "DTSTART;TZID=Nowhere/Atall:20260701T120000", "07-01T10:00", "Nowhere/Atall" },
    { "DTSTART;TZID=../../../etc/passwd:20260701T120000", "07-01T10:00", "../../../etc/passwd" },
    /* A gap: 02:30 does not exist and is read with the offset before. */
    { "DTSTART;TZID=Europe/Berlin:20260329T023000", "03-29T01:30", "Europe/Berlin" },
    /* A fold: 02:30 comes twice and is the first. */
    { "DTSTART;TZID=Europe/Berlin:20261025T023000", "10-25T00:30", "Europe/Berlin" },
    { "DTSTART;TZID=America/New_York:20260308T023000", "03-08T07:30", "America/New_York" },
    { "DTSTART;TZID=America/New_York:20261101T013000", "11-01T05:30", "America/New_York" },
    { "DTSTART;TZID=Own Zone:20260405T033000", "04-05T01:30", "Own Zone" },
    { "DTSTART;TZID=Australia/Lord_Howe:20260401T120000", "04-01T01:00", "Australia/Lord_Howe" },
    { "DTSTART;TZID=Asia/Kathmandu:20260401T120000", "04-01T06:15", "Asia/Kathmandu" },
  };
  /* Two hours east; three from the first Sunday of April to that of October; after its use. */
  static const char zone[] =
      "BEGIN:VTIMEZONE\r\nTZID:Own Zone\r\n"
      "BEGIN:STANDARD\r\nDTSTART:20001001T040000\r\nTZOFFSETFROM:+0300\r\nTZOFFSETTO:+0200\r\n"
      "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=1SU\r\nEND:STANDARD\r\n"
      "BEGIN:DAYLIGHT\r\nDTSTART:20000402T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0300\r\n"
      "RRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=1SU\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n";

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = g_strconcat (HEAD "BEGIN:VEVENT\r\nUID:1\r\n", cases[i].start,
                                         "\r\nEND:VEVENT\r\n", zone, TAIL, NULL);
    g_autoptr (GPtrArray) events = parse_window (text, -1, year);
    HearthEvent *event = events->pdata[0];

    g_test_message ("%s", cases[i].start);
    assert_starts (event, cases[i].expected);
    g_assert_cmpstr (event->tzid, ==, cases[i].tzid);
    g_assert_cmpuint (last_warnings->len, ==,
                      strstr (cases[i].start, "here/") != NULL ||
                          strstr (cases[i].start, "..") != NULL);
  }
}

static void
test_length (void)
{
  static const struct {
    const char *lines;
    gint64 length;
  } cases[] = {
    { "DTSTART:20260601T100000Z\r\nDTEND:20260601T110000Z\r\n", 3600 },
    { "DTSTART:20260601T100000Z\r\nDURATION:PT90M\r\n", 5400 },
    { "DTSTART:20260601T100000Z\r\nDURATION:P1DT1H\r\n", 90000 },
    { "DTSTART:20260601T100000Z\r\n", 0 },
    { "DTSTART:20260601T100000Z\r\nDTEND:20260601T090000Z\r\n", 0 },
    { "DTSTART;VALUE=DATE:20260601\r\n", 86400 },
    { "DTSTART;VALUE=DATE:20260601\r\nDTEND;VALUE=DATE:20260601\r\n", 86400 },
    { "DTSTART;VALUE=DATE:20260601\r\nDTEND;VALUE=DATE:20260604\r\n", 3 * 86400 },
    { "DTSTART;VALUE=DATE:20260601\r\nDURATION:P1W\r\n", 7 * 86400 },
    /* A day of the calendar across the change of clocks has 23 hours. */
    { "DTSTART;TZID=Europe/Berlin:20260328T120000\r\nDURATION:P1D\r\n", 23 * 3600 },
    { "DTSTART;TZID=Europe/Berlin:20260328T120000\r\nDURATION:PT24H\r\n", 24 * 3600 },
    { "DTSTART;TZID=Europe/Berlin:20260601T100000\r\nDTEND;TZID=America/New_York:"
      "20260601T100000\r\n",
      6 * 3600 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (HearthEvent) event = parse_lines (cases[i].lines);

    g_test_message ("%s", cases[i].lines);
    g_assert_cmpint (event->span.end - event->span.start, ==, cases[i].length);
  }
}

static void
test_all_day (void)
{
  g_autoptr (HearthEvent) event = parse_lines ("DTSTART;VALUE=DATE:20260102\r\n"
                                               "RRULE:FREQ=MONTHLY;COUNT=3\r\n"
                                               "EXDATE;VALUE=DATE:20260202\r\n");
  const HearthSpan berlin_day = { at ("2026-01-01T23:00:00Z"), at ("2026-01-02T23:00:00Z") };
  const HearthSpan day_after = { at ("2026-01-02T23:00:00Z"), at ("2026-01-03T23:00:00Z") };
  static const char weekly[] = HEAD "BEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20251226\r\n"
                                    "RRULE:FREQ=WEEKLY\r\nEND:VEVENT\r\n" TAIL;
  g_autoptr (GPtrArray) in = parse_window (weekly, -1, berlin_day);
  g_autoptr (GPtrArray) out = parse_window (weekly, -1, day_after);

  g_assert_true (event->all_day);
  g_assert_null (event->tzid);
  assert_starts (event, "01-02T00:00 03-02T00:00");
  /* A date falls into the owner's day, not into one of UTC. */
  assert_starts (in->pdata[0], "01-02T00:00");
  assert_starts (out->pdata[0], "");
}

static void
test_recurrence (void)
{
  /* The wall clock rules: 10:00 in Berlin is 09:00 UTC in winter and 08:00 in summer. */
  assert_lines_start ("DTSTART;TZID=Europe/Berlin:20260323T100000\r\nRRULE:FREQ=WEEKLY;COUNT=2\r\n",
                      "03-23T09:00 03-30T08:00");
  assert_lines_start ("DTSTART;TZID=Europe/Berlin:20260327T023000\r\nRRULE:FREQ=DAILY;COUNT=4\r\n",
                      "03-27T01:30 03-28T01:30 03-29T01:30 03-30T00:30");
  /* UNTIL in UTC holds in the event's zone. */
  assert_lines_start ("DTSTART;TZID=America/New_York:20260601T200000\r\n"
                      "RRULE:FREQ=DAILY;UNTIL=20260604T000000Z\r\n",
                      "06-02T00:00 06-03T00:00 06-04T00:00");
  assert_lines_start ("DTSTART;TZID=America/New_York:20260601T200000\r\n"
                      "RRULE:FREQ=DAILY;UNTIL=20260602\r\n",
                      "06-02T00:00 06-03T00:00");
  /* DTSTART counts once though the rule would not give it. */
  assert_lines_start ("DTSTART:20260602T100000Z\r\nRRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=3\r\n",
                      "06-02T10:00 06-08T10:00 06-15T10:00");
  assert_lines_start ("DTSTART:20260602T100000Z\r\nRDATE:20260605T110000Z,20260604T100000Z\r\n"
                      "RDATE;VALUE=PERIOD:20260610T100000Z/PT2H\r\n",
                      "06-02T10:00 06-04T10:00 06-05T11:00 06-10T10:00");
  assert_lines_start (
      "DTSTART;TZID=Europe/Berlin:20260602T100000\r\nRRULE:FREQ=DAILY;COUNT=6\r\n"
      "EXDATE;TZID=Europe/Berlin:20260602T100000\r\nEXDATE:20260604T080000Z\r\n"
      "EXDATE;VALUE=DATE:20260605\r\nEXDATE;TZID=America/New_York:20260606T040000\r\n",
      "06-03T08:00 06-07T08:00");
  assert_lines_start ("DTSTART:20260602T100000Z\r\nRRULE:FREQ=DAILY;COUNT=4\r\n"
                      "EXRULE:FREQ=DAILY;INTERVAL=2\r\n",
                      "06-03T10:00 06-05T10:00");
  assert_lines_start ("DTSTART:20260602T100000Z\r\nRRULE:FREQ=DAILY;COUNT=2\r\n"
                      "RRULE:FREQ=WEEKLY;COUNT=2\r\n",
                      "06-02T10:00 06-03T10:00 06-09T10:00");
  /* A rule that cannot be read leaves the first occurrence. */
  assert_lines_start ("DTSTART:20260602T100000Z\r\nRRULE:FREQ=NEVER\r\n", "06-02T10:00");
  g_assert_cmpuint (last_warnings->len, ==, 1);
  /* Outside the window: a single event has its occurrence all the same, a recurring one has not. */
  assert_lines_start ("DTSTART:20200602T100000Z\r\n", "06-02T10:00");
  assert_lines_start ("DTSTART:20200602T100000Z\r\nRRULE:FREQ=DAILY;COUNT=2\r\n", "");
  /* What runs into the window is in it; what ends where it begins is not. */
  assert_lines_start ("DTSTART:20251230T230000Z\r\nDTEND:20251231T010000Z\r\n"
                      "RRULE:FREQ=DAILY;COUNT=2\r\n",
                      "12-31T23:00");
  assert_lines_start ("DTSTART:20251230T230000Z\r\nDTEND:20251231T000000Z\r\n"
                      "RRULE:FREQ=DAILY;COUNT=2\r\n",
                      "");
}

#define SERIES                                                                                     \
  "BEGIN:VEVENT\r\nUID:1\r\nDTSTART;TZID=Europe/Berlin:20260601T100000\r\nDURATION:PT1H\r\n"       \
  "SUMMARY:Series\r\nRRULE:FREQ=WEEKLY;COUNT=5\r\nEND:VEVENT\r\n"
#define OVERRIDE(id, lines)                                                                        \
  "BEGIN:VEVENT\r\nUID:1\r\nRECURRENCE-ID" id "\r\n" lines "END:VEVENT\r\n"

static void
test_overrides (void)
{
  static const char text[] =
      HEAD OVERRIDE (";TZID=Europe/Berlin:20260608T100000",
                     "DTSTART;TZID=Europe/Berlin:20260609T150000\r\nSUMMARY:Moved\r\n")
          SERIES OVERRIDE (":20260615T080000Z", "DTSTART:20260615T080000Z\r\nSTATUS:CANCELLED\r\n")
              TAIL;
  g_autoptr (GPtrArray) events = parse_window (text, -1, year);
  HearthEvent *moved;
  HearthEvent *master;
  HearthEvent *cancelled;

  g_assert_cmpuint (events->len, ==, 3);
  g_assert_cmpuint (last_warnings->len, ==, 0);
  moved = events->pdata[0];
  master = events->pdata[1];
  cancelled = events->pdata[2];
  assert_starts (master, "06-01T08:00 06-22T08:00 06-29T08:00");
  g_assert_cmpint (master->recurrence_id, ==, 0);
  assert_starts (moved, "06-09T13:00");
  g_assert_cmpint (moved->recurrence_id, ==, at ("2026-06-08T08:00:00Z"));
  g_assert_cmpint (cancelled->recurrence_id, ==, at ("2026-06-15T08:00:00Z"));
  g_assert_cmpint (cancelled->status, ==, HEARTH_EVENT_CANCELLED);
}

static void
test_this_and_future (void)
{
  static const char text[] = HEAD SERIES OVERRIDE (
      ";RANGE=THISANDFUTURE;TZID=Europe/Berlin:20260615T100000",
      "DTSTART;TZID=Europe/Berlin:20260616T110000\r\nDURATION:PT2H\r\nSUMMARY:Later\r\n")
      OVERRIDE (":20260622T080000Z", "DTSTART:20260622T120000Z\r\nSUMMARY:Once\r\n") TAIL;
  static const char cancelled[] =
      HEAD SERIES OVERRIDE (";RANGE=THISANDFUTURE:20260615T080000Z",
                            "DTSTART:20260615T080000Z\r\nSTATUS:CANCELLED\r\n") TAIL;
  g_autoptr (GPtrArray) events = parse_window (text, -1, year);
  g_autoptr (GPtrArray) ended = parse_window (cancelled, -1, year);
  HearthEvent *later = events->pdata[1];

  assert_starts (events->pdata[0], "06-01T08:00 06-08T08:00");
  assert_starts (later, "06-16T09:00 06-30T09:00");
  g_assert_cmpint (g_array_index (later->occurrences, HearthSpan, 1).end, ==,
                   at ("2026-06-30T11:00:00Z"));
  assert_starts (events->pdata[2], "06-22T12:00");
  assert_starts (ended->pdata[0], "06-01T08:00 06-08T08:00");
}

static void
test_doubles (void)
{
  static const char versions[] =
      HEAD "BEGIN:VEVENT\r\nUID:1\r\nSEQUENCE:2\r\nDTSTART:20260602T100000Z\r\nSUMMARY:New\r\n"
           "END:VEVENT\r\nBEGIN:VEVENT\r\nUID:1\r\nSEQUENCE:1\r\nDTSTART:20260601T100000Z\r\n"
           "SUMMARY:Old\r\nEND:VEVENT\r\n" TAIL;
  static const char same[] =
      HEAD "BEGIN:VEVENT\r\nUID:1\r\nDTSTART:20260602T100000Z\r\nSUMMARY:A\r\nEND:VEVENT\r\n"
           "BEGIN:VEVENT\r\nUID:1\r\nDTSTART:20260603T100000Z\r\nSUMMARY:B\r\nEND:VEVENT\r\n"
           "BEGIN:VEVENT\r\nDTSTART:20260603T100000Z\r\nSUMMARY:No UID\r\nEND:VEVENT\r\n" TAIL;
  g_autoptr (GPtrArray) events = parse_window (versions, -1, year);
  g_autoptr (GPtrArray) others = NULL;

  g_assert_cmpuint (events->len, ==, 1);
  g_assert_cmpstr (((HearthEvent *) events->pdata[0])->summary, ==, "New");
  g_assert_cmpuint (last_warnings->len, ==, 1);
  others = parse_window (same, -1, year);
  g_assert_cmpuint (others->len, ==, 3);
  g_assert_cmpstr (((HearthEvent *) others->pdata[0])->uid, !=,
                   ((HearthEvent *) others->pdata[1])->uid);
  g_assert_true (g_str_has_prefix (((HearthEvent *) others->pdata[2])->uid, "no-uid-"));
}

static void
test_links (void)
{
  static const struct {
    const char *lines;
    const char *url;
  } cases[] = {
    { "URL:https://example.org/a\r\nLOCATION:https://meet.google.com/abc\r\n",
      "https://example.org/a" },
    { "LOCATION:Room 5\r\n", NULL },
    { "LOCATION:https://meet.google.com/abc-defg-hij\r\n", "https://meet.google.com/abc-defg-hij" },
    { "DESCRIPTION:See https://example.org/agenda and\\njoin: "
      "https://us02web.zoom.us/j/123?pwd=x&amp;y=1.\r\n",
      "https://us02web.zoom.us/j/123?pwd=x&y=1" },
    { "DESCRIPTION:Join <https://teams.microsoft.com/l/meetup-join/19%3a(x)/0>\r\n",
      "https://teams.microsoft.com/l/meetup-join/19%3a(x)/0" },
    { "DESCRIPTION:(https://meet.jit.si/HearthTeam)\r\n", "https://meet.jit.si/HearthTeam" },
    { "DESCRIPTION:https://bbb.example.org/b/abc-def\r\n", "https://bbb.example.org/b/abc-def" },
    { "X-GOOGLE-CONFERENCE:https://meet.google.com/x\r\nLOCATION:https://example.org\r\n",
      "https://meet.google.com/x" },
    { "CONFERENCE;VALUE=URI;FEATURE=VIDEO:https://chat.example.com/room\r\n",
      "https://chat.example.com/room" },
    { "X-MICROSOFT-SKYPETEAMSMEETINGURL:https://teams.microsoft.com/l/meetup-join/1\r\n",
      "https://teams.microsoft.com/l/meetup-join/1" },
    { "DESCRIPTION:see https://example.org/only\r\n", "https://example.org/only" },
    { "URL:javascript:alert(1)\r\nLOCATION:file:///etc/passwd\r\n", NULL },
    { "DESCRIPTION:://\r\n", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *lines = g_strconcat ("DTSTART:20260601T100000Z\r\n", cases[i].lines, NULL);
    g_autoptr (HearthEvent) event = parse_lines (lines);

    g_assert_cmpstr (event->url, ==, cases[i].url);
  }
}

/* Bad lines cost themselves only. */
static void
test_broken (void)
{
  g_autoptr (GString) text = g_string_new (HEAD);
  g_autoptr (GPtrArray) events = NULL;
  HearthEvent *event;

  for (guint i = 0; i < 10000; i++)
    g_string_append (text, i % 2 ? "this is no line\r\n" : ";;:::\xff\xfe\"\"\r\n");
  g_string_append (text, "BEGIN:VEVENT\nUID:good\nbroken\nDTSTART:20260601T100000Z\n"
                         "RDATE:20261399,20260602T100000Z\nDTEND:nonsense\nDURATION:P\n"
                         "SUMMARY:caf\xe9\nATTENDEE\nBEGIN:VALARM\nTRIGGER:often\nEND:VEVENT\n"
                         "BEGIN:VEVENT\nUID:none\nEND:VEVENT\n"
                         "BEGIN:VTODO\nUID:task\nBEGIN:VEVENT\nUID:inner\nDTSTART:20260601\n"
                         "BEGIN:VEVENT\nUID:open\nDTSTART:20260602\n");
  events = parse_window (text->str, text->len, year);
  g_assert_cmpuint (events->len, ==, 3);
  event = events->pdata[0];
  g_assert_cmpstr (event->uid, ==, "good");
  g_assert_true (g_utf8_validate (event->summary, -1, NULL));
  assert_starts (event, "06-01T10:00 06-02T10:00");
  g_assert_cmpuint (last_warnings->len, <, 300);
  g_assert_true (g_str_has_prefix (last_warnings->pdata[0], "Line 4:"));
}

static void
test_not_a_calendar (void)
{
  static const char *const texts[] = { "", "hello", "\0\0\0", "BEGIN:VCARD\r\nEND:VCARD\r\n" };
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autofree char *huge = g_malloc0 (HEARTH_ICAL_MAX_BYTES + 1);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (hearth_ical_parse (texts[i], i == 2 ? 3 : strlen (texts[i]), year, utc, NULL,
                                      NULL, &error));
    g_assert_error (error, HEARTH_CALENDAR_ERROR, HEARTH_CALENDAR_ERROR_BAD_FORMAT);
  }
  {
    g_autoptr (GError) error = NULL;

    g_assert_null (
        hearth_ical_parse (huge, HEARTH_ICAL_MAX_BYTES + 1, year, utc, NULL, NULL, &error));
    g_assert_error (error, HEARTH_CALENDAR_ERROR, HEARTH_CALENDAR_ERROR_TOO_LARGE);
  }
  {
    g_autoptr (GError) error = NULL;
    g_autoptr (GCancellable) cancellable = g_cancellable_new ();

    g_cancellable_cancel (cancellable);
    g_assert_null (
        hearth_ical_parse (HEAD TAIL, strlen (HEAD TAIL), year, utc, NULL, cancellable, &error));
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  }
}

/* Files made to keep a program busy: each is over in two seconds, with bounded results. */
static void
test_bombs (void)
{
  static const char *const bombs[] = {
    "RRULE:FREQ=SECONDLY\r\n",
    "RRULE:FREQ=SECONDLY;COUNT=1000000000;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12\r\n",
    "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=9\r\nRRULE:FREQ=MINUTELY;BYMONTHDAY=-31;COUNT="
    "3\r\n",
    "RRULE:FREQ=MINUTELY;INTERVAL=0\r\nEXRULE:FREQ=SECONDLY;COUNT=2147483647\r\nDURATION:"
    "P9999999W\r\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bombs); i++) {
    g_autoptr (GString) text = g_string_new (HEAD);
    g_autoptr (GPtrArray) events = NULL;
    clock_t begin;
    clock_t used;
    guint n = 0;

    for (guint k = 0; k < 3000; k++)
      g_string_append_printf (text,
                              "BEGIN:VEVENT\r\nUID:%u\r\nDTSTART:19000101T000000Z\r\n%s"
                              "END:VEVENT\r\n",
                              k, bombs[i]);
    g_string_append (text, TAIL);
    begin = clock ();
    events = parse_window (text->str, text->len, year);
    used = clock () - begin;
    g_test_message ("%s: %d ms", bombs[i], (int) (used * 1000 / CLOCKS_PER_SEC));
    /* Time of the processor, which a busy machine does not change. */
    g_assert_cmpint (used, <, SLOWDOWN * 2 * CLOCKS_PER_SEC);
    g_assert_cmpuint (events->len, ==, 3000);
    for (guint k = 0; k < events->len; k++)
      n += ((HearthEvent *) events->pdata[k])->occurrences->len;
    g_assert_cmpuint (n, <=, 1000000);
    g_assert_cmpuint (last_warnings->len, >, 0);
  }
}

/* What is left out of one event is said once, and not for each occurrence. */
static void
test_one_warning (void)
{
  static const char text[] =
      HEAD "BEGIN:VEVENT\r\nUID:full\r\nDTSTART:20260101T000000Z\r\nDURATION:PT1S\r\n"
           "RRULE:FREQ=MINUTELY;BYSECOND=0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19\r\n"
           "END:VEVENT\r\n" TAIL;
  g_autoptr (GPtrArray) events = parse_window (text, strlen (text), year);

  g_assert_cmpuint (events->len, ==, 1);
  g_assert_cmpuint (((HearthEvent *) events->pdata[0])->occurrences->len, >, 1000);
  g_assert_cmpuint (last_warnings->len, ==, 1);
}

static char *
dup_alarms (GArray *alarms)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < alarms->len; i++)
    g_string_append_printf (out, "%s%d", i > 0 ? " " : "", g_array_index (alarms, int, i));
  return g_string_free (g_steal_pointer (&out), FALSE);
}

#define ALARM(lines) "BEGIN:VALARM\r\nACTION:DISPLAY\r\n" lines "END:VALARM\r\n"

/* Everything that a VALARM can say, as seconds relative to the start. */
static void
test_alarms (void)
{
  static const struct {
    const char *lines;
    const char *alarms;
  } cases[] = {
    { ALARM ("TRIGGER:-PT15M\r\n"), "-900" },
    { ALARM ("TRIGGER;RELATED=END:-PT15M\r\n"), "2700" },
    { ALARM ("TRIGGER:-P1W\r\n") ALARM ("TRIGGER:PT0S\r\n"), "-604800 0" },
    { ALARM ("TRIGGER;VALUE=DATE-TIME:20260601T073000Z\r\n"), "-1800" },
    { ALARM ("TRIGGER:-PT15M\r\nREPEAT:2\r\nDURATION:PT5M\r\n"), "-900 -600 -300" },
    /* Without a DURATION nothing says when it comes again. */
    { ALARM ("TRIGGER:-PT15M\r\nREPEAT:2\r\n"), "-900" },
    { ALARM ("TRIGGER:-PT15M\r\nREPEAT:999999999\r\nDURATION:PT1S\r\n"),
      "-900 -899 -898 -897 -896 -895 -894 -893 -892 -891 -890 -889 -888 -887 -886 -885" },
    { "BEGIN:VALARM\r\nACTION:EMAIL\r\nTRIGGER:-PT15M\r\nEND:VALARM\r\n", "" },
    /* Acknowledged when it was shown: only what comes later is left. */
    { ALARM ("TRIGGER:-PT15M\r\nACKNOWLEDGED:20260601T074600Z\r\n")
          ALARM ("TRIGGER:-PT5M\r\nACKNOWLEDGED:20260601T074600Z\r\n"),
      "-300" },
    { "X-MOZ-LASTACK:20260601T075700Z\r\n" ALARM ("TRIGGER:-PT15M\r\n") ALARM ("TRIGGER:-PT1M\r\n"),
      "-60" },
    { "X-MOZ-LASTACK:20260601T074500Z\r\nX-MOZ-SNOOZE-TIME:20260601T075000Z\r\n" ALARM (
          "TRIGGER:-PT15M\r\n"),
      "-600" },
    /* Of a series, one of its alarms says nothing about the next. */
    { "RRULE:FREQ=DAILY\r\n" ALARM ("TRIGGER:-PT15M\r\nACKNOWLEDGED:20260601T074600Z\r\n")
          ALARM ("TRIGGER;VALUE=DATE-TIME:20260601T073000Z\r\n"),
      "-900" },
  };
  g_autoptr (HearthEvent) day = parse_lines ("DTSTART;VALUE=DATE:20260601\r\n" ALARM (
      "TRIGGER:-PT9H\r\n") ALARM ("TRIGGER;VALUE=DATE-TIME:20260531T160000Z\r\n"));
  g_autofree char *of_day = dup_alarms (day->alarms);

  /* 18:00 in Berlin on the day before is six hours before the owner's midnight. */
  g_assert_cmpstr (of_day, ==, "-32400 -21600");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *lines = g_strconcat ("DTSTART;TZID=Europe/Berlin:20260601T100000\r\n"
                                          "DTEND;TZID=Europe/Berlin:20260601T110000\r\n",
                                          cases[i].lines, NULL);
    g_autoptr (HearthEvent) event = parse_lines (lines);
    g_autofree char *alarms = dup_alarms (event->alarms);

    g_assert_cmpstr (alarms, ==, cases[i].alarms);
  }
}

/* Of what recurs, an alarm at one moment is one alarm. */
static void
test_moments (void)
{
  static const struct {
    const char *lines;
    const char *moments;
  } cases[] = {
    { "RRULE:FREQ=DAILY\r\n" ALARM ("TRIGGER;VALUE=DATE-TIME:20260601T073000Z\r\n")
          ALARM ("TRIGGER:-PT15M\r\n"),
      "06-01T07:30" },
    { "RDATE:20260603T100000Z\r\n" ALARM (
          "TRIGGER;VALUE=DATE-TIME:20260602T070000Z\r\nREPEAT:1\r\nDURATION:PT1H\r\n"),
      "06-02T07:00 06-02T08:00" },
    { "RRULE:FREQ=DAILY\r\n" ALARM (
          "TRIGGER;VALUE=DATE-TIME:20260601T073000Z\r\nACKNOWLEDGED:20260601T073100Z\r\n"),
      "" },
    { "RECURRENCE-ID:20260601T080000Z\r\n" ALARM ("TRIGGER;VALUE=DATE-TIME:20260601T073000Z\r\n"),
      "06-01T07:30" },
    { ALARM ("TRIGGER;VALUE=DATE-TIME:20260601T073000Z\r\n"), "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *lines =
        g_strconcat ("DTSTART;TZID=Europe/Berlin:20260601T100000\r\n", cases[i].lines, NULL);
    g_autoptr (HearthEvent) event = parse_lines (lines);
    g_autoptr (GString) out = g_string_new (NULL);

    for (guint k = 0; k < event->moments->len; k++) {
      g_autoptr (GDateTime) time =
          g_date_time_new_from_unix_utc (g_array_index (event->moments, gint64, k));
      g_autofree char *one = g_date_time_format (time, "%m-%dT%H:%M");

      g_string_append_printf (out, "%s%s", k > 0 ? " " : "", one);
    }
    g_assert_cmpstr (out->str, ==, cases[i].moments);
  }
}

static HearthTodo *
parse_task (const char *lines)
{
  g_autofree char *text =
      g_strconcat (HEAD "BEGIN:VTODO\r\nUID:t\r\n", lines, "END:VTODO\r\n" TAIL, NULL);
  g_autoptr (GTimeZone) berlin = g_time_zone_new_identifier ("Europe/Berlin");
  g_autoptr (GPtrArray) events = NULL;
  g_autoptr (GPtrArray) tasks = NULL;
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&last_warnings, g_ptr_array_unref);
  events =
      hearth_ical_read (text, strlen (text), year, berlin, &tasks, &last_warnings, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (events->len, ==, 0);
  g_assert_cmpuint (tasks->len, >=, 1);
  return hearth_todo_ref (tasks->pdata[0]);
}

static void
test_tasks (void)
{
  static const struct {
    const char *lines;
    const char *due; /* in UTC, or NULL */
    HearthTodoStatus status;
  } cases[] = {
    { "", NULL, HEARTH_TODO_NEEDS_ACTION },
    { "DTSTART:20260601T100000Z\r\n", NULL, HEARTH_TODO_NEEDS_ACTION },
    { "DUE;TZID=Europe/Berlin:20260601T100000\r\n", "2026-06-01T08:00:00Z",
      HEARTH_TODO_NEEDS_ACTION },
    { "DUE:20260601T100000\r\n", "2026-06-01T08:00:00Z", HEARTH_TODO_NEEDS_ACTION },
    { "DUE;VALUE=DATE:20260601\r\n", "2026-06-01T00:00:00Z", HEARTH_TODO_NEEDS_ACTION },
    { "DTSTART:20260601T100000Z\r\nDURATION:P1DT1H\r\n", "2026-06-02T11:00:00Z",
      HEARTH_TODO_NEEDS_ACTION },
    { "DUE:20260601T100000Z\r\nSTATUS:COMPLETED\r\nCOMPLETED:20260531T100000Z\r\n",
      "2026-06-01T10:00:00Z", HEARTH_TODO_COMPLETED },
    { "PERCENT-COMPLETE:100\r\n", NULL, HEARTH_TODO_COMPLETED },
    { "PERCENT-COMPLETE:30\r\n", NULL, HEARTH_TODO_IN_PROCESS },
    { "STATUS:CANCELLED\r\n", NULL, HEARTH_TODO_CANCELLED },
    /* A series is due at its first time that is neither taken out nor done. */
    { "DTSTART:20260601T100000Z\r\nDUE:20260601T110000Z\r\nRRULE:FREQ=DAILY\r\n"
      "EXDATE:20260601T100000Z\r\n",
      "2026-06-02T11:00:00Z", HEARTH_TODO_NEEDS_ACTION },
    { "DUE:20260601T110000Z\r\nRRULE:FREQ=DAILY\r\nCOMPLETED:20260603T120000Z\r\n",
      "2026-06-04T11:00:00Z", HEARTH_TODO_NEEDS_ACTION },
    { "DTSTART:20260601T100000Z\r\nDUE:20260601T110000Z\r\nRRULE:FREQ=DAILY;COUNT=2\r\n"
      "END:VTODO\r\nBEGIN:VTODO\r\nUID:t\r\nRECURRENCE-ID:20260601T100000Z\r\n"
      "DUE:20260601T110000Z\r\nSTATUS:COMPLETED\r\n",
      "2026-06-02T11:00:00Z", HEARTH_TODO_NEEDS_ACTION },
    { "DUE:20260601T110000Z\r\nRRULE:FREQ=DAILY;COUNT=2\r\nCOMPLETED:20260701T000000Z\r\n",
      "2026-06-01T11:00:00Z", HEARTH_TODO_COMPLETED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (HearthTodo) todo = parse_task (cases[i].lines);

    g_test_message ("%s", cases[i].lines);
    g_assert_cmpuint (last_warnings->len, ==, 0);
    g_assert_cmpint (todo->due, ==, cases[i].due != NULL ? at (cases[i].due) : 0);
    g_assert_cmpint (todo->status, ==, cases[i].status);
  }
}

static void
test_task_fields (void)
{
  g_autoptr (HearthTodo) todo = parse_task (
      "SUMMARY:Buy\\, and pay\r\nDESCRIPTION:One\\nTwo\r\nPRIORITY:2\r\nSEQUENCE:3\r\n"
      "URL:https://example.org/\r\nDTSTART;TZID=Europe/Berlin:20260601T090000\r\n"
      "DUE;TZID=W. Europe Standard Time:20260601T100000\r\nPERCENT-COMPLETE:250\r\n"
      "STATUS:IN-PROCESS\r\n" ALARM ("TRIGGER:-PT10M\r\n") ALARM ("TRIGGER;RELATED=END:-PT10M\r\n")
          ALARM ("TRIGGER;VALUE=DATE-TIME:20260601T070000Z\r\n"));
  g_autofree char *alarms = dup_alarms (todo->alarms);

  g_assert_cmpstr (todo->uid, ==, "t");
  g_assert_cmpstr (todo->summary, ==, "Buy, and pay");
  g_assert_cmpstr (todo->description, ==, "One\nTwo");
  g_assert_cmpstr (todo->url, ==, "https://example.org/");
  g_assert_cmpint (todo->priority, ==, 2);
  g_assert_cmpint (todo->sequence, ==, 3);
  g_assert_cmpint (todo->percent, ==, 100);
  g_assert_cmpstr (todo->tzid, ==, "Europe/Berlin");
  g_assert_cmpstr (todo->calendar_name, ==, "Work");
  g_assert_cmpint (todo->start, ==, at ("2026-06-01T07:00:00Z"));
  /* All of them relative to when it is due. */
  g_assert_cmpstr (alarms, ==, "-4200 -3600 -600");
}

int
main (int argc, char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/calendar/ical/fields", test_fields);
  g_test_add_func ("/calendar/ical/zones", test_zones);
  g_test_add_func ("/calendar/ical/length", test_length);
  g_test_add_func ("/calendar/ical/all-day", test_all_day);
  g_test_add_func ("/calendar/ical/recurrence", test_recurrence);
  g_test_add_func ("/calendar/ical/overrides", test_overrides);
  g_test_add_func ("/calendar/ical/this-and-future", test_this_and_future);
  g_test_add_func ("/calendar/ical/doubles", test_doubles);
  g_test_add_func ("/calendar/ical/links", test_links);
  g_test_add_func ("/calendar/ical/broken", test_broken);
  g_test_add_func ("/calendar/ical/not-a-calendar", test_not_a_calendar);
  g_test_add_func ("/calendar/ical/alarms", test_alarms);
  g_test_add_func ("/calendar/ical/moments", test_moments);
  g_test_add_func ("/calendar/ical/tasks", test_tasks);
  g_test_add_func ("/calendar/ical/task-fields", test_task_fields);
  g_test_add_func ("/calendar/ical/bombs", test_bombs);
  g_test_add_func ("/calendar/ical/one-warning", test_one_warning);
  result = g_test_run ();
  g_clear_pointer (&last_warnings, g_ptr_array_unref);
  return result;
}
