/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-companion.h"
#include "hearth-engine.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_AI_SETUP (hearth_ai_setup_get_type ())
G_DECLARE_FINAL_TYPE (HearthAiSetup, hearth_ai_setup, HEARTH, AI_SETUP, GObject)

HearthAiSetup *hearth_ai_setup_new                  (HearthEngine *engine, HearthCompanion *companion,
                                                     GSettings *settings) G_GNUC_WARN_UNUSED_RESULT;
void           hearth_ai_setup_change_async         (HearthAiSetup *self, const char *service,
                                                     const char *base_url, const char *model,
                                                     const char *key, GAsyncReadyCallback callback,
                                                     gpointer user_data);
gboolean       hearth_ai_setup_change_finish        (HearthAiSetup *self, GAsyncResult *result,
                                                     GError **error);
guint64        hearth_ai_setup_get_bytes_sent_today (HearthAiSetup *self);

G_END_DECLS
