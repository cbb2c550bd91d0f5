/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void     hearth_background_portal_request_async  (GDBusConnection *bus, gboolean autostart,
                                                  const char *program, GCancellable *cancellable,
                                                  GAsyncReadyCallback callback, gpointer user_data);
gboolean hearth_background_portal_request_finish (GDBusConnection *bus, GAsyncResult *result,
                                                  gboolean *background, gboolean *autostart,
                                                  GError **error);

G_END_DECLS
