/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HearthSentence: a piece of what a mail's writer wrote now.
 * @start: where it begins, in bytes of the text
 * @length: how long it is, in bytes; line breaks may lie within
 * @paragraph: how many paragraphs or items of a list stand before it
 */
typedef struct {
  gsize start;
  gsize length;
  guint paragraph;
} HearthSentence;

GArray *
hearth_sentences_split (const char *text, gsize max) G_GNUC_WARN_UNUSED_RESULT;
char *
hearth_sentence_dup (const char *text, const HearthSentence *sentence) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
