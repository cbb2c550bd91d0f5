/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_BOOK_ORDER (hearth_book_order_get_type ())
G_DECLARE_FINAL_TYPE (HearthBookOrder, hearth_book_order, HEARTH, BOOK_ORDER, GtkWidget)

GtkWidget *hearth_book_order_new         (void) G_GNUC_WARN_UNUSED_RESULT;
void       hearth_book_order_show        (HearthBookOrder *self, GPtrArray *letters, GArray *order);
GArray    *hearth_book_order_get_letters (HearthBookOrder *self);

G_END_DECLS
