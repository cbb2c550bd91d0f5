/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-answer.h"

G_BEGIN_DECLS

/**
 * HearthCtlAnswer:
 * @chips: (element-type HearthChip): sources, printed when the text is over
 * @mid_line: whether the last character was no newline
 *
 * An answer that is printed as it comes.
 */
typedef struct {
  GPtrArray *chips;
  gboolean mid_line;
} HearthCtlAnswer;

void hearth_ctl_answer_init     (HearthCtlAnswer *self);
void hearth_ctl_answer_clear    (HearthCtlAnswer *self);
void hearth_ctl_answer_print    (HearthCtlAnswer *self, HearthAnswerEvent *event);
void hearth_ctl_answer_end_line (HearthCtlAnswer *self);

G_END_DECLS
