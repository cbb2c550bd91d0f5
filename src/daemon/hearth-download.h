/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-http.h"
#include "hearth-worker.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HearthDownloadError:
 *
 * Why a file was not downloaded, beside #HearthHttpError and #GIOErrorEnum. Messages are whole
 * sentences.
 */
typedef enum {
  HEARTH_DOWNLOAD_ERROR_NO_SPACE, /* the disk is full; what came stays */
  HEARTH_DOWNLOAD_ERROR_SIZE,     /* the server has another file */
  HEARTH_DOWNLOAD_ERROR_CHECKSUM, /* what came is another file; it was deleted */
  HEARTH_DOWNLOAD_ERROR_CUT_OFF,  /* it ended early; what came stays */
} HearthDownloadError;

#define HEARTH_DOWNLOAD_ERROR (hearth_download_error_quark ())
GQuark hearth_download_error_quark (void);

/**
 * HearthDownloadFunc:
 * @done: bytes that are there
 * @checking: whether all are, and their checksum is being made
 * @user_data: the starter's
 *
 * Told as a download proceeds, as often as bytes come.
 */
typedef void (*HearthDownloadFunc) (guint64 done, gboolean checking, gpointer user_data);

/**
 * HearthDownloadSentFunc:
 * @host: a host that was asked
 * @sent: bytes that were sent to it
 * @user_data: the starter's
 */
typedef void (*HearthDownloadSentFunc) (const char *host, guint64 sent, gpointer user_data);

void     hearth_download_async  (HearthHttp *http, HearthWorker *worker, const char *address,
                                 const char *path, guint64 size, const char *sha256,
                                 GCancellable *cancellable, HearthDownloadFunc func,
                                 HearthDownloadSentFunc sent_func, gpointer func_data,
                                 GAsyncReadyCallback callback, gpointer user_data);
gboolean hearth_download_finish (GAsyncResult *result, GError **error);
guint64  hearth_download_get_part (const char *path);
gboolean hearth_download_remove (const char *path, GError **error);

G_END_DECLS
