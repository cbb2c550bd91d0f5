/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-mail-desk.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

void hearth_hand_files_import (GtkWidget *widget, HearthMailDesk *desk);
void hearth_hand_files_export (GtkWidget *widget, HearthMailDesk *desk, gint64 hand, const char *name);

G_END_DECLS
