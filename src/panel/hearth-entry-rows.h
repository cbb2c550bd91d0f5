/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void hearth_entry_rows_name        (GtkWidget *widget);
void hearth_entry_rows_name_inside (GtkWidget *widget, const char *name);

G_END_DECLS
