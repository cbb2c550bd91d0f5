/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** HearthCue: what a phrase in a mail hints at. */
typedef enum {
  HEARTH_CUE_ASK, /* "could you": a request whose object is not known */
  HEARTH_CUE_ASK_REPLY,
  HEARTH_CUE_ASK_DECISION,
  HEARTH_CUE_ASK_REVIEW,
  HEARTH_CUE_ASK_CONFIRM,
  HEARTH_CUE_ASK_INPUT,
  HEARTH_CUE_ASK_TIME,
  HEARTH_CUE_NUMBER,   /* an object of a request */
  HEARTH_CUE_DOCUMENT, /* an object of a request */
  HEARTH_CUE_COURTESY, /* "how are you": a question that is none */
  HEARTH_CUE_OFFER,    /* "if you have any questions": an offer, not a request */
  HEARTH_CUE_URGENT,
  HEARTH_CUE_NO_ACTION,
  HEARTH_CUE_AWAY,
  HEARTH_CUE_PROMOTION,
  HEARTH_CUE_PITCH, /* a salesperson's opening */
  HEARTH_CUE_SPAM,
  HEARTH_CUE_CREDENTIAL,
  HEARTH_CUE_WINDFALL, /* money from nowhere */
  HEARTH_CUE_CLICK,
  HEARTH_CUE_PAYMENT,
  HEARTH_CUE_RECEIPT,
  HEARTH_CUE_SIGN_IN,
  HEARTH_CUE_NEWS,
  HEARTH_CUE_PERSONAL,
  HEARTH_CUE_TASK, /* something broke or runs late at work */
  HEARTH_N_CUES,
} HearthCue;

/**
 * HearthCueFunc:
 * @cue: what was found
 * @user_data: the caller's
 */
typedef void (*HearthCueFunc) (HearthCue cue, gpointer user_data);

guint
hearth_words_match (const char *const *words, guint n_words, HearthCueFunc func,
                    gpointer user_data);

G_END_DECLS
