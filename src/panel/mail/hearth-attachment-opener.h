/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HearthProblemFunc:
 * @widget: the widget that asked
 * @problem: a sentence
 *
 * Tells the owner why something could not be done, or that it was.
 */
typedef void (*HearthProblemFunc) (GtkWidget *widget, const char *problem);

void hearth_attachment_open (GtkWidget *widget, HearthClient *client, gint64 message,
                             const char *part, HearthProblemFunc problem);
void hearth_attachment_save (GtkWidget *widget, HearthClient *client, gint64 message,
                             const char *part, const char *name, HearthProblemFunc problem);
void hearth_attachment_open_in_file (GtkWidget *widget, HearthClient *client, int fd,
                                     const char *part, HearthProblemFunc problem);
void hearth_attachment_save_in_file (GtkWidget *widget, HearthClient *client, int fd,
                                     const char *part, const char *name,
                                     HearthProblemFunc problem);
void hearth_original_open   (GtkWidget *widget, HearthClient *client, gint64 message,
                             HearthProblemFunc problem);

G_END_DECLS
