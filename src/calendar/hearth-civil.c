/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-civil.h"

/* Wall-clock times are counted as if there were no zones: seconds since 1970-01-01 00:00 on the
 * wall. Recurrence is arithmetic on these; zones come in last. */

/**
 * hearth_civil_to_day:
 * @year: a year
 * @month: 1 to 12
 * @day: 1 to 31
 *
 * Returns: days since 1970-01-01
 */
gint64
hearth_civil_to_day (int year, int month, int day)
{
  /* Years that begin in March put the leap day last. */
  gint64 y = month <= 2 ? (gint64) year - 1 : year;
  gint64 era = (y >= 0 ? y : y - 399) / 400;
  gint64 year_of_era = y - era * 400;
  gint64 day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  gint64 day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

  return era * 146097 + day_of_era - 719468;
}

/**
 * hearth_civil_from_day:
 * @day: days since 1970-01-01
 *
 * Returns: the date
 */
HearthCivil
hearth_civil_from_day (gint64 day)
{
  gint64 z = day + 719468;
  gint64 era = (z >= 0 ? z : z - 146096) / 146097;
  int day_of_era = (int) (z - era * 146097);
  int year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  int mp = (5 * day_of_year + 2) / 153;
  int month = mp < 10 ? mp + 3 : mp - 9;

  return (HearthCivil){
    .year = (int) (year_of_era + era * 400) + (month <= 2 ? 1 : 0),
    .month = month,
    .day = day_of_year - (153 * mp + 2) / 5 + 1,
  };
}

/**
 * hearth_civil_day_of:
 * @seconds: a time
 *
 * Returns: the day that it falls on, in days since 1970-01-01
 */
gint64
hearth_civil_day_of (gint64 seconds)
{
  return seconds >= 0 ? seconds / HEARTH_DAY : -((-seconds + HEARTH_DAY - 1) / HEARTH_DAY);
}

/**
 * hearth_civil_weekday:
 * @day: days since 1970-01-01
 *
 * Returns: 0 for Sunday to 6 for Saturday
 */
int
hearth_civil_weekday (gint64 day)
{
  int weekday = (int) ((day + 4) % 7);

  return weekday < 0 ? weekday + 7 : weekday;
}

/**
 * hearth_civil_is_leap:
 * @year: a year
 *
 * Returns: whether it has a 29th of February
 */
gboolean
hearth_civil_is_leap (int year)
{
  return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/**
 * hearth_civil_month_days:
 * @year: a year
 * @month: 1 to 12
 *
 * Returns: the number of days of that month
 */
int
hearth_civil_month_days (int year, int month)
{
  static const guint8 days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

  return month == 2 && hearth_civil_is_leap (year) ? 29 : days[month - 1];
}

static int
read_digits (const char **p, int n)
{
  int value = 0;

  for (int i = 0; i < n; i++) {
    if (!g_ascii_isdigit (**p))
      return -1;
    value = value * 10 + (*(*p)++ - '0');
  }
  return value;
}

/**
 * hearth_civil_parse:
 * @text: a DATE or DATE-TIME, RFC 5545, sections 3.3.4 and 3.3.5; also with "-" and ":" between
 *   the fields, and without seconds, as some programs write them
 * @seconds: (out): the wall-clock time
 * @is_date: (out): whether there was no time of day
 * @is_utc: (out): whether it ended with "Z"
 *
 * Reads a date. A leap second becomes the second before it.
 *
 * Returns: whether it is a date that exists, in the years 1 to 9999
 */
gboolean
hearth_civil_parse (const char *text, gint64 *seconds, gboolean *is_date, gboolean *is_utc)
{
  const char *p = text;
  int year;
  int month;
  int day;
  int hour = 0;
  int minute = 0;
  int second = 0;

  while (*p == ' ')
    p++;
  year = read_digits (&p, 4);
  if (year > 0 && *p == '-')
    p++;
  month = year > 0 ? read_digits (&p, 2) : -1;
  if (month > 0 && *p == '-')
    p++;
  day = month > 0 ? read_digits (&p, 2) : -1;
  if (day < 1 || month > 12 || day > hearth_civil_month_days (year, month))
    return FALSE;
  *is_date = *p != 'T' && *p != 't';
  *is_utc = FALSE;
  if (!*is_date) {
    p++;
    hour = read_digits (&p, 2);
    if (hour >= 0 && *p == ':')
      p++;
    minute = hour >= 0 ? read_digits (&p, 2) : -1;
    if (minute >= 0 && *p == ':')
      p++;
    if (minute >= 0 && g_ascii_isdigit (*p))
      second = read_digits (&p, 2);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60)
      return FALSE;
    *is_utc = *p == 'Z' || *p == 'z';
    if (*is_utc)
      p++;
  }
  while (*p == ' ')
    p++;
  *seconds = hearth_civil_to_day (year, month, day) * HEARTH_DAY + hour * 3600 + minute * 60 +
             MIN (second, 59);
  return *p == '\0';
}

/**
 * hearth_civil_format:
 * @seconds: a wall-clock time
 * @is_date: whether to leave the time of day away
 *
 * Returns: (transfer full): a DATE or DATE-TIME without zone, RFC 5545, section 3.3
 */
char *
hearth_civil_format (gint64 seconds, gboolean is_date)
{
  gint64 day = hearth_civil_day_of (seconds);
  HearthCivil civil = hearth_civil_from_day (day);
  int rest = (int) (seconds - day * HEARTH_DAY);

  if (is_date)
    return g_strdup_printf ("%04d%02d%02d", civil.year, civil.month, civil.day);
  return g_strdup_printf ("%04d%02d%02dT%02d%02d%02d", civil.year, civil.month, civil.day,
                          rest / 3600, rest / 60 % 60, rest % 60);
}
