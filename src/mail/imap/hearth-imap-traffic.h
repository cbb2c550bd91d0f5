/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HearthImapTraffic: what was said to a server.
 * @host: its name
 * @sent: bytes
 */
typedef struct {
  char *host;
  guint64 sent;
} HearthImapTraffic;

void       hearth_imap_traffic_add  (const char *host, guint64 sent);
GPtrArray *hearth_imap_traffic_take (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
