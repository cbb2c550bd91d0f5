/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-event.h"
#include "hearth-writer.h"

G_BEGIN_DECLS

GPtrArray *hearth_conflicts_find   (HearthDatabase *db, const HearthOccurrence *wanted, guint travel,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   hearth_conflicts_update (HearthDatabase *db, HearthWriter *writer, guint travel,
                                    gboolean *changed, GError **error);

G_END_DECLS
