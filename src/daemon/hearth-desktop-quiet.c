/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-desktop-quiet.h"

#define BANNERS_SCHEMA "org.gnome.desktop.notifications"
#define BANNERS_KEY "show-banners"

#define SESSION_NAME "org.gnome.SessionManager"
#define SESSION_PATH "/org/gnome/SessionManager"
#define SESSION_PROPERTY "InhibitedActions"
#define PROPERTIES_NAME "org.freedesktop.DBus.Properties"

/* What org.gnome.SessionManager.Inhibit() calls "inhibit the session being marked as idle": films,
 * calls and presentations ask for it, music and downloads do not. */
#define INHIBIT_IDLE 8

/**
 * HearthDesktopQuiet:
 *
 * What GNOME says of its owner's wish for quiet, beside what the notification server itself tells:
 * the switch "Do Not Disturb", and whether something keeps the screen awake. It can be read without
 * a window; a window in full screen as such cannot. Where nobody tells, there is no wish.
 *
 * Signal: `changed ()`.
 */
struct _HearthDesktopQuiet {
  GObject parent_instance;

  GDBusConnection *bus;      /* (owned) */
  GSettings *banners;        /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) */
  guint subscription;
  gboolean busy_screen;
};

static guint signal_changed;

G_DEFINE_FINAL_TYPE (HearthDesktopQuiet, hearth_desktop_quiet, G_TYPE_OBJECT)

static void
banners_changed_cb (HearthDesktopQuiet *self)
{
  g_signal_emit (self, signal_changed, 0);
}

static void
take_inhibited (HearthDesktopQuiet *self, GVariant *value)
{
  gboolean busy = value != NULL && g_variant_is_of_type (value, G_VARIANT_TYPE_UINT32) &&
                  (g_variant_get_uint32 (value) & INHIBIT_IDLE) != 0;

  if (self->busy_screen == busy)
    return;
  self->busy_screen = busy;
  g_signal_emit (self, signal_changed, 0);
}

static void
properties_changed_cb (GDBusConnection *bus, const char *sender, const char *path,
                       const char *interface, const char *signal, GVariant *parameters,
                       gpointer user_data)
{
  g_autoptr (GVariant) changed = NULL;
  g_autoptr (GVariant) value = NULL;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(sa{sv}as)")))
    return;
  changed = g_variant_get_child_value (parameters, 1);
  value = g_variant_lookup_value (changed, SESSION_PROPERTY, G_VARIANT_TYPE_UINT32);
  if (value != NULL)
    take_inhibited (user_data, value);
}

static void
get_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) value = NULL;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result, &error);

  if (reply == NULL)
    return;
  g_variant_get (reply, "(v)", &value);
  take_inhibited (user_data, value);
}

static void
watch_banners (HearthDesktopQuiet *self)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema =
      source != NULL ? g_settings_schema_source_lookup (source, BANNERS_SCHEMA, TRUE) : NULL;

  /* GSettings ends the process where a schema or a key is missing. */
  if (schema == NULL || !g_settings_schema_has_key (schema, BANNERS_KEY))
    return;
  self->banners = g_settings_new_full (schema, NULL, NULL);
  g_signal_connect_object (self->banners, "changed::" BANNERS_KEY, G_CALLBACK (banners_changed_cb),
                           self, G_CONNECT_SWAPPED);
}

static void
hearth_desktop_quiet_dispose (GObject *object)
{
  HearthDesktopQuiet *self = HEARTH_DESKTOP_QUIET (object);

  g_cancellable_cancel (self->cancellable);
  if (self->subscription != 0)
    g_dbus_connection_signal_unsubscribe (self->bus, self->subscription);
  self->subscription = 0;
  g_clear_object (&self->banners);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->bus);
  G_OBJECT_CLASS (hearth_desktop_quiet_parent_class)->dispose (object);
}

static void
hearth_desktop_quiet_class_init (HearthDesktopQuietClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_desktop_quiet_dispose;
  signal_changed = g_signal_new ("changed", HEARTH_TYPE_DESKTOP_QUIET, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
hearth_desktop_quiet_init (HearthDesktopQuiet *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * hearth_desktop_quiet_new:
 * @bus: the session bus
 *
 * Returns: (transfer full): a watch of the desktop's wish for quiet
 */
HearthDesktopQuiet *
hearth_desktop_quiet_new (GDBusConnection *bus)
{
  HearthDesktopQuiet *self = g_object_new (HEARTH_TYPE_DESKTOP_QUIET, NULL);

  self->bus = g_object_ref (bus);
  watch_banners (self);
  self->subscription =
      g_dbus_connection_signal_subscribe (bus, SESSION_NAME, PROPERTIES_NAME, "PropertiesChanged",
                                          SESSION_PATH, SESSION_NAME, G_DBUS_SIGNAL_FLAGS_NONE,
                                          properties_changed_cb, self, NULL);
  /* A call that was cancelled answers with an error, and does not look at what is gone. */
  g_dbus_connection_call (bus, SESSION_NAME, SESSION_PATH, PROPERTIES_NAME, "Get",
                          g_variant_new ("(ss)", SESSION_NAME, SESSION_PROPERTY),
                          G_VARIANT_TYPE ("(v)"), G_DBUS_CALL_FLAGS_NO_AUTO_START, -1,
                          self->cancellable, get_cb, self);
  return self;
}

/**
 * hearth_desktop_quiet_get_do_not_disturb:
 * @self: a watch
 *
 * Returns: whether GNOME's "Do Not Disturb" is on
 */
gboolean
hearth_desktop_quiet_get_do_not_disturb (HearthDesktopQuiet *self)
{
  return self->banners != NULL && !g_settings_get_boolean (self->banners, BANNERS_KEY);
}

/**
 * hearth_desktop_quiet_get_busy_screen:
 * @self: a watch
 *
 * Returns: whether something keeps the screen awake: a film, a call, a presentation
 */
gboolean
hearth_desktop_quiet_get_busy_screen (HearthDesktopQuiet *self)
{
  return self->busy_screen;
}
