/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-letter-look.h"
#include "hearth-letter-marks.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_LETTER_SHEET (hearth_letter_sheet_get_type ())
G_DECLARE_FINAL_TYPE (HearthLetterSheet, hearth_letter_sheet, HEARTH, LETTER_SHEET, GtkTextView)

GtkWidget *hearth_letter_sheet_new       (void) G_GNUC_WARN_UNUSED_RESULT;
void       hearth_letter_sheet_set_marks (HearthLetterSheet *self, HearthLetterMarks *marks);
void       hearth_letter_sheet_show_cursor (HearthLetterSheet *self);
void       hearth_letter_sheet_set_look  (HearthLetterSheet *self, HearthLetterLook *look);

G_END_DECLS
