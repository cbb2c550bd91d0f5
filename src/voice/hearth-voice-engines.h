/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-recognizer.h"
#include "hearth-synthesizer.h"

#include <gio/gunixfdlist.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_VOICE_ENGINES (hearth_voice_engines_get_type ())
G_DECLARE_FINAL_TYPE (HearthVoiceEngines, hearth_voice_engines, HEARTH, VOICE_ENGINES, GObject)

HearthVoiceEngines *hearth_voice_engines_new             (void) G_GNUC_WARN_UNUSED_RESULT;
HearthRecognizer   *hearth_voice_engines_dup_recognizer  (HearthVoiceEngines *self,
                                                          GVariant *options, GUnixFDList *fds,
                                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
HearthRecognizer   *hearth_voice_engines_dup_spotter     (HearthVoiceEngines *self,
                                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean            hearth_voice_engines_check_phrase_sync (const char *phrase, GError **error);
HearthSynthesizer  *hearth_voice_engines_dup_synthesizer (HearthVoiceEngines *self,
                                                          GVariant *options, GUnixFDList *fds,
                                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
