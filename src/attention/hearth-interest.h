/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-message.h"
#include "hearth-triage.h"

G_BEGIN_DECLS

/** HearthConduct: what the owner did with a message, as its flags and its mailbox show. */
typedef enum {
  HEARTH_CONDUCT_NONE, /* nothing that says anything yet */
  HEARTH_CONDUCT_ANSWERED,
  HEARTH_CONDUCT_FLAGGED,
  HEARTH_CONDUCT_OPENED,
  HEARTH_CONDUCT_PASSED_OVER, /* left unread for days */
  HEARTH_CONDUCT_PUT_AWAY,    /* archived or thrown away unread */
} HearthConduct;

/**
 * HEARTH_INTEREST_MIN_AGE:
 *
 * Seconds after which mail that is still unread was passed over.
 */
#define HEARTH_INTEREST_MIN_AGE ((gint64) 4 * 24 * 3600)

typedef struct _HearthInterest HearthInterest;

HearthInterest *
hearth_interest_new (void) G_GNUC_WARN_UNUSED_RESULT;
void
hearth_interest_free (HearthInterest *self);
void
hearth_interest_forget (HearthInterest *self);
HearthConduct
hearth_interest_read_conduct (const HearthMessage *message, gint64 now);
void
hearth_interest_learn (HearthInterest *self, const HearthMessage *message, HearthConduct conduct);
double
hearth_interest_score (const HearthInterest *self, const HearthMessage *message);
void
hearth_interest_revise (const HearthInterest *self, HearthVerdict *verdict,
                        const HearthMessage *message);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthInterest, hearth_interest_free)

G_END_DECLS
