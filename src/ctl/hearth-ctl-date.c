/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ctl-date.h"

#include <stdio.h>
#include <string.h>

#include "hearth-clock.h"

static gboolean
set_midnight (int year, int month, int day, gint64 *midnight)
{
  g_autoptr (GTimeZone) zone = hearth_clock_dup_zone ();
  g_autoptr (GDateTime) time = g_date_time_new (zone, year, month, day, 0, 0, 0);

  if (time == NULL)
    return FALSE;
  *midnight = g_date_time_to_unix (time);
  return TRUE;
}

/**
 * hearth_ctl_add_days:
 * @midnight: a local midnight, seconds since 1970 UTC
 * @days: days to add
 *
 * Returns: the local midnight so many days later, whatever the clocks do between
 */
gint64
hearth_ctl_add_days (gint64 midnight, int days)
{
  g_autoptr (GDateTime) time = hearth_clock_dup_at (midnight);
  g_autoptr (GDateTime) later = time != NULL ? g_date_time_add_days (time, days) : NULL;
  gint64 result = midnight;

  if (later != NULL)
    set_midnight (g_date_time_get_year (later), g_date_time_get_month (later),
                  g_date_time_get_day_of_month (later), &result);
  return result;
}

/**
 * hearth_ctl_parse_day:
 * @text: "today", "tomorrow", "yesterday", "+3", "-1" or "2026-05-31"
 * @now: seconds since 1970 UTC
 * @midnight: (out): the local midnight at which the day begins, seconds since 1970 UTC
 *
 * Returns: whether @text is a day
 */
gboolean
hearth_ctl_parse_day (const char *text, gint64 now, gint64 *midnight)
{
  static const struct {
    const char *name;
    int days;
  } names[] = { { "today", 0 }, { "tomorrow", 1 }, { "yesterday", -1 } };
  g_autoptr (GDateTime) local = hearth_clock_dup_at (now);
  int year, month, day;
  char rest;
  gint64 days;

  if (sscanf (text, "%4d-%2d-%2d%c", &year, &month, &day, &rest) == 3)
    return set_midnight (year, month, day, midnight);
  if (local == NULL || !set_midnight (g_date_time_get_year (local), g_date_time_get_month (local),
                                      g_date_time_get_day_of_month (local), midnight))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    if (strcmp (text, names[i].name) == 0) {
      *midnight = hearth_ctl_add_days (*midnight, names[i].days);
      return TRUE;
    }
  }
  if ((*text == '+' || *text == '-') &&
      g_ascii_string_to_signed (text + (*text == '+' ? 1 : 0), 10, -36500, 36500, &days, NULL)) {
    *midnight = hearth_ctl_add_days (*midnight, (int) days);
    return TRUE;
  }
  return FALSE;
}
