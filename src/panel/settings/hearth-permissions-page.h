/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_PERMISSIONS_PAGE (hearth_permissions_page_get_type ())
G_DECLARE_FINAL_TYPE (HearthPermissionsPage, hearth_permissions_page, HEARTH, PERMISSIONS_PAGE, AdwPreferencesPage)

GtkWidget *hearth_permissions_page_new (HearthClient *client);

G_END_DECLS
