/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-agenda.h"
#include "hearth-client.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_HEAT_STRIP (hearth_heat_strip_get_type ())
G_DECLARE_FINAL_TYPE (HearthHeatStrip, hearth_heat_strip, HEARTH, HEAT_STRIP, GtkWidget)

GtkWidget *hearth_heat_strip_new        (HearthClient *client) G_GNUC_WARN_UNUSED_RESULT;
void       hearth_heat_strip_set_agenda (HearthHeatStrip *self, const HearthAgenda *agenda);

G_END_DECLS
