/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-features.h"
#include "hearth-message.h"

G_BEGIN_DECLS

/**
 * HEARTH_EVIDENCE_MAX:
 *
 * Pieces of evidence that are taken from one message. What matters stands at the top.
 */
#define HEARTH_EVIDENCE_MAX 3000

/** HearthEvidenceKind: where a piece of evidence stands. */
typedef enum {
  HEARTH_EVIDENCE_BODY,    /* a word */
  HEARTH_EVIDENCE_PAIR,    /* two words in a row */
  HEARTH_EVIDENCE_SUBJECT, /* a word of the subject */
  HEARTH_EVIDENCE_SENDER,  /* the sender's address */
  HEARTH_EVIDENCE_DOMAIN,  /* the sender's domain, and those above it */
  HEARTH_EVIDENCE_NAME,    /* a word of the sender's name */
  HEARTH_EVIDENCE_LINK,    /* the host of a link, and the domains above it */
  HEARTH_EVIDENCE_LIST,    /* the mailing list */
  HEARTH_EVIDENCE_SIGN,    /* what headers, structure and the known phrases say */
} HearthEvidenceKind;

/**
 * HearthEvidenceFunc:
 * @hash: its number
 * @kind: where it stands
 * @text: (array length=length): how it reads, in lower case; not terminated
 * @length: bytes of @text
 * @user_data: the caller's
 */
typedef void (*HearthEvidenceFunc) (guint32 hash, HearthEvidenceKind kind, const char *text,
                                    gsize length, gpointer user_data);

void
hearth_evidence_foreach (const HearthMessage *message, const HearthFeatures *features, guint max,
                         HearthEvidenceFunc func, gpointer user_data);
void
hearth_evidence_foreach_sender (const HearthMessage *message, HearthEvidenceFunc func,
                                gpointer user_data);
GArray *
hearth_evidence_collect (const HearthMessage *message,
                         const HearthFeatures *features) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
