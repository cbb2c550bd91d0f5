/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-account.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/** HearthProtocol: what a server of an account speaks. */
typedef enum {
  HEARTH_PROTOCOL_IMAP,
  HEARTH_PROTOCOL_SMTP,
} HearthProtocol;

/**
 * HearthProbe: what a server said before any login.
 * @trusted: whether its certificate passes the usual checks; of a connection that is upgraded
 *   later (STARTTLS) that is not known yet, and this is %TRUE
 * @password: whether it takes passwords, as far as it says
 */
typedef struct {
  gboolean trusted;
  gboolean password;
} HearthProbe;

void     hearth_server_probe_async  (const HearthMailServer *server, HearthProtocol protocol,
                                     GSocketConnectable *where, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data);
gboolean hearth_server_probe_finish (GAsyncResult *result, HearthProbe *probe, GError **error);

G_END_DECLS
