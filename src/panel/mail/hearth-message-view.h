/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-mail-desk.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_MESSAGE_VIEW (hearth_message_view_get_type ())
G_DECLARE_FINAL_TYPE (HearthMessageView, hearth_message_view, HEARTH, MESSAGE_VIEW, GtkWidget)

GtkWidget *hearth_message_view_new  (HearthMailDesk *desk);
void       hearth_message_view_show (HearthMessageView *self, gint64 id);

G_END_DECLS
