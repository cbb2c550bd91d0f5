/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-background-status.h"

#include "hearth-clock.h"
#include "hearth-today.h"

#define PORTAL "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"
#define BACKGROUND "org.freedesktop.portal.Background"

/* Much changes at once while mail is read. */
#define REST_MS 1500

/**
 * HearthBackgroundStatus:
 *
 * The line that a desktop shows under the name of an application that runs without a window: how
 * many things need the owner (SetStatus of the portal Background, from version 2 on). The portal
 * takes it from an application in a sandbox only; where it refuses it is not asked again.
 */
struct _HearthBackgroundStatus {
  GObject parent_instance;

  HearthEngine *engine; /* (owned) */
  GDBusConnection *bus; /* (owned) */
  GCancellable *cancellable;
  guint watch;
  guint timer;
  gboolean wanted; /* the portal is there and has not refused */
  char *told;      /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (HearthBackgroundStatus, hearth_background_status, G_TYPE_OBJECT)

static void
told_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  g_autoptr (HearthBackgroundStatus) self = user_data;

  if (reply != NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_debug ("The portal takes no status: %s", error->message);
  self->wanted = FALSE;
}

static gboolean
look_cb (gpointer user_data)
{
  HearthBackgroundStatus *self = user_data;
  g_autoptr (GDateTime) now = hearth_clock_dup_local ();
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthToday) today =
      hearth_today_load (hearth_engine_get_reader (self->engine), now, &error);
  g_autofree char *text = NULL;
  GVariantBuilder options;

  self->timer = 0;
  if (today == NULL) {
    g_warning ("What needs the owner cannot be counted: %s", error->message);
    return G_SOURCE_REMOVE;
  }
  text = hearth_today_dup_headline (today->things->len);
  if (g_strcmp0 (text, self->told) == 0)
    return G_SOURCE_REMOVE;
  g_free (self->told);
  self->told = g_steal_pointer (&text);
  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&options, "{sv}", "message", g_variant_new_string (self->told));
  g_dbus_connection_call (self->bus, PORTAL, PORTAL_PATH, BACKGROUND, "SetStatus",
                          g_variant_new ("(a{sv})", &options), NULL,
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, self->cancellable, told_cb,
                          g_object_ref (self));
  return G_SOURCE_REMOVE;
}

static void
look_later (HearthBackgroundStatus *self)
{
  if (self->wanted && self->timer == 0)
    self->timer = g_timeout_add (REST_MS, look_cb, self);
}

static void
appeared_cb (GDBusConnection *bus, const char *name, const char *owner, gpointer user_data)
{
  HearthBackgroundStatus *self = user_data;

  self->wanted = TRUE;
  g_clear_pointer (&self->told, g_free);
  look_later (self);
}

static void
vanished_cb (GDBusConnection *bus, const char *name, gpointer user_data)
{
  HearthBackgroundStatus *self = user_data;

  self->wanted = FALSE;
  g_clear_handle_id (&self->timer, g_source_remove);
}

static void
hearth_background_status_dispose (GObject *object)
{
  HearthBackgroundStatus *self = HEARTH_BACKGROUND_STATUS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->watch, g_bus_unwatch_name);
  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_object (&self->engine);
  g_clear_object (&self->bus);
  G_OBJECT_CLASS (hearth_background_status_parent_class)->dispose (object);
}

static void
hearth_background_status_finalize (GObject *object)
{
  g_free (HEARTH_BACKGROUND_STATUS (object)->told);
  G_OBJECT_CLASS (hearth_background_status_parent_class)->finalize (object);
}

static void
hearth_background_status_class_init (HearthBackgroundStatusClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_background_status_dispose;
  G_OBJECT_CLASS (klass)->finalize = hearth_background_status_finalize;
}

static void
hearth_background_status_init (HearthBackgroundStatus *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * hearth_background_status_new:
 * @engine: the engine
 * @bus: the session bus
 *
 * Returns: (transfer full): what tells the portal, while there is one that listens
 */
HearthBackgroundStatus *
hearth_background_status_new (HearthEngine *engine, GDBusConnection *bus)
{
  HearthBackgroundStatus *self = g_object_new (HEARTH_TYPE_BACKGROUND_STATUS, NULL);

  self->engine = g_object_ref (engine);
  self->bus = g_object_ref (bus);
  g_signal_connect_object (engine, "changed", G_CALLBACK (look_later), self, G_CONNECT_SWAPPED);
  self->watch = g_bus_watch_name_on_connection (bus, PORTAL, G_BUS_NAME_WATCHER_FLAGS_NONE,
                                                appeared_cb, vanished_cb, self, NULL);
  return self;
}
