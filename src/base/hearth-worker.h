/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_WORKER (hearth_worker_get_type ())
G_DECLARE_FINAL_TYPE (HearthWorker, hearth_worker, HEARTH, WORKER, GObject)

/**
 * HearthWorkerFunc:
 * @user_data: the caller's
 * @error: where to put the reason of a failure
 *
 * Work for hearth_worker_call_sync().
 *
 * Returns: whether it succeeded
 */
typedef gboolean (*HearthWorkerFunc) (gpointer user_data, GError **error);

/**
 * HearthWorkerIdleFunc:
 * @user_data: the caller's
 *
 * What a worker does when nothing is queued.
 */
typedef void (*HearthWorkerIdleFunc) (gpointer user_data);

HearthWorker *hearth_worker_new        (const char *name) G_GNUC_WARN_UNUSED_RESULT;
void          hearth_worker_queue      (HearthWorker *self, int priority, GTask *task,
                                        GTaskThreadFunc func);
gboolean      hearth_worker_call_sync  (HearthWorker *self, int priority, HearthWorkerFunc func,
                                        gpointer user_data, GError **error);
void          hearth_worker_set_idle   (HearthWorker *self, guint milliseconds,
                                        HearthWorkerIdleFunc func, gpointer user_data);
gboolean      hearth_worker_is_current (HearthWorker *self);
void          hearth_worker_stop       (HearthWorker *self);

G_END_DECLS
