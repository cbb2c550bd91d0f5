/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-clock.h"
#include "hearth-format.h"
#include "hearth-time-text.h"

/* A Tuesday; the field holds a Thursday in the week after. */
#define NOW "2026-11-24T10:00:00"
#define BASE "2026-12-03T14:00:00"

static gint64
at (const char *text)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Berlin");
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, zone);

  return g_date_time_to_unix (time);
}

static char *
format (gint64 when)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Berlin");
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (when);
  g_autoptr (GDateTime) time = g_date_time_to_timezone (utc, zone);

  return g_date_time_format (time, "%Y-%m-%d %H:%M");
}

static void
test_read (void)
{
  static const struct {
    const char *text;
    const char *when; /* NULL: it is not understood */
  } cases[] = {
    { "15:00", "2026-12-03 15:00" },
    { "15", "2026-12-03 15:00" },
    { "3:05", "2026-12-03 03:05" },
    { " 9.15 ", "2026-12-03 09:15" },
    { "3 pm", "2026-12-03 15:00" },
    { "noon", "2026-12-03 12:00" },
    { "tomorrow 3 pm", "2026-11-25 15:00" },
    { "tomorrow", "2026-11-25 14:00" },
    { "Friday 12:30", "2026-11-27 12:30" },
    { "Friday", "2026-11-27 14:00" },
    { "27 November 2026", "2026-11-27 14:00" },
    { "November 27", "2026-11-27 14:00" },
    { "2026-11-27", "2026-11-27 14:00" },
    { "2026-11-27 14:30", "2026-11-27 14:30" },
    { "27.11.2026", "2026-11-27 14:00" },
    /* What is not understood is not guessed at. */
    { "", NULL },
    { "soon", NULL },
    { "24:30", NULL },
    { "12:60", NULL },
    { "15:00 or so", NULL },
    { "2026-02-30", NULL },
    { "for two hours", NULL },
    { "next month", NULL },
    { "Friday with Ana", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    gint64 when = 0;
    gboolean is_read = hearth_time_text_read (cases[i].text, at (BASE), FALSE, &when);
    g_autofree char *written = is_read ? format (when) : NULL;

    g_test_message ("%s", cases[i].text);
    g_assert_cmpstr (written, ==, cases[i].when);
  }
}

/* In the locale's language, and in English where that makes more of it. */
static void
test_german (void)
{
  static const struct {
    const char *text;
    const char *when; /* NULL: it is not understood */
  } cases[] = {
    { "15 Uhr", "2026-12-03 15:00" },
    { "morgen um 15 Uhr", "2026-11-25 15:00" },
    { "Freitag 12:30", "2026-11-27 12:30" },
    { "27. November 2026", "2026-11-27 14:00" },
    { "halb vier", "2026-12-03 15:30" },
    { "tomorrow 3 pm", "2026-11-25 15:00" },
    { "Friday", "2026-11-27 14:00" },
    { "bald", NULL },
    { "Freitag mit Ana", NULL },
  };
  const char *before = g_getenv ("LANGUAGE");
  g_autofree char *language = g_strdup (before);

  g_setenv ("LANGUAGE", "de_AT", TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    gint64 when = 0;
    gboolean is_read = hearth_time_text_read (cases[i].text, at (BASE), FALSE, &when);
    g_autofree char *written = is_read ? format (when) : NULL;

    g_test_message ("%s", cases[i].text);
    g_assert_cmpstr (written, ==, cases[i].when);
  }
  if (language != NULL)
    g_setenv ("LANGUAGE", language, TRUE);
  else
    g_unsetenv ("LANGUAGE");
}

static void
test_whole_days (void)
{
  gint64 when = 0;

  g_assert_true (hearth_time_text_read ("tomorrow 3 pm", at (BASE), TRUE, &when));
  g_assert_cmpint (when, ==, at ("2026-11-25T00:00:00"));
  g_assert_false (hearth_time_text_read ("15", at (BASE), TRUE, &when));
}

/* On a 12-hour clock nobody means the small hours. */
static void
test_twelve_hours (void)
{
  gint64 when = 0;

  hearth_format_set_hours (HEARTH_HOURS_12);
  g_assert_true (hearth_time_text_read ("3:30", at (BASE), FALSE, &when));
  g_assert_cmpint (when, ==, at ("2026-12-03T15:30:00"));
  g_assert_true (hearth_time_text_read ("03:30", at (BASE), FALSE, &when));
  g_assert_cmpint (when, ==, at ("2026-12-03T03:30:00"));
  hearth_format_set_hours (HEARTH_HOURS_24);
}

/* What is written can be read again, over every day of a year, changes of the clocks included. */
static void
test_both_ways (void)
{
  for (int day = 0; day < 400; day++) {
    gint64 base = at (NOW) + (gint64) day * 86400;
    g_autofree char *text = hearth_time_text_write_day (base);
    g_autofree char *clock = hearth_format_time (base);
    gint64 when = 0;

    g_assert_true (hearth_time_text_read (text, base, FALSE, &when));
    g_assert_cmpint (when, ==, base);
    g_assert_true (hearth_time_text_read (clock, base, FALSE, &when));
    g_assert_cmpint (when, ==, base);
  }
}

int
main (int argc, char *argv[])
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Berlin");

  g_test_init (&argc, &argv, NULL);
  hearth_clock_set_zone (zone);
  hearth_clock_turn_to (at (NOW));
  hearth_format_set_hours (HEARTH_HOURS_24);
  g_test_add_func ("/time-text/read", test_read);
  g_test_add_func ("/time-text/german", test_german);
  g_test_add_func ("/time-text/whole-days", test_whole_days);
  g_test_add_func ("/time-text/twelve-hours", test_twelve_hours);
  g_test_add_func ("/time-text/both-ways", test_both_ways);
  return g_test_run ();
}
