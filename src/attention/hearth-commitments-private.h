/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-commitment-text.h"
#include "hearth-commitment-words.h"
#include "hearth-due.h"
#include "hearth-features.h"
#include "hearth-finding.h"

G_BEGIN_DECLS

/* Between hearth-commitments.c and hearth-commitment-wishes.c only. */

#define HEARTH_ASK_BIT(cue) HEARTH_PHRASE_BIT (HEARTH_ASK_##cue)

/* A part of a sentence that can ask one thing. */
typedef struct {
  HearthPhraseLine line;
  char *text; /* (owned) */
  gsize start;
  gsize length;
  gboolean counted; /* one of several: "(1)" */
  HearthDue due; /* from before an enumeration */
} HearthClause;

typedef struct {
  const HearthMessage *message;
  GPtrArray *owner;
  GPtrArray *findings;
  const HearthPhrases *phrases;
  HearthFeatures features;
  HearthVoice voice;
  char *name;       /* (owned) of the other */
  HearthClause *clause;   /* being read */
  HearthClause *before;   /* (nullable): the one before it */
  gboolean asks;    /* what is asked is the owner's, or the owner asks */
  gboolean machine; /* a program or a list wrote it */
  guint n_asks;
  guint first;      /* number of the first finding of this message */
} HearthCommitmentReader;

gboolean hearth_commitment_begins_part  (const HearthPhraseLine *line, guint at);
guint    hearth_commitment_find_end     (HearthCommitmentReader *self, guint at);
HearthFinding *hearth_commitment_add_question (HearthCommitmentReader *self);
void     hearth_commitment_add_back     (HearthCommitmentReader *self);
gboolean hearth_commitment_read_bid     (HearthCommitmentReader *self, guint at);
void     hearth_commitment_read_due     (HearthCommitmentReader *self);
gboolean hearth_commitment_read_promise (HearthCommitmentReader *self, int cue, guint at,
                                         guint used);
guint    hearth_commitment_read_opener  (HearthCommitmentReader *self, int cue, guint at,
                                         guint used);

G_END_DECLS
