/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-voice-setup.h"

G_BEGIN_DECLS

void  hearth_voice_trial_async  (HearthVoiceSetup *setup, const HearthVoiceConfig *config,
                                 const char *key, GAsyncReadyCallback callback,
                                 gpointer user_data);
char *hearth_voice_trial_finish (GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
