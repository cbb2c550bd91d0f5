/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-values.h"

#include <string.h>

/* What can be checked in a sentence: times, dates, amounts and numbers, brought to one form, so
 * that "3 pm" is "15:00", "Feb 3" is "3. Februar", and "1,000" is "1000". English and German, with
 * the names of months in French and Spanish. */

#define MAX_TEXT (32 * 1024)
#define MAX_VALUES 400

typedef struct {
  const char *name;
  int number;
} Name;

static const Name months[] = {
  { "january", 1 },    { "januar", 1 },    { "jänner", 1 },    { "janvier", 1 },
  { "enero", 1 },      { "jan", 1 },       { "february", 2 },  { "februar", 2 },
  { "février", 2 },    { "febrero", 2 },   { "feb", 2 },       { "march", 3 },
  { "märz", 3 },       { "mars", 3 },      { "marzo", 3 },     { "mar", 3 },
  { "mär", 3 },        { "april", 4 },     { "avril", 4 },     { "abril", 4 },
  { "apr", 4 },        { "may", 5 },       { "mai", 5 },       { "mayo", 5 },
  { "june", 6 },       { "juni", 6 },      { "juin", 6 },      { "junio", 6 },
  { "jun", 6 },        { "july", 7 },      { "juli", 7 },      { "juillet", 7 },
  { "julio", 7 },      { "jul", 7 },       { "august", 8 },    { "août", 8 },
  { "agosto", 8 },     { "aug", 8 },       { "september", 9 }, { "septembre", 9 },
  { "septiembre", 9 }, { "sep", 9 },       { "sept", 9 },      { "october", 10 },
  { "oktober", 10 },   { "octobre", 10 },  { "octubre", 10 },  { "oct", 10 },
  { "okt", 10 },       { "november", 11 }, { "novembre", 11 }, { "noviembre", 11 },
  { "nov", 11 },       { "december", 12 }, { "dezember", 12 }, { "décembre", 12 },
  { "diciembre", 12 }, { "dec", 12 },      { "dez", 12 },
};

static const Name days[] = {
  { "monday", 1 },   { "montag", 1 },     { "mon", 1 },        { "lundi", 1 },
  { "lunes", 1 },    { "tuesday", 2 },    { "dienstag", 2 },   { "tue", 2 },
  { "tues", 2 },     { "mardi", 2 },      { "martes", 2 },     { "wednesday", 3 },
  { "mittwoch", 3 }, { "wed", 3 },        { "mercredi", 3 },   { "miércoles", 3 },
  { "thursday", 4 }, { "donnerstag", 4 }, { "thu", 4 },        { "thur", 4 },
  { "thurs", 4 },    { "jeudi", 4 },      { "jueves", 4 },     { "friday", 5 },
  { "freitag", 5 },  { "fri", 5 },        { "vendredi", 5 },   { "viernes", 5 },
  { "saturday", 6 }, { "samstag", 6 },    { "sonnabend", 6 },  { "sat", 6 },
  { "samedi", 6 },   { "sábado", 6 },     { "sunday", 7 },     { "sonntag", 7 },
  { "dimanche", 7 }, { "domingo", 7 },    { "yesterday", 10 }, { "gestern", 10 },
  { "today", 11 },   { "heute", 11 },     { "tonight", 11 },   { "tomorrow", 12 },
  { "morgen", 12 },
};

static const Name numerals[] = {
  { "two", 2 },     { "three", 3 },    { "four", 4 },     { "five", 5 },      { "six", 6 },
  { "seven", 7 },   { "eight", 8 },    { "nine", 9 },     { "ten", 10 },      { "eleven", 11 },
  { "twelve", 12 }, { "twenty", 20 },  { "thirty", 30 },  { "hundred", 100 }, { "thousand", 1000 },
  { "zwei", 2 },    { "drei", 3 },     { "vier", 4 },     { "fünf", 5 },      { "sechs", 6 },
  { "sieben", 7 },  { "acht", 8 },     { "neun", 9 },     { "zehn", 10 },     { "elf", 11 },
  { "zwölf", 12 },  { "zwanzig", 20 }, { "dreißig", 30 }, { "hundert", 100 }, { "tausend", 1000 },
};

static const struct {
  const char *name;
  const char *unit;
} currencies[] = {
  { "€", "EUR" },       { "eur", "EUR" },    { "euro", "EUR" },   { "euros", "EUR" },
  { "$", "USD" },       { "usd", "USD" },    { "dollar", "USD" }, { "dollars", "USD" },
  { "£", "GBP" },       { "gbp", "GBP" },    { "pounds", "GBP" }, { "chf", "CHF" },
  { "franken", "CHF" }, { "francs", "CHF" }, { "¥", "JPY" },      { "jpy", "JPY" },
  { "yen", "JPY" },     { "sek", "SEK" },    { "nok", "NOK" },    { "dkk", "DKK" },
  { "kr", "KR" },       { "zł", "PLN" },     { "pln", "PLN" },    { "%", "%" },
  { "percent", "%" },   { "prozent", "%" },
};

typedef struct {
  const char *text;
  const char *end;
  const char *p;
  GArray *values;
} Scanner;

/* A piece of the text: a word or a sign, lower case. */
typedef struct {
  char text[32];
  const char *start;
  const char *end;
} Piece;

static int
find_name (const Name *names, gsize n, const char *word)
{
  for (gsize i = 0; i < n; i++) {
    if (names[i].name[0] == word[0] && strcmp (names[i].name, word) == 0)
      return names[i].number;
  }
  return 0;
}

static const char *
find_currency (const char *word)
{
  for (gsize i = 0; i < G_N_ELEMENTS (currencies); i++) {
    if (currencies[i].name[0] == word[0] && strcmp (currencies[i].name, word) == 0)
      return currencies[i].unit;
  }
  return NULL;
}

static const char *
skip_blanks (const char *p, const char *end)
{
  for (;;) {
    if (p < end && (*p == ' ' || *p == '\n' || *p == '\t' || *p == '\r'))
      p++;
    else if (end - p >= 2 && (guchar) p[0] == 0xc2 && (guchar) p[1] == 0xa0)
      p += 2;
    else if (end - p >= 3 && memcmp (p, "\xe2\x80\xaf", 3) == 0)
      p += 3;
    else
      return p;
  }
}

/* Takes the word at @p, or the sign if it is none. */
static gboolean
take_piece (const char *p, const char *end, Piece *piece)
{
  gsize n = 0;

  piece->start = p;
  while (p < end) {
    gunichar c = g_utf8_get_char (p);

    if (!g_unichar_isalpha (c) &&
        !(n > 0 && *p == '.' && p + 1 < end && g_ascii_isalpha (p[1]) && n < 4))
      break;
    if (n + 6 < sizeof piece->text)
      n += (gsize) g_unichar_to_utf8 (g_unichar_tolower (c), piece->text + n);
    p = g_utf8_next_char (p);
  }
  if (n == 0 && p < end && (*p == '%' || *p == '$' || (guchar) *p >= 0x80)) {
    n = (gsize) (g_utf8_next_char (p) - p);
    memcpy (piece->text, p, n);
    p += n;
  }
  piece->text[n] = '\0';
  piece->end = p;
  return n > 0;
}

static HearthValue *
add (Scanner *self, HearthValueKind kind, gint64 number, const char *start, const char *end)
{
  HearthValue value = { .kind = kind, .number = number };

  value.start = (gsize) (start - self->text);
  value.length = (gsize) (end - start);
  g_array_append_val (self->values, value);
  return &g_array_index (self->values, HearthValue, self->values->len - 1);
}

/* Takes at most @max digits. */
static guint
take_digits (const char **p, const char *end, guint max, gint64 *number)
{
  guint n = 0;

  *number = 0;
  while (*p < end && n < max && g_ascii_isdigit (**p)) {
    *number = *number * 10 + (**p - '0');
    (*p)++;
    n++;
  }
  return n;
}

static gboolean
is_day (gint64 day, gint64 month)
{
  return day >= 1 && day <= 31 && month >= 1 && month <= 12;
}

static int
widen_year (gint64 year, guint digits)
{
  return digits == 4 ? (int) year : digits == 2 ? 2000 + (int) year : 0;
}

/* "2026-02-03", "3.2.2026", "3.2.", "3/2", "2/3/26". */
static gboolean
take_figures_date (Scanner *self)
{
  const char *p = self->p;
  gint64 a, b, c = 0;
  guint n_a = take_digits (&p, self->end, 4, &a);
  char separator = p < self->end ? *p : '\0';
  guint n_b, n_c = 0;
  HearthValue *value;

  if (separator != '-' && separator != '.' && separator != '/')
    return FALSE;
  p++;
  n_b = take_digits (&p, self->end, 2, &b);
  if (n_b == 0 || (n_a > 2 && (n_a != 4 || separator != '-')))
    return FALSE;
  if (p < self->end && *p == separator) {
    p++;
    n_c = take_digits (&p, self->end, 4, &c);
  } else if (separator != '/') {
    return FALSE;
  }
  if (p < self->end && g_ascii_isdigit (*p))
    return FALSE;
  /* "1.2.3" is the number of a version. */
  if (separator == '.' && (n_c == 1 || n_c == 3)) {
    self->p = p;
    return TRUE;
  }
  if (n_a == 4 && n_c > 0 && is_day (c, b))
    value = add (self, HEARTH_VALUE_DATE, b * 100 + c, self->p, p);
  else if (separator == '.' && n_a <= 2 && is_day (a, b))
    value = add (self, HEARTH_VALUE_DATE, b * 100 + a, self->p, p);
  else if (separator == '/' && n_a <= 2 && (is_day (a, b) || is_day (b, a)))
    value = add (self, HEARTH_VALUE_DATE, is_day (b, a) ? a * 100 + b : b * 100 + a, self->p, p);
  else
    return FALSE;
  if (separator == '/' && is_day (a, b) && is_day (b, a))
    value->other = b * 100 + a;
  value->year = n_a == 4 ? (int) a : widen_year (c, n_c);
  self->p = p;
  return TRUE;
}

typedef enum { NO_CLOCK, CLOCK_AM, CLOCK_PM, CLOCK_24 } ClockWord;

static ClockWord
take_clock_word (const char **p, const char *end)
{
  Piece piece;
  ClockWord clock = NO_CLOCK;
  const char *from = skip_blanks (*p, end);

  if (!take_piece (from, end, &piece))
    return NO_CLOCK;
  if (strcmp (piece.text, "am") == 0 || strcmp (piece.text, "a.m") == 0)
    /* "um 3 am Montag" is German. */
    clock = from == *p || piece.end == end || *piece.end != ' ' || piece.text[1] == '.' ||
                    !g_ascii_isupper (piece.end[1])
                ? CLOCK_AM
                : NO_CLOCK;
  else if (strcmp (piece.text, "pm") == 0 || strcmp (piece.text, "p.m") == 0)
    clock = CLOCK_PM;
  else if (strcmp (piece.text, "uhr") == 0 || strcmp (piece.text, "o") == 0)
    clock = CLOCK_24;
  if (clock == CLOCK_24 && piece.text[0] == 'o') {
    if (end - piece.end < 6 || strncmp (piece.end + (*piece.end == '\'' ? 1 : 3), "clock", 5) != 0)
      return NO_CLOCK;
    piece.end += *piece.end == '\'' ? 6 : 8;
  }
  if (clock != NO_CLOCK)
    *p = piece.end;
  return clock;
}

/* "15:00", "3 pm", "3.30 pm", "15 Uhr", "15 Uhr 30", "3 o'clock". */
static gboolean
take_time (Scanner *self)
{
  const char *p = self->p;
  gint64 hour, minute = 0;
  guint n_hour = take_digits (&p, self->end, 3, &hour);
  guint n_minute = 0;
  gboolean colon = p < self->end && *p == ':';
  ClockWord clock;

  if (n_hour > 2 || hour > 24)
    return FALSE;
  if (p + 1 < self->end && (*p == ':' || *p == '.' || *p == 'h') && g_ascii_isdigit (p[1])) {
    colon = colon || *p == 'h';
    p++;
    n_minute = take_digits (&p, self->end, 3, &minute);
    if (n_minute != 2 || minute > 59)
      return FALSE;
  }
  clock = take_clock_word (&p, self->end);
  if (clock == NO_CLOCK && !(colon && n_minute == 2))
    return FALSE;
  if ((clock == CLOCK_AM || clock == CLOCK_PM) && hour > 12)
    clock = CLOCK_24;
  if (clock == CLOCK_PM && hour < 12)
    hour += 12;
  if (clock == CLOCK_AM && hour == 12)
    hour = 0;
  if (clock == CLOCK_24 && n_minute == 0) {
    const char *q = skip_blanks (p, self->end);

    if (take_digits (&q, self->end, 3, &minute) == 2 && minute < 60)
      p = q;
    else
      minute = 0;
  }
  add (self, HEARTH_VALUE_TIME, hour * 60 + minute, self->p, p);
  self->p = p;
  return TRUE;
}

/* The year behind a day and month: "3 February 2026", "Feb 3, 2026". */
static int
take_year (const char **p, const char *end)
{
  const char *q = skip_blanks (*p, end);
  gint64 year;

  if (q < end && *q == ',')
    q = skip_blanks (q + 1, end);
  if (take_digits (&q, end, 5, &year) != 4 || year < 1900 || year > 2199 || (q < end && *q == ':'))
    return 0;
  *p = q;
  return (int) year;
}

/* "3 February", "3rd of Feb", "3. Februar 2026": the day was read up to @p. */
static gboolean
take_day_and_month (Scanner *self, const char *p, gint64 day)
{
  Piece piece;
  int month;
  HearthValue *value;

  if (p < self->end && *p == '.')
    p++;
  else if (take_piece (p, self->end, &piece) &&
           (strcmp (piece.text, "st") == 0 || strcmp (piece.text, "nd") == 0 ||
            strcmp (piece.text, "rd") == 0 || strcmp (piece.text, "th") == 0))
    p = piece.end;
  p = skip_blanks (p, self->end);
  if (!take_piece (p, self->end, &piece))
    return FALSE;
  if (strcmp (piece.text, "of") == 0 || strcmp (piece.text, "de") == 0) {
    p = skip_blanks (piece.end, self->end);
    if (!take_piece (p, self->end, &piece))
      return FALSE;
  }
  month = find_name (months, G_N_ELEMENTS (months), piece.text);
  if (!is_day (day, month))
    return FALSE;
  p = piece.end;
  value = add (self, HEARTH_VALUE_DATE, month * 100 + day, self->p, p);
  if (p < self->end && *p == '.')
    p++;
  value->year = take_year (&p, self->end);
  value->length = (gsize) (p - self->text) - value->start;
  self->p = p;
  return TRUE;
}

/* Whether a point or comma at @p parts thousands, and is no decimal point. */
static gboolean
parts_thousands (const char *p, const char *end)
{
  return end - p > 3 && (*p == '.' || *p == ',' || *p == '\'') && g_ascii_isdigit (p[1]) &&
         g_ascii_isdigit (p[2]) && g_ascii_isdigit (p[3]) &&
         (end - p == 4 || !g_ascii_isdigit (p[4]));
}

/* "1,000", "1.000,50", "12.5": in hundredths. What has too many digits wraps around: two of these
 * are equal only if all their digits are. */
static gint64
take_number (const char **p, const char *end)
{
  guint64 number = 0;

  for (gboolean begun = FALSE; *p < end; (*p)++, begun = TRUE) {
    if (g_ascii_isdigit (**p))
      number = number * 10 + (guint64) (**p - '0');
    else if (!begun || !parts_thousands (*p, end))
      break;
  }
  number *= 100;
  if (end - *p > 1 && (**p == '.' || **p == ',') && g_ascii_isdigit ((*p)[1])) {
    (*p)++;
    number += (guint64) (**p - '0') * 10;
    (*p)++;
    if (*p < end && g_ascii_isdigit (**p))
      number += (guint64) (**p - '0');
    while (*p < end && g_ascii_isdigit (**p))
      (*p)++;
  }
  return (gint64) (number & G_MAXINT64);
}

/* What stands before a number: the unit of "$40" and "EUR 40". */
static const char *
find_unit_before (const Scanner *self, const char *number)
{
  const char *p = number;
  Piece piece;

  while (p > self->text && p[-1] == ' ')
    p--;
  if (p == self->text)
    return NULL;
  if (!g_ascii_isalpha (p[-1])) {
    p = g_utf8_find_prev_char (self->text, p);
    return p != NULL && take_piece (p, number, &piece) && find_currency (piece.text) != NULL &&
                   piece.text[0] != '%'
               ? find_currency (piece.text)
               : NULL;
  }
  for (guint n = 0; n < 4 && p > self->text && g_ascii_isalpha (p[-1]); n++)
    p--;
  if (number - p < 3 || !take_piece (p, number, &piece) || strlen (piece.text) != 3)
    return NULL;
  return find_currency (piece.text);
}

static void
take_amount (Scanner *self)
{
  const char *p = self->p;
  gint64 number = take_number (&p, self->end);
  const char *unit = find_unit_before (self, self->p);
  const char *q = p;
  Piece piece;

  if (number % 100 == 0 && take_day_and_month (self, p, number / 100))
    return;
  if (q < self->end && *q == 'k' && (q + 1 == self->end || !g_ascii_isalpha (q[1]))) {
    number = (gint64) (((guint64) number * 1000) & G_MAXINT64);
    p = ++q;
  }
  if (unit == NULL && take_piece (skip_blanks (q, self->end), self->end, &piece)) {
    unit = find_currency (piece.text);
    if (unit != NULL)
      p = piece.end;
  }
  if (unit != NULL)
    g_strlcpy (add (self, HEARTH_VALUE_AMOUNT, number, self->p, p)->unit, unit, 4);
  else
    add (self, HEARTH_VALUE_NUMBER, number, self->p, p);
  self->p = p;
}

/* "Feb 3", "February 3rd, 2026", "in June". */
static void
take_month_word (Scanner *self, const Piece *piece, int month)
{
  const char *p =
      skip_blanks (piece->end + (piece->end < self->end && *piece->end == '.' ? 1 : 0), self->end);
  gint64 day;
  HearthValue *value;
  Piece ordinal;

  self->p = piece->end;
  if (take_digits (&p, self->end, 3, &day) > 0 && is_day (day, month) &&
      !(p < self->end && (*p == ':' || *p == '.') && p + 1 < self->end && g_ascii_isdigit (p[1]))) {
    if (take_piece (p, self->end, &ordinal) && strlen (ordinal.text) == 2 && ordinal.start == p &&
        strstr ("st nd rd th", ordinal.text) != NULL)
      p = ordinal.end;
    value = add (self, HEARTH_VALUE_DATE, month * 100 + day, piece->start, p);
    value->year = take_year (&p, self->end);
    value->length = (gsize) (p - self->text) - value->start;
    self->p = p;
    return;
  }
  /* "May I", "they march": a month alone is one only where it can be nothing else. */
  if (strlen (piece->text) > 3 && strcmp (piece->text, "march") != 0 &&
      strcmp (piece->text, "mars") != 0 && !g_ascii_islower (*piece->start))
    add (self, HEARTH_VALUE_DATE, month * 100, piece->start, piece->end);
}

static void
take_word (Scanner *self)
{
  Piece piece;
  int number;

  if (!take_piece (self->p, self->end, &piece)) {
    self->p = g_utf8_next_char (self->p);
    return;
  }
  number = find_name (months, G_N_ELEMENTS (months), piece.text);
  if (number != 0) {
    take_month_word (self, &piece, number);
    return;
  }
  number = find_name (days, G_N_ELEMENTS (days), piece.text);
  /* "sat" and "mon" are words, or French. */
  if (number != 0 && (number >= 10 || strlen (piece.text) > 3 || !g_ascii_islower (*piece.start)))
    add (self, HEARTH_VALUE_DAY, number, piece.start, piece.end);
  number = find_name (numerals, G_N_ELEMENTS (numerals), piece.text);
  if (number != 0)
    add (self, HEARTH_VALUE_NUMBER, number * 100, piece.start, piece.end);
  if (strcmp (piece.text, "noon") == 0 || strcmp (piece.text, "midday") == 0)
    add (self, HEARTH_VALUE_TIME, 12 * 60, piece.start, piece.end);
  self->p = piece.end;
  /* "LH123" and "B2" are names and no numbers. */
  while (self->p < self->end && g_ascii_isalnum (*self->p) && self->p > self->text &&
         g_ascii_isalnum (self->p[-1]))
    self->p++;
}

/**
 * hearth_values_find:
 * @text: a text; what is not valid UTF-8 ends it
 * @length: bytes of it at most; only the first 32 KiB are looked at
 *
 * Finds the times, dates, days, amounts and numbers of a text. Pure.
 *
 * Returns: (transfer full) (element-type HearthValue): in their order, at most 400
 */
GArray *
hearth_values_find (const char *text, gsize length)
{
  Scanner self = { .text = text,
                   .p = text,
                   .values = g_array_new (FALSE, FALSE, sizeof (HearthValue)) };

  (void) g_utf8_validate (text, (gssize) strnlen (text, MIN (length, MAX_TEXT)), &self.end);
  while (self.p < self.end && self.values->len < MAX_VALUES) {
    if (!g_ascii_isdigit (*self.p))
      take_word (&self);
    else if (!take_figures_date (&self) && !take_time (&self))
      take_amount (&self);
  }
  return self.values;
}

/**
 * hearth_value_equal:
 * @a: a value
 * @b: another
 *
 * Returns: whether both say the same, however they are written. A date without a year is equal to
 *   one of any year
 */
gboolean
hearth_value_equal (const HearthValue *a, const HearthValue *b)
{
  if (a->kind != b->kind || memcmp (a->unit, b->unit, sizeof a->unit) != 0)
    return FALSE;
  if (a->year != 0 && b->year != 0 && a->year != b->year)
    return FALSE;
  return a->number == b->number || (a->other != 0 && a->other == b->number) ||
         (b->other != 0 && b->other == a->number);
}

/* A plain number may be part of what says more: "at 3" of "3 pm", "40" of "40 €", "the 3rd". */
static gboolean
is_part (gint64 number, const HearthValue *whole)
{
  switch (whole->kind) {
  case HEARTH_VALUE_TIME:
    return whole->number % 60 == 0 && (number == whole->number / 60 * 100 ||
                                       number == (whole->number / 60 + 11) % 12 * 100 + 100);
  case HEARTH_VALUE_DATE:
    return number == whole->number % 100 * 100 || number == whole->year * 100;
  case HEARTH_VALUE_AMOUNT:
    return number == whole->number;
  case HEARTH_VALUE_DAY:
  case HEARTH_VALUE_NUMBER:
  default:
    return FALSE;
  }
}

/**
 * hearth_value_is_in:
 * @value: a value
 * @values: (element-type HearthValue): what a text holds
 *
 * Returns: whether the text says it, or says it more exactly
 */
gboolean
hearth_value_is_in (const HearthValue *value, GArray *values)
{
  for (guint i = 0; i < values->len; i++) {
    const HearthValue *other = &g_array_index (values, HearthValue, i);

    if (hearth_value_equal (value, other))
      return TRUE;
    if (value->kind == HEARTH_VALUE_NUMBER && is_part (value->number, other))
      return TRUE;
    if (value->kind == HEARTH_VALUE_DATE && other->kind == HEARTH_VALUE_DATE &&
        value->number % 100 == 0 && value->number == other->number / 100 * 100)
      return TRUE;
  }
  return FALSE;
}
