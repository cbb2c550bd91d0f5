/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** HearthCancelWatch: has a main context told when something is cancelled, from whatever thread. */
typedef struct _HearthCancelWatch HearthCancelWatch;

HearthCancelWatch *
hearth_cancel_watch_new  (GCancellable *cancellable, GMainContext *context, int priority,
                          GCancellableSourceFunc func, gpointer user_data,
                          GDestroyNotify destroy) G_GNUC_WARN_UNUSED_RESULT;
void
hearth_cancel_watch_free (HearthCancelWatch *self);

G_END_DECLS
