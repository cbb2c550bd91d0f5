/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-message.h"

G_BEGIN_DECLS

/** HEARTH_SENTENCE_WORDS: words of a sentence that are compared. */
#define HEARTH_SENTENCE_WORDS 24

/** HearthSentenceTraits: what a sentence does. */
typedef enum {
  HEARTH_SENTENCE_ASKS = 1 << 0,    /* a question or a request */
  HEARTH_SENTENCE_CHANGES = 1 << 1, /* "moved", "instead" */
  HEARTH_SENTENCE_CANCELS = 1 << 2, /* "cancelled", "called off" */
  HEARTH_SENTENCE_NEGATES = 1 << 3, /* "not", "can't" */
  HEARTH_SENTENCE_AGREES = 1 << 4,  /* "yes, that works" */
  HEARTH_SENTENCE_DECIDES = 1 << 5, /* "agreed", "we will" */
  HEARTH_SENTENCE_THANKS = 1 << 6,  /* "thanks", and little else */
} HearthSentenceTraits;

/**
 * HearthThreadSentence: a sentence of a thread.
 * @message: (not owned): the message that it is from
 * @index: that message's place in the thread
 * @start: where it begins, in bytes of the message's text
 * @length: bytes of it
 * @traits: what it does
 * @values: (owned) (nullable) (element-type HearthValue): times, dates and amounts in it
 * @words: hashes of the words that it is about
 * @n_words: how many
 * @holds_from: the message from which on it holds: a proposal holds when somebody agrees
 * @outdated: a later one overturns it
 * @answered: a later one answers it
 * @chosen: it is in the summary
 * @weight: how much of the thread is in it
 */
typedef struct {
  const HearthMessage *message;
  guint index;
  gsize start;
  gsize length;
  HearthSentenceTraits traits;
  GArray *values;
  guint32 words[HEARTH_SENTENCE_WORDS];
  guint n_words;
  guint holds_from;
  gboolean outdated;
  gboolean answered;
  gboolean chosen;
  double weight;
} HearthThreadSentence;

void     hearth_thread_sentence_read      (HearthThreadSentence *self,
                                           const HearthMessage *message, guint index, gsize start,
                                           gsize length);
void     hearth_thread_sentence_clear     (HearthThreadSentence *self);
guint    hearth_thread_sentence_overlap   (const HearthThreadSentence *a,
                                           const HearthThreadSentence *b);
gboolean hearth_thread_sentence_negates   (const char *text, gsize length);

G_END_DECLS
