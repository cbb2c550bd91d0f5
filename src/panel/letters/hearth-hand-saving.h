/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"
#include "hearth-hand.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_HAND_SAVING (hearth_hand_saving_get_type ())
G_DECLARE_FINAL_TYPE (HearthHandSaving, hearth_hand_saving, HEARTH, HAND_SAVING, GObject)

HearthHandSaving *hearth_hand_saving_new    (HearthClient *client, gint64 id, const char *name) G_GNUC_WARN_UNUSED_RESULT;
gint64            hearth_hand_saving_get_id (HearthHandSaving *self);
gboolean          hearth_hand_saving_is_busy (HearthHandSaving *self);
void              hearth_hand_saving_save   (HearthHandSaving *self, HearthHand *hand);

G_END_DECLS
