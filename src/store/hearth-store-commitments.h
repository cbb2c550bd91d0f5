/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-store-findings.h"
#include "hearth-store-messages.h"

G_BEGIN_DECLS

/** HEARTH_FINDINGS_TO_DO: what the owner is asked, asked to answer, and has promised. */
#define HEARTH_FINDINGS_TO_DO                                                                      \
  (HEARTH_FINDING_BIT (HEARTH_FINDING_ASK) | HEARTH_FINDING_BIT (HEARTH_FINDING_QUESTION) |        \
   HEARTH_FINDING_BIT (HEARTH_FINDING_PROMISE))

/** HEARTH_FINDINGS_COMMITMENTS: those, and what others have promised. */
#define HEARTH_FINDINGS_COMMITMENTS                                                                \
  (HEARTH_FINDINGS_TO_DO | HEARTH_FINDING_BIT (HEARTH_FINDING_PLEDGE))

/**
 * HearthCommitment: something that somebody owes somebody.
 * @finding: (nullable): what it is; %NULL for a message as a whole
 * @message: the message in which it was found, with its text if that was asked for
 */
typedef struct {
  HearthFinding *finding;
  HearthMessage *message;
} HearthCommitment;

void
hearth_commitment_free (HearthCommitment *self);
const HearthAddress *
hearth_commitment_get_other (const HearthCommitment *self);
char *
hearth_commitment_dup_quote (const HearthCommitment *self) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *
hearth_store_commitments_list (HearthDatabase *db, guint kinds, gint64 since, HearthMessageDetail detail,
                               guint limit, GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *
hearth_store_commitments_list_waiting (HearthDatabase *db, gint64 since, HearthMessageDetail detail,
                                       guint limit, GError **error) G_GNUC_WARN_UNUSED_RESULT;
int
hearth_commitment_count_working_days (gint64 from, gint64 to);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthCommitment, hearth_commitment_free)

G_END_DECLS
