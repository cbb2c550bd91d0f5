/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HearthImapAsync: one asynchronous call that is waited for, with a deadline. GIO's own blocking
 * connect and handshake bound each step, but not the whole.
 * @context: where the call comes back
 * @cancellable: to be handed to the call
 * @timed_out: the deadline passed
 */
typedef struct {
  GMainContext *context;
  GCancellable *cancellable;
  gboolean timed_out;
  /*< private >*/
  GCancellable *outer;
  gulong outer_id;
  GSource *timer;
  GAsyncResult *result;
} HearthImapAsync;

void          hearth_imap_async_begin (HearthImapAsync *self, guint milliseconds, GCancellable *outer);
void          hearth_imap_async_cb    (GObject *source, GAsyncResult *result, gpointer user_data);
GAsyncResult *hearth_imap_async_run   (HearthImapAsync *self);
void          hearth_imap_async_end   (HearthImapAsync *self);

G_END_DECLS
