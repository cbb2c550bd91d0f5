/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-time-private.h"

#include <string.h>

/* Dates. As in the other files of the reader a parser returns the token after what it read, or 0.
 */

#define FIRST_YEAR 1000
#define LAST_YEAR 3000

static guint
make_day (int year, int month, int day)
{
  GDate date;

  if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12 || day < 1 ||
      !g_date_valid_dmy (day, month, year))
    return 0;
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, day, month, year);
  return g_date_get_julian (&date);
}

static void
split_day (guint julian, int *year, int *month, int *day)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_julian (&date, julian);
  *year = g_date_get_year (&date);
  *month = g_date_get_month (&date);
  if (day != NULL)
    *day = g_date_get_day (&date);
}

static int
weekday_of (guint julian)
{
  return (julian - 1) % 7 + 1; /* Julian day 1 is a Monday */
}

/**
 * hearth_time_add_months:
 * @day: a Julian day
 * @months: how many, perhaps negative
 *
 * Returns: the same day of the month, or the month's last
 */
guint
hearth_time_add_months (guint day, int months)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_julian (&date, day);
  if (months >= 0)
    g_date_add_months (&date, months);
  else
    g_date_subtract_months (&date, -months);
  return g_date_get_julian (&date);
}

static void
set_day (HearthTimePoint *point, guint day)
{
  point->has_date = TRUE;
  point->day = day;
  point->end_day = day + 1;
  point->grain = HEARTH_GRAIN_DAY;
}

static void
set_days (HearthTimePoint *point, guint day, guint end, HearthTimeGrain grain)
{
  point->has_date = TRUE;
  point->day = day;
  point->end_day = end;
  point->grain = grain;
}

/* A day of a month without its year: which one depends on the tense. */
static guint
choose_year (HearthTimeParser *self, int month, int day)
{
  int year;
  int this_month;
  guint best = 0;

  split_day (self->today, &year, &this_month, NULL);
  for (int y = year - 4; y <= year + 4; y++) {
    guint candidate = make_day (y, month, day);

    if (candidate == 0)
      continue;
    if (self->tense == HEARTH_TENSE_FUTURE) {
      if (candidate >= self->today && best == 0)
        best = candidate;
    } else if (self->tense == HEARTH_TENSE_PAST) {
      if (candidate <= self->today)
        best = candidate;
    } else if (best == 0 ||
               ABS ((int) candidate - (int) self->today) < ABS ((int) best - (int) self->today)) {
      best = candidate;
    }
  }
  return best;
}

static guint
choose_month (HearthTimeParser *self, int month, int *year_out)
{
  int year;
  int now;

  split_day (self->today, &year, &now, NULL);
  if (self->tense == HEARTH_TENSE_FUTURE && month < now)
    year++;
  else if (self->tense == HEARTH_TENSE_PAST && month > now)
    year--;
  else if (self->tense == HEARTH_TENSE_NEAREST && now - month > 6)
    year++;
  else if (self->tense == HEARTH_TENSE_NEAREST && month - now > 6)
    year--;
  *year_out = year;
  return make_day (year, month, 1);
}

static guint
choose_weekday (HearthTimeParser *self, int weekday)
{
  int ahead = (weekday - weekday_of (self->today) + 7) % 7;

  if (self->tense == HEARTH_TENSE_PAST)
    return self->today - (ahead == 0 ? 7 : 7 - ahead);
  /* Who means today says so: the day's own name is a week away. */
  return self->today + (ahead == 0 ? 7 : ahead);
}

static guint
choose_day_of_month (HearthTimeParser *self, int day)
{
  int year;
  int month;
  int today;

  split_day (self->today, &year, &month, &today);
  for (int step = 0; step < 4; step++) {
    gboolean back = self->tense == HEARTH_TENSE_PAST;
    /* Who asks for "the 8th" on the 24th means the one to come, unless it is a question for mail.
     */
    int first = (!back && day < today) || (back && day > today) ? 1 : 0;
    int m = month - 1 + (back ? -1 : 1) * (first + step);
    int y = year + (m >= 0 ? m / 12 : -((11 - m) / 12));
    guint candidate = make_day (y, ((m % 12) + 12) % 12 + 1, day);

    if (candidate > 0)
      return candidate;
  }
  return 0;
}

/* The day of a month as "3", "3rd", "third", "twenty-first". */
static guint
parse_day_number (HearthTimeParser *self, guint i, gboolean ordinal_only, int *day)
{
  HearthTimeToken *token = hearth_time_token (self, i);
  HearthTimeToken *ones;

  if (token == NULL)
    return 0;
  if (token->klass == HEARTH_WORD_ORDINAL) {
    *day = token->value;
    return i + 1;
  }
  if (token->klass != HEARTH_WORD_NUMBER || token->value < 1 || token->value > 31)
    return 0;
  if (token->digits == 0 && (token->value == 20 || token->value == 30)) {
    guint next = hearth_time_is_punct (self, i + 1, '-') ? i + 2 : i + 1;

    ones = hearth_time_token (self, next);
    if (ones != NULL && ones->klass == HEARTH_WORD_ORDINAL && ones->value < 10) {
      *day = token->value + ones->value;
      return *day <= 31 ? next + 1 : 0;
    }
  }
  if (ordinal_only ? !token->ordinal : (token->digits == 0 || token->digits > 2))
    return 0;
  *day = token->value;
  return i + 1;
}

/* A year after a day and a month: "2025", ", 2025" */
static guint
parse_year (HearthTimeParser *self, guint i, int *year)
{
  guint next = hearth_time_is_punct (self, i, ',') ? i + 1 : i;
  HearthTimeToken *token = hearth_time_token (self, next);

  if (token == NULL || token->digits != 4 || token->ordinal || token->value < 1900 ||
      token->value > 2199)
    return 0;
  if (hearth_time_is_punct (self, next + 1, ':') || hearth_time_is_punct (self, next + 1, '-'))
    return 0;
  *year = token->value;
  return next + 1;
}

/* A month, if what stands around it says that it is one: "may" is also a verb. */
static gboolean
is_month (HearthTimeParser *self, guint i, gboolean sure)
{
  HearthTimeToken *token = hearth_time_token (self, i);

  return token != NULL && token->klass == HEARTH_WORD_MONTH && (sure || !token->weak);
}

/* "2024-05-19", "2024/05/19", "2024-05-19T10:00" (the time stays for the clock) */
static guint
parse_iso (HearthTimeParser *self, guint i, HearthTimePoint *point)
{
  HearthTimeToken *year = hearth_time_token (self, i);
  HearthTimeToken *month = hearth_time_token (self, i + 2);
  HearthTimeToken *day = hearth_time_token (self, i + 4);
  guint julian;
  gunichar mark;

  if (year == NULL || month == NULL || day == NULL || year->digits != 4 || month->digits == 0 ||
      day->digits == 0 || !month->glued || !day->glued)
    return 0;
  mark = hearth_time_token (self, i + 1)->punct;
  if ((mark != '-' && mark != '/' && mark != '.') || hearth_time_token (self, i + 3)->punct != mark)
    return 0;
  julian = make_day (year->value, month->value, day->value);
  if (julian == 0)
    return 0;
  set_day (point, julian);
  return i + 5;
}

/* "12/06", "12/6/2025", "19.05.2024", "19-05-2024" */
static guint
parse_numeric (HearthTimeParser *self, guint i, HearthTimePoint *point)
{
  HearthTimeToken *first = hearth_time_token (self, i);
  HearthTimeToken *mark = hearth_time_token (self, i + 1);
  HearthTimeToken *second = hearth_time_token (self, i + 2);
  HearthTimeToken *third = hearth_time_token (self, i + 4);
  gboolean with_year;
  int day;
  int month;
  guint julian;

  if (first == NULL || second == NULL || first->digits == 0 || first->digits > 2 ||
      second->digits == 0 || second->digits > 2 || !mark->glued || !second->glued ||
      (mark->punct != '/' && mark->punct != '.' && mark->punct != '-'))
    return 0;
  with_year = third != NULL && hearth_time_token (self, i + 3)->punct == mark->punct &&
              third->glued && (third->digits == 4 || third->digits == 2);
  if (!with_year && mark->punct != '/' &&
      !(mark->punct == '.' && hearth_time_is_punct (self, i + 3, '.') &&
        hearth_time_token (self, i + 3)->glued && second->digits == 2))
    return 0;
  day = self->context->day_first || mark->punct != '/' ? first->value : second->value;
  month = self->context->day_first || mark->punct != '/' ? second->value : first->value;
  if (month > 12 && day <= 12) {
    int swap = day;

    day = month;
    month = swap;
  }
  if (with_year) {
    int year = third->digits == 2 ? 2000 + third->value : third->value;

    julian = make_day (year, month, day);
  } else {
    julian = choose_year (self, month, day);
  }
  if (julian == 0)
    return 0;
  set_day (point, julian);
  return with_year ? i + 5 : (mark->punct == '.' ? i + 4 : i + 3);
}

/* "26 May 2025", "the third of June", "May 26th, 2024" */
static guint
parse_day_and_month (HearthTimeParser *self, guint i, HearthTimePoint *point)
{
  guint next = hearth_time_is (self, i, HEARTH_WORD_THE) ? i + 1 : i;
  int day = 0;
  int month;
  int year = 0;
  guint after;
  guint julian;

  if (is_month (self, next, TRUE) && next == i) {
    month = hearth_time_token (self, next)->value;
    next++;
    if (hearth_time_is_punct (self, next, '.') && hearth_time_token (self, next)->glued)
      next++;
    if (hearth_time_is (self, next, HEARTH_WORD_THE))
      next++;
    next = parse_day_number (self, next, FALSE, &day);
    if (next == 0 || hearth_time_is_punct (self, next, ':'))
      return 0;
  } else {
    next = parse_day_number (self, next, FALSE, &day);
    if (next == 0)
      return 0;
    if (hearth_time_is_punct (self, next, '.') || hearth_time_is_punct (self, next, '-'))
      next++;
    if (hearth_time_is (self, next, HEARTH_WORD_OF))
      next++;
    if (!is_month (self, next, TRUE))
      return 0;
    month = hearth_time_token (self, next)->value;
    next++;
  }
  if (hearth_time_is_punct (self, next, '-') && parse_year (self, next + 1, &year) > 0)
    next++;
  after = parse_year (self, next, &year);
  if (after > 0)
    next = after;
  julian = after > 0 ? make_day (year, month, day) : choose_year (self, month, day);
  if (julian == 0)
    return 0;
  set_day (point, julian);
  return next;
}

/* The first day of this, the next or the last week, month or year. */
static gboolean
unit_around (HearthTimeParser *self, HearthTimeUnit unit, int step, HearthTimePoint *point)
{
  guint monday = self->today - (weekday_of (self->today) - 1);
  int year;
  int month;
  guint first;

  split_day (self->today, &year, &month, NULL);
  switch (unit) {
  case HEARTH_UNIT_DAY:
    set_day (point, self->today + step);
    return TRUE;
  case HEARTH_UNIT_WEEK:
    set_days (point, monday + 7 * step, monday + 7 * step + 7, HEARTH_GRAIN_WEEK);
    return TRUE;
  case HEARTH_UNIT_WEEKEND:
    set_days (point, monday + 7 * step + 5, monday + 7 * step + 7, HEARTH_GRAIN_WEEK);
    return TRUE;
  case HEARTH_UNIT_MONTH:
    first = hearth_time_add_months (make_day (year, month, 1), step);
    set_days (point, first, hearth_time_add_months (first, 1), HEARTH_GRAIN_MONTH);
    return TRUE;
  case HEARTH_UNIT_YEAR:
    first = make_day (year + step, 1, 1);
    set_days (point, first, make_day (year + step + 1, 1, 1), HEARTH_GRAIN_YEAR);
    return first > 0;
  case HEARTH_UNIT_SECOND:
  case HEARTH_UNIT_MINUTE:
  case HEARTH_UNIT_HOUR:
  case HEARTH_UNIT_FORTNIGHT:
  case HEARTH_UNIT_QUARTER:
  default:
    return FALSE;
  }
}

/* "the next three days", "the past two weeks", "last 10 days" */
static guint
parse_some_units (HearthTimeParser *self, guint i, int step, HearthTimePoint *point)
{
  HearthTimeLength length;
  guint next;
  guint other;

  if (hearth_time_is (self, i, HEARTH_WORD_UNIT))
    return 0;
  next = hearth_time_parse_length (self, i, &length);
  if (next == 0)
    return 0;
  if (length.months == 0 && length.days == 0) {
    point->is_instant = FALSE;
    return 0;
  }
  other = hearth_time_add_months (self->today, step * length.months) + step * length.days;
  if (step > 0)
    set_days (point, self->today, other, HEARTH_GRAIN_WEEK);
  else
    set_days (point, other, self->today + 1, HEARTH_GRAIN_WEEK);
  return next;
}

/* "next Tuesday", "this week", "last month", "the coming weekend", "the past week" */
static guint
parse_modified (HearthTimeParser *self, guint i, HearthTimePoint *point)
{
  guint next = hearth_time_is (self, i, HEARTH_WORD_THE) ? i + 1 : i;
  HearthTimeToken *token = hearth_time_token (self, next);
  HearthTimeToken *what;
  gboolean rolling;
  int step;

  if (token == NULL)
    return 0;
  if (token->klass == HEARTH_WORD_NEXT)
    step = 1;
  else if (token->klass == HEARTH_WORD_LAST || token->klass == HEARTH_WORD_PAST)
    step = -1;
  else if (token->klass == HEARTH_WORD_THIS)
    step = 0;
  else
    return 0;
  rolling = token->klass == HEARTH_WORD_PAST;
  next++;
  what = hearth_time_token (self, next);
  if (what == NULL)
    return 0;
  if (step != 0) {
    guint after = parse_some_units (self, next, step, point);

    if (after > 0)
      return after;
  }
  if (what->klass == HEARTH_WORD_UNIT) {
    HearthTimeUnit unit = what->value;

    if (rolling && unit == HEARTH_UNIT_WEEK)
      set_days (point, self->today - 7, self->today + 1, HEARTH_GRAIN_WEEK);
    else if (unit == HEARTH_UNIT_WEEKEND && step == -1 && weekday_of (self->today) == 7)
      set_days (point, self->today - 8, self->today - 6, HEARTH_GRAIN_WEEK);
    else if (what->glued || !unit_around (self, unit, step, point))
      return 0;
    return next + 1;
  }
  if (what->klass == HEARTH_WORD_WEEKDAY) {
    int ahead = what->value - weekday_of (self->today);

    if (step < 0)
      set_day (point, self->today + (ahead < 0 ? ahead : ahead - 7));
    else if (step == 0)
      set_day (point, self->today + (ahead + 7) % 7);
    else /* the one of the next calendar week, which starts on Monday */
      set_day (point, self->today + ahead + 7);
    return next + 1;
  }
  if (what->klass == HEARTH_WORD_MONTH) {
    int year;
    int month;
    guint first;

    split_day (self->today, &year, &month, NULL);
    if (step > 0)
      year += what->value <= month ? 1 : 0;
    else if (step < 0)
      year -= what->value >= month ? 1 : 0;
    first = make_day (year, what->value, 1);
    if (first == 0)
      return 0;
    set_days (point, first, hearth_time_add_months (first, 1), HEARTH_GRAIN_MONTH);
    return next + 1;
  }
  return 0;
}

/* "May", "June 2025": a whole month */
/* "Feb 30" and "31 June" are no days, and not the month either: better no time than a wrong one. */
static gboolean
is_beside_no_day (HearthTimeParser *self, guint i)
{
  int day = 0;

  return (parse_day_number (self, i + 1, FALSE, &day) > 0 && day > 28) ||
         (i > 0 && parse_day_number (self, i - 1, FALSE, &day) == i && day > 28);
}

static guint
parse_month (HearthTimeParser *self, guint i, gboolean sure, HearthTimePoint *point)
{
  int month;
  int year = 0;
  guint next = i + 1;
  guint after;
  guint first;

  if (!is_month (self, i, TRUE))
    return 0;
  month = hearth_time_token (self, i)->value;
  if (hearth_time_is (self, next, HEARTH_WORD_OF))
    next++;
  after = parse_year (self, next, &year);
  if (after == 0 && (!is_month (self, i, sure) || is_beside_no_day (self, i)))
    return 0;
  first = after > 0 ? make_day (year, month, 1) : choose_month (self, month, &year);
  if (first == 0)
    return 0;
  set_days (point, first, hearth_time_add_months (first, 1), HEARTH_GRAIN_MONTH);
  return after > 0 ? after : i + 1;
}

/* Something that has a beginning, a middle and an end. */
static guint
parse_whole (HearthTimeParser *self, guint i, HearthTimePoint *point)
{
  guint next = hearth_time_is (self, i, HEARTH_WORD_THE) ? i + 1 : i;

  if (hearth_time_is (self, next, HEARTH_WORD_UNIT) &&
      unit_around (self, hearth_time_token (self, next)->value, 0, point))
    return next + 1;
  next = parse_modified (self, i, point);
  return next > 0 ? next : parse_month (self, i, TRUE, point);
}

/* "end of the month", "the beginning of next week", "mid June", "the rest of the week" */
static guint
parse_edge (HearthTimeParser *self, guint i, HearthTimePoint *point)
{
  guint next = hearth_time_is (self, i, HEARTH_WORD_THE) ? i + 1 : i;
  HearthTimeToken *token = hearth_time_token (self, next);
  HearthTimePoint whole = { 0 };
  guint after;
  guint days;

  if (token == NULL || token->klass < HEARTH_WORD_START || token->klass > HEARTH_WORD_REST)
    return 0;
  next++;
  if (hearth_time_is (self, next, HEARTH_WORD_OF) || hearth_time_is_punct (self, next, '-'))
    next++;
  else if (token->klass == HEARTH_WORD_REST || token->weak)
    return 0;
  after = parse_whole (self, next, &whole);
  if (after == 0)
    return 0;
  days = whole.end_day - whole.day;
  if (token->klass == HEARTH_WORD_REST) {
    set_days (point, MAX (whole.day, self->today), whole.end_day, HEARTH_GRAIN_WEEK);
  } else if (token->klass == HEARTH_WORD_START) {
    set_days (point, whole.day, whole.day + MAX (1, days / 4), HEARTH_GRAIN_DAY);
  } else if (token->klass == HEARTH_WORD_MIDDLE) {
    set_days (point, whole.day + days / 2 - days / 8, whole.day + days / 2 + MAX (1, days / 8),
              HEARTH_GRAIN_DAY);
  } else if (whole.grain == HEARTH_GRAIN_WEEK && days == 7) {
    set_day (point, whole.day + 4); /* the working week ends on Friday */
  } else {
    set_day (point, whole.end_day - 1);
  }
  return after;
}

/* "first Friday of June", "the last Monday of next month" */
static guint
parse_nth_weekday (HearthTimeParser *self, guint i, HearthTimePoint *point)
{
  guint next = hearth_time_is (self, i, HEARTH_WORD_THE) ? i + 1 : i;
  HearthTimeToken *nth = hearth_time_token (self, next);
  HearthTimeToken *weekday = hearth_time_token (self, next + 1);
  HearthTimePoint month = { 0 };
  guint after;
  guint day;
  gboolean last;

  if (nth == NULL || weekday == NULL || weekday->klass != HEARTH_WORD_WEEKDAY)
    return 0;
  last = nth->klass == HEARTH_WORD_LAST;
  if (!last && !(nth->klass == HEARTH_WORD_ORDINAL || nth->ordinal))
    return 0;
  if (!last && (nth->value < 1 || nth->value > 5))
    return 0;
  next += 2;
  if (!hearth_time_is (self, next, HEARTH_WORD_OF) && !hearth_time_is (self, next, HEARTH_WORD_IN))
    return 0;
  after = parse_whole (self, next + 1, &month);
  if (after == 0 || month.grain != HEARTH_GRAIN_MONTH)
    return 0;
  if (last) {
    day = month.end_day - 1;
    day -= (weekday_of (day) - weekday->value + 7) % 7;
  } else {
    day = month.day + (weekday->value - weekday_of (month.day) + 7) % 7 + 7 * (nth->value - 1);
    if (day >= month.end_day)
      return 0;
  }
  set_day (point, day);
  return after;
}

/* "Tuesday", "Saturday 18th", "Monday, May 20", "a week from Friday" comes from the reader */
static guint
parse_weekday (HearthTimeParser *self, guint i, gboolean sure, HearthTimePoint *point)
{
  HearthTimeToken *token = hearth_time_token (self, i);
  guint next = i + 1;
  guint after;
  int day = 0;

  if (token->klass != HEARTH_WORD_WEEKDAY)
    return 0;
  if (hearth_time_is_punct (self, next, '.') && token->weak)
    next++;
  if (hearth_time_is_punct (self, next, ','))
    next++;
  after = parse_iso (self, next, point);
  if (after == 0)
    after = parse_numeric (self, next, point);
  if (after == 0)
    after = parse_day_and_month (self, next, point);
  if (after > 0)
    return after;
  after = hearth_time_is (self, next, HEARTH_WORD_THE) ? next + 1 : next;
  after = parse_day_number (self, after, TRUE, &day);
  if (after > 0) {
    /* The day of the month that falls on that weekday, looking the way the tense looks. */
    for (int k = 0; k < 500; k++) {
      guint candidate = self->tense == HEARTH_TENSE_PAST ? self->today - k : self->today + k;
      int y, m, d;

      split_day (candidate, &y, &m, &d);
      if (d == day && weekday_of (candidate) == token->value) {
        set_day (point, candidate);
        return after;
      }
    }
  }
  if (token->weak && !sure)
    return 0;
  set_day (point, choose_weekday (self, token->value));
  point->is_weekday = TRUE;
  if (hearth_time_is (self, i + 1, HEARTH_WORD_NEXT) &&
      hearth_time_is (self, i + 2, HEARTH_WORD_UNIT) &&
      hearth_time_token (self, i + 2)->value == HEARTH_UNIT_WEEK) {
    set_day (point, self->today + token->value - weekday_of (self->today) + 7);
    return i + 3;
  }
  if (hearth_time_is (self, i + 1, HEARTH_WORD_UNIT) &&
      hearth_time_token (self, i + 1)->value == HEARTH_UNIT_WEEK) {
    set_day (point, point->day + 7); /* "Tuesday week" */
    return i + 2;
  }
  return i + 1;
}

static guint
parse_feast (HearthTimeParser *self, guint i, HearthTimePoint *point)
{
  HearthTimeToken *first = hearth_time_token (self, i);

  if (first->word == NULL)
    return 0;
  for (const HearthTimeName *row = self->language->feasts; row->name != NULL; row++) {
    g_auto (GStrv) words = NULL;
    guint n = 0;

    if (row->name[0] != first->word[0])
      continue;
    words = g_strsplit (row->name, " ", -1);
    while (words[n] != NULL) {
      HearthTimeToken *token = hearth_time_token (self, i + n);

      if (token == NULL || token->word == NULL || strcmp (token->word, words[n]) != 0)
        break;
      n++;
    }
    if (words[n] == NULL) {
      set_day (point, choose_year (self, row->month, row->day));
      return i + n;
    }
  }
  return 0;
}

/* "today", "tonight", "the day after tomorrow", "the week after next" */
static guint
parse_relative (HearthTimeParser *self, guint i, HearthTimePoint *point)
{
  guint next = hearth_time_is (self, i, HEARTH_WORD_THE) ? i + 1 : i;
  HearthTimeToken *token = hearth_time_token (self, next);
  HearthTimeToken *day = hearth_time_token (self, next + 2);

  if (token == NULL)
    return 0;
  if (token->klass == HEARTH_WORD_DAY) {
    set_day (point, self->today + token->value);
    return next + 1;
  }
  if (token->klass == HEARTH_WORD_TONIGHT) {
    set_day (point, self->today);
    point->part = 4;
    return next + 1;
  }
  if (token->klass == HEARTH_WORD_UNIT && token->value == HEARTH_UNIT_DAY && day != NULL &&
      day->klass == HEARTH_WORD_DAY && day->value != 0 &&
      hearth_time_is (self, next + 1, day->value > 0 ? HEARTH_WORD_AFTER : HEARTH_WORD_BEFORE)) {
    set_day (point, self->today + 2 * day->value);
    return next + 3;
  }
  if (token->klass == HEARTH_WORD_UNIT && token->value != HEARTH_UNIT_DAY &&
      hearth_time_is (self, next + 1, HEARTH_WORD_AFTER) &&
      hearth_time_is (self, next + 2, HEARTH_WORD_NEXT) &&
      unit_around (self, token->value, 2, point))
    return next + 3;
  return 0;
}

/* "weekend", "the weekend", "the 3rd", "the week of May 20" */
static guint
parse_plain (HearthTimeParser *self, guint i, gboolean sure, HearthTimePoint *point)
{
  gboolean the = hearth_time_is (self, i, HEARTH_WORD_THE);
  guint next = the ? i + 1 : i;
  HearthTimeToken *token = hearth_time_token (self, next);
  HearthTimePoint inner = { .part = -1 };
  int day = 0;
  int year = 0;
  guint after;

  if (token == NULL)
    return 0;
  if (token->klass == HEARTH_WORD_UNIT && token->value == HEARTH_UNIT_WEEK &&
      hearth_time_is (self, next + 1, HEARTH_WORD_OF) &&
      (after = hearth_time_parse_date (self, next + 2, TRUE, &inner)) > 0) {
    guint monday = inner.day - (weekday_of (inner.day) - 1);

    set_days (point, monday, monday + 7, HEARTH_GRAIN_WEEK);
    return after;
  }
  if (token->klass == HEARTH_WORD_UNIT && token->value == HEARTH_UNIT_WEEKEND && (the || sure)) {
    unit_around (self, HEARTH_UNIT_WEEKEND,
                 self->tense == HEARTH_TENSE_PAST && weekday_of (self->today) < 6 ? -1 : 0, point);
    return next + 1;
  }
  after = parse_day_number (self, next, TRUE, &day);
  if (after > 0 && token->ordinal && (the || sure)) {
    guint julian = choose_day_of_month (self, day);

    if (julian > 0) {
      set_day (point, julian);
      return after;
    }
  }
  after = sure && !the ? parse_year (self, next, &year) : 0;
  if (after > 0) {
    set_days (point, make_day (year, 1, 1), make_day (year + 1, 1, 1), HEARTH_GRAIN_YEAR);
    return after;
  }
  return 0;
}

/**
 * hearth_time_parse_date:
 * @self: a parser
 * @i: a token
 * @bare: whether something before it, such as "on" or "in", makes doubtful words dates
 * @point: (inout): filled with the date
 *
 * Returns: the token after it, or 0
 */
guint
hearth_time_parse_date (HearthTimeParser *self, guint i, gboolean bare, HearthTimePoint *point)
{
  guint next;

  if (hearth_time_token (self, i) == NULL)
    return 0;
  if ((next = parse_iso (self, i, point)) > 0 || (next = parse_numeric (self, i, point)) > 0 ||
      (next = parse_relative (self, i, point)) > 0 ||
      (next = parse_nth_weekday (self, i, point)) > 0 || (next = parse_edge (self, i, point)) > 0 ||
      (next = parse_day_and_month (self, i, point)) > 0 ||
      (next = parse_modified (self, i, point)) > 0 ||
      (next = parse_weekday (self, i, bare, point)) > 0 ||
      (next = parse_month (self, i, bare, point)) > 0 ||
      (next = parse_feast (self, i, point)) > 0 || (next = parse_plain (self, i, bare, point)) > 0)
    return next;
  return 0;
}
