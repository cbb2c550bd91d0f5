/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-account-choice.h"
#include "hearth-accounts-error.h"
#include "hearth-http.h"

G_BEGIN_DECLS

/**
 * HearthPlaceFunc:
 * @host: a host
 * @port: a port there
 * @user_data: the test's
 *
 * Says where a test has what would be at a host.
 *
 * Returns: (transfer full) (nullable): what is connected to instead; %NULL if nothing is there
 */
typedef GSocketConnectable *(*HearthPlaceFunc) (const char *host, guint16 port, gpointer user_data);

#define HEARTH_TYPE_DISCOVERY (hearth_discovery_get_type ())
G_DECLARE_FINAL_TYPE (HearthDiscovery, hearth_discovery, HEARTH, DISCOVERY, GObject)

HearthDiscovery *hearth_discovery_new          (HearthHttp *http, const char *ispdb) G_GNUC_WARN_UNUSED_RESULT;
void             hearth_discovery_set_double   (HearthDiscovery *self, GResolver *resolver,
                                                const char *web, HearthPlaceFunc place,
                                                gpointer user_data);
void             hearth_discovery_find_async   (HearthDiscovery *self, const char *address,
                                                GCancellable *cancellable,
                                                GAsyncReadyCallback callback, gpointer user_data);
GPtrArray       *hearth_discovery_find_finish  (HearthDiscovery *self, GAsyncResult *result,
                                                GStrv *told, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
