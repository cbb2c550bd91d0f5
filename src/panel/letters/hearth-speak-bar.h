/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-dictation.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_SPEAK_BAR (hearth_speak_bar_get_type ())
G_DECLARE_FINAL_TYPE (HearthSpeakBar, hearth_speak_bar, HEARTH, SPEAK_BAR, GtkWidget)

GtkWidget       *hearth_speak_bar_new           (void) G_GNUC_WARN_UNUSED_RESULT;
HearthDictation *hearth_speak_bar_get_dictation (HearthSpeakBar *self);

G_END_DECLS
