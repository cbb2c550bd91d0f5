/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-card.h"
#include "hearth-engine.h"
#include "hearth-gate-error.h"

G_BEGIN_DECLS

void     hearth_cards_accept_async  (HearthEngine *engine, gint64 card, const char *hash,
                                     GAsyncReadyCallback callback, gpointer user_data);
gboolean hearth_cards_accept_finish (HearthEngine *engine, GAsyncResult *result, gint64 *action,
                                     GError **error);
gboolean hearth_cards_decline       (HearthEngine *engine, gint64 card, GError **error);

G_END_DECLS
