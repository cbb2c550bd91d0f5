/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_STRIP (hearth_strip_get_type ())
G_DECLARE_FINAL_TYPE (HearthStrip, hearth_strip, HEARTH, STRIP, GtkWidget)

void     hearth_strip_set_client (HearthStrip *self, HearthClient *client);
void     hearth_strip_set_telling (HearthStrip *self, gboolean telling);
gboolean hearth_strip_is_offline (HearthStrip *self);

G_END_DECLS
