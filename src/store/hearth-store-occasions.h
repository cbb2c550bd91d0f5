/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-database.h"

G_BEGIN_DECLS

GHashTable *hearth_store_occasions_list_dismissed (HearthDatabase *db,
                                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean    hearth_store_occasions_dismiss        (HearthDatabase *db, const char *key,
                                                   gboolean dismissed, GError **error);

G_END_DECLS
