/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-agenda.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_DAY_VIEW (hearth_day_view_get_type ())
G_DECLARE_FINAL_TYPE (HearthDayView, hearth_day_view, HEARTH, DAY_VIEW, GtkWidget)

void hearth_day_view_set_agenda (HearthDayView *self, const HearthAgenda *agenda);

G_END_DECLS
