/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-exchange.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_SERVICE_SPEECH (hearth_service_speech_get_type ())
G_DECLARE_FINAL_TYPE (HearthServiceSpeech, hearth_service_speech, HEARTH, SERVICE_SPEECH, GObject)

HearthServiceSpeech *hearth_service_speech_new    (HearthEngine *engine, HearthCompanion *companion,
                                                   GSettings *settings) G_GNUC_WARN_UNUSED_RESULT;
gboolean             hearth_service_speech_can_announce (HearthServiceSpeech *self);
void                 hearth_service_speech_set_away     (HearthServiceSpeech *self,
                                                         gboolean away);
void                 hearth_service_speech_announce (HearthServiceSpeech *self,
                                                     HearthChipKind kind, gint64 id,
                                                     const char *text);
gboolean             hearth_service_speech_export (HearthServiceSpeech *self, GDBusConnection *bus,
                                                   GError **error);

G_END_DECLS
