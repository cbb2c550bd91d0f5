/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"
#include "hearth-records.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_VERDICT (hearth_verdict_get_type ())
G_DECLARE_FINAL_TYPE (HearthVerdict, hearth_verdict, HEARTH, VERDICT, GtkWidget)

GtkWidget       *hearth_verdict_new        (HearthClient *client) G_GNUC_WARN_UNUSED_RESULT;
void             hearth_verdict_set_turn   (HearthVerdict *self, gint64 turn);
void             hearth_verdict_set_rating (HearthVerdict *self, HearthTurnRating rating);
HearthTurnRating hearth_verdict_get_rating (HearthVerdict *self);

G_END_DECLS
