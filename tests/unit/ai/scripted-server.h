/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ScriptedReply:
 *
 * What the server does with each request from now on.
 *
 * @status: "200 OK"
 * @headers: (nullable): further header lines, each with CR LF
 * @body: (nullable): the body, not chunked
 * @length: its bytes, or -1 if it ends with NUL
 * @piece: how many bytes of it are written at a time; 0 for all
 * @chunked: with Transfer-Encoding: chunked; else until the connection ends
 * @says_length: with Content-Length
 * @cut_at: how many bytes of the body are sent before the connection ends, or -1 for all
 * @stall: keep the connection open and silent when all is sent
 * @stall_first: keep it open and silent instead of an answer
 * @close_at_once: read nothing, end the connection
 * @raw: (nullable): sent instead of all that
 */
typedef struct {
  const char *status;
  const char *headers;
  const char *body;
  gssize length;
  gsize piece;
  gboolean chunked;
  gboolean says_length;
  gssize cut_at;
  gboolean stall;
  gboolean stall_first;
  gboolean close_at_once;
  const char *raw;
} ScriptedReply;

#define SCRIPTED_REPLY_INIT { .status = "200 OK", .length = -1, .cut_at = -1 }

typedef struct _ScriptedServer ScriptedServer;

ScriptedServer *scripted_server_new              (gboolean tls);
void            scripted_server_free             (ScriptedServer *self);
guint16         scripted_server_get_port         (ScriptedServer *self);
void            scripted_server_set_reply        (ScriptedServer *self,
                                                  const ScriptedReply *reply);
void            scripted_server_set_first        (ScriptedServer *self,
                                                  const ScriptedReply *first, guint n);
char           *scripted_server_dup_last_request (ScriptedServer *self);
guint           scripted_server_get_n_requests   (ScriptedServer *self);
guint64         scripted_server_get_received     (ScriptedServer *self);
guint64         scripted_server_get_sent         (ScriptedServer *self);
gboolean        scripted_server_is_stalled     (ScriptedServer *self);
gboolean        scripted_server_wait_left        (ScriptedServer *self, gint64 within_us);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScriptedServer, scripted_server_free)

G_END_DECLS
