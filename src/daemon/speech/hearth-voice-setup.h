/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-http.h"
#include "hearth-voice-config.h"

#include <gio/gunixfdlist.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_VOICE_SETUP (hearth_voice_setup_get_type ())
G_DECLARE_FINAL_TYPE (HearthVoiceSetup, hearth_voice_setup, HEARTH, VOICE_SETUP, GObject)

HearthVoiceSetup *hearth_voice_setup_new               (GSettings *settings) G_GNUC_WARN_UNUSED_RESULT;
void              hearth_voice_setup_hearing_async     (HearthVoiceSetup *self,
                                                        const char *language,
                                                        GCancellable *cancellable,
                                                        GAsyncReadyCallback callback,
                                                        gpointer user_data);
GVariant         *hearth_voice_setup_hearing_finish    (HearthVoiceSetup *self,
                                                        GAsyncResult *result, GUnixFDList **fds,
                                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
void              hearth_voice_setup_speaking_async    (HearthVoiceSetup *self,
                                                        const char *language, const char *voice,
                                                        GCancellable *cancellable,
                                                        GAsyncReadyCallback callback,
                                                        gpointer user_data);
GVariant         *hearth_voice_setup_speaking_finish   (HearthVoiceSetup *self,
                                                        GAsyncResult *result, GUnixFDList **fds,
                                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
char             *hearth_voice_setup_dup_hearing_title (HearthVoiceSetup *self) G_GNUC_WARN_UNUSED_RESULT;
char             *hearth_voice_setup_dup_hearing_host  (HearthVoiceSetup *self) G_GNUC_WARN_UNUSED_RESULT;

/* What the owner changes */
GVariant         *hearth_voice_setup_list          (HearthVoiceSetup *self);
void              hearth_voice_setup_save_async    (HearthVoiceSetup *self,
                                                    const HearthVoiceConfig *config,
                                                    const char *key, GAsyncReadyCallback callback,
                                                    gpointer user_data);
char             *hearth_voice_setup_save_finish   (HearthVoiceSetup *self, GAsyncResult *result,
                                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
void              hearth_voice_setup_remove_async  (HearthVoiceSetup *self, const char *id,
                                                    GAsyncReadyCallback callback,
                                                    gpointer user_data);
gboolean          hearth_voice_setup_remove_finish (HearthVoiceSetup *self, GAsyncResult *result,
                                                    GError **error);
gboolean          hearth_voice_setup_choose        (HearthVoiceSetup *self, HearthVoiceUse use,
                                                    const char *choice, GError **error);
gboolean          hearth_voice_setup_agree         (HearthVoiceSetup *self, const char *host,
                                                    gboolean agreed, GError **error);

/* For what tries services and looks for them */
HearthHttp       *hearth_voice_setup_get_http      (HearthVoiceSetup *self);
GSettings        *hearth_voice_setup_get_settings  (HearthVoiceSetup *self);

G_END_DECLS
