/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-answer.h"
#include "hearth-database.h"
#include "hearth-daemon-proxy.h"
#include "hearth-speech-client.h"

G_BEGIN_DECLS

/** HearthClientState: how the panel stands with the companion's service. */
typedef enum {
  HEARTH_CLIENT_CONNECTING,
  HEARTH_CLIENT_READY,
  HEARTH_CLIENT_AWAY, /* it is not running and could not be started, or it ended */
} HearthClientState;

/**
 * HearthReadFunc:
 * @db: the panel's read-only connection
 * @data: the reader's
 * @error: where to put an error
 *
 * Reads something from the store, on the panel's reading thread.
 *
 * Returns: (transfer full) (nullable): what was read, or %NULL with @error set
 */
typedef gpointer (*HearthReadFunc) (HearthDatabase *db, gpointer data, GError **error);

#define HEARTH_TYPE_CLIENT (hearth_client_get_type ())
G_DECLARE_FINAL_TYPE (HearthClient, hearth_client, HEARTH, CLIENT, GObject)

HearthClient     *hearth_client_new           (gboolean demo) G_GNUC_WARN_UNUSED_RESULT;
void              hearth_client_start         (HearthClient *self);
gboolean          hearth_client_is_demo       (HearthClient *self);
HearthClientState hearth_client_get_state     (HearthClient *self);
const char       *hearth_client_get_reason    (HearthClient *self);
const char       *hearth_client_get_activity  (HearthClient *self);
double            hearth_client_get_fraction  (HearthClient *self);
guint64           hearth_client_get_bytes     (HearthClient *self);
HearthBusDaemon1 *hearth_client_get_proxy     (HearthClient *self, GError **error);
HearthSpeechClient *hearth_client_get_speech  (HearthClient *self);
char             *hearth_client_dup_message   (const GError *error) G_GNUC_WARN_UNUSED_RESULT;
char             *hearth_client_dup_service_path (void) G_GNUC_WARN_UNUSED_RESULT;

void              hearth_client_read_async    (HearthClient *self, HearthReadFunc func, gpointer data,
                                               GDestroyNotify data_free, GDestroyNotify result_free,
                                               GCancellable *cancellable,
                                               GAsyncReadyCallback callback, gpointer user_data);
gpointer          hearth_client_read_finish   (HearthClient *self, GAsyncResult *result,
                                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
