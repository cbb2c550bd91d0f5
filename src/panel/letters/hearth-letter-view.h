/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-mail-desk.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_LETTER_VIEW (hearth_letter_view_get_type ())
G_DECLARE_FINAL_TYPE (HearthLetterView, hearth_letter_view, HEARTH, LETTER_VIEW, GtkWidget)

GtkWidget *hearth_letter_view_new   (HearthMailDesk *desk) G_GNUC_WARN_UNUSED_RESULT;
void       hearth_letter_view_edit  (HearthLetterView *self, gint64 letter);
void       hearth_letter_view_leave (HearthLetterView *self);
void       hearth_letter_view_print (HearthLetterView *self);

G_END_DECLS
