/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-hand.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_HAND_LINE (hearth_hand_line_get_type ())
G_DECLARE_FINAL_TYPE (HearthHandLine, hearth_hand_line, HEARTH, HAND_LINE, GtkWidget)

GtkWidget *hearth_hand_line_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void       hearth_hand_line_show (HearthHandLine *self, HearthHand *hand, const char *language);

G_END_DECLS
