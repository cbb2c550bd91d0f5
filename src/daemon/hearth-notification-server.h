/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-bubble.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_NOTIFICATION_SERVER (hearth_notification_server_get_type ())
G_DECLARE_FINAL_TYPE (HearthNotificationServer, hearth_notification_server, HEARTH,
                      NOTIFICATION_SERVER, GObject)

HearthNotificationServer *hearth_notification_server_new           (GDBusConnection *bus,
                                                                    const char *app_id) G_GNUC_WARN_UNUSED_RESULT;
const char               *hearth_notification_server_get_name      (HearthNotificationServer *self);
gboolean                  hearth_notification_server_is_ready      (HearthNotificationServer *self);
gboolean                  hearth_notification_server_get_inhibited (HearthNotificationServer *self);
void                      hearth_notification_server_want          (HearthNotificationServer *self);
void                      hearth_notification_server_send          (HearthNotificationServer *self,
                                                                    const char *key, guint32 id,
                                                                    const HearthBubble *bubble,
                                                                    gboolean veiled,
                                                                    gboolean aloud);
void                      hearth_notification_server_withdraw      (HearthNotificationServer *self,
                                                                    guint32 id);
void                      hearth_notification_server_close         (HearthNotificationServer *self);

G_END_DECLS
