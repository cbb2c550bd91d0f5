/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_WELCOME_PERSONA (hearth_welcome_persona_get_type ())
G_DECLARE_FINAL_TYPE (HearthWelcomePersona, hearth_welcome_persona, HEARTH, WELCOME_PERSONA, GtkBox)

GtkWidget *hearth_welcome_persona_new (HearthClient *client, GSettings *settings) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
