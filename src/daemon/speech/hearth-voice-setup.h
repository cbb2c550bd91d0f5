/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <gio/gunixfdlist.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_VOICE_SETUP (hearth_voice_setup_get_type ())
G_DECLARE_FINAL_TYPE (HearthVoiceSetup, hearth_voice_setup, HEARTH, VOICE_SETUP, GObject)

HearthVoiceSetup *hearth_voice_setup_new (GSettings *settings);
void hearth_voice_setup_hearing_async (HearthVoiceSetup *self, const char *language, GCancellable *cancellable,
                                        GAsyncReadyCallback callback, gpointer user_data);
GVariant *hearth_voice_setup_hearing_finish (HearthVoiceSetup *self, GAsyncResult *result, GUnixFDList **fds, GError **error);
void hearth_voice_setup_speaking_async (HearthVoiceSetup *self, const char *language, const char *voice, GCancellable *cancellable,
                                        GAsyncReadyCallback callback, gpointer user_data);
GVariant *hearth_voice_setup_speaking_finish (HearthVoiceSetup *self, GAsyncResult *result, GUnixFDList **fds, GError **error);
char *hearth_voice_setup_dup_hearing_title (HearthVoiceSetup *self);
char *hearth_voice_setup_dup_hearing_host (HearthVoiceSetup *self);
G_END_DECLS
