/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_WELCOME_FOUND (hearth_welcome_found_get_type ())
G_DECLARE_FINAL_TYPE (HearthWelcomeFound, hearth_welcome_found, HEARTH, WELCOME_FOUND, GtkBox)

GtkWidget *hearth_welcome_found_new   (void) G_GNUC_WARN_UNUSED_RESULT;
void       hearth_welcome_found_begin (HearthWelcomeFound *self, HearthClient *client);

G_END_DECLS
