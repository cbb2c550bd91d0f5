/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "hearth-event.h"

G_BEGIN_DECLS

/**
 * HearthTimeKind:
 * @HEARTH_TIME_INSTANT: a moment: start and end are the same
 * @HEARTH_TIME_DAY: one day, from midnight to midnight
 * @HEARTH_TIME_RANGE: from one moment to another
 * @HEARTH_TIME_DURATION: a length and no place in time
 *
 * What was said of time.
 */
typedef enum {
  HEARTH_TIME_INSTANT,  /* start == end */
  HEARTH_TIME_DAY,      /* one day, from midnight to midnight */
  HEARTH_TIME_RANGE,
  HEARTH_TIME_DURATION, /* a length and no place in time */
} HearthTimeKind;

/** HearthTimeGrain: how exactly it was said. */
typedef enum {
  HEARTH_GRAIN_MINUTE,
  HEARTH_GRAIN_PART, /* a part of a day */
  HEARTH_GRAIN_DAY,
  HEARTH_GRAIN_WEEK, /* also a weekend, or some days */
  HEARTH_GRAIN_MONTH,
  HEARTH_GRAIN_YEAR,
} HearthTimeGrain;

/** HearthTimeBound: whether only one end was said. */
typedef enum {
  HEARTH_BOUND_BOTH,
  HEARTH_BOUND_SINCE, /* end is HEARTH_TIME_NEVER */
  HEARTH_BOUND_UNTIL, /* start is 0 */
} HearthTimeBound;

/** HearthTimeTense: which of several readings is preferred. */
typedef enum {
  HEARTH_TENSE_NEAREST, /* "May 3rd" is the one within half a year: questions about a calendar */
  HEARTH_TENSE_FUTURE,  /* reminders */
  HEARTH_TENSE_PAST,    /* mail */
} HearthTimeTense;

#define HEARTH_TIME_NEVER G_MAXINT64

/**
 * HearthTimePhrase:
 * @kind: what it is
 * @start, @end: the time, half-open, seconds since 1970 UTC; not set for a duration
 * @anchor: the moment that a reminder takes: the start of what has a clock time, nine o'clock of a
 *   day, a decent hour of a part of a day
 * @seconds: the length of a duration, else 0
 * @grain: how exactly it was said
 * @bound: whether one end is open
 * @has_date: whether a date was said
 * @has_clock: whether a time of day was said
 * @either_half: the hour was said without its half of the day, which was chosen by the rules
 * @julian: the (first) day in the owner's zone as in g_date_get_julian(), or 0
 * @minute: the time of day in minutes after midnight, or -1
 * @from, @to: the place in the text, in bytes, prepositions included
 */
typedef struct {
  HearthTimeKind kind;
  gint64 start;
  gint64 end;
  gint64 anchor;
  gint64 seconds;
  HearthTimeGrain grain;
  HearthTimeBound bound;
  gboolean has_date;
  gboolean has_clock;
  gboolean either_half;
  guint julian;
  int minute;
  gsize from;
  gsize to;
} HearthTimePhrase;

/**
 * HearthTimeContext:
 * @now: seconds since 1970 UTC
 * @zone: (not nullable): the owner's time zone
 * @tense: which of several readings is preferred
 * @day_first: "12/06" is the 12th of June
 * @language: (nullable): such as "en"
 */
typedef struct {
  gint64 now;
  GTimeZone *zone;
  HearthTimeTense tense;
  gboolean day_first;
  const char *language;
} HearthTimeContext;

GArray   *hearth_time_read           (const char *text, const HearthTimeContext *context) G_GNUC_WARN_UNUSED_RESULT;
GArray   *hearth_time_read_own       (const char *text, HearthTimeContext *context) G_GNUC_WARN_UNUSED_RESULT;
gboolean  hearth_time_combine        (GArray *phrases, const HearthTimeContext *context,
                                      HearthTimePhrase *whole, gint64 *seconds);
gint64    hearth_time_at             (GTimeZone *zone, guint julian, int minute);
guint     hearth_time_get_julian     (GTimeZone *zone, gint64 seconds, int *minute);
gboolean  hearth_time_is_day_first   (void);

G_END_DECLS
