/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** One frame: 10 ms of mono, signed 16 bit samples at 16 kHz. */
#define HEARTH_VOICE_ACTIVITY_FRAME 160
#define HEARTH_VOICE_ACTIVITY_FRAME_MS 10

/** HearthVoiceActivityChange: what a frame made of speech. */
typedef enum {
  HEARTH_VOICE_ACTIVITY_SAME,
  HEARTH_VOICE_ACTIVITY_BEGIN,
  HEARTH_VOICE_ACTIVITY_END,
} HearthVoiceActivityChange;

typedef struct _HearthVoiceActivity HearthVoiceActivity;

HearthVoiceActivity *hearth_voice_activity_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void                 hearth_voice_activity_free (HearthVoiceActivity *self);

void                      hearth_voice_activity_set_onset    (HearthVoiceActivity *self,
                                                              guint milliseconds);
void                      hearth_voice_activity_set_hangover (HearthVoiceActivity *self,
                                                              guint milliseconds);
void                      hearth_voice_activity_set_echo     (HearthVoiceActivity *self,
                                                              double decibels);
HearthVoiceActivityChange hearth_voice_activity_push         (HearthVoiceActivity *self,
                                                              const gint16 *frame);
void                      hearth_voice_activity_reset        (HearthVoiceActivity *self);
gboolean                  hearth_voice_activity_is_speech    (HearthVoiceActivity *self);
guint                     hearth_voice_activity_get_age      (HearthVoiceActivity *self);
double                    hearth_voice_activity_get_level    (HearthVoiceActivity *self);
double                    hearth_voice_activity_get_decibels (HearthVoiceActivity *self);
double                    hearth_voice_activity_get_floor    (HearthVoiceActivity *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthVoiceActivity, hearth_voice_activity_free)

G_END_DECLS
