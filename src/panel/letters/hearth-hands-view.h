/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-mail-desk.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_HANDS_VIEW (hearth_hands_view_get_type ())
G_DECLARE_FINAL_TYPE (HearthHandsView, hearth_hands_view, HEARTH, HANDS_VIEW, GtkWidget)

GtkWidget *hearth_hands_view_new  (HearthMailDesk *desk) G_GNUC_WARN_UNUSED_RESULT;
void       hearth_hands_view_open (HearthHandsView *self);

G_END_DECLS
