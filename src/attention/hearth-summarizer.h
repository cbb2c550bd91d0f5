/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ai-service.h"
#include "hearth-engine.h"
#include "hearth-thread-summary.h"

G_BEGIN_DECLS

void                 hearth_summarize_async  (HearthEngine *engine, HearthAiService *service,
                                              gint64 message_id, gboolean ask,
                                              GCancellable *cancellable,
                                              GAsyncReadyCallback callback, gpointer user_data);
HearthThreadSummary *hearth_summarize_finish (GAsyncResult *result,
                                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
