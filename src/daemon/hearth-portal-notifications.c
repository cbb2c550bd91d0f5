/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-portal-notifications.h"

#define PORTAL "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"
#define NOTIFICATION "org.freedesktop.portal.Notification"
#define PROPERTIES_NAME "org.freedesktop.DBus.Properties"
#define BUS_NAME "org.freedesktop.DBus"
#define BUS_PATH "/org/freedesktop/DBus"

/* The portal starts the program behind it, which a busy machine may take a while for. */
#define ANSWER_MS 20000
#define RETRY_FIRST_S 2
#define RETRY_MAX_S 60

/* From this version on sounds and what is said on a locked screen can be asked for. Earlier ones
 * refuse a notification with what they do not know. */
#define VERSION_WITH_SOUND 2

/**
 * HearthPortalNotifications:
 *
 * The portal Notification, by which programs in a sandbox show bubbles.
 *
 * A bubble has its number for a name there, chosen by Hearth, so that one that is sent twice is
 * there once. The portal keeps quiet where the desktop wants it, and does not say so. It does not
 * say either that a bubble was closed; what stays on a locked screen is the desktop's to decide.
 */
struct _HearthPortalNotifications {
  HearthNotificationServer parent_instance;

  GDBusConnection *bus;      /* (owned) */
  char *owner;               /* (owned) (nullable): its unique name */
  GCancellable *cancellable; /* (owned) */
  GCancellable *calls;       /* (owned): what is on its way to the present portal */
  guint subscriptions[2];
  guint retry_timer; /* runs until it is asked or told again */
  guint retry_s;
  guint32 version; /* 0 until it has answered */
  gboolean is_starting;
};

/* A bubble on its way. */
typedef struct {
  HearthPortalNotifications *self; /* (unowned): valid unless the call was cancelled */
  char *key;                       /* (owned) */
  guint32 id;
} Call;

G_DEFINE_FINAL_TYPE (HearthPortalNotifications, hearth_portal_notifications,
                     HEARTH_TYPE_NOTIFICATION_SERVER)

static void greet (HearthPortalNotifications *self);
static void hearth_portal_notifications_want (HearthNotificationServer *server);

static void
call_free (Call *call)
{
  g_free (call->key);
  g_free (call);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Call, call_free)

static gboolean
retry_cb (gpointer user_data)
{
  HearthPortalNotifications *self = user_data;

  self->retry_timer = 0;
  if (self->version == 0)
    greet (self);
  else
    g_signal_emit_by_name (self, "ready");
  return G_SOURCE_REMOVE;
}

/* Tries again, each time later. */
static void
retry_later (HearthPortalNotifications *self)
{
  g_clear_handle_id (&self->retry_timer, g_source_remove);
  self->retry_timer = g_timeout_add_seconds (self->retry_s, retry_cb, self);
  self->retry_s = MIN (self->retry_s * 2, RETRY_MAX_S);
}

static void
added_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Call) call = user_data;
  g_autoptr (HearthPortalNotifications) self = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = g_object_ref (call->self);
  if (reply != NULL) {
    self->retry_s = RETRY_FIRST_S;
    g_signal_emit_by_name (self, "taken", call->key, call->id);
    return;
  }
  g_warning ("A notification could not be shown: %s", error->message);
  retry_later (self);
  g_signal_emit_by_name (self, "lost", call->key);
}

/* A portal without this interface, as where no desktop stands behind it, is asked again: it may
 * come with the desktop. */
static void
version_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  HearthPortalNotifications *self;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) value = NULL;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = user_data;
  if (reply == NULL) {
    g_message ("The portal shows no notifications: %s", error->message);
    retry_later (self);
    return;
  }
  g_variant_get (reply, "(v)", &value);
  self->version = g_variant_is_of_type (value, G_VARIANT_TYPE_UINT32)
                      ? MAX (1, g_variant_get_uint32 (value))
                      : 1;
  self->retry_s = RETRY_FIRST_S;
  g_signal_emit_by_name (self, "ready");
}

static void
greet (HearthPortalNotifications *self)
{
  g_dbus_connection_call (self->bus, self->owner, PORTAL_PATH, PROPERTIES_NAME, "Get",
                          g_variant_new ("(ss)", NOTIFICATION, "version"), G_VARIANT_TYPE ("(v)"),
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, ANSWER_MS, self->calls, version_cb,
                          self);
}

static void
forget (HearthPortalNotifications *self)
{
  g_cancellable_cancel (self->calls);
  g_object_unref (self->calls);
  self->calls = g_cancellable_new ();
  g_clear_handle_id (&self->retry_timer, g_source_remove);
  self->retry_s = RETRY_FIRST_S;
  self->version = 0;
  g_clear_pointer (&self->owner, g_free);
}

static void
set_owner (HearthPortalNotifications *self, const char *owner)
{
  if (g_strcmp0 (self->owner, owner) == 0)
    return;
  forget (self);
  self->owner = g_strdup (owner);
  g_signal_emit_by_name (self, "gone");
  if (self->owner != NULL)
    greet (self);
}

static void
owner_changed_cb (GDBusConnection *bus, const char *sender, const char *path, const char *interface,
                  const char *signal, GVariant *parameters, gpointer user_data)
{
  const char *owner;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(sss)")))
    return;
  g_variant_get (parameters, "(&s&s&s)", NULL, NULL, &owner);
  set_owner (user_data, owner[0] != '\0' ? owner : NULL);
}

static void
get_owner_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result, NULL);
  const char *owner;

  /* No owner is no error: the signal tells of one that comes. */
  if (reply == NULL)
    return;
  g_variant_get (reply, "(&s)", &owner);
  set_owner (user_data, owner);
}

/* Later versions hand over a token by which a window may come to the front. */
static char *
find_token (GVariant *parameter)
{
  char *token = NULL;

  for (gsize i = 0; i < g_variant_n_children (parameter) && token == NULL; i++) {
    g_autoptr (GVariant) child = g_variant_get_child_value (parameter, i);
    g_autoptr (GVariant) item = g_variant_get_variant (child);

    if (g_variant_is_of_type (item, G_VARIANT_TYPE_VARDICT))
      g_variant_lookup (item, "activation-token", "s", &token);
  }
  return token;
}

static void
action_cb (GDBusConnection *bus, const char *sender, const char *path, const char *interface,
           const char *signal, GVariant *parameters, gpointer user_data)
{
  HearthPortalNotifications *self = user_data;
  g_autoptr (GVariant) parameter = NULL;
  g_autofree char *token = NULL;
  const char *name, *action;
  guint64 id;

  if (self->version == 0 || g_strcmp0 (sender, self->owner) != 0 ||
      !g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ssav)")))
    return;
  g_variant_get (parameters, "(&s&s@av)", &name, &action, &parameter);
  if (!g_ascii_string_to_unsigned (name, 10, 1, G_MAXUINT32, &id, NULL))
    return;
  token = find_token (parameter);
  g_signal_emit_by_name (self, "action", (guint) id, action, token);
}

static void
started_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthPortalNotifications) self = user_data;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result, NULL);

  self->is_starting = FALSE;
}

static void
watch (HearthPortalNotifications *self)
{
  self->subscriptions[0] =
      g_dbus_connection_signal_subscribe (self->bus, BUS_NAME, BUS_NAME, "NameOwnerChanged",
                                          BUS_PATH, PORTAL, G_DBUS_SIGNAL_FLAGS_NONE,
                                          owner_changed_cb, self, NULL);
  self->subscriptions[1] =
      g_dbus_connection_signal_subscribe (self->bus, PORTAL, NOTIFICATION, "ActionInvoked",
                                          PORTAL_PATH, NULL, G_DBUS_SIGNAL_FLAGS_NONE, action_cb,
                                          self, NULL);
  hearth_portal_notifications_want (HEARTH_NOTIFICATION_SERVER (self));
  g_dbus_connection_call (self->bus, BUS_NAME, BUS_PATH, BUS_NAME, "GetNameOwner",
                          g_variant_new ("(s)", PORTAL), G_VARIANT_TYPE ("(s)"),
                          G_DBUS_CALL_FLAGS_NONE, -1, self->cancellable, get_owner_cb, self);
}

static void
add_buttons (GVariantBuilder *notification, const HearthBubble *bubble)
{
  GVariantBuilder buttons;

  g_variant_builder_init (&buttons, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = 0; i < G_N_ELEMENTS (bubble->actions); i++) {
    const char *action = bubble->actions[i];

    if (action == NULL)
      continue;
    if (g_str_equal (action, "default")) {
      g_variant_builder_add (notification, "{sv}", "default-action", g_variant_new_string (action));
      continue;
    }
    g_variant_builder_open (&buttons, G_VARIANT_TYPE_VARDICT);
    g_variant_builder_add (&buttons, "{sv}", "label", g_variant_new_string (bubble->labels[i]));
    g_variant_builder_add (&buttons, "{sv}", "action", g_variant_new_string (action));
    g_variant_builder_close (&buttons);
  }
  g_variant_builder_add (notification, "{sv}", "buttons", g_variant_builder_end (&buttons));
}

static GVariant *
make_notification (HearthPortalNotifications *self, const HearthBubble *bubble, gboolean veiled,
                   gboolean aloud)
{
  const char *priority = bubble->urgent ? "urgent" : bubble->lasting ? "high" : "normal";
  const char *const hints[] = { "hide-content-on-lockscreen", NULL };
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&builder, "{sv}", "title",
                         g_variant_new_string (veiled ? bubble->locked_summary : bubble->summary));
  if (!veiled && bubble->body != NULL && *bubble->body != '\0')
    g_variant_builder_add (&builder, "{sv}", "body", g_variant_new_string (bubble->body));
  g_variant_builder_add (&builder, "{sv}", "priority", g_variant_new_string (priority));
  if (bubble->icon != NULL) {
    g_autoptr (GIcon) icon = g_themed_icon_new (bubble->icon);
    g_autoptr (GVariant) packed = g_icon_serialize (icon);

    g_variant_builder_add (&builder, "{sv}", "icon", packed);
  }
  add_buttons (&builder, bubble);
  if (self->version >= VERSION_WITH_SOUND) {
    g_variant_builder_add (&builder, "{sv}", "sound",
                           g_variant_new_string (aloud && bubble->sound != NULL ? "default"
                                                                                : "silent"));
    if (bubble->locked_summary != NULL && !veiled)
      g_variant_builder_add (&builder, "{sv}", "display-hint", g_variant_new_strv (hints, -1));
  }
  return g_variant_builder_end (&builder);
}

/* Names at the portal hold over its end: they are Hearth's own. */
static const char *
hearth_portal_notifications_get_name (HearthNotificationServer *server)
{
  return HEARTH_PORTAL_NOTIFICATIONS (server)->version != 0 ? "portal" : NULL;
}

static gboolean
hearth_portal_notifications_is_ready (HearthNotificationServer *server)
{
  return HEARTH_PORTAL_NOTIFICATIONS (server)->version != 0;
}

static gboolean
hearth_portal_notifications_get_inhibited (HearthNotificationServer *server)
{
  return FALSE;
}

static void
hearth_portal_notifications_want (HearthNotificationServer *server)
{
  HearthPortalNotifications *self = HEARTH_PORTAL_NOTIFICATIONS (server);

  if (self->owner != NULL || self->is_starting || g_cancellable_is_cancelled (self->cancellable))
    return;
  self->is_starting = TRUE;
  g_dbus_connection_call (self->bus, BUS_NAME, BUS_PATH, BUS_NAME, "StartServiceByName",
                          g_variant_new ("(su)", PORTAL, 0), NULL, G_DBUS_CALL_FLAGS_NONE, -1,
                          self->cancellable, started_cb, g_object_ref (self));
}

static void
hearth_portal_notifications_send (HearthNotificationServer *server, const char *key, guint32 id,
                                  const HearthBubble *bubble, gboolean veiled, gboolean aloud)
{
  HearthPortalNotifications *self = HEARTH_PORTAL_NOTIFICATIONS (server);
  g_autofree char *name = g_strdup_printf ("%" G_GUINT32_FORMAT, id);
  Call *call = g_new0 (Call, 1);

  call->self = self;
  call->key = g_strdup (key);
  call->id = id;
  g_dbus_connection_call (
      self->bus, self->owner, PORTAL_PATH, NOTIFICATION, "AddNotification",
      g_variant_new ("(s@a{sv})", name, make_notification (self, bubble, veiled, aloud)), NULL,
      G_DBUS_CALL_FLAGS_NO_AUTO_START, ANSWER_MS, self->calls, added_cb, call);
}

static void
hearth_portal_notifications_withdraw (HearthNotificationServer *server, guint32 id)
{
  HearthPortalNotifications *self = HEARTH_PORTAL_NOTIFICATIONS (server);
  g_autofree char *name = g_strdup_printf ("%" G_GUINT32_FORMAT, id);

  if (id != 0 && self->owner != NULL)
    g_dbus_connection_call (self->bus, self->owner, PORTAL_PATH, NOTIFICATION, "RemoveNotification",
                            g_variant_new ("(s)", name), NULL, G_DBUS_CALL_FLAGS_NO_AUTO_START, -1,
                            NULL, NULL, NULL);
}

static void
hearth_portal_notifications_close (HearthNotificationServer *server)
{
  HearthPortalNotifications *self = HEARTH_PORTAL_NOTIFICATIONS (server);

  g_cancellable_cancel (self->cancellable);
  for (guint i = 0; i < G_N_ELEMENTS (self->subscriptions); i++) {
    if (self->subscriptions[i] != 0)
      g_dbus_connection_signal_unsubscribe (self->bus, self->subscriptions[i]);
    self->subscriptions[i] = 0;
  }
  forget (self);
}

static void
hearth_portal_notifications_dispose (GObject *object)
{
  hearth_portal_notifications_close (HEARTH_NOTIFICATION_SERVER (object));
  G_OBJECT_CLASS (hearth_portal_notifications_parent_class)->dispose (object);
}

static void
hearth_portal_notifications_finalize (GObject *object)
{
  HearthPortalNotifications *self = HEARTH_PORTAL_NOTIFICATIONS (object);

  g_object_unref (self->bus);
  g_object_unref (self->cancellable);
  g_object_unref (self->calls);
  G_OBJECT_CLASS (hearth_portal_notifications_parent_class)->finalize (object);
}

static void
hearth_portal_notifications_class_init (HearthPortalNotificationsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  HearthNotificationServerClass *server_class = HEARTH_NOTIFICATION_SERVER_CLASS (klass);

  object_class->dispose = hearth_portal_notifications_dispose;
  object_class->finalize = hearth_portal_notifications_finalize;
  server_class->get_name = hearth_portal_notifications_get_name;
  server_class->is_ready = hearth_portal_notifications_is_ready;
  server_class->get_inhibited = hearth_portal_notifications_get_inhibited;
  server_class->want = hearth_portal_notifications_want;
  server_class->send = hearth_portal_notifications_send;
  server_class->withdraw = hearth_portal_notifications_withdraw;
  server_class->close = hearth_portal_notifications_close;
}

static void
hearth_portal_notifications_init (HearthPortalNotifications *self)
{
  self->cancellable = g_cancellable_new ();
  self->calls = g_cancellable_new ();
  self->retry_s = RETRY_FIRST_S;
}

/**
 * hearth_portal_notifications_new:
 * @bus: the session bus
 *
 * Returns: (transfer full): a watch of the portal Notification, which is started if it can be; the
 *   portal knows the application by its sandbox
 */
HearthNotificationServer *
hearth_portal_notifications_new (GDBusConnection *bus)
{
  HearthPortalNotifications *self = g_object_new (HEARTH_TYPE_PORTAL_NOTIFICATIONS, NULL);

  self->bus = g_object_ref (bus);
  watch (self);
  return HEARTH_NOTIFICATION_SERVER (self);
}
