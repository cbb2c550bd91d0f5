/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-day-part.h"

#include <glib/gi18n.h>

/* What one might ask at an hour of a day. The rules understand each of these. */

#define MORNING 5
#define NOON 12
#define AFTERNOON 15
#define EVENING 18

/**
 * hearth_day_part_get_greeting:
 * @now: the owner's time
 *
 * Returns: (transfer none): what one says then
 */
const char *
hearth_day_part_get_greeting (GDateTime *now)
{
  int hour = g_date_time_get_hour (now);

  if (hour >= MORNING && hour < NOON)
    return _("Good morning.");
  if (hour >= NOON && hour < EVENING)
    return _("Good afternoon.");
  return _("Good evening.");
}

/**
 * hearth_day_part_list_questions:
 * @now: the owner's time
 *
 * Returns: (transfer container): what one might ask then, the most likely first, ended by %NULL
 */
const char **
hearth_day_part_list_questions (GDateTime *now)
{
  const char **questions = g_new0 (const char *, 4);
  int hour = g_date_time_get_hour (now);
  int weekday = g_date_time_get_day_of_week (now);
  guint n = 0;

  if (weekday == G_DATE_FRIDAY && hour >= AFTERNOON)
    questions[n++] = _("How was my week?");
  if (hour >= EVENING || hour < MORNING)
    questions[n++] = _("What is on tomorrow?");
  else if (hour < NOON)
    questions[n++] = weekday == G_DATE_MONDAY ? _("What is on this week?") : _("Brief me");
  questions[n++] = _("What needs me today?");
  if (n < 3)
    questions[n++] =
        hour < NOON ? _("Any mail since yesterday?") : _("When am I free this week?");
  return questions;
}
