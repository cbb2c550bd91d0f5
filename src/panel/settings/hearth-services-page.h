/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_SERVICES_PAGE (hearth_services_page_get_type ())
G_DECLARE_FINAL_TYPE (HearthServicesPage, hearth_services_page, HEARTH, SERVICES_PAGE,
                      AdwPreferencesPage)

GtkWidget *hearth_services_page_new (HearthClient *client) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
