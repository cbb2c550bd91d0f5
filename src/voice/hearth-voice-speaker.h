/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-voice-dbus.h"
#include "hearth-voice-engines.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_VOICE_SPEAKER (hearth_voice_speaker_get_type ())
G_DECLARE_FINAL_TYPE (HearthVoiceSpeaker, hearth_voice_speaker, HEARTH, VOICE_SPEAKER, GObject)

HearthVoiceSpeaker *hearth_voice_speaker_new        (HearthVoiceVoice1 *skeleton,
                                                     HearthVoiceEngines *engines) G_GNUC_WARN_UNUSED_RESULT;
gboolean            hearth_voice_speaker_prepare    (HearthVoiceSpeaker *self, guint64 id,
                                                     const char *text, GVariant *options,
                                                     GUnixFDList *fds, GError **error);
void                hearth_voice_speaker_expect     (HearthVoiceSpeaker *self);
gboolean            hearth_voice_speaker_speak      (HearthVoiceSpeaker *self, guint64 id,
                                                     const char *text, GVariant *options,
                                                     GUnixFDList *fds, GError **error);
void                hearth_voice_speaker_silence    (HearthVoiceSpeaker *self, const guint64 *ids,
                                                     gsize n_ids);
gboolean            hearth_voice_speaker_is_audible (HearthVoiceSpeaker *self);
gboolean            hearth_voice_speaker_is_busy    (HearthVoiceSpeaker *self);
double              hearth_voice_speaker_get_level  (HearthVoiceSpeaker *self);
gboolean            hearth_voice_speaker_has_probe  (HearthVoiceSpeaker *self);

G_END_DECLS
