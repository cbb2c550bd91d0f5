/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-engine.h"
#include "hearth-store-actions.h"
#include "hearth-store-later.h"

G_BEGIN_DECLS

gboolean hearth_engine_put_off         (HearthEngine *self, const gint64 *ids, gsize n_ids,
                                        gint64 until, const char *awaits, gint64 *action_id,
                                        GError **error);
gboolean hearth_engine_follow_up       (HearthEngine *self, gint64 message_id, gint64 until,
                                        gint64 *action_id, GError **error);
gboolean hearth_engine_bring_back      (HearthEngine *self, const gint64 *ids, gsize n_ids,
                                        gint64 *action_id, GError **error);
gboolean hearth_engine_note_answer     (HearthEngine *self, gint64 message_id, gint64 answer_id,
                                        GError **error);
gboolean hearth_engine_snooze_reminder (HearthEngine *self, gint64 reminder_id, gint64 until,
                                        GError **error);
gboolean hearth_engine_plan_later      (HearthEngine *self, GError **error);
gboolean hearth_later_undo             (HearthEngine *self, const HearthAction *action,
                                        guint *n_changed, GError **error);

G_END_DECLS
