/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_TALK_BAR (hearth_talk_bar_get_type ())
G_DECLARE_FINAL_TYPE (HearthTalkBar, hearth_talk_bar, HEARTH, TALK_BAR, GtkWidget)

GtkWidget *hearth_talk_bar_new       (void);
void       hearth_talk_bar_set_title (HearthTalkBar *self, const char *title, gboolean is_private,
                                      gboolean can_rename);
void       hearth_talk_bar_rename    (HearthTalkBar *self);

G_END_DECLS
