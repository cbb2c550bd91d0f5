/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-found.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_FOUND_ROW (hearth_found_row_get_type ())
G_DECLARE_FINAL_TYPE (HearthFoundRow, hearth_found_row, HEARTH, FOUND_ROW, GtkListBoxRow)

GtkWidget         *hearth_found_row_new       (void) G_GNUC_WARN_UNUSED_RESULT;
void               hearth_found_row_set_found (HearthFoundRow *self, const HearthFound *found,
                                               const char *words);
const HearthFound *hearth_found_row_get_found (HearthFoundRow *self);

G_END_DECLS
