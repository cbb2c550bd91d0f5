/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-notification-server.h"

/**
 * HearthNotificationServer:
 *
 * The program that shows bubbles, as it is on the bus: there or not, new after a crash, busy.
 * Nothing waits for it.
 *
 * Signals:
 * `ready ()`: it takes bubbles, and how it is inhibited may be another;
 * `gone ()`: it ended, what it showed went with it, and no answer is awaited any more;
 * `taken (key, id)`: a bubble that was sent has that number;
 * `lost (key)`: a bubble that was sent is to be sent again when it is ready;
 * `stray (key, id)`: one that was taken for lost has that number after all;
 * `closed (id, dismissed)`: a bubble went, because the owner closed it or for another reason;
 * `action (id, action, token)`: a button was pressed; the token may be %NULL.
 */
G_DEFINE_ABSTRACT_TYPE (HearthNotificationServer, hearth_notification_server, G_TYPE_OBJECT)

static void
add_signal (const char *name, guint n, GType first, GType second, GType third)
{
  g_signal_new (name, HEARTH_TYPE_NOTIFICATION_SERVER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, n, first, second, third);
}

static void
hearth_notification_server_class_init (HearthNotificationServerClass *klass)
{
  add_signal ("ready", 0, 0, 0, 0);
  add_signal ("gone", 0, 0, 0, 0);
  add_signal ("taken", 2, G_TYPE_STRING, G_TYPE_UINT, 0);
  add_signal ("lost", 1, G_TYPE_STRING, 0, 0);
  add_signal ("stray", 2, G_TYPE_STRING, G_TYPE_UINT, 0);
  add_signal ("closed", 2, G_TYPE_UINT, G_TYPE_BOOLEAN, 0);
  add_signal ("action", 3, G_TYPE_UINT, G_TYPE_STRING, G_TYPE_STRING);
}

static void
hearth_notification_server_init (HearthNotificationServer *self)
{
}

/**
 * hearth_notification_server_get_name:
 * @self: a server
 *
 * Returns: (nullable): a name under which the numbers of bubbles hold: no other server has it, also
 *   none of another session; %NULL until one has answered
 */
const char *
hearth_notification_server_get_name (HearthNotificationServer *self)
{
  return HEARTH_NOTIFICATION_SERVER_GET_CLASS (self)->get_name (self);
}

/**
 * hearth_notification_server_is_ready:
 * @self: a server
 *
 * Returns: whether there is one, and it answers
 */
gboolean
hearth_notification_server_is_ready (HearthNotificationServer *self)
{
  return HEARTH_NOTIFICATION_SERVER_GET_CLASS (self)->is_ready (self);
}

/**
 * hearth_notification_server_get_inhibited:
 * @self: a server
 *
 * Returns: whether the desktop says that its owner is not to be disturbed
 */
gboolean
hearth_notification_server_get_inhibited (HearthNotificationServer *self)
{
  return HEARTH_NOTIFICATION_SERVER_GET_CLASS (self)->get_inhibited (self);
}

/**
 * hearth_notification_server_tells_closed:
 * @self: a server
 *
 * Returns: whether `closed` tells of every bubble that went; else one that was sent may have gone
 */
gboolean
hearth_notification_server_tells_closed (HearthNotificationServer *self)
{
  return HEARTH_NOTIFICATION_SERVER_GET_CLASS (self)->tells_closed;
}

/**
 * hearth_notification_server_want:
 * @self: a server
 *
 * Has the bus start a server, if there is none and it knows how.
 */
void
hearth_notification_server_want (HearthNotificationServer *self)
{
  HEARTH_NOTIFICATION_SERVER_GET_CLASS (self)->want (self);
}

/**
 * hearth_notification_server_send:
 * @self: a server that is ready
 * @key: the bubble's name; none of that name may be on its way
 * @id: the number of the bubble that it replaces, or the one that it is to have if the server
 *   leaves that to its clients
 * @bubble: what it says
 * @veiled: whether it says no more than its locked form
 * @aloud: whether its sound is played; if not, the server is asked for none at all
 *
 * Sends a bubble. Its answer is `taken` or `lost`, unless the server is gone before.
 */
void
hearth_notification_server_send (HearthNotificationServer *self, const char *key, guint32 id,
                                 const HearthBubble *bubble, gboolean veiled, gboolean aloud)
{
  HEARTH_NOTIFICATION_SERVER_GET_CLASS (self)->send (self, key, id, bubble, veiled, aloud);
}

/**
 * hearth_notification_server_withdraw:
 * @self: a server
 * @id: a bubble's number, or 0
 *
 * Takes a bubble off the screen.
 */
void
hearth_notification_server_withdraw (HearthNotificationServer *self, guint32 id)
{
  HEARTH_NOTIFICATION_SERVER_GET_CLASS (self)->withdraw (self, id);
}

/**
 * hearth_notification_server_close:
 * @self: a server
 *
 * Stops listening. The bubbles stay on the screen as far as the desktop keeps them.
 */
void
hearth_notification_server_close (HearthNotificationServer *self)
{
  HEARTH_NOTIFICATION_SERVER_GET_CLASS (self)->close (self);
}
