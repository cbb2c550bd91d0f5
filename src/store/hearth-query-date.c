/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-query.h"

#include "hearth-clock.h"

#include <string.h>

/* Dates in queries: 2024-03-09 (also with "/"), 2024-03, 2024, today, yesterday, and 7d, 2w, 3m, 1y
 * back from today, all in the owner's zone. */

static gboolean
span_of_days (GDateTime *first, GDateTime *after, gint64 *since, gint64 *before)
{
  if (first == NULL || after == NULL)
    return FALSE;
  *since = g_date_time_to_unix (first);
  *before = g_date_time_to_unix (after);
  return TRUE;
}

static GDateTime *
midnight (GTimeZone *zone, int year, int month, int day)
{
  return g_date_time_new (zone, year, month, day, 0, 0, 0);
}

static gboolean
parse_iso (const char *text, GTimeZone *zone, gint64 *since, gint64 *before)
{
  int parts[3] = { 0, 1, 1 };
  int n = 0;
  const char *p = text;
  g_autoptr (GDateTime) first = NULL;
  g_autoptr (GDateTime) after = NULL;

  for (; n < 3; n++) {
    const char *digits = p;
    int value = 0;

    while (g_ascii_isdigit (*p) && p - digits < 4)
      value = value * 10 + (*p++ - '0');
    if (p == digits || (n == 0 && p - digits != 4) || (n > 0 && p - digits > 2))
      return FALSE;
    parts[n] = value;
    if (*p == '\0')
      break;
    if (*p != '-' && *p != '/')
      return FALSE;
    p++;
  }
  if (n == 3)
    return FALSE;
  first = midnight (zone, parts[0], parts[1], parts[2]);
  if (first == NULL)
    return FALSE;
  if (n == 0)
    after = midnight (zone, parts[0] + 1, 1, 1);
  else if (n == 1)
    after = parts[1] == 12 ? midnight (zone, parts[0] + 1, 1, 1)
                           : midnight (zone, parts[0], parts[1] + 1, 1);
  else
    after = g_date_time_add_days (first, 1);
  return span_of_days (first, after, since, before);
}

static gboolean
day_from (GDateTime *today, int years, int months, int days, gint64 *since, gint64 *before)
{
  g_autoptr (GDateTime) first = g_date_time_add_full (today, -years, -months, -days, 0, 0, 0);
  g_autoptr (GDateTime) after = first != NULL ? g_date_time_add_days (first, 1) : NULL;

  return span_of_days (first, after, since, before);
}

static gboolean
parse_relative (const char *text, GDateTime *today, gint64 *since, gint64 *before)
{
  const char *p = text;
  int n = 0;

  while (g_ascii_isdigit (*p) && p - text < 4)
    n = n * 10 + (*p++ - '0');
  if (p == text || *p == '\0' || p[1] != '\0')
    return FALSE;
  switch (g_ascii_tolower (*p)) {
  case 'd':
    return day_from (today, 0, 0, n, since, before);
  case 'w':
    return day_from (today, 0, 0, 7 * n, since, before);
  case 'm':
    return day_from (today, 0, n, 0, since, before);
  case 'y':
    return day_from (today, n, 0, 0, since, before);
  default:
    return FALSE;
  }
}

/**
 * hearth_query_parse_date:
 * @text: a date as queries have it
 * @since: (out): when it begins, seconds since 1970 UTC
 * @before: (out): when it is over
 *
 * Reads a day, a month or a year in the owner's zone.
 *
 * Returns: whether it is a date
 */
gboolean
hearth_query_parse_date (const char *text, gint64 *since, gint64 *before)
{
  g_autoptr (GTimeZone) zone = hearth_clock_dup_zone ();
  g_autoptr (GDateTime) now = hearth_clock_dup_local ();
  g_autoptr (GDateTime) today = NULL;

  if (parse_iso (text, zone, since, before))
    return TRUE;
  today = midnight (zone, g_date_time_get_year (now), g_date_time_get_month (now),
                    g_date_time_get_day_of_month (now));
  if (today == NULL)
    return FALSE;
  if (g_ascii_strcasecmp (text, "today") == 0)
    return day_from (today, 0, 0, 0, since, before);
  if (g_ascii_strcasecmp (text, "yesterday") == 0)
    return day_from (today, 0, 0, 1, since, before);
  return parse_relative (text, today, since, before);
}
