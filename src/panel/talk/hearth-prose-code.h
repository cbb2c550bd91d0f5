/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *hearth_prose_code_new       (GtkWidget *label);
GtkWidget *hearth_prose_code_get_label (GtkWidget *code);

G_END_DECLS
