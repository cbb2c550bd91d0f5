/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ical.h"
#include "hearth-ical-edit.h"

#include <string.h>

/* What changes of a series do to the times that are tied to it. */

#define HEAD "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\n"
#define TAIL "END:VCALENDAR\r\n"
#define EVENT(properties)                                                                          \
  "BEGIN:VEVENT\r\nUID:w\r\nDTSTAMP:20260101T000000Z\r\n" properties "END:VEVENT\r\n"
#define BERLIN "TZID=Europe/Berlin:"

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

/* Every second Tuesday of a month at ten, without April's; July's at noon. */
static const char monthly[] = HEAD EVENT (
    "SUMMARY:Club\r\nDTSTART;" BERLIN "20260113T100000\r\nDTEND;" BERLIN "20260113T110000\r\n"
    "RRULE:FREQ=MONTHLY;BYDAY=2TU;COUNT=8\r\nEXDATE;" BERLIN "20260414T100000\r\n")
    EVENT ("SUMMARY:Summer club\r\nRECURRENCE-ID;" BERLIN "20260714T100000\r\nDTSTART;" BERLIN
           "20260714T120000\r\nDTEND;" BERLIN "20260714T130000\r\n") TAIL;

static void
test_monthly (void)
{
  g_autoptr (HearthEventEdit) all = edit_of (HEARTH_EDIT_CHANGE, "w", HEARTH_EDIT_ALL, NULL);
  g_autoptr (HearthEventEdit) future =
      edit_of (HEARTH_EDIT_CHANGE, "w", HEARTH_EDIT_FUTURE, "2026-03-10T09:00:00Z");
  g_autofree char *moved = NULL;
  g_autofree char *split = NULL;

  assert_seen (monthly, "01-13T09:00+60 Club|02-10T09:00+60 Club|03-10T09:00+60 Club|"
                        "05-12T08:00+60 Club|06-09T08:00+60 Club|07-14T10:00+60 Summer club|"
                        "08-11T08:00+60 Club");
  set_span (all, "2026-01-14T09:00:00Z", "2026-01-14T10:00:00Z");
  moved = apply (monthly, all);
  /* In April and July the second Wednesday is before the second Tuesday. */
  assert_seen (moved, "01-14T09:00+60 Club|02-11T09:00+60 Club|03-11T09:00+60 Club|"
                      "05-13T08:00+60 Club|06-10T08:00+60 Club|07-14T10:00+60 Summer club|"
                      "08-12T08:00+60 Club");
  assert_has (moved, "BYDAY=2WE");
  assert_has (moved, "EXDATE;" BERLIN "20260408T100000\r\n");
  assert_has (moved, "RECURRENCE-ID;" BERLIN "20260708T100000\r\n");
  set_span (future, "2026-03-11T09:00:00Z", "2026-03-11T10:00:00Z");
  split = apply (monthly, future);
  assert_seen (split, "01-13T09:00+60 Club|02-10T09:00+60 Club|03-11T09:00+60 Club|"
                      "05-13T08:00+60 Club|06-10T08:00+60 Club|07-14T10:00+60 Summer club|"
                      "08-12T08:00+60 Club");
}

/* What a month does not have needs no exception; what another has keeps its own. */
static void
test_month_ends (void)
{
  static const char text[] = HEAD EVENT (
      "SUMMARY:Rent\r\nDTSTART;VALUE=DATE:20260130\r\nRRULE:FREQ=MONTHLY;UNTIL=20260831\r\n"
      "EXDATE;VALUE=DATE:20260630,20260730\r\n") TAIL;
  g_autoptr (HearthEventEdit) all = edit_of (HEARTH_EDIT_CHANGE, "w", HEARTH_EDIT_ALL, NULL);
  g_autofree char *moved = NULL;

  all->all_day = TRUE;
  set_span (all, "2026-01-31T00:00:00Z", "2026-02-01T00:00:00Z");
  moved = apply (text, all);
  assert_has (moved, "EXDATE;VALUE=DATE:20260731\r\n");
  assert_seen (moved, "01-31T00:00+1440 Rent|03-31T00:00+1440 Rent|05-31T00:00+1440 Rent|"
                      "08-31T00:00+1440 Rent");
}

/* Every Monday at ten; from the third on Tuesdays at eleven for two hours, elsewhere. */
static const char changed[] = HEAD EVENT (
    "SUMMARY:Stand-up\r\nLOCATION:Room 1\r\nURL:https://example.org/1\r\n"
    "DTSTART;" BERLIN "20260601T100000\r\nDTEND;" BERLIN "20260601T110000\r\n"
    "RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=6\r\nEXDATE;" BERLIN "20260629T100000\r\n"
    "BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:a\r\nTRIGGER:-PT30M\r\nEND:VALARM\r\n")
    EVENT ("SUMMARY:Review\r\nLOCATION:Room 9\r\nDESCRIPTION:Bring numbers\r\nX-OTHER:yes\r\n"
           "RECURRENCE-ID;RANGE=THISANDFUTURE;" BERLIN "20260615T100000\r\n"
           "DTSTART;" BERLIN "20260616T110000\r\nDTEND;" BERLIN "20260616T130000\r\n"
           "BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:b\r\nTRIGGER:-PT5M\r\nEND:VALARM\r\n")
        TAIL;

static void
assert_rest_is_review (const char *text)
{
  assert_has (text, "LOCATION:Room 9\r\n");
  assert_has (text, "DESCRIPTION:Bring numbers\r\n");
  assert_has (text, "X-OTHER:yes\r\n");
  assert_has (text, "TRIGGER:-PT5M\r\n");
  assert_lacks (text, "Room 1\r\n");
  assert_lacks (text, "https://example.org/1");
  assert_lacks (text, "-PT30M");
  assert_lacks (text, "RECURRENCE-ID");
  assert_lacks (text, "RANGE");
}

static void
test_this_and_future (void)
{
  static const char *const starts[] = { "2026-06-22T08:00:00Z", "2026-06-15T08:00:00Z" };
  static const char *const expected[] = {
    "06-23T09:00+120 Last|07-07T09:00+120 Last",
    "06-16T09:00+120 Last|06-23T09:00+120 Last|07-07T09:00+120 Last",
  };
  g_autoptr (GTimeZone) berlin = dup_berlin ();
  g_autoptr (GBytes) bytes = g_bytes_new_static (changed, strlen (changed));

  assert_seen (changed, "06-01T08:00+60 Stand-up|06-08T08:00+60 Stand-up|06-16T09:00+120 Review|"
                        "06-23T09:00+120 Review|07-07T09:00+120 Review");
  for (gsize i = 0; i < G_N_ELEMENTS (starts); i++) {
    g_autoptr (HearthEventEdit) edit =
        edit_of (HEARTH_EDIT_CHANGE, "w", HEARTH_EDIT_FUTURE, starts[i]);
    g_autoptr (HearthEventEdit) rest = NULL;
    g_autoptr (HearthEventEdit) head = NULL;
    g_autofree char *new = NULL;

    edit->summary = g_strdup ("Last");
    g_assert_true (hearth_ical_edit_split (bytes, edit, berlin, &rest, &head, NULL));
    new = apply (NULL, rest);
    assert_seen (new, expected[i]);
    assert_rest_is_review (new);
  }
}

/* Both are forbidden together and written all the same: nothing is shown that either rules out. */
static void
test_count_and_until (void)
{
  g_autoptr (HearthEventEdit) cancel =
      edit_of (HEARTH_EDIT_CANCEL, "w", HEARTH_EDIT_FUTURE, "2026-06-03T08:00:00Z");
  g_autofree char *ended = NULL;
#define DAILY(rule)                                                                                \
  HEAD EVENT ("SUMMARY:x\r\nDTSTART:20260601T080000Z\r\nDURATION:PT1H\r\nRRULE:" rule "\r\n") TAIL

  assert_seen (DAILY ("FREQ=DAILY;COUNT=5;UNTIL=20260603T080000Z"),
               "06-01T08:00+60 x|06-02T08:00+60 x|06-03T08:00+60 x");
  assert_seen (DAILY ("UNTIL=20260603T080000Z;COUNT=2;FREQ=DAILY"),
               "06-01T08:00+60 x|06-02T08:00+60 x");
  assert_seen (DAILY ("FREQ=DAILY;COUNT=2"), "06-01T08:00+60 x|06-02T08:00+60 x");
  ended = apply (DAILY ("FREQ=DAILY;COUNT=9;UNTIL=20260607T080000Z"), cancel);
  assert_seen (ended, "06-01T08:00+60 x|06-02T08:00+60 x");
  assert_has (ended, "RRULE:FREQ=DAILY;COUNT=2\r\n");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/calendar/series/monthly", test_monthly);
  g_test_add_func ("/calendar/series/month-ends", test_month_ends);
  g_test_add_func ("/calendar/series/this-and-future", test_this_and_future);
  g_test_add_func ("/calendar/series/count-and-until", test_count_and_until);
  return g_test_run ();
}
