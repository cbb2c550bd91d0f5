/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-notification-server.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_PORTAL_NOTIFICATIONS (hearth_portal_notifications_get_type ())
G_DECLARE_FINAL_TYPE (HearthPortalNotifications, hearth_portal_notifications, HEARTH,
                      PORTAL_NOTIFICATIONS, HearthNotificationServer)

HearthNotificationServer *hearth_portal_notifications_new (GDBusConnection *bus) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
