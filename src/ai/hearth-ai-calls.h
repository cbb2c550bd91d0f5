/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ai-request.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Bounds of the calls of one answer; sizes in bytes. */
#define HEARTH_AI_MAX_CALLS 64
#define HEARTH_AI_MAX_ARGUMENTS (256 * 1024)
#define HEARTH_AI_MAX_NAME 256
/* How the ids begin that are given where the service gives none. */
#define HEARTH_AI_OWN_ID "hearth_call_"

/**
 * HearthAiCalls:
 *
 * Puts the calls of an answer together from the pieces that services send.
 */
typedef struct _HearthAiCalls HearthAiCalls;

/**
 * HearthAiCallPiece:
 *
 * @index: the service's number of the call, or -1
 * @id: (nullable): its id
 * @name: (nullable): the tool
 * @arguments: (nullable): more of its arguments as text
 * @whole: (nullable): all of its arguments as a value; taken instead of @arguments
 */
typedef struct {
  gint64 index;
  const char *id;
  const char *name;
  const char *arguments;
  JsonNode *whole;
} HearthAiCallPiece;

HearthAiCalls *hearth_ai_calls_new      (void) G_GNUC_WARN_UNUSED_RESULT;
void           hearth_ai_calls_free     (HearthAiCalls *self);
guint          hearth_ai_calls_get_n    (const HearthAiCalls *self);
gsize          hearth_ai_calls_get_size (const HearthAiCalls *self);
int            hearth_ai_calls_add      (HearthAiCalls *self, const HearthAiCallPiece *piece);
int            hearth_ai_calls_merge    (HearthAiCalls *self, const HearthAiCallPiece *piece);
const char    *hearth_ai_calls_get_id   (const HearthAiCalls *self, guint i);
char          *hearth_ai_calls_take_begun (HearthAiCalls *self, guint i) G_GNUC_WARN_UNUSED_RESULT;
HearthAiToolCall *hearth_ai_calls_dup_call (const HearthAiCalls *self, guint i) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthAiCalls, hearth_ai_calls_free)

G_END_DECLS
