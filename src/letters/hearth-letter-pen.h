/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-hand.h"

G_BEGIN_DECLS

/** HearthInk: the colour of what is written. */
typedef enum {
  HEARTH_INK_BLUE_BLACK,
  HEARTH_INK_BLUE,
  HEARTH_INK_BLACK,
  HEARTH_INK_SEPIA,
  HEARTH_INK_GREEN,
} HearthInk;

#define HEARTH_INK_N (HEARTH_INK_GREEN + 1)

/**
 * HearthLetterPen: with what a letter is written, as in the field "pen" of a letter.
 * @pen: with what
 * @pen_chosen: whether @pen counts, and not that of the hand
 * @ink: in which colour
 * @ink_chosen: whether @ink counts
 */
typedef struct {
  HearthPen pen;
  gboolean pen_chosen;
  HearthInk ink;
  gboolean ink_chosen;
} HearthLetterPen;

const char *hearth_ink_get_name   (HearthInk ink);
guint32     hearth_ink_get_color  (HearthInk ink);
void        hearth_letter_pen_read (const char *text, HearthLetterPen *pen);
char       *hearth_letter_pen_write (const HearthLetterPen *pen) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
