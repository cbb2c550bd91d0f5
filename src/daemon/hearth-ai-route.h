/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ai-config.h"
#include "hearth-ai-service.h"
#include "hearth-http.h"
#include "hearth-llama.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_AI_ROUTE (hearth_ai_route_get_type ())
G_DECLARE_FINAL_TYPE (HearthAiRoute, hearth_ai_route, HEARTH, AI_ROUTE, GObject)

HearthAiRoute        *hearth_ai_route_new        (const HearthAiConfig *config, HearthHttp *http,
                                                  HearthLlama *llama,
                                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
void                  hearth_ai_route_set_agreed (HearthAiRoute *self, gboolean agreed);
const HearthAiConfig *hearth_ai_route_get_config (HearthAiRoute *self);

G_END_DECLS
