/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-calendar-desk.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_QUICK_ADD (hearth_quick_add_get_type ())
G_DECLARE_FINAL_TYPE (HearthQuickAdd, hearth_quick_add, HEARTH, QUICK_ADD, GtkWidget)

void hearth_quick_add_set_desk (HearthQuickAdd *self, HearthCalendarDesk *desk);

G_END_DECLS
