/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-proof-text.h"
#include "hearth-proof.h"

G_BEGIN_DECLS

/* What the checks of the proofreader share. Each looks through the text for one kind of thing. */

typedef struct {
  const HearthProofText *text;
  const HearthProofContext *context;
  guint32 day;           /* on which it is written */
  GHashTable *name_words; /* (element-type utf8): words of names of people, as they are spelled */
  GPtrArray *marks;      /* (element-type HearthProofMark) */
} HearthProof;

void hearth_proof_add        (HearthProof *self, HearthProofKind kind, guint first, guint last,
                              char *reason, ...) G_GNUC_NULL_TERMINATED;
void hearth_proof_add_range  (HearthProof *self, HearthProofKind kind, guint start, guint end,
                              guint token, char *reason, char **suggestions);

void hearth_proof_check_repeated (HearthProof *self);
void hearth_proof_check_openings (HearthProof *self);
void hearth_proof_check_length   (HearthProof *self);
void hearth_proof_check_commas   (HearthProof *self);
void hearth_proof_check_capitals (HearthProof *self);
void hearth_proof_check_quotes   (HearthProof *self);
void hearth_proof_check_spacing  (HearthProof *self);
void hearth_proof_check_names    (HearthProof *self);
void hearth_proof_check_dates    (HearthProof *self);
void hearth_proof_check_spelling (HearthProof *self);

G_END_DECLS
