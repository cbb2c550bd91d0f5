/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-calendar-error.h"
#include "hearth-civil.h"
#include "hearth-recurrence.h"

#include <time.h>

#define MAX_STARTS 40

typedef struct {
  GString *text;
  guint n;
  guint max;
} Found;

static gboolean
found_cb (gint64 local, gpointer user_data)
{
  Found *found = user_data;
  g_autofree char *text = hearth_civil_format (local, FALSE);

  g_string_append_printf (found->text, "%s%s", found->n > 0 ? "," : "", text);
  return ++found->n < found->max;
}

static gint64
parse (const char *text)
{
  gint64 seconds;
  gboolean is_date;
  gboolean is_utc;

  g_assert_true (hearth_civil_parse (text, &seconds, &is_date, &is_utc));
  return seconds;
}

static char *
expand (const char *start, const char *rule_text, const char *from, const char *to)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthRule) rule = hearth_rule_new (rule_text, parse (start), FALSE, &error);
  Found found = { .text = g_string_new (NULL), .max = MAX_STARTS };
  guint64 budget = 2000000;

  g_assert_no_error (error);
  g_assert_true (hearth_rule_expand (rule, parse (from), parse (to), &budget, found_cb, &found));
  return g_string_free (found.text, FALSE);
}

/* Six hundred rules against what python-dateutil says. */
static void
test_cases (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "rrule-cases.txt", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) lines = NULL;
  guint n = 0;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++) {
    g_auto (GStrv) fields = g_strsplit (lines[i], "\t", 5);
    g_autofree char *found = NULL;

    g_assert_cmpuint (g_strv_length (fields), ==, 5);
    found = expand (fields[0], fields[1], fields[2], fields[3]);
    if (!g_str_equal (found, fields[4]))
      g_test_message ("%s %s from %s\n  expected %s\n  found    %s", fields[0], fields[1],
                      fields[2], fields[4], found);
    g_assert_cmpstr (found, ==, fields[4]);
    n++;
  }
  g_assert_cmpuint (n, ==, 600);
}

/* DTSTART is the first occurrence, whether or not the rule would give it. */
static void
test_start_counts (void)
{
  g_autofree char *found = expand ("20260106T090000", "FREQ=WEEKLY;BYDAY=MO;COUNT=3",
                                   "20260101T000000", "20270101T000000");
  g_autofree char *plain = expand ("20260105T090000", "FREQ=WEEKLY;BYDAY=MO;COUNT=3",
                                   "20260101T000000", "20270101T000000");

  g_assert_cmpstr (found, ==, "20260106T090000,20260112T090000,20260119T090000");
  g_assert_cmpstr (plain, ==, "20260105T090000,20260112T090000,20260119T090000");
}

static gboolean
ignore_cb (gint64 local, gpointer user_data)
{
  return ++*(guint *) user_data < 5000;
}

/* Rules made to keep a program busy. */
static void
test_bombs (void)
{
  static const char *const bombs[] = {
    "FREQ=SECONDLY",
    "FREQ=SECONDLY;COUNT=1000000000",
    "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=30;COUNT=1000000000",
    "FREQ=SECONDLY;INTERVAL=0",
    "FREQ=DAILY;INTERVAL=0;COUNT=2147483647",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31;COUNT=3",
    "FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=4,6,9,11",
    "FREQ=YEARLY;BYWEEKNO=53;BYYEARDAY=100",
    "FREQ=DAILY;BYHOUR=0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23;BYMINUTE=0,1,"
    "2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30;BYSECOND=0,1,2,"
    "3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30",
    "FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYHOUR=0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15;BYMINUTE="
    "0,1,2,3,4,5,6,7,8,9,10;BYSECOND=0,1,2,3,4,5,6,7,8,9;BYSETPOS=366,-366",
    "FREQ=HOURLY;BYSECOND=61;BYMINUTE=99",
    "FREQ=SECONDLY;BYSECOND=1;BYMINUTE=1;BYHOUR=1;BYDAY=MO;BYMONTHDAY=-31;BYMONTH=2",
    "FREQ=SECONDLY;UNTIL=99991231T235959Z",
  };
  clock_t begin = clock ();

  for (guint i = 0; i < G_N_ELEMENTS (bombs); i++) {
    g_autoptr (HearthRule) rule =
        hearth_rule_new (bombs[i], parse ("19700101T000000"), FALSE, NULL);
    guint64 budget = 200000;
    guint n = 0;

    if (rule != NULL)
      hearth_rule_expand (rule, parse ("20250101T000000"), parse ("20280101T000000"), &budget,
                          ignore_cb, &n);
    g_assert_cmpuint (n, <=, 5000);
  }
  g_assert_cmpint (clock () - begin, <, CLOCKS_PER_SEC);
}

static void
test_bad_rules (void)
{
  static const char *const bad[] = { "",         "FREQ",
                                     "FREQ=",    "FREQ=SOMETIMES",
                                     "COUNT=3",  "FREQ=YEARLY;RSCALE=CHINESE",
                                     "\xff\xfe", ";;;;" };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (HearthRule) rule = hearth_rule_new (bad[i], 0, FALSE, &error);

    g_assert_null (rule);
    g_assert_error (error, HEARTH_CALENDAR_ERROR, HEARTH_CALENDAR_ERROR_BAD_FORMAT);
  }
}

static void
test_civil (void)
{
  gint64 seconds;
  gboolean is_date;
  gboolean is_utc;

  for (gint64 day = -720000; day < 2900000; day += 17) {
    HearthCivil civil = hearth_civil_from_day (day);

    g_assert_cmpint (hearth_civil_to_day (civil.year, civil.month, civil.day), ==, day);
  }
  g_assert_cmpint (hearth_civil_to_day (2000, 3, 1), ==, 11017);
  g_assert_cmpint (hearth_civil_weekday (0), ==, 4);
  g_assert_cmpint (hearth_civil_day_of (-1), ==, -1);
  g_assert_false (hearth_civil_parse ("20260229", &seconds, &is_date, &is_utc));
  g_assert_false (hearth_civil_parse ("20261301", &seconds, &is_date, &is_utc));
  g_assert_false (hearth_civil_parse ("20260101T2500", &seconds, &is_date, &is_utc));
  g_assert_false (hearth_civil_parse ("", &seconds, &is_date, &is_utc));
  g_assert_true (hearth_civil_parse ("2026-02-28T23:59:60Z", &seconds, &is_date, &is_utc));
  g_assert_true (is_utc);
  g_assert_false (is_date);
  g_assert_cmpint (seconds, ==, 1772323199);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/calendar/recurrence/cases", test_cases);
  g_test_add_func ("/calendar/recurrence/start-counts", test_start_counts);
  g_test_add_func ("/calendar/recurrence/bombs", test_bombs);
  g_test_add_func ("/calendar/recurrence/bad-rules", test_bad_rules);
  g_test_add_func ("/calendar/recurrence/civil", test_civil);
  return g_test_run ();
}
