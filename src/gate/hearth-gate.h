/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ai-request.h"
#include "hearth-engine.h"
#include "hearth-gate-error.h"
#include "hearth-plan.h"

G_BEGIN_DECLS

/** HEARTH_GATE_MAX_CARDS: cards in one turn. */
#define HEARTH_GATE_MAX_CARDS 3

/** HEARTH_GATE_MAX_TRASH: messages that one turn may put into the trash. */
#define HEARTH_GATE_MAX_TRASH 20

/** HearthSeenKind: what a tool has shown. */
typedef enum {
  HEARTH_SEEN_MESSAGE,
  HEARTH_SEEN_EVENT,
} HearthSeenKind;

/** HearthGateResult: what the gate did with a call. */
typedef enum {
  HEARTH_GATE_REFUSED, /* nothing; text: why */
  HEARTH_GATE_DONE,    /* it is done; action: what Undo takes back, or 0 */
  HEARTH_GATE_CARD,    /* card: the row of a card that waits for the owner */
} HearthGateResult;

/**
 * HearthGateOutcome:
 * @result: what the gate did
 * @text: (nullable): a sentence for the owner
 * @action: for hearth_engine_undo(), or 0
 * @card: row of the card, or 0
 */
typedef struct {
  HearthGateResult result;
  char *text;
  gint64 action;
  gint64 card;
} HearthGateOutcome;

void hearth_gate_outcome_clear (HearthGateOutcome *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HearthGateOutcome, hearth_gate_outcome_clear)

/**
 * HearthGate:
 *
 * Stands between a service and everything that can be changed, for one turn. It takes for granted
 * that the service obeys every text that it reads.
 */
typedef struct _HearthGate HearthGate;

HearthGate *hearth_gate_new         (HearthEngine *engine, const char *conversation, gint64 turn,
                                     const HearthPlan *plan, GPtrArray *owner_words,
                                     HearthLabel context) G_GNUC_WARN_UNUSED_RESULT;
void        hearth_gate_free        (HearthGate *self);
void        hearth_gate_note        (HearthGate *self, HearthLabel label);
HearthLabel hearth_gate_get_context (HearthGate *self);
void        hearth_gate_set_delegated (HearthGate *self);
gboolean    hearth_gate_are_owners_words (HearthGate *self, const char *text);
void        hearth_gate_see         (HearthGate *self, HearthSeenKind kind, gint64 id,
                                     HearthLabel label, gboolean by_owners_words);
void        hearth_gate_declare     (HearthGate *self, HearthAiRequest *request);
gboolean    hearth_gate_has_verb    (const char *tool);
char       *hearth_gate_run         (HearthGate *self, const char *tool, const char *arguments,
                                     HearthGateOutcome *outcome) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthGate, hearth_gate_free)

G_END_DECLS
