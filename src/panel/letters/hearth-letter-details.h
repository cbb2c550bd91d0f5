/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-letter.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_LETTER_DETAILS (hearth_letter_details_get_type ())
G_DECLARE_FINAL_TYPE (HearthLetterDetails, hearth_letter_details, HEARTH, LETTER_DETAILS, GtkWidget)

GtkWidget *hearth_letter_details_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void       hearth_letter_details_show (HearthLetterDetails *self, const HearthLetter *letter);
void       hearth_letter_details_take (HearthLetterDetails *self, HearthLetter *letter);

G_END_DECLS
