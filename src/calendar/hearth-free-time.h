/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-event.h"

G_BEGIN_DECLS

/** HearthConflict: two occurrences that overlap; @a starts first. Both are lent. */
typedef struct {
  const HearthOccurrence *a;
  const HearthOccurrence *b;
} HearthConflict;

/** HEARTH_FREE_TIME_WEEK: Monday to Friday, as @weekdays of #HearthDayPlan. */
#define HEARTH_FREE_TIME_WEEK 0x1f

/**
 * HearthDayPlan:
 * @begins: when the owner's working day begins, minutes after midnight
 * @ends: when it ends
 * @weekdays: which days are working days: bit 0 is Monday, bit 6 Sunday
 * @travel: minutes that the owner needs to get to an event elsewhere and back; 0 for none
 *
 * What of the owner's time is looked at when something is to find room in it.
 */
typedef struct {
  guint begins;
  guint ends;
  guint weekdays;
  guint travel;
} HearthDayPlan;

#define HEARTH_DAY_PLAN_INIT { 8 * 60, 20 * 60, HEARTH_FREE_TIME_WEEK, 0 }

gboolean   hearth_day_plan_is_valid      (const HearthDayPlan *self);
gboolean   hearth_day_plan_is_working    (const HearthDayPlan *self, guint weekday);

gboolean   hearth_free_time_is_busy      (const HearthOccurrence *occurrence, gboolean count_all_day);
gboolean   hearth_free_time_is_elsewhere (const HearthEvent *event);
gboolean   hearth_free_time_collides     (const HearthOccurrence *first,
                                          const HearthOccurrence *second, guint travel);
HearthSpan hearth_free_time_span         (const HearthOccurrence *occurrence, guint travel);
GArray    *hearth_free_time_busy         (GPtrArray *occurrences, gboolean count_all_day, guint travel) G_GNUC_WARN_UNUSED_RESULT;
GArray    *hearth_free_time_merge        (GArray *spans) G_GNUC_WARN_UNUSED_RESULT;
GArray    *hearth_free_time_gaps         (GArray *busy, HearthSpan window, guint min_minutes) G_GNUC_WARN_UNUSED_RESULT;
GArray    *hearth_free_time_conflicts    (GPtrArray *occurrences, gboolean count_all_day, guint travel) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
