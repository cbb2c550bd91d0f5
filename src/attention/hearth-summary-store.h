/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-engine.h"
#include "hearth-thread-summary.h"

G_BEGIN_DECLS

gboolean             hearth_summary_store_save (HearthEngine *engine, gint64 thread_id,
                                                HearthThreadSummary *summary, GError **error);
HearthThreadSummary *hearth_summary_store_load (HearthDatabase *db, GPtrArray *thread,
                                                const char *service) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
