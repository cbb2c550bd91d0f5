/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-desktop-notifications.h"

#include <glib/gi18n.h>

#define NOTIFICATIONS_NAME "org.freedesktop.Notifications"
#define NOTIFICATIONS_PATH "/org/freedesktop/Notifications"
#define PROPERTIES_NAME "org.freedesktop.DBus.Properties"
#define BUS_NAME "org.freedesktop.DBus"
#define BUS_PATH "/org/freedesktop/DBus"

/* A server that has no properties and says nothing must not keep bubbles back. */
#define ANSWER_MS 1000

/* A server that is so long silent hangs, and is given no more to do until it answers again. */
#define HANGS_MS 5000
#define RETRY_FIRST_S 2
#define RETRY_MAX_S 60

/* Desktop Notifications Specification, 1.2, "Urgency Levels" and "expire_timeout". */
#define URGENCY_NORMAL 1
#define URGENCY_CRITICAL 2
#define EXPIRES_DEFAULT (-1)
#define EXPIRES_NEVER 0

/* Desktop Notifications Specification, 1.2, "NotificationClosed": why a bubble went. */
#define CLOSED_DISMISSED 2

/**
 * HearthDesktopNotifications:
 *
 * The desktop's own notification server (Desktop Notifications Specification), which only programs
 * outside a sandbox reach.
 *
 * Nothing waits for it. libnotify would: each of its calls waits for the answer, up to 25 seconds
 * where the server hangs, and meanwhile nobody would be reminded or answered. A server that hangs
 * gets no more bubbles until it answers a question ("GetCapabilities") that was put after them.
 */
struct _HearthDesktopNotifications {
  HearthNotificationServer parent_instance;

  GDBusConnection *bus;      /* (owned) */
  char *app_id;              /* (owned) */
  char *owner;               /* (owned) (nullable) its unique name */
  char *name;                /* (owned) (nullable) bus GUID and unique name, once it answered */
  GCancellable *cancellable; /* (owned) */
  GCancellable *calls;       /* (owned) what is on its way to the present server */
  GHashTable *pending;       /* (owned) set of lent Call: bubbles whose answer is awaited */
  guint subscriptions[3];
  guint hang_timer;  /* runs while an answer is awaited */
  guint retry_timer; /* runs until the server is asked again */
  guint retry_s;
  guint32 token_id;
  char *token; /* (owned) (nullable) for the action on token_id that comes next */
  gboolean is_starting;
  gboolean hangs;
  gboolean inhibited;
  gboolean has_actions;
  gboolean has_markup;
};

/* A bubble on its way. */
typedef struct {
  HearthDesktopNotifications *self; /* (unowned) valid unless the call was cancelled */
  char *key;                        /* (owned) */
  gboolean is_greeted;              /* whether the server was asked something after it */
  gboolean is_lost;
} Call;

G_DEFINE_FINAL_TYPE (HearthDesktopNotifications, hearth_desktop_notifications,
                     HEARTH_TYPE_NOTIFICATION_SERVER)

static void greet (HearthDesktopNotifications *self);
static void hearth_desktop_notifications_want (HearthNotificationServer *server);

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
  HearthDesktopNotifications *self = user_data;

  self->retry_timer = 0;
  if (self->hangs || self->name == NULL)
    greet (self);
  else
    g_signal_emit_by_name (self, "ready");
  return G_SOURCE_REMOVE;
}

static void
retry_after (HearthDesktopNotifications *self, guint seconds)
{
  g_clear_handle_id (&self->retry_timer, g_source_remove);
  self->retry_timer = g_timeout_add_seconds (seconds, retry_cb, self);
}

/* Tries again, each time later. */
static void
retry_later (HearthDesktopNotifications *self)
{
  retry_after (self, self->retry_s);
  self->retry_s = MIN (self->retry_s * 2, RETRY_MAX_S);
}

static gboolean
hangs_cb (gpointer user_data)
{
  HearthDesktopNotifications *self = user_data;

  self->hang_timer = 0;
  if (!self->hangs)
    g_warning ("The notification server does not answer");
  self->hangs = TRUE;
  greet (self);
  return G_SOURCE_REMOVE;
}

/* Each answer gives the server time for the next. */
static void
wait_for_answer (HearthDesktopNotifications *self)
{
  g_clear_handle_id (&self->hang_timer, g_source_remove);
  if (!self->hangs && g_hash_table_size (self->pending) > 0)
    self->hang_timer = g_timeout_add (HANGS_MS, hangs_cb, self);
}

static void
notify_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Call) call = user_data;
  g_autoptr (HearthDesktopNotifications) self = NULL;
  guint32 id = 0;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = g_object_ref (call->self);
  g_hash_table_remove (self->pending, call);
  wait_for_answer (self);
  if (reply != NULL)
    g_variant_get (reply, "(u)", &id);
  if (call->is_lost) {
    if (id != 0)
      g_signal_emit_by_name (self, "stray", call->key, id);
    return;
  }
  if (id == 0) {
    /* Others may well be taken meanwhile. */
    g_warning ("A notification could not be shown: %s",
               error != NULL ? error->message : "it has no number");
    retry_later (self);
    g_signal_emit_by_name (self, "lost", call->key);
    return;
  }
  self->retry_s = RETRY_FIRST_S;
  g_signal_emit_by_name (self, "taken", call->key, id);
}

static GVariant *
make_actions (HearthDesktopNotifications *self, const HearthBubble *bubble)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("as"));
  for (guint i = 0; self->has_actions && i < G_N_ELEMENTS (bubble->actions); i++) {
    if (bubble->actions[i] == NULL)
      continue;
    g_variant_builder_add (&builder, "s", bubble->actions[i]);
    g_variant_builder_add (&builder, "s", bubble->labels[i]);
  }
  return g_variant_builder_end (&builder);
}

static GVariant *
make_hints (HearthDesktopNotifications *self, const HearthBubble *bubble, gboolean aloud)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{sv}"));
  g_variant_builder_add (&builder, "{sv}", "desktop-entry", g_variant_new_string (self->app_id));
  g_variant_builder_add (&builder, "{sv}", "urgency",
                         g_variant_new_byte (bubble->urgent ? URGENCY_CRITICAL : URGENCY_NORMAL));
  if (aloud && bubble->sound != NULL)
    g_variant_builder_add (&builder, "{sv}", "sound-name", g_variant_new_string (bubble->sound));
  else
    g_variant_builder_add (&builder, "{sv}", "suppress-sound", g_variant_new_boolean (TRUE));
  return g_variant_builder_end (&builder);
}

/* A server answers in turn: what it had before it was greeted, and did not answer, it lost. That is
 * sent again, but each time later: it may be just this that it does not answer. */
static void
give_up_lost (HearthDesktopNotifications *self)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->pending);
  while (g_hash_table_iter_next (&iter, &value, NULL)) {
    Call *call = value;

    if (!call->is_greeted)
      continue;
    call->is_lost = TRUE;
    g_ptr_array_add (keys, g_strdup (call->key));
    g_hash_table_iter_remove (&iter);
  }
  wait_for_answer (self);
  if (keys->len > 0)
    retry_later (self);
  for (guint i = 0; i < keys->len; i++)
    g_signal_emit_by_name (self, "lost", g_ptr_array_index (keys, i));
}

/* Whether the desktop wants quiet is known, or it does not tell: now bubbles may be shown. */
static void
inhibited_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthDesktopNotifications) self = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) value = NULL;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = g_object_ref (user_data);
  if (reply != NULL)
    g_variant_get (reply, "(v)", &value);
  self->inhibited = value != NULL && g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN) &&
                    g_variant_get_boolean (value);
  g_free (self->name);
  self->name = g_strdup_printf ("%s/%s", g_dbus_connection_get_guid (self->bus), self->owner);
  self->hangs = FALSE;
  g_clear_handle_id (&self->retry_timer, g_source_remove);
  g_signal_emit_by_name (self, "ready");
  give_up_lost (self);
}

/* The server says what it can do. */
static void
capabilities_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  HearthDesktopNotifications *self;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result, &error);
  g_autofree const char **names = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = user_data;
  /* A question that was put several times is answered as often. */
  if (self->name != NULL && !self->hangs)
    return;
  if (reply == NULL) {
    g_warning ("The notification server cannot be asked: %s", error->message);
    retry_later (self);
    return;
  }
  g_variant_get (reply, "(^a&s)", &names);
  self->has_actions = g_strv_contains (names, "actions");
  self->has_markup = g_strv_contains (names, "body-markup");
  g_dbus_connection_call (self->bus, self->owner, NOTIFICATIONS_PATH, PROPERTIES_NAME, "Get",
                          g_variant_new ("(ss)", NOTIFICATIONS_NAME, "Inhibited"),
                          G_VARIANT_TYPE ("(v)"), G_DBUS_CALL_FLAGS_NO_AUTO_START, ANSWER_MS,
                          self->calls, inhibited_cb, self);
}

/* There is no end to the wait for the answer: a server that hung gives it first of all. In case it
 * lost the question it is put again after a while. */
static void
greet (HearthDesktopNotifications *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->pending);
  while (g_hash_table_iter_next (&iter, &value, NULL))
    ((Call *) value)->is_greeted = TRUE;
  g_dbus_connection_call (self->bus, self->owner, NOTIFICATIONS_PATH, NOTIFICATIONS_NAME,
                          "GetCapabilities", NULL, G_VARIANT_TYPE ("(as)"),
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, G_MAXINT, self->calls, capabilities_cb,
                          self);
  retry_after (self, RETRY_MAX_S);
}

static void
forget (HearthDesktopNotifications *self)
{
  g_cancellable_cancel (self->calls);
  g_object_unref (self->calls);
  self->calls = g_cancellable_new ();
  /* Each is freed by its callback, which hears that it was cancelled. */
  g_hash_table_remove_all (self->pending);
  g_clear_handle_id (&self->hang_timer, g_source_remove);
  g_clear_handle_id (&self->retry_timer, g_source_remove);
  self->retry_s = RETRY_FIRST_S;
  self->hangs = FALSE;
  self->inhibited = FALSE;
  g_clear_pointer (&self->owner, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->token, g_free);
}

static void
set_owner (HearthDesktopNotifications *self, const char *owner)
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
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result, &error);
  const char *owner;

  /* No owner is no error: the signal tells of one that comes. */
  if (reply == NULL)
    return;
  g_variant_get (reply, "(&s)", &owner);
  set_owner (user_data, owner);
}

static void
properties_changed_cb (GDBusConnection *bus, const char *sender, const char *path,
                       const char *interface, const char *signal, GVariant *parameters,
                       gpointer user_data)
{
  HearthDesktopNotifications *self = user_data;
  g_autoptr (GVariant) changed = NULL;
  gboolean inhibited;

  if (self->name == NULL || g_strcmp0 (sender, self->owner) != 0 ||
      !g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(sa{sv}as)")))
    return;
  changed = g_variant_get_child_value (parameters, 1);
  if (!g_variant_lookup (changed, "Inhibited", "b", &inhibited) || self->inhibited == inhibited)
    return;
  self->inhibited = inhibited;
  if (!self->hangs)
    g_signal_emit_by_name (self, "ready");
}

static void
note_action (HearthDesktopNotifications *self, guint32 id, const char *action)
{
  g_autofree char *token = g_steal_pointer (&self->token);

  g_signal_emit_by_name (self, "action", id, action, id == self->token_id ? token : NULL);
}

static void
server_signal_cb (GDBusConnection *bus, const char *sender, const char *path, const char *interface,
                  const char *signal, GVariant *parameters, gpointer user_data)
{
  HearthDesktopNotifications *self = user_data;
  const char *text = NULL;
  guint32 id, reason = 0;

  if (self->name == NULL || g_strcmp0 (sender, self->owner) != 0)
    return;
  if (g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(uu)")))
    g_variant_get (parameters, "(uu)", &id, &reason);
  else if (g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(us)")))
    g_variant_get (parameters, "(u&s)", &id, &text);
  else
    return;
  if (text == NULL && g_str_equal (signal, "NotificationClosed")) {
    g_signal_emit_by_name (self, "closed", id, reason == CLOSED_DISMISSED);
  } else if (text != NULL && g_str_equal (signal, "ActivationToken")) {
    g_free (self->token);
    self->token = g_strdup (text);
    self->token_id = id;
  } else if (text != NULL && g_str_equal (signal, "ActionInvoked")) {
    note_action (self, id, text);
  }
}

static void
started_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthDesktopNotifications) self = user_data;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result, NULL);

  self->is_starting = FALSE;
}

/* g_bus_watch_name() uses a connection that it has let go of when the bus ends at that moment. */
static void
watch (HearthDesktopNotifications *self)
{
  self->subscriptions[0] =
      g_dbus_connection_signal_subscribe (self->bus, BUS_NAME, BUS_NAME, "NameOwnerChanged",
                                          BUS_PATH, NOTIFICATIONS_NAME, G_DBUS_SIGNAL_FLAGS_NONE,
                                          owner_changed_cb, self, NULL);
  self->subscriptions[1] = g_dbus_connection_signal_subscribe (
      self->bus, NOTIFICATIONS_NAME, PROPERTIES_NAME, "PropertiesChanged", NOTIFICATIONS_PATH,
      NOTIFICATIONS_NAME, G_DBUS_SIGNAL_FLAGS_NONE, properties_changed_cb, self, NULL);
  self->subscriptions[2] =
      g_dbus_connection_signal_subscribe (self->bus, NOTIFICATIONS_NAME, NOTIFICATIONS_NAME, NULL,
                                          NOTIFICATIONS_PATH, NULL, G_DBUS_SIGNAL_FLAGS_NONE,
                                          server_signal_cb, self, NULL);
  hearth_desktop_notifications_want (HEARTH_NOTIFICATION_SERVER (self));
  g_dbus_connection_call (self->bus, BUS_NAME, BUS_PATH, BUS_NAME, "GetNameOwner",
                          g_variant_new ("(s)", NOTIFICATIONS_NAME), G_VARIANT_TYPE ("(s)"),
                          G_DBUS_CALL_FLAGS_NONE, -1, self->cancellable, get_owner_cb, self);
}

static const char *
hearth_desktop_notifications_get_name (HearthNotificationServer *server)
{
  HearthDesktopNotifications *self = HEARTH_DESKTOP_NOTIFICATIONS (server);

  return self->name;
}

static gboolean
hearth_desktop_notifications_is_ready (HearthNotificationServer *server)
{
  HearthDesktopNotifications *self = HEARTH_DESKTOP_NOTIFICATIONS (server);

  return self->name != NULL && !self->hangs;
}

static gboolean
hearth_desktop_notifications_get_inhibited (HearthNotificationServer *server)
{
  HearthDesktopNotifications *self = HEARTH_DESKTOP_NOTIFICATIONS (server);

  return self->inhibited;
}

static void
hearth_desktop_notifications_want (HearthNotificationServer *server)
{
  HearthDesktopNotifications *self = HEARTH_DESKTOP_NOTIFICATIONS (server);

  if (self->owner != NULL || self->is_starting || g_cancellable_is_cancelled (self->cancellable))
    return;
  self->is_starting = TRUE;
  g_dbus_connection_call (self->bus, BUS_NAME, BUS_PATH, BUS_NAME, "StartServiceByName",
                          g_variant_new ("(su)", NOTIFICATIONS_NAME, 0), NULL,
                          G_DBUS_CALL_FLAGS_NONE, -1, self->cancellable, started_cb,
                          g_object_ref (self));
}

static void
hearth_desktop_notifications_send (HearthNotificationServer *server, const char *key, guint32 id,
                                   const HearthBubble *bubble, gboolean veiled, gboolean aloud)
{
  HearthDesktopNotifications *self = HEARTH_DESKTOP_NOTIFICATIONS (server);
  const char *summary = veiled ? bubble->locked_summary : bubble->summary;
  const char *plain = !veiled && bubble->body != NULL ? bubble->body : "";
  g_autofree char *body = self->has_markup ? g_markup_escape_text (plain, -1) : g_strdup (plain);
  gboolean stays = bubble->urgent || bubble->lasting;
  Call *call = g_new0 (Call, 1);

  call->self = self;
  call->key = g_strdup (key);
  g_hash_table_add (self->pending, call);
  /* There is no end to the wait for an answer: only who hears a late one knows the number. What
   * hangs is found by hang_timer. */
  g_dbus_connection_call (self->bus, self->owner, NOTIFICATIONS_PATH, NOTIFICATIONS_NAME, "Notify",
                          g_variant_new ("(susss@as@a{sv}i)", _("Hearth"), id,
                                         bubble->icon != NULL ? bubble->icon : "", summary, body,
                                         make_actions (self, bubble),
                                         make_hints (self, bubble, aloud),
                                         stays ? EXPIRES_NEVER : EXPIRES_DEFAULT),
                          G_VARIANT_TYPE ("(u)"), G_DBUS_CALL_FLAGS_NO_AUTO_START, G_MAXINT,
                          self->calls, notify_cb, call);
  if (self->hang_timer == 0)
    wait_for_answer (self);
}

static void
hearth_desktop_notifications_withdraw (HearthNotificationServer *server, guint32 id)
{
  HearthDesktopNotifications *self = HEARTH_DESKTOP_NOTIFICATIONS (server);

  if (id != 0 && self->owner != NULL)
    g_dbus_connection_call (self->bus, self->owner, NOTIFICATIONS_PATH, NOTIFICATIONS_NAME,
                            "CloseNotification", g_variant_new ("(u)", id), NULL,
                            G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, NULL, NULL);
}

static void
hearth_desktop_notifications_close (HearthNotificationServer *server)
{
  HearthDesktopNotifications *self = HEARTH_DESKTOP_NOTIFICATIONS (server);

  g_cancellable_cancel (self->cancellable);
  for (guint i = 0; i < G_N_ELEMENTS (self->subscriptions); i++) {
    if (self->subscriptions[i] != 0)
      g_dbus_connection_signal_unsubscribe (self->bus, self->subscriptions[i]);
    self->subscriptions[i] = 0;
  }
  forget (self);
}

static void
hearth_desktop_notifications_dispose (GObject *object)
{
  hearth_desktop_notifications_close (HEARTH_NOTIFICATION_SERVER (object));
  G_OBJECT_CLASS (hearth_desktop_notifications_parent_class)->dispose (object);
}

static void
hearth_desktop_notifications_finalize (GObject *object)
{
  HearthDesktopNotifications *self = HEARTH_DESKTOP_NOTIFICATIONS (object);

  g_hash_table_unref (self->pending);
  g_free (self->app_id);
  g_object_unref (self->bus);
  g_object_unref (self->cancellable);
  g_object_unref (self->calls);
  G_OBJECT_CLASS (hearth_desktop_notifications_parent_class)->finalize (object);
}

static void
hearth_desktop_notifications_class_init (HearthDesktopNotificationsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  HearthNotificationServerClass *server_class = HEARTH_NOTIFICATION_SERVER_CLASS (klass);

  object_class->dispose = hearth_desktop_notifications_dispose;
  object_class->finalize = hearth_desktop_notifications_finalize;
  server_class->get_name = hearth_desktop_notifications_get_name;
  server_class->is_ready = hearth_desktop_notifications_is_ready;
  server_class->get_inhibited = hearth_desktop_notifications_get_inhibited;
  server_class->want = hearth_desktop_notifications_want;
  server_class->send = hearth_desktop_notifications_send;
  server_class->withdraw = hearth_desktop_notifications_withdraw;
  server_class->close = hearth_desktop_notifications_close;
  server_class->tells_closed = TRUE;
}

static void
hearth_desktop_notifications_init (HearthDesktopNotifications *self)
{
  self->pending = g_hash_table_new (NULL, NULL);
  self->cancellable = g_cancellable_new ();
  self->calls = g_cancellable_new ();
  self->retry_s = RETRY_FIRST_S;
}

/**
 * hearth_desktop_notifications_new:
 * @bus: the session bus
 * @app_id: the application whose desktop file the bubbles name
 *
 * Returns: (transfer full): a watch of the session's notification server, which is started if it
 *   can be
 */
HearthNotificationServer *
hearth_desktop_notifications_new (GDBusConnection *bus, const char *app_id)
{
  HearthDesktopNotifications *self = g_object_new (HEARTH_TYPE_DESKTOP_NOTIFICATIONS, NULL);

  self->bus = g_object_ref (bus);
  self->app_id = g_strdup (app_id);
  watch (self);
  return HEARTH_NOTIFICATION_SERVER (self);
}
