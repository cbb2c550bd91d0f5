/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-answer.h"
#include "hearth-client.h"
#include "hearth-records.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_TURN_VIEW (hearth_turn_view_get_type ())
G_DECLARE_FINAL_TYPE (HearthTurnView, hearth_turn_view, HEARTH, TURN_VIEW, GtkWidget)

GtkWidget  *hearth_turn_view_new               (HearthTurnRole role, const char *text);
void        hearth_turn_view_set_context       (HearthTurnView *self, HearthClient *client,
                                                GHashTable *said);
void        hearth_turn_view_take_event        (HearthTurnView *self, const HearthAnswerEvent *event);
void        hearth_turn_view_set_turn          (HearthTurnView *self, const HearthTurn *turn);
void        hearth_turn_view_set_origin        (HearthTurnView *self, const HearthTurn *turn);
void        hearth_turn_view_add_deed          (HearthTurnView *self, GtkWidget *deed);
void        hearth_turn_view_add_files         (HearthTurnView *self, GPtrArray *files);
GPtrArray  *hearth_turn_view_get_files         (HearthTurnView *self);
void        hearth_turn_view_set_editing       (HearthTurnView *self, gboolean editing);
void        hearth_turn_view_stop              (HearthTurnView *self);
void        hearth_turn_view_set_last  (HearthTurnView *self, gboolean last);
const char *hearth_turn_view_get_text          (HearthTurnView *self);
HearthTurnRole hearth_turn_view_get_role       (HearthTurnView *self);
gint64      hearth_turn_view_get_id            (HearthTurnView *self);
void        hearth_turn_view_set_id            (HearthTurnView *self, gint64 id);

G_END_DECLS
