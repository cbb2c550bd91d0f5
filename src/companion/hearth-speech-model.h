/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "hearth-intents.h"

G_BEGIN_DECLS

/** HEARTH_SPEECH_MODEL_MAX_NAMES: how many names of people, and of events, are taken up. */
#define HEARTH_SPEECH_MODEL_MAX_NAMES 400

/**
 * HearthSpeechModel:
 * @language_model: the sentences that are expected, an n-gram model in the ARPA format
 * @words: its words, in small letters, each once
 *
 * What a recogniser listens for. It holds names of the owner's people and events.
 */
typedef struct {
  char *language_model;
  GStrv words;
} HearthSpeechModel;

HearthSpeechModel *hearth_speech_model_new (const char *const *people, const char *const *events,
                                            const char *name,
                                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hearth_speech_model_free (HearthSpeechModel *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthSpeechModel, hearth_speech_model_free)

G_END_DECLS
