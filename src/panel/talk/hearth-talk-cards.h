/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-card-view.h"
#include "hearth-client.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_TALK_CARDS (hearth_talk_cards_get_type ())
G_DECLARE_FINAL_TYPE (HearthTalkCards, hearth_talk_cards, HEARTH, TALK_CARDS, GObject)

HearthTalkCards *hearth_talk_cards_new              (HearthClient *client) G_GNUC_WARN_UNUSED_RESULT;
void             hearth_talk_cards_set_conversation (HearthTalkCards *self, const char *name);
void             hearth_talk_cards_refresh          (HearthTalkCards *self);
void             hearth_talk_cards_arrange          (HearthTalkCards *self);
GPtrArray       *hearth_talk_cards_list_unplaced    (HearthTalkCards *self) G_GNUC_WARN_UNUSED_RESULT;
GtkWidget       *hearth_talk_cards_make_done        (HearthTalkCards *self, const char *text,
                                                     gint64 action);

G_END_DECLS
