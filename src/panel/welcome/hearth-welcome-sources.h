/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_WELCOME_SOURCES (hearth_welcome_sources_get_type ())
G_DECLARE_FINAL_TYPE (HearthWelcomeSources, hearth_welcome_sources, HEARTH, WELCOME_SOURCES, GtkBox)

GtkWidget *hearth_welcome_sources_new      (HearthClient *client) G_GNUC_WARN_UNUSED_RESULT;
gboolean   hearth_welcome_sources_has_any  (HearthWelcomeSources *self);
gboolean   hearth_welcome_sources_is_ready (HearthWelcomeSources *self);
gboolean   hearth_welcome_sources_failed   (HearthWelcomeSources *self);
void       hearth_welcome_sources_add      (HearthWelcomeSources *self);

G_END_DECLS
