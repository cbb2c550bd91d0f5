/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-card.h"
#include "hearth-engine.h"
#include "hearth-gate-error.h"

G_BEGIN_DECLS

gboolean hearth_cards_accept  (HearthEngine *engine, gint64 id, const char *hash, gint64 *action,
                               GError **error);
gboolean hearth_cards_decline (HearthEngine *engine, gint64 id, GError **error);

G_END_DECLS
