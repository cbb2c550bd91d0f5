/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-time-reader.h"
#include "hearth-time-words.h"

G_BEGIN_DECLS

/* Between the files of the time reader only. */

/** HearthTimeToken: a word, a number or one character of the text. */
typedef struct {
  HearthTimeClass klass;
  int value;        /* of a number or of the word's entry */
  guint8 digits;    /* how many, of a number in digits, else 0 */
  gboolean ordinal; /* a number with "th" */
  gboolean weak;
  gboolean glued;   /* nothing between it and the token before */
  gunichar punct;   /* the character, if it is not a word or a number */
  gsize from;
  gsize to;
  const char *word; /* folded; (nullable) */
} HearthTimeToken;

typedef struct {
  const HearthTimeLanguage *language;
  const HearthTimeContext *context;
  HearthTimeTense tense;
  GArray *tokens;
  guint today;  /* Julian day that relative days count from */
  int minute;   /* of today, now */
  GStringChunk *words;
  gboolean from;  /* after "from": "9 to 11" is not eleven less nine minutes */
} HearthTimeParser;

/** HearthTimeClock: a time of day. */
typedef struct {
  int minute;
  gboolean ambiguous; /* may be in the other half of the day */
  gboolean half_said; /* "am", "pm" or a part of the day was said with it */
  GTimeZone *zone;    /* (owned) (nullable) */
} HearthTimeClock;

/** HearthTimePoint: a date, a time of day or both. */
typedef struct {
  gboolean has_date;
  guint day;
  guint end_day;
  HearthTimeGrain grain;
  gboolean is_weekday; /* only a weekday was said: another week will do */
  gboolean has_clock;
  HearthTimeClock clock;
  int part;            /* row of the table of parts, or -1 */
  gboolean is_instant;
  gint64 instant;
} HearthTimePoint;

/** HearthTimeLength: a duration, which keeps days apart because a day is not always 24 hours. */
typedef struct {
  int months;
  int days;
  double seconds;
} HearthTimeLength;

extern const HearthTimeLanguage hearth_time_german;

HearthTimeToken *hearth_time_token   (HearthTimeParser *self, guint i);
gboolean hearth_time_is              (HearthTimeParser *self, guint i, HearthTimeClass klass);
gboolean hearth_time_is_punct        (HearthTimeParser *self, guint i, gunichar c);
guint    hearth_time_parse_number    (HearthTimeParser *self, guint i, double *value);
guint    hearth_time_parse_length    (HearthTimeParser *self, guint i, HearthTimeLength *length);
guint    hearth_time_parse_clock     (HearthTimeParser *self, guint i, gboolean bare,
                                      HearthTimeClock *clock);
guint    hearth_time_parse_date      (HearthTimeParser *self, guint i, gboolean bare,
                                      HearthTimePoint *point);
guint    hearth_time_add_months      (guint day, int months);
void     hearth_time_resolve         (HearthTimeParser *self, const HearthTimePoint *point,
                                      HearthTimePhrase *out);
gint64   hearth_time_after           (HearthTimeParser *self, gint64 base,
                                      const HearthTimeLength *length, int sign);

G_END_DECLS
