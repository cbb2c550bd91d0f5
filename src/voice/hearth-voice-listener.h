/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-voice-speaker.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_VOICE_LISTENER (hearth_voice_listener_get_type ())
G_DECLARE_FINAL_TYPE (HearthVoiceListener, hearth_voice_listener, HEARTH, VOICE_LISTENER, GObject)

HearthVoiceListener *hearth_voice_listener_new       (HearthVoiceVoice1 *skeleton,
                                                      HearthVoiceEngines *engines,
                                                      HearthVoiceSpeaker *speaker) G_GNUC_WARN_UNUSED_RESULT;
guint                hearth_voice_listener_listen    (HearthVoiceListener *self, const char *mode,
                                                      GVariant *options, GUnixFDList *fds,
                                                      GError **error);
void                 hearth_voice_listener_expect    (HearthVoiceListener *self, guint hearing,
                                                      gboolean whole);
void                 hearth_voice_listener_stop      (HearthVoiceListener *self, gboolean finish);
gboolean             hearth_voice_listener_is_busy   (HearthVoiceListener *self);
double               hearth_voice_listener_get_level (HearthVoiceListener *self);

G_END_DECLS
