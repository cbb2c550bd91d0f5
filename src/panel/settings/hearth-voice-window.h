/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_VOICE_WINDOW (hearth_voice_window_get_type ())
G_DECLARE_FINAL_TYPE (HearthVoiceWindow, hearth_voice_window, HEARTH, VOICE_WINDOW, AdwWindow)

GtkWindow *hearth_voice_window_new (HearthClient *client) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
