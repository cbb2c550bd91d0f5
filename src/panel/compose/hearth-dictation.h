/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-speech-client.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_DICTATION (hearth_dictation_get_type ())
G_DECLARE_FINAL_TYPE (HearthDictation, hearth_dictation, HEARTH, DICTATION, GtkWidget)

void hearth_dictation_set_up (HearthDictation *self, HearthSpeechClient *speech, GtkTextView *text);
void hearth_dictation_stop   (HearthDictation *self);

G_END_DECLS
