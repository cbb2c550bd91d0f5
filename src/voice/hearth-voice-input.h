/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-voice-error.h"

G_BEGIN_DECLS

/**
 * HearthVoiceInputFuncs:
 * @opened: the first sound came
 * @samples: more of what is heard, at %HEARTH_RECOGNIZER_RATE
 * @failed: nothing comes any more; the microphone is closed
 *
 * What a microphone does. All are called on the main context, and none once it was closed.
 */
typedef struct {
  void (*opened)  (gpointer user_data);
  void (*samples) (const gint16 *samples, gsize n_samples, gpointer user_data);
  void (*failed)  (const GError *error, gpointer user_data);
} HearthVoiceInputFuncs;

#define HEARTH_TYPE_VOICE_INPUT (hearth_voice_input_get_type ())
G_DECLARE_FINAL_TYPE (HearthVoiceInput, hearth_voice_input, HEARTH, VOICE_INPUT, GObject)

HearthVoiceInput *hearth_voice_input_new   (gboolean cancel_echo, const HearthVoiceInputFuncs *funcs,
                                            gpointer user_data) G_GNUC_WARN_UNUSED_RESULT;
gboolean          hearth_voice_input_open  (HearthVoiceInput *self, const char *device,
                                            guint piece_ms, GError **error);
void              hearth_voice_input_close (HearthVoiceInput *self);

G_END_DECLS
