/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ai-service.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

char   *hearth_ai_openai_dup_complaint   (JsonNode *root) G_GNUC_WARN_UNUSED_RESULT;
GError *hearth_ai_openai_error_new       (HearthAiError code, const char *sentence,
                                          const char *complaint);
GError *hearth_ai_openai_error_from_http (const GError *http_error, const char *place,
                                          const char *model, gboolean has_key);
void    hearth_ai_openai_error_redact    (GError *error, const char *key);

G_END_DECLS
