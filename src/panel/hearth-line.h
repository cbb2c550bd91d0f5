/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_LINE (hearth_line_get_type ())
G_DECLARE_FINAL_TYPE (HearthLine, hearth_line, HEARTH, LINE, GtkWidget)

guint hearth_line_say   (HearthLine *self, const char *text);
guint hearth_line_offer (HearthLine *self, const char *text, const char *button, guint seconds,
                         GFunc pressed, gpointer data, GDestroyNotify data_free);
void  hearth_line_hide  (HearthLine *self, guint number);

G_END_DECLS
