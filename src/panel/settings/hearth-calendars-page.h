/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_CALENDARS_PAGE (hearth_calendars_page_get_type ())
G_DECLARE_FINAL_TYPE (HearthCalendarsPage, hearth_calendars_page, HEARTH, CALENDARS_PAGE, AdwPreferencesPage)

GtkWidget *hearth_calendars_page_new (HearthClient *client, GSettings *settings);

G_END_DECLS
