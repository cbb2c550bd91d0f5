/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-letter-marks.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_LETTER_CARD (hearth_letter_card_get_type ())
G_DECLARE_FINAL_TYPE (HearthLetterCard, hearth_letter_card, HEARTH, LETTER_CARD, GtkWidget)

GtkWidget *hearth_letter_card_new    (HearthLetterMarks *marks) G_GNUC_WARN_UNUSED_RESULT;
void       hearth_letter_card_update (HearthLetterCard *self);

G_END_DECLS
