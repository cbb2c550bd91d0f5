/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-linear.h"
#include "hearth-triage.h"

G_BEGIN_DECLS

/** HearthTriageOutput: the questions that the weights answer; the classes come first. */
typedef enum {
  HEARTH_OUTPUT_PHISHING = HEARTH_N_CLASSES,
  HEARTH_OUTPUT_SPAM,
  HEARTH_N_OUTPUTS,
} HearthTriageOutput;

/**
 * HEARTH_TRIAGE_MODEL_BITS:
 *
 * Buckets of the general weights, as a power of two.
 */
#define HEARTH_TRIAGE_MODEL_BITS 16

/**
 * HearthTriageScores:
 * @values: how sure it is of each, as the logarithm of the odds
 * @owner: what the owner's own lessons say of it; a part of @values
 */
typedef struct {
  double values[HEARTH_N_OUTPUTS];
  double owner[HEARTH_N_OUTPUTS];
} HearthTriageScores;

GArray *
hearth_triage_evidence (const HearthMessage *message, const HearthFeatures *features,
                        const HearthVerdict *rules) G_GNUC_WARN_UNUSED_RESULT;

HearthTriageModel *
hearth_triage_model_new (const HearthLinear *general) G_GNUC_WARN_UNUSED_RESULT;
HearthTriageModel *
hearth_triage_model_new_shipped (void) G_GNUC_WARN_UNUSED_RESULT;
void
hearth_triage_model_free (HearthTriageModel *self);
void
hearth_triage_model_score (const HearthTriageModel *self, const HearthMessage *message,
                           const GArray *evidence, HearthTriageScores *scores);
void
hearth_triage_model_teach (HearthTriageModel *self, const HearthMessage *message,
                           const HearthFeatures *features, const HearthVerdict *rules,
                           HearthTriageOutput output);
void
hearth_triage_model_forget (HearthTriageModel *self);
void
hearth_triage_model_revise (const HearthTriageModel *self, HearthVerdict *verdict,
                            const HearthMessage *message, const HearthFeatures *features);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthTriageModel, hearth_triage_model_free)

G_END_DECLS
