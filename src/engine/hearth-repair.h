/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-engine.h"

G_BEGIN_DECLS

gboolean hearth_engine_check_sync    (HearthEngine *self, gboolean repair, gboolean *right,
                                      GError **error);
void     hearth_engine_check_async   (HearthEngine *self, gboolean repair,
                                      GAsyncReadyCallback callback, gpointer user_data);
gboolean hearth_engine_check_finish  (HearthEngine *self, GAsyncResult *result, gboolean *right,
                                      GError **error);

G_END_DECLS
