/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** HearthPresence: what the companion does, as its mark shows it. */
typedef enum {
  HEARTH_PRESENCE_HERE,      /* still */
  HEARTH_PRESENCE_LISTENING, /* breathing */
  HEARTH_PRESENCE_THINKING,  /* quicker */
  HEARTH_PRESENCE_SPEAKING,  /* as far as the voice is loud */
  HEARTH_PRESENCE_AWAY,      /* still and pale */
} HearthPresence;

#define HEARTH_TYPE_PRESENCE_MARK (hearth_presence_mark_get_type ())
G_DECLARE_FINAL_TYPE (HearthPresenceMark, hearth_presence_mark, HEARTH, PRESENCE_MARK, GtkWidget)

void hearth_presence_mark_set_presence (HearthPresenceMark *self, HearthPresence presence);
void hearth_presence_mark_set_level    (HearthPresenceMark *self, double level);

G_END_DECLS
