/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-speech-words.h"

#include "hearth-clock.h"

#include <string.h>

/* Numbers, times and texts for the ear. Which words these are follows from the language's grammar
 * and not from single strings, so that they stand here and not among the translations. */

/* A subject that goes on longer is not followed by ear. */
#define MAX_CHARS 80

static const char *const small[HEARTH_N_SPEECH_LANGUAGES][20] = {
  { "zero",     "one",     "two",     "three",     "four",     "five",    "six",
    "seven",    "eight",   "nine",    "ten",       "eleven",   "twelve",  "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen" },
  { "null",     "eins",     "zwei",     "drei",     "vier",     "fünf",    "sechs",
    "sieben",   "acht",     "neun",     "zehn",     "elf",      "zwölf",   "dreizehn",
    "vierzehn", "fünfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn" },
};

static const char *const tens[HEARTH_N_SPEECH_LANGUAGES][10] = {
  { "", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety" },
  { "", "zehn", "zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig",
    "neunzig" },
};

static const char *const weekdays[HEARTH_N_SPEECH_LANGUAGES][7] = {
  { "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday" },
  { "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag" },
};

/**
 * hearth_speech_find_language:
 * @code: (nullable): a language's code, such as "de" or "de_AT"
 *
 * Returns: the language; English for one that has no words here
 */
HearthSpeechLanguage
hearth_speech_find_language (const char *code)
{
  if (code != NULL && g_ascii_strncasecmp (code, "de", 2) == 0 && !g_ascii_isalpha (code[2]))
    return HEARTH_SPEECH_GERMAN;
  return HEARTH_SPEECH_ENGLISH;
}

/**
 * hearth_speech_number:
 * @language: a language
 * @number: a number from 0 to 999
 *
 * Returns: (transfer full): it in words, exactly; beyond in figures
 */
char *
hearth_speech_number (HearthSpeechLanguage language, gint64 number)
{
  const char *const *units = small[language];
  gboolean german = language == HEARTH_SPEECH_GERMAN;

  if (number < 0 || number > 999)
    return g_strdup_printf ("%" G_GINT64_FORMAT, number);
  if (number >= 100) {
    g_autofree char *rest =
        number % 100 != 0 ? hearth_speech_number (language, number % 100) : NULL;
    const char *hundreds = german && number < 200 ? "ein" : units[number / 100];

    if (german)
      return g_strconcat (hundreds, "hundert", rest, NULL);
    return g_strconcat (hundreds, " hundred", rest != NULL ? " and " : NULL, rest, NULL);
  }
  if (number < 20)
    return g_strdup (units[number]);
  if (number % 10 == 0)
    return g_strdup (tens[language][number / 10]);
  if (german)
    return g_strconcat (number % 10 == 1 ? "ein" : units[number % 10], "und",
                        tens[language][number / 10], NULL);
  return g_strconcat (tens[language][number / 10], "-", units[number % 10], NULL);
}

/**
 * hearth_speech_amount:
 * @language: a language
 * @number: how many of something there are
 *
 * Returns: (transfer full): about how many, in words: exactly up to twenty, then to the next ten or
 *   hundred
 */
char *
hearth_speech_amount (HearthSpeechLanguage language, gint64 number)
{
  gboolean german = language == HEARTH_SPEECH_GERMAN;
  gint64 round = number < 95 ? (number + 5) / 10 * 10 : (number + 50) / 100 * 100;
  g_autofree char *words = NULL;

  if (number <= 20)
    return hearth_speech_number (language, MAX (number, 0));
  if (round >= 1000)
    return g_strdup (german ? "mehr als tausend" : "about a thousand or more");
  words = hearth_speech_number (language, round);
  return g_strconcat (german ? "etwa " : "about ", words, NULL);
}

static char *
say_english_clock (int hour, int minute)
{
  const char *next = hour == 23 ? "midnight" : hour == 11 ? "noon" : small[0][hour % 12 + 1];
  const char *this = hour == 0 ? "midnight" : hour == 12 ? "noon" : small[0][(hour + 11) % 12 + 1];
  g_autofree char *minutes = NULL;

  if (minute == 0)
    return hour % 12 == 0 ? g_strdup (this) : g_strconcat (this, " o’clock", NULL);
  if (minute == 15)
    return g_strconcat ("a quarter past ", this, NULL);
  if (minute == 30)
    return g_strconcat ("half past ", this, NULL);
  if (minute == 45)
    return g_strconcat ("a quarter to ", next, NULL);
  minutes = hearth_speech_number (HEARTH_SPEECH_ENGLISH, minute < 30 ? minute : 60 - minute);
  if (minute % 5 == 0)
    return g_strconcat (minutes, minute < 30 ? " past " : " to ", minute < 30 ? this : next, NULL);
  return g_strconcat (minutes, minute < 30 ? " minutes past " : " minutes to ",
                      minute < 30 ? this : next, NULL);
}

/**
 * hearth_speech_clock:
 * @language: a language
 * @hour: 0 to 23
 * @minute: 0 to 59
 *
 * Returns: (transfer full): a time of day in words: "half past three in the afternoon",
 *   "fünfzehn Uhr dreißig"
 */
char *
hearth_speech_clock (HearthSpeechLanguage language, int hour, int minute)
{
  g_autofree char *hours = NULL;
  g_autofree char *minutes = NULL;

  if (language == HEARTH_SPEECH_ENGLISH) {
    g_autofree char *clock = say_english_clock (hour, minute);
    const char *part = hour < 6    ? " in the morning"
                       : hour < 13 ? ""
                       : hour < 18 ? " in the afternoon"
                                   : " in the evening";

    return g_strconcat (clock, hour == 0 && minute == 0 ? "" : part, NULL);
  }
  hours = hour == 1 ? g_strdup ("ein") : hearth_speech_number (language, hour);
  minutes = minute > 0 ? hearth_speech_number (language, minute) : NULL;
  return g_strconcat (hours, " Uhr", minutes != NULL ? " " : NULL, minutes, NULL);
}

/**
 * hearth_speech_time:
 * @language: a language
 * @when: seconds since 1970 UTC
 *
 * Returns: (transfer full): its time of day in the owner's zone, in words: "half past nine",
 *   "neun Uhr dreißig"
 */
char *
hearth_speech_time (HearthSpeechLanguage language, gint64 when)
{
  g_autoptr (GDateTime) local = hearth_clock_dup_at (when);

  if (local == NULL)
    return g_strdup ("");
  return hearth_speech_clock (language, g_date_time_get_hour (local),
                              g_date_time_get_minute (local));
}

static int
count_days (GDateTime *from, GDateTime *to)
{
  GDate a, b;

  g_date_clear (&a, 1);
  g_date_clear (&b, 1);
  g_date_set_dmy (&a, g_date_time_get_day_of_month (from), g_date_time_get_month (from),
                  g_date_time_get_year (from));
  g_date_set_dmy (&b, g_date_time_get_day_of_month (to), g_date_time_get_month (to),
                  g_date_time_get_year (to));
  return g_date_days_between (&a, &b);
}

/**
 * hearth_speech_day:
 * @language: a language
 * @when: seconds since 1970 UTC
 * @now: the time that it is
 *
 * Returns: (transfer full): the day, for the middle of a sentence: "today", "on Friday", "in about
 *   twenty days", "am Freitag"
 */
char *
hearth_speech_day (HearthSpeechLanguage language, gint64 when, gint64 now)
{
  gboolean german = language == HEARTH_SPEECH_GERMAN;
  g_autoptr (GDateTime) local = hearth_clock_dup_at (when);
  g_autoptr (GDateTime) today = hearth_clock_dup_at (now);
  g_autofree char *amount = NULL;
  int days;

  if (local == NULL || today == NULL)
    return g_strdup ("");
  days = count_days (today, local);
  if (days == 0)
    return g_strdup (german ? "heute" : "today");
  if (days == 1)
    return g_strdup (german ? "morgen" : "tomorrow");
  if (days == -1)
    return g_strdup (german ? "gestern" : "yesterday");
  if (days > -7 && days < 7)
    return g_strconcat (german     ? (days < 0 ? "am letzten " : "am ")
                        : days < 0 ? "last "
                                   : "on ",
                        weekdays[language][g_date_time_get_day_of_week (local) - 1], NULL);
  amount = hearth_speech_amount (language, ABS (days));
  if (german)
    return g_strdup_printf (days > 0 ? "in %s Tagen" : "vor %s Tagen", amount);
  return g_strdup_printf (days > 0 ? "in %s days" : "%s days ago", amount);
}

/* "17:00" in the middle of a text. Returns how many bytes it takes, or 0. */
static gsize
read_clock (const char *text, int *hour, int *minute)
{
  gsize digits = strspn (text, "0123456789");

  if (digits < 1 || digits > 2 || text[digits] != ':' || !g_ascii_isdigit (text[digits + 1]) ||
      !g_ascii_isdigit (text[digits + 2]) || g_ascii_isalnum (text[digits + 3]) ||
      text[digits + 3] == ':')
    return 0;
  *hour = (int) g_ascii_strtoll (text, NULL, 10);
  *minute = (int) g_ascii_strtoll (text + digits + 1, NULL, 10);
  return *hour < 24 && *minute < 60 ? digits + 3 : 0;
}

/* What nobody reads aloud: addresses, links, long numbers of orders and tickets. */
static gboolean
is_unspeakable (const char *word)
{
  gsize digits = 0;

  for (const char *p = word; *p != '\0'; p++)
    digits += g_ascii_isdigit (*p) ? 1 : 0;
  return strchr (word, '@') != NULL || strstr (word, "://") != NULL ||
         g_ascii_strncasecmp (word, "www.", 4) == 0 || digits > 5 ||
         (word[0] == '#' && g_ascii_isdigit (word[1]));
}

static void
append_word (GString *out, HearthSpeechLanguage language, const char *word)
{
  int hour, minute;
  gsize length = read_clock (word, &hour, &minute);

  if (out->len > 0)
    g_string_append_c (out, ' ');
  if (length > 0) {
    g_autofree char *clock = hearth_speech_clock (language, hour, minute);

    g_string_append_printf (out, "%s%s", clock, word + length);
    return;
  }
  for (const char *p = word; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    /* Brackets, bullets, emoji and their kin are no speech. */
    if (g_unichar_isalnum (c) || g_unichar_ismark (c) || c == 0x2019 ||
        g_unichar_type (c) == G_UNICODE_CURRENCY_SYMBOL ||
        (c < 128 && strchr (".,;:!?'&%+-/", (int) c) != NULL))
      g_string_append_unichar (out, c);
  }
  while (out->len > 0 && out->str[out->len - 1] == ' ')
    g_string_truncate (out, out->len - 1);
}

/**
 * hearth_speech_text:
 * @language: the language that it is read in
 * @text: a subject, a title, a line
 *
 * Makes of a text what can be read aloud: without addresses, links, numbers of orders, brackets and
 * signs; times in words; not longer than one follows by ear.
 *
 * Returns: (transfer full): the text, "" if nothing of it can be
 */
char *
hearth_speech_text (HearthSpeechLanguage language, const char *text)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \t\n\r", 200);
  GString *out = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL && g_utf8_strlen (out->str, -1) < MAX_CHARS; i++) {
    if (*words[i] == '\0' || is_unspeakable (words[i]))
      continue;
    if (strcmp (words[i], "—") == 0 || strcmp (words[i], "–") == 0 || strcmp (words[i], "-") == 0 ||
        strcmp (words[i], "·") == 0 || strcmp (words[i], "|") == 0) {
      if (out->len > 0 && strchr (",;:", out->str[out->len - 1]) == NULL)
        g_string_append_c (out, ',');
      continue;
    }
    append_word (out, language, words[i]);
    /* A word without an end is none. */
    if (g_utf8_strlen (out->str, -1) > 2 * MAX_CHARS)
      g_string_truncate (out, (gsize) (g_utf8_offset_to_pointer (out->str, MAX_CHARS) - out->str));
  }
  while (out->len > 0 && strchr (" .,;:-/", out->str[out->len - 1]) != NULL)
    g_string_truncate (out, out->len - 1);
  return g_string_free (out, FALSE);
}

/**
 * hearth_speech_name:
 * @language: the language that it is read in
 * @name: (nullable): a name, or an address where there is none
 *
 * Returns: (transfer full): the name; "somebody" of an address alone
 */
char *
hearth_speech_name (HearthSpeechLanguage language, const char *name)
{
  g_autofree char *spoken = name != NULL ? hearth_speech_text (language, name) : NULL;

  if (spoken == NULL || *spoken == '\0')
    return g_strdup (language == HEARTH_SPEECH_GERMAN ? "jemand" : "somebody");
  return g_steal_pointer (&spoken);
}

/**
 * hearth_speech_join:
 * @language: a language
 * @parts: (element-type utf8): one or more
 *
 * Returns: (transfer full): "one, two and three"
 */
char *
hearth_speech_join (HearthSpeechLanguage language, GPtrArray *parts)
{
  GString *out = g_string_new (NULL);
  const char *last = language == HEARTH_SPEECH_GERMAN ? " und " : " and ";

  for (guint i = 0; i < parts->len; i++)
    g_string_append_printf (out, "%s%s",
                            i == 0                ? ""
                            : i + 1 == parts->len ? last
                                                  : ", ",
                            (const char *) g_ptr_array_index (parts, i));
  return g_string_free (out, FALSE);
}
