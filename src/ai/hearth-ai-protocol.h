/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ai-chat.h"
#include "hearth-ai-decoder.h"
#include "hearth-ai-kinds.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/** HearthAiFraming: how an answer is cut into events. */
typedef enum {
  HEARTH_AI_FRAMING_SSE,    /* text/event-stream, see #HearthSse */
  HEARTH_AI_FRAMING_NDJSON, /* a JSON value on each line, see #HearthNdjson */
} HearthAiFraming;

/**
 * HearthAiProtocol:
 *
 * All that is a service's own: where it is asked, what it is sent, what its events mean. What is
 * common to all is in #HearthAiRemote and #HearthAiDecoder.
 *
 * @framing: how an answer is cut into events
 * @version: (nullable): a segment of the path that the base address ends with where it names no
 *   version: "v1"
 * @endings: (array zero-terminated=1): what is taken off the end of an address that the owner gave
 * @dup_path: the address of a chat with a model, after the base
 * @add_headers: adds what the service wants besides; the key is %NULL where there is none
 * @types: (array zero-terminated=1): the media types of files that it takes
 * @build_body: the body of a request for a streamed answer
 * @models_path: the address of the list of models, after the base
 * @get_model: (nullable) return: a model's name in an entry of that list; %NULL for one that cannot
 *   be talked with
 * @state_size: bytes of what @read keeps between two events, at first zero
 * @clear_state: (nullable): frees what is in them
 * @read: reads one event, or a whole answer that was not streamed, and tells @decoder what it means
 */
struct _HearthAiProtocol {
  HearthAiFraming framing;
  const char *version;
  const char *const *endings;
  char       *(*dup_path)    (const char *model);
  void        (*add_headers) (HearthHttpRequest *request, const char *key);
  const char *const *types;
  GBytes     *(*build_body)  (const HearthAiChat *chat, const char *model, const char *host);
  const char *models_path;
  const char *(*get_model)   (JsonObject *entry);
  gsize state_size;
  void        (*clear_state) (gpointer state);
  void        (*read)        (HearthAiDecoder *decoder, JsonObject *object);
};

extern const HearthAiProtocol hearth_ai_anthropic_protocol;
extern const HearthAiProtocol hearth_ai_gemini_protocol;
extern const HearthAiProtocol hearth_ai_ollama_protocol;
extern const HearthAiProtocol hearth_ai_openai_protocol;
extern const HearthAiProtocol hearth_ai_responses_protocol;

void hearth_ai_add_bearer (HearthHttpRequest *request, const char *key);

G_END_DECLS
