/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ai-request.h"

G_BEGIN_DECLS

/**
 * HearthAiChat:
 *
 * A request in the form that every service takes: one system prompt before everything, and then
 * only user, assistant and tools. What else the request says in the name of the system changes from
 * one turn to the next (the date, what is remembered); it goes before the owner's last words, so
 * that all before it stays the same and need not be read anew.
 *
 * @system: the system prompt, perhaps ""
 * @messages: (element-type HearthAiMessage): the rest, oldest first
 * @tools: (element-type HearthAiTool): what the model may call
 * @n_stable: how many of @messages, from the first, will be the same in the next turn
 * @max_tokens: the longest answer, or 0
 */
typedef struct {
  char *system;
  GPtrArray *messages;
  GPtrArray *tools;
  guint n_stable;
  guint max_tokens;
} HearthAiChat;

HearthAiChat *hearth_ai_chat_new       (const HearthAiRequest *request) G_GNUC_WARN_UNUSED_RESULT;
void          hearth_ai_chat_free      (HearthAiChat *self);
const char   *hearth_ai_chat_find_tool (const HearthAiChat *self, guint before,
                                        const char *call_id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthAiChat, hearth_ai_chat_free)

G_END_DECLS
