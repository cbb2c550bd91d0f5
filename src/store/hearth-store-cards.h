/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-card.h"
#include "hearth-database.h"

G_BEGIN_DECLS

gboolean    hearth_store_cards_add    (HearthDatabase *db, HearthCard *card, GError **error);
HearthCard *hearth_store_cards_get    (HearthDatabase *db, gint64 id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray  *hearth_store_cards_list   (HearthDatabase *db, const char *conversation, GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray  *hearth_store_cards_list_waiting (HearthDatabase *db, guint limit, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean    hearth_store_cards_settle (HearthDatabase *db, const HearthCard *card,
                                       HearthCardState state, gint64 action_id,
                                       const char *problem, gboolean *settled, GError **error);

G_END_DECLS
