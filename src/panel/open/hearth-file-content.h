/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void hearth_file_content_load_async  (GFile *file, GCancellable *cancellable,
                                      GAsyncReadyCallback callback, gpointer user_data);
int  hearth_file_content_load_finish (GFile *file, GAsyncResult *result, GError **error);

G_END_DECLS
