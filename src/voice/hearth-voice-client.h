/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-voice-error.h"

#include <gio/gunixfdlist.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_VOICE_CLIENT (hearth_voice_client_get_type ())
G_DECLARE_FINAL_TYPE (HearthVoiceClient, hearth_voice_client, HEARTH, VOICE_CLIENT, GObject)

HearthVoiceClient *hearth_voice_client_new         (const char *program) G_GNUC_WARN_UNUSED_RESULT;
void               hearth_voice_client_call_async  (HearthVoiceClient *self, const char *method,
                                                    GVariant *parameters, GUnixFDList *fds,
                                                    GCancellable *cancellable,
                                                    GAsyncReadyCallback callback,
                                                    gpointer user_data);
GVariant          *hearth_voice_client_call_finish (HearthVoiceClient *self, GAsyncResult *result,
                                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean           hearth_voice_client_is_running  (HearthVoiceClient *self);
void               hearth_voice_client_stop        (HearthVoiceClient *self);

G_END_DECLS
