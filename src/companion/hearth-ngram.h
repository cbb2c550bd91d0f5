/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** HearthNgram: which words follow which, counted over sentences. Not thread-safe. */
typedef struct _HearthNgram HearthNgram;

HearthNgram *hearth_ngram_new (void) G_GNUC_WARN_UNUSED_RESULT;
void hearth_ngram_free (HearthNgram *self);
void hearth_ngram_add (HearthNgram *self, const char *const *words, double weight);
GStrv hearth_ngram_dup_words (HearthNgram *self) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_ngram_to_arpa (HearthNgram *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthNgram, hearth_ngram_free)

G_END_DECLS
