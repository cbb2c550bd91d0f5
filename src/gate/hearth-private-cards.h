/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-card.h"
#include "hearth-engine.h"

G_BEGIN_DECLS

void        hearth_private_cards_add    (HearthEngine *engine, HearthCard *card);
HearthCard *hearth_private_cards_get    (HearthEngine *engine, gint64 id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray  *hearth_private_cards_list   (HearthEngine *engine, const char *conversation) G_GNUC_WARN_UNUSED_RESULT;
void        hearth_private_cards_settle (HearthEngine *engine, gint64 id, HearthCardState state,
                                         gint64 action, const char *problem);
void        hearth_private_cards_forget (HearthEngine *engine, const char *conversation, gint64 from,
                                         gint64 until);

G_END_DECLS
