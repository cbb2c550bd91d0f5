/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ai-service.h"
#include "hearth-engine.h"

G_BEGIN_DECLS

/**
 * HearthPlainCall: one question to a service, which is offered no tool.
 * @what: what for, for the journal, without anything private
 * @messages: (nullable) (element-type gint64): mails whose words go with it, for the journal
 * @max_reply: how long an answer may be, in bytes
 * @max_seconds: how long it may take
 */
typedef struct {
  const char *what;
  GArray *messages;
  gsize max_reply;
  guint max_seconds;
} HearthPlainCall;

void  hearth_plain_call_async  (HearthEngine *engine, HearthAiService *service,
                                HearthAiRequest *request, const HearthPlainCall *call,
                                GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer user_data);
char *hearth_plain_call_finish (GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
