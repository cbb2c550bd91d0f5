/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-speech-client.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_ENTRY (hearth_entry_get_type ())
G_DECLARE_FINAL_TYPE (HearthEntry, hearth_entry, HEARTH, ENTRY, GtkWidget)

const char *hearth_entry_get_text (HearthEntry *self);
GtkWidget  *hearth_entry_get_text_widget (HearthEntry *self);
void        hearth_entry_set_text (HearthEntry *self, const char *text);
void        hearth_entry_set_busy (HearthEntry *self, gboolean busy);
void        hearth_entry_set_speech (HearthEntry *self, HearthSpeechClient *speech);

G_END_DECLS
