/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-deadline.h"

#include "hearth-clock.h"

#include <string.h>

static const char *const days[] = { "monday", "tuesday",  "wednesday", "thursday",
                                    "friday", "saturday", "sunday",    NULL };
static const char *const months[] = { "jan", "feb", "mar", "apr", "may", "jun",
                                      "jul", "aug", "sep", "oct", "nov", "dec" };

/* The weekday, 1 is Monday, or 0. "mon" and "fri." are taken, "sun" and "wed" too. */
static int
read_weekday (const char *word)
{
  gsize length = strlen (word);

  if (length < 3)
    return 0;
  for (int i = 0; days[i] != NULL; i++) {
    if (length <= strlen (days[i]) && strncmp (days[i], word, length) == 0)
      return i + 1;
  }
  return 0;
}

static int
read_month (const char *word)
{
  gsize length = strlen (word);

  if (length < 3)
    return 0;
  for (guint i = 0; i < G_N_ELEMENTS (months); i++) {
    /* "march" and "mar", but not "market". */
    if (strncmp (word, months[i], 3) == 0 && length <= 9 &&
        (length == 3 || strstr ("january february march april may june july august september "
                                "sept october november december",
                                word) != NULL))
      return (int) i + 1;
  }
  return 0;
}

/* The number that @word begins with, or -1; @rest is what follows it ("pm", "th"). */
static int
read_number (const char *word, const char **rest)
{
  int value = 0;
  const char *p = word;

  while (g_ascii_isdigit (*p) && p - word < 4)
    value = value * 10 + (*p++ - '0');
  *rest = p;
  return p == word ? -1 : value;
}

/* Reads "5pm", "17:00" (one word "17:00"), "5 pm", "noon". Returns how many words, 0 for none. */
static guint
read_time (const char *const *words, guint n_words, int *minutes)
{
  const char *rest;
  int hour, minute = 0;
  guint used = 1;

  if (n_words == 0)
    return 0;
  if (strcmp (words[0], "noon") == 0 || strcmp (words[0], "midday") == 0) {
    *minutes = 12 * 60;
    return 1;
  }
  hour = read_number (words[0], &rest);
  if (hour < 0 || hour > 23)
    return 0;
  if (*rest == ':') {
    minute = read_number (rest + 1, &rest);
    if (minute < 0 || minute > 59)
      return 0;
  }
  if (*rest == '\0' && n_words > 1 &&
      (strcmp (words[1], "pm") == 0 || strcmp (words[1], "am") == 0)) {
    rest = words[1];
    used = 2;
  }
  if (strcmp (rest, "pm") == 0)
    hour = hour % 12 + 12;
  else if (strcmp (rest, "am") == 0)
    hour = hour % 12;
  else if (*rest != '\0' || strchr (words[0], ':') == NULL)
    return 0;
  *minutes = hour * 60 + minute;
  return used;
}

/* The owner's local midnight @add days after the day of @written, plus @minutes. */
static gint64
day_plus (gint64 written, int add, int minutes)
{
  g_autoptr (GDateTime) at = hearth_clock_dup_at (written);
  g_autoptr (GTimeZone) zone = hearth_clock_dup_zone ();
  g_autoptr (GDateTime) later = at != NULL ? g_date_time_add_days (at, add) : NULL;
  g_autoptr (GDateTime) due = NULL;

  if (later == NULL)
    return 0;
  due = g_date_time_new (zone, g_date_time_get_year (later), g_date_time_get_month (later),
                         g_date_time_get_day_of_month (later), minutes / 60, minutes % 60, 0);
  return due != NULL ? g_date_time_to_unix (due) : 0;
}

static int
days_until_weekday (gint64 written, int weekday)
{
  g_autoptr (GDateTime) at = hearth_clock_dup_at (written);

  return at != NULL ? (weekday - g_date_time_get_day_of_week (at) + 7) % 7 : 0;
}

/* The day of a date without a year: the next one after @written, at its end. */
static gint64
date_after (gint64 written, int month, int day)
{
  g_autoptr (GDateTime) at = hearth_clock_dup_at (written);
  g_autoptr (GTimeZone) zone = hearth_clock_dup_zone ();

  if (at == NULL || day < 1 || day > 31)
    return 0;
  for (int year = g_date_time_get_year (at); year <= g_date_time_get_year (at) + 1; year++) {
    g_autoptr (GDateTime) due = g_date_time_new (zone, year, month, day, 18, 0, 0);
    gint64 seconds = due != NULL ? g_date_time_to_unix (due) : 0;

    if (seconds > written - 12 * 3600)
      return seconds;
  }
  return 0;
}

/* Reads a day: "today", "tomorrow", "eod", "end of the week", "friday", "next tuesday", "3 may",
 * "may 3rd". @due is its end (18:00) and may then get a time. Returns how many words. */
static guint
read_day (const char *const *words, guint n_words, gint64 written, gint64 *due, int *add_days)
{
  const char *rest;
  guint used = 0;
  int number;

  *add_days = -1;
  if (n_words == 0)
    return 0;
  while (used < n_words && (strcmp (words[used], "the") == 0 || strcmp (words[used], "this") == 0 ||
                            strcmp (words[used], "next") == 0 || strcmp (words[used], "on") == 0))
    used++;
  if (used >= n_words)
    return 0;
  if (strcmp (words[used], "today") == 0 || strcmp (words[used], "tonight") == 0 ||
      strcmp (words[used], "eod") == 0 || strcmp (words[used], "cob") == 0)
    *add_days = 0;
  else if (strcmp (words[used], "tomorrow") == 0)
    *add_days = 1;
  else if (strcmp (words[used], "eow") == 0)
    *add_days = days_until_weekday (written, 5);
  else if (read_weekday (words[used]) > 0)
    *add_days = days_until_weekday (written, read_weekday (words[used]));
  if (*add_days >= 0) {
    *due = day_plus (written, *add_days, 18 * 60);
    return used + 1;
  }
  if (strcmp (words[used], "end") == 0 && used + 2 < n_words &&
      strcmp (words[used + 1], "of") == 0) {
    guint at = used + 2;

    if (at + 1 < n_words && (strcmp (words[at], "the") == 0 || strcmp (words[at], "this") == 0))
      at++;
    if (strcmp (words[at], "day") == 0 || strcmp (words[at], "business") == 0 ||
        strcmp (words[at], "today") == 0)
      *add_days = 0;
    else if (strcmp (words[at], "week") == 0)
      *add_days = days_until_weekday (written, 5);
    if (*add_days < 0)
      return 0;
    *due = day_plus (written, *add_days, 18 * 60);
    if (strcmp (words[at], "business") == 0 && at + 1 < n_words)
      at++;
    return at + 1;
  }
  number = read_number (words[used], &rest);
  if (number > 0 && number < 32 && used + 1 < n_words && read_month (words[used + 1]) > 0) {
    *due = date_after (written, read_month (words[used + 1]), number);
    return *due != 0 ? used + 2 : 0;
  }
  if (read_month (words[used]) > 0 && used + 1 < n_words) {
    number = read_number (words[used + 1], &rest);
    if (number > 0 && number < 32 && *rest != ':') {
      *due = date_after (written, read_month (words[used]), number);
      return *due != 0 ? used + 2 : 0;
    }
  }
  return 0;
}

/* Reads "within 2 hours", "in the next 24 hours". Returns how many words. */
static guint
read_within (const char *const *words, guint n_words, gint64 written, gint64 *due)
{
  guint at = 1;
  const char *rest;
  int number;

  if (n_words < 3 || (strcmp (words[0], "within") != 0 && strcmp (words[0], "next") != 0))
    return 0;
  if (strcmp (words[at], "the") == 0)
    at++;
  if (at + 1 < n_words && strcmp (words[at], "next") == 0)
    at++;
  number = read_number (words[at], &rest);
  if (number <= 0 || at + 1 >= n_words)
    return 0;
  if (g_str_has_prefix (words[at + 1], "hour"))
    *due = written + number * 3600;
  else if (g_str_has_prefix (words[at + 1], "minute"))
    *due = written + number * 60;
  else if (g_str_has_prefix (words[at + 1], "day"))
    *due = day_plus (written, number, 18 * 60);
  else
    return 0;
  return at + 2;
}

/**
 * hearth_deadline_read:
 * @words: (array length=n_words): words in lower case; times are one word ("17:30")
 * @n_words: how many of them there are before the sentence ends
 * @written: when the text was written, seconds since 1970 UTC
 * @due: (out): the deadline, seconds since 1970 UTC; 18:00 local of its day if no time is said
 * @has_time: (out): whether a time is said
 *
 * Reads a deadline that begins at the first of @words: "by Friday", "until 3 May", "before 3 pm
 * today", "by EOD", "within 2 hours".
 *
 * Returns: how many words it takes, 0 if there is none
 */
guint
hearth_deadline_read (const char *const *words, guint n_words, gint64 written, gint64 *due,
                      gboolean *has_time)
{
  static const char *const openers[] = { "by",  "until",  "till", "before", "deadline",
                                         "due", "latest", "bis",  NULL };
  guint at = 1;
  guint used, used_time;
  int minutes = 0;
  int add_days = -1;

  *has_time = FALSE;
  /* The first letter sorts out most words. */
  if (n_words == 0 || strchr ("bcdelnutw", *words[0]) == NULL)
    return 0;
  used = read_within (words, n_words, written, due);
  if (used > 0) {
    *has_time = *due - written < 24 * 3600;
    return used;
  }
  if (n_words > 0 && (strcmp (words[0], "eod") == 0 || strcmp (words[0], "cob") == 0))
    at = 0;
  else if (n_words < 2 || !g_strv_contains (openers, words[0]))
    return 0;
  while (at < n_words && at > 0 && at < 3 &&
         (g_strv_contains (openers, words[at]) || strcmp (words[at], "is") == 0 ||
          strcmp (words[at], "at") == 0))
    at++;

  used_time = read_time (words + at, n_words - at, &minutes);
  at += used_time;
  if (used_time > 0 && at < n_words && strlen (words[at]) == 3 &&
      (g_str_has_suffix (words[at], "st") || g_str_has_suffix (words[at], "dt") ||
       strcmp (words[at], "utc") == 0))
    at++;
  used = read_day (words + at, n_words - at, written, due, &add_days);
  if (used == 0 && used_time == 0)
    return 0;
  if (used_time > 0) {
    *has_time = TRUE;
    if (used == 0 || add_days >= 0)
      *due = day_plus (written, MAX (add_days, 0), minutes);
    if (used == 0 && *due <= written)
      *due = day_plus (written, 1, minutes);
    return at + used;
  }
  at += used;
  if (add_days >= 0) {
    guint skip = at < n_words && strcmp (words[at], "at") == 0 ? 1 : 0;

    used_time = read_time (words + at + skip, n_words - at - skip, &minutes);
    if (used_time > 0) {
      *due = day_plus (written, add_days, minutes);
      *has_time = TRUE;
      at += skip + used_time;
    }
  }
  return *due != 0 ? at : 0;
}
