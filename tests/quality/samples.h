/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-triage-model.h"

G_BEGIN_DECLS

/**
 * Sample: a message of which is known what it is.
 * @message: (owned): the message
 * @owner: (owned) (element-type utf8): whose mailbox it is in
 * @klass: its class, or -1 where only @spam is known
 * @phishing: whether it deceives
 * @spam: whether it is junk; 0 or 1, or -1 where that is not known
 * @group: (transfer none): where it comes from
 * @number: its number there
 * @fold: the tenth of the data that it is in; alike for mails of one pattern
 * @features, @rules, @evidence: what the rules make of it
 */
typedef struct {
  HearthMessage *message;
  GPtrArray *owner;
  int klass;
  gboolean phishing;
  int spam;
  const char *group;
  guint number;
  guint fold;
  HearthFeatures features;
  HearthVerdict rules;
  GArray *evidence;
} Sample;

void
sample_free (Sample *self);
gboolean
samples_add_labelled (GPtrArray *samples, const char *path, GError **error);
gboolean
samples_add_corpus (GPtrArray *samples, const char *dir, GError **error);
void
samples_judge (const Sample *sample, const HearthTriageModel *model, HearthVerdict *verdict);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Sample, sample_free)

G_END_DECLS
