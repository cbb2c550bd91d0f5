/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** HearthValueKind: what a number in a text is. */
typedef enum {
  HEARTH_VALUE_TIME,   /* number: minutes since midnight */
  HEARTH_VALUE_DATE,   /* number: month * 100 + day, the day 0 where only a month is named */
  HEARTH_VALUE_DAY,    /* number: 1 Monday to 7 Sunday, 10 yesterday, 11 today, 12 tomorrow */
  HEARTH_VALUE_AMOUNT, /* number: hundredths; unit: a currency, or "%" */
  HEARTH_VALUE_NUMBER, /* number: hundredths */
} HearthValueKind;

/**
 * HearthValue: a time, a date, an amount or a number in a text, however it is written.
 * @kind: what it is
 * @number: see #HearthValueKind
 * @other: of a date in figures whose order is not sure ("3/2"), the other reading; else 0
 * @year: of a date, or 0
 * @unit: of an amount: ISO 4217 or "%"; else ""
 * @start: where it begins, in bytes of the text
 * @length: bytes of it
 */
typedef struct {
  HearthValueKind kind;
  gint64 number;
  gint64 other;
  int year;
  char unit[4];
  gsize start;
  gsize length;
} HearthValue;

GArray  *hearth_values_find   (const char *text, gsize length) G_GNUC_WARN_UNUSED_RESULT;
gboolean hearth_value_equal   (const HearthValue *a, const HearthValue *b);
gboolean hearth_value_is_in   (const HearthValue *value, GArray *values);

G_END_DECLS
