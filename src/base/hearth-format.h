/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** HearthHours: how the hours of a day are written. */
typedef enum {
  HEARTH_HOURS_DESKTOP, /* as the desktop's clock, else as the locale */
  HEARTH_HOURS_24,
  HEARTH_HOURS_12,
} HearthHours;

void  hearth_format_set_hours (HearthHours hours);

char *hearth_format_time      (gint64 when) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_format_clock     (GDateTime *time) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_format_hour      (int hour) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_format_day       (gint64 when, gint64 now) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_format_day_short (gint64 when, gint64 now) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_format_date_short (gint64 when, gint64 now) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_format_due       (gint64 due, gboolean is_date, gint64 now) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_format_asked     (gint64 when, gint64 now) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_format_distance  (gint64 seconds) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_format_iso       (gint64 when) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
