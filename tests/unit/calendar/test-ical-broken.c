/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ical.h"
#include "hearth-ical-edit.h"

#include <string.h>
#include <time.h>

/* Calendars as no program should write them, and as some do. Of each: it is read in bounded time,
 * what is wrong is named, the rest is shown, and an event behind it can still be changed. */

/* How much the sanitizers cost. */
#ifdef __SANITIZE_ADDRESS__
#define SLOWDOWN 5
#else
#define SLOWDOWN 1
#endif

#define HEAD "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
#define GOOD                                                                                       \
  "BEGIN:VEVENT\r\nUID:good\r\nDTSTART:20260601T100000Z\r\nDTEND:20260601T110000Z\r\n"             \
  "SUMMARY:Good\r\nEND:VEVENT\r\n"
#define TAIL "END:VCALENDAR\r\n"
#define EVENT(lines) "BEGIN:VEVENT\r\nUID:bad\r\n" lines "END:VEVENT\r\n"
#define START "DTSTART:20260601T100000Z\r\n"

typedef enum {
  QUIET = 0,        /* nothing to say: it is odd and still clear */
  WARNS = 1 << 0,   /* it is named */
  SHOWN = 1 << 1,   /* the odd event is shown beside the good one */
  REFUSED = 1 << 2, /* the whole of it is no calendar */
} Expectation;

typedef struct {
  const char *name;
  const char *lines; /* between HEAD and the good event; NULL if @make makes the whole text */
  GString *(*make) (void);
  int expected;
} Case;

static GString *
around (const char *before, const char *piece, guint n, const char *after)
{
  GString *text = g_string_new (HEAD);

  g_string_append (text, before);
  for (guint i = 0; i < n; i++)
    g_string_append (text, piece);
  g_string_append (text, after);
  g_string_append (text, GOOD TAIL);
  return text;
}

static GString *
make_truncated (void)
{
  GString *text = g_string_new (HEAD GOOD EVENT (START "SUMMARY:Cut\r\n"));

  g_string_truncate (text, text->len - 8);
  return text;
}

static GString *
make_no_end (void)
{
  return g_string_new (HEAD GOOD);
}

static GString *
make_long_description (void)
{
  return around ("BEGIN:VEVENT\r\nUID:bad\r\n" START "DESCRIPTION:", "0123456789", 1024 * 1024,
                 "\r\nEND:VEVENT\r\n");
}

static GString *
make_folded_description (void)
{
  return around ("BEGIN:VEVENT\r\nUID:bad\r\n" START "DESCRIPTION:", "x\r\n ", 1024 * 1024,
                 "\r\nEND:VEVENT\r\n");
}

static GString *
make_long_name (void)
{
  return around (EVENT (START), "X", 1024 * 1024, ":1\r\n");
}

static GString *
make_many_params (void)
{
  return around ("BEGIN:VEVENT\r\nUID:bad\r\n" START "SUMMARY", ";X-P=\"1\"", 100000,
                 ":Many\r\nEND:VEVENT\r\n");
}

static GString *
make_many_lines (void)
{
  return around ("BEGIN:VEVENT\r\nUID:bad\r\n" START, "X-LINE:1\r\n", 1000000, "END:VEVENT\r\n");
}

static GString *
make_many_broken_lines (void)
{
  return around ("", "no line\r\n", 300000, EVENT (START));
}

static GString *
make_deep (void)
{
  GString *text = around ("BEGIN:VEVENT\r\nUID:bad\r\n" START, "BEGIN:X-DEEP\r\n", 10000, "");
  GString *whole = g_string_new_len (text->str, text->len - strlen (GOOD TAIL));

  for (guint i = 0; i < 10000; i++)
    g_string_append (whole, "END:X-DEEP\r\n");
  g_string_append (whole, "END:VEVENT\r\n" GOOD TAIL);
  g_string_free (text, TRUE);
  return whole;
}

static GString *
make_deep_open (void)
{
  return around ("BEGIN:VEVENT\r\nUID:bad\r\n" START, "BEGIN:X-DEEP\r\n", 10000, "END:VEVENT\r\n");
}

static GString *
make_deep_calendars (void)
{
  return around ("", "BEGIN:VCALENDAR\r\n", 10000, EVENT (START));
}

static GString *
make_many_doubles (void)
{
  return around ("", EVENT (START "SUMMARY:Same\r\n"), 3000, "");
}

static GString *
make_many_overrides (void)
{
  return around (EVENT (START "RRULE:FREQ=DAILY\r\n"),
                 EVENT ("RECURRENCE-ID:20260602T100000Z\r\nDTSTART:20260603T100000Z\r\n"), 3000,
                 "");
}

static GString *
make_many_exdates (void)
{
  return around ("BEGIN:VEVENT\r\nUID:bad\r\n" START "RRULE:FREQ=DAILY\r\n",
                 "EXDATE:20260602T100000Z\r\n", 100000, "END:VEVENT\r\n");
}

static GString *
make_many_guests (void)
{
  return around ("BEGIN:VEVENT\r\nUID:bad\r\n" START, "ATTENDEE:mailto:a@example.org\r\n", 100000,
                 "END:VEVENT\r\n");
}

static GString *
make_many_alarms (void)
{
  return around ("BEGIN:VEVENT\r\nUID:bad\r\n" START,
                 "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT5M\r\nREPEAT:999999999\r\n"
                 "DURATION:PT1S\r\nEND:VALARM\r\n",
                 10000, "END:VEVENT\r\n");
}

static GString *
make_many_zones (void)
{
  GString *text = g_string_new (HEAD);

  for (guint i = 0; i < 20000; i++)
    g_string_append_printf (text,
                            "BEGIN:VTIMEZONE\r\nTZID:z%u\r\nBEGIN:STANDARD\r\nDTSTART:"
                            "16010101T000000\r\nRRULE:FREQ=SECONDLY\r\nTZOFFSETFROM:+0100\r\n"
                            "TZOFFSETTO:+0200\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n",
                            i);
  g_string_append (text, EVENT ("DTSTART;TZID=z7:20260601T100000\r\n") GOOD TAIL);
  return text;
}

static GString *
make_nul (void)
{
  GString *text = g_string_new (HEAD "BEGIN:VEVENT\r\nUID:bad\r\n" START "SUMMARY:a");

  g_string_append_len (text, "\0b", 2);
  g_string_append (text, "\r\nEND:VEVENT\r\n" GOOD TAIL);
  return text;
}

static GString *
convert (const char *charset)
{
  gsize length;
  g_autofree char *text =
      g_convert (HEAD EVENT (START) GOOD TAIL, -1, charset, "UTF-8", NULL, &length, NULL);

  g_assert_nonnull (text);
  return g_string_new_len (text, length);
}

static GString *
make_utf16 (void)
{
  return convert ("UTF-16");
}

static GString *
make_utf16_be (void)
{
  GString *text = convert ("UTF-16BE");

  return g_string_prepend_len (text, "\376\377", 2);
}

static GString *
make_bom (void)
{
  return g_string_new ("\357\273\277" HEAD EVENT (START) GOOD TAIL);
}

static GString *
make_cr_only (void)
{
  GString *text = g_string_new (HEAD EVENT (START) GOOD TAIL);
  GString *bare = g_string_new (NULL);

  for (gsize i = 0; i < text->len; i++)
    if (text->str[i] != '\n')
      g_string_append_c (bare, text->str[i]);
  g_string_free (text, TRUE);
  return bare;
}

static GString *
make_lower_case (void)
{
  return g_string_new ("begin:vcalendar\nbegin:vevent\nuid:bad\ndtstart:20260601t100000z\n"
                       "end:vevent\n" GOOD "end:vcalendar\n");
}

static GString *
make_noise (void)
{
  GString *text = g_string_new (NULL);
  GRand *rand = g_rand_new_with_seed (5545);

  for (guint i = 0; i < 1024 * 1024; i++)
    g_string_append_c (text, (char) g_rand_int_range (rand, 0, 256));
  g_rand_free (rand);
  return text;
}

static GString *
make_html (void)
{
  return g_string_new ("<!DOCTYPE html><html><body>Please sign in</body></html>");
}

static GString *
make_empty (void)
{
  return g_string_new ("");
}

static const Case cases[] = {
  { "cut in the middle of a line", NULL, make_truncated, WARNS | SHOWN },
  { "no END of the calendar", NULL, make_no_end, WARNS },
  { "no END of the event", "BEGIN:VEVENT\r\nUID:bad\r\n" START, NULL, WARNS | SHOWN },
  { "no END of an alarm",
    "BEGIN:VEVENT\r\nUID:bad\r\n" START "BEGIN:VALARM\r\nTRIGGER:-PT1M\r\n"
    "END:VEVENT\r\n",
    NULL, SHOWN },
  { "no END of a zone", "BEGIN:VTIMEZONE\r\nTZID:x\r\nBEGIN:STANDARD\r\n" EVENT (START), NULL,
    SHOWN },
  { "an END too many", "END:VEVENT\r\nEND:VALARM\r\n" EVENT (START), NULL, SHOWN },
  { "no UID", "BEGIN:VEVENT\r\n" START "END:VEVENT\r\n", NULL, SHOWN },
  { "empty UID", "BEGIN:VEVENT\r\nUID:\r\n" START "END:VEVENT\r\n", NULL, SHOWN },
  { "the same UID for another event",
    EVENT (START "SUMMARY:1\r\n") EVENT ("DTSTART:20260701T100000Z\r\nSUMMARY:2\r\n"), NULL,
    WARNS | SHOWN },
  { "no DTSTART", EVENT ("SUMMARY:x\r\n"), NULL, WARNS },
  { "DTSTART that is no date", EVENT ("DTSTART:tomorrow\r\n"), NULL, WARNS },
  { "DTSTART on February 30", EVENT ("DTSTART:20260230T100000Z\r\n"), NULL, WARNS },
  { "DTSTART in the year 0", EVENT ("DTSTART:00000101T100000Z\r\n"), NULL, WARNS },
  { "DTSTART at 25:61", EVENT ("DTSTART:20260601T256100Z\r\n"), NULL, WARNS },
  { "DTEND before DTSTART", EVENT (START "DTEND:20260601T090000Z\r\n"), NULL, WARNS | SHOWN },
  { "DTEND of another type", EVENT (START "DTEND;VALUE=DATE:20260603\r\n"), NULL, SHOWN },
  { "negative DURATION", EVENT (START "DURATION:-PT1H\r\n"), NULL, WARNS | SHOWN },
  { "endless DURATION", EVENT (START "DURATION:P999999999999999999999W\r\n"), NULL, SHOWN },
  { "unknown TZID", EVENT ("DTSTART;TZID=Atlantis/Deep:20260601T100000\r\n"), NULL, WARNS | SHOWN },
  { "TZID that climbs", EVENT ("DTSTART;TZID=../../../etc/passwd:20260601T100000\r\n"), NULL,
    WARNS | SHOWN },
  { "a rule by the second", EVENT (START "RRULE:FREQ=SECONDLY\r\n"), NULL, WARNS | SHOWN },
  { "a rule without FREQ", EVENT (START "RRULE:COUNT=3\r\n"), NULL, WARNS | SHOWN },
  { "a rule that is none", EVENT (START "RRULE:every now and then\r\n"), NULL, WARNS | SHOWN },
  { "INTERVAL=0", EVENT (START "RRULE:FREQ=DAILY;INTERVAL=0\r\n"), NULL, WARNS | SHOWN },
  { "COUNT and UNTIL", EVENT (START "RRULE:FREQ=DAILY;COUNT=3;UNTIL=20270101T000000Z\r\n"), NULL,
    SHOWN },
  { "UNTIL of another type", EVENT (START "RRULE:FREQ=DAILY;UNTIL=20260605\r\n"), NULL, SHOWN },
  { "UNTIL before DTSTART", EVENT (START "RRULE:FREQ=DAILY;UNTIL=19990101T000000Z\r\n"), NULL,
    SHOWN },
  { "huge BYSETPOS", EVENT (START "RRULE:FREQ=YEARLY;BYDAY=MO;BYSETPOS=99999999,-99999999\r\n"),
    NULL, WARNS | SHOWN },
  { "an impossible date by the minute",
    EVENT (START "RRULE:FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=30\r\n"), NULL, SHOWN },
  { "an override of itself", EVENT ("RECURRENCE-ID:20260601T100000Z\r\n" START), NULL, SHOWN },
  { "overrides that stand for each other",
    EVENT (START "RRULE:FREQ=DAILY;COUNT=2\r\n") EVENT (
        "RECURRENCE-ID;RANGE=THISANDFUTURE:20260601T100000Z\r\nDTSTART:20260602T100000Z\r\n")
        EVENT (
            "RECURRENCE-ID;RANGE=THISANDFUTURE:20260602T100000Z\r\nDTSTART:20260601T100000Z\r\n"),
    NULL, SHOWN },
  { "a 10 MB description", NULL, make_long_description, SHOWN },
  { "a description folded after each letter", NULL, make_folded_description, SHOWN },
  { "a name of a megabyte", NULL, make_long_name, WARNS | SHOWN },
  { "100,000 parameters", NULL, make_many_params, WARNS | SHOWN },
  { "a million lines", NULL, make_many_lines, SHOWN },
  { "300,000 broken lines", NULL, make_many_broken_lines, WARNS | SHOWN },
  { "components 10,000 deep", NULL, make_deep, SHOWN },
  { "components 10,000 deep without END", NULL, make_deep_open, SHOWN },
  { "calendars 10,000 deep", NULL, make_deep_calendars, SHOWN },
  { "the same event 3,000 times", NULL, make_many_doubles, WARNS | SHOWN },
  { "the same override 3,000 times", NULL, make_many_overrides, WARNS | SHOWN },
  { "100,000 EXDATEs", NULL, make_many_exdates, WARNS | SHOWN },
  { "100,000 guests", NULL, make_many_guests, WARNS | SHOWN },
  { "10,000 alarms that repeat for ever", NULL, make_many_alarms, SHOWN },
  { "20,000 zones by the second", NULL, make_many_zones, SHOWN },
  { "NUL bytes", NULL, make_nul, SHOWN },
  { "latin-1", EVENT (START "SUMMARY:caf\xe9\r\n"), NULL, SHOWN },
  { "surrogates and overlong bytes", EVENT (START "SUMMARY:\xed\xa0\x80\xc0\xaf\r\n"), NULL,
    SHOWN },
  { "UTF-16", NULL, make_utf16, SHOWN },
  { "UTF-16, big end first", NULL, make_utf16_be, SHOWN },
  { "a byte order mark", NULL, make_bom, SHOWN },
  { "CR only", NULL, make_cr_only, SHOWN },
  { "lower case", NULL, make_lower_case, SHOWN },
  { "an odd quote", EVENT (START "ATTENDEE;CN=\"Bob:mailto:bob@example.org\r\n"), NULL, SHOWN },
  { "noise", NULL, make_noise, REFUSED },
  { "a page to sign in", NULL, make_html, REFUSED },
  { "nothing", NULL, make_empty, REFUSED },
};

static const HearthSpan year = { 1767225600, 1798761600 };

static gboolean
has_uid (GPtrArray *events, const char *prefix)
{
  for (guint i = 0; i < events->len; i++)
    if (g_str_has_prefix (((HearthEvent *) events->pdata[i])->uid, prefix))
      return TRUE;
  return FALSE;
}

static void
check_clean (GPtrArray *events)
{
  for (guint i = 0; i < events->len; i++) {
    HearthEvent *event = events->pdata[i];

    g_assert_true (g_utf8_validate (event->summary, -1, NULL));
    g_assert_cmpuint (event->occurrences->len, <=, 5000);
    g_assert_cmpuint (event->attendees->len, <=, 1001);
    g_assert_cmpuint (event->alarms->len, <=, 16);
    g_assert_true (event->description == NULL || strlen (event->description) <= 64 * 1024);
    g_assert_cmpint (event->span.end, >=, event->span.start);
  }
}

/* The good event can be changed, and is changed. */
static void
check_edit (GString *text, GTimeZone *zone)
{
  g_autoptr (GBytes) content = g_bytes_new (text->str, text->len);
  g_autoptr (HearthEventEdit) edit = hearth_event_edit_new (HEARTH_EDIT_CHANGE, "good");
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) changed = NULL;
  g_autoptr (GPtrArray) events = NULL;
  gboolean found = FALSE;

  edit->summary = g_strdup ("Better");
  changed = hearth_ical_edit_apply (content, edit, zone, &error);
  g_assert_no_error (error);
  events = hearth_ical_parse (g_bytes_get_data (changed, NULL), g_bytes_get_size (changed), year,
                              zone, NULL, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < events->len; i++) {
    HearthEvent *event = events->pdata[i];

    found |= g_str_equal (event->uid, "good") && g_str_equal (event->summary, "Better");
  }
  g_assert_true (found);
}

static void
test_case (gconstpointer data)
{
  const Case *item = data;
  GString *text = item->make != NULL ? item->make () : around (item->lines, "", 0, "");
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Berlin");
  g_autoptr (GPtrArray) warnings = NULL;
  g_autoptr (GPtrArray) events = NULL;
  g_autoptr (GError) error = NULL;
  clock_t begin = clock ();
  clock_t used;

  events = hearth_ical_parse (text->str, text->len, year, zone, &warnings, NULL, &error);
  used = clock () - begin;
  g_test_message ("%s: %d ms", item->name, (int) (used * 1000 / CLOCKS_PER_SEC));
  /* Time of the processor, which a busy machine does not change much. */
  g_assert_cmpint (used, <, SLOWDOWN * 2 * CLOCKS_PER_SEC);
  if (item->expected & REFUSED) {
    g_assert_null (events);
    g_assert_error (error, HEARTH_CALENDAR_ERROR, HEARTH_CALENDAR_ERROR_BAD_FORMAT);
    g_string_free (text, TRUE);
    return;
  }
  g_assert_no_error (error);
  g_assert_true (has_uid (events, "good"));
  if (item->expected & SHOWN)
    g_assert_true (has_uid (events, "bad") || has_uid (events, "no-uid-"));
  else
    g_assert_cmpuint (events->len, ==, 1);
  g_assert_cmpint (warnings->len > 0, ==, (item->expected & WARNS) != 0);
  g_assert_cmpuint (warnings->len, <=, 201);
  check_clean (events);
  check_edit (text, zone);
  g_assert_cmpint (clock () - begin, <, SLOWDOWN * 6 * CLOCKS_PER_SEC);
  g_string_free (text, TRUE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *name = g_strdup (cases[i].name);
    g_autofree char *path = NULL;

    g_strdelimit (name, " ,:", '-');
    path = g_strconcat ("/calendar/ical-broken/", name, NULL);
    g_test_add_data_func (path, &cases[i], test_case);
  }
  return g_test_run ();
}
