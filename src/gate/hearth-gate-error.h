/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define HEARTH_GATE_ERROR (hearth_gate_error_quark ())
GQuark hearth_gate_error_quark (void);

/**
 * HearthGateError:
 * @HEARTH_GATE_ERROR_BAD_PLAN: a plan is not in the form agreed on; nothing may then be done
 * @HEARTH_GATE_ERROR_REFUSED: the gate does not let it through; the message says why
 * @HEARTH_GATE_ERROR_SETTLED: a card was accepted or declined before
 * @HEARTH_GATE_ERROR_OTHER_CARD: a card is not the one that was shown: its hash is another
 * @HEARTH_GATE_ERROR_EXPIRED: what a card rests on has changed since; the card is settled
 * @HEARTH_GATE_ERROR_FAILED: a card could not be done; the card is settled and says why
 */
typedef enum {
  HEARTH_GATE_ERROR_BAD_PLAN,
  HEARTH_GATE_ERROR_REFUSED,
  HEARTH_GATE_ERROR_SETTLED,
  HEARTH_GATE_ERROR_OTHER_CARD,
  HEARTH_GATE_ERROR_EXPIRED,
  HEARTH_GATE_ERROR_FAILED,
} HearthGateError;

G_END_DECLS
