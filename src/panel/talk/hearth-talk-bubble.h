/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_TALK_BUBBLE (hearth_talk_bubble_get_type ())
G_DECLARE_FINAL_TYPE (HearthTalkBubble, hearth_talk_bubble, HEARTH, TALK_BUBBLE, GtkWidget)

GtkWidget *hearth_talk_bubble_new         (const char *text);
void       hearth_talk_bubble_set_editing (HearthTalkBubble *self, gboolean editing);

G_END_DECLS
