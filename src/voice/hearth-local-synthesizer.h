/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-synthesizer.h"

G_BEGIN_DECLS

/**
 * HearthSamplesFunc:
 * @rate: samples a second
 * @samples: (array length=n_samples): more of it
 * @n_samples: how many; 0 only asks whether to go on
 * @user_data: the caller's
 *
 * Receives sound as it is made, on the thread that makes it.
 *
 * Returns: whether to go on
 */
typedef gboolean (*HearthSamplesFunc) (guint rate, const gint16 *samples, gsize n_samples,
                                       gpointer user_data);

/**
 * HearthSpeechEngine:
 * @name: what it is called in settings, as "flite"
 * @speak_sync: makes the sound of a synthesis, all on one thread, and returns when that is done or
 *   @func wants no more; fails with #HearthVoiceError
 * @list_voices: adds its voices to an aa{sv}, see hearth_local_voices_add(); on any thread
 *
 * What speaks without a network.
 */
typedef struct {
  const char *name;
  gboolean (*speak_sync) (const HearthSynthesis *synthesis, HearthSamplesFunc func,
                          gpointer user_data, GError **error);
  void (*list_voices) (GVariantBuilder *list);
} HearthSpeechEngine;

extern const HearthSpeechEngine HEARTH_SPEECH_ENGINE_FLITE;
extern const HearthSpeechEngine HEARTH_SPEECH_ENGINE_ESPEAK;
extern const HearthSpeechEngine HEARTH_SPEECH_ENGINE_DISPATCHER;

#define HEARTH_TYPE_LOCAL_SYNTHESIZER (hearth_local_synthesizer_get_type ())
G_DECLARE_FINAL_TYPE (HearthLocalSynthesizer, hearth_local_synthesizer, HEARTH, LOCAL_SYNTHESIZER,
                      GObject)

HearthLocalSynthesizer *hearth_local_synthesizer_new (const HearthSpeechEngine *engine) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
