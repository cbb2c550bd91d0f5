/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HearthVerb: what a service may ask to have done. There is no other: no rule, no forwarding, no
 * account, no address that is opened, no program that is run.
 */
typedef enum {
  HEARTH_VERB_REPLY,        /* answer the sender of one mail */
  HEARTH_VERB_SEND,         /* send a new mail */
  HEARTH_VERB_DRAFT,        /* write a mail and leave it with the drafts */
  HEARTH_VERB_CREATE_EVENT, /* with guests it invites them */
  HEARTH_VERB_MOVE_EVENT,
  HEARTH_VERB_CANCEL_EVENT,
  HEARTH_VERB_INVITE,       /* more guests to an event */
  HEARTH_VERB_RESPOND,      /* answer an invitation */
  HEARTH_VERB_ARCHIVE,
  HEARTH_VERB_TRASH,        /* a move: nothing is ever expunged */
  HEARTH_VERB_FLAG,
  HEARTH_VERB_REMIND,
  HEARTH_VERB_REMEMBER,
} HearthVerb;

#define HEARTH_N_VERBS (HEARTH_VERB_REMEMBER + 1)

const char *hearth_verb_to_string   (HearthVerb verb);
gboolean    hearth_verb_from_string (const char *name, HearthVerb *verb);

G_END_DECLS
