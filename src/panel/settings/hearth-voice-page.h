/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_VOICE_PAGE (hearth_voice_page_get_type ())
G_DECLARE_FINAL_TYPE (HearthVoicePage, hearth_voice_page, HEARTH, VOICE_PAGE, AdwPreferencesPage)

GtkWidget *hearth_voice_page_new (HearthClient *client, GSettings *settings) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
