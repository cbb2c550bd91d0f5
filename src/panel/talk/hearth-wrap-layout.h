/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_WRAP_LAYOUT (hearth_wrap_layout_get_type ())
G_DECLARE_FINAL_TYPE (HearthWrapLayout, hearth_wrap_layout, HEARTH, WRAP_LAYOUT, GtkLayoutManager)

GtkLayoutManager *hearth_wrap_layout_new (int spacing);
GtkWidget        *hearth_wrap_box_new    (int spacing);

G_END_DECLS
