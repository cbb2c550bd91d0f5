/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** HearthTimeClass: what a word does in a time as people say it. */
typedef enum {
  HEARTH_WORD_OTHER,
  HEARTH_WORD_NUMBER,   /* value: 0 to 19, or the tens */
  HEARTH_WORD_ORDINAL,  /* value: 1 to 31 */
  HEARTH_WORD_ARTICLE,  /* "a": one of what follows */
  HEARTH_WORD_THE,
  HEARTH_WORD_COUPLE,   /* value: how many */
  HEARTH_WORD_HALF,
  HEARTH_WORD_QUARTER,
  HEARTH_WORD_WEEKDAY,  /* value: 1 (Monday) to 7 */
  HEARTH_WORD_MONTH,    /* value: 1 to 12 */
  HEARTH_WORD_UNIT,     /* value: HearthTimeUnit */
  HEARTH_WORD_DAY,      /* value: days from today */
  HEARTH_WORD_TONIGHT,
  HEARTH_WORD_CLOCK,    /* value: minute of the day */
  HEARTH_WORD_PART,     /* value: row of the table of parts of the day */
  HEARTH_WORD_NEXT,
  HEARTH_WORD_LAST,
  HEARTH_WORD_THIS,
  HEARTH_WORD_PAST,     /* "half past", "the past week" */
  HEARTH_WORD_TO,
  HEARTH_WORD_AT,
  HEARTH_WORD_ON,
  HEARTH_WORD_IN,
  HEARTH_WORD_OF,
  HEARTH_WORD_FOR,
  HEARTH_WORD_FROM,
  HEARTH_WORD_UNTIL,
  HEARTH_WORD_BY,
  HEARTH_WORD_BETWEEN,
  HEARTH_WORD_AND,
  HEARTH_WORD_SINCE,
  HEARTH_WORD_BEFORE,
  HEARTH_WORD_AFTER,
  HEARTH_WORD_AGO,
  HEARTH_WORD_LATER,
  HEARTH_WORD_NOW,
  HEARTH_WORD_START,
  HEARTH_WORD_MIDDLE,
  HEARTH_WORD_END,
  HEARTH_WORD_REST,
  HEARTH_WORD_AM,
  HEARTH_WORD_PM,
  HEARTH_WORD_OCLOCK,
  HEARTH_WORD_TIME,     /* "New York time" */
} HearthTimeClass;

/**
 * HearthTimeUnit:
 *
 * The units in which spans of time are said.
 */
typedef enum {
  HEARTH_UNIT_SECOND,
  HEARTH_UNIT_MINUTE,
  HEARTH_UNIT_HOUR,
  HEARTH_UNIT_DAY,
  HEARTH_UNIT_WEEKEND,
  HEARTH_UNIT_WEEK,
  HEARTH_UNIT_FORTNIGHT,
  HEARTH_UNIT_MONTH,
  HEARTH_UNIT_QUARTER,
  HEARTH_UNIT_YEAR,
} HearthTimeUnit;

/**
 * HearthTimeEntry:
 * @word: folded
 * @klass: what it does
 * @value: see the class
 * @weak: also an everyday word or a common abbreviation of something else: means a time only next to
 *   a number or after a preposition
 */
typedef struct {
  const char *word;
  HearthTimeClass klass;
  int value;
  gboolean weak;
} HearthTimeEntry;

/**
 * HearthTimePart: a part of the day, in minutes after midnight.
 * @anchor: the minute that a reminder takes when nothing more exact was said
 */
typedef struct {
  int start;
  int end;
  int anchor;
} HearthTimePart;

/** HearthTimeName: a name for a time zone, or for a day that returns each year. */
typedef struct {
  const char *name; /* folded words */
  const char *zone;
  int month;
  int day;
} HearthTimeName;

/**
 * HearthTimeLanguage: everything that the reader knows of one language.
 * @half_before: "half four" is 3:30 (German, Dutch, the Nordic languages) and not 4:30
 */
typedef struct {
  const char *code;
  gboolean half_before;
  const HearthTimeEntry *words;   /* ends with an empty row */
  const HearthTimePart *parts;
  const HearthTimeName *zones;    /* ends with an empty row */
  const HearthTimeName *feasts;   /* ends with an empty row */
  const char *const *evening;     /* words of what happens in the evening; ends with NULL */
} HearthTimeLanguage;

const HearthTimeLanguage *hearth_time_language_get    (const char *code);
const HearthTimeEntry    *hearth_time_language_lookup (const HearthTimeLanguage *self, const char *word);
const char               *hearth_time_language_zone   (const HearthTimeLanguage *self, const char *name);

G_END_DECLS
