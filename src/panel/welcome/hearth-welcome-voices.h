/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_WELCOME_VOICES (hearth_welcome_voices_get_type ())
G_DECLARE_FINAL_TYPE (HearthWelcomeVoices, hearth_welcome_voices, HEARTH, WELCOME_VOICES, GtkBox)

GtkWidget *hearth_welcome_voices_new (HearthClient *client,
                                      GSettings *settings) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
