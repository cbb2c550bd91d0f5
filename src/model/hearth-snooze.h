/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-records.h"

G_BEGIN_DECLS

/** HearthSnooze: how long a reminder is put off. */
typedef enum {
  HEARTH_SNOOZE_MINUTES,  /* five minutes */
  HEARTH_SNOOZE_START,    /* until its event begins */
  HEARTH_SNOOZE_TONIGHT,  /* at six in the evening, or two hours from now when that is past */
  HEARTH_SNOOZE_TOMORROW, /* at nine in the morning */
} HearthSnooze;

gint64   hearth_snooze_until       (HearthSnooze snooze, const HearthReminder *reminder, gint64 now);
gboolean hearth_snooze_from_string (const char *word, HearthSnooze *snooze);

G_END_DECLS
