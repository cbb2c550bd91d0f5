/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ai-service.h"
#include "hearth-engine.h"
#include "hearth-plan.h"

G_BEGIN_DECLS

/**
 * HearthPlanDone:
 * @plan: (nullable): what may be done; %NULL where nothing may
 * @error: (nullable): why there is no plan, where the service failed
 * @tokens_in: what the service counted as read
 * @tokens_out: and as written
 * @user_data: the caller's
 */
typedef void (*HearthPlanDone) (const HearthPlan *plan, const GError *error, guint64 tokens_in,
                                guint64 tokens_out, gpointer user_data);

void hearth_plan_call (HearthAiService *service, HearthEngine *engine, const char *conversation,
                       GPtrArray *owner_words, GCancellable *cancellable, HearthPlanDone done,
                       gpointer user_data);

G_END_DECLS
