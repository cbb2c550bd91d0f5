/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_COLUMN_LAYOUT (hearth_column_layout_get_type ())
G_DECLARE_FINAL_TYPE (HearthColumnLayout, hearth_column_layout, HEARTH, COLUMN_LAYOUT,
                      GtkLayoutManager)

GtkLayoutManager *hearth_column_layout_new (int spacing);

G_END_DECLS
