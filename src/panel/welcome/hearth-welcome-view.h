/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_WELCOME_VIEW (hearth_welcome_view_get_type ())
G_DECLARE_FINAL_TYPE (HearthWelcomeView, hearth_welcome_view, HEARTH, WELCOME_VIEW, GtkWidget)

GtkWidget *hearth_welcome_view_new (HearthClient *client);

G_END_DECLS
