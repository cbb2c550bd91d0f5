/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_TIME_ROW (hearth_time_row_get_type ())
G_DECLARE_FINAL_TYPE (HearthTimeRow, hearth_time_row, HEARTH, TIME_ROW, GtkListBoxRow)

GtkWidget *hearth_time_row_new      (const char *title);
void       hearth_time_row_set      (HearthTimeRow *self, gint64 when, gboolean all_day);
gint64     hearth_time_row_get      (HearthTimeRow *self);
gboolean   hearth_time_row_read     (HearthTimeRow *self);
void       hearth_time_row_complain (HearthTimeRow *self, const char *problem);

G_END_DECLS
