/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-due.h"

#include "hearth-clock.h"
#include "hearth-deadline.h"
#include "hearth-time-reader.h"

#include <string.h>

/* When a day of work ends, in minutes. */
#define DAY_END (18 * 60)
/* What lies further away is no deadline but another date. */
#define MAX_AHEAD ((gint64) 400 * 24 * 3600)

typedef struct {
  const char *german;
  const char *english;
} Pair;

/* The reader of times knows English; the few words with which Germans say until when are put into
 * English before it. The longer ones come first. */
static const Pair german[] = {
  { "ende der woche", "friday" },
  { "ende dieser woche", "friday" },
  { "ende des tages", "today" },
  { "spätestens bis", "by" },
  { "bis spätestens", "by" },
  { "bis zum", "by" },
  { "bis ende", "by end of" },
  { "heute abend", "tonight" },
  { "heute nachmittag", "this afternoon" },
  { "morgen früh", "tomorrow morning" },
  { "morgen vormittag", "tomorrow morning" },
  { "morgen nachmittag", "tomorrow afternoon" },
  { "morgen abend", "tomorrow evening" },
  { "nächste woche", "next week" },
  { "nächsten", "next" },
  { "kommenden", "next" },
  { "kommende woche", "next week" },
  { "diese woche", "this week" },
  { "dieser woche", "this week" },
  { "übermorgen", "the day after tomorrow" },
  { "heute", "today" },
  { "morgen", "tomorrow" },
  { "bis", "by" },
  { "vor dem", "before" },
  { "spätestens", "by" },
  { "am", "on" },
  { "um", "at" },
  { "uhr", "" },
  { "montag", "monday" },
  { "dienstag", "tuesday" },
  { "mittwoch", "wednesday" },
  { "donnerstag", "thursday" },
  { "freitag", "friday" },
  { "samstag", "saturday" },
  { "sonnabend", "saturday" },
  { "sonntag", "sunday" },
  { "januar", "january" },
  { "februar", "february" },
  { "märz", "march" },
  { "mai", "may" },
  { "juni", "june" },
  { "juli", "july" },
  { "oktober", "october" },
  { "dezember", "december" },
};

static gboolean
words_are_at (const HearthPhraseLine *line, guint at, const char *phrase, guint *n_words)
{
  const char *p = phrase;

  *n_words = 0;
  while (*p != '\0') {
    gsize length = strcspn (p, " ");

    if (at + *n_words >= line->n_words || strlen (line->words[at + *n_words].word) != length ||
        strncmp (line->words[at + *n_words].word, p, length) != 0)
      return FALSE;
    (*n_words)++;
    p += length + (p[length] == ' ');
  }
  return TRUE;
}

/* "3." before a month, and "15 Uhr". */
static void
append_german_word (GString *out, const HearthPhraseLine *line, guint at)
{
  const HearthLineWord *word = &line->words[at];
  gboolean hour = at + 1 < line->n_words && strcmp (line->words[at + 1].word, "uhr") == 0 &&
                  strchr (word->word, ':') == NULL && g_ascii_isdigit (word->word[0]);

  g_string_append (out, word->word);
  if (hour)
    g_string_append (out, ":00");
}

/* Puts the times in a German line into English. %NULL if none of its words is German. */
static char *
translate (const HearthPhraseLine *line)
{
  g_autoptr (GString) out = g_string_new (NULL);
  guint n_found = 0;

  for (guint i = 0; i < line->n_words;) {
    guint used = 0;

    for (guint j = 0; j < G_N_ELEMENTS (german) && used == 0; j++) {
      guint n_words;

      if (words_are_at (line, i, german[j].german, &n_words)) {
        g_string_append (out, german[j].english);
        used = n_words;
        /* These are English words too. */
        if (strcmp (german[j].german, "am") != 0 && strcmp (german[j].german, "um") != 0)
          n_found++;
      }
    }
    if (used == 0)
      append_german_word (out, line, i);
    g_string_append_c (out, ' ');
    i += MAX (used, 1);
  }
  return n_found > 0 ? g_string_free (g_steal_pointer (&out), FALSE) : NULL;
}

static gboolean
begins_with_word (const char *text, gsize length, const char *const *words)
{
  for (guint i = 0; words[i] != NULL; i++) {
    gsize n = strlen (words[i]);

    if (n <= length && g_ascii_strncasecmp (text, words[i], n) == 0 &&
        (n == length || !g_ascii_isalpha (text[n])))
      return TRUE;
  }
  return FALSE;
}

/* The word that ends before @at, in bytes. */
static const char *
word_before (const char *text, gsize at, gsize *length)
{
  gsize end = at;
  gsize start;

  while (end > 0 && !g_ascii_isalpha (text[end - 1]))
    end--;
  start = end;
  while (start > 0 && g_ascii_isalpha (text[start - 1]))
    start--;
  *length = end - start;
  return text + start;
}

static gboolean
is_last (const char *text, gsize at)
{
  while (text[at] != '\0') {
    if (g_ascii_isalnum (text[at]) || (guchar) text[at] >= 0x80)
      return FALSE;
    at++;
  }
  return TRUE;
}

static gint64
get_time (const HearthTimePhrase *phrase, GTimeZone *zone, gboolean before, gboolean *is_date)
{
  guint day = phrase->julian;

  *is_date = !phrase->has_clock;
  if (phrase->has_clock && phrase->has_date && phrase->julian != 0 && phrase->minute >= 0)
    return hearth_time_at (zone, phrase->julian, phrase->minute);
  if (phrase->has_clock)
    return phrase->bound == HEARTH_BOUND_UNTIL ? phrase->end : phrase->anchor;
  /* A week ends with its work. */
  if (phrase->grain == HEARTH_GRAIN_WEEK && phrase->end != HEARTH_TIME_NEVER) {
    day = hearth_time_get_julian (zone, phrase->end - 1, NULL);
    day -= (day + 6) % 7 > 4 ? (day + 6) % 7 - 4 : 0;
  } else if (phrase->grain >= HEARTH_GRAIN_MONTH && phrase->end != HEARTH_TIME_NEVER) {
    day = hearth_time_get_julian (zone, phrase->end - 1, NULL);
  } else if (day == 0 && phrase->end != HEARTH_TIME_NEVER) {
    day = hearth_time_get_julian (zone, phrase->end - 1, NULL);
  }
  if (day == 0)
    return 0;
  return hearth_time_at (zone, before && phrase->grain == HEARTH_GRAIN_DAY ? day - 1 : day,
                         DAY_END);
}

/* Whether the phrase says until when, and not when something happens. */
static gboolean
is_deadline (const HearthTimePhrase *phrase, const char *text, gboolean any, gboolean *before)
{
  static const char *const until[] = { "by",  "before",   "until", "till", "due",
                                       "eod", "deadline", "cob",   "eob",  NULL };
  static const char *const earlier[] = { "before", NULL };
  static const char *const near[] = { "today", "tonight", "tomorrow", "this", "now", "eod", NULL };
  gsize length;
  const char *word = word_before (text, phrase->from, &length);
  gsize own = phrase->to - phrase->from;

  if (phrase->kind == HEARTH_TIME_DURATION || phrase->bound == HEARTH_BOUND_SINCE)
    return FALSE;
  *before = begins_with_word (word, length, earlier) ||
            begins_with_word (text + phrase->from, own, earlier);
  if (begins_with_word (word, length, until) || begins_with_word (text + phrase->from, own, until))
    return TRUE;
  if (any)
    return TRUE;
  return is_last (text, phrase->to) && begins_with_word (text + phrase->from, own, near);
}

/* "by EOD", "within 2 hours": the words that the reader of times does not know. */
static gboolean
read_words (HearthDue *self, const HearthPhraseLine *line, gint64 written)
{
  const char *words[HEARTH_LINE_WORDS];

  for (guint i = 0; i < line->n_words; i++)
    words[i] = line->words[i].word;
  for (guint i = 0; i < line->n_words; i++) {
    gboolean has_time;
    guint used = hearth_deadline_read (words + i, line->n_words - i, written, &self->at, &has_time);

    if (used > 0 && self->at > written - 24 * 3600) {
      self->is_date = !has_time;
      self->from = line->words[i].from;
      self->to = line->words[i + used - 1].to;
      return TRUE;
    }
  }
  return FALSE;
}

/**
 * hearth_due_read:
 * @self: (out caller-allocates): filled in
 * @line: a line
 * @written: when it was written, seconds since 1970 UTC
 * @any: whether every time that is said is taken, as in promises; else only what says until when
 *
 * Finds until when something is wanted: "by Friday", "before noon", "bis Freitag", "today".
 *
 * Returns: whether the line says so
 */
gboolean
hearth_due_read (HearthDue *self, const HearthPhraseLine *line, gint64 written, gboolean any)
{
  g_autoptr (GTimeZone) zone = hearth_clock_dup_zone ();
  HearthTimeContext context = { .now = written,
                                .zone = zone,
                                .tense = HEARTH_TENSE_FUTURE,
                                .day_first = hearth_time_is_day_first () };
  g_autofree char *english = translate (line);
  const char *text = english != NULL ? english : line->text;
  g_autoptr (GArray) phrases = hearth_time_read (text, &context);

  memset (self, 0, sizeof *self);
  for (guint i = 0; i < phrases->len; i++) {
    const HearthTimePhrase *phrase = &g_array_index (phrases, HearthTimePhrase, i);
    gboolean before;
    gint64 at;

    if (!is_deadline (phrase, text, any, &before))
      continue;
    at = get_time (phrase, zone, before, &self->is_date);
    if (at < written - 24 * 3600 || at > written + MAX_AHEAD)
      continue;
    self->at = at;
    if (english == NULL) {
      self->from = (guint) phrase->from;
      self->to = (guint) phrase->to;
    }
    return TRUE;
  }
  return read_words (self, line, written);
}
