/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-mail-desk.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_HAND_VIEW (hearth_hand_view_get_type ())
G_DECLARE_FINAL_TYPE (HearthHandView, hearth_hand_view, HEARTH, HAND_VIEW, GtkWidget)

GtkWidget *hearth_hand_view_new   (HearthMailDesk *desk) G_GNUC_WARN_UNUSED_RESULT;
void       hearth_hand_view_want  (HearthHandView *self, const char *text, const char *language);
void       hearth_hand_view_write (HearthHandView *self, gint64 hand);
void       hearth_hand_view_leave (HearthHandView *self);

G_END_DECLS
