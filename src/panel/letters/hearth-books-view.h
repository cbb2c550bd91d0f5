/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-mail-desk.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_BOOKS_VIEW (hearth_books_view_get_type ())
G_DECLARE_FINAL_TYPE (HearthBooksView, hearth_books_view, HEARTH, BOOKS_VIEW, GtkWidget)

GtkWidget *hearth_books_view_new  (HearthMailDesk *desk) G_GNUC_WARN_UNUSED_RESULT;
void       hearth_books_view_open (HearthBooksView *self);

G_END_DECLS
