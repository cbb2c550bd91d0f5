/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-calendar-desk.h"
#include "hearth-event.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_EVENT_DEEDS (hearth_event_deeds_get_type ())
G_DECLARE_FINAL_TYPE (HearthEventDeeds, hearth_event_deeds, HEARTH, EVENT_DEEDS, GtkWidget)

GtkWidget *hearth_event_deeds_new  (HearthCalendarDesk *desk);
void       hearth_event_deeds_show (HearthEventDeeds *self, HearthEvent *event, gint64 original_start,
                                    gboolean can_change, gboolean invited);
void       hearth_event_deeds_ask_scope (GtkWidget *widget, const char *heading, const char *body,
                                         gboolean destroys, GAsyncReadyCallback callback,
                                         gpointer user_data);
const char *hearth_event_deeds_ask_scope_finish (GAsyncResult *result);

G_END_DECLS
