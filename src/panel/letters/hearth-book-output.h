/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

void hearth_book_output_save (GtkWidget *widget, HearthClient *client, gint64 book,
                              const char *title, gboolean for_printer);
void hearth_book_output_mail (GtkWidget *widget, HearthClient *client, gint64 book,
                              const char *title);

G_END_DECLS
