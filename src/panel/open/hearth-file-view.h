/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-calendar-desk.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_FILE_VIEW (hearth_file_view_get_type ())
G_DECLARE_FINAL_TYPE (HearthFileView, hearth_file_view, HEARTH, FILE_VIEW, AdwBin)

GtkWidget *hearth_file_view_new  (HearthCalendarDesk *desk);
void       hearth_file_view_show (HearthFileView *self, GFile *file);

G_END_DECLS
