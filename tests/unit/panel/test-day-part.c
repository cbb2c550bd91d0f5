/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-day-part.h"

static void
check (const char *time, const char *greeting, const char *questions)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  g_autoptr (GDateTime) now = g_date_time_new_from_iso8601 (time, zone);
  g_autofree const char **list = hearth_day_part_list_questions (now);
  g_autofree char *joined = g_strjoinv (" ", (char **) list);

  g_assert_cmpstr (hearth_day_part_get_greeting (now), ==, greeting);
  g_assert_cmpstr (joined, ==, questions);
}

static void
test_hours (void)
{
  /* A Monday, a Wednesday, a Friday. */
  check ("2026-06-01T08:00:00", "Good morning.",
         "What is on this week? What needs me today? Any mail since yesterday?");
  check ("2026-06-03T05:00:00", "Good morning.",
         "Brief me What needs me today? Any mail since yesterday?");
  check ("2026-06-03T12:00:00", "Good afternoon.",
         "What needs me today? When am I free this week?");
  check ("2026-06-03T18:00:00", "Good evening.",
         "What is on tomorrow? What needs me today? When am I free this week?");
  check ("2026-06-03T03:00:00", "Good evening.",
         "What is on tomorrow? What needs me today? Any mail since yesterday?");
  check ("2026-06-05T16:00:00", "Good afternoon.",
         "How was my week? What needs me today? When am I free this week?");
  check ("2026-06-05T20:00:00", "Good evening.",
         "How was my week? What is on tomorrow? What needs me today?");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/panel/day-part/hours", test_hours);
  return g_test_run ();
}
