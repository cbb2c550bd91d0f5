/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-engine.h"
#include "hearth-store-actions.h"
#include "hearth-writer.h"

G_BEGIN_DECLS

/* What is done for the owner at a word, each in one transaction with what rides on it. */

void     hearth_engine_set_rider (HearthEngine *self, HearthRideFunc func, gpointer user_data);
gboolean hearth_engine_is_waited_for (HearthEngine *self);
gboolean hearth_engine_write     (HearthEngine *self, HearthWriteFunc func, gpointer user_data,
                                  GError **error);
void     hearth_engine_tell_changed (HearthEngine *self, const char *table);
gboolean hearth_engine_post      (HearthEngine *self, const HearthDraft *draft, guint delay,
                                  gint64 *action_id, GError **error);
HearthAccount *hearth_engine_choose_account (HearthEngine *self, const HearthMessage *message,
                                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
gint64   hearth_engine_find_posted (HearthEngine *self, gint64 action_id);

/* hearth-actions.c */
gboolean hearth_engine_undo_post (HearthEngine *self, const HearthAction *action,
                                  guint *n_changed, GError **error);

G_END_DECLS
