/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_NOTIFICATIONS_PAGE (hearth_notifications_page_get_type ())
G_DECLARE_FINAL_TYPE (HearthNotificationsPage, hearth_notifications_page, HEARTH, NOTIFICATIONS_PAGE, AdwPreferencesPage)

GtkWidget *hearth_notifications_page_new (HearthClient *client, GSettings *settings);

G_END_DECLS
