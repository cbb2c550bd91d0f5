/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void      hearth_goodbye_export_async  (GObject *owner, const char *data_dir,
                                        GSettings *settings, int fd,
                                        GAsyncReadyCallback callback, gpointer user_data);
gint64    hearth_goodbye_export_finish (GAsyncResult *result, GError **error);
void      hearth_goodbye_erase_async   (const char *data_dir, GSettings *settings,
                                        gboolean owned, GAsyncReadyCallback callback,
                                        gpointer user_data);
char    **hearth_goodbye_erase_finish  (GAsyncResult *result) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
