/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-letter-paper.h"

#include <string.h>

/* What is written on stands in a letter as words, such as "a5 ruled"; each may be left out. */

#define MAX_WORDS 4

static const char *const rulings[] = {
  [HEARTH_LETTER_RULING_PLAIN] = "plain",
  [HEARTH_LETTER_RULING_LINES] = "ruled",
};

/* In millimetres; of a folded card the half that is one of its pages. */
static const struct {
  const char *name;
  double width, height;
  HearthLetterMargins margins;
} papers[] = {
  [HEARTH_LETTER_PAPER_A4] = { "a4", 210, 297, { 25, 24, 25, 28 } },
  [HEARTH_LETTER_PAPER_US_LETTER] = { "letter", 215.9, 279.4, { 25.4, 25.4, 25.4, 28 } },
  [HEARTH_LETTER_PAPER_A5] = { "a5", 148, 210, { 18, 16, 18, 19 } },
  [HEARTH_LETTER_PAPER_CARD] = { "card", 105, 148, { 12, 11, 12, 12 } },
  [HEARTH_LETTER_PAPER_CARD_FOLDED] = { "folded-card", 105, 148, { 12, 11, 12, 12 } },
  [HEARTH_LETTER_PAPER_ENVELOPE_DL] = { "envelope", 220, 110, { 12, 15, 15, 15 } },
};

/**
 * hearth_letter_paper_get_name:
 * @paper: a paper
 *
 * Returns: its name in files and on a command line, which is not translated
 */
const char *
hearth_letter_paper_get_name (HearthLetterPaper paper)
{
  return papers[paper].name;
}

/**
 * hearth_letter_paper_from_name:
 * @name: a name
 * @paper: (out): the paper of that name
 *
 * Returns: whether there is one
 */
gboolean
hearth_letter_paper_from_name (const char *name, HearthLetterPaper *paper)
{
  for (guint i = 0; i < G_N_ELEMENTS (papers); i++) {
    if (strcmp (papers[i].name, name) == 0) {
      *paper = (HearthLetterPaper) i;
      return TRUE;
    }
  }
  return FALSE;
}

/**
 * hearth_letter_ruling_get_name:
 * @ruling: what is on a paper
 *
 * Returns: its name for machines
 */
const char *
hearth_letter_ruling_get_name (HearthLetterRuling ruling)
{
  return rulings[ruling];
}

/**
 * hearth_letter_paper_read:
 * @text: the field "paper" of a letter or a book
 * @paper: (out): the paper that it says, or A5
 * @ruling: (out): what is on that; nothing if it does not say
 *
 * Words that are not known say nothing.
 */
void
hearth_letter_paper_read (const char *text, HearthLetterPaper *paper, HearthLetterRuling *ruling)
{
  g_auto (GStrv) words = g_strsplit (text, " ", MAX_WORDS);

  *paper = HEARTH_LETTER_PAPER_A5;
  *ruling = HEARTH_LETTER_RULING_PLAIN;
  for (guint i = 0; words[i] != NULL; i++) {
    hearth_letter_paper_from_name (words[i], paper);
    if (strcmp (words[i], rulings[HEARTH_LETTER_RULING_LINES]) == 0)
      *ruling = HEARTH_LETTER_RULING_LINES;
  }
}

/**
 * hearth_letter_paper_write:
 * @paper: a paper
 * @ruling: what is on it
 *
 * Returns: (transfer full): the field "paper" of a letter or a book
 */
char *
hearth_letter_paper_write (HearthLetterPaper paper, HearthLetterRuling ruling)
{
  const char *name = hearth_letter_paper_get_name (paper);

  return ruling == HEARTH_LETTER_RULING_PLAIN ? g_strdup (name)
                                              : g_strconcat (name, " ", rulings[ruling], NULL);
}

/**
 * hearth_letter_paper_get_size:
 * @paper: a paper
 * @width: (out): in points
 * @height: (out): in points
 *
 * Tells how large one page is; of a folded card that is half of the sheet.
 */
void
hearth_letter_paper_get_size (HearthLetterPaper paper, double *width, double *height)
{
  *width = papers[paper].width * HEARTH_MM;
  *height = papers[paper].height * HEARTH_MM;
}

/**
 * hearth_letter_paper_get_margins:
 * @paper: a paper
 *
 * Returns: the margins that suit it, in points
 */
HearthLetterMargins
hearth_letter_paper_get_margins (HearthLetterPaper paper)
{
  HearthLetterMargins mm = papers[paper].margins;

  return (HearthLetterMargins){ mm.top * HEARTH_MM, mm.right * HEARTH_MM, mm.bottom * HEARTH_MM,
                                mm.left * HEARTH_MM };
}
