/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-shortcut-portal.h"

#include <glib/gi18n.h>

#define PORTAL "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"
#define SHORTCUTS "org.freedesktop.portal.GlobalShortcuts"
#define REQUEST "org.freedesktop.portal.Request"
#define SESSION "org.freedesktop.portal.Session"
#define TIMEOUT_MS 10000

/**
 * HearthShortcutPortal:
 *
 * A shortcut of the desktop by org.freedesktop.portal.GlobalShortcuts. The desktop asks its owner
 * for the keys, remembers them, and says when they are pressed.
 */
struct _HearthShortcutPortal {
  GObject parent_instance;

  GDBusConnection *bus;      /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) */
  gboolean asked, there;
  guint response;  /* subscription to the answer that is waited for */
  guint activated; /* subscription to the keys */
  guint deactivated;
  char *id;          /* (owned): what the desktop knows the shortcut by */
  char *description; /* (owned): and what it tells its owner */
  char *session;     /* (owned) (nullable): the path of the session */
  char *trigger;     /* (owned): what is proposed to the desktop */
  char *keys;        /* (owned) (nullable): as the desktop calls them */
};

G_DEFINE_FINAL_TYPE (HearthShortcutPortal, hearth_shortcut_portal, G_TYPE_OBJECT)

enum { CHANGED, PRESSED, RELEASED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
unsubscribe (HearthShortcutPortal *self, guint *subscription)
{
  if (*subscription != 0)
    g_dbus_connection_signal_unsubscribe (self->bus, *subscription);
  *subscription = 0;
}

static void
failed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthShortcutPortal) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (reply == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_message ("The desktop’s portal refused a shortcut: %s", error->message);
}

/* The answer of a request comes as a signal, on a path that is known beforehand: whoever subscribes
 * only afterwards may miss it (org.freedesktop.portal.Request). */
static char *
begin_request (HearthShortcutPortal *self, GDBusSignalCallback callback)
{
  static guint serial; /* of this process: there may be several shortcuts */
  g_autofree char *token = g_strdup_printf ("hearth%u", ++serial);
  g_autofree char *sender = g_strdup (g_dbus_connection_get_unique_name (self->bus) + 1);
  g_autofree char *path = NULL;

  g_strdelimit (sender, ".", '_');
  path = g_strdup_printf (PORTAL_PATH "/request/%s/%s", sender, token);
  unsubscribe (self, &self->response);
  self->response =
      g_dbus_connection_signal_subscribe (self->bus, PORTAL, REQUEST, "Response", path, NULL,
                                          G_DBUS_SIGNAL_FLAGS_NONE, callback, self, NULL);
  return g_steal_pointer (&token);
}

static void
call (HearthShortcutPortal *self, const char *method, GVariant *parameters)
{
  g_dbus_connection_call (self->bus, PORTAL, PORTAL_PATH, SHORTCUTS, method, parameters,
                          G_VARIANT_TYPE ("(o)"), G_DBUS_CALL_FLAGS_NONE, TIMEOUT_MS,
                          self->cancellable, failed_cb, g_object_ref (self));
}

static void
bound_cb (GDBusConnection *bus, const char *sender, const char *path, const char *interface,
          const char *name, GVariant *parameters, gpointer user_data)
{
  HearthShortcutPortal *self = user_data;
  g_autoptr (GVariant) results = NULL;
  g_autoptr (GVariant) shortcuts = NULL;
  g_autoptr (GVariant) options = NULL;
  guint32 response;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ua{sv})")))
    return;
  unsubscribe (self, &self->response);
  g_variant_get (parameters, "(u@a{sv})", &response, &results);
  shortcuts = g_variant_lookup_value (results, "shortcuts", G_VARIANT_TYPE ("a(sa{sv})"));
  g_clear_pointer (&self->keys, g_free);
  if (response == 0 && shortcuts != NULL && g_variant_n_children (shortcuts) > 0) {
    g_variant_get_child (shortcuts, 0, "(&s@a{sv})", NULL, &options);
    if (!g_variant_lookup (options, "trigger_description", "s", &self->keys))
      self->keys = g_strdup ("");
  }
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
bind_shortcut (HearthShortcutPortal *self)
{
  g_autofree char *token = begin_request (self, bound_cb);
  GVariantBuilder shortcuts, what, options;

  g_variant_builder_init (&what, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&what, "{sv}", "description", g_variant_new_string (self->description));
  if (*self->trigger != '\0')
    g_variant_builder_add (&what, "{sv}", "preferred_trigger",
                           g_variant_new_string (self->trigger));
  g_variant_builder_init (&shortcuts, G_VARIANT_TYPE ("a(sa{sv})"));
  g_variant_builder_add (&shortcuts, "(s@a{sv})", self->id, g_variant_builder_end (&what));
  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&options, "{sv}", "handle_token", g_variant_new_string (token));
  call (self, "BindShortcuts",
        g_variant_new ("(o@a(sa{sv})s@a{sv})", self->session, g_variant_builder_end (&shortcuts),
                       "", g_variant_builder_end (&options)));
}

static void
activated_cb (GDBusConnection *bus, const char *sender, const char *path, const char *interface,
              const char *name, GVariant *parameters, gpointer user_data)
{
  HearthShortcutPortal *self = user_data;
  const char *session;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(osta{sv})")))
    return;
  g_variant_get_child (parameters, 0, "&o", &session);
  if (g_strcmp0 (session, self->session) == 0)
    g_signal_emit (self, signals[g_str_equal (name, "Activated") ? PRESSED : RELEASED], 0);
}

static void
created_cb (GDBusConnection *bus, const char *sender, const char *path, const char *interface,
            const char *name, GVariant *parameters, gpointer user_data)
{
  HearthShortcutPortal *self = user_data;
  g_autoptr (GVariant) results = NULL;
  g_autofree char *session = NULL;
  guint32 response;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ua{sv})")))
    return;
  unsubscribe (self, &self->response);
  g_variant_get (parameters, "(u@a{sv})", &response, &results);
  /* A string by the specification of the portal, and no path. */
  if (response != 0 || !g_variant_lookup (results, "session_handle", "s", &session) ||
      !g_variant_is_object_path (session))
    return;
  g_free (self->session);
  self->session = g_steal_pointer (&session);
  unsubscribe (self, &self->activated);
  self->activated =
      g_dbus_connection_signal_subscribe (self->bus, PORTAL, SHORTCUTS, "Activated", PORTAL_PATH,
                                          NULL, G_DBUS_SIGNAL_FLAGS_NONE, activated_cb, self, NULL);
  unsubscribe (self, &self->deactivated);
  self->deactivated =
      g_dbus_connection_signal_subscribe (self->bus, PORTAL, SHORTCUTS, "Deactivated", PORTAL_PATH,
                                          NULL, G_DBUS_SIGNAL_FLAGS_NONE, activated_cb, self, NULL);
  bind_shortcut (self);
}

static void
create_session (HearthShortcutPortal *self)
{
  g_autofree char *token = begin_request (self, created_cb);
  GVariantBuilder options;

  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&options, "{sv}", "handle_token", g_variant_new_string (token));
  g_variant_builder_add (&options, "{sv}", "session_handle_token", g_variant_new_string (token));
  call (self, "CreateSession", g_variant_new ("(@a{sv})", g_variant_builder_end (&options)));
}

/* A portal that has no GlobalShortcuts, as GNOME's of Debian 12, has no such property. */
static void
version_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthShortcutPortal) self = user_data;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  self->asked = TRUE;
  self->there = reply != NULL;
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
bus_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthShortcutPortal) self = user_data;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, NULL);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (bus == NULL) {
    self->asked = TRUE;
    return;
  }
  self->bus = g_steal_pointer (&bus);
  g_dbus_connection_call (self->bus, PORTAL, PORTAL_PATH, "org.freedesktop.DBus.Properties", "Get",
                          g_variant_new ("(ss)", SHORTCUTS, "version"), G_VARIANT_TYPE ("(v)"),
                          G_DBUS_CALL_FLAGS_NONE, TIMEOUT_MS, self->cancellable, version_cb,
                          g_object_ref (self));
}

/* The desktop forgets the keys of this session when it is closed. */
static void
close_session (HearthShortcutPortal *self)
{
  if (self->session != NULL)
    g_dbus_connection_call (self->bus, PORTAL, self->session, SESSION, "Close", NULL, NULL,
                            G_DBUS_CALL_FLAGS_NO_AUTO_START, TIMEOUT_MS, NULL, NULL, NULL);
  g_clear_pointer (&self->session, g_free);
  g_clear_pointer (&self->keys, g_free);
}

static void
hearth_shortcut_portal_dispose (GObject *object)
{
  HearthShortcutPortal *self = HEARTH_SHORTCUT_PORTAL (object);

  g_cancellable_cancel (self->cancellable);
  if (self->bus != NULL) {
    close_session (self);
    unsubscribe (self, &self->response);
    unsubscribe (self, &self->activated);
    unsubscribe (self, &self->deactivated);
  }
  g_clear_object (&self->bus);
  G_OBJECT_CLASS (hearth_shortcut_portal_parent_class)->dispose (object);
}

static void
hearth_shortcut_portal_finalize (GObject *object)
{
  HearthShortcutPortal *self = HEARTH_SHORTCUT_PORTAL (object);

  g_clear_object (&self->cancellable);
  g_free (self->trigger);
  g_free (self->id);
  g_free (self->description);
  G_OBJECT_CLASS (hearth_shortcut_portal_parent_class)->finalize (object);
}

static void
hearth_shortcut_portal_class_init (HearthShortcutPortalClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = hearth_shortcut_portal_dispose;
  object_class->finalize = hearth_shortcut_portal_finalize;

  /**
   * HearthShortcutPortal::changed:
   *
   * It is known whether the portal is there, or which keys the owner chose.
   */
  signals[CHANGED] = g_signal_new ("changed", HEARTH_TYPE_SHORTCUT_PORTAL, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * HearthShortcutPortal::pressed:
   *
   * The keys were pressed, in whatever program.
   */
  signals[PRESSED] = g_signal_new ("pressed", HEARTH_TYPE_SHORTCUT_PORTAL, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * HearthShortcutPortal::released:
   *
   * The keys are not held any more.
   */
  signals[RELEASED] = g_signal_new ("released", HEARTH_TYPE_SHORTCUT_PORTAL, G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
hearth_shortcut_portal_init (HearthShortcutPortal *self)
{
  self->cancellable = g_cancellable_new ();
  self->trigger = g_strdup ("");
  g_bus_get (G_BUS_TYPE_SESSION, self->cancellable, bus_cb, g_object_ref (self));
}

/**
 * hearth_shortcut_portal_new:
 * @id: what the desktop knows the shortcut by
 * @description: what it is for, in words for its owner
 *
 * Returns: (transfer full): the portal, which is asked whether it is there
 */
HearthShortcutPortal *
hearth_shortcut_portal_new (const char *id, const char *description)
{
  HearthShortcutPortal *self = g_object_new (HEARTH_TYPE_SHORTCUT_PORTAL, NULL);

  self->id = g_strdup (id);
  self->description = g_strdup (description);
  return self;
}

/**
 * hearth_shortcut_portal_is_asked:
 * @self: a portal
 *
 * Returns: whether it is known if the desktop has it
 */
gboolean
hearth_shortcut_portal_is_asked (HearthShortcutPortal *self)
{
  return self->asked;
}

/**
 * hearth_shortcut_portal_is_there:
 * @self: a portal
 *
 * Returns: whether the desktop has it
 */
gboolean
hearth_shortcut_portal_is_there (HearthShortcutPortal *self)
{
  return self->there;
}

/**
 * hearth_shortcut_portal_bind:
 * @self: a portal that is there
 * @trigger: (nullable): the keys that are proposed, as the shortcuts specification of
 *   freedesktop.org writes them, such as "LOGO+h"; %NULL to have none
 *
 * Has the desktop ask its owner for the keys, if it has not done so before.
 */
void
hearth_shortcut_portal_bind (HearthShortcutPortal *self, const char *trigger)
{
  close_session (self);
  if (trigger == NULL)
    return;
  g_free (self->trigger);
  self->trigger = g_strdup (trigger);
  create_session (self);
}

/**
 * hearth_shortcut_portal_get_keys:
 * @self: a portal
 *
 * Returns: (transfer none) (nullable): the keys that the owner chose, as the desktop calls them,
 *   which may be ""; %NULL if there are none
 */
const char *
hearth_shortcut_portal_get_keys (HearthShortcutPortal *self)
{
  return self->keys;
}
