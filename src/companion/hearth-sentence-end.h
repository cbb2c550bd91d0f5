/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** HearthSentenceEnd: whether a sentence ends at a sign. */
typedef enum {
  HEARTH_SENTENCE_END_NOT,
  HEARTH_SENTENCE_END_HERE,
  HEARTH_SENTENCE_END_UNSURE, /* what follows decides */
} HearthSentenceEnd;

HearthSentenceEnd hearth_sentence_end_find      (const char *text, gsize at, gboolean ended,
                                                 gsize *end);
gboolean          hearth_sentence_end_is_likely (const char *text, gsize at);
gboolean          hearth_sentence_end_is_within (const char *text, gsize length);

G_END_DECLS
