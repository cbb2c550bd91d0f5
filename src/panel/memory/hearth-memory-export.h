/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-mail-desk.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

void hearth_memory_export_begin (GtkWidget *parent, HearthMailDesk *desk);

G_END_DECLS
