/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ai-kinds.h"

G_BEGIN_DECLS

extern const HearthAiKeyFuncs hearth_ai_keys;
extern const HearthAiKeyFuncs hearth_ai_trial_keys;
extern const HearthAiKeyFuncs hearth_ai_llama_keys;

void hearth_ai_keys_lend      (const char *host, const char *key);
void hearth_ai_keys_return    (const char *host);
void hearth_ai_keys_set_llama (const char *key);

G_END_DECLS
