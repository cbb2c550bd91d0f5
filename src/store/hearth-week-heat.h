/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-database.h"
#include "hearth-event.h"

G_BEGIN_DECLS

/** HEARTH_HEAT_LEVELS: how many steps an amount is drawn in, from none to much. */
#define HEARTH_HEAT_LEVELS 5

/**
 * HearthDayHeat:
 *
 * How much a day has.
 *
 * @start: its midnight, seconds since 1970 UTC
 * @minutes: in which a meeting is; of several at once only once
 * @n_mails: how many came
 */
typedef struct {
  gint64 start;
  guint minutes;
  guint n_mails;
} HearthDayHeat;

GArray *hearth_week_heat_new         (HearthSpan span, GPtrArray *occurrences) G_GNUC_WARN_UNUSED_RESULT;
gboolean hearth_week_heat_count_mail (GArray *days, HearthDatabase *db, GError **error);
guint   hearth_week_heat_level_time  (guint minutes);
guint   hearth_week_heat_level_mail  (guint n, guint most);

G_END_DECLS
