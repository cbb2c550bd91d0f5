/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-mail-desk.h"
#include "hearth-message.h"

G_BEGIN_DECLS

void hearth_later_menu_fill (GtkMenuButton *button, const HearthMessage *message, gboolean put_off);
void hearth_later_choose    (GtkWidget *window, HearthMailDesk *desk, GArray *ids);

G_END_DECLS
