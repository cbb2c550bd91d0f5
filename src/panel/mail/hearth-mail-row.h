/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-message-model.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_MAIL_ROW (hearth_mail_row_get_type ())
G_DECLARE_FINAL_TYPE (HearthMailRow, hearth_mail_row, HEARTH, MAIL_ROW, GtkWidget)

GtkWidget *hearth_mail_row_new        (HearthClient *client);
void       hearth_mail_row_set_item   (HearthMailRow *self, HearthMessageItem *item);
void       hearth_mail_row_set_chosen (HearthMailRow *self, gboolean chosen, gboolean alone);

G_END_DECLS
