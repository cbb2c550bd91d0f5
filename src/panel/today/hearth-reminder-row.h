/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-records.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *hearth_reminder_row_new (const HearthReminder *reminder);

G_END_DECLS
