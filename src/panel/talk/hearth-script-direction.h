/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkTextDirection hearth_script_direction_find  (const char *text);
void             hearth_script_direction_apply (GtkWidget *widget, const char *text);

G_END_DECLS
