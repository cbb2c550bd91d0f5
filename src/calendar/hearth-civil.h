/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define HEARTH_DAY G_GINT64_CONSTANT (86400)

/** HearthCivil: a date of the Gregorian calendar; @month and @day from 1. */
typedef struct {
  int year;
  int month;
  int day;
} HearthCivil;

gint64      hearth_civil_to_day      (int year, int month, int day);
HearthCivil hearth_civil_from_day    (gint64 day);
gint64      hearth_civil_day_of      (gint64 seconds);
int         hearth_civil_weekday     (gint64 day);
int         hearth_civil_month_days  (int year, int month);
gboolean    hearth_civil_is_leap     (int year);
gboolean    hearth_civil_parse       (const char *text, gint64 *seconds, gboolean *is_date,
                                      gboolean *is_utc);
char       *hearth_civil_format      (gint64 seconds, gboolean is_date) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
