/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_FILE_EVENTS (hearth_file_events_get_type ())
G_DECLARE_FINAL_TYPE (HearthFileEvents, hearth_file_events, HEARTH, FILE_EVENTS, AdwBin)

GtkWidget *hearth_file_events_new          (HearthClient *client);
void       hearth_file_events_show         (HearthFileEvents *self, GVariant *content);
gint64     hearth_file_events_get_calendar (HearthFileEvents *self);

G_END_DECLS
