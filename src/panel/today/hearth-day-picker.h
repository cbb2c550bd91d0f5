/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_DAY_PICKER (hearth_day_picker_get_type ())
G_DECLARE_FINAL_TYPE (HearthDayPicker, hearth_day_picker, HEARTH, DAY_PICKER, GtkWidget)

void hearth_day_picker_set_client (HearthDayPicker *self, HearthClient *client);
void hearth_day_picker_set_shown  (HearthDayPicker *self, gint64 when, gboolean week);

G_END_DECLS
