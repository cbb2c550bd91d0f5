/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"
#include "hearth-message.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

void hearth_attachment_rows_fill           (GtkListBox *list, HearthClient *client,
                                            const HearthMessage *message);
void hearth_attachment_rows_fill_from_file (GtkListBox *list, const HearthMessage *message);

G_END_DECLS
