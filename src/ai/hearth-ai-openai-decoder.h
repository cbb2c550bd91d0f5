/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ai-service.h"

G_BEGIN_DECLS

/**
 * HearthAiOpenaiDecoder:
 *
 * Makes events of the body of a chat completion, streamed or not.
 */
typedef struct _HearthAiOpenaiDecoder HearthAiOpenaiDecoder;

/* Bounds of one answer: characters of text are counted in bytes. */
#define HEARTH_AI_OPENAI_MAX_TEXT (1024 * 1024)
#define HEARTH_AI_OPENAI_MAX_THINKING (4 * 1024 * 1024)
#define HEARTH_AI_OPENAI_MAX_CALLS 64
#define HEARTH_AI_OPENAI_MAX_ARGUMENTS (256 * 1024)
#define HEARTH_AI_OPENAI_MAX_NAME 256
/* One event of a stream, or an answer that is not streamed. */
#define HEARTH_AI_OPENAI_MAX_JSON (4 * 1024 * 1024)

HearthAiOpenaiDecoder *hearth_ai_openai_decoder_new         (const char *place,
                                                             HearthAiEventFunc func,
                                                             gpointer user_data) G_GNUC_WARN_UNUSED_RESULT;
void                   hearth_ai_openai_decoder_free        (HearthAiOpenaiDecoder *self);
void                   hearth_ai_openai_decoder_feed        (HearthAiOpenaiDecoder *self,
                                                             const char *data, gsize length);
void                   hearth_ai_openai_decoder_end         (HearthAiOpenaiDecoder *self,
                                                             const GError *error);
gboolean               hearth_ai_openai_decoder_is_complete (HearthAiOpenaiDecoder *self);
gboolean               hearth_ai_openai_decoder_is_done     (HearthAiOpenaiDecoder *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthAiOpenaiDecoder, hearth_ai_openai_decoder_free)

G_END_DECLS
