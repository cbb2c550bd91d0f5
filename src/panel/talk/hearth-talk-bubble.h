/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_BUBBLE (hearth_bubble_get_type ())
G_DECLARE_FINAL_TYPE (HearthBubble, hearth_bubble, HEARTH, BUBBLE, GtkWidget)

GtkWidget *hearth_bubble_new         (const char *text);
void       hearth_bubble_set_editing (HearthBubble *self, gboolean editing);

G_END_DECLS
