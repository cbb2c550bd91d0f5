/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HearthSentenceStream: sentences of an answer that is still being written. Not thread-safe.
 */
typedef struct _HearthSentenceStream HearthSentenceStream;

HearthSentenceStream *hearth_sentence_stream_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void                  hearth_sentence_stream_free (HearthSentenceStream *self);
void                  hearth_sentence_stream_push (HearthSentenceStream *self, const char *delta);
void                  hearth_sentence_stream_pause (HearthSentenceStream *self);
void                  hearth_sentence_stream_end  (HearthSentenceStream *self);
char                 *hearth_sentence_stream_pop  (HearthSentenceStream *self,
                                                   gsize *start) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthSentenceStream, hearth_sentence_stream_free)

G_END_DECLS
