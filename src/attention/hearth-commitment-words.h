/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-phrases.h"

G_BEGIN_DECLS

/** HearthAskCue: what a phrase does in a sentence that asks or promises something. */
typedef enum {
  HEARTH_ASK_DO,         /* "could you": what follows is to be done */
  HEARTH_ASK_PLEASE,     /* "please": so too, but weaker */
  HEARTH_ASK_DOING,      /* "would you mind": so too, in its form with -ing */
  HEARTH_ASK_GIVE,       /* "I need your": what follows is to be given */
  HEARTH_ASK_SEND,       /* "can I get": what follows is to be sent */
  HEARTH_ASK_NEED,       /* "I need": only if it says of whom or by when */
  HEARTH_ASK_TELL,       /* "let me know": what follows is to be told */
  HEARTH_ASK_ANSWER,     /* "looking forward to hearing from you" */
  HEARTH_ASK_WE_CAN,     /* "can we": asks whether we can */
  HEARTH_ASK_WE_SHOULD,  /* "shall we" */
  HEARTH_ASK_I_CAN,      /* "may I" */
  HEARTH_ASK_DO_YOU,     /* "do you": asks whether you do */
  HEARTH_ASK_HAVE_YOU,   /* "have you" */
  HEARTH_ASK_ARE_YOU,    /* "are you" */
  HEARTH_ASK_KNOW,       /* "do you know": what follows is to be told */
  HEARTH_ASK_WHETHER,    /* "is it ok if": asks whether that is so */
  HEARTH_ASK_AWAITED,    /* "awaiting your approval": the whole sentence says what is to be done */
  HEARTH_ASK_GERMAN_DO,  /* "könntest du": so too, the verb comes last */
  HEARTH_ASK_GERMAN_BID, /* "bitte" */
  HEARTH_ASK_GERMAN_TELL,
  HEARTH_ASK_OFFER,      /* no wish, whatever else the sentence says */
  HEARTH_ASK_COURTESY,   /* a question that is none */
  HEARTH_ASK_POINTS_BACK,/* "does that work": asks about what was asked before */
  HEARTH_ASK_NOTHING,    /* the mail says that nothing is asked */
  HEARTH_ASK_FILLER,     /* may stand before anything */
  HEARTH_ASK_TAIL,       /* may stand after anything */
  HEARTH_ASK_PROMISE,    /* "I'll" */
  HEARTH_ASK_GERMAN_PROMISE,
  HEARTH_ASK_NO_PROMISE, /* "I'll be" */
  HEARTH_ASK_CONDITION,  /* "once you" */
} HearthAskCue;

const HearthPhrases *hearth_commitment_words_get        (void);
gboolean             hearth_commitment_words_is_verb    (const char *word);
gboolean             hearth_commitment_words_is_deed    (const char *word);
gboolean             hearth_commitment_words_is_common  (const char *word);
gboolean             hearth_commitment_words_is_german  (const HearthPhraseLine *line);

G_END_DECLS
