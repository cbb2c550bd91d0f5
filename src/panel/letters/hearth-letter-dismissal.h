/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-letter-marks.h"
#include "hearth-mail-desk.h"

G_BEGIN_DECLS

void hearth_letter_dismissal_make (HearthMailDesk *desk, HearthLetterMarks *marks, gint64 letter,
                                   const char *const *keys);
void hearth_letter_learn          (HearthMailDesk *desk, HearthLetterMarks *marks, const char *language,
                                   const char *word);

G_END_DECLS
