/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ai-calls.h"
#include "hearth-ai-kinds.h"

G_BEGIN_DECLS

/**
 * HearthAiDecoder:
 *
 * Makes events of the body of an answer, streamed or not.
 */
typedef struct _HearthAiDecoder HearthAiDecoder;

/* Bounds of one answer: characters of text are counted in bytes. */
#define HEARTH_AI_MAX_TEXT (1024 * 1024)
#define HEARTH_AI_MAX_THINKING (4 * 1024 * 1024)
/* All blobs together. */
#define HEARTH_AI_MAX_BLOBS (4 * 1024 * 1024)
/* One event of a stream, or an answer that is not streamed. */
#define HEARTH_AI_MAX_JSON (4 * 1024 * 1024)

HearthAiDecoder *hearth_ai_decoder_new          (const HearthAiProtocol *protocol,
                                                 const char *place, HearthAiEventFunc func,
                                                 gpointer user_data) G_GNUC_WARN_UNUSED_RESULT;
void             hearth_ai_decoder_free         (HearthAiDecoder *self);
void             hearth_ai_decoder_feed         (HearthAiDecoder *self, const char *data,
                                                 gsize length);
void             hearth_ai_decoder_end          (HearthAiDecoder *self, const GError *error);
gboolean         hearth_ai_decoder_is_complete  (HearthAiDecoder *self);
gboolean         hearth_ai_decoder_is_done      (HearthAiDecoder *self);
gsize            hearth_ai_decoder_get_progress (HearthAiDecoder *self);

/* For the protocols. */
gpointer         hearth_ai_decoder_get_state    (HearthAiDecoder *self);
void             hearth_ai_decoder_text         (HearthAiDecoder *self, HearthAiEventKind kind,
                                                 const char *text);
const char      *hearth_ai_decoder_add_call     (HearthAiDecoder *self,
                                                 const HearthAiCallPiece *piece);
void             hearth_ai_decoder_merge_call   (HearthAiDecoder *self,
                                                 const HearthAiCallPiece *piece);
guint            hearth_ai_decoder_get_n_calls  (HearthAiDecoder *self);
void             hearth_ai_decoder_blob         (HearthAiDecoder *self, JsonNode *blob);
gboolean         hearth_ai_decoder_take_room    (HearthAiDecoder *self, gsize size);
void             hearth_ai_decoder_usage        (HearthAiDecoder *self, gint64 tokens_in,
                                                 gint64 tokens_out);
void             hearth_ai_decoder_finish       (HearthAiDecoder *self, HearthAiFinish finish);
void             hearth_ai_decoder_refuse       (HearthAiDecoder *self);
void             hearth_ai_decoder_close        (HearthAiDecoder *self);
void             hearth_ai_decoder_break_off    (HearthAiDecoder *self, const char *text,
                                                 const char *kind);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthAiDecoder, hearth_ai_decoder_free)

G_END_DECLS
