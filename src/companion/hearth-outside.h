/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ai-service.h"
#include "hearth-answer.h"
#include "hearth-engine.h"
#include "hearth-label.h"
#include "hearth-persona.h"

G_BEGIN_DECLS

/** HEARTH_OUTSIDE_MAX_ROUNDS: how often the service may ask for tools before it must answer. */
#define HEARTH_OUTSIDE_MAX_ROUNDS 8

/**
 * HEARTH_OUTSIDE_MAX_REFUSED: how many rounds may be refused altogether besides; so what a mail
 * talks a service into does not use up the rounds that the owner's question needs.
 */
#define HEARTH_OUTSIDE_MAX_REFUSED 32

/**
 * HearthOutsideQuestion:
 *
 * What a service is asked, and all that it is told besides what the tools show.
 *
 * @service: who answers
 * @plan_service: (nullable): who says what the owner asks to have done, where that is not clear
 * from the words alone; %NULL: @service
 * @engine: where the tools read, and what the verbs change
 * @persona: who speaks, and to whom
 * @conversation: its name
 * @turn: the row of the answer's turn
 * @turns: (element-type HearthTurn): the conversation, oldest first; the last is the question
 * @owner_words: (element-type utf8) (nullable): all that the owner said in the conversation, oldest
 * first; %NULL: what is in @turns
 * @background: (nullable): what the service is told besides: what was said before @turns. What is
 * remembered is added to it
 * @label: of the conversation so far, and of @background
 */
typedef struct {
  HearthAiService *service;
  HearthAiService *plan_service;
  HearthEngine *engine;
  HearthPersona *persona;
  const char *conversation;
  gint64 turn;
  GPtrArray *turns;
  GPtrArray *owner_words;
  const char *background;
  HearthLabel label;
} HearthOutsideQuestion;

/**
 * HearthOutsideResult:
 *
 * @label: of the worst that went into the answer
 * @cut: whether the answer is not whole although there is no error: the service ended it before it
 * was, or it became too long; the owner was told
 * @tokens_in: what the service counted as read, in all rounds; 0 if it did not say
 * @tokens_out: and as written
 */
typedef struct {
  HearthLabel label;
  gboolean cut;
  guint64 tokens_in;
  guint64 tokens_out;
} HearthOutsideResult;

/**
 * HearthOutsideDone:
 * @result: what went into the answer, also where it failed
 * @error: (nullable): why there is no answer, or not all of it
 * @user_data: the starter's
 */
typedef void (*HearthOutsideDone) (const HearthOutsideResult *result, const GError *error,
                                   gpointer user_data);

void hearth_outside_ask (const HearthOutsideQuestion *question, GCancellable *cancellable,
                         HearthAnswerFunc func, HearthOutsideDone done, gpointer user_data);

G_END_DECLS
