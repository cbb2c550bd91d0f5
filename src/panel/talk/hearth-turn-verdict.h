/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"
#include "hearth-records.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_TURN_VERDICT (hearth_turn_verdict_get_type ())
G_DECLARE_FINAL_TYPE (HearthTurnVerdict, hearth_turn_verdict, HEARTH, TURN_VERDICT, GtkWidget)

GtkWidget       *hearth_turn_verdict_new        (HearthClient *client) G_GNUC_WARN_UNUSED_RESULT;
void             hearth_turn_verdict_set_turn   (HearthTurnVerdict *self, gint64 turn);
void             hearth_turn_verdict_set_rating (HearthTurnVerdict *self, HearthTurnRating rating);
HearthTurnRating hearth_turn_verdict_get_rating (HearthTurnVerdict *self);

G_END_DECLS
