/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ical-form.h"
#include "hearth-ical-part.h"

G_BEGIN_DECLS

/**
 * HearthIcalShift:
 * @zones: (unowned): the text's zones
 * @old: (unowned): how times were written
 * @new: (unowned): how they are to be written
 * @shift: how far the start moves on the wall clock, seconds
 * @time_of_day: of the start, which a date among times stands for
 * @from: what of the lists is kept, UTC seconds
 * @to: the end of that
 * @moved: (owned) (nullable): where single occurrences go, by hearth_ical_shift_follow()
 *
 * How the times of a series change: from the one form into the other, and as far on the wall clock.
 * Only for hearth-ical-series.c.
 */
typedef struct {
  HearthZones *zones;
  const HearthIcalForm *old;
  const HearthIcalForm *new;
  gint64 shift;
  gint64 time_of_day;
  gint64 from;
  gint64 to;
  GHashTable *moved;
} HearthIcalShift;

void     hearth_ical_shift_follow (HearthIcalShift *self, const char *rule, gint64 old_start);
void     hearth_ical_shift_clear  (HearthIcalShift *self);
gboolean hearth_ical_shift_local  (const HearthIcalShift *self, gint64 *local);
void     hearth_ical_shift_lists  (const HearthIcalShift *self, HearthIcalPart *part);
void     hearth_ical_shift_rule   (const HearthIcalShift *self, HearthIcalPart *part,
                                   gint64 old_start);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HearthIcalShift, hearth_ical_shift_clear)

G_END_DECLS
