/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-mail-desk.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_COMPOSE_VIEW (hearth_compose_view_get_type ())
G_DECLARE_FINAL_TYPE (HearthComposeView, hearth_compose_view, HEARTH, COMPOSE_VIEW, GtkWidget)

GtkWidget *hearth_compose_view_new   (HearthMailDesk *desk);
void       hearth_compose_view_edit  (HearthComposeView *self, gint64 draft, gboolean fresh);
void       hearth_compose_view_keep  (HearthComposeView *self);
void       hearth_compose_view_leave (HearthComposeView *self);

G_END_DECLS
