/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** HEARTH_DEAF_MS: how long what appeared, or moved, does not listen. */
#define HEARTH_DEAF_MS 500

#define HEARTH_TYPE_DEAF (hearth_deaf_get_type ())
G_DECLARE_FINAL_TYPE (HearthDeaf, hearth_deaf, HEARTH, DEAF, GtkWidget)

GtkWidget *hearth_deaf_new     (GtkWidget *child);
void       hearth_deaf_restart (HearthDeaf *self);
gboolean   hearth_deaf_listens (HearthDeaf *self);

G_END_DECLS
