/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-mail-desk.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_BOOK_VIEW (hearth_book_view_get_type ())
G_DECLARE_FINAL_TYPE (HearthBookView, hearth_book_view, HEARTH, BOOK_VIEW, GtkWidget)

GtkWidget *hearth_book_view_new  (HearthMailDesk *desk) G_GNUC_WARN_UNUSED_RESULT;
void       hearth_book_view_edit (HearthBookView *self, gint64 book);

G_END_DECLS
