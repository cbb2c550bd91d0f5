/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** HEARTH_PHRASE_BIT: a meaning, in a set of them. */
#define HEARTH_PHRASE_BIT(meaning) (G_GUINT64_CONSTANT (1) << (meaning))

/** HEARTH_LINE_WORDS: so many words of a line are looked at. */
#define HEARTH_LINE_WORDS 120

/**
 * HearthLineWord: a word of a line.
 * @word: in lower case, with a plain apostrophe
 * @from, @to: where it stands in the line, in bytes
 * @after: the sign that stands before it, but for spaces: one of ",;:-()", or 0 for none
 */
typedef struct {
  char word[40];
  guint from;
  guint to;
  char after;
} HearthLineWord;

/**
 * HearthPhraseLine: a line of text and its words.
 * @text: (transfer none): the line
 * @words: its words
 * @n_words: how many of them
 * @question: whether it ends with a question mark
 */
typedef struct {
  const char *text;
  HearthLineWord words[HEARTH_LINE_WORDS];
  guint n_words;
  gboolean question;
} HearthPhraseLine;

/**
 * HearthPhraseRow: phrases that mean the same.
 * @meaning: what they mean, 0 to 63
 * @phrases: in lower case, between bars
 */
typedef struct {
  int meaning;
  const char *phrases;
} HearthPhraseRow;

typedef struct _HearthPhrases HearthPhrases;

void
hearth_phrase_line_read (HearthPhraseLine *self, const char *text);
HearthPhrases *
hearth_phrases_new (const HearthPhraseRow *rows, guint n_rows) G_GNUC_WARN_UNUSED_RESULT;
guint
hearth_phrases_match (const HearthPhrases *self, const HearthPhraseLine *line, guint at, guint64 of,
                      int *meaning);
gboolean
hearth_phrases_find (const HearthPhrases *self, const HearthPhraseLine *line, guint64 of);

G_END_DECLS
