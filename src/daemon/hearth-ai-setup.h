/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ai-config.h"
#include "hearth-ai-service.h"
#include "hearth-companion.h"
#include "hearth-engine.h"
#include "hearth-llama.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_AI_SETUP (hearth_ai_setup_get_type ())
G_DECLARE_FINAL_TYPE (HearthAiSetup, hearth_ai_setup, HEARTH, AI_SETUP, GObject)

HearthAiSetup   *hearth_ai_setup_new           (HearthEngine *engine, HearthCompanion *companion,
                                                GSettings *settings,
                                                gboolean demo) G_GNUC_WARN_UNUSED_RESULT;
HearthAiService *hearth_ai_setup_dup_service   (HearthAiSetup *self,
                                                HearthAiPurpose purpose) G_GNUC_WARN_UNUSED_RESULT;
HearthAiService *hearth_ai_setup_find_service  (HearthAiSetup *self,
                                                const char *id) G_GNUC_WARN_UNUSED_RESULT;
GVariant        *hearth_ai_setup_list          (HearthAiSetup *self);
void             hearth_ai_setup_save_async    (HearthAiSetup *self, const HearthAiConfig *config,
                                                const char *key, GAsyncReadyCallback callback,
                                                gpointer user_data);
char            *hearth_ai_setup_save_finish   (HearthAiSetup *self, GAsyncResult *result,
                                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
void             hearth_ai_setup_remove_async  (HearthAiSetup *self, const char *id,
                                                GAsyncReadyCallback callback, gpointer user_data);
gboolean         hearth_ai_setup_remove_finish (HearthAiSetup *self, GAsyncResult *result,
                                                GError **error);
gboolean         hearth_ai_setup_choose        (HearthAiSetup *self, HearthAiPurpose purpose,
                                                const char *id, GError **error);
gboolean         hearth_ai_setup_agree         (HearthAiSetup *self, const char *host,
                                                gboolean agreed, GError **error);
guint64          hearth_ai_setup_get_bytes_sent_today (HearthAiSetup *self);

/* For what tries services and downloads models */
HearthHttp      *hearth_ai_setup_get_http      (HearthAiSetup *self);
HearthLlama     *hearth_ai_setup_get_llama     (HearthAiSetup *self);
GSettings       *hearth_ai_setup_get_settings  (HearthAiSetup *self);
HearthEngine    *hearth_ai_setup_get_engine    (HearthAiSetup *self);

G_END_DECLS
