/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-bubble.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_NOTIFICATION_SERVER (hearth_notification_server_get_type ())
G_DECLARE_DERIVABLE_TYPE (HearthNotificationServer, hearth_notification_server, HEARTH,
                          NOTIFICATION_SERVER, GObject)

/**
 * HearthNotificationServerClass:
 * @get_name: see hearth_notification_server_get_name()
 * @is_ready: see hearth_notification_server_is_ready()
 * @get_inhibited: see hearth_notification_server_get_inhibited()
 * @want: see hearth_notification_server_want()
 * @send: see hearth_notification_server_send()
 * @withdraw: see hearth_notification_server_withdraw()
 * @close: see hearth_notification_server_close()
 * @tells_closed: see hearth_notification_server_tells_closed()
 */
struct _HearthNotificationServerClass {
  GObjectClass parent_class;

  const char *(*get_name)      (HearthNotificationServer *self);
  gboolean    (*is_ready)      (HearthNotificationServer *self);
  gboolean    (*get_inhibited) (HearthNotificationServer *self);
  void        (*want)          (HearthNotificationServer *self);
  void        (*send)          (HearthNotificationServer *self, const char *key, guint32 id,
                                const HearthBubble *bubble, gboolean veiled, gboolean aloud);
  void        (*withdraw)      (HearthNotificationServer *self, guint32 id);
  void        (*close)         (HearthNotificationServer *self);
  gboolean    tells_closed;
};

const char *hearth_notification_server_get_name      (HearthNotificationServer *self);
gboolean    hearth_notification_server_is_ready      (HearthNotificationServer *self);
gboolean    hearth_notification_server_get_inhibited (HearthNotificationServer *self);
gboolean    hearth_notification_server_tells_closed  (HearthNotificationServer *self);
void        hearth_notification_server_want          (HearthNotificationServer *self);
void        hearth_notification_server_send          (HearthNotificationServer *self,
                                                      const char *key, guint32 id,
                                                      const HearthBubble *bubble, gboolean veiled,
                                                      gboolean aloud);
void        hearth_notification_server_withdraw      (HearthNotificationServer *self, guint32 id);
void        hearth_notification_server_close         (HearthNotificationServer *self);

G_END_DECLS
