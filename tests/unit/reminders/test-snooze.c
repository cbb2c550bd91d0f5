/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-clock.h"
#include "hearth-snooze.h"

static gint64
at (const char *iso)
{
  g_autoptr (GTimeZone) zone = hearth_clock_dup_zone ();
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (iso, zone);

  g_assert_nonnull (time);
  return g_date_time_to_unix (time);
}

static void
test_until (void)
{
  g_autoptr (GTimeZone) berlin = g_time_zone_new_identifier ("Europe/Berlin");
  HearthReminder own = { 0 };
  HearthReminder event = { 0 };
  static const struct {
    HearthSnooze snooze;
    const char *now;
    const char *until;
  } cases[] = {
    { HEARTH_SNOOZE_MINUTES, "2024-05-15T10:00:00", "2024-05-15T10:05:00" },
    { HEARTH_SNOOZE_TONIGHT, "2024-05-15T10:00:00", "2024-05-15T18:00:00" },
    { HEARTH_SNOOZE_TONIGHT, "2024-05-15T17:59:59", "2024-05-15T18:00:00" },
    { HEARTH_SNOOZE_TONIGHT, "2024-05-15T18:00:00", "2024-05-15T20:00:00" },
    { HEARTH_SNOOZE_TONIGHT, "2024-05-15T23:30:00", "2024-05-16T01:30:00" },
    { HEARTH_SNOOZE_TOMORROW, "2024-05-15T10:00:00", "2024-05-16T09:00:00" },
    { HEARTH_SNOOZE_TOMORROW, "2024-05-15T00:00:30", "2024-05-16T09:00:00" },
    { HEARTH_SNOOZE_TOMORROW, "2024-12-31T10:00:00", "2025-01-01T09:00:00" },
    /* A day of 23 hours, and one of 25. */
    { HEARTH_SNOOZE_TOMORROW, "2024-03-30T10:00:00", "2024-03-31T09:00:00" },
    { HEARTH_SNOOZE_TOMORROW, "2024-10-26T10:00:00", "2024-10-27T09:00:00" },
    { HEARTH_SNOOZE_TONIGHT, "2024-03-31T01:30:00", "2024-03-31T18:00:00" },
  };

  hearth_clock_set_zone (berlin);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("%s", cases[i].now);
    g_assert_cmpint (hearth_snooze_until (cases[i].snooze, &own, at (cases[i].now)), ==,
                     at (cases[i].until));
  }
  /* Until it begins; but not until what has begun. */
  event.event_start = at ("2024-05-15T10:03:00");
  g_assert_cmpint (hearth_snooze_until (HEARTH_SNOOZE_START, &event, at ("2024-05-15T10:00:00")),
                   ==, event.event_start);
  g_assert_cmpint (hearth_snooze_until (HEARTH_SNOOZE_START, &event, at ("2024-05-15T10:03:00")),
                   ==, at ("2024-05-15T10:08:00"));
  g_assert_cmpint (hearth_snooze_until (HEARTH_SNOOZE_START, &own, at ("2024-05-15T10:00:00")), ==,
                   at ("2024-05-15T10:05:00"));
  hearth_clock_set_zone (NULL);
}

static void
test_words (void)
{
  HearthSnooze snooze = HEARTH_SNOOZE_MINUTES;

  g_assert_true (hearth_snooze_from_string ("start", &snooze));
  g_assert_cmpint (snooze, ==, HEARTH_SNOOZE_START);
  g_assert_true (hearth_snooze_from_string ("Tonight", &snooze));
  g_assert_cmpint (snooze, ==, HEARTH_SNOOZE_TONIGHT);
  g_assert_true (hearth_snooze_from_string ("tomorrow", &snooze));
  g_assert_cmpint (snooze, ==, HEARTH_SNOOZE_TOMORROW);
  g_assert_false (hearth_snooze_from_string ("later", &snooze));
  g_assert_false (hearth_snooze_from_string ("", &snooze));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reminders/snooze/until", test_until);
  g_test_add_func ("/reminders/snooze/words", test_words);
  return g_test_run ();
}
