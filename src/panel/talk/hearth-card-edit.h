/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"

G_BEGIN_DECLS

gboolean hearth_card_edit_knows  (const char *verb);
void     hearth_card_edit_begin  (HearthBusDaemon1 *proxy, const char *verb, const char *content,
                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer user_data);
gint64   hearth_card_edit_finish (GAsyncResult *result, GError **error);

G_END_DECLS
