/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DavAnswer:
 * @request: a request, headers and body
 * @n: how many came before it
 * @user_data: the test's
 *
 * What a server says, on a thread of its own.
 *
 * Returns: (transfer full) (nullable): "207 Multi-Status\r\nHeader: x\r\n\r\nbody": a Content-Length
 *   is added; "endless" for bytes without an end; %NULL to say nothing and hold the connection
 */
typedef char *(*DavAnswer) (const char *request, guint n, gpointer user_data);

typedef struct _DavServer DavServer;

DavServer *dav_server_new          (DavAnswer answer, gpointer user_data);
void       dav_server_free         (DavServer *self);
char      *dav_server_dup_url      (DavServer *self, const char *host, const char *path);
guint      dav_server_get_n        (DavServer *self);
guint64    dav_server_get_sent     (DavServer *self);
gboolean   dav_server_saw          (DavServer *self, const char *text);
guint      dav_server_count        (DavServer *self, const char *text);
void       dav_server_forget       (DavServer *self);
gboolean   dav_server_wait_held    (DavServer *self);
gboolean   dav_server_wait_left    (DavServer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DavServer, dav_server_free)

char      *dav_dup_header          (const char *request, const char *name);
char      *dav_multistatus         (const char *inner);

G_END_DECLS
