/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-records.h"

G_BEGIN_DECLS

/** HEARTH_CONVERSATION_MAX_TITLE: how many characters a title has at most. */
#define HEARTH_CONVERSATION_MAX_TITLE 60

/** HEARTH_CONVERSATION_PRIVATE: how the names of private conversations begin. Nothing of what is
 * said in one is ever written to the disk. */
#define HEARTH_CONVERSATION_PRIVATE "private-"

/**
 * HearthConversation:
 *
 * What is known of a conversation beside its turns.
 *
 * @name: its stable name
 * @title: what it is about, in a few words; from its first question, or the owner's
 * @service: who answers in it: "" for the one that is set, "builtin", or a kind of service
 * @label: of all that went into it; it never gets better
 * @summary: (nullable): what was said up to @summary_until, for a service in whose room that no
 *   longer fits
 * @summary_until: the last turn that is in @summary, or 0
 * @created: seconds since 1970 UTC
 * @changed: when it was last spoken in, seconds since 1970 UTC
 * @preview: (nullable): the beginning of what was said last, one line; of a list only
 * @n_turns: how many turns it has that were not replaced; of a list only
 */
typedef struct {
  char *name;
  char *title;
  char *service;
  HearthLabel label;
  char *summary;
  gint64 summary_until;
  gint64 created;
  gint64 changed;
  char *preview;
  gint64 n_turns;
} HearthConversation;

HearthConversation *hearth_conversation_new        (const char *name, const char *title) G_GNUC_WARN_UNUSED_RESULT;
void                hearth_conversation_free       (HearthConversation *self);
gboolean            hearth_conversation_is_private (const char *name);
char               *hearth_conversation_make_title (const char *question) G_GNUC_WARN_UNUSED_RESULT;
char               *hearth_conversation_clean_title (const char *title) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthConversation, hearth_conversation_free)

/**
 * HearthTurnHit:
 *
 * A place in a conversation where what was looked for was said.
 *
 * @conversation: the conversation's name
 * @title: its title
 * @turn: the turn's row; 0 if only the title has it
 * @role: who said it
 * @created: when, seconds since 1970 UTC
 * @snippet: the words around it, one line
 */
typedef struct {
  char *conversation;
  char *title;
  gint64 turn;
  HearthTurnRole role;
  gint64 created;
  char *snippet;
} HearthTurnHit;

void hearth_turn_hit_free (HearthTurnHit *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthTurnHit, hearth_turn_hit_free)

/**
 * HearthMisunderstood:
 *
 * A question that was answered by rules, with an answer that its owner found not good.
 *
 * @turn: the answer's row
 * @conversation: the conversation's name
 * @created: when it was answered, seconds since 1970 UTC
 * @question: what was asked
 * @answer: what was answered
 */
typedef struct {
  gint64 turn;
  char *conversation;
  gint64 created;
  char *question;
  char *answer;
} HearthMisunderstood;

void hearth_misunderstood_free (HearthMisunderstood *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthMisunderstood, hearth_misunderstood_free)

G_END_DECLS
