/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** HearthLetterPaper: on what a letter is written. */
typedef enum {
  HEARTH_LETTER_PAPER_A4,
  HEARTH_LETTER_PAPER_US_LETTER,
  HEARTH_LETTER_PAPER_A5,
  HEARTH_LETTER_PAPER_CARD,        /* A6, 105 × 148 mm */
  HEARTH_LETTER_PAPER_CARD_FOLDED, /* A5 across, folded to A6: the outside, then the inside */
  HEARTH_LETTER_PAPER_ENVELOPE_DL, /* 220 × 110 mm, with the addresses alone */
} HearthLetterPaper;

/** HearthLetterRuling: what is on the paper before it is written on. */
typedef enum {
  HEARTH_LETTER_RULING_PLAIN,
  HEARTH_LETTER_RULING_LINES,
} HearthLetterRuling;

/**
 * HearthLetterMargins: what is left free, in points (1/72 inch); negative for the paper's own.
 */
typedef struct {
  double top, right, bottom, left;
} HearthLetterMargins;

/** HEARTH_MM: a millimetre in points. */
#define HEARTH_MM (72.0 / 25.4)

const char          *hearth_letter_paper_get_name     (HearthLetterPaper paper);
gboolean             hearth_letter_paper_from_name    (const char *name, HearthLetterPaper *paper);
void                 hearth_letter_paper_read         (const char *text, HearthLetterPaper *paper,
                                                       HearthLetterRuling *ruling);
char                *hearth_letter_paper_write        (HearthLetterPaper paper,
                                                       HearthLetterRuling ruling) G_GNUC_WARN_UNUSED_RESULT;
const char          *hearth_letter_ruling_get_name    (HearthLetterRuling ruling);
void                 hearth_letter_paper_get_size     (HearthLetterPaper paper, double *width, double *height);
HearthLetterMargins  hearth_letter_paper_get_margins  (HearthLetterPaper paper);

G_END_DECLS
