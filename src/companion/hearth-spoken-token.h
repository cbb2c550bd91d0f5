/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "hearth-speech-words.h"

G_BEGIN_DECLS

gsize hearth_spoken_token_read     (HearthSpeechLanguage language, const char *text, gsize at,
                                    GString *out);
gsize hearth_spoken_token_is_link  (const char *text);
void  hearth_spoken_token_say_link (HearthSpeechLanguage language, const char *address,
                                    gsize length, GString *out);

G_END_DECLS
