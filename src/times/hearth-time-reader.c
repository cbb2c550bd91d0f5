/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-time-private.h"

#include <langinfo.h>
#include <string.h>

#include "hearth-text.h"

/* Reads times as people say them. The rules where a sentence leaves more than one reading:
 *
 * - A time of day without a date is the next one; with the tense of the past, the last one.
 * - An hour from 1 to 12 without am, pm or a part of the day is the first one still to come between
 *   seven in the morning and eleven at night; on another day 1 to 6 are in the afternoon, 7 to 11
 * in the morning and 12 is noon. Two digits with minutes ("10:00", "08:30") are a 24-hour clock.
 * - A weekday alone is the next such day, never today; "this Friday" is the coming one, today
 *   included; "next Friday" is the one of the next calendar week, and weeks start on Monday.
 * - "This weekend" belongs to this week. "End of the week" is Friday.
 * - A wall clock time that daylight saving time skips is moved forward by the gap, and one that
 *   happens twice is the first (RFC 5545, section 3.3.5). */

#define MAX_BYTES (64 * 1024)
#define MAX_TOKENS 8192

typedef struct {
  HearthTimePhrase phrase;
  guint next;
} Reading;

HearthTimeToken *
hearth_time_token (HearthTimeParser *self, guint i)
{
  return i < self->tokens->len ? &g_array_index (self->tokens, HearthTimeToken, i) : NULL;
}

gboolean
hearth_time_is (HearthTimeParser *self, guint i, HearthTimeClass klass)
{
  HearthTimeToken *token = hearth_time_token (self, i);

  return token != NULL && token->klass == klass;
}

gboolean
hearth_time_is_punct (HearthTimeParser *self, guint i, gunichar c)
{
  HearthTimeToken *token = hearth_time_token (self, i);

  return token != NULL && token->punct == c;
}

/**
 * hearth_time_is_day_first:
 *
 * Returns: whether the locale writes the day of a date before its month
 */
gboolean
hearth_time_is_day_first (void)
{
  const char *format = nl_langinfo (D_FMT);
  const char *day = strpbrk (format, "de");
  const char *month = strpbrk (format, "mbBD");

  return day == NULL || month == NULL || (day < month && *month != 'D');
}

static gboolean
is_word_char (gunichar c)
{
  return g_unichar_isalpha (c) || g_unichar_ismark (c) || c == '\'' || c == 0x2019;
}

static void
add_number (HearthTimeParser *self, const char *text, const char *start, const char *end,
            gboolean glued)
{
  HearthTimeToken token = {
    .klass = HEARTH_WORD_NUMBER, .from = start - text, .to = end - text, .glued = glued
  };
  gsize n = end - start;

  token.digits = MIN (n, 9);
  token.value = n <= 8 ? (int) g_ascii_strtoll (start, NULL, 10) : G_MAXINT / 4;
  if ((g_ascii_strncasecmp (end, "st", 2) == 0 || g_ascii_strncasecmp (end, "nd", 2) == 0 ||
       g_ascii_strncasecmp (end, "rd", 2) == 0 || g_ascii_strncasecmp (end, "th", 2) == 0) &&
      !g_ascii_isalpha (end[2])) {
    token.ordinal = TRUE;
    token.to += 2;
  }
  g_array_append_val (self->tokens, token);
}

static void
add_word (HearthTimeParser *self, const char *text, const char *start, const char *end,
          gboolean glued)
{
  HearthTimeToken token = { .from = start - text, .to = end - text, .glued = glued };
  const HearthTimeEntry *entry;
  gboolean ascii = TRUE;
  char buffer[48];
  gsize n = 0;

  for (const char *p = start; p < end && n < sizeof buffer - 1; p++) {
    if ((guchar) *p >= 0x80) {
      /* A typographic apostrophe is an apostrophe; other letters need the real folding. */
      if (g_str_has_prefix (p, "\342\200\231")) {
        buffer[n++] = '\'';
        p += 2;
        continue;
      }
      ascii = FALSE;
      break;
    }
    buffer[n++] = g_ascii_tolower (*p);
  }
  buffer[n] = '\0';
  if (ascii) {
    token.word = g_string_chunk_insert_const (self->words, buffer);
  } else {
    g_autofree char *word = g_strndup (start, end - start);
    g_autofree char *folded = hearth_text_fold (word);

    token.word = g_string_chunk_insert_const (self->words, folded);
  }
  entry = hearth_time_language_lookup (self->language, token.word);
  if (entry != NULL) {
    token.klass = entry->klass;
    token.value = entry->value;
    token.weak = entry->weak;
  }
  g_array_append_val (self->tokens, token);
}

static void
tokenise (HearthTimeParser *self, const char *text)
{
  const char *p = text;
  const char *limit = text + MAX_BYTES;
  const char *previous = NULL;

  while (*p != '\0' && p < limit && self->tokens->len < MAX_TOKENS) {
    const char *start = p;
    gunichar c = g_utf8_get_char (p);
    gboolean glued = start == previous;

    if (g_unichar_isspace (c)) {
      p = g_utf8_next_char (p);
      continue;
    }
    if (c < 0x80 && g_ascii_isdigit (c)) {
      while (g_ascii_isdigit (*p))
        p++;
      add_number (self, text, start, p, glued);
      p = text + g_array_index (self->tokens, HearthTimeToken, self->tokens->len - 1).to;
    } else if (is_word_char (c)) {
      while (*p != '\0' && is_word_char (g_utf8_get_char (p)))
        p = g_utf8_next_char (p);
      add_word (self, text, start, p, glued);
    } else {
      HearthTimeToken token = { .punct = c, .from = start - text, .glued = glued };

      p = g_utf8_next_char (p);
      token.to = p - text;
      if (c == 0x2013 || c == 0x2014 || c == 0x2212)
        token.punct = '-';
      if (c == '@')
        token.klass = HEARTH_WORD_AT;
      g_array_append_val (self->tokens, token);
    }
    previous = p;
  }
}

static void
point_clear (HearthTimePoint *point)
{
  g_clear_pointer (&point->clock.zone, g_time_zone_unref);
}

/* "in 20 minutes", "two weeks ago", "three days from now", "a week from Friday" */
static guint
parse_offset (HearthTimeParser *self, guint i, HearthTimePoint *point)
{
  gboolean in = hearth_time_is (self, i, HEARTH_WORD_IN);
  HearthTimePoint base = { .part = -1 };
  HearthTimeLength length;
  guint next = hearth_time_parse_length (self, in ? i + 1 : i, &length);
  gint64 from = self->context->now;
  int sign = 1;
  guint after;

  if (next == 0)
    return 0;
  if (hearth_time_is (self, next, HEARTH_WORD_AGO)) {
    sign = -1;
    next++;
  } else if (hearth_time_is (self, next, HEARTH_WORD_LATER) && !in) {
    next++;
  } else if ((hearth_time_is (self, next, HEARTH_WORD_FROM) ||
              hearth_time_is (self, next, HEARTH_WORD_AFTER) ||
              hearth_time_is (self, next, HEARTH_WORD_BEFORE)) &&
             !in) {
    sign = hearth_time_is (self, next, HEARTH_WORD_BEFORE) ? -1 : 1;
    if (hearth_time_is (self, next + 1, HEARTH_WORD_NOW)) {
      next += 2;
    } else {
      after = length.seconds > 0 ? 0 : hearth_time_parse_date (self, next + 1, TRUE, &base);
      if (after == 0)
        return 0;
      next = after;
      from = hearth_time_at (self->context->zone, base.day, 0);
    }
  } else if (!in) {
    return 0;
  }
  if (length.seconds > 0) {
    point->is_instant = TRUE;
    point->instant = hearth_time_after (self, from, &length, sign);
    return next;
  }
  point->has_date = TRUE;
  point->day = hearth_time_add_months (hearth_time_get_julian (self->context->zone, from, NULL),
                                       sign * length.months) +
               sign * length.days;
  point->end_day = point->day + 1;
  point->grain = HEARTH_GRAIN_DAY;
  return next;
}

/* "morning", "in the afternoon", "this evening", "at night" */
static guint
parse_part (HearthTimeParser *self, guint i, gboolean dated, HearthTimePoint *point)
{
  guint next = i;
  gboolean introduced = dated;
  gboolean this = FALSE;
  HearthTimeToken *token;

  if (hearth_time_is (self, next, HEARTH_WORD_IN) || hearth_time_is (self, next, HEARTH_WORD_AT) ||
      (hearth_time_is (self, next, HEARTH_WORD_ON) &&
       hearth_time_is (self, next + 1, HEARTH_WORD_THE))) {
    introduced = TRUE;
    next++;
  }
  if (hearth_time_is (self, next, HEARTH_WORD_THE)) {
    next++;
  } else if (hearth_time_is (self, next, HEARTH_WORD_THIS)) {
    introduced = this = TRUE;
    next++;
  } else if (hearth_time_is (self, next, HEARTH_WORD_LAST) &&
             hearth_time_is (self, next + 1, HEARTH_WORD_PART) &&
             hearth_time_token (self, next + 1)->value == 4) {
    point->has_date = TRUE;
    point->day = self->today - 1;
    point->end_day = self->today;
    introduced = TRUE;
    next++;
  }
  token = hearth_time_token (self, next);
  if (token == NULL || token->klass != HEARTH_WORD_PART || !introduced)
    return 0;
  if (this && !point->has_date) {
    point->has_date = TRUE;
    point->day = self->today;
    point->end_day = self->today + 1;
    point->grain = HEARTH_GRAIN_DAY;
  }
  point->part = token->value;
  return next + 1;
}

/* A date, a time of day, or both in either order, with the small words between them. */
static guint
parse_point (HearthTimeParser *self, guint i, gboolean bare, HearthTimePoint *point)
{
  guint end = 0;
  guint at = i;

  memset (point, 0, sizeof *point);
  point->part = -1;
  end = parse_offset (self, i, point);
  if (end > 0 && point->is_instant)
    return end;
  for (guint n = 0; n < 6; n++) {
    gboolean prep = bare && n == 0;
    guint next;

    if (end > 0) {
      at = end;
      if (hearth_time_is_punct (self, at, ','))
        at++;
      if (hearth_time_token (self, at) != NULL && hearth_time_token (self, at)->word != NULL &&
          strcmp (hearth_time_token (self, at)->word, "t") == 0 &&
          hearth_time_token (self, at)->glued)
        at++; /* 2024-05-19T10:00 */
    }
    if (point->part < 0 && !point->has_clock &&
        (next = parse_part (self, at, point->has_date, point)) > 0) {
      end = next;
      continue;
    }
    while ((hearth_time_is (self, at, HEARTH_WORD_AT) && hearth_time_token (self, at)->weak &&
            hearth_time_is (self, at + 1, HEARTH_WORD_NUMBER)) ||
           hearth_time_is (self, at, HEARTH_WORD_ON) || hearth_time_is (self, at, HEARTH_WORD_IN) ||
           (hearth_time_is (self, at, HEARTH_WORD_AT) && !hearth_time_token (self, at)->weak) ||
           hearth_time_is (self, at, HEARTH_WORD_BY) ||
           (end > 0 && hearth_time_is (self, at, HEARTH_WORD_OF))) {
      if (hearth_time_is (self, at, HEARTH_WORD_BY) && end == 0)
        break;
      prep = TRUE;
      at++;
    }
    if (!point->has_clock) {
      gboolean hour = (prep && hearth_time_is (self, at - 1, HEARTH_WORD_AT)) || (bare && n == 0);

      next = hearth_time_parse_clock (self, at, hour, &point->clock);
      /* "17.30" is also the 17th of the 30th month: dates first where they can be one. */
      if (next > 0 && !point->has_date) {
        HearthTimePoint date = { .part = -1 };
        guint other = hearth_time_parse_date (self, at, prep, &date);

        if (other > next) {
          point_clear (point);
          next = 0;
        }
      }
      if (next > 0) {
        point->has_clock = TRUE;
        end = next;
        continue;
      }
      memset (&point->clock, 0, sizeof point->clock);
    }
    if (!point->has_date) {
      next = hearth_time_parse_date (self, at, prep, point);
      if (next > 0) {
        end = next;
        continue;
      }
    }
    break;
  }
  return end;
}

/* "2-4pm": the first end takes the half of the day that was said with the second. */
static void
share_half (HearthTimePoint *first, const HearthTimePoint *second)
{
  int minute;

  if (!first->has_clock || !second->has_clock || !first->clock.ambiguous ||
      !second->clock.half_said)
    return;
  minute = first->clock.minute % 720 + (second->clock.minute >= 720 ? 720 : 0);
  if (minute > second->clock.minute)
    minute = (minute + 720) % 1440;
  first->clock.minute = minute;
  first->clock.ambiguous = FALSE;
}

static void
make_range (HearthTimeParser *self, HearthTimePoint *first, HearthTimePoint *second,
            HearthTimePhrase *out)
{
  HearthTimePhrase a;
  HearthTimePhrase b;
  gboolean dated = first->has_date || second->has_date;

  share_half (first, second);
  if (!first->has_date && second->has_date && first->has_clock) {
    first->has_date = TRUE;
    first->day = second->day;
    first->end_day = second->end_day;
    first->grain = second->grain;
  }
  if (first->clock.zone == NULL && second->clock.zone != NULL && first->has_clock)
    first->clock.zone = g_time_zone_ref (second->clock.zone);
  hearth_time_resolve (self, first, &a);
  if (second->has_clock && !second->has_date) {
    second->has_date = TRUE;
    second->day = a.julian;
    second->end_day = a.julian + 1;
  }
  hearth_time_resolve (self, second, &b);
  if (b.kind == HEARTH_TIME_INSTANT && a.kind == HEARTH_TIME_INSTANT && second->clock.ambiguous &&
      b.start > a.start + 43200)
    b.start = b.end = b.start - 43200;
  if (b.end <= a.start && second->has_clock)
    b.end += second->clock.ambiguous ? 43200 : 86400;
  *out = a;
  out->kind = HEARTH_TIME_RANGE;
  out->end = MAX (b.end, a.end);
  out->has_date = dated;
  out->has_clock = a.has_clock || b.has_clock;
  out->grain = out->has_clock ? HEARTH_GRAIN_MINUTE : HEARTH_GRAIN_WEEK;
}

/* The second end is looked for after the first: "Monday to Friday", "May 3rd to 5th". */
static guint
parse_second (HearthTimeParser *self, guint i, const HearthTimePoint *first,
              HearthTimePoint *second)
{
  HearthTimeParser later = *self;
  guint next;

  if (first->has_date) {
    later.today = first->day;
    later.tense = HEARTH_TENSE_FUTURE;
  }
  next = parse_point (&later, i, TRUE, second);
  /* "May 3 to 5" */
  if (next > 0 && first->has_date && !first->has_clock && second->has_clock && !second->has_date &&
      !second->clock.half_said && hearth_time_token (self, i)->digits > 0 && next == i + 1) {
    int day = hearth_time_token (self, i)->value;
    guint julian = first->day;

    for (guint k = 0; k < 31; k++) {
      GDate date;

      g_date_clear (&date, 1);
      g_date_set_julian (&date, julian + k);
      if (g_date_get_day (&date) == day) {
        point_clear (second);
        second->has_clock = FALSE;
        second->has_date = TRUE;
        second->day = julian + k;
        second->end_day = julian + k + 1;
        second->grain = HEARTH_GRAIN_DAY;
        return next;
      }
    }
  }
  if (next > 0 && first->has_date && !first->has_clock && !second->has_date && second->has_clock)
    return 0; /* "Monday to 5pm" is not one time */
  return next;
}

static gboolean
is_joiner (HearthTimeParser *self, guint i, gboolean between)
{
  return between ? hearth_time_is (self, i, HEARTH_WORD_AND)
                 : hearth_time_is (self, i, HEARTH_WORD_TO) ||
                       hearth_time_is (self, i, HEARTH_WORD_UNTIL) ||
                       hearth_time_is_punct (self, i, '-');
}

static guint
parse_range (HearthTimeParser *self, guint i, HearthTimePhrase *out)
{
  gboolean between = hearth_time_is (self, i, HEARTH_WORD_BETWEEN);
  gboolean from = hearth_time_is (self, i, HEARTH_WORD_FROM);
  HearthTimePoint first;
  HearthTimePoint second = { 0 };
  guint next;
  guint end = 0;
  gboolean number = FALSE;

  self->from = from;
  next = parse_point (self, between || from ? i + 1 : i, between || from, &first);
  self->from = FALSE;
  if (next == 0 && !between && !from && hearth_time_is (self, i, HEARTH_WORD_NUMBER) &&
      is_joiner (self, i + 1, FALSE)) {
    /* "2-4pm": a number alone is an hour only if what follows says so. */
    next = parse_point (self, i, TRUE, &first);
    number = TRUE;
  }
  if (next > 0 && is_joiner (self, next, between)) {
    guint after = next + 1;

    end = parse_second (self, after, &first, &second);
    if (end > 0 && number && !second.clock.half_said)
      end = 0;
    if (end > 0 && (first.is_instant || second.is_instant))
      end = 0;
    if (end > 0 && !first.has_clock && !first.has_date)
      end = 0;
    if (end > 0) {
      HearthTimePoint tail;
      guint more = second.has_date ? 0 : parse_point (self, end, FALSE, &tail);

      /* "between 2 and 4 on Friday": parse_point took the date with the second end already, but not
       * a part of the day ("from 9 to 11 in the morning" did). */
      if (more > 0)
        point_clear (&tail);
      make_range (self, &first, &second, out);
    }
  }
  point_clear (&first);
  point_clear (&second);
  return end;
}

/* "tomorrow from 9 to 11", "on Friday between 2 and 4" */
static guint
parse_dated_range (HearthTimeParser *self, guint i, HearthTimePhrase *out)
{
  HearthTimeParser there = *self;
  HearthTimePoint point;
  guint next = parse_point (self, i, FALSE, &point);

  point_clear (&point);
  if (next == 0 || !point.has_date || point.has_clock || point.is_instant || point.part >= 0 ||
      (!hearth_time_is (self, next, HEARTH_WORD_FROM) &&
       !hearth_time_is (self, next, HEARTH_WORD_BETWEEN)))
    return 0;
  there.today = point.day;
  there.tense = HEARTH_TENSE_NEAREST;
  next = parse_range (&there, next, out);
  if (next == 0 || out->has_date || !out->has_clock)
    return 0;
  out->has_date = TRUE;
  return next;
}

/* "since Monday", "before 5pm", "by Friday", "until the end of the month" */
static guint
parse_bound (HearthTimeParser *self, guint i, HearthTimePhrase *out)
{
  HearthTimeToken *token = hearth_time_token (self, i);
  HearthTimeClass klass = token->klass;
  HearthTimePoint point;
  HearthTimeTense tense = self->tense;
  guint next;

  if (klass != HEARTH_WORD_SINCE && klass != HEARTH_WORD_AFTER && klass != HEARTH_WORD_BEFORE &&
      klass != HEARTH_WORD_UNTIL && klass != HEARTH_WORD_BY && klass != HEARTH_WORD_FROM)
    return 0;
  if (klass == HEARTH_WORD_SINCE)
    self->tense = HEARTH_TENSE_PAST;
  next = parse_point (self, i + 1, klass != HEARTH_WORD_BY && klass != HEARTH_WORD_FROM, &point);
  if (next == 0 && klass == HEARTH_WORD_BY)
    next = parse_point (self, i + 1, TRUE, &point);
  if (next > 0) {
    hearth_time_resolve (self, &point, out);
    point_clear (&point);
    if (klass == HEARTH_WORD_FROM) {
      /* "from Friday" alone: mail from then, or the time itself; an open end says least. */
      if (hearth_time_is (self, next, HEARTH_WORD_ON))
        next++;
    } else if (klass == HEARTH_WORD_SINCE || klass == HEARTH_WORD_AFTER) {
      out->start =
          klass == HEARTH_WORD_AFTER && out->kind != HEARTH_TIME_INSTANT ? out->end : out->start;
      out->end = HEARTH_TIME_NEVER;
      out->bound = HEARTH_BOUND_SINCE;
      out->kind = HEARTH_TIME_RANGE;
    } else {
      out->end = klass == HEARTH_WORD_BEFORE ? out->start : out->end;
      out->start = MIN (0, out->end);
      out->bound = HEARTH_BOUND_UNTIL;
      out->kind = HEARTH_TIME_RANGE;
    }
  }
  self->tense = tense;
  return next;
}

static guint
parse_duration (HearthTimeParser *self, guint i, HearthTimePhrase *out)
{
  guint at = hearth_time_is (self, i, HEARTH_WORD_FOR) ? i + 1 : i;
  HearthTimeLength length;
  guint next = hearth_time_parse_length (self, at, &length);

  if (next == 0)
    return 0;
  memset (out, 0, sizeof *out);
  out->kind = HEARTH_TIME_DURATION;
  out->minute = -1;
  out->seconds =
      (gint64) length.seconds + length.days * (gint64) 86400 + length.months * (gint64) 2629746;
  return out->seconds > 0 ? next : 0;
}

static guint
parse_phrase (HearthTimeParser *self, guint i, HearthTimePhrase *out)
{
  HearthTimePoint point;
  guint next;

  if ((next = parse_range (self, i, out)) > 0)
    return next;
  if ((next = parse_dated_range (self, i, out)) > 0)
    return next;
  if ((next = parse_bound (self, i, out)) > 0)
    return next;
  next = parse_point (self, i, FALSE, &point);
  if (next > 0) {
    hearth_time_resolve (self, &point, out);
    point_clear (&point);
    return next;
  }
  return parse_duration (self, i, out);
}

/**
 * hearth_time_read:
 * @text: UTF-8 text; at most its first 64 KiB are read
 * @context: now, where, and which reading is preferred
 *
 * Finds the times in a text, in their order.
 *
 * Returns: (transfer full) (element-type HearthTimePhrase): the phrases, perhaps none
 */
GArray *
hearth_time_read (const char *text, const HearthTimeContext *context)
{
  GArray *phrases = g_array_new (FALSE, TRUE, sizeof (HearthTimePhrase));
  HearthTimeParser parser = { .context = context, .tense = context->tense };

  parser.language = hearth_time_language_get (context->language != NULL ? context->language : "en");
  parser.tokens = g_array_new (FALSE, TRUE, sizeof (HearthTimeToken));
  parser.words = g_string_chunk_new (1024);
  parser.today = hearth_time_get_julian (context->zone, context->now, &parser.minute);
  tokenise (&parser, text);
  for (guint i = 0; i < parser.tokens->len;) {
    HearthTimeToken *token = hearth_time_token (&parser, i);
    HearthTimePhrase phrase;
    guint next = 0;

    /* "mid-20s" and "3.5" are no places to start in the middle of. */
    if (token->klass != HEARTH_WORD_OTHER)
      next = parse_phrase (&parser, i, &phrase);
    else if (token->word != NULL && !token->glued)
      next = parse_phrase (&parser, i, &phrase); /* a feast */
    if (next == 0) {
      i++;
      continue;
    }
    phrase.from = token->from;
    phrase.to = hearth_time_token (&parser, next - 1)->to;
    g_array_append_val (phrases, phrase);
    i = next;
  }
  g_array_unref (parser.tokens);
  g_string_chunk_free (parser.words);
  return phrases;
}

static gsize
count_covered (GArray *phrases)
{
  gsize n = 0;

  for (guint i = 0; i < phrases->len; i++) {
    const HearthTimePhrase *phrase = &g_array_index (phrases, HearthTimePhrase, i);

    n += phrase->to - phrase->from;
  }
  return n;
}

/**
 * hearth_time_read_own:
 * @text: UTF-8 text that the owner wrote
 * @context: now, where, and which reading is preferred; its language is set to the one that was
 * read
 *
 * Finds the times in a text as hearth_time_read() does, in the language of the locale or in
 * English, whichever makes more of it.
 *
 * Returns: (transfer full) (element-type HearthTimePhrase): the phrases, perhaps none
 */
GArray *
hearth_time_read_own (const char *text, HearthTimeContext *context)
{
  const HearthTimeLanguage *own = hearth_time_language_get (g_get_language_names ()[0]);
  GArray *phrases;
  GArray *english;

  context->language = own->code;
  phrases = hearth_time_read (text, context);
  if (own == hearth_time_language_get ("en"))
    return phrases;
  context->language = "en";
  english = hearth_time_read (text, context);
  if (count_covered (english) > count_covered (phrases)) {
    g_array_unref (phrases);
    return english;
  }
  context->language = own->code;
  g_array_unref (english);
  return phrases;
}

/**
 * hearth_time_combine:
 * @phrases: (element-type HearthTimePhrase): what hearth_time_read() found in one sentence
 * @context: the same context
 * @whole: (out): the time that they mean together
 * @seconds: (out) (optional): a length that was said, or 0
 *
 * Puts together a date and a time of day that stand apart ("lunch at 12:00 with Sarah on May 19"),
 * and keeps lengths aside ("at three for two hours").
 *
 * Returns: whether there was a time at all, lengths aside
 */
gboolean
hearth_time_combine (GArray *phrases, const HearthTimeContext *context, HearthTimePhrase *whole,
                     gint64 *seconds)
{
  const HearthTimePhrase *date = NULL;
  const HearthTimePhrase *clock = NULL;

  if (seconds != NULL)
    *seconds = 0;
  for (guint i = 0; i < phrases->len; i++) {
    const HearthTimePhrase *phrase = &g_array_index (phrases, HearthTimePhrase, i);

    if (phrase->kind == HEARTH_TIME_DURATION) {
      if (seconds != NULL && *seconds == 0)
        *seconds = phrase->seconds;
    } else if (phrase->has_clock && !phrase->has_date) {
      clock = clock == NULL ? phrase : clock;
    } else {
      date = date == NULL ? phrase : date;
    }
  }
  if (date == NULL && clock == NULL)
    return FALSE;
  *whole = date != NULL ? *date : *clock;
  if (date != NULL && clock != NULL && !date->has_clock && date->grain <= HEARTH_GRAIN_DAY &&
      date->bound == HEARTH_BOUND_BOTH) {
    int minute = clock->minute;
    gint64 length = clock->end == HEARTH_TIME_NEVER ? 0 : clock->end - clock->start;

    if (clock->either_half &&
        date->julian != hearth_time_get_julian (context->zone, context->now, NULL))
      minute = minute % 720 + (minute % 720 >= 7 * 60 ? 0 : 720);
    if (date->grain == HEARTH_GRAIN_PART && minute < 720 &&
        hearth_time_at (context->zone, date->julian, 720) <= date->start)
      minute += 720;
    *whole = *clock;
    whole->has_date = TRUE;
    whole->julian = date->julian;
    whole->minute = minute;
    whole->start = whole->anchor = hearth_time_at (context->zone, date->julian, minute);
    whole->end = clock->bound == HEARTH_BOUND_BOTH ? whole->start + length : clock->end;
  }
  return TRUE;
}
