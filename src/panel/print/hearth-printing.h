/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-paper-reading.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HearthPrintingSay:
 * @widget: the widget that asked
 * @sentence: what is to be said
 */
typedef void (*HearthPrintingSay) (GtkWidget *widget, const char *sentence);

void hearth_printing_print (GtkWidget *widget, HearthClient *client, const HearthPaperWish *wish,
                            HearthPrintingSay say);
void hearth_printing_copy  (GtkWidget *widget, HearthClient *client, const HearthPaperWish *wish,
                            HearthPrintingSay say);

G_END_DECLS
