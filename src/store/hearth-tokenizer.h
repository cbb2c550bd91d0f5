/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* The longest term in bytes: what is longer is cut, in the index and in queries alike. */
#define HEARTH_TOKEN_MAX 60

/**
 * HearthTokenizer:
 *
 * Takes text apart into the terms of the search index, in any script; for one thread at a
 * time.
 */
typedef struct _HearthTokenizer HearthTokenizer;

/**
 * HearthWordFlags:
 * @HEARTH_WORD_ENGLISH: made of ASCII letters only, so that English endings can be cut
 * @HEARTH_WORD_COLOCATED: stands where the word before it stands
 */
typedef enum {
  HEARTH_WORD_ENGLISH = 1 << 0,
  HEARTH_WORD_COLOCATED = 1 << 1,
} HearthWordFlags;

/**
 * HearthWordFunc:
 * @user_data: the caller's
 * @word: a folded word or bigram, not terminated
 * @length: its bytes
 * @start: where it starts in the text, bytes
 * @end: where it ends
 * @flags: what is known of it
 *
 * Returns: 0, or another number to stop
 */
typedef int (*HearthWordFunc) (gpointer user_data, const char *word, int length, int start, int end,
                               HearthWordFlags flags);

/**
 * HearthWordMode:
 * @HEARTH_WORDS_TEXT: of a text that is indexed: a Chinese, Japanese or Korean run ends with its
 *   last character alone, so that one character finds it as a prefix
 * @HEARTH_WORDS_QUERY: of a query: only the pairs of such a run, if it has any
 */
typedef enum {
  HEARTH_WORDS_TEXT,
  HEARTH_WORDS_QUERY,
} HearthWordMode;

HearthTokenizer *
hearth_tokenizer_register (sqlite3 *handle);
void
hearth_tokenizer_free (HearthTokenizer *self);
HearthTokenizer *
hearth_tokenizer_copy (const HearthTokenizer *self) G_GNUC_WARN_UNUSED_RESULT;
char *
hearth_tokenizer_make_terms (HearthTokenizer *self, const char *text, gsize length,
                             gsize *size) G_GNUC_WARN_UNUSED_RESULT;
char *
hearth_tokenizer_dup_stems (HearthTokenizer *self, const char *text,
                            HearthWordMode mode) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthTokenizer, hearth_tokenizer_free)

int
hearth_words_foreach (const char *text, int length, HearthWordMode mode, HearthWordFunc func,
                      gpointer user_data);
char *
hearth_words_dup (const char *text) G_GNUC_WARN_UNUSED_RESULT;
gboolean
hearth_words_is_paired (gunichar c);

G_END_DECLS
