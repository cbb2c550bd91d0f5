/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-local-synthesizer.h"

G_BEGIN_DECLS

/** The most voices that are taken of one module. */
#define HEARTH_SPEECH_MODULE_VOICES_MAX 300

/**
 * HearthModuleVoice:
 * @name: what the module calls it
 * @language: BCP 47
 *
 * A voice of a module.
 */
typedef struct {
  char *name;
  char *language;
} HearthModuleVoice;

/**
 * HearthSpeechModule:
 *
 * A program that speaks for Speech Dispatcher ("output module"), run without it: a module can give
 * its sound back instead of playing it, so that it is played like that of any voice, and echo and
 * interruptions are handled alike. For one thread.
 */
typedef struct _HearthSpeechModule HearthSpeechModule;

HearthSpeechModule *hearth_speech_module_start_sync       (const char *program, const char *config,
                                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
void                hearth_speech_module_free             (HearthSpeechModule *self);
gboolean            hearth_speech_module_is_alive         (HearthSpeechModule *self);
GPtrArray          *hearth_speech_module_list_voices_sync (HearthSpeechModule *self,
                                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean            hearth_speech_module_speak_sync       (HearthSpeechModule *self,
                                                           const HearthSynthesis *synthesis,
                                                           HearthSamplesFunc func,
                                                           gpointer user_data, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthSpeechModule, hearth_speech_module_free)

G_END_DECLS
