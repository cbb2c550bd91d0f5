/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-database-private.h"
#include "hearth-message.h"

G_BEGIN_DECLS

gboolean hearth_search_index_add      (HearthDatabase *db, gint64 id, const HearthMessage *message,
                                       const char *sender, const char *recipients,
                                       const char *attachments, GError **error);
gboolean hearth_search_index_remove   (HearthDatabase *db, gint64 id, GError **error);
gboolean hearth_search_index_clear    (HearthDatabase *db, GError **error);
gboolean hearth_search_index_set_bulk (HearthDatabase *db, gboolean bulk, GError **error);
gboolean hearth_search_index_check    (HearthDatabase *db, GError **error);

G_END_DECLS
