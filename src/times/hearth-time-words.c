/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-time-private.h"

#include "hearth-text.h"

#include <string.h>

/* A language is a set of tables and nothing else: to add one, add its tables, in a file of its own,
 * and its name in `languages` at the end. */

static const HearthTimeEntry english_words[] = {
  { "zero", HEARTH_WORD_NUMBER, 0 },
  { "one", HEARTH_WORD_NUMBER, 1 },
  { "two", HEARTH_WORD_NUMBER, 2 },
  { "three", HEARTH_WORD_NUMBER, 3 },
  { "four", HEARTH_WORD_NUMBER, 4 },
  { "five", HEARTH_WORD_NUMBER, 5 },
  { "six", HEARTH_WORD_NUMBER, 6 },
  { "seven", HEARTH_WORD_NUMBER, 7 },
  { "eight", HEARTH_WORD_NUMBER, 8 },
  { "nine", HEARTH_WORD_NUMBER, 9 },
  { "ten", HEARTH_WORD_NUMBER, 10 },
  { "eleven", HEARTH_WORD_NUMBER, 11 },
  { "twelve", HEARTH_WORD_NUMBER, 12 },
  { "thirteen", HEARTH_WORD_NUMBER, 13 },
  { "fourteen", HEARTH_WORD_NUMBER, 14 },
  { "fifteen", HEARTH_WORD_NUMBER, 15 },
  { "sixteen", HEARTH_WORD_NUMBER, 16 },
  { "seventeen", HEARTH_WORD_NUMBER, 17 },
  { "eighteen", HEARTH_WORD_NUMBER, 18 },
  { "nineteen", HEARTH_WORD_NUMBER, 19 },
  { "twenty", HEARTH_WORD_NUMBER, 20 },
  { "thirty", HEARTH_WORD_NUMBER, 30 },
  { "forty", HEARTH_WORD_NUMBER, 40 },
  { "fifty", HEARTH_WORD_NUMBER, 50 },
  { "sixty", HEARTH_WORD_NUMBER, 60 },
  { "ninety", HEARTH_WORD_NUMBER, 90 },
  { "first", HEARTH_WORD_ORDINAL, 1 },
  { "second", HEARTH_WORD_ORDINAL, 2 },
  { "third", HEARTH_WORD_ORDINAL, 3 },
  { "fourth", HEARTH_WORD_ORDINAL, 4 },
  { "fifth", HEARTH_WORD_ORDINAL, 5 },
  { "sixth", HEARTH_WORD_ORDINAL, 6 },
  { "seventh", HEARTH_WORD_ORDINAL, 7 },
  { "eighth", HEARTH_WORD_ORDINAL, 8 },
  { "ninth", HEARTH_WORD_ORDINAL, 9 },
  { "tenth", HEARTH_WORD_ORDINAL, 10 },
  { "eleventh", HEARTH_WORD_ORDINAL, 11 },
  { "twelfth", HEARTH_WORD_ORDINAL, 12 },
  { "thirteenth", HEARTH_WORD_ORDINAL, 13 },
  { "fourteenth", HEARTH_WORD_ORDINAL, 14 },
  { "fifteenth", HEARTH_WORD_ORDINAL, 15 },
  { "sixteenth", HEARTH_WORD_ORDINAL, 16 },
  { "seventeenth", HEARTH_WORD_ORDINAL, 17 },
  { "eighteenth", HEARTH_WORD_ORDINAL, 18 },
  { "nineteenth", HEARTH_WORD_ORDINAL, 19 },
  { "twentieth", HEARTH_WORD_ORDINAL, 20 },
  { "thirtieth", HEARTH_WORD_ORDINAL, 30 },
  { "a", HEARTH_WORD_ARTICLE, 1 },
  { "an", HEARTH_WORD_ARTICLE, 1 },
  { "the", HEARTH_WORD_THE },
  { "couple", HEARTH_WORD_COUPLE, 2 },
  { "few", HEARTH_WORD_COUPLE, 3 },
  { "several", HEARTH_WORD_COUPLE, 3 },
  { "half", HEARTH_WORD_HALF },
  { "quarter", HEARTH_WORD_QUARTER },
  { "quarters", HEARTH_WORD_QUARTER },

  { "monday", HEARTH_WORD_WEEKDAY, 1 },
  { "tuesday", HEARTH_WORD_WEEKDAY, 2 },
  { "wednesday", HEARTH_WORD_WEEKDAY, 3 },
  { "thursday", HEARTH_WORD_WEEKDAY, 4 },
  { "friday", HEARTH_WORD_WEEKDAY, 5 },
  { "saturday", HEARTH_WORD_WEEKDAY, 6 },
  { "sunday", HEARTH_WORD_WEEKDAY, 7 },
  { "mondays", HEARTH_WORD_WEEKDAY, 1 },
  { "tuesdays", HEARTH_WORD_WEEKDAY, 2 },
  { "wednesdays", HEARTH_WORD_WEEKDAY, 3 },
  { "thursdays", HEARTH_WORD_WEEKDAY, 4 },
  { "fridays", HEARTH_WORD_WEEKDAY, 5 },
  { "saturdays", HEARTH_WORD_WEEKDAY, 6 },
  { "sundays", HEARTH_WORD_WEEKDAY, 7 },
  { "monday's", HEARTH_WORD_WEEKDAY, 1 },
  { "tuesday's", HEARTH_WORD_WEEKDAY, 2 },
  { "wednesday's", HEARTH_WORD_WEEKDAY, 3 },
  { "thursday's", HEARTH_WORD_WEEKDAY, 4 },
  { "friday's", HEARTH_WORD_WEEKDAY, 5 },
  { "saturday's", HEARTH_WORD_WEEKDAY, 6 },
  { "sunday's", HEARTH_WORD_WEEKDAY, 7 },
  { "mon", HEARTH_WORD_WEEKDAY, 1, TRUE },
  { "tue", HEARTH_WORD_WEEKDAY, 2 },
  { "tues", HEARTH_WORD_WEEKDAY, 2 },
  { "wed", HEARTH_WORD_WEEKDAY, 3, TRUE },
  { "thu", HEARTH_WORD_WEEKDAY, 4 },
  { "thur", HEARTH_WORD_WEEKDAY, 4 },
  { "thurs", HEARTH_WORD_WEEKDAY, 4 },
  { "fri", HEARTH_WORD_WEEKDAY, 5 },
  { "sat", HEARTH_WORD_WEEKDAY, 6, TRUE },
  { "sun", HEARTH_WORD_WEEKDAY, 7, TRUE },

  { "january", HEARTH_WORD_MONTH, 1 },
  { "february", HEARTH_WORD_MONTH, 2 },
  { "march", HEARTH_WORD_MONTH, 3, TRUE },
  { "april", HEARTH_WORD_MONTH, 4, TRUE },
  { "may", HEARTH_WORD_MONTH, 5, TRUE },
  { "june", HEARTH_WORD_MONTH, 6, TRUE },
  { "july", HEARTH_WORD_MONTH, 7 },
  { "august", HEARTH_WORD_MONTH, 8, TRUE },
  { "september", HEARTH_WORD_MONTH, 9 },
  { "october", HEARTH_WORD_MONTH, 10 },
  { "november", HEARTH_WORD_MONTH, 11 },
  { "december", HEARTH_WORD_MONTH, 12 },
  { "jan", HEARTH_WORD_MONTH, 1, TRUE },
  { "feb", HEARTH_WORD_MONTH, 2 },
  { "mar", HEARTH_WORD_MONTH, 3, TRUE },
  { "apr", HEARTH_WORD_MONTH, 4 },
  { "jun", HEARTH_WORD_MONTH, 6, TRUE },
  { "jul", HEARTH_WORD_MONTH, 7 },
  { "aug", HEARTH_WORD_MONTH, 8 },
  { "sep", HEARTH_WORD_MONTH, 9 },
  { "sept", HEARTH_WORD_MONTH, 9 },
  { "oct", HEARTH_WORD_MONTH, 10 },
  { "nov", HEARTH_WORD_MONTH, 11 },
  { "dec", HEARTH_WORD_MONTH, 12 },

  { "seconds", HEARTH_WORD_UNIT, HEARTH_UNIT_SECOND },
  { "secs", HEARTH_WORD_UNIT, HEARTH_UNIT_SECOND },
  { "minute", HEARTH_WORD_UNIT, HEARTH_UNIT_MINUTE },
  { "minutes", HEARTH_WORD_UNIT, HEARTH_UNIT_MINUTE },
  { "min", HEARTH_WORD_UNIT, HEARTH_UNIT_MINUTE },
  { "mins", HEARTH_WORD_UNIT, HEARTH_UNIT_MINUTE },
  { "m", HEARTH_WORD_UNIT, HEARTH_UNIT_MINUTE, TRUE },
  { "hour", HEARTH_WORD_UNIT, HEARTH_UNIT_HOUR },
  { "hours", HEARTH_WORD_UNIT, HEARTH_UNIT_HOUR },
  { "hr", HEARTH_WORD_UNIT, HEARTH_UNIT_HOUR },
  { "hrs", HEARTH_WORD_UNIT, HEARTH_UNIT_HOUR },
  { "h", HEARTH_WORD_UNIT, HEARTH_UNIT_HOUR, TRUE },
  { "hour's", HEARTH_WORD_UNIT, HEARTH_UNIT_HOUR },
  { "day's", HEARTH_WORD_UNIT, HEARTH_UNIT_DAY },
  { "day", HEARTH_WORD_UNIT, HEARTH_UNIT_DAY },
  { "days", HEARTH_WORD_UNIT, HEARTH_UNIT_DAY },
  { "weekend", HEARTH_WORD_UNIT, HEARTH_UNIT_WEEKEND },
  { "week", HEARTH_WORD_UNIT, HEARTH_UNIT_WEEK },
  { "weeks", HEARTH_WORD_UNIT, HEARTH_UNIT_WEEK },
  { "week's", HEARTH_WORD_UNIT, HEARTH_UNIT_WEEK },
  { "fortnight", HEARTH_WORD_UNIT, HEARTH_UNIT_FORTNIGHT },
  { "month", HEARTH_WORD_UNIT, HEARTH_UNIT_MONTH },
  { "months", HEARTH_WORD_UNIT, HEARTH_UNIT_MONTH },
  { "month's", HEARTH_WORD_UNIT, HEARTH_UNIT_MONTH },
  { "year", HEARTH_WORD_UNIT, HEARTH_UNIT_YEAR },
  { "years", HEARTH_WORD_UNIT, HEARTH_UNIT_YEAR },

  { "today", HEARTH_WORD_DAY, 0 },
  { "today's", HEARTH_WORD_DAY, 0 },
  { "tomorrow", HEARTH_WORD_DAY, 1 },
  { "tomorrow's", HEARTH_WORD_DAY, 1 },
  { "tmrw", HEARTH_WORD_DAY, 1 },
  { "tomorow", HEARTH_WORD_DAY, 1 },
  { "tommorow", HEARTH_WORD_DAY, 1 },
  { "tommorrow", HEARTH_WORD_DAY, 1 },
  { "yesterday", HEARTH_WORD_DAY, -1 },
  { "yesterday's", HEARTH_WORD_DAY, -1 },
  { "tonight", HEARTH_WORD_TONIGHT },
  { "tonight's", HEARTH_WORD_TONIGHT },
  { "noon", HEARTH_WORD_CLOCK, 720 },
  { "midday", HEARTH_WORD_CLOCK, 720 },
  { "noontime", HEARTH_WORD_CLOCK, 720 },
  { "midnight", HEARTH_WORD_CLOCK, 1440 },
  { "morning", HEARTH_WORD_PART, 0 },
  { "lunchtime", HEARTH_WORD_PART, 1 },
  { "afternoon", HEARTH_WORD_PART, 2 },
  { "evening", HEARTH_WORD_PART, 3 },
  { "night", HEARTH_WORD_PART, 4 },

  { "next", HEARTH_WORD_NEXT },
  { "following", HEARTH_WORD_NEXT },
  { "last", HEARTH_WORD_LAST },
  { "previous", HEARTH_WORD_LAST },
  { "this", HEARTH_WORD_THIS },
  { "coming", HEARTH_WORD_THIS },
  { "current", HEARTH_WORD_THIS },
  { "upcoming", HEARTH_WORD_THIS },
  { "past", HEARTH_WORD_PAST },
  { "to", HEARTH_WORD_TO },
  { "at", HEARTH_WORD_AT },
  { "around", HEARTH_WORD_AT },
  { "about", HEARTH_WORD_AT, 0, TRUE },
  { "@", HEARTH_WORD_AT },
  { "on", HEARTH_WORD_ON },
  { "in", HEARTH_WORD_IN },
  { "during", HEARTH_WORD_IN },
  { "within", HEARTH_WORD_IN },
  { "over", HEARTH_WORD_IN, 0, TRUE },
  { "of", HEARTH_WORD_OF },
  { "for", HEARTH_WORD_FOR },
  { "from", HEARTH_WORD_FROM },
  { "until", HEARTH_WORD_UNTIL },
  { "till", HEARTH_WORD_UNTIL },
  { "til", HEARTH_WORD_UNTIL },
  { "through", HEARTH_WORD_UNTIL },
  { "by", HEARTH_WORD_BY },
  { "between", HEARTH_WORD_BETWEEN },
  { "and", HEARTH_WORD_AND },
  { "since", HEARTH_WORD_SINCE },
  { "before", HEARTH_WORD_BEFORE },
  { "after", HEARTH_WORD_AFTER },
  { "ago", HEARTH_WORD_AGO },
  { "later", HEARTH_WORD_LATER },
  { "hence", HEARTH_WORD_LATER },
  { "now", HEARTH_WORD_NOW },
  { "start", HEARTH_WORD_START },
  { "beginning", HEARTH_WORD_START },
  { "early", HEARTH_WORD_START },
  { "middle", HEARTH_WORD_MIDDLE },
  { "mid", HEARTH_WORD_MIDDLE },
  { "end", HEARTH_WORD_END },
  { "late", HEARTH_WORD_END, 0, TRUE },
  { "rest", HEARTH_WORD_REST },
  { "remainder", HEARTH_WORD_REST },
  { "am", HEARTH_WORD_AM },
  { "pm", HEARTH_WORD_PM },
  { "o'clock", HEARTH_WORD_OCLOCK },
  { "oclock", HEARTH_WORD_OCLOCK },
  { "time", HEARTH_WORD_TIME },
  { NULL },
};

static const HearthTimePart english_parts[] = {
  { 6 * 60, 12 * 60, 9 * 60 },   { 12 * 60, 14 * 60, 12 * 60 }, { 12 * 60, 18 * 60, 15 * 60 },
  { 18 * 60, 23 * 60, 19 * 60 }, { 18 * 60, 24 * 60, 20 * 60 },
};

/* Abbreviations name the zone and not the offset: "3pm EST" said in July means New York's clocks.
 */
static const HearthTimeName english_zones[] = {
  { "utc", "UTC" },
  { "gmt", "UTC" },
  { "z", "UTC" },
  { "zulu", "UTC" },
  { "est", "America/New_York" },
  { "edt", "America/New_York" },
  { "et", "America/New_York" },
  { "eastern", "America/New_York" },
  { "cst", "America/Chicago" },
  { "cdt", "America/Chicago" },
  { "central", "America/Chicago" },
  { "mst", "America/Denver" },
  { "mdt", "America/Denver" },
  { "mountain", "America/Denver" },
  { "pst", "America/Los_Angeles" },
  { "pdt", "America/Los_Angeles" },
  { "pt", "America/Los_Angeles" },
  { "pacific", "America/Los_Angeles" },
  { "california", "America/Los_Angeles" },
  { "san francisco", "America/Los_Angeles" },
  { "boston", "America/New_York" },
  { "washington", "America/New_York" },
  { "bst", "Europe/London" },
  { "uk", "Europe/London" },
  { "british", "Europe/London" },
  { "cet", "Europe/Berlin" },
  { "cest", "Europe/Berlin" },
  { "central european", "Europe/Berlin" },
  { "german", "Europe/Berlin" },
  { "munich", "Europe/Berlin" },
  { "hamburg", "Europe/Berlin" },
  { "french", "Europe/Paris" },
  { "eet", "Europe/Athens" },
  { "eest", "Europe/Athens" },
  { "geneva", "Europe/Zurich" },
  { "barcelona", "Europe/Madrid" },
  { "milan", "Europe/Rome" },
  { "ist", "Asia/Kolkata" },
  { "indian", "Asia/Kolkata" },
  { "mumbai", "Asia/Kolkata" },
  { "delhi", "Asia/Kolkata" },
  { "bangalore", "Asia/Kolkata" },
  { "jst", "Asia/Tokyo" },
  { "japan", "Asia/Tokyo" },
  { "beijing", "Asia/Shanghai" },
  { "china", "Asia/Shanghai" },
  { "kst", "Asia/Seoul" },
  { "aest", "Australia/Sydney" },
  { "aedt", "Australia/Sydney" },
  { NULL },
};

static const HearthTimeName english_feasts[] = {
  { "new year's day", NULL, 1, 1 },
  { "valentine's day", NULL, 2, 14 },
  { "halloween", NULL, 10, 31 },
  { "christmas eve", NULL, 12, 24 },
  { "christmas day", NULL, 12, 25 },
  { "boxing day", NULL, 12, 26 },
  { "christmas", NULL, 12, 25 },
  { "new year's eve", NULL, 12, 31 },
  { NULL },
};

static const char *const english_evening[] = { "supper",  "dinner", "evening",  "party",
                                               "concert", "drinks", "opera",    "theatre",
                                               "cinema",  "movie",  "barbecue", NULL };

static const HearthTimeLanguage english = { "en",           FALSE,         english_words,
                                            english_parts,  english_zones, english_feasts,
                                            english_evening };

static const HearthTimeLanguage *const languages[] = { &english, &hearth_time_german };

/**
 * hearth_time_language_get:
 * @code: a language, as in a locale's name
 *
 * Returns: (transfer none): its tables, or those of English if it has none
 */
const HearthTimeLanguage *
hearth_time_language_get (const char *code)
{
  for (guint i = 0; i < G_N_ELEMENTS (languages); i++) {
    if (g_str_has_prefix (code, languages[i]->code))
      return languages[i];
  }
  return &english;
}

/**
 * hearth_time_language_lookup:
 * @self: a language
 * @word: a folded word
 *
 * Returns: (transfer none) (nullable): what the word does in a time
 */
const HearthTimeEntry *
hearth_time_language_lookup (const HearthTimeLanguage *self, const char *word)
{
  static gsize made;
  static GHashTable *tables[G_N_ELEMENTS (languages)]; /* word -> entry */

  if (g_once_init_enter (&made)) {
    for (guint i = 0; i < G_N_ELEMENTS (languages); i++) {
      tables[i] = g_hash_table_new (g_str_hash, g_str_equal);
      for (const HearthTimeEntry *row = languages[i]->words; row->word != NULL; row++)
        g_hash_table_insert (tables[i], (gpointer) row->word, (gpointer) row);
    }
    g_once_init_leave (&made, 1);
  }
  for (guint i = 0; i < G_N_ELEMENTS (languages); i++) {
    if (languages[i] == self)
      return g_hash_table_lookup (tables[i], word);
  }
  return NULL;
}

/* The cities of the time zone database: "America/New_York" is known as "new york". */
static GHashTable *
load_cities (void)
{
  static const char *const files[] = { "/usr/share/zoneinfo/zone1970.tab",
                                       "/usr/share/zoneinfo/zone.tab" };
  GHashTable *cities = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autofree char *text = NULL;
    g_auto (GStrv) lines = NULL;

    if (!g_file_get_contents (files[i], &text, NULL, NULL))
      continue;
    lines = g_strsplit (text, "\n", -1);
    for (guint k = 0; lines[k] != NULL; k++) {
      g_auto (GStrv) columns = NULL;
      const char *city;

      if (lines[k][0] == '#')
        continue;
      columns = g_strsplit (lines[k], "\t", -1);
      if (g_strv_length (columns) < 3 || (city = strrchr (columns[2], '/')) == NULL)
        continue;
      g_hash_table_replace (cities, g_strdelimit (hearth_text_fold (city + 1), "_", ' '),
                            g_strdup (columns[2]));
    }
  }
  return cities;
}

/**
 * hearth_time_language_zone:
 * @self: a language
 * @name: folded words: an abbreviation, a country's adjective or a city
 *
 * Returns: (transfer none) (nullable): the name of the time zone in the time zone database
 */
const char *
hearth_time_language_zone (const HearthTimeLanguage *self, const char *name)
{
  static gsize loaded;
  static GHashTable *cities;

  for (const HearthTimeName *row = self->zones; row->name != NULL; row++) {
    if (strcmp (row->name, name) == 0)
      return row->zone;
  }
  if (g_once_init_enter (&loaded)) {
    cities = load_cities ();
    g_once_init_leave (&loaded, 1);
  }
  return g_hash_table_lookup (cities, name);
}
