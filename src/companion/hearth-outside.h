/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ai-service.h"
#include "hearth-answer.h"
#include "hearth-engine.h"

G_BEGIN_DECLS

/** HEARTH_OUTSIDE_MAX_ROUNDS: how often the service may ask for tools before it must answer. */
#define HEARTH_OUTSIDE_MAX_ROUNDS 8

/**
 * HearthOutsideDone:
 * @error: (nullable): why there is no answer, or not all of it
 * @user_data: the starter's
 */
typedef void (*HearthOutsideDone) (const GError *error, gpointer user_data);

void hearth_outside_ask (HearthAiService *service, HearthEngine *engine, GPtrArray *turns, GCancellable *cancellable,
                         HearthAnswerFunc func, HearthOutsideDone done, gpointer user_data);

G_END_DECLS
