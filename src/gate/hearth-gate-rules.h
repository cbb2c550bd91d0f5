/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-label.h"
#include "hearth-verb.h"

G_BEGIN_DECLS

/** HearthRuling: what happens with a call. */
typedef enum {
  HEARTH_RULING_REFUSED,
  HEARTH_RULING_AT_ONCE, /* it is done and can be taken back */
  HEARTH_RULING_CARD,    /* it is proposed to the owner */
} HearthRuling;

/** HearthRefusal: why a call is refused. */
typedef enum {
  HEARTH_REFUSAL_NONE,
  HEARTH_REFUSAL_NOT_PLANNED, /* the owner's words do not ask for it */
  HEARTH_REFUSAL_COUNT,       /* they ask for less of it */
  HEARTH_REFUSAL_RECIPIENT,   /* an address that is neither the owner's word nor known */
  HEARTH_REFUSAL_STRANGER,    /* the sender of a mail is not whom the owner named */
  HEARTH_REFUSAL_TARGET,      /* a mail or event that the owner's words did not lead to */
  HEARTH_REFUSAL_TEXT,        /* a link, an address or a code that others wrote */
  HEARTH_REFUSAL_TOO_MANY,    /* more mail than goes to the trash in one turn */
  HEARTH_REFUSAL_CARDS,       /* enough proposals in one turn */
} HearthRefusal;

/**
 * HearthCase:
 *
 * All that a ruling rests on. C finds it; no word of a model is in it.
 *
 * @verb: what is to be done
 * @with_guests: whether others hear of it: an event with guests
 * @n_planned: how often the plan allows the verb
 * @n_used: how often it was done or proposed in this turn
 * @n: how often it is to be done now: of messages, their number
 * @n_cards: how many cards the turn has
 * @n_trashed: how many messages the turn has put, or proposed to put, into the trash
 * @context: of the conversation
 * @recipients: the worst of all who get something, but for the one replied to
 * @sender_is_known: of a reply: whether the sender of the mail is known, or was named by the owner
 * @targets: the worst of the mails or events that it names: %HEARTH_INTEGRITY_OWNER if the owner's
 *   words led to them
 * @text: of the links, addresses and codes in what goes out: %HEARTH_INTEGRITY_EXTERNAL if others
 *   wrote one
 */
typedef struct {
  HearthVerb verb;
  gboolean with_guests;
  guint n_planned;
  guint n_used;
  guint n;
  guint n_cards;
  guint n_trashed;
  HearthIntegrity context;
  HearthIntegrity recipients;
  gboolean sender_is_known;
  HearthIntegrity targets;
  HearthIntegrity text;
} HearthCase;

HearthRuling hearth_gate_rule    (const HearthCase *input, HearthRefusal *why);
char        *hearth_refusal_dup_sentence (HearthRefusal why, HearthVerb verb, const char *detail) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
