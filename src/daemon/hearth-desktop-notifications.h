/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-notification-server.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_DESKTOP_NOTIFICATIONS (hearth_desktop_notifications_get_type ())
G_DECLARE_FINAL_TYPE (HearthDesktopNotifications, hearth_desktop_notifications, HEARTH,
                      DESKTOP_NOTIFICATIONS, HearthNotificationServer)

HearthNotificationServer *hearth_desktop_notifications_new (GDBusConnection *bus,
                                                            const char *app_id) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
