/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-voice-client.h"
#include "hearth-voice-setup.h"

G_BEGIN_DECLS

void      hearth_voice_list_async  (HearthVoiceSetup *setup, HearthVoiceClient *client,
                                    GAsyncReadyCallback callback, gpointer user_data);
GVariant *hearth_voice_list_finish (GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
