/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-http.h"

#include <curl/curl.h>

G_BEGIN_DECLS

GError *hearth_http_error_new_status (const char *place, guint status, GHashTable *headers,
                                      gconstpointer body, gsize length);
GError *hearth_http_error_new_redirect (const char *place, const char *to, GHashTable *headers);
GError *hearth_http_error_new_curl   (const char *place, CURLcode code, int os_errno,
                                      const char *message);
GError *hearth_http_error_new_silent (const char *place);

G_END_DECLS
