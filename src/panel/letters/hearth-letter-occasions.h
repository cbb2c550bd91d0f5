/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-mail-desk.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_LETTER_OCCASIONS (hearth_letter_occasions_get_type ())
G_DECLARE_FINAL_TYPE (HearthLetterOccasions, hearth_letter_occasions, HEARTH, LETTER_OCCASIONS, GtkWidget)

GtkWidget *hearth_letter_occasions_new    (HearthMailDesk *desk) G_GNUC_WARN_UNUSED_RESULT;
void       hearth_letter_occasions_update (HearthLetterOccasions *self);

G_END_DECLS
