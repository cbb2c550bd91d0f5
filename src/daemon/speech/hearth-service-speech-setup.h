/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-daemon-dbus.h"
#include "hearth-voice-client.h"
#include "hearth-voice-setup.h"

G_BEGIN_DECLS

void hearth_service_speech_setup_connect     (HearthDaemonSpeech1 *skeleton,
                                              HearthVoiceSetup *setup);
void hearth_service_speech_setup_list_voices (HearthVoiceSetup *setup, HearthVoiceClient *client,
                                              GDBusMethodInvocation *invocation);

G_END_DECLS
