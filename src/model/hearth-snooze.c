/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-snooze.h"

#include "hearth-clock.h"

#define MINUTES 300
#define EVENING_HOUR 18
#define MORNING_HOUR 9
#define LATER_TONIGHT 7200

/* That hour of a day so many days from now, in the owner's zone, also where that day is 23 hours
 * long. */
static gint64
at_hour (gint64 now, int days, int hour)
{
  g_autoptr (GTimeZone) zone = hearth_clock_dup_zone ();
  g_autoptr (GDateTime) local = hearth_clock_dup_at (now);
  g_autoptr (GDateTime) day = NULL;
  g_autoptr (GDateTime) at = NULL;

  day = local != NULL ? g_date_time_add_days (local, days) : NULL;
  if (day == NULL)
    return now + days * 86400;
  at = g_date_time_new (zone, g_date_time_get_year (day), g_date_time_get_month (day),
                        g_date_time_get_day_of_month (day), hour, 0, 0);
  return at != NULL ? g_date_time_to_unix (at) : now + days * 86400;
}

/**
 * hearth_snooze_until:
 * @snooze: how long
 * @reminder: what is put off
 * @now: seconds since 1970 UTC
 *
 * Says when a reminder that is put off comes again. One without an event, or whose event has begun,
 * cannot wait for its beginning and comes in five minutes.
 *
 * Returns: seconds since 1970 UTC, later than @now
 */
gint64
hearth_snooze_until (HearthSnooze snooze, const HearthReminder *reminder, gint64 now)
{
  switch (snooze) {
  case HEARTH_SNOOZE_START:
    return reminder->event_start > now ? reminder->event_start : now + MINUTES;
  case HEARTH_SNOOZE_TONIGHT: {
    gint64 evening = at_hour (now, 0, EVENING_HOUR);

    return evening > now ? evening : now + LATER_TONIGHT;
  }
  case HEARTH_SNOOZE_TOMORROW:
    return at_hour (now, 1, MORNING_HOUR);
  case HEARTH_SNOOZE_MINUTES:
  default:
    return now + MINUTES;
  }
}

/**
 * hearth_snooze_from_string:
 * @word: "start", "tonight" or "tomorrow"
 * @snooze: (out): how long that is
 *
 * Returns: whether it is such a word
 */
gboolean
hearth_snooze_from_string (const char *word, HearthSnooze *snooze)
{
  static const struct {
    const char *word;
    HearthSnooze snooze;
  } words[] = {
    { "start", HEARTH_SNOOZE_START },
    { "tonight", HEARTH_SNOOZE_TONIGHT },
    { "tomorrow", HEARTH_SNOOZE_TOMORROW },
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    if (g_ascii_strcasecmp (word, words[i].word) == 0) {
      *snooze = words[i].snooze;
      return TRUE;
    }
  }
  return FALSE;
}
