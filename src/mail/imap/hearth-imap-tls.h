/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GIOStream *hearth_imap_tls_start_sync (GIOStream *base, const char *host, guint16 port, const char *pin,
                                       guint milliseconds, GCancellable *cancellable,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
