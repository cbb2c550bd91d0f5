/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-http-request.h"
#include "hearth-http-traffic.h"
#include "hearth-http-url.h"
#include "hearth-sockets.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HearthHttpError:
 *
 * Why a request failed. Cancellation is `G_IO_ERROR_CANCELLED` instead. Each message is a whole
 * sentence that names the host and holds nothing secret.
 */
typedef enum {
  HEARTH_HTTP_ERROR_INVALID,  /* the request is not one that Hearth sends: see the message */
  HEARTH_HTTP_ERROR_RESOLVE,  /* no address for the host's name */
  HEARTH_HTTP_ERROR_CONNECT,  /* refused, or not reachable */
  HEARTH_HTTP_ERROR_TLS,      /* no trustworthy connection */
  HEARTH_HTTP_ERROR_TIMEOUT,  /* connecting, silence or the whole took too long */
  HEARTH_HTTP_ERROR_CUT_OFF,  /* the connection ended in the middle */
  HEARTH_HTTP_ERROR_TOO_LARGE,
  HEARTH_HTTP_ERROR_STATUS,   /* see hearth_http_error_get_status() */
  HEARTH_HTTP_ERROR_REDIRECT, /* sent on to where the request may not go */
  HEARTH_HTTP_ERROR_PROTOCOL, /* the answer is not HTTP */
  HEARTH_HTTP_ERROR_PRIVATE,  /* the host is on this machine or its network, and may not be */
} HearthHttpError;

#define HEARTH_HTTP_ERROR (hearth_http_error_quark ())
GQuark  hearth_http_error_quark      (void);
guint   hearth_http_error_get_status (const GError *error);
GBytes *hearth_http_error_get_body   (const GError *error);
const char *hearth_http_error_get_header (const GError *error, const char *name);

#define HEARTH_TYPE_HTTP (hearth_http_get_type ())
G_DECLARE_FINAL_TYPE (HearthHttp, hearth_http, HEARTH, HTTP, GObject)

HearthHttp         *hearth_http_new         (HearthHttpTraffic *traffic) G_GNUC_WARN_UNUSED_RESULT;
void                hearth_http_ensure_curl (void);
HearthHttpTraffic  *hearth_http_get_traffic (HearthHttp *self);
void                hearth_http_set_purpose (HearthHttp *self, HearthTrafficPurpose purpose);
void                hearth_http_send_async  (HearthHttp *self, HearthHttpRequest *request,
                                             GCancellable *cancellable,
                                             GAsyncReadyCallback callback, gpointer user_data);
HearthHttpResponse *hearth_http_send_finish (HearthHttp *self, GAsyncResult *result,
                                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
HearthHttpResponse *hearth_http_send_sync   (HearthHttp *self, HearthHttpRequest *request,
                                             GCancellable *cancellable,
                                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
