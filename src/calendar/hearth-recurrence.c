/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-recurrence.h"

#include "hearth-calendar-error.h"
#include "hearth-civil.h"
#include "hearth-ical-rule.h"
#include "hearth-text.h"

#include <glib/gi18n.h>
#include <libical/ical.h>
#include <stdlib.h>
#include <string.h>

/* libical reads the rule; the expansion is here. libical's iterator searches without a bound (an
 * impossible rule by the second keeps it busy for hours inside one call), cannot be told how much
 * work is allowed, and gets rare parts such as BYWEEKNO=53 wrong. This one works period by period
 * as RFC 5545 tells it: days that pass all parts, times of day, BYSETPOS, then COUNT and UNTIL. */

typedef struct {
  gint16 position; /* nth from the start, or from the end if negative; never 0 */
  guint8 weekday;
} Ordinal;

/* Hours, minutes and seconds of an occurrence's day, each ascending. */
typedef struct {
  guint8 hours[24];
  guint8 minutes[60];
  guint8 seconds[60];
  guint n_hours;
  guint n_minutes;
  guint n_seconds;
} Times;

struct _HearthRule {
  icalrecurrencetype_frequency freq;
  gint64 start;
  gint64 interval;
  int count;    /* 0: no end by number */
  gint64 until; /* local */
  gboolean until_is_utc;
  int week_start;    /* 0 is Sunday */
  gboolean is_plain; /* no BY part: exactly one occurrence in each period */

  guint16 months;     /* bit m */
  guint32 month_days; /* bit d */
  guint32 month_days_back;
  guint8 weekdays;  /* bit w */
  GArray *ordinals; /* (owned) of Ordinal */
  gboolean by_year_day;
  guint64 year_days[6];
  guint64 year_days_back[6];
  guint64 weeks;
  guint64 weeks_back;
  GArray *positions; /* (owned) of gint16: BYSETPOS */

  gboolean by_hour;
  gboolean by_minute;
  gboolean by_second;
  Times times;
};

/* One expansion. */
typedef struct {
  const HearthRule *rule;
  gint64 from;
  gint64 to;
  gint64 counted; /* occurrences so far, DTSTART among them */
  guint64 *budget;
  gboolean exhausted;
  HearthRuleFunc func;
  gpointer user_data;
} Run;

typedef struct {
  int year;
  int month;
  int day;
  int month_days;
  int year_day; /* from 1 */
  int year_days;
  gint64 number; /* days since 1970 */
} Day;

static void
set_bit (guint64 *bits, int n)
{
  bits[n / 64] |= G_GUINT64_CONSTANT (1) << (n % 64);
}

static gboolean
has_bit (const guint64 *bits, int n)
{
  return (bits[n / 64] >> (n % 64)) & 1;
}

static guint
read_times (const short *list, guint max, guint8 *out, guint fallback, gboolean *given)
{
  gboolean seen[64] = { FALSE };
  guint n = 0;

  *given = list[0] != ICAL_RECURRENCE_ARRAY_MAX;
  for (guint i = 0; list[i] != ICAL_RECURRENCE_ARRAY_MAX && i < max + 1; i++)
    if (list[i] >= 0)
      seen[MIN ((guint) list[i], max - 1)] = TRUE;
  for (guint i = 0; i < max; i++)
    if (seen[i])
      out[n++] = i;
  if (n == 0)
    out[n++] = fallback;
  return n;
}

static void
read_days (HearthRule *self, const struct icalrecurrencetype *recur)
{
  for (guint i = 0; i < ICAL_BY_MONTH_SIZE && recur->by_month[i] != ICAL_RECURRENCE_ARRAY_MAX; i++)
    if (recur->by_month[i] >= 1 && recur->by_month[i] <= 12)
      self->months |= 1 << recur->by_month[i];
  for (guint i = 0;
       i < ICAL_BY_MONTHDAY_SIZE && recur->by_month_day[i] != ICAL_RECURRENCE_ARRAY_MAX; i++) {
    int n = recur->by_month_day[i];

    if (n >= 1 && n <= 31)
      self->month_days |= G_GUINT64_CONSTANT (1) << n;
    else if (n <= -1 && n >= -31)
      self->month_days_back |= G_GUINT64_CONSTANT (1) << -n;
  }
  for (guint i = 0; i < ICAL_BY_YEARDAY_SIZE && recur->by_year_day[i] != ICAL_RECURRENCE_ARRAY_MAX;
       i++) {
    int n = recur->by_year_day[i];

    if (n == 0 || ABS (n) > 366)
      continue;
    set_bit (n > 0 ? self->year_days : self->year_days_back, ABS (n));
    self->by_year_day = TRUE;
  }
  for (guint i = 0; i < ICAL_BY_WEEKNO_SIZE && recur->by_week_no[i] != ICAL_RECURRENCE_ARRAY_MAX;
       i++) {
    int n = recur->by_week_no[i];

    if (n != 0 && ABS (n) <= 53)
      set_bit (n > 0 ? &self->weeks : &self->weeks_back, ABS (n));
  }
  for (guint i = 0; i < ICAL_BY_DAY_SIZE && recur->by_day[i] != ICAL_RECURRENCE_ARRAY_MAX; i++) {
    int weekday = (int) icalrecurrencetype_day_day_of_week (recur->by_day[i]) - 1;
    int position = icalrecurrencetype_day_position (recur->by_day[i]);
    gboolean counts = self->freq == ICAL_YEARLY_RECURRENCE || self->freq == ICAL_MONTHLY_RECURRENCE;

    if (weekday < 0 || weekday > 6)
      continue;
    if (position == 0 || !counts || self->weeks != 0 || self->weeks_back != 0) {
      self->weekdays |= 1 << weekday;
    } else {
      Ordinal ordinal = { .position = position, .weekday = weekday };

      g_array_append_val (self->ordinals, ordinal);
    }
  }
}

/* What the rule leaves open, DTSTART decides. */
static void
fill_from_start (HearthRule *self)
{
  gint64 day = hearth_civil_day_of (self->start);
  HearthCivil civil = hearth_civil_from_day (day);
  gboolean no_days = self->month_days == 0 && self->month_days_back == 0 && !self->by_year_day &&
                     self->weekdays == 0 && self->ordinals->len == 0;
  gboolean no_weeks = self->weeks == 0 && self->weeks_back == 0;

  self->is_plain = no_days && no_weeks && self->months == 0 && self->positions->len == 0 &&
                   !self->by_hour && !self->by_minute && !self->by_second;
  if (!no_days)
    return;
  if (self->freq == ICAL_YEARLY_RECURRENCE && no_weeks) {
    if (self->months == 0)
      self->months = 1 << civil.month;
    self->month_days = G_GUINT64_CONSTANT (1) << civil.day;
  } else if (self->freq == ICAL_MONTHLY_RECURRENCE) {
    self->month_days = G_GUINT64_CONSTANT (1) << civil.day;
  } else if (self->freq == ICAL_WEEKLY_RECURRENCE || self->freq == ICAL_YEARLY_RECURRENCE) {
    self->weekdays = 1 << hearth_civil_weekday (day);
  }
}

static void
read_until (HearthRule *self, struct icaltimetype until, gboolean is_date)
{
  if (icaltime_is_null_time (until))
    return;
  self->until =
      hearth_civil_to_day (until.year, CLAMP (until.month, 1, 12), until.day) * HEARTH_DAY;
  if (is_date)
    return;
  if (until.is_date) {
    self->until += HEARTH_DAY - 1; /* the whole of that day, as those mean who write it so */
    return;
  }
  self->until += until.hour * 3600 + until.minute * 60 + until.second;
  self->until_is_utc = icaltime_is_utc (until);
}

/* libical keeps INTERVAL in a short: a rule of every 86399 seconds would become another. */
static gint64
read_interval (const char *text)
{
  const char *p = text;

  while (p != NULL && g_ascii_strncasecmp (p, "INTERVAL=", 9) != 0) {
    p = strchr (p, ';');
    if (p != NULL)
      p++;
  }
  return p != NULL ? CLAMP (g_ascii_strtoll (p + 9, NULL, 10), 1, G_MAXINT32) : 1;
}

/* Reads a rule that says both COUNT and UNTIL, which RFC 5545 forbids, libical refuses, and
 * programs write: whichever ends it first does, so that nothing is shown that either rules out. */
static struct icalrecurrencetype
read_text (const char *text)
{
  g_autofree char *count = hearth_ical_rule_dup_part (text, "COUNT");
  g_autofree char *until = hearth_ical_rule_dup_part (text, "UNTIL");
  g_autofree char *without = NULL;
  struct icalrecurrencetype recur;

  if (count == NULL || until == NULL)
    return icalrecurrencetype_from_string (text);
  without = hearth_ical_rule_with (text, "COUNT", NULL);
  recur = icalrecurrencetype_from_string (without);
  recur.count = (int) CLAMP (g_ascii_strtoll (count, NULL, 10), 0, G_MAXINT32);
  return recur;
}

/**
 * hearth_rule_new:
 * @text: the value of an RRULE
 * @start: DTSTART on the wall clock
 * @is_date: whether DTSTART is a DATE
 * @error: return location
 *
 * Reads a rule; of COUNT and UNTIL the one that ends it first counts. Fails with
 * %HEARTH_CALENDAR_ERROR_BAD_FORMAT.
 *
 * Returns: (transfer full) (nullable): the rule
 */
HearthRule *
hearth_rule_new (const char *text, gint64 start, gboolean is_date, GError **error)
{
  struct icalrecurrencetype recur = read_text (text);
  int rest = (int) (start - hearth_civil_day_of (start) * HEARTH_DAY);
  g_autofree char *clean = hearth_text_clean (text, -1);
  g_autofree char *shown = hearth_text_one_line (clean, 80);
  gboolean is_gregorian =
      recur.rscale == NULL || g_ascii_strcasecmp (recur.rscale, "GREGORIAN") == 0;
  HearthRule *self;

  free (recur.rscale);
  if (recur.freq == ICAL_NO_RECURRENCE) {
    g_set_error (error, HEARTH_CALENDAR_ERROR, HEARTH_CALENDAR_ERROR_BAD_FORMAT,
                 _("the recurrence rule “%s” cannot be understood"), shown);
    return NULL;
  }
  if (!is_gregorian) {
    g_set_error (error, HEARTH_CALENDAR_ERROR, HEARTH_CALENDAR_ERROR_BAD_FORMAT,
                 _("the recurrence rule “%s” does not count in the Gregorian calendar; only its "
                    "first occurrence is known"),
                 shown);
    return NULL;
  }
  self = g_new0 (HearthRule, 1);
  self->freq = recur.freq;
  self->start = start;
  self->interval = read_interval (text);
  self->count = MAX (recur.count, 0);
  self->until = G_MAXINT64;
  self->week_start = recur.week_start >= ICAL_SUNDAY_WEEKDAY ? (int) recur.week_start - 1 : 1;
  self->ordinals = g_array_new (FALSE, FALSE, sizeof (Ordinal));
  self->positions = g_array_new (FALSE, FALSE, sizeof (gint16));
  if (is_date) {
    recur.by_hour[0] = ICAL_RECURRENCE_ARRAY_MAX;
    recur.by_minute[0] = ICAL_RECURRENCE_ARRAY_MAX;
    recur.by_second[0] = ICAL_RECURRENCE_ARRAY_MAX;
  }
  self->times.n_hours =
      read_times (recur.by_hour, 24, self->times.hours, rest / 3600, &self->by_hour);
  self->times.n_minutes =
      read_times (recur.by_minute, 60, self->times.minutes, rest / 60 % 60, &self->by_minute);
  self->times.n_seconds =
      read_times (recur.by_second, 60, self->times.seconds, rest % 60, &self->by_second);
  for (guint i = 0; i < ICAL_BY_SETPOS_SIZE && recur.by_set_pos[i] != ICAL_RECURRENCE_ARRAY_MAX;
       i++)
    if (recur.by_set_pos[i] != 0)
      g_array_append_val (self->positions, recur.by_set_pos[i]);
  read_days (self, &recur);
  fill_from_start (self);
  read_until (self, recur.until, is_date);
  /* Dates cannot recur within a day. */
  if (is_date && self->freq < ICAL_DAILY_RECURRENCE)
    self->freq = ICAL_DAILY_RECURRENCE;
  return self;
}

/**
 * hearth_rule_free:
 * @self: (nullable) (transfer full): a rule
 */
void
hearth_rule_free (HearthRule *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->ordinals);
  g_array_unref (self->positions);
  g_free (self);
}

/**
 * hearth_rule_get_until_utc:
 * @self: a rule
 * @until: (out): UNTIL, in seconds since 1970 UTC
 *
 * The rule works on the wall clock and cannot convert an UNTIL that is written in UTC: its owner
 * must, and set it with hearth_rule_set_until_local().
 *
 * Returns: whether UNTIL is a moment in UTC
 */
gboolean
hearth_rule_get_until_utc (HearthRule *self, gint64 *until)
{
  *until = self->until;
  return self->until_is_utc;
}

/**
 * hearth_rule_set_until_local:
 * @self: a rule
 * @until: the last moment, on the wall clock
 */
void
hearth_rule_set_until_local (HearthRule *self, gint64 until)
{
  self->until = until;
  self->until_is_utc = FALSE;
}

static gboolean
spend (Run *run, guint64 steps)
{
  if (*run->budget >= steps) {
    *run->budget -= steps;
    return TRUE;
  }
  *run->budget = 0;
  run->exhausted = TRUE;
  return FALSE;
}

static gboolean
deliver (Run *run, gint64 local)
{
  if (local <= run->rule->start) /* DTSTART itself was counted at the beginning */
    return TRUE;
  if (local > run->rule->until || local >= run->to)
    return FALSE;
  if (run->rule->count > 0 && ++run->counted > run->rule->count)
    return FALSE;
  return local < run->from || run->func (local, run->user_data);
}

static gint64
time_at (const Times *times, guint64 index)
{
  guint second = times->seconds[index % times->n_seconds];
  guint minute = times->minutes[index / times->n_seconds % times->n_minutes];
  guint hour = times->hours[index / times->n_seconds / times->n_minutes];

  return hour * 3600 + minute * 60 + second;
}

static int
compare_int64 (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a;
  gint64 y = *(const gint64 *) b;

  return x < y ? -1 : x > y;
}

/* The set of one period is days x times; BYSETPOS picks from it by arithmetic, so that a set of
 * 31 million seconds costs nothing. */
static gboolean
deliver_set (Run *run, const gint64 *days, guint n_days, const Times *times)
{
  const GArray *positions = run->rule->positions;
  guint64 n_times = (guint64) times->n_hours * times->n_minutes * times->n_seconds;
  guint64 total = n_days * n_times;
  g_autofree gint64 *picked = NULL;
  guint n_picked = 0;

  if (positions->len == 0) {
    for (guint64 i = 0; i < total; i++)
      if (!spend (run, 1) ||
          !deliver (run, days[i / n_times] * HEARTH_DAY + time_at (times, i % n_times)))
        return FALSE;
    return TRUE;
  }
  if (!spend (run, positions->len))
    return FALSE;
  picked = g_new (gint64, positions->len);
  for (guint i = 0; i < positions->len; i++) {
    gint64 position = g_array_index (positions, gint16, i);
    gint64 index = position > 0 ? position - 1 : (gint64) total + position;

    if (index >= 0 && (guint64) index < total)
      picked[n_picked++] = days[index / n_times] * HEARTH_DAY + time_at (times, index % n_times);
  }
  qsort (picked, n_picked, sizeof *picked, compare_int64);
  for (guint i = 0; i < n_picked; i++)
    if ((i == 0 || picked[i] != picked[i - 1]) && !deliver (run, picked[i]))
      return FALSE;
  return TRUE;
}

/* Where week 1 of @year starts, in days from its 1 January: the first week with at least four
 * days in the year. */
static int
first_week_start (const HearthRule *rule, int year)
{
  int weekday = hearth_civil_weekday (hearth_civil_to_day (year, 1, 1));
  int back = (weekday - rule->week_start + 7) % 7;

  return back <= 3 ? -back : 7 - back;
}

static int
n_weeks (const HearthRule *rule, int year)
{
  int days = hearth_civil_is_leap (year) ? 366 : 365;

  return (days + first_week_start (rule, year + 1) - first_week_start (rule, year)) / 7;
}

static gboolean
week_matches (const HearthRule *rule, const Day *day)
{
  int first = first_week_start (rule, day->year);
  int next = day->year_days + first_week_start (rule, day->year + 1);
  int offset = day->year_day - 1;
  int number;
  int weeks;

  if (offset < first) {
    weeks = n_weeks (rule, day->year - 1);
    number = weeks;
  } else if (offset >= next) {
    weeks = n_weeks (rule, day->year + 1);
    number = 1;
  } else {
    weeks = n_weeks (rule, day->year);
    number = (offset - first) / 7 + 1;
  }
  return has_bit (&rule->weeks, number) || has_bit (&rule->weeks_back, weeks - number + 1);
}

static gboolean
weekday_matches (const HearthRule *rule, const Day *day)
{
  int weekday = hearth_civil_weekday (day->number);
  gboolean in_month = rule->freq == ICAL_MONTHLY_RECURRENCE || rule->months != 0;
  int forward = (in_month ? day->day : day->year_day) - 1;
  int backward = in_month ? day->month_days - day->day : day->year_days - day->year_day;

  if (rule->weekdays & (1 << weekday))
    return TRUE;
  for (guint i = 0; i < rule->ordinals->len; i++) {
    const Ordinal *ordinal = &g_array_index (rule->ordinals, Ordinal, i);

    if (ordinal->weekday == weekday &&
        (ordinal->position == forward / 7 + 1 || ordinal->position == -(backward / 7 + 1)))
      return TRUE;
  }
  return FALSE;
}

static gboolean
day_matches (const HearthRule *rule, const Day *day)
{
  if (rule->months != 0 && !(rule->months & (1 << day->month)))
    return FALSE;
  if ((rule->month_days | rule->month_days_back) != 0 && !((rule->month_days >> day->day) & 1) &&
      !((rule->month_days_back >> (day->month_days - day->day + 1)) & 1))
    return FALSE;
  if (rule->by_year_day && !has_bit (rule->year_days, day->year_day) &&
      !has_bit (rule->year_days_back, day->year_days - day->year_day + 1))
    return FALSE;
  if ((rule->weeks | rule->weeks_back) != 0 && !week_matches (rule, day))
    return FALSE;
  return (rule->weekdays == 0 && rule->ordinals->len == 0) || weekday_matches (rule, day);
}

/* The first day at or after @number that may match: @number itself, or if its month does not
 * match, the first of the next. Sets @matches. */
static gint64
try_day (const HearthRule *rule, gint64 number, gboolean *matches)
{
  HearthCivil civil = hearth_civil_from_day (number);
  Day day = {
    .year = civil.year,
    .month = civil.month,
    .day = civil.day,
    .month_days = hearth_civil_month_days (civil.year, civil.month),
    .number = number,
  };

  *matches = FALSE;
  if (rule->months != 0 && !(rule->months & (1 << day.month)))
    return number + day.month_days - day.day + 1;
  if (rule->by_year_day || (rule->weeks | rule->weeks_back) != 0) {
    day.year_day = (int) (number - hearth_civil_to_day (civil.year, 1, 1)) + 1;
    day.year_days = hearth_civil_is_leap (civil.year) ? 366 : 365;
  }
  *matches = day_matches (rule, &day);
  return number;
}

static guint
collect_month (const HearthRule *rule, int year, int month, gint64 *days)
{
  gint64 first = hearth_civil_to_day (year, month, 1);
  Day day = {
    .year = year,
    .month = month,
    .month_days = hearth_civil_month_days (year, month),
    .year_days = hearth_civil_is_leap (year) ? 366 : 365,
  };
  int before = (int) (first - hearth_civil_to_day (year, 1, 1));
  guint n = 0;

  if (rule->months != 0 && !(rule->months & (1 << month)))
    return 0;
  for (int i = 0; i < day.month_days; i++) {
    day.day = i + 1;
    day.year_day = before + i + 1;
    day.number = first + i;
    if (day_matches (rule, &day))
      days[n++] = day.number;
  }
  return n;
}

/* The first period worth looking at: the one before @elapsed, if nothing before it must be
 * counted. */
static gint64
first_period (Run *run, gint64 elapsed, gint64 length)
{
  gint64 period = elapsed > 0 ? elapsed / length - 1 : 0;

  if (period <= 0 || (run->rule->count > 0 && !run->rule->is_plain))
    return 0;
  if (run->rule->count > 0) {
    /* By day and shorter, one period is one occurrence. A rule by week, month or year without
     * parts may leave some out, and has few. */
    if (run->rule->freq > ICAL_WEEKLY_RECURRENCE)
      return 0;
    run->counted = period;
  }
  return period;
}

static void
expand_years (Run *run)
{
  const HearthRule *rule = run->rule;
  int year = hearth_civil_from_day (hearth_civil_day_of (rule->start)).year;
  int from = hearth_civil_from_day (hearth_civil_day_of (run->from)).year;
  gint64 days[366];

  for (gint64 y = year + first_period (run, from - year, rule->interval) * rule->interval;
       y <= 9998; y += rule->interval) {
    guint n = 0;

    if (hearth_civil_to_day (y, 1, 1) * HEARTH_DAY >= run->to || !spend (run, 12))
      return;
    for (int month = 1; month <= 12; month++)
      n += collect_month (rule, y, month, days + n);
    if (n > 0 && !deliver_set (run, days, n, &rule->times))
      return;
  }
}

static void
expand_months (Run *run)
{
  const HearthRule *rule = run->rule;
  HearthCivil start = hearth_civil_from_day (hearth_civil_day_of (rule->start));
  HearthCivil from = hearth_civil_from_day (hearth_civil_day_of (run->from));
  gint64 month = start.year * 12 + start.month - 1;
  gint64 elapsed = from.year * 12 + from.month - 1 - month;
  gint64 days[31];

  for (month += first_period (run, elapsed, rule->interval) * rule->interval; month < 9998 * 12;
       month += rule->interval) {
    int y = (int) (month / 12);
    int m = (int) (month % 12) + 1;
    guint n;

    if (hearth_civil_to_day (y, m, 1) * HEARTH_DAY >= run->to || !spend (run, 2))
      return;
    n = collect_month (rule, y, m, days);
    if (n > 0 && !deliver_set (run, days, n, &rule->times))
      return;
  }
}

static void
expand_days (Run *run, guint length)
{
  const HearthRule *rule = run->rule;
  gint64 first = hearth_civil_day_of (rule->start);
  gint64 step = (gint64) length * rule->interval;
  gint64 days[7];

  if (length == 7)
    first -= (hearth_civil_weekday (first) - rule->week_start + 7) % 7;
  for (gint64 day =
           first + first_period (run, hearth_civil_day_of (run->from) - first, step) * step;
       day * HEARTH_DAY < run->to; day += step) {
    guint n = 0;

    if (!spend (run, 1))
      return;
    for (guint i = 0; i < length; i++) {
      /* A plain rule needs no look at the date. */
      gboolean matches = length == 1 || ((rule->weekdays >> hearth_civil_weekday (day + i)) & 1);

      if (!rule->is_plain)
        try_day (rule, day + i, &matches);
      if (matches)
        days[n++] = day + i;
    }
    if (n > 0 && !deliver_set (run, days, n, &rule->times))
      return;
  }
}

static gboolean
contains (const guint8 *list, guint n, guint value)
{
  return memchr (list, (int) value, n) != NULL;
}

/* Rules by the hour and shorter: what cannot match is passed over by whole days, hours and
 * minutes, so that the work does not grow with the fineness of the rule. */
static void
expand_within_days (Run *run, gint64 unit)
{
  const HearthRule *rule = run->rule;
  gint64 base = rule->start - (((rule->start % unit) + unit) % unit);
  gint64 step = unit * rule->interval;
  gint64 at = base + first_period (run, run->from - base, step) * step;
  gint64 good_day = G_MININT64;

  while (at < run->to && at <= rule->until) {
    gint64 day = hearth_civil_day_of (at);
    guint rest = (guint) (at - day * HEARTH_DAY);
    gint64 next = 0;
    gboolean matches = TRUE;
    gint64 first_day = day;

    if (!spend (run, 1))
      return;
    if (day != good_day)
      first_day = try_day (rule, day, &matches);
    if (!matches)
      next = MAX (first_day, day + 1) * HEARTH_DAY;
    else if (rule->by_hour && !contains (rule->times.hours, rule->times.n_hours, rest / 3600))
      next = at - rest % 3600 + 3600;
    else if (unit < 3600 && rule->by_minute &&
             !contains (rule->times.minutes, rule->times.n_minutes, rest / 60 % 60))
      next = at - rest % 60 + 60;
    else if (unit < 60 && rule->by_second &&
             !contains (rule->times.seconds, rule->times.n_seconds, rest % 60))
      next = at + 1;
    if (next == 0) {
      Times times = rule->times;

      good_day = day;
      times.hours[0] = rest / 3600;
      times.n_hours = 1;
      if (unit < 3600) {
        times.minutes[0] = rest / 60 % 60;
        times.n_minutes = 1;
      }
      if (unit < 60) {
        times.seconds[0] = rest % 60;
        times.n_seconds = 1;
      }
      if (!deliver_set (run, &day, 1, &times))
        return;
      next = at + 1;
    }
    at += MAX ((next - at + step - 1) / step, 1) * step;
  }
}

/**
 * hearth_rule_expand:
 * @self: a rule
 * @from: the first moment of the window, on the wall clock
 * @to: the moment after the window
 * @budget: (inout): how many steps of work are allowed; what was used is taken away
 * @func: called with each occurrence in the window, in order; DTSTART is the first occurrence and
 *   counts whether or not the rule would give it, RFC 5545, section 3.8.5.3
 * @user_data: for @func
 *
 * Finds the occurrences in a window. The work is bounded by @budget whatever the rule is.
 *
 * Returns: %FALSE if the budget was used up before the end
 */
gboolean
hearth_rule_expand (HearthRule *self, gint64 from, gint64 to, guint64 *budget, HearthRuleFunc func,
                    gpointer user_data)
{
  Run run = {
    .rule = self,
    .from = from,
    .to = to,
    .counted = 1,
    .budget = budget,
    .func = func,
    .user_data = user_data,
  };

  if (self->start >= from && self->start < to && !func (self->start, user_data))
    return TRUE;
  if (self->start >= to)
    return TRUE;
  switch (self->freq) {
  case ICAL_YEARLY_RECURRENCE:
    expand_years (&run);
    break;
  case ICAL_MONTHLY_RECURRENCE:
    expand_months (&run);
    break;
  case ICAL_WEEKLY_RECURRENCE:
    expand_days (&run, 7);
    break;
  case ICAL_DAILY_RECURRENCE:
    expand_days (&run, 1);
    break;
  case ICAL_HOURLY_RECURRENCE:
    expand_within_days (&run, 3600);
    break;
  case ICAL_MINUTELY_RECURRENCE:
    expand_within_days (&run, 60);
    break;
  case ICAL_SECONDLY_RECURRENCE:
    expand_within_days (&run, 1);
    break;
  case ICAL_NO_RECURRENCE:
  default:
    break;
  }
  return !run.exhausted;
}
