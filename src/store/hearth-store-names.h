/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-database.h"

G_BEGIN_DECLS

GStrv hearth_store_names_list_people (HearthDatabase *db, guint limit,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
GStrv hearth_store_names_list_events (HearthDatabase *db, gint64 now, guint limit,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
