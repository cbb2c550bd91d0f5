/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"
#include "hearth-letter.h"
#include "hearth-letter-face.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_LETTER_BEGINNING (hearth_letter_beginning_get_type ())
G_DECLARE_FINAL_TYPE (HearthLetterBeginning, hearth_letter_beginning, HEARTH, LETTER_BEGINNING, GtkWidget)

GtkWidget *hearth_letter_beginning_new        (void) G_GNUC_WARN_UNUSED_RESULT;
void       hearth_letter_beginning_set_letter (HearthLetterBeginning *self, gint64 letter);
void       hearth_letter_beginning_ask        (GtkWidget *widget, HearthClient *client, const HearthLetter *letter,
                                               const HearthLetterFace *face);

G_END_DECLS
