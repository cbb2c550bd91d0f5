/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-calendar-desk.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_EVENT_VIEW (hearth_event_view_get_type ())
G_DECLARE_FINAL_TYPE (HearthEventView, hearth_event_view, HEARTH, EVENT_VIEW, GtkWidget)

GtkWidget *hearth_event_view_new  (HearthCalendarDesk *desk);
void       hearth_event_view_show (HearthEventView *self, gint64 id, gint64 start,
                                   gboolean briefed);

G_END_DECLS
