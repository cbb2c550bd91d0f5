/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-message-model.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_MESSAGE_LIST (hearth_message_list_get_type ())
G_DECLARE_FINAL_TYPE (HearthMessageList, hearth_message_list, HEARTH, MESSAGE_LIST, GtkWidget)

GtkWidget          *hearth_message_list_new       (HearthMailDesk *desk);
HearthMessageModel *hearth_message_list_get_model (HearthMessageList *self);
void                hearth_message_list_look      (HearthMessageList *self, HearthMessageKind kind,
                                                   const char *query);
gint64              hearth_message_list_get_chosen (HearthMessageList *self);
gboolean            hearth_message_list_unmark    (HearthMessageList *self);

G_END_DECLS
