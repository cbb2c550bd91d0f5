/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ai-request.h"

G_BEGIN_DECLS

/** HearthAiOpenaiDialect: where services differ in what they accept. */
typedef enum {
  HEARTH_AI_OPENAI_COMMON,   /* `max_tokens`, as every compatible server knows it */
  HEARTH_AI_OPENAI_ORIGINAL, /* `max_completion_tokens`, which OpenAI's own newer models demand */
} HearthAiOpenaiDialect;

GBytes *hearth_ai_openai_build_body (const HearthAiRequest *request, const char *model,
                                     HearthAiOpenaiDialect dialect) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
