/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-event.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_DAY_VIEW (hearth_day_view_get_type ())
G_DECLARE_FINAL_TYPE (HearthDayView, hearth_day_view, HEARTH, DAY_VIEW, GtkWidget)

void hearth_day_view_set_day (HearthDayView *self, HearthSpan day, GPtrArray *occurrences);

G_END_DECLS
