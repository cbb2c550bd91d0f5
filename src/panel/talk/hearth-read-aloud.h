/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-speech-client.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_READ_ALOUD (hearth_read_aloud_get_type ())
G_DECLARE_FINAL_TYPE (HearthReadAloud, hearth_read_aloud, HEARTH, READ_ALOUD, GtkWidget)

GtkWidget *hearth_read_aloud_new      (HearthSpeechClient *speech);
void       hearth_read_aloud_set_turn (HearthReadAloud *self, gint64 turn);

G_END_DECLS
