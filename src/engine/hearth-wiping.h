/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-engine.h"
#include "hearth-writer.h"

G_BEGIN_DECLS

/* Removing for good: what was remembered, what was said. */

gboolean hearth_engine_wipe_sync     (HearthEngine *self, HearthWriteFunc func, gpointer user_data,
                                      GError **error);
void     hearth_engine_wipe_async    (HearthEngine *self, HearthWriteFunc func, gpointer user_data,
                                      GAsyncReadyCallback callback, gpointer callback_data);
gboolean hearth_engine_wipe_finish   (HearthEngine *self, GAsyncResult *result, GError **error);
void     hearth_engine_finish_wiping (HearthEngine *self);

G_END_DECLS
