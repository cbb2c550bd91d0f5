/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** HearthFindingKind: what was found in a mail. The numbers are stored. */
typedef enum {
  HEARTH_FINDING_ASK,      /* the owner is asked to do something */
  HEARTH_FINDING_QUESTION, /* the owner is asked something */
  HEARTH_FINDING_PROMISE,  /* the owner said that they would do something */
  HEARTH_FINDING_REQUEST,  /* the owner asked somebody else, and waits */
  HEARTH_FINDING_PLEDGE,   /* somebody else said that they would do something for the owner */
  HEARTH_FINDING_DELIVERY,
  HEARTH_FINDING_FLIGHT,
  HEARTH_FINDING_BOOKING,
  HEARTH_FINDING_INVOICE,
  HEARTH_FINDING_CODE,     /* to be typed somewhere, and forgotten soon */
  HEARTH_FINDING_PROPOSAL, /* an event that is proposed in prose */
  HEARTH_N_FINDINGS,
} HearthFindingKind;

/** HearthFindingState: how a finding stands. The numbers are stored. */
typedef enum {
  HEARTH_FINDING_OPEN,
  HEARTH_FINDING_SETTLED,   /* what was written later settled it */
  HEARTH_FINDING_DONE,      /* the owner says that it is done */
  HEARTH_FINDING_DISMISSED, /* the owner says that it is none */
} HearthFindingState;

/**
 * HearthFinding:
 * @id: row, or 0
 * @message_id: the message in which it was found
 * @kind: what it is
 * @start: where the text that it rests on begins, in bytes of the message's text
 * @length: how long that is, in bytes
 * @text: what it is, in words that stand for themselves, one line
 * @value: (nullable): what a program wants of it: a code, the number of a parcel, a flight or a
 *   booking, an amount with its currency
 * @place: (nullable): where, of a booking, a flight or a proposal
 * @due: until when, or when it begins, seconds since 1970 UTC; 0 if nothing says so
 * @due_is_date: whether only the day of @due was named
 * @until: when it ends, or 0
 * @state: how it stands
 * @changed: when @state was last changed, seconds since 1970 UTC
 */
typedef struct {
  gint64 id;
  gint64 message_id;
  HearthFindingKind kind;
  gsize start;
  gsize length;
  char *text;
  char *value;
  char *place;
  gint64 due;
  gboolean due_is_date;
  gint64 until;
  HearthFindingState state;
  gint64 changed;
} HearthFinding;

HearthFinding *
hearth_finding_new (HearthFindingKind kind, const char *text, gsize start,
                    gsize length) G_GNUC_WARN_UNUSED_RESULT;
HearthFinding *
hearth_finding_copy (const HearthFinding *self) G_GNUC_WARN_UNUSED_RESULT;
void
hearth_finding_free (HearthFinding *self);
const char *
hearth_finding_kind_to_string (HearthFindingKind kind);
gboolean
hearth_finding_kind_from_string (const char *name, HearthFindingKind *kind);
const char *
hearth_finding_state_to_string (HearthFindingState state);
gboolean
hearth_finding_state_from_string (const char *name, HearthFindingState *state);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthFinding, hearth_finding_free)

G_END_DECLS
