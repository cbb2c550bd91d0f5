/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ai-kinds.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_AI_OPENAI (hearth_ai_openai_get_type ())
G_DECLARE_FINAL_TYPE (HearthAiOpenai, hearth_ai_openai, HEARTH, AI_OPENAI, GObject)

HearthAiOpenai *hearth_ai_openai_new                (HearthHttp *http, const char *base_url,
                                                     const char *model,
                                                     const HearthAiKeyFuncs *key_funcs,
                                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
void            hearth_ai_openai_set_allow_plain    (HearthAiOpenai *self, gboolean allow);
void            hearth_ai_openai_set_limits         (HearthAiOpenai *self,
                                                     const HearthHttpLimits *limits);
const char     *hearth_ai_openai_get_base_url       (HearthAiOpenai *self);
const char     *hearth_ai_openai_get_model          (HearthAiOpenai *self);
char           *hearth_ai_openai_dup_normal_url     (const char *base_url,
                                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
