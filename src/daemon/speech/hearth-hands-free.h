/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-exchange.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_HANDS_FREE (hearth_hands_free_get_type ())
G_DECLARE_FINAL_TYPE (HearthHandsFree, hearth_hands_free, HEARTH, HANDS_FREE, GObject)

HearthHandsFree *hearth_hands_free_new          (HearthEngine *engine, HearthCompanion *companion,
                                                 HearthVoiceClient *client, HearthVoiceSetup *setup,
                                                 HearthExchange *exchange,
                                                 GSettings *settings) G_GNUC_WARN_UNUSED_RESULT;
void             hearth_hands_free_set_attended (HearthHandsFree *self, gboolean attended);
void             hearth_hands_free_set_away     (HearthHandsFree *self, gboolean away);
const char      *hearth_hands_free_get_phrase   (HearthHandsFree *self);
const char      *hearth_hands_free_get_trouble  (HearthHandsFree *self);
void             hearth_hands_free_choose_async (HearthHandsFree *self, gboolean enabled,
                                                 const char *phrase, GAsyncReadyCallback callback,
                                                 gpointer user_data);
gboolean         hearth_hands_free_choose_finish (HearthHandsFree *self, GAsyncResult *result,
                                                 GError **error);

G_END_DECLS
