/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-wyoming-event.h"

G_BEGIN_DECLS

/**
 * HearthWyomingPlace:
 * @host: this computer: "localhost", or an address of it
 * @port: where it listens
 * @text: both, as errors name them
 *
 * Where a server of the Wyoming protocol listens. The protocol has neither encryption nor a login,
 * so that only this computer will do.
 */
typedef struct {
  char *host;
  guint16 port;
  char *text;
} HearthWyomingPlace;

HearthWyomingPlace *hearth_wyoming_place_parse (const char *address,
                                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
HearthWyomingPlace *hearth_wyoming_place_copy  (const HearthWyomingPlace *self) G_GNUC_WARN_UNUSED_RESULT;
void                hearth_wyoming_place_free  (HearthWyomingPlace *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthWyomingPlace, hearth_wyoming_place_free)

/**
 * HearthWyomingFunc:
 * @event: (nullable) (transfer none): what the server says; %NULL where the connection ended
 * @error: (nullable): why it ended, with @event %NULL
 * @user_data: the caller's
 *
 * Receives what comes over a connection, on the thread-default main context of when it was opened,
 * never from within a function of the connection. Nothing comes after @error or
 * hearth_wyoming_connection_close().
 */
typedef void (*HearthWyomingFunc) (const HearthWyomingEvent *event, const GError *error,
                                   gpointer user_data);

#define HEARTH_TYPE_WYOMING_CONNECTION (hearth_wyoming_connection_get_type ())
G_DECLARE_FINAL_TYPE (HearthWyomingConnection, hearth_wyoming_connection, HEARTH,
                      WYOMING_CONNECTION, GObject)

HearthWyomingConnection *hearth_wyoming_connection_open  (const HearthWyomingPlace *place,
                                                          GCancellable *cancellable,
                                                          HearthWyomingFunc func,
                                                          gpointer user_data) G_GNUC_WARN_UNUSED_RESULT;
void                     hearth_wyoming_connection_send  (HearthWyomingConnection *self,
                                                          const char *type, JsonObject *data,
                                                          gconstpointer payload, gsize length);
void                     hearth_wyoming_connection_expect_within (HearthWyomingConnection *self,
                                                                  guint milliseconds);
void                     hearth_wyoming_connection_close (HearthWyomingConnection *self);

G_END_DECLS
