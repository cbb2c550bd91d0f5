/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-hand.h"
#include "hearth-letter-paper.h"

G_BEGIN_DECLS

/**
 * HearthLetterStyle: how a letter looks. Begin with hearth_letter_style_init().
 * @paper: on what it is written
 * @ruling: plain or ruled
 * @rules_beyond: how far the lines of ruled paper go beyond the page at its left and right, in
 *   points; 0 where they end at the margins
 * @margins: in points
 * @hand: (nullable): the hand that it is set in, or %NULL for a font
 * @family: (nullable): the font's family, or that for characters the hand has not; %NULL for the
 *   system's serif
 * @size: of the font's em in points; the x of a hand is half as high
 * @leading: from baseline to baseline, in points; 0 for what suits the size
 * @ink: 0xRRGGBB
 * @pen: (only where @pen_chosen): with what
 * @pen_chosen: whether @pen counts, and not that of the hand
 * @pen_width: in points; 0 for the pen's own
 * @unevenness: how much a hand varies in baseline, slant, size and room: 0 not at all, 1 as most
 *   people do, at most 2
 * @indent: of the first line of each paragraph but the first, in points
 * @page_numbers: whether pages from the second on are numbered
 */
typedef struct {
  HearthLetterPaper paper;
  HearthLetterRuling ruling;
  double rules_beyond;
  HearthLetterMargins margins;
  HearthHand *hand;
  char *family;
  double size;
  double leading;
  guint32 ink;
  HearthPen pen;
  gboolean pen_chosen;
  double pen_width;
  double unevenness;
  double indent;
  gboolean page_numbers;
} HearthLetterStyle;

void               hearth_letter_style_init  (HearthLetterStyle *self);
HearthLetterStyle *hearth_letter_style_copy  (const HearthLetterStyle *self) G_GNUC_WARN_UNUSED_RESULT;
void               hearth_letter_style_clear (HearthLetterStyle *self);
void               hearth_letter_style_free  (HearthLetterStyle *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthLetterStyle, hearth_letter_style_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HearthLetterStyle, hearth_letter_style_clear)

G_END_DECLS
