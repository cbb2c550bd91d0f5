/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-engine.h"

G_BEGIN_DECLS

gboolean hearth_engine_save_thread_summary (HearthEngine *self, gint64 thread_id, gint64 last_id,
                                            const char *text, const char *service, GError **error);

G_END_DECLS
