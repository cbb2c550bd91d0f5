/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-conversation.h"
#include "hearth-engine.h"

G_BEGIN_DECLS

/* Verbs for what is said: each is one transaction, written before anything is shown. */

gboolean hearth_engine_begin_turn          (HearthEngine *self, const HearthConversation *fresh,
                                            gint64 replace_from, HearthTurn *asked,
                                            HearthTurn *answer, GError **error);
gboolean hearth_engine_rate_turn           (HearthEngine *self, gint64 turn,
                                            HearthTurnRating rating, GError **error);
gint64   hearth_engine_restore_turns       (HearthEngine *self, gint64 by, char **conversation,
                                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean hearth_engine_rename_conversation (HearthEngine *self, const char *name,
                                            const char *title, GError **error);
gboolean hearth_engine_set_summary         (HearthEngine *self, const char *name,
                                            const char *summary, gint64 until, HearthLabel label,
                                            GError **error);
gboolean hearth_engine_remove_conversation (HearthEngine *self, const char *name, GError **error);
void     hearth_engine_remove_conversation_async  (HearthEngine *self, const char *name,
                                                   GAsyncReadyCallback callback,
                                                   gpointer user_data);
gboolean hearth_engine_remove_conversation_finish (HearthEngine *self, GAsyncResult *result,
                                                   GError **error);

G_END_DECLS
