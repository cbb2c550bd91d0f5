/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ai-setup.h"

G_BEGIN_DECLS

void      hearth_ai_list_models_async  (HearthAiSetup *setup, const HearthAiConfig *config,
                                        const char *key, GAsyncReadyCallback callback,
                                        gpointer user_data);
char    **hearth_ai_list_models_finish (GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void      hearth_ai_test_async         (HearthAiSetup *setup, const HearthAiConfig *config,
                                        const char *key, GAsyncReadyCallback callback,
                                        gpointer user_data);
GVariant *hearth_ai_test_finish        (GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
