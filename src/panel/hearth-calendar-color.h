/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void       hearth_calendar_color_apply   (GtkWidget *widget, const char *color);
GtkWidget *hearth_calendar_color_new_dot (const char *color);

G_END_DECLS
