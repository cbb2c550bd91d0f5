/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ai-service.h"
#include "hearth-conversation-book.h"
#include "hearth-usage.h"

G_BEGIN_DECLS

/**
 * HearthContext:
 *
 * What a service is told of a conversation, so that it has room for it.
 *
 * @turns: (element-type HearthTurn): the newest turns, oldest first; the last is the question
 * @owner_words: (element-type utf8): all that the owner said in the conversation, oldest first
 * @summary: (nullable): what was said before @turns, in short
 * @label: of the conversation
 */
typedef struct {
  GPtrArray *turns;
  GPtrArray *owner_words;
  char *summary;
  HearthLabel label;
} HearthContext;

void           hearth_context_free        (HearthContext *self);
void           hearth_context_make_async  (HearthConversationBook *book, HearthUsage *usage,
                                           HearthAiService *service, const char *conversation,
                                           gint64 below, GCancellable *cancellable,
                                           GAsyncReadyCallback callback, gpointer user_data);
HearthContext *hearth_context_make_finish (GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthContext, hearth_context_free)

G_END_DECLS
