/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-mail-desk.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_LETTERS_VIEW (hearth_letters_view_get_type ())
G_DECLARE_FINAL_TYPE (HearthLettersView, hearth_letters_view, HEARTH, LETTERS_VIEW, GtkWidget)

GtkWidget *hearth_letters_view_new  (HearthMailDesk *desk) G_GNUC_WARN_UNUSED_RESULT;
void       hearth_letters_view_open (HearthLettersView *self);

G_END_DECLS
