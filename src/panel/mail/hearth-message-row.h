/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-message-model.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_MESSAGE_ROW (hearth_message_row_get_type ())
G_DECLARE_FINAL_TYPE (HearthMessageRow, hearth_message_row, HEARTH, MESSAGE_ROW, GtkWidget)

GtkWidget *hearth_message_row_new        (HearthClient *client);
void       hearth_message_row_set_item   (HearthMessageRow *self, HearthMessageItem *item);
void       hearth_message_row_set_chosen (HearthMessageRow *self, gboolean chosen, gboolean alone);

G_END_DECLS
