/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-digest.h"

G_BEGIN_DECLS

/**
 * HearthDigestPlan: when the owner wants to be told.
 * @on: by #HearthDigestKind, whether they want that one
 * @minute: by #HearthDigestKind, when, in minutes after midnight
 * @weekdays: on which days the morning's and the evening's come, a bit for each from Monday on
 * @week_day: on which day the weekly one comes, a bit as well
 */
typedef struct {
  gboolean on[HEARTH_N_DIGESTS];
  guint minute[HEARTH_N_DIGESTS];
  guint weekdays;
  guint week_day;
} HearthDigestPlan;

gint64   hearth_digest_plan_find_last (const HearthDigestPlan *self, HearthDigestKind kind,
                                       gint64 now);
gint64   hearth_digest_plan_find_next (const HearthDigestPlan *self, HearthDigestKind kind,
                                       gint64 now);
gboolean hearth_digest_plan_is_late   (HearthDigestKind kind, gint64 due, gint64 now);

G_END_DECLS
