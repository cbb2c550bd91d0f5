/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-time-private.h"

#include <math.h>
#include <string.h>

/* Numbers, lengths and times of day. Every parser takes a token and returns the token after what it
 * read, or 0 when it read nothing: no phrase ends before the first token. */

static gboolean
is_small_number (HearthTimeParser *self, guint i)
{
  return hearth_time_is (self, i, HEARTH_WORD_NUMBER);
}

/* "12", "twelve", "twenty-five": whole numbers without a fraction. */
static guint
parse_integer (HearthTimeParser *self, guint i, int *value)
{
  HearthTimeToken *token = hearth_time_token (self, i);
  guint next = i + 1;

  if (!is_small_number (self, i) || token->ordinal)
    return 0;
  *value = token->value;
  if (token->digits > 0 || token->value < 20)
    return next;
  if (hearth_time_is_punct (self, next, '-') && is_small_number (self, next + 1))
    next++;
  token = hearth_time_token (self, next);
  if (is_small_number (self, next) && token->digits == 0 && token->value > 0 && token->value < 10) {
    *value += token->value;
    next++;
  } else if (next > i + 1) {
    next--;
  }
  return next;
}

/**
 * hearth_time_parse_number:
 * @self: a parser
 * @i: a token
 * @value: (out): how many
 *
 * Reads "20", "1.5", "twenty five", "a", "a couple of", "half a".
 *
 * Returns: the token after it, or 0
 */
guint
hearth_time_parse_number (HearthTimeParser *self, guint i, double *value)
{
  int whole = 0;
  guint next;

  if (hearth_time_is (self, i, HEARTH_WORD_HALF)) {
    *value = 0.5;
    return hearth_time_is (self, i + 1, HEARTH_WORD_ARTICLE) ? i + 2 : i + 1;
  }
  next = hearth_time_is (self, i, HEARTH_WORD_ARTICLE) ? i + 1 : i;
  if (hearth_time_is (self, next, HEARTH_WORD_COUPLE)) {
    *value = hearth_time_token (self, next)->value;
    next++;
    return hearth_time_is (self, next, HEARTH_WORD_OF) ? next + 1 : next;
  }
  if (next > i) {
    *value = 1;
    return next;
  }
  next = parse_integer (self, i, &whole);
  if (next == 0)
    return 0;
  *value = whole;
  if (hearth_time_token (self, i)->digits > 0 &&
      (hearth_time_is_punct (self, next, '.') || hearth_time_is_punct (self, next, ',')) &&
      is_small_number (self, next + 1) && hearth_time_token (self, next + 1)->glued &&
      hearth_time_token (self, next + 1)->digits > 0) {
    HearthTimeToken *fraction = hearth_time_token (self, next + 1);

    *value += fraction->value / pow (10, fraction->digits);
    next += 2;
  }
  return next;
}

static void
add_unit (HearthTimeLength *length, double value, HearthTimeUnit unit)
{
  /* Far over every bound already, and small enough to multiply. */
  if (unit >= HEARTH_UNIT_DAY)
    value = MIN (value, 1e6);
  switch (unit) {
  case HEARTH_UNIT_SECOND:
    length->seconds += value;
    break;
  case HEARTH_UNIT_MINUTE:
    length->seconds += value * 60;
    break;
  case HEARTH_UNIT_HOUR:
    length->seconds += value * 3600;
    break;
  case HEARTH_UNIT_WEEKEND:
  case HEARTH_UNIT_WEEK:
    value *= 7;
    G_GNUC_FALLTHROUGH;
  case HEARTH_UNIT_DAY:
    length->days += (int) value;
    length->seconds += (value - (int) value) * 86400;
    break;
  case HEARTH_UNIT_FORTNIGHT:
    length->days += (int) (value * 14);
    break;
  case HEARTH_UNIT_MONTH:
    length->months += (int) value;
    length->days += (int) ((value - (int) value) * 30);
    break;
  case HEARTH_UNIT_QUARTER:
    length->months += (int) (value * 3);
    break;
  case HEARTH_UNIT_YEAR:
    length->months += (int) (value * 12);
    break;
  default:
    break;
  }
}

static guint
parse_unit (HearthTimeParser *self, guint i, HearthTimeUnit *unit)
{
  HearthTimeToken *token = hearth_time_token (self, i);

  if (token == NULL)
    return 0;
  /* "second" is an ordinal in the tables. */
  if (token->klass == HEARTH_WORD_ORDINAL && token->value == 2 && token->digits == 0 && i > 0 &&
      hearth_time_token (self, i - 1)->klass == HEARTH_WORD_ARTICLE) {
    *unit = HEARTH_UNIT_SECOND;
    return i + 1;
  }
  if (token->klass != HEARTH_WORD_UNIT)
    return 0;
  if (token->weak && !token->glued)
    return 0;
  *unit = token->value;
  return i + 1;
}

/* "three quarters of an hour", "a quarter of an hour", "quarter hour" */
static guint
parse_quarters (HearthTimeParser *self, guint i, HearthTimeLength *length)
{
  double n = 1;
  guint next = hearth_time_parse_number (self, i, &n);

  if (next == 0 || hearth_time_is (self, i, HEARTH_WORD_HALF))
    next = i;
  if (!hearth_time_is (self, next, HEARTH_WORD_QUARTER))
    return 0;
  next++;
  if (hearth_time_is (self, next, HEARTH_WORD_OF))
    next++;
  if (hearth_time_is (self, next, HEARTH_WORD_ARTICLE))
    next++;
  if (!hearth_time_is (self, next, HEARTH_WORD_UNIT) ||
      hearth_time_token (self, next)->value != HEARTH_UNIT_HOUR)
    return 0;
  length->seconds += n * 900;
  return next + 1;
}

/**
 * hearth_time_parse_length:
 * @self: a parser
 * @i: a token
 * @length: (out): how long
 *
 * Reads "20 minutes", "an hour and a half", "one and a half hours", "2 hours 15 minutes", "2h30".
 *
 * Returns: the token after it, or 0
 */
guint
hearth_time_parse_length (HearthTimeParser *self, guint i, HearthTimeLength *length)
{
  guint end;

  memset (length, 0, sizeof *length);
  end = parse_quarters (self, i, length);
  if (end > 0)
    return end;
  for (guint n = 0; n < 4; n++) {
    guint at = end > 0 ? end : i;
    HearthTimeUnit unit = HEARTH_UNIT_MINUTE;
    double value = 0;
    guint next;

    if (end > 0 &&
        (hearth_time_is (self, at, HEARTH_WORD_AND) || hearth_time_is_punct (self, at, ',')))
      at++;
    if (end > 0 && hearth_time_is (self, at, HEARTH_WORD_ARTICLE) &&
        hearth_time_is (self, at + 1, HEARTH_WORD_HALF)) {
      HearthTimeToken *before = hearth_time_token (self, end - 1);

      add_unit (length, 0.5, before->value);
      end = at + 2;
      continue;
    }
    next = hearth_time_parse_number (self, at, &value);
    if (next == 0)
      break;
    if (hearth_time_is (self, next, HEARTH_WORD_AND) &&
        hearth_time_is (self, next + 1, HEARTH_WORD_ARTICLE) &&
        hearth_time_is (self, next + 2, HEARTH_WORD_HALF)) {
      value += 0.5;
      next += 3;
    }
    if (next < self->tokens->len && hearth_time_is_punct (self, next, '-'))
      next++; /* "1-hour long" */
    at = parse_unit (self, next, &unit);
    if (at == 0) {
      /* "2h30" */
      if (end > 0 && hearth_time_token (self, next - 1)->glued && next == end + 1 &&
          hearth_time_token (self, end)->digits > 0) {
        length->seconds += value * 60;
        end = next;
      }
      break;
    }
    add_unit (length, value, unit);
    end = at;
  }
  if (length->months > 2400 || length->days > 73000 || length->seconds > 73000.0 * 86400)
    return 0;
  return end;
}

/* "am", "p.m." */
static guint
parse_half_of_day (HearthTimeParser *self, guint i, gboolean *pm)
{
  HearthTimeToken *token = hearth_time_token (self, i);

  if (token == NULL)
    return 0;
  if (token->klass == HEARTH_WORD_AM || token->klass == HEARTH_WORD_PM) {
    *pm = token->klass == HEARTH_WORD_PM;
    return i + 1;
  }
  if (token->word != NULL && (strcmp (token->word, "a") == 0 || strcmp (token->word, "p") == 0) &&
      hearth_time_is_punct (self, i + 1, '.')) {
    HearthTimeToken *m = hearth_time_token (self, i + 2);

    if (m == NULL || m->word == NULL || strcmp (m->word, "m") != 0)
      return 0;
    *pm = token->word[0] == 'p';
    return hearth_time_is_punct (self, i + 3, '.') && hearth_time_token (self, i + 3)->glued
               ? i + 4
               : i + 3;
  }
  return 0;
}

/* A zone after a time of day: "UTC", "UTC+2", "+02:00", "New York time". */
static guint
parse_zone (HearthTimeParser *self, guint i, HearthTimeClock *clock)
{
  HearthTimeToken *token = hearth_time_token (self, i);
  g_autoptr (GString) name = g_string_new (NULL);
  const char *zone = NULL;
  guint end = 0;

  if (token == NULL)
    return 0;
  if (token->klass == HEARTH_WORD_IN)
    i++;
  for (guint n = 0; n < 4 && end == 0; n++) {
    token = hearth_time_token (self, i + n);
    if (token == NULL || token->word == NULL)
      break;
    if (n > 0 && token->klass == HEARTH_WORD_TIME) {
      zone = hearth_time_language_zone (self->language, name->str);
      if (zone != NULL)
        end = i + n + 1;
      break;
    }
    g_string_append_printf (name, "%s%s", n > 0 ? " " : "", token->word);
    /* A lone abbreviation needs no "time" after it; a city does. */
    if (n == 0 && strlen (token->word) <= 4 && !hearth_time_is (self, i + 1, HEARTH_WORD_TIME)) {
      for (const HearthTimeName *row = self->language->zones; row->name != NULL; row++) {
        if (strcmp (row->name, token->word) == 0 && strlen (row->name) <= 4) {
          zone = row->zone;
          end = i + 1;
        }
      }
    }
  }
  if (end == 0 && !hearth_time_is_punct (self, i, '+'))
    return 0;
  if (end == 0)
    end = i;
  /* A numeric offset */
  if ((zone == NULL || strcmp (zone, "UTC") == 0) &&
      (hearth_time_is_punct (self, end, '+') || hearth_time_is_punct (self, end, '-'))) {
    HearthTimeToken *hours = hearth_time_token (self, end + 1);

    if (hours != NULL && hours->digits > 0 && hours->glued && hours->value <= 1400) {
      gboolean minus = hearth_time_is_punct (self, end, '-');
      int h = hours->digits == 4 ? hours->value / 100 : hours->value;
      int m = hours->digits == 4 ? hours->value % 100 : 0;
      g_autofree char *id = NULL;

      end += 2;
      if (hearth_time_is_punct (self, end, ':') && is_small_number (self, end + 1)) {
        m = hearth_time_token (self, end + 1)->value;
        end += 2;
      }
      if (h > 14 || m > 59)
        return 0;
      id = g_strdup_printf ("%c%02d:%02d", minus ? '-' : '+', h, m);
      clock->zone = g_time_zone_new_identifier (id);
      return clock->zone != NULL ? end : 0;
    }
  }
  if (zone == NULL)
    return 0;
  clock->zone = g_time_zone_new_identifier (zone);
  return clock->zone != NULL ? end : 0;
}

/* "in the morning", "at night", "in the evening" after a time of day */
static guint
parse_part_after (HearthTimeParser *self, guint i, HearthTimeClock *clock)
{
  HearthTimeToken *token;
  const HearthTimePart *part;
  guint next = i;

  if (hearth_time_is (self, next, HEARTH_WORD_IN) &&
      hearth_time_is (self, next + 1, HEARTH_WORD_THE))
    next += 2;
  else if (hearth_time_is (self, next, HEARTH_WORD_AT))
    next++;
  else
    return 0;
  token = hearth_time_token (self, next);
  if (token == NULL || token->klass != HEARTH_WORD_PART)
    return 0;
  part = &self->language->parts[token->value];
  if (clock->ambiguous) {
    int pm = (clock->minute + 720) % 1440;

    if (part->start >= 720 && pm >= 720 && pm >= part->start - 120)
      clock->minute = pm;
    else if (part->end >= 1440 && clock->minute >= 720)
      clock->minute = 1440; /* "twelve at night" */
    else if (part->end <= 720)
      clock->minute %= 720;
    clock->ambiguous = FALSE;
    clock->half_said = TRUE;
  }
  return next + 1;
}

static gboolean
set_half (HearthTimeClock *clock, gboolean pm)
{
  if (clock->minute < 60 || clock->minute >= 13 * 60)
    return FALSE;
  clock->minute = clock->minute % 720 + (pm ? 720 : 0);
  clock->ambiguous = FALSE;
  clock->half_said = TRUE;
  return TRUE;
}

/* "half past three", "quarter to nine", "ten past four", "20 minutes to five" */
static guint
parse_past_or_to (HearthTimeParser *self, guint i, int *minute)
{
  guint next = hearth_time_is (self, i, HEARTH_WORD_ARTICLE) ? i + 1 : i;
  int amount = 0;
  int hour = 0;
  gboolean to;

  if (hearth_time_is (self, next, HEARTH_WORD_HALF)) {
    amount = 30;
    next++;
  } else if (hearth_time_is (self, next, HEARTH_WORD_QUARTER)) {
    amount = 15;
    next++;
  } else {
    next = parse_integer (self, next, &amount);
    if (next == 0 || amount < 1 || amount > 29)
      return 0;
    if (hearth_time_is (self, next, HEARTH_WORD_UNIT) &&
        hearth_time_token (self, next)->value == HEARTH_UNIT_MINUTE)
      next++;
  }
  if (self->from && hearth_time_is (self, next, HEARTH_WORD_TO))
    return 0;
  to = hearth_time_is (self, next, HEARTH_WORD_TO) ||
       hearth_time_is (self, next, HEARTH_WORD_BEFORE);
  if (to || hearth_time_is (self, next, HEARTH_WORD_PAST) ||
      hearth_time_is (self, next, HEARTH_WORD_AFTER)) {
    next++;
  } else if (amount == 30 && is_small_number (self, next)) {
    /* "half three": half past in British English, half to in German and Dutch */
    to = self->language->half_before;
  } else {
    return 0;
  }
  if (hearth_time_is (self, next, HEARTH_WORD_CLOCK)) {
    hour = hearth_time_token (self, next)->value / 60;
    next++;
  } else {
    next = parse_integer (self, next, &hour);
  }
  if (next == 0 || hour < 1 || hour > 24)
    return 0;
  *minute = (hour * 60 + (to ? -amount : amount) + 1440) % 1440;
  return next;
}

/* Digits with a separator: "17:30", "5.30", "17h30", "8:00:00" */
static guint
parse_digits (HearthTimeParser *self, guint i, gboolean bare, HearthTimeClock *clock)
{
  HearthTimeToken *hour = hearth_time_token (self, i);
  HearthTimeToken *mark = hearth_time_token (self, i + 1);
  HearthTimeToken *minute = hearth_time_token (self, i + 2);
  guint next = i + 3;
  gboolean pm;

  if (hour->digits == 0 || hour->digits > 2 || hour->value > 24 || mark == NULL || minute == NULL ||
      minute->digits != 2 || minute->value > 59 || minute->ordinal || !mark->glued ||
      !minute->glued)
    return 0;
  if (mark->punct == '.') {
    /* "5.30" may be a price: it needs "at" before it, or "pm" or "Uhr" after it. */
    if (!bare && !hearth_time_is (self, next, HEARTH_WORD_OCLOCK) &&
        parse_half_of_day (self, next, &pm) == 0)
      return 0;
  } else if (mark->punct != ':' && !(mark->word != NULL && strcmp (mark->word, "h") == 0)) {
    return 0;
  }
  if (hour->value == 24 && minute->value > 0)
    return 0;
  clock->minute = hour->value * 60 + minute->value;
  clock->ambiguous = hour->digits == 1 && hour->value >= 1;
  if (hearth_time_is_punct (self, next, ':') && hearth_time_token (self, next)->glued &&
      is_small_number (self, next + 1) && hearth_time_token (self, next + 1)->digits == 2)
    next += 2;
  return hearth_time_is (self, next, HEARTH_WORD_OCLOCK) ? next + 1 : next;
}

static gboolean
is_part_after (HearthTimeParser *self, guint i)
{
  return (hearth_time_is (self, i, HEARTH_WORD_IN) &&
          hearth_time_is (self, i + 1, HEARTH_WORD_THE) &&
          hearth_time_is (self, i + 2, HEARTH_WORD_PART)) ||
         (hearth_time_is (self, i, HEARTH_WORD_AT) &&
          hearth_time_is (self, i + 1, HEARTH_WORD_PART));
}

/* An hour in words or digits alone: "eight", "5", "8 o'clock", "eight thirty" */
static guint
parse_hour (HearthTimeParser *self, guint i, gboolean bare, HearthTimeClock *clock)
{
  int hour = 0;
  int minute = 0;
  guint next = parse_integer (self, i, &hour);
  guint after;
  gboolean pm;

  if (next == 0 || hour > 24 || hearth_time_token (self, i)->digits > 2)
    return 0;
  clock->minute = hour * 60;
  clock->ambiguous =
      hour >= 1 && hour <= 12 && !(hearth_time_token (self, i)->digits == 2 && hour < 10);
  if (hearth_time_is (self, next, HEARTH_WORD_OCLOCK))
    return next + 1;
  if (hearth_time_token (self, i)->digits == 0 && hour >= 1) {
    after = parse_integer (self, next, &minute);
    if (after > 0 && minute >= 10 && minute <= 59 && hearth_time_token (self, next)->digits == 0 &&
        (bare || parse_half_of_day (self, after, &pm) > 0)) {
      clock->minute += minute;
      return after;
    }
  }
  if (hour >= 1 && (parse_half_of_day (self, next, &pm) > 0 || is_part_after (self, next)))
    return next;
  if (!bare)
    return 0;
  /* "at 5 people" is nobody's time, but "for 2 hours" and "2 May" are something else. */
  if (hearth_time_is (self, next, HEARTH_WORD_UNIT) ||
      hearth_time_is (self, next, HEARTH_WORD_MONTH) || hearth_time_is_punct (self, next, '/') ||
      hearth_time_is_punct (self, next, '%'))
    return 0;
  if (hearth_time_is_punct (self, next, '.') && is_small_number (self, next + 1) &&
      hearth_time_token (self, next + 1)->glued)
    return 0;
  return next;
}

/**
 * hearth_time_parse_clock:
 * @self: a parser
 * @i: a token
 * @bare: whether a number alone may be an hour, as after "at"
 * @clock: (out caller-allocates): the time of day
 *
 * Reads a time of day with what belongs to it: am or pm, part of the day, zone.
 *
 * Returns: the token after it, or 0
 */
guint
hearth_time_parse_clock (HearthTimeParser *self, guint i, gboolean bare, HearthTimeClock *clock)
{
  HearthTimeToken *token = hearth_time_token (self, i);
  gboolean pm = FALSE;
  guint next;
  guint after;

  memset (clock, 0, sizeof *clock);
  if (token == NULL)
    return 0;
  if (token->klass == HEARTH_WORD_CLOCK) {
    clock->minute = token->value;
    clock->half_said = TRUE;
    next = i + 1;
  } else if ((next = parse_past_or_to (self, i, &clock->minute)) > 0) {
    clock->ambiguous = clock->minute < 13 * 60;
  } else if (token->klass == HEARTH_WORD_NUMBER) {
    next = parse_digits (self, i, bare, clock);
    if (next == 0)
      next = parse_hour (self, i, bare, clock);
    if (next == 0)
      return 0;
  } else {
    return 0;
  }
  after = clock->half_said ? 0 : parse_half_of_day (self, next, &pm);
  if (after > 0 && set_half (clock, pm))
    next = after;
  after = parse_part_after (self, next, clock);
  if (after > 0)
    next = after;
  after = parse_zone (self, next, clock);
  if (after > 0)
    next = after;
  return next;
}
