/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-voice-client.h"
#include "hearth-voice-setup.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_MOUTH (hearth_mouth_get_type ())
G_DECLARE_FINAL_TYPE (HearthMouth, hearth_mouth, HEARTH, MOUTH, GObject)

HearthMouth *hearth_mouth_new          (HearthVoiceClient *client,
                                        HearthVoiceSetup *setup) G_GNUC_WARN_UNUSED_RESULT;
guint64      hearth_mouth_say          (HearthMouth *self, const char *text, const char *language,
                                        GVariant *trial);
guint64      hearth_mouth_prepare      (HearthMouth *self, const char *text, const char *language);
void         hearth_mouth_say_prepared (HearthMouth *self, guint64 id);
void         hearth_mouth_silence      (HearthMouth *self, guint64 id);
gboolean     hearth_mouth_is_busy      (HearthMouth *self);
gboolean     hearth_mouth_is_sounding  (HearthMouth *self);

G_END_DECLS
