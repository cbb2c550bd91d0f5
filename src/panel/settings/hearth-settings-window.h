/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_SETTINGS_WINDOW (hearth_settings_window_get_type ())
G_DECLARE_FINAL_TYPE (HearthSettingsWindow, hearth_settings_window, HEARTH, SETTINGS_WINDOW, AdwPreferencesWindow)

GtkWindow *hearth_settings_window_new (HearthClient *client, GSettings *settings);

G_END_DECLS
