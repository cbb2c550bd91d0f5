/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-calendar-desk.h"
#include "hearth-event.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_TODAY_VIEW (hearth_today_view_get_type ())
G_DECLARE_FINAL_TYPE (HearthTodayView, hearth_today_view, HEARTH, TODAY_VIEW, GtkWidget)

void     hearth_today_view_set_desk  (HearthTodayView *self, HearthCalendarDesk *desk);
gboolean hearth_today_view_get_shown (HearthTodayView *self, HearthSpan *span, gboolean *week);

G_END_DECLS
