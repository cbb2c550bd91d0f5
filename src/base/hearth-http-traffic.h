/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * HearthHttpCount:
 *
 * What went to and came from one host, in bytes of HTTP: request lines, headers and bodies.
 *
 * @host: the host
 * @loopback: whether the host is this machine, so that nothing left it
 * @sent: bytes sent since counting began
 * @received: bytes received since counting began
 */
typedef struct {
  char *host;
  gboolean loopback;
  guint64 sent;
  guint64 received;
} HearthHttpCount;

HearthHttpCount *hearth_http_count_copy (const HearthHttpCount *self) G_GNUC_WARN_UNUSED_RESULT;
void             hearth_http_count_free (HearthHttpCount *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthHttpCount, hearth_http_count_free)

#define HEARTH_TYPE_HTTP_TRAFFIC (hearth_http_traffic_get_type ())
G_DECLARE_FINAL_TYPE (HearthHttpTraffic, hearth_http_traffic, HEARTH, HTTP_TRAFFIC, GObject)

HearthHttpTraffic *hearth_http_traffic_new                  (void) G_GNUC_WARN_UNUSED_RESULT;
void               hearth_http_traffic_add                  (HearthHttpTraffic *self,
                                                             const char *host, gboolean loopback,
                                                             guint64 sent, guint64 received);
GPtrArray         *hearth_http_traffic_dup_counts           (HearthHttpTraffic *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
