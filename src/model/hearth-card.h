/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-label.h"

#include <glib-object.h>

G_BEGIN_DECLS

/** HearthCardState: what became of a card. Its numbers stand in the store. */
typedef enum {
  HEARTH_CARD_WAITING,
  HEARTH_CARD_ACCEPTED,
  HEARTH_CARD_DECLINED,
  HEARTH_CARD_FAILED,  /* it was accepted and could not be done: see problem */
  HEARTH_CARD_EXPIRED, /* what it rested on changed before it was settled */
} HearthCardState;

/**
 * HearthCard:
 *
 * Something that is proposed in a conversation and is done only when the owner says so. What is
 * shown and what is done are the same bytes: @content, of which @hash is made.
 *
 * @id: row; below 0 for one that is in memory only, because its conversation is private
 * @conversation: where it was proposed
 * @turn: the answer in which it was
 * @verb: "reply", "send", "create_event", …: see HearthVerb of the gate
 * @content: a JSON object: all that will be done, parsed and normalised
 * @hash: SHA-256 of verb and content, hexadecimal; who accepts it has to name it
 * @label: of the worst value in it
 * @state: what became of it
 * @action: what it did, for hearth_engine_undo(), or 0
 * @problem: (nullable): why it failed
 * @created: seconds since 1970 UTC
 * @settled: when it was accepted or declined, or 0
 */
typedef struct {
  gint64 id;
  char *conversation;
  gint64 turn;
  char *verb;
  char *content;
  char *hash;
  HearthLabel label;
  HearthCardState state;
  gint64 action;
  char *problem;
  gint64 created;
  gint64 settled;
} HearthCard;

HearthCard *hearth_card_new  (const char *conversation, gint64 turn, const char *verb,
                              const char *content, HearthLabel label) G_GNUC_WARN_UNUSED_RESULT;
HearthCard *hearth_card_copy (const HearthCard *self) G_GNUC_WARN_UNUSED_RESULT;
void        hearth_card_free (HearthCard *self);
GVariant   *hearth_card_to_variant (const HearthCard *self) G_GNUC_WARN_UNUSED_RESULT;
HearthCard *hearth_card_new_from_variant (GVariant *variant) G_GNUC_WARN_UNUSED_RESULT;
char       *hearth_card_make_hash (const char *verb, const char *content) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthCard, hearth_card_free)

G_END_DECLS
