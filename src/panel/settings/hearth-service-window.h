/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_SERVICE_WINDOW (hearth_service_window_get_type ())
G_DECLARE_FINAL_TYPE (HearthServiceWindow, hearth_service_window, HEARTH, SERVICE_WINDOW, AdwWindow)

GtkWindow *hearth_service_window_new (HearthClient *client);

G_END_DECLS
