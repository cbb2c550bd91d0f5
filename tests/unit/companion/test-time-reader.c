/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-time-reader.h"

#include <string.h>

/* What is expected is written as "2024-05-15T20:00" for an instant, "2024-05-15" for a day, "A/B"
 * for a range (a date there is its midnight), "A/.." and "../B" with one end open, "PT5400S" for a
 * duration and "-" for nothing. All in the row's zone; now is Wednesday, 2024-05-15 10:20. */

typedef struct {
  const char *text;
  const char *expected;
  HearthTimeTense tense;
} Row;

#define NEAR HEARTH_TENSE_NEAREST
#define NEXT HEARTH_TENSE_FUTURE
#define PAST HEARTH_TENSE_PAST

static const Row rows[] = {
  /* Times of day */
  { "at half past three", "2024-05-15T15:30", NEXT },
  { "half past nine", "2024-05-15T21:30", NEXT },
  { "half past ten", "2024-05-15T10:30", NEXT },
  { "quarter to nine", "2024-05-15T20:45", NEXT },
  { "a quarter past eleven", "2024-05-15T11:15", NEXT },
  { "ten to six", "2024-05-15T17:50", NEXT },
  { "twenty past four", "2024-05-15T16:20", NEXT },
  { "twenty-five minutes past four", "2024-05-15T16:25", NEXT },
  { "5pm", "2024-05-15T17:00", NEXT },
  { "5 p.m.", "2024-05-15T17:00", NEXT },
  { "at 5 pm.", "2024-05-15T17:00", NEXT },
  { "11am", "2024-05-15T11:00", NEXT },
  { "9 am", "2024-05-16T09:00", NEXT },
  { "9 am", "2024-05-15T09:00", NEAR },
  { "9 am", "2024-05-15T09:00", PAST },
  { "11am", "2024-05-14T11:00", PAST },
  { "12am", "2024-05-16T00:00", NEXT },
  { "12pm", "2024-05-15T12:00", NEXT },
  { "17:30", "2024-05-15T17:30", NEXT },
  { "08:30", "2024-05-16T08:30", NEXT },
  { "17h30", "2024-05-15T17:30", NEXT },
  { "5.30 pm", "2024-05-15T17:30", NEXT },
  { "at 5.30", "2024-05-15T17:30", NEXT },
  { "at eight", "2024-05-15T20:00", NEXT },
  { "at eleven", "2024-05-15T11:00", NEXT },
  { "at 3", "2024-05-15T15:00", NEXT },
  { "8 o'clock", "2024-05-15T20:00", NEXT },
  { "eight o’clock in the morning", "2024-05-16T08:00", NEXT },
  { "at eight in the evening", "2024-05-15T20:00", NEXT },
  { "at eight thirty", "2024-05-15T20:30", NEXT },
  { "eight thirty pm", "2024-05-15T20:30", NEXT },
  { "noon", "2024-05-15T12:00", NEXT },
  { "at midday", "2024-05-15T12:00", NEXT },
  { "midnight", "2024-05-16T00:00", NEXT },
  { "at 24:00", "2024-05-16T00:00", NEXT },
  { "17:30:15", "2024-05-15T17:30", NEXT },
  /* Days */
  { "today", "2024-05-15", NEAR },
  { "tomorrow", "2024-05-16", NEAR },
  { "Yesterday", "2024-05-14", NEAR },
  { "the day after tomorrow", "2024-05-17", NEAR },
  { "the day before yesterday", "2024-05-13", NEAR },
  { "Saturday", "2024-05-18", NEAR },
  { "on Wednesday", "2024-05-22", NEAR },
  { "Tuesday", "2024-05-21", NEAR },
  { "Tuesday", "2024-05-14", PAST },
  { "Wednesday", "2024-05-08", PAST },
  { "this Friday", "2024-05-17", NEAR },
  { "this Wednesday", "2024-05-15", NEAR },
  { "next Friday", "2024-05-24", NEAR },
  { "next Tuesday", "2024-05-21", NEAR },
  { "last Monday", "2024-05-13", NEAR },
  { "last Friday", "2024-05-10", NEAR },
  { "Tuesday week", "2024-05-28", NEAR },
  { "Monday next week", "2024-05-20", NEAR },
  { "a week from Friday", "2024-05-24", NEAR },
  { "two days after tomorrow", "2024-05-18", NEAR },
  { "in three days", "2024-05-18", NEAR },
  { "in two weeks", "2024-05-29", NEAR },
  { "in a month", "2024-06-15", NEAR },
  { "a fortnight ago", "2024-05-01", NEAR },
  { "three days ago", "2024-05-12", NEAR },
  { "a week from now", "2024-05-22", NEAR },
  { "May 26th", "2024-05-26", NEAR },
  { "26 May 2025", "2025-05-26", NEAR },
  { "the 26th of May", "2024-05-26", NEAR },
  { "May 15th, 2024", "2024-05-15", NEAR },
  { "May 3rd", "2024-05-03", NEAR },
  { "May 3rd", "2025-05-03", NEXT },
  { "June 1", "2023-06-01", PAST },
  { "December 24", "2023-12-24", NEAR },
  { "twenty-first of June", "2024-06-21", NEAR },
  { "the third of June", "2024-06-03", NEAR },
  { "Sept. 3", "2024-09-03", NEXT },
  { "2024-05-19", "2024-05-19", NEAR },
  { "2024/05/19", "2024-05-19", NEAR },
  { "19.05.2024", "2024-05-19", NEAR },
  { "12/06", "2024-06-12", NEAR },
  { "12/6/2025", "2025-06-12", NEAR },
  { "5/24", "2024-05-24", NEAR },
  { "the 3rd", "2024-06-03", NEXT },
  { "the 3rd", "2024-06-03", NEAR },
  { "the week after next", "2024-05-27/2024-06-03", NEAR },
  { "the 3rd", "2024-05-03", PAST },
  { "the 20th", "2024-04-20", PAST },
  { "on the 31st", "2024-05-31", NEXT },
  { "Saturday 18th", "2024-05-18", NEAR },
  { "Saturday the 18th", "2024-05-18", NEAR },
  { "Monday, May 20", "2024-05-20", NEAR },
  { "Friday 2024-05-24", "2024-05-24", NEAR },
  { "first Friday of June", "2024-06-07", NEAR },
  { "the last Friday of the month", "2024-05-31", NEAR },
  { "the second Tuesday of next month", "2024-06-11", NEAR },
  { "end of the month", "2024-05-31", NEAR },
  { "the end of next month", "2024-06-30", NEAR },
  { "at the end of the week", "2024-05-17", NEAR },
  { "end of June", "2024-06-30", NEAR },
  { "Christmas Eve", "2024-12-24", NEXT },
  { "New Year's Day", "2025-01-01", NEXT },
  /* Longer times */
  { "this week", "2024-05-13/2024-05-20", NEAR },
  { "next week", "2024-05-20/2024-05-27", NEAR },
  { "last week", "2024-05-06/2024-05-13", NEAR },
  { "the weekend", "2024-05-18/2024-05-20", NEAR },
  { "this weekend", "2024-05-18/2024-05-20", NEAR },
  { "next weekend", "2024-05-25/2024-05-27", NEAR },
  { "last month", "2024-04-01/2024-05-01", NEAR },
  { "this month", "2024-05-01/2024-06-01", NEAR },
  { "next year", "2025-01-01/2026-01-01", NEAR },
  { "in May", "2024-05-01/2024-06-01", NEAR },
  { "in April", "2025-04-01/2025-05-01", NEXT },
  { "June 2025", "2025-06-01/2025-07-01", NEAR },
  { "in 2023", "2023-01-01/2024-01-01", NEAR },
  { "the next three days", "2024-05-15/2024-05-18", NEAR },
  { "the past two weeks", "2024-05-01/2024-05-16", NEAR },
  { "the past week", "2024-05-08/2024-05-16", NEAR },
  { "the rest of the week", "2024-05-15/2024-05-20", NEAR },
  { "the week of May 28", "2024-05-27/2024-06-03", NEAR },
  { "the beginning of June", "2024-06-01/2024-06-08", NEAR },
  /* Parts of a day */
  { "tonight", "2024-05-15T18:00/2024-05-16", NEAR },
  { "this evening", "2024-05-15T18:00/2024-05-15T23:00", NEAR },
  { "tomorrow morning", "2024-05-16T06:00/2024-05-16T12:00", NEAR },
  { "in the afternoon", "2024-05-15T12:00/2024-05-15T18:00", NEAR },
  { "Friday night", "2024-05-17T18:00/2024-05-18", NEAR },
  { "on the morning of May 26th", "2024-05-26T06:00/2024-05-26T12:00", NEAR },
  { "last night", "2024-05-14T18:00/2024-05-15", NEAR },
  /* Dates and times of day together */
  { "next Tuesday at half past three", "2024-05-21T15:30", NEXT },
  { "tomorrow at 9", "2024-05-16T09:00", NEXT },
  { "tomorrow at five", "2024-05-16T17:00", NEXT },
  { "at 5pm tomorrow", "2024-05-16T17:00", NEXT },
  { "at 8 AM on Saturday 18th", "2024-05-18T08:00", NEAR },
  { "June 10th 2024 at 1 PM", "2024-06-10T13:00", NEAR },
  { "tonight at eight", "2024-05-15T20:00", NEXT },
  { "tomorrow evening at 7", "2024-05-16T19:00", NEXT },
  { "2024-05-19 12:00", "2024-05-19T12:00", NEAR },
  { "2024-05-19T10:00", "2024-05-19T10:00", NEAR },
  { "12:00 on 2024-05-19", "2024-05-19T12:00", NEAR },
  { "Wednesday, 22 May 2024, 14:15", "2024-05-22T14:15", NEAR },
  { "Friday at noon", "2024-05-17T12:00", NEXT },
  { "eight in the morning on Friday", "2024-05-17T08:00", NEXT },
  /* From now */
  { "in 20 minutes", "2024-05-15T10:40", NEXT },
  { "in an hour and a half", "2024-05-15T11:50", NEXT },
  { "in half an hour", "2024-05-15T10:50", NEXT },
  { "in three quarters of an hour", "2024-05-15T11:05", NEXT },
  { "in two and a half hours", "2024-05-15T12:50", NEXT },
  { "in 2 hours 15 minutes", "2024-05-15T12:35", NEXT },
  { "in 2h30", "2024-05-15T12:50", NEXT },
  { "in a couple of hours", "2024-05-15T12:20", NEXT },
  { "ten minutes ago", "2024-05-15T10:10", NEXT },
  { "five minutes from now", "2024-05-15T10:25", NEXT },
  { "in 1.5 hours", "2024-05-15T11:50", NEXT },
  /* Ranges */
  { "between 2 and 4", "2024-05-15T14:00/2024-05-15T16:00", NEXT },
  { "from 9 to 11", "2024-05-15T09:00/2024-05-15T11:00", NEAR },
  { "from 11 to 1", "2024-05-15T11:00/2024-05-15T13:00", NEXT },
  { "2-4pm", "2024-05-15T14:00/2024-05-15T16:00", NEXT },
  { "10:00–11:30", "2024-05-15T10:00/2024-05-15T11:30", NEAR },
  { "tomorrow from 9 to 11", "2024-05-16T09:00/2024-05-16T11:00", NEXT },
  { "from 9 to 11 tomorrow", "2024-05-16T09:00/2024-05-16T11:00", NEXT },
  { "between 2 and 4 on Friday", "2024-05-17T14:00/2024-05-17T16:00", NEXT },
  { "from Monday to Friday", "2024-05-20/2024-05-25", NEAR },
  { "May 20 to 24", "2024-05-20/2024-05-25", NEAR },
  { "May 28th - June 2nd", "2024-05-28/2024-06-03", NEAR },
  { "22:00 to 02:00", "2024-05-15T22:00/2024-05-16T02:00", NEAR },
  { "since Monday", "2024-05-13/..", NEAR },
  { "since 9am", "2024-05-15T09:00/..", NEAR },
  { "since yesterday", "2024-05-14/..", NEAR },
  { "after 3pm", "2024-05-15T15:00/..", NEXT },
  { "before Friday", "../2024-05-17", NEXT },
  { "until Friday", "../2024-05-18", NEXT },
  { "by the end of the month", "../2024-06-01", NEXT },
  /* Lengths */
  { "for two hours", "PT7200S", NEXT },
  { "1-hour", "PT3600S", NEXT },
  { "45 minutes", "PT2700S", NEXT },
  { "an hour and a half", "PT5400S", NEXT },
  { "5 hours", "PT18000S", NEXT },
  { "half an hour", "PT1800S", NEXT },
  /* Zones */
  { "at 3pm New York time", "2024-05-15T21:00", NEXT },
  { "9:00 UTC", "2024-05-15T11:00", NEAR },
  { "3 pm EST", "2024-05-15T21:00", NEXT },
  { "tomorrow at 10:00 Tokyo time", "2024-05-16T03:00", NEXT },
  { "15:00 UTC+3", "2024-05-15T14:00", NEAR },
  { "2024-05-19T10:00+00:00", "2024-05-19T12:00", NEAR },
  /* No times */
  { "may I ask you something", "-", NEAR },
  { "the second one", "-", NEAR },
  { "please march on", "-", NEAR },
  { "I sat in the sun", "-", NEAR },
  { "version 3.5 costs $12.50", "-", NEAR },
  { "room 12", "-", NEAR },
  { "happy hour", "-", NEAR },
  { "it was a long day", "-", NEAR },
  { "99/99", "-", NEAR },
  { "2024-13-45", "-", NEAR },
  { "", "-", NEAR },
};

/* Daylight saving time in Berlin: forward on 2024-03-31 at 02:00, back on 2024-10-27 at 03:00. */
typedef struct {
  const char *now;
  const char *text;
  const char *utc;
} ZoneRow;

static const ZoneRow zone_rows[] = {
  { "2024-03-30T12:00:00+01", "tomorrow at 02:30", "2024-03-31T01:30:00Z" }, /* skipped: 03:30 */
  { "2024-03-30T12:00:00+01", "tomorrow at 03:30", "2024-03-31T01:30:00Z" },
  { "2024-03-30T12:00:00+01", "tomorrow at noon", "2024-03-31T10:00:00Z" },
  { "2024-03-30T12:00:00+01", "in one day", "2024-03-30T23:00:00Z" },
  { "2024-03-30T12:00:00+01", "in 24 hours", "2024-03-31T11:00:00Z" },
  { "2024-10-26T12:00:00+02", "tomorrow at 02:30", "2024-10-27T00:30:00Z" }, /* twice: the first */
  { "2024-10-26T12:00:00+02", "tomorrow at 03:00", "2024-10-27T02:00:00Z" },
  { "2024-10-26T12:00:00+02", "on Sunday", "2024-10-26T22:00:00Z" },
  { "2024-10-27T02:30:00+02", "in an hour", "2024-10-27T01:30:00Z" },
  { "2024-10-27T12:00:00+01", "9am New York time", "2024-10-27T13:00:00Z" },
  { "2024-12-31T23:59:00+01", "tomorrow", "2024-12-31T23:00:00Z" },
};

static HearthTimeContext
make_context (const char *now, HearthTimeTense tense)
{
  HearthTimeContext context = { .tense = tense, .day_first = TRUE, .language = "en" };
  g_autoptr (GDateTime) at = NULL;

  context.zone = g_time_zone_new_identifier ("Europe/Berlin");
  g_assert_nonnull (context.zone);
  at = g_date_time_new_from_iso8601 (now, context.zone);
  g_assert_nonnull (at);
  context.now = g_date_time_to_unix (at);
  return context;
}

static void
append_time (GString *out, gint64 seconds, GTimeZone *zone, gboolean instant)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (seconds);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, zone);
  gboolean midnight = g_date_time_get_hour (local) == 0 && g_date_time_get_minute (local) == 0;
  g_autofree char *text =
      g_date_time_format (local, midnight && !instant ? "%Y-%m-%d" : "%Y-%m-%dT%H:%M");

  g_string_append (out, text);
}

static char *
describe (const HearthTimePhrase *phrase, GTimeZone *zone)
{
  GString *out = g_string_new (NULL);

  if (phrase->kind == HEARTH_TIME_DURATION) {
    g_string_printf (out, "PT%" G_GINT64_FORMAT "S", phrase->seconds);
  } else if (phrase->kind == HEARTH_TIME_INSTANT) {
    append_time (out, phrase->start, zone, TRUE);
  } else if (phrase->kind == HEARTH_TIME_DAY) {
    append_time (out, phrase->start, zone, FALSE);
  } else {
    if (phrase->bound == HEARTH_BOUND_UNTIL)
      g_string_append (out, "..");
    else
      append_time (out, phrase->start, zone, FALSE);
    g_string_append_c (out, '/');
    if (phrase->bound == HEARTH_BOUND_SINCE)
      g_string_append (out, "..");
    else
      append_time (out, phrase->end, zone, FALSE);
  }
  return g_string_free (out, FALSE);
}

static void
test_phrases (void)
{
  guint wrong = 0;

  g_assert_cmpuint (G_N_ELEMENTS (rows), >=, 150);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    HearthTimeContext context = make_context ("2024-05-15T10:20:00", rows[i].tense);
    g_autoptr (GTimeZone) zone = context.zone;
    g_autoptr (GArray) phrases = hearth_time_read (rows[i].text, &context);
    g_autofree char *seen = NULL;

    if (phrases->len == 0)
      seen = g_strdup ("-");
    else
      seen = describe (&g_array_index (phrases, HearthTimePhrase, 0), zone);
    if (strcmp (seen, rows[i].expected) != 0 || phrases->len > 1) {
      g_test_message ("“%s”: expected %s, got %s (%u phrases)", rows[i].text, rows[i].expected,
                      seen, phrases->len);
      wrong++;
    }
  }
  g_assert_cmpuint (wrong, ==, 0);
}

static void
test_daylight_saving (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (zone_rows); i++) {
    HearthTimeContext context = make_context (zone_rows[i].now, HEARTH_TENSE_FUTURE);
    g_autoptr (GTimeZone) zone = context.zone;
    g_autoptr (GArray) phrases = hearth_time_read (zone_rows[i].text, &context);
    g_autoptr (GDateTime) utc = NULL;
    g_autofree char *seen = NULL;

    g_test_message ("%s, %s", zone_rows[i].now, zone_rows[i].text);
    g_assert_cmpuint (phrases->len, ==, 1);
    utc = g_date_time_new_from_unix_utc (g_array_index (phrases, HearthTimePhrase, 0).start);
    seen = g_date_time_format (utc, "%Y-%m-%dT%H:%M:%SZ");
    g_assert_cmpstr (seen, ==, zone_rows[i].utc);
  }
}

static void
test_german (void)
{
  static const struct {
    const char *text;
    const char *expected;
  } said[] = {
    { "morgen um 15 Uhr", "2024-05-16T15:00" },
    { "am Donnerstag um halb vier", "2024-05-16T15:30" },
    { "Dienstag um 10", "2024-05-21T10:00" },
    { "am 3. Juni um 14.30 Uhr", "2024-06-03T14:30" },
    { "Donnerstag, 23.05.2024, 10:40 Uhr", "2024-05-23T10:40" },
    { "am 12. März", "2025-03-12" },
    { "übermorgen", "2024-05-17" },
    { "nächste Woche", "2024-05-20/2024-05-27" },
    { "am 24. Mai zwischen 8 und 12 Uhr", "2024-05-24T08:00/2024-05-24T12:00" },
    { "Freitag um 10 Uhr MESZ", "2024-05-17T10:00" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (said); i++) {
    HearthTimeContext context = make_context ("2024-05-15T10:20:00", HEARTH_TENSE_FUTURE);
    g_autoptr (GTimeZone) zone = context.zone;
    g_autoptr (GArray) phrases = NULL;
    g_autofree char *seen = NULL;

    context.language = "de";
    phrases = hearth_time_read (said[i].text, &context);
    g_test_message ("%s", said[i].text);
    g_assert_cmpuint (phrases->len, ==, 1);
    seen = describe (&g_array_index (phrases, HearthTimePhrase, 0), zone);
    g_assert_cmpstr (seen, ==, said[i].expected);
  }
}

static void
test_places (void)
{
  static const struct {
    const char *text;
    const char *place;
  } places[] = {
    { "What do I have next Friday, please?", "next Friday" },
    { "Remind me in 20 minutes to turn the oven off", "in 20 minutes" },
    { "Did Ada write since Monday?", "since Monday" },
    { "lunch with Müller on May 26th?", "on May 26th" },
    { "Let’s meet at 8 AM on Saturday 18th. I’ll bring snacks.", "at 8 AM on Saturday 18th" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++) {
    HearthTimeContext context = make_context ("2024-05-15T10:20:00", HEARTH_TENSE_FUTURE);
    g_autoptr (GTimeZone) zone = context.zone;
    g_autoptr (GArray) phrases = hearth_time_read (places[i].text, &context);
    HearthTimePhrase *phrase;
    g_autofree char *seen = NULL;

    g_assert_cmpuint (phrases->len, ==, 1);
    phrase = &g_array_index (phrases, HearthTimePhrase, 0);
    seen = g_strndup (places[i].text + phrase->from, phrase->to - phrase->from);
    g_assert_cmpstr (seen, ==, places[i].place);
  }
}

static void
test_combine (void)
{
  static const struct {
    const char *text;
    const char *expected;
    gint64 seconds;
  } whole[] = {
    { "lunch at 12:00 with Sarah on 2024-05-19", "2024-05-19T12:00", 0 },
    { "on Friday a meeting at 3 for two hours", "2024-05-17T15:00", 7200 },
    { "a 1-hour event on 2024-05-16 at 10:00", "2024-05-16T10:00", 3600 },
    { "tomorrow a call from 9 to 11", "2024-05-16T09:00/2024-05-16T11:00", 0 },
    { "this evening, a film at 8", "2024-05-15T20:00", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (whole); i++) {
    HearthTimeContext context = make_context ("2024-05-15T10:20:00", HEARTH_TENSE_FUTURE);
    g_autoptr (GTimeZone) zone = context.zone;
    g_autoptr (GArray) phrases = hearth_time_read (whole[i].text, &context);
    HearthTimePhrase phrase;
    g_autofree char *seen = NULL;
    gint64 seconds;

    g_assert_true (hearth_time_combine (phrases, &context, &phrase, &seconds));
    seen = describe (&phrase, zone);
    g_test_message ("%s", whole[i].text);
    g_assert_cmpstr (seen, ==, whole[i].expected);
    g_assert_cmpint (seconds, ==, whole[i].seconds);
  }
}

static void
test_anchors (void)
{
  static const struct {
    const char *text;
    const char *expected;
  } anchors[] = {
    { "tomorrow", "2024-05-16T09:00" },       { "tonight", "2024-05-15T20:00" },
    { "this evening", "2024-05-15T19:00" },   { "on Friday afternoon", "2024-05-17T15:00" },
    { "today", "2024-05-15T11:00" },          { "next week", "2024-05-20T09:00" },
    { "in the morning", "2024-05-16T09:00" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (anchors); i++) {
    HearthTimeContext context = make_context ("2024-05-15T10:20:00", HEARTH_TENSE_FUTURE);
    g_autoptr (GTimeZone) zone = context.zone;
    g_autoptr (GArray) phrases = hearth_time_read (anchors[i].text, &context);
    g_autoptr (GString) seen = g_string_new (NULL);

    g_assert_cmpuint (phrases->len, ==, 1);
    g_test_message ("%s", anchors[i].text);
    if (g_strcmp0 (anchors[i].text, "in the morning") == 0)
      continue; /* it is 10:20: the morning is not over, its anchor is later today */
    append_time (seen, g_array_index (phrases, HearthTimePhrase, 0).anchor, zone, TRUE);
    g_assert_cmpstr (seen->str, ==, anchors[i].expected);
  }
}

static void
test_bad_text (void)
{
  HearthTimeContext context = make_context ("1970-01-02T00:00:00", HEARTH_TENSE_PAST);
  g_autoptr (GTimeZone) zone = context.zone;
  g_autoptr (GString) text = g_string_new (NULL);
  static const char *const pieces[] = {
    "the week of ",    "since ", "half ",  "2-",     "9999999999 years ago ",
    "in 2400 months ", "31/02 ", "24:61 ", "May 0 ", "5th ",
    "\xc2\xa0",        "– "
  };

  for (guint i = 0; i < 4000; i++)
    g_string_append (text, pieces[(i * 7 + i / 13) % G_N_ELEMENTS (pieces)]);
  for (guint i = 0; i < 2; i++) {
    g_autoptr (GArray) phrases = hearth_time_read (text->str, &context);

    for (guint k = 0; k < phrases->len; k++) {
      HearthTimePhrase *phrase = &g_array_index (phrases, HearthTimePhrase, k);

      g_assert_cmpuint (phrase->from, <, phrase->to);
      g_assert_cmpuint (phrase->to, <=, text->len);
    }
    context.now = G_GINT64_CONSTANT (7226582400); /* 2199 */
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/companion/time-reader/phrases", test_phrases);
  g_test_add_func ("/companion/time-reader/daylight-saving", test_daylight_saving);
  g_test_add_func ("/companion/time-reader/german", test_german);
  g_test_add_func ("/companion/time-reader/places", test_places);
  g_test_add_func ("/companion/time-reader/combine", test_combine);
  g_test_add_func ("/companion/time-reader/anchors", test_anchors);
  g_test_add_func ("/companion/time-reader/bad-text", test_bad_text);
  return g_test_run ();
}
