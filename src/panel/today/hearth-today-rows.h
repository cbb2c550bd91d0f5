/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void hearth_today_rows_name   (GtkWidget *row, char *content);
void hearth_today_rows_set    (GtkListBox *list, GPtrArray *rows);
void hearth_today_rows_untick (GtkWidget *widget);

G_END_DECLS
