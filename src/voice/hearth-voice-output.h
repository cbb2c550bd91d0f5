/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-voice-error.h"

G_BEGIN_DECLS

/** The rate at which the echo canceller compares what is played with what is heard. */
#define HEARTH_VOICE_ECHO_RATE 32000

/**
 * HearthVoiceOutputFuncs:
 * @started: the first sound of a sentence is heard now
 * @ended: a sentence is over; heard is the part of it that sounded, from 0 to 1
 * @failed: nothing can sound; what waited was forgotten
 *
 * What becomes of what is played. All are called on the main context.
 */
typedef struct {
  void (*started) (guint64 id, gpointer user_data);
  void (*ended)   (guint64 id, double heard, gpointer user_data);
  void (*failed)  (const GError *error, gpointer user_data);
} HearthVoiceOutputFuncs;

#define HEARTH_TYPE_VOICE_OUTPUT (hearth_voice_output_get_type ())
G_DECLARE_FINAL_TYPE (HearthVoiceOutput, hearth_voice_output, HEARTH, VOICE_OUTPUT, GObject)

HearthVoiceOutput *hearth_voice_output_new        (const HearthVoiceOutputFuncs *funcs,
                                                   gpointer user_data) G_GNUC_WARN_UNUSED_RESULT;
gboolean           hearth_voice_output_open       (HearthVoiceOutput *self, GError **error);
void               hearth_voice_output_expect     (HearthVoiceOutput *self);
void               hearth_voice_output_push       (HearthVoiceOutput *self, guint64 id, guint rate,
                                                   const gint16 *samples, gsize n_samples,
                                                   double volume);
void               hearth_voice_output_end        (HearthVoiceOutput *self, guint64 id);
void               hearth_voice_output_silence    (HearthVoiceOutput *self, const guint64 *ids,
                                                   gsize n_ids);
gboolean           hearth_voice_output_is_audible (HearthVoiceOutput *self);
double             hearth_voice_output_get_level  (HearthVoiceOutput *self);
gboolean           hearth_voice_output_has_probe  (HearthVoiceOutput *self);

G_END_DECLS
