/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_WELCOME_VIEW (hearth_welcome_view_get_type ())
G_DECLARE_FINAL_TYPE (HearthWelcomeView, hearth_welcome_view, HEARTH, WELCOME_VIEW, GtkWidget)

GtkWidget *hearth_welcome_view_new      (HearthClient *client, GSettings *settings) G_GNUC_WARN_UNUSED_RESULT;
gboolean   hearth_welcome_view_take_over (GtkStack *stack, HearthClient *client, guint n_sources,
                                          GCallback ended_cb, gpointer user_data);

G_END_DECLS
