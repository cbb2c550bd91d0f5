/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"
#include "hearth-conversation.h"

G_BEGIN_DECLS

/**
 * HearthTalkPage: a piece of a conversation.
 * @conversation: what is known of it
 * @turns: (element-type HearthTurn): oldest first
 */
typedef struct {
  HearthConversation *conversation;
  GPtrArray *turns;
} HearthTalkPage;

void            hearth_talk_page_free           (HearthTalkPage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthTalkPage, hearth_talk_page_free)

void            hearth_talk_reader_read         (HearthClient *client, const char *conversation,
                                                 gint64 below, guint limit,
                                                 GCancellable *cancellable,
                                                 GAsyncReadyCallback callback, gpointer user_data);
HearthTalkPage *hearth_talk_reader_read_finish  (GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void            hearth_talk_reader_read_private (HearthClient *client, const char *conversation,
                                                 guint limit, GCancellable *cancellable,
                                                 GAsyncReadyCallback callback, gpointer user_data);

G_END_DECLS
