/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-voice-error.h"

G_BEGIN_DECLS

/**
 * HearthTranscriptionReader:
 *
 * Reads what a service answers to `/v1/audio/transcriptions`: a stream of events with pieces of the
 * text (OpenAI), or with its segments (Speaches), or the text as JSON.
 */
typedef struct _HearthTranscriptionReader HearthTranscriptionReader;

HearthTranscriptionReader *hearth_transcription_reader_new  (const char *place,
                                                             gboolean events) G_GNUC_WARN_UNUSED_RESULT;
void                       hearth_transcription_reader_free (HearthTranscriptionReader *self);
gboolean                   hearth_transcription_reader_feed (HearthTranscriptionReader *self,
                                                             const char *data, gsize length,
                                                             GError **error);
char                      *hearth_transcription_reader_dup_text (HearthTranscriptionReader *self) G_GNUC_WARN_UNUSED_RESULT;
char                      *hearth_transcription_reader_end  (HearthTranscriptionReader *self,
                                                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthTranscriptionReader, hearth_transcription_reader_free)

G_END_DECLS
