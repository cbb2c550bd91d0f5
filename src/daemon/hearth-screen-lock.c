/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-screen-lock.h"

#include "hearth-sandbox.h"

/**
 * HearthScreenLock:
 *
 * Whether the screen is locked, as the desktop's screen saver tells, or in a sandbox, out of which
 * no screen saver is reached, logind. Where none answers it counts as not locked.
 *
 * Signal: `changed (gboolean locked)`, for the first time as soon as it is known.
 */
struct _HearthScreenLock {
  GObject parent_instance;

  GDBusConnection *bus;        /* (owned) */
  GDBusConnection *system_bus; /* (owned) (nullable): in a sandbox */
  guint subscriptions[2];
  guint session_subscription;
  GCancellable *cancellable; /* (owned) */
  guint asked;               /* savers that have not answered */
  gboolean known;
  gboolean locked;
};

/* GNOME and its relatives; then the name that KDE and others share. */
static const struct {
  const char *name;
  const char *path;
} savers[] = {
  { "org.gnome.ScreenSaver", "/org/gnome/ScreenSaver" },
  { "org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver" },
};

#define LOGIND "org.freedesktop.login1"
#define LOGIND_SESSION "org.freedesktop.login1.Session"
#define LOGIND_OWN_SESSION "/org/freedesktop/login1/session/auto"
#define PROPERTIES_NAME "org.freedesktop.DBus.Properties"

/* A saver that does not answer must not keep bubbles back. */
#define ANSWER_MS 1000

static guint signal_changed;

G_DEFINE_FINAL_TYPE (HearthScreenLock, hearth_screen_lock, G_TYPE_OBJECT)

static void
set_locked (HearthScreenLock *self, gboolean locked)
{
  if (self->known && self->locked == locked)
    return;
  self->known = TRUE;
  self->locked = locked;
  g_signal_emit (self, signal_changed, 0, locked);
}

static void
active_changed_cb (GDBusConnection *bus, const char *sender, const char *path,
                   const char *interface, const char *signal, GVariant *parameters,
                   gpointer user_data)
{
  gboolean active;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(b)")))
    return;
  g_variant_get (parameters, "(b)", &active);
  set_locked (user_data, active);
}

static void
get_active_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthScreenLock) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result, &error);
  gboolean active = FALSE;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->asked--;
  if (reply != NULL)
    g_variant_get (reply, "(b)", &active);
  if (active)
    set_locked (self, TRUE);
  else if (self->asked == 0 && !self->known)
    set_locked (self, FALSE);
}

static void
hint_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthScreenLock) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) value = NULL;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (reply != NULL)
    g_variant_get (reply, "(v)", &value);
  if (value != NULL && g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN))
    set_locked (self, g_variant_get_boolean (value));
  else if (!self->known)
    set_locked (self, FALSE);
}

static void
read_hint (HearthScreenLock *self)
{
  g_dbus_connection_call (self->system_bus, LOGIND, LOGIND_OWN_SESSION, PROPERTIES_NAME, "Get",
                          g_variant_new ("(ss)", LOGIND_SESSION, "LockedHint"),
                          G_VARIANT_TYPE ("(v)"), G_DBUS_CALL_FLAGS_NO_AUTO_START, ANSWER_MS,
                          self->cancellable, hint_cb, g_object_ref (self));
}

/* The signal names the session by its number, which a sandbox does not know: its own is asked. */
static void
session_changed_cb (GDBusConnection *bus, const char *sender, const char *path,
                    const char *interface, const char *signal, GVariant *parameters,
                    gpointer user_data)
{
  read_hint (user_data);
}

static void
system_bus_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthScreenLock) self = user_data;
  g_autoptr (GError) error = NULL;
  GDBusConnection *bus = g_bus_get_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (bus == NULL) {
    set_locked (self, FALSE);
    return;
  }
  self->system_bus = bus;
  self->session_subscription =
      g_dbus_connection_signal_subscribe (bus, LOGIND, PROPERTIES_NAME, "PropertiesChanged", NULL,
                                          LOGIND_SESSION, G_DBUS_SIGNAL_FLAGS_NONE,
                                          session_changed_cb, self, NULL);
  read_hint (self);
}

static void
watch_savers (HearthScreenLock *self)
{
  self->asked = G_N_ELEMENTS (savers);
  for (guint i = 0; i < G_N_ELEMENTS (savers); i++) {
    self->subscriptions[i] = g_dbus_connection_signal_subscribe (
        self->bus, savers[i].name, savers[i].name, "ActiveChanged", savers[i].path, NULL,
        G_DBUS_SIGNAL_FLAGS_NONE, active_changed_cb, self, NULL);
    g_dbus_connection_call (self->bus, savers[i].name, savers[i].path, savers[i].name, "GetActive",
                            NULL, G_VARIANT_TYPE ("(b)"), G_DBUS_CALL_FLAGS_NO_AUTO_START,
                            ANSWER_MS, self->cancellable, get_active_cb, g_object_ref (self));
  }
}

static void
hearth_screen_lock_dispose (GObject *object)
{
  HearthScreenLock *self = HEARTH_SCREEN_LOCK (object);

  g_cancellable_cancel (self->cancellable);
  for (guint i = 0; i < G_N_ELEMENTS (savers); i++) {
    if (self->subscriptions[i] != 0)
      g_dbus_connection_signal_unsubscribe (self->bus, self->subscriptions[i]);
    self->subscriptions[i] = 0;
  }
  if (self->session_subscription != 0)
    g_dbus_connection_signal_unsubscribe (self->system_bus, self->session_subscription);
  self->session_subscription = 0;
  g_clear_object (&self->system_bus);
  g_clear_object (&self->bus);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (hearth_screen_lock_parent_class)->dispose (object);
}

static void
hearth_screen_lock_class_init (HearthScreenLockClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_screen_lock_dispose;
  signal_changed = g_signal_new ("changed", HEARTH_TYPE_SCREEN_LOCK, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
hearth_screen_lock_init (HearthScreenLock *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * hearth_screen_lock_new:
 * @bus: the session bus
 *
 * Returns: (transfer full): a watch of the screen's lock
 */
HearthScreenLock *
hearth_screen_lock_new (GDBusConnection *bus)
{
  HearthScreenLock *self = g_object_new (HEARTH_TYPE_SCREEN_LOCK, NULL);

  self->bus = g_object_ref (bus);
  if (hearth_sandbox_is_flatpak ())
    g_bus_get (G_BUS_TYPE_SYSTEM, self->cancellable, system_bus_cb, g_object_ref (self));
  else
    watch_savers (self);
  return self;
}
