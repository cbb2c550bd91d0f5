/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-agenda.h"
#include "hearth-client.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_CALENDAR_ROW (hearth_calendar_row_get_type ())
G_DECLARE_FINAL_TYPE (HearthCalendarRow, hearth_calendar_row, HEARTH, CALENDAR_ROW, AdwExpanderRow)

GtkWidget *hearth_calendar_row_new    (HearthClient *client, gint64 id);
gint64     hearth_calendar_row_get_id (HearthCalendarRow *self);
void       hearth_calendar_row_show   (HearthCalendarRow *self, const HearthAgendaCalendar *calendar);

G_END_DECLS
