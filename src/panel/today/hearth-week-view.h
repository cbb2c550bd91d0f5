/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-agenda.h"
#include "hearth-client.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_WEEK_VIEW (hearth_week_view_get_type ())
G_DECLARE_FINAL_TYPE (HearthWeekView, hearth_week_view, HEARTH, WEEK_VIEW, GtkWidget)

GtkWidget *hearth_week_view_new        (HearthClient *client);
void       hearth_week_view_set_agenda (HearthWeekView *self, const HearthAgenda *agenda);

G_END_DECLS
