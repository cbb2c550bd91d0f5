/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_CONVERSATION_LIST (hearth_conversation_list_get_type ())
G_DECLARE_FINAL_TYPE (HearthConversationList, hearth_conversation_list, HEARTH, CONVERSATION_LIST,
                      GtkWidget)

GtkWidget *hearth_conversation_list_new  (HearthClient *client);
void       hearth_conversation_list_open (HearthConversationList *self, const char *current,
                                          GPtrArray *private_names);
void       hearth_conversation_list_refresh (HearthConversationList *self);
void       hearth_conversation_list_hide (HearthConversationList *self, const char *name,
                                          gboolean hidden);

G_END_DECLS
