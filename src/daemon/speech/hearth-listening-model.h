/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-engine.h"

G_BEGIN_DECLS

void     hearth_listening_model_ensure_async  (HearthEngine *engine, const char *name,
                                               GCancellable *cancellable,
                                               GAsyncReadyCallback callback, gpointer user_data);
gboolean hearth_listening_model_ensure_finish (GAsyncResult *result, char **model, char **words,
                                               GError **error);

G_END_DECLS
