/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-event.h"

G_BEGIN_DECLS

/**
 * HearthDayPlace: where an occurrence lies in a day drawn to scale.
 * @top, @height: pixels from the top of the scale
 * @column, @n_columns: side by side with those that overlap it
 */
typedef struct {
  int top;
  int height;
  int column;
  int n_columns;
} HearthDayPlace;

/**
 * HearthDayLayout:
 * @first_hour, @last_hour: what the scale shows, 0 to 24
 * @hour_height: pixels
 * @places: (element-type HearthDayPlace): one for each occurrence
 */
typedef struct {
  int first_hour;
  int last_hour;
  double hour_height;
  GArray *places;
} HearthDayLayout;

HearthDayLayout *hearth_day_layout_new  (HearthSpan day, GPtrArray *occurrences, gint64 now,
                                         int line_height) G_GNUC_WARN_UNUSED_RESULT;
void             hearth_day_layout_free (HearthDayLayout *self);
double           hearth_day_layout_find (const HearthDayLayout *self, HearthSpan day, gint64 when);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthDayLayout, hearth_day_layout_free)

G_END_DECLS
