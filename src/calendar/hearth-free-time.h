/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-event.h"

G_BEGIN_DECLS

/** HearthConflict: two occurrences that overlap; @a starts first. Both are lent. */
typedef struct {
  const HearthOccurrence *a;
  const HearthOccurrence *b;
} HearthConflict;

gboolean hearth_free_time_is_busy   (const HearthOccurrence *occurrence, gboolean count_all_day);
GArray  *hearth_free_time_busy      (GPtrArray *occurrences, gboolean count_all_day) G_GNUC_WARN_UNUSED_RESULT;
GArray  *hearth_free_time_merge     (GArray *spans) G_GNUC_WARN_UNUSED_RESULT;
GArray  *hearth_free_time_gaps      (GArray *busy, HearthSpan window, guint min_minutes) G_GNUC_WARN_UNUSED_RESULT;
GArray  *hearth_free_time_conflicts (GPtrArray *occurrences, gboolean count_all_day) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
