/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-loopback.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * HearthHttpUrl:
 *
 * An absolute http or https address without user name or password.
 *
 * @text: the whole address, normalised
 * @scheme: "http" or "https"
 * @host: in lower case; an IPv6 address without brackets
 * @port: the port, also where it is the scheme's own
 * @place: the host as errors name it, with the port where it is not the scheme's own
 * @loopback: whether the host is this machine by its name: 127.0.0.0/8, ::1 or "localhost"
 */
typedef struct {
  char *text;
  char *scheme;
  char *host;
  guint port;
  char *place;
  gboolean loopback;
} HearthHttpUrl;

HearthHttpUrl *hearth_http_url_parse       (const char *text, GError **error) G_GNUC_WARN_UNUSED_RESULT;
HearthHttpUrl *hearth_http_url_resolve     (const HearthHttpUrl *base, const char *reference,
                                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean       hearth_http_url_same_origin (const HearthHttpUrl *a, const HearthHttpUrl *b);
void           hearth_http_url_free        (HearthHttpUrl *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthHttpUrl, hearth_http_url_free)

G_END_DECLS
