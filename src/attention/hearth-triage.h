/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-features.h"

G_BEGIN_DECLS

/** HearthClass: what a message is to its owner. */
typedef enum {
  HEARTH_CLASS_URGENT,
  HEARTH_CLASS_NEEDS_RESPONSE,
  HEARTH_CLASS_PERSONAL,
  HEARTH_CLASS_FYI,
  HEARTH_CLASS_PROMOTIONAL,
  HEARTH_N_CLASSES,
} HearthClass;

/* What has been learned; see hearth-triage-model.h. */
typedef struct _HearthTriageModel HearthTriageModel;

/**
 * HearthVerdict:
 * @klass: what the message is
 * @priority: 0 to 100; from 60 on it is worth a word
 * @reason: (owned): why, in the owner's language, as words that follow a name ("asks for a number
 *   by Friday")
 * @bulk: whether it was sent to many at once
 * @spam: whether it is junk
 * @phishing: whether it seems to deceive
 * @certain: whether the class follows from what the message is, so that no likeness to other mail
 *   can change it
 */
typedef struct {
  HearthClass klass;
  int priority;
  char *reason;
  gboolean bulk;
  gboolean spam;
  gboolean phishing;
  gboolean certain;
} HearthVerdict;

const char *
hearth_class_to_string (HearthClass klass);
void
hearth_verdict_clear (HearthVerdict *self);
void
hearth_triage (HearthVerdict *verdict, const HearthMessage *message,
               const HearthTriageContext *context, const HearthTriageModel *model);
void
hearth_triage_judge (HearthVerdict *verdict, const HearthMessage *message,
                     const HearthFeatures *features, const HearthTriageContext *context);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HearthVerdict, hearth_verdict_clear)

G_END_DECLS
