/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_DATA_PAGE (hearth_data_page_get_type ())
G_DECLARE_FINAL_TYPE (HearthDataPage, hearth_data_page, HEARTH, DATA_PAGE, AdwPreferencesPage)

GtkWidget *hearth_data_page_new (HearthClient *client, GSettings *settings);

G_END_DECLS
