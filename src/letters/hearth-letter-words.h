/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-letter.h"

G_BEGIN_DECLS

/**
 * HearthLetterWords: what is put on paper. Texts are UTF-8; bytes that are none become U+FFFD.
 * @id: (nullable): what names the letter for ever; a hand's chances come from it, so that the same
 *   letter looks the same each time. %NULL for "".
 * @title: (nullable): of the PDF, of a folded card's front, and of the letter in a book
 * @author: (nullable): of the PDF and of the book
 * @language: (nullable): BCP 47, "de-CH"; where words may be broken, and of the PDF
 * @sender: (nullable): one or more lines, at the top; on an envelope the small address
 * @recipient: (nullable): one or more lines; on an envelope the large address
 * @date: (nullable): place and date, as they are to stand, at the right
 * @text: paragraphs. A line break begins a line, an empty line a paragraph.
 * @written: when, in seconds since 1970, UTC: the date of the PDF; 0 for none
 */
typedef struct {
  const char *id;
  const char *title;
  const char *author;
  const char *language;
  const char *sender;
  const char *recipient;
  const char *date;
  const char *text;
  gint64 written;
} HearthLetterWords;

HearthLetterWords hearth_letter_words_of (const HearthLetter *letter, GPtrArray *holder);

G_END_DECLS
