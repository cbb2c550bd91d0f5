/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_LETTER_WORDING (hearth_letter_wording_get_type ())
G_DECLARE_FINAL_TYPE (HearthLetterWording, hearth_letter_wording, HEARTH, LETTER_WORDING, GtkWidget)

GtkWidget *hearth_letter_wording_new        (HearthClient *client, GtkTextBuffer *buffer) G_GNUC_WARN_UNUSED_RESULT;
GtkWidget *hearth_letter_wording_get_button (HearthLetterWording *self);
void       hearth_letter_wording_set_letter (HearthLetterWording *self, gint64 letter);

G_END_DECLS
