/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_UNSENT_VIEW (hearth_unsent_view_get_type ())
G_DECLARE_FINAL_TYPE (HearthUnsentView, hearth_unsent_view, HEARTH, UNSENT_VIEW, GtkWidget)

GtkWidget *hearth_unsent_view_new         (HearthClient *client);
void       hearth_unsent_view_refresh     (HearthUnsentView *self);
guint      hearth_unsent_view_get_n       (HearthUnsentView *self);
guint      hearth_unsent_view_get_n_stuck (HearthUnsentView *self);

G_END_DECLS
