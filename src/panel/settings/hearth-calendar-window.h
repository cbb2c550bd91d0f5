/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_CALENDAR_WINDOW (hearth_calendar_window_get_type ())
G_DECLARE_FINAL_TYPE (HearthCalendarWindow, hearth_calendar_window, HEARTH, CALENDAR_WINDOW, AdwWindow)

GtkWindow *hearth_calendar_window_new (HearthClient *client);

G_END_DECLS
