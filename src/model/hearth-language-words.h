/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HearthLanguageWords: what tells a language.
 * @language: ISO 639-1
 * @marks: with spaces between them: words in lower case, "-x" endings of words, "~x" letters
 */
typedef struct {
  const char *language;
  const char *marks;
} HearthLanguageWords;

/** HEARTH_LANGUAGE_MAX: languages that the table may hold; each has a bit. */
#define HEARTH_LANGUAGE_MAX 32

extern const HearthLanguageWords hearth_language_words[];
extern const gsize hearth_language_n_words;

G_END_DECLS
