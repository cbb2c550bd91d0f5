/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-digest-plan.h"

#include "hearth-clock.h"

#define HOUR ((gint64) 3600)
#define NOON (12 * 60)
/* So many days hold each weekday once, and one more for a time that has not come yet today. */
#define MAX_DAYS 8

/* The time of a kind on the day that is @days after that of @now; 0 if it does not come then. */
static gint64
find_on_day (const HearthDigestPlan *self, HearthDigestKind kind, gint64 now, int days)
{
  guint wanted = kind == HEARTH_DIGEST_WEEKLY ? self->week_day : self->weekdays;
  g_autoptr (GDateTime) today = hearth_clock_dup_at (now);
  g_autoptr (GDateTime) day = today != NULL ? g_date_time_add_days (today, days) : NULL;
  g_autoptr (GTimeZone) zone = hearth_clock_dup_zone ();
  g_autoptr (GDateTime) time = NULL;
  guint minute = MIN (self->minute[kind], 24 * 60 - 1);

  if (day == NULL || (wanted & (1u << (g_date_time_get_day_of_week (day) - 1))) == 0)
    return 0;
  /* By the calendar and not by seconds: a day on which the clock is changed is longer or shorter.
   */
  time =
      g_date_time_new (zone, g_date_time_get_year (day), g_date_time_get_month (day),
                       g_date_time_get_day_of_month (day), (int) minute / 60, (int) minute % 60, 0);
  return time != NULL ? g_date_time_to_unix (time) : 0;
}

/**
 * hearth_digest_plan_find_last:
 * @self: a plan
 * @kind: which digest
 * @now: seconds since 1970 UTC
 *
 * Returns: when it was due last, at @now at the latest; 0 if it was not within a week
 */
gint64
hearth_digest_plan_find_last (const HearthDigestPlan *self, HearthDigestKind kind, gint64 now)
{
  for (int days = 0; self->on[kind] && days < MAX_DAYS; days++) {
    gint64 due = find_on_day (self, kind, now, -days);

    if (due != 0 && due <= now)
      return due;
  }
  return 0;
}

/**
 * hearth_digest_plan_find_next:
 * @self: a plan
 * @kind: which digest
 * @now: seconds since 1970 UTC
 *
 * Returns: when it is due next, after @now; %G_MAXINT64 if it never is
 */
gint64
hearth_digest_plan_find_next (const HearthDigestPlan *self, HearthDigestKind kind, gint64 now)
{
  for (int days = 0; self->on[kind] && days < MAX_DAYS; days++) {
    gint64 due = find_on_day (self, kind, now, days);

    if (due > now)
      return due;
  }
  return G_MAXINT64;
}

/**
 * hearth_digest_plan_is_late:
 * @kind: which digest
 * @due: when it was due
 * @now: the time that it is
 *
 * A digest is about its hour: that of the morning is of no use after noon, nor any other hours
 * later. What is in it stands in Today.
 *
 * Returns: whether it is better not told any more
 */
gboolean
hearth_digest_plan_is_late (HearthDigestKind kind, gint64 due, gint64 now)
{
  g_autoptr (GDateTime) local = hearth_clock_dup_at (now);
  g_autoptr (GDateTime) then = hearth_clock_dup_at (due);

  if (local == NULL || then == NULL || now < due)
    return FALSE;
  if (kind == HEARTH_DIGEST_MORNING) {
    gboolean same_day = g_date_time_get_day_of_year (local) == g_date_time_get_day_of_year (then) &&
                        now - due < 24 * HOUR;
    guint minute = g_date_time_get_hour (local) * 60 + g_date_time_get_minute (local);
    guint set_for = g_date_time_get_hour (then) * 60 + g_date_time_get_minute (then);

    /* Whose morning begins at eleven may be told until two. */
    return !same_day || minute >= MAX (NOON, set_for + 3 * 60);
  }
  return now - due >= (kind == HEARTH_DIGEST_WEEKLY ? 6 * HOUR : 4 * HOUR);
}
