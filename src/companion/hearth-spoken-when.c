/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-spoken-token-private.h"

#include <string.h>

/* Dates and times of day as they are said. */

static const char *const months[HEARTH_N_SPEECH_LANGUAGES][12] = {
  { "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December" },
  { "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
    "November", "Dezember" },
};

static const char *const ordinals[] = {
  "zeroth",       "first",        "second",         "third",         "fourth",
  "fifth",        "sixth",        "seventh",        "eighth",        "ninth",
  "tenth",        "eleventh",     "twelfth",        "thirteenth",    "fourteenth",
  "fifteenth",    "sixteenth",    "seventeenth",    "eighteenth",    "nineteenth",
  "twentieth",    "twenty-first", "twenty-second",  "twenty-third",  "twenty-fourth",
  "twenty-fifth", "twenty-sixth", "twenty-seventh", "twenty-eighth", "twenty-ninth",
  "thirtieth",    "thirty-first",
};

static const char *const german_days[] = { "Montag",  "Dienstag", "Mittwoch", "Donnerstag",
                                           "Freitag", "Samstag",  "Sonntag",  "Sonnabend",
                                           "Mo",      "Di",       "Mi",       "Do",
                                           "Fr",      "Sa",       "So",       NULL };

/* A number of so many digits at most. Returns how many there are; 0 where there are more. */
static gsize
read_digits (const char *text, gsize most, int *number)
{
  gsize digits = strspn (text, "0123456789");

  if (digits == 0 || digits > most)
    return 0;
  *number = (int) g_ascii_strtoll (text, NULL, 10);
  return digits;
}

static gsize
skip_blank (const char *text)
{
  return *text == ' ' ? 1 : g_str_has_prefix (text, "\302\240") ? 2 : 0;
}

/* The name of a month, or the short form of one. */
static gsize
read_month (HearthSpeechLanguage language, const char *text, int *month)
{
  for (int i = 0; i < 12; i++) {
    const char *name = months[language][i];
    gsize full = strlen (name);
    gsize start = (gsize) (g_utf8_offset_to_pointer (name, 3) - name);

    if (strncmp (text, name, full) == 0 && hearth_spoken_ends_word (text + full)) {
      *month = i + 1;
      return full;
    }
    if (strncmp (text, name, start) != 0)
      continue;
    if (i == 8 && text[start] == 't')
      start++;
    if (!hearth_spoken_ends_word (text + start))
      continue;
    *month = i + 1;
    return start + (text[start] == '.' ? 1 : 0);
  }
  return 0;
}

/* "der fünfte", "am fünften", and where nothing stands before it "fünfter". */
static const char *
find_ending (const char *text, gsize at)
{
  static const char *const weak[] = { "der", "die", "das", "dieser", "jeder", NULL };
  static const char *const strong[] = { "am",   "vom",  "zum",  "dem", "den", "ab", "bis",
                                        "seit", "beim", "nach", "vor", "des", NULL };
  g_autofree char *before = hearth_spoken_dup_before (text, at);
  g_autofree char *low = NULL;

  if (before != NULL && g_strv_contains (german_days, before)) {
    g_autofree char *start = g_strndup (text, at);
    const char *day = g_strrstr (start, before);
    g_autofree char *outer = hearth_spoken_dup_before (text, (gsize) (day - start));

    g_free (before);
    before = g_steal_pointer (&outer);
  }
  if (before == NULL)
    return "er";
  low = g_ascii_strdown (before, -1);
  return g_strv_contains (strong, low) ? "en" : g_strv_contains (weak, low) ? "e" : "er";
}

static void
append_german_day (const char *text, gsize at, int day, GString *out)
{
  g_autofree char *number = hearth_speech_number (HEARTH_SPEECH_GERMAN, day);
  const char *stem = day == 1   ? "erst"
                     : day == 3 ? "dritt"
                     : day == 7 ? "siebt"
                     : day == 8 ? "acht"
                                : NULL;

  if (stem != NULL)
    g_string_append (out, stem);
  else
    g_string_append_printf (out, "%s%s", number, day < 20 ? "t" : "st");
  g_string_append (out, find_ending (text, at));
}

static void
append_year (HearthSpeechLanguage language, int year, GString *out)
{
  g_autofree char *first = NULL;
  g_autofree char *rest = NULL;
  gboolean german = language == HEARTH_SPEECH_GERMAN;

  if (year < 1100 || (year >= 2000 && year < 2010) || year > 2099 || (german && year >= 2000)) {
    hearth_spoken_append_number (language, year, out);
    return;
  }
  first = hearth_speech_number (language, year / 100);
  rest = year % 100 != 0 ? hearth_speech_number (language, year % 100) : NULL;
  g_string_append (out, first);
  if (german)
    g_string_append_printf (out, "hundert%s", rest != NULL ? rest : "");
  else
    g_string_append_printf (out, " %s%s", year % 100 > 0 && year % 100 < 10 ? "oh " : "",
                            rest != NULL ? rest : "hundred");
}

typedef struct {
  int day;
  int month;
  int year; /* 0: none is said */
} Date;

static gboolean
is_valid (const Date *date)
{
  return date->day > 0 && date->month > 0 && date->month <= 12 &&
         g_date_valid_dmy ((GDateDay) MIN (date->day, 255), (GDateMonth) date->month,
                           (GDateYear) (date->year > 0 ? date->year : 2000));
}

static void
append_date (HearthSpeechLanguage language, const char *text, gsize at, const Date *date,
             gboolean day_first, GString *out)
{
  const char *month = months[language][date->month - 1];

  if (language == HEARTH_SPEECH_GERMAN) {
    append_german_day (text, at, date->day, out);
    g_string_append_printf (out, " %s", month);
  } else if (day_first) {
    g_autofree char *before = hearth_spoken_dup_before (text, at);

    g_string_append_printf (out, "%s%s of %s", g_strcmp0 (before, "the") == 0 ? "" : "the ",
                            ordinals[date->day], month);
  } else {
    g_string_append_printf (out, "%s %s", month, ordinals[date->day]);
  }
  if (date->year > 0) {
    g_string_append (out, language == HEARTH_SPEECH_GERMAN ? " " : ", ");
    append_year (language, date->year, out);
  }
}

/* ISO 8601: "2026-03-05". */
static gsize
read_iso (const char *text, Date *date)
{
  if (strspn (text, "0123456789") != 4 || text[4] != '-' || strspn (text + 5, "0123456789") != 2 ||
      text[7] != '-' || strspn (text + 8, "0123456789") != 2 || text[10] == '-')
    return 0;
  date->year = (int) g_ascii_strtoll (text, NULL, 10);
  date->month = (int) g_ascii_strtoll (text + 5, NULL, 10);
  date->day = (int) g_ascii_strtoll (text + 8, NULL, 10);
  return text[10] == 'T' || hearth_spoken_ends_word (text + 10) ? 10 : 0;
}

/* A year after a date. Returns how many bytes it takes with what stands before it, or 0. */
static gsize
read_year (const char *text, Date *date)
{
  gsize n = *text == ',' ? 1 : 0;
  gsize blank = skip_blank (text + n);
  gsize digits = blank > 0 ? read_digits (text + n + blank, 4, &date->year) : 0;

  if (digits == 4 && date->year >= 1000 && date->year < 2200 &&
      hearth_spoken_ends_word (text + n + blank + digits) && text[n + blank + digits] != ':')
    return n + blank + digits;
  date->year = 0;
  return 0;
}

/* "5.3.2026", "05.03.26", "5.3." */
static gsize
read_german_figures (const char *text, Date *date)
{
  gsize n = read_digits (text, 2, &date->day);
  gsize digits;

  if (n == 0 || text[n] != '.')
    return 0;
  digits = read_digits (text + n + 1, 2, &date->month);
  if (digits == 0 || text[n + 1 + digits] != '.')
    return 0;
  n += digits + 2;
  digits = read_digits (text + n, 4, &date->year);
  if (digits == 0 || digits == 3) {
    date->year = 0;
    return g_ascii_isdigit (text[n]) ? 0 : n;
  }
  date->year += digits == 2 ? 2000 : 0;
  return hearth_spoken_ends_word (text + n + digits) && digits != 1 ? n + digits : 0;
}

/* "5. März 2026", "5th of March", "5 March 2026" */
static gsize
read_day_first (HearthSpeechLanguage language, const char *text, Date *date)
{
  static const char *const suffixes[] = { "st", "nd", "rd", "th" };
  gsize n = read_digits (text, 2, &date->day);
  gsize blank, month;

  if (n == 0)
    return 0;
  if (language == HEARTH_SPEECH_GERMAN) {
    if (text[n] != '.')
      return 0;
    n++;
  } else {
    for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++) {
      if (strncmp (text + n, suffixes[i], 2) == 0) {
        n += 2;
        break;
      }
    }
    if (g_str_has_prefix (text + n, " of "))
      n += 3;
  }
  blank = skip_blank (text + n);
  month = blank > 0 || language == HEARTH_SPEECH_GERMAN
              ? read_month (language, text + n + blank, &date->month)
              : 0;
  if (month == 0)
    return 0;
  n += blank + month;
  return n + read_year (text + n, date);
}

/* "March 5, 2026", "Mar 5th" */
static gsize
read_month_first (const char *text, Date *date)
{
  gsize n = read_month (HEARTH_SPEECH_ENGLISH, text, &date->month);
  gsize blank = n > 0 ? skip_blank (text + n) : 0;
  gsize digits = blank > 0 ? read_digits (text + n + blank, 2, &date->day) : 0;

  if (digits == 0)
    return 0;
  n += blank + digits;
  if (g_ascii_isalpha (text[n]) && g_ascii_isalpha (text[n + 1]) &&
      hearth_spoken_ends_word (text + n + 2))
    n += 2;
  else if (text[n] == ':' || !hearth_spoken_ends_word (text + n))
    return 0;
  return n + read_year (text + n, date);
}

/**
 * hearth_spoken_read_date:
 * @language: the language of the text
 * @text: a text
 * @at: a byte that a word begins with
 * @out: what is said is appended here
 *
 * Reads a date: ISO 8601, or as it is written in the language. What may be one of two dates, such
 * as "3/5", is none.
 *
 * Returns: its bytes, or 0
 */
gsize
hearth_spoken_read_date (HearthSpeechLanguage language, const char *text, gsize at, GString *out)
{
  Date date = { 0 };
  const char *from = text + at;
  gboolean day_first = FALSE;
  gsize n = read_iso (from, &date);

  if (n == 0 && language == HEARTH_SPEECH_GERMAN) {
    date = (Date){ 0 };
    n = read_german_figures (from, &date);
  }
  if (n == 0 && language == HEARTH_SPEECH_ENGLISH) {
    date = (Date){ 0 };
    n = read_month_first (from, &date);
  }
  if (n == 0) {
    date = (Date){ 0 };
    n = read_day_first (language, from, &date);
    day_first = TRUE;
  }
  if (n == 0 || !is_valid (&date))
    return 0;
  append_date (language, text, at, &date, day_first, out);
  return n;
}

typedef struct {
  int hour;
  int minute;
} Clock;

/* "pm", "p.m.", "AM" after a clock. */
static gsize
read_half_of_day (const char *text, Clock *clock)
{
  gsize n = skip_blank (text);
  char letter = g_ascii_tolower (text[n]);
  gsize length = g_ascii_strncasecmp (text + n + 1, ".m.", 3) == 0              ? 4
                 : g_ascii_tolower (letter != '\0' ? text[n + 1] : '\0') == 'm' ? 2
                                                                                : 0;

  if ((letter != 'a' && letter != 'p') || length == 0 || clock->hour < 1 || clock->hour > 12 ||
      g_ascii_isalnum (text[n + length]))
    return 0;
  clock->hour = clock->hour % 12 + (letter == 'p' ? 12 : 0);
  return n + length;
}

static gsize
read_one_clock (HearthSpeechLanguage language, const char *text, Clock *clock)
{
  gsize n = read_digits (text, 2, &clock->hour);
  gsize digits, more, blank;

  if (n == 0)
    return 0;
  clock->minute = 0;
  if (text[n] == ':' || text[n] == '.') {
    digits = read_digits (text + n + 1, 2, &clock->minute);
    if (digits == 2) {
      char separator = text[n];

      n += 3;
      if (separator == ':' && text[n] == ':' && strspn (text + n + 1, "0123456789") == 2)
        n += 3;
      more = language == HEARTH_SPEECH_ENGLISH ? read_half_of_day (text + n, clock) : 0;
      blank = skip_blank (text + n);
      if (language == HEARTH_SPEECH_GERMAN && g_str_has_prefix (text + n + blank, "Uhr") &&
          hearth_spoken_ends_word (text + n + blank + 3))
        more = blank + 3;
      /* "15.30" alone may be anything. */
      if (separator == '.' && more == 0)
        return 0;
      n += more;
      return hearth_spoken_ends_word (text + n) && clock->hour < 24 && clock->minute < 60 ? n : 0;
    }
    return 0;
  }
  more = language == HEARTH_SPEECH_ENGLISH ? read_half_of_day (text + n, clock) : 0;
  return more > 0 ? n + more : 0;
}

static char *
say_clock (HearthSpeechLanguage language, const Clock *clock)
{
  g_autofree char *next = NULL;
  int hour = clock->hour;

  if (language == HEARTH_SPEECH_ENGLISH || clock->minute != 30)
    return hearth_speech_clock (language, hour, clock->minute);
  next = hearth_speech_number (language, hour % 12 + 1);
  return g_strconcat ("halb ", next,
                      hour < 6    ? " nachts"
                      : hour < 12 ? ""
                      : hour < 13 ? " mittags"
                      : hour < 18 ? " nachmittags"
                                  : " abends",
                      NULL);
}

static gsize
skip_dash (const char *text)
{
  static const char *const dashes[] = { "–", "—", "-" };
  gsize blank = skip_blank (text);

  for (guint i = 0; i < G_N_ELEMENTS (dashes); i++) {
    if (g_str_has_prefix (text + blank, dashes[i])) {
      gsize n = blank + strlen (dashes[i]);

      return n + skip_blank (text + n);
    }
  }
  return 0;
}

/**
 * hearth_spoken_read_clock:
 * @language: the language of the text
 * @text: a text
 * @at: a byte that a word begins with
 * @out: what is said is appended here
 *
 * Reads a time of day, or two with a dash between them.
 *
 * Returns: its bytes, or 0
 */
gsize
hearth_spoken_read_clock (HearthSpeechLanguage language, const char *text, gsize at, GString *out)
{
  static const char *const parts[] = { " in the morning",
                                       " in the afternoon",
                                       " in the evening",
                                       " nachts",
                                       " nachmittags",
                                       " abends",
                                       " Uhr" };
  Clock from, to;
  gsize n = read_one_clock (language, text + at, &from);
  gsize dash = n > 0 ? skip_dash (text + at + n) : 0;
  gsize second = dash > 0 ? read_one_clock (language, text + at + n + dash, &to) : 0;
  g_autofree char *begin = NULL;
  g_autofree char *end = NULL;

  if (n == 0)
    return 0;
  begin = say_clock (language, &from);
  if (second == 0) {
    g_string_append (out, begin);
    return n;
  }
  end = say_clock (language, &to);
  /* The part of the day is said once. */
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
    if (g_str_has_suffix (begin, parts[i]) && g_str_has_suffix (end, parts[i]))
      begin[strlen (begin) - strlen (parts[i])] = '\0';
  }
  g_string_append_printf (out, "%s %s %s", begin, language == HEARTH_SPEECH_GERMAN ? "bis" : "to",
                          end);
  return n + dash + second;
}
