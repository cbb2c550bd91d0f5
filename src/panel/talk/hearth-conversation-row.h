/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-conversation.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_CONVERSATION_ROW (hearth_conversation_row_get_type ())
G_DECLARE_FINAL_TYPE (HearthConversationRow, hearth_conversation_row, HEARTH, CONVERSATION_ROW,
                      GtkListBoxRow)

GtkWidget  *hearth_conversation_row_new         (const HearthConversation *conversation,
                                                 gboolean current);
GtkWidget  *hearth_conversation_row_new_private (const char *name, gboolean current);
GtkWidget  *hearth_conversation_row_new_hit     (const HearthTurnHit *hit);
void        hearth_conversation_row_rename      (HearthConversationRow *self);
const char *hearth_conversation_row_get_name    (HearthConversationRow *self);
const char *hearth_conversation_row_get_title   (HearthConversationRow *self);
gint64      hearth_conversation_row_get_turn    (HearthConversationRow *self);
gboolean    hearth_conversation_row_is_private  (HearthConversationRow *self);

G_END_DECLS
