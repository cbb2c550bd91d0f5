/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-voice-setup.h"

G_BEGIN_DECLS

/* Where the settings keep which hosts the owner agreed to. */
#define HEARTH_VOICE_SETUP_KEY_HOSTS "speech-hosts"

struct _HearthVoiceSetup {
  GObject parent_instance;

  GSettings *settings; /* (owned) */
  HearthHttp *http;    /* (owned) (nullable) made when it is first used */
};

gboolean hearth_voice_setup_is_private (const HearthVoiceConfig *config);
gboolean hearth_voice_setup_may_use    (HearthVoiceSetup *self, const HearthVoiceConfig *config);

G_END_DECLS
